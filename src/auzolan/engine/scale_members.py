"""Games of members at scale: member-KNN, cap-c and the curator game over many workers.

For one query such a game looks only at the nearest few rows of each member. So the rows are cut:
each unit finds, for every query, each member's nearest rows among its own, and what two units
found merges into what one unit would have found. What is left, a few rows a member, plays the
game of `valuation`, some queries a unit. Figures are those of `cap_shapley` and
`curator_shapley` on all rows, to the last bit.

Holds, for each query, at most `cap` rows a member and what ties with them. Refuses games that
look at all rows of a member (no cap) and those that draw chance.

Source: `valuation.member_games` and `valuation.curator`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache, reduce

import numpy as np
from numpy.typing import NDArray

from auzolan.engine.crew import in_order
from auzolan.engine.scale import QUERIES_IN_UNIT, ROWS_IN_UNIT
from auzolan.engine.stored_rows import Floats, Given, StoredRows
from auzolan.valuation.compiled import compiled
from auzolan.valuation.game_values import GameValues, mean_over_queries
from auzolan.valuation.given import features_of, whole_number
from auzolan.valuation.members.curator import Exact, Quadrature, curator_shapley
from auzolan.valuation.members.member_games import CAP_MAX, cap_shapley
from auzolan.valuation.members.nearest_groups import squared_distances

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Near = tuple[Whole, Real]
_CELLS_MAX = 2**20


@dataclass(frozen=True, slots=True)
class Cap:
    """The row game on each member's nearest rows; with cap 1 it is member-KNN.

    Attributes:
        k: neighbours that vote.
        cap: rows of one member that enter for one query, >= 1.
    """

    k: int
    cap: int = 1


@dataclass(frozen=True, slots=True)
class Curator:
    """The game whose players are members with all their rows.

    Attributes:
        k: neighbours that vote.
        way: `Exact()` or `Quadrature(...)`.
    """

    k: int
    way: Exact | Quadrature = Exact()  # noqa: RUF009 - frozen and empty


def members_at_scale(
    game: Cap | Curator,
    rows: StoredRows,
    X_query: Floats,  # noqa: N803 - as estimators call it
    y_query: Given,
    *,
    workers: int | None = None,
    queries_in_unit: int = QUERIES_IN_UNIT,
    rows_in_unit: int = ROWS_IN_UNIT,
) -> GameValues:
    """Value the owners of stored rows by a game of members.

    Args:
        game: which game.
        rows: the training rows, with owners.
        X_query: features of shape (m, d), finite.
        y_query: m labels.
        workers: units at work at once; None takes what `joblib.parallel_config` says.
        queries_in_unit: queries of one unit when the games are played.
        rows_in_unit: rows of one unit when the nearest are looked for.
    Returns:
        One value a member.
    Raises:
        ValueError: rows have no owners or have targets, a limit is passed, a game draws chance,
            shapes do not match, or a value is not finite.
        ImportError: joblib or numba is missing.
    """
    cap = game.cap if isinstance(game, Cap) else game.k
    cap = whole_number("cap" if isinstance(game, Cap) else "k", cap, 1, CAP_MAX)
    if not rows.has_owners or rows.has_targets:
        raise ValueError("a game of members needs rows stored with owners, and with labels")
    if isinstance(game, Curator) and not isinstance(game.way, Exact | Quadrature):
        raise ValueError("a game that draws chance for each query is played by curator_shapley")
    if queries_in_unit < 1 or rows_in_unit < 1:
        raise ValueError(f"a unit is at least 1; got {queries_in_unit} and {rows_in_unit}")
    features = _checked(rows, X_query, y_query)
    spans = [
        (start, min(start + rows_in_unit, rows.n_rows))
        for start in range(0, rows.n_rows, rows_in_unit)
    ]
    found = in_order(
        _nearest_of_rows,
        [(rows, start, stop, features, cap) for start, stop in spans],
        workers=workers,
    )
    owners = rows.owners()
    near = reduce(lambda left, right: _nearer(left, right, owners, cap), found)
    return _played(game, rows, near, (features, rows.codes_of(y_query)), queries_in_unit, workers)


def _checked(rows: StoredRows, features: Floats, labels: Given) -> Real:
    asked = np.ascontiguousarray(features_of(features, "queries"), dtype=np.float64)
    if not len(asked) or len(labels) != len(asked):
        raise ValueError(f"expected a label for each query; got {asked.shape}, {len(labels)}")
    if asked.shape[1] != rows.n_features:
        raise ValueError(f"rows have {rows.n_features} features and queries {asked.shape[1]}")
    wrong = np.flatnonzero(~np.isfinite(asked).all(axis=1))
    if len(wrong):
        raise ValueError(f"query {wrong[0]} has a feature that is not finite")
    return asked


def _played(  # noqa: PLR0917 - steps of one function
    game: Cap | Curator,
    rows: StoredRows,
    near: list[Near],
    asked: tuple[Real, NDArray[np.generic]],
    size: int,
    workers: int | None,
) -> GameValues:
    """Play each query's game on the rows that are left, and average."""
    features, labels = asked
    units = [slice(start, start + size) for start in range(0, len(features), size)]
    played = [
        one
        for unit in in_order(
            _play,
            [
                (game, rows, [numbers for numbers, _ in near[unit]], features[unit], labels[unit])
                for unit in units
            ],
            workers=workers,
        )
        for one in unit
    ]
    return mean_over_queries(
        played[0].method,
        played[0].players,
        np.stack([one.values for one in played]),
        total=math.fsum(one.total for one in played) / len(played),
        error=played[0].error,
        seed=played[0].seed,
    )


