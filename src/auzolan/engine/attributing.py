"""What answers of a model are attributed to: its training rows, merged, laid out in whole numbers.

Questions are laid out in the same steps, so that which rows are nearest agrees on every machine. The
steps stand here, named by `SPACE`: no row of the data and no setting moves them. It reads no file and
asks no consent; rows that may not be used must not come in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import msgspec
import numpy as np

from auzolan.engine.answering import Laid
from auzolan.engine.models import kind_of_rows, rows_for_test
from auzolan.engine.models.design import Features, matrix, values_met
from auzolan.engine.models.rows import BoolArray, Rows, labels_of
from auzolan.learning.purchases import BRANDS, FeatureTable, valuation_matrix
from auzolan.learning.recipes import ModelRecipe, TrainingRecipe, ValuationRecipe
from auzolan.valuation.payable.games import LaidOut, PaidGame, game_of
from auzolan.valuation.payable.kinds import paid_game
from auzolan.valuation.payable.near import Vectors
from auzolan.valuation.payable.terms import Terms, claims_of
from auzolan.valuation.payable.uses import UseGame
from auzolan.valuation.quantize import IntArray

SPACE = "use-space/1"
_STEPS = 100
_BUCKETS_LOG2 = 10
_WORDS_MAX = 1
_NO_ANSWER = -1


class Attributor(Protocol):
    """Says whose rows made an answer."""

    @property
    def game(self) -> UseGame:
        """The rows that it is asked of."""

    def weights(self, laid: Laid, answer: str) -> dict[str, int]:
        """What each member's rows are worth for one answer; empty where none speaks for it.

        Args:
            laid: the question, as the model's answerer has read it.
            answer: what was answered.
        Raises:
            ValueError: a column is malformed.
        """


@dataclass(frozen=True, slots=True, eq=False)
class PurchaseAttributor:
    """Attributes answers about purchases, in the steps of the valuation."""

    game: UseGame
    recipe: ValuationRecipe

    def weights(self, laid: Laid, answer: str) -> dict[str, int]:
        """What each member's rows are worth for one answer."""
        assert isinstance(laid, FeatureTable), "a question about a purchase"
        return self.game.weights(valuation_matrix(laid, self.recipe)[-1], BRANDS.index(answer))


@dataclass(frozen=True, slots=True, eq=False)
class RowAttributor:
    """Attributes answers of any other family, in steps of its columns."""

    game: UseGame
    features: Features
    codes: Mapping[str, int]

    def weights(self, laid: Laid, answer: str) -> dict[str, int]:
        """What each member's rows are worth for one answer."""
        assert isinstance(laid, Rows), "a question of columns"
        point = steps(self.features, laid)[0]
        # Without labels every row speaks for every answer, the nearest most.
        code = self.codes.get(answer, _NO_ANSWER) if self.codes else 0
        return self.game.weights(point, code)


@dataclass(frozen=True, slots=True, eq=False)
class RawRows:
    """Rows of any family as they were brought; each says what its features say."""

    rows: IntArray
    labels: IntArray
    is_test: BoolArray

    @property
    def content(self) -> Vectors:
        """The features; equal ones with one label are one thing."""
        return Vectors(self.rows)

    @property
    def position(self) -> IntArray:
        """The order in which they came."""
        return np.arange(len(self.rows), dtype=np.int64)

    def laid_out(self, rows: IntArray) -> LaidOut:
        """The features of these rows, and which of them were kept for the test."""
        return LaidOut(self.rows[rows], self.is_test[rows])


def attributor_for(
    recipe: ModelRecipe, columns: Mapping[str, Sequence[int | str]], terms: Terms
) -> Attributor:
    """Make the training rows of a model ready to be asked whose answer it was.

    Args:
        recipe: by which the model was trained.
        columns: the rows of its snapshot, batch by batch in the order of the terms.
        terms: what merges, the cap, and who holds which row.
    Raises:
        ValueError: rows are malformed, or none was trained on.
    """
    if isinstance(recipe, TrainingRecipe):
        steered = msgspec.structs.replace(
            ValuationRecipe(), loyalty_keep_bp=recipe.loyalty_keep_bp,
            test_share_bp=recipe.test_share_bp,
        )  # fmt: skip
        return PurchaseAttributor(_use_game(paid_game(steered, columns, terms), terms), steered)
    rows, kind = Rows(columns, terms.owners()), kind_of_rows(recipe)
    features = Features(
        kind.numbers, values_met(rows, kind.categories), (), kind.text, _STEPS, _BUCKETS_LOG2,
        _WORDS_MAX,
    )  # fmt: skip
    labels = labels_of(rows, kind.label) if kind.label else [""] * len(rows)
    codes = {label: code for code, label in enumerate(sorted(set(labels)))}
    raw = RawRows(
        steps(features, rows), np.array([codes[label] for label in labels], dtype=np.int64),
        rows_for_test(recipe, rows),
    )  # fmt: skip
    game = game_of(raw, claims_of(terms, columns), merging=terms.merging)
    return RowAttributor(_use_game(game, terms), features, codes if kind.label else {})


def steps(features: Features, rows: Rows) -> IntArray:
    """Lay out rows so that a value or a word counts as much as a difference of 1 in a number.

    Args:
        features: the columns.
        rows: any rows.
    Returns:
        int64 of shape (n, width - 1): the constant of a model's matrix is left out.
    """
    laid = matrix(features, rows)[:, 1:].astype(np.int64)
    laid[:, len(features.numbers) :] *= _STEPS
    return laid


def _use_game(game: PaidGame, terms: Terms) -> UseGame:
    members = sorted({member for owners in game.merged.owners for member, _ in owners})
    return UseGame(*game.train, game.rows.owners, tuple(members), terms.cap)
