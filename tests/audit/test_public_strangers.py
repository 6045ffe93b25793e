"""What lies in `public` and should not: leaked lines, other files, tiles that nobody signed."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from audit.forging import annex_path, differences, entries_of, entry_with, found
from audit.small_folder import ENTRIES
from auzolan.audit.folder import Folder
from auzolan.record.entries import seal
from auzolan.record.tile_names import entries_path, tile_path
from auzolan.record.tiles import bundle_encode

LEVELS = pytest.mark.parametrize("level", ["public", "auditor"])


def laid(folder: Folder, kind: str) -> Path:
    """An annex of this kind in `public/annex` under its honest name; no entry names it."""
    text = json.dumps(
        {"amount": "", "columns": [["a"]], "kind": kind, "names": ["tag"], "parts": [],
         "salts": []}, separators=(",", ":"), sort_keys=True,
    ).encode()  # fmt: skip
    path = folder.annex(hashlib.sha256(text).hexdigest(), is_open=True)
    path.write_bytes(text)
    return path


@LEVELS
@pytest.mark.parametrize(
    "name",
    ["names.csv", "index.html", ".part", ".names.1.part", "annex/secret.json", "annex/a/names.csv",
     f"annex/{'0' * 64}.json", "tile/0/junk", "tile/.names.part", "more/vkey"],
)  # fmt: skip
def test_a_file_that_the_record_does_not_name_is_a_difference(
    coop: Folder, name: str, level: str
) -> None:
    """Goal: nothing is published unseen. Method: one strange file at a time."""
    path = coop.public / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{}")
    (one,) = differences(coop, level=level)
    assert (one.entry, one.account, one.field) == (-1, f"public/{name}", "file")


@LEVELS
def test_members_lines_in_public_are_a_difference(coop: Folder, level: str) -> None:
    """Goal: a leak is named. Method: copy each closed annex to `public/annex`."""
    leaked = sorted(coop.annexes.iterdir())
    assert len(leaked) == 5
    for path in leaked:
        shutil.copy(path, coop.public_annexes / path.name)
    named = differences(coop, level=level)
    assert [one.account for one in named] == [f"public/annex/{path.name}" for path in leaked]
    assert {one.field for one in named} == {"kind"}


@LEVELS
def test_an_unnamed_annex_is_harmless_only_where_its_kind_is_open(coop: Folder, level: str) -> None:
    """Goal: a lost commit is no alarm, a leak is. Method: tags that no entry names, then pay."""
    laid(coop, "tags/2")
    report = found(coop, level=level)
    assert report.differences == ()
    assert {one.what for one in report.not_checkable} >= {"annex files"}
    leaked = laid(coop, "pay/1")
    assert [one.account for one in differences(coop, level=level)] == [
        f"public/annex/{leaked.name}"
    ]


@LEVELS
def test_an_unnamed_annex_under_a_false_name_is_a_difference(coop: Folder, level: str) -> None:
    """Goal: an orphan is at least what it says. Method: another digest as its name."""
    path = laid(coop, "tags/2")
    path.rename(path.with_name(f"{'1' * 64}.json"))
    assert [one.field for one in differences(coop, level=level)] == ["file"]


def test_parts_that_an_interrupted_writer_leaves_are_harmless(coop: Folder) -> None:
    """Goal: a crash is no alarm. Method: one unfinished file in each place."""
    digest = Path(annex_path(coop, entry_with(coop, "assembly.close/1").act.ballots)).name
    for name in (".checkpoint.7.part", ".vkey.7.part", f"annex/.{digest}.7.part",
                 f"tile/0/000.p/.{ENTRIES}.7.part", "tile/0/.000.7.part"):  # fmt: skip
        (coop.public / name).write_text("half")
    report = found(coop)
    assert report.differences == ()
    assert {one.what: one.count for one in report.not_checkable}["unfinished files"] == 5


def test_a_bundle_beyond_the_checkpoint_goes_on_from_what_is_signed(coop: Folder) -> None:
    """Goal: an interrupted publisher is told from a stranger. Method: true, then false bundles."""
    entries = entries_of(coop)
    more = [seal(entry) for entry in entries]
    (last,) = [entry for entry in entries if entry.seq == ENTRIES - 1]
    true = seal(
        type(last)(**{**{f: getattr(last, f) for f in last.__struct_fields__}, "seq": ENTRIES})
    )
    path = coop.public / entries_path(0, ENTRIES + 1)
    path.write_bytes(bundle_encode([*more, true]))
    assert differences(coop, level="public") == []
    assert "published files" in {one.what for one in found(coop, level="public").not_checkable}
    (one,) = differences(coop)  # the auditor sees that there is no such entry
    assert (one.account, one.field) == (f"public/{entries_path(0, ENTRIES + 1)}", "file")
    for false in ([*more, b"Ane Etxeberria"], [*more, more[3]], [*more[::-1], true], more):
        path.write_bytes(bundle_encode(false))
        assert len(differences(coop, level="public")) == 1


@pytest.mark.parametrize("content", [b"", b"Ane Etxeberria", bytes(32 * (ENTRIES + 1))])
def test_a_tile_beyond_the_checkpoint_goes_on_from_what_is_signed(
    coop: Folder, content: bytes
) -> None:
    """Goal: no text hides as a tile. Method: wrong lengths, and hashes that begin otherwise."""
    (coop.public / tile_path(0, 0, ENTRIES + 1)).write_bytes(content)
    assert len(differences(coop, level="public")) == 1


def test_annexes_before_the_first_publishing_are_no_broken_record(coop: Folder) -> None:
    """Goal: a desk that never published is sound. Method: all but the open annexes is away."""
    shutil.rmtree(coop.public / "tile")
    coop.checkpoint.unlink()
    coop.verifier_key.unlink()
    report = found(coop)
    assert report.differences == ()
    assert "published record" in {one.what for one in report.not_checkable}
