"""Rankings: what is merged, what is refused, and that nothing depends on how they came."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.assembly.counting import ranking_kernels
from auzolan.assembly.counting.rankings import BALLOTS_MAX, BadBallot, Rankings

Lists = list[list[int]]


@st.composite
def ballots(draw: st.DrawFn) -> tuple[Lists, int]:
    """Rankings among up to 90 candidates, so that one or several numbers hold a ranking."""
    candidates = draw(st.sampled_from([1, 2, 3, 5, 9, 40, 90]))
    ranking = st.lists(st.integers(0, candidates - 1), unique=True, max_size=min(candidates, 30))
    return draw(st.lists(ranking, min_size=1, max_size=25)), candidates


def counts(rankings: Rankings) -> Counter[tuple[int, ...]]:
    """Voters behind each ranking, without padding."""
    found: Counter[tuple[int, ...]] = Counter()
    for row, weight in zip(rankings.table.tolist(), rankings.weights.tolist(), strict=True):
        found[tuple(one for one in row if one >= 0)] += weight
    return found


@given(ballots(), st.sampled_from([np.int8, np.int16, np.int32, np.int64]), st.booleans())
def test_merging_keeps_every_voter_and_puts_equal_rankings_together(
    given_ballots: tuple[Lists, int], dtype: type[np.signedinteger], has_weights: bool
) -> None:
    """Goal: merging changes no count. Method: against a Counter, for types and widths."""
    lists, candidates = given_ballots
    width = max(map(len, lists))
    table = np.full((len(lists), width), -1, dtype=dtype)
    for at, one in enumerate(lists):
        table[at, : len(one)] = one
    weights = list(range(len(lists))) if has_weights else None
    expected: Counter[tuple[int, ...]] = Counter()
    for at, one in enumerate(lists):
        expected[tuple(one)] += at if has_weights else 1
    merged = Rankings.from_table(table, candidates, weights)
    assert counts(merged) == expected
    assert len(merged.table) == len({tuple(one) for one in lists})
    assert merged.table.tolist() == sorted(merged.table.tolist())
    kept = Rankings.from_table(table, candidates, weights, merge=False)
    assert counts(kept) == expected
    assert len(kept.table) == len(lists)
    assert (kept.total, kept.blank) == (expected.total(), expected[()])
    assert (merged.valid, merged.total) == (kept.valid, kept.total)


@pytest.mark.parametrize(
    ("lists", "because"),
    [
        ([[0], [1, 0, 1]], "ballot 2 ranks candidate 2 twice"),
        ([[0], [0], [3]], "ballot 3 ranks candidate 4, who does not stand"),
        ([[-1, 0]], "ballot 1 ranks candidate 0, who does not stand"),
        ([[0, 1, 2, 0]], "ballot 1 ranks 4 candidates where 3 stand"),
        ([[99_999]], "ballot 1 ranks candidate 100000"),
    ],
)
def test_a_list_that_is_no_ranking_is_refused_by_its_place(lists: Lists, because: str) -> None:
    """Goal: one bad ballot is found and named. Method: each fault."""
    with pytest.raises(BadBallot, match=because):
        Rankings.from_lists(lists, 3)


@pytest.mark.parametrize(
    ("table", "because"),
    [
        ([[0, 1], [1, 1]], "ballot 2 ranks candidate 2 twice; keep her first place"),
        (
            [[0, 1], [0, 3]],
            "ballot 2 ranks candidate 4, who does not stand; the candidates are 1 to 3",
        ),
        ([[0, -2]], "ballot 1 ranks candidate -1, who does not stand"),
        ([[2, -1, 1]], "ballot 1 has a gap before its preference 3; close it"),
        ([[0, 300]], "ballot 1 ranks candidate 301"),
    ],
)
@pytest.mark.parametrize("candidates_more", [0, 80])
def test_a_table_with_a_bad_row_is_refused_by_its_place(
    table: Lists, because: str, candidates_more: int
) -> None:
    """Goal: as for lists, by the fast look and by the slow one. Method: few and many candidates."""
    if candidates_more and "stand" in because:
        because = because.replace("the candidates are 1 to 3", "the candidates are 1 to 83")
        table = [[one + 80 if one > 2 else one for one in row] for row in table]
        because = because.replace("candidate 4", "candidate 84")
    because = because.replace("candidate 301", "candidate (301|381)")
    with pytest.raises(BadBallot, match=because):
        Rankings.from_table(table, 3 + candidates_more)


@given(st.lists(st.lists(st.integers(-3, 4), min_size=3, max_size=3), min_size=1, max_size=4))
def test_the_fast_look_finds_what_the_slow_one_finds(rows: Lists) -> None:
    """Goal: no bad ballot slips by. Method: both kernels on all kinds of small tables."""
    table = np.array(rows, dtype=np.int8)
    kind, _, _ = ranking_kernels.first_fault(table, 3)
    assert ranking_kernels.has_fault(table, 3) is (kind != ranking_kernels.FINE)


@pytest.mark.parametrize(
    ("weights", "because"),
    [
        ([1], "need as many weights"),
        ([1, -1], "ballot 2 stands for -1 voters"),
        ([1, 2**40], "ballot 2 stands for 1099511627776 voters"),
        ([BALLOTS_MAX, 1], "the weights sum to more"),
        ([1, 2**70], "below 2"),
    ],
)
def test_weights_that_do_not_count_voters_are_refused(weights: list[int], because: str) -> None:
    """Goal: no sum can overflow. Method: each bad weight."""
    with pytest.raises(ValueError, match=because):
        Rankings.from_lists([[0], [1]], 2, weights)


@pytest.mark.parametrize(
    ("table", "candidates", "because"),
    [
        (np.zeros(3, dtype=np.int8), 3, "shape"),
        (np.zeros((1, 1)), 3, "whole numbers"),
        (np.zeros((1, 1), dtype=np.int8), 0, "can stand"),
        (np.zeros((1, 1), dtype=np.int8), 10_001, "can stand"),
        (np.full((1, 1), 2**63, dtype=np.uint64), 3, "does not stand"),
    ],
)
def test_what_is_no_table_of_rankings_is_refused(
    table: np.ndarray, candidates: int, because: str
) -> None:
    """Goal: a clear word instead of a strange count. Method: shapes, types, sizes."""
    with pytest.raises(ValueError, match=because):
        Rankings.from_table(table, candidates)
