"""KNNShapley: exact values of rows and members for nearest neighbours, fast, for any utility here.

The modes. "exact": distances in float32 or float64, values exact for the order these give.
"payment": whole-number features and distances, the same integers as `knn`, for money. `top`: only
the nearest rows of each query are valued and the error that leaves is stated.

The rules. `near`: what is held twice counts once, and is its earliest holder's. `cap`: only so
many of a member's rows play for one query. Both together, in mode "payment", are the rule to pay
by; `payable` has the same integers for kinds, co-creators and disputes.

Trains no model, reads no file, keeps no query, and pays nobody.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.quantize import FLOAT64, quantise
from auzolan.valuation.rows.finishing import member_values, row_values
from auzolan.valuation.rows.games import (
    PAYMENT_BITS,
    VALUE_BITS,
    Game,
    near_game,
    ranked_game,
    regressed_game,
)
from auzolan.valuation.rows.neighbours import Floats, ready
from auzolan.valuation.rows.options import refuse_options
from auzolan.valuation.rows.result import Part, Valuation, merged
from auzolan.valuation.rows.training_rows import (
    Codes,
    Given,
    Segment,
    TrainingRows,
    finite_numbers,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from auzolan.valuation.rows.attribution import Attribution, Finder
    from auzolan.valuation.rows.exact import Asked
    from auzolan.valuation.rows.standing import Holders, StandingRows

METHOD = "knn-shapley/2"
QUERIES_MAX = 2**17
_NUMBA_MISSING = (
    "exact values in this mode need numba: pip install 'auzolan[valuation]'. "
    "Without it, auzolan.valuation.payable.knn computes payment values."
)


class KNNShapley:
    """Shapley values of training rows, and of their owners, for k nearest neighbours.

    Args:
        k: neighbours that vote, 1 to 2^20; may exceed the rows.
        utility: "hard", "soft", "threshold" or "regression"; `games` defines them.
        metric: "l2" (Euclidean) or "cosine".
        mode: "exact", or "payment" for the integers that money uses (utility "hard", metric "l2").
        top: value only the `top` nearest rows of a query (at least k); None values all.
        dtype: "float32" or "float64", the type of the distances; payment chooses its own.
        cap: only so many of each member's rows play for one query, her nearest, >= 1; rows at one
            distance with the last one play too. None lets all play. Not with `top`.
        near: distance (by `metric`) up to which rows of one label are one canonical row, held by
            who registered first; 0.0 merges equal rows, None none. Not with `top`.
        radius: distance within which a row counts, for utility "threshold".
        scale: whole steps in one unit of a feature, for mode "payment" with float features.
        threads: threads that share the work, 1 to 256; results do not depend on it.
    Source: Jia et al. 2019 (arXiv 1908.08619); Wang & Jia 2023 (arXiv 2304.04258); Wang et al.
        2023 (arXiv 2308.15709). A member's value is the sum over her rows (Lee et al. 2025,
        arXiv 2505.19013).
    Example:
        >>> import numpy as np
        >>> model = KNNShapley(k=1).fit(np.array([[0.0], [1.0]]), [0, 1], owner=["ana", "ben"])
        >>> model.value(np.array([[0.2]]), [0]).members.values.tolist()
        [1.0, 0.0]

        A copy that came later is worth nothing, and takes nothing away.
        >>> model = KNNShapley(k=1, near=0.0)
        >>> rows, labels, owner = np.array([[0.0], [0.0]]), [0, 0], ["eve", "ana"]
        >>> found = model.fit(rows, labels, owner, registered=[2, 1]).value(np.array([[0.2]]), [0])
        >>> dict(zip(found.members.ids.tolist(), found.members.values.tolist()))
        {'ana': 1.0, 'eve': 0.0}
    """

    def __init__(  # noqa: PLR0913, PLR0917 - an estimator's parameters
        self,
        k: int = 5,
        utility: str = "hard",
        metric: str = "l2",
        mode: str = "exact",
        top: int | None = None,
        dtype: str = "float32",
        cap: int | None = None,
        near: float | None = None,
        *,
        radius: float | None = None,
        scale: int | None = None,
        threads: int = 1,
    ) -> None:
        self.k, self.utility, self.metric, self.mode = k, utility, metric, mode
        self.top, self.dtype, self.radius, self.scale = top, dtype, radius, scale
        self.cap, self.near, self.threads = cap, near, threads
        self._rows: TrainingRows | None = None
        self._standing: StandingRows | None = None
        refuse_options(self)

    def fit(
        self, X: Floats, y: Given, owner: Given | None = None, registered: Given | None = None
    ) -> Self:
        """Take the training rows; what was taken before is forgotten.

        Args:
            X: features of shape (n, d), finite; not copied, so leave it unchanged.
            y: n class names (numbers or texts), or n targets for utility "regression".
            owner: the member of each row; None values rows alone.
            registered: when each row was registered, as whole numbers (places in a record) or
                numpy datetimes; `near` asks who was first. None takes all as one moment: holders
                of equal rows then share equally.
        Returns:
            This estimator.
        Raises:
            ValueError: shapes do not match, or a value is not finite; the row is named.
        """
        _require_numba()
        rows = TrainingRows(
            self.metric,
            "float64" if self.mode == "payment" else self.dtype,
            self.utility == "regression",
            owner is not None,
        )
        rows.add(self._features(X), y, owner, registered)
        self._rows, self._standing = rows, None
        return self

    def partial_fit(
        self, X: Floats, y: Given, owner: Given | None = None, registered: Given | None = None
    ) -> Self:
        """Add rows; values are then those of a fit on all rows together.

        Args and errors: as of `fit`. Without rows so far it is `fit`.
        """
        if self._rows is None:
            return self.fit(X, y, owner, registered)
        self._rows.add(self._features(X), y, owner, registered)
        self._standing = None
        return self

    def withdraw(
        self, rows: NDArray[np.int64] | None = None, *, member: str | int | None = None
    ) -> Self:
        """Take rows out; values are then those of a fit without them.

        Args:
            rows: numbers of rows, in the order in which they came, from 0; never given again.
            member: all rows of this member instead.
        Raises:
            ValueError: both or neither given, a row is not here, or none would be left.
        """
        store = self._fitted()
        if (rows is None) == (member is None):
            raise ValueError("name either rows or a member")
        if member is not None:
            ids = store.ids_of_member(member)
        else:
            ids = np.asarray(rows, dtype=np.int64)
        store.remove(ids)
        self._standing = None
        return self

    def value(self, X_query: Floats, y_query: Given, groups: Given | None = None) -> Valuation:
        """Value all rows, and members where rows have owners, as means over the queries.

        Args:
            X_query: features of shape (m, d), m from 1 to 2^17.
            y_query: m labels or targets; a label that no row has is allowed.
            groups: a cluster for each query (a user, a day), for clustered intervals.
        Returns:
            The valuation.
        Raises:
            ValueError: nothing was fitted, shapes do not match, or a value is not finite.
        """
        asked = self.asked(X_query, y_query)
        places = np.arange(len(asked.labels), dtype=np.int64)
        return self.finish([self.part(asked, places=places)], groups=groups)

    def attribute(
        self,
        x: Floats,
        y: str | int,
        *,
        fee_micro: int,
        top: int = 100,
        finder: Finder | None = None,
    ) -> Attribution:
        """Share the fee of one answered query among members; see `attribution.attribute`."""
        from auzolan.valuation.rows.attribution import attribute  # noqa: PLC0415 - needs numba

        return attribute(self, x, y, fee_micro=fee_micro, top=top, finder=finder)

    def asked(self, X_query: Floats, y_query: Given) -> Asked:
        """Check queries and make them ready; see `value`."""
        from auzolan.valuation.rows.exact import Asked  # noqa: PLC0415 - needs numba

        store = self._fitted()
        if not 1 <= len(X_query) <= QUERIES_MAX or len(X_query) != len(y_query):
            raise ValueError(
                f"expected 1 to {QUERIES_MAX} queries with a label each; "
                f"got {len(X_query)} and {len(y_query)}"
            )
        features = self._features(X_query)
        points = ready("queries", features, metric=self.metric, dtype=store.dtype)
        nothing = np.zeros(len(X_query), dtype=np.int64)
        if store.is_regression:
            return Asked(points, nothing, finite_numbers(y_query, "targets"), 0.0)
        labels = store.classes.known(y_query, "labels")
        return Asked(points, labels, np.zeros(len(labels)), (self.radius or 0.0) ** 2)

    def part(
        self, asked: Asked, *, places: NDArray[np.int64], size_max: float | None = None
    ) -> Part:
        """Value all rows for some of the queries; parts of one valuation merge in any order.

        Args:
            asked: from `asked`, these queries alone.
            places: their places among all queries, rising.
            size_max: utility "regression": the largest |target| of all queries; None takes these.
        Returns:
            Sums in whole numbers.
        """
        from auzolan.valuation.rows.truncated import (  # noqa: PLC0415 - needs numba
            SHARED_MAX,
            truncated_part,
        )

        store = self._fitted()
        whole = store.whole()
        members = len(store.members.names)
        if self.top is not None and self.top + SHARED_MAX < len(whole.labels):
            return truncated_part(
                whole, asked, k=self.k, places=places, members=members, top=self.top,
                threads=self.threads,
            )  # fmt: skip
        return self.exact(asked, places=places, size_max=size_max)

    def exact(
        self, asked: Asked, *, places: NDArray[np.int64], size_max: float | None = None
    ) -> Part:
        """Value all rows for some queries as `part` does, but never cut by `top`."""
        from auzolan.valuation.rows.capped import capped_part  # noqa: PLC0415 - needs numba
        from auzolan.valuation.rows.exact import exact_part  # noqa: PLC0415 - needs numba

        store, standing = self._fitted(), self.standing()
        whole = store.whole() if standing is None else standing.segment
        owners = len(store.members.names) if standing is None else standing.n_holdings
        game_of = self._games(whole, asked, size_max)
        if self.cap is None:
            game = game_of(len(whole.labels))
            return exact_part(
                whole, asked, game, places=places, members=owners, threads=self.threads
            )
        holders = self.holders()
        return capped_part(
            whole, holders, asked, game_of, cap=self.cap, places=places, owners=owners
        )

    def standing(self) -> StandingRows | None:
        """Give the canonical rows, merged anew after rows came or went; None without `near`."""
        if self.near is not None and self._standing is None:
            from auzolan.valuation.rows.standing import standing_rows  # noqa: PLC0415 - see above

            is_payment = self.mode == "payment"
            steps = self.near * (self.scale or 1) if is_payment else self.near
            near_squared = float(steps * steps // 1) if is_payment else steps * steps
            self._standing = standing_rows(
                self._fitted(), near_squared=near_squared, are_whole=is_payment
            )
        return self._standing

    def holders(self) -> Holders:
        """Say who holds which row, or which canonical row with `near`; for the cap.

        Raises:
            ValueError: rows have no owners.
        """
        from auzolan.valuation.rows.standing import holders_of  # noqa: PLC0415 - see above

        store, standing = self._fitted(), self.standing()
        if not store.has_owners:
            raise ValueError("cap= counts each member's rows: fit with owner=")
        if standing is not None:
            return standing.holders
        return holders_of(store.owners(), len(store.members.names))

    def finish(self, parts: list[Part], *, groups: Given | None = None) -> Valuation:
        """Turn the parts of all queries into a valuation.

        Args:
            parts: from `part`, over all queries, in any order.
            groups: a cluster for each query, in the order of the queries.
        Returns:
            The valuation.
        Raises:
            ValueError: parts do not cover the queries once each, or groups do not match them.
        """
        store = self._fitted()
        part = merged(parts)
        n_queries = len(part.places)
        if int(part.places.max()) != n_queries - 1:
            raise ValueError(f"the parts hold {n_queries} queries of {int(part.places.max()) + 1}")
        clusters = None
        if groups is not None:
            clusters = Codes().learn(groups, "groups").astype(np.int64)
            if len(clusters) != n_queries:
                raise ValueError(f"{n_queries} queries need as many groups; got {len(clusters)}")
        standing = self.standing()
        rows = row_values(store, standing, part, clusters)
        members = member_values(store, standing, part, clusters) if store.has_owners else None
        left = part.worth - int(rows.sums.sum())
        return Valuation(
            rows, members, part.worth * part.unit / n_queries, left * part.unit / n_queries,
            part.error / n_queries, METHOD, self._recipe(),
        )  # fmt: skip

    def _games(self, whole: Segment, asked: Asked, size_max: float | None) -> Callable[[int], Game]:
        """Give what makes the game for so many of some rows; the cap lets only a part play."""
        classes = 0 if self.utility in {"hard", "regression"} else len(np.unique(whole.labels))
        if self.utility == "threshold":
            return partial(near_game, classes=classes)
        if self.utility == "regression":
            size = float(np.abs(asked.targets).max()) if size_max is None else size_max
            size = max(size, float(np.abs(whole.targets).max()), 2.0**-200)
            return partial(regressed_game, k=self.k, size_max=size)
        bits = PAYMENT_BITS if self.mode == "payment" else VALUE_BITS
        is_soft = self.utility == "soft"
        return partial(ranked_game, k=self.k, soft=is_soft, bits=bits, classes=classes)

    def _features(self, X: Floats) -> Floats:
        if self.mode != "payment":
            return np.asarray(X)
        steps = quantise(np.asarray(X, dtype=np.float64), self.scale or 1, grid=FLOAT64)
        return steps.astype(np.float64)

    def training_rows(self) -> TrainingRows:
        """Give the rows as they stand, for methods that build on this one.

        Raises:
            ValueError: nothing was fitted.
        """
        return self._fitted()

    def _fitted(self) -> TrainingRows:
        if self._rows is None:
            raise ValueError("nothing was fitted yet: call fit(X, y, owner=...) first")
        return self._rows

    def _recipe(self) -> dict[str, str]:
        names = "k utility metric mode top dtype cap near radius scale".split()
        return {name: str(getattr(self, name)) for name in names}


def _require_numba() -> None:
    try:
        import numba  # noqa: F401, PLC0415
    except ImportError as missing:
        raise ImportError(_NUMBA_MISSING) from missing
