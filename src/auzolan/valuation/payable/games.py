"""From rows as they were brought to the game that is paid: merge first, then all the rest.

What is one thing is decided on raw rows, training and test rows alike. Rows that do not stand are
dropped before a person's sequence is made, before features are derived from it, and before some
of her rows are kept back as queries. So a copy is in no sequence and asks no question; were it
dropped later, it would have changed the rows around it and could no longer be told from them.

It knows no kind of rows: what a kind makes of its rows is the kind's own (`purchases`). It reads
no file and values nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.payable.canonical_rows import (
    CanonicalRows,
    Claim,
    Merging,
    canonical_rows,
)
from auzolan.valuation.payable.near import Content
from auzolan.valuation.quantize import IntArray


@dataclass(frozen=True, slots=True, eq=False)
class LaidOut:
    """Rows with what the house derives.

    Attributes:
        features: int64 of shape (r, d).
        is_test: bool of shape (r,): whether a row is kept back as a query.
    """

    features: IntArray
    is_test: NDArray[np.bool_]


class RawRows(Protocol):
    """Rows as they were brought, and what a kind makes of those that stand."""

    @property
    def content(self) -> Content:
        """What the n rows say, without anything that the house derives."""
        ...

    @property
    def labels(self) -> IntArray:
        """Label codes of shape (n,)."""
        ...

    @property
    def position(self) -> IntArray:
        """Order within a person's rows, of shape (n,); it makes no two rows different."""
        ...

    def laid_out(self, rows: IntArray) -> LaidOut:
        """Derive features and the split from these rows alone, as if there were no others.

        Args:
            rows: int64 of shape (r,): places of rows.
        """
        ...


@dataclass(frozen=True, slots=True, eq=False)
class PaidGame:
    """Rows as they are valued.

    Attributes:
        train: int64 features and label codes of the n training rows, which all stand.
        query: the same of the m test rows.
        claims: what is registered about each training row.
        rows: the canonical rows among the training rows, and whose they are.
        places: int64 of shape (n,): the place of each training row among all rows.
        query_places: int64 of shape (m,): the same of each test row.
        merged: which of all rows are one, training and test rows alike.
    """

    train: tuple[IntArray, IntArray]
    query: tuple[IntArray, IntArray]
    claims: tuple[Claim, ...]
    rows: CanonicalRows
    places: IntArray
    query_places: IntArray
    merged: CanonicalRows


def game_of(raw: RawRows, claims: Sequence[Claim], *, merging: Merging) -> PaidGame:
    """Merge rows, drop those that do not stand, then derive features and split.

    Args:
        raw: the n rows as they were brought.
        claims: what is registered about each.
        merging: what the charter says of their kind.
    Returns:
        The game; its rows keep the order in which they lie.
    Raises:
        ValueError: lengths differ, an observation has several holders, or settled disputes give
            one thing to different people.
    Source: charter, article on worth.
    """
    merged = canonical_rows(raw.content, raw.labels, claims, merging=merging, position=raw.position)
    standing = np.sort(merged.standing)
    laid = raw.laid_out(standing)
    places, query_places = standing[~laid.is_test], standing[laid.is_test]
    n = len(places)
    rows = CanonicalRows(
        row_of=np.arange(n, dtype=np.int64),
        standing=np.arange(n, dtype=np.int64),
        owners=tuple(merged.owners[at] for at in merged.row_of[places].tolist()),
        members=merged.members,
    )
    return PaidGame(
        train=(laid.features[~laid.is_test], raw.labels[places]),
        query=(laid.features[laid.is_test], raw.labels[query_places]),
        claims=tuple(claims[place] for place in places.tolist()),
        rows=rows,
        places=places,
        query_places=query_places,
        merged=merged,
    )
