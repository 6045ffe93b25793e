"""Reading pay: one's own with all that it follows from, and the group's without anybody in it.

It shows nobody another person's figures; who must see some asks by `look_flows`, on the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import msgspec

from auzolan.audit.folder import Folder
from auzolan.charter.state import charter_of
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import reading
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.rooms.labour.paying.sheets_of_member import SheetOfMember, sheets_of
from auzolan.house.rooms.valuation.queries import annex_of
from auzolan.house.storage.reader import Reader, reader_of
from auzolan.labour.acts import WorkRecorded
from auzolan.labour.classes import CLASSES
from auzolan.labour.lines import pay_from_annex
from auzolan.labour.pay import HOUR_S
from auzolan.labour.paying.floors import Floors
from auzolan.labour.paying.hourly_pay import (
    UNKNOWN,
    HourlyPay,
    hourly_pay,
    owed_for,
    percentiles,
    timed_line,
    timed_of,
)
from auzolan.labour.state import Submission, WorkOfMember, WorkSheet
from auzolan.members.state import Member
from auzolan.record.annexes import ref_text
from auzolan.treasury.state import CLOSED, Period

ALL_PERIODS = ""


class HourlyFigures(msgspec.Struct, frozen=True):
    """What an hour earned, cents, None where it cannot be said.

    Attributes:
        all_time: prices over all time that the floor covers.
        paid_time: prices over the time that they were meant for.
        naive: prices over an item's time counted once for each judgment.
        lifted: prices and top-up over all time.
    """

    all_time: int | None
    paid_time: int | None
    naive: int | None
    lifted: int | None


class WorkLine(msgspec.Struct, frozen=True):
    """One member's work that was booked or settled in one period; `entries` are those that owe it.

    `seconds` are accepted ones, `counted_seconds` all that the floor covers, and `floor_cents` what
    it asks for them; pay, interest and top-up together are owed.
    """

    period: str
    seconds: int
    owed_cents: int
    counted_seconds: int
    paid_seconds: int
    pay_cents: int
    interest_cents: int
    topup_cents: int
    floor_cents: int
    hourly_cents: HourlyFigures
    entries: tuple[int, ...]


class ClassTime(msgspec.Struct, frozen=True):
    """Time of a class of work on the books: all of it, and what the floor was held against.

    `unknown` counts submissions whose time nobody knows.
    """

    work_class: str
    seconds: int
    counted_seconds: int
    unknown: int


class FloorNow(msgspec.Struct, frozen=True):
    """The floor of an hour worked now, and where it comes from; entry -1 is the charter."""

    cents_hour: int
    basis: str
    place: str
    source: str
    entry: int


class OwnPay(msgspec.Struct, frozen=True):
    """All about one's own pay.

    Attributes:
        waiting: submissions that no settlement has counted yet.
        checks: commands that check it.
    """

    member: str
    floor: FloorNow
    hourly_cents: HourlyFigures
    periods: tuple[WorkLine, ...]
    classes: tuple[ClassTime, ...]
    waiting: int
    checks: tuple[str, ...]


class GroupLine(msgspec.Struct, frozen=True):
    """Cents an hour at five percentiles over people; None where too few stand at either side."""

    what: str
    p5: int | None
    p25: int | None
    p50: int | None
    p75: int | None
    p95: int | None


class GroupPay(msgspec.Struct, frozen=True):
    """What an hour earned, over people; `people` is None where they are too few to be counted."""

    period: str
    people: int | None
    people_min: int
    lines: tuple[GroupLine, ...]


@dataclass(frozen=True, slots=True)
class Agreed:
    """One member's line of a sheet that was booked as agreed."""

    period: str
    seconds: int
    pay_cents: int
    topup_cents: int


def own_pay(folder: Folder, *, actor: str, member: str, at: int) -> OwnPay | Refusal:
    """One's own pay, period by period.

    Args:
        folder: the co-operative's.
        actor: who asks.
        member: about whom; nobody but herself is shown it.
        at: the moment, milliseconds since 1970, UTC.
    """
    if actor != member:
        return Refusal(
            "labour.not_hers", "house, labour",
            f"{actor or '(nobody)'} asked for the pay of {member}.",
            "Ask for your own; an office asks on the record: auzolan labour look.",
        )  # fmt: skip
    with reader_of(folder) as reader:
        if reader.get(Member, member) is None:
            return Refusal(
                "labour.member_unknown", "house, labour", f"There is no member {member}.",
                "List them with: auzolan members list",
            )  # fmt: skip
        return pay_of(reader, member, at=at)


def pay_of(reader: Reader, member: str, *, at: int) -> OwnPay:
    """A member's pay, for whoever reads already and may see it."""
    floor = Floors(reader.books, charter_in_force(reader).labour).of(member, at)
    rows = reader.rows(Submission, member=member)
    agreed = _agreed(sheets_of(reader, member))
    periods = work_lines(reader, member)
    return OwnPay(
        member=member,
        floor=FloorNow(floor.cents_hour, floor.basis, floor.place, floor.source, floor.entry),
        hourly_cents=_figures(hourly_of(rows, agreed)),
        periods=periods,
        classes=_by_class(rows),
        waiting=sum(1 for row in rows if row.owing),
        checks=(
            f"auzolan record member-file {member} --output {member}.json",
            f"auzolan verify public --member-file {member}.json",
        ),
    )


