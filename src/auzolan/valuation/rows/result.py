"""A finished valuation: what rows and members are worth, how sure that is, and how it was made.

Sums are whole numbers of 2^-44 (payment: 2^-40) times a scale, so parts computed apart merge to
the same bits in any order. Reads no file and draws no chance: bootstrap takes a seed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.release import CODE_VERSION
from auzolan.valuation.spread import Band, bootstrap_band, clustered_error, normal_band
from auzolan.valuation.tables import Columns, arrow_table, data_frame

if TYPE_CHECKING:
    from auzolan.valuation.tables import ArrowTable, Frame

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Ids = NDArray[np.str_] | NDArray[np.int64]
Of = Literal["members", "rows"]
_HTML_LINES_MAX = 20


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The sums over some of the queries; parts of one valuation merge in any order.

    Attributes:
        sums: int64 of shape (n,), each row's values added up, in units of `unit`.
        squares: float64 of shape (n,), sums of the squares of those values.
        of_owner: int64 of shape (q, g): each owner's value for each query; (q, 0) if not kept.
        owner_sums: int64 of shape (g,).
        owner_squares: float64 of shape (g,).
        places: int64 of shape (q,), which queries of the whole these are, rising.
        worth: what all rows together are worth, added up over these queries, in the same units.
        error: bound of the error of a row's value, added up over these queries.
        unit: what one unit of the sums is worth.
    """

    sums: Whole
    squares: Real
    of_owner: Whole
    owner_sums: Whole
    owner_squares: Real
    places: Whole
    worth: int
    error: float
    unit: float


