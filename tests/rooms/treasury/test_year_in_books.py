"""A year from its plan into the books: tax, losses, what is made good, funds with a deadline."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.charter.presets import founding_charter
from auzolan.foundation.moments import iso_from_moment, moment_from_iso, months_after
from auzolan.treasury.ledger.acts import ClosePeriod
from auzolan.treasury.state import FundLot, MemberAccount
from auzolan.treasury.surplus.acts import (
    Distribute,
    Distributed,
    DistributionPlanned,
    PlanDistribution,
)
from support.plain_charter import PLAIN
from support.small_treasury import SmallTreasury

NO_DATA = {**PLAIN, "pool_data_bp": 0, "pool_labour_bp": 0, "pool_equal_bp": 10_000}
CLOSE = (ClosePeriod("2026-q1", "2026-q2"), ClosePeriod("2026-q2", "2026-q3"))


def coop_with(**clauses: int | str | tuple[str, ...]) -> SmallTreasury:
    """Three members with 100.00 each; the members' part is shared equally."""
    coop = SmallTreasury(founding_charter(clauses={**NO_DATA, **clauses}))
    coop.admit("ana", "ben", "eve")
    return coop


def shared(coop: SmallTreasury, act: PlanDistribution) -> DistributionPlanned:
    """Plan and book."""
    fact = coop.done(act)
    assert isinstance(fact, DistributionPlanned)
    assert coop.done(Distribute("m", fact.plan, fact.plan_digest)) == Distributed(
        fact.plan, fact.period
    )
    coop.audit()
    return fact


def lose(coop: SmallTreasury, cents: int, *, period: str = "2026-q1") -> None:
    """The bank pays for something."""
    act = coop.book(
        ("expense:other", cents), ("bank", -cents), booking=f"c-{period}", period=period
    )
    coop.done(act)


def test_tax_is_owed_from_the_sharing_on_and_paid_by_a_booking() -> None:
    """Goal: tax is no cost of a later year. Method: 1,000.00 with 100.00 of tax; then pay it."""
    coop = coop_with()
    coop.fund(100_000)
    coop.done(CLOSE[0])
    fact = shared(coop, PlanDistribution("p1", "2026-q1", "", tax_cents=10_000))
    assert (fact.available_cents, coop.own("tax:2026-q1")) == (90_000, 10_000)
    assert (coop.own("reserve:obligatory"), coop.own("result:2026-q1")) == (54_000, 0)
    more = coop.book(("tax:2026-q1", 10_001), ("bank", -10_001), booking="t0", period="2026-q2")
    assert coop.refused(more) == "treasury.not_enough"
    filled = coop.book(("bank", 1), ("tax:2026-q1", -1), booking="t0", period="2026-q2")
    assert coop.refused(filled) == "treasury.fund_filled_by_hand"
    coop.done(coop.book(("tax:2026-q1", 10_000), ("bank", -10_000), booking="t1", period="2026-q2"))
    assert coop.own("tax:2026-q1") == 0


def test_whoever_left_by_the_close_earns_no_interest_for_the_year() -> None:
    """Goal: nobody earns twice for the same time. Method: one leaves before the close, one after it.

    What is paid back to her bears interest from the day she left.
    """
    coop = coop_with(interest_bp=750)
    coop.fund(100_000)
    coop.leave("ana")
    coop.done(CLOSE[0])
    coop.leave("ben")
    fact = shared(coop, PlanDistribution("p1", "2026-q1", ""))
    assert fact.interest_cents == 2 * 750
    assert coop.theirs("capital:returns").get("ana", 0) == 0
    assert coop.theirs("capital:returns")["ben"] == 750
    coop.done(coop.book(("bank", 1_000_000), ("income:other", -1_000_000), booking="more",
                        period="2026-q2"))  # fmt: skip
    coop.done(CLOSE[1])
    interest = shared(coop, PlanDistribution("p2", "2026-q2", "")).interest_cents
    eve = coop.theirs("capital:compulsory")["eve"] + coop.theirs("capital:returns")["eve"]
    assert 0 < interest <= eve * 750 // 10_000 + 1
    assert coop.theirs("capital:returns")["ben"] == 750


