"""From points to seats: who has most, and a public lot where points are equal and seats are not.

All methods that give each candidate a number end here. A lot is drawn only where it decides who is
elected; candidates who are equal and all elected, or all not, stand in order of their numbers. It
does not say what a point is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from auzolan.assembly.counting.lots import Lot, lot

Key = TypeVar("Key", int, Fraction, tuple[tuple[int, int], ...])


@dataclass(frozen=True, slots=True)
class PointsCount:
    """The result of a method that gives points.

    Attributes:
        points: of each candidate, exact.
        order: all candidates, 0-based, best first; the elected are the first of them.
        elected: candidates in order of election.
        lots: what was drawn; empty where points alone decided.
    """

    points: tuple[int | Fraction, ...]
    order: tuple[int, ...]
    elected: tuple[int, ...]
    lots: tuple[Lot, ...]


def by_points(
    points: Sequence[int | Fraction], *, seats: int, seed: str, stage: int = 1
) -> PointsCount:
    """Elect those with most points.

    Args:
        points: of each candidate.
        seats: to be filled, 1 to the number of candidates.
        seed: the public text for a lot between equals.
        stage: the lot's number.
    Returns:
        The result.
    Raises:
        ValueError: fewer than one seat, or more seats than candidates.
    """
    exact = tuple(Fraction(number) for number in points)
    order, lots = placed(exact, seats=seats, seed=seed, stage=stage)
    return PointsCount(tuple(points), order, order[:seats], lots)


def placed(
    keys: Sequence[Key], *, seats: int, seed: str, stage: int = 1
) -> tuple[tuple[int, ...], tuple[Lot, ...]]:
    """Order candidates by their keys, greatest first, with a lot where the last seat is tied.

    Args:
        keys: one of each candidate; any values that can be compared.
        seats: to be filled, 1 to the number of candidates.
        seed: the public text for a lot.
        stage: the lot's number.
    Returns:
        The candidates in order, and the lots drawn.
    Raises:
        ValueError: fewer than one seat, or more seats than candidates.
    """
    check_seats(seats, len(keys))
    order = sorted(range(len(keys)), key=keys.__getitem__, reverse=True)
    last = keys[order[seats - 1]]
    tied = [candidate for candidate in order if keys[candidate] == last]
    start = order.index(tied[0])
    if start + len(tied) <= seats:
        return tuple(order), ()
    drawn = lot(seed, stage, tied)
    order[start : start + len(tied)] = drawn
    return tuple(order), (Lot(stage, "the last seat", drawn),)


def check_seats(seats: int, candidates: int) -> None:
    """Refuse what cannot be filled.

    Raises:
        ValueError: fewer than one seat, or more seats than candidates.
    """
    if not 1 <= seats <= candidates:
        raise ValueError(
            f"{candidates} candidates can fill 1 to {candidates} seats; got {seats}: "
            "lower the seats, or open the nominations again"
        )


def check_votes(votes: int) -> None:
    """Refuse an election in which nobody voted.

    Raises:
        ValueError: no ballot says anything.
    """
    if votes <= 0:
        raise ValueError("no ballot is valid, so nobody can be elected: hold the poll again")
