"""`auzolan labour pages` and `forget`: which raw page times are kept, and destroying them."""

from __future__ import annotations

from typing import Annotated

import typer

from auzolan.house.doors.options import HERE, AsOption, DryRunOption, FolderOption, JsonOption


def show_pages(
    actor: Annotated[
        str, typer.Option("--as", metavar="MEMBER", help="Show her own page times, too.")
    ] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show which logs of work still have raw page times, and until when.

    Examples:
        auzolan labour pages
        auzolan labour pages --as m017 --json

    With --as it gives a person her own page times instead, as long as they are kept. Nobody else
    can ask for them.
    """
    from auzolan.house.doors.output import say, write_json, write_rows, write_table
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.labour.watching.page_flows import own_pages, page_lines
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        if not actor:
            write_rows(page_lines(reader), as_json=as_json)
            return
        found = own_pages(reader, actor)
    if as_json:
        write_json(found)
    elif not found:
        say("No page times of yours are kept.")
    for log, columns in found.items() if not as_json else ():
        say(f"{log}:")
        write_table(list(columns), list(zip(*columns.values(), strict=True)))


def forget(
    actor: AsOption,
    log: Annotated[str, typer.Option(help="One log; all whose day has come where missing.")] = "",
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Destroy raw page times whose days have gone, and say so on the record; class totals stay.

    Examples:
        auzolan labour forget --as m004
        auzolan labour forget --as m004 --log spring-1 --json

    The entry comes first, then the file goes. A file that a backup brings back is destroyed again
    whenever a command that writes opens the folder.
    """
    from auzolan.house.doors.errors import Refused
    from auzolan.house.doors.output import say, write_json, write_receipt, write_rows
    from auzolan.house.doors.session import accepted, desk_at, folder_at
    from auzolan.house.rooms.labour.watching.page_flows import (
        forget_all_due,
        forget_pages,
        page_lines,
    )
    from auzolan.house.storage.reader import reader_of

    if dry_run:
        with reader_of(folder_at(folder)) as reader:
            lines = [one for one in page_lines(reader) if one.entry is None]
        say("These are not destroyed yet; nothing has been written.")
        write_rows([one for one in lines if log in ("", one.log)], as_json=as_json)
        return
    with desk_at(folder) as desk:
        if log:
            write_receipt(accepted(forget_pages(desk, actor=actor, log=log)), as_json=as_json)
            return
        done = forget_all_due(desk, actor=actor)
    if done.refusals:
        raise Refused(done.refusals[0])
    if as_json:
        write_json({"entries": [one.seq for one in done.receipts]})
    elif not done.receipts:
        say("No log has page times past their day.")
    else:
        for receipt in done.receipts:
            write_receipt(receipt, as_json=False)
