"""What rows of labelled text are to a valuation: their content, labels, order, points and questions.

It hands them to the merging (`games`); `kinds` values them. Which rows are questions, the set says
that they came in. It has no arithmetic of its own, and no euro.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from auzolan.learning.recipes import TextValuationRecipe
from auzolan.learning.texts import BoolArray, is_test, label_codes, plain, points, texts_of
from auzolan.valuation.payable.games import LaidOut
from auzolan.valuation.payable.near import Vectors
from auzolan.valuation.payable.terms import Terms
from auzolan.valuation.quantize import IntArray


@dataclass(frozen=True, slots=True, eq=False)
class TextContent:
    """What texts say, near by the steps of a recipe; equal but for case and spaces is equal.

    Attributes:
        spellings: the n texts in the form in which they are compared.
        steps: the same rows as points, with the distance at which two are near.
    """

    spellings: Sequence[str]
    steps: Vectors

    def spelled(self) -> list[bytes]:
        """Spell each row as it is compared."""
        return [text.encode("utf-8", "surrogatepass") for text in self.spellings]

    def leaders(self, rows: IntArray, groups: IntArray) -> IntArray:
        """Find leaders by distance in steps; see `near.Content.leaders`."""
        return self.steps.leaders(rows, groups)


@dataclass(frozen=True, slots=True, eq=False)
class RawTexts:
    """Labelled texts as they were brought.

    Attributes:
        content: what they say.
        labels: int64 codes of shape (n,).
        asks: bool of shape (n,): whether a row is kept back as a question.
    """

    content: TextContent
    labels: IntArray
    asks: BoolArray

    @property
    def position(self) -> IntArray:
        """The order in which they lie; it makes no two rows different."""
        return np.arange(len(self.labels), dtype=np.int64)

    def laid_out(self, rows: IntArray) -> LaidOut:
        """The points of these rows, and which of them are questions."""
        return LaidOut(self.content.steps.features[rows], self.asks[rows])


def raw_texts(
    recipe: TextValuationRecipe, columns: Mapping[str, Sequence[int | str]], terms: Terms
) -> RawTexts:
    """Read labelled texts as they were brought.

    Args:
        recipe: columns, points and merge distance.
        columns: the rows, batch by batch in the order of the terms.
        terms: who brought which row.
    Returns:
        The rows.
    Raises:
        ValueError: rows and terms differ in number, a row is malformed, or the recipe merges
            farther than the terms allow.
    """
    terms.check_merging(recipe.near_squared)
    texts, owners = texts_of(columns, recipe), terms.owners()
    if len(texts) != len(owners):
        raise ValueError(f"{len(texts)} rows need as many owners; got {len(owners)}")
    laid = points(texts, words_max=recipe.words_max, buckets_log2=recipe.buckets_log2)
    content = TextContent([plain(text) for text in texts], Vectors(laid, recipe.near_squared))
    return RawTexts(content, label_codes(columns, recipe), is_test(columns, recipe.test_column))
