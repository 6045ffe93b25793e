"""Recipes: every choice that steers a training or a valuation, in whole numbers.

A recipe is hashed into the entry of the work it steered, so that anyone can do the work again.
Holds no setting of a machine (threads, folders) and no article of the charter.
"""

from __future__ import annotations

from typing import TypeAlias, assert_never

import msgspec

from auzolan.foundation import canonical
from auzolan.learning.recipes.exact import CountsRecipe, RidgeRecipe, ShardsRecipe
from auzolan.learning.recipes.pipelines import TabularRecipe, TextRecipe, TinyTransformerRecipe
from auzolan.learning.recipes.purchases import TrainingRecipe, ValuationRecipe
from auzolan.learning.recipes.texts import TextValuationRecipe

ModelRecipe: TypeAlias = (
    CountsRecipe
    | RidgeRecipe
    | ShardsRecipe
    | TextRecipe
    | TabularRecipe
    | TinyTransformerRecipe
    | TrainingRecipe
)
"""What trains a model."""
PaidRecipe: TypeAlias = ValuationRecipe | TextValuationRecipe
"""What values rows so that money may rest on it, by the kind of rows."""
Recipe: TypeAlias = ModelRecipe | PaidRecipe

__all__ = [
    "CountsRecipe",
    "ModelRecipe",
    "PaidRecipe",
    "Recipe",
    "RidgeRecipe",
    "ShardsRecipe",
    "TabularRecipe",
    "TextRecipe",
    "TextValuationRecipe",
    "TinyTransformerRecipe",
    "TrainingRecipe",
    "ValuationRecipe",
    "checked",
    "decode",
    "digest",
    "tier_of",
]


def tier_of(recipe: ModelRecipe) -> int:
    """Say how a model of this recipe forgets: the lower the tier, the sooner and the surer.

    Args:
        recipe: what trains the model.
    Returns:
        0: an index or counts, rows are taken out exactly. 1: a closed form, taken out exactly.
        2: an ensemble split by member, her shard is trained anew. 3: trained anew as a whole.
    """
    match recipe:
        case CountsRecipe():
            return 0
        case RidgeRecipe():
            return 1
        case ShardsRecipe():
            return 2
        case TextRecipe() | TabularRecipe() | TinyTransformerRecipe() | TrainingRecipe():
            return 3
        case _:
            assert_never(recipe)


def digest(recipe: Recipe) -> str:
    """Name a recipe by the SHA-256 of its canonical text, tag included.

    Args:
        recipe: any recipe.
    Returns:
        64 lower-case hexadecimal digits.
    """
    return canonical.digest(checked(recipe))


def checked(recipe: Recipe) -> Recipe:
    """Refuse a recipe whose numbers lie outside their stated ranges.

    A struct made in code is not checked against its ranges; one that is read back is.

    Args:
        recipe: any recipe.
    Returns:
        The same recipe.
    Raises:
        ValueError: a number is out of range; the field is named.
    """
    return decode(canonical.encode(recipe))


def decode(text: bytes) -> Recipe:
    """Read a recipe from its canonical text.

    Args:
        text: what `canonical.encode` wrote.
    Returns:
        The recipe.
    Raises:
        ValueError: an unknown tag or field, a number out of range, or another spelling.
    """
    return canonical.decode(text, _DECODER)


_DECODER: msgspec.json.Decoder[Recipe] = msgspec.json.Decoder(Recipe)
