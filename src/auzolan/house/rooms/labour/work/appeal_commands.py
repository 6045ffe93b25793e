"""`auzolan labour appeal`, `appeals`, `seat-panel`, `panel` and `judge`: peers judge a rejection."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from auzolan.house.doors.groups import RoomApp
from auzolan.house.doors.options import (
    HERE,
    AsOption,
    DryRunOption,
    FolderOption,
    JsonOption,
)

SubmissionArgument = Annotated[str, typer.Argument(help="The submission.")]


class Verdict(StrEnum):
    """What one of a panel says about a rejection."""

    UPHOLD = "uphold"
    OVERTURN = "overturn"


def add_to(app: RoomApp) -> None:
    """Put these commands among those of the room."""
    app.command("appeal")(appeal_rejection)
    app.command("appeals")(show_appeals)
    app.command("seat-panel")(seat_a_panel)
    app.command("panel")(show_cases)
    app.command("judge")(judge_appeal)


def appeal_rejection(
    submission: SubmissionArgument,
    actor: AsOption,
    words: Annotated[str, typer.Option(help="What speaks for the work; her peers read it.")],
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Ask peers to judge a rejection; the record shows a tag, not who.

    Examples:
        auzolan labour appeal s-4f1c2a --words "The pictures are all of one bird" --as m017
        auzolan labour appeal s-4f1c2a --words "They are all of one bird" --as m017 --dry-run
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.labour.work.appeal_flows import appeal

    enter_after_showing(
        folder, lambda desk: appeal(desk, member=actor, submission=submission, words=words),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip


def show_appeals(folder: FolderOption = HERE, as_json: JsonOption = False) -> None:
    """List appeals that wait, with the day from which each stands as overturned.

    Examples:
        auzolan labour appeals
        auzolan labour appeals --json
    """
    from auzolan.house.doors.output import write_rows
    from auzolan.house.doors.session import folder_at
    from auzolan.house.ports import system_ports
    from auzolan.house.rooms.labour.work.appeal_flows import open_appeals

    found = open_appeals(folder_at(folder), at=system_ports().clock())
    write_rows(found, as_json=as_json)


def seat_a_panel(
    submission: SubmissionArgument,
    actor: AsOption,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Draw peers by lot for an appeal; who they are is known to the vault alone.

    Examples:
        auzolan labour seat-panel s-4f1c2a --as m005
        auzolan labour seat-panel s-4f1c2a --as m005 --dry-run
    """
    from auzolan.house.doors.session import enter, enter_after_showing
    from auzolan.house.rooms.labour.work.appeal_flows import foreseen_panel, seat_panel

    if not dry_run:
        enter(
            folder, lambda desk: seat_panel(desk, actor=actor, submission=submission),
            as_json=as_json,
        )  # fmt: skip
        return
    enter_after_showing(
        folder, lambda desk: foreseen_panel(desk, actor=actor, submission=submission),
        as_json=as_json, dry_run=True, yes=True,
    )  # fmt: skip


def show_cases(actor: AsOption, folder: FolderOption = HERE, as_json: JsonOption = False) -> None:
    """Show what one was drawn to judge: the work and the words of both sides, without a name.

    Examples:
        auzolan labour panel --as m011
        auzolan labour panel --as m011 --json
    """
    from auzolan.house.doors.output import write_rows
    from auzolan.house.doors.session import folder_at
    from auzolan.house.ports import system_ports
    from auzolan.house.rooms.labour.work.appeal_flows import cases_of

    found = cases_of(folder_at(folder), member=actor, at=system_ports().clock())
    write_rows(found, as_json=as_json)


def judge_appeal(
    submission: SubmissionArgument,
    verdict: Annotated[Verdict, typer.Argument(help="Of the rejection: uphold or overturn it.")],
    actor: AsOption,
    reason: Annotated[str, typer.Option(help="Why; it is sealed.")],
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Judge an appeal as one of its panel; most of the panel decide.

    Examples:
        auzolan labour judge s-4f1c2a overturn --reason "The answers are right" --as m011
        auzolan labour judge s-4f1c2a uphold --reason "Nothing was read" --as m011 --dry-run
    """
    from auzolan.house.doors.session import enter, enter_after_showing
    from auzolan.house.rooms.labour.work.appeal_flows import foreseen_judgement, judge

    if not dry_run:
        enter(
            folder,
            lambda desk: judge(
                desk, member=actor, submission=submission, verdict=verdict, reason=reason
            ),
            as_json=as_json,
        )
        return
    enter_after_showing(
        folder,
        lambda desk: foreseen_judgement(
            desk, member=actor, submission=submission, verdict=verdict, reason=reason
        ),
        as_json=as_json, dry_run=True, yes=True,
    )  # fmt: skip
