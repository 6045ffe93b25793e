"""Whatever somebody changes in the published files, annexes, rows and models is named."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from audit.forging import (
    annex_path,
    change_cell,
    differences,
    entry_with,
    flip,
    found,
)
from audit.small_folder import ENTRIES
from auzolan.audit.folder import Folder
from auzolan.audit.published import Published
from auzolan.audit.report import Findings
from auzolan.audit.rows import read_batch
from auzolan.record.tile_names import entries_path, tile_path

SAMPLES = 24


def test_every_flipped_bit_of_the_checkpoint_is_detected(clean: Folder, tmp_path: Path) -> None:
    """Goal: the signed head is exact. Method: exhaustive, each bit, by the reader of the head."""
    for name in ("checkpoint", "vkey"):
        shutil.copy(clean.public / name, tmp_path / name)
    path = tmp_path / "checkpoint"
    for bit in range(len(path.read_bytes()) * 8):
        flip(path, bit)
        findings = Findings()
        Published(tmp_path, findings).checkpoint(None)
        assert not findings.is_clean, f"bit {bit}"
        flip(path, bit)


def test_flipped_bits_of_every_published_file_are_detected(coop: Folder) -> None:
    """Goal: no byte of the public record is free. Method: bits drawn from each file's digest."""
    paths = sorted(path for path in coop.public.rglob("*") if path.is_file())
    assert len(paths) >= 14
    for path in paths:
        size = len(path.read_bytes()) * 8
        drawn = hashlib.shake_256(path.relative_to(coop.public).as_posix().encode()).digest(8)
        for half in (drawn[:4], drawn[4:]):
            bit = int.from_bytes(half, "big") % size
            flip(path, bit)
            assert differences(coop, level="public"), f"{path.name}, bit {bit}"
            flip(path, bit)
    assert differences(coop, level="public") == []


def test_a_flipped_byte_of_an_entry_is_named(coop: Folder) -> None:
    """Goal: the entry is told from the file. Method: auditor and public, one letter changed."""
    path = coop.public / entries_path(0, ENTRIES)
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"m004"', b'"m00x"', 1))
    changed = next(one for one in differences(coop) if one.entry >= 0)
    assert (changed.account, changed.field) == (
        f"public/{entries_path(0, ENTRIES)}",
        "text.act.member",
    )
    assert (changed.expected, changed.found) == ("m004", "m00x")
    assert differences(coop, level="public")


def test_a_flipped_byte_of_a_tile_is_named(coop: Folder) -> None:
    """Goal: file and place are told. Method: one byte of hash 7 of the tile of leaves."""
    name = tile_path(0, 0, ENTRIES)
    flip(coop.public / name, (7 * 32 + 3) * 8)
    named = {(one.entry, one.account, one.field) for one in differences(coop)}
    assert (7, name, "hash 7") in named


@pytest.mark.parametrize("name", [tile_path(0, 0, ENTRIES), entries_path(0, ENTRIES)])
def test_a_missing_file_is_named(coop: Folder, name: str) -> None:
    """Goal: a mirror with a hole is no mirror. Method: take a tile, take a bundle."""
    (coop.public / name).unlink()
    for level in ("public", "auditor"):
        assert any(name in one.account for one in differences(coop, level=level))


def test_a_bundle_that_is_cut_off_stops_the_public_replay(coop: Folder) -> None:
    """Goal: nothing is guessed. Method: half a bundle; the report counts what it could not read."""
    path = coop.public / entries_path(0, ENTRIES)
    path.write_bytes(path.read_bytes()[:-10])
    report = found(coop, level="public")
    assert report.differences
    assert ("entries", ENTRIES) in {(one.what, one.count) for one in report.not_checkable}


def test_an_older_partial_tile_must_be_the_beginning_of_the_newer(coop: Folder) -> None:
    """Goal: no file of the folder is left unread. Method: change a leftover; add a stranger."""
    leftovers = [
        path for path in (coop.public / "tile").rglob("*.p/*") if path.name != str(ENTRIES)
    ]
    assert len(leftovers) == 4
    flip(leftovers[0], 100)
    (coop.public / "tile" / "0" / "notes.txt").write_text("hello")
    assert len(differences(coop, level="public")) == 2


def test_one_amount_in_an_annex_is_named(coop: Folder) -> None:
    """Goal: file, line, expected and found. Method: a member's part of the surplus, 1 cent more."""
    entry = entry_with(coop, "treasury.plan/1")
    path = annex_path(coop, entry.facts[0].lines)
    before = change_cell(path, "capitalised_cents", 2, 1_234_567)
    named = [one for one in differences(coop) if one.field == "capitalised_cents"]
    assert [(one.entry, one.account, one.expected, one.found) for one in named] == [
        (entry.seq, "annex distribution/2 line 2 m003", str(before), "1234567")
    ]
    assert len(differences(coop)) == 2  # the cell, and the digest of the file


