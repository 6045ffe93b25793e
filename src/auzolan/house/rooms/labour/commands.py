"""`auzolan labour`: book sheets of work, set job indexes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auzolan.house.doors.groups import room_app
from auzolan.house.doors.options import (
    HERE,
    AsOption,
    DryRunOption,
    FolderOption,
    JsonOption,
    YesOption,
)
from auzolan.house.rooms.labour.channel import channel_commands
from auzolan.house.rooms.labour.consensus_command import consensus
from auzolan.house.rooms.labour.groups import group_commands
from auzolan.house.rooms.labour.importing.import_command import import_work
from auzolan.house.rooms.labour.paying import pay_commands
from auzolan.house.rooms.labour.statements import statement_commands
from auzolan.house.rooms.labour.voice import fairwork_commands, voice_commands
from auzolan.house.rooms.labour.watching import look_commands, page_commands
from auzolan.house.rooms.labour.work import appeal_commands, task_commands, work_commands

app = room_app(
    """Work and its pay.

    Examples:
        auzolan labour record cleaning.csv --work cleaning-1 --as m001
        auzolan labour show
    """
)
app.command("consensus")(consensus)
task_commands.add_to(app)
work_commands.add_to(app)
appeal_commands.add_to(app)
statement_commands.add_to(app)
app.command("look")(look_commands.look)
app.command("looks")(look_commands.show_looks)
app.command("matrix")(look_commands.show_matrix)
app.command("pages")(page_commands.show_pages)
app.command("forget")(page_commands.forget)
app.command("channel-key")(channel_commands.make_key)
app.command("channel-join")(channel_commands.join)
app.command("channel-leave")(channel_commands.leave)
app.command("channel-readers")(channel_commands.show_readers)
app.command("channel-seal")(channel_commands.seal)
app.command("channel-post")(channel_commands.post)
app.command("channel-read")(channel_commands.read)
app.add_typer(group_commands.app, name="groups")
app.command("import")(import_work)
voice_commands.add_to(app)
fairwork_commands.add_to(app)
pay_commands.add_to(app)


@app.command("record")
def record_sheet(
    file: Annotated[Path, typer.Argument(help="CSV with member, seconds, pay_cents.")],
    work: Annotated[str, typer.Option(help="The id of the sheet.")],
    actor: AsOption,
    period: Annotated[str, typer.Option(help="The period; the open one where missing.")] = "",
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Book a sheet of work; pay below the charter's floor is lifted to it.

    Examples:
        auzolan labour record cleaning.csv --work cleaning-1 --as m001 --dry-run
        auzolan labour record cleaning.csv --work cleaning-1 --as m001 --yes
    """
    from auzolan.house.doors.session import accepted, enter_after_showing
    from auzolan.house.rooms.labour.flows import record_work
    from auzolan.house.rooms.labour.sheets import read_sheet
    from auzolan.house.rooms.treasury.arguments import period_or_open

    lines = accepted(read_sheet(file))
    chosen = period_or_open(folder, period)
    enter_after_showing(
        folder,
        lambda desk: record_work(desk, actor=actor, work=work, period=chosen, lines=lines),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


@app.command("index")
def set_index(
    member: Annotated[str, typer.Argument(help="The member.")],
    index_centi: Annotated[int, typer.Argument(help="Her index in hundredths; 100 is the base.")],
    actor: AsOption,
    work_class: Annotated[
        str, typer.Option("--class", help="Of one class of work; of all others where missing.")
    ] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Set the index by which a member's hours weigh in sharing a surplus.

    Examples:
        auzolan labour index m017 150 --as m001
        auzolan labour index m017 180 --class training --as m001 --json
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.labour.flows import assign_index
    from auzolan.labour.classes import CLASSES

    if work_class and work_class not in CLASSES:
        raise Misused(f"--class is one of {', '.join(CLASSES)}, not {work_class}.")
    enter(
        folder,
        lambda desk: assign_index(
            desk, actor=actor, member=member, index_centi=index_centi, work_class=work_class
        ),
        as_json=as_json,
    )


@app.command("show")
def show_sheets(folder: FolderOption = HERE, as_json: JsonOption = False) -> None:
    """Show the sheets of work that have been booked.

    Examples:
        auzolan labour show
        auzolan labour show --json
    """
    from auzolan.house.doors.output import write_rows
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.labour.queries import sheet_lines
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        found = sheet_lines(reader)
    write_rows(found, as_json=as_json)
