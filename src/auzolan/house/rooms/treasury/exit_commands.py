"""`auzolan treasury exit`: capital that leaves, year by year, and what nobody claims."""

from __future__ import annotations

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

app = room_app(
    """Capital that is paid back to who has left, and what nobody claims.

    Examples:
        auzolan treasury exit show m017
        auzolan treasury exit pay exit-p7 --year 1 --as m001
    """
)


@app.command("open")
def open_voted_exit(
    proposal: Annotated[str, typer.Argument(help="The proposal by which the members voted it.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Take a member's capital out as the members voted; the exit is called after the proposal.

    Examples:
        auzolan treasury exit open p7 --as m001 --dry-run
        auzolan treasury exit open p7 --as m001 --yes

    A proposal is made with auzolan assembly propose ID --settle-exit MEMBER=REASON.
    """
    from auzolan.assembly.resolutions import SettleExit
    from auzolan.assembly.state import Proposal
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.session import enter_after_showing, folder_at
    from auzolan.house.rooms.assembly.execution import execute, measure_of
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        row = reader.get(Proposal, proposal)
        if row is None or not isinstance(measure_of(row), SettleExit):
            raise Misused(f"{proposal} is no proposal to take a member's capital out")
    enter_after_showing(
        folder,
        lambda desk: execute(desk, actor=actor, proposal=proposal),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


@app.command("pay")
def pay_a_year(
    exit_id: Annotated[str, typer.Argument(metavar="EXIT", help="The exit.")],
    year: Annotated[int, typer.Option(min=1, max=100, help="Which yearly part, from 1.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make a yearly part payable, with its interest, on or after its day.

    Examples:
        auzolan treasury exit pay exit-p7 --year 1 --as m001 --dry-run
        auzolan treasury exit pay exit-p7 --year 1 --as m001 --yes
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.treasury.flows_exits import pay_exit

    enter_after_showing(
        folder,
        lambda desk: pay_exit(desk, actor=actor, exit_id=exit_id, year=year),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


@app.command("lapse")
def let_a_claim_lapse(
    member: Annotated[str, typer.Argument(help="Who left and has not claimed what is hers.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Put what a former member has not claimed for the charter's years into the reserve.

    Examples:
        auzolan treasury exit lapse m017 --as m001 --dry-run
        auzolan treasury exit lapse m017 --as m001 --yes
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.treasury.flows_exits import lapse

    enter_after_showing(
        folder,
        lambda desk: lapse(desk, actor=actor, member=member),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


@app.command("show")
def show_exits(
    member: Annotated[str, typer.Argument(help="One member; all where missing.")] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show the yearly parts of every exit: when each is due, what it comes to, what is payable.

    Examples:
        auzolan treasury exit show
        auzolan treasury exit show m017 --json
    """
    from auzolan.house.doors.output import write_rows
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.treasury.exit_queries import exit_lines
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        write_rows(exit_lines(reader, member), as_json=as_json)
