"""The publisher: static files that others can check, never ahead of the database."""

from __future__ import annotations

import errno
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from auzolan.audit.verify import verify
from auzolan.house import publisher
from auzolan.house.desk import Desk
from auzolan.house.publisher import Publisher, RecordAhead
from auzolan.house.storage.database import open_database
from auzolan.house.storage.files import write_durably
from auzolan.house.storage.log import Log
from auzolan.record.merkle import inclusion_proof, leaf_hash, verify_inclusion
from auzolan.record.notes import Checkpoint, parse_vkey, verify_checkpoint
from auzolan.record.tile_names import entries_path, tile_path
from auzolan.record.tiles import TileWriter, bundle_decode, tiles_for
from support.house import accepted, admission, found


def publish(desk: Desk) -> Checkpoint:
    """Bring the published record up to date."""
    with closing(open_database(desk.folder.database)) as database:
        checkpoint = Publisher(desk.folder, database).catch_up()
    assert checkpoint is not None
    return checkpoint


def test_publishing_in_steps_gives_the_same_files_as_publishing_once(tmp_path: Path) -> None:
    """Goal: catching up is exact. Method: publish after odd steps; build all tiles anew."""
    desk = found(tmp_path)
    number = 0
    for step in (1, 3, 200, 51, 1, 256, 90):
        accepted(desk, *(admission(f"m{number + place:04d}") for place in range(step)))
        number += step
        checkpoint = publish(desk)
    size = number + 1
    leaves = [bytes(leaf) for leaf, _ in Log(desk._db).entries(0, size)]
    writer = TileWriter()
    expected = dict(writer.feed(leaves)) | dict(writer.partials())
    assert set(expected) == set(tiles_for(size))
    for tile, content in expected.items():
        assert (desk.folder.public / tile.path).read_bytes() == content
    assert (checkpoint.size, checkpoint.root) == (size, writer.root())
    assert not (desk.folder.public / (tile_path(0, 0) + ".p")).exists()


def test_the_published_files_alone_prove_an_entry(tmp_path: Path) -> None:
    """Goal: no server is needed. Method: read only `public/`, prove one entry's inclusion."""
    desk = found(tmp_path, members=9)
    publish(desk)
    public = desk.folder.public
    vkey = parse_vkey((public / "vkey").read_text().strip())
    checkpoint = verify_checkpoint((public / "checkpoint").read_bytes(), [vkey])
    bodies = bundle_decode((public / entries_path(0, checkpoint.size)).read_bytes())
    hashes = (public / tile_path(0, 0, checkpoint.size)).read_bytes()
    leaves = [hashes[at : at + 32] for at in range(0, len(hashes), 32)]
    proof = inclusion_proof(leaves, 5)
    assert verify_inclusion(leaf_hash(bodies[5]), 5, checkpoint.size, proof, checkpoint.root)


def test_an_older_database_may_not_write_on(tmp_path: Path) -> None:
    """Goal: a restored backup never forks the log. Method: put yesterday's database back."""
    desk = found(tmp_path, members=2)
    desk.close()
    backup = tmp_path / "backup.db"
    shutil.copy(desk.folder.database, backup)
    desk = Desk(desk.folder, desk.ports)
    accepted(desk, admission("m003"))
    publish(desk)
    desk.close()
    shutil.copy(backup, desk.folder.database)
    with pytest.raises(RecordAhead, match="fork"):
        Desk(desk.folder, desk.ports)


def test_a_publisher_killed_before_its_checkpoint_goes_on_from_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: the standing checkpoint keeps its tiles. Method: the disk fills up at each file in turn.

    The log grows past a full tile, whose partial one the standing checkpoint still needs.
    """
    desk = found(tmp_path)
    accepted(desk, *(admission(f"m{number:04d}") for number in range(250)))
    assert publish(desk).size == 251
    accepted(desk, *(admission(f"m{number:04d}") for number in range(250, 300)))
    for written in range(8):
        left = [written]

        def write(path: Path, content: bytes, left: list[int] = left) -> None:
            if left[0] == 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            left[0] -= 1
            write_durably(path, content)

        with monkeypatch.context() as patch:
            patch.setattr(publisher, "write_durably", write)
            with closing(open_database(desk.folder.database)) as database:
                try:
                    Publisher(desk.folder, database).catch_up()
                except OSError:
                    standing = Publisher(desk.folder, database).published()
                    assert standing is not None
                    assert standing.size in {251, 301}
        assert verify(desk.folder.public).differences == ()
    assert publish(desk).size == 301
    assert verify(desk.folder.public).differences == ()


def test_a_damaged_published_record_is_not_built_upon(tmp_path: Path) -> None:
    """Goal: never continue in doubt. Method: damage a tile, then the checkpoint, and go on."""
    desk = found(tmp_path, members=5)
    publish(desk)
    tile = desk.folder.public / tile_path(0, 0, 6)
    good = tile.read_bytes()
    tile.write_bytes(bytes([good[0] ^ 1]) + good[1:])
    accepted(desk, admission("m006"))
    with pytest.raises(RecordAhead, match="do not hash"):
        publish(desk)
    tile.write_bytes(good)
    note = desk.folder.checkpoint.read_bytes()
    desk.folder.checkpoint.write_bytes(note.replace(b"6\n", b"5\n", 1))
    with pytest.raises(RecordAhead, match="cannot be verified"):
        publish(desk)
    desk.folder.checkpoint.write_bytes(note)
    assert publish(desk).size == 7
