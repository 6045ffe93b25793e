"""Payouts: gathered, approved by two others, sent once; and what a thief would try."""

import msgspec
import pytest

from auzolan.charter.presets import founding_charter
from auzolan.foundation.moments import HOUR_MS
from auzolan.foundation.refusals import Refusal
from auzolan.treasury.accounts import PAYABLE, PAYING
from auzolan.treasury.ledger.acts import PlaceHold, Reverse, VoidHold
from auzolan.treasury.payouts.acts import (
    ApprovePayout,
    CancelPayout,
    ClosePayout,
    DraftPayout,
    ExportPayout,
    PayeeSet,
    PayoutApproved,
    PayoutExported,
    SetPayee,
)
from auzolan.treasury.payouts.payout_rules import PAYOUT_KIND
from auzolan.treasury.state import Payee, PayoutLine
from support.small_coop import AT, SEALED
from support.small_treasury import FIRST, SECOND, SmallTreasury, treasury

EXPORT = ExportPayout("out", SEALED)
CANCEL = CancelPayout("out")


@pytest.fixture
def coop() -> SmallTreasury:
    """Ana is owed 40.00, ben 25.00, eve 0.99; all have named an account, and have waited."""
    coop = treasury()
    coop.owe({"ana": 4_000, "ben": 2_500, "eve": 99})
    coop.payees("ana", "ben", "eve")
    return coop


# --- accounts to be paid on -----------------------------------------------------------------------------


def test_a_member_names_the_account_that_she_is_paid_on(coop: SmallTreasury) -> None:
    """Goal: the books know since when, and nothing else. Method: name one; read the row."""
    assert coop.done(SetPayee("ana", SEALED), actor="ana") == PayeeSet("ana")
    assert coop.books.get(Payee, "ana") == Payee("ana", coop.at, coop.seq - 1)


def test_only_members_and_those_who_were_name_an_account(coop: SmallTreasury) -> None:
    """Goal: who left is still paid. Method: a stranger, and one who has left."""
    assert coop.refused(SetPayee("zoe", SEALED), actor="zoe") == "treasury.no_such_member"
    coop.leave("ben")
    coop.done(SetPayee("ben", SEALED), actor="ben")


# --- gathering --------------------------------------------------------------------------------------------


def test_a_payout_gathers_what_is_payable_above_the_smallest_amount(coop: SmallTreasury) -> None:
    """Goal: dust stays a balance. Method: eve's 0.99 is left, the others are on their way."""
    fact = coop.draft()
    assert (fact.total_cents, fact.count, fact.left_out) == (6_500, 2, 1)
    assert coop.theirs(PAYABLE) == {"eve": 99}
    coop.owe({"eve": 1}, booking="a-cent-more")
    assert coop.draft("next").total_cents == 100
    coop.done(CancelPayout("next"))
    assert coop.theirs(PAYING) == {"ana": 4_000, "ben": 2_500}
    assert coop.annexes.read(fact.lines).kind == PAYOUT_KIND
    assert [row.state for row in coop.books.find(PayoutLine, member="ana")] == ["drafted"]
    coop.audit()


def test_who_has_left_is_paid_what_is_hers(coop: SmallTreasury) -> None:
    """Goal: leaving loses nothing. Method: ana leaves before the payout is gathered."""
    coop.leave("ana")
    coop.draft()
    assert coop.theirs(PAYING)["ana"] == 4_000


def test_an_account_named_too_lately_waits(coop: SmallTreasury) -> None:
    """Goal: a stolen login is not paid at once. Method: one moment before 72 hours, and at it."""
    coop.done(SetPayee("ana", SEALED), actor="ana")
    named = coop.at
    coop.at = named + 72 * HOUR_MS - 1
    assert coop.draft("first").left_out == 2
    coop.at = named + 72 * HOUR_MS
    coop.draft("second")
    assert coop.theirs(PAYING) == {"ana": 4_000, "ben": 2_500}


