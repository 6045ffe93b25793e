"""From the sums over all queries to what is published of rows and of members.

Without merging a row is its own and a member has the sum over her rows. With merging
(`standing`) sums of canonical rows are shown on the rows and shared among their holders.

Values nothing itself, and draws no chance.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.rows.result import Part, Values
from auzolan.valuation.rows.standing import MemberSums, StandingRows
from auzolan.valuation.rows.training_rows import TrainingRows

Whole = NDArray[np.int64]


def row_values(
    store: TrainingRows, standing: StandingRows | None, part: Part, groups: Whole | None
) -> Values:
    """Show what each row is worth.

    Args:
        store: the rows.
        standing: the canonical rows that were valued; None where every row was.
        part: sums over all queries.
        groups: the cluster of each query; None without.
    Returns:
        Values of all rows that are here; a merged row that was not the first is worth 0.
    """
    sums, squares = part.sums, part.squares
    if standing is not None:
        sums, squares = standing.shown(sums), standing.squares_shown(squares)
    # Of ten million rows each column of whole numbers is 80 MB: one of ones is only pretended.
    ones = np.broadcast_to(np.int64(1), sums.shape)
    return Values(
        store.ids(), sums, squares, len(part.places), part.unit, None, groups,
        ones, (sums < 0).view(np.int8),
    )  # fmt: skip


def member_values(
    store: TrainingRows, standing: StandingRows | None, part: Part, groups: Whole | None
) -> Values:
    """Show what each member's rows are worth together.

    Args:
        store: the rows, with owners.
        standing: the canonical rows that were valued; None where every row was.
        part: sums over all queries.
        groups: the cluster of each query; None without.
    Returns:
        Values of all members who have a row here, in order of id. With merging `rows` counts the
        canonical rows of which a member holds a part, so it may be 0.
    """
    owners, names = store.owners(), store.members.names
    here = np.bincount(owners, minlength=len(names))
    is_below = part.sums < 0
    if standing is None:
        kept = part.of_owner if part.of_owner.shape[1] else None
        found = MemberSums(part.owner_sums, part.owner_squares, kept, 1)
        counts, negative = here, np.bincount(owners[is_below], minlength=len(names))
    else:
        found = standing.member_sums(part)
        counts = standing.holders.counts(np.ones(len(is_below), dtype=np.bool_))
        negative = standing.holders.counts(is_below)
    ids = np.array(names)
    order = np.argsort(ids, kind="stable")
    order = order[here[order] > 0]
    values = Values(
        ids, found.sums, found.squares, len(part.places), part.unit / found.scale,
        found.per_query, groups, counts.astype(np.int64), negative.astype(np.int64),
    )  # fmt: skip
    return _some(values, order)


def _some(values: Values, at: NDArray[np.intp]) -> Values:
    return replace(
        values,
        ids=values.ids[at],
        sums=values.sums[at],
        squares=values.squares[at],
        per_query=None if values.per_query is None else values.per_query[:, at],
        rows=values.rows[at],
        n_negative=values.n_negative[at],
    )
