"""Names of the record's public files: tiles of hashes and bundles of entries.

A name has one right spelling, and reading takes no other. This module deliberately knows
nothing of the bytes behind a name (see `tiles`).

Source: C2SP tlog-tiles (https://c2sp.org/tlog-tiles).
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from auzolan.record.frontier import SIZE_MAX

TILE_HEIGHT: Final = 8
"""Levels of the tree in one tile."""

TILE_WIDTH: Final = 256
"""Hashes in a full tile, entries in a full bundle."""

LEVEL_MAX: Final = 63
"""Largest tile level that a name may carry."""

_INDEX = r"(?:x[0-9]{3}/)*[0-9]{3}"
_NAME: Final = re.compile(rf"tile/(entries|[0-9]{{1,2}})/({_INDEX})(?:\.p/([0-9]{{1,3}}))?")


class TileId(NamedTuple):
    """Names one tile: its level, its place in that level, and how many hashes it holds."""

    level: int
    # It hides tuple.index, which nobody needs on three numbers.
    index: int  # type: ignore[assignment]
    width: int

    @property
    def path(self) -> str:
        """Name of the tile's file within the record's folder."""
        return tile_path(self.level, self.index, self.width)


class BundleId(NamedTuple):
    """Names one bundle of entries: its place, and how many entries it holds."""

    # It hides tuple.index, which nobody needs on two numbers.
    index: int  # type: ignore[assignment]
    width: int

    @property
    def path(self) -> str:
        """Name of the bundle's file within the record's folder."""
        return entries_path(self.index, self.width)


def tile_path(level: int, index: int, width: int = TILE_WIDTH) -> str:
    """Name the file of a tile.

    Args:
        level: 0 (leaf hashes) to 63.
        index: place within the level, >= 0.
        width: hashes in the tile, 1 to 256; below 256 the tile is partial.
    Returns:
        For example `tile/0/x001/x234/067` or `tile/1/000.p/17`.
    Raises:
        ValueError: a number is out of range.
    Source: C2SP tlog-tiles, "Merkle Tree".
    """
    if not 0 <= level <= LEVEL_MAX:
        raise ValueError(f"a tile level is 0 to {LEVEL_MAX}; got {level}")
    return f"tile/{level}/{_index_and_width(index, width)}"


def entries_path(index: int, width: int = TILE_WIDTH) -> str:
    """Name the file of a bundle of entries.

    Args:
        index: place of the bundle, >= 0.
        width: entries in the bundle, 1 to 256; below 256 the bundle is partial.
    Returns:
        For example `tile/entries/x001/x234/067.p/8`.
    Raises:
        ValueError: a number is out of range.
    Source: C2SP tlog-tiles, "Log entries".
    """
    return f"tile/entries/{_index_and_width(index, width)}"


def parse_tile_path(text: str) -> TileId | BundleId:
    """Read the name of a tile or bundle; only the one right spelling is taken.

    Args:
        text: a name as `tile_path` and `entries_path` write it.
    Returns:
        What the name means.
    Raises:
        ValueError: the text is no such name, or another spelling of one.
    Source: C2SP tlog-tiles, "Merkle Tree".
    """
    found = _NAME.fullmatch(text)
    if found is None:
        raise ValueError(f"expected tile/<level or entries>/<index>[.p/<width>]; got {text!r}")
    kind, digits, partial = found.groups()
    index = int(digits.replace("/", "").replace("x", ""))
    width = TILE_WIDTH if partial is None else int(partial)
    name = BundleId(index, width) if kind == "entries" else TileId(int(kind), index, width)
    if name.path != text:
        raise ValueError(f"expected the spelling {name.path!r}; got {text!r}")
    return name


def _index_and_width(index: int, width: int) -> str:
    if not 0 <= index <= SIZE_MAX:
        raise ValueError(f"a tile index is 0 to {SIZE_MAX}; got {index}")
    check_width(width)
    digits = f"{index % 1000:03d}"
    while index >= 1000:
        index //= 1000
        digits = f"x{index % 1000:03d}/{digits}"
    return digits if width == TILE_WIDTH else f"{digits}.p/{width}"


def check_width(width: int) -> None:
    """Raise ValueError unless a tile or bundle may be this wide."""
    if not 1 <= width <= TILE_WIDTH:
        raise ValueError(f"a tile width is 1 to {TILE_WIDTH}; got {width}")
