"""Saying no, from the withdrawal to its proof: models made again, licensees told, rows gone for good."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from audit.forging import differences
from auzolan.assembly.resolutions import GrantLicence
from auzolan.audit.folder import Folder
from auzolan.consent.state import Consent
from auzolan.engine.models import Rows as ModelRows
from auzolan.engine.models import train_and_test
from auzolan.engine.models.shards import shard_of
from auzolan.foundation import canonical
from auzolan.foundation.moments import DAY_MS, HOUR_MS, Moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, reading
from auzolan.house.desk import Desk
from auzolan.house.ports import Ports
from auzolan.house.rooms.consent import duty_flows, proof_checking, proofs
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.consent.duty_queries import DutyLine, duty_lines
from auzolan.house.rooms.contributions.flows import erase_rows
from auzolan.house.rooms.labour.statements.statement_flows import Said
from auzolan.house.rooms.labour.statements.statement_flows import publish as publish_statement
from auzolan.house.rooms.learning import brought_flows, manifest_files, retraining, watching
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.rooms.learning.card import card_now
from auzolan.house.rooms.learning.fitting import STATE
from auzolan.house.rooms.learning.release_flows import extend, release
from auzolan.house.rooms.licensing import flows as licensing
from auzolan.house.rooms.record.flows import erase_what_came_back, publish
from auzolan.house.storage.reader import reader_of
from auzolan.learning.acts import NoteRows
from auzolan.learning.manifests import absences, is_absent, manifest_of
from auzolan.learning.recipes import (
    CountsRecipe,
    ModelRecipe,
    RidgeRecipe,
    ShardsRecipe,
    TabularRecipe,
    TrainingRecipe,
)
from auzolan.learning.state import Model, ModelDuty, Snapshot, SnapshotPart
from auzolan.licensing.acts import LicenceTerms
from auzolan.members.state import Member
from auzolan.treasury.state import MemberAccount
from house.small_desk import BRANDS, SmallDesk, accepted, refused
from support.deciding import decided

FEATURES = tuple(f"feat_{brand}" for brand in BRANDS)
COUNTS = CountsRecipe("choice", categories=FEATURES)
RIDGE = RidgeRecipe("choice", numbers=("price_dannon",), categories=FEATURES)
SHARDS = ShardsRecipe("choice", categories=FEATURES, shards=8, iterations_max=50)
TABULAR = TabularRecipe("choice", categories=FEATURES, iterations_max=50)
RECIPES: tuple[tuple[ModelRecipe, int, str], ...] = (
    (COUNTS, 0, "downdated"), (RIDGE, 1, "downdated"), (SHARDS, 2, "shards"),
    (TABULAR, 3, "trained"), (TrainingRecipe(), 3, "trained"),
)  # fmt: skip
IDS = ("counts", "ridge", "shards", "tabular", "softmax")


@pytest.fixture
def small(tmp_path: Path) -> SmallDesk:
    """A co-operative of five with rows that may be used commercially, sealed as `spring`."""
    made = SmallDesk(tmp_path / "coop")
    made.bring(rows=16)
    seal(made, "spring")
    return made


def seal(small: SmallDesk, snapshot: str) -> None:
    accepted(
        learning.seal(
            small.desk, actor="eve", snapshot=snapshot, kind="purchases", purpose="commercial"
        )
    )


def trained(
    small: SmallDesk, recipe: ModelRecipe = COUNTS, model: str = "yogurt-1"
) -> learning.TrainReport:
    report = learning.train(small.desk, actor="eve", model=model, snapshot="spring", recipe=recipe)
    assert isinstance(report, learning.TrainReport), report
    return report


def withdraw(small: SmallDesk, member: str) -> int:
    """Say no, and give the entry."""
    return accepted(consent.withdraw(small.desk, member=member, kind="purchases")).seq


def row_of(small: SmallDesk, name: str) -> Model:
    with reading(small.desk.folder) as now:
        row = now.books.get(Model, name)
    assert row is not None
    return row


def duties(small: SmallDesk, **later: int) -> list[DutyLine]:
    """What is owed, so much later than the desk's clock."""
    with reader_of(small.desk.folder) as reader:
        return duty_lines(reader, small.clock.at + sum(later.values()))


# --- models by tier ------------------------------------------------------------------------------


