"""The tiled layout of the record: bundles, and hashes read from or written to tiles.

A tile is a row of up to 256 hashes; a bundle is the up to 256 entries below a tile of level 0.
This module knows their bytes; their names it hands on from `tile_names`. It deliberately opens no
file and fetches no address: reading is a function that the caller gives, writing is a list that
the caller takes. It does not vouch for a tile either: what is read counts only once it leads to a
signed root.

Malformed names, widths and bytes raise ValueError.

Source: C2SP tlog-tiles (https://c2sp.org/tlog-tiles).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from auzolan.record.merkle import HASH_SIZE, SIZE_MAX, Frontier, root_of
from auzolan.record.tile_names import (
    LEVEL_MAX,
    TILE_HEIGHT,
    TILE_WIDTH,
    BundleId,
    TileId,
    check_width,
    entries_path,
    parse_tile_path,
    tile_path,
)

__all__ = [
    "ENTRY_BYTES_MAX",
    "LEVEL_MAX",
    "TILE_HEIGHT",
    "TILE_WIDTH",
    "BundleId",
    "ReadTile",
    "TileHashes",
    "TileId",
    "TileWriter",
    "bundle_decode",
    "bundle_encode",
    "bundles_new",
    "entries_path",
    "parse_tile_path",
    "tile_path",
    "tile_split",
    "tiles_for",
    "tiles_new",
]

ENTRY_BYTES_MAX: Final = 65_535
"""Largest entry that the length prefix of a bundle can tell."""

ReadTile = Callable[[int, int, int], bytes]
"""`read_tile(level, index, width)`: the bytes of that tile, exactly `width * 32` of them."""


def bundle_encode(entries: Sequence[bytes]) -> bytes:
    """Write entries one after the other, each behind its length.

    Args:
        entries: 1 to 256 entries of at most 65,535 bytes each.
    Returns:
        For each entry its length as u16 big-endian, then the entry.
    Raises:
        ValueError: too many entries, none, or one that is too long.
    Source: C2SP tlog-tiles, "Log entries".
    """
    if not 1 <= len(entries) <= TILE_WIDTH:
        raise ValueError(f"a bundle has 1 to {TILE_WIDTH} entries; got {len(entries)}")
    parts = []
    for entry in entries:
        if len(entry) > ENTRY_BYTES_MAX:
            raise ValueError(f"an entry has at most {ENTRY_BYTES_MAX} bytes; got {len(entry)}")
        parts.append(len(entry).to_bytes(2, "big"))
        parts.append(entry)
    return b"".join(parts)


def bundle_decode(data: bytes) -> list[bytes]:
    """Read the entries of a bundle.

    Args:
        data: all bytes of the bundle.
    Returns:
        The entries in order, 1 to 256 of them; the caller compares their number with the
        width in the bundle's name.
    Raises:
        ValueError: the last entry is cut off, or there are no entries or too many.
    Source: C2SP tlog-tiles, "Log entries".
    """
    entries: list[bytes] = []
    at, end = 0, len(data)
    while at < end and len(entries) < TILE_WIDTH:
        stop = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if stop > end:
            raise ValueError(f"entry {len(entries)} of a bundle is cut off at byte {end}")
        entries.append(data[at + 2 : stop])
        at = stop
    if not entries or at != end:
        raise ValueError(
            f"a bundle has 1 to {TILE_WIDTH} entries and nothing after them; "
            f"got {len(entries)} entries in {at} of {end} bytes"
        )
    return entries


def tiles_for(size: int) -> Iterator[TileId]:
    """List every tile of a log, level by level from the leaves up.

    Args:
        size: number of entries, 0 to 2**63 - 1.
    Returns:
        The full tiles of each level, then its partial one where there is one.
    Raises:
        ValueError: the size is out of range.
    Source: C2SP tlog-tiles, "Partial Tiles".
    """
    return tiles_new(0, size)


def tiles_new(old_size: int, new_size: int) -> Iterator[TileId]:
    """List the tiles to write when a log grows: those new at the new size, no others.

    Args:
        old_size: entries when tiles were last written, 0 to new_size.
        new_size: entries now, up to 2**63 - 1.
    Returns:
        Level by level from the leaves up: tiles that became full, then the partial one if
        it is new. Partial tiles of sizes in between are not listed.
    Raises:
        ValueError: a size is out of range.
    Source: C2SP tlog-tiles, "Partial Tiles".
    """
    _check_growth(old_size, new_size)
    return _tiles_new(old_size, new_size)


def bundles_new(old_size: int, new_size: int) -> Iterator[BundleId]:
    """List the bundles of entries to write when a log grows.

    Args:
        old_size: entries when bundles were last written, 0 to new_size; 0 lists all bundles.
        new_size: entries now, up to 2**63 - 1.
    Returns:
        Bundles that became full, then the partial one if there is one.
    Raises:
        ValueError: a size is out of range.
    Source: C2SP tlog-tiles, "Log entries".
    """
    _check_growth(old_size, new_size)
    return (BundleId(index, width) for index, width in _row_new(old_size, new_size))


def tile_split(data: bytes, width: int) -> list[bytes]:
    """Cut the bytes of a tile into its hashes.

    Args:
        data: all bytes of the tile.
        width: hashes that it must hold, 1 to 256.
    Returns:
        `width` hashes of 32 bytes.
    Raises:
        ValueError: the width is out of range or the length is not `width * 32`.
    Source: C2SP tlog-tiles, "Merkle Tree".
    """
    check_width(width)
    if len(data) != width * HASH_SIZE:
        raise ValueError(f"a tile of width {width} has {width * HASH_SIZE} bytes; got {len(data)}")
    return [data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)]


class TileHashes:
    """Reads the hash of any complete subtree out of the tiles of one log size.

    An instance is a `merkle.HashReader`, so proofs are made from tiles alone:
    `inclusion_proof_from(TileHashes(size, read_tile), index, size)`.
    """

    __slots__ = ("_read_tile", "_size")

    def __init__(self, size: int, read_tile: ReadTile) -> None:
        """Read tiles as they are at one size.

        Args:
            size: entries of the log, 0 to 2**63 - 1; it settles which tiles are partial.
            read_tile: gives the bytes of a tile. Where a partial tile is gone because the
                full one replaced it, it may answer with the beginning of the full one.
        Raises:
            ValueError: the size is out of range.
        """
        _check_growth(0, size)
        self._size = size
        self._read_tile = read_tile

    def __call__(self, level: int, index: int) -> bytes:
        """Give the hash of the subtree of 2**level leaves that starts at leaf index * 2**level.

        Args:
            level: height of the subtree, >= 0.
            index: place among the subtrees of that height, >= 0.
        Returns:
            32 bytes.
        Raises:
            ValueError: the subtree is not complete at this size, or a tile has another
                length than its width demands.
        """
        if level < 0 or index < 0 or (index + 1) << level > self._size:
            raise ValueError(
                f"no complete subtree {index} of level {level} in a log of {self._size}"
            )
        tile_level, height = divmod(level, TILE_HEIGHT)
        tile_index, offset = divmod(index << height, TILE_WIDTH)
        row = self._size >> (TILE_HEIGHT * tile_level)
        width = min(TILE_WIDTH, row - tile_index * TILE_WIDTH)
        hashes = tile_split(self._read_tile(tile_level, tile_index, width), width)
        return root_of(hashes[offset : offset + (1 << height)])


class TileWriter:
    """Turns a stream of leaf hashes into tiles of every level.

    It keeps only the open tile of each level (at most 255 hashes), so its memory does not
    grow with the log. `feed` changes the writer and returns what became full; `partials`
    returns the open tiles as they stand.
    """

    __slots__ = ("_open", "_size")

    def __init__(self) -> None:
        """Begin with an empty log."""
        self._size = 0
        self._open: list[list[bytes]] = []

    @classmethod
    def resume(cls, size: int, read_tile: ReadTile) -> TileWriter:
        """Go on from the partial tiles of a log that has been written before.

        Args:
            size: entries of the log then, 0 to 2**63 - 1.
            read_tile: gives the bytes of a tile; asked for partial tiles only.
        Returns:
            A writer that continues at entry `size`. Compare its `root` with the signed one:
            the tiles themselves prove nothing.
        Raises:
            ValueError: the size is out of range, or a tile has another length than its
                width demands.
        """
        _check_growth(0, size)
        writer = cls()
        writer._size = size
        for level, row in _rows(size):
            index, width = divmod(row, TILE_WIDTH)
            data = read_tile(level, index, width) if width else b""
            writer._open.append(tile_split(data, width) if width else [])
        return writer

    @property
    def size(self) -> int:
        """Number of leaves fed so far, with those resumed from."""
        return self._size

    def feed(self, leaves: Iterable[bytes]) -> list[tuple[TileId, bytes]]:
        """Take the next leaf hashes; changes the writer.

        Args:
            leaves: hashes of the next leaves in order, 32 bytes each.
        Returns:
            The tiles that became full, each with its bytes, in the order they did.
        Raises:
            ValueError: a hash is not 32 bytes long; the writer is then of no further use.
        """
        full: list[tuple[TileId, bytes]] = []
        for leaf in leaves:
            if len(leaf) != HASH_SIZE:
                raise ValueError(f"a hash has {HASH_SIZE} bytes; got {len(leaf)}")
            if not self._open:
                self._open.append([])
            self._size += 1
            self._open[0].append(leaf)
            if len(self._open[0]) == TILE_WIDTH:
                full.extend(self._close_full_tiles())
        return full

    def _close_full_tiles(self) -> Iterator[tuple[TileId, bytes]]:
        level = 0
        while len(self._open[level]) == TILE_WIDTH:
            hashes = self._open[level]
            self._open[level] = []
            if level + 1 == len(self._open):
                self._open.append([])
            self._open[level + 1].append(root_of(hashes))
            index = (self._size >> (TILE_HEIGHT * (level + 1))) - 1
            yield TileId(level, index, TILE_WIDTH), b"".join(hashes)
            level += 1

    def partials(self) -> list[tuple[TileId, bytes]]:
        """Give the partial tile of each level that has one, each with its bytes, leaves first."""
        found = []
        for level, hashes in enumerate(self._open):
            if hashes:
                index = self._size >> (TILE_HEIGHT * (level + 1))
                found.append((TileId(level, index, len(hashes)), b"".join(hashes)))
        return found

    def root(self) -> bytes:
        """Return the root of the log as it stands, 32 bytes."""
        return self.frontier().root()

    def frontier(self) -> Frontier:
        """Return the frontier of the log as it stands; it grows apart from the writer."""
        pieces: list[bytes] = []
        for hashes in reversed(self._open):
            start = 0
            for bit in reversed(range(TILE_HEIGHT)):
                length = len(hashes) & (1 << bit)
                if length:
                    pieces.append(root_of(hashes[start : start + length]))
                    start += length
        return Frontier(self._size, pieces)


def _rows(size: int) -> Iterator[tuple[int, int]]:
    """For each tile level that a log of this size has: the level and its number of hashes."""
    level, row = 0, size
    while row:
        yield level, row
        level += 1
        row >>= TILE_HEIGHT


def _tiles_new(old_size: int, new_size: int) -> Iterator[TileId]:
    for level, row in _rows(new_size):
        for index, width in _row_new(old_size >> (TILE_HEIGHT * level), row):
            yield TileId(level, index, width)


def _row_new(old_row: int, new_row: int) -> Iterator[tuple[int, int]]:
    """Index and width of each piece of 256 that a row gains when it grows."""
    if old_row == new_row:
        return
    for index in range(old_row // TILE_WIDTH, -(-new_row // TILE_WIDTH)):
        yield index, min(TILE_WIDTH, new_row - index * TILE_WIDTH)


def _check_growth(old_size: int, new_size: int) -> None:
    if not 0 <= old_size <= new_size <= SIZE_MAX:
        raise ValueError(
            f"a log grows from 0 upward, at most to {SIZE_MAX}; got {old_size} to {new_size}"
        )
