"""The room treasury. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from auzolan.client.door import Done, Later, part
from auzolan.client.shapes_treasury import SettleAsked
from auzolan.client.shapes_treasury_2 import (
    BankFileAsked,
    SettleAsked2,
    Statement,
    VoidHoldAsked,
    WithholdAsked,
)
from auzolan.client.treasury_2 import Treasury2


class Treasury(Treasury2):
    """What can be asked of the room treasury."""

    def settle_payout(
        self,
        *,
        payout: str,
        amount_cents: int,
        file: str,
        period: str = "",
        once: str = "",
    ) -> Later:
        """Type in what left the bank.

        Scope: `do:treasury.settle_payout`. Somebody else must say yes before it is done.

        Args:
            payout: Which payout?
            amount_cents: How much did the bank take?
            file: The bank's file
            period: In which period?
            once: the number of this request; drawn where empty.
        """
        asked = SettleAsked(payout=payout, amount_cents=amount_cents, file=file, period=period)
        return self._door.do("treasury.settle_payout", asked, Later, once)

    def settle_royalties(
        self,
        *,
        period: str = "",
        once: str = "",
    ) -> Later:
        """Make what data earned payable.

        Scope: `do:treasury.settle_royalties`. Somebody else must say yes before it is done.

        Args:
            period: In which period?
            once: the number of this request; drawn where empty.
        """
        asked = SettleAsked2(period=period)
        return self._door.do("treasury.settle_royalties", asked, Later, once)

    def statement(
        self,
        *,
        member: str,
    ) -> Statement:
        """Everything that concerns one member's money, each line with its entry.

        Scope: `read:treasury.statement`.
        """
        return self._door.one(f"members/{part(member)}/statement", Statement)

    def take_in_bank_file(
        self,
        *,
        file: str,
        period: str = "",
        once: str = "",
    ) -> Later:
        """Take in what the bank sent.

        Scope: `do:treasury.take_in_bank_file`. Somebody else must say yes before it is done.

        Args:
            file: The file, as the bank gave it
            period: In which period?
            once: the number of this request; drawn where empty.
        """
        asked = BankFileAsked(file=file, period=period)
        return self._door.do("treasury.take_in_bank_file", asked, Later, once)

    def void_hold(
        self,
        *,
        hold: str,
        once: str = "",
    ) -> Done:
        """Keep this money no longer.

        Scope: `do:treasury.void_hold`.

        Args:
            hold: Which money that is kept?
            once: the number of this request; drawn where empty.
        """
        asked = VoidHoldAsked(hold=hold)
        return self._door.do("treasury.void_hold", asked, Done, once)

    def withhold(
        self,
        *,
        plan: str,
        once: str = "",
    ) -> Later:
        """Keep back tax from members' cash.

        Scope: `do:treasury.withhold`. Somebody else must say yes before it is done.

        Args:
            plan: From which shared surplus?
            once: the number of this request; drawn where empty.
        """
        asked = WithholdAsked(plan=plan)
        return self._door.do("treasury.withhold", asked, Later, once)