def test_nobody_with_nothing_stands_in_a_payout() -> None:
    """Goal: no line of zero, whatever the charter's smallest. Method: smallest 0, one owed nothing."""
    charter = founding_charter()
    payouts = msgspec.structs.replace(charter.payouts, smallest_cents=0)
    coop = treasury(msgspec.structs.replace(charter, payouts=payouts))
    coop.owe({"ana": 1, "ben": 5})
    coop.owe({"eve": 3}, booking="error")
    coop.done(Reverse("error", "2026-q1"))
    coop.payees("ana", "eve")
    fact = coop.draft()
    assert (fact.total_cents, fact.count, fact.left_out) == (1, 1, 1)


@pytest.mark.parametrize("day", ["2026-01-03", "2025-12-31", "2026-02-30", "2026-13-01"])
def test_a_payout_names_a_day_from_today_on(coop: SmallTreasury, day: str) -> None:
    """Goal: banks refuse the past. Method: yesterday, last year, and days of no calendar."""
    assert coop.refused(DraftPayout("out", day)) == "treasury.no_day_to_pay"
    coop.draft(pay_on="2026-01-04")


def test_gathering_is_refused_in_the_order_of_the_ladder(coop: SmallTreasury) -> None:
    """Goal: each reason, in order. Method: faults mended in turn."""
    coop.draft("first")
    assert coop.refused(DraftPayout("first", "2025-01-01")) == "treasury.payout_taken"
    assert coop.refused(DraftPayout("out", "2025-01-01")) == "treasury.no_day_to_pay"
    assert coop.refused(DraftPayout("out", "2027-01-01")) == "treasury.nothing_to_pay"
    coop.done(CancelPayout("first"))
    coop.done(PlaceHold("rent", "bank", 23_501, coop.at + 1))
    assert coop.refused(DraftPayout("out", "2027-01-01")) == "treasury.not_enough"
    coop.done(VoidHold("rent"))
    coop.draft()


def test_the_refusal_of_nothing_to_pay_counts_those_left_out() -> None:
    """Goal: the treasurer learns why. Method: three owed, none with an account."""
    coop = treasury()
    coop.owe({"ana": 500, "ben": 500, "eve": 500})
    refusal = coop.answer(DraftPayout("out", "2027-01-01"))
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.article) == ("treasury.nothing_to_pay", "Art. 7")
    assert "3 members" in refusal.because


# --- approving --------------------------------------------------------------------------------------------


def test_two_others_approve(coop: SmallTreasury) -> None:
    """Goal: three people see each payout. Method: approve one by one; export in between."""
    coop.draft()
    assert coop.done(ApprovePayout("out"), actor=FIRST) == PayoutApproved("out", 1, False)
    assert coop.refused(EXPORT) == "treasury.payout_elsewhere"
    assert coop.done(ApprovePayout("out"), actor=SECOND) == PayoutApproved("out", 2, True)
    assert coop.done(EXPORT) == PayoutExported("out", 6_500, 2)


def test_approving_is_refused_in_the_order_of_the_ladder(coop: SmallTreasury) -> None:
    """Goal: not one's own, not twice, not later. Method: each in turn."""
    act = ApprovePayout("out")
    assert coop.refused(act) == "treasury.payout_unknown"
    coop.draft()
    assert coop.refused(act, actor="m001") == "treasury.own_payout"
    coop.done(act, actor=FIRST)
    assert coop.refused(act, actor=FIRST) == "treasury.approved_already"
    coop.done(act, actor=SECOND)
    for actor in (FIRST, SECOND, "m001"):
        assert coop.refused(act, actor=actor) == "treasury.payout_elsewhere"


def test_an_approval_is_for_one_payout(coop: SmallTreasury) -> None:
    """Goal: a yes is not carried over. Method: approve, cancel, gather again under another id."""
    coop.draft("first")
    coop.approve("first")
    coop.done(CancelPayout("first"))
    coop.draft()
    assert coop.payout().approvals == 0
    assert coop.refused(EXPORT) == "treasury.payout_elsewhere"
    coop.approve()
    coop.done(EXPORT)


# --- cancelling, exporting ----------------------------------------------------------------------------------


