"""The rows of the books as lists: what anyone who may read the record can work out of it, and one's own.

Each type of row that is open is a list of its own, with the searches that the row declares; which are open
says `storage/row_pages.py`, for the tables' pages too. Of rows about persons only those about oneself are
given, and of all others none. Nothing is computed here.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

import msgspec

from auzolan.cooperative.rows import ROWS
from auzolan.foundation.books import Row, Scalar
from auzolan.foundation.tables import column_kinds
from auzolan.house.doing import Showing, Who
from auzolan.house.storage.reader import Reader
from auzolan.house.storage.row_pages import name_of, public_rows
from auzolan.house.storage.schema import stored_key

OPEN, OWN = "read:rows", "read:own_rows"
OF_WHOM = "member"


@lru_cache(maxsize=1)
def row_showings() -> tuple[Showing, ...]:
    """A list for each type of row that may be given out."""
    return tuple(_showing(row) for row in ROWS if _is_open(row) or _is_of_somebody(row))


def _is_open(row: type[Row]) -> bool:
    """Whether everybody who may read the record gets all of these rows, as the tables' pages do."""
    return name_of(row) in public_rows()


def _is_of_somebody(row: type[Row]) -> bool:
    return OF_WHOM in row.__struct_fields__


def _showing(row: type[Row]) -> Showing:
    searched = _searched(row)
    return Showing(
        f"rows.{name_of(row)}", f"rows/{name_of(row)}", row,
        partial(_open if _is_open(row) else _own, row), key=stored_key(row),
        asks=_asks(row, searched) if searched else None, seeks=True,
        action=OPEN if _is_open(row) else OWN,
    )  # fmt: skip


def _searched(row: type[Row]) -> tuple[str, ...]:
    """The fields that may be searched by, each in an index or first in the key."""
    indexed = {names[0] for names in row.INDEXES} | {stored_key(row)[0]}
    indexed |= {name for names in row.INDEXES for name in names}
    if not _is_open(row):
        indexed.discard(OF_WHOM)
    return tuple(name for name in row.__struct_fields__ if name in indexed)


def _asks(row: type[Row], names: tuple[str, ...]) -> type[msgspec.Struct]:
    kinds = column_kinds(row)
    fields: list[Any] = [(name, kinds[name] | msgspec.UnsetType, msgspec.UNSET) for name in names]
    return msgspec.defstruct(
        f"{row.__name__}Search", fields, frozen=True, forbid_unknown_fields=True, kw_only=True
    )


def _open(
    row: type[Row], reader: Reader, who: Who, *, after: tuple[Scalar, ...], limit: int,
    asked: msgspec.Struct | None = None,
) -> list[Row]:  # fmt: skip
    return reader.page(row, _wanted(asked), after, limit)


def _own(
    row: type[Row], reader: Reader, who: Who, *, after: tuple[Scalar, ...], limit: int,
    asked: msgspec.Struct | None = None,
) -> list[Row]:  # fmt: skip
    if not who.member:
        return []
    return reader.page(row, {**_wanted(asked), OF_WHOM: who.member}, after, limit)


def _wanted(asked: msgspec.Struct | None) -> dict[str, Scalar]:
    if asked is None:
        return {}
    found = msgspec.structs.asdict(asked)
    return {name: value for name, value in found.items() if value is not msgspec.UNSET}
