"""Books: the state of a co-operative as rows, and the narrow port through which rules read it.

`MemoryBooks` serves replay, the auditor and tests; the house has a twin that keeps the same rows
in tables. Books hold no rule and check no right: `add` and `put` write what they are given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, ClassVar, Protocol, TypeVar, cast

import msgspec

Scalar = int | str
Key = Scalar | tuple[Scalar, ...]


class NotDisclosed(Exception):
    """A rule asked for what this level of checking cannot see: restricted rows or lines."""


class Row(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """One line of a room's state. Fields are whole numbers, texts or booleans.

    Class attributes:
        KEY: the fields that name the row, unique together.
        INDEXES: the combinations of fields that rules may search by; of history, that pages do.
        HISTORY: written once and read by no rule; replay checks such rows without keeping them.
        RESTRICTED: holds a person's amounts, hours or values; unknown to the public.
    """

    KEY: ClassVar[tuple[str, ...]] = ()
    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = ()
    HISTORY: ClassVar[bool] = False
    RESTRICTED: ClassVar[bool] = False


R = TypeVar("R", bound=Row)


class Books(Protocol):
    """What a rule may ask of the state, and what `apply_*` may write into it."""

    def get(self, row: type[R], key: Key) -> R | None:
        """The row of this key, or None."""

    def get_many(self, row: type[R], keys: Sequence[Key]) -> list[R | None]:
        """The rows of these keys, each a row or None, in the order of the keys."""

    def find(self, row: type[R], **equals: Scalar) -> list[R]:
        """The rows whose declared index equals these values, in order of key."""

    def count(self, row: type[R], **equals: Scalar) -> int:
        """How many rows `find` would give; with no condition, all of them."""

    def total(self, row: type[R], name: str, **equals: Scalar) -> int:
        """The sum of one whole-number field over the rows that `find` would give."""

    def columns(
        self, row: type[R], names: Sequence[str], **equals: Scalar
    ) -> dict[str, list[Scalar]]:
        """The rows that `find` would give, as columns, in order of key."""

    def add(self, row: Row) -> None:
        """Write a row that is new; the caller has seen to it that its key is free."""

    def put(self, row: Row) -> None:
        """Write a row whole, new or in the place of the one with its key."""

    def put_many(self, row: type[R], columns: Mapping[str, Sequence[Scalar]]) -> None:
        """Write many rows given as columns of equal length, each as `put` would."""

    def move_many(
        self,
        row: type[R],
        history: type[Row],
        *,
        same: Mapping[str, Scalar],
        columns: Mapping[str, Sequence[Scalar]],
    ) -> None:
        """Write many rows, each with the history row that tells why.

        Args:
            row: the rows' type; each is written as `put` would.
            history: the type of the history rows, each written as `add` would.
            same: the fields of both that have one value for all.
            columns: all their other fields, of equal length; no two rows have one key.
        """

    def remove(self, row: type[R], key: Key) -> None:
        """Take a row away; nothing happens where there is none."""


def fields_of(
    row: type[Row], same: Mapping[str, Scalar], columns: Mapping[str, Sequence[Scalar]]
) -> dict[str, Sequence[Scalar]]:
    """The columns of one row type, with what is the same for all written out."""
    size = len(next(iter(columns.values())))
    names = row.__struct_fields__
    return {name: columns[name] if name in columns else [same[name]] * size for name in names}


def key_getter(row: type[Row]) -> Callable[[Row], Key]:
    """The function that reads a row's key: a scalar for one field, a tuple for several."""
    return cast("Callable[[Row], Key]", attrgetter(*row.KEY))


def order_of(key: Key) -> tuple[Scalar, ...]:
    """What keys are sorted by: in Python, by code point, never by a database's collation."""
    return key if isinstance(key, tuple) else (key,)


def in_order(keys: Iterable[Key]) -> list[Key]:
    """The keys of one row type in order; their parts are all numbers or all texts, place by place."""
    return sorted(cast("Iterable[tuple[Scalar, ...]]", keys))


