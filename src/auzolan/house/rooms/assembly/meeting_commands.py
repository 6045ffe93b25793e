"""`auzolan assembly`, about meetings: call, convene, add an item, stand, give a proxy."""

from __future__ import annotations

from typing import Annotated

import typer

from auzolan.house.doors.groups import RoomApp, room_app
from auzolan.house.doors.options import HERE, AsOption, FolderOption, JsonOption
from auzolan.house.rooms.assembly.step_commands import Step, add_steps, moment_option

proxy_app = room_app(
    """Who votes for whom at a meeting.

    Examples:
        auzolan assembly proxy give spring --to m002 --as m017
        auzolan assembly proxy revoke spring --as m017
    """
)
MeetingArgument = Annotated[str, typer.Argument(help="The id of the meeting.")]
AgendaOption = Annotated[
    list[str], typer.Option("--item", help="A proposal on its agenda; repeat it, in order.")
]
OpensOption = Annotated[
    str,
    typer.Option("--opens", metavar="MOMENT", help="The first call; as soon as it may be."),
]
SecondOption = Annotated[
    str,
    typer.Option("--second", metavar="MOMENT", help="The second call; as soon as it may be."),
]


def call_meeting(
    meeting: MeetingArgument,
    item: AgendaOption,
    actor: AsOption,
    organ: Annotated[str, typer.Option(help="Which organ meets.")] = "assembly",
    opens: OpensOption = "",
    second: SecondOption = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Give notice of a meeting: its agenda and its two calls; the roll is fixed now.

    Examples:
        auzolan assembly call spring --item p1 --item p2 --opens 2026-05-20T18:00:00Z --as m001
        auzolan assembly call board-3 --item p4 --organ council --as m001

    The terms of every vote are those of the charter in force today. What the amendments would
    change is laid down with the notice: see dry-run.
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.assembly.flows import call

    opens_at, second_call_at = moment_option(opens), moment_option(second)
    enter(
        folder,
        lambda desk: call(
            desk, actor=actor, meeting=meeting, agenda=item, organ=organ, opens_at=opens_at,
            second_call_at=second_call_at,
        ),
        as_json=as_json,
    )  # fmt: skip


def convene_meeting(
    meeting: MeetingArgument,
    item: AgendaOption,
    petition: Annotated[str, typer.Option(help="The carried petition for it.")],
    actor: AsOption,
    opens: OpensOption = "",
    second: SecondOption = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Give notice of an assembly that a carried petition asked for, as its author.

    Examples:
        auzolan assembly convene autumn --petition call-autumn --item p7 --as m017
        auzolan assembly convene autumn --petition call-autumn --item p7 --opens 2026-10-02 --as m017
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.assembly.petitioning import convene

    opens_at, second_call_at = moment_option(opens), moment_option(second)
    enter(
        folder,
        lambda desk: convene(
            desk, member=actor, meeting=meeting, petition=petition, agenda=item, opens_at=opens_at,
            second_call_at=second_call_at,
        ),
        as_json=as_json,
    )  # fmt: skip


def add_item_to(
    meeting: MeetingArgument,
    proposal: Annotated[str, typer.Argument(help="The proposal that is added.")],
    petition: Annotated[str, typer.Option(help="The carried petition for it.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Add a proposal to the agenda of a called assembly, as the author of a petition for it.

    Examples:
        auzolan assembly add-item spring p9 --petition item-p9 --as m017
        auzolan assembly add-item spring p9 --petition item-p9 --as m017 --json
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.assembly.petitioning import add_item

    enter(
        folder,
        lambda desk: add_item(
            desk, member=actor, meeting=meeting, proposal=proposal, petition=petition
        ),
        as_json=as_json,
    )


@proxy_app.command("give")
def give_a_proxy(
    meeting: MeetingArgument,
    holder: Annotated[str, typer.Option("--to", metavar="MEMBER", help="Who votes for her.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Let another member vote in one's place at one meeting; voting oneself revokes it.

    Examples:
        auzolan assembly proxy give spring --to m002 --as m017
        auzolan assembly proxy give spring --to m002 --as m017 --json
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.assembly.attending import give_proxy

    enter(
        folder,
        lambda desk: give_proxy(desk, member=actor, meeting=meeting, holder=holder),
        as_json=as_json,
    )


add_steps(
    proxy_app,
    Step(
        "revoke", "Take one's proxy back.", "attending.revoke_proxy", thing="meeting",
        example="spring", who="member", group="assembly proxy",
    ),
)  # fmt: skip


def add_to(app: RoomApp) -> None:
    """Add the commands about meetings."""
    app.command("call")(call_meeting)
    app.command("convene")(convene_meeting)
    app.command("add-item")(add_item_to)
    add_steps(
        app,
        Step("nominate", "Stand in an election, oneself.", "attending.nominate", who="member"),
        Step(
            "stand-down", "Stand no longer as a candidate, before the poll opens.",
            "attending.stand_down", who="member",
        ),
        Step(
            "interest", "Say that one has an interest of one's own, and so no vote on it.",
            "attending.declare_interest", who="member",
        ),
    )  # fmt: skip
    app.add_typer(proxy_app, name="proxy")
