"""Logistic regression with every option of the library said, for the families that use it.

Chooses no feature; a training with labels of one kind only is refused by whoever calls.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Protocol

from auzolan.engine.models.rows import MICRO

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

_BILLION = 1_000_000_000


class LogisticChoices(Protocol):
    """The fields of a recipe that steer the solver."""

    @property
    def inverse_l2_millionths(self) -> int:
        """Inverse strength of the L2 penalty."""

    @property
    def iterations_max(self) -> int:
        """Most steps."""

    @property
    def tolerance_billionths(self) -> int:
        """Gradient size at which it stops."""

    @property
    def seed(self) -> int:
        """Given to the solver."""


def solver(choices: LogisticChoices) -> LogisticRegression:
    """Make a solver that is not fitted yet."""
    # Late: loading the library takes a second, which reading counts does not need.
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(
        C=choices.inverse_l2_millionths / MICRO,
        l1_ratio=0.0,
        dual=False,
        tol=choices.tolerance_billionths / _BILLION,
        fit_intercept=True,
        intercept_scaling=1,
        class_weight=None,
        random_state=choices.seed,
        solver="lbfgs",
        max_iter=choices.iterations_max,
        verbose=0,
        warm_start=False,
    )


def fitted(model: object, x: object, y: object) -> None:
    """Fit a solver, or a pipeline that ends in one.

    That it stopped early is not hidden: `has_converged` says it, and the caller shows it.
    """
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(x, y)  # type: ignore[attr-defined]


def has_converged(model: LogisticRegression) -> bool:
    """Whether a fitted solver stopped before the most steps allowed."""
    return bool(model.n_iter_.max() < model.max_iter)
