"""Reading that is kept open, for what many people ask at the same moment: a vote.

To open the books costs some milliseconds, since SQLite reads all tables' names anew, and a ballot has
less than that. It is for short looks by key alone: who looks waits for who looks before her.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from auzolan.audit.folder import Folder
from auzolan.house.storage.books import TableBooks
from auzolan.house.storage.database import open_books
from auzolan.house.storage.store import Database
from auzolan.house.vault.store import Vault


@dataclass(frozen=True, slots=True)
class Look:
    """The books and the vault as they are at one moment; for reading only."""

    books: TableBooks
    vault: Vault


class KeptReading:
    """One connection to the books and one to the vault, opened at the first look.

    Args:
        folder: the co-operative's folder.
    """

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._turn = threading.Lock()
        self._opened: tuple[Database, Vault] | None = None

    @contextmanager
    def look(self) -> Iterator[Look]:
        """Look at the books and the vault as of one moment.

        Raises:
            DatabaseRefused: there is no sound database in the folder.
        """
        with self._turn:
            if self._opened is None:
                self._opened = open_books(self._folder), Vault(self._folder)
            database, vault = self._opened
            try:
                database.begin_reading()
                yield Look(TableBooks(database), vault)
                database.rollback()
            except BaseException:
                self._close()  # whatever broke, the next one begins with a sound connection
                raise

    def close(self) -> None:
        """Close what was opened; a later look opens it anew."""
        with self._turn:
            self._close()

    def _close(self) -> None:
        opened, self._opened = self._opened, None
        for one in opened or ():
            one.close()
