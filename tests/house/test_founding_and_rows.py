"""Flows from the founding on: names, rows, consent, work; each holds where something breaks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.audit.folder import Folder
from auzolan.audit.rows import read_batch
from auzolan.charter.acts import Seat
from auzolan.consent.state import Consent
from auzolan.contributions.state import Batch
from auzolan.foundation.moments import moment_from_iso
from auzolan.house.asking import named, reading, vault_of
from auzolan.house.founding import NotFounded, found_cooperative
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.contributions import flows as contributions
from auzolan.house.rooms.labour import flows as labour
from auzolan.house.rooms.members import flows as members
from auzolan.labour.acts import WorkRecorded
from house.small_desk import OFFICERS, SmallDesk, accepted, purchases, refused
from support.plain_charter import plain_charter

ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,47}\Z")
IDS = st.from_regex(r"\A[a-z0-9][a-z0-9._-]{0,47}\Z")


@pytest.fixture
def small(tmp_path: Path) -> SmallDesk:
    """A co-operative of five."""
    return SmallDesk(tmp_path / "coop")


# --- names ---------------------------------------------------------------------------------------


@given(st.sampled_from(["admit", "meter", "use"]), IDS, IDS)
def test_a_name_made_from_ids_is_an_id_and_always_the_same(verb: str, one: str, other: str) -> None:
    """Any two ids, also long ones, make a name that the record takes; equal ones an equal name."""
    name = named(verb, one, other)
    assert ID.match(name)
    assert name == named(verb, one, other)
    assert name != named(verb, one, other, "x")


# --- founding ------------------------------------------------------------------------------------


def found(path: Path, **changes: object) -> None:
    """Found a demo co-operative with some parts changed."""
    parts: dict[str, object] = {
        "name": "Small",
        "origin": "small.demo.invalid",
        "ports": Ports(SetClock(moment_from_iso("2025-03-01")), SeededChance("s")),
        "charter": plain_charter(),
        "seats": [Seat(office, holder) for office, holder in OFFICERS.items()],
        "period": "2025",
    }
    found_cooperative(path, **(parts | changes)).close()  # type: ignore[arg-type]


def test_a_founded_folder_has_a_record_that_is_published(small: SmallDesk) -> None:
    """Found, and look for what an outsider needs: checkpoint, key, and no private key beside it."""
    folder = small.desk.folder
    assert folder.checkpoint.read_text().startswith("small.demo.invalid\n1\n")
    assert folder.verifier_key.read_text().startswith("small.demo.invalid+")
    assert folder.log_key.stat().st_mode & 0o077 == 0


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path: Path) -> None:
    """Try to found beside a letter; the letter is all that is there afterwards."""
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(FileExistsError):
        found(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_refused_founding_leaves_no_folder(tmp_path: Path) -> None:
    """Leave an office empty: the rules refuse, and no half co-operative stays behind."""
    with pytest.raises(NotFounded) as caught:
        found(tmp_path / "coop", seats=[Seat("treasury", "ana")])
    assert caught.value.refusal.code == "charter.office_empty"
    assert list(tmp_path.iterdir()) == []


def test_a_founding_that_was_killed_can_be_begun_again(tmp_path: Path) -> None:
    """Leave what a killed founding leaves; founding again clears it and succeeds."""
    (tmp_path / "coop" / ".founding" / "keys").mkdir(parents=True)
    found(tmp_path / "coop")
    assert Folder(tmp_path / "coop").database.exists()


def test_a_real_origin_never_gets_a_key_from_a_seed(tmp_path: Path) -> None:
    """A key that follows from a seed is known to all, so only a demo's origin may have one."""
    with pytest.raises(ValueError, match="demo.invalid"):
        found(tmp_path / "coop", origin="coop.example")
    assert list(tmp_path.iterdir()) == []


# --- rows ----------------------------------------------------------------------------------------


def offer(small: SmallDesk, batch: str, *, member: str = "ana", rows: int = 4) -> object:
    """Offer the first rows of one household."""
    return contributions.offer_rows(
        small.desk, member=member, kind="purchases", columns=purchases(0, rows), batch=batch
    )


def test_the_same_rows_twice_add_nothing(small: SmallDesk) -> None:
    """Offer four rows, then six of which four are the same, then all again under a new batch."""
    first, more, again = (
        offer(small, "b1"), offer(small, "b2", rows=6), offer(small, "b3", rows=6),
    )  # fmt: skip
    counts = [(one.rows_new, one.rows_repeated) for one in (first, more, again)]  # type: ignore[attr-defined]
    assert counts == [(4, 0), (2, 4), (0, 6)]
    assert again.receipt is None  # type: ignore[attr-defined]
    with reading(small.desk.folder) as now:
        assert [batch.rows for batch in now.books.find(Batch, member="ana")] == [4, 2]
    assert len(read_batch(small.desk.folder, "b2")[1]) == 2


def test_a_row_that_stands_twice_in_one_offer_is_taken_once(small: SmallDesk) -> None:
    """Double every row of an offer; each enters once, in the order of its first place."""
    columns = {name: values * 2 for name, values in purchases(0, 3).items()}
    report = contributions.offer_rows(
        small.desk, member="ana", kind="purchases", columns=columns, batch="b1"
    )
    assert isinstance(report, contributions.OfferReport)
    assert (report.rows_new, report.rows_repeated) == (3, 3)
    assert read_batch(small.desk.folder, "b1")[0] == purchases(0, 3)


