"""Values that money uses are the same to the last digit, whatever multiplies the matrices.

Other processors' code, other libraries and emulated processors are compared, at length, by
`bench/valuation_machines.py`; here the processors' code that the installed library brings along.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("numba", reason="needs the extra valuation")

PROGRAM = """
import hashlib, json, sys
import numpy as np
from auzolan.valuation.payable.knn import member_values, row_values
from auzolan.valuation.quantize import quantise
from auzolan.valuation.rows.knn_shapley import KNNShapley

made = np.random.default_rng(3)
X, Xq = made.normal(size=(400, 40)), made.normal(size=(40, 40))
X[100:200] = X[:100]
y, yq, owner = made.integers(0, 3, 400), made.integers(0, 3, 40), made.integers(0, 9, 400)
rows, asked = quantise(X, 4096), quantise(Xq, 4096)
who = [f"m{one}" for one in owner.tolist()]
threads = int(sys.argv[1])
model = KNNShapley(k=3, mode="payment", scale=4096, threads=threads).fit(X, y, owner)
largest = made.integers(-(2**20), 2**20 + 1, (60, 1024))
print(json.dumps({
    "rows": row_values(rows, y, asked, yq, k=3).value_e9.tolist(),
    "members": str(member_values(rows, y, who, asked, yq, k=3)),
    "limit": row_values(largest[:50], y[:50], largest[50:], y[50:60], k=3).value_e9.tolist(),
    "payment": model.value(Xq, yq).digest(),
    "floats": hashlib.sha256((Xq @ X.T).tobytes()).hexdigest(),
}))
"""


def computed(threads: int = 1, **env: str) -> dict[str, object]:
    """What a process of its own finds, with these settings of the matrix library."""
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(threads)], capture_output=True, text=True, check=True,
        env={**os.environ, "OPENBLAS_NUM_THREADS": str(threads), **env},
    )  # fmt: skip
    found: dict[str, object] = json.loads(ran.stdout)
    return found


def test_money_agrees_between_processors_where_floats_do_not() -> None:
    """Goal: a second person finds the same on another processor, to the last digit.

    Method: the library's code for an old and for a newer processor, one and two threads; values,
    intervals and totals must be equal. A plain product of floats differs, so the test can tell.
    """
    if not _has_several_codes():
        pytest.skip("needs OpenBLAS on an x86-64 processor with AVX2, to run code for two of them")
    old = computed(OPENBLAS_CORETYPE="Prescott")
    new = computed(threads=2, OPENBLAS_CORETYPE="Haswell")
    assert old.pop("floats") != new.pop("floats")
    assert old == new


def _has_several_codes() -> bool:
    about = Path("/proc/cpuinfo")
    info = np.show_config(mode="dicts")
    is_openblas = "openblas" in str(info["Build Dependencies"]["blas"]["name"])  # type: ignore[index]
    return is_openblas and about.exists() and " avx2" in about.read_text(encoding="utf-8")
