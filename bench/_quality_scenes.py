"""Whose intervals are measured, and by which draws of queries; see `valuation_quality.py`.

A scene is a training set with owners and a population of queries. The truth is the mean over the
whole population, so it is known exactly, and drawing from it with return gives independent draws.
Nothing is measured here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from auzolan.valuation.rows.knn_shapley import KNNShapley
from auzolan.valuation.rows.result import Values

K = 5
MEMBERS = 20
Array = np.ndarray
Drawing = Callable[[np.random.Generator], tuple[Array, Array | None]]


@dataclass(frozen=True)
class Scene:
    """A training set and a population of queries.

    `draw` gives the places of one repetition's queries in the population, and the group of each
    (None where queries are drawn one by one).
    """

    name: str
    rows: tuple[Array, Array, Array]  # features, labels, owners
    asked: tuple[Array, Array]  # features, labels
    draw: Drawing

    def population(self) -> Values:
        """Every member's value for every query of the population."""
        features, labels, owners = self.rows
        model = KNNShapley(k=K, dtype="float64").fit(features, labels, owners)
        members = model.value(*self.asked).members
        assert members is not None
        return members


def singly(count: int, drawn: int) -> Drawing:
    """Draw so many queries of `count`, each independently."""
    return lambda made: (made.integers(0, count, drawn), None)


def by_group(group: Array, drawn: int) -> Drawing:
    """Draw so many whole groups, each independently; group: shape (q,), rising."""
    starts = np.flatnonzero(np.append(True, group[1:] != group[:-1]))
    ends = np.append(starts[1:], len(group))

    def draw(made: np.random.Generator) -> tuple[Array, Array | None]:
        chosen = made.integers(0, len(starts), drawn)
        places = [np.arange(starts[one], ends[one]) for one in chosen]
        return np.concatenate(places), np.repeat(np.arange(drawn), [len(one) for one in places])

    return draw


def within_groups(group: Array) -> Drawing:
    """Draw as many queries from each group as it has; group: shape (q,), rising."""
    starts = np.flatnonzero(np.append(True, group[1:] != group[:-1]))
    sizes = np.diff(np.append(starts, len(group)))
    first, size = np.repeat(starts, sizes), np.repeat(sizes, sizes)

    def draw(made: np.random.Generator) -> tuple[Array, Array | None]:
        return first + made.integers(0, size), group

    return draw


def dealt(made: np.random.Generator, n: int) -> Array:
    """Deal rows to members whose expected numbers of rows differ about ninefold."""
    weights = np.exp(made.normal(0, 0.7, MEMBERS))
    return made.choice(MEMBERS, n, p=weights / weights.sum())


def in_equal_parts(_made: np.random.Generator, n: int, *, rows: int) -> Array:
    """Deal so many rows to each member."""
    return np.arange(n) // rows


def digits(seed: int, *, drawn: int, owners: Callable[..., Array] = dealt) -> Scene:
    """Real images; who owns a row is made up."""
    from sklearn.datasets import load_digits

    made = np.random.default_rng(seed)
    source = load_digits()
    order = made.permutation(len(source.target))
    features, labels = source.data[order], source.target[order]
    return Scene(
        "digits",
        (features[:1000], labels[:1000], owners(made, 1000)),
        (features[1000:], labels[1000:]),
        singly(len(labels) - 1000, drawn),
    )


def blended(seed: int, *, drawn: int, users: int = 0) -> Scene:
    """Made up: ten overlapping classes in 16 dimensions, members who know some better than others.

    Up to 40 % of a member's labels are wrong. With `users` each of them asks 2 to 12 queries of
    her own kinds, shifted her own way, and `drawn` counts users.
    """
    made = np.random.default_rng(seed)
    classes, d, n = 10, 16, 2000
    centre = made.normal(size=(classes, d)) * 1.2
    owner = dealt(made, n)
    true = _drawn_classes(made, made.dirichlet(np.full(classes, 0.7), MEMBERS)[owner])
    features = centre[true] + made.normal(size=(n, d))
    is_wrong = made.random(n) < made.uniform(0, 0.4, MEMBERS)[owner]
    labels = np.where(is_wrong, made.integers(0, classes, n), true)
    if not users:
        asked = made.integers(0, classes, 60_000)
        points = centre[asked] + made.normal(size=(len(asked), d))
        draw = singly(len(asked), drawn)
        return Scene("made up", (features, labels, owner), (points, asked), draw)
    group = np.repeat(np.arange(users), made.integers(2, 13, users))
    asked = _drawn_classes(made, made.dirichlet(np.full(classes, 0.5), users)[group])
    shift = made.normal(size=(users, d))[group] * 0.5
    points = centre[asked] + shift + made.normal(size=(len(asked), d))
    draw = by_group(group, drawn)
    return Scene("made up, users", (features, labels, owner), (points, asked), draw)


def _drawn_classes(made: np.random.Generator, chances: Array) -> Array:
    """One class for each line of chances of shape (n, classes)."""
    above = made.random(len(chances))[:, None] > chances.cumsum(axis=1)
    return np.minimum(above.sum(axis=1), chances.shape[1] - 1)


def purchases(*, same_people: bool) -> Scene:
    """Real purchases of 100 households, each of them a member; their last quarters are asked.

    A repetition asks either the same households for other purchases like theirs, or other
    households like these.
    """
    from auzolan.engine.yogurt import columns
    from auzolan.learning.purchases import features, valuation_matrix
    from auzolan.learning.purchases import purchases as table_of
    from auzolan.learning.recipes import ValuationRecipe

    recipe = ValuationRecipe()
    table = table_of(columns())
    known = features(
        table, loyalty_keep_bp=recipe.loyalty_keep_bp, test_share_bp=recipe.test_share_bp
    )
    matrix = valuation_matrix(known, recipe).astype(np.float64)
    kept = ~known.is_test
    order = np.argsort(table.household[~kept], kind="stable")
    group = table.household[~kept][order]
    people = len(np.unique(group))
    return Scene(
        "purchases, same households" if same_people else "purchases, other households",
        (matrix[kept], table.choice[kept], table.household[kept]),
        (matrix[~kept][order], table.choice[~kept][order]),
        within_groups(group) if same_people else by_group(group, people),
    )
