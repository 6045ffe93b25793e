"""What can be asked about money on its way to members' banks."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Id
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import Sealed

Day = Annotated[str, Meta(pattern=r"\A\d{4}-\d{2}-\d{2}\Z")]


class SetPayee(Act, frozen=True, gc=False, tag="treasury.set_payee/1"):
    """A member names the bank account that she is paid on; only its commitment is recorded."""

    member: Id
    payee: Sealed

    def person(self) -> str:
        """Whom it concerns."""
        return self.member


class DraftPayout(Act, frozen=True, gc=False, tag="treasury.draft_payout/1"):
    """Gather what is payable to members into one payout, for others to approve."""

    payout: Id
    pay_on: Day


class ApprovePayout(Act, frozen=True, gc=False, tag="treasury.approve_payout/1"):
    """Say that a payout may go to the bank."""

    payout: Id


class CancelPayout(Act, frozen=True, gc=False, tag="treasury.cancel_payout/1"):
    """Give up a payout that has not gone to the bank; its money is payable again."""

    payout: Id


class ExportPayout(Act, frozen=True, gc=False, tag="treasury.export_payout/1"):
    """Write the bank's file; `file_digest` is the SHA-256 of its bytes, sealed."""

    payout: Id
    file_digest: Sealed


class ReportPayout(Act, frozen=True, gc=False, tag="treasury.report_payout/1"):
    """Take in what the bank says of a payout's file.

    `rejected` is an annex `returns/1` with the columns member, amount_cents (the amount) of the
    payments that it refused, or None where it took them all.
    """

    payout: Id
    report_digest: Sealed
    rejected: AnnexRef | None


class SettlePayout(Act, frozen=True, gc=False, tag="treasury.settle_payout/1"):
    """Book that the bank has sent the money, by its statement."""

    payout: Id
    period: Id
    amount_cents: Annotated[int, Meta(ge=1, le=2**53 - 1)]
    statement_digest: Sealed


class ReturnPayments(Act, frozen=True, gc=False, tag="treasury.return_payments/1"):
    """Book payments that came back; they wait in suspense.

    `returned` is an annex `returns/1` with the columns member, amount_cents (the amount).
    """

    payout: Id
    period: Id
    statement_digest: Sealed
    returned: AnnexRef


class ClearSuspense(Act, frozen=True, gc=False, tag="treasury.clear_suspense/1"):
    """Make payments that came back payable to their members again."""

    payout: Id
    period: Id


class ClosePayout(Act, frozen=True, gc=False, tag="treasury.close_payout/1"):
    """End a payout: nothing of it is on its way or in suspense any more."""

    payout: Id


class PayeeSet(Fact, frozen=True, gc=False, tag="treasury.payee_set/1"):
    """She is paid on another account, once the charter's cooling-off has passed."""

    member: Id


class PayoutDrafted(Fact, frozen=True, gc=False, tag="treasury.payout_drafted/1"):
    """What is payable to these members is set apart.

    `lines` is a restricted annex `payout/1` with the columns member, amount_cents (the amount).
    `left_out` counts members with something payable who are not in it: too little, no account,
    or one that was named too lately.
    """

    payout: Id
    total_cents: Whole
    count: Whole
    left_out: Whole
    lines: AnnexRef


class PayoutApproved(Fact, frozen=True, gc=False, tag="treasury.payout_approved/1"):
    """So many have approved it; with enough of them it may go to the bank."""

    payout: Id
    approvals: Whole
    is_enough: bool


class PayoutCancelled(Fact, frozen=True, gc=False, tag="treasury.payout_cancelled/1"):
    """Its money is payable again."""

    payout: Id


class PayoutExported(Fact, frozen=True, gc=False, tag="treasury.payout_exported/1"):
    """The bank's file is written, with this control sum and count of payments."""

    payout: Id
    control_sum_cents: Whole
    count: Whole


class PayoutReported(Fact, frozen=True, gc=False, tag="treasury.payout_reported/1"):
    """The bank took the file; what it refused is payable again."""

    payout: Id
    rejected_cents: Whole
    rejected: Whole


class PayoutSettled(Fact, frozen=True, gc=False, tag="treasury.payout_settled/1"):
    """The money has left the bank."""

    payout: Id
    amount_cents: Whole


class PaymentsReturned(Fact, frozen=True, gc=False, tag="treasury.payments_returned/1"):
    """So much came back and waits in suspense."""

    payout: Id
    amount_cents: Whole
    count: Whole


class SuspenseCleared(Fact, frozen=True, gc=False, tag="treasury.suspense_cleared/1"):
    """What came back is payable to its members again."""

    payout: Id
    amount_cents: Whole


class PayoutClosed(Fact, frozen=True, gc=False, tag="treasury.payout_closed/1"):
    """Nothing of it is on its way any more."""

    payout: Id
