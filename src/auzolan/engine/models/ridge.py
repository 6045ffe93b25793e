"""Ridge regression in closed form, and taking rows out of it exactly (tier 1).

Beside the model a state is kept: the sums of products that the normal equations are made of, as
whole numbers. A row that leaves is subtracted, and the equations are solved anew: on one machine
this gives the very bytes of a training without it. The state stays in the house; the model's file
holds weights alone. Sums of few rows can tell of a row, so whoever holds the state holds data.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from auzolan.engine.models import rows as read
from auzolan.engine.models import trained
from auzolan.engine.models.design import STEPS_MAX
from auzolan.engine.models.moments import Moments, combined, load_moments, moments_of, save_moments
from auzolan.engine.models.ridge_weights import Weights, load, save, scores, solve
from auzolan.engine.models.rows import BoolArray, Rows, RowsKind
from auzolan.engine.models.trained import Asker, FloatArray, Hits, Trained
from auzolan.learning import recipes
from auzolan.learning.recipes import RidgeRecipe

_NONE = 0


@dataclass(frozen=True, slots=True)
class RidgeTrainer:
    """Trains, answers and forgets by sums of products."""

    recipe: RidgeRecipe

    def kind_of_rows(self) -> RowsKind:
        """Say which columns rows must have."""
        one = self.recipe
        return RowsKind(one.label, one.numbers, one.categories, one.text)

    def train(self, rows: Rows, is_test: BoolArray | None = None) -> Trained:
        """Sum up the rows that are not marked for the test, and solve."""
        return self._solved(moments_of(self.recipe, trained.training_rows(rows, is_test)))

    def downdate(self, state: bytes, removed: Rows, added: Rows | None = None) -> Trained:
        """Take rows out of the sums, put others in, and solve anew.

        Args:
            state: what the training kept beside the model.
            removed: training rows that leave.
            added: rows that come to be training rows, or None.
        Returns:
            What a training without `removed` and with `added` gives.
        Raises:
            ValueError: the state is another recipe's, or a row that leaves was never in it.
        """
        left = combined(load_moments(state, self.recipe), moments_of(self.recipe, removed), sign=-1)
        if added is not None:
            left = combined(left, moments_of(self.recipe, added), sign=1)
        return self._solved(left)

    def opened(self, content: bytes) -> Asker:
        """Read the weights once."""
        weights = load(content, self.recipe)

        def answers(rows: Rows) -> list[str]:
            found = scores(weights, rows)
            if self.recipe.answer == "class":
                return trained.likeliest(found, weights.classes)
            return [_decimal(steps, self.recipe.number_steps) for steps in _steps(found)]

        return answers

    def predict(self, content: bytes, rows: Rows, only: BoolArray | None = None) -> list[str]:
        """Name the label with the largest score, or give the number that is met."""
        return self.opened(content)(trained.marked(rows, only))

    def hits(self, content: bytes, rows: Rows, only: BoolArray, baseline: str) -> Hits:
        """Count right answers, a question a row; a number is right when it is near enough."""
        asked = rows.where(only)
        if self.recipe.answer == "class":
            labels = read.labels_of(asked, self.recipe.label)
            return trained.hits_of(self.predict(content, asked), labels, baseline)
        truth = self._targets(asked)
        near = self.recipe.right_within_steps
        met = np.array(_steps(scores(load(content, self.recipe), asked)), dtype=np.int64)
        return Hits(
            np.ones(len(truth), dtype=np.int64),
            (np.abs(met - truth) <= near).astype(np.int64),
            (np.abs(int(baseline) - truth) <= near).astype(np.int64),
        )

    def losses(self, content: bytes, rows: Rows, only: BoolArray | None = None) -> FloatArray:
        """Give the squared distance of the scores from the true answer, in numbers of 1."""
        weights, asked = load(content, self.recipe), trained.marked(rows, only)
        found = scores(weights, asked)
        if self.recipe.answer == "number":
            gaps = (found[:, 0] - self._targets(asked)) / self.recipe.number_steps
            return gaps**2
        labels = np.array(read.labels_of(asked, self.recipe.label), dtype=np.str_)
        truth = labels[:, None] == np.array(weights.classes, dtype=np.str_)[None, :]
        distances: FloatArray = ((found - truth) ** 2).sum(axis=1)
        return distances

    def _targets(self, rows: Rows) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return read.steps_of(
            rows, self.recipe.label, number_steps=self.recipe.number_steps, most=STEPS_MAX
        )

    def _solved(self, sums: Moments) -> Trained:
        if sums.n_rows == _NONE:
            raise ValueError("no rows are left to learn from")
        weights: Weights = solve(self.recipe, sums)
        made = trained.trained_of(
            save(weights, self.recipe), ".safetensors", recipe=recipes.digest(self.recipe),
            n_rows=sums.n_rows, baseline=_baseline(self.recipe, sums),
        )  # fmt: skip
        state = save_moments(sums, self.recipe)
        return Trained(
            made.artefact, made.suffix, made.digest, made.recipe, made.n_rows, made.baseline,
            state=state,
        )  # fmt: skip


def _baseline(recipe: RidgeRecipe, sums: Moments) -> str:
    """The commonest label; for numbers the mean, in steps, rounded half up."""
    of_rows = sums.cross[0]
    if recipe.answer == "class":
        return sums.classes[int(np.argmax(of_rows))]
    return str((2 * int(of_rows[0]) + sums.n_rows) // (2 * sums.n_rows))


def _steps(found: FloatArray) -> list[int]:
    return np.floor(found[:, 0] + 0.5).astype(np.int64).tolist()


def _decimal(steps: int, number_steps: int) -> str:
    micro = steps * read.MICRO // number_steps
    sign, size = ("-", -micro) if micro < 0 else ("", micro)
    return f"{sign}{size // read.MICRO}.{size % read.MICRO:06d}"
