"""Recipes from files that people write: any spelling of JSON, known fields only.

What is hashed into an entry is the canonical text that follows from it, never the file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

from auzolan.house.doors.errors import Misused
from auzolan.learning import recipes
from auzolan.learning.recipes import (
    ModelRecipe,
    PaidRecipe,
    Recipe,
    TrainingRecipe,
    ValuationRecipe,
)

RECIPE_BYTES_MAX = 65_536
T = TypeVar("T", bound=Recipe)
U = TypeVar("U", bound=Recipe)
_TAG = "type"


def training_recipe(path: Path | None) -> ModelRecipe:
    """How to train: the plain recipe, or the one in a file.

    A file without a `type` is a recipe for purchases, `recipe.softmax/1`.

    Raises:
        Misused: the file is no recipe of a model.
    """
    if path is None:
        return TrainingRecipe()
    text = _text_of(path)
    if _TAG in _fields_of(path, text):
        return _read(path, text, msgspec.json.Decoder(ModelRecipe))
    return _read(path, text, msgspec.json.Decoder(TrainingRecipe))


def valuation_recipe(path: Path | None) -> PaidRecipe:
    """How to value: the plain recipe, or the one in a file.

    A file without a `type` is a recipe for purchases, `recipe.knn_shapley/1`.

    Raises:
        Misused: the file is no such recipe.
    """
    if path is None:
        return ValuationRecipe()
    text = _text_of(path)
    if _TAG in _fields_of(path, text):
        return _read(path, text, msgspec.json.Decoder(PaidRecipe))
    return _read(path, text, msgspec.json.Decoder(ValuationRecipe))


def training_recipe_of(text: str) -> ModelRecipe | None:
    """How to train: the plain recipe for an empty text, else the one in it; None where it is none."""
    if not text.strip():
        return TrainingRecipe()
    return _of_text(text, msgspec.json.Decoder(ModelRecipe), msgspec.json.Decoder(TrainingRecipe))


def valuation_recipe_of(text: str) -> PaidRecipe | None:
    """How to value: the plain recipe for an empty text, else the one in it; None where it is none."""
    if not text.strip():
        return ValuationRecipe()
    return _of_text(text, msgspec.json.Decoder(PaidRecipe), msgspec.json.Decoder(ValuationRecipe))


def _of_text(
    text: str, typed: msgspec.json.Decoder[T], plain: msgspec.json.Decoder[U]
) -> T | U | None:
    try:
        fields = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
        recipe = typed.decode(text) if _TAG in fields else plain.decode(text)
        recipes.checked(recipe)
    except ValueError:
        return None
    return recipe


def _fields_of(path: Path, text: bytes) -> dict[str, msgspec.Raw]:
    try:
        return msgspec.json.decode(text, type=dict[str, msgspec.Raw])
    except ValueError as fault:
        raise _misused(path, fault) from fault


def _text_of(path: Path) -> bytes:
    with path.open("rb") as file:
        text = file.read(RECIPE_BYTES_MAX + 1)
    if len(text) > RECIPE_BYTES_MAX:
        raise _misused(path, ValueError(f"it is longer than {RECIPE_BYTES_MAX} bytes"))
    return text


def _read(path: Path, text: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    try:
        recipe = decoder.decode(text)
        recipes.checked(recipe)
    except ValueError as fault:
        raise _misused(path, fault) from fault
    return recipe


def _misused(path: Path, fault: ValueError) -> Misused:
    return Misused(f"{path} is no recipe for this: {fault}.")
