"""Lots: drawn again by anyone, from nothing but the seed."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.assembly.counting.lots import SEED_CHARACTERS_MAX, lot


def test_a_lot_is_what_the_documented_command_gives() -> None:
    """Goal: the recipe in the reference holds. Method: digests of the texts it names."""
    digests = {
        one: sha256(f"auzolan/v1/lot\n2026-05-04\n3\n{one + 1}".encode()).hexdigest()
        for one in (0, 4, 6)
    }
    assert digests[6].startswith("ac927ca682dc8e90"), "what sha256sum prints for candidate 7"
    assert lot("2026-05-04", 3, (6, 0, 4)) == tuple(sorted(digests, key=digests.__getitem__))


@given(st.sets(st.integers(0, 99), min_size=2), st.text("xyz", max_size=4), st.integers(1, 30))
def test_who_else_is_tied_and_in_which_order_changes_nothing(
    tied: set[int], seed: str, stage: int
) -> None:
    """Goal: nobody can steer a lot by joining it. Method: leave one out; give them otherwise."""
    order = lot(seed, stage, tied)
    assert sorted(order) == sorted(tied)
    assert lot(seed, stage, sorted(tied, reverse=True)) == order
    assert lot(seed, stage, order[1:]) == order[1:]


def test_every_candidate_comes_first_about_as_often() -> None:
    """Goal: lots are fair. Method: 3,000 seeds, three candidates; far within six sigma."""
    firsts = [lot(str(seed), 1, (0, 1, 2))[0] for seed in range(3_000)]
    assert all(abs(firsts.count(one) - 1_000) < 160 for one in range(3))


@pytest.mark.parametrize("seed", ["a\nb", "x" * (SEED_CHARACTERS_MAX + 1), "tab\t"])
def test_a_seed_that_cannot_be_read_out_is_refused(seed: str) -> None:
    """Goal: a seed is a line that people can copy. Method: line ends, tabs, too long."""
    with pytest.raises(ValueError, match="a seed is one line"):
        lot(seed, 1, (0, 1))
