"""Ballots that rank candidates, as arrays that every method of counting reads.

Equal ballots may be merged, since a count asks what was ranked and how often, never by whom. It
knows no name of a candidate, no seat and no file: `readers` does. Candidates are numbered from 0
here and from 1 wherever people see them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from auzolan.assembly.counting.ranking_kernels import (
    FINE,
    GAP,
    KEY_BITS,
    MASKED_MAX,
    TWICE,
    Longs,
    Shorts,
    Whole,
    first_fault,
    has_fault,
    packed,
    run_starts,
    unpack,
)

CANDIDATES_MAX = 10_000
BALLOTS_MAX = 900_000_000
"""Votes in hundred-thousandths, times a value in hundred-thousandths, stay within 64 bits."""
_BLOCK_BALLOTS = 8_192


class BadBallot(ValueError):
    """A ballot that is no ranking; the text says which, why, and what to do.

    Attributes:
        ballot: its place among those given, from 0.
        because: what is wrong with it, without its place.
    """

    def __init__(self, ballot: int, because: str) -> None:
        super().__init__(f"ballot {ballot + 1} {because}")
        self.ballot = ballot
        self.because = because


@dataclass(frozen=True, slots=True, eq=False)
class Rankings:
    """Rankings and how many voters gave each; make it with `from_table` or `from_lists`.

    Attributes:
        candidates: how many stand, 1 to `CANDIDATES_MAX`.
        table: candidates in order of preference, 0-based, -1 after the end; a row is a ranking;
            shape (distinct, width). A row of -1 alone is a blank ballot.
        weights: voters behind each ranking, >= 0, shape (distinct,).
    """

    candidates: int
    table: NDArray[np.int16]
    weights: NDArray[np.int64]

    @property
    def total(self) -> int:
        """All ballots, blank ones included."""
        return int(self.weights.sum())

    @property
    def valid(self) -> int:
        """Ballots with a first preference."""
        return self.total - self.blank

    @property
    def blank(self) -> int:
        """Ballots without any preference."""
        if self.table.shape[1] == 0:
            return self.total
        return int(self.weights[self.table[:, 0] < 0].sum())

    @classmethod
    def from_table(
        cls, table: ArrayLike, candidates: int, weights: ArrayLike | None = None, *,
        merge: bool = True,
    ) -> Rankings:  # fmt: skip
        """Take rankings from an array, checking each.

        Args:
            table: whole numbers of shape (ballots, width), 0-based, -1 after the end. An int16
                array in C order is used as it is where nothing is merged: leave it unchanged.
            candidates: how many stand.
            weights: voters behind each row; one each if missing.
            merge: put equal rankings together and in order, so that the result does not depend
                on the order of the ballots. It changes no count, and pays where several methods
                follow or rankings repeat.
        Returns:
            The rankings.
        Raises:
            BadBallot: a candidate twice, one who does not stand, a gap inside, or a weight below 0.
            ValueError: shapes do not fit, numbers are no whole numbers, or there are too many.
        """
        given = _whole_table(table)
        if not 1 <= candidates <= CANDIDATES_MAX:
            raise ValueError(f"1 to {CANDIDATES_MAX:,} candidates can stand; got {candidates:,}")
        counts = _whole_weights(weights, given.shape[0])
        if merge and given.shape[0]:
            return cls(candidates, *_merged(given, candidates, counts))
        _check_rankings(given, candidates)
        if counts is None:
            counts = np.ones(given.shape[0], dtype=np.int64)
        return cls(candidates, np.ascontiguousarray(given, dtype=np.int16), counts)

    @classmethod
    def from_lists(
        cls, rankings: Sequence[Sequence[int]], candidates: int,
        weights: Sequence[int] | None = None, *, merge: bool = True,
    ) -> Rankings:  # fmt: skip
        """Take rankings from lists of unequal length, 0-based, without padding.

        Args:
            rankings: candidates in order of preference.
            candidates: how many stand.
            weights: voters behind each; one each if missing.
            merge: as for `from_table`.
        Returns:
            The rankings.
        Raises:
            BadBallot: as `from_table`, and where a ranking is longer than the list of candidates.
            ValueError: as `from_table`.
        """
        width = max(map(len, rankings), default=0)
        if width > candidates:
            worst = next(at for at, one in enumerate(rankings) if len(one) > candidates)
            raise BadBallot(
                worst,
                f"ranks {len(rankings[worst]):,} candidates where {candidates:,} stand; "
                "leave out what is too much",
            )
        for at, one in enumerate(rankings):
            if one and not all(0 <= choice < candidates for choice in one):
                stranger = next(choice for choice in one if not 0 <= choice < candidates)
                raise BadBallot(at, _stranger(stranger, candidates))
        table = np.full((len(rankings), width), -1, dtype=np.int16)
        for at, one in enumerate(rankings):
            table[at, : len(one)] = one
        return cls.from_table(table, candidates, weights, merge=merge)


def _whole_table(table: ArrayLike) -> Whole:
    given = np.asarray(table)
    if given.ndim != 2:
        raise ValueError(f"a table of rankings has the shape (ballots, width); got {given.shape}")
    if given.dtype.kind == "u":
        given = np.minimum(given, np.uint64(CANDIDATES_MAX)).astype(np.int16)
    if given.dtype.kind != "i":
        if given.size:
            raise ValueError(f"rankings are whole numbers; got {given.dtype}")
        given = given.astype(np.int16)
    return np.ascontiguousarray(given)


def _check_rankings(table: Whole, candidates: int) -> None:
    if candidates <= MASKED_MAX and not has_fault(table, candidates):
        return
    kind, row, column = first_fault(table, candidates)
    if kind == FINE:
        return
    choice = int(table[row, column])
    if kind == TWICE:
        because = (
            f"ranks candidate {choice + 1} twice; keep her first place and leave out the other"
        )
    elif kind == GAP:
        because = (
            f"has a gap before its preference {column + 1}; "
            "close it, or end the ranking where the gap begins"
        )
    else:
        because = _stranger(choice, candidates)
    raise BadBallot(row, because)


def _stranger(choice: int, candidates: int) -> str:
    return (
        f"ranks candidate {choice + 1}, who does not stand; "
        f"the candidates are 1 to {candidates}: leave out any other"
    )


def _whole_weights(weights: ArrayLike | None, n_ballots: int) -> Longs | None:
    """Weights as 64-bit whole numbers; nothing where each ballot is one voter's."""
    if weights is None:
        if n_ballots > BALLOTS_MAX:
            raise ValueError(f"at most {BALLOTS_MAX:,} ballots are counted; got {n_ballots:,}")
        return None
    given = np.asarray(weights)
    if given.shape != (n_ballots,):
        raise ValueError(f"{n_ballots:,} rankings need as many weights; got shape {given.shape}")
    if given.dtype.kind not in "iu" and given.size:
        raise ValueError(f"weights are whole numbers of voters below 2**63; got {given.dtype}")
    for place, is_too_low in ((given < 0, True), (given > BALLOTS_MAX, False)):
        if place.any():
            first = int(place.argmax())
            limit = "0 or more" if is_too_low else f"at most {BALLOTS_MAX:,}"
            raise BadBallot(
                first, f"stands for {given[first]} voters; it must be {limit}: correct the number"
            )
    counts = given.astype(np.int64)
    if int(counts.sum()) > BALLOTS_MAX:  # each is below 2**30, so the sum cannot overflow
        raise ValueError(f"at most {BALLOTS_MAX:,} ballots are counted; the weights sum to more")
    return counts


