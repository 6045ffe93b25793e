"""`auzolan consent`: allow, stop, and see what is allowed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auzolan.house.doors.groups import room_app
from auzolan.house.doors.options import HERE, FolderOption, JsonOption
from auzolan.house.rooms.consent import (
    check_commands,
    duty_commands,
    group_commands,
    receipt_commands,
    request_commands,
    statement_commands,
)

app = room_app(
    """What members allow.

    Examples:
        auzolan consent show m017
        auzolan consent withdraw m017 --kind purchases
    """
)
app.command("check")(check_commands.check_consent)
duty_commands.add_to(app)
receipt_commands.add_to(app)
statement_commands.add_to(app)
group_commands.add_to(app)
request_commands.add_to(app)
MemberArgument = Annotated[str, typer.Argument(help="The member, who asks herself.")]
KindOption = Annotated[str, typer.Option(help="The kind of rows.")]


@app.command("grant")
def grant_consent(
    member: MemberArgument,
    kind: KindOption,
    purpose: Annotated[list[str], typer.Option(help="What they may be used for; repeat it.")],
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Allow exactly these purposes, from now on; others that were allowed no longer are.

    Examples:
        auzolan consent grant m017 --kind purchases --purpose research
        auzolan consent grant m017 --kind purchases --purpose research --purpose commercial
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.consent.flows import grant

    enter(
        folder,
        lambda desk: grant(desk, member=member, kind=kind, purposes=purpose),
        as_json=as_json,
    )


@app.command("withdraw")
def withdraw_consent(
    member: MemberArgument,
    kind: KindOption,
    guardian: Annotated[
        str, typer.Option("--guardian", help="Who speaks for a minor, and asks for her.")
    ] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Stop all use of one's rows of a kind, at once.

    Examples:
        auzolan consent withdraw m017 --kind purchases
        auzolan consent withdraw m017 --kind purchases --json
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.consent.flows import withdraw

    enter(
        folder,
        lambda desk: withdraw(desk, member=member, kind=kind, guardian=guardian),
        as_json=as_json,
    )


@app.command("decide")
def decide_cases(
    cases: Annotated[Path, typer.Argument(help="A file with one case in JSON on each line.")],
    as_json: Annotated[
        bool, typer.Option("--json/--text", help="One JSON object a line, or text for people.")
    ] = True,
) -> None:
    """Decide cases without a co-operative: what a policy says to a request, and why not.

    Examples:
        auzolan consent decide cases.jsonl
        auzolan consent decide cases.jsonl --text

    Each line holds grants and a request; a line that is none is denied, and the exit code is 1.
    """
    from auzolan.house.rooms.consent.decide_command import show_decisions

    show_decisions(cases, as_json=as_json)


@app.command("show")
def show_consents(
    member: Annotated[str, typer.Argument(help="One member; all where missing.")] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show what members allow and forbid, with the entry of each statement.

    Examples:
        auzolan consent show
        auzolan consent show m017 --json
    """
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.consent.show_command import show_pages
    from auzolan.house.rooms.consent.statement_queries import consent_pages
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        found = consent_pages(reader, member)
    show_pages(found, as_json=as_json)
