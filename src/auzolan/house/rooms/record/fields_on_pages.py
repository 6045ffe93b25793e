"""An act or a fact as rows for a page: each field with its value and what sort of value it is.

Restricted and sealed fields stay closed: what stands in the entry is their commitment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

from auzolan.charter.articles import Change, Charter
from auzolan.foundation.moments import MOMENT_MAX
from auzolan.labour.statements.acts import (
    CommentAnswered,
    Commented,
    CommentOnStatement,
    LabourFigures,
    PublishStatement,
    StatementPublished,
)
from auzolan.record.annexes import AnnexRef
from auzolan.record.fields import field_classes
from auzolan.treasury.ledger.posting import Leg

_DIGEST_DIGITS = 64
_ABOUT_LABOUR = (
    PublishStatement, CommentOnStatement, StatementPublished, Commented, CommentAnswered,
)  # fmt: skip
"""Acts and facts whose `statement` has a page; one of consent has none."""
_SORTS = {
    "member": "member", "holder": "member", "by": "member",
    "proposal": "proposal", "entry": "entry", "operation": "operation", "purpose": "purpose",
    "ends_at": "moment", "from_at": "moment", "until_at": "moment",
    "retrain_by": "moment", "erase_by": "moment", "floor_cents_hour": "money", "cents": "money",
}  # fmt: skip
_SORTS_OF_TEXT = frozenset({"member", "holder", "by", "proposal", "operation", "purpose"})
_SORTS_IN_LINES = {
    "waterfall.name": "line", "waterfall.clause": "clause", "waterfall.account": "account",
    "pools.basis": "pool", "borne.bearer": "choice",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldOnPage:
    """One field.

    Attributes:
        name: its name in the record.
        sort: how to write the value: `text`, `number`, `money`, `percent`, `moment`, `forever`, `never`, `digest`,

            `member`, `proposal`, `entry`, `operation`, `purpose`, `purposes`, `yesno`, `annex`,
            `charter`, `seats`, `balance`, `lines`, `line`, `pool`, `clause`, `account`,
            `choice`, `impact`, `sealed`, `restricted` or `erased`.
        value: the value; a commitment where the field is closed.
        gone: the entry that erased it, None where it was not.
        is_clause: whether the name is a clause of the house rules.
    """

    name: str
    sort: str
    value: object
    gone: int | None = None
    is_clause: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Several things of one shape, as the rows of a table; a column of nothing is left out."""

    rows: tuple[tuple[FieldOnPage, ...], ...]


def fields_on_page(
    struct: msgspec.Struct, erased: Mapping[str, int] | None = None
) -> list[FieldOnPage]:
    """The fields of an act or a fact, in the order of their declaration.

    Args:
        struct: the act or fact as it was published.
        erased: sealed fields that were erased, with the entry that did it.
    """
    classes = field_classes(type(struct))
    gone = erased or {}
    found: list[FieldOnPage] = []
    for name in struct.__struct_fields__:
        value = getattr(struct, name)
        if name in classes.sealed:
            sort = "erased" if name in gone else "sealed"
            found.append(FieldOnPage(name, sort, value, gone.get(name)))
        elif name == "statement" and isinstance(struct, _ABOUT_LABOUR):
            found.append(FieldOnPage(name, "impact", value))
        elif name in classes.restricted:
            found.append(FieldOnPage(name, "restricted", value))
        else:
            found.extend(_open(name, value))
    return found


def _open(name: str, value: object) -> Iterator[FieldOnPage]:
    if isinstance(value, AnnexRef):
        yield FieldOnPage(name, "annex", value)
    elif isinstance(value, Charter):
        yield FieldOnPage(name, "charter", value)
    elif isinstance(value, LabourFigures):
        return  # they have a page of their own, which says what each of them means
    elif isinstance(value, Change):
        yield FieldOnPage(value.clause, _sort(value.clause, value.value), value.value, None, True)
    elif isinstance(value, msgspec.Struct):
        for inner in value.__struct_fields__:
            yield from _open(inner, getattr(value, inner))
    elif isinstance(value, tuple):
        yield from _several(name, value)
    elif value not in {"", None}:
        yield FieldOnPage(name, _sort(name, value), value)


def _several(name: str, values: tuple[object, ...]) -> Iterator[FieldOnPage]:
    if name == "purposes":
        yield FieldOnPage(name, "purposes", values)
    elif name == "seats":
        yield FieldOnPage(name, "seats", values)
    elif name == "trial_balance":
        yield FieldOnPage(name, "balance", values)
    elif name == "legs":
        legs = tuple((leg.account, leg.amount) for leg in values if isinstance(leg, Leg))
        yield FieldOnPage(name, "balance", legs)
    elif _is_table(values):
        yield FieldOnPage(name, "lines", _lines(name, values))
    else:
        for value in values:
            yield from _open(name, value)


def _is_table(values: tuple[object, ...]) -> bool:
    """Whether there are several things of one shape, each with more than one plain value."""
    shapes = {type(value) for value in values}
    if len(shapes) != 1:
        return False
    (shape,) = shapes
    if not issubclass(shape, msgspec.Struct) or shape in {Change, AnnexRef}:
        return False
    inner = [getattr(value, name) for value in values for name in shape.__struct_fields__]
    return all(isinstance(one, str | int | None) for one in inner)


def _lines(name: str, values: tuple[object, ...]) -> Lines:
    told = [
        column for column in type(values[0]).__struct_fields__  # type: ignore[attr-defined]
        if any(getattr(value, column) not in {"", None, 0} for value in values)
    ]  # fmt: skip
    return Lines(tuple(tuple(_cell(name, column, value) for column in told) for value in values))


def _cell(name: str, column: str, value: object) -> FieldOnPage:
    whole, said = f"{name}.{column}", getattr(value, column)
    return FieldOnPage(whole, _SORTS_IN_LINES.get(whole) or _sort(column, said), said)


def _sort(name: str, value: object) -> str:
    """How to write a value; by its own type first, then by its name."""
    if isinstance(value, bool):
        return "yesno"
    if isinstance(value, int):
        return _sort_of_number(name, value)
    if name in _SORTS_OF_TEXT:
        return _SORTS[name]
    if isinstance(value, str) and len(value) >= _DIGEST_DIGITS:
        return "digest"
    return "text"


def _sort_of_number(name: str, value: int) -> str:
    if name.endswith("_cents"):
        return "money"
    if name.endswith("_bp"):
        return "percent"
    sort = _SORTS.get(name, "number")
    if sort == "moment" and not 0 < value <= MOMENT_MAX:
        return "forever" if value else "never"
    return sort
