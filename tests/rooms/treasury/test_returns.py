"""What the bank answers: refused, sent, sent back. Each amount moves once, whatever is claimed."""

import pytest

from auzolan.treasury.accounts import PAYING, SUSPENSE
from auzolan.treasury.ledger.acts import BeginClosing, ClosePeriod
from auzolan.treasury.payouts.acts import (
    ClearSuspense,
    ClosePayout,
    PaymentsReturned,
    PayoutReported,
    PayoutSettled,
    ReportPayout,
    ReturnPayments,
    SettlePayout,
    SuspenseCleared,
)
from auzolan.treasury.state import PayoutLine
from support.small_coop import SEALED
from support.small_treasury import SmallTreasury, treasury

CLEAR = ClearSuspense("out", "2026-q1")
END = ClosePayout("out")


@pytest.fixture
def coop() -> SmallTreasury:
    """Ana is paid 40.00 and ben 25.00 by `out`, which the bank has got; eve is owed 0.50."""
    coop = treasury()
    coop.owe({"ana": 4_000, "ben": 2_500, "eve": 50})
    coop.payees("ana", "ben", "eve")
    coop.export()
    return coop


def settle(cents: int, *, payout: str = "out", period: str = "2026-q1") -> SettlePayout:
    return SettlePayout(payout, period, cents, SEALED)


def states(coop: SmallTreasury, payout: str = "out") -> dict[str, str]:
    return {row.member: row.state for row in coop.books.rows(PayoutLine) if row.payout == payout}


# --- the whole way --------------------------------------------------------------------------------------


def test_a_payout_that_the_bank_takes_is_settled_and_closed(coop: SmallTreasury) -> None:
    """Goal: the usual life. Method: report, settle, close; the money has left the bank."""
    assert coop.done(coop.report()) == PayoutReported("out", 0, 0)
    assert coop.done(settle(6_500)) == PayoutSettled("out", 6_500)
    assert (coop.own("bank"), coop.own(PAYING), coop.theirs(PAYING)) == (23_500, 0, {})
    assert states(coop) == {"ana": "settled", "ben": "settled"}
    coop.done(END)
    assert coop.payout().state == "closed"
    assert coop.theirs() == {"eve": 50}
    coop.audit()


def test_a_payment_that_the_bank_refused_is_payable_again(coop: SmallTreasury) -> None:
    """Goal: a refused payment is not lost. Method: ben's is refused, the rest is sent."""
    assert coop.done(coop.report(rejected={"ben": 2_500})) == PayoutReported("out", 2_500, 1)
    assert coop.theirs() == {"ben": 2_500, "eve": 50}
    assert coop.refused(settle(6_500)) == "treasury.settled_differently"
    coop.done(settle(4_000))
    assert states(coop) == {"ana": "settled", "ben": "rejected"}
    coop.audit()


def test_where_all_was_refused_there_is_nothing_to_settle(coop: SmallTreasury) -> None:
    """Goal: a file that the bank threw out ends well. Method: refuse all lines; close."""
    coop.done(coop.report(rejected={"ana": 4_000, "ben": 2_500}))
    assert coop.refused(settle(1)) == "treasury.payout_elsewhere"
    assert (coop.own("bank"), coop.own(PAYING)) == (30_000, 0)
    coop.done(END)
    assert coop.theirs() == {"ana": 4_000, "ben": 2_500, "eve": 50}
    coop.audit()


def test_a_payment_that_came_back_waits_and_is_payable_again(coop: SmallTreasury) -> None:
    """Goal: returned money goes to suspense, then to its member. Method: ben's comes back."""
    coop.settle()
    assert coop.done(coop.returns({"ben": 2_500})) == PaymentsReturned("out", 2_500, 1)
    assert (coop.own("bank"), coop.own(SUSPENSE)) == (26_000, 2_500)
    assert coop.theirs() == {"eve": 50}
    assert coop.refused(END) == "treasury.still_in_suspense"
    assert coop.done(CLEAR) == SuspenseCleared("out", 2_500)
    assert coop.theirs() == {"ben": 2_500, "eve": 50}
    assert coop.own(SUSPENSE) == 0
    coop.done(END)
    coop.audit()


