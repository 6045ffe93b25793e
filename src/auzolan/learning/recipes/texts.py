"""The recipe by which labelled texts are valued: by nearest neighbours, on their words.

Holds no setting of a machine and no article of the charter.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.learning.recipes.fields import Column, Count, Texts, check_columns


class TextValuationRecipe(
    msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True,
    tag="recipe.knn_shapley_text/1",
):  # fmt: skip
    """How rows of labelled text are valued by k nearest neighbours.

    A text is its words, each once, found by their hashes, and every text is as long as any other.
    No word weighs by how rare it is among all, so that no member's rows move another's scale.

    Attributes:
        label: the column to be answered.
        text: columns of text, joined by a line break.
        test_column: a column that says `train` or `test` of each row; the test rows are the queries.
        k: neighbours that vote.
        words_max: longest run of words that counts as one token.
        buckets_log2: words fall into 2 to this power of features.
        near_squared: greatest squared distance at which two rows of one label can be one thing, of
            texts that are 1,000 steps long; 0 for texts that say the same alone.
        review_near_squared: the same for the review, which thins out a member's near rows; 0
            leaves that measure out.
        review_spreads: robust standard deviations above the median at which the review asks.
        review_times_bp: and at least so many times the median, in basis points.
        review_floor_bp: a share below this part of an equal share counts as this part, in basis
            points.
    """

    label: Column
    text: Texts
    test_column: Column
    k: Count = 5
    words_max: Annotated[int, Meta(ge=1, le=3)] = 1
    buckets_log2: Annotated[int, Meta(ge=4, le=12)] = 10
    near_squared: Annotated[int, Meta(ge=0, le=2**53 - 1)] = 0
    review_near_squared: Annotated[int, Meta(ge=0, le=2**53 - 1)] = 0
    review_spreads: Annotated[int, Meta(ge=1, le=1_000)] = 5
    review_times_bp: Annotated[int, Meta(ge=10_000, le=10_000_000)] = 15_000
    review_floor_bp: Annotated[int, Meta(ge=1, le=10_000)] = 1_000

    def __post_init__(self) -> None:
        check_columns(self.label, self.text, (self.test_column,))
