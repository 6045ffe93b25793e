"""How wrong values are where floats cannot tell distances apart, beside the limit that refuses them.

    python bench/valuation_precision.py       about a minute

Normal rows of 1 to 64 features, moved away from zero; queries of the same kind. Values in float32
are compared with those of the same rows in float64. `noise` is what `rows/precision.py` computes:
the rounding of a squared length, times the root of the number of features, over the median squared
distance to the nearest of at most 128 rows. Above its limit `value` refuses the rows; here the
refusal is switched off, to show what it prevents.
"""

from __future__ import annotations

import numpy as np

from _measure import print_table
from auzolan.valuation.rows import precision
from auzolan.valuation.rows.knn_shapley import KNNShapley

SIZES = (1_000, 20_000)
FEATURES = (1, 2, 3, 8, 64)
OFFSETS = (0, 3, 10, 30, 100, 300, 1_000)


def noise_of(rows: np.ndarray) -> float:
    """What the limit is compared with."""
    places = np.linspace(0, len(rows) - 1, precision.LOOKED_AT).astype(np.int64)
    spacing = precision.spacing_of(rows[places].astype(np.float64))
    return float(np.finfo(np.float32).eps) * rows.shape[1] ** 0.5 * spacing.length / spacing.gap


def compared(n: int, d: int, offset: int) -> tuple[float, float, float]:
    """Noise, and how far rows' and members' values lie from those in float64."""
    draw = np.random.default_rng(0)
    rows, query = draw.normal(size=(n, d)), draw.normal(size=(100, d))
    labels = (rows[:, 0] + 0.7 * draw.normal(size=n) > 0).astype(np.int64)
    asked = (query[:, 0] > 0).astype(np.int64)
    rows, query = (rows + offset).astype(np.float32), (query + offset).astype(np.float32)
    owner = draw.integers(0, 30, n)
    single = KNNShapley(k=5).fit(rows, labels, owner).value(query, asked)
    double = KNNShapley(k=5, dtype="float64")
    double = double.fit(rows.astype(np.float64), labels, owner)
    double = double.value(query.astype(np.float64), asked)
    of_rows = np.abs(single.rows.values - double.rows.values).sum()
    of_members = np.abs(single.members.values - double.members.values).max()
    return (
        noise_of(rows),
        float(of_rows / np.abs(double.rows.values).sum()),
        float(of_members / np.abs(double.members.values).mean()),
    )


def main() -> None:
    limit, precision.NOISE_MAX = precision.NOISE_MAX, np.inf
    lines = []
    for n in SIZES:
        for d in FEATURES:
            for offset in OFFSETS:
                noise, rows, members = compared(n, d, offset)
                is_refused = "refused" if noise > limit else ""
                name = f"{n:,} rows, d = {d}, {offset} away"
                lines.append([name, f"{noise:.1e}", f"{rows:.1e}", f"{members:.1e}", is_refused])
    heads = ["", "noise", "rows, sum of errors", "members, largest", ""]
    print_table(f"float32 beside float64; limit {limit:g}", heads, lines)


if __name__ == "__main__":
    main()
