"""Recipes of models that forget exactly: counts, closed forms, and ensembles split by member.

What a withdrawal takes out of these is gone as if it had never been in. Holds no algorithm; what
trains by them is `auzolan.engine.models`.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

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

_WordsMax = Annotated[int, Meta(ge=1, le=3)]
_BucketsLog2 = Annotated[int, Meta(ge=4, le=11)]
_NumberSteps = Annotated[int, Meta(ge=1, le=1_000_000)]


class CountsRecipe(
    msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, tag="recipe.counts/1"
):
    """How an index of counts is made: how often each word or value met each label (tier 0).

    A row counts each of its words once. The answer is the label that naive Bayes finds likeliest.

    Attributes:
        label: the column to be answered.
        text: columns of text, taken apart into words.
        categories: columns whose values count as they are.
        words_max: words of a run that counts as one token; 2 counts words and pairs.
        smoothing_millionths: added to each count before it is a likelihood, in millionths.
        test_share_bp: part of each member's last rows kept for the test, in basis points; the
            count is rounded down.
    """

    label: Column
    text: Texts = ()
    categories: Columns = ()
    words_max: _WordsMax = 1
    smoothing_millionths: Strength = 1_000_000
    test_share_bp: BasisPoints = 2_500

    def __post_init__(self) -> None:
        check_columns(self.label, self.text, self.categories)


class RidgeRecipe(
    msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, tag="recipe.ridge/1"
):
    """How ridge regression is solved in closed form, from sums that rows can leave (tier 1).

    Features are whole steps, so that their sums of products are exact integers: taking a row out
    leaves the very sums of a training without it.

    Attributes:
        label: the column to be answered.
        numbers: columns of numbers.
        categories: columns of which each value is a feature of 0 or 1.
        text: columns of text; a word is a feature of 0 or 1, found by its hash.
        answer: "class" names a label, "number" meets a number.
        number_steps: steps in a number of 1; numbers are rounded half up to a step.
        buckets_log2: words are hashed into 2 to this power of features.
        words_max: words of a run that counts as one token.
        penalty_millionths: weight of the penalty for each row, on standardised features, in
            millionths.
        right_within_steps: a number that is met within so many steps of the label counts as right.
        test_share_bp: part of each member's last rows kept for the test, in basis points.
    """

    label: Column
    numbers: Columns = ()
    categories: Columns = ()
    text: Texts = ()
    answer: Literal["class", "number"] = "class"
    number_steps: _NumberSteps = 10
    buckets_log2: _BucketsLog2 = 10
    words_max: _WordsMax = 1
    penalty_millionths: Annotated[int, Meta(ge=1, le=10**9)] = 1_000_000
    right_within_steps: Annotated[int, Meta(ge=0, le=2**20)] = 0
    test_share_bp: BasisPoints = 2_500

    def __post_init__(self) -> None:
        check_columns(self.label, self.numbers, self.categories, self.text)


class ShardsRecipe(
    msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, tag="recipe.shards/1"
):
    """How an ensemble is trained of which each part knows some members only (tier 2).

    A member's rows lie in one shard, by a keyed hash of her id. Each shard is a softmax model of
    its own; their likelihoods are averaged. What she withdraws touches her shard alone.

    Attributes:
        label: the column to be answered.
        numbers: columns of numbers, standardised within a shard.
        categories: columns whose values are features, found by their hash.
        text: columns of text; a word is a feature, found by its hash.
        number_steps: steps in a number of 1; numbers are rounded half up to a step.
        buckets_log2: words and values are hashed into 2 to this power of features.
        words_max: words of a run that counts as one token.
        shards: parts of the ensemble.
        inverse_l2_millionths: inverse strength of the L2 penalty, in millionths.
        iterations_max: most steps of the solver.
        tolerance_billionths: gradient size at which the solver stops, in billionths.
        test_share_bp: part of each member's last rows kept for the test, in basis points.
        seed: the key of the hash that gives a member her shard.
    Source: Bourtoule et al. 2021, Machine Unlearning (SISA), section IV.
    """

    label: Column
    numbers: Columns = ()
    categories: Columns = ()
    text: Texts = ()
    number_steps: _NumberSteps = 10
    buckets_log2: _BucketsLog2 = 10
    words_max: _WordsMax = 1
    shards: Annotated[int, Meta(ge=2, le=64)] = 5
    inverse_l2_millionths: Strength = 1_000_000
    iterations_max: Count = 200
    tolerance_billionths: Tolerance = 100_000
    test_share_bp: BasisPoints = 2_500
    seed: Seed = 0

    def __post_init__(self) -> None:
        check_columns(self.label, self.numbers, self.categories, self.text)
