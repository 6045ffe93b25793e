"""`auzolan labour`: the ten points, the job-quality card, and what one member gave and received."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from auzolan.house.doors.groups import RoomApp
from auzolan.house.doors.options import HERE, FolderOption, JsonOption

if TYPE_CHECKING:
    from auzolan.house.rooms.labour.voice.exchange import Exchange
    from auzolan.labour.voice.fairwork import Point
    from auzolan.labour.voice.job_quality import JobQuality


def show_fairwork(folder: FolderOption = HERE, as_json: JsonOption = False) -> None:
    """Show ten points about work in the manner of Fairwork, each with the entries that show it.

    Examples:
        auzolan labour fairwork
        auzolan labour fairwork --json

    No point is given without evidence, and what keeps one away is said. It is found from the books
    alone and is no rating by Fairwork; docs/reference/fairwork.md says what each point asks.
    """
    from auzolan.house.doors.output import write, write_json
    from auzolan.house.doors.session import folder_at
    from auzolan.house.ports import system_ports
    from auzolan.house.rooms.labour.voice.fairwork_queries import fairwork
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        found = fairwork(reader, at=system_ports().clock())
    if as_json:
        write_json(found)
        return
    principle = ""
    for one in found.found:
        if one.principle != principle:
            principle = one.principle
            write(f"{one.number[0]}  {principle}")
        write("\n".join(_point_lines(one)))
    write(f"{found.points} of {len(found.found)} points, from {found.entries:,} entries")


def show_quality(
    period: Annotated[str, typer.Argument(help="The period; the newest where missing.")] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show the job-quality card of a period: pulse, pay, rejections, appeals, looks, ratings.

    Examples:
        auzolan labour quality 2026
        auzolan labour quality 2026 --json

    Pay is shown of a closed period with enough people; -1 stands where it may not be. Cents an hour
    are over all time that counts. Looks are counted since the beginning.
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import write_json
    from auzolan.house.doors.session import folder_at
    from auzolan.house.ports import system_ports
    from auzolan.house.rooms.labour.voice.fairwork_queries import job_quality
    from auzolan.house.storage.reader import reader_of
    from auzolan.treasury.state import Period

    with reader_of(folder_at(folder)) as reader:
        known = sorted(reader.rows(Period), key=lambda one: one.opened)
        found = job_quality(reader, period or known[-1].period, at=system_ports().clock())
    if found is None:
        raise Misused(f"There is no period {period}. List them with: auzolan treasury balance")
    if as_json:
        write_json(found)
    else:
        _show_quality(found)


def show_exchange(
    member: Annotated[str, typer.Argument(help="The member.")],
    first: Annotated[
        str, typer.Option("--from", metavar="DAY", help="First day, as 2026-01-01.")
    ] = "",
    last: Annotated[
        str, typer.Option("--to", metavar="DAY", help="Last day; open where missing.")
    ] = "",
    asker: Annotated[
        str, typer.Option("--as", metavar="MEMBER", help="Who looks; nobody but herself may.")
    ] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show a member what she gave and what she received, each line with its entry and its check.

    Examples:
        auzolan labour exchange m017 --as m017
        auzolan labour exchange m017 --from 2026-01-01 --to 2026-06-30 --as m017 --json

    Days are those of the entries, in UTC. Money sums to what her accounts hold.
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import write_json
    from auzolan.house.doors.session import accepted, folder_at
    from auzolan.house.rooms.labour.voice.exchange import Days, exchange
    from auzolan.house.rooms.treasury.queries import currency
    from auzolan.house.storage.reader import reader_of

    for day in (first, last):
        if day and not _is_day(day):
            raise Misused(f"A day is written as 2026-01-31; got {day}.")
    if first and last and last < first:
        raise Misused(f"The last day, {last}, comes before the first, {first}.")
    with reader_of(folder_at(folder)) as reader:
        found = accepted(
            exchange(
                reader, asker=asker, member=member, days=Days(first, last),
                currency=currency(reader),
            )
        )  # fmt: skip
    if as_json:
        write_json(found)
    else:
        _show_exchange(found)


def add_to(app: RoomApp) -> None:
    """Add the commands of the ten points, the card and the exchange."""
    app.command("fairwork")(show_fairwork)
    app.command("quality")(show_quality)
    app.command("exchange")(show_exchange)


def _is_day(text: str) -> bool:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _point_lines(one: Point) -> list[str]:
    from auzolan.labour.voice.fairwork import MISSING

    lines = [f"  {one.number}  {'given ' if one.given else 'not yet'}  {one.title}"]
    if one.evidence:
        more = (
            f", the newest of {one.evidence_total}"
            if one.evidence_total > len(one.evidence)
            else ""
        )
        lines.append(f"       entries {', '.join(map(str, one.evidence))}{more}")
    return lines + [f"       {MISSING[name]}" for name in one.missing]


def _show_quality(found: JobQuality) -> None:
    from auzolan.house.doors.output import say, write, write_fields

    write(f"Period {found.period}, {'closed' if found.is_closed else 'not closed yet'}")
    if found.pay.people < 0:
        say(f"Pay is shown of a closed period in which at least {found.people_min} people worked.")
    for part in (found.pay, found.judged, found.looks):
        write("")
        write_fields(part, as_json=False)
    if found.pulse is not None:
        write("")
        write_fields(found.pulse, as_json=False)
    for one in found.ratings:
        write("")
        write_fields(one, as_json=False)


def _show_exchange(found: Exchange) -> None:
    from auzolan.foundation.money import amount_text
    from auzolan.house.doors.output import write, write_table

    def shown(amount: int, unit: str) -> str:
        return amount_text(amount, unit) if "/" in unit else f"{amount:,} {unit}"

    rows = [
        (one.entry, one.side, one.kind, one.about, shown(one.amount, one.unit), one.command)
        for one in found.lines
    ]
    if rows:
        write_table(("entry", "side", "what", "about", "amount", "check"), rows)
    unit = f"{found.currency}/6"
    for name in found.sums.__struct_fields__:
        write(
            f"{name.removesuffix('_micro'):<10}{amount_text(getattr(found.sums, name), unit):>22}"
        )
    write("\n".join(("Check the whole:", *(f"  {one}" for one in found.checks))))
