"""The room treasury. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator

from auzolan.client.door import Done, Later, part
from auzolan.client.shapes_treasury import (
    EndAsked,
    HoldAsked,
    LapseAsked,
    PayeeAsked,
    PayExitAsked,
    Payout,
    PayoutOwn,
    PayoutPage,
    Period,
    PlanAsked,
    RemitAsked,
    ReportAsked,
    ReturnAsked,
    ReverseAsked,
    SpendHoldAsked,
)
from auzolan.client.treasury_1 import Treasury1


class Treasury2(Treasury1):
    """What can be asked of the room treasury."""

    def hold(
        self,
        *,
        hold: str,
        account: str,
        amount_cents: int,
        until: str,
        once: str = "",
    ) -> Done:
        """Keep money for one use.

        Scope: `do:treasury.hold`.

        Args:
            hold: What is it called?
            account: Of which money?
            amount_cents: How much?
            until: Until when?
            once: the number of this request; drawn where empty.
        """
        asked = HoldAsked(hold=hold, account=account, amount_cents=amount_cents, until=until)
        return self._door.do("treasury.hold", asked, Done, once)

    def lapse(
        self,
        *,
        member: str,
        once: str = "",
    ) -> Later:
        """Put what nobody claimed into the savings of all.

        Scope: `do:treasury.lapse`. Somebody else must say yes before it is done.

        Args:
            member: Who left and has not claimed?
            once: the number of this request; drawn where empty.
        """
        asked = LapseAsked(member=member)
        return self._door.do("treasury.lapse", asked, Later, once)

    def pay_exit(
        self,
        *,
        part: str,
        once: str = "",
    ) -> Later:
        """Pay back a year of somebody's capital.

        Scope: `do:treasury.pay_exit`. Somebody else must say yes before it is done.

        Args:
            part: Which part, due since when?
            once: the number of this request; drawn where empty.
        """
        asked = PayExitAsked(part=part)
        return self._door.do("treasury.pay_exit", asked, Later, once)

    def payments(
        self,
        *,
        member: str,
    ) -> Iterator[PayoutOwn]:
        """One payment to her bank, and how far it has come; account numbers stand nowhere here.

        Scope: `read:treasury.payments`.
        """
        return self._door.lines(f"members/{part(member)}/payments", PayoutOwn)

    def payout(
        self,
        *,
        payout: str,
    ) -> PayoutPage:
        """One payout as it stands, from what everybody may know of it.

        Scope: `read:treasury.payout`.
        """
        return self._door.one(f"payouts/{part(payout)}", PayoutPage)

    def payouts(
        self,
    ) -> Iterator[Payout]:
        """Money on its way to members' banks; `state` is one of the words of a payout's life.

        Scope: `read:treasury.payouts`.
        """
        return self._door.lines("payouts", Payout)

    def periods(
        self,
    ) -> Iterator[Period]:
        """A span of the books; `result_cents` is its surplus (positive) once it is closed.

        Scope: `read:treasury.periods`.
        """
        return self._door.lines("periods", Period)

    def plan(
        self,
        *,
        plan: str,
        period: str,
        valuation: str = "",
        tax_cents: int = 0,
        third_parties_cents: int = 0,
        extraordinary_cents: int = 0,
        once: str = "",
    ) -> Done:
        """Work out how a surplus would be shared.

        Scope: `do:treasury.plan`.

        Args:
            plan: What is the plan called?
            period: Whose result is shared?
            valuation: Which figures say what data is worth?
            tax_cents: Tax on the result
            third_parties_cents: What of the result comes from work with others?
            extraordinary_cents: What of the result is out of the ordinary?
            once: the number of this request; drawn where empty.
        """
        asked = PlanAsked(plan=plan, period=period, valuation=valuation, tax_cents=tax_cents, third_parties_cents=third_parties_cents, extraordinary_cents=extraordinary_cents)
        return self._door.do("treasury.plan", asked, Done, once)

    def plan_winding_up(
        self,
        *,
        winding_up: str,
        creditors: tuple[str, ...] = (),
        given_up: tuple[str, ...] = (),
        once: str = "",
    ) -> Done:
        """Work out who would get what at the end.

        Scope: `do:treasury.plan_winding_up`.

        Args:
            winding_up: What is the plan called?
            creditors: What is owed that no account shows
            given_up: Companies whose debt nobody will collect
            once: the number of this request; drawn where empty.
        """
        asked = EndAsked(winding_up=winding_up, creditors=creditors, given_up=given_up)
        return self._door.do("treasury.plan_winding_up", asked, Done, once)

    def post_hold(
        self,
        *,
        hold: str,
        to: str,
        amount_cents: int,
        period: str = "",
        once: str = "",
    ) -> Later:
        """Spend what was kept.

        Scope: `do:treasury.post_hold`. Somebody else must say yes before it is done.

        Args:
            hold: Which money that is kept?
            to: What was it spent on?
            amount_cents: How much was spent?
            period: In which period?
            once: the number of this request; drawn where empty.
        """
        asked = SpendHoldAsked(hold=hold, to=to, amount_cents=amount_cents, period=period)
        return self._door.do("treasury.post_hold", asked, Later, once)

    def remit_withholding(
        self,
        *,
        reference: str,
        once: str = "",
    ) -> Later:
        """Note that tax was sent.

        Scope: `do:treasury.remit_withholding`. Somebody else must say yes before it is done.

        Args:
            reference: What does the bank's statement say?
            once: the number of this request; drawn where empty.
        """
        asked = RemitAsked(reference=reference)
        return self._door.do("treasury.remit_withholding", asked, Later, once)

    def report_payout(
        self,
        *,
        payout: str,
        file: str,
        rejected: tuple[str, ...] = (),
        once: str = "",
    ) -> Later:
        """Type in what the bank said of a payout.

        Scope: `do:treasury.report_payout`. Somebody else must say yes before it is done.

        Args:
            payout: Which payout?
            file: The bank's file
            rejected: Payments that the bank refused
            once: the number of this request; drawn where empty.
        """
        asked = ReportAsked(payout=payout, file=file, rejected=rejected)
        return self._door.do("treasury.report_payout", asked, Later, once)

    def return_payments(
        self,
        *,
        payout: str,
        file: str,
        returned: tuple[str, ...],
        period: str = "",
        once: str = "",
    ) -> Later:
        """Type in payments that came back.

        Scope: `do:treasury.return_payments`. Somebody else must say yes before it is done.

        Args:
            payout: Which payout?
            file: The bank's file
            returned: Payments that came back
            period: In which period?
            once: the number of this request; drawn where empty.
        """
        asked = ReturnAsked(payout=payout, file=file, returned=returned, period=period)
        return self._door.do("treasury.return_payments", asked, Later, once)

    def reverse(
        self,
        *,
        booking: str,
        period: str = "",
        once: str = "",
    ) -> Later:
        """Undo a booking.

        Scope: `do:treasury.reverse`. Somebody else must say yes before it is done.

        Args:
            booking: Which booking?
            period: In which period?
            once: the number of this request; drawn where empty.
        """
        asked = ReverseAsked(booking=booking, period=period)
        return self._door.do("treasury.reverse", asked, Later, once)

    def set_payee(
        self,
        *,
        name: str,
        iban: str,
        country: str,
        town: str,
        postcode: str = "",
        street: str = "",
        building: str = "",
        bic: str = "",
        once: str = "",
    ) -> Done:
        """Where shall we pay you?.

        Scope: `do:treasury.set_payee`.

        Args:
            name: Who holds the account?
            iban: The number of the account (IBAN)
            country: Country where you live
            town: Town
            postcode: Postcode
            street: Street
            building: House number
            bic: BIC
            once: the number of this request; drawn where empty.
        """
        asked = PayeeAsked(name=name, iban=iban, country=country, town=town, postcode=postcode, street=street, building=building, bic=bic)
        return self._door.do("treasury.set_payee", asked, Done, once)
