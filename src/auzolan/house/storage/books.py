"""Books that rest in tables: the live twin of `MemoryBooks`.

What has been read or written stands in memory, as in `MemoryBooks`; what has not is fetched from
the database when a rule asks for it. `flush` writes what changed. These books open no transaction
and close none: that is the desk's part, and after a rollback it calls `forget`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, TypeVar, cast

from msgspec.structs import astuple

from auzolan.foundation.books import (
    Key,
    MemoryBooks,
    Row,
    Scalar,
    Shelf,
    index_names,
    order_of,
)
from auzolan.house.storage.guards import LEDGERS
from auzolan.house.storage.schema import (
    count_where,
    select_some,
    select_where,
    statements_of,
    total_where,
)
from auzolan.house.storage.store import Database

ROWS_HELD_MAX = 200_000
"""How many rows and known gaps books hold after a flush, about 100 MB; beyond, all are let go."""

SET_FROM = 1_000
"""From so many rows on a set is written as a set, and not held."""

R = TypeVar("R", bound=Row)
Search = tuple[tuple[str, ...], tuple[Scalar, ...]]
"""An index and the values looked for in it."""


class TableShelf(Shelf):
    """The rows of one type held in memory, and what is known about those that are not.

    Attributes:
        absent: keys known to have no row.
        complete: searches all of whose rows are held; the search `((), ())` means the whole table.
        asked: searches that were counted or summed once by the database.
        new, changed: keys of held rows that the table does not have yet, or has in another state.
        gone: keys that the table may still have and the books no longer do.
        history: rows to be appended.
    """

    __slots__ = ("absent", "asked", "changed", "complete", "gone", "history", "new", "sql")

    def __init__(self, row: type[Row]) -> None:
        super().__init__(row)
        self.sql = statements_of(row)
        self.absent: set[Key] = set()
        self.complete: set[Search] = set()
        self.asked: set[Search] = set()
        self.new: set[Key] = set()
        self.changed: set[Key] = set()
        self.gone: set[Key] = set()
        self.history: list[tuple[Scalar, ...]] = []

    def put(self, row: Any) -> None:
        """Hold a row and remember to write it."""
        super().put(row)
        key = self.key(row)
        self.absent.discard(key)
        if key not in self.new:
            self.changed.add(key)

    def put_new(self, row: Any) -> None:
        """Hold a row that the table does not have, and remember to insert it."""
        super().put(row)
        key = self.key(row)
        self.absent.discard(key)
        self.new.add(key)

    def put_columns(self, columns: list[Sequence[Scalar]]) -> None:
        """Hold many rows given as columns in order of the fields, and remember to write them."""
        for row in map(self.kind, *columns):
            self.put(row)

    def remove(self, key: Key) -> None:
        """Hold no row of this key and remember to delete it."""
        super().remove(key)
        self.new.discard(key)
        self.changed.discard(key)
        self.gone.add(key)
        self.absent.add(key)

    def hold(self, found: Iterable[tuple[Scalar, ...]]) -> None:
        """Hold what the database gave, except where memory knows better.

        A key that is held may have changed since; an absent one has been removed. Both are newer
        than the table.
        """
        for values in found:
            row = self.kind(*values)
            key = self.key(row)
            if key not in self.rows and key not in self.absent:
                super().put(row)

    def taken(self, keys: set[Key]) -> list[tuple[Scalar, ...]]:
        """The values of these rows in order of key, taken off the set of what is pending."""
        values = [astuple(self.rows[key]) for key in sorted(keys, key=order_of)]
        keys.clear()
        return values

    def is_complete(self, search: Search) -> bool:
        """Whether every row that this search would find is held."""
        return search in self.complete or ((), ()) in self.complete

    def is_pending(self) -> bool:
        """Whether there is anything that the table does not have yet."""
        return bool(self.new or self.changed or self.gone or self.history)


class TableBooks(MemoryBooks):
    """Books over the tables of an open database.

    They may be kept from one transaction to the next only while nobody else has written; the desk
    compares the head of the record before it trusts them.

    Args:
        connection: an open database without automatic transactions.
    """

    _shelves: dict[type[Row], TableShelf]  # type: ignore[assignment]

    def __init__(self, connection: Database) -> None:
        super().__init__()
        self._connection = connection

    def flush(self) -> None:
        """Write all that changed, within the transaction that the caller has open.

        Raises:
            AssertionError: there is no open transaction, or an added row was not new. The caller
                rolls back and calls `forget`.
            sqlite3.Error, psycopg.Error: the database could not be written; the same applies.
        """
        for shelf in self._shelves.values():
            self._write(shelf)
        held = sum(len(shelf.rows) + len(shelf.absent) for shelf in self._shelves.values())
        if held > ROWS_HELD_MAX:
            self.forget()

    def forget(self) -> None:
        """Let go of everything held and everything not yet written."""
        self._shelves.clear()

    def get(self, row: type[R], key: Key) -> R | None:
        """The row of this key, or None."""
        shelf = self._readable(row)
        found = shelf.rows.get(key)
        if found is None and key not in shelf.absent and ((), ()) not in shelf.complete:
            values = key if isinstance(key, tuple) else (key,)
            shelf.hold(self._connection.execute(shelf.sql.select, values))
            found = shelf.rows.get(key)
            if found is None:
                shelf.absent.add(key)
        return cast("R | None", found)

    def get_many(self, row: type[R], keys: Sequence[Key]) -> list[R | None]:
        """The rows of these keys, each a row or None; what is not held is fetched in one set."""
        shelf = self._readable(row)
        if (
            ((), ()) not in shelf.complete
            and len(keys) >= SET_FROM
            and self.count(row) <= len(keys)
        ):
            self._complete(shelf, ((), ()))  # fewer rows than questions
        if ((), ()) not in shelf.complete:
            unknown = {key for key in keys if key not in shelf.rows and key not in shelf.absent}
            if unknown:
                shelf.hold(self._connection.fetch(row, sorted(map(order_of, unknown))))
                shelf.absent.update(unknown.difference(shelf.rows))
        return super().get_many(row, keys)

    def count(self, row: type[R], **equals: Scalar) -> int:
        """How many rows `find` would give; with no condition, all of them."""
        search = self._search(row, equals)
        if self._is_held(row, search):
            return super().count(row, **equals)
        return self._ask(row, search, count_where(row, search[0]))

    def total(self, row: type[R], name: str, **equals: Scalar) -> int:
        """The sum of one whole-number field over the rows that `find` would give."""
        search = self._search(row, equals)
        if self._is_held(row, search):
            return super().total(row, name, **equals)
        return self._ask(row, search, total_where(row, name, search[0]))

    def add(self, row: Row) -> None:
        """Write a row that is new; if its key is taken after all, `flush` fails."""
        shelf = self._shelf(type(row))
        if shelf.kind.HISTORY:
            shelf.history.append(astuple(row))
            return
        key = shelf.key(row)
        assert key not in shelf.rows, f"{shelf.kind.__name__} {key} is not new"
        shelf.put_new(row)

    def put_many(self, row: type[R], columns: Mapping[str, Sequence[Scalar]]) -> None:
        """Write many rows given as columns of equal length, each as `put` would."""
        shelf = self._shelf(row)
        in_order = [columns[name] for name in row.__struct_fields__]
        sizes = {len(column) for column in in_order}
        if len(sizes) != 1:
            raise ValueError(f"columns of {row.__name__} have different lengths: {sorted(sizes)}")
        if row.HISTORY:
            shelf.history.extend(zip(*in_order, strict=True))
        else:
            shelf.put_columns(in_order)

    def move_many(
        self,
        row: type[R],
        history: type[Row],
        *,
        same: Mapping[str, Scalar],
        columns: Mapping[str, Sequence[Scalar]],
    ) -> None:
        """Write many rows, each with the history row that tells why.

        A large set goes straight to the tables, where its guards see it whole, and is not held.
        """
        ledger = next(
            (one for one in LEDGERS if (one.accounts, one.postings) == (row, history)), None
        )
        size = len(next(iter(columns.values())))
        if ledger is None or not ledger.varies or size < SET_FROM:
            super().move_many(row, history, same=same, columns=columns)
            return
        for kind in (row, history):
            self._write(self._shelf(kind))
        written = select_some(history, ledger.set_key, ledger.set_key) + " LIMIT 1"
        named = [same[name] for name in ledger.set_key]
        if self._connection.execute(written, named).fetchone() is not None:
            # A set enters once; what its entry moves beside it is watched row by row.
            super().move_many(row, history, same=same, columns=columns)
            return
        for kind in (row, history):
            del self._shelves[kind]
        assert self._connection.in_transaction, "rows are written only where an entry is sealed"
        names = (*ledger.varies, ledger.amount, ledger.balance)
        self._connection.move(ledger, same, [columns[name] for name in names])

    def columns(
        self, row: type[R], names: Sequence[str], **equals: Scalar
    ) -> dict[str, list[Scalar]]:
        """The rows that `find` would give, as columns; what is not held yet is not held after."""
        shelf, search = self._readable(row), self._search(row, equals)
        if shelf.is_complete(search):
            return super().columns(row, names, **equals)
        self._write(shelf)
        # What all rows have in common need not be sorted by, nor fetched for it.
        by = [name for name in row.KEY if name not in equals]
        fields = tuple(dict.fromkeys((*by, *names)))
        found = list(self._connection.execute(select_some(row, fields, search[0]), search[1]))
        if by:
            found.sort(key=itemgetter(*range(len(by))))
        return {name: list(map(itemgetter(fields.index(name)), found)) for name in names}

    def rows(self, row: type[R]) -> list[R]:
        """All rows of one type in order of key: for comparing stores, never for a rule.

        History is given too, though these books hold none of it.
        """
        if row.HISTORY:
            shelf = self._shelf(row)
            values = [*self._connection.execute(select_where(row, ())), *shelf.history]
            return sorted((row(*one) for one in values), key=lambda one: order_of(shelf.key(one)))
        self._complete(self._shelf(row), ((), ()))
        return super().rows(row)

    def _shelf(self, row: type[Row]) -> TableShelf:
        shelf = self._shelves.get(row)
        if shelf is None:
            shelf = self._shelves[row] = TableShelf(row)
        return shelf

    def _readable(self, row: type[Row]) -> TableShelf:
        return cast("TableShelf", super()._readable(row))

    def _found(self, row: type[Row], equals: Mapping[str, Scalar]) -> dict[Key, Any]:
        self._complete(self._readable(row), self._search(row, equals))
        return super()._found(row, equals)

    def _search(self, row: type[Row], equals: Mapping[str, Scalar]) -> Search:
        names = index_names(row, equals) if equals else ()
        return names, tuple(equals[name] for name in names)

    def _complete(self, shelf: TableShelf, search: Search) -> None:
        """Hold every row that a search would find."""
        if not shelf.is_complete(search):
            names, values = search
            shelf.hold(self._connection.execute(select_where(shelf.kind, names), values))
            shelf.complete.add(search)

    def _is_held(self, row: type[Row], search: Search) -> bool:
        """Whether to count in memory rather than in the database.

        What is asked for a second time is fetched: in a batch of acts one question returns again
        and again, and would flush each time. A whole table is never fetched for its number.
        """
        shelf = self._readable(row)
        if search in shelf.asked:
            self._complete(shelf, search)
        return shelf.is_complete(search)

    def _ask(self, row: type[Row], search: Search, sql: str) -> int:
        """Let the database count or sum, after it has been told what is pending."""
        shelf = self._shelf(row)
        self._write(shelf)
        if search[0]:
            shelf.asked.add(search)
        found = self._connection.execute(sql, search[1]).fetchone()
        assert found is not None, "a number has one row"
        return int(found[0])

    def _write(self, shelf: TableShelf) -> None:
        """Write what is pending on one shelf, each table in order of key."""
        if not shelf.is_pending():
            return
        assert self._connection.in_transaction, "rows are written only where an entry is sealed"
        if shelf.gone:
            self._connection.delete(shelf.kind, sorted(map(order_of, shelf.gone)))
            shelf.gone.clear()
        if shelf.new or shelf.history:
            self._connection.insert(shelf.kind, [*shelf.taken(shelf.new), *shelf.history])
        if shelf.changed:
            self._connection.upsert(shelf.kind, shelf.taken(shelf.changed))
        shelf.history.clear()
