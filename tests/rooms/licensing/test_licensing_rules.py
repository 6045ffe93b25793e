"""The rules of licences: each refusal, their order, and that rounding never drifts."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.foundation.moments import DAY_MS, MOMENT_MAX, day_from_moment
from auzolan.learning.state import REPLACED, TO_RETRAIN
from auzolan.licensing.acts import LicenceGranted, License, Meter, Metered, Receive
from auzolan.licensing.royalties import due_cents, fee_micro
from auzolan.licensing.state import Licence, MeteredDay
from support.small_coop import AT, SEALED, SmallCoop, terms_of

DAY = "2026-01-01"


def grant(**terms: object) -> License:
    return License("mandate-1", terms_of(**terms))


def pay(cents: int, *, licence: str = "dairy", period: str = "2026-q1") -> Receive:
    return Receive(licence, period, cents, SEALED)


# --- granting --------------------------------------------------------------------------------------


def test_a_licence_id_is_used_once(coop: SmallCoop) -> None:
    """Goal: no licence is overwritten. Method: grant the same id twice."""
    coop.license()
    assert coop.refused(grant(licensee="other")) == "licensing.licence_taken"


def test_a_licence_needs_a_model(coop: SmallCoop) -> None:
    """Goal: nothing unknown is licensed. Method: a model that nobody trained."""
    assert coop.refused(grant(model="robin")) == "licensing.model_unknown"


def test_a_replaced_or_overdue_model_is_not_licensed(coop: SmallCoop) -> None:
    """Goal: a withdrawal is obeyed. Method: each state, and both sides of the deadline."""
    coop.model(state=REPLACED)
    assert coop.refused(grant()) == "licensing.model_not_serving"
    coop.model(state=TO_RETRAIN, retrain_by=AT - 1)
    assert coop.refused(grant()) == "licensing.model_not_serving"
    coop.model(state=TO_RETRAIN, retrain_by=AT)
    coop.license()


def test_a_model_is_licensed_for_its_own_purpose_only(coop: SmallCoop) -> None:
    """Goal: consent reaches into the licence. Method: a commercial model, licensed for research."""
    assert coop.refused(grant(purpose="research")) == "licensing.purpose_differs"


def test_a_licence_allows_something(coop: SmallCoop) -> None:
    """Goal: no empty licence. Method: no prediction, then one."""
    assert coop.refused(grant(predictions_max=0)) == "licensing.nothing_licensed"
    coop.license(predictions_max=1)


def test_terms_stay_within_what_the_books_hold(coop: SmallCoop) -> None:
    """Goal: every sum stays exact. Method: both sides of 2^53 millionths, and the end of time."""
    border = (2**53 - 1) // 10_000
    too_large = "licensing.terms_too_large"
    assert coop.refused(grant(fee_cents=border + 1, price_micro=0)) == too_large
    assert coop.refused(grant(price_micro=10**12, predictions_max=10**12)) == too_large
    coop.license(licence="large", fee_cents=border, price_micro=0)
    coop.at = MOMENT_MAX - 365 * DAY_MS + 1
    assert coop.refused(grant()) == too_large


def test_grants_are_refused_in_the_order_of_the_ladder(coop: SmallCoop) -> None:
    """Goal: the order is part of the contract. Method: one grant with every fault, mended in turn."""
    coop.license(licence="taken")
    coop.model("old", state=REPLACED, purpose="research")
    coop.model("odd", purpose="research")
    zero = {"predictions_max": 0, "fee_cents": 2**53 - 1}
    codes = [
        coop.refused(grant(licence="taken", model="robin", **zero)),
        coop.refused(grant(model="robin", **zero)),
        coop.refused(grant(model="old", **zero)),
        coop.refused(grant(model="odd", **zero)),
        coop.refused(grant(**zero)),
        coop.refused(grant(fee_cents=2**53 - 1)),
    ]
    assert codes == [
        "licensing.licence_taken",
        "licensing.model_unknown",
        "licensing.model_not_serving",
        "licensing.purpose_differs",
        "licensing.nothing_licensed",
        "licensing.terms_too_large",
    ]


def test_a_granted_licence_owes_its_fee_at_once(coop: SmallCoop) -> None:
    """Goal: term and fee are as voted. Method: read the row."""
    fact = coop.license()
    assert fact == LicenceGranted("dairy", AT, AT + 365 * DAY_MS)
    row = coop.books.get(Licence, "dairy")
    assert row is not None
    assert (row.accrued_micro, row.paid_cents, row.predictions) == (100_000_000, 0, 0)


# --- metering --------------------------------------------------------------------------------------


def test_use_needs_a_licence(coop: SmallCoop) -> None:
    """Goal: no use without terms. Method: an unknown licence."""
    assert coop.refused(Meter("dairy", DAY, 1)) == "licensing.licence_unknown"


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "0000-01-01"])
def test_use_is_of_a_day_that_exists(coop: SmallCoop, day: str) -> None:
    """Goal: a day is a day. Method: three that no calendar has."""
    coop.license()
    assert coop.refused(Meter("dairy", day, 1)) == "licensing.no_such_day"


def test_a_day_is_reported_once(coop: SmallCoop) -> None:
    """Goal: no use counts twice. Method: the same day again."""
    coop.license()
    coop.at += DAY_MS
    coop.done(Meter("dairy", DAY, 1))
    assert coop.refused(Meter("dairy", DAY, 1)) == "licensing.day_already_reported"


def test_use_lies_within_the_term(coop: SmallCoop) -> None:
    """Goal: the term binds. Method: the days before, first, last and after."""
    coop.license(days=2)
    coop.at = AT + 30 * DAY_MS
    assert coop.refused(Meter("dairy", "2025-12-31", 1)) == "licensing.day_outside_term"
    assert coop.refused(Meter("dairy", "2026-01-03", 1)) == "licensing.day_outside_term"
    coop.done(Meter("dairy", "2026-01-01", 1))
    coop.done(Meter("dairy", "2026-01-02", 1))


def test_a_day_is_reported_when_it_is_over(coop: SmallCoop) -> None:
    """Goal: no use is lost. Method: tomorrow, today in its last moment, then yesterday."""
    coop.license()
    coop.at += DAY_MS - 1
    assert coop.refused(Meter("dairy", "2026-01-02", 1)) == "licensing.day_not_over"
    assert coop.refused(Meter("dairy", DAY, 1)) == "licensing.day_not_over"
    coop.at += 1
    coop.done(Meter("dairy", DAY, 1))


@pytest.mark.parametrize(
    "stopped",
    [
        {"state": REPLACED, "replaced_at": AT + 2 * DAY_MS + 5},
        {"state": TO_RETRAIN, "retrain_by": AT + 2 * DAY_MS + 5},
        {"state": REPLACED, "replaced_at": AT + 9 * DAY_MS, "retrain_by": AT + 2 * DAY_MS + 5},
        {"state": REPLACED, "replaced_at": AT + 2 * DAY_MS + 5, "retrain_by": AT + 9 * DAY_MS},
    ],
)
def test_a_day_is_judged_by_its_own_end_and_not_by_the_report(
    coop: SmallCoop, stopped: dict[str, object]
) -> None:
    """Goal: use before the end is owed, use after it is refused. Method: report weeks later."""
    coop.license()
    coop.model(**stopped)
    coop.at += 30 * DAY_MS
    coop.done(Meter("dairy", "2026-01-01", 1))
    coop.done(Meter("dairy", "2026-01-02", 1))
    for day in ("2026-01-03", "2026-01-04"):
        assert coop.refused(Meter("dairy", day, 1)) == "licensing.model_not_serving"


def test_the_last_moment_of_a_day_decides(coop: SmallCoop) -> None:
    """Goal: the deadline itself is still served. Method: one millisecond on each side."""
    coop.license()
    coop.at += 30 * DAY_MS
    end = AT + DAY_MS
    for stopped, code in (
        ({"state": REPLACED, "replaced_at": end - 1}, "licensing.model_not_serving"),
        ({"state": TO_RETRAIN, "retrain_by": end - 2}, "licensing.model_not_serving"),
    ):
        coop.model(**stopped)
        assert coop.refused(Meter("dairy", DAY, 1)) == code
    coop.model(state=REPLACED, replaced_at=end, retrain_by=end - 1)
    coop.done(Meter("dairy", DAY, 1))


def test_use_ends_where_the_licence_does(coop: SmallCoop) -> None:
    """Goal: the agreed number binds. Method: up to it, and one more."""
    coop.license(predictions_max=10)
    coop.at += 2 * DAY_MS
    coop.done(Meter("dairy", DAY, 9))
    assert coop.refused(Meter("dairy", "2026-01-02", 2)) == "licensing.predictions_used_up"
    coop.done(Meter("dairy", "2026-01-02", 1))


def test_uses_are_refused_in_the_order_of_the_ladder(coop: SmallCoop) -> None:
    """Goal: the order is part of the contract. Method: one report, its faults mended in turn."""
    coop.license(days=2, predictions_max=10)
    coop.at += DAY_MS
    coop.done(Meter("dairy", DAY, 1))
    coop.model(state=REPLACED)
    codes = [
        coop.refused(Meter("eggs", "2026-02-30", 99)),
        coop.refused(Meter("dairy", "2026-02-30", 99)),
        coop.refused(Meter("dairy", DAY, 99)),
        coop.refused(Meter("dairy", "2026-01-03", 99)),
        coop.refused(Meter("dairy", "2026-01-02", 99)),
    ]
    coop.at += DAY_MS
    codes += [coop.refused(Meter("dairy", "2026-01-02", 99))]
    coop.model()
    codes += [coop.refused(Meter("dairy", "2026-01-02", 99))]
    assert codes == [
        "licensing.licence_unknown",
        "licensing.no_such_day",
        "licensing.day_already_reported",
        "licensing.day_outside_term",
        "licensing.day_not_over",
        "licensing.model_not_serving",
        "licensing.predictions_used_up",
    ]


# --- receiving -------------------------------------------------------------------------------------


def test_a_payment_names_a_licence_and_an_open_period(coop: SmallCoop) -> None:
    """Goal: money has an origin and a period. Method: neither known; the guard speaks first."""
    assert coop.refused(pay(1, period="2030")) == "treasury.period_unknown"
    assert coop.refused(pay(1)) == "licensing.licence_unknown"


def test_nobody_pays_more_than_she_owes(coop: SmallCoop) -> None:
    """Goal: a payment settles what accrued. Method: the fee, a cent too much, then the rest."""
    coop.license()
    coop.done(pay(9_999))
    assert coop.refused(pay(2)) == "licensing.more_than_owed"
    coop.done(pay(1))
    assert coop.refused(pay(1)) == "licensing.more_than_owed"
    coop.at += DAY_MS
    coop.done(Meter("dairy", DAY, 1))  # 1.23 cents are due as one
    coop.done(pay(1))
    assert coop.refused(pay(1)) == "licensing.more_than_owed"


@pytest.mark.parametrize(("micro", "cents"), [(0, 0), (4_999, 0), (5_000, 1), (14_999, 1)])
def test_settlement_rounds_half_up(micro: int, cents: int) -> None:
    """Goal: the named rounding. Method: around the half."""
    assert due_cents(micro) == cents


def test_an_accrual_below_zero_is_an_error() -> None:
    """Goal: no silent debt. Method: one below zero."""
    with pytest.raises(ValueError, match="got -1"):
        due_cents(-1)


@settings(max_examples=40)
@given(
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.lists(st.tuples(st.integers(1, 10_000), st.booleans()), max_size=8),
)
def test_rounding_never_drifts_over_the_life_of_a_licence(
    fee_cents: int, price_micro: int, days: list[tuple[int, bool]]
) -> None:
    """Goal: at most half a cent apart, however often it is settled.

    Method: random days, some settled in full at once, against the exact fraction.
    """
    coop = SmallCoop()
    coop.model()
    coop.license(fee_cents=fee_cents, price_micro=price_micro, predictions_max=10**6)
    paid_cents = used = 0
    for predictions, is_settled in [*days, (1, True)]:
        day = day_from_moment(coop.at)
        coop.at += DAY_MS
        fact = coop.done(Meter("dairy", day, predictions))
        assert fact == Metered("dairy", predictions, predictions * price_micro)
        used += predictions
        row = coop.books.get(Licence, "dairy")
        assert row is not None
        assert row.accrued_micro == fee_micro(fee_cents) + used * price_micro
        due = due_cents(row.accrued_micro) - row.paid_cents
        if is_settled and due:
            coop.done(pay(due))
            paid_cents += due
    exact = fee_cents + Fraction(used * price_micro, 10_000)
    assert abs(paid_cents - exact) <= Fraction(1, 2)
    assert sum(row.predictions for row in coop.books.rows(MeteredDay)) == used
