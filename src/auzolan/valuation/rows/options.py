"""Which parameters of `KNNShapley` go together, and what is said where they do not.

Also the few words by which estimators are listed, changed and copied elsewhere (`get_params`,
`set_params`), without importing the library they come from. Looks at no row and values nothing.
"""

from __future__ import annotations

import inspect
from typing import Protocol, Self

from auzolan.valuation.given import real_number, whole_number
from auzolan.valuation.rows.games import UTILITIES
from auzolan.valuation.rows.neighbours import METRICS

K_MAX = 2**20
THREADS_MAX = 256
CAP_MAX = 2**53
Laid = tuple[str, str, str, int | None, bool]


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
    scale: int | None
    threads: int


class Parameters:
    """Lists and changes the parameters of an estimator as scikit-learn does."""

    def get_params(self, deep: bool = True) -> dict[str, object]:  # noqa: FBT001, FBT002
        """List the parameters by name.

        Args:
            deep: for scikit-learn; an estimator without parts has nothing deeper.
        Returns:
            Names and values, in the order of the constructor.
        """
        return {name: getattr(self, name) for name in _names(type(self))}

    def set_params(self, **params: object) -> Self:
        """Change parameters; they are checked, and hold from the next call on.

        Raises:
            ValueError: an unknown name, or parameters that do not go together; nothing is changed.
        """
        before = self.get_params()
        unknown = sorted(set(params) - set(before))
        if unknown:
            raise ValueError(f"no parameter {unknown[0]!r}; there are {', '.join(before)}")
        self.__dict__.update(params)
        try:
            settle_options(self)  # type: ignore[arg-type]
        except ValueError:
            self.__dict__.update(before)
            raise
        return self

    def __repr__(self) -> str:
        """Show the parameters that are not at their default."""
        known = inspect.signature(type(self).__init__).parameters
        shown = [
            f"{name}={value!r}"
            for name, value in self.get_params().items()
            if value != known[name].default
        ]
        return f"{type(self).__name__}({', '.join(shown)})"


def _names(one: type) -> list[str]:
    return [name for name in inspect.signature(one.__init__).parameters if name != "self"]  # type: ignore[misc]


def settle_options(given: Options) -> None:
    """Refuse parameters that mean nothing, or nothing together; make numpy's numbers plain ones.

    Args:
        given: the estimator; its whole numbers become `int` and its distances `float`.
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
        if str(got) not in known:
            raise ValueError(f"{name} is one of {', '.join(known)}; got {got!r}")
    given.k = whole_number("k", given.k, 1, K_MAX)
    given.threads = whole_number("threads", given.threads, 1, THREADS_MAX)
    if given.scale is not None:
        given.scale = whole_number("scale", given.scale, 1, K_MAX)
    if given.mode == "payment" and (given.utility, given.metric, given.top) != ("hard", "l2", None):
        raise ValueError("payment has utility hard, metric l2 and values all rows")
    if (given.utility == "threshold") != (given.radius is not None):
        raise ValueError("radius= belongs to utility threshold, which needs it")
    if given.radius is not None:
        given.radius = real_number("a radius", given.radius)
    _settle_rules(given)


def _settle_rules(given: Options) -> None:
    if given.cap is not None:
        given.cap = whole_number("cap, or None,", given.cap, 1, CAP_MAX)
    if given.near is not None:
        given.near = real_number("near, a distance or None,", given.near)
    if given.top is not None:
        given.top = whole_number("top", given.top, 1, CAP_MAX)
        if given.top < given.k or given.utility != "hard":
            raise ValueError(f"top is at least k = {given.k}, for utility hard; got {given.top}")
        if given.cap is not None or given.near is not None:
            raise ValueError(
                "top cuts before cap and near could say which rows play; leave top out"
            )


def laid_out(given: Options) -> Laid:
    """Name the parameters by which `fit` lays rows out; another value needs another fit."""
    is_regression = given.utility == "regression"
    return (given.metric, given.mode, given.dtype, given.scale, is_regression)


def refuse_other_layout(fitted: Laid, now: Laid) -> None:
    """Refuse parameters that changed after `fit` where rows would have to be laid out anew.

    Raises:
        ValueError: names the first that changed.
    """
    names = ("metric", "mode", "dtype", "scale", "utility regression")
    for name, was, came in zip(names, fitted, now, strict=True):
        if was != came:
            raise ValueError(
                f"{name} was {was!r} when the rows were fitted, now {came!r}: fit anew"
            )
