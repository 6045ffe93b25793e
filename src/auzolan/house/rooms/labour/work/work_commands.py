"""`auzolan labour log`, `claim`, `submissions`, `queue` and what is decided: work handed in and judged."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auzolan.house.doors.groups import RoomApp
from auzolan.house.doors.options import (
    HERE,
    AsOption,
    DryRunOption,
    FolderOption,
    JsonOption,
)

ReasonOption = Annotated[str, typer.Option(help="Why, in words that she and her peers will read.")]
SubmissionArgument = Annotated[str, typer.Argument(help="The submission.")]
PeriodOption = Annotated[str, typer.Option(help="The period; the open one where missing.")]
MINUTE_S = 60


def add_to(app: RoomApp) -> None:
    """Put these commands among those of the room."""
    app.command("log")(log_file)
    app.command("claim")(claim_own_time)
    app.command("submissions")(show_submissions)
    app.command("queue")(show_queue)
    app.command("accept")(accept_work)
    app.command("reject")(reject_work)
    app.command("revise")(revise_work)
    app.command("hand-in-again")(hand_in_work_again)


def log_file(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV with member, task, work_class, basis, seconds, items, pay_micro, "
            "paid_seconds, judgments, batch."
        ),
    ],
    log: Annotated[str, typer.Option(help="The id of the log; used once.")],
    actor: AsOption,
    kind: Annotated[
        str, typer.Option(help="The kind of rows that lines without a task are about.")
    ] = "",
    period: PeriodOption = "",
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Put work on the books from a CSV, whole or not at all; each line waits to be judged.

    Examples:
        auzolan labour log may.csv --log may-1 --as m002 --dry-run
        auzolan labour log may.csv --log may-1 --as m002
    """
    from auzolan.house.doors.session import accepted, enter_after_showing
    from auzolan.house.rooms.labour.work.work_files import digest_of, read_log
    from auzolan.house.rooms.labour.work.work_flows import Source, log_work
    from auzolan.house.rooms.treasury.arguments import period_or_open

    lines = accepted(read_log(file))
    source = Source(file=digest_of(file), kind=kind)
    chosen = period_or_open(folder, period)
    enter_after_showing(
        folder,
        lambda desk: log_work(
            desk, actor=actor, log=log, period=chosen, lines=lines, source=source
        ),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip


def claim_own_time(
    work_class: Annotated[str, typer.Argument(metavar="CLASS", help="The class of the work.")],
    actor: AsOption,
    minutes: Annotated[int, typer.Option(min=1, max=1_440, help="How long, in minutes.")],
    task: Annotated[str, typer.Option(help="The task it was done for.")] = "",
    items: Annotated[int, typer.Option(min=0, help="How many items it holds.")] = 0,
    batch: Annotated[str, typer.Option(help="Own rows that it delivers.")] = "",
    period: PeriodOption = "",
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Put one's own time on the books; what it is paid follows from the task, and from the floor.

    Examples:
        auzolan labour claim training --minutes 90 --as m017
        auzolan labour claim work --minutes 60 --task birds --items 300 --as m017 --dry-run
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.labour.work.work_flows import NewClaim, claim_time
    from auzolan.house.rooms.treasury.arguments import period_or_open

    chosen = period_or_open(folder, period)
    claim = NewClaim(work_class, minutes * MINUTE_S, task, items, batch)
    enter_after_showing(
        folder, lambda desk: claim_time(desk, member=actor, period=chosen, claim=claim),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip


def show_submissions(
    actor: AsOption, folder: FolderOption = HERE, as_json: JsonOption = False
) -> None:
    """Show one's own work: what is known of it, how it was judged and why, until when one can appeal.

    Examples:
        auzolan labour submissions --as m017
        auzolan labour submissions --as m017 --json
    """
    from auzolan.house.doors.output import write_rows
    from auzolan.house.doors.session import folder_at
    from auzolan.house.ports import system_ports
    from auzolan.house.rooms.labour.work.work_queries import own_submissions

    found = own_submissions(folder_at(folder), member=actor, at=system_ports().clock())
    write_rows(found, as_json=as_json)


def show_queue(
    actor: AsOption,
    task: Annotated[str, typer.Option(help="Only of this task.")] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """List what waits for the office of work to judge: without names, the most urgent first.

    Examples:
        auzolan labour queue --as m002
        auzolan labour queue --task birds --as m002 --json
    """
    from auzolan.house.doors.output import write_rows
    from auzolan.house.doors.session import accepted, folder_at
    from auzolan.house.ports import system_ports
    from auzolan.house.rooms.labour.work.work_queries import queue_lines

    at = system_ports().clock()
    found = accepted(queue_lines(folder_at(folder), actor=actor, at=at, task=task))
    write_rows(found, as_json=as_json)


def accept_work(
    actor: AsOption,
    reason: ReasonOption,
    submissions: Annotated[
        list[str] | None, typer.Argument(metavar="[SUBMISSION]...", help="What to accept.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="All that waits, 300 at a time, those that wait longest.")
    ] = False,
    task: Annotated[str, typer.Option(help="With --all: only of this task.")] = "",
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Accept work, all that is named or none of it.

    Examples:
        auzolan labour accept s-4f1c2a s-90d3e7 --reason "Checked ten of each." --as m002
        auzolan labour accept --all --task birds --reason "All looked through." --as m002
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.labour.work.work_flows import accept, accept_all

    named = tuple(submissions or ())
    if bool(named) == every or (task and not every):
        raise Misused("Name submissions, or use --all, with --task where only one is meant.")
    enter_after_showing(
        folder,
        lambda desk: accept_all(desk, actor=actor, reason=reason, task=task)
        if every
        else accept(desk, actor=actor, submissions=named, reason=reason),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip


def reject_work(
    submission: SubmissionArgument,
    actor: AsOption,
    reason: ReasonOption,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Turn work down; logged time counts all the same, and she may appeal.

    Examples:
        auzolan labour reject s-4f1c2a --reason "All answers are the same" --as m002
        auzolan labour reject s-4f1c2a --reason "All answers are the same" --as m002 --dry-run
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.labour.work.work_flows import reject

    enter_after_showing(
        folder, lambda desk: reject(desk, actor=actor, submission=submission, reason=reason),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip


def revise_work(
    submission: SubmissionArgument,
    actor: AsOption,
    reason: ReasonOption,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Hand work back to be done again, once; after that it is accepted or turned down.

    Examples:
        auzolan labour revise s-4f1c2a --reason "Pages 3 to 5 are missing" --as m002
        auzolan labour revise s-4f1c2a --reason "Pages 3 to 5 are missing" --as m002 --json
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.labour.work.work_flows import revise

    enter_after_showing(
        folder, lambda desk: revise(desk, actor=actor, submission=submission, reason=reason),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip


def hand_in_work_again(
    submission: SubmissionArgument,
    actor: AsOption,
    minutes: Annotated[int, typer.Option(min=0, help="The further time, in minutes.")],
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Hand in again what was handed back; the record shows a tag, not who.

    Examples:
        auzolan labour hand-in-again s-4f1c2a --minutes 20 --as m017
        auzolan labour hand-in-again s-4f1c2a --minutes 0 --as m017 --dry-run
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.labour.work.work_flows import hand_in_again

    enter_after_showing(
        folder,
        lambda desk: hand_in_again(
            desk, member=actor, submission=submission, seconds=minutes * MINUTE_S
        ),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip
