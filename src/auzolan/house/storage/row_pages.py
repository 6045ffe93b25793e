"""Which rows of the books are tables for everybody, and how they are read page by page.

One list for the portal's tables and for the lists of the API. A table for everybody names no person but
in an office, and holds no amount, choice or one-time tag of one. The entries themselves may say more of
a member, under her number; a table that could be sorted by people would say it at a glance.

It reads rows as they stand and works out nothing. A page is found by the key of the row before it, so
that the last page of a million rows takes no longer than the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar

from auzolan.cooperative.rows import ROWS
from auzolan.foundation.books import Row, Scalar
from auzolan.foundation.tables import room_of
from auzolan.house.storage.reader import Reader
from auzolan.house.storage.schema import stored_key

R = TypeVar("R", bound=Row)

ROWS_MAX = 1_000
"""The most rows that one page may hold."""

OF_PERSONS = frozenset({"author", "giver", "guardian", "invited_by", "member", "tag", "viewer"})
"""Fields that say whose a row is: a person's, or that of a tag under which one acts."""

_AUTHORED = frozenset({"assembly.Proposal", "assembly.PetitionRow"})
"""What somebody puts before all members under her number, to be read by them."""

_NOT_SHOWN = frozenset(
    {
        "charter.CharterInForce", "consent.GroupBatch", "consent.PayDue", "consent.ThirdPersons",
        "labour.AppealRow", "labour.WorkSheet", "licensing.ApiKey", "record.SealedField",
    }
)  # fmt: skip
"""What may be about one person without naming her, keys, and rows that other pages show better."""


@lru_cache(maxsize=1)
def public_rows() -> MappingProxyType[str, type[Row]]:
    """The row types that are tables for everybody, by name, in order of name.

    Returns:
        For example `assembly.Poll` with its type.
    """
    named = {name_of(row): row for row in ROWS if _is_for_all(row)}
    return MappingProxyType(dict(sorted(named.items())))


def name_of(row: type[Row]) -> str:
    """What a type of row is called at a door: its room and its name, as `members.Member`."""
    return f"{room_of(row)}.{row.__name__}"


def page_of_rows(
    reader: Reader, row: type[R], after: Sequence[Scalar] = (), *, limit: int, **equals: Scalar
) -> tuple[list[R], bool]:
    """The next rows of a table, in the order of its stored key.

    Args:
        reader: of the books.
        row: a type of `public_rows`.
        after: the stored key of the last row that was seen; empty at the beginning.
        limit: how many at most, 1 to `ROWS_MAX`.
        equals: fields that must have these values.
    Returns:
        The rows, and whether there are more.
    Raises:
        ValueError: the limit is out of range, or the key has another number of parts.
    """
    if not 1 <= limit <= ROWS_MAX:
        raise ValueError(f"a page holds 1 to {ROWS_MAX} rows; got {limit}")
    if after and len(after) != len(stored_key(row)):
        raise ValueError(f"the key of {name_of(row)} has {len(stored_key(row))} parts")
    found = reader.page(row, equals, after, limit + 1)
    return found[:limit], len(found) > limit


def key_of(row: Row) -> tuple[Scalar, ...]:
    """The stored key of a row: what `page_of_rows` begins after."""
    return tuple(getattr(row, name) for name in stored_key(type(row)))


def _is_for_all(row: type[Row]) -> bool:
    name = name_of(row)
    if row.RESTRICTED or name in _NOT_SHOWN:
        return False
    fields = OF_PERSONS - {"author"} if name in _AUTHORED else OF_PERSONS
    return not fields & {*row.__struct_fields__}
