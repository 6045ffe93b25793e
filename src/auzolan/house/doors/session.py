"""From a folder to a desk and back: open, do one thing, publish, close; and rehearse first.

What moves money is rehearsed on a desk that writes nothing, shown, and entered only when the person
says yes. Nothing here decides.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from auzolan.audit.deployment import has_books
from auzolan.audit.folder import Folder
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.doors.errors import Misused, Refused
from auzolan.house.doors.output import fact_lines, say, write_receipt
from auzolan.house.submission import Receipt

T = TypeVar("T")
Flow = Callable[[Desk], Receipt | Refusal]


def folder_at(path: Path) -> Folder:
    """The co-operative's folder that a command was given.

    Raises:
        Misused: there is no co-operative.
    """
    folder = Folder(path.resolve())
    if not has_books(folder):
        raise Misused(
            f"There is no co-operative in {path}. Name its folder with --folder or "
            "AUZOLAN_FOLDER, or found one with: auzolan init DIR"
        )
    return folder


@contextmanager
def desk_at(path: Path) -> Iterator[Desk]:
    """A desk that has caught up with its published record, before and after.

    Raises:
        RecordAhead: the database is older than what has been published.
    """
    from auzolan.house.rooms.labour.watching.page_flows import destroy_what_is_due
    from auzolan.house.rooms.record.flows import erase_what_came_back, publish

    desk = Desk(folder_at(path))
    try:
        publish(desk)
        back = erase_what_came_back(desk)
        if back:
            say(f"{back} batches that were erased had come back and are destroyed again.")
        gone = destroy_what_is_due(desk)
        if gone:
            say(f"{gone} files of page times were past their day and are destroyed.")
        yield desk
        publish(desk)
    finally:
        desk.close()


def accepted(answer: T | Refusal) -> T:
    """The answer, or the refusal as what ends the command.

    Raises:
        Refused: the rules said no.
    """
    if isinstance(answer, Refusal):
        raise Refused(answer)
    return answer


def enter(path: Path, flow: Flow, *, as_json: bool) -> None:
    """Do one thing at the desk and give out its entry."""
    with desk_at(path) as desk:
        receipt = accepted(flow(desk))
    write_receipt(receipt, as_json=as_json)


def enter_after_showing(path: Path, flow: Flow, *, as_json: bool, dry_run: bool, yes: bool) -> None:
    """Show what would be entered, ask, and enter it; `dry_run` stops after showing."""
    receipt = receipt_after_showing(path, flow, dry_run=dry_run, yes=yes)
    write_receipt(receipt, as_json=as_json)


def receipt_after_showing(path: Path, flow: Flow, *, dry_run: bool, yes: bool) -> Receipt:
    """The same for who gives out more than the entry: the receipt, foreseen where `dry_run`."""
    if dry_run or not yes:
        foreseen = accepted(_rehearsed(path, flow))
        if dry_run:
            say("This would be entered; nothing has been written.")
            return foreseen
        _ask(foreseen)
    with desk_at(path) as desk:
        return accepted(flow(desk))


def _ask(foreseen: Receipt) -> None:
    import typer

    if not sys.stdin.isatty():
        raise Misused("This moves money: add --yes to enter it, or --dry-run to look first.")
    say("This would be entered:")
    say("\n".join(fact_lines(foreseen)))
    typer.confirm("Enter this?", abort=True, err=True)


def _rehearsed(path: Path, flow: Flow) -> Receipt | Refusal:
    from auzolan.house.rehearsal import RehearsalDesk

    desk = RehearsalDesk(folder_at(path))
    try:
        return flow(desk)
    finally:
        desk.close()
