"""The sums that ridge regression rests on: whole numbers that can be added and taken out.

A label or value that no row holds any more leaves no column behind. Solves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec
import numpy as np

from auzolan.engine.artefacts import Limits
from auzolan.engine.models import about
from auzolan.engine.models.design import STEPS_MAX, Features, blocks, values_met
from auzolan.engine.models.rows import IntArray, Rows, few_labels, labels_of, steps_of
from auzolan.learning import recipes
from auzolan.learning.recipes import RidgeRecipe

WIDTH_MAX = 2_800
_LIMITS = Limits(file_bytes_max=160 * 2**20)


class State(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="state.ridge/1"):
    """What the state says of itself: the recipe's digest, rows, labels, and values as columns."""

    recipe: str
    rows: int
    classes: tuple[str, ...]
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Sums of products over rows, exact.

    Attributes:
        n_rows: rows summed up.
        classes: labels met, ascending; one empty name where numbers are met.
        features: the columns.
        gram: sums of products of features; int64 of shape (d, d).
        cross: sums of products of features and answers; int64 of shape (d, c).
    """

    n_rows: int
    classes: tuple[str, ...]
    features: Features
    gram: IntArray
    cross: IntArray


def features_of(recipe: RidgeRecipe, values: tuple[tuple[str, str], ...]) -> Features:
    """Name the columns of a recipe's matrix, with these values of its categories.

    Raises:
        ValueError: there would be more than 2,800.
    """
    found = Features(
        recipe.numbers, values, (), recipe.text, recipe.number_steps, recipe.buckets_log2,
        recipe.words_max,
    )  # fmt: skip
    if found.width > WIDTH_MAX:
        raise ValueError(f"{found.width} features exceed {WIDTH_MAX}")
    return found


def moments_of(recipe: RidgeRecipe, rows: Rows) -> Moments:
    """Sum up rows.

    Args:
        recipe: names the columns.
        rows: any rows; none give sums of 0.
    Raises:
        ValueError: a column is missing or malformed, or there are too many labels or values.
    """
    features = features_of(recipe, values_met(rows, recipe.categories))
    classes, answers = _answers(recipe, rows)
    gram = np.zeros((features.width, features.width), dtype=np.int64)
    cross = np.zeros((features.width, len(classes)), dtype=np.int64)
    start = 0
    for block in blocks(features, rows):
        # Exact: whole numbers up to 2^20, at most 2^12 rows, so that every sum is below 2^53.
        gram += (block.T @ block).astype(np.int64)
        cross += (block.T @ answers[start : start + len(block)]).astype(np.int64)
        start += len(block)
    return Moments(len(rows), classes, features, gram, cross)


def combined(one: Moments, other: Moments, *, sign: int) -> Moments:
    """Add sums, or take them out.

    Args:
        one: sums.
        other: what is added with sign 1, or taken out with sign -1; of the same recipe.
        sign: 1 or -1.
    Raises:
        ValueError: more is taken out than was in.
    """
    classes = tuple(sorted({*one.classes, *other.classes}))
    values = tuple(sorted({*one.features.values, *other.features.values}))
    features = replace(one.features, values=values)
    if features.width > WIDTH_MAX:
        raise ValueError(f"{features.width} features exceed {WIDTH_MAX}")
    gram = np.zeros((features.width, features.width), dtype=np.int64)
    cross = np.zeros((features.width, len(classes)), dtype=np.int64)
    for part, times in ((one, 1), (other, sign)):
        at = _places(part.features, features)
        of = np.array([classes.index(name) for name in part.classes], dtype=np.int64)
        gram[np.ix_(at, at)] += times * part.gram
        cross[np.ix_(at, of)] += times * part.cross
    n_rows = one.n_rows + sign * other.n_rows
    return _without_empty(Moments(n_rows, classes, features, gram, cross))


def save_moments(sums: Moments, recipe: RidgeRecipe) -> bytes:
    """Write the state that is kept beside a model; the upper half of the symmetric sums."""
    said = State(recipes.digest(recipe), sums.n_rows, sums.classes, sums.features.values)
    upper = sums.gram[np.triu_indices(len(sums.gram))]
    return about.write(said, {"upper": upper, "cross": sums.cross})


def load_moments(content: bytes, recipe: RidgeRecipe) -> Moments:
    """Read a state back, checked.

    Raises:
        ValueError: no sound state, or another recipe's.
    """
    said, tensors = about.read(content, State, _LIMITS)
    if said.recipe != recipes.digest(recipe):
        raise ValueError("the state was made by another recipe")
    features = features_of(recipe, said.values)
    d = features.width
    upper = about.whole(tensors, "upper", (d * (d + 1) // 2,))
    cross = about.whole(tensors, "cross", (d, len(said.classes)))
    gram = np.zeros((d, d), dtype=np.int64)
    gram[np.triu_indices(d)] = upper
    gram = gram + np.triu(gram, 1).T
    if gram[0, 0] != said.rows or (np.diagonal(gram) < 0).any():
        raise ValueError("not a sound state: its sums do not fit its rows")
    return Moments(said.rows, said.classes, features, gram, cross)


def _answers(recipe: RidgeRecipe, rows: Rows) -> tuple[tuple[str, ...], np.ndarray]:
    if recipe.answer == "number":
        steps = steps_of(rows, recipe.label, number_steps=recipe.number_steps, most=STEPS_MAX)
        return ("",), steps.astype(np.float64)[:, None]
    labels = labels_of(rows, recipe.label)
    classes = few_labels(labels, recipe.label)
    code_of = {name: code for code, name in enumerate(classes)}
    answers = np.zeros((len(rows), len(classes)))
    answers[np.arange(len(rows)), [code_of[label] for label in labels]] = 1
    return classes, answers


def _places(part: Features, whole: Features) -> IntArray:
    """Where the columns of a part stand in the whole."""
    place_of = {pair: place for place, pair in enumerate(whole.values, whole.first_value)}
    head = list(range(part.first_value))
    tail = range(whole.width - whole.n_buckets, whole.width)
    return np.array([*head, *(place_of[pair] for pair in part.values), *tail], dtype=np.int64)


def _without_empty(sums: Moments) -> Moments:
    """Drop values and labels that no row holds; refuse what cannot be a sum of rows."""
    features, counts = sums.features, np.diagonal(sums.gram)
    first = features.first_value
    of_values = counts[first : first + len(features.values)]
    is_class = sums.classes != ("",)
    of_classes = sums.cross[0] if is_class else np.ones(1, dtype=np.int64)
    if sums.n_rows < 0 or (counts < 0).any() or (is_class and (of_classes < 0).any()):
        raise ValueError("a row that leaves was never in this model")
    stays = np.ones(features.width, dtype=np.bool_)
    stays[first : first + len(of_values)] = of_values > 0
    lives = of_classes > 0
    gone = ~stays
    if sums.gram[gone].any() or sums.cross[gone].any() or sums.cross[:, ~lives].any():
        raise ValueError("a row that leaves was never in this model")
    kept = replace(
        features,
        values=tuple(p for p, n in zip(features.values, of_values.tolist(), strict=True) if n),
    )
    classes = tuple(c for c, n in zip(sums.classes, lives.tolist(), strict=True) if n)
    return Moments(
        sums.n_rows,
        classes,
        kept,
        sums.gram[np.ix_(stays, stays)],
        sums.cross[np.ix_(stays, lives)],
    )
