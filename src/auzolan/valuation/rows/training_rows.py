"""The rows of a model's training set, as they come and go: features, labels or targets, owners.

Rows come in segments, so that adding a few does not copy the many; withdrawn rows are marked and
left out when all rows are next laid out in one piece. A row keeps the number it got when it came.

Computes no value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.rows.neighbours import Floats, Points, ready

Given = NDArray[np.generic] | Sequence[str] | Sequence[int] | Sequence[float]
ROWS_MAX = 2**31 - 1
UNKNOWN = -1


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Rows that came together.

    Attributes:
        points: the features.
        labels: int32 class codes of shape (n,); all 0 where targets are numbers.
        targets: float64 of shape (n,); empty where labels are classes.
        owners: int32 codes of owners; empty without owners.
        first_id: number of the first row.
    """

    points: Points
    labels: NDArray[np.int32]
    targets: NDArray[np.float64]
    owners: NDArray[np.int32]
    first_id: int

    def some(self, at: NDArray[np.int64] | NDArray[np.bool_]) -> Segment:
        """Give some of the rows, copied, as rows of their own that are numbered from 0."""
        points = self.points
        chosen = Points(
            points.given[at],
            points.norms[at],
            points.lengths[at] if points.lengths.size else points.lengths,
            points.dtype,
        )
        targets = self.targets[at] if self.targets.size else self.targets
        owners = self.owners[at] if self.owners.size else self.owners
        return Segment(chosen, self.labels[at], targets, owners, 0)


class Codes:
    """Names in order of first sight, each with a whole number from 0."""

    def __init__(self) -> None:
        self.names: list[str | int | float | bool] = []
        self._code_of: dict[str | int | float | bool, int] = {}

    def learn(self, given: Given, what: str) -> NDArray[np.int32]:
        """Give the code of each name, adding new names in sorted order.

        Raises:
            ValueError: a name is not a number or text, or is not a number at all (NaN).
        """
        names, place = _distinct(given, what)
        for name in names:
            if name not in self._code_of:
                self._code_of[name] = len(self.names)
                self.names.append(name)
        codes = np.array([self._code_of[name] for name in names], dtype=np.int32)
        return codes[place]

    def known(self, given: Given, what: str) -> NDArray[np.int64]:
        """Give the code of each name, -1 for a name never learnt."""
        names, place = _distinct(given, what)
        codes = np.array([self._code_of.get(name, UNKNOWN) for name in names], dtype=np.int64)
        return codes[place]

    def code(self, name: str | int) -> int:
        """Give one name's code, -1 if never learnt."""
        return self._code_of.get(name, UNKNOWN)


