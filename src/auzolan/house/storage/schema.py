"""The SQL of the books, generated from the row types. It is text only and opens no database.

All names are quoted, all values are parameters; columns stand in the order of the row's fields,
so that a row's own tuple of values is the tuple of parameters.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from auzolan.foundation.books import Row
from auzolan.foundation.tables import column_kinds, listed, quoted, select_all, table_name
from auzolan.house.storage.guards import LEDGERS


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements on one table that name a whole row or its key.

    Attributes:
        select: the row of one key; parameters are the key.
        insert: a new row; fails where its key is taken.
        upsert: a row whole, in the place of the one with its key if there is one.
        delete: takes away the row of one key; parameters are the key.
    """

    select: str
    insert: str
    upsert: str
    delete: str


@lru_cache(maxsize=512)
def statements_of(row: type[Row]) -> Statements:
    """The statements of a row type.

    Raises:
        TypeError: a field is neither int nor str.
    """
    names = tuple(column_kinds(row))
    table = quoted(table_name(row))
    insert = f"INSERT INTO {table} ({listed(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608
    rest = [name for name in names if name not in row.KEY]
    changes = ", ".join(f"{quoted(name)} = excluded.{quoted(name)}" for name in rest)
    answer = f"UPDATE SET {changes}" if rest else "NOTHING"
    return Statements(
        select=select_where(row, row.KEY),
        insert=insert,
        upsert=f"{insert} ON CONFLICT ({listed(row.KEY)}) DO {answer}",
        delete=f"DELETE FROM {table}{_where(row.KEY)}",  # noqa: S608
    )


@lru_cache(maxsize=512)
def select_where(row: type[Row], names: tuple[str, ...]) -> str:
    """The rows in which these columns have given values; all rows where no column is named."""
    return select_all(row) + _where(names)


@lru_cache(maxsize=1024)
def select_page(row: type[Row], names: tuple[str, ...], *, is_first: bool) -> str:
    """Some rows after a place, in the order in which the table lies.

    The order is the database's own, with its collation: it only has to be the same at every page.

    Returns:
        A query whose parameters are the values of `names`, the stored key of the last row that was
        seen (not where `is_first`), and how many rows are wanted.
    """
    key = listed(stored_key(row))
    wheres = [f"{quoted(name)} = ?" for name in names]
    if not is_first:
        wheres.append(f"({key}) > ({', '.join('?' * len(row.KEY))})")
    where = f" WHERE {' AND '.join(wheres)}" if wheres else ""
    return f"{select_all(row)}{where} ORDER BY {key} LIMIT ?"


@lru_cache(maxsize=512)
def select_some(row: type[Row], fields: tuple[str, ...], names: tuple[str, ...]) -> str:
    """Some columns of the rows that `select_where` would give."""
    return f"SELECT {listed(fields)} FROM {quoted(table_name(row))}{_where(names)}"  # noqa: S608


@lru_cache(maxsize=1024)
def select_given(row: type[Row], given: str) -> str:
    """The rows whose keys a source of rows names, as `VALUES (?), (?)` does."""
    key = listed(row.KEY)
    names = ", ".join(f"t.{quoted(name)}" for name in row.__struct_fields__)
    same = " AND ".join(f"t.{quoted(name)} = g.{quoted(name)}" for name in row.KEY)
    table = quoted(table_name(row))
    return f"WITH g ({key}) AS ({given}) SELECT {names} FROM g JOIN {table} AS t ON {same}"  # noqa: S608


@lru_cache(maxsize=512)
def count_where(row: type[Row], names: tuple[str, ...]) -> str:
    """How many rows `select_where` would give."""
    return f"SELECT COUNT(*) FROM {quoted(table_name(row))}{_where(names)}"  # noqa: S608


@lru_cache(maxsize=512)
def total_where(row: type[Row], name: str, names: tuple[str, ...]) -> str:
    """The sum of one whole-number column over the rows that `select_where` would give.

    Raises:
        TypeError: the column holds texts, whose sum SQLite would give as 0 without a word.
    """
    if column_kinds(row)[name] is not int:
        raise TypeError(f"{row.__name__}.{name} is no whole number")
    table = quoted(table_name(row))
    return f"SELECT COALESCE(SUM({quoted(name)}), 0) FROM {table}{_where(names)}"  # noqa: S608


def _where(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    return " WHERE " + " AND ".join(f"{quoted(name)} = ?" for name in names)


@lru_cache(maxsize=512)
def stored_key(row: type[Row]) -> tuple[str, ...]:
    """The fields of the key in the order in which the table lies.

    What is the same for a set of postings stands first, so that a set is written in one stretch.
    """
    varies = next((one.varies for one in LEDGERS if row in (one.accounts, one.postings)), ())
    return tuple(sorted(row.KEY, key=varies.__contains__))


@lru_cache(maxsize=512)
def indexes_of(row: type[Row]) -> tuple[tuple[str, ...], ...]:
    """The indexes that a table needs beside the one on its key.

    A declared index that begins another one, or begins the key, would cost each write and serve
    no search, so it is left out.
    """
    declared = tuple(dict.fromkeys(row.INDEXES))

    def is_served(names: tuple[str, ...]) -> bool:
        longer = (other for other in declared if len(other) > len(names))
        return any(other[: len(names)] == names for other in (stored_key(row), *longer))

    return tuple(names for names in declared if not is_served(names))
