"""An invoice as a document: made from the record alone, so that it reads the same whenever it is asked.

JSON for programs, plain text for people. It computes no tax and carries no bank account: those are
the co-operative's own papers.
"""

from __future__ import annotations

import msgspec

from auzolan.audit.folder import Folder
from auzolan.charter.state import IN_FORCE, CharterInForce, charter_of
from auzolan.foundation.moments import day_from_moment
from auzolan.foundation.money import amount_text, money_text
from auzolan.house.asking import reading
from auzolan.house.storage.books import TableBooks
from auzolan.licensing.royalties import fee_micro
from auzolan.licensing.state import InvoiceRow, Licence, MeteredDay, Segment


class InvoicePaper(msgspec.Struct, frozen=True):
    """What a licensee is asked for, and how it comes about.

    Attributes:
        invoice: its number.
        origin: the name of the co-operative's record.
        licensee: who is asked.
        licence: under which licence.
        model: for the use of which model.
        terms_digest: the digest of the terms that both signed.
        currency: three letters.
        fee_cents: the stated sum, due once.
        predictions: how many had been recorded when it was written.
        price_micro: price of one, millionths of the currency unit.
        accrued_micro: fee and use together, exactly.
        asked_before_cents: what stands on earlier invoices.
        amount_cents: what this one asks for.
        issued: its day.
        due: the last day to pay.
        granted_entry: the entry of the licence.
        entry: the entry of this invoice.
    """

    invoice: str
    origin: str
    licensee: str
    licence: str
    model: str
    terms_digest: str
    currency: str
    fee_cents: int
    predictions: int
    price_micro: int
    accrued_micro: int
    asked_before_cents: int
    amount_cents: int
    issued: str
    due: str
    granted_entry: int
    entry: int


def invoice_paper(folder: Folder, invoice: str) -> InvoicePaper | None:
    """The document of an invoice, or None where there is none of this number."""
    with reading(folder) as now:
        row = now.books.get(InvoiceRow, invoice)
        return _paper(now.books, row) if row is not None else None


def _paper(books: TableBooks, row: InvoiceRow) -> InvoicePaper:
    licence, charter = books.get(Licence, row.licence), books.get(CharterInForce, IN_FORCE)
    assert licence is not None, f"{row.invoice} is of a licence that was never granted"
    assert charter is not None, "every co-operative has a charter"
    predictions = _used_before(books, licence, row.entry)
    return InvoicePaper(
        invoice=row.invoice, origin=charter.origin, licensee=licence.licensee,
        licence=licence.licence, model=licence.model, terms_digest=licence.subject,
        currency=charter_of(books).currency, fee_cents=licence.fee_cents, predictions=predictions,
        price_micro=licence.price_micro,
        accrued_micro=fee_micro(licence.fee_cents) + predictions * licence.price_micro,
        asked_before_cents=row.through_cents - row.amount_cents, amount_cents=row.amount_cents,
        issued=day_from_moment(row.issued_at), due=day_from_moment(row.due_at),
        granted_entry=licence.entry, entry=row.entry,
    )  # fmt: skip


def _used_before(books: TableBooks, licence: Licence, entry: int) -> int:
    """How many predictions stood on the record when an entry was made."""
    days = (one for one in books.rows(MeteredDay) if one.licence == licence.licence)
    used = sum(one.predictions for one in days if one.entry < entry)
    segments = books.find(Segment, licence=licence.licence)
    return used + sum(one.calls for one in segments if one.entry < entry)


def paper_text(paper: InvoicePaper) -> str:
    """The document in plain words, a line a figure."""
    asset = f"{paper.currency}/6"
    lines = (
        ("invoice", f"{paper.invoice} (entry {paper.entry} of {paper.origin})"),
        ("to", paper.licensee),
        ("for", f"use of {paper.model} under {paper.licence} (entry {paper.granted_entry})"),
        ("terms", paper.terms_digest),
        ("stated sum", money_text(paper.fee_cents, paper.currency)),
        ("predictions", f"{paper.predictions:,} at {amount_text(paper.price_micro, asset)} each"),
        ("in all", f"{amount_text(paper.accrued_micro, asset)}, rounded once"),
        ("asked before", money_text(paper.asked_before_cents, paper.currency)),
        ("asked now", money_text(paper.amount_cents, paper.currency)),
        ("written", paper.issued),
        ("due", paper.due),
    )
    return "\n".join(f"{name:<12}  {value}" for name, value in lines)
