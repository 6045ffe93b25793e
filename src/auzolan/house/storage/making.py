"""Making a co-operative's schema on a server: tables as the migrations say, then guards.

It makes a schema whole or not at all, and never touches one that is there.
"""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from psycopg import errors
from psycopg.conninfo import conninfo_to_dict

from auzolan.audit.deployment import PostgresPlace
from auzolan.audit.postgres import CannotConnect, PostgresConnection
from auzolan.house.storage import guards_postgres

KEPT_MAX = 1_000
REBUILT = "unfinished rebuilding, or one that was finished"
_SEARCH = (
    "CREATE FUNCTION instr(bytea, bytea) RETURNS integer LANGUAGE sql IMMUTABLE "
    "AS 'SELECT position($2 in $1)'"
)
"""What SQLite calls the search for bytes within bytes, so that one query serves both stores."""


def create_schema(place: PostgresPlace, *, note: str) -> None:
    """Make the empty tables of a co-operative in a schema of its own.

    Args:
        place: a server that answers, and a schema that is not there yet.
        note: what the schema's comment says until `note_schema` says something else.
    Raises:
        FileExistsError: there is such a schema; it is left as it is.
        CannotConnect: the server does not answer, is not fit, or gives no right to make a schema.
    """
    texts = _tables(place)
    made = PostgresConnection(place)
    try:
        made.execute("BEGIN")
        made.execute(f'CREATE SCHEMA "{place.schema}"')
        for text in (*texts, *guards_postgres.statements(), _SEARCH):
            made.execute(text)
        _note(made, note)
        made.execute("COMMIT")
    except errors.DuplicateSchema as fault:
        raise FileExistsError(
            f"{place.shown} is there already; it is left as it is. Choose another schema."
        ) from fault
    except errors.InsufficientPrivilege as fault:
        raise CannotConnect(f"{place.shown} cannot be made: {fault}") from fault
    finally:
        made.close()


def fresh_schema(place: PostgresPlace, *, note: str) -> PostgresPlace:
    """Make an empty schema beside a co-operative's, in the place of one that was left behind.

    Returns:
        Where it is.
    """
    new = place.beside("rebuilding")
    drop_schema(new, note=note)
    create_schema(new, note=note)
    return new


def swap_schemas(old: PostgresConnection, place: PostgresPlace, new: PostgresPlace) -> str:
    """Within the open transaction, keep the old schema under another name; the new takes its own.

    Args:
        old: the open connection, which holds the old schema.
        place: the name that both schemas want.
        new: what takes the name.
    Returns:
        What the old schema is called now.
    """
    there = "SELECT to_regnamespace(?) IS NULL"
    for number in range(1, KEPT_MAX + 1):
        kept = place.beside(f"before_rebuild_{number}").schema
        found = old.execute(there, (kept,)).fetchone()
        if found is not None and found[0]:
            break
    else:
        raise AssertionError(f"{KEPT_MAX} old schemas are kept already; drop some of them")
    old.execute(f'ALTER SCHEMA "{place.schema}" RENAME TO "{kept}"')
    old.execute(f'ALTER SCHEMA "{new.schema}" RENAME TO "{place.schema}"')
    return kept


def note_schema(place: PostgresPlace, note: str) -> None:
    """Say something else in a schema's comment."""
    made = PostgresConnection(place)
    try:
        _note(made, note)
    finally:
        made.close()


def drop_schema(place: PostgresPlace, *, note: str) -> bool:
    """Take away a schema whose comment says this; any other is left as it is.

    Returns:
        Whether it was there and is gone.
    """
    made = PostgresConnection(place)
    try:
        said = "SELECT obj_description(to_regnamespace(?)::oid, 'pg_namespace')"
        found = made.execute(said, (place.schema,)).fetchone()
        if found is None or found[0] != note:
            return False
        made.execute(f'DROP SCHEMA "{place.schema}" CASCADE')
    finally:
        made.close()
    return True


def django_settings(place: PostgresPlace) -> dict[str, Any]:
    """How Django reads a co-operative's tables on a server; it can write nothing there."""
    known = conninfo_to_dict(place.url)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host"}
    session = f"-c search_path={place.schema} -c default_transaction_read_only=on"
    found = {key: str(known.pop(name, "") or "") for key, name in names.items()}
    port = str(known.pop("port", "") or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        **found,
        "PORT": port,
        "OPTIONS": {**known, "options": session},
    }


def _note(made: PostgresConnection, note: str) -> None:
    quoted = note.replace("'", "''")
    made.execute(f"COMMENT ON SCHEMA \"{made.place.schema}\" IS '{quoted}'")


@lru_cache(maxsize=8)
def _tables(place: PostgresPlace) -> tuple[str, ...]:
    """The statements of all migrations of the house, as Django writes them for this server."""
    from auzolan.house.settings import configure, folder_in_use

    if folder_in_use() is None:
        with tempfile.TemporaryDirectory(prefix="auzolan-") as made:
            configure(Path(made))
    from django.db.backends.postgresql.base import DatabaseWrapper
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState
    from django.db.utils import ConnectionHandler

    handler = ConnectionHandler({"default": django_settings(place)})
    wrapper = DatabaseWrapper(handler.settings["default"], "default")
    graph = MigrationLoader(None).graph
    state, texts = ProjectState(), []
    try:
        for leaf in graph.leaf_nodes("house"):
            for node in graph.forwards_plan(leaf):
                with wrapper.schema_editor(collect_sql=True, atomic=False) as editor:
                    state = graph.nodes[node].apply(state, editor, collect_sql=True)
                texts += editor.collected_sql
    finally:
        wrapper.close()
    return tuple(text for text in texts if not text.startswith("--"))
