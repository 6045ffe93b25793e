"""What an hour earned, three ways: figures by hand, and what is on neither side of a rate."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from auzolan.labour.paying.hourly_pay import (
    UNKNOWN,
    HourlyPay,
    Timed,
    hourly_pay,
    owed_for,
    percentiles,
    timed_line,
    timed_of,
)
from auzolan.labour.state import Submission
from support.small_work import HOUR, rejected, submission


def settled(name: str, **fields: object) -> Submission:
    """An hour of accepted work at 10.00 that was settled at a floor of 15.00."""
    plain: dict[str, object] = {
        "owing": 0, "settled_seconds": HOUR, "settled_micro": 10_000_000,
        "floor_period": "2026-q1", "settled_floor": 1_500 * HOUR,
    }  # fmt: skip
    return submission(name, "ana", **(plain | fields))


def figures(*rows: Submission) -> HourlyPay:
    work = [one for one in map(timed_of, rows) if one is not None]
    return hourly_pay(work, owed_cents=owed_for(rows))


def test_the_three_ways_part_where_time_is_unpaid() -> None:
    """Goal: the gap is seen.

    Method: an hour at 10.00 of two judgments an item, an hour rejected, an hour of waiting.
    """
    waiting = settled("s3", work_class="waiting", settled_micro=0, paid_seconds=0, judgments=0)
    turned_down = settled("s2", state="rejected", settled_micro=0)
    found = figures(settled("s1"), turned_down, waiting)
    # 10.00 over 3 hours, over 1 hour, over 2 + 2 + 1 hours; 45.00 of floor over 3 hours.
    assert found == HourlyPay(all_time=333, paid_time=1_000, naive=200, lifted=1_500)


def test_pay_above_the_floor_is_not_lifted() -> None:
    """Goal: both rates agree where nothing is added. Method: an hour at 20.00."""
    found = figures(settled("s1", settled_micro=20_000_000))
    assert (found.all_time, found.lifted) == (2_000, 2_000)


def test_unknown_time_is_on_neither_side() -> None:
    """Goal: unknown is not 0. Method: a large price without a time beside an hour."""
    outside = settled("s2", basis="unknown", seconds=0, settled_seconds=0, floor_period="",
                      settled_floor=0, settled_micro=99_000_000)  # fmt: skip
    assert figures(settled("s1"), outside) == figures(settled("s1"))
    assert figures(outside) == HourlyPay(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)


def test_work_that_no_settlement_counted_has_no_rate() -> None:
    """Goal: no figure before there is one. Method: submissions that still wait to be settled."""
    assert timed_of(submission("s1")) is None
    assert timed_of(rejected("s2")) is None


def test_a_sheet_that_was_agreed_counts_all_its_time_as_paid() -> None:
    """Goal: both kinds of sheet stand together. Method: half an hour for 9.00."""
    found = hourly_pay([timed_line(1_800, 900)], owed_cents=Fraction(900))
    assert found == HourlyPay(1_800, 1_800, 1_800, 1_800)


TIMED = st.builds(
    lambda pay, seconds, paid, extra: Timed(
        pay, seconds, min(paid, seconds), Fraction(seconds + extra)
    ),
    st.integers(0, 10**9), st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 10**6),
)  # fmt: skip


@given(st.lists(TIMED, min_size=1, max_size=6))
def test_paid_time_never_earns_less_than_all_time_and_naive_never_more(work: list[Timed]) -> None:
    """Goal: the order of the three. Method: random work."""
    found = hourly_pay(work, owed_cents=Fraction(0))
    assert found.naive <= found.all_time <= found.paid_time


def test_percentiles_hide_the_few_at_either_end() -> None:
    """Goal: the lowest of five is one person's. Method: five, nine and a hundred people."""
    assert percentiles(range(1, 5), 5) == (UNKNOWN,) * 5
    assert percentiles(range(1, 10), 5) == (UNKNOWN, UNKNOWN, 5, UNKNOWN, UNKNOWN)
    assert percentiles([*range(1, 101), UNKNOWN], 5) == (5, 25, 50, 75, 95)
