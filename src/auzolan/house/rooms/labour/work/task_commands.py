"""`auzolan labour tasks`, `open-task`, `close-task` and `place`: work on offer, and where one works."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from auzolan.house.doors.errors import Misused
from auzolan.house.doors.groups import RoomApp
from auzolan.house.doors.options import (
    HERE,
    AsOption,
    DryRunOption,
    FolderOption,
    JsonOption,
)

_PRICE = re.compile(r"([0-9]{1,5})(?:\.([0-9]{1,6}))?\Z", re.ASCII)
MICRO_DIGITS = 6


def add_to(app: RoomApp) -> None:
    """Put these commands among those of the room."""
    app.command("tasks")(show_tasks)
    app.command("open-task")(open_a_task)
    app.command("close-task")(close_a_task)
    app.command("place")(say_place)


def show_tasks(
    every: Annotated[bool, typer.Option("--all", help="Closed tasks too.")] = False,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """List tasks with their price an item and an hour, to be read before one begins.

    Examples:
        auzolan labour tasks
        auzolan labour tasks --all --json
    """
    from auzolan.foundation.money import amount_text, money_text
    from auzolan.house.doors.output import say, write_json, write_table
    from auzolan.house.doors.session import folder_at
    from auzolan.house.ports import system_ports
    from auzolan.house.rooms.labour.work.task_queries import currency_of, task_lines
    from auzolan.house.storage.reader import reader_of

    at = system_ports().clock()
    with reader_of(folder_at(folder)) as reader:
        found, currency = task_lines(reader, at=at, all_tasks=every), currency_of(reader)
    if as_json:
        write_json(found)
        return
    if not found:
        say("There is nothing yet.")
        return
    names = ("task", "issuer", "kind", "class", "an item", "an hour", "floor", "harm", "open")
    rows = [
        (
            one.task, one.issuer or "own", one.kind or "none", one.work_class,
            amount_text(one.piece_micro, f"{currency}/6") if one.piece_micro is not None else "by the hour",
            money_text(one.hour_cents, currency), money_text(one.floor_cents, currency),
            ("none", "perhaps", "surely")[one.harmful], "yes" if one.open else "no",
        )
        for one in found
    ]  # fmt: skip
    write_table(names, rows)
    say("An hour is what the price earns for whoever is slow, with unpaid time counted.")


def open_a_task(
    task: Annotated[str, typer.Argument(help="The id of the task.")],
    actor: AsOption,
    words: Annotated[str, typer.Option(help="What is to be done, and for what; it is sealed.")],
    piece: Annotated[str, typer.Option(help="The price of an item, as 0.0625.")] = "",
    hour: Annotated[str, typer.Option(help="The price of an hour, as 18.00.")] = "",
    pilot: Annotated[
        Path | None,
        typer.Option(help="CSV with items, seconds, unpaid_seconds; for a price by piece."),
    ] = None,
    issuer: Annotated[str, typer.Option(help="Whom it is done for; empty: ourselves.")] = "",
    kind: Annotated[str, typer.Option(help="The kind of rows that it makes or labels.")] = "",
    work_class: Annotated[str, typer.Option("--class", help="The class of its work.")] = "work",
    page_max: Annotated[
        int, typer.Option(min=1, max=86_400, help="The longest that a page counts, in seconds.")
    ] = 600,
    harm: Annotated[
        int, typer.Option(min=0, max=2, help="Content that harms: 0 no, 1 perhaps, 2 surely.")
    ] = 0,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Offer a task, by piece or by the hour; a price below the floor is refused.

    Examples:
        auzolan labour open-task birds --piece 0.0625 --pilot pilot.csv --words "Name it" --as m002
        auzolan labour open-task tidy --hour 18.00 --words "Tidy the set" --as m002 --dry-run
    """
    from auzolan.house.doors.session import accepted, enter_after_showing
    from auzolan.house.rooms.labour.work.task_flows import NewTask, open_task
    from auzolan.house.rooms.labour.work.work_files import read_pilot
    from auzolan.house.rooms.treasury.arguments import cents_from_text

    new = NewTask(
        task=task, words=words, issuer=issuer, kind=kind, work_class=work_class,
        piece_micro=micro_from_text(piece) if piece else 0,
        hour_cents=cents_from_text(hour) if hour else 0,
        page_seconds_max=page_max, harmful=harm,
        pilot=accepted(read_pilot(pilot)) if pilot is not None else (),
    )  # fmt: skip
    enter_after_showing(
        folder, lambda desk: open_task(desk, actor=actor, new=new),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip


def close_a_task(
    task: Annotated[str, typer.Argument(help="The task.")],
    actor: AsOption,
    reason: Annotated[str, typer.Option(help="Why; it is sealed.")],
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Offer a task no more; work that was begun is still handed in and paid.

    Examples:
        auzolan labour close-task birds --reason "The set is full" --as m002
        auzolan labour close-task birds --reason "The set is full" --as m002 --dry-run
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.labour.work.task_flows import close_task

    enter_after_showing(
        folder, lambda desk: close_task(desk, actor=actor, task=task, reason=reason),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip


def say_place(
    place: Annotated[str, typer.Argument(help="As ES or ES-PV; an empty text takes it back.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say where one works from now on, as the floor depends on it; it is not published.

    Examples:
        auzolan labour place ES-PV --as m017
        auzolan labour place "" --as m017
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.labour.work.task_flows import set_place

    enter_after_showing(
        folder, lambda desk: set_place(desk, member=actor, place=place),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip


def micro_from_text(text: str) -> int:
    """Millionths from an amount as people type it, with up to six decimals: `0.0625`.

    Raises:
        Misused: it is written in another way.
    """
    found = _PRICE.match(text)
    if found is None:
        raise Misused(f"A price is written as 0.0625, with up to six decimals; got {text!r}")
    return int(found[1]) * 10**MICRO_DIGITS + int((found[2] or "").ljust(MICRO_DIGITS, "0"))
