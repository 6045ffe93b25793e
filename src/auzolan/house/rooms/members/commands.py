"""`auzolan members`: who belongs, and taking people in."""

from __future__ import annotations

from typing import Annotated

import typer

from auzolan.house.accounts.commands import invite_member, sign_member_out
from auzolan.house.doors.groups import room_app
from auzolan.house.doors.options import (
    HERE,
    AsOption,
    DryRunOption,
    FolderOption,
    JsonOption,
    YesOption,
)
from auzolan.house.rooms.consent import everything_commands

app = room_app(
    """Who belongs.

    Examples:
        auzolan members list
        auzolan members show m017
    """
)
app.command("everything")(everything_commands.write_everything)
app.command("invite")(invite_member)
app.command("sign-out")(sign_member_out)


@app.command("list")
def list_members(
    standing: Annotated[str, typer.Option(help="Only active members, or only left ones.")] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """List the members.

    Examples:
        auzolan members list
        auzolan members list --standing active --json
    """
    from auzolan.house.doors.output import write_rows
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.members.queries import member_lines
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        found = member_lines(reader, standing)
    write_rows(found, as_json=as_json)


@app.command("show")
def show_member(
    member: Annotated[str, typer.Argument(help="The member's id.")],
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show one member.

    Examples:
        auzolan members show m017
        auzolan members show m017 --json
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import write_fields
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.members.queries import member_page
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        found = member_page(reader, member)
    if found is None:
        raise Misused(f"There is no member {member}. List them with: auzolan members list")
    write_fields(found, as_json=as_json)


@app.command("admit")
def admit_member(
    name: Annotated[str, typer.Option(help="Her name; it is sealed and can be erased.")],
    actor: AsOption,
    member: Annotated[str, typer.Argument(help="Her id; drawn by chance where missing.")] = "",
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Take somebody in whose contribution has reached the bank.

    Examples:
        auzolan members admit --name "Ane Etxeberria" --as m001
        auzolan members admit m102 --name "Ane Etxeberria" --as m001 --yes
    """
    import secrets

    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.members.flows import admit

    chosen = member or f"m-{secrets.token_hex(4)}"
    enter_after_showing(
        folder,
        lambda desk: admit(desk, actor=actor, member=chosen, name=name),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


@app.command("class")
def set_class_of(
    member: Annotated[str, typer.Argument(help="The member's id.")],
    actor: AsOption,
    class_name: Annotated[
        str, typer.Option("--class", help="full, collaborator or inactive.")
    ] = "full",
    section: Annotated[
        str, typer.Option(help="In which she elects delegates; none where missing.")
    ] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Put a member into a class, whose votes may be bounded, and into a section.

    Examples:
        auzolan members class m017 --class collaborator --as m004
        auzolan members class m017 --section north --as m004

    A meeting that notice was given of still counts her as she was.
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.members.flows import set_class
    from auzolan.members.state import CLASSES

    if class_name not in CLASSES:
        raise Misused(f"The classes are {', '.join(CLASSES)}; got {class_name}")
    enter(
        folder,
        lambda desk: set_class(
            desk, actor=actor, member=member, class_name=class_name, section=section
        ),
        as_json=as_json,
    )


@app.command("leave")
def leave_members(
    member: Annotated[str, typer.Argument(help="The member who leaves; she asks herself.")],
    reason: Annotated[str, typer.Option(help="Her reason; it is sealed.")] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Leave the co-operative; her capital stays hers.

    Examples:
        auzolan members leave m017
        auzolan members leave m017 --reason "I am moving away"
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.members.flows import leave

    enter(folder, lambda desk: leave(desk, member=member, reason=reason), as_json=as_json)
