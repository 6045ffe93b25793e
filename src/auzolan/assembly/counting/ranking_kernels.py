"""The loops under `Rankings`: look for faults in ballots, and pack ballots into sortable numbers.

Arrays in, numbers out; words for people, and what a fault means, belong to `rankings`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from auzolan.assembly.counting.compiled import compiled

Shorts = NDArray[np.int16]
Longs = NDArray[np.int64]
Whole = NDArray[np.signedinteger]

FINE, STRANGER, TWICE, GAP = 0, 1, 2, 3
KEY_BITS = 63
MASKED_MAX = 62


@compiled
def first_fault(table: Whole, candidates: int) -> tuple[int, int, int]:
    """Find the first ballot that is no ranking.

    Args:
        table: preferences, 0-based, -1 after the end; shape (ballots, width).
        candidates: how many stand.
    Returns:
        Kind of fault (`FINE` where there is none), its row, its column.
    """
    seen = np.full(candidates, -1, dtype=np.int64)
    for row in range(table.shape[0]):
        has_ended = False
        for column in range(table.shape[1]):
            choice = table[row, column]
            if choice == -1:
                has_ended = True
                continue
            if choice < 0 or choice >= candidates:
                return STRANGER, row, column
            if has_ended:
                return GAP, row, column
            if seen[choice] == row:
                return TWICE, row, column
            seen[choice] = row
    return FINE, -1, -1


@compiled
def has_fault(table: Whole, candidates: int) -> bool:
    """Say whether any ballot is no ranking: as `first_fault`, twice as fast, and not which.

    Ballots end at unforeseeable places, so a branch at the end of each would cost more than all
    the rest.

    Args:
        table: as for `first_fault`.
        candidates: how many stand, at most `MASKED_MAX`.
    Returns:
        True where `first_fault` finds one.
    """
    fault = np.int64(0)
    one = np.int64(1)
    for row in range(table.shape[0]):
        seen, before = np.int64(0), np.int64(0)
        for column in range(table.shape[1]):
            choice = np.int64(table[row, column])
            bit = (one << ((choice + 1) & 63)) & ~one
            fault |= np.int64(choice < -1) | np.int64(choice >= candidates) | (seen & bit)
            fault |= before & np.int64(choice >= 0)
            before = np.int64(choice < 0)
            seen |= bit
    is_found: bool = fault != 0
    return is_found


@compiled
def packed(table: Whole, first: int, bits: int, keys: Longs) -> None:
    """Write a stretch of each ranking as a number that is equal for equal ones.

    Args:
        table: rankings without fault, shape (ballots, width).
        first: the column where the stretch begins; it has `KEY_BITS // bits` or what is left.
        bits: bits for a preference; 2**bits is above the number of candidates.
        keys: written; shape (ballots,).
    """
    last = min(first + KEY_BITS // bits, table.shape[1])
    for row in range(table.shape[0]):
        key = np.int64(0)
        for column in range(first, last):
            key = (key << bits) | np.int64(table[row, column] + 1)
        keys[row] = key


@compiled
def run_starts(keys: Longs) -> Longs:
    """Find where equal rankings begin.

    Args:
        keys: sorted, shape (parts, ballots).
    Returns:
        The first ballot of each run of equal ones.
    """
    n_parts, n_ballots = keys.shape
    n_runs = 1
    for ballot in range(1, n_ballots):
        is_new = False
        for part in range(n_parts):
            is_new |= keys[part, ballot] != keys[part, ballot - 1]
        n_runs += is_new
    starts = np.zeros(n_runs + 1, dtype=np.int64)
    n_runs = 1
    for ballot in range(1, n_ballots):
        is_new = False
        for part in range(n_parts):
            is_new |= keys[part, ballot] != keys[part, ballot - 1]
        starts[n_runs] = ballot
        n_runs += is_new
    return starts[:n_runs]


@compiled
def unpack(keys: Longs, chosen: Longs, bits: int, table: Shorts) -> None:
    """Undo `packed` for some ballots.

    Args:
        keys: shape (parts, ballots).
        chosen: which ballots, shape (rankings,).
        bits: that a preference was given.
        table: written; shape (rankings, width).
    """
    each, mask = KEY_BITS // bits, (1 << bits) - 1
    for part in range(keys.shape[0]):
        first = part * each
        last = min(first + each, table.shape[1])
        for row in range(table.shape[0]):
            key = keys[part, chosen[row]]
            for column in range(last - 1, first - 1, -1):
                table[row, column] = (key & mask) - 1
                key >>= bits
