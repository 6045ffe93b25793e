"""Reading the releases about groups: what was told, and how much stayed back."""

from __future__ import annotations

import msgspec

from auzolan.foundation.refusals import Refusal
from auzolan.house.storage.reader import Reader
from auzolan.labour.groups.rules import KEPT_BACK
from auzolan.labour.state import GroupRelease
from auzolan.labour.watching.acts import GroupsReleased


class ReleaseLine(msgspec.Struct, frozen=True):
    """One release; `noise_centi` is its epsilon in hundredths, 0 for exact figures."""

    release: str
    population: str
    audience: str
    measure: str
    period: str
    noise_centi: int
    cells: int
    kept_back: int
    entry: int


class FigureLine(msgspec.Struct, frozen=True):
    """One cell of a release; `value` is None where it is kept back."""

    cell: str
    value: int | None


def release_lines(reader: Reader) -> list[ReleaseLine]:
    """All releases, in order of their entries."""
    rows = sorted(reader.rows(GroupRelease), key=lambda row: row.entry)
    return [
        ReleaseLine(
            row.release, row.population, row.audience, row.measure, row.period, row.noise_centi,
            row.cells, row.kept_back, row.entry,
        )
        for row in rows
    ]  # fmt: skip


def figure_lines(reader: Reader, release: str) -> list[FigureLine] | Refusal:
    """The cells of one release, everybody together first."""
    row = reader.get(GroupRelease, release)
    if row is None:
        return Refusal(
            "labour.release_unknown", "house, labour", f"There is no release called {release}.",
            "See all releases with: auzolan labour groups show",
        )  # fmt: skip
    fact = next(one for one in reader.entry(row.entry).facts if isinstance(one, GroupsReleased))
    return [
        FigureLine(cell.label, None if cell.value == KEPT_BACK else cell.value)
        for cell in fact.cells
    ]
