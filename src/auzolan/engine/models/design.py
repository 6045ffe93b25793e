"""Rows as a matrix of whole numbers: numbers in steps, values as 0 or 1, words by their hash.

Whole numbers below 2^20, so that sums of products over a block are exact in float64 whatever the
order; exact sums are what lets rows leave a model without a trace. Standardises nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auzolan.engine.models.rows import Rows, labels_of, steps_of, texts_of
from auzolan.engine.models.tokens import bucket_of, tokens

FloatArray = NDArray[np.float64]

STEPS_MAX = 2**20
BLOCK_ROWS = 2**12


@dataclass(frozen=True, slots=True)
class Features:
    """Which columns a matrix has, in their order: a 1 for each row, numbers, values, buckets.

    Attributes:
        numbers: names of columns of numbers.
        values: column and value of each feature of 0 or 1.
        hashed: names of columns of which each value falls into a bucket.
        text: names of columns of text, of which each word falls into a bucket.
        number_steps: steps in a number of 1.
        buckets_log2: there are 2 to this power of buckets; none where nothing falls into them.
        words_max: words of a run that counts as one token.
    """

    numbers: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    hashed: tuple[str, ...]
    text: tuple[str, ...]
    number_steps: int
    buckets_log2: int
    words_max: int

    @property
    def width(self) -> int:
        """How many columns the matrix has."""
        return 1 + len(self.numbers) + len(self.values) + self.n_buckets

    @property
    def n_buckets(self) -> int:
        """How many of them are buckets."""
        return 1 << self.buckets_log2 if self.text or self.hashed else 0

    @property
    def first_value(self) -> int:
        """Where features of 0 or 1 begin."""
        return 1 + len(self.numbers)


def values_met(rows: Rows, categories: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """List each column's values that rows hold, sorted."""
    met = {(name, value) for name in categories for value in labels_of(rows, name)}
    return tuple(sorted(met))


def blocks(features: Features, rows: Rows) -> Iterator[FloatArray]:
    """Lay out rows, at most 4,096 at a time; a value that is no feature is 0 everywhere.

    Args:
        features: the columns.
        rows: any rows.
    Returns:
        Float matrices of whole numbers, at most 2^20 in size, of shape (b, width).
    Raises:
        ValueError: a column is missing or malformed, or a number is too large.
    """
    steps = [
        steps_of(rows, name, number_steps=features.number_steps, most=STEPS_MAX)
        for name in features.numbers
    ]
    place_of = {pair: place for place, pair in enumerate(features.values, features.first_value)}
    held = {name: labels_of(rows, name) for name in sorted({name for name, _ in features.values})}
    buckets = _buckets(features, rows)
    for start in range(0, len(rows), BLOCK_ROWS):
        stop = min(start + BLOCK_ROWS, len(rows))
        block = np.zeros((stop - start, features.width))
        block[:, 0] = 1
        for place, values in enumerate(steps, 1):
            block[:, place] = values[start:stop]
        for name, names in held.items():
            for row in range(start, stop):
                place_met = place_of.get((name, names[row]))
                if place_met is not None:
                    block[row - start, place_met] = 1
        for row in range(start, stop if buckets else start):
            block[row - start, buckets[row]] = 1
        yield block


def matrix(features: Features, rows: Rows) -> FloatArray:
    """Lay out all rows at once, of shape (n, width)."""
    found = list(blocks(features, rows))
    return np.concatenate(found) if found else np.zeros((0, features.width))


def _buckets(features: Features, rows: Rows) -> list[list[int]]:
    """The buckets of each row, as places in the matrix; nothing where there are none."""
    if not features.n_buckets:
        return []
    first = features.first_value + len(features.values)
    known: dict[tuple[str, str], int] = {}

    def place(kind: str, token: str) -> int:
        if (kind, token) not in known:
            bucket = bucket_of(kind, token, buckets_log2=features.buckets_log2)
            known[kind, token] = first + bucket
        return known[kind, token]

    found: list[list[int]] = [[] for _ in range(len(rows))]
    for name in features.hashed:
        for row, value in enumerate(labels_of(rows, name)):
            found[row].append(place(f"value {name}", value))
    if features.text:
        for row, text in enumerate(texts_of(rows, features.text)):
            found[row].extend(place("text", one) for one in tokens(text, features.words_max))
    return found
