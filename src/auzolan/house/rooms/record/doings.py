"""What can be done in this room at a door; see `house/doing.py`.

A whole check makes no entry: its receipt is that of the last entry which it read. What differs is named
by entry, account and field alone, since the values may be a person's.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from auzolan.audit.folder import Folder
from auzolan.audit.report import AUDITOR, Report
from auzolan.audit.verify import CannotVerify, NothingToVerify, verify
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.doing import Answer, Doing, LongText, Name, Who
from auzolan.house.jobs.progress import tell
from auzolan.house.rooms.record.flows import redact
from auzolan.house.storage.reader import reader_of
from auzolan.house.submission import Receipt
from auzolan.record.frontier import leaf_hash

ARTICLE = "house, the record can be checked"


class RedactAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which sealed text is to be erased, and why.

    Attributes:
        entry: the number of the entry that sealed it.
        field: its name there, as `words`.
        reason: why; it is sealed too.
    """

    entry: Annotated[int, Meta(ge=0)]
    field: Name
    reason: LongText


def _redact(desk: Desk, who: Who, asked: RedactAsked) -> Answer:
    return redact(desk, actor=who.member, entry=asked.entry, field=asked.field, reason=asked.reason)


class VerifyAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing is asked: all of the folder is checked."""


def _verify(desk: Desk, who: Who, asked: VerifyAsked) -> Answer:
    try:
        report = verify(
            desk.folder.path,
            level=AUDITOR,
            progress=lambda done, total: tell("checking", done, total),
        )
    except (CannotVerify, NothingToVerify) as fault:
        return Refusal(
            "record.cannot_be_checked", ARTICLE, f"The record could not be checked: {fault}.",
            "Tell whoever runs the house; a backup may have what is missing.",
        )  # fmt: skip
    return _differs(report) if report.differences else _last(desk.folder, report.entries - 1)


def _differs(report: Report) -> Refusal:
    first, number = report.differences[0], len(report.differences)
    return Refusal(
        "record.differs", ARTICLE,
        f"The record and the books differ at {number} places, first at entry {first.entry}, "
        f"{first.account}, {first.field}.",
        "Run auzolan verify on the folder: it names each place with what was expected and found.",
    )  # fmt: skip


def _last(folder: Folder, seq: int) -> Receipt:
    with reader_of(folder) as reader:
        entry = reader.entry(seq)
        return Receipt(seq, entry.id, entry.at, leaf_hash(reader.log.body(seq)), (), repeated=True)


DOINGS: tuple[Doing[Any], ...] = (
    Doing("record.redact", RedactAsked, _redact, leads_to="steward"),
    Doing("record.verify", VerifyAsked, _verify, is_long=True, leads_to="audit"),
)
