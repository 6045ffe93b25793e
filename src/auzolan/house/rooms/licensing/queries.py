"""Reading licences: how each stands, what was granted, used, asked for and paid.

A licence's standing is said in one line of plain words, with the entries that it rests on.
"""

from __future__ import annotations

import msgspec

from auzolan.audit.folder import Folder
from auzolan.charter.state import charter_of
from auzolan.foundation import canonical
from auzolan.foundation.books import Books
from auzolan.foundation.moments import day_from_moment, iso_from_moment
from auzolan.foundation.money import money_text
from auzolan.house.asking import moment_of, reading
from auzolan.house.ports import system_ports
from auzolan.licensing.acts import LicenceTerms
from auzolan.licensing.granting import objections_to
from auzolan.licensing.royalties import due_cents
from auzolan.licensing.standing import missing_certificates, overdue_invoices
from auzolan.licensing.state import ApiKey, InvoiceRow, Licence, LicenceOffer, UseReport

_TERMS: msgspec.json.Decoder[LicenceTerms] = msgspec.json.Decoder(LicenceTerms)


class LicenceLine(msgspec.Struct, frozen=True):
    """One licence or offer; `open_cents` is what the licensee still owes, `entry` what began it."""

    licence: str
    standing: str
    licensee: str
    model: str
    purpose: str
    since: str
    until: str
    predictions: int
    predictions_max: int
    accrued_cents: int
    paid_cents: int
    open_cents: int
    entry: int


class KeyLine(msgspec.Struct, frozen=True):
    """A key by its name; nobody has the key itself but the licensee."""

    key: str
    standing: str
    entry: int


class InvoiceLine(msgspec.Struct, frozen=True):
    """An invoice; `unpaid_cents` is what of it has not come, the oldest debt being paid first."""

    invoice: str
    standing: str
    amount_cents: int
    unpaid_cents: int
    issued: str
    due: str
    entry: int


class ReportLine(msgspec.Struct, frozen=True):
    """What the licensee says beside what our meter says."""

    report: str
    since: str
    until: str
    she_says: int
    we_metered: int
    differs: bool
    entry: int


class LicencePage(msgspec.Struct, frozen=True):
    """One licence or offer with all that belongs to it; `terms_digest` is what a signature names."""

    licence: str
    standing: str
    licensee: str
    model: str
    purpose: str
    operation: str
    territory: str
    model_class: str
    credit: bool
    fee_cents: int
    price_micro: int
    pay_days: int
    since: str
    until: str
    predictions: int
    predictions_max: int
    accrued_cents: int
    invoiced_cents: int
    paid_cents: int
    open_cents: int
    terms_digest: str
    entry: int
    keys: tuple[KeyLine, ...]
    invoices: tuple[InvoiceLine, ...]
    reports: tuple[ReportLine, ...]


def licence_lines(folder: Folder) -> list[LicenceLine]:
    """All licences and offers in order of id."""
    with reading(folder) as now:
        at = moment_of(now, system_ports().clock)
        books = now.books
        granted = {row.licence: _line(books, row, at) for row in books.rows(Licence)}
        offered = {row.licence: _offer_line(books, row, at) for row in books.rows(LicenceOffer)}
    lines = offered | granted
    return [lines[licence] for licence in sorted(lines)]


def licence_page(folder: Folder, licence: str) -> LicencePage | None:
    """One licence or offer, or None where there is none of this id."""
    with reading(folder) as now:
        at = moment_of(now, system_ports().clock)
        row = now.books.get(Licence, licence)
        if row is not None:
            return _page(now.books, row, at)
        offer = now.books.get(LicenceOffer, licence)
        return _offer_page(now.books, offer, at) if offer is not None else None


def standing_text(books: Books, row: Licence, at: int) -> str:
    """How a licence stands at a moment, in one line, with the entries that it rests on.

    Args:
        books: the state.
        row: the licence.
        at: the moment, milliseconds since 1970, UTC.
    """
    return "; ".join((_life_text(row, at), *_faults(books, row, at)))


def report_text(answers: int, metered: int) -> str:
    """Who says what about a time of use, in one line."""
    told = f"The company says {answers:,} answers; our meter says "
    if answers == metered:
        return told + "the same."
    return (
        told + f"{metered:,}. They differ: both stay on record, and what is owed follows our meter."
    )


def _life_text(row: Licence, at: int) -> str:
    if row.revoked_at >= 0:
        ended = iso_from_moment(row.until_at)
        return f"revoked in entry {row.revoked_at}, ended {ended}; granted in entry {row.entry}"
    if at >= row.until_at:
        return f"expired {iso_from_moment(row.until_at)}; granted in entry {row.entry}"
    if row.accepted_at < 0:
        return f"granted in entry {row.entry}, not accepted yet"
    if row.predictions >= row.predictions_max:
        return f"used up; accepted in entry {row.accepted_at}, granted in entry {row.entry}"
    until = iso_from_moment(row.until_at)
    return f"accepted in entry {row.accepted_at}, granted in entry {row.entry}, until {until}"