def test_a_payment_may_come_back_after_its_payout_was_closed(coop: SmallTreasury) -> None:
    """Goal: banks return money weeks later. Method: close, return, clear, close again."""
    coop.settle()
    coop.done(END)
    coop.done(coop.returns({"ana": 4_000}))
    assert coop.payout().state == "settled"
    coop.done(CLEAR)
    coop.done(END)
    assert coop.theirs() == {"ana": 4_000, "eve": 50}
    coop.audit()


def test_returns_of_two_days_are_cleared_together_or_apart(coop: SmallTreasury) -> None:
    """Goal: clearing takes what waits, once. Method: one, clear, the other, clear."""
    coop.settle()
    for member, cents in (("ana", 4_000), ("ben", 2_500)):
        coop.done(coop.returns({member: cents}))
        assert coop.done(CLEAR) == SuspenseCleared("out", cents)
    assert coop.theirs() == {"ana": 4_000, "ben": 2_500, "eve": 50}
    coop.audit()


# --- refused, in order --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "claimed",
    [
        {"ana": 3_999},
        {"ana": 4_001},
        {"ana": 2_500},
        {"eve": 50},
        {"zoe": 4_000},
        {"ana": 4_000, "eve": 50},
    ],
)
def test_what_is_no_line_of_the_payout_is_neither_refused_nor_returned(
    coop: SmallTreasury, claimed: dict[str, int]
) -> None:
    """Goal: no file is believed. Method: other amounts, other members, before and after settling."""
    assert coop.refused(coop.report(rejected=claimed)) == "treasury.line_not_of_payout"
    coop.settle()
    assert coop.refused(coop.returns(claimed)) == "treasury.line_not_of_payout"


def test_a_report_on_another_payout_is_refused(coop: SmallTreasury) -> None:
    """Goal: batches are not mixed up. Method: a second payout's line under the first's name."""
    coop.owe({"eve": 450}, booking="more")
    coop.export("next")
    assert coop.refused(coop.report(rejected={"eve": 500})) == "treasury.line_not_of_payout"
    coop.done(coop.report("next", {"eve": 500}))
    assert coop.theirs() == {"eve": 500}


@pytest.mark.parametrize("kind", ["payout/1", "legs/1"])
def test_lists_of_another_kind_are_no_answer_of_a_bank(coop: SmallTreasury, kind: str) -> None:
    """Goal: the payout's own list cannot pass as its report. Method: such lists, and bad ones."""
    ref = coop.lines({"ana": 4_000}, kind)
    report = ReportPayout("out", SEALED, ref)
    assert coop.refused(report) == "treasury.lines_malformed"
    coop.settle()
    returned = ReturnPayments("out", "2026-q1", SEALED, ref)
    assert coop.refused(returned) == "treasury.lines_malformed"


@pytest.mark.parametrize("amounts", [[4_000, 4_000], [4_000, 0], [4_000, -4_000]])
def test_a_list_that_names_a_member_twice_or_with_nothing_is_refused(
    coop: SmallTreasury, amounts: list[int]
) -> None:
    """Goal: each payment once, above zero. Method: twice the same, zero, below zero."""
    members = ["ana", "ana"] if amounts[1] > 0 else ["ana", "ben"]
    columns = {"member": members, "amount_cents": amounts}
    ref = coop.annexes.make("returns/1", columns, amount="amount_cents")
    coop.settle()
    act = ReturnPayments("out", "2026-q1", SEALED, ref)
    assert coop.refused(act) == "treasury.lines_malformed"
    empty = {"member": [], "amount_cents": []}
    ref = coop.annexes.make("returns/1", empty, amount="amount_cents")
    act = ReturnPayments("out", "2026-q1", SEALED, ref)
    assert coop.refused(act) == "treasury.lines_malformed"


