"""KNNShapley: exact values of rows and members for nearest neighbours, fast, for any utility here.

The modes. "exact": distances in float32 or float64, values exact for the order these give.
"payment": whole-number features and distances, the same integers as `knn`, for money. `top`: only
the nearest rows of each query are valued and the error that leaves is stated.

Trains no model, reads no file, keeps no query. What rows are paid is not decided here: games that
cap a member's rows are in `member_games`, merging of copies in `canonical_rows`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.quantize import FLOAT64, quantise
from auzolan.valuation.rows.games import (
    PAYMENT_BITS,
    UTILITIES,
    VALUE_BITS,
    Game,
    near_game,
    ranked_game,
    regressed_game,
)
from auzolan.valuation.rows.neighbours import (
    METRICS,
    Floats,
    ready,
)
from auzolan.valuation.rows.result import Part, Valuation, Values, merged
from auzolan.valuation.rows.training_rows import (
    Codes,
    Given,
    Segment,
    TrainingRows,
    finite_numbers,
)

if TYPE_CHECKING:
    from auzolan.valuation.rows.attribution import Attribution, Finder
    from auzolan.valuation.rows.exact import Asked

METHOD = "knn-shapley/2"
K_MAX = 2**20
QUERIES_MAX = 2**17
THREADS_MAX = 256
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
    """

    def __init__(  # noqa: PLR0913, PLR0917 - an estimator's parameters
        self,
        k: int = 5,
        utility: str = "hard",
        metric: str = "l2",
        mode: str = "exact",
        top: int | None = None,
        dtype: str = "float32",
        *,
        radius: float | None = None,
        scale: int | None = None,
        threads: int = 1,
    ) -> None:
        self.k, self.utility, self.metric, self.mode = k, utility, metric, mode
        self.top, self.dtype, self.radius, self.scale = top, dtype, radius, scale
        self.threads = threads
        self._rows: TrainingRows | None = None
        self._check()

    def fit(self, X: Floats, y: Given, owner: Given | None = None) -> Self:
        """Take the training rows; what was taken before is forgotten.

        Args:
            X: features of shape (n, d), finite; not copied, so leave it unchanged.
            y: n class names (numbers or texts), or n targets for utility "regression".
            owner: the member of each row; None values rows alone.
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
        rows.add(self._features(X), y, owner)
        self._rows = rows
        return self

    def partial_fit(self, X: Floats, y: Given, owner: Given | None = None) -> Self:
        """Add rows; values are then those of a fit on all rows together.

        Args and errors: as of `fit`. Without rows so far it is `fit`.
        """
        if self._rows is None:
            return self.fit(X, y, owner)
        self._rows.add(self._features(X), y, owner)
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
        from auzolan.valuation.rows.exact import exact_part  # noqa: PLC0415 - needs numba

        store = self._fitted()
        whole = store.whole()
        members = len(store.members.names)
        game = self._game(whole, asked, size_max)
        return exact_part(whole, asked, game, places=places, members=members, threads=self.threads)

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
        unit = part.unit
        n = len(part.sums)
        rows = Values(
            store.ids(), part.sums, part.squares, n_queries, unit, None, clusters,
            np.ones(n, dtype=np.int64), (part.sums < 0).astype(np.int64),
        )  # fmt: skip
        members = self._members(part, clusters) if store.has_owners else None
        left = part.worth - int(part.sums.sum())
        return Valuation(
            rows, members, part.worth * unit / n_queries, left * unit / n_queries,
            part.error / n_queries, METHOD, self._recipe(),
        )  # fmt: skip

    def _members(self, part: Part, groups: NDArray[np.int64] | None) -> Values:
        store = self._fitted()
        owners, names = store.owners(), store.members.names
        counts = np.bincount(owners, minlength=len(names))
        negative = np.bincount(owners[part.sums < 0], minlength=len(names))
        ids = np.array(names)
        order = np.argsort(ids, kind="stable")
        order = order[counts[order] > 0]
        kept = part.of_owner.shape[1] > 0
        return Values(
            ids[order],
            part.owner_sums[order],
            part.owner_squares[order],
            len(part.places),
            part.unit,
            part.of_owner[:, order] if kept else None,
            groups,
            counts[order].astype(np.int64),
            negative[order].astype(np.int64),
        )

    def _game(self, whole: Segment, asked: Asked, size_max: float | None) -> Game:
        n = len(whole.labels)
        if self.utility == "threshold":
            return near_game(n, classes=len(np.unique(whole.labels)))
        if self.utility == "regression":
            size = float(np.abs(asked.targets).max()) if size_max is None else size_max
            size = max(size, float(np.abs(whole.targets).max()), 2.0**-200)
            return regressed_game(n, k=self.k, size_max=size)
        bits = PAYMENT_BITS if self.mode == "payment" else VALUE_BITS
        is_soft = self.utility == "soft"
        classes = len(np.unique(whole.labels)) if is_soft else 0
        return ranked_game(n, k=self.k, soft=is_soft, bits=bits, classes=classes)

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
        names = "k utility metric mode top dtype radius scale".split()
        return {name: str(getattr(self, name)) for name in names}

    def _check(self) -> None:
        choices = (
            ("utility", self.utility, UTILITIES),
            ("metric", self.metric, METRICS),
            ("mode", self.mode, ("exact", "payment")),
            ("dtype", self.dtype, ("float32", "float64")),
        )
        for name, got, known in choices:
            if got not in known:
                raise ValueError(f"{name} is one of {', '.join(known)}; got {got!r}")
        if not 1 <= self.k <= K_MAX or not 1 <= self.threads <= THREADS_MAX:
            raise ValueError(f"k is 1 to 2^20, threads 1 to 256; got {self.k}, {self.threads}")
        if self.mode == "payment" and (self.utility, self.metric, self.top) != ("hard", "l2", None):
            raise ValueError("payment has utility hard, metric l2 and values all rows")
        if (self.utility == "threshold") != (self.radius is not None):
            raise ValueError("radius= belongs to utility threshold, which needs it")
        if self.radius is not None and not 0.0 <= self.radius < float("inf"):
            raise ValueError(f"a radius is at least 0 and finite; got {self.radius}")
        if self.top is not None and (self.top < self.k or self.utility != "hard"):
            raise ValueError(f"top is at least k = {self.k}, for utility hard; got {self.top}")


def _require_numba() -> None:
    try:
        import numba  # noqa: F401, PLC0415
    except ImportError as missing:
        raise ImportError(_NUMBA_MISSING) from missing
