"""What a door does about the life of a licence: offers, acceptances, keys, invoices, reports, its end.

A key is drawn here and given out once; the record and the folder hold its digest alone. Nothing is
decided here, and no company is written to.
"""

from __future__ import annotations

import base64
import hashlib

from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, drawn, named, reading
from auzolan.house.desk import Desk
from auzolan.house.rooms.members.flows import UNSEALED
from auzolan.house.submission import Receipt
from auzolan.licensing.acts import LicenceTerms
from auzolan.licensing.life_acts import (
    Accept,
    Invoice,
    IssueKey,
    Offer,
    ReportUse,
    Revoke,
    RevokeKey,
)
from auzolan.licensing.state import ApiKey, InvoiceRow

KEY_BYTES = 32


def offer(desk: Desk, *, actor: str, terms: LicenceTerms) -> Receipt | Refusal:
    """Put terms before a licensee and the members."""
    return ask(desk, named("offer", terms.licence), actor, Offer(terms))


def accept(
    desk: Desk, *, actor: str, licence: str, terms_digest: str, evidence: str
) -> Receipt | Refusal:
    """Note that the licensee has signed the granted terms.

    Args:
        desk: the desk.
        actor: who notes it.
        licence: the licence.
        terms_digest: the digest that she signed.
        evidence: where her signature is, a sealed text.
    """
    act = Accept(licence, terms_digest, UNSEALED)
    return ask(desk, drawn(desk, "accept"), actor, act, {"evidence": evidence})


def draw_key(desk: Desk) -> str:
    """A new key for calling a model: 32 random bytes as 43 letters, digits, dashes and lines."""
    return base64.urlsafe_b64encode(desk.ports.chance(KEY_BYTES)).decode().rstrip("=")


def key_digest(secret: str) -> str:
    """What the record holds of a key: the SHA-256 of its text, as it stands in a request."""
    return hashlib.sha256(secret.encode()).hexdigest()


def issue_key(
    desk: Desk, *, actor: str, licence: str, secret: str, key: str = ""
) -> Receipt | Refusal:
    """Give a licensee a key; who calls this hands the secret over and forgets it.

    Args:
        desk: the desk.
        actor: who gives it out.
        licence: the licence.
        secret: from `draw_key`.
        key: the key's name; the licence's with the next number where empty.
    """
    return issue_digest(desk, actor=actor, licence=licence, digest=key_digest(secret), key=key)


def issue_digest(
    desk: Desk, *, actor: str, licence: str, digest: str, key: str = ""
) -> Receipt | Refusal:
    """Let a key open a model of which nobody here knows more than its digest.

    Args:
        desk: the desk.
        actor: who lets it.
        licence: the licence.
        digest: as `key_digest` makes it, of a key that the company drew for itself.
        key: the key's name; the licence's with the next number where empty.
    """
    name = key or _next(desk, "key", licence)
    return ask(desk, drawn(desk, "issue-key"), actor, IssueKey(licence, name, digest))


def revoke_key(desk: Desk, *, actor: str, key: str) -> Receipt | Refusal:
    """Put a key out of use."""
    return ask(desk, drawn(desk, "revoke-key"), actor, RevokeKey(key))


def invoice(desk: Desk, *, actor: str, licence: str, number: str = "") -> Receipt | Refusal:
    """Ask a licensee for everything that stands on no invoice yet.

    Args:
        desk: the desk.
        actor: who asks for it.
        licence: the licence.
        number: the invoice's number; the licence's with the next one where empty.
    """
    name = number or _next(desk, "inv", licence)
    return ask(desk, drawn(desk, "invoice"), actor, Invoice(name, licence))


def report_use(
    desk: Desk, *, actor: str, licence: str, from_at: int, until_at: int, answers: int,
    report: str = "",
) -> Receipt | Refusal:  # fmt: skip
    """Note what a licensee says to have used, beside our meter.

    Args:
        desk: the desk.
        actor: who notes it.
        licence: the licence.
        from_at: the first moment, milliseconds since 1970, UTC.
        until_at: the first moment after.
        answers: how many she says.
        report: the report's name; made of licence and time where empty.
    """
    name = report or named("report", licence, str(from_at), str(until_at))
    act = ReportUse(name, licence, from_at, until_at, answers)
    return ask(desk, drawn(desk, "report"), actor, act)


def revoke(desk: Desk, *, actor: str, licence: str, reason: str) -> Receipt | Refusal:
    """End a licence before its time; `reason` is a sealed text."""
    act = Revoke(licence, UNSEALED)
    return ask(desk, drawn(desk, "revoke"), actor, act, {"reason": reason})


def _next(desk: Desk, what: str, licence: str) -> str:
    """A name with the next free number; one that is taken meanwhile is refused by the rule."""
    row = ApiKey if what == "key" else InvoiceRow
    with reading(desk.folder) as now:
        count = now.books.count(row, licence=licence)
        # Names that people chose may be in the way: at most as many as there are rows.
        for number in range(count + 1, 2 * count + 2):
            name = named(what, licence, str(number))
            if now.books.get(row, name) is None:
                return name
    return drawn(desk, what)