def merged(parts: list[Part]) -> Part:
    """Merge parts into one.

    Sums of whole numbers have no order. Sums of squares are floats and are added in the order of
    the queries, so cut the queries in the same places to get the same last bit.

    Args:
        parts: of one valuation, over different queries, at least one.
    Returns:
        The whole.
    Raises:
        ValueError: no parts, two hold the same query, or their units differ.
    """
    if not parts or len({part.unit for part in parts}) > 1:
        raise ValueError("expected at least one part, and all in one unit")
    parts = sorted(parts, key=lambda part: int(part.places[0]) if len(part.places) else -1)
    places = np.concatenate([part.places for part in parts])
    if len(np.unique(places)) != len(places):
        raise ValueError("two parts hold the same query")
    total = parts[0]
    for part in parts[1:]:
        total = Part(
            total.sums + part.sums,
            total.squares + part.squares,
            np.concatenate([total.of_owner, part.of_owner]),
            total.owner_sums + part.owner_sums,
            total.owner_squares + part.owner_squares,
            np.concatenate([total.places, part.places]),
            total.worth + part.worth,
            total.error + part.error,
            total.unit,
        )
    return total


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """Values of rows or of members, as means over the queries.

    Attributes:
        ids: who or what is valued, of shape (n,).
        sums: int64 of shape (n,), values added up over the queries, in units of `unit`.
        squares: float64 of shape (n,), sums of squares of one query's values, in `unit`^2.
        n_queries: queries that were added up.
        unit: what one step of `sums` is worth.
        per_query: int64 of shape (q, n); None where it would be too large to keep.
        groups: int64 of shape (q,), the cluster of each query; None without clusters.
        rows: int64 of shape (n,), how many rows stand behind each value.
        n_negative: int64 (of rows int8) of shape (n,), how many of those rows have a value below 0.
    """

    ids: Ids
    sums: Whole
    squares: Real
    n_queries: int
    unit: float
    per_query: Whole | None
    groups: Whole | None
    rows: Whole
    n_negative: Whole | NDArray[np.int8]

    @property
    def values(self) -> Real:
        """Mean over the queries, float64 of shape (n,)."""
        return np.asarray(self.sums * (self.unit / self.n_queries), dtype=np.float64)

    @property
    def stderr(self) -> Real:
        """Standard error of each mean over the queries, float64; clustered where groups are known.

        Not a number with fewer than 2 queries or groups: nothing then says how sure a mean is.
        """
        if self.groups is not None and self.per_query is not None:
            return clustered_error(self._per_query(self.per_query), self.groups)
        n = self.n_queries
        if n < 2:
            return np.full(len(self.sums), np.nan)
        means = self.sums / n
        spread = np.maximum(self.squares - n * means * means, 0.0)
        return np.asarray(np.sqrt(spread / (n - 1) / n) * self.unit, dtype=np.float64)

    def interval(
        self,
        level: float = 0.95,
        method: str = "clt",
        *,
        replicates: int = 2000,
        seed: int = 0,
    ) -> Band:
        """Give the interval that covers each mean with a probability of `level`.

        "clt" takes queries as independent draws and their mean as normal. "cluster" takes whole
        groups (a user, a day) as the draws; with few groups its quantile is Student's. "bootstrap"
        draws queries again, or groups where they are known.

        Args:
            level: between 0 and 1.
            method: "clt", "cluster" or "bootstrap".
            replicates: of the bootstrap, 100 to 100,000.
            seed: of the bootstrap, from 0 to 2^63.
        Returns:
            Lower and upper ends, float64 of shape (n,), with method, level and counts.
        Raises:
            ValueError: an unknown method, a level outside (0, 1), fewer than 2 draws, or values
                for each query that were not kept (of rows they never are).
        """
        if method == "clt":
            plain = replace(self, groups=None)
            return normal_band(self.values, plain.stderr, level=level, count=self.n_queries)
        draws = {"cluster": "adds up groups of queries", "bootstrap": "draws queries again"}
        if method not in draws:
            raise ValueError(f"method is clt, cluster or bootstrap; got {method!r}")
        if self.per_query is None:
            raise ValueError(
                f"{method} {draws[method]}, so it needs what each was worth in each single query. That is "
                "kept for members, up to 8,388,608 numbers; of rows only the sums and the sums of "
                "squares are. Use method clt, or the members' values"
            )
        per_query = self._per_query(self.per_query)
        if method == "cluster":
            if self.groups is None:
                raise ValueError("cluster needs groups=, the group of each query")
            return normal_band(
                self.values,
                clustered_error(per_query, self.groups),
                level=level,
                count=len(np.unique(self.groups)),
                method="cluster",
            )
        return bootstrap_band(per_query, self.groups, level=level, replicates=replicates, seed=seed)

    def _per_query(self, whole: Whole) -> Real:
        return np.asarray(whole * self.unit, dtype=np.float64)

    def columns(self, level: float = 0.95) -> Columns:
        """Give the values as columns of one length, for any table library.

        Args:
            level: of the interval; its ends are nan with fewer than 2 queries or groups.
        Returns:
            id, value, stderr, low, high, rows, n_negative.
        """
        few = self.n_queries
        if self.groups is not None and self.interval_method == "cluster":
            few = len(np.unique(self.groups))
        low = high = np.full(len(self.ids), np.nan)
        if few > 1:
            band = self.interval(level, self.interval_method)
            low, high = band.low, band.high
        return {
            "id": self.ids,
            "value": self.values,
            "stderr": self.stderr,
            "low": low,
            "high": high,
            "rows": self.rows,
            "n_negative": self.n_negative,
        }

    @property
    def interval_method(self) -> str:
        """How `stderr` is made: "cluster" where groups and each query's values are known."""
        return "clt" if self.groups is None or self.per_query is None else "cluster"


