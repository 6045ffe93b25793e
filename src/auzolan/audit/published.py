"""The published record as files: checkpoint, tiles, bundles, and whatever else lies there.

It reads and compares bytes. What an entry says is not its business; a tile counts only once it
was derived again from the entries. Files outside `tile` are looked at in `strangers`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from auzolan.audit.report import NO_ENTRY, Findings
from auzolan.audit.strangers import is_unfinished
from auzolan.cooperative import read_entry
from auzolan.record.merkle import HASH_SIZE
from auzolan.record.notes import Checkpoint, VerifierKey, parse_vkey, verify_checkpoint
from auzolan.record.tile_names import BundleId, TileId, entries_path, parse_tile_path, tile_path
from auzolan.record.tiles import TILE_HEIGHT, TILE_WIDTH, bundle_decode, bundle_encode

BUNDLE_BYTES_MAX = TILE_WIDTH * (2 + 65_535)
SMALL_BYTES_MAX = 1_000_000


class Published:
    """Reads one `public` folder.

    Args:
        path: the folder with `checkpoint`, `vkey` and `tile`.
        findings: where differences are noted.
    """

    def __init__(self, path: Path, findings: Findings) -> None:
        self.path = path
        self._findings = findings
        self.vkey: VerifierKey | None = None
        self.beside = ""
        self.note = b""

    @property
    def exists(self) -> bool:
        """Whether a record was published here; the desk lays annexes down before the first."""
        return any((self.path / name).exists() for name in ("checkpoint", "vkey", "tile"))

    def checkpoint(self, pinned: str | None) -> Checkpoint | None:
        """The signed head, verified under the pinned key or the one that lies beside it.

        A head that does not verify is a difference; it is still read as far as it can be, so that
        the rest can be looked at.

        Args:
            pinned: the verifier key that the reader trusts, or None.
        Returns:
            What it states, or None where it cannot be read at all.
        """
        self.note = self._read("checkpoint", SMALL_BYTES_MAX) or b""
        beside = (self._read("vkey", SMALL_BYTES_MAX) or b"").decode("utf-8", "replace")
        self.beside = beside.removesuffix("\n")
        if pinned is not None and beside != f"{pinned}\n":
            self._differ("vkey", "key", expected=pinned, found=beside.strip() or "none")
        try:
            self.vkey = parse_vkey(pinned if pinned is not None else self.beside)
            found = verify_checkpoint(self.note, [self.vkey])
        except ValueError as fault:
            self._differ("checkpoint", "signature", expected="a head signed by the log's key",
                         found=fault)  # fmt: skip
            return self._unverified()
        self._findings.checked("checkpoint signatures")
        return found

    def _unverified(self) -> Checkpoint | None:
        try:
            text = self.note.rpartition(b"\n\n")[0] + b"\n"
            return Checkpoint.decode(text)
        except ValueError:
            return None

    def tile(self, level: int, index: int, width: int) -> bytes:
        """The bytes of a tile; the beginning of the full one where that has replaced it.

        Raises:
            ValueError: it is not there, or has another length.
        """
        size = width * HASH_SIZE
        found = self._read(tile_path(level, index, width), TILE_WIDTH * HASH_SIZE)
        if found is None and width < TILE_WIDTH:
            full = self._read(tile_path(level, index), TILE_WIDTH * HASH_SIZE)
            found = full[:size] if full is not None else None
        if found is None:
            raise ValueError("no such file")
        if len(found) != size:
            raise ValueError(f"{len(found)} bytes where a tile of {width} has {size}")
        return found

    def bundle(self, index: int, width: int) -> bytes:
        """The bytes of a bundle; the beginning of the full one where that has replaced it.

        Raises:
            ValueError: it is not there.
        """
        found = self._read(entries_path(index, width), BUNDLE_BYTES_MAX)
        if found is None and width < TILE_WIDTH:
            full = self._read(entries_path(index), BUNDLE_BYTES_MAX)
            found = bundle_encode(bundle_decode(full)[:width]) if full is not None else None
        if found is None:
            raise ValueError("no such file")
        return found

    def compare_tile(self, tile: TileId, derived: bytes) -> None:
        """Compare a tile with the one that follows from the entries, hash by hash if need be."""
        try:
            found = self.tile(tile.level, tile.index, tile.width)
        except ValueError as fault:
            self._differ(tile.path, "bytes", expected=f"{len(derived)} bytes", found=fault)
            return
        self._findings.checked("tiles")
        if found == derived:
            return
        for place in range(0, len(derived), HASH_SIZE):
            ours, theirs = derived[place : place + HASH_SIZE], found[place : place + HASH_SIZE]
            if ours != theirs:
                at = place // HASH_SIZE
                entry = tile.index * TILE_WIDTH + at if tile.level == 0 else NO_ENTRY
                self._findings.differ(
                    entry, tile.path, f"hash {at}", expected=ours.hex(), found=theirs.hex()
                )

    def check_leftovers(self, size: int, entries: int | None = None) -> None:
        """Look at every other tile and bundle: older partial ones, and what does not belong.

        An older partial tile or bundle must be the beginning of the newer one. One that lies
        beyond the checkpoint, left by an interrupted publisher, must go on from what is signed.

        Args:
            size: entries that the checkpoint vouches for.
            entries: entries that there are, published or not; None where that cannot be seen.
        """
        for path in self._others(size):
            name = path.relative_to(self.path).as_posix()
            if is_unfinished(path):
                self._findings.leave("unfinished files", "a publisher was interrupted; harmless")
                continue
            try:
                self._compare_leftover(parse_tile_path(name), path, size, entries)
            except ValueError as fault:
                self._differ(name, "file", expected="a file of the published record", found=fault)

    def _others(self, size: int) -> Iterator[Path]:
        tiles = self.path / "tile"
        for path in sorted(tiles.rglob("*")):
            if path.is_file() and not _is_current(path.relative_to(self.path).as_posix(), size):
                yield path

    def _compare_leftover(
        self, name: TileId | BundleId, path: Path, size: int, entries: int | None
    ) -> None:
        level = name.level if isinstance(name, TileId) else 0
        row = size >> (TILE_HEIGHT * level)
        width = min(TILE_WIDTH, max(0, row - name.index * TILE_WIDTH))
        if path.stat().st_size > BUNDLE_BYTES_MAX:
            raise ValueError(f"more than {BUNDLE_BYTES_MAX} bytes")
        content = path.read_bytes()
        if name.width > width:
            if entries is not None and (
                name.index * TILE_WIDTH + name.width > entries >> (TILE_HEIGHT * level)
            ):
                raise ValueError(f"it holds more than the {entries} entries that there are")
            self._compare_ahead(name, content, width)
            why = "they lie beyond the signed checkpoint; a publisher was interrupted"
            self._findings.leave("published files", why)
            return
        if isinstance(name, TileId):
            expected = self.tile(level, name.index, width)[: name.width * HASH_SIZE]
        else:
            expected = bundle_encode(bundle_decode(self.bundle(name.index, width))[: name.width])
        self._findings.checked("older partial tiles")
        if content != expected:
            self._differ(name.path, "bytes", expected="the beginning of the newer file",
                         found="other bytes")  # fmt: skip

    def _compare_ahead(self, name: TileId | BundleId, content: bytes, width: int) -> None:
        """Raise ValueError unless a file goes on, in its own form, from the `width` signed ones."""
        if isinstance(name, TileId):
            if len(content) != name.width * HASH_SIZE:
                raise ValueError(f"{len(content)} bytes where there are {name.width} hashes")
            if width and content[: width * HASH_SIZE] != self.tile(name.level, name.index, width):
                raise ValueError("it does not begin as the signed one")
            return
        bodies = bundle_decode(content)
        if len(bodies) != name.width:
            raise ValueError(f"{len(bodies)} entries where there are {name.width}")
        if width and bundle_encode(bodies[:width]) != self.bundle(name.index, width):
            raise ValueError("it does not begin as the signed one")
        for seq, body in enumerate(bodies, start=name.index * TILE_WIDTH):
            if seq >= name.index * TILE_WIDTH + width and read_entry(body).seq != seq:
                raise ValueError(f"its entry {seq} says that it is another one")

    def _read(self, name: str, most: int) -> bytes | None:
        path = self.path / name
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(most + 1)

    def _differ(self, name: str, field: str, *, expected: object, found: object) -> None:
        self._findings.differ(NO_ENTRY, f"public/{name}", field, expected=expected, found=found)


def _is_current(name: str, size: int) -> bool:
    """Whether a file is one of those that the main pass has compared."""
    try:
        tile = parse_tile_path(name)
    except ValueError:
        return False
    row = size >> (TILE_HEIGHT * tile.level) if isinstance(tile, TileId) else size
    return tile.width == min(TILE_WIDTH, row - tile.index * TILE_WIDTH)
