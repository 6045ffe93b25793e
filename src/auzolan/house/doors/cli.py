"""The command line: `auzolan <room> <verb>`, or one of a few words for the whole co-operative.

It knows where commands are and turns every end of one into an exit code. What a command does
stands in its room.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from auzolan.house.doors.groups import Late, LateGroup

_WHOLE = "auzolan.house.doors.whole"
_KEEPING = "auzolan.house.keeping.commands"
_ROOMS = "auzolan.house.rooms"

COMMANDS = {
    "demo": Late(_WHOLE, "Run one whole period of a co-operative on real data.", "demo"),
    "init": Late(_WHOLE, "Found a co-operative in an empty folder.", "init"),
    "verify": Late(_WHOLE, "Re-compute a co-operative from its folder.", "verify"),
    "serve": Late(_WHOLE, "Open the portal of a co-operative.", "serve"),
    "backup": Late(_KEEPING, "Copy a co-operative while it is in use.", "backup"),
    "restore": Late(_KEEPING, "Make a co-operative from a backup.", "restore"),
    "upgrade": Late(_KEEPING, "Bring the tables of an older release to this one.", "upgrade"),
    "rotate-key": Late(_KEEPING, "Let a new key sign the record.", "rotate-key"),
    "members": Late(f"{_ROOMS}.members.commands", "Who belongs."),
    "contributions": Late(f"{_ROOMS}.contributions.commands", "The rows that members bring."),
    "consent": Late(f"{_ROOMS}.consent.commands", "What members allow."),
    "learning": Late(f"{_ROOMS}.learning.commands", "Data sets and models."),
    "valuation": Late(f"{_ROOMS}.valuation.commands", "What members' data is worth to a model."),
    "labour": Late(f"{_ROOMS}.labour.commands", "Work and its pay."),
    "licensing": Late(f"{_ROOMS}.licensing.commands", "Companies that use a model."),
    "treasury": Late(f"{_ROOMS}.treasury.commands", "Money: periods, surplus, statements."),
    "assembly": Late(f"{_ROOMS}.assembly.commands", "Proposals and votes."),
    "charter": Late(f"{_ROOMS}.charter.commands", "The house rules in force."),
    "record": Late(f"{_ROOMS}.record.commands", "Entries, proofs, publishing, redaction."),
}
"""Every word that may follow `auzolan`, in the order of its help."""

_HELP = """The operating system of a data co-operative.

Examples:
    auzolan demo
    auzolan treasury statement m017 --folder demo

The co-operative is --folder DIR, else AUZOLAN_FOLDER, else the current folder. Data goes to
standard output, talk to standard error; --json gives data for programs.

Exit codes: 0 done, 1 refused by a rule, 2 wrong usage, 3 verification failed, 4 something outside
failed.
"""


class _Root(LateGroup):
    late = COMMANDS


app = typer.Typer(
    cls=_Root,
    help=_HELP,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def _root() -> None:
    """Do nothing: options belong to the commands."""


app.info.help = _HELP


def main() -> None:
    """Run the command that the process was started with, and exit with its code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command.

    Args:
        arguments: the words after `auzolan`.
    Returns:
        The exit code.
    """
    words = hoisted(arguments)
    try:
        app(args=words, prog_name="auzolan")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as fault:
        from auzolan.house.doors.errors import report

        return report(fault, as_json="--json" in words)
    return 0


def hoisted(arguments: Sequence[str]) -> list[str]:
    """The words with `--folder DIR` and `--json` moved behind the command they were put before."""
    words, moved = list(arguments), []
    while words and words[0].startswith(("--folder", "--json")):
        word = words.pop(0)
        moved.append(word)
        if word == "--folder" and words:
            moved.append(words.pop(0))
    return words + moved if words else list(arguments)
