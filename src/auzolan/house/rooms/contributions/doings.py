"""What can be done about rows at a door; see `house/doing.py`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from auzolan.consent.state import Consent
from auzolan.contributions.state import Batch
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.doing import (
    Answer,
    Choice,
    Doing,
    Effect,
    LongText,
    Name,
    ShortText,
    Who,
    listed,
)
from auzolan.house.doors.errors import Misused
from auzolan.house.rooms.consent.doing_choices import kinds
from auzolan.house.rooms.contributions import bringing, flows
from auzolan.house.rooms.contributions.arguments import rows_from_text
from auzolan.house.rooms.contributions.bringing import ImportAsked, TracesAsked
from auzolan.house.rooms.contributions.choosing import own_batches
from auzolan.house.rooms.contributions.limits import ARTICLE
from auzolan.house.storage.reader import Reader

_PART = re.compile(r"([a-z0-9][a-z0-9._-]{0,47})[ =:]+([0-9]{1,3})(?:[.,]([0-9]{1,2}))? ?%?\Z")
_WHOLE_BP = 10_000


class ShareAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who made the works of a batch with her: one line each, number and per cent."""

    batch: Name
    shares: LongText


class EraseAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which batch is destroyed, and why."""

    batch: Name
    reason: ShortText


class SettleAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which rows of a batch whose they are from now on, as a dispute was settled, and why."""

    batch: Name
    rows: ShortText
    shares: LongText
    reason: LongText


def _share(desk: Desk, who: Who, asked: ShareAsked) -> Answer:
    shares = shares_from_text(asked.shares)
    if isinstance(shares, Refusal):
        return shares
    left = _WHOLE_BP - sum(part for _, part in shares)
    if left > 0 and who.member not in {member for member, _ in shares}:
        shares.append((who.member, left))
    return flows.share_batch(desk, member=who.member, batch=asked.batch, shares=shares)


def _sharing(reader: Reader, who: Who, asked: ShareAsked) -> Sequence[Effect]:
    return [Effect("contributions.worth_shared")]


def _erase(desk: Desk, who: Who, asked: EraseAsked) -> Answer:
    return flows.erase_rows(desk, actor=who.member, batch=asked.batch, reason=asked.reason)


def _erasing(reader: Reader, who: Who, asked: EraseAsked) -> Sequence[Effect]:
    row = reader.get(Batch, asked.batch)
    return [Effect("contributions.gone_for_good", {"rows": row.rows if row is not None else 0})]


def _settle(desk: Desk, who: Who, asked: SettleAsked) -> Answer:
    shares = shares_from_text(asked.shares)
    if isinstance(shares, Refusal):
        return shares
    try:
        rows = rows_from_text(asked.rows)
    except Misused as fault:
        return Refusal(
            "contributions.rows_unreadable", ARTICLE, f"{fault}.",
            "Write numbers of rows from 0 and spans of them, as 0-11,40.",
        )  # fmt: skip
    return flows.settle_rows(
        desk, actor=who.member, batch=asked.batch, rows=rows, shares=shares, reason=asked.reason
    )


def shares_from_text(text: str) -> list[tuple[str, int]] | Refusal:
    """Members with their parts in basis points, from lines such as `m018 40` or `m018 33.5 %`."""
    found = []
    for line in filter(None, (one.strip() for one in text.split("\n"))):
        part = _PART.match(line)
        if part is None:
            return Refusal(
                "contributions.shares_unreadable", ARTICLE, f"The line {line[:60]!r} is no share.",
                "Write one line for each person: her number and per cent, as m018 40.",
            )  # fmt: skip
        found.append((part[1], int(part[2]) * 100 + int((part[3] or "0").ljust(2, "0"))))
    return found


def to_erase(reader: Reader, who: Who) -> Sequence[Choice] | None:
    """The batches whose owners have stopped their use, and whose rows still exist."""
    withdrawn = [one for one in reader.rows(Consent) if one.withdrawn_at >= 0 and one.erase_by]
    found = [
        Choice(batch.batch, f"{batch.batch} ({batch.kind}, {batch.rows:,})")
        for consent in withdrawn
        for batch in reader.rows(Batch, member=consent.member, kind=consent.kind)
        if batch.erased_at < 0
    ]
    return listed(found)


DOINGS: tuple[Doing[Any], ...] = (
    Doing(
        "contributions.import", ImportAsked, bringing.bring, effects=bringing.bringing,
        choices={"kind": kinds}, is_long=True, leads_to="contributions",
    ),
    Doing(
        "contributions.import_traces", TracesAsked, bringing.bring_traces,
        effects=bringing.bringing_traces, choices={"kind": kinds}, is_long=True,
        leads_to="contributions",
    ),
    Doing(
        "contributions.share", ShareAsked, _share, effects=_sharing, leads_to="contributions",
        choices={"batch": own_batches},
    ),
    Doing(
        "contributions.erase", EraseAsked, _erase, effects=_erasing,
        choices={"batch": to_erase},
    ),
    Doing("contributions.settle", SettleAsked, _settle, needs_second=True),
)  # fmt: skip
