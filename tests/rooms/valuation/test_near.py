"""Near duplicates: leaders by exact distance, and by shared pieces of text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.valuation.payable import near
from auzolan.valuation.payable.near import Vectors
from auzolan.valuation.payable.near_texts import Texts, pieces, plain

WHOLE = st.integers(0, 2**32)


def slow_leaders(features, groups, near_squared: int) -> list[int]:
    """One row after another, in Python's own integers."""
    found: list[int] = []
    for row, point in enumerate(features.tolist()):
        close = [
            other
            for other in range(row)
            if found[other] == other
            and groups[other] == groups[row]
            and sum((a - b) ** 2 for a, b in zip(point, features[other].tolist(), strict=True))
            <= near_squared
        ]
        found.append(close[0] if close else row)
    return found


@settings(max_examples=60, deadline=None)
@given(WHOLE, st.integers(1, 40), st.integers(0, 30))
def test_a_row_joins_the_earliest_leader_within_the_distance(seed: int, n: int, far: int) -> None:
    """Goal: the rule as it is written. Method: a slow loop over small tables with many ties."""
    made = np.random.default_rng(seed)
    features, groups = made.integers(-6, 7, (n, 2)), made.integers(0, 3, n)
    # The contract promises distinct contents within a group.
    _, first = np.unique(np.column_stack([features, groups]), axis=0, return_index=True)
    kept = np.sort(first)
    found = Vectors(features, far).leaders(kept, groups[kept])
    assert found.tolist() == slow_leaders(features[kept], groups[kept], far)


def test_cutting_rows_into_blocks_changes_no_leader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Goal: memory limits never move ownership. Method: blocks of one row against one block."""
    made = np.random.default_rng(3)
    features, rows = made.integers(-9, 10, (200, 3)), np.arange(200)
    groups = made.integers(0, 2, 200)
    whole = Vectors(features, 9).leaders(rows, groups)
    monkeypatch.setattr(near, "_BLOCK_ROWS", 1)
    cut = Vectors(features, 9).leaders(rows, groups)
    monkeypatch.setattr(near, "_BLOCK_ROWS", 7)
    assert cut.tolist() == whole.tolist() == Vectors(features, 9).leaders(rows, groups).tolist()
    assert len(set(whole.tolist())) < 200


def test_a_chain_of_near_rows_does_not_merge_its_ends() -> None:
    """Goal: nobody walks off with a region by small steps. Method: three rows in a line."""
    line = Vectors(np.array([[0], [5], [10]]), 25)
    assert line.leaders(np.arange(3), np.zeros(3, dtype=np.int64)).tolist() == [0, 0, 2]


def test_two_spellings_are_equal_just_where_the_rows_are() -> None:
    """Goal: an exact copy is always seen. Method: rows that differ by sign, place, or nothing."""
    spelled = Vectors(np.array([[1, 2], [2, 1], [-1, 2], [1, 2]])).spelled()
    assert len(set(spelled)) == 3
    assert spelled[0] == spelled[3]


@pytest.mark.parametrize(
    ("features", "bound"),
    [
        (np.zeros((2, 2)), 0),
        (np.zeros(3, dtype=np.int64), 0),
        (np.zeros((1, 1), dtype=np.int64), -1),
    ],
)
def test_vectors_refuse_floats_other_shapes_and_negative_distances(features, bound: int) -> None:
    """Goal: no rounding enters unseen. Method: one wrong input each."""
    with pytest.raises(ValueError, match="expected int64|near_squared"):
        Vectors(features, bound)


STORY = (
    "The old ferry leaves at seven, and on Sundays a man with a drum stands on the deck and "
    "sings of the harbour, of salt and of the long road home through the hills."
)


def text_leaders(texts: list[str], groups: list[int] | None = None, *, similar_bp: int = 8_000):
    rows = np.arange(len(texts))
    return Texts(texts, similar_bp).leaders(rows, np.array(groups or [0] * len(texts))).tolist()


def test_a_text_with_a_few_words_changed_joins_the_first() -> None:
    """Goal: a copy with small changes is the same work. Method: one story in four dresses."""
    changed = [
        STORY,
        STORY.upper(),
        STORY.replace("seven", "eight"),
        STORY.replace(" ", "  ") + "\n",
        "Another tale altogether, of a baker who counted loaves by moonlight and lost count.",
    ]
    assert text_leaders(changed) == [0, 0, 0, 0, 4]


def test_texts_with_other_labels_stay_apart() -> None:
    """Goal: the label is part of the work. Method: one text, two group codes."""
    assert text_leaders([STORY, STORY + "."], [0, 1]) == [0, 1]


def test_the_bound_on_shared_pieces_is_met_to_the_count() -> None:
    """Goal: a whole-number comparison decides, not a sketch. Method: bounds beside the true share."""
    other = STORY.replace("seven", "eight")
    left, right = pieces(STORY), pieces(other)
    shared_bp = len(left & right) * 10_000 // len(left | right)
    assert 8_000 < shared_bp < 10_000
    assert text_leaders([STORY, other], similar_bp=shared_bp) == [0, 0]
    assert text_leaders([STORY, other], similar_bp=shared_bp + 1) == [0, 1]


def test_near_texts_are_found_as_often_as_stated() -> None:
    """Goal: MinHash loses next to nothing. Method: 150 random texts, each with a near copy."""
    made = np.random.default_rng(5)
    letters = np.array(list("abcdefghijklmnop "))
    texts = ["".join(made.choice(letters, 120)) for _ in range(150)]
    copies = [f"{text[:60]}#{text[61:]}" for text in texts]
    found = text_leaders(texts + copies, similar_bp=7_500)
    assert found == [*range(150), *range(150)]


def test_plain_form_and_short_texts() -> None:
    """Goal: form is fixed, and no text is without pieces. Method: known forms."""
    assert plain("  ＡＢ\tStraße ") == "ab strasse"
    assert pieces("Ab") == {b"ab"}
    assert pieces("") == {b""}
    assert Texts(["Ab  c"], 9_000).spelled() == [b"ab c"]


def test_texts_refuse_a_loose_bound_and_a_text_without_end() -> None:
    """Goal: limits are stated and held. Method: one wrong input each."""
    with pytest.raises(ValueError, match="similar_bp"):
        Texts([], 6_999)
    with pytest.raises(ValueError, match="text 1 has"):
        Texts(["a", "b" * (2**20 + 1)], 8_000)
