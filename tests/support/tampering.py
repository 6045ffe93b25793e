"""How an owner of a database changes what she may not: she takes its guards away first."""

from __future__ import annotations

import sqlite3

from auzolan.house.storage.store import Database


def drop_guards(database: sqlite3.Connection | Database) -> None:
    """Take away every guard of a file, as whoever owns it can."""
    found = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in found:
        database.execute(f'DROP TRIGGER "{name}"')


def drop_guards_of_schema(database: Database, schema: str) -> None:
    """Take away every guard of a schema on a server, as whoever owns it can."""
    triggers = (
        "SELECT c.relname, t.tgname FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid "
        "WHERE c.relnamespace = to_regnamespace(?) AND NOT t.tgisinternal"
    )
    for table, name in database.execute(triggers, (schema,)).fetchall():
        database.execute(f'DROP TRIGGER "{name}" ON "{table}"')
    checks = (
        "SELECT c.relname, k.conname FROM pg_constraint AS k JOIN pg_class AS c "
        "ON c.oid = k.conrelid WHERE c.relnamespace = to_regnamespace(?) "
        "AND k.conname LIKE 'guard_%'"
    )
    for table, name in database.execute(checks, (schema,)).fetchall():
        database.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
