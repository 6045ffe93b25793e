"""The curator game: each player is a member, and a coalition's worth is that of all its rows.

For one query a coalition is worth (1/k) times how many of the min(k, rows) rows nearest to it,
among all rows of its members, have its label; none is worth 0. Rows at equal distance have no
order: the worth is the mean over their orders. A member's value is her Shapley value in that
game, averaged over the queries. Rows of one member thus never compete with one another, as they
do in a sum of row values.

Three ways: `exact` integrates the expected marginal with enough nodes to be exact; `quadrature`
with as few as keep the error of each value below a bound; `sampled` walks seeded permutations.

Does not defend against copies under two names, and is not what money is paid by.

Derivation: docs/explanation/the-curator-game.md.
Source: Ghorbani and Zou 2019 (Shapley value of data); Jia et al. 2019, arXiv 1908.08619, section
on the value of contributors, which needs time of order members^k where this needs members^2 k^4.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from auzolan.valuation.draws import permutations
from auzolan.valuation.game_values import GameValues, mean_over_queries
from auzolan.valuation.given import whole_number
from auzolan.valuation.members.curator_kernels import Rule, curator_values
from auzolan.valuation.members.curator_sampling import sampled_values
from auzolan.valuation.members.nearest_groups import Groups, groups_of, member_game
from auzolan.valuation.members.quadrature import count_for, error_bound, exact_count, gauss_nodes
from auzolan.valuation.quantize import Owners

K_MAX = 256
MEMBERS_MAX = 4096
PERMUTATIONS_MAX = 2**24
_ORDER_ERROR = 1e-15


@dataclass(frozen=True, slots=True)
class Exact:
    """Integrate with ceil(members / 2) nodes: exact up to rounding."""


@dataclass(frozen=True, slots=True)
class Quadrature:
    """Integrate with the fewest nodes that keep every value's error below a bound.

    Attributes:
        tolerance: largest error of a value for one query, > 0.
    """

    tolerance: float = 1e-6


@dataclass(frozen=True, slots=True)
class Sampled:
    """Walk permutations of the members, drawn anew for each query.

    Attributes:
        permutations: orders walked for each query, >= 1.
        seed: 0 to 2^64 - 1.
    """

    permutations: int = 1000
    seed: int = 0


Way = Exact | Quadrature | Sampled
_BY_NAME: dict[str, Way] = {"exact": Exact(), "quadrature": Quadrature(), "sampled": Sampled()}


def curator_shapley(
    X: ArrayLike,
    y: ArrayLike,
    owner: Owners,
    X_query: ArrayLike,
    y_query: ArrayLike,
    *,
    k: int,
    method: str | Way = "exact",
) -> GameValues:
    """Value each member by what her rows, as a whole, add to a nearest-neighbour model.

    Args:
        X: rows of shape (n, d), finite; squared Euclidean distance.
        y: labels of shape (n,).
        owner: the member each row belongs to, n of them; at most 4,096 different ones.
        X_query: queries of shape (m, d), finite, m >= 1.
        y_query: labels of shape (m,).
        k: neighbours that vote, 1 to 256; may exceed n.
        method: "exact", "quadrature" or "sampled" with their defaults, or one of `Exact`,
            `Quadrature` and `Sampled`.
    Returns:
        One value for each member who owns a row, with its standard error over the queries;
        they sum to the mean worth of all rows. Blocks of equal distance add at most 10^-15 for
        each matching row to `error`.
    Raises:
        ValueError: shapes do not match, a feature is not finite, a limit is passed, or the
            method is unknown.
    Source: docs/explanation/the-curator-game.md, with the bounds on time and error.
    Example:
        Two equal rows of one member are worth no more to the union than one.
        >>> rows, labels, owner = [[0.0], [0.0], [1.0]], [1, 1, 0], ["ana", "ana", "ben"]
        >>> found = curator_shapley(rows, labels, owner, [[0.2]], [1], k=1)
        >>> [(member, found.of(member)) for member in found.players]
        [('ana', 1.0), ('ben', 0.0)]
    """
    game = member_game((X, y, owner), (X_query, y_query))
    n_members = len(game.members)
    k = whole_number("k", k, 1, K_MAX)
    if n_members > MEMBERS_MAX:
        raise ValueError(f"expected at most {MEMBERS_MAX} members; got {n_members}")
    way = _way(method)
    per_query = np.zeros((len(game.queries), n_members))
    worths = np.zeros(len(game.queries))
    for query, groups in enumerate(groups_of(game, cap=k)):
        worths[query] = worth(groups, k)
        match way:
            case Sampled(permutations=count, seed=seed):
                orders = permutations(seed, query, count, n_members)
                per_query[query] = sampled_values(groups, n_members, k, orders)
            case _:
                presence = Rule(*gauss_nodes(_node_count(way, n_members)))
                order = Rule(*gauss_nodes(count_for(_others_in_block(groups), _ORDER_ERROR)))
                per_query[query] = curator_values(groups, n_members, k, presence, order)
    return mean_over_queries(
        f"curator-shapley/1 k={k} {way}",
        game.members,
        per_query,
        total=math.fsum(worths) / len(worths),
        error=_error(way, n_members),
        seed=way.seed if isinstance(way, Sampled) else None,
    )


def _way(method: str | Way) -> Way:
    if not isinstance(method, str):
        way = method
    elif method in _BY_NAME:
        way = _BY_NAME[method]
    else:
        raise ValueError(f"expected a method among {', '.join(_BY_NAME)}; got {method!r}")
    if isinstance(way, Sampled):
        whole_number("permutations", way.permutations, 1, PERMUTATIONS_MAX)
    return way


def _node_count(way: Exact | Quadrature, n_members: int) -> int:
    if isinstance(way, Quadrature):
        return count_for(n_members - 1, way.tolerance)
    return exact_count(n_members - 1)


def _error(way: Way, n_members: int) -> float:
    if isinstance(way, Sampled):
        return math.nan
    return error_bound(n_members - 1, _node_count(way, n_members))


def _others_in_block(groups: Groups) -> int:
    """Count the rows that share a place with another row, in the largest block."""
    return int(np.add.reduceat(groups.rows, groups.starts[:-1]).max()) - 1


def worth(groups: Groups, k: int) -> float:
    """Compute what all members together are worth for one query.

    Args:
        groups: the query's groups, cut at `k` rows a member or later.
        k: neighbours that vote, >= 1.
    Returns:
        Matching rows among the nearest, over k; the mean over orders of equal distances.
    """
    rows = np.add.reduceat(groups.rows, groups.starts[:-1])
    matches = np.add.reduceat(groups.matches, groups.starts[:-1])
    before = np.cumsum(rows) - rows
    counted = np.clip(k - before, 0, rows)
    return float((matches * counted / rows).sum()) / k
