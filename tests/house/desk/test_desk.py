"""The desk: one way in, the same answer twice, nothing half-done."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from auzolan import cooperative
from auzolan.assembly.acts import CastBallot
from auzolan.consent.acts import Grant, Withdraw
from auzolan.cooperative import read_entry
from auzolan.foundation.moments import MOMENT_MAX, moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import (
    BATCH_MAX,
    CLOCK_END,
    CLOCK_LAG_MS_MAX,
    CLOCK_MIN,
    Desk,
    DeskStopped,
)
from auzolan.house.storage.log import Log
from auzolan.house.submission import Receipt, Submission
from auzolan.labour.acts import AssignIndex
from auzolan.members.acts import Admit, RegisterKey
from auzolan.record.entries import KeySigned, PasskeySigned, act_message
from auzolan.record.fields import opens
from support.house import ORIGIN, accepted, admission, found, seeded_ports


def log_of(desk: Desk) -> Log:
    """The record as another connection sees it: only what was committed."""
    return Log(sqlite3.connect(desk.folder.database))


def refused(desk: Desk, submission: Submission) -> Refusal:
    """Submit an act that must be refused."""
    (answer,) = desk.submit([submission])
    assert isinstance(answer, Refusal)
    return answer


def test_the_same_submission_again_gets_the_same_answer_and_no_new_entry(tmp_path: Path) -> None:
    """Goal: a retry is harmless. Method: submit twice, alone and within one call."""
    desk = found(tmp_path)
    first, again = accepted(desk, admission("m001"), admission("m001"))
    (later,) = accepted(desk, admission("m001"))
    assert (first.seq, first.leaf, first.facts) == (later.seq, later.leaf, later.facts)
    assert (again.repeated, later.repeated, first.repeated) == (True, True, False)
    assert log_of(desk).head().size == 2


@pytest.mark.parametrize(
    "other",
    [
        Submission("admit-m001", "m001", Admit("m001", ""), {"name": "Another name"}),
        Submission("admit-m001", "m001", Admit("m009", ""), {"name": "Name of m001"}),
        Submission("admit-m001", "m002", Admit("m001", ""), {"name": "Name of m001"}),
        Submission("admit-m001", "m001", Grant("m001", "purchases", ())),
    ],
    ids=["sealed text", "open field", "actor", "kind of act"],
)
def test_the_same_id_with_another_body_is_refused(tmp_path: Path, other: Submission) -> None:
    """Goal: an id means one thing. Method: change a sealed text, a field, the actor, the act."""
    desk = found(tmp_path, members=1)
    assert refused(desk, other).code == "desk.id_used"
    assert log_of(desk).head().size == 2


def test_a_retry_is_recognised_after_its_sealed_text_was_erased(tmp_path: Path) -> None:
    """Goal: erasing words does not make an old retry look like a forgery. Method: erase, retry."""
    desk = found(tmp_path, members=1)
    desk.vault.erase_opening(1, "name")
    assert accepted(desk, admission("m001"))[0].repeated


def test_a_refused_act_leaves_no_trace_and_does_not_hold_up_the_others(tmp_path: Path) -> None:
    """Goal: refusals are free. Method: a bad act between two good ones; then the id is free."""
    desk = found(tmp_path)
    stranger = Submission("x", "m777", Admit("m003", ""), {"name": "x"})
    answers = desk.submit([admission("m001"), stranger, admission("m002")])
    assert [isinstance(answer, Receipt) for answer in answers] == [True, False, True]
    assert [one.seq for one in answers if isinstance(one, Receipt)] == [1, 2]
    retry = Submission("x", "m001", Admit("m003", ""), {"name": "x"})
    assert accepted(desk, retry)[0].seq == 3


def test_malformed_acts_are_refused_before_any_rule(tmp_path: Path) -> None:
    """Goal: shape first. Method: a bad id, missing words, words for a field that is open."""
    desk = found(tmp_path)
    for bad in (
        Submission("a", "m001", Admit("Ana!", ""), {"name": "x"}),
        Submission("b", "m001", Admit("m001", "")),
        Submission("c", "m001", Grant("m001", "purchases", ("research",)), {"kind": "x"}),
        Submission("d", "m001", Admit("m001", ""), {"name": "x" * 70_000}),
        Submission("e", "m001", AssignIndex("m001", 2**53)),
    ):
        assert refused(desk, bad).code == "desk.malformed"
    assert log_of(desk).head().size == 1


@pytest.mark.parametrize("identity", ["", "Ä", "a b", "x" * 60])
def test_an_id_that_no_entry_could_carry_is_refused(tmp_path: Path, identity: str) -> None:
    """Goal: what is sealed can be read again. Method: ids outside the pattern."""
    desk = found(tmp_path)
    bad = Submission(identity, "m001", Admit("m001", ""), {"name": "x"})
    assert refused(desk, bad).code == "desk.malformed"


def test_restricted_and_sealed_fields_are_published_as_commitments_only(tmp_path: Path) -> None:
    """Goal: an entry shows no person's figure and no name. Method: look at bytes and openings."""
    desk = found(tmp_path, members=1)
    (receipt,) = accepted(desk, Submission("index", "m001", AssignIndex("m001", 250)))
    log = log_of(desk)
    body = log.body(receipt.seq)
    assert b":250" not in body
    assert b"Name of" not in log.body(1)
    entry = read_entry(body)
    assert isinstance(entry.act, AssignIndex)
    opening = log.openings(receipt.seq)["index_centi"]
    assert opening.value == 250
    assert opens(opening, str(entry.act.index_centi))
    assert desk.vault.openings_of(1)["name"].value == "Name of m001"


