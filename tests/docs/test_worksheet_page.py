"""The page on worksheets says what the program does: every clause, bound, line, and its example."""

import json
import re
from pathlib import Path

import msgspec

from auzolan.charter.distribution_clauses import Value, clauses_of
from auzolan.charter.laws import LAWS
from auzolan.foundation.refusals import Refusal
from auzolan.treasury.surplus.worksheet import plan_worksheet
from auzolan.treasury.surplus.worksheet_answer import answer
from auzolan.treasury.surplus.year_plan import WarningCode

PAGE = (Path(__file__).resolve().parents[2] / "docs/reference/worksheet.md").read_text("utf-8")


def _rows(first: str) -> list[list[str]]:
    found = [line for line in PAGE.splitlines() if line.startswith(f"| `{first}` |")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found]


def _shown(value: Value) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return f"{value:,}" if isinstance(value, int) else value


def test_the_example_of_the_page_is_what_the_rules_compute() -> None:
    """Goal: no wrong cent on the page. Method: plan the sheet, compare with the answer beside it."""
    sheet, printed = re.findall(r"```json\n(.*?)```", PAGE, re.S)
    planned = plan_worksheet(sheet.encode())
    assert not isinstance(planned, Refusal)
    assert json.loads(msgspec.json.encode(answer(planned))) == json.loads(printed)


def test_every_line_of_every_preset_stands_on_the_page() -> None:
    """Goal: defaults can be looked up. Method: one row for each line with its values, in order."""
    for law in LAWS.values():
        rows = [row[1:] for row in _rows(law.name) if len(row) == 8]
        assert rows == [
            [
                f"`{line.name}`", f"{line.part_bp:,}", line.base, line.result_class,
                line.rounding, line.purpose, line.account,
            ]
            for line in law.distribution.lines
        ]  # fmt: skip


def test_every_clause_stands_on_the_page_with_its_first_values() -> None:
    """Goal: all override keys are listed. Method: each clause of each preset."""
    basque = clauses_of(LAWS["es-pv-2019"].distribution)
    for law in LAWS.values():
        names = {line.name for line in law.distribution.lines}
        for clause, value in clauses_of(law.distribution).items():
            line = next((name for name in names if clause.startswith(f"{name}_")), None)
            if line is not None and not _rows(clause):
                assert f"`LINE{clause.removeprefix(line)}`" in PAGE, clause
            elif clause == "lines_order":
                assert _rows(clause)
            else:
                ((_, _, here, elsewhere),) = _rows(clause)
                assert here == _shown(basque[clause])
                said = f"{law.name}: {_shown(value)}" in elsewhere.split("; ")
                assert said == (value != basque[clause]), (law.name, clause)


def test_every_bound_stands_on_the_page_with_its_article() -> None:
    """Goal: a member sees what the law asks. Method: one row for each bound and choice."""
    for law in LAWS.values():
        rows = [row for row in _rows(law.name) if len(row) == 4]
        assert len(rows) == len(law.bounds) + len(law.choices)
        for bound, row in zip(law.bounds, rows, strict=False):
            assert row[1] == " + ".join(f"`{name}`" for name in bound.clauses)
            assert row[2].startswith(f"{bound.comparison} {bound.amount:,}")
            assert row[3] == bound.article
        for choice, row in zip(law.choices, rows[len(law.bounds) :], strict=True):
            assert row[1] == f"`{choice.clause}`"
            assert row[2].startswith(" or ".join(choice.allowed))
            assert row[3] == choice.article


def test_every_warning_stands_on_the_page() -> None:
    """Goal: a code leads to its meaning. Method: each code has a row."""
    assert [code for code in WarningCode if not _rows(code.value)] == []
