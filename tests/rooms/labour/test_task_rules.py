"""The rules of tasks: each refusal, their order, and what an offer leaves in the books."""

import msgspec
import pytest

from auzolan.labour.state import Task, WageReference, WorkPlace
from auzolan.labour.tasks.acts import CloseTask, SetPlace, SetReference, TaskOpened
from auzolan.labour.tasks.prices import Tried
from auzolan.labour.tasks.rules import (
    HOUR_CENTS_MAX,
    PIECE_MICRO_MAX,
    PILOT_ITEMS_MAX,
    PILOT_LINES_MAX,
    PILOT_SECONDS_MAX,
)
from support.small_coop import SEALED
from support.small_tasks import LEAD, PILOT, TaskCoop

FOR_ES = SetReference("ES", "statutory", 1_767_225_600_000, 926, "boe", SEALED, SEALED)


@pytest.fixture
def coop() -> TaskCoop:
    return TaskCoop()


def test_a_task_by_piece_shows_its_price_an_hour(coop: TaskCoop) -> None:
    """Goal: both prices stand in the offer. Method: 10 s an item, 1 of 11 unpaid, 0.05 an item."""
    fact = coop.done(coop.offer(), actor=LEAD)
    # 360 items an hour at 0.05 are 18.00; ten of eleven parts of the hour are paid.
    assert fact == TaskOpened("warm", 5, 10_000, 910, 45_834, 1_636, 1_500)
    row = coop.books.get(Task, "warm")
    assert row is not None
    assert (row.piece_micro, row.hour_cents, row.floor_cents, row.closed) == (50_000, 0, 1_500, -1)


def test_a_task_by_the_hour_needs_no_pilot(coop: TaskCoop) -> None:
    """Goal: the hour is the price. Method: exactly the floor."""
    act = coop.offer(piece_micro=0, hour_cents=1_500, pilot=None)
    assert coop.done(act, actor=LEAD) == TaskOpened("warm", 0, 0, 0, 0, 1_500, 1_500)


def test_an_id_is_used_for_one_task(coop: TaskCoop) -> None:
    """Goal: no price changes under people's hands. Method: offer a task twice."""
    coop.offers()
    assert coop.refused(coop.offer(piece_micro=60_000)) == "labour.task_taken"


def test_a_task_makes_rows_of_a_kind_that_the_charter_knows(coop: TaskCoop) -> None:
    """Goal: no work for what nobody may seal. Method: an unknown kind, then none."""
    assert coop.refused(coop.offer(kind="faces")) == "labour.kind_unknown"
    coop.done(coop.offer(kind=""), actor=LEAD)


@pytest.mark.parametrize(("piece", "hour"), [(0, 0), (50_000, 1_800)])
def test_a_task_has_one_price(coop: TaskCoop, piece: int, hour: int) -> None:
    """Goal: nobody asks later which price was meant. Method: none, and both."""
    act = coop.offer(piece_micro=piece, hour_cents=hour)
    assert coop.refused(act) == "labour.price_unclear"


def test_a_price_stays_within_what_sums_can_hold(coop: TaskCoop) -> None:
    """Goal: figures stay below 2^53. Method: both borders, with the fastest pilot there can be."""
    fast = coop.pilot((Tried(PILOT_ITEMS_MAX, 1, 0),) * 5)
    over = coop.offer(piece_micro=PIECE_MICRO_MAX + 1, pilot=fast)
    assert coop.refused(over) == "labour.price_out_of_range"
    over = coop.offer(piece_micro=0, hour_cents=HOUR_CENTS_MAX + 1, pilot=None)
    assert coop.refused(over) == "labour.price_out_of_range"
    fact = coop.done(coop.offer(piece_micro=PIECE_MICRO_MAX, pilot=fast), actor=LEAD)
    assert isinstance(fact, TaskOpened)
    assert fact.hour_cents < 2**53
    coop.done(coop.offer("slow", piece_micro=0, hour_cents=HOUR_CENTS_MAX, pilot=None), actor=LEAD)


def test_no_price_lies_below_the_floor(coop: TaskCoop) -> None:
    """Goal: the least price and not a millionth less. Method: both sides, for both kinds of price."""
    assert coop.refused(coop.offer(piece_micro=45_833)) == "labour.price_below_floor"
    refusal = coop.answer(coop.offer(piece_micro=45_833))
    assert "45834" in str(refusal)
    coop.done(coop.offer(piece_micro=45_834), actor=LEAD)
    low = coop.offer("slow", piece_micro=0, hour_cents=1_499, pilot=None)
    assert coop.refused(low) == "labour.price_below_floor"


def test_a_pilot_belongs_to_a_price_by_piece(coop: TaskCoop) -> None:
    """Goal: a pilot bears on what it is for. Method: a price by piece without, by hour with one."""
    assert coop.refused(coop.offer(pilot=None)) == "labour.pilot_missing"
    act = coop.offer(piece_micro=0, hour_cents=1_800)
    assert coop.refused(act) == "labour.pilot_not_asked_for"


