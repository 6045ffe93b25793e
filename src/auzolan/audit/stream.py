"""The entries in order, a bundle at a time, with their tree built again beside them.

Published bytes come first, since a signature vouches for them; where a bundle and the database
differ, the tile's hash says which of the two the record holds. It decodes no entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from auzolan.audit.database import EntryTuple, RecordTables, blob
from auzolan.audit.explain import note_texts
from auzolan.audit.published import Published
from auzolan.audit.report import NO_ENTRY, Findings
from auzolan.record.merkle import HASH_SIZE
from auzolan.record.notes import Checkpoint
from auzolan.record.tile_names import entries_path
from auzolan.record.tiles import TILE_WIDTH, TileWriter, bundle_decode, bundle_encode


@dataclass(frozen=True, slots=True)
class Block:
    """At most 256 entries that follow each other.

    Attributes:
        start: the place of the first.
        bodies: their texts.
        leaves: their leaf hashes.
        rows: what the database holds of them; None where there is no database.
    """

    start: int
    bodies: list[bytes]
    leaves: list[bytes]
    rows: list[EntryTuple] | None


class Stream:
    """Reads all entries once.

    Args:
        published: the published record, or None where nothing is published.
        checkpoint: what its head states, or None.
        tables: the record in the database, or None at the public level.
        findings: where differences are noted.
    """

    def __init__(
        self, published: Published, checkpoint: Checkpoint | None, tables: RecordTables | None,
        findings: Findings,
    ) -> None:  # fmt: skip
        self._published, self._checkpoint = published, checkpoint
        self._tables, self._findings = tables, findings
        self.writer = TileWriter()
        self.lost = 0

    def blocks(self) -> Iterator[Block]:
        """All entries, the published ones first; stops where no text of an entry can be had."""
        size = self._checkpoint.size if self._checkpoint is not None else 0
        for start in range(0, size, TILE_WIDTH):
            block = self._published_block(start, min(TILE_WIDTH, size - start))
            if block is None:
                self.lost = size - start
                return
            yield block
        self._compare_head()
        if self._tables is not None:
            yield from self._unpublished(self._tables, size)

    def _published_block(self, start: int, width: int) -> Block | None:
        rows = self._tables.entries(start, start + width) if self._tables is not None else None
        bodies = self._bodies(start, width, rows)
        if bodies is None:
            return None
        leaves = [sha256(b"\x00" + body).digest() for body in bodies]
        for tile, content in self.writer.feed(leaves):
            self._published.compare_tile(tile, content)
        return Block(start, bodies, leaves, rows)

    def _bodies(self, start: int, width: int, rows: list[EntryTuple] | None) -> list[bytes] | None:
        kept = [blob(row[6]) for row in rows or ()]
        name = entries_path(start // TILE_WIDTH, width)
        try:
            text = self._published.bundle(start // TILE_WIDTH, width)
            self._findings.checked("bundles")
            if len(kept) == width and text == bundle_encode(kept):
                return kept
            bodies = bundle_decode(text)
            if len(bodies) != width:
                raise ValueError(f"{len(bodies)} entries where there are {width}")
        except ValueError as fault:
            self._findings.differ(NO_ENTRY, f"public/{name}", "entries",
                                  expected=f"{width} entries from {start} on", found=fault)  # fmt: skip
            return kept if len(kept) == width else None
        by_seq = {row[0]: blob(row[6]) for row in rows or ()}
        return self._chosen(start, bodies, by_seq)

    def _chosen(self, start: int, bodies: list[bytes], kept: dict[int, bytes]) -> list[bytes]:
        """Of each entry the text that its published hash vouches for, the bundle's or the row's."""
        if not kept:
            return bodies
        try:
            tile = self._published.tile(0, start // TILE_WIDTH, len(bodies))
        except ValueError:
            return bodies
        chosen: list[bytes] = []
        for place, body in enumerate(bodies):
            other = kept.get(start + place, body)
            vouched = tile[place * HASH_SIZE : (place + 1) * HASH_SIZE]
            is_others = other != body and sha256(b"\x00" + other).digest() == vouched
            if is_others:
                name = f"public/{entries_path(start // TILE_WIDTH, len(bodies))}"
                note_texts(self._findings, start + place, name, expected=other, found=body)
            chosen.append(other if is_others else body)
        return chosen

    def _compare_head(self) -> None:
        """Compare the open tiles and the root with what was published and signed."""
        if self._checkpoint is None:
            return
        for tile, content in self.writer.partials():
            self._published.compare_tile(tile, content)
        root = self.writer.root()
        self._findings.checked("roots")
        if root != self._checkpoint.root:
            self._findings.differ(NO_ENTRY, "public/checkpoint", "root",
                                  expected=root.hex(), found=self._checkpoint.root.hex())  # fmt: skip

    def _unpublished(self, tables: RecordTables, size: int) -> Iterator[Block]:
        start = size
        while rows := tables.entries(start, start + TILE_WIDTH):
            if [row[0] for row in rows] != list(range(start, start + len(rows))):
                missing = next(at for at in range(start, start + TILE_WIDTH)
                               if at - start >= len(rows) or rows[at - start][0] != at)  # fmt: skip
                self._findings.differ(missing, "record_entry", "row",
                                      expected="an entry", found="no row")  # fmt: skip
                self.lost = max(1, rows[-1][0] - missing + 1)
                return
            bodies = [blob(row[6]) for row in rows]
            leaves = [sha256(b"\x00" + body).digest() for body in bodies]
            self.writer.feed(leaves)
            yield Block(start, bodies, leaves, rows)
            start += len(rows)
