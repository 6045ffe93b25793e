"""The rows of a model's training set, as they come and go: features, labels or targets, owners.

Rows come in segments, so that adding a few does not copy the many; withdrawn rows are marked and
left out when all rows are next laid out in one piece. A row keeps the number it got when it came.

Computes no value.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.given import Column, names_of, numbers_of, owners_of, refuse_other_kind
from auzolan.valuation.rows.moments import Moments
from auzolan.valuation.rows.neighbours import Floats, Points, ready

Given = Column
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
        self._first: NDArray[np.generic] = np.zeros(0)

    def checked(self, given: NDArray[np.generic], what: str) -> NDArray[np.generic]:
        """Refuse texts where numbers were learnt, and the reverse.

        Args:
            given: from `names_of`.
            what: what they are called.
        Returns:
            The same names.
        """
        refuse_other_kind(self._first, given, what)
        return given

    def learn(self, given: Given, what: str) -> NDArray[np.int32]:
        """Give the code of each name, adding new names in sorted order.

        Raises:
            ValueError: as of `names_of`, and for texts where numbers were learnt or the reverse.
        """
        array = self.checked(names_of(given, what), what)
        self._first = self._first if len(self._first) else array[:1].copy()
        distinct, place = np.unique(array, return_inverse=True)
        names = distinct.tolist()
        for name in names:
            if name not in self._code_of:
                self._code_of[name] = len(self.names)
                self.names.append(name)
        codes = np.array([self._code_of[name] for name in names], dtype=np.int32)
        return codes[place]

    def known(self, given: Given, what: str) -> NDArray[np.int64]:
        """Give the code of each name, -1 for a name never learnt."""
        array = self.checked(names_of(given, what), what)
        names, place = np.unique(array, return_inverse=True)
        codes = [self._code_of.get(name, UNKNOWN) for name in names.tolist()]
        return np.array(codes, dtype=np.int64)[place]

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
    _registered: Moments = field(default_factory=Moments)
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
        moments = self._registered.joined(registered, n, is_first=first == 0)
        points = ready("rows", X, metric=self.metric, dtype=self.dtype)
        # All that can be refused is looked at before anything is changed.
        targets = numbers_of(y, "targets") if self.is_regression else np.zeros(0)
        classes = names_of(y, "labels") if not self.is_regression else np.zeros(0)
        whose = owners_of(owner) if owner is not None else np.zeros(0)
        self.classes.checked(classes, "labels")
        self.members.checked(whose, "owners")
        labels = (
            np.zeros(n, np.int32) if self.is_regression else self.classes.learn(classes, "labels")
        )
        owners = np.zeros(0, np.int32) if owner is None else self.members.learn(whose, "owners")
        segment = Segment(points, labels, targets, owners, first)
        self.segments.append(segment)
        self._registered = moments
        self.is_here = np.concatenate([self.is_here, np.ones(n, dtype=np.bool_)])
        self._whole = None
        return segment

    def numbered(self, rows: Given) -> NDArray[np.int64]:
        """Take the numbers of some rows, or a mask over all rows that ever came.

        Args:
            rows: whole numbers, or booleans as many as rows ever came (withdrawn ones included).
        Returns:
            int64 numbers; whether those rows are here is looked at by `remove`.
        Raises:
            ValueError: another type or shape, or a mask of another length.
        """
        array = names_of(rows, "rows") if len(rows) else np.zeros(0, dtype=np.int64)
        if array.dtype.kind == "b":
            if len(array) != len(self.is_here):
                raise ValueError(
                    f"rows: a mask has a place for each of {len(self.is_here)} rows that came; "
                    f"got {len(array)}"
                )
            return np.flatnonzero(array).astype(np.int64)
        if array.dtype.kind not in "iu":
            raise ValueError(f"rows are whole numbers or a mask of truths; got {array.dtype}")
        if array.dtype.kind == "u" and len(array) and int(array.max()) >= 2**63:
            raise ValueError(f"not all of the {len(array)} rows are here")
        return array.astype(np.int64)

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
        if not self.has_owners:
            raise ValueError("rows have no owners: fit with owner=, or name rows")
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
        if self._registered.kind == "":
            return np.zeros(int(self.is_here.sum()), dtype=np.int64)
        return self._registered.of_rows[self.is_here]

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

    def some(self, count: int) -> NDArray[np.float64]:
        """Give at most so many of the rows that are here, evenly picked, as they are used."""
        ids = self.ids()
        ids = ids[np.linspace(0, len(ids) - 1, min(count, len(ids))).astype(np.int64)]
        found = []
        for segment in self.segments:
            inside = (ids >= segment.first_id) & (ids < segment.first_id + len(segment.labels))
            found.append(segment.points.some(ids[inside] - segment.first_id))
        return np.concatenate(found)

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
