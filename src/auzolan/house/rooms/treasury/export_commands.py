"""`auzolan treasury export` and `recompute`: the books in tools that an accountant already trusts."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auzolan.house.doors.options import HERE, FolderOption, JsonOption
from auzolan.house.rooms.treasury.journals.forms import BINARY, Form

if TYPE_CHECKING:
    from auzolan.audit.folder import Folder
    from auzolan.house.rooms.treasury.journals.recompute import Recomputed

SHOWN_MAX = 1_000


def export_books(
    form: Annotated[Form, typer.Option("--format", help="Which program, or kind of file.")],
    members: Annotated[
        bool,
        typer.Option(
            "--members",
            help="Split control accounts by member. Restricted: only for the offices of treasury "
            "and audit, named by --as; the file is readable by its owner alone.",
        ),
    ] = False,
    actor: Annotated[
        str, typer.Option("--as", metavar="MEMBER", help="Who reads; needed with --members.")
    ] = "",
    until: Annotated[
        str, typer.Option(metavar="PERIOD", help="End with the entry that closed this period.")
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option(help="The file to write; standard output where none is named."),
    ] = None,
    folder: FolderOption = HERE,
) -> None:
    """Write the books as a journal that other programs check and read.

    Every posting is in it, with the entry and the act that it comes from, and no name. After each
    closing and at the end it asserts the balance of every account, so that hledger, ledger and
    beancount find a change of one cent. The same books give the same bytes.

    Examples:
        auzolan treasury export --format beancount --output books.beancount
        auzolan treasury export --format csv --members --as m001 --output members.csv
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import say
    from auzolan.house.doors.session import folder_at

    where = folder_at(folder)
    if members:
        _check_right(where, actor)
    if output is not None:
        _write(where, form, output, members=members, until=until)
        say(f"{output} holds the books{f' until {until} was closed' if until else ''}.")
        return
    if form in BINARY:
        raise Misused(f"A file in {form.value} is not for a terminal; name one with --output.")
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "journal"
        _write(where, form, path, members=members, until=until)
        with path.open(encoding="utf-8", newline="") as file:
            sys.stdout.writelines(file)


def _check_right(folder: Folder, actor: str) -> None:
    from auzolan.house.doors.errors import Misused, Refused
    from auzolan.house.rooms.treasury.reading_rights import accounts_refused

    if not actor:
        raise Misused("Members' accounts are restricted: name who reads them with --as MEMBER.")
    refused = accounts_refused(folder, actor)
    if refused is not None:
        raise Refused(refused)


def _write(folder: Folder, form: Form, path: Path, *, members: bool, until: str) -> None:
    from auzolan.house.doors.errors import Exit, Misused
    from auzolan.house.doors.output import say
    from auzolan.house.rooms.treasury.journals.exporting import write_journal
    from auzolan.house.rooms.treasury.journals.reading import (
        BooksDiffer,
        PeriodNotClosed,
        general_journal,
        members_journal,
    )

    open_journal = members_journal if members else general_journal
    try:
        with open_journal(folder, until=until) as journal:
            write_journal(journal, form, path)
    except PeriodNotClosed as fault:
        raise Misused(str(fault)) from fault
    except BooksDiffer as fault:
        say(str(fault))
        raise typer.Exit(Exit.DIFFERENT) from fault


def recompute_books(
    journal: Annotated[Path, typer.Argument(help="A journal in .parquet or .csv, from export.")],
    as_json: JsonOption = False,
) -> None:
    """Add up every account of an exported journal, and see that each entry sums to zero.

    It reads the file alone, so it says what the file says. Exit code 3 where an entry does not sum
    to zero; compare the balances with: auzolan treasury balance.

    Examples:
        auzolan treasury recompute books.parquet
        auzolan treasury recompute books.csv --json
    """
    from auzolan.house.doors.errors import Exit, Misused
    from auzolan.house.doors.output import say
    from auzolan.house.rooms.treasury.journals.recompute import UnreadableJournal, recomputed

    if not journal.is_file():
        raise Misused(f"There is no file {journal}. Make one with: auzolan treasury export")
    try:
        found = recomputed(journal)
    except UnreadableJournal as fault:
        raise Misused(str(fault)) from fault
    _show(found, as_json=as_json)
    for entry, asset, rest in found.unbalanced:
        say(f"entry {entry} does not sum to zero: {rest} units of {asset}")
    if found.unbalanced:
        raise typer.Exit(Exit.DIFFERENT)


def _show(found: Recomputed, *, as_json: bool) -> None:
    from auzolan.foundation.money import amount_text
    from auzolan.house.doors.output import say, write, write_json

    if as_json:
        names = ("account", "member", "asset", "balance")
        lines = [dict(zip(names, line, strict=True)) for line in found.balances]
        unbalanced = [
            {"entry": entry, "asset": asset, "rest": rest}
            for entry, asset, rest in found.unbalanced
        ]
        write_json({"balances": lines, "unbalanced": unbalanced})
        return
    for account, member, asset, balance in found.balances[:SHOWN_MAX]:
        name = f"{account} {member}".rstrip()
        write(f"{name:<48}  {amount_text(balance, asset):>24}")
    if len(found.balances) > SHOWN_MAX:
        say(f"The first {SHOWN_MAX:,} of {len(found.balances):,} accounts; use --json for all.")
