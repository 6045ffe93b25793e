"""Attacks on what is told of people's work: tables subtracted from each other, and slow counting."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.charter.state import Mandate
from auzolan.foundation.moments import DAY_MS, MOMENT_MAX
from auzolan.foundation.refusals import Refusal
from auzolan.labour.classes import MEASURED
from auzolan.labour.state import (
    ACCEPTED,
    PENDING,
    LabourStatement,
    Submission,
    Task,
    WorkOfMember,
    WorkPlace,
)
from auzolan.labour.statements.acts import UNKNOWN, LabourFigures
from auzolan.labour.statements.impact import figures_of
from auzolan.labour.voice.job_quality import pay_figures
from auzolan.labour.voice.voices import full_blocks, joined_blocks, pooled_score
from auzolan.labour.watching.acts import GroupsReleased, Look, ReleaseGroups
from auzolan.learning.state import Snapshot
from auzolan.members.state import ACTIVE, Member
from auzolan.treasury.state import CLOSED, Period
from support.plain_charter import plain_charter
from support.small_coop import AT, SmallCoop

K = 3
KIND = "purchases"


def coop_of(people_min: int = K) -> SmallCoop:
    """A co-operative whose figures are made of so many people, with one task."""
    charter = plain_charter()
    labour = msgspec.structs.replace(charter.labour, group_public_min=people_min)
    coop = SmallCoop(msgspec.structs.replace(charter, labour=labour))
    coop.books.put(Task("t1", "", KIND, "work", 0, 1_500, 600, 0, 1_500, 1, -1))
    return coop


def worked(coop: SmallCoop, number: int, *, entry: int, **fields: object) -> None:
    """An hour and some seconds of one person, on the books by an entry."""
    row = Submission(
        submission=f"s-{number}-{entry}", log="l1", period="p1", member=f"m{number:03d}", tag="",
        task="t1", work_class="work", basis=MEASURED, seconds=3_600 + 7 * number,
        paid_seconds=3_600, items=1, judgments=1, pay_micro=0, batch="", logged_at=AT,
        state=ACCEPTED, waits_since=AT, decided_at=AT, decided_by="ida", owing=0, entry=entry,
    )  # fmt: skip
    coop.books.put(msgspec.structs.replace(row, **fields))


def stated(coop: SmallCoop, name: str, *, entry: int, at: int = AT) -> LabourFigures:
    """The figures of a dataset sealed by an entry, and their statement on the books."""
    snapshot = Snapshot(name, KIND, "research", "", 30, 3, entry)
    coop.books.put(snapshot)
    found = figures_of(coop.books, snapshot, at)
    coop.books.put(
        LabourStatement(f"st-{name}-{at}", "dataset", name, at, at, 0, 0, entry, KIND, name)
    )
    return found


# --- statements beside statements


def test_two_datasets_that_differ_by_one_person_do_not_tell_her_hours() -> None:
    """Goal: no differencing of statements. Method: twelve people, then one more behind the next.

    Twelve is told; of thirteen neither number, time nor place is, and of sixteen all is again.
    """
    coop = coop_of()
    for number in range(16):
        coop.books.put(WorkPlace(f"m{number:03d}", 0, "ES" if number % 2 else "FR", 1))
        worked(coop, number, entry=10 if number < 12 else 20 if number == 12 else 30)
    first = stated(coop, "d1", entry=15)
    assert (first.people, first.places) == (12, (("ES", 6), ("FR", 6)))
    assert first.hours[0].measured == 12 * 3_600 + 7 * sum(range(12))
    second = stated(coop, "d2", entry=25)
    assert (second.people, second.places, second.places_kept_back) == (UNKNOWN, (), UNKNOWN)
    assert {second.hours[0].measured, second.hours[0].accepted} == {UNKNOWN}
    assert (second.unpaid_bp, second.accepted) == (UNKNOWN, UNKNOWN)
    third = stated(coop, "d3", entry=35)
    assert third.people == 16
    assert third.hours[0].measured == 16 * 3_600 + 7 * sum(range(16))


def test_a_second_statement_does_not_time_the_one_piece_accepted_in_between() -> None:
    """Goal: no clock by statements. Method: one of many pieces is accepted between two of them."""
    coop = coop_of()
    for number in range(20):
        waits = {"state": PENDING, "decided_at": 0, "decided_by": ""} if number >= 10 else {}
        worked(coop, number, entry=10, **waits)
    first = stated(coop, "d1", entry=15)
    assert first.hours[0].accepted == 10 * 3_600 + 7 * sum(range(10))
    worked(coop, 10, entry=10, decided_at=AT + DAY_MS)
    again = stated(coop, "d1", entry=15, at=AT + DAY_MS)
    assert again.hours[0].measured == first.hours[0].measured
    assert again.hours[0].accepted == UNKNOWN


def test_the_same_statement_again_tells_the_same() -> None:
    """Goal: nothing is kept back that was told. Method: published thrice, of model and dataset."""
    coop = coop_of()
    for number in range(12):
        worked(coop, number, entry=10)
    first = stated(coop, "d1", entry=15)
    assert stated(coop, "d1", entry=15, at=AT + 1) == first
    assert stated(coop, "d1", entry=15, at=AT + 2) == first


def test_a_statement_that_told_nothing_binds_none() -> None:
    """Goal: only what was told counts. Method: two people, then four, where three may be shown."""
    coop = coop_of()
    for number in range(4):
        worked(coop, number, entry=10 if number < 2 else 20)
    assert stated(coop, "d1", entry=15).people == UNKNOWN
    assert stated(coop, "d2", entry=25).people == 4


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 14), min_size=3, max_size=30), st.integers(1, 29), st.integers(1, 29)
)
def test_no_difference_of_two_statements_is_the_time_of_a_few(
    people: list[int], first: int, second: int
) -> None:
    """Goal: whatever is told twice differs by nobody or by enough. Method: any logs, any two cuts."""
    coop = coop_of()
    for entry, number in enumerate(people):
        worked(coop, number, entry=entry)
    told = [(cut, stated(coop, f"d{cut}", entry=cut)) for cut in sorted({first, second})]
    shown = [(cut, one.hours[0].measured) for cut, one in told if one.hours]
    if len(shown) == 2 and UNKNOWN not in {shown[0][1], shown[1][1]}:
        between = set(people[shown[0][0] : shown[1][0]])
        assert not between or len(between) >= K


# --- the card of a period, and releases beside it


def earned(number: int, *, seconds: int = 3_600, cents: int = 2_000) -> WorkOfMember:
    return WorkOfMember(
        "p1", f"m{number:03d}", seconds, 0, cents, counted_seconds=seconds, paid_seconds=seconds,
        pay_cents=cents, floor_cents=1_500,
    )  # fmt: skip


def test_the_card_does_not_say_that_one_person_stood_under_the_floor() -> None:
    """Goal: no share of one. Method: one of twenty, and all but one, earned too little."""
    for few in ({0}, set(range(1, 20))):
        rows = [earned(number, cents=900 if number in few else 2_000) for number in range(20)]
        found = pay_figures(rows, least=10, dominance_bp=5_000, is_closed=True)
        assert (found.people, found.under_bp) == (20, UNKNOWN)


def test_the_card_does_not_say_how_long_the_one_worked_who_did_most() -> None:
    """Goal: no sum that is one person's. Method: one of twelve worked more than all others."""
    rows = [earned(number, seconds=900_000 if number == 3 else 60) for number in range(12)]
    found = pay_figures(rows, least=10, dominance_bp=5_000, is_closed=True)
    assert (found.people, found.seconds) == (12, UNKNOWN)