def test_a_member_signs_for_herself_and_nobody_else_can(tmp_path: Path) -> None:
    """Goal: a key proves the act. Method: right key, other act, unregistered key, other member."""
    desk = found(tmp_path, members=2)
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    public = key.public_key().public_bytes_raw().hex()
    act = Grant("m001", "purchases", ("research",))

    def signed(identity: str, actor: str, what: Grant) -> Submission:
        signature = key.sign(act_message(ORIGIN, identity, actor, act)).hex()
        return Submission(identity, actor, what, auth=KeySigned(public, signature))

    assert refused(desk, signed("g1", "m001", act)).code == "desk.unknown_key"
    accepted(desk, Submission("key", "m001", RegisterKey("m001", public)))
    assert accepted(desk, signed("g2", "m001", act))[0].seq == 4
    other = Grant("m001", "purchases", ())
    assert refused(desk, signed("g3", "m001", other)).code == "desk.bad_signature"
    assert refused(desk, signed("g4", "m002", act)).code == "desk.unknown_key"


def test_a_passkey_that_nobody_checked_proves_nothing(tmp_path: Path) -> None:
    """Goal: what is not proven is not written as proven. Method: an assertion out of the air."""
    desk = found(tmp_path, members=1)
    act = Grant("m001", "purchases", ())
    claimed = Submission("p", "m001", act, auth=PasskeySigned("0" * 64))
    assert refused(desk, claimed).code == "desk.passkey_not_checked"


def test_moments_never_fall_even_when_the_clock_does(tmp_path: Path) -> None:
    """Goal: the record's time is monotone. Method: set the clock back by what is borne."""
    desk = found(tmp_path, ports=seeded_ports(at=2_000_000_000_000))
    desk.ports = seeded_ports(at=2_000_000_000_000 - CLOCK_LAG_MS_MAX)
    assert accepted(desk, admission("m001"))[0].at == 2_000_000_000_000


def test_a_clock_behind_the_record_is_refused_and_time_never_stands_still(tmp_path: Path) -> None:
    """Goal: a frozen house says so. Method: one act ten years ahead, then the true clock."""
    desk = found(tmp_path, members=1)
    desk.ports = seeded_ports(at=moment_from_iso("2035-01-01"))
    accepted(desk, admission("m002"))
    desk.ports = seeded_ports(at=moment_from_iso("2025-01-02"))
    refusal = refused(desk, admission("m003"))
    assert refusal.code == "desk.clock_behind"
    assert "2025-01-02" in refusal.because
    assert "2035-01-01" in refusal.because
    assert accepted(desk, admission("m001"))[0].repeated
    desk.ports = seeded_ports(at=moment_from_iso("2035-01-01") - CLOCK_LAG_MS_MAX - 1)
    assert refused(desk, admission("m003")).code == "desk.clock_behind"
    assert log_of(desk).head().size == 3


@pytest.mark.parametrize("at", [-1, 0, CLOCK_MIN - 1, CLOCK_END, MOMENT_MAX, 2**53, 10**30])
def test_a_clock_that_cannot_be_is_refused_before_any_rule(tmp_path: Path, at: int) -> None:
    """Goal: no moment without a calendar. Method: clocks outside the years 2000 to 9000."""
    desk = found(tmp_path, members=1)
    before = desk.ports
    desk.ports = seeded_ports(at=at)
    withdrawal = Submission("w", "m001", Withdraw("m001", "purchases"))
    assert refused(desk, withdrawal).code == "desk.clock_wrong"
    desk.ports = before
    assert accepted(desk, admission("m002"))[0].seq == 2