def test_a_cancelled_payout_leaves_everything_payable(coop: SmallTreasury) -> None:
    """Goal: giving up is free. Method: cancel as drafted and as approved; compare accounts."""
    before = coop.theirs()
    for name in ("first", "second"):
        coop.draft(name)
        if name == "second":
            coop.approve(name)
        coop.done(CancelPayout(name))
        assert (coop.theirs(PAYABLE), coop.theirs(PAYING)) == (before, {})
        assert not coop.books.find(PayoutLine, payout=name, state="drafted")
        coop.audit()
    assert coop.refused(CancelPayout("second")) == "treasury.payout_elsewhere"
    assert coop.refused(ApprovePayout("second"), actor=FIRST) == "treasury.payout_elsewhere"
    assert coop.refused(ExportPayout("second", SEALED)) == "treasury.payout_elsewhere"


def test_what_the_bank_has_is_not_cancelled_or_written_again(coop: SmallTreasury) -> None:
    """Goal: nothing is sent twice. Method: export; then cancel, export and close."""
    coop.export()
    for act in (CANCEL, EXPORT, ClosePayout("out")):
        assert coop.refused(act) == "treasury.payout_elsewhere"
    for unknown in (CancelPayout("no"), ExportPayout("no", SEALED), ClosePayout("no")):
        assert coop.refused(unknown) == "treasury.payout_unknown"


def test_an_account_changed_after_the_draft_stops_the_file(coop: SmallTreasury) -> None:
    """Goal: what was approved is what is sent. Method: change before and after the approvals."""
    coop.draft()
    coop.approve()
    coop.done(SetPayee("ben", SEALED), actor="ben")
    assert coop.refused(EXPORT) == "treasury.payee_changed"
    coop.at += 1_000 * HOUR_MS
    assert coop.refused(EXPORT) == "treasury.payee_changed"
    coop.done(CANCEL)
    coop.export("again")
    assert coop.payout("again").count == 2


def test_after_such_a_change_the_others_are_paid_without_her(coop: SmallTreasury) -> None:
    """Goal: nobody can hold up the rest. Method: cancel, gather again at once; ben is left out."""
    coop.draft()
    coop.done(SetPayee("ben", SEALED), actor="ben")
    coop.done(CANCEL)
    coop.export("again")
    assert coop.theirs(PAYING) == {"ana": 4_000}
    coop.done(SetPayee("eve", SEALED), actor="eve")
    coop.settle("again")


def test_an_account_named_by_somebody_left_out_stops_nothing(coop: SmallTreasury) -> None:
    """Goal: only lines count. Method: eve, whose 0.99 stays, changes her account."""
    coop.draft()
    coop.approve()
    coop.done(SetPayee("eve", SEALED), actor="eve")
    coop.done(EXPORT)


def test_two_payouts_never_gather_the_same_cent(coop: SmallTreasury) -> None:
    """Goal: nothing is on its way twice. Method: gather, owe more, gather again; add them up."""
    coop.draft("first")
    assert coop.refused(DraftPayout("second", "2027-01-01")) == "treasury.nothing_to_pay"
    coop.owe({"ana": 300}, booking="more")
    fact = coop.draft("second")
    assert (fact.total_cents, coop.own(PAYING)) == (300, 6_800)
    lines = coop.books.find(PayoutLine, member="ana")
    assert [(row.payout, row.amount_cents) for row in lines] == [("first", 4_000), ("second", 300)]


def test_payouts_together_never_promise_more_than_the_bank_holds() -> None:
    """Goal: every exported payout can be settled. Method: two of more than half of the bank."""
    coop = treasury()
    coop.owe({"ana": 20_000})
    coop.payees("ana")
    coop.draft("first")
    coop.owe({"ana": 10_001}, booking="more")
    assert coop.refused(DraftPayout("second", "2027-01-01")) == "treasury.not_enough"
    coop.fund(1)
    coop.draft("second")
    for name in ("first", "second"):
        coop.approve(name)
        coop.done(ExportPayout(name, SEALED))
        coop.settle(name)
    assert coop.own("bank") == 0
    coop.audit()


def test_time_of_drafting_counts_and_not_the_day_to_pay(coop: SmallTreasury) -> None:
    """Goal: a far day shortens no cooling-off. Method: a new account, a payout for next year."""
    coop.done(SetPayee("ana", SEALED), actor="ana")
    assert coop.at > AT
    coop.draft(pay_on="2027-12-31")
    assert "ana" not in coop.theirs(PAYING)