def _play(
    game: Cap | Curator,
    rows: StoredRows,
    near: list[Whole],
    features: Real,
    labels: NDArray[np.generic],
) -> list[GameValues]:
    """Play the games of a few queries; one unit of work."""
    names = np.array(_owner_names(rows))
    played = []
    for query, numbers in enumerate(near):
        one = (features[query : query + 1], labels[query : query + 1])
        some = (rows.features()[numbers], rows.labels()[numbers])
        owner = names[rows.owners()[numbers]].tolist()
        if isinstance(game, Cap):
            played.append(cap_shapley(*some, owner, *one, k=game.k, cap=game.cap))
        else:
            played.append(curator_shapley(*some, owner, *one, k=game.k, method=game.way))
    return played


@lru_cache(maxsize=1)
def _owner_names(rows: StoredRows) -> tuple[str | int | float | bool, ...]:
    return rows.owner_names()


def _nearest_of_rows(
    rows: StoredRows, start: int, stop: int, features: Real, cap: int
) -> list[Near]:
    """Find each member's nearest of some rows for every query; one unit of work.

    Returns:
        For each query the numbers of these rows, rising, and their squared distances.
    """
    some = np.asarray(rows.features()[start:stop], dtype=np.float64)
    wrong = np.flatnonzero(~np.isfinite(some).all(axis=1))
    if len(wrong):
        raise ValueError(f"row {start + wrong[0]} has a feature that is not finite")
    by_feature = np.ascontiguousarray(some.T)
    owners = rows.owners()[start:stop].astype(np.int64)
    here, places = np.unique(owners, return_inverse=True)
    found = []
    size = max(1, _CELLS_MAX // len(some))
    for first in range(0, len(features), size):
        for line in squared_distances(features[first : first + size], by_feature):
            kept = np.flatnonzero(_is_near(line, places, len(here), cap))
            found.append((kept + start, line[kept]))
    return found


def _nearer(left: list[Near], right: list[Near], owners: NDArray[np.int32], cap: int) -> list[Near]:
    """Merge what was found among two pieces of the rows; associative."""
    merged = []
    for one, other in zip(left, right, strict=True):
        numbers = np.concatenate([one[0], other[0]])
        distances = np.concatenate([one[1], other[1]])
        here, places = np.unique(owners[numbers], return_inverse=True)
        is_near = _is_near(distances, places, len(here), cap)
        merged.append((numbers[is_near], distances[is_near]))
    return merged


@compiled
def _is_near(distances: Real, owners: Whole, n_owners: int, cap: int) -> NDArray[np.bool_]:
    """Tell which rows have fewer than `cap` rows of their owner nearer to the query.

    Args:
        distances: shape (n,).
        owners: places of owners, of shape (n,).
        n_owners: owners.
        cap: >= 1.
    Returns:
        bool of shape (n,); rows that tie at the edge are all in.
    """
    room = min(cap, distances.shape[0])
    nearest = np.full((n_owners, room), np.inf)
    for row in range(distances.shape[0]):
        mine = nearest[owners[row]]
        at = room - 1
        if distances[row] >= mine[at]:
            continue
        while at > 0 and mine[at - 1] > distances[row]:
            mine[at] = mine[at - 1]
            at -= 1
        mine[at] = distances[row]
    is_near = np.zeros(distances.shape[0], dtype=np.bool_)
    for row in range(distances.shape[0]):
        is_near[row] = distances[row] <= nearest[owners[row], room - 1]
    return is_near
