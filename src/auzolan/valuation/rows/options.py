"""Which parameters of `KNNShapley` go together, and what is said where they do not.

Looks at no row and values nothing.
"""

from __future__ import annotations

from typing import Protocol

from auzolan.valuation.rows.games import UTILITIES
from auzolan.valuation.rows.neighbours import METRICS

K_MAX = 2**20
THREADS_MAX = 256


class Options(Protocol):
    """The parameters of an estimator; `KNNShapley` says what each means."""

    k: int
    utility: str
    metric: str
    mode: str
    top: int | None
    dtype: str
    cap: int | None
    near: float | None
    radius: float | None
    threads: int


def refuse_options(given: Options) -> None:
    """Refuse parameters that mean nothing, or nothing together.

    Args:
        given: the estimator.
    Raises:
        ValueError: with what was expected and what came.
    """
    choices = (
        ("utility", given.utility, UTILITIES),
        ("metric", given.metric, METRICS),
        ("mode", given.mode, ("exact", "payment")),
        ("dtype", given.dtype, ("float32", "float64")),
    )
    for name, got, known in choices:
        if got not in known:
            raise ValueError(f"{name} is one of {', '.join(known)}; got {got!r}")
    if not 1 <= given.k <= K_MAX or not 1 <= given.threads <= THREADS_MAX:
        raise ValueError(f"k is 1 to 2^20, threads 1 to 256; got {given.k}, {given.threads}")
    if given.mode == "payment" and (given.utility, given.metric, given.top) != ("hard", "l2", None):
        raise ValueError("payment has utility hard, metric l2 and values all rows")
    if (given.utility == "threshold") != (given.radius is not None):
        raise ValueError("radius= belongs to utility threshold, which needs it")
    if given.radius is not None and not 0.0 <= given.radius < float("inf"):
        raise ValueError(f"a radius is at least 0 and finite; got {given.radius}")
    if given.top is not None and (given.top < given.k or given.utility != "hard"):
        raise ValueError(f"top is at least k = {given.k}, for utility hard; got {given.top}")
    _refuse_rules(given)


def _refuse_rules(given: Options) -> None:
    if given.cap is not None and given.cap < 1:
        raise ValueError(f"cap is at least 1, or None; got {given.cap}")
    if given.near is not None and not 0.0 <= given.near < float("inf"):
        raise ValueError(f"near is a distance, at least 0 and finite, or None; got {given.near}")
    if given.top is not None and (given.cap is not None or given.near is not None):
        raise ValueError("top cuts before cap and near could say which rows play; leave top out")
