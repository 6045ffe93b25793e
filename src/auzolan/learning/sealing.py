"""Which rows go into a snapshot, what is left out and why; and who would say no to it today.

It asks the consent room's one gate about every batch. It draws no sample and reads no row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from auzolan.charter.articles import Charter
from auzolan.consent.gate import WITHDRAWN, Asked, Gate, Said, asked
from auzolan.contributions.state import Batch
from auzolan.foundation import canonical
from auzolan.foundation.books import Books
from auzolan.learning.acts import Seal
from auzolan.learning.ranges import count_below, gaps_text, is_inside, ranges_text, spans_of
from auzolan.learning.state import Snapshot, SnapshotPart

VALUE = "value"
_ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Selection:
    """What a snapshot would hold.

    Attributes:
        batches: ids of the batches in it, in order.
        members: the owner of each batch.
        roots: the Merkle root of each batch.
        rows: how many rows of each batch are in it.
        without: the rows of each batch that are left out, as ranges.
        rows_not_granted: rows left out because somebody has not allowed the use.
        rows_withdrawn: rows left out because their owner withdrew.
        rows_erased: rows left out because they exist no longer.
        members_left_out: how many have offered rows of the kind and have none in it.
        reasons: rows left out by each reason that the gate gave, in order of reason.
        policy_root: digest of the statements it rests on.
    """

    batches: tuple[str, ...]
    members: tuple[str, ...]
    roots: tuple[str, ...]
    rows: tuple[int, ...]
    without: tuple[str, ...]
    rows_not_granted: int
    rows_withdrawn: int
    rows_erased: int
    members_left_out: int
    reasons: tuple[tuple[str, int], ...]
    policy_root: str

    def rows_total(self) -> int:
        """All rows in the snapshot."""
        return sum(self.rows)

    def members_count(self) -> int:
        """How many different members have rows in the snapshot."""
        return len(set(self.members))


def asked_of(snapshot: Snapshot, at: int, operation: str = "") -> Asked:
    """What a use of a snapshot asks of everyone in it.

    Args:
        snapshot: what was sealed for a purpose, a party, a territory and a class of models.
        at: the moment of the use, milliseconds since 1970, UTC.
        operation: what is done with the rows; that of the snapshot where empty. To value rows is
            to analyse them.
    """
    done = operation or snapshot.operation
    return asked(
        kind=snapshot.kind, operation="analyse" if done == VALUE else done,
        end_use=snapshot.purpose, at=at, party=snapshot.party, territory=snapshot.territory,
        model_class=snapshot.model_class,
    )  # fmt: skip


def asked_by(act: Seal, at: int) -> Asked:
    """What the sealing of a snapshot asks of everyone."""
    return asked(
        kind=act.kind, operation=act.operation, end_use=act.purpose, at=at, party=act.party,
        territory=act.territory, model_class=act.model_class,
    )  # fmt: skip


def select(books: Books, wanted: Asked, charter: Charter) -> Selection:
    """Choose all rows of a kind that exist and that may be used for what is asked.

    Args:
        books: the state.
        wanted: kind, operation, end use, party and the moment.
        charter: the charter in force.
    Returns:
        The batches in order of id, with counts of what was left out; empty where nothing may
        be used.
    Source: charter, article on consent.
    """
    gate = Gate(books, charter, wanted)
    offered = books.find(Batch, kind=wanted.kind)
    kept: list[tuple[Batch, int, str]] = []
    left_out: Counter[str] = Counter()
    for batch in offered:
        if batch.erased_at >= 0:
            left_out[_ERASED] += batch.rows
            continue
        said = gate.batch(batch.member, batch.batch)
        out = _left_out(batch, said)
        _count(left_out, said, out)
        if out < batch.rows:
            kept.append((batch, out, _without(batch, said)))
    inside = {batch.member for batch, _, _ in kept}
    withdrawn, erased = left_out.pop(WITHDRAWN, 0), left_out.pop(_ERASED, 0)
    not_granted = left_out.pop(_NOT_GRANTED, 0)
    return Selection(
        batches=tuple(batch.batch for batch, _, _ in kept),
        members=tuple(batch.member for batch, _, _ in kept),
        roots=tuple(batch.root for batch, _, _ in kept),
        rows=tuple(batch.rows - out for batch, out, _ in kept),
        without=tuple(without for _, _, without in kept),
        rows_not_granted=not_granted,
        rows_withdrawn=withdrawn,
        rows_erased=erased,
        members_left_out=len({batch.member for batch in offered} - inside),
        reasons=tuple(
            sorted([*left_out.items(), *([(WITHDRAWN, withdrawn)] if withdrawn else [])])
        ),
        policy_root=policy_root_of((one, gate.entries(one)) for one in inside | gate.groups()),
    )


def policy_root_of(consents: Iterable[tuple[str, tuple[int, ...]]]) -> str:
    """Name a set of consents: the digest of [member, entries of the statements], sorted.

    Anyone who holds the record finds the same digest from its statements.
    """
    return canonical.digest(sorted([member, list(entries)] for member, entries in consents))


@dataclass(frozen=True, slots=True)
class Awaited:
    """Noes that a model obeys by a deadline.

    Attributes:
        members: who said them.
        entries: where.
    """

    members: frozenset[str]
    entries: frozenset[int]


NOBODY = Awaited(frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Objections:
    """What stands against using a snapshot today.

    Attributes:
        members: those in it who no longer allow its use, in order.
        rows: their rows in it.
        rows_erased: rows in it that exist no longer, whoever owned them.
    """

    members: tuple[str, ...]
    rows: int
    rows_erased: int


def objections(
    books: Books, snapshot: Snapshot, charter: Charter, wanted: Asked,
    *, awaited: Awaited = NOBODY,
) -> Objections:  # fmt: skip
    """Ask about every batch again, and whether the rows still exist.

    Args:
        books: the state.
        snapshot: the snapshot that somebody wants to read.
        charter: the charter in force; a purpose it no longer names is allowed by nobody.
        wanted: from `asked_of`, or what a licensee asks.
        awaited: noes that are being obeyed by a deadline that has not passed; they do not count
            again until then. Whatever else stands against it counts at once.
    Returns:
        Empty and zero where nothing stands against it.
    """
    gate = Gate(books, charter, wanted, unsaid=awaited.entries)
    parts = books.find(SnapshotPart, snapshot=snapshot.snapshot)
    refused: dict[str, int] = {}
    erased = 0
    for part in parts:
        batch = books.get(Batch, part.batch)
        assert batch is not None, f"snapshot {part.snapshot} holds an unknown batch {part.batch}"
        is_gone = batch.erased_at >= 0 and part.member not in awaited.members
        erased += part.rows if is_gone else 0
        against = refused_rows(batch, gate.batch(part.member, part.batch), part.without)
        if against:
            refused[part.member] = refused.get(part.member, 0) + against
    return Objections(tuple(sorted(refused)), sum(refused.values()), erased)


def refused_rows(batch: Batch, said: Said, without: str) -> int:
    """How many rows of a batch that a snapshot holds may not be used.

    Args:
        batch: the batch.
        said: what the gate says about it.
        without: rows of the batch that the snapshot leaves out, as ranges.
    """
    if said.decision.allow and not said.rows:
        return 0
    spans = spans_of(without)
    others = sum(1 for place, _ in said.rows if not is_inside(spans, place))
    if said.decision.allow:
        return others
    return batch.rows - count_below(spans, batch.rows) - others


_NOT_GRANTED = "not_granted"


def _left_out(batch: Batch, said: Said) -> int:
    """How many rows of a batch may not be used; none is looked at, a batch may have millions."""
    return len(said.rows) if said.decision.allow else batch.rows - len(said.rows)


def _without(batch: Batch, said: Said) -> str:
    """The rows of a batch that may not be used, as ranges."""
    others = tuple(place for place, _ in said.rows)
    return ranges_text(others) if said.decision.allow else gaps_text(others, batch.rows)


def _count(left_out: Counter[str], said: Said, without: int) -> None:
    """Add a batch's left-out rows to those of their reasons, and to the two sums."""
    whole = 0 if said.decision.allow else without
    if whole:
        _count_reasons(left_out, said.decision.reasons, whole)
    for _, decision in said.rows if said.decision.allow else ():
        _count_reasons(left_out, decision.reasons, 1)


def _count_reasons(left_out: Counter[str], reasons: tuple[str, ...], rows: int) -> None:
    if reasons == (WITHDRAWN,):
        left_out[WITHDRAWN] += rows
        return
    left_out[_NOT_GRANTED] += rows
    for reason in reasons:
        left_out[reason] += rows
