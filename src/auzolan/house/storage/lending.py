"""Connections to the books that are lent for one look, and lent again to the next who looks.

To open a file of books costs some milliseconds, since SQLite reads the names of all tables anew, and
most pages take no longer than that. Nothing is written over what is lent here, and nothing of one
look is seen by the next but the connection itself.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from auzolan.audit.deployment import SettingsRefused, postgres_place_of
from auzolan.audit.folder import Folder
from auzolan.house.storage.database import open_books
from auzolan.house.storage.releases import check_release
from auzolan.house.storage.sqlite import SqliteDatabase, file_at
from auzolan.house.storage.store import Database

IDLE_MAX = 8
"""How many wait at most, over all folders: each holds a file and some pages of it."""

_idle: deque[tuple[int, SqliteDatabase]] = deque()
_lock = Lock()


@contextmanager
def lent_books(folder: Folder) -> Iterator[Database]:
    """The books of a folder as of one moment, for reading.

    Raises:
        DatabaseRefused: there is no sound database in the folder.
        NewerRelease: a release wrote it that this program does not know.
    """
    books = _taken(folder)
    try:
        books.begin_reading()
        yield books
        books.rollback()
    except BaseException:
        books.close()  # whatever broke, the next one begins with a sound connection
        raise
    _give_back(books)


def let_go() -> None:
    """Close all that wait, for whoever must be alone with a file."""
    with _lock:
        waiting = [books for process, books in _idle if process == os.getpid()]
        _idle.clear()
    for books in waiting:
        books.close()


def _taken(folder: Folder) -> Database:
    books = _waiting(folder)
    if books is None:
        return open_books(folder)
    try:
        check_release(books)  # another program may have written since
    except BaseException:
        books.close()
        raise
    return books


def _waiting(folder: Folder) -> SqliteDatabase | None:
    """One that was given back and is of the file that stands there now, or None."""
    try:
        if postgres_place_of(folder) is not None:
            return None
    except SettingsRefused:
        return None  # to open it says what is wrong
    wanted = os.getpid(), (folder.database, file_at(folder.database))
    with _lock:
        for one in _idle:
            process, books = one
            if (process, books.opened) == wanted:
                _idle.remove(one)
                return books
    return None


def _give_back(books: Database) -> None:
    if not isinstance(books, SqliteDatabase):
        books.close()
        return
    with _lock:
        _idle.appendleft((os.getpid(), books))
        process, last = _idle.pop() if len(_idle) > IDLE_MAX else (-1, None)
    if last is not None and process == os.getpid():
        last.close()