def small_groups(size: int) -> SmallCoop:
    """Members m000 and on, and a closed period in which each worked for 1.00 and an hour."""
    coop = SmallCoop()
    for number in range(size):
        member = f"m{number:03d}"
        coop.books.add(Member(member=member, standing=ACTIVE, since=coop.at, entry=coop.seq))
        coop.books.add(WorkOfMember("p1", member, 3_600, 0, 100, pay_cents=100))
    coop.books.add(Period("p1", CLOSED, 0, 0, 0, 0, ""))
    return coop


def release(coop: SmallCoop, *cells: range, **fields: object) -> ReleaseGroups:
    """The act that releases cells of members by number; counts in public unless said."""
    lines = [(f"cell {at}", f"m{one:03d}") for at, cell in enumerate(cells) for one in cell]
    each = 100 if fields.get("measure") == "pay_cents" else 1
    columns = {
        "cell": [cell for cell, _ in lines], "member": [member for _, member in lines],
        "amount": [each] * len(lines),
    }  # fmt: skip
    ref = coop.annexes.make("groups/1", columns, amount="amount")
    act = ReleaseGroups(f"r{coop.seq}", "members", "public", "people", ref, "", 0, "")
    return msgspec.structs.replace(act, **fields)


@pytest.mark.parametrize(("told", "code"), [(23, "labour.group_too_small"), (24, ""), (12, "")])
def test_a_release_of_all_but_one_cannot_be_taken_from_the_periods_open_total(
    told: int, code: str
) -> None:
    """Goal: no subtraction from sheets, which say openly what all have together.

    Method: 23 of the 24 who worked are refused; all of them, or 12 with 12 left, are told.
    """
    coop = small_groups(24)
    answer = coop.answer(release(coop, range(told), measure="pay_cents", period="p1"))
    assert (answer.code if isinstance(answer, Refusal) else "") == code


