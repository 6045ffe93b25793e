"""Apportionment: share seats of a delegates' assembly among groups in proportion to their size.

Divisor methods (Sainte-Lague, D'Hondt) give seat after seat to whoever has the greatest quotient;
largest remainder gives whole quotas first and the seats left over to the greatest remainders. All
compare whole numbers. A tie that the seats do not suffice for is decided by lot, or refused where no
seed is given: delegates are few, and a co-operative may rather add a seat. It knows no threshold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from auzolan.assembly.counting.lots import Lot
from auzolan.assembly.counting.points import check_votes, placed

SEATS_MAX = 10_000


class TiedSeats(ValueError):
    """Groups are equal where a seat must go to one of them; the text says which.

    Attributes:
        groups: those tied, 0-based.
    """

    def __init__(self, groups: tuple[int, ...]) -> None:
        numbers = ", ".join(str(group + 1) for group in sorted(groups))
        super().__init__(
            f"groups {numbers} are equal at the last seat: give a seed for a lot, or change the "
            "number of seats"
        )
        self.groups = groups


@dataclass(frozen=True, slots=True)
class Apportioned:
    """Seats of each group.

    Attributes:
        seats: whole numbers; their sum is what was to be shared.
        lots: what was drawn.
    """

    seats: tuple[int, ...]
    lots: tuple[Lot, ...]


def sainte_lague(votes: Sequence[int], seats: int, *, seed: str | None = None) -> Apportioned:
    """Share seats by quotients of 1, 3, 5, ...: each seat where it is most underserved.

    Args:
        votes: of each group, >= 0, one of them above 0.
        seats: to be shared, 0 to `SEATS_MAX`.
        seed: the public text for a lot at the last seat; None refuses ties.
    Returns:
        Seats of each group.
    Raises:
        TiedSeats: a tie, and no seed.
        ValueError: a number is out of range, or there are no votes.
    Source: Sainte-Lague (1910); Webster's method. Balinski and Young (2001) "Fair representation".
    """
    return _by_quotients(votes, seats, seed, step=2)


def dhondt(votes: Sequence[int], seats: int, *, seed: str | None = None) -> Apportioned:
    """Share seats by quotients of 1, 2, 3, ...: no group gains by splitting.

    Args:
        votes: as for `sainte_lague`.
        seats: as for `sainte_lague`.
        seed: as for `sainte_lague`.
    Returns:
        Seats of each group.
    Raises:
        TiedSeats: a tie, and no seed.
        ValueError: a number is out of range, or there are no votes.
    Source: D'Hondt (1882); Jefferson's method.
    """
    return _by_quotients(votes, seats, seed, step=1)


def largest_remainder(votes: Sequence[int], seats: int, *, seed: str | None = None) -> Apportioned:
    """Share seats by Hare's quota: whole quotas first, then the largest remainders.

    Args:
        votes: as for `sainte_lague`.
        seats: as for `sainte_lague`.
        seed: as for `sainte_lague`.
    Returns:
        Seats of each group.
    Raises:
        TiedSeats: a tie, and no seed.
        ValueError: a number is out of range, or there are no votes.
    Source: Hare (1859), Hamilton (1792).
    """
    total = _checked(votes, seats)
    parts = [divmod(number * seats, total) for number in votes]
    shared = [whole for whole, _ in parts]
    left = seats - sum(shared)
    remainders = [remainder for _, remainder in parts]
    winners, lots = _last_seats(remainders, left, seed)
    for group in winners:
        shared[group] += 1
    return Apportioned(tuple(shared), lots)


def _by_quotients(votes: Sequence[int], seats: int, seed: str | None, *, step: int) -> Apportioned:
    """Give the seats that are sure, then those left to the greatest quotients, one after another."""
    total = _checked(votes, seats)
    shared = _sure_seats(votes, seats, total, step)
    left = seats - sum(shared)
    while left:
        quotients = [
            Fraction(number, step * have + 1) for number, have in zip(votes, shared, strict=True)
        ]
        best = max(quotients)
        tied = [quotient == best for quotient in quotients]
        winners, lots = _last_seats([int(one) for one in tied], min(left, sum(tied)), seed)
        for group in winners:
            shared[group] += 1
        left -= len(winners)
        if lots:
            return Apportioned(tuple(shared), lots)
    return Apportioned(tuple(shared), ())


def _sure_seats(votes: Sequence[int], seats: int, total: int, step: int) -> list[int]:
    """Round by a divisor so large that it cannot give too many seats; at most a few are left.

    By D'Hondt all are rounded down. By Sainte-Lague each is rounded up by at most a half, so the
    divisor shares out half a seat a group less.
    """
    if step == 1:
        return [number * seats // total for number in votes]
    careful = 2 * seats - len(votes)
    return [max(0, (number * careful + total) // (2 * total)) for number in votes]


def _last_seats(
    keys: Sequence[int], left: int, seed: str | None
) -> tuple[tuple[int, ...], tuple[Lot, ...]]:
    """Choose so many groups with the greatest keys, by lot where the last of them are equal."""
    if left == 0:
        return (), ()
    order, lots = placed(keys, seats=left, seed=seed or "")
    if lots and seed is None:
        raise TiedSeats(lots[0].order)
    return order[:left], lots


def _checked(votes: Sequence[int], seats: int) -> int:
    if not 0 <= seats <= SEATS_MAX or min(votes, default=-1) < 0:
        raise ValueError(
            f"seats from 0 to {SEATS_MAX:,} and votes of at least one group, all >= 0; "
            f"got {seats} seats and {list(votes)}"
        )
    check_votes(sum(votes))
    return sum(votes)
