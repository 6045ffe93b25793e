"""Shapes of the rows of the room licensing. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

import msgspec


class InvoiceRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a licensee was asked for; `through_cents` is all that was asked for up to this one."""

    invoice: str
    licence: str
    amount_cents: int
    through_cents: int
    issued_at: int
    due_at: int
    entry: int


class Licence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A licence with what has been used, accrued (micro-units, fee included) and paid (cents)."""

    licence: str
    licensee: str
    model: str
    purpose: str
    fee_cents: int
    price_micro: int
    predictions_max: int
    from_at: int
    until_at: int
    predictions: int
    accrued_micro: int
    paid_cents: int
    entry: int
    operation: str = "train"
    territory: str = ""
    model_class: str = ""
    credit: int = 1
    pay_days: int = 30
    subject: str = ""
    accepted_at: int = -1
    invoiced_cents: int = 0
    revoked_at: int = -1
    segments: int = 0
    last_use_at: int = 0
    members_micro: int = 0


class LicenceOffer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Terms that lie before a licensee and the members; `terms` is their canonical text."""

    licence: str
    subject: str
    terms: str
    entry: int


class LicenseeDuty(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is owed to a withdrawal under a licence: telling the licensee, and her certificate."""

    withdrawal: int
    licence: str
    notify_by: int
    notified_at: int
    certify_by: int
    certified_at: int


class MeteredDay(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One day's reported use; a day is reported once."""

    licence: str
    day: str
    predictions: int
    entry: int


class Segment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A recorded stretch of answered calls; `uses` is the text of their annex's `AnnexRef`."""

    licence: str
    number: int
    from_at: int
    until_at: int
    calls: int
    fee_micro: int
    members_micro: int
    uses: str
    entry: int


class UseReport(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a licensee said to have used, beside what our meter says of the same time."""

    report: str
    licence: str
    from_at: int
    until_at: int
    answers: int
    metered: int
    entry: int
