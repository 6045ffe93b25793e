"""`auzolan labour settle`, `pay` and `references`: what work is owed, what an hour earned, by which floor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auzolan.house.doors.options import (
    HERE,
    AsOption,
    DryRunOption,
    FolderOption,
    JsonOption,
    YesOption,
)

if TYPE_CHECKING:
    from auzolan.house.desk import Desk
    from auzolan.house.rooms.contributions.limits import RowRefused
    from auzolan.house.rooms.labour.paying.pay_flows import ReferencesBrought
    from auzolan.house.rooms.labour.paying.pay_queries import GroupPay, HourlyFigures, OwnPay
    from auzolan.house.rooms.labour.paying.references import References


def add_to(app: typer.Typer) -> None:
    """Name the commands."""
    app.command("settle")(settle)
    app.command("pay")(show_pay)
    app.command("references")(references)


def settle(
    actor: AsOption,
    work: Annotated[
        str, typer.Option(help="The id of the sheet; made of the period if missing.")
    ] = "",
    period: Annotated[str, typer.Option(help="The period; the open one where missing.")] = "",
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Pay the work that is due; pay below the floor is lifted to it.

    Examples:
        auzolan labour settle --as m001 --dry-run
        auzolan labour settle --work march --as m001 --yes

    Due is what is accepted, by somebody or by the days gone, and the time of what was turned down.
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.labour.paying.pay_flows import settle_work, sheet_id
    from auzolan.house.rooms.treasury.arguments import period_or_open

    chosen = period_or_open(folder, period)
    enter_after_showing(
        folder,
        lambda desk: settle_work(
            desk, actor=actor, work=work or sheet_id(desk, chosen), period=chosen
        ),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


def show_pay(
    member: Annotated[str, typer.Argument(help="Yourself; nobody: the whole group.")] = "",
    actor: Annotated[str, typer.Option("--as", metavar="MEMBER", help="Who asks.")] = "",
    period: Annotated[
        str, typer.Option(help="Of the group: a closed one; the newest where missing.")
    ] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show your own pay and what an hour of it earned; without a member the group's percentiles.

    Examples:
        auzolan labour pay m017 --as m017
        auzolan labour pay --period 2026-q1 --json

    An hour is shown three ways: over all time that the floor covers, over paid time alone, and the
    naive way that counts a page once for each judgment on it; then with what lifted it.
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import write_json
    from auzolan.house.doors.session import accepted, folder_at
    from auzolan.house.ports import system_ports
    from auzolan.house.rooms.labour.paying.pay_queries import group_pay, own_pay

    where = folder_at(folder)
    if not member:
        group = accepted(group_pay(where, period=period))
        write_json(group) if as_json else _say_group(group)
        return
    if period:
        raise Misused("--period is for the whole group; your own pay shows every period.")
    found = accepted(own_pay(where, actor=actor, member=member, at=system_ports().clock()))
    write_json(found) if as_json else _say_own(found)


def references(
    file: Annotated[Path, typer.Argument(help="CSV: place, basis, from, cents_hour, citation.")],
    source: Annotated[str, typer.Option(help="Who published it, as a short name.")],
    actor: AsOption,
    rejects: Annotated[
        Path | None, typer.Option(help="Write lines left out and their reasons to this new CSV.")
    ] = None,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Bring in statutory minimums and living wages, each with its source; none is made up.

    Examples:
        auzolan labour references smi-2026.csv --source boe --as m001 --dry-run
        auzolan labour references smi-2026.csv --source boe --as m001 --rejects left-out.csv

    Basis is statutory or living; from is a day, as 2026-01-01. The record keeps the SHA-256 of the
    file. A line that cannot be taken is left out, with its reason; the same file twice adds nothing.
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import write_json
    from auzolan.house.doors.session import accepted
    from auzolan.house.rooms.labour.paying.references import read_references, write_refused

    found = accepted(read_references(file))
    brought = _brought(folder, found, actor=actor, source=source, dry_run=dry_run)
    if rejects is not None:
        try:
            write_refused(rejects, brought.refused)
        except FileExistsError as fault:
            raise Misused(f"{rejects} is there already; name a new file.") from fault
    write_json(brought) if as_json else _say_brought(brought, dry_run=dry_run)


def _brought(
    folder: Path, found: References, *, actor: str, source: str, dry_run: bool
) -> ReferencesBrought:
    from contextlib import closing

    from auzolan.foundation.ids import checked_id
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.session import accepted, desk_at, folder_at
    from auzolan.house.rehearsal import RehearsalDesk
    from auzolan.house.rooms.labour.paying.pay_flows import bring_references

    try:
        checked_id(source)
    except ValueError as fault:
        raise Misused(f"--source is a short name: {fault}.") from fault

    def bring(desk: Desk) -> ReferencesBrought:
        return accepted(bring_references(desk, actor=actor, source=source, references=found))

    if dry_run:
        with closing(RehearsalDesk(folder_at(folder))) as rehearsal:
            return bring(rehearsal)
    with desk_at(folder) as desk:
        return bring(desk)


def _say_brought(found: ReferencesBrought, *, dry_run: bool) -> None:
    from auzolan.house.doors.output import say, write

    if dry_run:
        say("This would be entered; nothing has been written.")
    write(
        f"{found.read} lines read: {found.imported} imported, {found.known} known, "
        f"{len(found.refused)} left out."
    )
    _say_refused(found.refused)
    write(f"SHA-256 of the file: {found.document}")


def _say_refused(refused: tuple[RowRefused, ...]) -> None:
    from auzolan.house.doors.output import write_table
    from auzolan.house.rooms.contributions.limits import REFUSED_SHOWN

    if refused:
        shown = [(one.line, one.reason) for one in refused[:REFUSED_SHOWN]]
        write_table(("row", "reason"), shown)


def _say_own(found: OwnPay) -> None:
    from auzolan.house.doors.output import write, write_rows, write_table
    from auzolan.house.rooms.labour.paying.pay_queries import hours_text

    floor = found.floor
    where = f" ({floor.basis}, {floor.place}, {floor.source})" if floor.place else " (charter)"
    write(f"The floor of an hour now: {_amount(floor.cents_hour)}{where}")
    for line in _hourly_lines(found.hourly_cents):
        write(line)
    rows = [
        (one.period, hours_text(one.counted_seconds), hours_text(one.paid_seconds),
         _amount(one.pay_cents), _amount(one.interest_cents), _amount(one.topup_cents),
         _amount(one.owed_cents), ", ".join(map(str, one.entries)))
        for one in found.periods
    ]  # fmt: skip
    if rows:
        names = ("period", "time", "paid", "pay", "interest", "top-up", "owed", "entries")
        write_table(names, rows)
    if found.classes:
        write_rows(found.classes, as_json=False)
    if found.waiting:
        write(f"{found.waiting} submissions wait to be settled.")


def _hourly_lines(found: HourlyFigures) -> list[str]:
    named = (
        ("over all time", found.all_time), ("over paid time alone", found.paid_time),
        ("counted once a judgment", found.naive), ("with what lifted it", found.lifted),
    )  # fmt: skip
    return [f"An hour earned, {what}: {_amount(cents)}" for what, cents in named]


def _say_group(found: GroupPay) -> None:
    from auzolan.house.doors.output import write, write_table

    people = str(found.people) if found.people is not None else f"fewer than {found.people_min}"
    write(f"What an hour earned {people} people in {found.period}:")
    rows = [
        (one.what.replace("_", " "), *map(_amount, (one.p5, one.p25, one.p50, one.p75, one.p95)))
        for one in found.lines
    ]
    write_table(("", "p5", "p25", "p50", "p75", "p95"), rows)


def _amount(cents: int | None) -> str:
    if cents is None:
        return "unknown"
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"
