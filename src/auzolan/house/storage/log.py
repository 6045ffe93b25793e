"""The record's own tables: entries, head, openings. It checks no hash and decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from auzolan.house.storage.store import Database
from auzolan.record.fields import Opening
from auzolan.record.frontier import Frontier

_OPENING_VALUE = msgspec.json.Decoder(int | str)
_IDS_AT_ONCE = 500
_ENTRY = ("seq", "id", "at", "actor", "act", "leaf", "body")
_OPENING = ("seq", "field", "salt", "value")


@dataclass(slots=True)
class Head:
    """The end of the record: its frontier, the moment of its last entry, its signed note."""

    frontier: Frontier
    at: int
    checkpoint: bytes

    @property
    def size(self) -> int:
        """Number of entries."""
        return self.frontier.size

    @property
    def root(self) -> bytes:
        """Root of the tree over all entries."""
        return self.frontier.root()


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as it is stored."""

    seq: int
    id: str
    at: int
    actor: str
    act: str
    leaf: bytes
    body: bytes


class Log:
    """Reads and writes the record's tables over one connection, inside its transactions."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def head(self) -> Head:
        """The end of the record as the database holds it now."""
        found = self._db.execute("SELECT frontier, at, checkpoint FROM record_head").fetchone()
        if found is None:
            return Head(Frontier.empty(), 0, b"")
        return Head(Frontier.from_bytes(found[0]), found[1], found[2].encode())

    def vkey(self) -> str:
        """The verifier key in force, or an empty text before the founding."""
        found = self._db.execute("SELECT vkey FROM record_log_key").fetchone()
        return str(found[0]) if found else ""

    def known(self, ids: Sequence[str]) -> dict[str, int]:
        """Which of these ids have an entry, and where."""
        known: dict[str, int] = {}
        for start in range(0, len(ids), _IDS_AT_ONCE):
            some = ids[start : start + _IDS_AT_ONCE]
            places = ",".join("?" * len(some))
            query = f"SELECT id, seq FROM record_entry WHERE id IN ({places})"  # noqa: S608
            known.update(self._db.execute(query, some).fetchall())
        return known

    def body(self, seq: int) -> bytes:
        """The text of one entry.

        Raises:
            LookupError: there is no such entry.
        """
        found = self._db.execute("SELECT body FROM record_entry WHERE seq = ?", (seq,)).fetchone()
        if found is None:
            raise LookupError(f"there is no entry {seq}")
        return bytes(found[0])

    def bodies(self, seqs: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """The texts of these entries that there are, each with its number."""
        for start in range(0, len(seqs), _IDS_AT_ONCE):
            some = seqs[start : start + _IDS_AT_ONCE]
            places = ",".join("?" * len(some))
            query = f"SELECT seq, body FROM record_entry WHERE seq IN ({places})"  # noqa: S608
            yield from ((seq, bytes(body)) for seq, body in self._db.execute(query, some))

    def moments(self, seqs: Sequence[int]) -> Iterator[tuple[int, int]]:
        """The moments of these entries that there are, each with its number."""
        for start in range(0, len(seqs), _IDS_AT_ONCE):
            some = seqs[start : start + _IDS_AT_ONCE]
            places = ",".join("?" * len(some))
            query = f"SELECT seq, at FROM record_entry WHERE seq IN ({places})"  # noqa: S608
            yield from self._db.execute(query, some)

    def entries(self, start: int, stop: int) -> Iterable[tuple[bytes, bytes]]:
        """Leaf hash and text of the entries from `start` to before `stop`, in order."""
        return self._db.execute(
            "SELECT leaf, body FROM record_entry WHERE seq >= ? AND seq < ? ORDER BY seq",
            (start, stop),
        )

    def entries_of(self, act: str) -> list[int]:
        """The numbers of the entries of one kind of act, in order."""
        query = "SELECT seq FROM record_entry WHERE act = ? ORDER BY seq"
        return [seq for (seq,) in self._db.execute(query, (act,))]

    def openings(self, seq: int) -> dict[str, Opening]:
        """What opens the restricted fields of an entry."""
        found = self._db.execute(
            "SELECT field, salt, value FROM record_opening WHERE seq = ?", (seq,)
        )
        return {
            name: Opening(name, salt, _OPENING_VALUE.decode(value)) for name, salt, value in found
        }

    def write(
        self,
        head: Head,
        entries: Sequence[EntryRow],
        openings: Sequence[tuple[int, Opening]],
    ) -> None:
        """Append entries with the openings of their restricted fields, and move the head.

        The head comes last, and behind the rows of the books: the store's guards look at all that
        is new when it moves.
        """
        if entries:
            rows = [(e.seq, e.id, e.at, e.actor, e.act, e.leaf, e.body) for e in entries]
            self._db.append("record_entry", _ENTRY, rows)
        if openings:
            opened = [
                (seq, o.name, o.salt, msgspec.json.encode(o.value).decode()) for seq, o in openings
            ]
            self._db.append("record_opening", _OPENING, opened)
        self._db.execute(
            "INSERT INTO record_head (slot, size, root, frontier, at, checkpoint) "
            "VALUES (1, ?, ?, ?, ?, ?) ON CONFLICT (slot) DO UPDATE SET size = excluded.size, "
            "root = excluded.root, frontier = excluded.frontier, at = excluded.at, "
            "checkpoint = excluded.checkpoint",
            (head.size, head.root, head.frontier.to_bytes(), head.at, head.checkpoint.decode()),
        )