def _faults(books: Books, row: Licence, at: int) -> list[str]:
    """What a licensee has not done in time."""
    faults = []
    late = overdue_invoices(books, row.licence, at)
    if late:
        cents = money_text(late[-1].through_cents - row.paid_cents, charter_of(books).currency)
        faults.append(
            f"overdue since {iso_from_moment(late[0].due_at)}: {cents} "
            f"(invoice {late[0].invoice}, entry {late[0].entry}), nothing is served"
        )
    missing = missing_certificates(books, row.licence, at)
    if missing:
        entries = ", ".join(str(one.withdrawal) for one in missing)
        faults.append(f"certificate missing for the withdrawals of entries {entries}, no new keys")
    return faults


def _line(books: Books, row: Licence, at: int) -> LicenceLine:
    accrued_cents = due_cents(row.accrued_micro)
    return LicenceLine(
        licence=row.licence, standing=standing_text(books, row, at), licensee=row.licensee,
        model=row.model, purpose=row.purpose, since=day_from_moment(row.from_at),
        until=day_from_moment(row.until_at), predictions=row.predictions,
        predictions_max=row.predictions_max, accrued_cents=accrued_cents,
        paid_cents=row.paid_cents, open_cents=accrued_cents - row.paid_cents, entry=row.entry,
    )  # fmt: skip


def _offer_line(books: Books, offer: LicenceOffer, at: int) -> LicenceLine:
    terms = terms_from_text(offer.terms)
    return LicenceLine(
        licence=offer.licence, standing=_offer_text(books, offer, at), licensee=terms.licensee,
        model=terms.model, purpose=terms.purpose, since="", until="", predictions=0,
        predictions_max=terms.predictions_max, accrued_cents=0, paid_cents=0, open_cents=0,
        entry=offer.entry,
    )  # fmt: skip


def terms_from_text(text: str) -> LicenceTerms:
    """The terms that an offer keeps as their canonical text."""
    return canonical.decode(text.encode(), _TERMS)


def _offer_text(books: Books, offer: LicenceOffer, at: int) -> str:
    count = len(objections_to(books, terms_from_text(offer.terms), at).members)
    told = f"offered in entry {offer.entry}, not granted"
    if not count:
        return told
    return f"{told}; {count} {'person does' if count == 1 else 'people do'} not allow it today"


def _page(books: Books, row: Licence, at: int) -> LicencePage:
    line = _line(books, row, at)
    return LicencePage(
        licence=row.licence, standing=line.standing, licensee=row.licensee, model=row.model,
        purpose=row.purpose, operation=row.operation, territory=row.territory,
        model_class=row.model_class, credit=bool(row.credit), fee_cents=row.fee_cents,
        price_micro=row.price_micro, pay_days=row.pay_days, since=iso_from_moment(row.from_at),
        until=iso_from_moment(row.until_at), predictions=row.predictions,
        predictions_max=row.predictions_max, accrued_cents=line.accrued_cents,
        invoiced_cents=row.invoiced_cents, paid_cents=row.paid_cents, open_cents=line.open_cents,
        terms_digest=row.subject, entry=row.entry,
        keys=tuple(map(_key_line, books.find(ApiKey, licence=row.licence))),
        invoices=tuple(_invoice_lines(books, row, at)),
        reports=tuple(map(_report_line, books.find(UseReport, licence=row.licence))),
    )  # fmt: skip


def _offer_page(books: Books, offer: LicenceOffer, at: int) -> LicencePage:
    terms = terms_from_text(offer.terms)
    return LicencePage(
        licence=offer.licence, standing=_offer_text(books, offer, at), licensee=terms.licensee,
        model=terms.model, purpose=terms.purpose, operation=terms.operation,
        territory=terms.territory, model_class=terms.model_class, credit=terms.credit,
        fee_cents=terms.fee_cents, price_micro=terms.price_micro, pay_days=terms.pay_days,
        since="", until="", predictions=0, predictions_max=terms.predictions_max, accrued_cents=0,
        invoiced_cents=0, paid_cents=0, open_cents=0, terms_digest=offer.subject,
        entry=offer.entry, keys=(), invoices=(), reports=(),
    )  # fmt: skip


def _key_line(key: ApiKey) -> KeyLine:
    works = "in use" if key.revoked_at < 0 else f"out of use since entry {key.revoked_at}"
    return KeyLine(key.key, works, key.entry)


def _invoice_lines(books: Books, row: Licence, at: int) -> list[InvoiceLine]:
    found = sorted(books.find(InvoiceRow, licence=row.licence), key=lambda one: one.entry)
    return [invoice_line(row, one, at) for one in found]


def invoice_line(row: Licence, one: InvoiceRow, at: int) -> InvoiceLine:
    """How an invoice of a licence stands at a moment."""
    unpaid_cents = min(one.amount_cents, max(0, one.through_cents - row.paid_cents))
    late = "overdue" if one.due_at < at else "open"
    return InvoiceLine(
        invoice=one.invoice, standing=late if unpaid_cents else "paid",
        amount_cents=one.amount_cents, unpaid_cents=unpaid_cents,
        issued=day_from_moment(one.issued_at), due=day_from_moment(one.due_at), entry=one.entry,
    )  # fmt: skip


def _report_line(row: UseReport) -> ReportLine:
    return ReportLine(
        report=row.report, since=iso_from_moment(row.from_at), until=iso_from_moment(row.until_at),
        she_says=row.answers, we_metered=row.metered, differs=row.answers != row.metered,
        entry=row.entry,
    )  # fmt: skip
