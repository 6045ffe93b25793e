"""What a dishonest operator can do: write tables, files, and a whole new record with the same key."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec

from auzolan.audit.folder import Folder
from auzolan.audit.report import Difference, Report
from auzolan.audit.verify import verify
from auzolan.cooperative import ROWS, AnyEntry, apply_entry, read_entry
from auzolan.foundation.moments import Moment
from auzolan.foundation.tables import table_name
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.house.publisher import Publisher
from auzolan.house.signing import HeadSigner
from auzolan.house.storage.annex_files import AnnexFiles
from auzolan.house.storage.books import TableBooks
from auzolan.house.storage.database import open_database
from auzolan.house.storage.log import EntryRow, Head, Log
from auzolan.record.annexes import Annex, AnnexRef, encode, refer
from auzolan.record.case import Case
from auzolan.record.entries import Fact, seal
from auzolan.record.fields import opened
from auzolan.record.frontier import Frontier, leaf_hash
from auzolan.record.state import LOG, LogKey
from auzolan.treasury.ledger.acts import PeriodClosed
from auzolan.treasury.ledger.posting import trial_balance
from auzolan.treasury.state import Period
from support.tampering import drop_guards

Change = Callable[[AnyEntry], AnyEntry]
TUE = SetClock(Moment(0))


def differences(folder: Folder, **how: object) -> list[Difference]:
    """What `verify` finds."""
    return list(found(folder, **how).differences)


def found(folder: Folder, **how: object) -> Report:
    """The report of `verify`."""
    return verify(folder.path, **how)  # type: ignore[arg-type]


def sql(path: Path, text: str, *values: object) -> int:
    """Run one statement on a database behind everybody's back; gives the rows it touched."""
    with closing(sqlite3.connect(path)) as database, database:
        drop_guards(database)
        return database.execute(text, values).rowcount


def flip(path: Path, bit: int) -> None:
    """Flip one bit of a file."""
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(bytes(content))


def entries_of(folder: Folder) -> list[AnyEntry]:
    """All entries, as the database holds them."""
    with closing(sqlite3.connect(folder.database)) as database:
        rows = database.execute("SELECT body FROM record_entry ORDER BY seq").fetchall()
    return [read_entry(body) for (body,) in rows]


def entry_with(folder: Folder, tag: str) -> AnyEntry:
    """The first entry whose act has this tag."""
    return next(e for e in entries_of(folder) if type(e.act).__struct_config__.tag == tag)


def annex_path(folder: Folder, ref: AnnexRef) -> Path:
    """Where an annex lies."""
    paths = [folder.annex(ref.digest, is_open=is_open) for is_open in (True, False)]
    return next(path for path in paths if path.is_file())


def change_cell(path: Path, column: str, line: int, value: int | str) -> int | str:
    """Change one cell of an annex's file; gives what stood there."""
    annex = json.loads(path.read_bytes())
    cells = annex["columns"][annex["names"].index(column)]
    before: int | str = cells[line]
    cells[line] = value
    path.write_text(json.dumps(annex, separators=(",", ":"), sort_keys=True))
    return before


def lay_down(folder: Folder, annex: Annex, *, is_open: bool) -> AnnexRef:
    """Write an annex of one's own making; gives its honest name."""
    text = encode(annex)
    ref = refer(annex, text)
    folder.annex(ref.digest, is_open=is_open).write_bytes(text)
    return ref


def reforge(folder: Folder, change: Change) -> None:
    """Write the whole record anew with changed entries: tables, tree, head and signature agree.

    It is all that an operator can do who holds the log's key and every file. The balances and the
    chain that a closing names are made to agree with what was changed before it.
    """
    entries = entries_of(folder)
    database = open_database(folder.database)
    database.execute("BEGIN IMMEDIATE")
    drop_guards(database)
    for row in ROWS:
        database.execute(f"DELETE FROM {table_name(row)}")
    database.execute("DELETE FROM record_entry")
    books, log = TableBooks(database), Log(database)
    annexes = AnnexFiles(folder, Ports(TUE, SeededChance("forger")))
    rows: list[EntryRow] = []
    for honest in entries:
        entry = change(agreed(honest, books))
        act = opened(entry.act, log.openings(entry.seq))
        case = Case(entry.seq, Moment(entry.at), entry.actor, annexes)
        apply_entry(books, case, act, entry.facts, entry.auth)
        body = seal(entry)
        tag = str(type(entry.act).__struct_config__.tag)
        rows.append(
            EntryRow(entry.seq, entry.id, entry.at, entry.actor, tag, leaf_hash(body), body)
        )
    head = Head(Frontier.empty(), rows[-1].at, b"")
    head.frontier.extend(row.leaf for row in rows)
    key = books.get(LogKey, LOG)
    assert key is not None
    head.checkpoint = HeadSigner(folder).sign(key.origin, head.frontier, [key.vkey])
    log.write(head, rows, [])
    books.flush()
    database.execute("COMMIT")
    shutil.rmtree(folder.public / "tile")
    folder.checkpoint.unlink()
    Publisher(folder, database).catch_up()
    database.close()


def agreed(entry: AnyEntry, books: TableBooks) -> AnyEntry:
    """An entry that closes a period, with the balances and the chain of these books."""
    facts = tuple(_agreed(fact, books) for fact in entry.facts)
    return msgspec.structs.replace(entry, facts=facts)


def _agreed(fact: Fact, books: TableBooks) -> Fact:
    if not isinstance(fact, PeriodClosed):
        return fact
    period = books.get(Period, fact.period)
    assert period is not None
    return msgspec.structs.replace(
        fact, trial_balance=trial_balance(books), chain=period.chain, postings=period.postings
    )
