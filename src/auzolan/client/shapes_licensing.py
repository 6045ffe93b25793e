"""Shapes of the room licensing. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

import msgspec


class AcceptAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which terms a company has said yes to, and where that can be seen."""

    licence: str
    terms_digest: str
    evidence: str


class LicenceAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which licence."""

    licence: str


class CertifyAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a company certifies about a withdrawal: a file that it has sent, or one sent now."""

    duty: str
    sent: str = ""
    certificate: str = ""


class DeletionLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a company must delete after a withdrawal."""

    licence: str
    model: str
    withdrawal: int
    due: str
    state: str


class UseOfMember(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One call that made a member money, and where it stands."""

    member: str
    licence: str
    model: str
    segment: int
    entry: int
    call: str
    at: str
    amount_micro: int
    fee_micro: int


class IssueKeyAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which licence, and the code (SHA-256) of a key that its company has drawn for itself."""

    licence: str
    digest: str


class KeyLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A key by its name; nobody has the key itself but the licensee."""

    key: str
    standing: str
    entry: int


class InvoiceLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An invoice; `unpaid_cents` is what of it has not come, the oldest debt being paid first."""

    invoice: str
    standing: str
    amount_cents: int
    unpaid_cents: int
    issued: str
    due: str
    entry: int


class ReportLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the licensee says beside what our meter says."""

    report: str
    since: str
    until: str
    she_says: int
    we_metered: int
    differs: bool
    entry: int


class LicencePage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
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


class LicenceLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
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


class MeterAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How many answers were given on a day."""

    licence: str
    day: str
    answers: int


class NotifyAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Of which withdrawal a company was told."""

    duty: str


class OfferAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Terms for a company; `thousand_cents` is the price of a thousand answers."""

    licence: str
    licensee: str
    model: str
    purpose: str
    fee_cents: int
    thousand_cents: int
    predictions_max: int
    days: int
    pay_days: int = 30
    credit: bool = True
    operation: str = "train"
    territory: str = ""
    model_class: str = ""


class InvoicePaper(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a licensee is asked for, and how it comes about."""

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


class ReceiveAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a company has paid."""

    licence: str
    amount_cents: int
    reference: str
    period: str = ""


class ReportAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a company says to have used, from a day to another."""

    licence: str
    since: str
    until: str
    answers: int


class RevokeAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which licence ends before its time, and why."""

    licence: str
    reason: str


class KeyAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which key."""

    key: str