@pytest.mark.parametrize(("recipe", "tier", "how"), RECIPES, ids=IDS)
def test_each_kind_of_model_forgets_as_if_she_had_never_been_in_it(
    small: SmallDesk, recipe: ModelRecipe, tier: int, how: str
) -> None:
    """Goal: by whatever way, the result is a training without her. Method: compare the bytes."""
    report = trained(small, recipe)
    folder = small.desk.folder
    old_file = folder.model_file(report.artefact)
    assert old_file is not None
    assert row_of(small, "yogurt-1").tier == tier
    at = small.clock.at
    entry = withdraw(small, "ana")
    spans = {0: 24 * HOUR_MS, 1: 72 * HOUR_MS, 2: 14 * DAY_MS, 3: 30 * DAY_MS}
    assert row_of(small, "yogurt-1").retrain_by == at + spans[tier]
    again = retraining.retrain(small.desk, actor="eve", model="yogurt-1")
    assert isinstance(again, learning.TrainReport), again
    assert (again.model, again.how) == ("yogurt-2", how)
    parts = learning.parts_of(folder, "spring-2")
    assert "ana" not in {one.member for one in parts}
    rows = learning.load_rows(folder, parts)
    afresh, _ = train_and_test(recipe, ModelRows(rows.columns, rows.owners))
    assert again.artefact == afresh.digest
    assert not old_file.exists()
    assert not (folder.models / f"{report.artefact}{STATE}").exists()
    with reading(folder) as now:
        duty = now.books.get(ModelDuty, (entry, "yogurt-1", "ana"))
    assert duty is not None
    assert (duty.done_by, duty.done_at) == ("yogurt-2", small.clock.at)


def test_a_model_of_closed_form_is_trained_anew_where_her_rows_are_erased_already(
    small: SmallDesk,
) -> None:
    """Goal: forgetting needs nothing that is gone. Method: erase first, then make it again."""
    trained(small, RIDGE)
    withdraw(small, "ana")
    accepted(erase_rows(small.desk, actor="eve", batch="ana-1", reason="withdrawn"))
    again = retraining.retrain(small.desk, actor="eve", model="yogurt-1")
    assert isinstance(again, learning.TrainReport), again
    assert again.how == "trained"
    rows = learning.load_rows(small.desk.folder, learning.parts_of(small.desk.folder, "spring-2"))
    afresh, _ = train_and_test(RIDGE, ModelRows(rows.columns, rows.owners))
    assert again.artefact == afresh.digest


def test_above_half_of_the_shards_the_whole_is_trained_anew(small: SmallDesk) -> None:
    """Goal: the weekly batch takes the cheaper way. Method: one member of each of two shards."""
    recipes = (msgspec.structs.replace(SHARDS, shards=2, seed=seed) for seed in range(50))
    recipe = next(one for one in recipes if shard_of(one, "ana") != shard_of(one, "ben"))
    trained(small, recipe)
    for member in ("ana", "ben"):
        withdraw(small, member)
    (done,) = retraining.obey(small.desk, actor="eve", within_days=14)
    assert isinstance(done.outcome, learning.TrainReport), done.outcome
    assert done.outcome.how == "trained"
    rows = learning.load_rows(small.desk.folder, learning.parts_of(small.desk.folder, "spring-2"))
    afresh, _ = train_and_test(recipe, ModelRows(rows.columns, rows.owners))
    assert done.outcome.artefact == afresh.digest


def test_one_weekly_run_obeys_all_that_is_due_soon_and_leaves_the_rest(small: SmallDesk) -> None:
    """Goal: batches by week, yet nothing late. Method: a fast and a slow model, two withdrawals."""
    trained(small, COUNTS, "fast")
    trained(small, TABULAR, "slow")
    first, second = withdraw(small, "ana"), withdraw(small, "ben")
    lines = retraining.owed_models(small.desk)
    assert [line.model for line in lines] == ["fast"]
    found = retraining.obey(small.desk, actor="eve")
    assert [one.model for one in found] == ["fast"]
    with reading(small.desk.folder) as now:
        done = [
            now.books.get(ModelDuty, (entry, "fast", member))
            for entry, member in ((first, "ana"), (second, "ben"))
        ]
    assert all(one is not None and one.done_by == "fast-2" for one in done)
    assert row_of(small, "slow").state == "to_retrain"
    small.clock.at = Moment(small.clock.at + 24 * DAY_MS)
    (late,) = retraining.obey(small.desk, actor="eve")
    assert isinstance(late.outcome, learning.TrainReport)
    assert row_of(small, "slow").state == "replaced"
    assert retraining.obey(small.desk, actor="eve", within_days=365) == []


