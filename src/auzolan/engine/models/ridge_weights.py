"""Ridge weights: solved from exact sums, written as safetensors, and turned into scores.

The penalty falls on standardised features, and means and spreads come from the sums themselves,
so that nothing of a row stays behind that is not in the sums.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np

from auzolan.engine.models import about
from auzolan.engine.models.design import Features, blocks
from auzolan.engine.models.moments import Moments, features_of
from auzolan.engine.models.rows import MICRO, Rows
from auzolan.engine.models.trained import FloatArray
from auzolan.learning import recipes
from auzolan.learning.recipes import RidgeRecipe


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="model.ridge/1"):
    """What the file says of itself: the recipe's digest, labels, and values as columns."""

    recipe: str
    classes: tuple[str, ...]
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A ridge model.

    Attributes:
        classes: labels, ascending; one empty name where numbers are met.
        features: the columns.
        weights: shape (d, c); the first row belongs to the column of ones.
    """

    classes: tuple[str, ...]
    features: Features
    weights: FloatArray


def solve(recipe: RidgeRecipe, sums: Moments) -> Weights:
    """Solve the penalised normal equations.

    With Z the standardised features and r their covariances with the answers, the weights are
    (Z'Z/n + p I)^-1 r; a feature that never differs has weight 0. Scores of classes are met as 0
    and 1.

    Args:
        recipe: gives the penalty, p.
        sums: of at least one row.
    Source: Hoerl and Kennard 1970, Ridge Regression, eq. 2.1.
    """
    n = sums.n_rows
    total, gram, cross = sums.gram[0], sums.gram, sums.cross
    # Exact integers: whether a feature differs at all must not hang on a rounding.
    spread = [
        n * int(gram[j, j]) - int(total[j]) ** 2 if j else 0 for j in range(sums.features.width)
    ]
    moves = np.flatnonzero([one > 0 for one in spread])
    scale = np.sqrt(np.array([spread[j] for j in moves.tolist()], dtype=np.float64)) / n
    mean, met = total / n, cross[0] / n
    inner = gram[np.ix_(moves, moves)] / n - np.outer(mean[moves], mean[moves])
    inner = inner / np.outer(scale, scale)
    inner[np.diag_indices(len(moves))] = 1 + recipe.penalty_millionths / MICRO
    right = (cross[moves] / n - np.outer(mean[moves], met)) / scale[:, None]
    weights = np.zeros(cross.shape)
    if len(moves):
        weights[moves] = np.linalg.solve(inner, right) / scale[:, None]
    weights[0] = met - mean @ weights
    return Weights(sums.classes, sums.features, weights)


def scores(model: Weights, rows: Rows) -> FloatArray:
    """Score rows: shape (n, c)."""
    found = [block @ model.weights for block in blocks(model.features, rows)]
    return np.concatenate(found) if found else np.zeros((0, len(model.classes)))


def save(model: Weights, recipe: RidgeRecipe) -> bytes:
    """Write a model; the same weights always give the same bytes."""
    said = About(recipes.digest(recipe), model.classes, model.features.values)
    return about.write(said, {"weights": model.weights})


def load(content: bytes, recipe: RidgeRecipe) -> Weights:
    """Read a model back, checked.

    Raises:
        ValueError: no sound ridge model, or another recipe's.
    """
    said, tensors = about.read(content, About)
    if said.recipe != recipes.digest(recipe):
        raise ValueError("the model was made by another recipe")
    features = features_of(recipe, said.values)
    if not said.classes:
        raise ValueError("not a ridge model: it names no answers")
    weights = about.real(tensors, "weights", (features.width, len(said.classes)))
    return Weights(said.classes, features, weights)
