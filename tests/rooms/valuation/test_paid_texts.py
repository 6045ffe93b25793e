"""Valuing labelled texts: the same game as for purchases, over points made of words."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.foundation import canonical
from auzolan.learning.recipes import TextValuationRecipe, decode, digest
from auzolan.learning.texts import LENGTH_STEPS, is_test, points
from auzolan.valuation.payable.canonical_rows import Merging
from auzolan.valuation.payable.kinds import answer_column, paid_game, paid_values
from auzolan.valuation.payable.terms import HeldBatch, Terms

RECIPE = TextValuationRecipe("label", ("text",), "split", k=1, buckets_log2=8)
TEXTS = ("a fine soup", "dull bread", "A  FINE soup", "fine soup", "dull dull bread", "cold tea")
COLUMNS: dict[str, list[int | str]] = {
    "text": list(TEXTS),
    "label": ["good", "bad", "good", "good", "bad", "bad"],
    "split": ["train", "train", "train", "test", "test", "train"],
}


def terms(*rows: int, merging: Merging = Merging.WORK) -> Terms:
    """One batch a member, the earlier registered first."""
    held = tuple(
        HeldBatch(f"b{at}", f"m00{at}", count, at, ((f"m00{at}", 10_000),), {})
        for at, count in enumerate(rows, start=1)
    )
    return Terms(merging, 0, 0, held, -1)


def test_the_digest_of_the_recipe_never_changes() -> None:
    """Goal: old entries name their recipe. Method: written down."""
    recipe = TextValuationRecipe("y", ("t",), "s")
    assert digest(recipe) == "3ad6407e3b9ba810a80a4f21ba07e1ca712cb5641f64c902f395553338557c69"
    assert decode(canonical.encode(recipe)) == recipe


def test_who_brought_the_nearest_rows_gets_the_worth() -> None:
    """Goal: values by hand. Method: one neighbour; the soups answer one question, bread the other."""
    found = paid_values(RECIPE, COLUMNS, terms(1, 1, 1, 3))
    assert (found.members, found.n_queries) == (("m001", "m002", "m003", "m004"), 2)
    # Row 2 says the same as row 0 but for case and spaces: it is the earlier one's.
    assert found.rows == (1, 1, 0, 1)
    assert found.value_e9[2] == 0
    assert min(found.value_e9[:2]) > 0
    assert found.total_e9 == 10**9  # both questions are answered right
    assert sum(found.value_e9) + found.residual_e9 == found.total_e9


def test_questions_are_the_rows_that_the_set_keeps_for_its_test() -> None:
    """Goal: no training row asks. Method: the places of the game against the column."""
    game = paid_game(RECIPE, COLUMNS, terms(6))
    assert game.query_places.tolist() == [3, 4]
    assert set(game.places.tolist()) == {0, 1, 5}
    assert answer_column(RECIPE) == "label"


@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_every_text_is_as_long_as_any_other(texts: list[str]) -> None:
    """Goal: many words are no power. Method: the length of each point, and that order is irrelevant."""
    laid = points(texts, words_max=2, buckets_log2=10)
    lengths = np.einsum("rb,rb->r", laid, laid)
    assert (lengths <= LENGTH_STEPS**2).all()
    assert (laid >= 0).all()
    assert ((lengths == 0) | (lengths * 4 > LENGTH_STEPS**2 * 3)).all()
    again = points(texts[::-1], words_max=2, buckets_log2=10)
    assert (again[::-1] == laid).all()


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        ({**COLUMNS, "split": ["train"] * 5 + ["dev"]}, "row 5, split: expected train or test"),
        ({**COLUMNS, "text": [*TEXTS[:5], 7]}, "row 5, text: expected a text"),
        ({**COLUMNS, "label": ["", *COLUMNS["label"][1:]]}, "row 0, label: expected a label"),
        ({"text": list(TEXTS), "split": COLUMNS["split"]}, "missing: .*label"),
        ({name: COLUMNS[name] for name in ("text", "label")}, "no column split"),
    ],
)
def test_malformed_rows_are_refused_with_their_row(
    columns: dict[str, list[int | str]], fault: str
) -> None:
    """Goal: no gap is filled. Method: one fault at a time."""
    with pytest.raises(ValueError, match=fault):
        paid_values(RECIPE, columns, terms(6))


def test_a_recipe_merges_no_farther_than_the_charter_allows() -> None:
    """Goal: the charter's bound holds for texts too. Method: a recipe beyond it, and other owners."""
    wide = msgspec.structs.replace(RECIPE, near_squared=1)
    with pytest.raises(ValueError, match="the terms allow 0"):
        paid_values(wide, COLUMNS, terms(6))
    with pytest.raises(ValueError, match="6 rows need as many owners; got 5"):
        paid_values(RECIPE, COLUMNS, terms(5))


def test_a_column_of_the_split_is_read_as_it_stands() -> None:
    """Goal: train and test, nothing else. Method: the marks."""
    assert is_test(COLUMNS, "split").tolist() == [False, False, False, True, True, False]