class Shelf:
    """The rows of one type that books hold, and the indexes built over them so far."""

    __slots__ = ("indexes", "key", "kind", "rows")

    def __init__(self, row: type[Row]) -> None:
        self.kind = row
        self.key = key_getter(row)
        self.rows: dict[Key, Any] = {}
        self.indexes: dict[tuple[str, ...], tuple[Callable[[Any], Any], dict[Any, Any]]] = {}

    def index(self, names: tuple[str, ...]) -> dict[Any, dict[Key, Any]]:
        """The index on these fields, built when it is first asked for and kept from then on."""
        found = self.indexes.get(names)
        if found is None:
            pick = cast("Callable[[Any], Any]", attrgetter(*names))
            entries: dict[Any, dict[Key, Any]] = {}
            rows = self.rows.values()
            _index_all(entries, list(map(pick, rows)), self.rows.keys(), rows)
            found = self.indexes[names] = (pick, entries)
        return found[1]

    def put(self, row: Any) -> None:
        """Hold a row in the place of the one with its key."""
        key = self.key(row)
        if self.indexes:
            self._unindex(key)
            for pick, entries in self.indexes.values():
                entries.setdefault(pick(row), {})[key] = row
        self.rows[key] = row

    def put_many(self, rows: Sequence[Any]) -> None:
        """Hold rows in the place of those with their keys."""
        if len(rows) * 4 > len(self.rows):
            for names in [one for one in self.indexes if not self._is_of_key(one)]:
                del self.indexes[names]  # cheaper to build anew, when somebody searches
        if not all(map(self._is_of_key, self.indexes)):
            for row in rows:
                self.put(row)
            return
        keys = list(map(self.key, rows))
        self.rows.update(zip(keys, rows, strict=True))
        for pick, entries in self.indexes.values():
            _index_all(entries, list(map(pick, rows)), keys, rows)

    def _is_of_key(self, names: tuple[str, ...]) -> bool:
        """Whether the key tells where a row stands in an index, so that no row ever moves there."""
        return set(names) <= set(self.kind.KEY)

    def _unindex(self, key: Key) -> None:
        old = self.rows.get(key)
        if old is not None:
            for pick, entries in self.indexes.values():
                del entries[pick(old)][key]

    def remove(self, key: Key) -> None:
        """Hold no row of this key any more."""
        self._unindex(key)
        self.rows.pop(key, None)


def _index_all(
    entries: dict[Any, dict[Key, Any]],
    places: list[Any],
    keys: Iterable[Key],
    rows: Iterable[Any],
) -> None:
    """Take rows into an index; at once where all stand in one place of it."""
    if len(set(places)) == 1:
        entries.setdefault(places[0], {}).update(zip(keys, rows, strict=True))
        return
    for place, key, row in zip(places, keys, rows, strict=True):
        entries.setdefault(place, {})[key] = row


def index_names(row: type[Row], equals: Mapping[str, Scalar]) -> tuple[str, ...]:
    """The declared index that a search uses.

    Raises:
        LookupError: the row type declares no index on exactly these fields; rules never scan.
    """
    return _index_on(row, tuple(equals))


@lru_cache(maxsize=1024)
def _index_on(row: type[Row], asked: tuple[str, ...]) -> tuple[str, ...]:
    for names in row.INDEXES:
        if len(names) == len(asked) and all(name in asked for name in names):
            return names
    raise LookupError(f"{row.__name__} declares no index on {sorted(asked)}")


