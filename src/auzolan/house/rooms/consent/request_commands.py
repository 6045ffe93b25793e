"""`auzolan consent ask`, `answer` and `requests`: the rights desk."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from auzolan.house.doors.options import (
    HERE,
    AsOption,
    DryRunOption,
    FolderOption,
    JsonOption,
)


class Asks(StrEnum):
    """What a member can ask for."""

    SEE = "see"
    EXPLAIN = "explain"
    CORRECT = "correct"
    MOVE = "move"
    STOP = "stop"
    BE_PAID = "be-paid"
    BE_HEARD = "be-heard"


class Outcome(StrEnum):
    """What can come of it."""

    DONE = "done"
    REFUSED = "refused"
    MORE_TIME = "more-time"


def add_to(app: typer.Typer) -> None:
    """Add the three commands to those of the room."""
    app.command("ask")(ask_right)
    app.command("answer")(answer_right)
    app.command("requests")(list_requests)


def ask_right(
    member: Annotated[str, typer.Argument(help="The member, who asks herself.")],
    right: Annotated[
        Asks,
        typer.Option(
            help="see what is held, explain it, correct it, move it elsewhere, stop its use, "
            "be-paid, or be-heard about a decision."
        ),
    ],
    words: Annotated[str, typer.Option(help="What exactly; it is sealed.")],
    request: Annotated[str, typer.Option(help="A name for the request; drawn where missing.")] = "",
    guardian: Annotated[str, typer.Option(help="Who speaks for a minor.")] = "",
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Ask the office of data for something about one's own data; it says by when it answers.

    Examples:
        auzolan consent ask m017 --right see --words "What do you hold about me?"
        auzolan consent ask m017 --right correct --words "Row 4 of b-1 is not mine" --request row-4
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.consent.request_flows import request_right

    enter_after_showing(
        folder,
        lambda desk: request_right(
            desk, member=member, asks=right, words=words, request=request, guardian=guardian
        ),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip


def answer_right(
    request: Annotated[str, typer.Argument(help="The request.")],
    actor: AsOption,
    outcome: Annotated[Outcome, typer.Option(help="What comes of it; more-time is taken once.")],
    words: Annotated[
        str, typer.Option(help="What was done, or why not and where she can complain; sealed.")
    ],
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Answer a request for the office of data; whoever asked does not answer herself.

    Examples:
        auzolan consent answer row-4 --as m002 --outcome done --words "Row 4 was erased"
        auzolan consent answer row-4 --as m002 --outcome more-time --words "We ask the importer"
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.consent.request_flows import answer_request

    enter_after_showing(
        folder,
        lambda desk: answer_request(
            desk, actor=actor, request=request, outcome=outcome, words=words
        ),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip


def list_requests(
    member: Annotated[str, typer.Option(help="Only those of one member.")] = "",
    overdue: Annotated[bool, typer.Option("--overdue", help="Only those that are late.")] = False,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """List requests with the days by which they are answered, the next first.

    Examples:
        auzolan consent requests
        auzolan consent requests --overdue --json
    """
    from auzolan.house.doors.output import write_rows
    from auzolan.house.doors.session import folder_at
    from auzolan.house.ports import system_ports
    from auzolan.house.rooms.consent.request_flows import request_lines
    from auzolan.house.storage.reader import reader_of

    now = system_ports().clock()
    with reader_of(folder_at(folder)) as reader:
        found = request_lines(reader, now=now, member=member, only_overdue=overdue)
    write_rows(found, as_json=as_json)
