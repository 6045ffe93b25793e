"""Texts labelled by their words: TF-IDF and logistic regression of scikit-learn (tier 3).

Forgets by being trained anew. Knows no language; drops no word but the rare, where asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auzolan.engine.models import pipelines, trained
from auzolan.engine.models import rows as read
from auzolan.engine.models.logistic import solver
from auzolan.engine.models.rows import BoolArray, Rows, RowsKind
from auzolan.engine.models.trained import Asker, FloatArray, Hits, Trained
from auzolan.learning.recipes import TextRecipe

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline


@dataclass(frozen=True, slots=True)
class TextTrainer:
    """Trains and answers by words."""

    recipe: TextRecipe

    def kind_of_rows(self) -> RowsKind:
        """Say which columns rows must have."""
        return RowsKind(self.recipe.label, text=self.recipe.text)

    def train(self, rows: Rows, is_test: BoolArray | None = None) -> Trained:
        """Fit on the rows that are not marked for the test.

        Raises:
            ValueError: labels of one kind only, or texts without words.
        """
        known = trained.training_rows(rows, is_test)
        labels = read.labels_of(known, self.recipe.label)
        return pipelines.fit(
            self.recipe, pipeline_of(self.recipe), read.texts_of(known, self.recipe.text), labels
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
        return pipelines.likelihoods(pipeline, read.texts_of(rows, self.recipe.text), len(rows))


def pipeline_of(recipe: TextRecipe) -> Pipeline:
    """Make the pipeline of a recipe, not fitted."""
    from sklearn.feature_extraction.text import (
        HashingVectorizer,
        TfidfTransformer,
        TfidfVectorizer,
    )
    from sklearn.pipeline import Pipeline

    analyzer = "word" if recipe.pieces == "words" else "char_wb"
    runs = (recipe.pieces_min, recipe.pieces_max)
    if recipe.vocabulary == "words":
        words = TfidfVectorizer(
            analyzer=analyzer, ngram_range=runs, lowercase=True, min_df=recipe.rows_min,
            max_df=1.0, norm="l2", use_idf=True, smooth_idf=True, sublinear_tf=True,
        )  # fmt: skip
        return Pipeline([("words", words), ("labels", solver(recipe))])
    hashes = HashingVectorizer(
        analyzer=analyzer, ngram_range=runs, lowercase=True, n_features=1 << recipe.buckets_log2,
        alternate_sign=False, norm=None, binary=False,
    )  # fmt: skip
    weights = TfidfTransformer(norm="l2", use_idf=True, smooth_idf=True, sublinear_tf=True)
    return Pipeline([("words", hashes), ("weights", weights), ("labels", solver(recipe))])
