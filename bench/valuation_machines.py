"""Whether values that money uses are the same everywhere: one input, many set-ups, one digest.

    python bench/valuation_machines.py            this environment, and four other matrix libraries
    python bench/valuation_machines.py --emulate  64-bit ARM and IBM Z too, emulated
    python bench/valuation_machines.py --no-fetch this environment alone

Where numpy came from PyPI, its OpenBLAS is told to use the code of other processors, numpy's own
loops and numba's code are held back to the oldest instructions, and one and two threads share the
work. The other libraries (reference BLAS, OpenBLAS, BLIS, ATLAS) come from Debian, with its own
older numpy and numba; `scripts/fetch_machines.sh` unpacks them under build/ (700 MB), and where it
cannot, this says why. An emulated processor runs a real build for it, but is no second machine.

The digests are of `rows`, `members` and `canonical` (payable, numpy alone: values, intervals,
totals and residuals), `limit` (numbers as large as quantise allows, 1,024 features), `payment`
(KNNShapley's mode, compiled). They must agree. `ordinary float32` and `bare product` may differ,
and show that machines do. Ends with 3 where a digest differs.

At the end the speed of each way on this machine, side by side.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from _measure import ROOT, print_table, work_folder

WORKER = Path(__file__).parent / "_machines_worker.py"
MUST_AGREE = ("rows", "members", "canonical", "limit", "payment")
MAY_DIFFER = ("ordinary float32", "bare product")
CORES = ("Prescott", "Nehalem", "Sandybridge", "Haswell", "Zen", "SkylakeX")
LIBRARIES = ("blas", "openblas-pthread", "blis-serial", "atlas")
EMULATED = {"arm64": "aarch64", "s390x": "s390x"}
TIMEOUT_S = 900
PLACES = ("lib64", "usr/lib64", "lib", "usr/lib")
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS")
Array = np.ndarray


@dataclass(frozen=True)
class Machine:
    """A way to run the worker: command before it, what is set for it, threads."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    threads: int = 1


@dataclass(frozen=True)
class Answer:
    """What one machine found; `fault` where it could not."""

    machine: Machine
    digests: Mapping[str, str]
    about: Mapping[str, str]
    fault: str = ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--no-fetch", action="store_true")
    parser.add_argument("--emulate", action="store_true")
    parser.add_argument("--where", help="a folder to work in; build/ where not given")
    parser.add_argument("--rows", type=int, default=50_000, help="rows for the speeds")
    asked = parser.parse_args()
    with work_folder(asked.where) as folder:
        path = folder / "input.npz"
        np.savez(path, **made_input())
        machines = own_machines()
        if not asked.no_fetch:
            machines += fetched(["native", *EMULATED] if asked.emulate else ["native"])
        answers = [answer(machine, path) for machine in machines]
        agree = print_answers(answers)
        print_speeds(asked.rows)
    sys.exit(0 if agree else 3)


def made_input() -> dict[str, Array]:
    """Rows with fractions, ties and near copies; and few rows of the largest numbers allowed."""
    made = np.random.default_rng(20261121)
    n, m, d, scale = 1500, 120, 48, 4096
    centre = made.normal(size=(6, d))
    y, asked = made.integers(0, 6, n), made.integers(0, 6, m)
    train, query = (centre[one] + made.normal(size=(len(one), d)) for one in (y, asked))
    train[:200] = np.round(train[:200])
    train[200:300], y[200:300] = train[:100], y[:100]
    train[300:400], y[300:400] = train[:100] + made.uniform(-1e-3, 1e-3, (100, d)), y[:100]
    train[400:600] = train[600:800] + made.uniform(-1e-7, 1e-7, (200, d))
    query[:40] = np.round(query[:40])
    large = 2**20
    return {
        "X": train, "y": y, "Xq": query, "yq": asked, "owner": made.integers(0, 25, n),
        "scale": np.array(scale), "near_squared": np.array(40**2),
        "limit_X": made.integers(-large, large + 1, (300, 1024)),
        "limit_y": made.integers(0, 3, 300),
        "limit_Xq": made.integers(-large, large + 1, (30, 1024)),
        "limit_yq": made.integers(0, 3, 30),
    }  # fmt: skip


