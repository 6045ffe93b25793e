"""Questions that every request asks: put into SQL once in a process, asked again with other values.

Django makes the text of a query anew each time, which takes several times as long as SQLite takes to
answer it by key. This is for single rows by key; whatever is written goes through Django as before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class _Text:
    """A question in the words of one kind of database.

    Attributes:
        sql: with a place for each value.
        names: the fields in order of the columns.
        readers: by column what makes a value of it, for those that need it, and for which field.
    """

    sql: str
    names: tuple[str, ...]
    readers: Sequence[tuple[int, Sequence[Callable[..., Any]], Any]]


class Prepared(Generic[M]):
    """A question for one row of a model by its key.

    Args:
        model: gives the model; asked for at the first question, when there are models.
        key: the field that tells one row from all others.
    """

    def __init__(self, model: Callable[[], type[M]], key: str) -> None:
        self._model = model
        self._key = key
        self._texts: dict[str, _Text] = {}

    def one(self, value: str | int) -> M | None:
        """The row of this key, or None."""
        model = self._model()
        connection = connections[router.db_for_read(model)]
        text = self._texts.get(connection.vendor)
        if text is None:
            text = self._texts[connection.vendor] = self._put(model, connection, value)
        with connection.cursor() as cursor:
            cursor.execute(text.sql, (value,))
            found = cursor.fetchone()
        if found is None:
            return None
        values = list(found)
        for at, readers, field in text.readers:
            for read in readers:
                values[at] = read(values[at], field, connection)
        return model.from_db(connection.alias, text.names, values)

    def _put(self, model: type[M], connection: BaseDatabaseWrapper, value: str | int) -> _Text:
        query = model._base_manager.using(connection.alias).filter(**{self._key: value}).query
        compiler = query.get_compiler(connection=connection)
        sql, _ = compiler.as_sql()
        columns = [column for column, *_ in compiler.select]
        readers = compiler.get_converters(columns).items()
        names = tuple(field.attname for field in model._meta.concrete_fields)
        return _Text(sql, names, [(at, *reader) for at, reader in readers])
