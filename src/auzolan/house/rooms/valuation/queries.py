"""Reading what data is worth: the figures as they lie in the restricted annex of a valuation."""

from __future__ import annotations

import msgspec

from auzolan.foundation.books import Scalar
from auzolan.house.storage.annex_files import kept_annex
from auzolan.house.storage.reader import Reader
from auzolan.record.annexes import Annex, ref_from_text
from auzolan.valuation.state import Valuation


class ValuationLine(msgspec.Struct, frozen=True):
    """One valuation; `rechecked_by` is empty until somebody else has computed it again."""

    valuation: str
    model: str
    snapshot: str
    by: str
    rechecked_by: str
    recipe: str
    entry: int


class ValueLine(msgspec.Struct, frozen=True):
    """What a member's rows are worth to the model, with the likely range; scaled by 10^9."""

    member: str
    value_e9: int
    low_e9: int
    high_e9: int
    rows: int


class ValuationPage(msgspec.Struct, frozen=True):
    """One valuation with the figures of each member."""

    valuation: str
    model: str
    snapshot: str
    by: str
    rechecked_by: str
    recipe: str
    entry: int
    lines: tuple[ValueLine, ...]


def valuation_lines(reader: Reader) -> list[ValuationLine]:
    """All valuations in order of id."""
    return [_line(row) for row in reader.rows(Valuation)]


def valuation_page(reader: Reader, valuation: str) -> ValuationPage | None:
    """One valuation with its figures, or None where there is none of this id."""
    row = reader.get(Valuation, valuation)
    if row is None:
        return None
    return ValuationPage(
        row.valuation, row.model, row.snapshot, row.by, row.rechecked_by, row.recipe, row.entry,
        value_lines(reader, row),
    )  # fmt: skip


def value_lines(reader: Reader, row: Valuation) -> tuple[ValueLine, ...]:
    """The figures of a valuation, in order of member."""
    annex = annex_of(reader, row.lines)
    columns = [annex.column(name) for name in ValueLine.__struct_fields__]
    made = [_value_line(values) for values in zip(*columns, strict=True)]
    return tuple(sorted(made, key=lambda line: line.member))


def value_line_of(reader: Reader, row: Valuation, member: str) -> ValueLine | None:
    """One member's figures of a valuation, or None where she has none; nobody else's are read out."""
    annex = annex_of(reader, row.lines)
    members = list(annex.column("member"))
    if member not in members:
        return None
    place = members.index(member)
    return _value_line(
        tuple(annex.column(name)[place] for name in ValueLine.__struct_fields__)
    )  # fmt: skip


def annex_of(reader: Reader, ref: str) -> Annex:
    """The annex that a row names by the text of its reference, checked against it.

    Raises:
        ValueError: the file is missing, or not what the record says.
    """
    try:
        return kept_annex(reader.folder, ref_from_text(ref))
    except ValueError as fault:
        raise ValueError(f"{fault}. Run auzolan verify before trusting a figure.") from fault


def _line(row: Valuation) -> ValuationLine:
    return ValuationLine(
        row.valuation, row.model, row.snapshot, row.by, row.rechecked_by, row.recipe, row.entry
    )


def _value_line(values: tuple[Scalar, ...]) -> ValueLine:
    member, value, low, high, rows = values
    return ValueLine(str(member), int(value), int(low), int(high), int(rows))
