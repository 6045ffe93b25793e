"""The loops of a transferable vote: sort papers by preference, and move a candidate's papers on.

A paper is a row of the rankings, standing for as many voters as its weight. Its value is counted
in hundred-thousandths of a vote. Which papers move, and when, is decided in `scottish_stv`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from auzolan.assembly.counting.compiled import compiled
from auzolan.assembly.counting.ranking_kernels import Longs, Shorts

Ints = NDArray[np.int32]


class Parcels(NamedTuple):
    """Papers in order of the candidate who receives them.

    Attributes:
        papers: rows of the rankings, shape (papers,).
        values: what each is worth, shape (papers,).
        starts: where each candidate's papers begin and, last, those that nobody receives; shape
            (candidates + 2,).
        votes: what each receives and, last, what nobody does; shape (candidates + 1,).
    """

    papers: Ints
    values: Ints
    starts: Longs
    votes: Longs


@compiled
def first_parcels(table: Shorts, weights: Longs, candidates: int, value: int) -> Parcels:
    """Sort all papers by first preference.

    Args:
        table: rankings, shape (distinct, width), width >= 1.
        weights: voters behind each.
        candidates: how many stand.
        value: of a paper.
    Returns:
        The papers; blank ones are received by nobody.
    """
    n_papers = table.shape[0]
    starts = np.zeros(candidates + 2, dtype=np.int64)
    votes = np.zeros(candidates + 1, dtype=np.int64)
    for paper in range(n_papers):
        receiver = table[paper, 0] if table[paper, 0] >= 0 else candidates
        starts[receiver + 1] += 1
        votes[receiver] += weights[paper] * value
    for receiver in range(candidates + 1):
        starts[receiver + 1] += starts[receiver]
    places = starts[:-1].copy()
    papers = np.empty(n_papers, dtype=np.int32)
    for paper in range(n_papers):
        receiver = table[paper, 0] if table[paper, 0] >= 0 else candidates
        papers[places[receiver]] = paper
        places[receiver] += 1
    return Parcels(papers, np.full(n_papers, value, dtype=np.int32), starts, votes)


@compiled
def next_parcels(
    table: Shorts,
    weights: Longs,
    held: tuple[Ints, Ints],
    is_continuing: NDArray[np.bool_],
    part: tuple[int, int],
) -> Parcels:
    """Move one candidate's papers to the next continuing preference, at a part of their value.

    Args:
        table: rankings, shape (distinct, width).
        weights: voters behind each.
        held: the papers that move, rows of the table, and what each was worth when it was
            received; both of shape (moving,).
        is_continuing: whether a candidate is neither elected nor excluded; shape (candidates,).
        part: numerator and denominator of the part of its value that a paper keeps, which is cut
            to whole hundred-thousandths.
    Returns:
        The papers at their new values.
    """
    papers, values = held
    surplus, total = part
    n_papers, candidates = papers.shape[0], is_continuing.shape[0]
    receivers = np.empty(n_papers, dtype=np.int16)
    kept = np.empty(n_papers, dtype=np.int32)
    starts = np.zeros(candidates + 2, dtype=np.int64)
    votes = np.zeros(candidates + 1, dtype=np.int64)
    last_value, last_kept = np.int64(-1), np.int64(0)
    for at in range(n_papers):
        paper = papers[at]
        receiver = candidates
        for column in range(table.shape[1]):
            choice = table[paper, column]
            if choice < 0:
                break
            if is_continuing[choice]:
                receiver = choice
                break
        value = np.int64(values[at])
        if value != last_value:
            last_value, last_kept = value, value * surplus // total
        receivers[at] = receiver
        kept[at] = last_kept
        starts[receiver + 1] += 1
        votes[receiver] += last_kept * weights[paper]
    for receiver in range(candidates + 1):
        starts[receiver + 1] += starts[receiver]
    places = starts[:-1].copy()
    moved = np.empty(n_papers, dtype=np.int32)
    worth = np.empty(n_papers, dtype=np.int32)
    for at in range(n_papers):
        place = places[receivers[at]]
        moved[place], worth[place] = papers[at], kept[at]
        places[receivers[at]] = place + 1
    return Parcels(moved, worth, starts, votes)
