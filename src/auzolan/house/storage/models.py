"""Django models made from row types: for migrations, and for what the pages read.

The books are never written through these models. They have no `save()` of their own, no signal
and no default: what stands in a row was decided by a rule.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar, Self, TypeVar, cast

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.base import ModelBase

from auzolan.foundation.books import Key, Row
from auzolan.foundation.tables import column_kinds, room_of, table_name
from auzolan.house.storage.schema import indexes_of, statements_of, stored_key

R = TypeVar("R", bound=Row)


class Table(models.Model):
    """What all tables share: a manager, and no name for people."""

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True


class SequenceField(models.BigIntegerField):
    """A whole number that the desk gives and that SQLite keeps as the row's own number.

    Only the type `integer` makes it so; Django's own automatic key would let the database give
    the numbers, and a rolled-back transaction would leave a hole in the record.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """`integer` on SQLite, which has 64 bits there; `bigint` elsewhere."""
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


def table_of(row: type[Row]) -> type[Table]:
    """The model of a row type: same columns, same key, indexes for its declared searches.

    Args:
        row: a row type of `auzolan.<room>.state`.
    Returns:
        A model named after the row, for example `MemberTable`, as if it had been written in the
        room's `tables.py`.
    """
    single = row.KEY[0] if len(row.KEY) == 1 else None
    fields: dict[str, Any] = {
        name: _column(kind, primary_key=name == single) for name, kind in column_kinds(row).items()
    }
    if single is None:
        fields["pk"] = models.CompositePrimaryKey(*stored_key(row))
    meta = {
        "db_table": table_name(row),
        "indexes": [models.Index(fields=list(names)) for names in indexes_of(row)],
    }
    body = {
        "__module__": f"auzolan.house.rooms.{room_of(row)}.tables",
        "__doc__": row.__doc__,
        "Meta": type("Meta", (), meta),
    }
    made = ModelBase(f"{row.__name__}Table", (Table,), {**body, **fields})
    return cast("type[Table]", made)


def _column(kind: type[int] | type[str], *, primary_key: bool) -> models.Field[Any, Any]:
    if kind is int:
        return models.BigIntegerField(primary_key=primary_key)
    return models.TextField(primary_key=primary_key)


def rows_of(row: type[R], found: models.QuerySet[Any]) -> list[R]:
    """What a query found, as the frozen rows that rules and templates know, in the query's order.

    Args:
        row: the row type.
        found: a query on the row type's own table.
    """
    assert found.model._meta.db_table == table_name(row), "a query reads its own table"
    return [row(*values) for values in found.values_list(*row.__struct_fields__)]


def row_of(row: type[R], key: Key) -> R | None:
    """The row of this key as pages see it, or None; for what every request asks.

    It goes through Django's connection, so it sees what the page's other questions see. The text of the
    question is made once: for one row Django takes several times as long to make it as to ask it.
    """
    values = key if isinstance(key, tuple) else (key,)
    with connection.cursor() as cursor:
        cursor.execute(_select_one(row), values)
        found = cursor.fetchone()
    return row(*found) if found is not None else None


@lru_cache(maxsize=512)
def _select_one(row: type[Row]) -> str:
    return statements_of(row).select.replace("?", "%s")
