"""A table as a file holds what stands in it, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from auzolan.house.doors.csv_cells import BEGINNINGS, cell, rows_as_csv

texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=40)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "＝1", "-", "-x"]
)
def test_what_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    """Goal: no cell is run. Method: each beginning that a spreadsheet knows."""
    assert cell(text) == "'" + text


@pytest.mark.parametrize("text", ["", "ana", "-12.50", "-3", "12", "a=b", "'=1", " ok"])
def test_all_other_texts_stay_as_they_are(text: str) -> None:
    """Goal: amounts and names are not spoiled. Method: texts that begin harmlessly, and numbers."""
    assert cell(text) == text


@given(st.lists(st.lists(texts | st.integers(), min_size=2, max_size=2), max_size=6))
@example([["=cmd|' /C calc'!A0", -5]])
def test_a_table_reads_back_and_no_text_in_it_begins_a_formula(rows: list[list[str | int]]) -> None:
    """Goal: nothing is lost, nothing runs. Method: read any table back with the standard library."""
    text = "".join(rows_as_csv(("one", "two"), rows))
    names, *found = list(csv.reader(StringIO(text, newline="")))
    assert names == ["one", "two"]
    assert len(found) == len(rows)
    for line, row in zip(found, rows, strict=True):
        for got, was in zip(line, row, strict=True):
            if isinstance(was, int):
                assert got == str(was)
            else:
                assert got.removeprefix("'") == was.removeprefix("'")
                assert got[:1] not in BEGINNINGS or got.lstrip("-").replace(".", "", 1).isdigit()


def test_lines_come_one_by_one() -> None:
    """Goal: a table of any size takes no more room than a line. Method: a source that never ends."""

    def endless():  # type: ignore[no-untyped-def]
        number = 0
        while True:
            yield (number, "x")
            number += 1

    lines = rows_as_csv(("n", "x"), endless())
    assert [next(lines) for _ in range(3)] == ["n,x\r\n", "0,x\r\n", "1,x\r\n"]
