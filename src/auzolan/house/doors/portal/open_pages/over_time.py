"""People, models, votes and money over time: counts and sums, each with the entry it stands on.

People and models are counted at the end of each quarter of a year, votes one by one, money by period of
the books. It reads what the books keep now; a chip leads to the last entry behind a figure. Pictures are
drawn from the same numbers as the tables beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, F, Max, QuerySet

from auzolan.assembly.state import CERTIFIED, TALLIED, Poll
from auzolan.foundation.moments import DAY_MS
from auzolan.house.doors.portal.open_pages.sheets import Sheet
from auzolan.house.rooms.assembly.tables import PollTable
from auzolan.house.rooms.learning.tables import ModelTable
from auzolan.house.rooms.members.tables import MemberTable
from auzolan.house.rooms.record.page_queries import moments_of
from auzolan.house.rooms.record.tables import RecordHead
from auzolan.house.rooms.treasury.period_money import PeriodMoney
from auzolan.house.rooms.treasury.tables import LeaverTable
from auzolan.house.storage.models import rows_of
from auzolan.learning.state import Model

QUARTERS, QUARTERS_MAX = 4, 24
POLLS_MAX = 24
PERIODS_MAX = 24
_NO_ENTRY = -1  # what takes a model's place is an entry of its own, and is counted as coming
HEIGHT = 100
"""A picture is so many units high; its tallest column reaches the top."""


@dataclass(frozen=True, slots=True)
class AtQuarter:
    """What there was at the end of a quarter, and what came and went in it.

    Attributes:
        quarter: as `2024-Q1`.
        total: how many there are at its end.
        came: how many came in it.
        went: how many went in it.
        entry: the last entry until then by which one came or went.
    """

    quarter: str
    total: int
    came: int
    went: int
    entry: int | None


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many took part in one vote; `quorum` is 1 where they were enough, else 0."""

    poll: str
    proposal: str
    voted: int
    roll: int
    quorum: int
    ends_at: int
    passed: int
    entry: int


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a picture: where it stands along the width, in per cent, and how high it is."""

    x: str
    width: str
    y: int
    height: int


def people() -> list[AtQuarter]:
    """Members at the end of each quarter since the first joined."""
    came = _by_quarter(MemberTable.objects.annotate(day=F("since") / DAY_MS))
    went = _by_quarter(LeaverTable.objects.annotate(day=F("at") / DAY_MS))
    return _running(came, went)


def models() -> list[AtQuarter]:
    """Models in use or waiting to be made anew, at the end of each quarter."""
    rows = rows_of(Model, ModelTable.objects.order_by("entry"))
    moments = moments_of(row.entry for row in rows)
    came: dict[str, tuple[int, int]] = {}
    went: dict[str, tuple[int, int]] = {}
    for row in rows:
        _add(came, quarter_of(moments[row.entry]), row.entry)
        if row.replaced_at:
            _add(went, quarter_of(row.replaced_at), _NO_ENTRY)
    return _running(came, went)


def turnouts() -> list[Turnout]:
    """The newest votes that are counted, oldest of them first."""
    found = PollTable.objects.filter(state__in=(TALLIED, CERTIFIED)).order_by("-ends_at", "-entry")
    rows = rows_of(Poll, found[:POLLS_MAX])
    return [
        Turnout(one.poll, one.proposal, one.voted, one.roll, one.quorum, one.ends_at, one.passed,
                one.entry)
        for one in reversed(rows)
    ]  # fmt: skip


def quarter_of(moment: int) -> str:
    """The quarter of the year in which a moment lies, in UTC."""
    when = datetime.fromtimestamp(moment // 1_000, UTC)
    return f"{when.year}-Q{(when.month + 2) // 3}"


def columns_of(values: Sequence[int], most: int | None = None) -> list[Column]:
    """The columns of a picture, side by side over its whole width.

    Args:
        values: whole numbers; what is below zero has no height.
        most: the value that reaches the top; the greatest of `values` where it is left out.
    """
    top = max([1, *values]) if most is None else max(1, most)
    slot = 10_000 // max(1, len(values))
    wide = slot * 7 // 10
    return [
        Column(_hundredths(place * slot + (slot - wide) // 2), _hundredths(wide),
               HEIGHT - height, height)
        for place, value in enumerate(values)
        for height in [min(HEIGHT, max(0, value) * HEIGHT // top)]
    ]  # fmt: skip


def quarters_sheet(name: str, found: Iterable[AtQuarter]) -> Sheet:
    """Counts by quarter as a table."""
    rows = [(one.quarter, one.total, one.came, one.went, one.entry) for one in found]
    return Sheet(name, ("quarter", "total", "came", "went", "entry"), rows)


def turnout_sheet(found: Iterable[Turnout]) -> Sheet:
    """Votes as a table."""
    columns = ("poll", "proposal", "ended_at", "voted", "roll", "quorum", "passed", "entry")
    rows = [
        (
            one.poll,
            one.proposal,
            one.ends_at,
            one.voted,
            one.roll,
            one.quorum,
            one.passed,
            one.entry,
        )
        for one in found
    ]
    return Sheet("votes", columns, rows)


def money_sheet(found: Iterable[PeriodMoney]) -> Sheet:
    """Money by period as a table."""
    columns = ("period", "state", "income_cents", "work_cents", "costs_cents", "result_cents",
               "cash_cents", "entry")  # fmt: skip
    rows = [
        (one.period.period, one.period.state, one.income_cents, one.wages_cents, one.costs_cents,
         one.result_cents, one.plan.cash_cents if one.plan else None, newest_entry(one))
        for one in found
    ]  # fmt: skip
    return Sheet("money", columns, rows)


def newest_entry(money: PeriodMoney) -> int | None:
    """The entry that moved a period's money last."""
    return max(
        (
            one
            for one in (money.income_entry, money.wages_entry, money.costs_entry)
            if one is not None
        ),
        default=None,
    )