@pytest.mark.parametrize(
    ("act", "part", "cell"),
    [
        ("labour.record_work/1", "act", ("pay_cents", 0, "m003")),
        ("labour.record_work/1", "fact", ("owed_cents", 1, "m003")),
        ("valuation.value/1", "act", ("value_e9", 3, "m004")),
        ("valuation.recheck/1", "act", ("high_e9", 0, "m001")),
    ],
)
def test_any_line_of_any_annex_is_restored_and_named(
    unerased: Folder, act: str, part: str, cell: tuple[str, int, str]
) -> None:
    """Goal: what is derived or repeated elsewhere is known. Method: one cell of each kind."""
    entry = entry_with(unerased, act)
    column, line, member = cell
    owner = entry.act if part == "act" else entry.facts[0]
    before = change_cell(annex_path(unerased, owner.lines), column, line, 77)
    report = found(unerased)
    cells = [one for one in report.differences if one.field == column]
    assert [(one.entry, one.expected, one.found) for one in cells] == [
        (entry.seq, str(before), "77")
    ]
    assert cells[0].account.endswith(member)
    assert len(report.differences) == 2
    assert report.checked["entries decided again"] == report.entries  # replay went on unharmed


def test_a_changed_open_annex_is_named_by_the_public_too(coop: Folder) -> None:
    """Goal: tags and ballots cannot be rewritten. Method: one choice in a published annex."""
    entry = entry_with(coop, "assembly.close/1")
    path = annex_path(coop, entry.act.ballots)
    if change_cell(path, "choice", 0, "abstain") == "abstain":
        change_cell(path, "choice", 0, "no")
    for level in ("public", "auditor"):
        assert (entry.seq, "content") in {
            (one.entry, one.field) for one in differences(coop, level=level)
        }


@pytest.mark.parametrize(
    ("act", "level"), [("assembly.open_poll/1", "public"), ("treasury.plan/1", "auditor")]
)
def test_a_missing_annex_is_named(coop: Folder, act: str, level: str) -> None:
    """Goal: nothing is checked by its absence. Method: take an open annex, take a closed one."""
    entry = entry_with(coop, act)
    ref = entry.act.tags if hasattr(entry.act, "tags") else entry.facts[0].lines
    annex_path(coop, ref).unlink()
    assert (entry.seq, "file") in {(one.entry, one.field) for one in differences(coop, level=level)}


def test_a_row_changed_in_the_vault_is_named(coop: Folder) -> None:
    """Goal: data on which models rest is the data that came. Method: one value of one row."""
    import pyarrow
    from pyarrow import parquet

    path = coop.batch_rows("b-m002")
    table = parquet.read_table(path).to_pydict()
    table["choice"][3] = "dannon" if table["choice"][3] != "dannon" else "hiland"
    parquet.write_table(pyarrow.table(table), path)
    assert len(read_batch(coop, "b-m002")[1]) == 8
    (one,) = differences(coop)
    assert (one.account, one.field) == ("rows of batch b-m002 (m002)", "root")


def test_rows_that_should_be_gone_or_there_are_named(coop: Folder) -> None:
    """Goal: erased means gone, kept means there. Method: put one back, take one away."""
    shutil.copy(coop.batch_rows("b-m001"), coop.batch_rows("b-m005"))
    coop.batch_rows("b-m001").unlink()
    named = {(one.account, one.found) for one in differences(coop)}
    assert named == {("rows of batch b-m001", "no file"), ("rows of batch b-m005", "a file")}


def test_a_changed_model_or_recipe_is_named(coop: Folder) -> None:
    """Goal: the model that serves is the one on record. Method: one bit of each file."""
    (model,) = coop.models.iterdir()
    flip(model, 5)
    for recipe in coop.recipes.iterdir():
        flip(recipe, 77)
    assert {one.field for one in differences(coop)} == {"digest"}
    assert len(differences(coop)) == 3


def test_files_that_nothing_names_are_counted_and_harmless(coop: Folder) -> None:
    """Goal: a lost commit is no alarm. Method: an orphan of each kind."""
    (coop.annexes / f"{'0' * 64}.json").write_text("{}")
    shutil.copy(coop.batch_rows("b-m001"), coop.batch_rows("b-lost"))
    (coop.public / "tile" / "0" / ".000.1.part").write_text("half")
    report = found(coop)
    assert report.differences == ()
    assert {"annex files", "files of rows", "unfinished files"} <= {
        one.what for one in report.not_checkable
    }
