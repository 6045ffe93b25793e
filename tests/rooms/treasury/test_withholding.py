"""Tax that is kept back: once for a plan, before it is paid, and handed over whole."""

from __future__ import annotations

from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.charter.bounds import breaches
from auzolan.charter.presets import founding_charter
from auzolan.treasury.accounts import BANK, PAYABLE, WITHHOLDING
from auzolan.treasury.capital.withholding_acts import (
    RemitWithholding,
    Withheld,
    Withhold,
    WithholdingRemitted,
)
from auzolan.treasury.capital.withholding_rules import withheld_cents
from auzolan.treasury.ledger.acts import ClosePeriod, PlaceHold
from auzolan.treasury.payouts.acts import CancelPayout
from auzolan.treasury.state import Remittance, Withholding
from auzolan.treasury.surplus.acts import Distribute, DistributionPlanned, PlanDistribution
from support.plain_charter import PLAIN
from support.small_coop import SEALED
from support.small_treasury import SmallTreasury, treasury

EQUAL = {**PLAIN, "pool_data_bp": 0, "pool_labour_bp": 0, "pool_equal_bp": 10_000}
REMIT = RemitWithholding("r1", SEALED)


def shared(cents: int, rate_bp: int, **clauses: int) -> SmallTreasury:
    """A surplus is shared equally by `p1`, a part of it in cash; so much of that is to be kept back."""
    charter = founding_charter(clauses={**EQUAL, **clauses})
    payouts = msgspec.structs.replace(charter.payouts, withholding_bp=rate_bp)
    coop = treasury(msgspec.structs.replace(charter, payouts=payouts))
    coop.fund(cents)
    coop.done(ClosePeriod("2026-q1", "2026-q2"))
    plan = coop.done(PlanDistribution("p1", "2026-q1", ""))
    assert isinstance(plan, DistributionPlanned)
    coop.done(Distribute("m", "p1", plan.plan_digest))
    return coop


def test_tax_is_kept_back_and_handed_over() -> None:
    """Goal: by hand. Method: 19 % of the cash of 1,000.00 shared by six; then remit it.

    300.00 are the members' part, 60.00 of it cash, 10.00 each, 1.90 of that kept back.
    """
    coop = shared(100_000, 1_900)
    bank = coop.own(BANK)
    assert coop.theirs(PAYABLE)["ana"] == 1_000
    fact = coop.done(Withhold("p1"))
    assert isinstance(fact, Withheld)
    assert (fact.rate_bp, fact.amount_cents, fact.members) == (1_900, 6 * 190, 6)
    assert (coop.theirs(PAYABLE)["ana"], coop.theirs(WITHHOLDING)["ana"]) == (810, 190)
    row = coop.books.get(Withholding, "p1")
    assert row == Withholding("p1", 1_900, 1_140, coop.seq - 1)
    coop.audit()
    sent = coop.done(REMIT)
    assert isinstance(sent, WithholdingRemitted)
    assert (sent.amount_cents, sent.members) == (1_140, 6)
    assert (coop.own(WITHHOLDING), coop.own(BANK)) == (0, bank - 1_140)
    assert coop.books.get(Remittance, "r1") == Remittance("r1", 1_140, coop.seq - 1)
    coop.audit()
    assert coop.refused(Withhold("p1")) == "treasury.withheld_already"
    assert coop.refused(REMIT) == "treasury.remittance_taken"
    assert coop.refused(RemitWithholding("r2", SEALED)) == "treasury.nothing_withheld"


def test_withholding_is_refused_where_there_is_nothing_to_keep() -> None:
    """Goal: each reason. Method: no plan, one not shared, a rate of none, less than half a cent."""
    coop = shared(100_000, 0)
    assert coop.refused(Withhold("p2")) == "treasury.plan_not_shared"
    assert coop.refused(Withhold("p1")) == "treasury.nothing_to_withhold"
    assert shared(100_000, 4).refused(Withhold("p1")) == "treasury.nothing_to_withhold"
    assert isinstance(shared(100_000, 5).done(Withhold("p1")), Withheld)
    open_plan = shared(100_000, 1_900)
    more = (("bank", 100), ("income:other", -100))
    open_plan.done(open_plan.book(*more, booking="more", period="2026-q2"))
    open_plan.done(ClosePeriod("2026-q2", "2026-q3"))
    open_plan.done(PlanDistribution("p2", "2026-q2", ""))
    assert open_plan.refused(Withhold("p2")) == "treasury.plan_not_shared"


