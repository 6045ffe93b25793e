"""Rows under a decision: which may be used, and how many were refused for which reason.

A row takes the decision of its unit, by a lookup for each row. Decides nothing itself and holds no
row: an array of units is all that it sees.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from auzolan.consent.columns import RESOLVED, Bits, Int32, Int64, reasons_of
from auzolan.consent.interned import Flags

# Rows are taken in pieces that stay in the cache: numpy widens 32-bit places before it takes.
_AT_ONCE = 1 << 16


@dataclass(frozen=True, slots=True)
class Check:
    """What a decision means for rows.

    Attributes:
        rows: how many were asked about.
        allowed: how many may be used.
        refused: for each reason how many rows it refused; a row with two reasons is in both.
        mask: which rows may be used, in their order.
    """

    rows: int
    allowed: int
    refused: Mapping[str, int]
    mask: Flags


@dataclass(frozen=True, slots=True)
class Kinds:
    """The decisions that occur, numbered; 0 is that it is allowed.

    Attributes:
        bits: the reason bits of each number, of shape `(n_kinds,)`.
        of_unit: the number of each unit's decision, of shape `(n_units,)`.
    """

    bits: Bits
    of_unit: Bits


def kinds_of(decided: Bits) -> Kinds:
    """Number the decisions that occur, so that rows can be counted by them.

    Args:
        decided: from `decide_units`.
    """
    occurs = np.bincount(decided, minlength=len(RESOLVED)) > 0
    occurs[0] = True
    number = np.cumsum(occurs, dtype=np.uint16) - np.uint16(1)
    return Kinds(np.flatnonzero(occurs).astype(np.uint16), number[decided])


def check_rows(unit_of_row: Int32, decided: Bits) -> Check:
    """Give every row the decision of its unit.

    Args:
        unit_of_row: of shape `(n_rows,)`, each 0 to `len(decided) - 1`.
        decided: from `decide_units`.
    Raises:
        ValueError: a row is of no unit, or the array is of another type.
    """
    kinds = kinds_of(decided)
    mask, rows_of_kind = sort_rows(unit_of_row, kinds)
    return check_of(kinds, rows_of_kind, mask)


def sort_rows(unit_of_row: Int32, kinds: Kinds) -> tuple[Flags, Int64]:
    """Which rows may be used, and how many have each kind of decision; see `check_rows`."""
    if unit_of_row.dtype != np.int32 or unit_of_row.ndim != 1:
        raise ValueError("the units of rows must be one int32 for each row")
    # Seen without a sign, a number below 0 is above every unit.
    if len(unit_of_row) and unit_of_row.view(np.uint32).max() >= len(kinds.of_unit):
        raise ValueError(f"a row is of no unit; there are {len(kinds.of_unit)}")
    mask = np.empty(len(unit_of_row), dtype=np.bool_)
    rows_of_kind = np.zeros(len(kinds.bits), dtype=np.int64)
    for start in range(0, len(unit_of_row), _AT_ONCE):
        piece = slice(start, start + _AT_ONCE)
        found = kinds.of_unit.take(unit_of_row[piece])
        np.equal(found, 0, out=mask[piece])
        rows_of_kind += np.bincount(found, minlength=len(kinds.bits))
    return mask, rows_of_kind


def check_of(kinds: Kinds, rows_of_kind: Int64, mask: Flags) -> Check:
    """Say of counted rows how many were refused and why.

    Args:
        kinds: from `kinds_of`.
        rows_of_kind: how many rows have each, of shape `(n_kinds,)`.
        mask: which rows may be used; empty where only counts are asked.
    """
    refused: dict[str, int] = {}
    for bits, rows in zip(kinds.bits.tolist(), rows_of_kind.tolist(), strict=True):
        for reason in reasons_of(bits) if rows else ():
            refused[reason] = refused.get(reason, 0) + rows
    return Check(int(rows_of_kind.sum()), int(rows_of_kind[0]), dict(sorted(refused.items())), mask)
