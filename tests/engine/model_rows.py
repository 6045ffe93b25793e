"""Rows for the tests of trained models: made up by a seed, and small ones drawn by Hypothesis."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from auzolan.engine.models.rows import Rows

WORDS = ("rain", "Sun", "wind", "snow", "fog", "hail")
KINDS = ("red", "green", "blue")
MEMBERS = ("ana", "ben", "eve", "joe", "kim")


def many_rows(n: int = 240, *, seed: int = 1, members: int = 8) -> Rows:
    """Rows whose label follows from a number, a word and a category, with some noise."""
    made = np.random.default_rng(seed)
    number = made.integers(-50, 51, n)
    kind = made.integers(0, 3, n)
    words = made.integers(0, len(WORDS), (n, 3))
    noise = made.normal(0, 10, n)
    score = number + 20 * (kind - 1) + 15 * (words == 0).any(axis=1) + noise
    label = np.where(score > 15, "high", np.where(score < -15, "low", "mid"))
    return Rows(
        {
            "number": [f"{value / 10:.1f}" for value in number],
            "kind": [KINDS[one] for one in kind],
            "text": [" ".join(WORDS[one] for one in row) for row in words],
            "target": [f"{value:.2f}" for value in score],
            "label": label.tolist(),
        },
        [f"m{one:03d}" for one in made.integers(0, members, n)],
    )


def _table(lines: list[tuple[int, str, list[str], str, str]]) -> Rows:
    return Rows(
        {
            "number": [line[0] for line in lines],
            "kind": [line[1] for line in lines],
            "text": [" ".join(line[2]) for line in lines],
            "label": [line[3] for line in lines],
        },
        [line[4] for line in lines],
    )


_LINE = st.tuples(
    st.integers(-(10**4), 10**4),
    st.sampled_from(KINDS),
    st.lists(st.sampled_from(WORDS), max_size=4),
    st.sampled_from(("yes", "no", "maybe")),
    st.sampled_from(MEMBERS),
)
tables = st.lists(_LINE, min_size=1, max_size=24).map(_table)
"""Small tables with `number`, `kind`, `text`, `label` and an owner for each row."""
masks = st.lists(st.booleans(), min_size=24, max_size=24).map(np.array)
"""Which of at most 24 rows leave."""
