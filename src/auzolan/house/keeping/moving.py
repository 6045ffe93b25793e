"""Carrying a co-operative's books from one store to the other, entry by entry.

What is carried is the record; the tables are made anew from it, so that each carrying proves that
they follow. The folder's other files stay where they are. It neither stops a desk nor gives a
folder its name.
"""

from __future__ import annotations

import secrets
import tomllib
from contextlib import closing
from pathlib import Path

from auzolan.audit.deployment import (
    PostgresPlace,
    SettingsRefused,
    postgres_place_of,
    settings_text,
)
from auzolan.audit.folder import Folder
from auzolan.audit.postgres import CannotConnect
from auzolan.house.rebuilding import refill
from auzolan.house.storage.database import (
    DatabaseRefused,
    check_database,
    create_books,
    open_database,
)
from auzolan.house.storage.files import write_durably
from auzolan.house.storage.server import TOKEN
from auzolan.house.storage.store import Database

_PART = "database"
_BESIDE = ("", "-wal", "-shm", "-journal")


def carry_into_file(folder: Folder, books: Database, path: Path) -> None:
    """Write what a store holds into a new file of SQLite.

    Args:
        folder: whose annexes and published record belong to the store.
        books: the store, in a transaction that reads.
        path: where the file shall lie; there is none yet. It has no log beside it afterwards.
    Raises:
        NotRebuilt: the record of the store is damaged.
        RecordAhead: the folder has published more than the store holds.
        OSError: the disk is full or cannot be written.
    """
    create_books(path)
    with closing(open_database(path)) as made:
        made.begin()
        refill(folder, books, made)
        check_database(made)
        made.commit()
        made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        made.execute("PRAGMA journal_mode = DELETE")


def carry_onto_server(folder: Folder, place: PostgresPlace) -> None:
    """Put the books of a folder, which lie in a file, into a new schema, and let the file go.

    Until `finish_on_server` is called the schema carries a token that lies in the folder, so that
    a carrying that was killed can be taken back with `take_back_on_server`.

    Args:
        folder: nobody else has it open; its settings name no server.
        place: a schema that is not there yet.
    Raises:
        DatabaseRefused: the schema is there already, or the server does not answer or is not fit.
        NotRebuilt: the record is damaged.
    """
    from auzolan.house.storage.making import create_schema
    from auzolan.house.storage.postgres import PostgresDatabase

    token = f"unfinished {secrets.token_hex(16)}"
    write_durably(folder.path / TOKEN, token.encode(), mode=0o600)
    kept = folder.settings.read_bytes() if folder.settings.exists() else b""
    settings = settings_text(place).encode() + (b"\n" + kept if kept else b"")
    write_durably(folder.settings, settings, mode=0o600)
    try:
        create_schema(place, note=token)
    except (CannotConnect, FileExistsError) as fault:
        (folder.path / TOKEN).unlink()  # nothing of ours is there
        raise DatabaseRefused(str(fault)) from fault
    with (
        closing(open_database(folder.database)) as old,
        closing(PostgresDatabase(place)) as made,
    ):
        old.begin_reading()
        made.begin()
        refill(folder, old, made)
        made.commit()
    for ending in _BESIDE:
        folder.database.with_name(f"{folder.database.name}{ending}").unlink(missing_ok=True)


def leave_server(folder: Folder) -> PostgresPlace | None:
    """Take the server out of a folder's settings; what else they say stays.

    Returns:
        The place that they named, or None where they named none.
    Raises:
        SettingsRefused: they cannot be read, or are not written part by part.
    """
    place = postgres_place_of(folder)
    if place is None:
        return None
    text = folder.settings.read_text("utf-8")
    rest = _without(text, _PART)
    wanted = {name: part for name, part in tomllib.loads(text).items() if name != _PART}
    try:
        is_right = tomllib.loads(rest) == wanted
    except tomllib.TOMLDecodeError:
        is_right = False
    if not is_right:
        raise SettingsRefused(
            f"{folder.settings} does not begin its part [{_PART}] on a line of its own, so it "
            "cannot be taken out. Write it that way and try again."
        )
    write_durably(folder.settings, rest.encode(), mode=0o600)
    return place


def _without(text: str, part: str) -> str:
    """A text of TOML without the lines of one part."""
    kept, is_inside = [], False
    for line in text.splitlines(keepends=True):
        if line.startswith("["):
            is_inside = line.split("#")[0].strip() == f"[{part}]"
        if not is_inside:
            kept.append(line)
    return "".join(kept)
