"""One machine's digests of the same valuations; see `valuation_machines.py`.

Takes the input from a file, so that only the computing is compared. Standard library, numpy and
the pure rooms; where there is no numba, the pieces that need it are left out. Prints one line of
JSON.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from auzolan.valuation.payable.canonical_rows import Merging, canonical_rows, sole
from auzolan.valuation.payable.canonical_values import canonical_member_values
from auzolan.valuation.payable.knn import MemberValues, member_values, row_values
from auzolan.valuation.payable.near import Vectors
from auzolan.valuation.quantize import quantise

K = 5
Array = np.ndarray


def digest(*parts: object) -> str:
    """The SHA-256 of arrays as little-endian whole numbers, and of anything else as text."""
    sealed = hashlib.sha256()
    for part in parts:
        is_array = isinstance(part, np.ndarray)
        sealed.update(part.astype("<i8").tobytes() if is_array else repr(part).encode())
    return sealed.hexdigest()[:16]


def of_rows(train: Array, y: Array, query: Array, asked: Array) -> str:
    found = row_values(train, y, query, asked, k=K)
    return digest(found.value_e9, found.total_e9, found.residual_e9)


def of_members(found: MemberValues) -> str:
    ends = (found.value_e9, found.low_e9, found.high_e9)
    return digest(found.members, *ends, found.total_e9, found.residual_e9)


def payable(table: dict[str, Array]) -> dict[str, Callable[[], str]]:
    """The pieces that money rests on; numpy only."""
    train, query = (quantise(table[name], int(table["scale"])) for name in ("X", "Xq"))
    y, asked, who = table["y"], table["yq"], [f"m{one:02d}" for one in table["owner"].tolist()]

    def canonical() -> str:
        claims = [sole(one, at) for at, one in enumerate(who)]
        content = Vectors(train, int(table["near_squared"]))
        rows = canonical_rows(content, y, claims, merging=Merging.WORK)
        return of_members(canonical_member_values((train, y), (query, asked), rows, k=K, cap=3))

    return {
        "rows": lambda: of_rows(train, y, query, asked),
        "members": lambda: of_members(member_values(train, y, who, query, asked, k=K)),
        "canonical": canonical,
        "limit": lambda: of_rows(*(table[f"limit_{name}"] for name in ("X", "y", "Xq", "yq"))),
    }


def compiled(table: dict[str, Array], threads: int) -> dict[str, Callable[[], str]]:
    """The mode `payment`, and the ordinary one, in which machines may differ."""
    from auzolan.valuation.rows.knn_shapley import KNNShapley

    def of_model(**options: object) -> str:
        model = KNNShapley(k=K, threads=threads, **options).fit(
            table["X"], table["y"], table["owner"]
        )
        return model.value(table["Xq"], table["yq"]).digest()[:16]

    return {
        "payment": lambda: of_model(mode="payment", scale=int(table["scale"])),
        "ordinary float32": lambda: of_model(dtype="float32"),
    }


def bare_product(table: dict[str, Array]) -> str:
    """The bits of a plain float32 product: what a digest would be without whole numbers."""
    train, query = (table[name].astype(np.float32) for name in ("X", "Xq"))
    return digest((query @ train.T).view(np.int32))


def library() -> str:
    """The matrix library that this process has loaded, by its file."""
    try:
        lines = Path("/proc/self/maps").read_text().splitlines()
    except OSError:
        return "unknown"
    paths = {line.split()[-1] for line in lines if "/" in line}
    names = ("openblas", "blis", "atlas", "libblas", "mkl", "Accelerate")
    found = [path for name in names for path in sorted(paths) if name in path]
    core = ""
    try:
        from threadpoolctl import threadpool_info

        cores = {one.get("architecture") for one in threadpool_info() if "architecture" in one}
        core = " ".join(sorted(str(one) for one in cores))
    except ImportError:
        pass
    return f"{Path(found[0]).name if found else 'unknown'} {core}".strip()


def main(path: str, threads: int) -> None:
    given = dict(np.load(path))
    # The file says which end of a number comes first; this machine may have the other.
    table = {name: one.astype(one.dtype.newbyteorder("=")) for name, one in given.items()}
    pieces = payable(table)
    try:
        import numba

        version = numba.__version__
        pieces |= compiled(table, threads)
    except ImportError:
        version = ""
    pieces["bare product"] = lambda: bare_product(table)
    digests, cpu_s = {}, {}
    for name, piece in pieces.items():
        start = time.process_time()
        digests[name] = piece()
        cpu_s[name] = time.process_time() - start
    about = {
        "machine": f"{platform.machine()}, {sys.byteorder} end first",
        "numpy": np.__version__,
        "numba": version,
        "library": library(),
    }
    print(json.dumps({"digests": digests, "cpu_s": cpu_s, "about": about}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