def _by_quarter(found: QuerySet[Any]) -> dict[str, tuple[int, int]]:
    """How many of these there are in each quarter, and the last entry."""
    counted: dict[str, tuple[int, int]] = {}
    for day, number, last in found.values_list("day").annotate(n=Count("*"), last=Max("entry")):
        _add(counted, quarter_of(int(day) * DAY_MS), last, number)
    return counted


def _add(counted: dict[str, tuple[int, int]], quarter: str, entry: int, number: int = 1) -> None:
    before, last = counted.get(quarter, (0, -1))
    counted[quarter] = (before + number, max(last, entry))


def _running(
    came: Mapping[str, tuple[int, int]], went: Mapping[str, tuple[int, int]]
) -> list[AtQuarter]:
    """Totals at the end of each quarter, from the first change to the last entry of the record."""
    total, found, entry = 0, [], -1
    for quarter in _between(sorted({*came, *went}), _last_quarter()):
        more, joined = came.get(quarter, (0, -1))
        less, left = went.get(quarter, (0, -1))
        total, entry = total + more - less, max(entry, joined, left)
        found.append(AtQuarter(quarter, total, more, less, entry if entry >= 0 else None))
    return found[-QUARTERS_MAX:]


def _last_quarter() -> str:
    found = RecordHead.objects.values_list("at").first()
    return quarter_of(found[0]) if found else ""


def _between(quarters: Sequence[str], last: str) -> Iterator[str]:
    if not quarters:
        return
    year, number = int(quarters[0][:4]), int(quarters[0][-1])
    while (one := f"{year:04d}-Q{number}") <= max(quarters[-1], last):
        yield one
        year, number = (year + 1, 1) if number == QUARTERS else (year, number + 1)


def _hundredths(number: int) -> str:
    return f"{number // 100}.{number % 100:02d}%"
