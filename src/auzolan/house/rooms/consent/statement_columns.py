"""The statements in the books as columns, for a request that is decided for all batches at once.

A unit is a batch, or one row of a batch that a statement names by itself. The columns say what was
said; what holds before anybody is asked is worked out beside them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from auzolan.consent.columns import (
    COLUMN_TYPES,
    NEVER,
    PERMIT,
    PROHIBIT,
    WITHDRAW,
    StatementColumns,
)
from auzolan.consent.gate import EVERY_ROW
from auzolan.consent.interned import interned
from auzolan.consent.policies import Request
from auzolan.consent.reach import forbids_part_of, names_against
from auzolan.consent.state import ConsentStatement
from auzolan.consent.taxonomy import (
    TAXONOMY,
    end_use_bit,
    end_uses_below,
    operation_bit,
    operations_below,
)
from auzolan.foundation.books import Books, Scalar
from auzolan.foundation.moments import MOMENT_MAX

_EFFECTS = {"permit": PERMIT, "prohibit": PROHIBIT, "withdraw": WITHDRAW}
_ALL_BITS = -1
_LIMITS = ("party", "territory", "model_class")
_READ = (
    "member", "batch", "place", "effect", "operation", "end_use", "operations", "end_uses", "begins",
    "ends", "stated_at", "lifted_at", "price_floor_micro", "credit", *_LIMITS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """What is decided about by itself.

    Attributes:
        member: whose rows.
        batch: of which batch.
        place: the row's number within it, `EVERY_ROW` for all that no statement names.
        is_of_group: whether a group that has said yes holds the batch: then she need only not
            say no.
    """

    member: str
    batch: str
    place: int = EVERY_ROW
    is_of_group: bool = False


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements about a kind of rows, as columns of equal length.

    Attributes:
        columns: names to values.
        of_member: which lines are a member's.
    """

    columns: dict[str, list[Scalar]]
    of_member: dict[str, list[int]]

    def named_places(self, member: str, batch: str) -> list[int]:
        """The rows of a batch that a statement of its owner names, in order."""
        batches, places = self.columns["batch"], self.columns["place"]
        found = {
            int(places[line])
            for line in self.of_member.get(member, ())
            if batches[line] == batch and places[line] != EVERY_ROW
        }
        return sorted(found)


def read_statements(books: Books, kind: str) -> Statements:
    """All that members ever said about rows of a kind; what groups said is not among it."""
    found: dict[str, list[Scalar]] = {name: [] for name in _READ}
    for chosen in ("", kind):
        for name, column in books.columns(ConsentStatement, _READ, kind=chosen).items():
            found[name].extend(column)
    of_member: dict[str, list[int]] = defaultdict(list)
    for line, member in enumerate(found["member"]):
        if member:
            of_member[str(member)].append(line)
    return Statements(found, dict(of_member))


def columns_of(said: Statements, units: Sequence[Unit], request: Request) -> StatementColumns:
    """The statements that each unit is judged by, as they stand against a request, sorted by unit.

    Args:
        said: from `read_statements`.
        units: in the order of their numbers.
        request: what is asked.
    """
    unit_of_line, lines = _joined(said, units)
    always = [number for number, one in enumerate(units) if one.is_of_group]
    order = np.argsort(np.array(unit_of_line + always, dtype=np.int64), kind="stable")
    taken = [_line(said.columns, line) for line in lines] + [_ALWAYS] * len(always)
    sets: dict[str, dict[tuple[str, ...], int]] = {limit: {} for limit in _LIMITS}
    made = {
        name: np.array([_value(one, name, sets, request) for one in taken], dtype=kind)[order]
        for name, kind in COLUMN_TYPES.items()
        if name != "unit"
    }
    unit = np.array(unit_of_line + always, dtype=np.int32)[order]
    parties, territories, classes = (interned(sets[limit]) for limit in _LIMITS)
    return StatementColumns(
        unit=unit, **made, parties=parties, territories=territories, model_classes=classes
    )


def _joined(said: Statements, units: Sequence[Unit]) -> tuple[list[int], list[int]]:
    batches, places = said.columns["batch"], said.columns["place"]
    numbers, lines = [], []
    for number, unit in enumerate(units):
        for line in said.of_member.get(unit.member, ()):
            if batches[line] in ("", unit.batch) and places[line] in (EVERY_ROW, unit.place):
                numbers.append(number)
                lines.append(line)
    return numbers, lines


_Line = dict[str, Scalar]
_ALWAYS: _Line = {
    "effect": "permit", "operation": "", "end_use": "", "operations": _ALL_BITS,
    "end_uses": _ALL_BITS, "begins": 0, "ends": MOMENT_MAX, "stated_at": 0, "lifted_at": MOMENT_MAX,
    "price_floor_micro": 0, "credit": 0, **dict.fromkeys(_LIMITS, "null"),
}  # fmt: skip


def _line(columns: dict[str, list[Scalar]], line: int) -> _Line:
    return {name: column[line] for name, column in columns.items()}


def _value(
    one: _Line, name: str, sets: dict[str, dict[tuple[str, ...], int]], request: Request
) -> int:
    if name == "effect":
        return _EFFECTS[str(one["effect"])]
    if name == "unknown":
        return 0
    if name in _LIMITS:
        # A party is always somebody, and the empty one is the co-operative itself.
        is_no = one["effect"] == "prohibit" and name != "party"
        names = names_against(str(one[name]), getattr(request, name), is_no=is_no)
        known = sets[name]
        return 0 if names is None else known.setdefault(tuple(sorted(names)), len(known) + 1)
    if name in ("operations", "end_uses"):
        return _bits(one, name, request)
    value = int(one[name])
    return NEVER if name in ("ends", "lifted_at") and value == MOMENT_MAX else value


def _bits(one: _Line, name: str, request: Request) -> int:
    """What a statement is about; a prohibition means terms of later versions too."""
    if one["effect"] == "withdraw":
        return _ALL_BITS
    if one["effect"] == "prohibit" and one["operation"]:
        is_operation = name == "operations"
        below = operations_below if is_operation else end_uses_below
        term = str(one["operation" if is_operation else "end_use"])
        asked = request.operation if is_operation else request.end_use
        bit = operation_bit(asked) if is_operation else end_use_bit(asked)
        return below(term, TAXONOMY.version) | (bit if forbids_part_of(term, asked) else 0)
    return int(one[name])


def units_of(
    said: Statements, batches: Iterable[tuple[str, str, bool]]
) -> tuple[list[Unit], dict[str, dict[int, int]]]:
    """The units of batches: each whole, and each row that a statement names.

    Args:
        said: from `read_statements`.
        batches: member, batch, and whether a group holds it.
    Returns:
        The units, and for each batch the number of its unit by place.
    """
    units: list[Unit] = []
    places: dict[str, dict[int, int]] = {}
    for member, batch, is_of_group in batches:
        places[batch] = {}
        for place in (EVERY_ROW, *said.named_places(member, batch)):
            places[batch][place] = len(units)
            units.append(Unit(member, batch, place, is_of_group))
    return units, places
