"""What people hand in - lists, arrays, columns of data frames - as the arrays that methods take.

Texts may come as objects, numbers as Python's or numpy's own, columns with missing cells as any
library makes them. A missing cell is refused and its row named; texts and numbers in one column
are refused, since 1 and "1" would become one name. Imports none of those libraries, guesses no
meaning, and fills no gap.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

Column = NDArray[np.generic] | Sequence[str] | Sequence[int] | Sequence[float] | Sequence[object]
Floats = NDArray[np.floating]
_TEXT, _WHOLE, _NUMBER, _TRUTH = "texts", "whole numbers", "numbers", "truths"
_KIND_OF_ARRAY = {"U": _TEXT, "i": _WHOLE, "u": _WHOLE, "f": _NUMBER, "b": _TRUTH}


def names_of(given: ArrayLike | Iterable[object], what: str) -> NDArray[np.generic]:
    """Take n labels, owners or groups.

    Args:
        given: n texts, or n numbers: a list, an array, a column of a data frame.
        what: what they are called in an error.
    Returns:
        An array of shape (n,) of texts, whole numbers, floats or booleans.
    Raises:
        ValueError: another shape or type, a cell that is missing or not finite (the row is
            named), or texts among numbers.
    """
    _refuse_gaps(given, what)
    if isinstance(given, list | tuple | range):
        array = _from_cells(list(given), what)
    else:
        array = np.asarray(given)
        if array.ndim == 1 and array.dtype.kind in "OT":
            array = _from_cells(array.tolist(), what)
    if array.ndim != 1 or array.dtype.kind not in _KIND_OF_ARRAY:
        raise ValueError(f"{what}: expected n numbers or texts; got {array.dtype} {array.shape}")
    if array.dtype.kind == "f" and not np.isfinite(array.astype(np.float64)).all():
        wrong = int(np.argmin(np.isfinite(array.astype(np.float64))))
        raise ValueError(f"{what}: row {wrong} is missing or not finite: {array[wrong]}")
    return array


def owners_of(given: ArrayLike | Iterable[object], what: str = "owners") -> NDArray[np.generic]:
    """Take n owners: all of them texts, or all of them whole numbers.

    Args and result: as of `names_of`.
    Raises:
        ValueError: as of `names_of`, and for numbers that are not whole.
    """
    array = names_of(given, what)
    if kind_of(array) not in {_TEXT, _WHOLE}:
        raise ValueError(
            f"{what} are all texts or all whole numbers; got {array.dtype}: "
            "give them as texts, or as a column of whole numbers"
        )
    return array


def kind_of(array: NDArray[np.generic]) -> str:
    """Say what an array from `names_of` holds, in a word: texts, whole numbers, numbers, truths."""
    return _KIND_OF_ARRAY[array.dtype.kind]


def refuse_other_kind(had: NDArray[np.generic], came: NDArray[np.generic], what: str) -> None:
    """Refuse texts beside numbers, since no text is ever equal to a number.

    Args:
        had: from `names_of`.
        came: from `names_of`, to be compared with it.
        what: what both are called.
    Raises:
        ValueError: one holds texts and the other numbers.
    """
    if len(had) and len(came) and (had.dtype.kind == "U") != (came.dtype.kind == "U"):
        raise ValueError(
            f"{what}: {kind_of(had)} as {had[:1].tolist()[0]!r} came first, "
            f"now {kind_of(came)} as {came[:1].tolist()[0]!r}; "
            "give both in one type"
        )


def numbers_of(given: ArrayLike | Iterable[object], what: str) -> NDArray[np.float64]:
    """Take n finite numbers as float64.

    Args and errors: as of `names_of`; texts are refused.
    """
    array = names_of(given, what)
    if array.dtype.kind == "U":
        raise ValueError(f"{what}: expected numbers; got texts, as {str(array[0])!r}")
    return array.astype(np.float64)


def features_of(given: ArrayLike, what: str) -> Floats:
    """Take rows of features: an array, lists, a data frame.

    Args:
        given: numbers of shape (n, d); not copied where it is an array of numbers.
        what: what the rows are called in an error.
    Returns:
        An array of shape (n, d); finite or not is looked at later, where rows are made ready.
    Raises:
        ValueError: another shape or type, or a missing cell; the row is named.
    """
    _refuse_gaps(given, what)
    array = np.asarray(given)
    if array.ndim == 2 and array.dtype.kind == "O":
        array = _numbers_of_objects(array, what)
    if array.ndim == 1:
        raise ValueError(
            f"{what}: expected numbers of shape (n, d); got {array.shape}: "
            "for one row give x[None, :]"
        )
    if array.ndim != 2 or array.dtype.kind not in "fiub":
        raise ValueError(
            f"{what}: expected numbers of shape (n, d); got {array.dtype} {array.shape}"
        )
    if array.dtype.kind == "b":
        array = array.astype(np.uint8)
    return cast("Floats", array)


def whole_number(name: str, given: object, low: int, high: int) -> int:
    """Take one whole number, of Python's type or numpy's.

    Args:
        name: of the number, with its unit.
        given: the number.
        low: the least it may be.
        high: the most it may be.
    Returns:
        It as `int`, so that no sum of it can overflow.
    Raises:
        ValueError: no whole number (2.0 and True are none), or out of range.
    """
    if isinstance(given, bool | np.bool_):
        raise ValueError(f"{name} is a whole number; got {given!r}")
    try:
        number = operator.index(given)  # type: ignore[arg-type]
    except TypeError:
        raise ValueError(f"{name} is a whole number; got {given!r}") from None
    if not low <= number <= high:
        raise ValueError(f"{name} is {low} to {high}; got {number}")
    return int(number)


def real_number(name: str, given: object) -> float:
    """Take one number that is finite and at least 0.

    Raises:
        ValueError: another type (True is no number), below 0, or not finite.
    """
    if isinstance(given, bool | np.bool_) or not isinstance(
        given, int | float | np.integer | np.floating
    ):
        raise ValueError(f"{name} is a number; got {given!r}")
    number = float(given)
    if not 0.0 <= number < float("inf"):
        raise ValueError(f"{name} is at least 0 and finite; got {number}")
    return number


def _refuse_gaps(given: object, what: str) -> None:
    """Refuse a masked array with gaps: as a plain array it would show what lies under the mask."""
    if isinstance(given, np.ma.MaskedArray):
        mask = np.atleast_1d(np.ma.getmaskarray(cast("NDArray[np.generic]", given)))
        if mask.any():
            raise ValueError(f"{what}: row {int(np.argwhere(mask)[0][0])} is missing")


def _from_cells(cells: list[object], what: str) -> NDArray[np.generic]:
    if cells and isinstance(cells[0], list | tuple | np.ndarray):
        raise ValueError(f"{what}: expected n numbers or texts; got a table, as {cells[0]!r}")
    kinds = {one: _kind_of_type(one) for one in set(map(type, cells))}
    found = set(kinds.values())
    if None in found or len(found) > 1:
        for row, cell in enumerate(cells):
            if kinds[type(cell)] is None or cell != cell:  # noqa: PLR0124 - only NaN is not itself
                raise ValueError(
                    f"{what}: row {row} is missing or not finite, or no number or text: {cell!r}"
                )
    if len(found) > 1 and found != {_WHOLE, _NUMBER}:
        raise ValueError(
            f"{what}: {' and '.join(sorted(str(one) for one in found))} are mixed; "
            "give all as one type"
        )
    array: NDArray[np.generic] = np.array(cells)
    if array.dtype.kind == "O":
        raise ValueError(f"{what}: a whole number passes 64 bits")
    return array


def _kind_of_type(one: type) -> str | None:
    """Say what cells of a type are; None for what is no number and no text."""
    if issubclass(one, str):
        return _TEXT
    if issubclass(one, bool | np.bool_):
        return _TRUTH
    if issubclass(one, int | np.integer):
        return _WHOLE
    return _NUMBER if issubclass(one, float | np.floating) else None


def _numbers_of_objects(array: NDArray[np.generic], what: str) -> NDArray[np.float64]:
    numbers = np.empty(array.shape)
    for row, cells in enumerate(array.tolist()):
        for column, cell in enumerate(cells):
            if _kind_of_type(type(cell)) in {None, _TEXT}:
                raise ValueError(
                    f"{what}: row {row}, feature {column} is missing or no number: {cell!r}"
                )
            numbers[row, column] = cell
    return numbers