def test_an_equal_row_of_another_person_is_no_repeat(small: SmallDesk) -> None:
    """Two people bring equal rows; both count, and nobody learns of the other's."""
    offer(small, "b1")
    report = offer(small, "b2", member="ben")
    assert report.rows_new == 4  # type: ignore[attr-defined]


def test_a_refused_offer_keeps_no_row(small: SmallDesk) -> None:
    """Someone who is no member brings rows: no file and no mark of them stays."""
    assert refused(offer(small, "b1", member="zoe")) == "contributions.not_a_member"
    assert not small.desk.folder.batch_rows("b1").exists()
    accepted(members.admit(small.desk, actor="ana", member="zoe", name="Zoe"))
    assert offer(small, "b1", member="zoe").rows_new == 4  # type: ignore[attr-defined]


def test_rows_without_an_entry_are_replaced_when_the_offer_comes_again(small: SmallDesk) -> None:
    """A crash left a file before its entry: the same offer goes through, with new salts."""
    path = small.desk.folder.batch_rows("b1")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"half a file")
    assert offer(small, "b1").rows_new == 4  # type: ignore[attr-defined]
    assert read_batch(small.desk.folder, "b1")[0] == purchases(0, 4)


def test_marks_lost_in_a_crash_come_back_when_the_offer_does(small: SmallDesk) -> None:
    """Take away the marks that a crash would have kept from being written; repeats stay repeats."""
    offer(small, "b1")
    with vault_of(small.desk.folder) as vault:
        vault.drop_marks("b1")
    assert offer(small, "b1").rows_repeated == 4  # type: ignore[attr-defined]
    assert offer(small, "b2").receipt is None  # type: ignore[attr-defined]


def test_a_batch_id_that_is_taken_is_refused_and_its_rows_stay(small: SmallDesk) -> None:
    """Bring other rows under a known batch: refused, and the first rows are untouched."""
    offer(small, "b1")
    before = small.desk.folder.batch_rows("b1").read_bytes()
    answer = contributions.offer_rows(
        small.desk, member="ana", kind="purchases", columns=purchases(3, 2), batch="b1",
        id="another-id",
    )  # fmt: skip
    assert refused(answer) == "contributions.batch_exists"
    assert small.desk.folder.batch_rows("b1").read_bytes() == before


def test_erased_rows_are_gone_with_salts_and_marks_and_only_after_a_withdrawal(
    small: SmallDesk,
) -> None:
    """Erasing is refused while she allows use; after withdrawal file and marks are gone."""
    small.bring()
    path = small.desk.folder.batch_rows("ana-1")

    def erase() -> object:
        return contributions.erase_rows(small.desk, actor="eve", batch="ana-1", reason="asked")

    assert refused(erase()) == "contributions.not_withdrawn"
    assert path.exists()
    accepted(consent.withdraw(small.desk, member="ana", kind="purchases"))
    content = path.read_bytes()
    accepted(erase())  # type: ignore[arg-type]
    assert not path.exists()
    assert offer(small, "b2", rows=8).rows_repeated == 0  # type: ignore[attr-defined]
    path.write_bytes(content)  # as if the machine had stopped before the file went
    assert accepted(erase()).repeated  # type: ignore[arg-type]
    assert not path.exists()


# --- consent -------------------------------------------------------------------------------------


def test_the_same_words_said_again_later_count_again(small: SmallDesk) -> None:
    """Grant, withdraw, grant, withdraw: the second withdrawal is no repeat of the first."""
    for _ in range(2):
        accepted(consent.grant(small.desk, member="ana", kind="purchases", purposes=("research",)))
        accepted(consent.withdraw(small.desk, member="ana", kind="purchases"))
    with reading(small.desk.folder) as now:
        row = now.books.get(Consent, ("ana", "purchases"))
        assert row is not None
        assert row.withdrawn_at == now.log.head().size - 1


def test_an_id_given_twice_is_one_grant(small: SmallDesk) -> None:
    """A caller that must ask twice gives its id twice and gets the same entry."""
    answers = [
        accepted(
            consent.grant(
                small.desk, member="ana", kind="purchases", purposes=("research",), id="form-7"
            )
        )
        for _ in range(2)
    ]
    assert [answer.repeated for answer in answers] == [False, True]
    assert answers[0].seq == answers[1].seq


# --- work ----------------------------------------------------------------------------------------


def test_a_sheet_of_work_is_lifted_to_the_floor(small: SmallDesk) -> None:
    """Two hours at 10.00 and one at 20.00 with a floor of 15.00: 10.00 is added to the first."""
    receipt = accepted(
        labour.record_work(
            small.desk, actor="joe", work="w1", period="2025",
            lines=[("ana", 7_200, 2_000), ("ben", 3_600, 2_000)],
        )
    )  # fmt: skip
    fact = receipt.facts[0]
    assert isinstance(fact, WorkRecorded)
    assert (fact.pay_cents, fact.topup_cents) == (4_000, 1_000)
