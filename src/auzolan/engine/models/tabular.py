"""Rows of numbers and categories labelled: scaling, one-hot, then a learner (tier 3).

Forgets by being trained anew. Fills no gap. As ONNX for others: `onnx_files`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from auzolan.engine.models import pipelines, trained
from auzolan.engine.models import rows as read
from auzolan.engine.models.logistic import solver
from auzolan.engine.models.rows import MICRO, BoolArray, Rows, RowsKind
from auzolan.engine.models.trained import Asker, FloatArray, Hits, Trained
from auzolan.learning.recipes import TabularRecipe

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline


@dataclass(frozen=True, slots=True)
class TabularTrainer:
    """Trains and answers by numbers and categories."""

    recipe: TabularRecipe

    def kind_of_rows(self) -> RowsKind:
        """Say which columns rows must have."""
        return RowsKind(self.recipe.label, self.recipe.numbers, self.recipe.categories)

    def train(self, rows: Rows, is_test: BoolArray | None = None) -> Trained:
        """Fit on the rows that are not marked for the test.

        Raises:
            ValueError: labels of one kind only, or a malformed column.
        """
        known = trained.training_rows(rows, is_test)
        labels = read.labels_of(known, self.recipe.label)
        return pipelines.fit(
            self.recipe, pipeline_of(self.recipe), table(self.recipe, known), labels
        )

    def opened(self, content: bytes) -> Asker:
        """Read and check the pipeline once."""
        pipeline = pipelines.load(content, pipeline_of(self.recipe))

        def answers(rows: Rows) -> list[str]:
            classes, found = self._likelihoods(pipeline, rows)
            return trained.likeliest(found, classes)

        return answers

    def predict(self, content: bytes, rows: Rows, only: BoolArray | None = None) -> list[str]:
        """Name the likeliest label; ties go to the first."""
        return self.opened(content)(trained.marked(rows, only))

    def hits(self, content: bytes, rows: Rows, only: BoolArray, baseline: str) -> Hits:
        """Count right answers, a question a row."""
        labels = read.labels_of(rows.where(only), self.recipe.label)
        return trained.hits_of(self.predict(content, rows, only), labels, baseline)

    def losses(self, content: bytes, rows: Rows, only: BoolArray | None = None) -> FloatArray:
        """Give minus the logarithm of the true label's likelihood."""
        asked = trained.marked(rows, only)
        pipeline = pipelines.load(content, pipeline_of(self.recipe))
        classes, found = self._likelihoods(pipeline, asked)
        return trained.log_losses(found, classes, read.labels_of(asked, self.recipe.label))

    def _likelihoods(self, pipeline: Pipeline, rows: Rows) -> tuple[tuple[str, ...], FloatArray]:
        return pipelines.likelihoods(pipeline, table(self.recipe, rows), len(rows))


def pipeline_of(recipe: TabularRecipe) -> Pipeline:
    """Make the pipeline of a recipe, not fitted."""
    from sklearn.compose import ColumnTransformer
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    p, q = len(recipe.numbers), len(recipe.categories)
    parts: list[tuple[str, object, list[int]]] = []
    if p:
        parts.append(("numbers", StandardScaler(with_mean=True, with_std=True), list(range(p))))
    if q:
        hot = OneHotEncoder(
            categories="auto", drop=None, handle_unknown="ignore", sparse_output=False,
            dtype=np.float64,
        )  # fmt: skip
        parts.append(("categories", hot, list(range(p, p + q))))
    columns = ColumnTransformer(parts, remainder="drop", sparse_threshold=0.0)
    return Pipeline([("columns", columns), ("labels", _learner(recipe))])


def table(recipe: TabularRecipe, rows: Rows) -> NDArray[np.object_]:
    """Lay out rows as the pipeline takes them: numbers, then categories, of shape (n, p + q)."""
    found = np.empty((len(rows), len(recipe.numbers) + len(recipe.categories)), dtype=np.object_)
    for place, name in enumerate(recipe.numbers):
        found[:, place] = read.micro_numbers(rows, name) / MICRO
    for place, name in enumerate(recipe.categories, len(recipe.numbers)):
        found[:, place] = read.labels_of(rows, name)
    return found


def _learner(recipe: TabularRecipe) -> object:
    if recipe.learner == "logistic":
        return solver(recipe)
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(
        loss="log_loss", learning_rate=recipe.rate_millionths / MICRO, max_iter=recipe.rounds,
        max_leaf_nodes=recipe.leaves_max, max_depth=None, min_samples_leaf=recipe.leaf_rows_min,
        l2_regularization=0.0, max_features=1.0, max_bins=255, categorical_features=None,
        early_stopping=False, warm_start=False, random_state=recipe.seed, class_weight=None,
    )  # fmt: skip
