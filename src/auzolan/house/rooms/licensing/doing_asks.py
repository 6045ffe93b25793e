"""What the doings about licences ask, field by field; see `doings`. Nothing is done here."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.house.doing import CentsAsked, Day, LongText, Name, UploadId

Digest = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Duty = Annotated[str, Meta(pattern=r"\A[a-z0-9][a-z0-9._-]{0,47}:[0-9]{1,16}\Z")]
"""A licence and the entry of a withdrawal."""
Term = Annotated[str, Meta(max_length=80)]
Answers = Annotated[int, Meta(ge=0, le=10**12)]


class OfferAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Terms for a company; `thousand_cents` is the price of a thousand answers."""

    licence: Name
    licensee: Name
    model: Name
    purpose: Name
    fee_cents: CentsAsked
    thousand_cents: CentsAsked
    predictions_max: Answers
    days: Annotated[int, Meta(ge=1, le=3_650)]
    pay_days: Annotated[int, Meta(ge=0, le=365)] = 30
    credit: bool = True
    operation: Term = "train"
    territory: Term = ""
    model_class: Term = ""


class AcceptAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which terms a company has said yes to, and where that can be seen."""

    licence: Name
    terms_digest: Digest
    evidence: LongText


class LicenceAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which licence."""

    licence: Name


class IssueKeyAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which licence, and the code (SHA-256) of a key that its company has drawn for itself."""

    licence: Name
    digest: Digest


class KeyAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which key."""

    key: Name


class ReportAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a company says to have used, from a day to another."""

    licence: Name
    since: Day
    until: Day
    answers: Answers


class RevokeAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which licence ends before its time, and why."""

    licence: Name
    reason: LongText


class ReceiveAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a company has paid."""

    licence: Name
    amount_cents: CentsAsked
    reference: LongText
    period: Name = ""


class MeterAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How many answers were given on a day."""

    licence: Name
    day: Day
    answers: Annotated[int, Meta(ge=1, le=10**9)]


class NotifyAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Of which withdrawal a company was told."""

    duty: Duty


class CertifyAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a company certifies about a withdrawal: a file that it has sent, or one sent now."""

    duty: Duty
    sent: Digest = ""
    certificate: UploadId = ""
