"""The end: the charter's order to the cent, the asset lock, and brute force against both."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.charter.distribution import Claim, Residue
from auzolan.charter.presets import founding_charter
from auzolan.treasury.accounts import (
    BANK,
    COMPULSORY,
    INDIVISIBLE_RESERVE,
    OBLIGATORY,
    PAYABLE,
    REDEMPTION,
    RETURNS,
    VOLUNTARY,
    VOLUNTARY_RESERVE,
    WITHHOLDING,
)
from auzolan.treasury.capital.winding_up_acts import (
    Creditor,
    PlanWindingUp,
)
from auzolan.treasury.ledger.acts import ClosePeriod
from auzolan.treasury.surplus.acts import Distribute, DistributionPlanned, PlanDistribution
from rooms.treasury.endings import EQUAL, coop_with, ended, paid_of
from support.small_treasury import SmallTreasury

EDUCATION, LOSS, LOCKED = "fund:education", "loss:2025", "fund:co_operation"


# --- the order ------------------------------------------------------------------------------------


def test_a_rich_end_serves_everybody_and_locks_the_rest() -> None:
    """Goal: by hand. Method: 1,300.00 in the bank; every kind of claim; no member gets the rest."""
    coop = coop_with()
    coop.move((BANK, 60_000), (OBLIGATORY, -40_000), (EDUCATION, -10_000), ("fund:solidarity", -5_000),
              ("tax:2025", -5_000))  # fmt: skip
    coop.give(RETURNS, {"ana": 6_000, "ben": 3_000})
    coop.give(REDEMPTION, {"old": 9_000})
    coop.give(PAYABLE, {"eve": 7_000})
    coop.give(WITHHOLDING, {"eve": 1_000})
    coop.move((BANK, 14_000), (VOLUNTARY_RESERVE, -14_000))
    assert coop.own(BANK) == 130_000
    act = PlanWindingUp("end", (Creditor("power-ltd", 4_000),))
    plan = ended(coop, act)
    assert paid_of(plan) == {
        Claim.CREDITORS: (17_000, 17_000),
        Claim.EDUCATION_FUND: (15_000, 15_000),
        Claim.REDEMPTION: (9_000, 9_000),
        Claim.VOLUNTARY_CAPITAL: (9_000, 9_000),
        Claim.COMPULSORY_CAPITAL: (30_000, 30_000),
        Claim.DIVISIBLE_RESERVE: (14_000, 14_000),
    }
    assert (plan.residue, plan.residue_cents) == (Residue.CO_OPERATION, 36_000)
    assert coop.own(LOCKED) == 36_000
    assert coop.own("fund:creditors:power-ltd") == 4_000
    assert (coop.own(EDUCATION), coop.own("tax:2025"), coop.own(WITHHOLDING)) == (
        10_000,
        5_000,
        1_000,
    )
    # Nobody has had any patronage: the divisible reserve goes in equal parts, spare cents by id.
    assert coop.theirs(PAYABLE) == {
        "ana": 10_000 + 6_000 + 4_667, "ben": 10_000 + 3_000 + 4_667, "eve": 17_000 + 4_666,
        "old": 9_000,
    }  # fmt: skip


def test_a_poor_end_cuts_the_last_claims_first() -> None:
    """Goal: order under need. Method: a loss of 250.00 on 300.00 of contributions and 90.00 besides."""
    coop = coop_with()
    coop.give(REDEMPTION, {"old": 3_000})
    coop.give(VOLUNTARY, {"ana": 6_000})
    coop.move((LOSS, 25_000), (BANK, -25_000))
    plan = ended(coop)
    assert paid_of(plan)[Claim.REDEMPTION] == (3_000, 3_000)
    assert paid_of(plan)[Claim.VOLUNTARY_CAPITAL] == (6_000, 6_000)
    assert paid_of(plan)[Claim.COMPULSORY_CAPITAL] == (30_000, 5_000)
    assert plan.residue_cents == 0
    assert coop.theirs(PAYABLE) == {"ana": 6_000 + 1_667, "ben": 1_667, "eve": 1_666, "old": 3_000}
    assert (coop.own(LOSS), coop.own(LOCKED)) == (0, 0)


def test_no_member_gets_a_cent_of_the_locked_reserve() -> None:
    """Goal: the asset lock. Method: one cent in each indivisible reserve; payable moves by none."""
    for account in (OBLIGATORY, INDIVISIBLE_RESERVE):
        coop = coop_with()
        coop.move((BANK, 1), (account, -1))
        plan = ended(coop)
        assert (plan.residue_cents, coop.own(LOCKED)) == (1, 1)
        assert coop.theirs(PAYABLE) == {"ana": 10_000, "ben": 10_000, "eve": 10_000}


def test_a_charter_without_the_lock_gives_the_rest_to_the_members() -> None:
    """Goal: the preset decides. Method: the law of the United States; patronage is the measure."""
    coop = coop_with(dissolution_residue="members")
    coop.move((BANK, 1_000), (INDIVISIBLE_RESERVE, -1_000))
    plan = ended(coop)
    assert (plan.residue, plan.residue_cents) == (Residue.MEMBERS, 1_000)
    assert coop.theirs(PAYABLE) == {"ana": 10_334, "ben": 10_333, "eve": 10_333}
    assert coop.own(LOCKED) == 0


def test_the_divisible_reserve_follows_patronage_of_late() -> None:
    """Goal: whoever worked with it gets it. Method: work shares a surplus; ana did three quarters."""
    coop = coop_with(pool_equal_bp=0, pool_labour_bp=10_000)
    coop.done(coop.work(("ana", 108_000, 45_000), ("ben", 36_000, 15_000)))
    coop.fund(160_000)
    coop.done(ClosePeriod("2026-q1", "2026-q2"))
    plan = coop.done(PlanDistribution("p1", "2026-q1", ""))
    assert isinstance(plan, DistributionPlanned)
    coop.done(Distribute("m", "p1", plan.plan_digest))
    coop.move((BANK, 1_000), (VOLUNTARY_RESERVE, -1_000))
    before = coop.theirs(PAYABLE)
    capital = {
        member: cents + coop.theirs(RETURNS).get(member, 0)
        for member, cents in coop.theirs(COMPULSORY).items()
    }
    ended(coop)
    after = coop.theirs(PAYABLE)
    gained = {one: after[one] - before.get(one, 0) - capital[one] for one in after}
    assert gained == {"ana": 750, "ben": 250, "eve": 0}


def test_a_claim_outside_the_charters_order_is_named() -> None:
    """Goal: nobody is passed over in silence. Method: an order without contributions."""
    order = tuple(str(one) for one in Claim if one != Claim.COMPULSORY_CAPITAL)
    coop = coop_with(dissolution_order=order)
    assert coop.refused(PlanWindingUp("end")) == "treasury.claim_not_served"


# --- brute force and properties -------------------------------------------------------------------


def _naive(
    bank: int, claims: list[dict[str, int]]
) -> tuple[dict[str, int], int]:  # fmt: skip
    """The rule in the plainest words: in turn, all of it or by largest remainder; then the rest."""
    got: dict[str, int] = {}
    for owed in claims:
        total = sum(owed.values())
        there = min(bank, total)
        exact = {name: Fraction(there * cents, total or 1) for name, cents in owed.items()}
        whole = {name: floor(part) for name, part in exact.items()}
        spare = there - sum(whole.values())
        for name in sorted(exact, key=lambda name: (whole[name] - exact[name], name))[:spare]:
            whole[name] += 1
        bank -= there
        for name, cents in whole.items():
            got[name] = got.get(name, 0) + cents
    return got, bank


@pytest.mark.parametrize("lost", range(8))
def test_small_ends_are_those_that_plain_words_give(lost: int) -> None:
    """Goal: every order and every cut. Method: all small books with up to 2 cents an account."""
    for old, ana, ben, reserve, fund in product(range(3), repeat=5):
        if old + ana + ben + reserve + fund < lost:
            continue
        coop = SmallTreasury(founding_charter(clauses=EQUAL, contribution_cents=0))
        coop.admit("ana", "ben")
        coop.give(REDEMPTION, {"old": old})
        coop.give(VOLUNTARY, {"ana": ana})
        coop.give(COMPULSORY, {"ana": 1, "ben": ben})
        coop.move((BANK, reserve + fund), (OBLIGATORY, -reserve), (EDUCATION, -fund))
        coop.move((LOSS, lost), (BANK, -lost))
        bank = coop.own(BANK)
        got, rest = _naive(
            bank, [{EDUCATION: fund}, {"old": old}, {"ana": ana}, {"ana": 1, "ben": ben}]
        )
        plan = ended(coop)
        assert plan.residue_cents == rest == coop.own(LOCKED)
        assert coop.own(EDUCATION) == got.pop(EDUCATION)
        assert coop.theirs(PAYABLE) == {name: cents for name, cents in got.items() if cents}


SMALL = st.integers(0, 5_000)


@given(
    st.dictionaries(st.sampled_from([COMPULSORY, VOLUNTARY, RETURNS, REDEMPTION]),
                    st.dictionaries(st.sampled_from(["ana", "ben", "eve", "old"]), SMALL)),
    st.fixed_dictionaries(dict.fromkeys((OBLIGATORY, VOLUNTARY_RESERVE, EDUCATION), SMALL)),
    st.integers(0, 60_000), SMALL, st.booleans(),
)  # fmt: skip
def test_everything_goes_somewhere_and_nobody_gets_more_than_is_hers(
    held: dict[str, dict[str, int]], other: dict[str, int], lost: int, owed: int, is_locked: bool
) -> None:
    """Goal: money is conserved, claims bind, the lock holds. Method: any books, with a loss or none."""
    coop = coop_with(**({} if is_locked else {"dissolution_residue": "members"}))
    for account, amounts in held.items():
        coop.give(account, amounts)
    coop.move((BANK, sum(other.values())), *((name, -cents) for name, cents in other.items()))
    lost = min(lost, coop.own(BANK) - owed)
    if lost < 0:
        return
    coop.move((LOSS, lost), (BANK, -lost))
    creditors = (Creditor("power", owed),) if owed else ()
    claimed = {
        member: sum(coop.theirs(account).get(member, 0) for account in
                    (COMPULSORY, VOLUNTARY, RETURNS, REDEMPTION))
        for member in ("ana", "ben", "eve", "old")
    }  # fmt: skip
    plan = ended(coop, PlanWindingUp("end", creditors))
    payable = coop.theirs(PAYABLE)
    assert sum(payable.values()) == plan.members_cents
    parts = (plan.members_cents, coop.own(EDUCATION), owed, coop.own(LOCKED))
    assert sum(parts) == coop.own(BANK) == plan.assets_cents
    assert coop.own("fund:creditors:power") == owed
    if is_locked:
        divisible = paid_of(plan)[Claim.DIVISIBLE_RESERVE][1]
        assert plan.members_cents <= sum(claimed.values()) + divisible
        assert payable.get("old", 0) <= claimed["old"]
        if not divisible:
            assert all(cents <= claimed[member] for member, cents in payable.items())
    full = True
    for one in plan.served:
        assert full or one.paid_cents == 0
        full = full and one.paid_cents == one.asked_cents
    assert full or plan.residue_cents == 0
