"""Where rows may have come from: questions about batches and events, for a human to look at.

Merging cannot know who did a thing first. Three findings help a person to ask: a batch whose raw
rows are nearly all another member's rows too; a source event that two members brought; and how
many rows of how many members were merged across people at all.

It flags and never punishes: nothing is paid by a finding, and none is proof. On real purchases
most rows of one household equal some row of another, though hardly a whole batch does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from auzolan.valuation.payable.canonical_rows import CanonicalRows, Claim
from auzolan.valuation.payable.games import RawRows
from auzolan.valuation.payable.terms import HeldBatch

ALIKE_ROWS_MIN = 20
"""The smallest batch that is looked at: of a few rows all may be alike by chance."""
ALIKE_BP = 9_000
"""The part of a batch's rows, in basis points, from which on the review asks."""
EVENTS_MAX = 1_000
"""The most events that one review names; it counts all of them."""
_BASIS_POINTS = 10_000


@dataclass(frozen=True, slots=True)
class AlikeBatch:
    """A batch whose raw rows are nearly all in another member's batch too.

    Attributes:
        batch: the batch.
        member: who brought it.
        rows: how many rows it has.
        other_batch: the batch that holds them too.
        other_member: who brought that one.
        rows_alike: how many of its rows have an equal one there, each used once.
        is_later: whether it was registered after the other.
    """

    batch: str
    member: str
    rows: int
    other_batch: str
    other_member: str
    rows_alike: int
    is_later: bool

    def text(self) -> str:
        """Put the question in plain words."""
        order = "later" if self.is_later else "earlier"
        return (
            f"{self.rows_alike} of {self.rows} rows of {self.batch} ({self.member}) say the same as "
            f"rows of {self.other_batch} ({self.other_member}); it was registered {order}. This is "
            "a question, not a finding: ask both where the rows come from."
        )


@dataclass(frozen=True, slots=True)
class ContestedEvent:
    """A source event that rows of several members name and tell differently.

    Attributes:
        event: its id.
        batches: the batches with such a row, each with who brought it, the earliest first.
        settled: whether a dispute about it was settled.
    """

    event: str
    batches: tuple[tuple[str, str], ...]
    settled: bool

    def text(self) -> str:
        """Put the question in plain words."""
        who = ", ".join(f"{batch} ({member})" for batch, member in self.batches)
        state = "It is settled." if self.settled else "Ask the source whose event it is."
        return f"The event {self.event} is told differently in {who}. {state}"


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a look at the origin of rows found.

    Attributes:
        rows: all rows.
        rows_merged: rows that do not stand.
        rows_across: rows among them that merged with a row of another member.
        members_across: how many members brought such rows.
        alike: batches to ask about, by batch.
        contested: events to ask about, by id, at most 1,000.
        n_contested: how many there are.
    """

    rows: int
    rows_merged: int
    rows_across: int
    members_across: int
    alike: tuple[AlikeBatch, ...]
    contested: tuple[ContestedEvent, ...]
    n_contested: int


def provenance(
    raw: RawRows, batches: Sequence[HeldBatch], claims: Sequence[Claim], merged: CanonicalRows
) -> Provenance:
    """Look where rows may have come from.

    Args:
        raw: the rows as they were brought.
        batches: the batches in the order of their rows.
        claims: what is registered about each row.
        merged: which rows are one.
    Returns:
        All findings.
    """
    said = list(zip(raw.content.spelled(), raw.labels.tolist(), strict=True))
    batch_of = [held for held in batches for _ in range(held.rows)]
    across = [
        row
        for row, leader in enumerate(merged.standing[merged.row_of].tolist())
        if batch_of[row].member != batch_of[leader].member
    ]
    contested = _contested(said, batch_of, claims)
    return Provenance(
        rows=len(claims),
        rows_merged=len(claims) - len(merged.standing),
        rows_across=len(across),
        members_across=len({batch_of[row].member for row in across}),
        alike=_alike(said, batches),
        contested=tuple(contested[:EVENTS_MAX]),
        n_contested=len(contested),
    )


def _alike(said: list[tuple[bytes, int]], batches: Sequence[HeldBatch]) -> tuple[AlikeBatch, ...]:
    """Compare each batch with all that share some row with it; never all pairs of rows."""
    counts: list[Counter[tuple[bytes, int]]] = []
    at = 0
    for held in batches:
        counts.append(Counter(said[at : at + held.rows]))
        at += held.rows
    holding: dict[tuple[bytes, int], list[int]] = {}
    for place, count in enumerate(counts):
        for one in count:
            holding.setdefault(one, []).append(place)
    found = []
    for place, held in enumerate(batches):
        if held.rows < ALIKE_ROWS_MIN:
            continue
        shared: Counter[int] = Counter()
        for one, times in counts[place].items():
            for other in holding[one]:
                shared[other] += min(times, counts[other][one])
        for other, rows in sorted(shared.items()):
            theirs = batches[other]
            if theirs.member != held.member and rows * _BASIS_POINTS >= held.rows * ALIKE_BP:
                found.append(
                    AlikeBatch(
                        held.batch, held.member, held.rows, theirs.batch, theirs.member, rows,
                        held.registered > theirs.registered,
                    )
                )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.batch, one.other_batch)))


def _contested(
    said: list[tuple[bytes, int]], batch_of: Sequence[HeldBatch], claims: Sequence[Claim]
) -> list[ContestedEvent]:
    rows_of: dict[str, list[int]] = {}
    for row, claim in enumerate(claims):
        if claim.event:
            rows_of.setdefault(claim.event, []).append(row)
    found = []
    for event, rows in sorted(rows_of.items()):
        members = {batch_of[row].member for row in rows}
        if len(members) < 2 or len({said[row] for row in rows}) < 2:
            continue
        batches = {batch_of[row].batch: batch_of[row] for row in rows}
        named = sorted(batches.values(), key=lambda held: (held.registered, held.batch))
        found.append(
            ContestedEvent(
                event,
                tuple((held.batch, held.member) for held in named),
                any(claims[row].settled for row in rows),
            )
        )
    return found
