"""`auzolan labour import`: work from the tool where it was done, shown first, then booked.

Without `--log` it needs no co-operative and books nothing: it reads the file, counts, and says what
would be refused or dropped. It judges no work and sets no pay; what a platform thinks of a person is never
read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auzolan.house.doors.options import HERE, DryRunOption, FolderOption, JsonOption, YesOption

if TYPE_CHECKING:
    from auzolan.engine.worklogs.log import Imported, Options
    from auzolan.engine.worklogs.summing import ImportedWork, Totals
    from auzolan.house.rooms.labour.importing.import_flows import Ready, Terms
    from auzolan.house.submission import Receipt


MapOption = Annotated[
    list[str], typer.Option("--map", help="FIELD=COLUMN, as worker=worker_id. May repeat.")
]
ZoneOption = Annotated[
    str, typer.Option(help="Where the tool's clock was, if moments bear no zone.")
]
EncodingOption = Annotated[str, typer.Option(help="How the text is written.")]
PayOption = Annotated[str, typer.Option(help="Pay for each row, if the file does not say.")]
CurrencyOption = Annotated[str, typer.Option(help="Of the pay, if the file does not say.")]
TypeOption = Annotated[str, typer.Option(help="What the tasks are called.")]
ClipOption = Annotated[
    int, typer.Option(help="The longest that a page may take, in seconds; 0: as the file says.")
]
RejectsOption = Annotated[
    Path | None, typer.Option(help="Write refused rows and their reasons to this new CSV.")
]
FrameOption = Annotated[
    Path | None, typer.Option(help="Write task, worker, label to this new CSV.")
]
LogOption = Annotated[str, typer.Option(help="Book it as the log of this id; used once.")]
MembersOption = Annotated[
    Path | None, typer.Option(help="CSV with worker, member; without it the ids are the same.")
]
TaskOption = Annotated[str, typer.Option(help="The task it was done for, which says the price.")]
TaskOfOption = Annotated[
    list[str], typer.Option(help="TYPE=TASK, for one type of task in the file. May repeat.")
]
PeriodOption = Annotated[str, typer.Option(help="The period; the open one where missing.")]
BooksOption = Annotated[str, typer.Option("--as", metavar="MEMBER", help="Who books it.")]


def import_work(  # noqa: PLR0913 - options of a command
    file: Annotated[Path, typer.Argument(help="The export, as the tool wrote it.")],
    tool: Annotated[
        str, typer.Option("--from", help="The tool, as mturk; a wrong name lists all.")
    ],
    *,
    columns: MapOption = [],  # noqa: B006  Typer makes a new list for each call
    zone: ZoneOption = "",
    encoding: EncodingOption = "utf-8",
    pay: PayOption = "",
    currency: CurrencyOption = "",
    task_type: TypeOption = "",
    clip: ClipOption = 0,
    rejects: RejectsOption = None,
    to_frame: FrameOption = None,
    log: LogOption = "",
    members: MembersOption = None,
    task: TaskOption = "",
    task_of: TaskOfOption = [],  # noqa: B006
    period: PeriodOption = "",
    actor: BooksOption = "",
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Bring work in from the tool where it was done.

    Examples:
        auzolan labour import Batch_3001_results.csv --from mturk --dry-run --json
        auzolan labour import Batch_3001_results.csv --from mturk --log may-1 \
--members who-is-who.csv --task birds --as m002

    Reads argilla, crowd-kit, crowdflower, cvat, doccano, label-studio, mturk, prodigy, toloka, and
    any table. Rows that cannot be taken are refused one by one, with the reason; imported and
    refused together are all that were read. Columns about a person are dropped by name, and told.
    Addresses of workers become codes, the same in all imports of a co-operative; without --log they
    hold for that run alone.

    With --log it is booked: a submission for each member and type of task, which waits to be judged.
    Rows of workers who are no members are refused. A file is booked once.

    Time belongs to a page: rows of one page share its time, overlaps count once, and unknown time
    is unknown. With --json: read, imported, refused, dropped_columns, workers, tasks,
    seconds_measured, pay_minor, currency, rejection_events, median_hourly; null is unknown.
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.rooms.labour.importing import import_showing as showing

    if not log and (members or task or task_of or actor):
        raise Misused("Name the log that it is booked as: --log.")
    key = _address_key(folder, is_booked=bool(log), dry_run=dry_run)
    options = replace(
        _options(columns, zone, encoding, pay, currency, task_type, clip), pseudonym_key=key
    )
    if not log:
        work = _read(file, tool, options)
        showing.write_files(work.imported, rejects, to_frame)
        showing.give_out(work, _totals(work), as_json=as_json)
        showing.say_not_booked(dry_run=dry_run)
        return
    terms = _terms(log, members, key, task, task_of)
    ready = _prepared(folder, _read(file, tool, options).imported, terms)
    showing.write_files(ready.work.imported, rejects, to_frame)
    totals = _totals(ready.work)
    if not as_json:
        showing.say_work(ready.work.imported, totals)
        showing.say_ready(ready)
    receipt = book_import(folder, ready, actor=actor, period=period, dry_run=dry_run, yes=yes)
    showing.give_out_booked(ready, totals, receipt, as_json=as_json, dry_run=dry_run)


def book_import(
    folder: Path, ready: Ready, *, actor: str, period: str, dry_run: bool, yes: bool
) -> Receipt:
    """Book the work of a file as a co-operative's, once for each file.

    Returns:
        Its entry; with `dry_run` the entry foreseen.
    Raises:
        Misused: nobody is named who books it.
        Refused: the rules say no.
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.session import receipt_after_showing
    from auzolan.house.rooms.labour.importing.import_flows import book
    from auzolan.house.rooms.treasury.arguments import period_or_open

    if not actor:
        raise Misused("Name who books it, and holds the office of work: --as MEMBER.")
    chosen = period or ready.period or period_or_open(folder, "")
    return receipt_after_showing(
        folder, lambda desk: book(desk, ready, actor=actor, period=chosen), dry_run=dry_run, yes=yes
    )


