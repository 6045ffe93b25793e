"""What pages ask about the worth of data: one member's line of the latest valuation."""

from __future__ import annotations

from dataclasses import dataclass

from auzolan.audit.folder import Folder
from auzolan.house.rooms.record.annexes_on_pages import restricted_annex
from auzolan.house.rooms.valuation.tables import ValuationTable
from auzolan.house.storage.models import rows_of
from auzolan.valuation.lines import lines_from
from auzolan.valuation.state import Valuation


@dataclass(frozen=True, slots=True)
class Worth:
    """What a member's rows are worth to a model, scaled by 10^9, with the likely range.

    Attributes:
        valuation: the valuation.
        rows: rows of hers that count.
        value_e9, low_e9, high_e9: what they are worth, and the likely range.
        people: how many people have a line in it.
        equal_e9: what each would have if all had the same part, rounded to nearest.
    """

    valuation: Valuation
    rows: int
    value_e9: int
    low_e9: int
    high_e9: int
    people: int
    equal_e9: int

    @property
    def above_equal_e9(self) -> int:
        """How much more than an equal part; below zero where it is less."""
        return self.value_e9 - self.equal_e9

    @property
    def span(self) -> int:
        """The length of a scale that holds zero and the whole likely range."""
        return max(1, max(0, self.high_e9) - self._from)

    @property
    def zero_at(self) -> int:
        """Where zero lies on that scale."""
        return -self._from

    @property
    def low_at(self) -> int:
        """Where the likely range begins."""
        return self.low_e9 - self._from

    @property
    def high_at(self) -> int:
        """Where it ends."""
        return self.high_e9 - self._from

    @property
    def value_at(self) -> int:
        """Where the worth itself lies."""
        return self.value_e9 - self._from

    @property
    def _from(self) -> int:
        return min(0, self.low_e9)


def worth_of(folder: Folder, member: str, *, first: str = "") -> Worth | None:
    """A member's line of the valuation named first, else of the newest that has one, or None."""
    found = worths_of(folder, member)
    return min(found, key=lambda one: one.valuation.valuation != first, default=None)


def worths_of(folder: Folder, member: str) -> list[Worth]:
    """A member's lines of all valuations that have one, the newest first."""
    found = []
    for row in rows_of(Valuation, ValuationTable.objects.order_by("-entry")):
        annex = restricted_annex(folder, row.lines)
        if annex is None:
            continue
        lines = lines_from(annex)
        if member in lines.members:
            at = lines.members.index(member)
            people = len(lines.members)
            found.append(
                Worth(
                    row, lines.rows[at], lines.value_e9[at], lines.low_e9[at], lines.high_e9[at],
                    people, (2 * sum(lines.value_e9) + people) // (2 * people),
                )
            )  # fmt: skip
    return found
