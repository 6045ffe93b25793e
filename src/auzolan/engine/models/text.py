"""Texts labelled by their words: TF-IDF and logistic regression of scikit-learn (tier 3).

Forgets by being trained anew. Knows no language; drops no word but the rare, where asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from auzolan.engine.models.logistic import solver
from auzolan.engine.models.pipelines import PipelineTrainer
from auzolan.engine.models.rows import RowsKind, texts_of
from auzolan.learning.recipes import TextRecipe

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline


def trainer(recipe: TextRecipe) -> PipelineTrainer:
    """What trains and answers by words."""
    return PipelineTrainer(
        recipe, RowsKind(recipe.label, text=recipe.text), lambda: pipeline_of(recipe),
        lambda rows: texts_of(rows, recipe.text),
    )  # fmt: skip


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
