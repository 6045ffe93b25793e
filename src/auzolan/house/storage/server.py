"""Founding and ending on a server: the steps around a schema that a crash must not leave halfway.

A schema under construction carries a token that lies in the unfinished folder as well, so that
cleaning up never takes a schema that somebody else made. psycopg is loaded only when needed.
"""

from __future__ import annotations

import secrets

from auzolan.audit.deployment import (
    PostgresPlace,
    SettingsRefused,
    postgres_place_of,
    settings_text,
)
from auzolan.audit.folder import Folder
from auzolan.audit.postgres import CannotConnect
from auzolan.house.storage.database import DatabaseRefused, create_plain
from auzolan.house.storage.files import write_durably

TOKEN = "founding.token"  # noqa: S105  the name of a file
"""Where an unfinished folder says which unfinished schema is its own."""

_FOUNDED = "The record and the books of a co-operative; only its desk writes here."


def create_on_server(folder: Folder, place: PostgresPlace) -> None:
    """Make the empty stores of a new co-operative whose books lie on a server.

    Args:
        folder: an existing folder without databases.
        place: a schema that is not there yet.
    Raises:
        FileExistsError: the schema is there already; it is left as it is.
        DatabaseRefused: the server does not answer or is not fit.
    """
    from auzolan.house.storage.making import create_schema

    token = f"unfinished {secrets.token_hex(16)}"
    write_durably(folder.path / TOKEN, token.encode(), mode=0o600)
    write_durably(folder.settings, settings_text(place).encode(), mode=0o600)
    create_plain(folder.path)
    try:
        create_schema(place, note=token)
    except CannotConnect as fault:
        raise DatabaseRefused(str(fault)) from fault


def finish_on_server(folder: Folder, place: PostgresPlace) -> None:
    """Say on the schema that it is a co-operative's, and forget the token."""
    from auzolan.house.storage.making import note_schema

    note_schema(place, _FOUNDED)
    (folder.path / TOKEN).unlink(missing_ok=True)


def take_back_on_server(folder: Folder) -> None:
    """Take away the schema of a founding that was not finished, if there is one."""
    token = folder.path / TOKEN
    try:
        place = postgres_place_of(folder)
        note = token.read_text(encoding="ascii")
    except (SettingsRefused, OSError):
        return
    if place is None:
        return
    from auzolan.house.storage.making import drop_schema

    try:
        drop_schema(place, note=note)
    except CannotConnect as fault:
        raise DatabaseRefused(str(fault)) from fault