# --- machines -------------------------------------------------------------------------------------


def own_machines() -> list[Machine]:
    """This environment: other processors' code, old instructions, one and two threads."""
    here = (sys.executable,)
    found = [
        Machine("here, 1 thread", here),
        Machine("here, 2 threads", here, threads=2),
    ]
    if platform.machine() not in {"x86_64", "AMD64"}:
        return found
    found += [
        Machine(f"here, OpenBLAS as {core}", here, {"OPENBLAS_CORETYPE": core}) for core in CORES
    ]
    old = {
        "OPENBLAS_CORETYPE": "Prescott",
        "NPY_DISABLE_CPU_FEATURES": _newer_loops(),
        "NUMBA_CPU_NAME": "generic",
        "NUMBA_CPU_FEATURES": "",
    }
    return [*found, Machine("here, oldest instructions throughout", here, old)]


def _newer_loops() -> str:
    """The instructions beyond its oldest that numpy chooses between at run time, and finds here."""
    info = np.show_config(mode="dicts")
    return " ".join(info.get("SIMD Extensions", {}).get("found", []))


def fetched(wanted: list[str]) -> list[Machine]:
    """Machines out of Debian's packages, or none, with the reason printed."""
    folder = ROOT / "build" / "machines"
    found = []
    for name in wanted:
        script = ROOT / "scripts" / "fetch_machines.sh"
        ran = subprocess.run(
            ["bash", str(script), str(folder), name], capture_output=True, text=True, check=False
        )
        if ran.returncode:
            print(f"left out, {name}: {(ran.stderr.strip() or 'no reason given').splitlines()[-1]}")
            continue
        try:
            found += _unpacked(folder, name)
        except (IndexError, StopIteration):
            print(f"left out, {name}: its packages lay their files out in another way")
    return found


def _unpacked(folder: Path, name: str) -> list[Machine]:
    root = folder / name
    triplet = sorted((root / "usr" / "lib").glob("*-linux-gnu*"))[0].name
    python = sorted((root / "usr" / "bin").glob("python3.[0-9]*"))[0]
    lib = root / "usr" / "lib" / triplet
    env = {
        "PYTHONHOME": str(root / "usr"),
        "PYTHONPATH": f"{root / 'usr/lib/python3/dist-packages'}:{source()}",
        "NUMBA_CACHE_DIR": str(folder / "compiled"),
    }
    machines = []
    for library in LIBRARIES:
        if not (lib / library / "libblas.so.3").exists():
            continue
        path = ":".join(
            str(one) for one in (lib / library, lib / "lapack", lib, root / "lib" / triplet)
        )
        if name == "native":
            found = (one for place in PLACES for one in sorted((root / place).glob("ld-linux*")))
            loader = next(found)
            before = (str(loader), "--library-path", path, str(python))
            for threads in (1, 2) if library == "openblas-pthread" else (1,):
                said = f"Debian, {library}, {threads} thread{'s'[: threads - 1]}"
                machines.append(Machine(said, before, env, threads))
        else:
            emulator = folder / "emulator" / "usr" / "bin" / f"qemu-{EMULATED[name]}-static"
            before = (str(emulator), "-L", str(root), "-E", f"LD_LIBRARY_PATH={path}", str(python))
            machines.append(Machine(f"emulated {name}, {library}", before, env))
    return machines


def source() -> Path:
    """Where the package comes from."""
    import auzolan

    return Path(auzolan.__file__).parent.parent


def answer(machine: Machine, path: Path) -> Answer:
    env = {key: value for key, value in os.environ.items() if key != "LD_LIBRARY_PATH"}
    env |= dict.fromkeys(THREADS, str(machine.threads)) | dict(machine.env)
    ran = subprocess.run(
        [*machine.command, str(WORKER), str(path), str(machine.threads)],
        capture_output=True, text=True, env=env, check=False, timeout=TIMEOUT_S,
    )  # fmt: skip
    if ran.returncode:
        last = ran.stderr.strip().splitlines()[-1:] or [f"ended with {ran.returncode}"]
        return Answer(machine, {}, {}, last[0])
    found = json.loads(ran.stdout.splitlines()[-1])
    return Answer(machine, found["digests"], found["about"])


