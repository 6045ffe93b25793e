"""The recipes of purchases: a softmax model, and the value of rows by nearest neighbours.

Holds no setting of a machine and no article of the charter.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.learning.recipes.fields import BasisPoints, Count, Seed, Strength, Tolerance, Weight


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

    loyalty_keep_bp: BasisPoints = 8_000
    test_share_bp: BasisPoints = 2_500
    price_tenths_per_unit: Count = 100
    inverse_l2_millionths: Strength = 1_000_000
    iterations_max: Count = 1_000
    tolerance_billionths: Tolerance = 100_000
    seed: Seed = 0


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

    k: Count = 5
    loyalty_keep_bp: BasisPoints = 8_000
    test_share_bp: BasisPoints = 2_500
    loyalty_scale: Weight = 1_000
    featured_scale: Weight = 200
    price_scale: Weight = 3
    near_squared: Annotated[int, Meta(ge=0, le=2**53 - 1)] = 0
    review_near_squared: Annotated[int, Meta(ge=0, le=2**53 - 1)] = 0
    review_spreads: Annotated[int, Meta(ge=1, le=1_000)] = 5
    review_times_bp: Annotated[int, Meta(ge=10_000, le=10_000_000)] = 15_000
    review_floor_bp: Annotated[int, Meta(ge=1, le=10_000)] = 1_000
