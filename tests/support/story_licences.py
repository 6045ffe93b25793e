"""The sentences about a licence's life, and what a story can say of it.

Each turns into acts as a door of the house would send them; nothing is decided here.
"""

from __future__ import annotations

import hashlib

from auzolan.foundation.books import MemoryBooks
from auzolan.foundation.moments import moment_from_iso
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
from auzolan.licensing.standing import is_live, is_overdue
from auzolan.licensing.state import ApiKey, InvoiceRow, Licence, LicenceOffer, UseReport
from support.story_checks import holds
from support.story_people import ACTS, SEALED
from support.story_teller import Teller

says = ACTS.says
NO_DIGEST = "0" * 64


@says(
    "{who:who} offers the use of {model:thing} to {licensee:word} as {licence:thing} for "
    "{purpose:word}, {fee:money} once and {price:micro} a prediction, at most {most:count}, "
    "for {days:count} days"
)
def offers(
    t: Teller, *, who: str, model: str, licensee: str, licence: str, purpose: str, fee: int,
    price: int, most: int, days: int,
) -> None:  # fmt: skip
    t.ask(who, Offer(LicenceTerms(licence, licensee, model, purpose, fee, price, most, days)))


@says("{who:who} notes that {licensee:word} accepts {licence:thing}")
def accepts(t: Teller, who: str, licensee: str, licence: str) -> None:
    digest = t.row(Licence, licence).subject
    t.ask(who, Accept(licence, digest, SEALED), {"evidence": f"signed by {licensee}"})


@says("{who:who} notes that {licensee:word} accepts other terms than those of {licence:thing}")
def accepts_otherwise(t: Teller, who: str, licensee: str, licence: str) -> None:
    t.ask(who, Accept(licence, NO_DIGEST, SEALED), {"evidence": f"signed by {licensee}"})


@says("{who:who} gives out the key {key:thing} of {licence:thing}")
def gives_key(t: Teller, who: str, key: str, licence: str) -> None:
    t.ask(who, IssueKey(licence, key, hashlib.sha256(key.encode()).hexdigest()))


@says("{who:who} gives out the key {key:thing} of {licence:thing} again as {name:thing}")
def gives_key_again(t: Teller, *, who: str, key: str, licence: str, name: str) -> None:
    t.ask(who, IssueKey(licence, name, t.row(ApiKey, key).digest))


@says("{who:who} puts the key {key:thing} out of use")
def revokes_key(t: Teller, who: str, key: str) -> None:
    t.ask(who, RevokeKey(key))


@says("{who:who} writes the invoice {invoice:thing} for {licence:thing}")
def invoices(t: Teller, who: str, invoice: str, licence: str) -> None:
    t.ask(who, Invoice(invoice, licence))


@says(
    "{who:who} notes in {report:thing} that {licence:thing} was used {answers:count} times from "
    "{since:date} to before {until:date}"
)
def reports(
    t: Teller, *, who: str, report: str, licence: str, answers: int, since: int, until: int
) -> None:
    t.ask(who, ReportUse(report, licence, since, until, answers))


@says("{who:who} ends {licence:thing} early, because {reason:text}")
def revokes(t: Teller, who: str, licence: str, reason: str) -> None:
    t.ask(who, Revoke(licence, SEALED), {"reason": reason})


@holds("{licence:thing} is offered to {licensee:word}")
def is_offered(t: Teller, licence: str, licensee: str) -> None:
    offer = t.row(LicenceOffer, licence)
    t.same("licensee", True, f'"licensee":"{licensee}"' in offer.terms)


@holds("{licence:thing} is live and accepted")
def is_accepted(t: Teller, licence: str) -> None:
    row = t.row(Licence, licence)
    t.same("live and accepted", (True, True), (is_live(row, t.clock.at), row.accepted_at >= 0))


@holds("{licence:thing} is overdue")
def overdue(t: Teller, licence: str) -> None:
    t.same("overdue", True, _is_overdue(t, licence))


@holds("{licence:thing} is not overdue")
def not_overdue(t: Teller, licence: str) -> None:
    t.row(Licence, licence)
    t.same("overdue", False, _is_overdue(t, licence))


@holds("the invoice {invoice:thing} asks for {money:money} by {day:day}")
def asks(t: Teller, invoice: str, money: int, day: str) -> None:
    row = t.row(InvoiceRow, invoice)
    t.same("asked and due", (money, moment_from_iso(day)), (row.amount_cents, row.due_at))


@holds("{report:thing} says {answers:count} and our meter {metered:count}")
def report_says(t: Teller, report: str, answers: int, metered: int) -> None:
    row = t.row(UseReport, report)
    t.same("said and metered", (answers, metered), (row.answers, row.metered))


@holds("the key {key:thing} is out of use")
def key_is_dead(t: Teller, key: str) -> None:
    t.same("out of use", True, t.row(ApiKey, key).revoked_at >= 0)


def _is_overdue(t: Teller, licence: str) -> bool:
    """What the rule says of the rows that this desk holds."""
    books = MemoryBooks()
    for row in (*t.desk.rows(Licence), *t.desk.rows(InvoiceRow)):
        books.add(row)
    return is_overdue(books, licence, t.clock.at)