def test_settling_is_refused_in_the_order_of_the_ladder(coop: SmallTreasury) -> None:
    """Goal: each reason, in order. Method: faults mended in turn."""
    assert coop.refused(settle(1, payout="no", period="2030")) == "treasury.payout_unknown"
    assert coop.refused(settle(1, period="2030")) == "treasury.payout_elsewhere"
    coop.done(coop.report())
    coop.done(BeginClosing("2026-q1", "2026-q2"))
    assert coop.refused(settle(1, period="2030")) == "treasury.period_unknown"
    assert coop.refused(settle(1)) == "treasury.period_closing"
    coop.done(ClosePeriod("2026-q1", "2026-q2"))
    assert coop.refused(settle(1)) == "treasury.period_closed"
    for cents in (6_499, 6_501):
        assert coop.refused(settle(cents, period="2026-q2")) == "treasury.settled_differently"
    coop.done(settle(6_500, period="2026-q2"))


def test_returns_and_clearing_are_refused_in_the_order_of_the_ladder(coop: SmallTreasury) -> None:
    """Goal: each reason, in order, for both. Method: faults mended in turn."""
    bad = {"zoe": 1}
    no_clear = ClearSuspense("no", "2030")
    assert coop.refused(coop.returns(bad, payout="no")) == "treasury.payout_unknown"
    assert coop.refused(no_clear) == "treasury.payout_unknown"
    assert coop.refused(coop.returns(bad, period="2030")) == "treasury.payout_elsewhere"
    assert coop.refused(ClearSuspense("out", "2030")) == "treasury.payout_elsewhere"
    coop.settle()
    coop.done(BeginClosing("2026-q1", "2026-q2"))
    for period, code in (("2030", "unknown"), ("2026-q1", "closing")):
        assert coop.refused(coop.returns(bad, period=period)) == f"treasury.period_{code}"
        assert coop.refused(ClearSuspense("out", period)) == f"treasury.period_{code}"
    assert coop.refused(coop.returns(bad, period="2026-q2")) == "treasury.line_not_of_payout"
    assert coop.refused(ClearSuspense("out", "2026-q2")) == "treasury.nothing_in_suspense"
    coop.done(coop.returns({"ben": 2_500}, period="2026-q2"))
    coop.done(ClearSuspense("out", "2026-q2"))


# --- what a thief would try -----------------------------------------------------------------------------


def test_nothing_of_a_payout_is_done_twice(coop: SmallTreasury) -> None:
    """Goal: each step once. Method: every step again right after it, and at the end."""
    again = []
    for act in (
        coop.report(),
        settle(6_500),
        coop.returns({"ben": 2_500}),
        CLEAR,
        END,
    ):
        coop.done(act)
        theirs, bank = coop.theirs(), coop.own("bank")
        again.append(act)
        for repeated in again:
            assert coop.refused(repeated) in {
                "treasury.payout_elsewhere",
                "treasury.line_not_of_payout",
                "treasury.nothing_in_suspense",
            }
        assert (coop.theirs(), coop.own("bank")) == (theirs, bank)
    coop.audit()


def test_a_refused_payment_cannot_come_back_as_well(coop: SmallTreasury) -> None:
    """Goal: one payment, one way back. Method: refused by report, then claimed as returned."""
    coop.done(coop.report(rejected={"ben": 2_500}))
    coop.done(settle(4_000))
    assert coop.refused(coop.returns({"ben": 2_500})) == "treasury.line_not_of_payout"


def test_a_returned_payment_is_paid_again_by_a_new_payout_once(coop: SmallTreasury) -> None:
    """Goal: she gets it in the end, once. Method: return, clear, pay by another payout."""
    coop.settle()
    coop.done(coop.returns({"ben": 2_500}))
    coop.done(CLEAR)
    coop.export("next")
    coop.settle("next")
    assert states(coop, "next") == {"ben": "settled"}
    assert coop.refused(coop.returns({"ben": 2_500})) == "treasury.line_not_of_payout"
    coop.done(coop.returns({"ben": 2_500}, payout="next"))
    coop.done(ClearSuspense("next", "2026-q1"))
    assert coop.theirs() == {"ben": 2_500, "eve": 50}
    coop.audit()
