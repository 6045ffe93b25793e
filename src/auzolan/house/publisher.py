"""The publisher: the record as a folder of static files, for everyone who wants to check it.

It follows the database and never leads it: tiles and bundles first, the checkpoint last. It may be
killed at any moment and goes on from what it finds. It publishes what is public and nothing else.
"""

from __future__ import annotations

from auzolan.audit.folder import Folder
from auzolan.house.lock import turn
from auzolan.house.storage.files import write_durably
from auzolan.house.storage.log import Log
from auzolan.house.storage.store import Database
from auzolan.record.notes import Checkpoint, parse_vkey, verify_checkpoint
from auzolan.record.tile_names import TILE_WIDTH, tile_path
from auzolan.record.tiles import TileWriter, bundle_encode, bundles_new, tiles_new

ENTRIES_AT_ONCE = 65_536


class RecordAhead(Exception):
    """The published record does not continue into the database: going on would fork the log."""


class Publisher:
    """Publishes one folder's record.

    Args:
        folder: the co-operative's folder.
        database: a connection to its database; read only.
    """

    def __init__(self, folder: Folder, database: Database) -> None:
        self._folder = folder
        self._db = database
        self._log = Log(database)

    def published(self) -> Checkpoint | None:
        """What the published checkpoint says, or None where nothing is published yet.

        Raises:
            RecordAhead: the checkpoint is there and cannot be read or verified.
        """
        if not self._folder.checkpoint.exists():
            return None
        try:
            # The key may have changed since: the checkpoint then still carries the one before.
            kept = self._folder.verifier_key
            vkeys = {self._log.vkey(), kept.read_text().strip() if kept.exists() else ""} - {""}
            known = [parse_vkey(vkey) for vkey in sorted(vkeys)]
            return verify_checkpoint(self._folder.checkpoint.read_bytes(), known)
        except (OSError, ValueError) as fault:
            raise RecordAhead(f"the published checkpoint cannot be verified: {fault}") from fault

    def check_not_ahead(self) -> None:
        """Refuse to go on where the published record is not a beginning of the database's.

        Raises:
            RecordAhead: a backup was restored that is older than what the world has seen.
        """
        published = self.published()
        if published is None:
            return
        size = self._log.head().size
        if published.size > size:
            raise RecordAhead(
                f"{published.size} entries are published and the database has {size}: "
                "it is an older copy, and writing on would fork the record. "
                "Restore a newer backup."
            )

    def catch_up(self) -> Checkpoint | None:
        """Publish what the database has and the folder has not.

        Returns:
            The checkpoint now published, or None for an empty record.
        Raises:
            RecordAhead: the published record is not a beginning of the database's.
            OSError: a file cannot be written; run it again.
            DeskBusy: another publisher was at work for the whole waiting time.
        """
        with turn(self._folder.path / "publish.lock"):
            self._db.begin_reading()
            try:
                return self._publish()
            finally:
                self._db.rollback()

    def _publish(self) -> Checkpoint | None:
        self.check_not_ahead()
        published = self.published()
        head = self._log.head()
        if head.size == 0 or (published is not None and published.size == head.size):
            return published
        writer = self._resume(published)
        full = self._write_entries(writer, writer.size, head.size)
        grown = set(tiles_new(published.size if published else 0, head.size))
        for tile, content in writer.partials():
            if tile in grown:
                self._write(tile.path, content)
        if writer.root() != head.root:
            raise RecordAhead("the entries do not hash to the signed head; run auzolan verify")
        write_durably(self._folder.checkpoint, head.checkpoint)
        write_durably(self._folder.verifier_key, f"{self._log.vkey()}\n".encode())
        for path in full:
            self._drop_partials(path)
        return self.published()

    def _resume(self, published: Checkpoint | None) -> TileWriter:
        if published is None:
            return TileWriter()
        writer = TileWriter.resume(published.size, self._read_tile)
        if writer.root() != published.root:
            raise RecordAhead("published tiles do not hash to the published checkpoint")
        return writer

    def _read_tile(self, level: int, index: int, width: int) -> bytes:
        return (self._folder.public / tile_path(level, index, width)).read_bytes()

    def _write_entries(self, writer: TileWriter, old_size: int, new_size: int) -> list[str]:
        """Write bundles and full tiles; give the paths of those that are full.

        The partial ones that they replace still serve the checkpoint that stands, and whoever was
        killed before the next one must be able to go on from them.
        """
        full: list[str] = []
        for bundle in bundles_new(old_size, new_size):
            start = bundle.index * TILE_WIDTH
            found = list(self._log.entries(start, start + bundle.width))
            self._write(bundle.path, bundle_encode([bytes(body) for _, body in found]))
            if bundle.width == TILE_WIDTH:
                full.append(bundle.path)
            fresh = [bytes(leaf) for leaf, _ in found[max(0, old_size - start) :]]
            for tile, content in writer.feed(fresh):
                self._write(tile.path, content)
                full.append(tile.path)
        return full

    def _write(self, path: str, content: bytes) -> None:
        write_durably(self._folder.public / path, content)

    def _drop_partials(self, full: str) -> None:
        partials = self._folder.public / f"{full}.p"
        if partials.is_dir():
            for path in partials.iterdir():
                path.unlink()
            partials.rmdir()