@dataclass(frozen=True, slots=True, eq=False)
class Valuation:
    """Values of rows and members, with all that is needed to doubt them.

    Attributes:
        rows: values of rows.
        members: values of members; None without owners.
        total: mean worth of all rows together, less that of none.
        residual: `total` less the sum of the rows' values; what rounding or a cut left over.
        error_bound: how far a row's value may lie from the exact one, besides rounding.
        method: name and version of the method.
        recipe: what steered it, by name.
        seed: of what chance it used; None where it used none.
        code_version: release that made it; not part of the digest, so that two can be compared.
    """

    rows: Values
    members: Values | None
    total: float
    residual: float
    error_bound: float
    method: str
    recipe: Mapping[str, str]
    seed: int | None = None
    code_version: str = CODE_VERSION

    @property
    def n_queries(self) -> int:
        """How many queries every value is a mean over."""
        return self.rows.n_queries

    def digest(self) -> str:
        """Give the SHA-256 of method, recipe, ids and exact sums; equal results, equal digest."""
        head = {
            "method": self.method,
            "recipe": dict(sorted(self.recipe.items())),
            "n_queries": self.rows.n_queries,
        }
        sealed = hashlib.sha256(json.dumps(head, sort_keys=True).encode())
        for part in (self.rows, self.members):
            if part is not None:
                for one in part.ids.tolist():
                    sealed.update(f"{one}\0".encode())
                sealed.update(part.sums.astype("<i8").tobytes())
        return sealed.hexdigest()

    def about(self, level: float = 0.95, of: Of | None = None) -> dict[str, str]:
        """Say how the values were made, in words for a table's metadata.

        Args:
            level: of the interval beside the values.
            of: "members" or "rows"; None takes members where there are any.
        Returns:
            What they are of, method, recipe, number of queries, level and method of the interval,
            seed, total, residual, bound of the error, release of the code, digest.
        """
        shown = self._shown(of)
        return {
            "of": "members" if shown is self.members else "rows",
            "method": self.method,
            "recipe": json.dumps(dict(sorted(self.recipe.items()))),
            "n": str(self.n_queries),
            "level": repr(level),
            "interval": shown.interval_method,
            "seed": "none" if self.seed is None else str(self.seed),
            "total": repr(self.total),
            "residual": repr(self.residual),
            "error_bound": repr(self.error_bound),
            "code_version": self.code_version,
            "digest": self.digest(),
        }

    def to_arrow(self, *, level: float = 0.95, of: Of | None = None) -> ArrowTable:
        """Give the values as a pyarrow table, with `about` in its metadata.

        Args:
            level: of the interval.
            of: "members" or "rows"; None takes members where there are any.
        Returns:
            One line each, with the columns of `Values.columns`.
        Raises:
            ImportError: pyarrow is missing; the text names what to install.
            ValueError: members are asked for and rows have no owners, or a level out of range.
        """
        return arrow_table(self._shown(of).columns(level), self.about(level, of))

    def to_frame(self, *, level: float = 0.95, of: Of | None = None) -> Frame:
        """Give the values as a pandas frame, with `about` in its `attrs`; see `to_arrow`."""
        return data_frame(self._shown(of).columns(level), self.about(level, of))

    def _shown(self, of: Of | None) -> Values:
        if of not in {None, "members", "rows"}:
            raise ValueError(f"of is members or rows; got {of!r}")
        if of == "members" and self.members is None:
            raise ValueError("rows have no owners, so there are no members; fit with owner=")
        return self.rows if of == "rows" or self.members is None else self.members

    def _repr_html_(self) -> str:
        """Show the first values as a table, largest first, in a notebook."""
        shown = self._shown(None)
        order = np.argsort(-shown.values, kind="stable")[:_HTML_LINES_MAX]
        values, errors = shown.values, shown.stderr
        lines = "".join(
            f"<tr><td>{escape(str(shown.ids[i]))}</td><td>{values[i]:.6f}</td>"
            f"<td>{errors[i]:.6f}</td><td>{int(shown.rows[i])}</td></tr>"
            for i in order.tolist()
        )
        return (
            f"<table><caption>{escape(self.method)}, {shown.n_queries} queries, "
            f"{len(order)} of {len(shown.ids)} shown, total {self.total:.6f}, "
            f"digest {self.digest()[:12]}</caption>"
            "<thead><tr><th>id</th><th>value</th><th>standard error</th><th>rows</th></tr></thead>"
            f"<tbody>{lines}</tbody></table>"
        )
