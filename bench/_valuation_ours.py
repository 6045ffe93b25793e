"""One measurement of the project's own valuation, in a process of its own; see `valuation.py`."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

import numpy as np

from _measure import own_peak_mb
from _valuation_data import embeddings, normal
from auzolan.valuation.rows.attribution import attribute, share_error
from auzolan.valuation.rows.incremental import StandingValuation
from auzolan.valuation.rows.knn_shapley import KNNShapley
from auzolan.valuation.rows.neighbour_index import build_index

K = 5
SERVED_AGAIN = 60


class Watch:
    """CPU seconds, wall seconds and memory beyond what was there before."""

    def __enter__(self) -> Watch:
        # 5 resets the peak of resident memory (Linux).
        Path("/proc/self/clear_refs").write_text("5")
        self._before_mb = own_peak_mb()
        self._cpu, self._wall = time.process_time(), time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.cpu_s = time.process_time() - self._cpu
        self.wall_s = time.perf_counter() - self._wall
        self.extra_mb = own_peak_mb() - self._before_mb

    def figures(self) -> dict[str, float]:
        return {"cpu_s": self.cpu_s, "wall_s": self.wall_s, "extra_mb": self.extra_mb}


def model_of(mode: str, threads: int) -> KNNShapley:
    options = {
        "float32": {},
        "float64": {"dtype": "float64"},
        "payment": {"mode": "payment", "scale": 4096},
        "soft": {"utility": "soft"},
        "threshold": {"utility": "threshold", "radius": 10.0},
    }
    if mode.startswith("top-"):
        return KNNShapley(k=K, top=int(mode[4:]), threads=threads)
    return KNNShapley(k=K, threads=threads, **options[mode])


def warm(mode: str, threads: int) -> None:
    """Compile, or load what was compiled."""
    train, y, query, asked = normal(1200, 20, 8)
    dtype = np.float32 if mode not in {"float64", "payment"} else np.float64
    model_of("top-20" if mode.startswith("top-") else mode, threads).fit(
        train.astype(dtype), y
    ).value(query.astype(dtype), asked)


def value(  # noqa: PLR0917 - read from the command line
    folder: str, mode: str, threads: int, n: int, m: int, d: int
) -> dict[str, float]:
    """Value n rows for m queries; the values are left in the folder."""
    warm(mode, threads)
    train, y, query, asked = normal(n, m, d)
    if mode == "float64":
        train, query = train.astype(np.float64), query.astype(np.float64)
    with Watch() as watch:
        result = model_of(mode, threads).fit(train, y).value(query, asked)
        values = result.rows.values
    np.save(Path(folder) / f"ours-{mode}-{n}.npy", values)
    return watch.figures()


def product(_: str, n: int, m: int, d: int) -> dict[str, float]:
    """The bare matrix product, as `query @ train.T` and into memory that is there already."""
    train, _y, query, _asked = normal(n, m, d)
    fresh, reused = [], []
    out = np.empty((m, n), dtype=np.float32)
    for _round in range(5):
        with Watch() as watch:
            query @ train.T
        fresh.append(watch.cpu_s)
        with Watch() as watch:
            np.dot(query, train.T, out=out)
        reused.append(watch.cpu_s)
    return {"fresh_s": min(fresh), "reused_s": min(reused)}


def standing(_: str, n: int, m: int, top: int) -> dict[str, float]:
    """Add rows and withdraw members, over and over, at the end against a refit."""
    train, y, query, asked = normal(n, m, 64)
    owner = np.random.default_rng(3).integers(0, 1000, n)
    made = StandingValuation(KNNShapley(k=K, top=top).fit(train, y, owner), query, asked)
    add, leave, members, leave_and_read, read = [], [], [], [], []
    kept_train, kept_y, kept_owner = [train], [y], [owner]
    for round_ in range(8):
        more, labels, _, _ = normal(1000, 1, 64, seed=100 + round_)
        who = np.random.default_rng(round_).integers(0, 1000, 1000)
        with Watch() as watch:
            made.add(more, labels, who)
        add.append(watch)
        with Watch() as watch:
            made.withdraw(member=round_)
        leave.append(watch)
        with Watch() as watch:
            made.members().values  # noqa: B018 - the figures are what is timed
        members.append(watch)
        with Watch() as watch:
            made.withdraw(member=1_000 - 1 - round_)
            made.members().values  # noqa: B018 - the figures are what is timed
        leave_and_read.append(watch)
        with Watch() as watch:
            made.valuation().members.values  # noqa: B018 - the figures are what is timed
        read.append(watch)
        kept_train.append(more)
        kept_y.append(labels)
        kept_owner.append(who)
    final = made.valuation()
    at = final.rows.ids
    train, y, owner = (np.concatenate(one)[at] for one in (kept_train, kept_y, kept_owner))
    refit = KNNShapley(k=K, top=top).fit(train, y, owner).value(query, asked)
    of_rows, of_members = (final.rows, refit.rows), (final.members, refit.members)
    figures = {
        "rows_equal": float(all((of_rows[0].sums == one.sums).all() for one in of_rows)),
        "members_equal": float(
            of_members[0].ids.tolist() == of_members[1].ids.tolist()
            and of_members[0].sums.tolist() == of_members[1].sums.tolist()
            and made.members().sums.tolist() == of_members[1].sums.tolist()
        ),
    }
    for name, watches in (
        ("add", add), ("withdraw", leave), ("members", members),
        ("withdraw_and_read", leave_and_read), ("read", read),
    ):  # fmt: skip
        figures[f"{name}_ms"] = 1000 * float(np.median([one.wall_s for one in watches[1:]]))
        figures[f"{name}_cpu_ms"] = 1000 * float(np.median([one.cpu_s for one in watches[1:]]))
    return figures


def served(_: str, n: int, m: int) -> dict[str, float]:
    """Share the fee of single queries by the index, and measure it against a scan."""
    train, y, query, asked = embeddings(n, m)
    owner = np.random.default_rng(4).integers(0, 1000, n)
    model = KNNShapley(k=K).fit(train, y, owner)
    with Watch() as building:
        index = build_index(train)
    fee = 10_000_000
    attribute(model, query[0], int(asked[0]), fee_micro=fee, finder=index)
    durations, cpu, errors = [], [], []
    for point, label in zip(query, asked.tolist(), strict=True):
        with Watch() as watch:
            attribute(model, point, label, fee_micro=fee, finder=index)
        durations.append(watch.wall_s * 1000)
        cpu.append(watch.cpu_s * 1000)
    for point, label in zip(query[:SERVED_AGAIN], asked[:SERVED_AGAIN].tolist(), strict=True):
        found = attribute(model, point, label, fee_micro=fee, finder=index)
        errors.append(share_error(found, attribute(model, point, label, fee_micro=fee)))
    return {
        "build_cpu_s": building.cpu_s,
        "p50_ms": float(np.median(durations)),
        "p99_ms": float(np.quantile(durations, 0.99)),
        "cpu_p50_ms": float(np.median(cpu)),
        "error_mean": float(np.mean(errors)),
        "error_max": float(np.max(errors)),
        "error_above": float(np.mean(np.array(errors) > 0.01)),
    }


VERBS = {"value": value, "product": product, "standing": standing, "served": served}

if __name__ == "__main__":
    verb, folder, *rest = sys.argv[1:]
    numbers = [int(one) if one.lstrip("-").isdigit() else one for one in rest]
    answer = VERBS[verb](folder, *numbers)
    answer["process_peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(answer))
