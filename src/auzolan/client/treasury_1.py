"""The room treasury. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from auzolan.client.door import Done, Door, Later, part
from auzolan.client.shapes_treasury import (
    AccrueAsked,
    Balance,
    BookAsked,
    BookListAsked,
    ClearAsked,
    ContributeAsked,
    ContributeListAsked,
    DraftAsked,
    ExitLine,
    PayoutAsked,
    PeriodEndAsked,
)


class Treasury1:
    """What can be asked of the room treasury."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def accrue(
        self,
        *,
        licence: str,
        earned: str,
        once: str = "",
    ) -> Later:
        """Write down what members earned by a licence.

        Scope: `do:treasury.accrue`. Somebody else must say yes before it is done.

        Args:
            licence: By which licence?
            earned: A file of what each earned
            once: the number of this request; drawn where empty.
        """
        asked = AccrueAsked(licence=licence, earned=earned)
        return self._door.do("treasury.accrue", asked, Later, once)

    def approve_payout(
        self,
        *,
        payout: str,
        once: str = "",
    ) -> Done:
        """Approve a payout.

        Scope: `do:treasury.approve_payout`.

        Args:
            payout: Which payout?
            once: the number of this request; drawn where empty.
        """
        asked = PayoutAsked(payout=payout)
        return self._door.do("treasury.approve_payout", asked, Done, once)

    def balance(
        self,
    ) -> Balance:
        """The general ledger; the accounts of each asset sum to zero.

        Scope: `read:treasury.balance`.
        """
        return self._door.one("balance", Balance)

    def begin_closing(
        self,
        *,
        period: str,
        next_period: str,
        once: str = "",
    ) -> Done:
        """Begin to close a period.

        Scope: `do:treasury.begin_closing`.

        Args:
            period: Which period ends?
            next_period: Which period comes next?
            once: the number of this request; drawn where empty.
        """
        asked = PeriodEndAsked(period=period, next_period=next_period)
        return self._door.do("treasury.begin_closing", asked, Done, once)

    def book(
        self,
        *,
        pays: str,
        gets: str,
        amount_cents: int,
        why: str,
        period: str = "",
        once: str = "",
    ) -> Later:
        """Book an amount.

        Scope: `do:treasury.book`. Somebody else must say yes before it is done.

        Args:
            pays: Where does the money come from?
            gets: Where does it go?
            amount_cents: How much?
            why: What is it for?
            period: In which period?
            once: the number of this request; drawn where empty.
        """
        asked = BookAsked(pays=pays, gets=gets, amount_cents=amount_cents, why=why, period=period)
        return self._door.do("treasury.book", asked, Later, once)

    def book_list(
        self,
        *,
        lines: tuple[str, ...],
        why: str,
        owed: str = "",
        period: str = "",
        once: str = "",
    ) -> Later:
        """Book several lines at once.

        Scope: `do:treasury.book_list`. Somebody else must say yes before it is done.

        Args:
            lines: The lines, one below the other
            why: What is it for?
            owed: A file of what is owed to members
            period: In which period?
            once: the number of this request; drawn where empty.
        """
        asked = BookListAsked(lines=lines, why=why, owed=owed, period=period)
        return self._door.do("treasury.book_list", asked, Later, once)

    def cancel_payout(
        self,
        *,
        payout: str,
        once: str = "",
    ) -> Done:
        """Give up a payout.

        Scope: `do:treasury.cancel_payout`.

        Args:
            payout: Which payout?
            once: the number of this request; drawn where empty.
        """
        asked = PayoutAsked(payout=payout)
        return self._door.do("treasury.cancel_payout", asked, Done, once)

    def clear_suspense(
        self,
        *,
        payout: str,
        period: str = "",
        once: str = "",
    ) -> Later:
        """Make payments that came back payable again.

        Scope: `do:treasury.clear_suspense`. Somebody else must say yes before it is done.

        Args:
            payout: Which payout?
            period: In which period?
            once: the number of this request; drawn where empty.
        """
        asked = ClearAsked(payout=payout, period=period)
        return self._door.do("treasury.clear_suspense", asked, Later, once)

    def close_payout(
        self,
        *,
        payout: str,
        once: str = "",
    ) -> Done:
        """End a payout.

        Scope: `do:treasury.close_payout`.

        Args:
            payout: Which payout?
            once: the number of this request; drawn where empty.
        """
        asked = PayoutAsked(payout=payout)
        return self._door.do("treasury.close_payout", asked, Done, once)

    def close_period(
        self,
        *,
        period: str,
        next_period: str,
        once: str = "",
    ) -> Later:
        """Close a period for good.

        Scope: `do:treasury.close_period`. Somebody else must say yes before it is done.

        Args:
            period: Which period ends?
            next_period: Which period comes next?
            once: the number of this request; drawn where empty.
        """
        asked = PeriodEndAsked(period=period, next_period=next_period)
        return self._door.do("treasury.close_period", asked, Later, once)

    def contribute(
        self,
        *,
        member: str,
        kind: Literal["compulsory", "voluntary"],
        amount_cents: int,
        reference: str,
        once: str = "",
    ) -> Later:
        """Note capital that a member paid in.

        Scope: `do:treasury.contribute`. Somebody else must say yes before it is done.

        Args:
            member: Who paid?
            kind: What kind of capital is it?
            amount_cents: How much reached the bank?
            reference: What does the bank's statement say?
            once: the number of this request; drawn where empty.
        """
        asked = ContributeAsked(member=member, kind=kind, amount_cents=amount_cents, reference=reference)
        return self._door.do("treasury.contribute", asked, Later, once)

    def contribute_list(
        self,
        *,
        paid: str,
        kind: Literal["compulsory", "voluntary"],
        reference: str,
        once: str = "",
    ) -> Later:
        """Note capital that several members paid in.

        Scope: `do:treasury.contribute_list`. Somebody else must say yes before it is done.

        Args:
            paid: A file of who paid what
            kind: What kind of capital is it?
            reference: What does the bank's statement say?
            once: the number of this request; drawn where empty.
        """
        asked = ContributeListAsked(paid=paid, kind=kind, reference=reference)
        return self._door.do("treasury.contribute_list", asked, Later, once)

    def draft_payout(
        self,
        *,
        payout: str,
        pay_on: str,
        once: str = "",
    ) -> Done:
        """Gather a payout.

        Scope: `do:treasury.draft_payout`.

        Args:
            payout: What is it called?
            pay_on: On which day shall the bank pay?
            once: the number of this request; drawn where empty.
        """
        asked = DraftAsked(payout=payout, pay_on=pay_on)
        return self._door.do("treasury.draft_payout", asked, Done, once)

    def exits(
        self,
        *,
        member: str,
    ) -> Iterator[ExitLine]:
        """One yearly part of an exit.

        Scope: `read:treasury.exits`.
        """
        return self._door.lines(f"members/{part(member)}/exits", ExitLine)

    def export_payout(
        self,
        *,
        payout: str,
        once: str = "",
    ) -> Done:
        """Make the file for the bank.

        Scope: `do:treasury.export_payout`.

        Args:
            payout: Which payout?
            once: the number of this request; drawn where empty.
        """
        asked = PayoutAsked(payout=payout)
        return self._door.do("treasury.export_payout", asked, Done, once)
