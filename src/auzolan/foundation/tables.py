"""Tables: how a row type is laid down in a database, as names and SQL text.

The live store writes such tables and the audit reads them, so both take their words from here.
This module opens no database and holds no statement that writes.
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from auzolan.foundation.books import Row

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@lru_cache(maxsize=512)
def room_of(row: type[Row]) -> str:
    """The room that a row type belongs to.

    Raises:
        ValueError: the type is not defined in a room's `state.py`.
    """
    parts = row.__module__.split(".")
    if len(parts) != 3 or parts[0] != "auzolan" or parts[2] != "state":
        raise ValueError(f"rows live in auzolan.<room>.state; {row.__name__} in {row.__module__}")
    return parts[1]


@lru_cache(maxsize=512)
def table_name(row: type[Row]) -> str:
    """The table of a row type: its room, then its name in small letters.

    The room goes first, so that no table is called by a word of SQL such as `grant`.

    Returns:
        For example `charter_charter_in_force`.
    """
    return f"{room_of(row)}_{_HUMP.sub('_', row.__name__).lower()}"


@lru_cache(maxsize=512)
def column_kinds(row: type[Row]) -> dict[str, type[int] | type[str]]:
    """The columns of a row type, in order of its fields, each a whole number or a text.

    Raises:
        TypeError: a field of another type; a yes or no is written as 1 or 0.
    """
    kinds: dict[str, type[int] | type[str]] = {}
    for field in msgspec.structs.fields(row):
        kind = msgspec.inspect.type_info(field.type)
        if isinstance(kind, msgspec.inspect.IntType):
            kinds[field.name] = int
        elif isinstance(kind, msgspec.inspect.StrType):
            kinds[field.name] = str
        else:
            raise TypeError(f"{row.__name__}.{field.name} is neither int nor str: {field.type}")
    return kinds


def quoted(name: str) -> str:
    """A name in SQL's quotes: fields may be called by words of SQL, such as `by` or `rows`."""
    return f'"{name}"'


def listed(names: tuple[str, ...]) -> str:
    """Names in SQL's quotes, with commas between them."""
    return ", ".join(map(quoted, names))


@lru_cache(maxsize=512)
def select_all(row: type[Row]) -> str:
    """The query that gives every row of a table, its columns in order of the fields.

    It names no order: whoever needs one sorts in Python.
    """
    return f"SELECT {listed(row.__struct_fields__)} FROM {quoted(table_name(row))}"  # noqa: S608