def test_it_is_too_late_once_she_is_being_paid() -> None:
    """Goal: no debt of a member's. Method: a payout takes the cash first; cancelled, it works."""
    coop = shared(100_000, 1_900)
    coop.payees("ana")
    coop.draft()
    assert coop.refused(Withhold("p1")) == "treasury.paid_before_tax"
    coop.done(CancelPayout("out"))
    coop.done(Withhold("p1"))
    coop.audit()


def test_what_the_bank_does_not_hold_free_is_not_handed_over() -> None:
    """Goal: no account below zero. Method: a hold takes all but a cent less than the tax."""
    coop = shared(100_000, 1_900)
    coop.done(Withhold("p1"))
    coop.done(PlaceHold("h", BANK, coop.own(BANK) - 1_139, coop.at + 1))
    assert coop.refused(REMIT) == "treasury.not_enough"
    coop.at += 1
    coop.done(REMIT)


def test_a_loss_pays_nobody_and_keeps_nothing_back() -> None:
    """Goal: a plan without cash. Method: share a loss, then ask."""
    charter = founding_charter(clauses=EQUAL)
    payouts = msgspec.structs.replace(charter.payouts, withholding_bp=1_900)
    coop = treasury(msgspec.structs.replace(charter, payouts=payouts))
    coop.done(coop.book(("expense:other", 300), ("bank", -300)))
    coop.done(ClosePeriod("2026-q1", "2026-q2"))
    plan = coop.done(PlanDistribution("p1", "2026-q1", ""))
    assert isinstance(plan, DistributionPlanned)
    coop.done(Distribute("m", "p1", plan.plan_digest))
    assert coop.refused(Withhold("p1")) == "treasury.nothing_to_withhold"


@pytest.mark.parametrize(
    ("rate_bp", "codes"), [(5_000, ()), (5_001, ("charter.withholding_too_high",))]
)
def test_half_may_be_kept_back_and_not_a_basis_point_more(
    rate_bp: int, codes: tuple[str, ...]
) -> None:
    """Goal: the bound of the house. Method: on it and one above."""
    charter = founding_charter()
    payouts = msgspec.structs.replace(charter.payouts, withholding_bp=rate_bp)
    found = breaches(msgspec.structs.replace(charter, payouts=payouts))
    assert tuple(one.code for one in found) == codes


@given(st.integers(0, 2**53 - 1), st.integers(0, 10_000))
def test_what_is_kept_back_is_the_part_half_a_cent_up(cents: int, rate_bp: int) -> None:
    """Goal: the rounding has a name. Method: compare with an exact fraction."""
    exact = Fraction(cents * rate_bp, 10_000)
    assert withheld_cents(cents, rate_bp) == (exact + Fraction(1, 2)).__floor__()


@given(st.integers(1, 10**7), st.integers(1, 5_000))
def test_no_cent_is_lost_between_payable_and_kept_back(cents: int, rate_bp: int) -> None:
    """Goal: payable before is payable and kept back after. Method: any surplus, any rate."""
    coop = shared(cents, rate_bp)
    before = coop.theirs(PAYABLE)
    if isinstance(coop.answer(Withhold("p1")), tuple):
        coop.done(Withhold("p1"))
    after, kept = coop.theirs(PAYABLE), coop.theirs(WITHHOLDING)
    assert {one: after.get(one, 0) + kept.get(one, 0) for one in before} == before
    assert kept == {
        one: due for one, gross in before.items() if (due := withheld_cents(gross, rate_bp))
    }
    coop.audit()