def test_a_fault_in_a_rule_rolls_back_and_stops_in_plain_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: fail closed. Method: a rule that breaks in a way nobody expects, beside a good act."""
    desk = found(tmp_path, members=1)

    def broken(*_: object) -> None:
        raise ZeroDivisionError("made to fail")

    with monkeypatch.context() as patch:
        patch.setitem(cooperative.RULES, AssignIndex, (broken, ()))
        with pytest.raises(DeskStopped, match=r"fault in the program.*ZeroDivisionError"):
            desk.submit([admission("m002"), Submission("i", "m001", AssignIndex("m001", 250))])
    assert log_of(desk).head().size == 2
    assert accepted(desk, admission("m002"))[0].seq == 2


def test_a_value_of_another_type_is_malformed_and_holds_up_no_other_act(tmp_path: Path) -> None:
    """Goal: restricted values have their shape too. Method: wrong ones between two good acts."""
    desk = found(tmp_path, members=2)
    wrong: tuple[object, ...] = ("abc", "f" * 64, 150.5, True, None, [1], 2**60, b"x", "\ud800")
    bad = [
        Submission(f"b{place}", "m001", AssignIndex("m002", value))  # type: ignore[arg-type]
        for place, value in enumerate(wrong)
    ]
    bad.append(Submission("words", "m001", Admit("m009", ""), {"name": 5}))  # type: ignore[dict-item]
    bad += [
        Submission(identity, "m001", Admit("m009", ""), {"name": "x"})  # type: ignore[arg-type]
        for identity in (None, 7, ["id"], "\ud800")
    ]
    answers = desk.submit([admission("m003"), *bad, admission("m004")])
    assert [one.code for one in answers if isinstance(one, Refusal)] == ["desk.malformed"] * len(
        bad
    )
    assert isinstance(answers[0], Receipt)
    assert isinstance(answers[-1], Receipt)
    choice = Submission("c", "0" * 32, CastBallot("p1", 5))  # type: ignore[arg-type]
    assert refused(desk, choice).code == "desk.malformed"


def test_a_desk_whose_file_was_swapped_away_writes_nothing(tmp_path: Path) -> None:
    """Goal: no act goes into a file that is no longer the co-operative's. Method: swap it."""
    desk = found(tmp_path, members=1)
    desk._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = tmp_path / "copy.db"
    copy.write_bytes(desk.folder.database.read_bytes())
    copy.rename(desk.folder.database)
    with pytest.raises(DeskStopped, match="rebuilt or restored"):
        desk.submit([admission("m002")])


def test_a_broken_promise_rolls_the_whole_call_back_and_the_desk_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: nothing half-done. Method: an assertion fails at the flush; then try again."""
    desk = found(tmp_path)

    def fail() -> None:
        raise AssertionError("made to fail")

    with monkeypatch.context() as patch:
        patch.setattr(desk._books, "flush", fail)
        with pytest.raises(DeskStopped, match="made to fail"):
            desk.submit([admission("m001")])
    assert log_of(desk).head().size == 1
    assert accepted(desk, admission("m001"))[0].seq == 1


def test_a_full_disk_is_said_plainly_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: refuse, keep, go on. Method: annexes cannot be written, then SQLite's page limit."""
    desk = found(tmp_path, members=1)

    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(desk._annexes, "write", full)
        with pytest.raises(DeskStopped, match="disk is full"):
            desk.submit([admission("m002")])
    pages = desk._db.execute("PRAGMA page_count").fetchone()[0]
    desk._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DeskStopped, match="disk is full"):
        desk.submit([admission(f"m{number:04d}") for number in range(3000)])
    desk._db.execute("PRAGMA max_page_count = 1000000")
    assert log_of(desk).head().size == 2
    assert accepted(desk, admission("m002"))[0].seq == 2


def test_two_desks_in_turn_see_each_others_entries(tmp_path: Path) -> None:
    """Goal: nothing is remembered across another's write. Method: two desks, one folder."""
    one = found(tmp_path)
    two = Desk(one.folder, seeded_ports("other"))
    for number in range(1, 9):
        desk = (one, two)[number % 2]
        assert accepted(desk, admission(f"m{number:03d}"))[0].seq == number
    assert refused(two, Submission("y", "m001", Admit("m001", ""), {"name": "x"})).code == (
        "members.id_taken"
    )


def test_a_call_takes_at_most_its_limit(tmp_path: Path) -> None:
    """Goal: every batch has a limit. Method: one act too many."""
    desk = found(tmp_path)
    with pytest.raises(ValueError, match="at most"):
        desk.submit([admission("m001")] * (BATCH_MAX + 1))