def _merged(table: Whole, candidates: int, counts: Longs | None) -> tuple[Shorts, Longs]:
    """Put equal rankings together, in order of their preferences."""
    n_ballots, width = table.shape
    bits = candidates.bit_length()
    keys = _keys(table, candidates, bits)
    if counts is None and keys.shape[0] == 1:
        keys.sort(axis=1)
    else:
        order = np.lexsort(keys[::-1])
        keys = np.ascontiguousarray(keys[:, order])
        counts = None if counts is None else counts[order]
    starts = run_starts(keys)
    merged = np.empty((len(starts), width), dtype=np.int16)
    unpack(keys, starts, bits, merged)
    if counts is None:
        return merged, np.diff(starts, append=n_ballots).astype(np.int64)
    return merged, np.add.reduceat(counts, starts)


def _keys(table: Whole, candidates: int, bits: int) -> Longs:
    """Numbers of shape (parts, ballots) that are equal where rankings are, once all are checked.

    Ballots are looked at and packed block by block, so that the second look finds them near.
    """
    n_ballots, width = table.shape
    each = KEY_BITS // bits
    keys = np.empty((max(1, -(-width // each)), n_ballots), dtype=np.int64)
    is_masked = candidates <= MASKED_MAX
    if not is_masked:
        _check_rankings(table, candidates)
    for start in range(0, n_ballots, _BLOCK_BALLOTS):
        block = table[start : start + _BLOCK_BALLOTS]
        if is_masked and has_fault(block, candidates):
            _check_rankings(table, candidates)
        for part in range(len(keys)):
            packed(block, part * each, bits, keys[part, start : start + _BLOCK_BALLOTS])
    return keys
