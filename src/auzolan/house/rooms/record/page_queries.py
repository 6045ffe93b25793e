"""What pages ask of the record: its entries, its head, proofs, and the words that the vault keeps.

It reads through Django's read-only connection and from published files. A commitment stays closed
here: only `words_of` opens sealed fields, and its callers decide whether they may.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from auzolan.audit.folder import Folder
from auzolan.cooperative import AnyEntry, read_entry
from auzolan.house.rooms.record.tables import RecordEntry, RecordHead, SealedFieldTable
from auzolan.house.storage.models import rows_of
from auzolan.record.frontier import leaf_hash
from auzolan.record.merkle import inclusion_proof_from, verify_inclusion
from auzolan.record.notes import Checkpoint, parse_vkey, verify_checkpoint
from auzolan.record.receipts import InclusionReceipt, encode_receipt
from auzolan.record.state import SealedField
from auzolan.record.tile_names import TILE_WIDTH, tile_path
from auzolan.record.tiles import TileHashes

_HASH_BYTES = 32


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One line in a list of entries; `act` is its name without the version."""

    seq: int
    at: int
    actor: str
    act: str


@dataclass(frozen=True, slots=True)
class Published:
    """The published head: what the checkpoint says, its bytes, and the key that checks it."""

    checkpoint: Checkpoint
    note: bytes
    vkey: str


@dataclass(frozen=True, slots=True)
class Proof:
    """An entry's way up to the published root, computed from the published tiles.

    Attributes:
        holds: whether this server, having computed it, found that it leads to the signed root.
        leaf: the entry's leaf hash.
        path: the hashes beside the way.
        size: entries under the root.
        root: the signed root.
        receipt: the whole as a `.tlog-proof` file.
    """

    holds: bool
    leaf: bytes
    path: tuple[bytes, ...]
    size: int
    root: bytes
    receipt: bytes


def date_of(moment: int) -> datetime:
    """A moment as a date and time in UTC."""
    return datetime.fromtimestamp(moment // 1_000, UTC)


def entries_before(before: int | None, *, limit: int) -> list[EntryLine]:
    """The newest entries, or the newest before one, newest first."""
    found = RecordEntry.objects.order_by("-seq")
    if before is not None:
        found = found.filter(seq__lt=before)
    return _lines(found.values_list("seq", "at", "actor", "act")[:limit])


def entries_by(actor: str, acts: Sequence[str], *, limit: int) -> list[AnyEntry]:
    """What one person asked for, of certain kinds, oldest first."""
    found = RecordEntry.objects.filter(actor=actor, act__in=acts).order_by("-seq")[:limit]
    return [read_entry(bytes(body)) for (body,) in found.values_list("body")][::-1]


def lines_by(actor: str, acts: Sequence[str], before: int | None, *, limit: int) -> list[EntryLine]:
    """The newest entries that one person asked for, or the newest before one, newest first.

    Args:
        actor: who asked.
        acts: of these kinds alone; of all where none is named.
        before: an entry, None for the newest.
        limit: how many at most.
    """
    found = RecordEntry.objects.filter(actor=actor).order_by("-seq")
    if acts:
        found = found.filter(act__in=acts)
    if before is not None:
        found = found.filter(seq__lt=before)
    return _lines(found.values_list("seq", "at", "actor", "act")[:limit])


def lines_of(seqs: Sequence[int]) -> list[EntryLine]:
    """Some entries as lines, in order."""
    found = RecordEntry.objects.filter(seq__in=seqs).order_by("seq")
    return _lines(found.values_list("seq", "at", "actor", "act"))


def entries_of_kinds(acts: Sequence[str], *, from_seq: int = 0) -> list[AnyEntry]:
    """All entries of certain kinds from a place on, in order; for kinds that are few."""
    found = RecordEntry.objects.filter(act__in=acts, seq__gte=from_seq).order_by("seq")
    return [read_entry(bytes(body)) for (body,) in found.values_list("body")]


def moments_of(seqs: Iterable[int]) -> dict[int, int]:
    """The moments of some entries."""
    found = RecordEntry.objects.filter(seq__in=sorted(set(seqs)))
    return dict(found.values_list("seq", "at"))


def body_of(seq: int) -> bytes | None:
    """The canonical text of an entry, or None where there is none."""
    found = RecordEntry.objects.filter(seq=seq).values_list("body").first()
    return bytes(found[0]) if found else None


def entries_total() -> int:
    """How many entries the record has."""
    found = RecordHead.objects.values_list("size").first()
    return int(found[0]) if found else 0


def erasures_of(seq: int) -> dict[str, int]:
    """The sealed fields of an entry that have been erased, with the entry that did it."""
    found = rows_of(SealedField, SealedFieldTable.objects.filter(entry=seq, erased_at__gte=0))
    return {row.field: row.erased_at for row in found}


def words_of(folder: Folder, seqs: Iterable[int]) -> dict[tuple[int, str], str]:
    """The texts of sealed fields of some entries, as far as the vault still has them."""
    if not folder.vault_database.is_file():
        return {}
    wanted = sorted(set(seqs))
    vault = sqlite3.connect(f"{folder.vault_database.resolve().as_uri()}?mode=ro", uri=True)
    try:
        found: dict[tuple[int, str], str] = {}
        for start in range(0, len(wanted), TILE_WIDTH):
            some = wanted[start : start + TILE_WIDTH]
            places = ",".join("?" * len(some))
            query = f"SELECT entry, field, value FROM sealed_opening WHERE entry IN ({places})"  # noqa: S608
            for entry, field, value in vault.execute(query, some):
                found[entry, field] = value
        return found
    finally:
        vault.close()


def published(folder: Folder) -> Published | None:
    """The published head, or None where nothing that verifies has been published."""
    try:
        note = folder.checkpoint.read_bytes()
        vkey = folder.verifier_key.read_text(encoding="ascii").strip()
        return Published(verify_checkpoint(note, [parse_vkey(vkey)]), note, vkey)
    except (OSError, ValueError):
        return None


def proof_of(folder: Folder, seq: int, body: bytes) -> Proof | None:
    """Prove from the published files alone that an entry stands in the record.

    Returns:
        The proof, or None where the entry is not published yet or a published file is missing.
    """
    head = published(folder)
    if head is None or seq >= head.checkpoint.size:
        return None
    size, root, leaf = head.checkpoint.size, head.checkpoint.root, leaf_hash(body)
    try:
        path = inclusion_proof_from(TileHashes(size, _TileFiles(folder)), seq, size)
    except (OSError, ValueError):
        return None
    holds = verify_inclusion(leaf, seq, size, path, root)
    receipt = encode_receipt(InclusionReceipt(seq, tuple(path), head.note))
    return Proof(holds, leaf, tuple(path), size, root, receipt)


class _TileFiles:
    """Reads tiles; where a full tile took the place of a partial one, its beginning serves."""

    def __init__(self, folder: Folder) -> None:
        self._public = folder.public

    def __call__(self, level: int, index: int, width: int) -> bytes:
        exact = self._public / tile_path(level, index, width)
        if exact.is_file():
            return exact.read_bytes()
        full = self._public / tile_path(level, index, TILE_WIDTH)
        return full.read_bytes()[: width * _HASH_BYTES]


def _lines(found: Iterable[tuple[int, int, str, str]]) -> list[EntryLine]:
    return [EntryLine(seq, at, actor, act.rpartition("/")[0]) for seq, at, actor, act in found]
