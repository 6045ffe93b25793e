"""Saying no, to its end: duties with a day, a proof that stands alone, rows gone for good."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from auzolan.consent.state import Consent
from auzolan.foundation.moments import DAY_MS, HOUR_MS, Moment
from auzolan.house.asking import reading
from auzolan.house.rooms.consent import duty_flows, proof_checking, proofs
from auzolan.house.rooms.contributions.flows import erase_rows
from auzolan.house.rooms.learning import retraining
from auzolan.house.rooms.record.flows import erase_what_came_back
from auzolan.members.state import Member
from auzolan.treasury.state import MemberAccount
from house.sealed_desk import duties, licensed, seal, sealed, trained, withdraw
from house.small_desk import SmallDesk, accepted, refused


@pytest.fixture
def small(tmp_path: Path) -> SmallDesk:
    """A co-operative of five with rows that may be used commercially, sealed as `spring`."""
    return sealed(tmp_path / "coop")


# --- duties --------------------------------------------------------------------------------------


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
