"""Recipes of models that are trained anew when rows leave: pipelines and a small transformer.

Holds no algorithm; what trains by them is `auzolan.engine.models`.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from auzolan.learning.recipes.fields import (
    BasisPoints,
    Column,
    Columns,
    Count,
    Seed,
    Strength,
    Texts,
    Tolerance,
    check_columns,
)

_Millionths = Annotated[int, Meta(ge=1, le=1_000_000)]


class TextRecipe(
    msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, tag="recipe.text/1"
):
    """How texts are labelled: words weighed by TF-IDF, then logistic regression (tier 3).

    With "words" the model's file holds the words themselves, which are members' words; with
    "hashed" it holds none.

    Attributes:
        label: the column to be answered.
        text: columns of text, joined by a line break.
        vocabulary: "hashed" finds a word by its hash, "words" keeps a list of words.
        pieces: "words", or "letters" for runs of letters within words.
        pieces_min: shortest run of pieces that counts as one token.
        pieces_max: longest run.
        buckets_log2: with "hashed", words fall into 2 to this power of features.
        rows_min: with "words", a word in fewer rows is left out.
        inverse_l2_millionths: inverse strength of the L2 penalty, in millionths.
        iterations_max: most steps of the solver.
        tolerance_billionths: gradient size at which the solver stops, in billionths.
        test_share_bp: part of each member's last rows kept for the test, in basis points; the
            count is rounded down.
        seed: given to the solver; L-BFGS draws nothing, so another seed changes nothing.
        test_column: a column that says `train` or `test` of each row, as sets that come with a test
            of their own have it; it takes the place of `test_share_bp`. Left out, no entry of an
            older recipe changes its digest.
    """

    label: Column
    text: Texts
    vocabulary: Literal["hashed", "words"] = "hashed"
    pieces: Literal["words", "letters"] = "words"
    pieces_min: Annotated[int, Meta(ge=1, le=6)] = 1
    pieces_max: Annotated[int, Meta(ge=1, le=6)] = 2
    buckets_log2: Annotated[int, Meta(ge=4, le=20)] = 16
    rows_min: Count = 2
    inverse_l2_millionths: Strength = 1_000_000
    iterations_max: Count = 200
    tolerance_billionths: Tolerance = 100_000
    test_share_bp: BasisPoints = 2_500
    seed: Seed = 0
    test_column: Column | UnsetType = UNSET

    def __post_init__(self) -> None:
        check_columns(self.label, self.text, (self.test_column,) if self.test_column else ())
        if self.pieces_min > self.pieces_max:
            raise ValueError("pieces_min is larger than pieces_max")


class TabularRecipe(
    msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, tag="recipe.tabular/1"
):
    """How rows of numbers and categories are labelled: scaled, one-hot, then a learner (tier 3).

    Attributes:
        label: the column to be answered.
        numbers: columns of numbers, standardised.
        categories: columns of which each value is a feature; one that training never met is none.
        learner: "logistic" regression, or gradient "boosting" of trees on histograms.
        inverse_l2_millionths: logistic: inverse strength of the L2 penalty, in millionths.
        iterations_max: logistic: most steps of the solver.
        tolerance_billionths: logistic: gradient size at which the solver stops, in billionths.
        rounds: boosting: trees for each label.
        leaves_max: boosting: leaves of a tree.
        leaf_rows_min: boosting: fewest rows in a leaf.
        rate_millionths: boosting: part of each tree that is added, in millionths.
        test_share_bp: part of each member's last rows kept for the test, in basis points.
        seed: given to the learner.
    """

    label: Column
    numbers: Columns = ()
    categories: Columns = ()
    learner: Literal["logistic", "boosting"] = "logistic"
    inverse_l2_millionths: Strength = 1_000_000
    iterations_max: Count = 500
    tolerance_billionths: Tolerance = 100_000
    rounds: Annotated[int, Meta(ge=1, le=500)] = 60
    leaves_max: Annotated[int, Meta(ge=2, le=255)] = 15
    leaf_rows_min: Count = 20
    rate_millionths: _Millionths = 100_000
    test_share_bp: BasisPoints = 2_500
    seed: Seed = 0

    def __post_init__(self) -> None:
        check_columns(self.label, self.numbers, self.categories)


class TinyTransformerRecipe(
    msgspec.Struct,
    frozen=True,
    gc=False,
    forbid_unknown_fields=True,
    tag="recipe.tiny_transformer/1",
):
    """How a small transformer learns to go on with a text, byte by byte (tier 3).

    Attributes:
        text: columns of text, joined by a line break.
        context: bytes it sees at once.
        width: numbers that stand for a byte within it; a multiple of `heads`.
        heads: heads of attention.
        layers: blocks.
        steps: steps of AdamW.
        batch: pieces of text in a step.
        rate_millionths: step size, in millionths; it falls to a tenth along half a cosine.
        decay_millionths: weight decay, in millionths.
        answer_bytes_max: bytes it goes on for when it is asked.
        test_share_bp: part of each member's last rows kept for the test, in basis points.
        seed: first weights and the order of the pieces.
    """

    text: Texts
    context: Annotated[int, Meta(ge=8, le=512)] = 64
    width: Annotated[int, Meta(ge=8, le=512)] = 64
    heads: Annotated[int, Meta(ge=1, le=16)] = 4
    layers: Annotated[int, Meta(ge=1, le=8)] = 2
    steps: Annotated[int, Meta(ge=1, le=100_000)] = 400
    batch: Annotated[int, Meta(ge=1, le=512)] = 32
    rate_millionths: _Millionths = 3_000
    decay_millionths: Annotated[int, Meta(ge=0, le=1_000_000)] = 10_000
    answer_bytes_max: Annotated[int, Meta(ge=1, le=1_024)] = 80
    test_share_bp: BasisPoints = 2_500
    seed: Seed = 0

    def __post_init__(self) -> None:
        check_columns("", self.text)
        if self.width % self.heads:
            raise ValueError(f"a width of {self.width} is no multiple of {self.heads} heads")