def test_interest_becomes_capital_and_a_fund_knows_its_last_day() -> None:
    """Goal: lots for `education`. Method: 10 per cent of 1,000.00 within 24 months; interest 7.5 %."""
    coop = coop_with(interest_bp=750, education_deadline_months=24)
    coop.fund(100_000)
    coop.done(CLOSE[0])
    fact = shared(coop, PlanDistribution("p1", "2026-q1", ""))
    assert fact.interest_cents == 3 * 750
    (lot,) = coop.books.find(FundLot, account="fund:education")
    assert (lot.amount_cents, lot.spend_by) == (9_775, months_after(coop.at, 24))
    lines = coop.annexes.read(fact.lines)
    returns = [
        int(interest) + int(capital)
        for interest, capital in zip(
            lines.column("interest_cents"), lines.column("capitalised_cents"), strict=True
        )
    ]
    assert list(coop.theirs("capital:returns").values()) == returns


def test_a_loss_is_borne_in_order_carried_and_made_good() -> None:
    """Goal: nothing is forgotten. Method: lose 350.00 of 300.00 capital; earn 100.00 a year later."""
    coop = coop_with()
    lose(coop, 30_000)
    coop.owe({"ana": 5_000})
    coop.done(CLOSE[0])
    fact = shared(coop, PlanDistribution("p1", "2026-q1", ""))
    assert {str(one.bearer): one.cents for one in fact.borne} == {
        "members": 30_000, "carried": 5_000
    }  # fmt: skip
    assert coop.theirs("capital:compulsory") == {}
    assert coop.own("loss:2026-q1") == 5_000
    coop.done(coop.book(("bank", 10_000), ("income:other", -10_000), booking="i", period="2026-q2"))
    coop.done(CLOSE[1])
    later = shared(coop, PlanDistribution("p2", "2026-q2", ""))
    assert (later.made_good_cents, later.available_cents) == (5_000, 5_000)
    assert coop.own("loss:2026-q1") == 0


def test_a_carried_loss_falls_to_the_members_after_its_years() -> None:
    """Goal: at most two periods here. Method: lose 90.00 and carry it; 10.00 earned, then nothing.

    The first period after it makes 10.00 good, the second makes nothing good and is the last: the
    members bear 80.00 of their capital, and the account of the loss is empty.
    """
    coop = coop_with(losses_order=("carried",), losses_years=2)
    lose(coop, 9_000)
    coop.done(CLOSE[0])
    shared(coop, PlanDistribution("p1", "2026-q1", ""))
    coop.done(coop.book(("bank", 1_000), ("income:other", -1_000), booking="i", period="2026-q2"))
    coop.done(CLOSE[1])
    fact = shared(coop, PlanDistribution("p2", "2026-q2", ""))
    assert (fact.made_good_cents, fact.loss_cents) == (1_000, 0)
    assert coop.own("loss:2026-q1") == 8_000
    coop.done(coop.book(("bank", 500), ("income:other", -500), booking="j", period="2026-q3"))
    coop.done(ClosePeriod("2026-q3", "2026-q4"))
    last = shared(coop, PlanDistribution("p3", "2026-q3", ""))
    assert (last.made_good_cents, last.loss_cents) == (500, 7_500)
    assert [(str(one.bearer), one.cents) for one in last.borne] == [("members", 7_500)]
    assert coop.own("loss:2026-q1") == coop.own("result:2026-q3") == 0
    assert set(coop.theirs("capital:compulsory").values()) == {7_500}
    assert "treasury.losses_due" in {one.code for one in last.warnings}