def test_a_model_that_nobody_is_left_in_is_said_plainly_and_stays_overdue(
    small: SmallDesk,
) -> None:
    """Goal: what cannot be made again holds nothing up. Method: everybody withdraws."""
    trained(small)
    for member in ("ana", "ben", "eve", "ida", "joe"):
        withdraw(small, member)
    (done,) = retraining.obey(small.desk, actor="eve")
    assert refused(done.outcome) == "learning.nothing_permitted"
    assert {line.state for line in duties(small, later=2 * DAY_MS) if line.duty == "retrain"} == {
        "overdue"
    }


# --- a training in progress ----------------------------------------------------------------------


def test_whoever_withdraws_while_a_machine_works_stops_it(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: it ends between two shards and leaves nothing. Method: a clock that says no meanwhile."""
    monkeypatch.setattr(watching, "ASKED_EVERY_S", 0.0)
    folder, other = small.desk.folder, Desk(small.desk.folder, small.ports)
    said: list[int] = []

    def clock() -> Moment:
        if not said and _is_noted(folder, "spring"):
            said.append(1)
            accepted(consent.withdraw(other, member="ben", kind="purchases"))
        return small.clock.at

    desk = Desk(folder, Ports(clock, small.ports.chance))
    answer = learning.train(desk, actor="eve", model="m", snapshot="spring", recipe=SHARDS)
    assert refused(answer) == "learning.consent_changed"
    assert isinstance(answer, Refusal)
    assert "ben" in answer.because
    assert not list(folder.models.glob("*")) if folder.models.is_dir() else True
    with reading(folder) as now:
        assert now.books.get(Model, "m") is None
    for one in (desk, other):
        one.close()


def _is_noted(folder: Folder, snapshot: str) -> bool:
    with reading(folder) as now:
        row = now.books.get(Snapshot, snapshot)
    return row is not None and bool(row.root)


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


def test_more_time_is_taken_once_and_its_reason_is_sealed(small: SmallDesk) -> None:
    """Goal: 90 days in all for a model that is trained whole. Method: extend twice."""
    trained(small, TABULAR)
    at = small.clock.at
    withdraw(small, "ana")
    accepted(extend(small.desk, actor="eve", model="yogurt-1", reason="the machine is broken"))
    assert row_of(small, "yogurt-1").retrain_by == at + 90 * DAY_MS
    again = extend(small.desk, actor="eve", model="yogurt-1", reason="still")
    assert refused(again) == "learning.extended_already"


# --- training elsewhere --------------------------------------------------------------------------


def test_rows_go_out_under_a_use_and_a_model_comes_back_checked(
    small: SmallDesk, tmp_path: Path
) -> None:
    """Goal: one's own tools, the house's rules. Method: bring a model that our engine trained."""
    out = tmp_path / "out"
    went = brought_flows.export_rows(small.desk, actor="eve", snapshot="spring", folder=out)
    assert isinstance(went, brought_flows.Exported), went
    rows = learning.load_rows(small.desk.folder, learning.parts_of(small.desk.folder, "spring"))
    made, _ = train_and_test(COUNTS, ModelRows(rows.columns, rows.owners))
    (out / "artefact.safetensors").write_bytes(made.artefact)
    lineage = {
        "manifest": went.manifest, "snapshot": "spring", "rows_read": "all",
        "framework": "own", "versions": {}, "metrics": {}, "mlflow_run_id": "0" * 32,
    }  # fmt: skip
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
    went = brought_flows.export_rows(small.desk, actor="eve", snapshot="spring", folder=out)
    assert isinstance(went, brought_flows.Exported), went
    rows = learning.load_rows(small.desk.folder, learning.parts_of(small.desk.folder, "spring"))
    made, _ = train_and_test(COUNTS, ModelRows(rows.columns, rows.owners))
    (out / "artefact.safetensors").write_bytes(made.artefact)
    lineage = {
        "manifest": went.manifest, "snapshot": "spring", "rows_read": "all",
        "framework": "own", "versions": {}, "metrics": {},
    }  # fmt: skip
    (out / "lineage.json").write_text(json.dumps(lineage))
    withdraw(small, "ana")
    answer = brought_flows.take_in(small.desk, actor="eve", model="own-1", folder=out)
    assert refused(answer) == "consent.purpose_not_granted"


# --- duties --------------------------------------------------------------------------------------


TERMS = LicenceTerms("dairy", "milk-ltd", "yogurt-1", "commercial", 0, 10, 1_000, 365)


def licensed(small: SmallDesk) -> None:
    """A licence of `yogurt-1`, as the members voted."""
    mandate = decided(
        small.desk, GrantLicence(TERMS), "p-dairy", author="ana", secretary="ida", auditor="ben"
    )
    accepted(licensing.grant(small.desk, actor="joe", mandate=mandate, terms=TERMS))


def test_every_duty_of_a_withdrawal_has_a_day_and_a_state(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: nothing that is owed is left out. Method: one of each kind, through all its states."""
    trained(small)
    licensed(small)
    at = small.clock.at
    entry = withdraw(small, "ana")
    found = {(line.duty, line.thing): line for line in duties(small)}
    assert set(found) == {
        ("retrain", "yogurt-1"), ("erase", "ana-1"), ("notify", "dairy"), ("certify", "dairy"),
    }  # fmt: skip
    assert {(line.withdrawal, line.member, line.state) for line in found.values()} == {
        (entry, "ana", "open")
    }
    late = {line.duty for line in duties(small, later=25 * HOUR_MS) if line.state == "overdue"}
    assert late == {"retrain"}
    late = {line.duty for line in duties(small, later=40 * DAY_MS) if line.state == "overdue"}
    assert late == {"retrain", "erase", "notify", "certify"}

    small.clock.at = Moment(at + HOUR_MS)
    retraining.retrain(small.desk, actor="eve", model="yogurt-1")
    accepted(erase_rows(small.desk, actor="eve", batch="ana-1", reason="withdrawn"))
    accepted(duty_flows.notify(small.desk, actor="eve", licence="dairy", withdrawal=entry))
    letter = tmp_path / "letter.txt"
    letter.write_text("We have deleted it.")
    small.clock.at = Moment(at + 40 * DAY_MS)
    accepted(
        duty_flows.certify(
            small.desk, actor="eve", licence="dairy", withdrawal=entry, certificate=letter
        )
    )
    done = {line.duty: line for line in duties(small)}
    assert {name: line.state for name, line in done.items()} == {
        "retrain": "done", "erase": "done", "backup": "done", "notify": "done",
        "certify": "done late",
    }  # fmt: skip
    assert done["retrain"].done_by == "yogurt-2"


# --- the proof -----------------------------------------------------------------------------------


def proved(small: SmallDesk, out: Path, actor: str = "eve") -> proofs.ProofReport:
    report = proofs.write_proof(small.desk, member="ana", kind="purchases", out=out, actor=actor)
    assert isinstance(report, proofs.ProofReport), report
    return report


def bundle_of(content: bytes) -> dict[str, object]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        bundle: dict[str, object] = json.loads(file.read("bundle.json"))
    return bundle


@pytest.mark.parametrize("is_erased", [False, True], ids=["rows kept", "rows erased"])
def test_a_proof_is_checked_by_the_file_and_the_key_alone(
    small: SmallDesk, tmp_path: Path, *, is_erased: bool
) -> None:
    """Goal: a member need not believe us, also once her salts are gone. Method: check all of it."""
    trained(small)
    licensed(small)
    entry = withdraw(small, "ana")
    retraining.retrain(small.desk, actor="eve", model="yogurt-1")
    accepted(duty_flows.notify(small.desk, actor="eve", licence="dairy", withdrawal=entry))
    if is_erased:
        accepted(erase_rows(small.desk, actor="eve", batch="ana-1", reason="withdrawn"))
    out = tmp_path / "proof.zip"
    report = proved(small, out)
    assert (report.digests, report.snapshots_clear, report.models) == (16, 1, 1)
    assert report.cannot_show == ()
    content = out.read_bytes()
    key = small.desk.folder.verifier_key.read_text().strip()
    found = proof_checking.check(content, vkey=key)
    assert found.broken == ()
    assert any("none of 16 row digests is among 64" in line for line in found.held)
    bundle = bundle_of(content)
    assert bundle["reruns"][0]["outcome"] == "the same file"  # type: ignore[index]
    attack = bundle["attacks"][0]  # type: ignore[index]
    assert ("erased" in attack["outcome"]) == is_erased
    if not is_erased:
        assert attack["low_bp"] <= attack["auc_bp"] <= attack["high_bp"]
    assert bundle["licensees"][0]["certified"] == -1  # type: ignore[index]
    with pytest.raises(FileExistsError):
        proved(small, out)


def test_a_proof_without_an_officer_says_what_was_not_done(
    small: SmallDesk, tmp_path: Path
) -> None:
    """Goal: what is missing is said. Method: no actor, so nothing is run again."""
    trained(small)
    withdraw(small, "ana")
    retraining.retrain(small.desk, actor="eve", model="yogurt-1")
    report = proved(small, tmp_path / "proof.zip", actor="")
    assert any("not run again" in line for line in report.cannot_show)
    assert not proof_checking.check((tmp_path / "proof.zip").read_bytes()).broken


def test_rows_that_no_noted_snapshot_held_cannot_be_shown_once_they_are_erased(
    small: SmallDesk, tmp_path: Path
) -> None:
    """Goal: the proof is honest about lost salts. Method: erase before anything was noted."""
    withdraw(small, "ana")
    accepted(erase_rows(small.desk, actor="eve", batch="ana-1", reason="withdrawn"))
    seal(small, "summer")
    report = proved(small, tmp_path / "proof.zip", actor="")
    assert report.digests == 0
    assert any("erased with their salts" in line for line in report.cannot_show)
    assert any("summer: nobody has noted its rows" in line for line in report.cannot_show)


def test_who_has_withdrawn_nothing_gets_no_proof(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: a proof is of something. Method: ask for Ben, who allows everything."""
    answer = proofs.write_proof(
        small.desk, member="ben", kind="purchases", out=tmp_path / "proof.zip"
    )
    assert refused(answer) == "consent.nothing_withdrawn"
    assert not (tmp_path / "proof.zip").exists()


def rewritten(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same zip with parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            new.writestr(info, change(info.filename, old.read(info)))
    return out.getvalue()


@pytest.mark.parametrize("prefix", ["entries/", "batches/", "absences/", "bundle.json"])
def test_a_proof_that_was_touched_does_not_hold(
    small: SmallDesk, tmp_path: Path, prefix: str
) -> None:
    """Goal: no part can be changed unseen. Method: flip a digit in the first part of each kind."""
    trained(small)
    withdraw(small, "ana")
    retraining.retrain(small.desk, actor="eve", model="yogurt-1")
    proved(small, tmp_path / "proof.zip", actor="")
    content = (tmp_path / "proof.zip").read_bytes()
    touched: list[str] = []

    def change(name: str, part: bytes) -> bytes:
        if touched or not name.startswith(prefix) or not name.endswith(".json"):
            return part
        touched.append(name)
        at = next(place for place, byte in enumerate(part) if byte in b"0123456789")
        return part[:at] + (b"1" if part[at : at + 1] != b"1" else b"2") + part[at + 1 :]

    assert proof_checking.check(content).broken == ()
    assert proof_checking.check(rewritten(content, change)).broken
    assert touched


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_proof_is_said_to_be_none(content: bytes) -> None:
    """Goal: bad files are answered, not raised. Method: nothing, text, an empty zip."""
    assert proof_checking.check(content).broken


# --- erasures come back with backups -------------------------------------------------------------


def test_rows_that_a_backup_brings_back_are_destroyed_again(
    small: SmallDesk, tmp_path: Path
) -> None:
    """Goal: the record's erasures hold over any restore. Method: restore whole vault, and one file."""
    folder = small.desk.folder
    erase_what_came_back(small.desk)
    backup = tmp_path / "backup"
    shutil.copytree(folder.vault, backup)
    withdraw(small, "ana")
    accepted(erase_rows(small.desk, actor="eve", batch="ana-1", reason="withdrawn"))
    assert erase_what_came_back(small.desk) == 0

    shutil.rmtree(folder.vault)
    shutil.copytree(backup, folder.vault)
    assert folder.batch_rows("ana-1").is_file()
    assert erase_what_came_back(small.desk) == 1
    assert not folder.batch_rows("ana-1").exists()
    assert folder.batch_rows("ben-1").is_file()

    shutil.copy(backup / "rows" / "ana-1.parquet", folder.batch_rows("ana-1"))
    assert erase_what_came_back(small.desk) == 1
    assert not folder.batch_rows("ana-1").exists()
    assert erase_what_came_back(small.desk) == 0


def test_a_withdrawal_touches_neither_money_nor_vote(small: SmallDesk) -> None:
    """Goal: saying no costs nothing. Method: her standing and every account of hers, before and after."""

    def hers() -> tuple[object, ...]:
        with reading(small.desk.folder) as now:
            accounts = [row for row in now.books.rows(MemberAccount) if row.member == "ana"]
            return now.books.get(Member, "ana"), *accounts

    before = hers()
    assert len(before) > 1
    withdraw(small, "ana")
    assert hers() == before
    with reading(small.desk.folder) as now:
        row = now.books.get(Consent, ("ana", "purchases"))
    assert row is not None
    assert row.mask == 0
