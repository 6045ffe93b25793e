"""Games where each member brings only her nearest rows: member-KNN and cap-c.

For each query a member's `cap` nearest rows enter; the other rows do not exist. Those that
entered play the row game of `knn.py`, and a member gets the sum of her rows. With cap 1 each
member votes with her nearest row alone (member-KNN), so a thousand copies weigh as much as one
row; without a cap it is the plain row-sum.

Ties. Where a tie straddles the cap, each choice of a member's tied rows is as likely. (The rule to
pay by, `KNNShapley(cap=...)`, is stricter: there those that do not match enter first. The two agree
where no tie at the cap mixes answers.) The rows that entered are then in any order, as likely each, whatever they were chosen from. (Were both one
order of all rows, a member would come first more often by having more copies at that distance.)
The closed form is linear in the matches, so each of s places that b tied rows with M matches
compete for carries M / b of a match. With
c_j = 1 / max(k, j), a block of t places a..b with E matches, of which the member has s and e:

    e A / t - (s E - e) B / (t (t - 1)) - s * sum over later blocks of E' (c_(a'-1) - c_b') / t'

where A = c_a + ... + c_b and B = c_a + ... + c_(b-1) - (b - a) c_b.

Does not merge copies, and does not see that two members are one person.

Source: Jia et al. 2019, arXiv 1908.08619, Theorem 1, by blocks and by linearity as in `knn.py`.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from auzolan.valuation.compiled import compiled
from auzolan.valuation.game_values import GameValues, mean_over_queries
from auzolan.valuation.given import whole_number
from auzolan.valuation.members.nearest_groups import Groups, groups_of, member_game
from auzolan.valuation.quantize import FloatArray, Owners

K_MAX = 2**20
CAP_MAX = 2**53


def member_knn_shapley(
    X: ArrayLike,
    y: ArrayLike,
    owner: Owners,
    X_query: ArrayLike,
    y_query: ArrayLike,
    *,
    k: int,
) -> GameValues:
    """Value each member by a game where she votes with her nearest row only.

    Args:
        X: rows of shape (n, d), finite; squared Euclidean distance.
        y: labels of shape (n,).
        owner: the member each row belongs to, n of them.
        X_query: queries of shape (m, d), finite, m >= 1.
        y_query: labels of shape (m,).
        k: members that vote, >= 1; may exceed their number.
    Returns:
        One value for each member who owns a row. They sum to the mean over queries of (1/k)
        times the matches among the k nearest members' nearest rows.
    Raises:
        ValueError: shapes do not match, a feature is not finite, or k is out of range.
    Source: the module's text, with cap 1.
    """
    return cap_shapley(X, y, owner, X_query, y_query, k=k, cap=1)


def cap_shapley(
    X: ArrayLike,
    y: ArrayLike,
    owner: Owners,
    X_query: ArrayLike,
    y_query: ArrayLike,
    *,
    k: int,
    cap: int | None,
) -> GameValues:
    """Value each member by the row game on her `cap` nearest rows a query.

    Args:
        X: rows of shape (n, d), finite; squared Euclidean distance.
        y: labels of shape (n,).
        owner: the member each row belongs to, n of them.
        X_query: queries of shape (m, d), finite, m >= 1.
        y_query: labels of shape (m,).
        k: neighbours that vote, 1 to 2^20; may exceed n.
        cap: rows of one member that enter for one query, >= 1; None for all.
    Returns:
        One value for each member who owns a row; they sum to the mean worth of the rows that
        entered.
    Raises:
        ValueError: shapes do not match, a feature is not finite, or k or cap is out of range.
    Source: the module's text.
    """
    game = member_game((X, y, owner), (X_query, y_query))
    n_rows = len(game.labels)
    k = whole_number("k", k, 1, K_MAX)
    most = n_rows if cap is None else whole_number("cap, or None,", cap, 1, CAP_MAX)
    chances = 1.0 / np.maximum(np.arange(n_rows + 1), k)
    sums = np.cumsum(chances)
    per_query = np.zeros((len(game.queries), len(game.members)))
    worths = np.zeros(len(game.queries))
    for query, groups in enumerate(groups_of(game, cap=most)):
        worths[query] = _values(per_query[query], groups, (k, most), chances, sums)
    return mean_over_queries(
        f"cap-shapley/1 k={k} cap={cap}",
        game.members,
        per_query,
        total=math.fsum(worths) / len(worths),
        error=0.0,
    )


@compiled
def _values(
    values: FloatArray,
    groups: Groups,
    limits: tuple[int, int],
    chances: FloatArray,
    sums: FloatArray,
) -> float:
    """Add the closed form for one query, from the farthest block in; returns the whole's worth."""
    k, cap = limits
    n_blocks = groups.starts.shape[0] - 1
    places = np.zeros(groups.member.shape[0], dtype=np.int64)
    matches = np.zeros(groups.member.shape[0])
    for group in range(groups.member.shape[0]):
        places[group] = min(groups.rows[group], cap - groups.closer[group])
        matches[group] = places[group] * groups.matches[group] / groups.rows[group]
    last = places.sum()
    later, worth = 0.0, 0.0
    for block in range(n_blocks - 1, -1, -1):
        span = slice(groups.starts[block], groups.starts[block + 1])
        size, matched = places[span].sum(), matches[span].sum()
        first = last - size + 1
        own = (sums[last] - sums[first - 1]) / size
        rival = sums[last - 1] - sums[first - 1] - (last - first) * chances[last]
        rival /= size * max(1, size - 1)
        for group in range(groups.starts[block], groups.starts[block + 1]):
            others = places[group] * matched - matches[group]
            values[groups.member[group]] += (
                matches[group] * own - others * rival - places[group] * later
            )
        later += matched * (chances[first - 1] - chances[last]) / size
        worth += matched * min(size, max(0, k - first + 1)) / (size * k)
        last = first - 1
    return worth
