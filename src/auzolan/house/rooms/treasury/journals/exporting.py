"""From a folder to a file in one of the forms: whole or not at all, the same bytes each time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from auzolan.house.rooms.treasury.journals.forms import Form
from auzolan.house.rooms.treasury.journals.journal import MEMBERS, Journal
from auzolan.house.storage.files import sync_folder

OPEN_MODE, RESTRICTED_MODE = 0o644, 0o600


def write_journal(journal: Journal, form: Form, path: Path) -> None:
    """Write a journal into a file; what was there stays until the new one is whole.

    Args:
        journal: it is gone through once.
        form: what to write.
        path: where; a journal with members' accounts can be read by its owner alone.
    Raises:
        BooksDiffer, TooLongForSheet, OSError: nothing is left of it then.
    """
    mode = RESTRICTED_MODE if journal.scope == MEMBERS else OPEN_MODE
    with _whole_or_nothing(path, mode) as temporary:
        _WRITERS[form](temporary, journal)


@contextmanager
def _whole_or_nothing(path: Path, mode: int) -> Iterator[Path]:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    temporary.unlink(missing_ok=True)
    os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode))
    try:
        yield temporary
        descriptor = os.open(temporary, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        temporary.rename(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.absolute().parent)


def _write_hledger(path: Path, journal: Journal) -> None:
    from auzolan.house.rooms.treasury.journals.hledger import hledger_lines

    _write_lines(path, hledger_lines(journal))


def _write_ledger(path: Path, journal: Journal) -> None:
    from auzolan.house.rooms.treasury.journals.ledger_cli import ledger_lines

    _write_lines(path, ledger_lines(journal))


def _write_beancount(path: Path, journal: Journal) -> None:
    from auzolan.house.rooms.treasury.journals.beancount import beancount_lines

    _write_lines(path, beancount_lines(journal))


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)


def _write_csv(path: Path, journal: Journal) -> None:
    from auzolan.house.rooms.treasury.journals.columns import columns_of
    from auzolan.house.rooms.treasury.journals.csv import csv_texts

    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(csv_texts(columns_of(journal)))


def _write_xlsx(path: Path, journal: Journal) -> None:
    from auzolan.house.rooms.treasury.journals.xlsx import write_xlsx

    write_xlsx(path, journal)


def _write_parquet(path: Path, journal: Journal) -> None:
    from auzolan.house.rooms.treasury.journals.columns import columns_of
    from auzolan.house.rooms.treasury.journals.parquet import write_parquet

    write_parquet(path, columns_of(journal))


_WRITERS: dict[Form, Callable[[Path, Journal], None]] = {
    Form.HLEDGER: _write_hledger,
    Form.LEDGER: _write_ledger,
    Form.BEANCOUNT: _write_beancount,
    Form.CSV: _write_csv,
    Form.XLSX: _write_xlsx,
    Form.PARQUET: _write_parquet,
}
