"""What a check reads before it decides: the moment, the house rules of that day, the batches.

It refuses what nobody can know: a moment to come, a term, a kind, a snapshot that does not exist.
"""

from __future__ import annotations

from auzolan.charter.articles import Charter
from auzolan.charter.differences import versions_of
from auzolan.consent.taxonomy import TAXONOMY
from auzolan.contributions.state import Batch
from auzolan.foundation.moments import day_from_moment, iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.consent.checking import Part
from auzolan.house.storage.reader import Reader
from auzolan.learning.acts import SnapshotSealed
from auzolan.learning.state import Snapshot, SnapshotPart

_CHARTERS = ("charter.found/1", "charter.amend/1")
ARTICLE = "house, consent"


def refused_clock(reader: Reader, at: int, now: int) -> Refusal | None:
    """The refusal of a moment of which nothing can be known yet, or None."""
    latest = max(now, reader.log.head().at)
    if at <= latest:
        return None
    return Refusal(
        "unknown.clock", ARTICLE,
        f"{iso_from_moment(at)} is still to come; it is {iso_from_moment(latest)}.",
        "Ask as of a moment that has been.",
    )  # fmt: skip


def refused_words(operation: str, end_use: str) -> Refusal | None:
    """The refusal of a term that no taxonomy knows, or None."""
    if operation not in TAXONOMY.operations:
        return Refusal(
            "unknown.operation", ARTICLE, f"Nobody knows an operation called {operation}.",
            f"Use one of: {', '.join(sorted(TAXONOMY.operations))}.",
        )  # fmt: skip
    if end_use not in TAXONOMY.end_uses:
        return Refusal(
            "unknown.end_use", ARTICLE, f"Nobody knows an end use called {end_use}.",
            f"Use one of: {', '.join(sorted(TAXONOMY.end_uses))}.",
        )  # fmt: skip
    return None


def entries_by(reader: Reader, at: int) -> int:
    """How many entries there were at a moment, those of the moment included."""
    low, high = 0, reader.log.head().size
    while low < high:
        middle = (low + high) // 2
        if reader.entry(middle).at <= at:
            low = middle + 1
        else:
            high = middle
    return low


def charter_at(reader: Reader, size: int) -> Charter | Refusal:
    """The house rules that were in force when the record had so many entries."""
    numbers = sorted(seq for act in _CHARTERS for seq in reader.entries_of(act) if seq < size)
    found = [one.charter for one in versions_of(map(reader.entry, numbers))]
    if found:
        return found[-1]
    return Refusal(
        "unknown.clock", ARTICLE, "The co-operative had not been founded at that moment.",
        f"It was founded on {day_from_moment(reader.entry(0).at)}; ask as of a later moment.",
    )  # fmt: skip


def refused_kind(charter: Charter, kind: str) -> Refusal | None:
    """The refusal of a kind of rows that the house rules of that day do not know, or None."""
    if kind in charter.consent.kinds:
        return None
    return Refusal(
        "unknown.kind", f"Art. {charter.consent.number}",
        f"The house rules of that day know no kind of rows called {kind}.",
        f"Use one of: {', '.join(charter.consent.kinds)}.",
    )  # fmt: skip


def parts_of_snapshot(reader: Reader, snapshot: Snapshot, size: int) -> tuple[Part, ...]:
    """The batches in a snapshot, as they were when the record had so many entries."""
    found = []
    for part in reader.rows(SnapshotPart, snapshot=snapshot.snapshot):
        batch = reader.get(Batch, part.batch)
        assert batch is not None, f"snapshot {part.snapshot} holds an unknown batch {part.batch}"
        found.append(
            Part(part.member, part.batch, batch.rows, part.without, _was_erased(batch, size))
        )
    return tuple(found)


def parts_of_kind(reader: Reader, kind: str, size: int) -> tuple[Part, ...]:
    """All batches of a kind that had been brought when the record had so many entries."""
    return tuple(
        Part(batch.member, batch.batch, batch.rows, "", _was_erased(batch, size))
        for batch in reader.rows(Batch, kind=kind)
        if batch.entry < size
    )


def sealed_root(reader: Reader, snapshot: Snapshot) -> str:
    """The digest of the statements that a snapshot rested on when it was sealed."""
    facts = reader.entry(snapshot.entry).facts
    return next(fact.policy_root for fact in facts if isinstance(fact, SnapshotSealed))


def _was_erased(batch: Batch, size: int) -> bool:
    return 0 <= batch.erased_at < size
