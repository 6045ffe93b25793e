"""One member's value computed again from rows and recipe, and taken apart into rows and questions.

It reads rows and asks nobody: `why` asks consent before it. The arithmetic is in the pure room;
here places in a table become a member's own batches, and rows as the record counts them, from 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np

from auzolan.audit.folder import Folder
from auzolan.audit.rows import Columns
from auzolan.house.rooms.learning.flows import recipe_of
from auzolan.house.rooms.valuation.flows import rows_of
from auzolan.learning.recipes import PaidRecipe
from auzolan.valuation.payable.canonical_values import METHOD
from auzolan.valuation.payable.games import PaidGame
from auzolan.valuation.payable.kinds import answer_column, paid_game
from auzolan.valuation.payable.reasons import Question, Reasons, RowWorth, reasons_of
from auzolan.valuation.payable.terms import Terms
from auzolan.valuation.state import Valuation

EQUAL = "equal"
DIFFERS = "differs"
ERASED = "erased"
STOPPED = "stopped"
MISSING = "missing"
LARGE = "large"
STATES = (EQUAL, DIFFERS, ERASED, STOPPED, MISSING, LARGE)
"""What came of computing a line again; the last four mean that it could not be, or not at once."""

_BASIS_POINTS = 10_000
_NOTHING = Reasons(0, 0, 0, 0, (), ())
_ALARM = "Run auzolan verify, and tell who holds the audit."


class OwnRow(msgspec.Struct, frozen=True):
    """One canonical row that a member holds a part of.

    Attributes:
        batch: the batch it came in.
        row: its number within the batch, from 0.
        answer: what it says.
        part_bp: how much of it is hers, in basis points, rounded down.
        value_e9: what her part is worth as a mean over the questions, scaled by 10^9.
    """

    batch: str
    row: int
    answer: str
    part_bp: int
    value_e9: int


class OwnQuestion(msgspec.Struct, frozen=True):
    """A question in which a member's rows counted, with her row nearest to it.

    Attributes:
        question: its number among the questions, from 1.
        is_own: whether the question is a row of her own that was kept back.
        value_e9: what all her rows earned in it, scaled by 10^9.
        batch: the batch of her nearest row.
        row: that row's number within the batch, from 0.
        answer: what that row says.
        rank_first: that row's place by nearness among all rows, from 1.
        rank_last: the last place of the rows that are equally near.
        agrees: whether the row's answer is the right one.
        row_value_e9: what her part of the row earned in this question.
    """

    question: int
    is_own: bool
    value_e9: int
    batch: str
    row: int
    answer: str
    rank_first: int
    rank_last: int
    agrees: bool
    row_value_e9: int


@dataclass(frozen=True, slots=True)
class TakenApart:
    """A member's value, computed again.

    Attributes:
        method: name and version of the method.
        value_e9: her value.
        low_e9: lower end of the 95 % interval.
        high_e9: upper end.
        rows: canonical rows that she holds a part of.
        rows_merged: rows she brought that are copies of another row.
        rows_tested: rows she brought that were kept back as questions.
        rows_below_zero: how many of `rows` are worth less than nothing.
        questions: those in which her rows counted most.
        best: her rows of the greatest worth.
        worst: her rows of the least worth, below zero.
    """

    method: str
    value_e9: int
    low_e9: int
    high_e9: int
    rows: int
    rows_merged: int
    rows_tested: int
    rows_below_zero: int
    questions: tuple[OwnQuestion, ...]
    best: tuple[OwnRow, ...]
    worst: tuple[OwnRow, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """All rows of a valuation, its terms, its game, and the column that holds the answers."""

    columns: Columns
    terms: Terms
    game: PaidGame
    answer: str

    def named(self, place: int) -> tuple[str, int, str]:
        """The batch of a row, its number within it, and what it says."""
        number = place
        for held in self.terms.batches:
            if number < held.rows:
                return held.batch, number, str(self.columns[self.answer][place])
            number -= held.rows
        raise AssertionError(f"row {place} is in no batch of the terms")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value could not be computed again.

    Attributes:
        state: one of the states of `why`.
        because: in words.
        erased_at: the last entry that erased rows of it, None where none were.
    """

    state: str
    because: str
    erased_at: int | None


def take_apart(folder: Folder, row: Valuation, terms: Terms, *, member: str) -> TakenApart | Fault:
    """Compute one member's value again and name its reasons.

    Args:
        folder: the co-operative's folder.
        row: the valuation.
        terms: those that it was made by.
        member: whose value.
    Returns:
        The value with its reasons, or why it cannot be computed here.
    """
    try:
        recipe = recipe_of(folder, row.recipe)
        if not isinstance(recipe, PaidRecipe):
            raise ValueError(f"the recipe of {row.valuation} is not one for valuing")
        columns = rows_of(folder, terms, row.snapshot)
        game = paid_game(recipe, columns, terms)
    except FileNotFoundError:
        because = (
            "Attested; rows or recipe are not in this folder, so it cannot be worked out here."
        )
        return Fault(MISSING, because, None)
    except ValueError as fault:
        because = f"It cannot be worked out as the record says: {fault}. {_ALARM}"
        return Fault(DIFFERS, because, None)
    found = _NOTHING  # all that she brought was kept back as questions
    if member in game.rows.members:
        found = reasons_of(
            game.train, game.query, game.rows, member=member, k=recipe.k, cap=terms.cap
        )
    return _told(_Table(columns, terms, game, answer_column(recipe)), found, member)


def _told(table: _Table, found: Reasons, member: str) -> TakenApart:
    """A member's reasons, with places in the table told as rows of batches."""
    game = table.game
    brought = np.array([owner == member for owner in table.terms.owners()], dtype=np.bool_)
    is_merged = brought.copy()
    is_merged[game.merged.standing] = False

    def row(one: RowWorth) -> OwnRow:
        batch, number, answer = table.named(int(game.places[one.row]))
        return OwnRow(batch, number, answer, int(one.part * _BASIS_POINTS), one.value_e9)

    def question(one: Question) -> OwnQuestion:
        batch, number, answer = table.named(int(game.places[one.row]))
        return OwnQuestion(
            question=one.query + 1, is_own=bool(brought[game.query_places[one.query]]),
            value_e9=one.value_e9, batch=batch, row=number, answer=answer,
            rank_first=one.rank_first, rank_last=one.rank_last, agrees=one.agrees,
            row_value_e9=one.row_value_e9,
        )  # fmt: skip

    return TakenApart(
        method=METHOD, value_e9=found.value_e9, low_e9=found.low_e9, high_e9=found.high_e9,
        rows=len(found.rows), rows_merged=int(is_merged.sum()),
        rows_tested=int(brought[game.query_places].sum()), rows_below_zero=found.n_below_zero,
        questions=tuple(question(one) for one in found.questions),
        best=tuple(row(one) for one in found.best),
        worst=tuple(row(one) for one in found.worst),
    )  # fmt: skip
