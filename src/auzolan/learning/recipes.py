"""Recipes: every choice that steers a training or a valuation, in whole numbers.

A recipe is hashed into the entry of the work it steered, so that anyone can do the work again.
Holds no setting of a machine (threads, folders) and no article of the charter.
"""

from __future__ import annotations

from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from auzolan.foundation import canonical

_BasisPoints = Annotated[int, Meta(ge=0, le=10_000)]
_Count = Annotated[int, Meta(ge=1, le=1_000_000)]
_Weight = Annotated[int, Meta(ge=0, le=5_000)]


class TrainingRecipe(
    msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, tag="recipe.softmax/1"
):
    """How a softmax model (multinomial logistic regression) is trained and tested.

    Attributes:
        loyalty_keep_bp: part of the old loyalty that a purchase keeps, in basis points.
        test_share_bp: part of each household's last purchases kept for the test, in basis
            points; the count is rounded down.
        price_tenths_per_unit: tenths of a cent per ounce in one unit of a price feature.
        inverse_l2_millionths: inverse strength of the L2 penalty, in millionths.
        iterations_max: most steps of the solver.
        tolerance_billionths: gradient size at which the solver stops, in billionths.
        seed: given to the solver; L-BFGS draws nothing, so another seed changes nothing.
    """

    loyalty_keep_bp: _BasisPoints = 8_000
    test_share_bp: _BasisPoints = 2_500
    price_tenths_per_unit: _Count = 100
    inverse_l2_millionths: Annotated[int, Meta(ge=1, le=10**12)] = 1_000_000
    iterations_max: _Count = 1_000
    tolerance_billionths: Annotated[int, Meta(ge=1, le=10**9)] = 100_000
    seed: Annotated[int, Meta(ge=0, le=2**32 - 1)] = 0


class ValuationRecipe(
    msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, tag="recipe.knn_shapley/1"
):
    """How rows are valued by k nearest neighbours.

    The three scales say how much a difference in each kind of feature counts for distance; they
    stand here, not in the data, so that no member's rows move another's scale.

    Attributes:
        k: neighbours that vote.
        loyalty_keep_bp: as in training.
        test_share_bp: as in training; the test rows are the queries.
        loyalty_scale: steps in a loyalty of 1.
        featured_scale: steps between a brand that is featured and one that is not.
        price_scale: steps in a tenth of a cent per ounce.
        near_squared: greatest squared distance, in squared steps, at which two rows of one label
            can be one thing; 0 for equal rows only.
        review_near_squared: the same for the review, which thins out a member's near rows; 0
            leaves that measure out.
        review_spreads: robust standard deviations above the median at which the review asks.
        review_times_bp: and at least so many times the median, in basis points.
        review_floor_bp: a share below this part of an equal share counts as this part, in basis
            points.
    """

    k: _Count = 5
    loyalty_keep_bp: _BasisPoints = 8_000
    test_share_bp: _BasisPoints = 2_500
    loyalty_scale: _Weight = 1_000
    featured_scale: _Weight = 200
    price_scale: _Weight = 3
    near_squared: Annotated[int, Meta(ge=0, le=2**53 - 1)] = 0
    review_near_squared: Annotated[int, Meta(ge=0, le=2**53 - 1)] = 0
    review_spreads: Annotated[int, Meta(ge=1, le=1_000)] = 5
    review_times_bp: Annotated[int, Meta(ge=10_000, le=10_000_000)] = 15_000
    review_floor_bp: Annotated[int, Meta(ge=1, le=10_000)] = 1_000


Recipe: TypeAlias = TrainingRecipe | ValuationRecipe


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


_DECODER: msgspec.json.Decoder[Recipe] = msgspec.json.Decoder(TrainingRecipe | ValuationRecipe)
