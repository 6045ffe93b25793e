"""The arithmetic of settling: pay or floor, whichever is more, whatever the order."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.foundation.moments import DAY_MS
from auzolan.labour.pay import Held, late_interest_cents, lift_cents
from auzolan.labour.paying.settling import Counted, Terms, counted, is_due, settled
from support.small_coop import AT
from support.small_work import HOUR, rejected, submission, waiting

HELD = st.builds(Held, st.integers(0, 10**9), st.integers(0, 10**9))


def terms(**fields: object) -> Terms:
    plain = {
        "period": "2026-q1", "at": AT, "state": "accepted", "is_covered": True,
        "hour_cents": 1_500, "late_bp": 400, "index_centi": 100,
    }  # fmt: skip
    return Terms(**(plain | fields))  # type: ignore[arg-type]


@given(st.lists(HELD, max_size=6), st.randoms(use_true_random=False))
def test_steps_in_any_order_come_to_pay_or_floor_of_the_whole(
    steps: list[Held], order: object
) -> None:
    """Goal: no order pays more or less. Method: the same steps shuffled, against the whole."""
    order.shuffle(steps)  # type: ignore[attr-defined]
    before, owed = Held(), Fraction(0)
    for more in steps:
        step = lift_cents(before, more)
        assert step >= 0
        before, owed = before + more, owed + step
    pay = Fraction(sum(one.pay_micro for one in steps), 10_000)
    floor = Fraction(sum(one.floor for one in steps), 3_600)
    assert owed == max(pay, floor)


@pytest.mark.parametrize(
    ("owed_micro", "rate_bp", "late_ms", "cents"),
    [
        (10_000_000, 400, 365 * DAY_MS, Fraction(40)),
        (10_000_000, 400, 73 * DAY_MS, Fraction(8)),
        (10_000_000, 400, DAY_MS, Fraction(40, 365)),
        (10_000_000, 400, 0, Fraction(0)),
        (10_000_000, 0, DAY_MS, Fraction(0)),
        (12_345, 400, 365 * DAY_MS, Fraction(12_345, 250_000)),
    ],
)
def test_interest_is_simple_by_actual_days_over_365(
    owed_micro: int, rate_bp: int, late_ms: int, cents: Fraction
) -> None:
    """Goal: figures that a pencil checks. Method: 4 % of 10.00 over a year, a fifth of it, a day."""
    found = late_interest_cents(owed_micro=owed_micro, rate_bp=rate_bp, late_ms=late_ms)
    assert found == cents


def test_interest_runs_forward_only() -> None:
    """Goal: malformed input is no money. Method: each argument below zero."""
    for given_ in ((-1, 0, 0), (0, -1, 0), (0, 0, -1)):
        with pytest.raises(ValueError, match=">= 0"):
            late_interest_cents(owed_micro=given_[0], rate_bp=given_[1], late_ms=given_[2])


def test_accepted_work_counts_with_time_and_price() -> None:
    """Goal: each figure in its place. Method: an hour at 10.00 with an index of 1.5."""
    found = counted(submission("s1"), terms(index_centi=150))
    assert (found.line.state, found.line.floor_period) == ("accepted", "2026-q1")
    assert (found.line.seconds, found.line.hour_cents, found.line.owed_micro) == (
        HOUR, 1_500, 10_000_000
    )  # fmt: skip
    assert (found.accepted_seconds, found.paid_seconds, found.items) == (HOUR, HOUR, 10)
    assert (found.weight_centi, found.interest) == (HOUR * 150, Fraction(0))


@pytest.mark.parametrize("state", ["rejected", "appealed", "upheld", "handed-back"])
def test_work_that_is_not_accepted_counts_with_its_time_alone(state: str) -> None:
    """Goal: time is never lost, a price is not paid unasked. Method: each such state."""
    found = counted(rejected("s1", state=state), terms(state=state))
    assert (found.line.seconds, found.line.owed_micro) == (HOUR, 0)
    assert (found.accepted_seconds, found.paid_seconds, found.items) == (0, 0, 0)
    assert (found.weight_centi, found.interest) == (0, Fraction(0))


def test_what_was_counted_is_not_counted_again() -> None:
    """Goal: an hour is an hour. Method: an hour handed back after it was counted, then two hours."""
    row = submission("s1", seconds=2 * HOUR, settled_seconds=HOUR, floor_period="2025-q4")
    found = counted(row, terms())
    assert (found.line.seconds, found.line.floor_period) == (HOUR, "2025-q4")
    assert found.accepted_seconds == 2 * HOUR


def test_an_overturned_rejection_earns_interest_from_the_day_it_was_rejected() -> None:
    """Goal: a wrong no is not free. Method: 10.00 held back for 73 days at 4 %."""
    row = submission("s1", rejected_at=AT, settled_seconds=HOUR, floor_period="2026-q1")
    found = counted(row, terms(at=AT + 73 * DAY_MS))
    assert found.interest == 8
    assert (found.line.seconds, found.line.owed_micro) == (0, 10_000_000)


def test_work_outside_the_floor_is_paid_beside_it() -> None:
    """Goal: pay for time that the floor does not cover lifts no other hour.

    Method: 10.00 for such work beside an hour that is rejected; the hour gets its whole floor.
    """
    beside = counted(submission("s1"), terms(is_covered=False))
    hour = counted(rejected("s2"), terms(state="rejected"))
    line = settled("ana", [beside, hour], {})
    assert (line.seconds, line.accepted_seconds) == (HOUR, 0)
    assert (line.pay_cents, line.topup_cents, line.owed_cents) == (1_000, 1_500, 2_500)
    assert (line.weight_centi, line.floor_cents) == (0, 1_500)


def test_a_price_after_the_floor_takes_the_top_up_s_place() -> None:
    """Goal: the worked example of the handbook.

    Method: an hour rejected, lifted to 15.00, then overturned at 10.00 and at 20.00.
    """
    first = settled("ana", [counted(rejected("s1"), terms(state="rejected"))], {})
    assert (first.pay_cents, first.topup_cents) == (0, 1_500)
    before = {"2026-q1": Held(0, 1_500 * HOUR)}
    row = submission("s1", rejected_at=AT, settled_seconds=HOUR, floor_period="2026-q1")
    later = terms(at=AT + 73 * DAY_MS)
    line = settled("ana", [counted(row, later)], before)
    assert (line.pay_cents, line.topup_cents, line.interest_cents) == (1_000, -1_000, 8)
    assert line.owed_cents == 8
    dear = submission("s1", pay_micro=20_000_000, rejected_at=AT, settled_seconds=HOUR,
                      floor_period="2026-q1")  # fmt: skip
    line = settled("ana", [counted(dear, later)], before)
    assert (line.pay_cents, line.topup_cents, line.interest_cents) == (2_000, -1_500, 16)
    assert line.owed_cents == 516


def test_a_person_s_sums_are_rounded_up_once() -> None:
    """Goal: no cent a submission. Method: three seconds on three submissions, 0.4166 cents each."""
    pieces = [counted(submission(f"s{at}", seconds=1, pay_micro=0), terms()) for at in range(3)]
    line = settled("ana", pieces, {})
    assert (line.floor_cents, line.topup_cents, line.owed_cents) == (2, 2, 2)


def test_pay_between_cents_is_rounded_up_once() -> None:
    """Goal: named rounding. Method: three prices of 0.4 cents, no floor."""
    pieces = [
        counted(submission(f"s{at}", pay_micro=4_000), terms(hour_cents=0)) for at in range(3)
    ]
    line = settled("ana", pieces, {})
    assert (line.pay_cents, line.topup_cents) == (2, 0)


@given(
    st.lists(
        st.tuples(st.integers(0, 10**5), st.integers(0, 10**8), st.sampled_from(["accepted", "rejected"])),
        min_size=1, max_size=8,
    ),
    st.integers(0, 5_000),
)  # fmt: skip
def test_a_person_never_stands_below_the_floor_of_all_her_time(
    work: list[tuple[int, int, str]], hour_cents: int
) -> None:
    """Goal: the floor holds, by less than a cent too much. Method: random work, a sum made apart."""
    pieces: list[Counted] = []
    for at, (seconds, pay_micro, state) in enumerate(work):
        row = submission(f"s{at}", seconds=seconds, pay_micro=pay_micro)
        pieces.append(counted(row, terms(state=state, hour_cents=hour_cents)))
    line = settled("ana", pieces, {})
    floor = Fraction(hour_cents * sum(one[0] for one in work), 3_600)
    pay = Fraction(sum(one[1] for one in work if one[2] == "accepted"), 10_000)
    assert max(pay, floor) <= line.owed_cents < max(pay, floor) + 1
    assert line.topup_cents >= 0


def test_what_is_due_has_a_price_or_time_that_was_not_counted() -> None:
    """Goal: nothing is settled for nothing. Method: one of each kind."""
    assert is_due(submission("s1"), "accepted", waits_in=("pending",))
    assert not is_due(waiting("s1"), "pending", waits_in=("pending",))
    assert is_due(rejected("s1"), "rejected", waits_in=("pending",))
    assert not is_due(rejected("s1", settled_seconds=HOUR), "rejected", waits_in=("pending",))
