"""Rows of numbers and categories labelled: scaling, one-hot, then a learner (tier 3).

Forgets by being trained anew. Fills no gap. As ONNX for others: `onnx_files`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from auzolan.engine.models import rows as read
from auzolan.engine.models.logistic import solver
from auzolan.engine.models.pipelines import PipelineTrainer
from auzolan.engine.models.rows import MICRO, Rows, RowsKind
from auzolan.learning.recipes import TabularRecipe

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline


def trainer(recipe: TabularRecipe) -> PipelineTrainer:
    """What trains and answers by numbers and categories."""
    kind = RowsKind(recipe.label, recipe.numbers, recipe.categories)
    return PipelineTrainer(
        recipe, kind, lambda: pipeline_of(recipe), lambda rows: table(recipe, rows)
    )


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
