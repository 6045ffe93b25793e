"""`auzolan contributions traces`: a person's own exports from platforms, shown first, then offered."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from auzolan.house.doors.groups import room_app
from auzolan.house.doors.options import HERE, AsOption, DryRunOption, FolderOption, JsonOption

if TYPE_CHECKING:
    from auzolan.house.rooms.contributions.traces.choices import Choice
    from auzolan.house.rooms.contributions.traces.previewing import Preview

SHOWN_MAX = 100
_CELL_CHARS = 200
E = TypeVar("E", bound=Enum)

app = room_app(
    """Your own exports from platforms: what you searched, visited, posted, rated, bought.

    Examples:
        auzolan contributions traces preview BrowserHistory.json --drop title
        auzolan contributions traces import outbox.json --drop summary --kind posts --as m017
    """
)

FileArgument = Annotated[Path, typer.Argument(help="The file as the platform wrote it, unpacked.")]
DropOption = Annotated[
    list[str], typer.Option(help="Fields to leave empty, as title,date; never read. May repeat.")
]
FormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        help="browsing, places, activity, outbox, ratings or purchases, if it cannot be told.",
    ),
]
UrlOption = Annotated[
    str, typer.Option(help="How much of web addresses to keep: host, path, full.")
]
TimesOption = Annotated[str, typer.Option(help="How much of times to keep: day or full.")]
DatesOption = Annotated[str, typer.Option(help="Order within dates as 1/2/2025: ymd, dmy or mdy.")]
DelimiterOption = Annotated[str, typer.Option(help="What separates the values of a CSV.")]


@app.command("preview")
def preview(
    file: FileArgument,
    drop: DropOption = [],  # noqa: B006  Typer makes a new list for each call
    format_: FormatOption = "",
    url: UrlOption = "host",
    times: TimesOption = "day",
    dates: DatesOption = "ymd",
    delimiter: DelimiterOption = ",",
    rows: Annotated[int, typer.Option(help="How many of the first rows to show, 0 to 100.")] = 5,
    as_json: JsonOption = False,
) -> None:
    """Show what would be offered and what would not; nothing is written, no co-operative needed.

    Examples:
        auzolan contributions traces preview MyActivity.json
        auzolan contributions traces preview ratings.csv --drop date --rows 20 --json

    A dropped field is empty in every row; its values are never read. Of a web address the host is
    kept, of a time the day in UTC. E-mail addresses and @handles in texts become @someone.
    """
    from auzolan.foundation.refusals import Refusal
    from auzolan.house.doors.errors import Misused, Refused
    from auzolan.house.doors.output import patience, write_json
    from auzolan.house.rooms.contributions.traces.previewing import previewed

    if not 0 <= rows <= SHOWN_MAX:
        raise Misused(f"Between 0 and {SHOWN_MAX} rows are shown; got {rows}")
    choice = _choice(drop, format_, url, times, dates, delimiter)
    with patience(f"reading {file.name}"):
        found = previewed(file, choice, shown=rows)
    if isinstance(found, Refusal):
        raise Refused(found)
    if as_json:
        write_json(found)
    else:
        _say_preview(found)


@app.command("import")
def import_traces(
    file: FileArgument,
    kind: Annotated[str, typer.Option(help="What kind of rows, as the charter names it.")],
    actor: AsOption,
    drop: DropOption = [],  # noqa: B006  Typer makes a new list for each call
    format_: FormatOption = "",
    url: UrlOption = "host",
    times: TimesOption = "day",
    dates: DatesOption = "ymd",
    delimiter: DelimiterOption = ",",
    batch: Annotated[str, typer.Option(help="Id of the batch; drawn by chance if missing.")] = "",
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Offer the rows of your own export; look at them with preview first.

    Examples:
        auzolan contributions traces import History.json --drop title --kind browsing --as m017
        auzolan contributions traces import outbox.json --kind posts --as m017 --dry-run

    Rows that you brought before are counted and not brought again. Nothing may use the rows until
    you allow it.
    """
    from auzolan.house.doors.output import patience, say, write, write_json
    from auzolan.house.doors.session import accepted, desk_at, folder_at
    from auzolan.house.rooms.contributions.traces.offering import import_trace, inspected

    choice = _choice(drop, format_, url, times, dates, delimiter)
    folder_at(folder)
    with patience(f"reading {file.name}"):
        if dry_run:
            report = accepted(inspected(file, member=actor, kind=kind, choice=choice))
        else:
            with desk_at(folder) as desk:
                report = accepted(
                    import_trace(desk, file, member=actor, kind=kind, batch=batch, choice=choice)
                )
    if dry_run:
        say("Nothing has been kept; repeated rows are found only when rows are brought.")
    if as_json:
        write_json(report)
        return
    _say_preview(report.found)
    write(f"imported    {report.imported:,}")
    write(f"repeated    {report.repeated:,}")
    if report.entry is not None:
        write(f"batch       {report.batch}, entry {report.entry}")


def _choice(
    drop: list[str], format_: str, url: str, times: str, dates: str, delimiter: str
) -> Choice:  # fmt: skip
    from auzolan.house.doors.errors import Misused
    from auzolan.house.rooms.contributions.traces.choices import (
        Choice,
        DateOrder,
        TimesKept,
        UrlKept,
    )

    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise Misused("A delimiter is one character, as --delimiter ';'")
    return Choice(
        format=format_,
        drop=tuple(name.strip() for text in drop for name in text.split(",") if name.strip()),
        url=_one_of(UrlKept, "--url", url),
        times=_one_of(TimesKept, "--times", times),
        dates=_one_of(DateOrder, "--dates", dates),
        delimiter=delimiter,
    )


def _one_of(words: type[E], option: str, said: str) -> E:
    from auzolan.house.doors.errors import Misused

    try:
        return words(said)
    except ValueError:
        known = ", ".join(one.value for one in words)
        raise Misused(f"{option} is one of {known}; got {said[:60]}") from None


def _say_preview(found: Preview) -> None:
    from auzolan.house.doors.output import write, write_table

    write(f"format      {found.format}")
    write(f"fields      {', '.join(found.fields)}")
    write(f"dropped     {', '.join(found.dropped) or 'none'}")
    unread = ", ".join(_printable(name) for name in found.unread)
    write(f"not read    {unread or 'nothing else is in the file'}")
    write(f"entries     {found.read:,}")
    write(f"rows        {found.rows:,}")
    write(f"left out    {sum(one.entries for one in found.left_out):,}")
    for one in found.left_out:
        first = ", ".join(f"{place:,}" for place in one.first)
        write(f"  {one.entries:,}: {one.reason}; first at {first}")
    write(f"people      {found.people_replaced:,} now @someone")
    write(f"quotations  {found.quotations_removed:,} taken out")
    if found.first_rows:
        names = [name for name in found.fields if name not in found.dropped]
        cells = [[_printable(str(row[name])) for name in names] for row in found.first_rows]
        write_table(names, cells)


def _printable(text: str) -> str:
    """A foreign text without the signs by which it could command a terminal, and not too long."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text[: _CELL_CHARS + 1])
    return shown if len(shown) <= _CELL_CHARS else shown[:_CELL_CHARS] + "..."
