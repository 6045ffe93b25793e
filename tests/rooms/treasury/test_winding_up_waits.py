"""The end waits: for what is not money yet, for appeals, for tax, and for those who are owed."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from auzolan.charter.presets import founding_charter
from auzolan.foundation.moments import DAY_MS
from auzolan.labour.work.acts import ClaimTime, RejectWork
from auzolan.treasury.accounts import (
    BANK,
    PAYABLE,
    WITHHOLDING,
)
from auzolan.treasury.capital.winding_up_acts import (
    Creditor,
    PlanWindingUp,
    WindUp,
)
from auzolan.treasury.capital.withholding_acts import Withhold
from auzolan.treasury.ledger.acts import ClosePeriod, PlaceHold
from auzolan.treasury.ledger.posting import Leg
from auzolan.treasury.surplus.acts import Distribute, DistributionPlanned, PlanDistribution
from rooms.treasury.endings import EQUAL, coop_with, ended, planned
from support.small_coop import SEALED
from support.small_treasury import SmallTreasury, treasury

EDUCATION, LOSS, LOCKED = "fund:education", "loss:2025", "fund:co_operation"


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
