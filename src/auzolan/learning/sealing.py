"""Which rows go into a snapshot, what is left out and why; and who would say no to it today.

It asks the consent room's one gate about every batch. It draws no sample and reads no row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from auzolan.charter.articles import Charter
from auzolan.consent.gate import Answer, answer, bit_of, consents_of_kind
from auzolan.consent.state import Consent
from auzolan.contributions.state import Batch
from auzolan.foundation import canonical
from auzolan.foundation.books import Books
from auzolan.learning.state import Snapshot, SnapshotPart


@dataclass(frozen=True, slots=True)
class Selection:
    """What a snapshot would hold.

    Attributes:
        batches: ids of the batches in it, in order.
        members: the owner of each batch.
        roots: the Merkle root of each batch.
        rows: the rows of each batch.
        rows_not_granted: rows left out because their owner never allowed the purpose.
        rows_withdrawn: rows left out because their owner withdrew.
        rows_erased: rows left out because they exist no longer.
        members_left_out: how many have offered rows of the kind and have none in it.
        policy_root: digest of the consents it rests on.
    """

    batches: tuple[str, ...]
    members: tuple[str, ...]
    roots: tuple[str, ...]
    rows: tuple[int, ...]
    rows_not_granted: int
    rows_withdrawn: int
    rows_erased: int
    members_left_out: int
    policy_root: str

    def rows_total(self) -> int:
        """All rows in the snapshot."""
        return sum(self.rows)

    def members_count(self) -> int:
        """How many different members have rows in the snapshot."""
        return len(set(self.members))


def select(books: Books, *, kind: str, purpose: str, charter: Charter) -> Selection:
    """Choose all rows of a kind that exist and whose owners allow the purpose now.

    Args:
        books: the state.
        kind: the kind of rows.
        purpose: what the snapshot is for.
        charter: the charter in force.
    Returns:
        The batches in order of id, with counts of what was left out; empty where nothing may
        be used.
    Source: charter, article on consent.
    """
    consents = consents_of_kind(books, kind)
    bit = bit_of(charter, kind=kind, purpose=purpose)
    offered = books.find(Batch, kind=kind)
    kept: list[Batch] = []
    left_out: Counter[str] = Counter()
    for batch in offered:
        said = answer(consents.get(batch.member), bit)
        if batch.erased_at >= 0:
            left_out["erased"] += batch.rows
        elif said is Answer.YES:
            kept.append(batch)
        else:
            left_out[said.value] += batch.rows
    inside = {batch.member for batch in kept}
    return Selection(
        batches=tuple(batch.batch for batch in kept),
        members=tuple(batch.member for batch in kept),
        roots=tuple(batch.root for batch in kept),
        rows=tuple(batch.rows for batch in kept),
        rows_not_granted=left_out[Answer.NOT_GRANTED.value],
        rows_withdrawn=left_out[Answer.WITHDRAWN.value],
        rows_erased=left_out["erased"],
        members_left_out=len({batch.member for batch in offered} - inside),
        policy_root=policy_root_of(consents[member] for member in inside),
    )


def policy_root_of(consents: Iterator[Consent]) -> str:
    """Name a set of consents: the digest of [member, mask, entry of the grant], sorted.

    Anyone who holds the record finds the same digest from its grants.
    """
    return canonical.digest(
        sorted([consent.member, consent.mask, consent.entry] for consent in consents)
    )


@dataclass(frozen=True, slots=True)
class Objections:
    """What stands against using a snapshot today.

    Attributes:
        members: those in it who no longer allow its purpose, in order.
        rows: their rows in it.
        rows_erased: rows in it that exist no longer, whoever owned them.
    """

    members: tuple[str, ...]
    rows: int
    rows_erased: int


def objections(books: Books, snapshot: Snapshot, charter: Charter) -> Objections:
    """Ask every owner's consent again, batch by batch, and whether the rows still exist.

    Args:
        books: the state.
        snapshot: the snapshot that somebody wants to read.
        charter: the charter in force; a purpose it no longer names is allowed by nobody.
    Returns:
        Empty and zero where nothing stands against it.
    """
    consents = consents_of_kind(books, snapshot.kind)
    bit = bit_of(charter, kind=snapshot.kind, purpose=snapshot.purpose)
    parts = books.find(SnapshotPart, snapshot=snapshot.snapshot)
    refused = [part for part in parts if answer(consents.get(part.member), bit) is not Answer.YES]
    return Objections(
        members=tuple(sorted({part.member for part in refused})),
        rows=sum(part.rows for part in refused),
        rows_erased=sum(part.rows for part in parts if _is_erased(books, part)),
    )


def _is_erased(books: Books, part: SnapshotPart) -> bool:
    batch = books.get(Batch, part.batch)
    assert batch is not None, f"snapshot {part.snapshot} holds an unknown batch {part.batch}"
    return batch.erased_at >= 0
