"""How a licence stands at a moment: in its term or not, accepted, overdue, in breach of a duty.

Rules, serving and pages ask the same questions here. It decides no act and knows no model.
"""

from __future__ import annotations

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import iso_from_moment
from auzolan.foundation.money import money_text
from auzolan.foundation.refusals import Refusal
from auzolan.licensing.notice_rules import is_in_breach
from auzolan.licensing.state import InvoiceRow, Licence, LicenseeDuty

ARTICLE = "house, licensing"


def is_live(licence: Licence, at: int) -> bool:
    """Whether a licence has begun, has not ended, and was not revoked.

    Args:
        licence: the licence.
        at: the moment, milliseconds since 1970, UTC; the end itself is outside.
    """
    return licence.revoked_at < 0 and licence.from_at <= at < licence.until_at


def overdue_invoices(books: Books, licence: str, at: int) -> tuple[InvoiceRow, ...]:
    """The invoices of a licence whose day has passed before all that they ask for was paid.

    Payments settle the oldest debt first, so an invoice is settled when as much was paid as all
    invoices up to it have asked for.

    Args:
        books: the state.
        licence: the licence.
        at: the moment; the due moment itself is not late.
    Returns:
        The oldest first; empty for a licence that nobody granted.
    """
    row = books.get(Licence, licence)
    if row is None:
        return ()
    late = (
        one
        for one in books.find(InvoiceRow, licence=licence)
        if one.due_at < at and row.paid_cents < one.through_cents
    )
    return tuple(sorted(late, key=lambda one: one.through_cents))


def is_overdue(books: Books, licence: str, at: int) -> bool:
    """Whether a licensee is late with an invoice: nothing is served under that licence.

    Args:
        books: the state.
        licence: the licence.
        at: the moment, milliseconds since 1970, UTC.
    """
    return bool(overdue_invoices(books, licence, at))


def missing_certificates(books: Books, licence: str, at: int) -> tuple[LicenseeDuty, ...]:
    """The withdrawals whose deletion a licensee should have certified by now, and has not.

    Args:
        books: the state.
        licence: the licence.
        at: the moment; the due moment itself is not late.
    """
    return tuple(
        duty for duty in books.find(LicenseeDuty, licence=licence) if is_in_breach(duty, at)
    )


def refused_end(licence: Licence, at: int) -> Refusal | None:
    """The refusal of what an ended licence no longer allows, or None while it lasts.

    Args:
        licence: the licence.
        at: the moment.
    """
    if licence.revoked_at >= 0:
        return Refusal(
            "licensing.licence_revoked", ARTICLE,
            f"Entry {licence.revoked_at} revoked {licence.licence}.",
            "Put new terms to the vote, under a new id.",
        )  # fmt: skip
    if at >= licence.until_at:
        return Refusal(
            "licensing.licence_expired", ARTICLE,
            f"{licence.licence} ended on {iso_from_moment(licence.until_at)}.",
            "Put new terms to the vote, under a new id.",
        )  # fmt: skip
    return None


def refused_overdue(books: Books, licence: str, at: int) -> Refusal | None:
    """The refusal of what a licensee who is late with an invoice does not get, or None.

    Args:
        books: the state.
        licence: the licence.
        at: the moment.
    """
    late = overdue_invoices(books, licence, at)
    if not late:
        return None
    row = books.get(Licence, licence)
    assert row is not None, "an invoice is of a licence that was granted"
    open_cents = late[-1].through_cents - row.paid_cents
    return Refusal(
        "licensing.overdue", ARTICLE,
        f"{row.licensee} owes {money_text(open_cents, charter_of(books).currency)} "
        f"on the invoice {late[0].invoice}, due on {iso_from_moment(late[0].due_at)}"
        + (f", and {len(late) - 1} later." if len(late) > 1 else "."),
        "Book the payment when it has come: auzolan licensing receive.",
    )  # fmt: skip


def refused_breach(books: Books, licence: str, at: int) -> Refusal | None:
    """The refusal of new keys while a certificate of deletion is missing, or None.

    Args:
        books: the state.
        licence: the licence.
        at: the moment.
    Source: charter, article on consent: licensees certify what they deleted.
    """
    missing = missing_certificates(books, licence, at)
    if not missing:
        return None
    first = min(missing, key=lambda one: one.certify_by)
    return Refusal(
        "licensing.certificate_missing", f"Art. {charter_of(books).consent.number}",
        f"The certificate for the withdrawal of entry {first.withdrawal} was due on "
        f"{iso_from_moment(first.certify_by)} and is missing"
        + (f", with {len(missing) - 1} more." if len(missing) > 1 else "."),
        "Ask the licensee for it, and note it when it has come.",
    )  # fmt: skip


def refused_unaccepted(licence: Licence) -> Refusal | None:
    """The refusal of what needs a licensee who is bound, or None once she has accepted.

    Args:
        licence: the licence.
    """
    if licence.accepted_at >= 0:
        return None
    return Refusal(
        "licensing.not_accepted", ARTICLE,
        f"{licence.licensee} has not accepted {licence.licence}; nothing binds her yet.",
        "Note her acceptance first: auzolan licensing accept.",
    )  # fmt: skip
