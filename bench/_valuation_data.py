"""Rows and queries that the valuation is measured on, made from seeds; numpy only.

`normal` has no structure and no ties: the worst case for an index, fair for exact values.
`embeddings` stands in for what a text encoder gives: 1,000 topics in 32 hidden dimensions,
through a small random network, noise, unit length. Both are made up.
"""

from __future__ import annotations

import numpy as np

CLASSES = 10


def normal(n: int, m: int, d: int, *, seed: int = 1) -> tuple[np.ndarray, ...]:
    """Rows (n, d), labels, queries (m, d), labels; float32."""
    made = np.random.default_rng(seed)
    train = made.standard_normal((n, d), dtype=np.float32)
    query = made.standard_normal((m, d), dtype=np.float32)
    return train, made.integers(0, CLASSES, n), query, made.integers(0, CLASSES, m)


def embeddings(n: int, m: int, d: int = 384, *, seed: int = 2) -> tuple[np.ndarray, ...]:
    """Unit rows (n, d), their topic's label, queries (m, d), labels; float32."""
    made = np.random.default_rng(seed)
    topics, hidden = 1000, 32
    first = made.standard_normal((hidden, 128), dtype=np.float32) / np.float32(hidden**0.5)
    second = made.standard_normal((128, d), dtype=np.float32) / np.float32(128**0.5)
    centre = made.standard_normal((topics, hidden), dtype=np.float32) * np.float32(1.5)
    rows = np.empty((n + m, d), dtype=np.float32)
    label = np.empty(n + m, dtype=np.int64)
    for start in range(0, n + m, 65_536):
        stop = min(start + 65_536, n + m)
        topic = made.integers(0, topics, stop - start)
        inside = centre[topic] + made.standard_normal((stop - start, hidden), dtype=np.float32)
        noise = made.standard_normal((stop - start, d), dtype=np.float32)
        made_rows = np.tanh(inside @ first) @ second + np.float32(0.05) * noise
        rows[start:stop] = made_rows / np.linalg.norm(made_rows, axis=1, keepdims=True)
        label[start:stop] = topic % CLASSES
    return rows[:n], label[:n], rows[n:], label[n:]