@dataclass(slots=True, eq=False)
class TrainingRows:
    """All segments with the marks of withdrawn rows.

    Attributes:
        metric: "l2" or "cosine".
        dtype: "float32" or "float64".
        is_regression: targets are numbers, not classes.
        has_owners: whether rows have owners; the first rows decide.
    """

    metric: str
    dtype: str
    is_regression: bool
    has_owners: bool
    segments: list[Segment] = field(default_factory=list)
    classes: Codes = field(default_factory=Codes)
    members: Codes = field(default_factory=Codes)
    is_here: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    _registered: NDArray[np.int64] | None = None
    _whole: Segment | None = None

    def add(
        self, X: Floats, y: Given, owner: Given | None, registered: Given | None = None
    ) -> Segment:
        """Add rows at the end.

        Args:
            X: features of shape (n, d), finite.
            y: n class names, or n finite numbers.
            owner: n owners; None exactly if the first rows had none.
            registered: n moments, the smaller the earlier; None exactly if the first had none.
        Returns:
            The new segment.
        Raises:
            ValueError: shapes do not match, a value is not finite, or owners or moments come and
                go.
        """
        n = len(y)
        if X.ndim != 2 or len(X) != n or (owner is not None and len(owner) != n):
            got = "none" if owner is None else str(len(owner))
            raise ValueError(f"expected (n, d), n labels, n owners; got {X.shape}, {n}, {got}")
        if (owner is not None) != self.has_owners:
            raise ValueError("either all rows have an owner or none has")
        first = len(self.is_here)
        if first + n > ROWS_MAX:
            raise ValueError(f"at most {ROWS_MAX} rows; got {first + n}")
        if self.segments and X.shape[1] != self.segments[0].points.given.shape[1]:
            raise ValueError(
                f"rows have {self.segments[0].points.given.shape[1]} features; got {X.shape[1]}"
            )
        moments = None if registered is None else moments_of(registered, n)
        if first and (moments is None) != (self._registered is None):
            raise ValueError("either all rows have a moment or none has")
        points = ready("rows", X, metric=self.metric, dtype=self.dtype)
        targets = finite_numbers(y, "targets") if self.is_regression else np.zeros(0)
        labels = np.zeros(n, np.int32) if self.is_regression else self.classes.learn(y, "labels")
        owners = np.zeros(0, np.int32) if owner is None else self.members.learn(owner, "owners")
        segment = Segment(points, labels, targets, owners, first)
        self.segments.append(segment)
        if moments is not None:
            before = self._registered if self._registered is not None else moments[:0]
            self._registered = np.concatenate([before, moments])
        self.is_here = np.concatenate([self.is_here, np.ones(n, dtype=np.bool_)])
        self._whole = None
        return segment

    def remove(self, ids: NDArray[np.int64]) -> None:
        """Mark rows as withdrawn.

        Raises:
            ValueError: a row is not here, is named twice, or no row would be left.
        """
        if not len(ids) or len(np.unique(ids)) != len(ids):
            raise ValueError("expected at least one row, each named once")
        if int(ids.min()) < 0 or int(ids.max()) >= len(self.is_here) or not self.is_here[ids].all():
            raise ValueError(f"not all of the {len(ids)} rows are here")
        if int(self.is_here.sum()) == len(ids):
            raise ValueError("the last row cannot be withdrawn: nothing would be left to value")
        self.is_here[ids] = False
        for segment in self.segments:
            inside = (ids >= segment.first_id) & (ids < segment.first_id + len(segment.labels))
            # No list of nearest rows takes a row that is infinitely far.
            segment.points.norms[ids[inside] - segment.first_id] = np.inf
        self._whole = None

    def ids_of_member(self, member: str | int) -> NDArray[np.int64]:
        """List the rows of a member that are here, rising; empty for one who has none."""
        code = self.members.code(member)
        found = [
            np.flatnonzero(segment.owners == code) + segment.first_id for segment in self.segments
        ]
        ids = np.concatenate(found).astype(np.int64)
        return ids[self.is_here[ids]]

    def ids(self) -> NDArray[np.int64]:
        """List the numbers of the rows that are here, rising."""
        return np.flatnonzero(self.is_here).astype(np.int64)

    def moments(self) -> NDArray[np.int64]:
        """Give the moment of each row that is here; one and the same where none was given."""
        if self._registered is None:
            return np.zeros(int(self.is_here.sum()), dtype=np.int64)
        return self._registered[self.is_here]

    def owners(self) -> NDArray[np.int32]:
        """Give the owner's code of each row that is here."""
        owners = [segment.owners for segment in self.segments]
        joined = owners[0] if len(owners) == 1 else np.concatenate(owners)
        return joined if bool(self.is_here.all()) else joined[self.is_here]

    def owners_of(self, ids: NDArray[np.int64]) -> NDArray[np.int32]:
        """Give the owners' codes of some rows."""
        return self._picked(ids, [segment.owners for segment in self.segments])

    def labels_of(self, ids: NDArray[np.int64]) -> NDArray[np.int32]:
        """Give the class codes of some rows."""
        return self._picked(ids, [segment.labels for segment in self.segments])

    def _picked(
        self, ids: NDArray[np.int64], columns: list[NDArray[np.int32]]
    ) -> NDArray[np.int32]:
        picked = np.empty(len(ids), dtype=np.int32)
        for segment, column in zip(self.segments, columns, strict=True):
            inside = (ids >= segment.first_id) & (ids < segment.first_id + len(segment.labels))
            picked[inside] = column[ids[inside] - segment.first_id]
        return picked

    def whole(self) -> Segment:
        """Lay all rows that are here out in one piece; a copy only after rows came or went."""
        if self._whole is None:
            if len(self.segments) == 1 and bool(self.is_here.all()):
                self._whole = self.segments[0]
            else:
                self._whole = self._joined()
        return self._whole

    def _joined(self) -> Segment:
        kept = [
            np.flatnonzero(self.is_here[s.first_id : s.first_id + len(s.labels)])
            for s in self.segments
        ]
        pairs = list(zip(self.segments, kept, strict=True))
        points = Points(
            np.concatenate([s.points.given[at] for s, at in pairs]),
            np.concatenate([s.points.norms[at] for s, at in pairs]),
            np.concatenate(
                [s.points.lengths[at] if s.points.lengths.size else s.points.lengths
                 for s, at in pairs]
            ),
            self.segments[0].points.dtype,
        )  # fmt: skip
        targets = [s.targets[at] if s.targets.size else s.targets for s, at in pairs]
        owners = [s.owners[at] if s.owners.size else s.owners for s, at in pairs]
        labels = np.concatenate([s.labels[at] for s, at in pairs])
        return Segment(points, labels, np.concatenate(targets), np.concatenate(owners), 0)


def finite_numbers(given: Given, what: str) -> NDArray[np.float64]:
    """Take numbers as float64.

    Raises:
        ValueError: one of them is not finite; it is named.
    """
    numbers = np.asarray(given, dtype=np.float64)
    if numbers.ndim != 1:
        raise ValueError(f"{what}: expected shape (n,); got {numbers.shape}")
    if not np.isfinite(numbers).all():
        raise ValueError(f"{what}: row {int(np.argmin(np.isfinite(numbers)))} is not finite")
    return numbers


def moments_of(registered: Given, n: int) -> NDArray[np.int64]:
    """Take moments as whole numbers: places in a record, or times to the microsecond.

    Args:
        registered: n whole numbers of at most 63 bits, or n numpy datetimes.
        n: rows.
    Returns:
        int64 of shape (n,).
    Raises:
        ValueError: another shape or type, or a time that is not one; the row is named.
    """
    moments = np.asarray(registered)
    if moments.shape != (n,) or moments.dtype.kind not in "iuM":
        raise ValueError(
            "registered: expected a whole number or a time for each of "
            f"{n} rows; got {moments.dtype} {moments.shape}"
        )
    if moments.dtype.kind == "M":
        wrong = np.flatnonzero(np.isnat(moments))
        if len(wrong):
            raise ValueError(f"registered: row {int(wrong[0])} is not a time")
        return moments.astype("datetime64[us]").astype(np.int64)
    if moments.dtype.kind == "u" and n and int(moments.max()) >= 2**63:
        raise ValueError(f"registered: row {int(moments.argmax())} passes 2^63 - 1")
    return moments.astype(np.int64)


def _distinct(given: Given, what: str) -> tuple[list[str | int | float | bool], NDArray[np.intp]]:
    array = np.asarray(given)
    if array.ndim != 1 or array.dtype.kind not in "biufU":
        raise ValueError(f"{what}: expected n numbers or texts; got {array.dtype} {array.shape}")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ValueError(f"{what}: row {int(np.argmin(np.isfinite(array)))} is not finite")
    names, place = np.unique(array, return_inverse=True)
    return names.tolist(), place
