"""The rows of the room treasury. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator

from auzolan.client.door import Door
from auzolan.client.shapes_rows_treasury import (
    Account,
    Accrual,
    Booking,
    Claim,
    Contribution,
    Exit,
    FundLot,
    Hold,
    Leaver,
    MemberAccount,
    MemberPosting,
    Payee,
    Payout,
    PayoutApproval,
    PayoutLine,
    Period,
    Plan,
    Posting,
    Remittance,
    RoyaltyOfMember,
    RoyaltySettlement,
    Subscription,
    WindingUp,
    Withholding,
)


class RowsOfTreasury:
    """What can be asked of the rows of the room treasury."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def account(
        self,
        *,
        account: str | None = None,
        group_name: str | None = None,
    ) -> Iterator[Account]:
        """One account of the general ledger with its balance, in units of its asset.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/treasury.Account", Account, {"account": account, "group_name": group_name})

    def accrual(
        self,
        *,
        accrual: str | None = None,
        licence: str | None = None,
    ) -> Iterator[Accrual]:
        """What members have earned by a licence at one time, in millionths; its id is used once.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/treasury.Accrual", Accrual, {"accrual": accrual, "licence": licence})

    def booking(
        self,
        *,
        booking: str | None = None,
    ) -> Iterator[Booking]:
        """A transaction that the treasurer booked; `reversal` is the entry that undid it, or -1.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/treasury.Booking", Booking, {"booking": booking})

    def claim(
        self,
    ) -> Iterator[Claim]:
        """Since when all that is payable to a former member has waited for her.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/treasury.Claim", Claim)

    def contribution(
        self,
        *,
        contribution: str | None = None,
    ) -> Iterator[Contribution]:
        """Capital that members paid in at one time; its id is used once.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/treasury.Contribution", Contribution, {"contribution": contribution})

    def exit(
        self,
        *,
        exit: str | None = None,
    ) -> Iterator[Exit]:
        """Capital that left with a member, and in how many yearly parts it is paid back to her.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/treasury.Exit", Exit, {"exit": exit})

    def fund_lot(
        self,
        *,
        account: str | None = None,
    ) -> Iterator[FundLot]:
        """What one distribution put into a fund, for what, and by when it is to be spent.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/treasury.FundLot", FundLot, {"account": account})

    def hold(
        self,
        *,
        hold: str | None = None,
        account: str | None = None,
        state: str | None = None,
    ) -> Iterator[Hold]:
        """Money of an account that is kept for one use until a moment, >= 1 unit.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/treasury.Hold", Hold, {"hold": hold, "account": account, "state": state})

    def leaver(
        self,
        *,
        period: str | None = None,
    ) -> Iterator[Leaver]:
        """That a member has left: when, by which entry, and which period was open then.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/treasury.Leaver", Leaver, {"period": period})

    def member_account(
        self,
        *,
        account: str | None = None,
    ) -> Iterator[MemberAccount]:
        """What one member has in a control account, in units of its asset, >= 0.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/treasury.MemberAccount", MemberAccount, {"account": account})

    def member_posting(
        self,
        *,
        entry: int | None = None,
    ) -> Iterator[MemberPosting]:
        """One movement on a member's account, and why.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/treasury.MemberPosting", MemberPosting, {"entry": entry})

    def payee(
        self,
    ) -> Iterator[Payee]:
        """That a member has named a bank account, and when last; the account itself is sealed.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/treasury.Payee", Payee)

    def payout(
        self,
        *,
        payout: str | None = None,
        state: str | None = None,
    ) -> Iterator[Payout]:
        """Money on its way to members' banks; `state` is one of the words of a payout's life.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/treasury.Payout", Payout, {"payout": payout, "state": state})

    def payout_approval(
        self,
        *,
        payout: str | None = None,
    ) -> Iterator[PayoutApproval]:
        """That somebody approved a payout.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/treasury.PayoutApproval", PayoutApproval, {"payout": payout})

    def payout_line(
        self,
        *,
        payout: str | None = None,
        state: str | None = None,
    ) -> Iterator[PayoutLine]:
        """What a payout sends to one member, and how far it has come.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/treasury.PayoutLine", PayoutLine, {"payout": payout, "state": state})

    def period(
        self,
        *,
        period: str | None = None,
        state: str | None = None,
    ) -> Iterator[Period]:
        """A span of the books; `result_cents` is its surplus (positive) once it is closed.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/treasury.Period", Period, {"period": period, "state": state})

    def plan(
        self,
        *,
        plan: str | None = None,
        period: str | None = None,
        state: str | None = None,
    ) -> Iterator[Plan]:
        """A plan for dividing a result; `state` is `planned` or `distributed`.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/treasury.Plan", Plan, {"plan": plan, "period": period, "state": state})

    def posting(
        self,
        *,
        entry: int | None = None,
        account: str | None = None,
    ) -> Iterator[Posting]:
        """One leg of a transaction in the general ledger; an entry's legs sum to zero per asset.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/treasury.Posting", Posting, {"entry": entry, "account": account})

    def remittance(
        self,
        *,
        remittance: str | None = None,
    ) -> Iterator[Remittance]:
        """Tax kept back that was handed over at one time; its id is used once.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/treasury.Remittance", Remittance, {"remittance": remittance})

    def royalty_of_member(
        self,
        *,
        period: str | None = None,
    ) -> Iterator[RoyaltyOfMember]:
        """What one member earned by use in a period, in millionths, whether it was settled or not.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/treasury.RoyaltyOfMember", RoyaltyOfMember, {"period": period})

    def royalty_settlement(
        self,
        *,
        settlement: str | None = None,
    ) -> Iterator[RoyaltySettlement]:
        """One time at which whole cents of royalties became payable; its id is used once.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/treasury.RoyaltySettlement", RoyaltySettlement, {"settlement": settlement})

    def subscription(
        self,
    ) -> Iterator[Subscription]:
        """What of a member's contribution was still due when she joined, and what she has paid of it.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/treasury.Subscription", Subscription)

    def winding_up(
        self,
        *,
        winding_up: str | None = None,
    ) -> Iterator[WindingUp]:
        """A plan for the end of the co-operative; `state` is `planned` or `done`.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/treasury.WindingUp", WindingUp, {"winding_up": winding_up})

    def withholding(
        self,
        *,
        plan: str | None = None,
    ) -> Iterator[Withholding]:
        """What was kept back for tax of the cash of one plan, which happens once.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/treasury.Withholding", Withholding, {"plan": plan})