def test_a_pilot_is_no_single_persons_speed(coop: TaskCoop) -> None:
    """Goal: the published percentile shows nobody. Method: four people, five, and far too many."""
    assert coop.refused(coop.offer(pilot=coop.pilot(PILOT[:4]))) == "labour.pilot_too_small"
    many = msgspec.structs.replace(coop.pilot(), rows=PILOT_LINES_MAX + 1)
    assert coop.refused(coop.offer(pilot=many)) == "labour.pilot_too_large"
    coop.done(coop.offer(), actor=LEAD)


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("pilots/1", {"items": [1] * 5, "seconds": [1] * 5, "unpaid_seconds": [1] * 5}),
        ("pilot/1", {"items": [1] * 5, "seconds": [1] * 5}),
        ("pilot/1", {"items": ["1"] * 5, "seconds": [1] * 5, "unpaid_seconds": [1] * 5}),
        (
            "pilot/1",
            {"items": [1] * 5, "seconds": [1] * 5, "unpaid_seconds": [1] * 5, "worker": ["a"] * 5},
        ),
    ],
)
def test_a_pilot_of_another_shape_is_refused(
    coop: TaskCoop, kind: str, columns: dict[str, list[int] | list[str]]
) -> None:
    """Goal: only a pilot makes a price. Method: another kind, a column less, a text, a name."""
    ref = coop.annexes.make(kind, columns)
    assert coop.refused(coop.offer(pilot=ref)) == "labour.pilot_malformed"


@pytest.mark.parametrize(
    "tried",
    [
        Tried(0, 10, 0), Tried(PILOT_ITEMS_MAX + 1, 10, 0), Tried(1, 0, 10),
        Tried(1, PILOT_SECONDS_MAX + 1, 0), Tried(1, 10, -1), Tried(1, 10, PILOT_SECONDS_MAX + 1),
    ],
)  # fmt: skip
def test_a_pilot_of_which_no_time_is_paid_gives_no_price(coop: TaskCoop, tried: Tried) -> None:
    """Goal: no division by nothing, no sum too large. Method: outside each border."""
    ref = coop.pilot((*PILOT[:4], tried))
    assert coop.refused(coop.offer(pilot=ref)) == "labour.pilot_out_of_range"


def test_a_task_is_closed_once(coop: TaskCoop) -> None:
    """Goal: closing is told plainly. Method: an unknown task, an open one, the closed one."""
    assert coop.refused(CloseTask("warm", SEALED)) == "labour.task_unknown"
    coop.offers()
    closed_by = coop.seq
    coop.done(CloseTask("warm", SEALED), actor=LEAD)
    row = coop.books.get(Task, "warm")
    assert row is not None
    assert row.closed == closed_by
    assert coop.refused(CloseTask("warm", SEALED)) == "labour.task_closed"


def test_a_reference_names_its_place_and_can_be_a_wage(coop: TaskCoop) -> None:
    """Goal: no floor of nowhere, none of nought. Method: each border."""

    def refused(**fields: object) -> str:
        return coop.refused(msgspec.structs.replace(FOR_ES, **fields))

    assert refused(place="") == "labour.place_missing"
    assert refused(cents_hour=0) == "labour.reference_out_of_range"
    assert refused(cents_hour=HOUR_CENTS_MAX + 1) == "labour.reference_out_of_range"
    assert refused(from_at=253_402_300_800_000) == "labour.reference_out_of_range"


def test_a_reference_is_brought_once_and_can_be_corrected(coop: TaskCoop) -> None:
    """Goal: a slip can be mended, and both stay on the record. Method: the same, then another."""
    coop.done(FOR_ES)
    assert coop.refused(FOR_ES) == "labour.reference_stands"
    coop.done(msgspec.structs.replace(FOR_ES, cents_hour=962))
    row = coop.books.get(WageReference, ("ES", "statutory", FOR_ES.from_at))
    assert row is not None
    assert row.cents_hour == 962


def test_a_member_says_where_she_works_from_now_on(coop: TaskCoop) -> None:
    """Goal: her place has a history. Method: a stranger, a misspelt place, then two places."""
    assert coop.refused(SetPlace("nobody", "ES")) == "labour.member_unknown"
    for place in ("es", "ESP", "ES-", "ES-PVXX"):
        assert coop.refused(SetPlace("ana", place)) == "labour.place_malformed"
    coop.done(SetPlace("ana", "ES-PV"), actor="ana")
    coop.at += 1
    coop.done(SetPlace("ana", ""), actor="ana")
    assert [row.place for row in coop.books.find(WorkPlace, member="ana")] == ["ES-PV", ""]
    assert coop.public.rows(WorkPlace) == []
