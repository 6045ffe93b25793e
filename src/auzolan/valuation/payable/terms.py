"""By which terms rows are valued: what is one thing, the cap, and who holds which row.

Terms are read from the books: the charter says of each kind what merges, and the contributions'
room who holds a batch or a settled row. They are those of one moment, so that whoever computes a
valuation again finds the ones it was made by. Nothing here sees a row or computes a value.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auzolan.charter.articles import Charter
from auzolan.charter.state import charter_of
from auzolan.contributions.ownership import settled_of, shares_of
from auzolan.contributions.state import Batch
from auzolan.foundation.books import Books
from auzolan.learning.ranges import places_of
from auzolan.learning.state import Snapshot, SnapshotPart
from auzolan.valuation.payable.canonical_rows import Claim, Merging, Shares
from auzolan.valuation.state import Valuation

EVENT = "event"
"""The column of an observation that names its source event."""


@dataclass(frozen=True, slots=True)
class HeldBatch:
    """A batch of a snapshot, and who holds its rows.

    Attributes:
        batch: its id.
        member: who brought it.
        rows: how many rows it has.
        registered: the entry of its offer.
        shares: who holds its rows, in basis points.
        settled: rows that a settled dispute gave to others, by number within the batch.
    """

    batch: str
    member: str
    rows: int
    registered: int
    shares: Shares
    settled: Mapping[int, Shares]


@dataclass(frozen=True, slots=True)
class Terms:
    """All that a valuation depends on beside rows and recipe.

    Attributes:
        merging: what makes two rows one thing.
        cap_rows: rows of one member that enter the answer to one query; 0 for all.
        near_squared_max: the greatest squared distance at which a recipe may merge.
        batches: the batches in the order of their rows.
        settled_last: the newest entry that settled a row of them, -1 where none did.
    """

    merging: Merging
    cap_rows: int
    near_squared_max: int
    batches: tuple[HeldBatch, ...]
    settled_last: int

    @property
    def cap(self) -> int | None:
        """The cap as `canonical_member_values` takes it: None for all."""
        return self.cap_rows or None

    def owners(self) -> list[str]:
        """Who brought each row."""
        return [held.member for held in self.batches for _ in range(held.rows)]

    def check_merging(self, near_squared: int) -> None:
        """Check that a recipe merges no farther than these terms allow.

        Raises:
            ValueError: it does.
        """
        if near_squared > self.near_squared_max:
            raise ValueError(
                f"the recipe merges rows up to {near_squared} squared steps apart; "
                f"the terms allow {self.near_squared_max}"
            )

    def rows_most(self) -> dict[str, int]:
        """The most rows of which each one can hold a part: those who brought or hold some."""
        most: dict[str, int] = {}
        for held in self.batches:
            most.setdefault(held.member, 0)
            for member, _ in held.shares:
                most[member] = most.get(member, 0) + held.rows
            for shares in held.settled.values():
                for member, _ in shares:
                    most[member] = most.get(member, 0) + 1
        return most


def merging_of(charter: Charter, kind: str) -> Merging:
    """What the charter says of a kind of rows.

    Args:
        charter: the charter in force.
        kind: one of its kinds.
    Returns:
        A plain observation, unless the article on worth names the kind.
    Source: charter, article on worth.
    """
    if kind in charter.worth.works:
        return Merging.WORK
    return Merging.VOUCHED if kind in charter.worth.vouched else Merging.OBSERVATION


def terms_now(books: Books, snapshot: Snapshot, seq: int) -> Terms:
    """The terms by which a snapshot is valued at an entry, by the charter in force.

    Args:
        books: the state before the entry.
        snapshot: what is valued.
        seq: the entry, or any number above the newest.
    Returns:
        The terms.
    """
    charter = charter_of(books)
    return terms_at(
        books, snapshot.snapshot, merging=merging_of(charter, snapshot.kind),
        cap_rows=charter.worth.cap_rows, near_squared_max=charter.worth.near_squared_max,
        before=seq,
    )  # fmt: skip


def terms_at(
    books: Books,
    snapshot: str,
    *,
    merging: Merging,
    cap_rows: int,
    near_squared_max: int,
    before: int,
) -> Terms:
    """The terms of a valuation that was entered before, for whoever computes it again.

    Shares of a batch do not change once a snapshot holds it; of settled rows those count that
    were settled before the valuation's entry.

    Args:
        books: the state at that entry or later.
        snapshot: id of what was valued.
        merging: as the valuation says.
        cap_rows: as the valuation says.
        near_squared_max: the distance that the valuation names; its recipe merges no farther.
        before: the valuation's entry.
    Returns:
        The terms.
    """
    held, last = [], -1
    for part in books.find(SnapshotPart, snapshot=snapshot):
        batch = books.get(Batch, part.batch)
        assert batch is not None, f"snapshot {snapshot} holds an unknown batch {part.batch}"
        settled = settled_of(books, batch.batch, before=before)
        last = max([last, *(one.entry for one in settled.values())])
        held.append(
            HeldBatch(
                batch.batch, batch.member, part.rows, batch.entry, shares_of(books, batch),
                _inside({row: one.shares for row, one in settled.items()}, part.without),
            )
        )  # fmt: skip
    return Terms(merging, cap_rows, near_squared_max, tuple(held), last)


def _inside(settled: Mapping[int, Shares], without: str) -> dict[int, Shares]:
    """Settled rows by their number among those of the batch that the snapshot holds."""
    left_out = places_of(without)
    gone = set(left_out)
    return {
        row - bisect_left(left_out, row): shares
        for row, shares in settled.items()
        if row not in gone
    }


def terms_of(books: Books, valuation: Valuation) -> Terms:
    """The terms by which a valuation on the record was made.

    Args:
        books: the state at its entry or later.
        valuation: its row.
    Returns:
        The terms.
    """
    return terms_at(
        books, valuation.snapshot, merging=Merging(valuation.merging),
        cap_rows=valuation.cap_rows, near_squared_max=valuation.near_squared,
        before=valuation.entry,
    )  # fmt: skip


def claims_of(terms: Terms, columns: Mapping[str, Sequence[int | str]]) -> list[Claim]:
    """What is registered about each row.

    Args:
        terms: the batches in the order of the rows.
        columns: the rows' columns; of an observation, `event` names the source event.
    Returns:
        One claim a row; an empty event for a work, and where the file has no such column.
    """
    events: Sequence[int | str] = ()
    if terms.merging is not Merging.WORK:
        events = columns.get(EVENT, ())
    claims: list[Claim] = []
    for held in terms.batches:
        for row in range(held.rows):
            place = len(claims)
            event = str(events[place]) if events else ""
            claims.append(Claim(held.shares, held.registered, event, held.settled.get(row, ())))
    return claims
