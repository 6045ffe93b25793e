"""Bringing rows and destroying them: the vault's files beside the desk's acts.

Rows are durable before the entry that commits to them, and go only after the entry that says so.
Nothing here reads a foreign file or judges a row; nothing here decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auzolan.audit.folder import Folder
from auzolan.audit.rows import Columns, read_batch
from auzolan.contributions.acts import Erase, Offer, Part, Settle, Share
from auzolan.contributions.state import Batch
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, drawn, named, reading, vault_of
from auzolan.house.desk import Desk
from auzolan.house.rooms.members.flows import UNSEALED
from auzolan.house.submission import Receipt
from auzolan.house.vault.rows import erase_batch, marks_of, write_batch

_NO_ROOT = "0" * 64
OWNER, KIND = "row_owner", "row_kind"
"""What a mark of a row holds beside its values."""


@dataclass(frozen=True, slots=True)
class OfferReport:
    """What became of rows that a member brought.

    Attributes:
        receipt: the offer's entry; None where every row was known already.
        rows_new: rows in the batch.
        rows_repeated: rows left out: she has brought the very same before, or twice now.
    """

    receipt: Receipt | None
    rows_new: int
    rows_repeated: int


def offer_rows(
    desk: Desk, *, member: str, kind: str, columns: Columns, batch: str, id: str | None = None
) -> OfferReport | Refusal:
    """Bring rows: lay them down in the vault with their salts, and offer them.

    An exact repeat within one person's rows of a kind is left out; another's equal row is not
    even found, since the marks are keyed and hold the owner.

    Args:
        desk: the desk.
        member: whose rows; she is the actor.
        kind: their kind.
        columns: names to values of one length, at least one row.
        batch: the id of the batch.
        id: the idempotency key; the batch's where None.
    Returns:
        The report, or the refusal; after a refusal no row is kept.
    Raises:
        ValueError: no row, columns of different length, or a value that rows may not hold.
    """
    count = len(next(iter(columns.values()), []))
    if not count or {OWNER, KIND} & set(columns):
        raise ValueError(f"an offer has rows, and no column {OWNER} or {KIND}")
    with reading(desk.folder) as now:
        known = now.books.get(Batch, batch)
    if known is not None and known.erased_at < 0:
        _remember(desk, known)
    fresh, marks = _fresh_rows(desk, member, kind, columns)
    if not marks:
        return OfferReport(None, 0, count)
    if known is not None:
        root = _NO_ROOT  # the id is taken: the rule says so, and no file is touched
    else:
        if desk.folder.batch_rows(batch).exists():
            erase_batch(desk.folder, batch)  # what a crash left of an offer that never was
        root = write_batch(desk.folder, batch, fresh, desk.ports.chance)
    act = Offer(batch, member, kind, len(marks), root)
    answer = ask(desk, id or named("offer", batch), member, act)
    if isinstance(answer, Refusal):
        if known is None:
            erase_batch(desk.folder, batch)
        return answer
    with vault_of(desk.folder) as vault:
        vault.keep_marks(batch, marks)
    return OfferReport(answer, len(marks), count - len(marks))


def share_batch(
    desk: Desk, *, member: str, batch: str, shares: Sequence[tuple[str, int]]
) -> Receipt | Refusal:
    """Register who made the works of a batch together.

    Args:
        desk: the desk.
        member: who brought the batch; she is the actor.
        batch: the batch.
        shares: members with their parts in basis points, all of them.
    """
    act = Share(batch, member, _parts(shares))
    return ask(desk, drawn(desk, "share"), member, act)


def settle_rows(
    desk: Desk, *, actor: str, batch: str, rows: Sequence[int], shares: Sequence[tuple[str, int]],
    reason: str,
) -> Receipt | Refusal:  # fmt: skip
    """Give rows of a batch to others, as a dispute was settled.

    Args:
        desk: the desk.
        actor: who holds the office of audit, and has no part in the rows.
        batch: the batch.
        rows: their numbers within it, from 0.
        shares: members with their parts in basis points, all of them.
        reason: why; it is sealed.
    """
    act = Settle(batch, tuple(rows), _parts(shares), UNSEALED)
    return ask(desk, drawn(desk, "settle"), actor, act, {"reason": reason})


def erase_rows(desk: Desk, *, actor: str, batch: str, reason: str) -> Receipt | Refusal:
    """Note that a batch is erased, then destroy its rows, salts and marks.

    Asked again after a crash it finishes what was begun, also where the desk says that the entry
    is there already.
    """
    act = Erase(batch, UNSEALED)
    answer = ask(desk, named("erase", batch), actor, act, {"reason": reason})
    with reading(desk.folder) as now:
        row = now.books.get(Batch, batch)
    if row is not None and row.erased_at >= 0:
        if desk.folder.batch_rows(batch).exists():
            erase_batch(desk.folder, batch)
        with vault_of(desk.folder) as vault:
            vault.drop_marks(batch)
    return answer


def _parts(shares: Sequence[tuple[str, int]]) -> tuple[Part, ...]:
    return tuple(Part(member, share_bp) for member, share_bp in shares)


def _fresh_rows(
    desk: Desk, member: str, kind: str, columns: Columns
) -> tuple[Columns, list[bytes]]:
    """The rows that are no repeats, and their marks, in order."""
    marks = _marks(desk, member, kind, columns)
    with vault_of(desk.folder) as vault:
        seen = vault.marks_known(marks)
    kept: list[int] = []
    for place, mark in enumerate(marks):
        if mark not in seen:
            seen.add(mark)
            kept.append(place)
    fresh = {name: [values[place] for place in kept] for name, values in columns.items()}
    return fresh, [marks[place] for place in kept]


def _marks(desk: Desk, member: str, kind: str, columns: Columns) -> list[bytes]:
    count = len(next(iter(columns.values())))
    owned: Columns = {**columns, OWNER: [member] * count, KIND: [kind] * count}
    return marks_of(desk.folder, owned, desk.ports.chance)


def _remember(desk: Desk, batch: Batch) -> None:
    """Keep the marks of a batch on the record: a crash may have come between entry and marks."""
    columns = _columns_or_none(desk.folder, batch.batch)
    if columns is not None:
        marks = _marks(desk, batch.member, batch.kind, columns)
        with vault_of(desk.folder) as vault:
            vault.keep_marks(batch.batch, marks)


def _columns_or_none(folder: Folder, batch: str) -> Columns | None:
    try:
        return read_batch(folder, batch)[0]
    except FileNotFoundError:
        return None
