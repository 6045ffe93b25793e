"""Whoever deletes what would prove a forgery is named for it; an erasure on the record is not."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from audit.forging import differences, entry_with, found, sql
from audit.small_folder import ENTRIES
from auzolan.audit.folder import Folder


@pytest.fixture(params=["one", "all", "folder"])
def how_much(request: pytest.FixtureRequest) -> str:
    """How much of a folder of files is taken away."""
    return str(request.param)


def take(folder: Folder, place: str, how_much: str) -> int:
    """Take away one file of a place, all of them, or the place itself; gives how many."""
    at = getattr(folder, place)
    paths = sorted(path for path in at.iterdir() if path.is_file())
    paths = paths[:1] if how_much == "one" else paths
    for path in paths:
        path.unlink()
    if how_much == "folder":
        shutil.rmtree(at)
    return len(paths)


@pytest.mark.parametrize("place", ["recipes", "models", "rows"])
def test_a_missing_file_is_a_difference(unerased: Folder, place: str, how_much: str) -> None:
    """Goal: nothing is checked by its absence. Method: recipes, models and rows are taken away."""
    count = take(unerased, place, how_much)
    named = differences(unerased)
    assert {(one.field, one.found) for one in named} == {("file", "no file")}
    assert len(named) == count
    assert all(one.entry > 0 for one in named)


def test_a_missing_recipe_cannot_hide_a_valuation(unerased: Folder) -> None:
    """Goal: the recipe is named with the valuation's entry. Method: take that recipe alone."""
    entry = entry_with(unerased, "valuation.value/1")
    (unerased.recipes / f"{entry.act.recipe}.json").unlink()
    (one,) = differences(unerased)
    assert (one.entry, one.expected) == (entry.seq, entry.act.recipe)
    whys = {left.what: left.why for left in found(unerased).not_checkable}
    assert whys["valuation v1"] == "its recipe is missing, which is noted on its own"


def test_a_missing_recipe_is_a_difference_where_rows_were_erased_too(coop: Folder) -> None:
    """Goal: erasing rows explains no missing recipe. Method: both."""
    (coop.recipes / f"{entry_with(coop, 'valuation.value/1').act.recipe}.json").unlink()
    assert [(one.field, one.found) for one in differences(coop)] == [("file", "no file")]


def test_a_missing_vault_database_is_a_difference(coop: Folder) -> None:
    """Goal: names and reasons are kept until erased. Method: the vault's database is gone."""
    coop.vault_database.unlink()
    (one,) = differences(coop)
    assert (one.account, one.field, one.found) == ("vault/vault.db", "file", "no file")
    assert one.expected == "the openings of 16 sealed fields"  # 17, and one was erased


def test_a_folder_without_its_vault_says_all_that_is_missing(coop: Folder) -> None:
    """Goal: no auditor is told that all is well. Method: the whole vault is left out."""
    shutil.rmtree(coop.vault)
    report = found(coop)
    assert len(report.differences) == 6  # five batches that nobody erased, and the openings
    assert {one.found for one in report.differences} == {"no file"}
    assert report.checked["entries decided again"] == ENTRIES


def test_what_an_entry_erased_may_be_gone(coop: Folder) -> None:
    """Goal: erasure is a right, and no alarm. Method: the sound folder lacks a batch and a text."""
    assert not coop.batch_rows("b-m005").exists()
    assert sql(coop.vault_database, f"DELETE FROM sealed_opening WHERE entry = {ENTRIES - 2}") == 0
    assert differences(coop) == []


def test_without_a_reader_of_rows_the_last_line_says_so(whole: Folder) -> None:
    """Goal: a part that could not be checked is loud. Method: a process that has no pyarrow."""
    program = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from auzolan.audit.verify import closing_line, verify\n"
        f"report = verify({str(whole.path)!r})\n"
        "assert report.differences == (), report.differences\n"
        "left = {one.what: one.count for one in report.not_checkable}\n"
        "assert left['batches of rows'] == 6 and left['valuation v1'] == 1, left\n"
        "print(closing_line(report))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("ROWS NOT READ (no pyarrow)")
