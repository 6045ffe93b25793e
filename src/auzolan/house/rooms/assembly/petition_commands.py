"""`auzolan assembly`, about what members do together: petitions, challenges, pauses."""

from __future__ import annotations

from typing import Annotated

import typer

from auzolan.house.doors.groups import RoomApp, room_app
from auzolan.house.doors.options import HERE, AsOption, FolderOption, JsonOption
from auzolan.house.rooms.assembly.step_commands import Step, add_steps, moment_option

petition_app = room_app(
    """What members ask for together.

    Examples:
        auzolan assembly petition begin again-p1 --kind confirm --about p1 --reasons "Too fast" --as m017
        auzolan assembly petition sign again-p1 --as m018
    """
)
pause_app = room_app(
    """Stopping one kind of act for a few days, in an emergency.

    Examples:
        auzolan assembly pause ask leak --power learning.train --until 2026-05-20 --reasons "A leak" --as m001
        auzolan assembly pause agree leak --as m002
    """
)
ReasonsOption = Annotated[str, typer.Option("--reasons", help="Why; it is sealed.")]


@petition_app.command("begin")
def begin_petition(
    petition: Annotated[str, typer.Argument(help="The id of the new petition.")],
    kind: Annotated[str, typer.Option(help="call, add_item, confirm or suspend.")],
    reasons: ReasonsOption,
    actor: AsOption,
    about: Annotated[str, typer.Option(help="The proposal; none for a call.")] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Begin a petition, signing it first.

    Examples:
        auzolan assembly petition begin autumn --kind call --reasons "Prices fell" --as m017
        auzolan assembly petition begin again-p1 --kind confirm --about p1 --reasons "Too fast" --as m017

    call asks for an assembly, add_item to put a proposal on a called agenda, confirm for a
    confirming vote on a decision that cools off, suspend to suspend a challenged one.
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.assembly.petitioning import petition as begin

    enter(
        folder,
        lambda desk: begin(
            desk, member=actor, petition=petition, kind=kind, about=about, reasons=reasons
        ),
        as_json=as_json,
    )


add_steps(
    petition_app,
    Step(
        "sign", "Sign a petition.", "petitioning.sign", thing="petition", example="again-p1",
        who="member", group="assembly petition",
    ),
)  # fmt: skip


def challenge_decision(
    challenge: Annotated[str, typer.Argument(help="The id of the new challenge.")],
    proposal: Annotated[str, typer.Argument(help="The proposal that was decided.")],
    grounds: Annotated[str, typer.Option(help="Why the decision is wrong; it is sealed.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Challenge a certified decision, within the time that the charter sets.

    Examples:
        auzolan assembly challenge no-notice p1 --grounds "I was not told" --as m017
        auzolan assembly challenge no-notice p1 --grounds "I was not told" --as m017 --json
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.assembly.petitioning import challenge as begin

    enter(
        folder,
        lambda desk: begin(
            desk, member=actor, challenge=challenge, proposal=proposal, grounds=grounds
        ),
        as_json=as_json,
    )


def decide_challenge(
    challenge: Annotated[str, typer.Argument(help="The challenge.")],
    answer: Annotated[str, typer.Argument(help="uphold, which annuls the decision; or dismiss.")],
    reasons: ReasonsOption,
    actor: AsOption,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Uphold a challenge, which annuls the decision, or dismiss it.

    Examples:
        auzolan assembly decide-challenge no-notice dismiss --reasons "She was told" --as m003
        auzolan assembly decide-challenge no-notice uphold --reasons "She was not" --as m003
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.assembly.petitioning import dismiss, uphold

    flow = {"uphold": uphold, "dismiss": dismiss}.get(answer)
    if flow is None:
        raise Misused(f"A challenge is decided by uphold or dismiss; got {answer!r}")
    enter(
        folder,
        lambda desk: flow(desk, actor=actor, challenge=challenge, reasons=reasons),
        as_json=as_json,
    )


@pause_app.command("ask")
def ask_for_pause(
    pause: Annotated[str, typer.Argument(help="The id of the new pause.")],
    power: Annotated[str, typer.Option(help="The kind of act that stops, as learning.train.")],
    until: Annotated[str, typer.Option(metavar="MOMENT", help="When it ends.")],
    reasons: ReasonsOption,
    actor: AsOption,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Ask for a pause, as the council; another organ must agree.

    Examples:
        auzolan assembly pause ask leak --power learning.train --until 2026-05-20 --reasons "A leak" --as m001
        auzolan assembly pause ask leak --power learning.train --until 2026-05-20 --reasons "A leak" --as m001 --json
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.assembly.petitioning import pause as begin

    until_at = moment_option(until)
    if until_at is None:
        raise Misused("A pause has an end: --until 2026-05-20.")
    enter(
        folder,
        lambda desk: begin(
            desk, actor=actor, pause=pause, power=power, until_at=until_at, reasons=reasons
        ),
        as_json=as_json,
    )


add_steps(
    pause_app,
    Step(
        "agree", "Agree to a pause, as another organ; from now on it holds.",
        "petitioning.agree_to_pause", thing="pause", example="leak", group="assembly pause",
    ),
)  # fmt: skip


def add_to(app: RoomApp) -> None:
    """Add the commands about petitions, challenges and pauses."""
    app.add_typer(petition_app, name="petition")
    app.command("challenge")(challenge_decision)
    app.command("decide-challenge")(decide_challenge)
    app.add_typer(pause_app, name="pause")