def _address_key(folder: Path, *, is_booked: bool, dry_run: bool) -> bytes:
    """What addresses become codes under: the co-operative's own key, once something is booked."""
    import secrets

    from auzolan.house.doors.session import folder_at
    from auzolan.house.vault.worker_key import worker_key, worker_key_for_now

    if not is_booked:
        return secrets.token_bytes(32)
    return (worker_key_for_now if dry_run else worker_key)(folder_at(folder), secrets.token_bytes)


def _read(file: Path, tool: str, options: Options) -> ImportedWork:
    from auzolan.engine.worklogs import read_work_log
    from auzolan.engine.worklogs.log import BadLog
    from auzolan.engine.worklogs.summing import imported_work
    from auzolan.house.doors.errors import Refused
    from auzolan.house.doors.output import patience

    try:
        with patience(f"reading {file.name}"):
            return imported_work(read_work_log(file, tool, options))
    except BadLog as bad:
        raise Refused(bad.refusal) from bad


def _totals(work: ImportedWork) -> Totals:
    from auzolan.engine.worklogs.log import BadLog
    from auzolan.engine.worklogs.summing import totals_of
    from auzolan.house.doors.errors import Refused

    try:
        return totals_of(work)
    except BadLog as bad:
        raise Refused(bad.refusal) from bad


def _terms(
    log: str, members: Path | None, key: bytes, task: str, task_of: Sequence[str]
) -> Terms:  # fmt: skip
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.session import accepted
    from auzolan.house.rooms.labour.importing.import_flows import Terms, read_people

    pairs = [one.rpartition("=") for one in task_of]
    if any(not kind or not name for kind, _, name in pairs):
        raise Misused("Write --task-of TYPE=TASK, as --task-of T1=birds.")
    people = accepted(read_people(members, key)) if members is not None else None
    return Terms(log, people, task, {kind: name for kind, _, name in pairs})


def _prepared(folder: Path, found: Imported, terms: Terms) -> Ready:
    from auzolan.engine.worklogs.log import BadLog
    from auzolan.house.doors.errors import Misused, Refused
    from auzolan.house.doors.session import accepted, folder_at
    from auzolan.house.rooms.labour.importing.import_flows import prepared
    from auzolan.house.storage.reader import reader_of

    try:
        with reader_of(folder_at(folder)) as reader:
            return accepted(prepared(reader, found, terms))
    except BadLog as bad:
        raise Refused(bad.refusal) from bad
    except ValueError as fault:
        raise Misused(str(fault)) from fault


def _options(  # noqa: PLR0917 - the options of the command, as they came
    columns: Sequence[str], zone: str, encoding: str, pay: str, currency: str, task_type: str,
    clip: int,
) -> Options:  # fmt: skip
    from auzolan.engine.worklogs.log import Options
    from auzolan.house.doors.errors import Misused

    pairs = [one.partition("=") for one in columns]
    if any(not name or not column for name, _, column in pairs):
        raise Misused("Write --map FIELD=COLUMN, as --map worker=worker_id.")
    if clip < 0:
        raise Misused("--clip is a number of seconds, 0 or more.")
    if currency and not (len(currency) == 3 and currency.isascii() and currency.isupper()):
        raise Misused("--currency is three letters, as EUR.")
    return Options(
        columns={name: column for name, _, column in pairs}, zone=zone, encoding=encoding, pay=pay,
        currency=currency, task_type=task_type, clip_s=clip,
    )  # fmt: skip
