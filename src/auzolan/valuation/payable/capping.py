"""The cap: which rows of a member enter the answer to one query, and what a tie at the edge earns.

Of each member as many rows enter as the cap says, her nearest. Where rows of hers at one distance
are more than there is room for, those that do not match the query enter first, so that a tie
never pays; those with the same answer cannot be told apart, and share equally what the ones of
them earn that enter. Neither an order nor a name decides.

A row held by several uses up room of each of them. At the edge it enters only where it fits with
all of them, together with every row of its kind; else none of its kind does.

It values nothing: `canonical_values` plays the game of the rows that enter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auzolan.valuation.payable.canonical_rows import CanonicalRows
from auzolan.valuation.quantize import IntArray

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Holders:
    """Who holds which canonical row: a pair for each holder of each row.

    Attributes:
        row: int64 of shape (p,): the canonical row.
        member: int64 of shape (p,): her code.
        shared: bool of shape (c,): whether a canonical row has several holders.
    """

    row: IntArray
    member: IntArray
    shared: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """Which rows enter one query, and which of them stand for equals that found no room.

    Attributes:
        enters: bool of shape (c,).
        tied: int64 of shape (t,): rows of which only some of their kind enter, kind by kind.
        starts: int64 of shape (g,): where each such kind begins in `tied`.
    """

    enters: BoolArray
    tied: IntArray
    starts: IntArray

    def spread(self, values: IntArray) -> IntArray:
        """Give each of the tied rows of a kind an equal part of what the kind earns.

        Args:
            values: int64 of shape (c,), 0 for rows that did not enter; at most 2^40 in size.
        Returns:
            The values with each kind's sum shared among its rows, rounded half up.
        """
        if not len(self.starts):
            return values
        sizes = np.diff(np.append(self.starts, len(self.tied)))
        sums = np.add.reduceat(values[self.tied], self.starts)
        shared = values.copy()
        shared[self.tied] = np.repeat((2 * sums + sizes) // (2 * sizes), sizes)
        return shared


def holders_of(rows: CanonicalRows) -> Holders:
    """Who holds which canonical row.

    Args:
        rows: the canonical rows.
    Returns:
        All pairs of row and holder.
    """
    code_of = {member: code for code, member in enumerate(rows.members)}
    pairs = np.array(
        [(row, code_of[who]) for row, owners in enumerate(rows.owners) for who, _ in owners],
        dtype=np.int64,
    )
    shared = np.array([len(owners) > 1 for owners in rows.owners], dtype=np.bool_)
    return Holders(pairs[:, 0], pairs[:, 1], shared)


def within_cap(distances: IntArray, matches: BoolArray, holders: Holders, cap: int) -> Entry:
    """Find the rows that enter one query.

    A member's rows come by distance; at one distance first those that do not match, of these
    first the ones that she holds alone.

    Args:
        distances: int64 of shape (c,), the canonical rows' exact distances to the query.
        matches: bool of shape (c,): whether the row has the query's answer.
        holders: who holds which row.
        cap: rows of one member that may enter, >= 1.
    Returns:
        The rows that enter, and those that share with an equal.
    """
    kinds = 2 * matches.astype(np.int64) + holders.shared
    order = np.lexsort((holders.row, kinds[holders.row], distances[holders.row], holders.member))
    row, member = holders.row[order], holders.member[order]
    is_new = _starts(member)
    is_kind = is_new | _starts(distances[row]) | _starts(kinds[row])
    places = np.arange(len(row), dtype=np.int64)
    first = np.maximum.accumulate(np.where(is_new, places, 0))
    kind_first = np.flatnonzero(is_kind)
    sizes = np.diff(np.append(kind_first, len(row)))
    # What comes before a kind uses up room, whether or not it entered.
    room = np.clip(cap - (kind_first - first[kind_first]), 0, sizes)
    is_shared = holders.shared[row[kind_first]]
    room = np.where(is_shared & (room < sizes), 0, room)
    is_out = places - np.repeat(kind_first, sizes) >= np.repeat(room, sizes)
    enters = np.ones(len(distances), dtype=np.bool_)
    enters[row[is_out]] = False
    is_part = (room > 0) & (room < sizes)
    tied = row[np.repeat(is_part, sizes)]
    starts = np.cumsum(np.append(0, sizes[is_part]))[:-1]
    return Entry(enters, tied, starts.astype(np.int64))


def rounded_rows(n_rows: int, cap: int | None) -> int:
    """For how many rows rounding is counted: twice with a cap, since a tie's part rounds again.

    Args:
        n_rows: canonical rows.
        cap: as in `canonical_member_values`.
    Returns:
        What `assert_efficient` and `residual_bound_e9` take for the number of rows.
    """
    return n_rows if cap is None else 2 * n_rows


def _starts(codes: IntArray) -> BoolArray:
    return np.append(True, codes[1:] != codes[:-1]).astype(np.bool_)
