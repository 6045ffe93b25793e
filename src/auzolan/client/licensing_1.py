"""The room licensing. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator

from auzolan.client.door import Done, Door, Later, part
from auzolan.client.shapes_licensing import (
    AcceptAsked,
    CertifyAsked,
    DeletionLine,
    InvoicePaper,
    IssueKeyAsked,
    LicenceAsked,
    LicenceLine,
    LicencePage,
    MeterAsked,
    NotifyAsked,
    OfferAsked,
    ReceiveAsked,
    UseOfMember,
)


class Licensing1:
    """What can be asked of the room licensing."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def accept(
        self,
        *,
        licence: str,
        terms_digest: str,
        evidence: str,
        once: str = "",
    ) -> Done:
        """Note that a company has said yes.

        Scope: `do:licensing.accept`.

        Args:
            licence: Which licence?
            terms_digest: The code of the terms that it signed
            evidence: Where can its yes be seen?
            once: the number of this request; drawn where empty.
        """
        asked = AcceptAsked(licence=licence, terms_digest=terms_digest, evidence=evidence)
        return self._door.do("licensing.accept", asked, Done, once)

    def accrue_uses(
        self,
        *,
        licence: str,
        once: str = "",
    ) -> Later:
        """Write down what members earned by calls.

        Scope: `do:licensing.accrue_uses`. Somebody else must say yes before it is done.

        Args:
            licence: Which licence?
            once: the number of this request; drawn where empty.
        """
        asked = LicenceAsked(licence=licence)
        return self._door.do("licensing.accrue_uses", asked, Later, once)

    def certify(
        self,
        *,
        duty: str,
        sent: str = "",
        certificate: str = "",
        once: str = "",
    ) -> Done:
        """Note a company's certificate.

        Scope: `do:licensing.certify`.

        Args:
            duty: For which licence, about which entry, by when?
            sent: What the company has sent
            certificate: Or its file
            once: the number of this request; drawn where empty.
        """
        asked = CertifyAsked(duty=duty, sent=sent, certificate=certificate)
        return self._door.do("licensing.certify", asked, Done, once)

    def deletions(
        self,
        *,
        party: str,
    ) -> Iterator[DeletionLine]:
        """What a company must delete after a withdrawal.

        Scope: `read:licensing.deletions`.
        """
        return self._door.lines(f"companies/{part(party)}/deletions", DeletionLine)

    def earned(
        self,
        *,
        member: str,
    ) -> Iterator[UseOfMember]:
        """One call that made a member money, and where it stands.

        Scope: `read:licensing.earned`.
        """
        return self._door.lines(f"members/{part(member)}/earned", UseOfMember)

    def invoice(
        self,
        *,
        licence: str,
        once: str = "",
    ) -> Later:
        """Write an invoice.

        Scope: `do:licensing.invoice`. Somebody else must say yes before it is done.

        Args:
            licence: Which licence?
            once: the number of this request; drawn where empty.
        """
        asked = LicenceAsked(licence=licence)
        return self._door.do("licensing.invoice", asked, Later, once)

    def issue_key(
        self,
        *,
        licence: str,
        digest: str,
        once: str = "",
    ) -> Done:
        """Let a company's key open its model.

        Scope: `do:licensing.issue_key`.

        Args:
            licence: Which licence?
            digest: The code of the key
            once: the number of this request; drawn where empty.
        """
        asked = IssueKeyAsked(licence=licence, digest=digest)
        return self._door.do("licensing.issue_key", asked, Done, once)

    def licence(
        self,
        *,
        party: str,
        licence: str,
    ) -> LicencePage:
        """One licence or offer with all that belongs to it; `terms_digest` is what a signature names.

        Scope: `read:licensing.licence`.
        """
        return self._door.one(f"companies/{part(party)}/licences/{part(licence)}", LicencePage)

    def licences(
        self,
    ) -> Iterator[LicenceLine]:
        """One licence or offer; `open_cents` is what the licensee still owes, `entry` what began it.

        Scope: `read:licensing.licences`.
        """
        return self._door.lines("licences", LicenceLine)

    def meter(
        self,
        *,
        licence: str,
        day: str,
        answers: int,
        once: str = "",
    ) -> Later:
        """Report a day's answers.

        Scope: `do:licensing.meter`. Somebody else must say yes before it is done.

        Args:
            licence: Which licence?
            day: Which day?
            answers: How many answers?
            once: the number of this request; drawn where empty.
        """
        asked = MeterAsked(licence=licence, day=day, answers=answers)
        return self._door.do("licensing.meter", asked, Later, once)

    def notify(
        self,
        *,
        duty: str,
        once: str = "",
    ) -> Done:
        """Note that a company was told of a withdrawal.

        Scope: `do:licensing.notify`.

        Args:
            duty: For which licence, about which entry, by when?
            once: the number of this request; drawn where empty.
        """
        asked = NotifyAsked(duty=duty)
        return self._door.do("licensing.notify", asked, Done, once)

    def of_company(
        self,
        *,
        party: str,
    ) -> Iterator[LicenceLine]:
        """One licence or offer; `open_cents` is what the licensee still owes, `entry` what began it.

        Scope: `read:licensing.of_company`.
        """
        return self._door.lines(f"companies/{part(party)}/licences", LicenceLine)

    def offer(
        self,
        *,
        licence: str,
        licensee: str,
        model: str,
        purpose: str,
        fee_cents: int,
        thousand_cents: int,
        predictions_max: int,
        days: int,
        pay_days: int = 30,
        credit: bool = True,
        operation: str = "train",
        territory: str = "",
        model_class: str = "",
        once: str = "",
    ) -> Done:
        """Offer terms to a company.

        Scope: `do:licensing.offer`.

        Args:
            licence: What is the licence called?
            licensee: Which company?
            model: Which model?
            purpose: What may the answers be used for?
            fee_cents: The sum that is due once
            thousand_cents: The price of a thousand answers
            predictions_max: How many answers at most?
            days: How many days does it last?
            pay_days: How many days to pay an invoice?
            credit: The company names those who made the data
            operation: What is done with the data
            territory: Where it holds
            model_class: For which kind of model
            once: the number of this request; drawn where empty.
        """
        asked = OfferAsked(licence=licence, licensee=licensee, model=model, purpose=purpose, fee_cents=fee_cents, thousand_cents=thousand_cents, predictions_max=predictions_max, days=days, pay_days=pay_days, credit=credit, operation=operation, territory=territory, model_class=model_class)
        return self._door.do("licensing.offer", asked, Done, once)

    def read_invoice(
        self,
        *,
        party: str,
        invoice: str,
    ) -> InvoicePaper:
        """What a licensee is asked for, and how it comes about.

        Scope: `read:licensing.invoice`.
        """
        return self._door.one(f"companies/{part(party)}/invoices/{part(invoice)}", InvoicePaper)

    def receive(
        self,
        *,
        licence: str,
        amount_cents: int,
        reference: str,
        period: str = "",
        once: str = "",
    ) -> Later:
        """Book what a company has paid.

        Scope: `do:licensing.receive`. Somebody else must say yes before it is done.

        Args:
            licence: Which licence?
            amount_cents: How much reached the bank?
            reference: What does the bank's statement say?
            period: In which period?
            once: the number of this request; drawn where empty.
        """
        asked = ReceiveAsked(licence=licence, amount_cents=amount_cents, reference=reference, period=period)
        return self._door.do("licensing.receive", asked, Later, once)

    def record_segment(
        self,
        *,
        licence: str,
        once: str = "",
    ) -> Later:
        """Put counted calls on the record.

        Scope: `do:licensing.record_segment`. It takes long, and is done in the queue.

        Args:
            licence: Which licence?
            once: the number of this request; drawn where empty.
        """
        asked = LicenceAsked(licence=licence)
        return self._door.do("licensing.record_segment", asked, Later, once)