def work_lines(reader: Reader, member: str) -> tuple[WorkLine, ...]:
    """One member's work, period by period."""
    rows, sheets = reader.rows(Submission, member=member), sheets_of(reader, member)
    agreed = _agreed(sheets)
    return tuple(
        _period(one, sheets, hourly_of(rows, agreed, one.period))
        for one in reader.rows(WorkOfMember, member=member)
    )


def _agreed(sheets: Iterable[SheetOfMember]) -> list[Agreed]:
    return [
        Agreed(one.period, one.seconds, one.pay_cents, one.topup_cents)
        for one in sheets
        if one.is_agreed
    ]


def hourly_of(
    rows: Iterable[Submission], agreed: Iterable[Agreed], period: str = ALL_PERIODS
) -> HourlyPay:
    """A member's pay by the hour: of settled submissions and of agreed sheets together.

    Args:
        rows: her submissions.
        agreed: her lines of agreed sheets.
        period: only what was held against the floor, or agreed, within it; all where empty.
    """
    some = [row for row in rows if period in (ALL_PERIODS, row.floor_period)]
    lines = [one for one in agreed if period in (ALL_PERIODS, one.period)]
    work = [one for one in map(timed_of, some) if one is not None]
    work += [timed_line(one.seconds, one.pay_cents) for one in lines]
    owed = owed_for(some) + Fraction(sum(one.pay_cents + one.topup_cents for one in lines))
    return hourly_pay(work, owed_cents=owed)


def group_pay(folder: Folder, *, period: str = "") -> GroupPay | Refusal:
    """What an hour earned over all who worked in a period, as percentiles that show nobody.

    Args:
        folder: the co-operative's.
        period: a closed period, the newest where empty: figures that still change would show whose
            work has come in between.
    """
    with reading(folder) as now:
        people_min = charter_of(now.books).labour.group_inside_min
    with reader_of(folder) as reader:
        closed = [one for one in reader.rows(Period) if one.state == CLOSED]
        named = [one for one in closed if period in ("", one.period)]
        if not named:
            return Refusal(
                "treasury.period_not_closed", "house, labour",
                f"The period {period} is not closed." if period else "No period is closed yet.",
                "Ask once it is; your own pay can be asked for at any time.",
            )  # fmt: skip
        period = max(named, key=lambda one: one.closed).period
        found = [hourly_of(*work, period) for work in _work_of_all(reader)]
    people = sum(1 for one in found if one.all_time != UNKNOWN)
    names = ("all_time", "paid_time", "naive", "lifted")
    return GroupPay(
        period=period,
        people=people if people >= people_min else None,
        people_min=people_min,
        lines=tuple(
            GroupLine(name, *map(_known, percentiles((getattr(one, name) for one in found), people_min)))
            for name in names
        ),
    )  # fmt: skip


def _work_of_all(reader: Reader) -> list[tuple[list[Submission], list[Agreed]]]:
    rows: dict[str, list[Submission]] = {}
    for row in reader.rows(Submission):
        rows.setdefault(row.member, []).append(row)
    agreed: dict[str, list[Agreed]] = {}
    for sheet in reader.rows(WorkSheet):
        for fact in reader.entry(sheet.entry).facts:
            if isinstance(fact, WorkRecorded):
                for line in pay_from_annex(annex_of(reader, ref_text(fact.lines))):
                    one = Agreed(fact.period, line.seconds, line.pay_cents, line.topup_cents)
                    agreed.setdefault(line.member, []).append(one)
    return [(rows.get(one, []), agreed.get(one, [])) for one in sorted({*rows, *agreed})]


def _period(row: WorkOfMember, sheets: Sequence[SheetOfMember], hourly: HourlyPay) -> WorkLine:
    return WorkLine(
        period=row.period,
        seconds=row.seconds,
        owed_cents=row.owed_cents,
        counted_seconds=row.counted_seconds,
        paid_seconds=row.paid_seconds,
        pay_cents=row.pay_cents,
        interest_cents=row.interest_cents,
        topup_cents=row.topup_cents,
        floor_cents=row.floor_cents,
        hourly_cents=_figures(hourly),
        entries=tuple(one.entry for one in sheets if one.period == row.period),
    )


def _by_class(rows: Sequence[Submission]) -> tuple[ClassTime, ...]:
    found = []
    for name in CLASSES:
        some = [row for row in rows if row.work_class == name]
        if some:
            counted = sum(row.settled_seconds for row in some if row.floor_period)
            unknown = sum(1 for row in some if row.basis == "unknown")
            found.append(ClassTime(name, sum(row.seconds for row in some), counted, unknown))
    return tuple(found)


def _figures(found: HourlyPay) -> HourlyFigures:
    return HourlyFigures(
        _known(found.all_time), _known(found.paid_time), _known(found.naive), _known(found.lifted)
    )


def _known(figure: int) -> int | None:
    return None if figure == UNKNOWN else figure


def hours_text(seconds: int) -> str:
    """Time as `12 h 05 min`."""
    return f"{seconds // HOUR_S} h {seconds % HOUR_S // 60:02d} min"
