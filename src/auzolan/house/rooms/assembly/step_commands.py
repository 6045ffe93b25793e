"""One maker for the commands that name one thing and who asks: admit, open, close, sign and so on.

It builds commands; what they do is in the flows, imported when a command is called.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

import typer

from auzolan.foundation.moments import moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.doors.errors import Misused
from auzolan.house.doors.groups import RoomApp
from auzolan.house.doors.options import HERE, AsOption, FolderOption, JsonOption
from auzolan.house.submission import Receipt

_FLOWS = "auzolan.house.rooms.assembly"
Flow = Callable[..., Receipt | Refusal]


@dataclass(frozen=True, slots=True)
class Step:
    """A command that asks for one act about one thing.

    Attributes:
        name: what it is called.
        about: one line of help.
        flow: the module and the function that does it, as `flows.open_poll`.
        thing: what it is about: `proposal`, `meeting`, `petition` or `pause`.
        example: such a thing, for the help.
        who: the flow's word for who asks, `actor` or `member`.
        more: further help, in sentences; may be empty.
        group: the words between `auzolan` and the name.
    """

    name: str
    about: str
    flow: str
    thing: str = "proposal"
    example: str = "p1"
    who: str = "actor"
    more: str = ""
    group: str = "assembly"

    def ask(self, desk: Desk, who: str, thing: str) -> Receipt | Refusal:
        """Ask for the act."""
        module, _, name = self.flow.partition(".")
        flow: Flow = getattr(import_module(f"{_FLOWS}.{module}"), name)
        return flow(desk, **{self.who: who, self.thing: thing})


def add_steps(app: RoomApp, *steps: Step) -> None:
    """Add a command for each step."""
    for step in steps:
        app.command(step.name, help=_help(step))(_command(step))


def moment_option(text: str) -> int | None:
    """A day or a moment as it was typed; None where nothing was.

    Raises:
        Misused: it is neither.
    """
    if not text:
        return None
    try:
        return moment_from_iso(text)
    except ValueError as fault:
        raise Misused(
            f"A moment is written as 2026-05-20 or 2026-05-20T18:00:00Z; got {text!r}"
        ) from fault


def _command(step: Step) -> Callable[..., None]:
    def take(
        thing: str, actor: AsOption, folder: FolderOption = HERE, as_json: JsonOption = False
    ) -> None:
        from auzolan.house.doors.session import enter

        enter(folder, lambda desk: step.ask(desk, actor, thing), as_json=as_json)

    return _with_argument(take, step)


def _with_argument(take: Callable[..., None], step: Step) -> Callable[..., None]:
    from typing import Annotated

    argument = typer.Argument(metavar=step.thing.upper(), help=f"The {step.thing}.")
    take.__annotations__["thing"] = Annotated[str, argument]
    return take


def _help(step: Step) -> str:
    line = f"auzolan {step.group} {step.name} {step.example} --as m001"
    more = f"\n\n{step.more}" if step.more else ""
    return f"{step.about}\n\nExamples:\n    {line}\n    {line} --json{more}"
