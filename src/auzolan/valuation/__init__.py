"""What data is worth: exact values in whole numbers, and the acts that put them on the record.

Arrays in, arrays out. It pays nobody: money uses a valuation only after a second actor has
recomputed it, and the treasury decides how.

The names below are the library's front: `from auzolan.valuation import KNNShapley`. Each is
loaded when it is first asked for, so that the acts alone need neither numba nor numpy. Not here:
`InRunShapley`, which knows torch and so lives in `auzolan.engine.torch`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from auzolan.valuation.game_values import GameValues
    from auzolan.valuation.members.curator import (
        Exact,
        Quadrature,
        Sampled,
        curator_shapley,
    )
    from auzolan.valuation.members.member_games import cap_shapley, member_knn_shapley
    from auzolan.valuation.rows.attribution import Attribution
    from auzolan.valuation.rows.incremental import StandingValuation
    from auzolan.valuation.rows.knn_shapley import KNNShapley
    from auzolan.valuation.rows.neighbour_index import build_index
    from auzolan.valuation.rows.result import Valuation, Values
    from auzolan.valuation.sampled.coalitions import classifier_score, regressor_score
    from auzolan.valuation.sampled.semivalues import (
        SHAPLEY,
        Banzhaf,
        Beta,
        LeaveOneOut,
        Semivalue,
        Stopping,
    )
    from auzolan.valuation.sampled.sufficient_statistics import (
        SufficientStatistics,
        discriminant_game,
        naive_bayes_game,
        ridge_game,
    )
    from auzolan.valuation.spread import Band

__all__ = [
    "SHAPLEY",
    "Attribution",
    "Band",
    "Banzhaf",
    "Beta",
    "Exact",
    "GameValues",
    "KNNShapley",
    "LeaveOneOut",
    "Quadrature",
    "Sampled",
    "Semivalue",
    "StandingValuation",
    "Stopping",
    "SufficientStatistics",
    "Valuation",
    "Values",
    "build_index",
    "cap_shapley",
    "classifier_score",
    "curator_shapley",
    "discriminant_game",
    "member_knn_shapley",
    "naive_bayes_game",
    "regressor_score",
    "ridge_game",
]


def __dir__() -> list[str]:
    """List the front's names."""
    return __all__


if not TYPE_CHECKING:  # a type checker sees the imports above, and so finds a name misspelt

    def __getattr__(name: str) -> object:
        """Load one of the front's names."""
        found = _of_rows(name) or _of_members(name) or _sampled(name)
        if found is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return found


def _of_rows(name: str) -> object | None:
    match name:
        case "KNNShapley":
            from auzolan.valuation.rows import knn_shapley  # noqa: PLC0415

            return knn_shapley.KNNShapley
        case "Valuation" | "Values":
            from auzolan.valuation.rows import result  # noqa: PLC0415

            return _named(result, name)
        case "Attribution":
            from auzolan.valuation.rows import attribution  # noqa: PLC0415

            return attribution.Attribution
        case "StandingValuation":
            from auzolan.valuation.rows import incremental  # noqa: PLC0415

            return incremental.StandingValuation
        case "build_index":
            from auzolan.valuation.rows import neighbour_index  # noqa: PLC0415

            return neighbour_index.build_index
        case _:
            return None


def _of_members(name: str) -> object | None:
    match name:
        case "curator_shapley" | "Exact" | "Quadrature" | "Sampled":
            from auzolan.valuation.members import curator  # noqa: PLC0415

            return _named(curator, name)
        case "cap_shapley" | "member_knn_shapley":
            from auzolan.valuation.members import member_games  # noqa: PLC0415

            return _named(member_games, name)
        case "GameValues":
            from auzolan.valuation import game_values  # noqa: PLC0415

            return game_values.GameValues
        case "Band":
            from auzolan.valuation import spread  # noqa: PLC0415

            return spread.Band
        case _:
            return None


def _sampled(name: str) -> object | None:
    match name:
        case "Semivalue" | "Stopping" | "SHAPLEY" | "Beta" | "Banzhaf" | "LeaveOneOut":
            from auzolan.valuation.sampled import semivalues  # noqa: PLC0415

            return _named(semivalues, name)
        case "classifier_score" | "regressor_score":
            from auzolan.valuation.sampled import coalitions  # noqa: PLC0415

            return _named(coalitions, name)
        case "SufficientStatistics" | "discriminant_game" | "naive_bayes_game" | "ridge_game":
            from auzolan.valuation.sampled import sufficient_statistics  # noqa: PLC0415

            return _named(sufficient_statistics, name)
        case _:
            return None


def _named(home: ModuleType, name: str) -> object:
    found: object = getattr(home, name)
    return found
