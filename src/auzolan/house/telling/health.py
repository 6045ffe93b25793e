"""Whether the program lives, and whether it can do its work: for systemd, a container, a watcher.

Alive means that it answers. Ready means that books can be read and written, that what is written gets
published, and that the clock lets the next entry in. It mends nothing and tells no secret: names of
checks, and why one fails, in counts.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing

import msgspec

from auzolan.audit.folder import Folder
from auzolan.cooperative import RELEASE
from auzolan.house.desk import CLOCK_END, CLOCK_LAG_MS_MAX, CLOCK_MIN
from auzolan.house.ports import Ports, system_ports
from auzolan.house.publisher import Publisher
from auzolan.house.storage.database import open_books
from auzolan.house.storage.log import Log
from auzolan.house.storage.store import Database

BEHIND_MAX = 1_000
"""Entries that may wait to be published: a large import publishes once, at its end."""
FREE_BYTES_MIN = 256 * 2**20
WAIT_S = 1.0


class Alive(msgspec.Struct, frozen=True):
    """The program answers."""

    alive: bool
    release: str


class Check(msgspec.Struct, frozen=True):
    """One thing that must be so; `because` says why it is not, and is empty where it is."""

    name: str
    ok: bool
    because: str = ""


class Ready(msgspec.Struct, frozen=True):
    """Whether work can be done, and each check in its order."""

    ready: bool
    checks: tuple[Check, ...]


class _NotSo(Exception):
    """A check that failed; its text may be shown to anybody."""


def alive() -> Alive:
    """That the program lives, and which release it is."""
    return Alive(alive=True, release=RELEASE)


def ready(
    folder: Folder, ports: Ports | None = None, *, behind_max: int = BEHIND_MAX,
    free_bytes_min: int = FREE_BYTES_MIN,
) -> Ready:  # fmt: skip
    """Whether a co-operative can be read, written and published now.

    Args:
        folder: the co-operative's folder.
        ports: the clock; the machine's where None.
        behind_max: how many entries may wait to be published.
        free_bytes_min: how much room the disk must have.
    """
    clock = (ports or system_ports()).clock
    checks = [
        _check("disk", lambda: _has_room(folder, free_bytes_min)),
        _check("logins", lambda: _can_write(folder)),
        _check("key", lambda: _has_key(folder)),
    ]
    try:
        with closing(open_books(folder)) as books:
            books.begin_reading()
            head = Log(books).head()
            checks += [
                _check("books", lambda: _is_founded(head.size)),
                _check("published", lambda: _is_published(folder, books, behind_max)),
                _check("clock", lambda: _is_on_time(clock(), head.at)),
            ]
    except Exception:  # noqa: BLE001  why they cannot be read may name files; the log has the place
        checks.append(Check("books", ok=False, because="The books cannot be read."))
    return Ready(all(one.ok for one in checks), tuple(checks))


def _check(name: str, question: Callable[[], None]) -> Check:
    try:
        question()
    except _NotSo as why:
        return Check(name, ok=False, because=str(why))
    except Exception as fault:  # noqa: BLE001  a check that cannot be made has failed
        return Check(name, ok=False, because=f"It cannot be checked: {type(fault).__name__}.")
    return Check(name, ok=True)


def _has_room(folder: Folder, free_bytes_min: int) -> None:
    free = shutil.disk_usage(folder.path).free
    if free < free_bytes_min:
        raise _NotSo(f"{free // 2**20} MiB are free; {free_bytes_min // 2**20} are needed.")


def _can_write(folder: Folder) -> None:
    """Take the writer's place in the file of logins for a moment, and give it back."""
    try:
        uri = f"{folder.plain.absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(uri, uri=True, timeout=WAIT_S, isolation_level=None)) as plain:
            plain.execute("BEGIN IMMEDIATE")
            plain.execute("ROLLBACK")
    except sqlite3.Error as fault:
        raise _NotSo("Logins cannot be written.") from fault


def _has_key(folder: Folder) -> None:
    if not folder.log_key.is_file():
        raise _NotSo("The key that signs the record is not there, so nothing can be written.")


def _is_founded(size: int) -> None:
    if size == 0:
        raise _NotSo("No co-operative is founded here.")


def _is_published(folder: Folder, books: Database, behind_max: int) -> None:
    published = Publisher(folder, books).published()
    behind = Log(books).head().size - (published.size if published is not None else 0)
    if behind < 0:
        raise _NotSo("More is published than the books hold: they are an older copy.")
    if behind > behind_max:
        raise _NotSo(f"{behind} entries wait to be published; at most {behind_max} may.")


def _is_on_time(now: int, at: int) -> None:
    if not CLOCK_MIN <= now < CLOCK_END:
        raise _NotSo("The clock shows a year that cannot be.")
    if now < at - CLOCK_LAG_MS_MAX:
        raise _NotSo(f"The clock is {(at - now) // 1_000} s behind the last entry.")
