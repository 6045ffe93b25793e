"""How commands and groups of commands explain themselves, and how a room's are found late.

A help page starts with two examples. The list of rooms is known by name alone, so that asking for
help imports no room. Which commands there are is written in `cli`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

_MARK = "\nExamples:\n"


def examples_of(help_text: str | None) -> tuple[str, str]:
    """Split a help text into its examples and the rest."""
    before, _, after = ("\n" + (help_text or "")).partition(_MARK)
    examples, _, rest = after.partition("\n\n")
    return examples.strip("\n"), "\n\n".join(part.strip("\n") for part in (before, rest) if part)


class _ExamplesFirst:
    """Writes the examples above the usage, and the text below it without them."""

    help: str | None

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the examples, then the usage."""
        examples, _ = examples_of(self.help)
        if examples:
            lines = "\n".join("  " + line.strip() for line in examples.splitlines())
            formatter.write(f"Examples:\n{lines}\n\n")
        super().format_usage(ctx, formatter)  # type: ignore[misc]

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """Write what the command does."""
        whole = self.help
        self.help = examples_of(whole)[1]
        try:
            super().format_help_text(ctx, formatter)  # type: ignore[misc]
        finally:
            self.help = whole


class ExampleCommand(_ExamplesFirst, TyperCommand):
    """A command whose help starts with its examples."""


class ExampleGroup(_ExamplesFirst, TyperGroup):
    """A group of commands whose help starts with its examples."""


@dataclass(frozen=True, slots=True)
class Late:
    """Where a command or a room's commands are found, and the line that stands for them.

    Attributes:
        module: the module whose `app` holds them; imported when they are called.
        about: what they do, in one line.
        command: one command of that app, or empty for the app as a whole.
    """

    module: str
    about: str
    command: str = ""


class LateGroup(ExampleGroup):
    """The root: knows its rooms by name and imports one when it is called."""

    late: Mapping[str, Late] = {}

    def list_commands(self, ctx: Any) -> list[str]:
        """All names, in the order in which they are explained."""
        return list(self.late)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name, imported now."""
        found = self.late.get(cmd_name)
        if found is None:
            return None
        command = get_command(import_module(found.module).app)
        if found.command:
            assert isinstance(command, TyperGroup), f"{found.module} holds several commands"
            return command.commands[found.command]
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the names with their lines, importing nothing."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, found.about) for name, found in self.late.items()])


class RoomApp(typer.Typer):
    """An app whose commands explain themselves by examples."""

    def command(self, name: str | None = None, **more: Any) -> Any:
        """Register a command, as Typer does."""
        return super().command(name, cls=ExampleCommand, **more)


def room_app(help_text: str) -> RoomApp:
    """An app for the commands of one room.

    Args:
        help_text: one line, then `Examples:` with two lines, then more where needed.
    """
    app = RoomApp(
        cls=ExampleGroup,
        help=help_text,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_nothing)  # so that an app with one command is still a group
    return app


def _nothing() -> None:
    """Do nothing: a room's own options belong to its commands."""
