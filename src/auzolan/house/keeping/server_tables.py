"""What a co-operative's schema on a server is made of, beside what this release would make.

It asks the server's own catalogue. It changes nothing in the schema that is looked at.
"""

# ruff: noqa: S608  (all names are our own; no value is ever part of a text)

from __future__ import annotations

from contextlib import closing

from auzolan.audit.deployment import PostgresPlace
from auzolan.audit.postgres import CannotConnect, PostgresConnection
from auzolan.house.storage.database import DatabaseRefused

Schema = dict[tuple[str, str], str]
"""What a database is made of: kind and name, with how it was made."""

_IN_SCHEMA = "WHERE relnamespace = to_regnamespace(?)"
_COLUMNS = (
    "SELECT 'column', relname || '.' || attname, "
    "concat_ws(' ', format_type(atttypid, atttypmod), attnotnull, attidentity, "
    "pg_get_expr(adbin, adrelid)) FROM pg_attribute JOIN pg_class AS t ON t.oid = attrelid "
    "LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum "
    f"{_IN_SCHEMA} AND relkind = 'r' AND attnum > 0 AND NOT attisdropped"
)
_INDEXES = (
    f"SELECT 'index', relname, pg_get_indexdef(oid) FROM pg_class {_IN_SCHEMA} AND relkind = 'i'"
)
_CONSTRAINTS = (
    "SELECT 'constraint', relname || '.' || conname, pg_get_constraintdef(c.oid) "
    f"FROM pg_constraint AS c JOIN pg_class AS t ON t.oid = conrelid {_IN_SCHEMA}"
)
_TRIGGERS = (
    "SELECT 'trigger', relname || '.' || tgname, pg_get_triggerdef(g.oid) "
    f"FROM pg_trigger AS g JOIN pg_class AS t ON t.oid = tgrelid {_IN_SCHEMA} AND NOT tgisinternal"
)
_FUNCTIONS = (
    "SELECT 'function', proname, pg_get_functiondef(oid) FROM pg_proc "
    "WHERE pronamespace = to_regnamespace(?)"
)


def schemas_on_server(place: PostgresPlace) -> tuple[Schema, Schema]:
    """What a schema is made of, and what this release would make; the second is taken away again.

    Args:
        place: a co-operative's schema; the caller holds its desk, so that nobody rebuilds meanwhile.
    Raises:
        DatabaseRefused: the server does not answer, or gives no right to make a schema.
    """
    from auzolan.house.storage.making import REBUILT, drop_schema, fresh_schema

    try:
        new = fresh_schema(place, note=REBUILT)
        try:
            return _made_of(place), _made_of(new)
        finally:
            drop_schema(new, note=REBUILT)
    except CannotConnect as fault:
        raise DatabaseRefused(str(fault)) from fault


def _made_of(place: PostgresPlace) -> Schema:
    found: Schema = {}
    with closing(PostgresConnection(place)) as database:
        for question in (_COLUMNS, _INDEXES, _CONSTRAINTS, _TRIGGERS, _FUNCTIONS):
            for kind, name, text in database.execute(question, (place.schema,)):
                # The schema's own name stands in what the server writes out.
                found[kind, name] = text.replace(f"{place.schema}.", "")
    return found
