"""What can be asked about the life of a licence: offer, acceptance, keys, invoices, reports, its end."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from auzolan.foundation.canonical import INTEGER_MAX, Whole
from auzolan.foundation.ids import Digest, Id
from auzolan.foundation.moments import CalendarMoment
from auzolan.licensing.acts import LicenceTerms
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import Sealed


class Offer(Act, frozen=True, gc=False, tag="licensing.offer/1"):
    """Put terms before a licensee and the members; they bind nobody until both have said yes."""

    terms: LicenceTerms


class Accept(Act, frozen=True, gc=False, tag="licensing.accept/1"):
    """Note that the licensee has accepted the terms of a granted licence.

    `terms_digest` is the digest that she signed; `evidence` says where her signature is.
    """

    licence: Id
    terms_digest: Digest
    evidence: Sealed


class IssueKey(Act, frozen=True, gc=False, tag="licensing.issue_key/1"):
    """Give a licensee a key to call the model; `digest` is the SHA-256 of the key itself."""

    licence: Id
    key: Id
    digest: Digest


class RevokeKey(Act, frozen=True, gc=False, tag="licensing.revoke_key/1"):
    """Put a key out of use, at once."""

    key: Id


class Invoice(Act, frozen=True, gc=False, tag="licensing.invoice/1"):
    """Ask a licensee for everything that has accrued and stands on no invoice yet."""

    invoice: Id
    licence: Id


class ReportUse(Act, frozen=True, gc=False, tag="licensing.report_use/1"):
    """Note what a licensee says to have used between two moments; it is set beside our meter."""

    report: Id
    licence: Id
    from_at: CalendarMoment
    until_at: CalendarMoment
    answers: Annotated[int, Meta(ge=0, le=INTEGER_MAX)]


class Revoke(Act, frozen=True, gc=False, tag="licensing.revoke/1"):
    """End a licence before its time; what was used is owed."""

    licence: Id
    reason: Sealed


class Offered(Fact, frozen=True, gc=False, tag="licensing.offered/1"):
    """Terms lie before the licensee and the members, under this digest."""

    licence: Id
    subject: Digest


class Accepted(Fact, frozen=True, gc=False, tag="licensing.accepted/1"):
    """The licensee is bound; she may have keys."""

    licence: Id


class KeyIssued(Fact, frozen=True, gc=False, tag="licensing.key_issued/1"):
    """This key may call the model of the licence."""

    licence: Id
    key: Id


class KeyRevoked(Fact, frozen=True, gc=False, tag="licensing.key_revoked/1"):
    """This key may call nothing any more."""

    key: Id


class Invoiced(Fact, frozen=True, gc=False, tag="licensing.invoiced/1"):
    """So much is asked for, and overdue from `due_at` on."""

    invoice: Id
    licence: Id
    amount_cents: Whole
    due_at: Whole


class UseReported(Fact, frozen=True, gc=False, tag="licensing.use_reported/1"):
    """What the licensee says and what our meter says of the same time; they may differ."""

    report: Id
    licence: Id
    answers: Whole
    metered: Whole


class Revoked(Fact, frozen=True, gc=False, tag="licensing.revoked/1"):
    """The licence has ended; nothing is served under it."""

    licence: Id
    until_at: Whole
