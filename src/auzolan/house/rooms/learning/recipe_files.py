"""Recipes from files that people write: any spelling of JSON, known fields only.

What is hashed into an entry is the canonical text that follows from it, never the file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

from auzolan.house.doors.errors import Misused
from auzolan.learning import recipes
from auzolan.learning.recipes import TrainingRecipe, ValuationRecipe

RECIPE_BYTES_MAX = 65_536
R = TypeVar("R", TrainingRecipe, ValuationRecipe)


def training_recipe(path: Path | None) -> TrainingRecipe:
    """How to train: the plain recipe, or the one in a file.

    Raises:
        Misused: the file is no such recipe.
    """
    return TrainingRecipe() if path is None else _read(path, TrainingRecipe)


def valuation_recipe(path: Path | None) -> ValuationRecipe:
    """How to value: the plain recipe, or the one in a file.

    Raises:
        Misused: the file is no such recipe.
    """
    return ValuationRecipe() if path is None else _read(path, ValuationRecipe)


def _read(path: Path, kind: type[R]) -> R:
    with path.open("rb") as file:
        text = file.read(RECIPE_BYTES_MAX + 1)
    try:
        if len(text) > RECIPE_BYTES_MAX:
            raise ValueError(f"it is longer than {RECIPE_BYTES_MAX} bytes")
        recipe = msgspec.json.decode(text, type=kind)
        recipes.checked(recipe)
    except ValueError as fault:
        raise Misused(f"{path} is no recipe for this: {fault}.") from fault
    return recipe
