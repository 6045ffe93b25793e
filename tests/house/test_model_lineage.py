"""Saying no, and what a model is made of: manifests, cards, and models trained elsewhere."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from audit.forging import differences
from auzolan.engine.models import Rows as ModelRows
from auzolan.engine.models import train_and_test
from auzolan.foundation import canonical
from auzolan.foundation.moments import DAY_MS
from auzolan.house.asking import ask, reading
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.labour.statements.statement_flows import Said
from auzolan.house.rooms.labour.statements.statement_flows import publish as publish_statement
from auzolan.house.rooms.learning import brought_flows, manifest_files, retraining
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.rooms.learning.card import card_now
from auzolan.house.rooms.learning.release_flows import release
from auzolan.house.rooms.record.flows import publish
from auzolan.house.storage.reader import reader_of
from auzolan.learning.acts import NoteRows
from auzolan.learning.manifests import absences, is_absent, manifest_of
from auzolan.learning.state import Snapshot, SnapshotPart
from house.sealed_desk import COUNTS, row_of, seal, sealed, trained, withdraw
from house.small_desk import SmallDesk, accepted, refused


@pytest.fixture
def small(tmp_path: Path) -> SmallDesk:
    """A co-operative of five with rows that may be used commercially, sealed as `spring`."""
    return sealed(tmp_path / "coop")


# --- snapshots -----------------------------------------------------------------------------------


def test_a_manifest_proves_each_row_of_hers_absent_from_every_later_snapshot(
    small: SmallDesk,
) -> None:
    """Goal: withdrawn rows in later snapshots: none. Method: her digests against each manifest."""
    trained(small)
    folder = small.desk.folder
    with reading(folder) as now:
        spring = now.books.get(Snapshot, "spring")
    assert spring is not None
    before = manifest_files.read_manifest(folder, spring)
    hers = [
        digest
        for batch, digest in zip(before.batches, before.digests, strict=True)
        if batch == "ana-1"
    ]
    assert len(hers) == 16
    withdraw(small, "ana")
    retraining.retrain(small.desk, actor="eve", model="yogurt-1")
    with reading(folder) as now:
        later = now.books.get(Snapshot, "spring-2")
        assert not [
            one for one in now.books.find(SnapshotPart, snapshot="spring-2") if one.member == "ana"
        ]
    assert later is not None
    manifest = manifest_files.read_manifest(folder, later)
    for digest, proof in zip(hers, absences(manifest, hers), strict=True):
        assert is_absent(digest.hex(), proof, rows=later.rows, root=later.root)
    with pytest.raises(ValueError, match="is in the tree"):
        absences(before, hers)


def test_a_manifest_that_was_touched_is_not_read(small: SmallDesk) -> None:
    """Goal: a poisoned file is refused plainly. Method: change one byte."""
    trained(small)
    folder = small.desk.folder
    with reading(folder) as now:
        spring = now.books.get(Snapshot, "spring")
    assert spring is not None
    path = folder.snapshots / f"{spring.manifest}.parquet"
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.write_bytes(content)
    with pytest.raises(ValueError, match="not the one on the record"):
        manifest_files.read_manifest(folder, spring)


def test_a_snapshot_sealed_under_an_old_policy_is_refused(small: SmallDesk) -> None:
    """Goal: consent is asked at use, not at sealing. Method: narrow a grant after the sealing."""
    accepted(consent.grant(small.desk, member="ida", kind="purchases", purposes=("research",)))
    answer = learning.train(small.desk, actor="eve", model="m", snapshot="spring", recipe=COUNTS)
    assert refused(answer) == "consent.purpose_not_granted"


def test_an_auditor_sees_a_manifest_that_leaves_a_row_out_or_is_out_of_order(
    small: SmallDesk,
) -> None:
    """Goal: absence rests on an honest list. Method: note a list with one row exchanged, then forge its file."""
    folder = small.desk.folder
    trained(small)
    publish(small.desk)
    assert differences(folder) == []
    seal(small, "summer")
    with reading(folder) as now:
        spring = now.books.get(Snapshot, "spring")
    assert spring is not None
    honest = manifest_files.read_manifest(folder, spring)
    rows = zip(honest.batches, honest.places, honest.digests, strict=True)
    forged = manifest_of([*list(rows)[1:], ("ana-1", 99, b"\x07" * 32)])
    content = manifest_files.parquet_of(forged)
    digest = hashlib.sha256(content).hexdigest()
    (folder.snapshots / f"{digest}.parquet").write_bytes(content)
    act = NoteRows("summer", len(forged), forged.root(), digest)
    accepted(ask(small.desk, "note-summer", "eve", act))
    publish(small.desk)
    assert {one.account for one in differences(folder)} == {"manifest of summer"}
    path = folder.snapshots / f"{spring.manifest}.parquet"
    unsorted = replace(
        honest, batches=honest.batches[::-1], places=honest.places[::-1],
        digests=honest.digests[::-1],
    )  # fmt: skip
    path.write_bytes(manifest_files.parquet_of(unsorted))
    fields = {one.field for one in differences(folder) if one.account == "manifest of spring"}
    assert {"digest", "order", "root"} <= fields
    path.unlink()
    assert ("manifest of spring", "file") in {
        (one.account, one.field) for one in differences(folder)
    }


# --- cards and releases --------------------------------------------------------------------------


def test_a_card_tells_data_people_consent_recipe_answers_and_limits(small: SmallDesk) -> None:
    """Goal: the card follows from the record, and a release names it. Method: read it by eye."""
    withdraw(small, "joe")
    seal(small, "summer")
    report = learning.train(
        small.desk, actor="eve", model="yogurt-1", snapshot="summer", recipe=COUNTS,
        group_column="choice",
    )  # fmt: skip
    assert isinstance(report, learning.TrainReport), report
    with reader_of(small.desk.folder) as reader:
        found = card_now(reader, "yogurt-1", small.clock.at)
        assert card_now(reader, "nobody", small.clock.at) is None
    assert found is not None
    card = found.card
    assert (card.data.rows, card.data.members, card.data.members_left_out) == (64, 4, 1)
    assert (card.data.rows_withdrawn, len(card.data.rows_root)) == (16, 64)
    assert (card.leave.purpose, card.leave.operation, len(card.leave.policy_root)) == (
        "commercial", "train", 64,
    )  # fmt: skip
    assert (card.making.tier, card.making.how, card.making.trained_by) == (0, "trained", "eve")
    assert '"recipe.counts/1"' in card.making.recipe_text
    whole = card.answers[0]
    assert (whole.group, whole.total, whole.correct) == ("all", report.total, report.correct)
    assert whole.low_bp <= whole.share_bp <= whole.high_bp
    assert sum(one.total for one in card.answers[1:]) in (0, whole.total)
    assert (found.state, found.released) == ("serving", False)
    about = {"about": "model", "name": "yogurt-1"}
    accepted(
        publish_statement(small.desk, actor="eve", said=Said("Guess what is bought."), **about)
    )
    accepted(release(small.desk, actor="eve", model="yogurt-1"))
    with reader_of(small.desk.folder) as reader:
        after = card_now(reader, "yogurt-1", small.clock.at)
    assert after is not None
    assert (after.released, after.digest) == (True, found.digest)
    kept = small.desk.folder.models / f"{found.digest}.card.json"
    assert kept.read_bytes() == canonical.encode(card)
    withdraw(small, "ana")
    with reader_of(small.desk.folder) as reader:
        later = card_now(reader, "yogurt-1", small.clock.at + 2 * DAY_MS)
    assert later is not None
    assert (later.state, later.digest) == ("overdue", found.digest)


# --- training elsewhere --------------------------------------------------------------------------


def given_out(small: SmallDesk, out: Path) -> tuple[brought_flows.Exported, dict[str, object]]:
    """The rows of a snapshot in a folder, a model that our engine trained from them, what is said of it."""
    went = brought_flows.export_rows(small.desk, actor="eve", snapshot="spring", folder=out)
    assert isinstance(went, brought_flows.Exported), went
    rows = learning.load_rows(small.desk.folder, learning.parts_of(small.desk.folder, "spring"))
    made, _ = train_and_test(COUNTS, ModelRows(rows.columns, rows.owners))
    (out / "artefact.safetensors").write_bytes(made.artefact)
    lineage: dict[str, object] = {
        "manifest": went.manifest, "snapshot": "spring", "rows_read": "all",
        "framework": "own", "versions": {}, "metrics": {},
    }  # fmt: skip
    return went, lineage


def test_rows_go_out_under_a_use_and_a_model_comes_back_checked(
    small: SmallDesk, tmp_path: Path
) -> None:
    """Goal: one's own tools, the house's rules. Method: bring a model that our engine trained."""
    out = tmp_path / "out"
    went, said = given_out(small, out)
    lineage = said | {"mlflow_run_id": "0" * 32}
    text = out / "lineage.json"
    text.write_text(json.dumps(lineage | {"snapshot": "summer"}))
    no = brought_flows.take_in(small.desk, actor="eve", model="own-1", folder=out)
    assert refused(no) == "learning.brought_refused"
    text.write_text(json.dumps(lineage))
    accepted(brought_flows.take_in(small.desk, actor="eve", model="own-1", folder=out))
    row = row_of(small, "own-1")
    assert (row.how, row.tier, row.run, row.use) == ("brought", 3, "0" * 32, went.use)
    withdraw(small, "ana")
    assert refused(retraining.retrain(small.desk, actor="eve", model="own-1")) == (
        "learning.recipe_not_ours"
    )


def test_a_model_from_a_folder_that_was_never_given_out_is_refused(
    small: SmallDesk, tmp_path: Path
) -> None:
    """Goal: no stranger's model passes for ours, and none holds us up. Method: nothing; a pipe."""
    answer = brought_flows.take_in(small.desk, actor="eve", model="own-1", folder=tmp_path)
    assert refused(answer) == "learning.not_given_out"
    os.mkfifo(tmp_path / "manifest.json")
    answer = brought_flows.take_in(small.desk, actor="eve", model="own-1", folder=tmp_path)
    assert refused(answer) == "learning.not_given_out"


def test_a_model_that_comes_back_after_a_withdrawal_is_refused(
    small: SmallDesk, tmp_path: Path
) -> None:
    """Goal: what was trained meanwhile ends unusable. Method: withdraw while the folder is out."""
    out = tmp_path / "out"
    _, lineage = given_out(small, out)
    (out / "lineage.json").write_text(json.dumps(lineage))
    withdraw(small, "ana")
    answer = brought_flows.take_in(small.desk, actor="eve", model="own-1", folder=out)
    assert refused(answer) == "consent.purpose_not_granted"
