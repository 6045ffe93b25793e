"""What can be asked about licences: terms, use by the day, payment.

What a licence goes through beside that (offer, acceptance, keys, invoices, end) is in `life_acts`,
metered calls in `use_acts`, what licensees owe after a withdrawal in `notice_acts`.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.charter.article import Cents
from auzolan.consent.acts import Term
from auzolan.foundation import canonical
from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Id
from auzolan.learning.acts import NoneOrName
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import Sealed


class LicenceTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is granted, to whom, for how much: what the members vote on.

    Attributes:
        licence: its id.
        licensee: the company, a short open name.
        model: the model that may be called.
        purpose: what the answers may be used for; the model must have been trained for it.
        fee_cents: the stated sum, due once.
        price_micro: price of one prediction in millionths of the currency unit.
        predictions_max: how many predictions are allowed in all, at least 1.
        days: how long it lasts from the day it is granted.
        operation: what the licensee does with what rows made, a term of the taxonomy.
        territory: where, empty for nowhere in particular.
        model_class: for which kind of model, empty for none in particular.
        credit: whether the licensee names those who made the data.
        pay_days: days from an invoice until it is overdue.
    """

    licence: Id
    licensee: Id
    model: Id
    purpose: Id
    fee_cents: Cents
    price_micro: Annotated[int, Meta(ge=0, le=10**12)]
    predictions_max: Annotated[int, Meta(ge=0, le=10**12)]
    days: Annotated[int, Meta(ge=1, le=3_650)]
    operation: Term = "train"
    territory: NoneOrName = ""
    model_class: NoneOrName = ""
    credit: bool = True
    pay_days: Annotated[int, Meta(ge=0, le=365)] = 30


def subject_of_terms(terms: LicenceTerms) -> str:
    """What a resolution and its execution must agree on, to the letter."""
    return canonical.digest({"terms": terms})


class License(Act, frozen=True, gc=False, tag="licensing.grant/1"):
    """Grant a licence that the members voted, after its cooling-off."""

    mandate: Id
    terms: LicenceTerms

    def subject(self) -> str:
        """The digest of the terms, as the resolution named them."""
        return subject_of_terms(self.terms)

    def mandate_id(self) -> str:
        """The mandate that the members' resolution made."""
        return self.mandate


class Meter(Act, frozen=True, gc=False, tag="licensing.meter/1"):
    """Report how many predictions a licensee used on a day."""

    licence: Id
    day: Annotated[str, Meta(pattern=r"\A\d{4}-\d{2}-\d{2}\Z")]
    predictions: Annotated[int, Meta(ge=1, le=10**9)]


class Receive(Act, frozen=True, gc=False, tag="licensing.receive/1"):
    """Book a licensee's payment that reached the bank."""

    licence: Id
    period: Id
    amount_cents: Annotated[int, Meta(ge=1, le=2**53 - 1)]
    reference: Sealed


class LicenceGranted(Fact, frozen=True, gc=False, tag="licensing.granted/1"):
    """The licensee may call the model within the terms and owes the fee."""

    licence: Id
    from_at: Whole
    until_at: Whole


class Metered(Fact, frozen=True, gc=False, tag="licensing.metered/1"):
    """So much was used that day, and accrued by it, in millionths of the currency unit."""

    licence: Id
    predictions: Whole
    accrued_micro: Whole


class Received(Fact, frozen=True, gc=False, tag="licensing.received/1"):
    """Money came in from a licensee; it is income of this period, to the whole cent."""

    licence: Id
    period: Id
    amount_cents: Whole
