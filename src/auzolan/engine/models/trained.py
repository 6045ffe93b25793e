"""What every trainer gives and takes: a model as bytes, answers, hits and losses.

Names no family of models. Nothing here reads a file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from auzolan.engine.models.rows import BoolArray, IntArray, Rows, RowsKind

FloatArray = NDArray[np.float64]
_LIKELIHOOD_MIN = 1e-12
Asker: TypeAlias = Callable[[Rows], list[str]]
"""A model that was read and checked: rows in, answers out, as often as one likes."""


@dataclass(frozen=True, slots=True)
class Trained:
    """The outcome of a training.

    Attributes:
        artefact: the model's file.
        suffix: what its name ends with: `.safetensors` or `.skops`.
        digest: SHA-256 of `artefact`.
        recipe: digest of the recipe.
        n_rows: training rows.
        baseline: the commonest label of the training rows.
        has_converged: whether the solver stopped by itself; closed forms always do.
        state: what taking rows out needs beside the model, kept in the house and never handed
            out; empty where nothing is needed.
    """

    artefact: bytes
    suffix: str
    digest: str
    recipe: str
    n_rows: int
    baseline: str
    has_converged: bool = True
    state: bytes = b""


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Questions of test rows and how many were answered right, a row each.

    Attributes:
        totals: questions that a row asks; 1, or the bytes of a text; int64 of shape (n,).
        corrects: of these, answered right by the model.
        baselines: of these, answered right by the commonest training answer.
    """

    totals: IntArray
    corrects: IntArray
    baselines: IntArray


class Trainer(Protocol):
    """What a family of models can do, bound to a recipe."""

    def kind_of_rows(self) -> RowsKind:
        """Say which columns rows must have."""

    def train(self, rows: Rows, is_test: BoolArray | None = None) -> Trained:
        """Train on the rows that are not marked for the test; the same rows, the same bytes."""

    def opened(self, content: bytes) -> Asker:
        """Read a model's file once, to ask it often."""

    def predict(self, content: bytes, rows: Rows, only: BoolArray | None = None) -> list[str]:
        """Answer rows from the model's file alone; `only` marks which."""

    def hits(self, content: bytes, rows: Rows, only: BoolArray, baseline: str) -> Hits:
        """Count right answers of the rows that are marked."""

    def losses(self, content: bytes, rows: Rows, only: BoolArray | None = None) -> FloatArray:
        """Say how surprised the model is by each row's true answer; higher is more."""


def trained_of(
    artefact: bytes,
    suffix: str,
    *,
    recipe: str,
    n_rows: int,
    baseline: str,
    has_converged: bool = True,
) -> Trained:
    """Hash a model's file and say what came of its training."""
    digest = hashlib.sha256(artefact).hexdigest()
    return Trained(artefact, suffix, digest, recipe, n_rows, baseline, has_converged)


def training_rows(rows: Rows, is_test: BoolArray | None) -> Rows:
    """Leave out the rows that are marked for the test."""
    return rows if is_test is None else rows.where(~is_test)


def marked(rows: Rows, only: BoolArray | None) -> Rows:
    """Take the rows that are marked; all without marks."""
    return rows if only is None else rows.where(only)


def hits_of(predicted: Sequence[str], labels: Sequence[str], baseline: str) -> Hits:
    """Count a question a row: right where the prediction is the label."""
    truth = np.array(labels, dtype=np.str_)
    return Hits(
        np.ones(len(truth), dtype=np.int64),
        (np.array(predicted, dtype=np.str_) == truth).astype(np.int64),
        (truth == baseline).astype(np.int64),
    )


def likeliest(likelihoods: FloatArray, classes: Sequence[str]) -> list[str]:
    """Name the likeliest class of each row; ties go to the first.

    Args:
        likelihoods: shape (n, c).
        classes: c names, ascending.
    """
    return [classes[place] for place in np.argmax(likelihoods, axis=1).tolist()]


def log_losses(
    likelihoods: FloatArray, classes: Sequence[str], labels: Sequence[str]
) -> FloatArray:
    """Give minus the logarithm of each label's likelihood; one never met counts as 10^-12."""
    place_of = {name: place for place, name in enumerate(classes)}
    places = np.array([place_of.get(label, -1) for label in labels], dtype=np.int64)
    own = likelihoods[np.arange(len(places)), places]
    losses: FloatArray = -np.log(np.clip(np.where(places < 0, 0.0, own), _LIKELIHOOD_MIN, 1.0))
    return losses


def softmax(scores: FloatArray) -> FloatArray:
    """Turn scores of shape (n, c) into likelihoods that sum to 1 in each row."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: FloatArray = raised / raised.sum(axis=1, keepdims=True)
    return shares
