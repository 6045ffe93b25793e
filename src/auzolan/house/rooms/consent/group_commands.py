"""`auzolan consent`, about what is held and stopped together: groups and strikes.

What a group says and what members strike against is proposed, voted and carried out with
`auzolan assembly`.
"""

from __future__ import annotations

from typing import Annotated

import typer

from auzolan.house.doors.groups import RoomApp, room_app
from auzolan.house.doors.options import HERE, AsOption, DryRunOption, FolderOption, JsonOption

group_app = room_app(
    """Groups that hold rights in rows together.

    Examples:
        auzolan consent group form choir --as m017
        auzolan consent group place m017-1 choir --as m017
    """
)
GroupArgument = Annotated[str, typer.Argument(help="The group.")]
BatchArgument = Annotated[str, typer.Argument(help="The batch, one's own.")]


@group_app.command("form")
def form_a_group(
    group: Annotated[str, typer.Argument(help="Its name, which everybody can read.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Begin a group, with oneself as its first member.

    Examples:
        auzolan consent group form choir --as m017
        auzolan consent group form choir --as m017 --dry-run
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.consent.group_flows import form_group

    enter_after_showing(
        folder, lambda desk: form_group(desk, member=actor, group=group), as_json=as_json,
        dry_run=dry_run, yes=True,
    )  # fmt: skip


@group_app.command("invite")
def invite_member(
    group: GroupArgument,
    member: Annotated[str, typer.Argument(help="Who is asked to join.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Ask a member to join one's group; only she herself can.

    Examples:
        auzolan consent group invite choir m018 --as m017
        auzolan consent group invite choir m018 --as m017 --json
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.consent.group_flows import invite

    enter_after_showing(
        folder, lambda desk: invite(desk, member=member, group=group, invited_by=actor),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip


@group_app.command("join")
def join_group(
    group: GroupArgument,
    actor: AsOption,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Join a group that has asked one to.

    Examples:
        auzolan consent group join choir --as m018
        auzolan consent group join choir --as m018 --json
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.consent.group_flows import join

    enter_after_showing(
        folder, lambda desk: join(desk, member=actor, group=group), as_json=as_json,
        dry_run=dry_run, yes=True,
    )  # fmt: skip


@group_app.command("leave")
def leave_group(
    group: GroupArgument,
    actor: AsOption,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Leave a group at once, with one's rows; models that hold them are made again.

    Examples:
        auzolan consent group leave choir --as m018
        auzolan consent group leave choir --as m018 --dry-run
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.consent.group_flows import leave

    enter_after_showing(
        folder, lambda desk: leave(desk, member=actor, group=group), as_json=as_json,
        dry_run=dry_run, yes=True,
    )  # fmt: skip


@group_app.command("place")
def place_batch(
    batch: BatchArgument,
    group: GroupArgument,
    actor: AsOption,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Put a batch of one's own among the rows of one's group; models that hold it are made again.

    Examples:
        auzolan consent group place m017-1 choir --as m017
        auzolan consent group place m017-1 choir --as m017 --dry-run

    From then on its use needs the group's yes, and its owner can still say no.
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.consent.group_flows import place

    enter_after_showing(
        folder, lambda desk: place(desk, member=actor, batch=batch, group=group),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip


@group_app.command("take-out")
def take_batch_out(
    batch: BatchArgument,
    actor: AsOption,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Take a batch of one's own out of its group; only its owner's word counts again.

    Examples:
        auzolan consent group take-out m017-1 --as m017
        auzolan consent group take-out m017-1 --as m017 --dry-run
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.consent.group_flows import take_out

    enter_after_showing(
        folder, lambda desk: take_out(desk, member=actor, batch=batch), as_json=as_json,
        dry_run=dry_run, yes=True,
    )  # fmt: skip


def show_groups(
    group: Annotated[str, typer.Argument(help="One group; all where missing.")] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show groups: who belongs to them, their rows, and what they say.

    Examples:
        auzolan consent groups
        auzolan consent groups choir --json
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import write_fields, write_rows
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.consent.statement_queries import group_lines, group_page
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        if not group:
            write_rows(group_lines(reader), as_json=as_json)
            return
        found = group_page(reader, group)
    if found is None:
        raise Misused(f"There is no group {group}; auzolan consent groups lists them")
    write_fields(found, as_json=as_json)


def show_strikes(folder: FolderOption = HERE, as_json: JsonOption = False) -> None:
    """Show all strikes: what they stop or stopped, towards whom, and whether they go on.

    Examples:
        auzolan consent strikes
        auzolan consent strikes --json
    """
    from auzolan.house.doors.output import write_rows
    from auzolan.house.doors.session import folder_at
    from auzolan.house.ports import system_ports
    from auzolan.house.rooms.consent.statement_queries import strike_lines
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        found = strike_lines(reader, system_ports().clock())
    write_rows(found, as_json=as_json)


def add_to(app: RoomApp) -> None:
    """Add these commands to the room's group."""
    app.add_typer(group_app, name="group")
    app.command("groups")(show_groups)
    app.command("strikes")(show_strikes)
