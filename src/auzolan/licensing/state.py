"""The rows of the licensing room."""

from __future__ import annotations

from typing import ClassVar

from auzolan.foundation.books import Row


class Licence(Row, frozen=True, gc=False):
    """A licence with what has been used, accrued (micro-units, fee included) and paid (cents).

    `accepted_at` is the entry of the licensee's acceptance, -1 until then; `invoiced_cents` what
    stands on invoices; `revoked_at` the entry that ended it early, -1 where none has; `segments`
    how many segments of calls were recorded, `members_micro` the members' part of those by use.
    """

    KEY: ClassVar = ("licence",)
    INDEXES: ClassVar = (("model",),)

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


class MeteredDay(Row, frozen=True, gc=False):
    """One day's reported use; a day is reported once."""

    KEY: ClassVar = ("licence", "day")

    licence: str
    day: str
    predictions: int
    entry: int


class LicenceOffer(Row, frozen=True, gc=False):
    """Terms that lie before a licensee and the members; `terms` is their canonical text."""

    KEY: ClassVar = ("licence",)
    INDEXES: ClassVar = ()

    licence: str
    subject: str
    terms: str
    entry: int


class ApiKey(Row, frozen=True, gc=False):
    """A key by which a licensee calls a model; `revoked_at` is an entry, -1 while it works."""

    KEY: ClassVar = ("key",)
    INDEXES: ClassVar = (("licence",), ("digest",))

    key: str
    licence: str
    digest: str
    entry: int
    revoked_at: int


class InvoiceRow(Row, frozen=True, gc=False):
    """What a licensee was asked for; `through_cents` is all that was asked for up to this one."""

    KEY: ClassVar = ("invoice",)
    INDEXES: ClassVar = (("licence",),)

    invoice: str
    licence: str
    amount_cents: int
    through_cents: int
    issued_at: int
    due_at: int
    entry: int


class UseReport(Row, frozen=True, gc=False):
    """What a licensee said to have used, beside what our meter says of the same time."""

    KEY: ClassVar = ("report",)
    INDEXES: ClassVar = (("licence",),)

    report: str
    licence: str
    from_at: int
    until_at: int
    answers: int
    metered: int
    entry: int


class Segment(Row, frozen=True, gc=False):
    """A recorded stretch of answered calls; `uses` is the text of their annex's `AnnexRef`."""

    KEY: ClassVar = ("licence", "number")
    INDEXES: ClassVar = (("licence",),)

    licence: str
    number: int
    from_at: int
    until_at: int
    calls: int
    fee_micro: int
    members_micro: int
    uses: str
    entry: int


class LicenseeDuty(Row, frozen=True, gc=False):
    """What is owed to a withdrawal under a licence: telling the licensee, and her certificate.

    Moments; `notified_at`, `certified_at` are -1 until it is done.
    """

    KEY: ClassVar = ("withdrawal", "licence")
    INDEXES: ClassVar = (("withdrawal",), ("licence",))

    withdrawal: int
    licence: str
    notify_by: int
    notified_at: int
    certify_by: int
    certified_at: int