def test_a_part_of_those_who_worked_is_told_and_then_no_other_that_differs_by_one() -> None:
    """Goal: the rest counts by what it earned. Method: 12 of 40, then 13, then all of the others."""
    coop = small_groups(40)
    coop.done(release(coop, range(12), measure="pay_cents", period="p1"))
    assert coop.refused(release(coop, range(13), measure="pay_cents", period="p1")) == (
        "labour.group_too_small"
    )
    coop.done(release(coop, range(12, 40), measure="pay_cents", period="p1"))


def test_a_chance_that_is_used_twice_gives_two_noises() -> None:
    """Goal: no exact difference of noised figures. Method: the same people, chance and cells twice."""
    coop, cells = small_groups(24), (range(12), range(12, 24))
    first, other = (
        coop.done(release(coop, *cells, noise_centi=5, chance="5" * 64)) for _ in range(2)
    )
    assert isinstance(first, GroupsReleased)
    assert isinstance(other, GroupsReleased)
    assert first.cells != other.cells


# --- slow counting through refusals


def test_a_refused_look_at_skill_says_no_number() -> None:
    """Goal: nobody times a person by asking again and again. Method: the words, at 3 and at 40."""
    said = set()
    for judgments in (3, 40):
        coop = SmallCoop().admit("ana", "ida")
        coop.books.add(
            Mandate(
                mandate="seat",
                power="work",
                subject="",
                holder="ida",
                from_at=0,
                until_at=MOMENT_MAX,
                spent=0,
            )
        )
        worked(coop, 1, entry=1, member="ana", judgments=judgments)
        look = Look("look-1", "ana", "task-lead", "skill", "training-need", 1)
        answer = coop.answer_to("ida", look)
        assert isinstance(answer, Refusal)
        assert answer.code == "labour.too_few_judgments"
        said.add(answer.because)
    assert len(said) == 1


# --- ratings, as two audiences see them


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abcdefghijkl"), st.integers(1, 5)), max_size=60),
    st.integers(2, 5),
)
def test_what_members_see_and_what_all_see_of_ratings_differ_by_whole_blocks(
    said: list[tuple[str, int]], step: int
) -> None:
    """Goal: no subtraction between audiences. Method: any ratings; the blocks of both, as places."""
    people, least = [member for member, _ in said], 2 * step
    inside = {place for block in full_blocks(people, step) for place in block}
    public = {place for block in joined_blocks(people, least, step) for place in block}
    assert public <= inside
    between = sorted(inside - public)
    assert not between or len({people[place] for place in between}) >= step
    assert all(
        set(block) <= public or not set(block) & public for block in full_blocks(people, step)
    )
    found = pooled_score("pay", said, least, step=step)
    assert (found.people == UNKNOWN) == (not public)
    assert not public or found.people >= least


def test_a_rating_between_two_blocks_is_not_the_difference_of_two_means() -> None:
    """Goal: the last voice is nobody's to see.

    Method: one rates twice, so that blocks of five and of ten would end at other places; both
    audiences are told the same ten.
    """
    said = [(one, 3) for one in "abcde"] + [("a", 1)] + [(one, 3) for one in "fghi"] + [("j", 5)]
    inside = pooled_score("pay", said, 5)
    assert pooled_score("pay", said, 10, step=5).mean_centi in {inside.mean_centi, UNKNOWN}
