"""One measurement of consent in a process of its own; see `consent.py`.

    python bench/_consent_worker.py memory ROUNDS ROWS
    python bench/_consent_worker.py write FILE ROWS MEMBERS
    python bench/_consent_worker.py count|allowed|sql FILE MEMBERS
    python bench/_consent_worker.py one

Prints what it measured as JSON. Times of files include deciding for all members.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np

from _consent_data import NOW, REQUEST, made, stated, units_of_rows

MEMBERS_OF_ROWS = 10
PIECE = 1 << 20


def memory(rounds: int, n_rows: int) -> dict[str, float]:
    """Decide for all members, then look at every row; the best of the rounds, and all of them."""
    from auzolan.consent.columns import decide_units
    from auzolan.consent.row_checks import check_rows

    n_units = n_rows // MEMBERS_OF_ROWS
    columns, units = made(n_units), units_of_rows(n_rows, n_units, 1)
    took = []
    for _ in range(rounds + 1):
        start = time.perf_counter()
        decided = decide_units(columns, REQUEST, n_units, as_of=NOW)
        between = time.perf_counter()
        check = check_rows(units, decided)
        took.append((between - start, time.perf_counter() - between))
    decide_s, check_s = min(took[1:], key=sum)
    return {
        "decide_s": decide_s, "check_s": check_s, "allowed": check.allowed,
        "worst_s": max(map(sum, took[1:])), "statements": len(columns.unit), "units": n_units,
        "kinds": len(np.unique(decided)),
    }  # fmt: skip


def write(path: Path, n_rows: int, n_units: int) -> dict[str, float]:
    """Write a file of rows, piece by piece."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("row", pa.int64()), ("unit", pa.int32())])
    with pq.ParquetWriter(path, schema, compression="zstd", use_dictionary=False) as out:
        for start in range(0, n_rows, PIECE):
            size = min(PIECE, n_rows - start)
            units = units_of_rows(size, n_units, start)
            rows = np.arange(start, start + size)
            out.write_table(pa.table({"row": rows, "unit": units}, schema=schema))
    return {"mb": path.stat().st_size / 1e6}


def of_file(verb: str, path: Path, n_units: int) -> dict[str, float]:
    """Decide, then count rows or write the allowed ones."""
    from auzolan.consent.columns import decide_units
    from auzolan.engine import consent_scan, consent_tables

    columns = made(n_units)
    to = path.with_name("allowed.parquet")
    start = time.perf_counter()
    if verb == "sql":
        tables = consent_tables.opened(columns, n_units)
        check = consent_tables.count_rows(tables, path, REQUEST, as_of=NOW)
    else:
        decided = decide_units(columns, REQUEST, n_units, as_of=NOW)
        check = (
            consent_scan.count_rows(path, decided)
            if verb == "count"
            else consent_scan.write_allowed(path, to, decided)
        )
    took_s = time.perf_counter() - start
    written_mb = to.stat().st_size / 1e6 if to.exists() else 0.0
    to.unlink(missing_ok=True)
    return {
        "took_s": took_s, "rows": check.rows, "allowed": check.allowed, "mb": written_mb,
        "refused": sum(check.refused.values()),
    }  # fmt: skip


def one() -> dict[str, float]:
    """One decision with its reasons, in microseconds: the median over members and the slowest."""
    from auzolan.consent.policies import decide, known, policy

    columns = made(1000)
    found: dict[str, list[float]] = {"allowed": [], "denied": []}
    for unit in range(1000):
        places = np.flatnonzero(columns.unit == unit).tolist()
        own = policy(known((stated(columns, place) for place in places), NOW))
        best = min(_many(lambda own=own: decide(own, REQUEST)) for _ in range(5))
        found["allowed" if decide(own, REQUEST).allow else "denied"].append(best)
    return {
        f"{name}_{kind}": float(function(times))
        for name, times in found.items()
        for kind, function in (("median", np.median), ("most", np.max))
    }


def _many(function: object) -> float:
    calls = 200
    start = time.perf_counter()
    for _ in range(calls):
        function()  # type: ignore[operator]
    return 1e6 * (time.perf_counter() - start) / calls


def main() -> None:
    verb, *rest = sys.argv[1:]
    if verb == "memory":
        found = memory(int(rest[0]), int(rest[1]))
    elif verb == "write":
        found = write(Path(rest[0]), int(rest[1]), int(rest[2]))
    elif verb == "one":
        found = one()
    else:
        found = of_file(verb, Path(rest[0]), int(rest[1]))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
