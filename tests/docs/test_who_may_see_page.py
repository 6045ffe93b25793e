"""The page on who may see what says what the matrix says, cell by cell."""

from __future__ import annotations

import re
from pathlib import Path

from auzolan.labour.watching import matrix

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "who-may-see-what.md"


def tables() -> list[list[list[str]]]:
    """The tables of the page, as cells without their ticks."""
    blocks = re.findall(r"(?:^\|.*\|\n)+", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return [
        [[cell.strip().strip("`") for cell in line.split("|")[1:-1]] for line in block.splitlines()]
        for block in blocks
    ]


def test_every_cell_of_the_page_is_a_cell_of_the_matrix() -> None:
    """Goal: the page does not rot. Method: read its first table back, and compare all cells."""
    head, _, *lines = tables()[0]
    assert tuple(head[1:]) == matrix.ROLES
    assert tuple(line[0] for line in lines) == matrix.METRICS
    for metric, *cells in lines:
        for role, cell in zip(matrix.ROLES, cells, strict=True):
            said = {"all": matrix.STATES, "no": ()}.get(cell, tuple(cell.split(", ")))
            shown = tuple(one for one in matrix.STATES if matrix.permits(role, metric, one))
            assert said == shown, (metric, role)


def test_every_purpose_and_office_of_the_page_is_the_matrixs() -> None:
    """Goal: the same for the other two tables. Method: read them back."""
    _, purposes, roles = tables()
    said = {
        (line[0], line[1]): tuple(re.findall(r"[a-z-]+", line[2].replace("`", "")))
        for line in purposes[2:]
    }
    assert said == {
        (one.role, one.metric): one.purposes for one in matrix.GRANTS if one.role != matrix.SELF
    }
    offices = {line[0]: line[2] for line in roles[2:]}
    assert set(offices) == set(matrix.ROLES) - {matrix.SELF}
    for role, office in offices.items():
        assert office == matrix.OFFICE_OF.get(role, "none, so that no look is possible")
