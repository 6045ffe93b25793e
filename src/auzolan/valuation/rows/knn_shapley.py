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

from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.given import features_of, numbers_of
from auzolan.valuation.quantize import whole_steps
from auzolan.valuation.rows import options
from auzolan.valuation.rows.finishing import member_values, row_values
from auzolan.valuation.rows.games import PAYMENT_BITS, VALUE_BITS, Game, game_maker
from auzolan.valuation.rows.neighbours import Floats, Points, ready
from auzolan.valuation.rows.precision import LOOKED_AT, Spacing, refuse_lost, spacing_of
from auzolan.valuation.rows.result import Part, Valuation, merged
from auzolan.valuation.rows.training_rows import (
    Codes,
    Given,
    Segment,
    TrainingRows,
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


class KNNShapley(options.Parameters):
    """Shapley values of training rows, and of their owners, for k nearest neighbours.

    Args:
        k: neighbours that vote, 1 to 2^20; may exceed the rows.
        utility: "hard", "soft", "threshold" or "regression"; `games` defines them.
        metric: "l2" (Euclidean) or "cosine".
        mode: "exact", or "payment" for the integers that money uses (utility "hard", metric "l2").
        top: value only the `top` nearest rows of a query (at least k); None values all.
        dtype: "float32" or "float64", the type of the distances; payment chooses its own.
        cap: only so many of each member's rows play for one query, her nearest, >= 1; of rows at
            one distance those that do not match first (`capped`). None lets all play. Not with
            `top`.
        near: distance (by `metric`) up to which rows of one label are one canonical row, held by
            who registered first; 0.0 merges equal rows, None none. Not with `top`.
        radius: distance within which a row counts, for utility "threshold".
        scale: whole steps in one unit of a feature, for mode "payment"; needed there unless all
            features are whole numbers.
        threads: threads that share the work, 1 to 256; results do not depend on it.

    A parameter changed after `fit` holds from the next call on; those that decide how rows are laid
    out (metric, mode, dtype, scale, and between regression and the rest) need another `fit`.
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
        self._laid: options.Laid | None = None
        self._standing: tuple[float, StandingRows] | None = None
        self._spacing: tuple[float | None, Spacing] | None = None
        options.settle_options(self)

    def fit(
        self, X: Floats, y: Given, owner: Given | None = None, registered: Given | None = None
    ) -> Self:
        """Take the training rows; what was taken before is forgotten.

        Args:
            X: features of shape (n, d), finite; an array of numbers is not copied, so leave it
                unchanged. Lists and data frames will do; so for the other columns.
            y: n class names (numbers or texts), or n targets for utility "regression".
            owner: the member of each row, all texts or all whole numbers; None values rows alone.
            registered: when each row was registered, as whole numbers (places in a record) or
                numpy datetimes of any unit up to nanoseconds; `near` asks who was first. None takes
                all as one moment: holders of equal rows then share equally.
        Returns:
            This estimator.
        Raises:
            ValueError: parameters do not go together, shapes do not match, or a value is missing or
                not finite; the row is named.
        """
        _require_numba()
        options.settle_options(self)
        rows = TrainingRows(
            self.metric,
            "float64" if self.mode == "payment" else self.dtype,
            self.utility == "regression",
            owner is not None,
        )
        rows.add(self.features(X), y, owner, registered)
        self._rows, self._laid = rows, options.laid_out(self)
        return self._moved()

    def partial_fit(
        self, X: Floats, y: Given, owner: Given | None = None, registered: Given | None = None
    ) -> Self:
        """Add rows; values are then those of a fit on all rows together.

        Args and errors: as of `fit`. Without rows so far it is `fit`.
        """
        if self._rows is None:
            return self.fit(X, y, owner, registered)
        self._fitted().add(self.features(X), y, owner, registered)
        return self._moved()

    def withdraw(self, rows: Given | None = None, *, member: str | int | None = None) -> Self:
        """Take rows out; values are then those of a fit without them.

        Args:
            rows: numbers of rows, in the order in which they came, from 0; never given again. Or a
                mask of booleans, one for each row that ever came.
            member: all rows of this member instead.
        Raises:
            ValueError: both or neither given, numbers that are not whole, a row is not here, or
                none would be left.
        """
        store = self._fitted()
        if (rows is None) == (member is None):
            raise ValueError("name either rows or a member")
        if member is not None:
            ids = store.ids_of_member(member)
            if not len(ids):
                raise ValueError(f"member {member!r} has no row here")
        else:
            assert rows is not None, "one of the two is given"
            ids = store.numbered(rows)
        store.remove(ids)
        return self._moved()

    def value(self, X_query: Floats, y_query: Given, groups: Given | None = None) -> Valuation:
        """Value all rows, and members where rows have owners, as means over the queries.

        Args:
            X_query: features of shape (m, d), m from 1 to 2^17.
            y_query: m labels or targets; a label that no row has is allowed.
            groups: a cluster for each query (a user, a day), for clustered intervals.
        Returns:
            The valuation.
        Raises:
            ValueError: nothing was fitted, shapes do not match, a value is missing or not finite,
                or the floats cannot tell the distances apart (`precision`).
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
        given = features_of(X_query, "queries")
        if not 1 <= len(given) <= QUERIES_MAX or len(given) != len(y_query):
            raise ValueError(
                f"expected 1 to {QUERIES_MAX} queries with a label each; "
                f"got {len(given)} and {len(y_query)}"
            )
        points = ready("queries", self.features(given), metric=self.metric, dtype=store.dtype)
        self.require_precise(points)
        nothing = np.zeros(len(given), dtype=np.int64)
        if store.is_regression:
            return Asked(points, nothing, numbers_of(y_query, "targets"), 0.0)
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
        if self.near is None:
            return None
        if self._standing is None or self._standing[0] != self.near:
            from auzolan.valuation.rows.standing import standing_rows  # noqa: PLC0415 - see above

            is_payment = self.mode == "payment"
            steps = self.near * (self.scale or 1) if is_payment else self.near
            near_squared = float(steps * steps // 1) if is_payment else steps * steps
            merged_rows = standing_rows(
                self._fitted(), near_squared=near_squared, are_whole=is_payment
            )
            self._standing = (self.near, merged_rows)
        return self._standing[1]

    def require_precise(self, queries: Points) -> None:
        """Refuse queries and rows whose distances floats cannot tell apart; see `precision`.

        Raises:
            ValueError: with what helps.
        """
        if self.mode == "payment":
            return
        if self._spacing is None or self._spacing[0] != self.near:
            standing = self.standing()
            some = self._fitted().some(LOOKED_AT) if standing is None else standing.some(LOOKED_AT)
            self._spacing = (self.near, spacing_of(some))
        refuse_lost(self._spacing[1], queries, lambda: self._fitted().whole().points)

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
        store, standing, part = self._fitted(), self.standing(), merged(parts)
        n_queries = len(part.places)
        if int(part.places.max()) != n_queries - 1:
            raise ValueError(f"the parts hold {n_queries} queries of {int(part.places.max()) + 1}")
        clusters = None
        if groups is not None:
            clusters = Codes().learn(groups, "groups").astype(np.int64)
            if len(clusters) != n_queries:
                raise ValueError(f"{n_queries} queries need as many groups; got {len(clusters)}")
        rows = row_values(store, standing, part, clusters)
        members = member_values(store, standing, part, clusters) if store.has_owners else None
        left = part.worth - int(rows.sums.sum())
        total, residual = part.worth * part.unit / n_queries, left * part.unit / n_queries
        error = part.error / n_queries
        return Valuation(rows, members, total, residual, error, METHOD, self._recipe())

    def _games(self, whole: Segment, asked: Asked, size_max: float | None) -> Callable[[int], Game]:
        """Give what makes the game for so many of some rows; the cap lets only a part play."""
        size = float(np.abs(asked.targets).max()) if size_max is None else size_max
        bits = PAYMENT_BITS if self.mode == "payment" else VALUE_BITS
        return game_maker(
            self.utility, self.k, bits, labels=whole.labels, targets=whole.targets, asked_max=size
        )

    def features(self, X: Floats) -> Floats:
        """Give features as they are measured by: whole steps in mode "payment", else as they came.

        Raises:
            ValueError: no numbers of shape (n, d), or mode "payment" and numbers that are not
                whole without `scale`; the row is named.
        """
        given = features_of(X, "features")
        is_payment = self.mode == "payment"
        return whole_steps(given.astype(np.float64), self.scale) if is_payment else given

    def training_rows(self) -> TrainingRows:
        """Give the rows as they stand, for methods that build on this one.

        Raises:
            ValueError: nothing was fitted.
        """
        return self._fitted()

    def _fitted(self) -> TrainingRows:
        if self._rows is None:
            raise ValueError("nothing was fitted yet: call fit(X, y, owner=...) first")
        options.settle_options(self)
        assert self._laid is not None, "rows and how they are laid out come together"
        options.refuse_other_layout(self._laid, options.laid_out(self))
        return self._rows

    def _moved(self) -> Self:
        """Forget what was worked out of the rows before."""
        self._standing = self._spacing = None
        return self

    def _recipe(self) -> dict[str, str]:
        names = "k utility metric mode top dtype cap near radius scale".split()
        return {name: str(getattr(self, name)) for name in names}


def _require_numba() -> None:
    try:
        import numba  # noqa: F401, PLC0415
    except ImportError as missing:
        raise ImportError(_NUMBA_MISSING) from missing