# --- what is printed ------------------------------------------------------------------------------


def print_answers(answers: list[Answer]) -> bool:
    first = answers[0]
    if first.fault:
        sys.exit(f"this environment could not: {first.fault}")
    lines = []
    for one in answers:
        if one.fault:
            lines.append([one.machine.name, f"could not: {one.fault[:60]}", "", "", "", "", ""])
            continue
        about = one.about
        lines.append(
            [
                one.machine.name,
                about["library"],
                about["machine"].split(" end")[0],
                about["numpy"],
                about["numba"] or "none",
                _verdict(first, one, MUST_AGREE),
                _verdict(first, one, MAY_DIFFER),
            ]
        )
    heads = ["machine", "matrix library", "processor", "numpy", "numba", "payment", "ordinary"]
    print_table("Digests of the first line equal?", heads, lines)
    for name in (*MUST_AGREE, *MAY_DIFFER):
        found = {one.digests[name] for one in answers if name in one.digests}
        count = sum(name in one.digests for one in answers)
        print(f"  {name:18}{len(found)} different of {count}: {' '.join(sorted(found))}")
    agree = all(
        len({one.digests[name] for one in answers if name in one.digests}) <= 1
        for name in MUST_AGREE
    )
    ran = sum(not one.fault for one in answers)
    print(
        f"\n  payment values {'agree' if agree else 'DIFFER'} on {ran} of {len(answers)} machines"
    )
    print("  all of them ran on this one processor; emulated ones are builds for another\n")
    return agree


def _verdict(first: Answer, one: Answer, names: tuple[str, ...]) -> str:
    shared = [name for name in names if name in first.digests and name in one.digests]
    equal = sum(first.digests[name] == one.digests[name] for name in shared)
    return f"{equal} of {len(shared)}"


def print_speeds(n: int) -> None:
    """CPU seconds and wall seconds of each way, one thread, the same rows."""
    script = "import sys; sys.path.insert(0, sys.argv[1]); import valuation_machines as v; "
    lines, ordinary = [], 0.0
    for way in ("float32", "float64", "payment", "payable"):
        ran = subprocess.run(
            [sys.executable, "-c", f"{script}v.print_speed({way!r}, {n})", str(WORKER.parent)],
            capture_output=True, text=True, env={**os.environ, **dict.fromkeys(THREADS, "1")},
            check=True,
        )  # fmt: skip
        cpu_s, wall_s = json.loads(ran.stdout.splitlines()[-1])
        ordinary = ordinary or cpu_s
        lines.append([NAMES[way], f"{cpu_s:.2f}", f"{wall_s:.2f}", f"{cpu_s / ordinary:.1f}"])
    heads = ["", "CPU s", "wall s", "times float32"]
    print_table(f"Speed: {n:,} rows x 300 queries, d = 64, k = 5, one thread", heads, lines)


NAMES = {
    "float32": "ordinary, float32",
    "float64": "ordinary, float64",
    "payment": "KNNShapley(mode='payment'), compiled",
    "payable": "payable.knn.row_values, numpy alone",
}


def print_speed(way: str, n: int) -> None:
    """In a process of its own: time one way, after a small round that compiles."""
    for size in (2000, n):
        spent = _timed(way, size)
    print(json.dumps(spent))


def _timed(way: str, n: int) -> tuple[float, float]:
    from _valuation_data import normal
    from auzolan.valuation.payable.knn import row_values
    from auzolan.valuation.quantize import quantise
    from auzolan.valuation.rows.knn_shapley import KNNShapley

    train, y, query, asked = normal(n, 300, 64)
    options = {"mode": "payment", "scale": 4096} if way == "payment" else {"dtype": way}
    cpu, wall = time.process_time(), time.perf_counter()
    if way == "payable":
        rows, points = (quantise(one.astype(np.float64), 4096) for one in (train, query))
        row_values(rows, y, points, asked, k=5)
    else:
        KNNShapley(k=5, **options).fit(train, y).value(query, asked)
    return time.process_time() - cpu, time.perf_counter() - wall


if __name__ == "__main__":
    main()
