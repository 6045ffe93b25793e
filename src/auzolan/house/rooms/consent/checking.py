"""Deciding again, as of any moment: which rows of a snapshot, or of a kind, a request may use.

Three engines give one answer: plain Python asks the gate, numpy and DuckDB decide columns. What holds
before a member is asked is worked out once, by the gate. It writes nothing: an answer here allows
nobody anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from auzolan.charter.articles import Charter
from auzolan.consent.columns import StatementColumns, decide_units, reasons_of
from auzolan.consent.gate import EVERY_ROW, OWN, Asked, Gate, Said, asked
from auzolan.consent.policies import ALLOWED, Decision
from auzolan.foundation.books import Books
from auzolan.foundation.moments import iso_from_moment
from auzolan.house.rooms.consent.statement_columns import columns_of, read_statements, units_of
from auzolan.learning.ranges import places_of
from auzolan.learning.sealing import policy_root_of

ERASED = "erased"


class Engine(StrEnum):
    """Which program decides; the answer is the same."""

    PYTHON = "python"
    NUMPY = "numpy"
    DUCKDB = "duckdb"


@dataclass(frozen=True, slots=True)
class Part:
    """A batch that is asked about.

    Attributes:
        member: whose.
        batch: its id.
        rows: how many rows the batch has.
        without: rows of it that are not asked about, as ranges.
        is_erased: whether its rows existed no longer.
    """

    member: str
    batch: str
    rows: int
    without: str
    is_erased: bool


class ReasonRows(msgspec.Struct, frozen=True):
    """How many rows were refused for one reason; a row with two reasons is counted in both."""

    reason: str
    rows: int


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked, and which rows it may use.

    Attributes:
        snapshot: the snapshot, empty where all rows of the kind were asked about.
        kind: the kind of rows.
        operation: what would be done.
        end_use: what for.
        party: for whom, empty for the co-operative itself.
        territory: where, empty for nowhere in particular.
        model_class: for which kind of model, likewise.
        as_of: the moment whose statements and house rules counted.
        engine: which program decided.
        members: how many people have rows among these.
        members_refused: how many of them have a row that is refused.
        rows: how many rows were asked about.
        allowed: how many may be used.
        refused: the others by reason.
        policy_root: digest of the statements that the allowed rows rest on.
        sealed_policy_root: that of the snapshot when it was sealed; empty without one.
    """

    snapshot: str
    kind: str
    operation: str
    end_use: str
    party: str
    territory: str
    model_class: str
    as_of: str
    engine: str
    members: int
    members_refused: int
    rows: int
    allowed: int
    refused: tuple[ReasonRows, ...]
    policy_root: str
    sealed_policy_root: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, about which batches, as of when.

    Attributes:
        snapshot: its name, empty for a whole kind.
        sealed_policy_root: as in `Checked`.
        wanted: the request, with the moment whose statements count.
        parts: the batches.
    """

    snapshot: str
    sealed_policy_root: str
    wanted: Asked
    parts: tuple[Part, ...]


def request_as_of(
    kind: str,
    operation: str,
    end_use: str,
    at: int,
    *,
    party: str,
    territory: str,
    model_class: str,
) -> Asked:
    """The request as it would have been asked at a moment."""
    return asked(
        kind=kind, operation=operation, end_use=end_use, at=at, party=party or OWN,
        territory=territory, model_class=model_class,
    )  # fmt: skip


def check(books: Books, charter: Charter, question: Question, engine: Engine) -> Checked:
    """Decide a question again, row by row.

    Args:
        books: the state.
        charter: the charter in force at the moment that is asked about.
        question: what is asked.
        engine: which program decides.
    Returns:
        The counts; the same from every engine.
    """
    gate = Gate(books, charter, question.wanted)
    living = [part for part in question.parts if not part.is_erased]
    said = _DECIDERS[engine](books, gate, question.wanted, living)
    refused: Counter[str] = Counter()
    allowed_of: Counter[str] = Counter()
    refused_members = set()
    for part in question.parts:
        inside = _rows_inside(part)
        decided = Said(_ERASED) if part.is_erased else said[part.batch]
        reasons, allowed = _counted(decided, part, inside)
        refused.update(reasons)
        allowed_of[part.member] += allowed
        if allowed < inside:
            refused_members.add(part.member)
    users = sorted(member for member, rows in allowed_of.items() if rows)
    request = question.wanted.request
    return Checked(
        snapshot=question.snapshot, kind=question.wanted.kind, operation=request.operation,
        end_use=request.end_use, party=request.party, territory=request.territory,
        model_class=request.model_class, as_of=iso_from_moment(question.wanted.as_of),
        engine=engine, members=len(allowed_of), members_refused=len(refused_members),
        rows=sum(map(_rows_inside, question.parts)), allowed=sum(allowed_of.values()),
        refused=tuple(ReasonRows(reason, rows) for reason, rows in sorted(refused.items())),
        policy_root=policy_root_of((one, gate.entries(one)) for one in {*users, *gate.groups()}),
        sealed_policy_root=question.sealed_policy_root,
    )  # fmt: skip


_ERASED = Decision(allow=False, reasons=(ERASED,))


def _rows_inside(part: Part) -> int:
    return part.rows - len(places_of(part.without))


def _counted(said: Said, part: Part, inside: int) -> tuple[Counter[str], int]:
    """Refused rows by reason, and how many are allowed."""
    without = set(places_of(part.without))
    own = [(place, decision) for place, decision in said.rows if place not in without]
    decisions = [(decision, 1) for _, decision in own] + [(said.decision, inside - len(own))]
    refused: Counter[str] = Counter()
    allowed = 0
    for decision, rows in decisions:
        if decision.allow:
            allowed += rows
        for reason in decision.reasons if rows else ():
            refused[reason] += rows
    return refused, allowed


# --- the three engines ----------------------------------------------------------------------------

Decide = Callable[[StatementColumns, int], list[int]]


def _by_python(books: Books, gate: Gate, wanted: Asked, parts: list[Part]) -> dict[str, Said]:
    return {part.batch: gate.batch(part.member, part.batch) for part in parts}


def _by_numpy(books: Books, gate: Gate, wanted: Asked, parts: list[Part]) -> dict[str, Said]:
    return _by_columns(
        books, gate, wanted, parts,
        lambda columns, n_units: [
            int(one)
            for one in decide_units(columns, wanted.request, n_units, as_of=wanted.as_of)
        ],
    )  # fmt: skip


def _by_duckdb(books: Books, gate: Gate, wanted: Asked, parts: list[Part]) -> dict[str, Said]:
    from auzolan.engine import consent_tables

    def decide(columns: StatementColumns, n_units: int) -> list[int]:
        tables = consent_tables.opened(columns, n_units)
        try:
            found = consent_tables.decide_units(tables, wanted.request, as_of=wanted.as_of)
            return [int(one) for one in found]
        finally:
            tables.database.close()

    return _by_columns(books, gate, wanted, parts, decide)


def _by_columns(
    books: Books, gate: Gate, wanted: Asked, parts: list[Part], decide: Decide
) -> dict[str, Said]:
    before = {part.batch: gate.before(part.member, part.batch) for part in parts}
    asked_too = [part for part in parts if before[part.batch].allow]
    statements = read_statements(books, wanted.kind)
    units, places = units_of(
        statements,
        [(part.member, part.batch, bool(gate.group(part.batch))) for part in asked_too],
    )
    bits = decide(columns_of(statements, units, wanted.request), len(units)) if units else []
    decisions = [Decision(allow=False, reasons=reasons_of(one)) if one else ALLOWED for one in bits]
    said = {batch: Said(decision) for batch, decision in before.items() if not decision.allow}
    said |= {batch: _said(numbers, decisions) for batch, numbers in places.items()}
    return said


def _said(numbers: Mapping[int, int], decisions: list[Decision]) -> Said:
    whole = decisions[numbers[EVERY_ROW]]
    rows = tuple(
        (place, decisions[number])
        for place, number in numbers.items()
        if place != EVERY_ROW and decisions[number].allow != whole.allow
    )
    return Said(whole, rows)


_DECIDERS = {Engine.PYTHON: _by_python, Engine.NUMPY: _by_numpy, Engine.DUCKDB: _by_duckdb}
