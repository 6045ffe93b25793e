"""Consent as columns: one request decided for a million people at once.

Statements of `policies` become arrays sorted by unit, where a unit is whatever has one policy: a
batch or a member. A decision is a set of reason bits for each unit, the same reasons that
`policies.decide` gives. What it means for rows is in `row_checks`. Reads no file, and knows
neither who a unit is nor whose statement it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from auzolan.consent.interned import Flags, Interned, interned
from auzolan.consent.policies import Effect, Request, Stated, unknown_terms
from auzolan.consent.taxonomy import (
    TAXONOMIES,
    TAXONOMY,
    Taxonomy,
    end_use_bit,
    end_uses_below,
    operation_bit,
    operations_below,
)
from auzolan.foundation.canonical import INTEGER_MAX

NEVER = 2**63 - 1
"""The end of a statement that does not end, and the lifting of one that was not taken back."""

PERMIT, PROHIBIT, WITHDRAW = 0, 1, 2
EFFECTS = MappingProxyType(
    {Effect.PERMIT: PERMIT, Effect.PROHIBIT: PROHIBIT, Effect.WITHDRAW: WITHDRAW}
)

REASONS = (
    "not_yet", "expired", "party", "territory", "model_class", "price", "credit", "not_permitted",
    "prohibited", "withdrawn", "unknown.operation", "unknown.end_use", "unknown.taxonomy",
)  # fmt: skip
"""What the bits of a decision mean, from the lowest; no bit means that it is allowed."""

BIT = MappingProxyType({reason: 1 << place for place, reason in enumerate(REASONS)})

_MISSES = BIT["not_permitted"] - 1
_WHEN_AND_WHO = np.uint16(_MISSES & ~(BIT["price"] | BIT["credit"]))
# While a unit's statements are put together, this bit says that a permission holds. The bit of
# `not_permitted` is free for it: only the absence of any permission gives that reason.
_HOLDS = BIT["not_permitted"]
_UNKNOWN = BIT["unknown.operation"] | BIT["unknown.end_use"] | BIT["unknown.taxonomy"]
_ALL_BITS = -1
Bits = NDArray[np.uint16]
Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class StatementColumns:
    """Statements as arrays of one length, sorted by unit.

    Attributes:
        unit: what is decided about, from 0, never falling.
        effect: `PERMIT`, `PROHIBIT` or `WITHDRAW`.
        unknown: reason bits of terms that no taxonomy knows; any denies the whole unit.
        operations: bits of the operations that are meant; all bits for a withdrawal.
        end_uses: bits of the end uses, likewise.
        begins: the first moment at which it holds, milliseconds since 1970, UTC.
        ends: the first at which it no longer holds, `NEVER` where it has no end.
        stated_at: the first moment at which it was known.
        lifted_at: the first at which it was taken back, `NEVER` where it was not.
        party: which set of `parties` it is limited to, 0 for no limit.
        territory: likewise.
        model_class: likewise.
        price_floor_micro: the least price of a permission, millionths.
        credit: a permission only for who names the people.
        parties: the sets.
        territories: the sets.
        model_classes: the sets.
    """

    unit: Int32
    effect: NDArray[np.uint8]
    unknown: Bits
    operations: Int64
    end_uses: Int64
    begins: Int64
    ends: Int64
    stated_at: Int64
    lifted_at: Int64
    party: Int32
    territory: Int32
    model_class: Int32
    price_floor_micro: Int64
    credit: Flags
    parties: Interned
    territories: Interned
    model_classes: Interned

    def __post_init__(self) -> None:
        """Check lengths, order, and that every number means something.

        Raises:
            ValueError: otherwise; the text says which column.
        """
        for name, kind in COLUMN_TYPES.items():
            found = getattr(self, name)
            if found.dtype != kind or found.shape != self.unit.shape:
                raise ValueError(f"{name} must be {kind} of shape {self.unit.shape}")
        if len(self.unit) == 0:
            return
        if self.unit[0] < 0 or np.any(self.unit[1:] < self.unit[:-1]):
            raise ValueError("unit must be sorted and not below 0")
        if self.effect.max() > WITHDRAW:
            raise ValueError("effect must be 0, 1 or 2")
        if np.any(self.unknown & ~np.uint16(_UNKNOWN)):
            raise ValueError("unknown must hold bits of unknown terms alone")
        for name, among in _limits(self).items():
            numbers = getattr(self, name)
            if numbers.min() < 0 or numbers.max() > len(among.sets):
                raise ValueError(f"{name} must be 0 to {len(among.sets)}")


COLUMN_TYPES: Mapping[str, np.dtype[np.generic]] = MappingProxyType(
    {
        "unit": np.dtype(np.int32), "effect": np.dtype(np.uint8), "unknown": np.dtype(np.uint16),
        **dict.fromkeys(
            ("operations", "end_uses", "begins", "ends", "stated_at", "lifted_at"),
            np.dtype(np.int64),
        ),
        **dict.fromkeys(("party", "territory", "model_class"), np.dtype(np.int32)),
        "price_floor_micro": np.dtype(np.int64), "credit": np.dtype(np.bool_),
    }
)  # fmt: skip
"""The arrays of `StatementColumns` by name, in their order."""

assert [field.name for field in fields(StatementColumns)][:-3] == [*COLUMN_TYPES]


def compile_statements(
    stated: Iterable[tuple[int, Stated]], *, shown: Mapping[int, Taxonomy] = TAXONOMIES
) -> StatementColumns:
    """Write statements as columns.

    Args:
        stated: pairs of unit, from 0, and statement; in any order.
        shown: all versions of the taxonomy; prohibitions mean what the newest has.
    Returns:
        The columns, valid for requests in any of these versions.
    Raises:
        ValueError: a unit, moment or price is beyond what a column holds.
    """
    newest = max(shown)
    numbers = tuple(_Numbers() for _ in range(3))
    rows = sorted(
        (_row(unit, one, numbers, newest, shown) for unit, one in stated), key=lambda row: row[0]
    )
    columns = zip(*rows, strict=True) if rows else [()] * len(COLUMN_TYPES)
    try:
        arrays = {
            name: np.array(column, dtype=kind)
            for (name, kind), column in zip(COLUMN_TYPES.items(), columns, strict=True)
        }
    except OverflowError as fault:
        raise ValueError("a unit, a moment or a price is beyond what a column holds") from fault
    parties, territories, model_classes = (interned(one.sets) for one in numbers)
    return StatementColumns(
        **arrays, parties=parties, territories=territories, model_classes=model_classes
    )


class _Numbers:
    """Gives each set of names a number, 0 for none."""

    def __init__(self) -> None:
        self.sets: dict[tuple[str, ...], int] = {}

    def of(self, names: tuple[str, ...] | None) -> int:
        if names is None:
            return 0
        return self.sets.setdefault(tuple(sorted(set(names))), len(self.sets) + 1)


def _row(
    unit: int,
    stated: Stated,
    numbers: tuple[_Numbers, ...],
    newest: int,
    shown: Mapping[int, Taxonomy],
) -> tuple[int, ...]:
    one = stated.statement
    version = one.taxonomy if one.effect == Effect.PERMIT else newest
    everything = one.effect == Effect.WITHDRAW
    return (
        unit, EFFECTS[one.effect], sum(BIT[name] for name in unknown_terms(one, shown)),
        _ALL_BITS if everything else operations_below(one.operation, version, shown),
        _ALL_BITS if everything else end_uses_below(one.end_use, version, shown),
        one.begins, NEVER if one.ends is None else one.ends,
        stated.stated_at, NEVER if stated.lifted_at is None else stated.lifted_at,
        *(number.of(names) for number, names in
          zip(numbers, (one.party, one.territory, one.model_class), strict=True)),
        one.price_floor_micro, one.credit,
    )  # fmt: skip


def decide_units(
    columns: StatementColumns,
    request: Request,
    n_units: int,
    *,
    as_of: int,
    taxonomy: Taxonomy = TAXONOMY,
) -> Bits:
    """Decide one request for every unit.

    Only statements that name the operation and the end use are looked at, and each adds bits to
    its unit; a table of all combinations then says which reasons count.

    Args:
        columns: from `compile_statements`.
        request: with terms of `taxonomy`.
        n_units: how many units there are.
        as_of: statements known at this moment count, milliseconds since 1970, UTC.
        taxonomy: the version in which the request is written.
    Returns:
        Reason bits of shape `(n_units,)`, 0 where it is allowed.
    Raises:
        ValueError: a statement is of a unit beyond `n_units`, or a number is too large.
    """
    check_question(request, as_of)
    if len(columns.unit) and columns.unit[-1] >= n_units:
        raise ValueError(f"a statement is of unit {columns.unit[-1]} of {n_units}")
    state = np.zeros(n_units, dtype=np.uint16)
    places = _places(columns, request, as_of)
    if len(places):
        units = columns.unit[places]
        begins = np.flatnonzero(np.concatenate(([True], units[1:] != units[:-1])))
        state[units[begins]] = np.bitwise_or.reduceat(_found(columns, request, places), begins)
    unknown = request_bits(request, taxonomy)
    if unknown:
        state |= np.uint16(unknown)
    return RESOLVED[state]


def check_question(request: Request, as_of: int) -> None:
    """Refuse numbers that a column could not be compared with.

    Raises:
        ValueError: a moment or the price is beyond 2^53 - 1.
    """
    if max(abs(request.at), abs(as_of), abs(request.price_micro or 0)) > INTEGER_MAX:
        raise ValueError(f"moments and prices are at most {INTEGER_MAX}")


def request_bits(request: Request, taxonomy: Taxonomy) -> int:
    """What of a request its taxonomy does not know, as reason bits."""
    bits = 0 if request.operation in taxonomy.operations else BIT["unknown.operation"]
    return bits if request.end_use in taxonomy.end_uses else bits | BIT["unknown.end_use"]


def reasons_of(bits: int) -> tuple[str, ...]:
    """The reasons that bits stand for, in order of name; none where it is allowed."""
    return tuple(sorted(reason for reason, bit in BIT.items() if bits & bit))


def _places(columns: StatementColumns, request: Request, as_of: int) -> Int64:
    """Where statements stand that were known, and are about the request or deny everything."""
    about = (columns.operations & operation_bit(request.operation)) != 0
    about &= (columns.end_uses & end_use_bit(request.end_use)) != 0
    about |= columns.unknown != 0
    about &= columns.stated_at <= as_of
    about &= columns.lifted_at > as_of
    return np.flatnonzero(about)


def _found(columns: StatementColumns, request: Request, places: Int64) -> Bits:
    """What each of these statements adds to its unit."""
    missed = _missed(columns, request, places)
    added = missed.copy()
    added[missed == 0] = _HOLDS
    denying = np.flatnonzero(columns.effect[places] != PERMIT)
    withdraws = columns.effect[places[denying]] == WITHDRAW
    code = np.where(withdraws, np.uint16(BIT["withdrawn"]), np.uint16(BIT["prohibited"]))
    # A price that is too low, or a name left out, lifts no prohibition.
    added[denying] = np.where((missed[denying] & _WHEN_AND_WHO) == 0, code, np.uint16(0))
    unknown = columns.unknown[places]
    denied = np.flatnonzero(unknown)
    added[denied] = unknown[denied]
    return added


def _missed(columns: StatementColumns, request: Request, places: Int64) -> Bits:
    """Why each statement does not hold for the request, were it a permission."""
    missed = np.zeros(len(places), dtype=np.uint16)
    _note(missed, columns.begins[places] > request.at, "not_yet")
    _note(missed, columns.ends[places] <= request.at, "expired")
    for name, among in _limits(columns).items():
        met = among.matching(getattr(request, name))
        if not met.all():
            _note(missed, ~met[getattr(columns, name)[places]], name)
    if request.price_micro is not None:
        _note(missed, columns.price_floor_micro[places] > request.price_micro, "price")
    if not request.credit:
        _note(missed, columns.credit[places], "credit")
    return missed


def _note(missed: Bits, flags: Flags, reason: str) -> None:
    missed |= flags.astype(np.uint16) * np.uint16(BIT[reason])


def _limits(columns: StatementColumns) -> Mapping[str, Interned]:
    return {
        "party": columns.parties,
        "territory": columns.territories,
        "model_class": columns.model_classes,
    }


def _resolved(state: int) -> int:
    """The reasons that count, of all that a unit's statements added."""
    if state & _UNKNOWN:
        return state & _UNKNOWN
    for reason in ("withdrawn", "prohibited"):
        if state & BIT[reason]:
            return BIT[reason]
    if state & _HOLDS:
        return 0
    return state & _MISSES or BIT["not_permitted"]


RESOLVED = np.array([_resolved(state) for state in range(1 << len(REASONS))], dtype=np.uint16)
"""The decision for each combination of bits that statements can add to a unit."""
