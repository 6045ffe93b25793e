"""When rows were registered: whole numbers, or times kept to the nanosecond.

Only their order counts, so it must be exact: times of any unit are brought to one, and what does
not fit into it is refused instead of rounded or wrapped round. Knows no clock and no time zone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.given import Column, names_of

UNIT = "datetime64[ns]"
_FINER = ("ps", "fs", "as")
_DAYS_MAX = 106_751
_NUMBERS, _TIMES = "whole numbers", "times"


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """The moments of all rows that ever came.

    Attributes:
        of_rows: int64 of shape (n,), the smaller the earlier; empty where none were given.
        kind: "whole numbers", "times", or "" where none were given.
    """

    of_rows: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    kind: str = ""

    def joined(self, registered: Column | None, n: int, *, is_first: bool) -> Moments:
        """Add the moments of more rows.

        Args:
            registered: n moments, or None.
            n: how many rows come.
            is_first: no rows came before.
        Returns:
            The moments of all.
        Raises:
            ValueError: as of `moments_of`; moments come and go, or change their kind.
        """
        if not is_first and (registered is None) != (self.kind == ""):
            raise ValueError("either all rows have a moment or none has")
        if registered is None:
            return self
        moments, kind = moments_of(registered, n)
        if not is_first and kind != self.kind:
            raise ValueError(f"registered: {self.kind} came first, now {kind}; give all as one")
        return Moments(np.concatenate([self.of_rows, moments]), kind)


def moments_of(registered: Column, n: int) -> tuple[NDArray[np.int64], str]:
    """Take moments as whole numbers: places in a record, or nanoseconds.

    Args:
        registered: n whole numbers of at most 63 bits, or n numpy datetimes of any unit, from
            1677-09-22 to 2262-04-11 and in whole nanoseconds.
        n: rows.
    Returns:
        int64 of shape (n,), and which of the two they are.
    Raises:
        ValueError: another shape or type, a time that is not one, or one that nanoseconds of 64
            bits cannot hold exactly; the row is named.
    """
    moments = np.asarray(registered)
    if moments.dtype.kind == "O" and moments.shape == (n,) and n:
        moments = names_of(registered, "registered")
    if moments.shape != (n,) or moments.dtype.kind not in "iuM":
        raise ValueError(
            "registered: expected a whole number or a numpy datetime for each of "
            f"{n} rows; got {moments.dtype} {moments.shape}"
        )
    if moments.dtype.kind == "M":
        return _nanoseconds(moments), _TIMES
    if moments.dtype.kind == "u" and n and int(moments.max()) >= 2**63:
        raise ValueError(f"registered: row {int(moments.argmax())} passes 2^63 - 1")
    return moments.astype(np.int64), _NUMBERS


def _nanoseconds(times: NDArray[np.generic]) -> NDArray[np.int64]:
    wrong = np.flatnonzero(np.isnat(times))
    if len(wrong):
        raise ValueError(f"registered: row {int(wrong[0])} is not a time")
    if times.dtype == np.dtype(UNIT):
        return times.astype(np.int64)
    if times.dtype.str[3:].strip("[0123456789]") in _FINER:
        raise ValueError(f"registered: {times.dtype} is finer than a nanosecond; give {UNIT}")
    # Through whole days, whose numbers say before the last step whether that step would wrap.
    times = times.astype(times.dtype.newbyteorder("="))
    fits = np.abs(times.astype("datetime64[D]").astype(np.int64)) < _DAYS_MAX
    safe = times.copy()
    safe.view(np.int64)[~fits] = 0
    moments = safe.astype(UNIT)
    fits &= moments.astype(times.dtype) == times
    if not fits.all():
        row = int(np.argmin(fits))
        raise ValueError(
            f"registered: row {row}, {times[row]}, is not within 1677-09-22 and 2262-04-11"
        )
    return moments.astype(np.int64)
