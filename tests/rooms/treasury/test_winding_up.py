"""The end: books at rest, the charter's order to the cent, the asset lock, nothing possible after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product
from math import floor

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.charter.authorize import STILL_POSSIBLE, authorize
from auzolan.charter.distribution import Claim, Residue
from auzolan.charter.presets import founding_charter
from auzolan.charter.rights_bounds import KERNEL_RIGHTS
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.cooperative import APPLY, RULES
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.labour.work.acts import ClaimTime, RejectWork
from auzolan.licensing.acts import Receive
from auzolan.record.entries import Act
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
    WindingUpPlanned,
    WindUp,
    WoundUp,
)
from auzolan.treasury.capital.winding_up_books import unclaimed_account
from auzolan.treasury.capital.withholding_acts import Withhold
from auzolan.treasury.ledger.acts import ClosePeriod, PlaceHold
from auzolan.treasury.ledger.posting import Leg
from auzolan.treasury.payouts.acts import ClearSuspense
from auzolan.treasury.state import DONE, WindingUp
from auzolan.treasury.surplus.acts import Distribute, DistributionPlanned, PlanDistribution
from support.plain_charter import PLAIN
from support.small_coop import SEALED
from support.small_treasury import SmallTreasury, treasury

EDUCATION, LOSS, LOCKED = "fund:education", "loss:2025", "fund:co_operation"
EQUAL = {**PLAIN, "pool_data_bp": 0, "pool_labour_bp": 0, "pool_equal_bp": 10_000}


def coop_with(**clauses: int | str | tuple[str, ...]) -> SmallTreasury:
    """Three members with 100.00 of compulsory capital each, all of it in the bank."""
    preset = "us-worker" if "dissolution_residue" in clauses else "es-pv-2019"
    named = clauses if preset == "us-worker" else {**EQUAL, **clauses}
    coop = SmallTreasury(founding_charter(preset=preset, clauses=named))
    coop.admit("ana", "ben", "eve")
    return coop


def planned(coop: SmallTreasury, act: PlanWindingUp | None = None) -> WindingUpPlanned:
    """Plan the end."""
    fact = coop.done(act or PlanWindingUp("end"))
    assert isinstance(fact, WindingUpPlanned)
    return fact


def ended(coop: SmallTreasury, act: PlanWindingUp | None = None) -> WindingUpPlanned:
    """Plan the end and book it; then all that there is belongs to somebody."""
    plan = planned(coop, act)
    fact = coop.done(WindUp("m", plan.winding_up, plan.plan_digest))
    assert fact == WoundUp(plan.winding_up, plan.residue_cents)
    in_force = coop.books.get(CharterInForce, IN_FORCE)
    assert in_force is not None
    coop.books.put(msgspec.structs.replace(in_force, ended=coop.seq))
    coop.audit()
    for account in (COMPULSORY, VOLUNTARY, RETURNS, REDEMPTION, OBLIGATORY, VOLUNTARY_RESERVE):
        assert coop.own(account) == 0
    return plan


def paid_of(plan: WindingUpPlanned) -> dict[Claim, tuple[int, int]]:
    return {one.claim: (one.asked_cents, one.paid_cents) for one in plan.served}


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


# --- what is waited for ---------------------------------------------------------------------------


def _hold(coop: SmallTreasury) -> None:
    coop.done(PlaceHold("h", BANK, 1, coop.at + 1))


def _payout(coop: SmallTreasury) -> None:
    coop.give(PAYABLE, {"ana": 500})
    coop.payees("ana")
    coop.draft()


def _suspense(coop: SmallTreasury) -> None:
    coop.give(PAYABLE, {"ana": 500})
    coop.payees("ana")
    coop.export()
    coop.settle()
    coop.done(coop.returns({"ana": 500}))


def _receivable(coop: SmallTreasury) -> None:
    coop.model()
    coop.license(fee_cents=1)


def _royalties(coop: SmallTreasury) -> None:
    coop.earn(10_000)
    coop.done(coop.accrue({"ana": 10_000}))
    coop.done(ClosePeriod("2026-q1", "2026-q2"))


def _result(coop: SmallTreasury) -> None:
    coop.fund(1)
    coop.done(ClosePeriod("2026-q1", "2026-q2"))


def _work(coop: SmallTreasury) -> None:
    coop.done(ClaimTime("s1", "2026-q1", "ana", "a" * 32, "", "governance", 60, 0), actor="ana")


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        (_work, "treasury.work_unpaid"),
        (_hold, "treasury.hold_open"),
        (_payout, "treasury.payout_open"),
        (_suspense, "treasury.payout_open"),
        (_receivable, "treasury.receivable_open"),
        (_royalties, "treasury.royalties_open"),
        (lambda coop: coop.fund(1), "treasury.period_still_open"),
        (_result, "treasury.result_not_shared"),
    ],
)
def test_the_end_waits_for_what_is_not_money_yet(
    prepare: Callable[[SmallTreasury], None], code: str
) -> None:
    """Goal: each thing is named, when it is planned and on the day. Method: one at a time."""
    coop = coop_with()
    plan = planned(coop)
    prepare(coop)
    assert coop.refused(PlanWindingUp("end-2")) == code
    assert coop.refused(WindUp("m", "end", plan.plan_digest)) == code


def test_the_end_waits_until_work_that_was_turned_down_can_be_appealed_no_more() -> None:
    """Goal: nobody ends a co-operative to keep her pay. Method: turn it down, then let days go by."""
    coop = coop_with()
    _work(coop)
    coop.done(RejectWork("s1", SEALED), actor="ben")
    days = coop.charter.labour.appeal_days
    coop.done(ClosePeriod("2026-q1", "2026-q2"))
    coop.at += days * DAY_MS - 1
    assert coop.refused(PlanWindingUp("end")) == "treasury.work_unpaid"
    coop.at += 1
    coop.done(PlanWindingUp("end"))


def test_a_debt_that_nobody_collects_is_given_up_by_vote() -> None:
    """Goal: a licensee that never pays stops nothing. Method: name it; both accounts are empty."""
    coop = coop_with()
    _receivable(coop)
    assert coop.refused(PlanWindingUp("end", (), ("acme",))) == "treasury.nothing_to_give_up"
    plan = ended(coop, PlanWindingUp("end", (), ("milk-ltd",)))
    assert Leg("receivable:milk-ltd", -10_000) in plan.legs
    assert (coop.own("receivable:milk-ltd"), coop.own("deferred:milk-ltd")) == (0, 0)


def test_who_cannot_pay_all_that_is_owed_goes_to_a_court() -> None:
    """Goal: no choice among creditors. Method: a debt as large as the bank, and a cent more."""
    coop = coop_with()
    assert coop.refused(PlanWindingUp("end", (Creditor("b", 30_001),))) == "treasury.insolvent"
    plan = ended(coop, PlanWindingUp("end", (Creditor("b", 30_000),)))
    assert coop.theirs(PAYABLE) == {}
    assert plan.members_cents == 0
    assert plan.lines.rows == 3


def test_planning_is_refused_in_the_order_of_the_ladder() -> None:
    """Goal: each reason, in order. Method: faults mended in turn."""
    coop = coop_with()
    planned(coop, PlanWindingUp("taken"))
    twice = (Creditor("b", 1), Creditor("b", 1))
    assert coop.refused(PlanWindingUp("taken", twice)) == "treasury.winding_up_taken"
    assert coop.refused(PlanWindingUp("end", twice)) == "treasury.creditor_twice"
    assert coop.refused(PlanWindingUp("end", (), ("a", "a"))) == "treasury.creditor_twice"
    coop.fund(1)
    named = PlanWindingUp("end", (Creditor("b", 1), Creditor("ana", 1)))
    assert coop.refused(named) == "treasury.creditor_is_member"
    coop.leave("ana")
    assert coop.refused(named) == "treasury.creditor_is_member"
    assert coop.refused(PlanWindingUp("end")) == "treasury.period_still_open"
    coop = coop_with()
    for member in ("ana", "ben", "eve"):
        coop.leave(member)
    assert coop.refused(PlanWindingUp("end", twice[:1])) == "treasury.no_members"


def _taxed(rate_bp: int) -> SmallTreasury:
    """A surplus of 1,000.00 is shared by `p1`, 20.00 of cash to each; a part is to be kept back."""
    charter = founding_charter(clauses=EQUAL)
    payouts = msgspec.structs.replace(charter.payouts, withholding_bp=rate_bp)
    coop = treasury(msgspec.structs.replace(charter, payouts=payouts))
    coop.fund(100_000)
    coop.done(ClosePeriod("2026-q1", "2026-q2"))
    plan = coop.done(PlanDistribution("p1", "2026-q1", ""))
    assert isinstance(plan, DistributionPlanned)
    coop.done(Distribute("m", "p1", plan.plan_digest))
    return coop


def test_the_end_waits_for_tax_that_can_still_be_kept_back() -> None:
    """Goal: no tax is lost by the end. Method: before and after; no tax; less than half a cent."""
    coop = _taxed(1_900)
    assert coop.refused(PlanWindingUp("end")) == "treasury.tax_not_kept_back"
    coop.done(Withhold("p1"))
    kept = coop.own(WITHHOLDING)
    assert kept > 0
    ended(coop)
    assert coop.own(WITHHOLDING) == kept
    for rate_bp in (0, 4):
        ended(_taxed(rate_bp))


def test_the_end_waits_for_no_tax_that_is_paid_out_already() -> None:
    """Goal: the end stays possible. Method: a member has been paid, and nothing can be kept back."""
    coop = _taxed(1_900)
    coop.payees("ana")
    coop.export()
    coop.settle(period="2026-q2")
    assert coop.refused(Withhold("p1")) == "treasury.paid_before_tax"
    planned(coop)


# --- the day itself -------------------------------------------------------------------------------


def test_only_the_plan_that_was_voted_is_booked() -> None:
    """Goal: what is booked was voted. Method: no plan, another digest, books that have changed."""
    coop = coop_with()
    plan = planned(coop)
    assert coop.refused(WindUp("m", "none", plan.plan_digest)) == "treasury.winding_up_unknown"
    assert coop.refused(WindUp("m", "end", "0" * 64)) == "treasury.plan_differs"
    coop.move((BANK, 1), (OBLIGATORY, -1))
    assert coop.refused(WindUp("m", "end", plan.plan_digest)) == "treasury.plan_outdated"
    coop.move((BANK, -1), (OBLIGATORY, 1))
    coop.give(COMPULSORY, {"ana": 1, "ben": -1})
    assert coop.refused(WindUp("m", "end", plan.plan_digest)) == "treasury.plan_outdated"


def test_what_is_paid_in_the_meantime_changes_nothing() -> None:
    """Goal: members are not made to wait for their pay. Method: a payout between plan and end."""
    coop = coop_with()
    coop.give(PAYABLE, {"ana": 500})
    plan = planned(coop)
    coop.payees("ana")
    coop.export()
    coop.settle()
    coop.done(WindUp("m", "end", plan.plan_digest))
    row = coop.books.get(WindingUp, "end")
    assert row is not None
    assert row.state == DONE
    coop.audit()


def test_after_the_end_only_what_was_set_apart_is_spent() -> None:
    """Goal: no new business. Method: bookings of every kind after the end."""
    coop = coop_with()
    coop.move((BANK, 900), (OBLIGATORY, -900))
    ended(coop, PlanWindingUp("end", (Creditor("power", 100),)))
    wrong: tuple[tuple[tuple[tuple[str, int], ...], Mapping[str, int] | None], ...] = (
        ((("bank", 5), ("income:other", -5)), None),
        ((("expense:fees", 5), ("bank", -5)), None),
        (((LOCKED, 5),), {"ana": 5}),
        ((("bank", 5), (LOCKED, -5)), None),
    )
    for legs, owed in wrong:
        assert coop.refused(coop.book(*legs, owed=owed)) == "charter.dissolved"
    coop.done(coop.book((LOCKED, 800), (BANK, -800), booking="federation"))
    coop.done(coop.book(("fund:creditors:power", 100), (BANK, -100), booking="power"))
    coop.payees("ana", "ben", "eve")
    coop.export()
    coop.settle()
    coop.audit()
    assert coop.own(BANK) == 0


def test_unclaimed_money_goes_to_co_operation_after_the_end() -> None:
    """Goal: no dead reserve. Method: the account before and after."""
    coop = coop_with()
    assert unclaimed_account(coop.books) == OBLIGATORY
    ended(coop)
    assert unclaimed_account(coop.books) == LOCKED


def test_hardly_any_act_is_possible_after_the_end() -> None:
    """Goal: deny by default. Method: two acts, asked of the charter before and after."""
    coop = coop_with()

    def code_of(act: Act) -> str:
        answer = authorize(coop.books, act, coop.case("nobody"))
        return answer.code if isinstance(answer, Refusal) else ""

    acts = (Receive("l", "p", 1, SEALED), ClearSuspense("o", "p"))
    assert [code_of(act) for act in acts] == ["charter.not_in_office"] * 2
    ended(coop)
    assert [code_of(act) for act in acts] == ["charter.dissolved", "charter.not_in_office"]


def test_what_stays_possible_are_acts_that_there_are() -> None:
    """Goal: no word out of date, and nobody is locked in. Method: compare with the table of rules."""
    names = {str(kind.__struct_config__.tag).rpartition("/")[0] for kind in RULES}
    assert names >= STILL_POSSIBLE
    assert {"consent.withdraw", "members.leave", "contributions.erase"} <= STILL_POSSIBLE
    assert not {name for name, by in KERNEL_RIGHTS if by == "resolution"} & STILL_POSSIBLE
    assert len(APPLY[WoundUp]) == 3
