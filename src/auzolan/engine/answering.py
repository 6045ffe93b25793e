"""Answering one question from a model's file: found by its digest, read once, asked often.

The file is checked against its digest and read by the family of its recipe; a pickle is read never.
It asks for no right, counts no call, and knows no co-operative.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from auzolan.engine import training
from auzolan.engine.models import trainer_for
from auzolan.engine.models.rows import Rows
from auzolan.engine.models.trained import Asker
from auzolan.learning.purchases import BRANDS, FeatureTable, features, purchases, training_matrix
from auzolan.learning.recipes import ModelRecipe, TrainingRecipe, digest

Question: TypeAlias = Mapping[str, int | str | list[str]]
"""Columns of one row by name; a history is a list."""

HISTORY = "history"
HISTORY_MAX = 1_000
COLUMNS_MAX = 200
SUFFIXES = (".safetensors", ".skops", ".onnx")
_ASKER = "asker"


Laid: TypeAlias = FeatureTable | Rows
"""A question as a family reads it; the last row is the question."""


class Answerer(Protocol):
    """A model that is ready to be asked."""

    def read(self, question: Question) -> Laid:
        """Read a question, once for its answer and its attribution.

        Raises:
            ValueError: it lacks a column, or one is malformed.
        """

    def answer(self, laid: Laid) -> str:
        """Answer a question that `read` has read.

        Raises:
            ValueError: a column that the model needs is missing or malformed.
        """


@dataclass(frozen=True, slots=True, eq=False)
class PurchaseAnswerer:
    """The softmax model of purchases: which brand, at these offers, after this history."""

    recipe: TrainingRecipe
    model: training.Model

    def read(self, question: Question) -> Laid:
        """Read offers, prices and the history."""
        return purchase_asked(question, self.recipe.loyalty_keep_bp)

    def answer(self, laid: Laid) -> str:
        """Name the brand with the largest score."""
        assert isinstance(laid, FeatureTable), "a question about a purchase"
        x = training_matrix(laid, self.recipe)[-1:]
        return BRANDS[int(training.predict(self.model, x)[0])]


@dataclass(frozen=True, slots=True, eq=False)
class RowAnswerer:
    """Any other family: one row in, its label out."""

    asker: Asker

    def read(self, question: Question) -> Laid:
        """Read one row of columns."""
        return row_asked(question)

    def answer(self, laid: Laid) -> str:
        """Answer a row by the model's file."""
        assert isinstance(laid, Rows), "a question of columns"
        return self.asker(laid)[0]


def answerer_for(folder: Path, artefact: str, recipe: ModelRecipe) -> Answerer:
    """Read a model's file and make it ready.

    Args:
        folder: where files of models lie.
        artefact: SHA-256 of the file.
        recipe: by which it was trained.
    Raises:
        FileNotFoundError: there is no file of this digest.
        ImportError: its family needs a library that is not installed.
        ValueError: the file is another, refused, or of another recipe.
    """
    content = artefact_of(folder, artefact)
    if isinstance(recipe, TrainingRecipe):
        model = training.load(content)
        if model.recipe != digest(recipe):
            raise ValueError(f"the model {artefact[:12]} was trained by another recipe")
        return PurchaseAnswerer(recipe, model)
    return RowAnswerer(trainer_for(recipe).opened(content))


def artefact_of(folder: Path, artefact: str) -> bytes:
    """The bytes of a model's file, checked against its digest.

    Raises:
        FileNotFoundError: there is no file of this digest.
        ValueError: the file holds something else.
    """
    for suffix in SUFFIXES:
        path = folder / f"{artefact}{suffix}"
        if path.is_file():
            content = path.read_bytes()
            if hashlib.sha256(content).hexdigest() != artefact:
                raise ValueError(f"the file of the model {artefact[:12]} holds another model")
            return content
    raise FileNotFoundError(f"there is no file of the model {artefact[:12]}")


def purchase_asked(question: Question, loyalty_keep_bp: int) -> FeatureTable:
    """Read a question about a purchase; the last row is the question, those before its history.

    Args:
        question: `feat_<brand>` (0 or 1) and `price_<brand>` (cents per ounce, as `8.1`) for each
            brand, and `history`, the brands bought before, oldest first; it may be missing.
        loyalty_keep_bp: as in training.
    Raises:
        ValueError: a column is missing, unknown or malformed.
    """
    wanted = {f"{kind}_{brand}" for kind in ("feat", "price") for brand in BRANDS}
    if wanted != set(question) - {HISTORY}:
        odd = ", ".join(sorted(wanted ^ (set(question) - {HISTORY})))
        raise ValueError(f"a question about a purchase misses or does not know: {odd}")
    history = question.get(HISTORY, [])
    if not isinstance(history, list) or len(history) > HISTORY_MAX:
        raise ValueError(f"{HISTORY} is a list of at most {HISTORY_MAX} brands")
    n = len(history) + 1
    columns: dict[str, Sequence[int | str]] = {
        "household": [0] * n, "position": list(range(n)), "choice": [*history, BRANDS[0]],
    }  # fmt: skip
    for name in sorted(wanted):
        value = question[name]
        if isinstance(value, list):
            raise ValueError(f"{name} is one value, not a list")
        # What was on offer at earlier purchases is not asked: only what was bought counts.
        columns[name] = [*([0 if name.startswith("feat") else "0.0"] * len(history)), value]
    return features(purchases(columns), loyalty_keep_bp=loyalty_keep_bp, test_share_bp=0)


def row_asked(question: Question) -> Rows:
    """Read a question as one row of columns.

    Raises:
        ValueError: no column, more than 200, or a list.
    """
    if not 0 < len(question) <= COLUMNS_MAX:
        raise ValueError(f"a question has 1 to {COLUMNS_MAX} columns; got {len(question)}")
    columns: dict[str, Sequence[int | str]] = {}
    for name, value in question.items():
        if isinstance(value, list):
            raise ValueError(f"{name} is one value, not a list")
        columns[name] = [value]
    return Rows(columns, [_ASKER])