def test_a_loss_that_capital_no_longer_covers_is_not_booked() -> None:
    """Goal: no capital below zero. Method: ben's capital shrinks between plan and booking."""
    coop = coop_with()
    lose(coop, 9_000)
    coop.done(CLOSE[0])
    fact = coop.done(PlanDistribution("p1", "2026-q1", ""))
    assert isinstance(fact, DistributionPlanned)
    coop.books.put(MemberAccount("ben", "capital:compulsory", 2_999))
    assert coop.refused(Distribute("m", "p1", fact.plan_digest)) == "treasury.plan_outdated"


def test_two_plans_make_one_loss_good_once() -> None:
    """Goal: a loss account never falls below zero. Method: plan two years, book both."""
    coop = coop_with(losses_order=("carried",))
    lose(coop, 1_000)
    coop.done(CLOSE[0])
    shared(coop, PlanDistribution("p1", "2026-q1", ""))
    acts = []
    for period, close in (("2026-q2", CLOSE[1]), ("2026-q3", ClosePeriod("2026-q3", "2026-q4"))):
        gain = coop.book(("bank", 5_000), ("income:other", -5_000), booking=period, period=period)
        coop.done(gain)
        coop.done(close)
        fact = coop.done(PlanDistribution(f"of-{period}", period, ""))
        assert isinstance(fact, DistributionPlanned)
        assert fact.made_good_cents == 1_000
        acts.append(Distribute("m", fact.plan, fact.plan_digest))
    coop.done(acts[0])
    assert coop.refused(acts[1]) == "treasury.plan_outdated"


def test_a_valuation_is_needed_only_where_data_shares() -> None:
    """Goal: no idle valuation. Method: no pool by data, then one; a valuation that is not there."""
    coop = coop_with()
    coop.fund(100)
    coop.done(CLOSE[0])
    assert isinstance(coop.done(PlanDistribution("p1", "2026-q1", "")), DistributionPlanned)
    assert coop.refused(PlanDistribution("p2", "2026-q1", "v9")) == "treasury.valuation_unknown"
    other = coop_with(pool_data_bp=5_000, pool_equal_bp=5_000)
    other.fund(100)
    other.done(CLOSE[0])
    assert other.refused(PlanDistribution("p1", "2026-q1", "")) == "treasury.valuation_unknown"
    other.value({"ana": 0})
    assert other.refused(PlanDistribution("p1", "2026-q1", "v1")) == "treasury.weights_all_zero"


@given(st.integers(-30_000, 300_000), st.integers(0, 20_000), st.integers(-9_000, 9_000))
def test_every_year_is_booked_to_the_last_cent(result: int, tax: int, others: int) -> None:
    """Goal: nothing is left and nothing invented. Method: any result, tax and classes; audit all."""
    coop = coop_with(interest_bp=750, voluntary_bp=500)
    coop.fund(result + 40_000)
    lose(coop, 40_000)
    coop.done(CLOSE[0])
    act = PlanDistribution("p1", "2026-q1", "", tax, others, -others)
    if result == tax == 0:
        assert coop.refused(act) == "treasury.no_surplus"
        return
    fact = shared(coop, act)
    assert coop.own("result:2026-q1") == 0
    given_cents = sum(line.cents for line in fact.waterfall) + fact.lines.total
    if result >= tax:
        assert given_cents + tax == result
    else:
        assert sum(one.cents for one in fact.borne) == tax - result
    assert msgspec.structs.replace(fact) == fact


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [("2026-01-31", 1, "2026-02-28"), ("2024-02-29", 12, "2025-02-28"), ("2026-11-30", 3, "2027-02-28"),
     ("2026-05-15", 0, "2026-05-15"), ("9999-12-31", 1, "9999-12-31")],
)  # fmt: skip
def test_months_are_those_of_the_calendar(day: str, months: int, later: str) -> None:
    """Goal: deadlines that people can read. Method: short months, leap days, the end of time."""
    assert iso_from_moment(months_after(moment_from_iso(day), months))[:10] == later
