"""The loop of Meek's method: hand each ballot from candidate to candidate.

What each keeps, and when a candidate is elected or excluded, is decided in `meek_stv`.
"""

from __future__ import annotations

from auzolan.assembly.counting.compiled import compiled
from auzolan.assembly.counting.ranking_kernels import Longs, Shorts

UNIT = 1_000_000_000


@compiled
def hand_out(table: Shorts, weights: Longs, keep: Longs, votes: Longs) -> None:
    """Let each candidate on a ballot keep a part of what has come so far, and pass on the rest.

    Args:
        table: rankings, shape (distinct, width).
        weights: voters behind each.
        keep: the part that each candidate keeps, in billionths; shape (candidates,).
        votes: added to, in billionths of a vote; shape (candidates,).
    """
    for row in range(table.shape[0]):
        left = UNIT
        for column in range(table.shape[1]):
            choice = table[row, column]
            if choice < 0 or left == 0:
                break
            kept = (left * keep[choice] + UNIT - 1) // UNIT
            votes[choice] += kept * weights[row]
            left -= kept