class MemoryBooks:
    """Books kept in dictionaries, with indexes built at the first search.

    Args:
        disclosed: False for books of the public level: restricted rows are neither kept nor
            read, and asking for one raises `NotDisclosed`.
        on_history: what to do with each history row, which the books themselves do not keep.
        on_histories: the same for many of one type at once; else each goes to `on_history`.
    """

    def __init__(
        self,
        *,
        disclosed: bool = True,
        on_history: Callable[[Row], None] | None = None,
        on_histories: Callable[[Sequence[Row]], None] | None = None,
    ) -> None:
        self._shelves: dict[type[Row], Shelf] = {}
        self._disclosed = disclosed
        self._on_history = on_history
        self._on_histories = on_histories

    def _shelf(self, row: type[Row]) -> Shelf:
        shelf = self._shelves.get(row)
        if shelf is None:
            shelf = self._shelves[row] = Shelf(row)
        return shelf

    def _readable(self, row: type[Row]) -> Shelf:
        assert not row.HISTORY, f"no rule reads history: {row.__name__}"
        if row.RESTRICTED and not self._disclosed:
            raise NotDisclosed(row.__name__)
        return self._shelves.get(row) or self._shelf(row)

    def get(self, row: type[R], key: Key) -> R | None:
        """The row of this key, or None."""
        return cast("R | None", self._readable(row).rows.get(key))

    def get_many(self, row: type[R], keys: Sequence[Key]) -> list[R | None]:
        """The rows of these keys, each a row or None, in the order of the keys."""
        return list(map(self._readable(row).rows.get, keys))

    def find(self, row: type[R], **equals: Scalar) -> list[R]:
        """The rows whose declared index equals these values, in order of key."""
        found = self._found(row, equals)
        ordered = in_order(found)
        # Most often rows came in order; looking a million up again would cost more than this.
        if ordered == list(found):
            return list(found.values())
        return list(map(found.__getitem__, ordered))

    def _found(self, row: type[Row], equals: Mapping[str, Scalar]) -> dict[Key, Any]:
        shelf = self._readable(row)
        names = index_names(row, equals)
        values = tuple(equals[name] for name in names)
        return shelf.index(names).get(values[0] if len(values) == 1 else values, {})

    def count(self, row: type[R], **equals: Scalar) -> int:
        """How many rows `find` would give; with no condition, all of them."""
        return len(self._found(row, equals) if equals else self._readable(row).rows)

    def total(self, row: type[R], name: str, **equals: Scalar) -> int:
        """The sum of one whole-number field over the rows that `find` would give."""
        rows = self._found(row, equals) if equals else self._readable(row).rows
        return sum(map(attrgetter(name), rows.values()))

    def columns(
        self, row: type[R], names: Sequence[str], **equals: Scalar
    ) -> dict[str, list[Scalar]]:
        """The rows that `find` would give, as columns, in order of key."""
        rows = self.find(row, **equals)
        return {name: list(map(attrgetter(name), rows)) for name in names}

    def add(self, row: Row) -> None:
        """Write a row that is new; the caller has seen to it that its key is free."""
        kind = type(row)
        if kind.HISTORY:
            if self._on_history is not None:
                self._on_history(row)
            return
        if kind.RESTRICTED and not self._disclosed:
            return
        shelf = self._shelf(kind)
        assert shelf.key(row) not in shelf.rows, f"{kind.__name__} {shelf.key(row)} is not new"
        shelf.put(row)

    def put(self, row: Row) -> None:
        """Write a row whole, new or in the place of the one with its key."""
        kind = type(row)
        assert not kind.HISTORY, f"history is added, never put: {kind.__name__}"
        if self._disclosed or not kind.RESTRICTED:
            self._shelf(kind).put(row)

    def put_many(self, row: type[R], columns: Mapping[str, Sequence[Scalar]]) -> None:
        """Write many rows given as columns of equal length, each as `put` would."""
        fields = [columns[name] for name in row.__struct_fields__]
        if len(set(map(len, fields))) != 1:
            raise ValueError(f"columns of {row.__name__} have different lengths")
        made = list(map(row, *fields))
        if row.HISTORY and self._on_histories is not None:
            self._on_histories(made)
        elif row.HISTORY:
            for one in made:
                self.add(one)
        elif self._disclosed or not row.RESTRICTED:
            self._shelf(row).put_many(made)

    def move_many(
        self,
        row: type[R],
        history: type[Row],
        *,
        same: Mapping[str, Scalar],
        columns: Mapping[str, Sequence[Scalar]],
    ) -> None:
        """Write many rows, each with the history row that tells why."""
        self.put_many(row, fields_of(row, same, columns))
        self.put_many(history, fields_of(history, same, columns))

    def remove(self, row: type[R], key: Key) -> None:
        """Take a row away; nothing happens where there is none."""
        if self._disclosed or not row.RESTRICTED:
            self._shelf(row).remove(key)

    def rows(self, row: type[R]) -> list[R]:
        """All rows of one type in order of key: for comparing stores, never for a rule."""
        rows = self._shelf(row).rows
        return list(map(rows.__getitem__, in_order(rows)))
