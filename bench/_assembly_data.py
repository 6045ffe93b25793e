"""Ballots that are made up by seeds, for `assembly.py` and its workers in other environments.

Two kinds: `even`, every order of ten candidates equally likely, so that almost no two of a million
ballots are alike; and `leaning`, some candidates liked more and rankings of unequal length, as
people vote. Needs numpy alone, since the peers' own environments import it too.
"""

from __future__ import annotations

import numpy as np

CANDIDATES, SEATS = 10, 5
KINDS = ("even", "leaning")


def ballots(n: int, kind: str) -> np.ndarray:
    """Rankings of shape (n, 10), 0-based, -1 after the end."""
    draw = np.random.default_rng(2026)
    table = np.empty((n, CANDIDATES), dtype=np.int8)
    likes = np.linspace(1.5, -1, CANDIDATES) if kind == "leaning" else np.zeros(CANDIDATES)
    for first in range(0, n, 1_000_000):
        part = slice(first, min(first + 1_000_000, n))
        size = part.stop - part.start
        table[part] = np.argsort(-(draw.gumbel(size=(size, CANDIDATES)) + likes), axis=1)
        if kind == "leaning":
            lengths = draw.integers(1, CANDIDATES + 1, size)
            table[part][np.arange(CANDIDATES)[None, :] >= lengths[:, None]] = -1
    return table
