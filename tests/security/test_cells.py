"""No table that leaves the house holds a cell that a spreadsheet would run."""

from __future__ import annotations

import ast
import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from architecture.source_tree import all_modules
from auzolan.engine.worklogs.frames import guarded
from auzolan.house.doors.csv_cells import cell as safe_cell
from auzolan.house.rooms.consent.everything import hand_over
from auzolan.house.rooms.contributions import flows as contributions
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.record.flows import publish
from auzolan.house.rooms.treasury.bank.payee_csv import _safe
from auzolan.house.rooms.treasury.journals.csv import harmless
from house.small_desk import SmallDesk, accepted

STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?\Z", re.ASCII)

# Every module that writes a table for people, and what keeps its cells harmless.
WRITERS = {
    "src/auzolan/engine/worklogs/frames.py": "guarded",
    "src/auzolan/house/doors/csv_cells.py": "cell",
    "src/auzolan/house/rooms/consent/everything_parts.py": "guarded",
    "src/auzolan/house/rooms/labour/paying/references.py": "guarded",
    "src/auzolan/house/rooms/labour/watching/own_files.py": "harmless",
    "src/auzolan/house/rooms/treasury/bank/payee_csv.py": "_safe",
    "src/auzolan/house/rooms/treasury/journals/csv.py": "harmless",
    "src/auzolan/house/rooms/treasury/journals/xlsx.py": "strings_to_formulas",
    "src/auzolan/house/rooms/treasury/statement_csv.py": "statement_csv",  # ids and numbers alone
}
_WRITES = frozenset({"csv.writer", "csv.DictWriter", "xlsxwriter.Workbook", "write_csv", "to_csv"})
_dangerous = st.builds(str.__add__, st.sampled_from(STARTS), st.text(max_size=20))


def test_every_module_that_writes_a_table_guards_its_cells() -> None:
    """Goal: none is forgotten. Method: calls that write tables, and the guard in the same module."""
    found = {}
    for module in all_modules():
        calls = {
            ast.unparse(one.func) for one in ast.walk(module.tree) if isinstance(one, ast.Call)
        }
        if calls & _WRITES or any(call.endswith((".to_csv", ".to_excel")) for call in calls):
            found[module.name] = ast.unparse(module.tree)
    assert set(found) == set(WRITERS)
    assert [name for name, guard in WRITERS.items() if guard not in found[name]] == []


@pytest.mark.parametrize("guard", [guarded, harmless, _safe, safe_cell])
@given(cell=_dangerous)
def test_no_guarded_cell_begins_a_formula(guard: Callable[[str], str], cell: str) -> None:
    """Goal: a spreadsheet runs nothing. Method: any text behind each sign that begins a formula."""
    assert _NUMBER.match(cell) or not guard(cell).startswith(STARTS)


@pytest.mark.parametrize("guard", [guarded, harmless, _safe, safe_cell])
def test_a_guard_leaves_plain_texts_alone(guard: Callable[[str], str]) -> None:
    """Goal: nobody's words are changed without need. Method: plain texts, and a name with a dash."""
    assert [guard(one) for one in ("", "Ana", "a=b", "12.50", "x-1")] == ["", "Ana", "a=b", "12.50", "x-1"]  # fmt: skip


def test_no_cell_of_the_file_of_her_own_rows_begins_a_formula(tmp_path: Path) -> None:
    """Goal: what others wrote into her export runs nowhere. Method: dangerous rows, in and out again.

    The Parquet file beside the table keeps them as they came.
    """
    small = SmallDesk(tmp_path / "coop")
    accepted(members.admit(small.desk, actor="ana", member="zoe", name="Zoe"))
    words = [f"{sign}HYPERLINK(1)" for sign in STARTS] + ["-5.20", "plain"]
    columns: dict[str, list[int | str]] = {
        "number": list(range(len(words))),
        "word": list[int | str](words),
    }
    report = contributions.offer_rows(
        small.desk, member="zoe", kind="purchases", columns=columns, batch="zoe-1"
    )
    assert not hasattr(report, "code"), report
    publish(small.desk)
    out = tmp_path / "zoe.zip"
    hand_over(small.desk, actor="zoe", member="zoe", out=out)
    with zipfile.ZipFile(out) as whole:
        table = whole.read("rows/zoe-1.csv").decode()
        kept = parquet.read_table(io.BytesIO(whole.read("rows/zoe-1.parquet")))
    _, *rows = csv.reader(io.StringIO(table, newline=""))
    cells = [row[1] for row in rows]
    assert cells[-2:] == ["-5.20", "plain"]
    assert [cell for cell in cells[:-2] if cell.startswith(STARTS)] == []
    assert kept.column("word").to_pylist() == words
