"""What text and tabular pipelines share: fit, write, read back as the recipe's own, and answer.

A file is taken only when it holds exactly the pipeline that the recipe describes; a pipeline with
other settings is another model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Sized
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from auzolan.engine.models import skops_files, trained
from auzolan.engine.models.logistic import fitted, has_converged
from auzolan.engine.models.rows import (
    BoolArray,
    Rows,
    RowsKind,
    commonest,
    few_labels,
    labels_of,
)
from auzolan.engine.models.trained import Asker, FloatArray, Hits, Trained
from auzolan.learning import recipes
from auzolan.learning.recipes import TabularRecipe, TextRecipe

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

SUFFIX = ".skops"
# No part of what was learned, and not asked for an answer: chance, and an address in memory.
_PASSING = ("_feature_subsample_rng", "_stop_words_id")


@dataclass(frozen=True, slots=True)
class PipelineTrainer:
    """A family whose model is one pipeline of scikit-learn.

    Attributes:
        recipe: by which it is trained.
        kind: which columns rows must have.
        made: the recipe's pipeline, not fitted, anew at each call.
        read: the columns that the pipeline is given.
    """

    recipe: TextRecipe | TabularRecipe
    kind: RowsKind
    made: Callable[[], Pipeline]
    read: Callable[[Rows], Sized]

    def kind_of_rows(self) -> RowsKind:
        """Say which columns rows must have."""
        return self.kind

    def train(self, rows: Rows, is_test: BoolArray | None = None) -> Trained:
        """Fit on the rows that are not marked for the test.

        Raises:
            ValueError: labels of one kind only, texts without words, or a malformed column.
        """
        known = trained.training_rows(rows, is_test)
        return fit(self.recipe, self.made(), self.read(known), self._labels(known))

    def opened(self, content: bytes) -> Asker:
        """Read and check the pipeline once."""
        pipeline = load(content, self.made())

        def answers(rows: Rows) -> list[str]:
            classes, found = likelihoods(pipeline, self.read(rows), len(rows))
            return trained.likeliest(found, classes)

        return answers

    def predict(self, content: bytes, rows: Rows, only: BoolArray | None = None) -> list[str]:
        """Name the likeliest label; ties go to the first."""
        return self.opened(content)(trained.marked(rows, only))

    def hits(self, content: bytes, rows: Rows, only: BoolArray, baseline: str) -> Hits:
        """Count right answers, a question a row."""
        asked = self._labels(rows.where(only))
        return trained.hits_of(self.predict(content, rows, only), asked, baseline)

    def losses(self, content: bytes, rows: Rows, only: BoolArray | None = None) -> FloatArray:
        """Give minus the logarithm of the true label's likelihood."""
        asked = trained.marked(rows, only)
        pipeline = load(content, self.made())
        classes, found = likelihoods(pipeline, self.read(asked), len(asked))
        return trained.log_losses(found, classes, self._labels(asked))

    def _labels(self, rows: Rows) -> list[str]:
        return labels_of(rows, self.recipe.label)


def fit(
    recipe: TextRecipe | TabularRecipe, pipeline: Pipeline, x: object, labels: Sequence[str]
) -> Trained:
    """Fit a pipeline and write it.

    Raises:
        ValueError: labels of fewer than two kinds, or too many.
    """
    if len(few_labels(labels, recipe.label)) < 2:
        raise ValueError("training needs rows of at least two classes")
    fitted(pipeline, x, np.array(labels, dtype=np.str_))
    last = pipeline.steps[-1][1]
    for _, step in pipeline.steps:
        for passing in _PASSING:
            vars(step).pop(passing, None)
    return trained.trained_of(
        skops_files.write(pipeline), SUFFIX, recipe=recipes.digest(recipe), n_rows=len(labels),
        baseline=commonest(labels),
        has_converged=has_converged(last) if hasattr(last, "coef_") else True,
    )  # fmt: skip


def load(content: bytes, made: Pipeline) -> Pipeline:
    """Read a pipeline back, only as the one that a recipe makes.

    Args:
        content: the file's bytes.
        made: the recipe's pipeline, not fitted.
    Raises:
        ValueError: the file is refused, or its settings are not the recipe's.
    """
    found = cast("Pipeline", skops_files.read("model.skops", content))
    if _settings(found) != _settings(made):
        raise ValueError("the model was made by another recipe: its settings differ")
    return found


def likelihoods(pipeline: Pipeline, x: object, n: int) -> tuple[tuple[str, ...], FloatArray]:
    """Say how likely each label is for n rows; the labels ascend.

    Raises:
        ValueError: the pipeline was not fitted, or its parts do not fit each other.
    """
    from sklearn.exceptions import NotFittedError

    try:
        classes = tuple(str(name) for name in pipeline.classes_)
        found = pipeline.predict_proba(x) if n else np.zeros((0, len(classes)))
    except (NotFittedError, AttributeError, TypeError, KeyError, IndexError) as fault:
        raise ValueError(f"the model cannot answer: {str(fault)[:200]}") from fault
    return classes, np.asarray(found, dtype=np.float64)


def _settings(pipeline: Pipeline) -> dict[str, str]:
    """Every setting of every step, as text; the steps themselves by their types."""
    return {
        key: type(value).__name__ if hasattr(value, "get_params") else _plain(value)
        for key, value in pipeline.get_params(deep=True).items()
    }


def _plain(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_plain(one) for one in value)}]"
    return type(value).__name__ if hasattr(value, "get_params") else repr(value)
