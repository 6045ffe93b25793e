"""How fast rows are valued: beside two peers, the bare matrix product, and as the rows grow.

    python bench/valuation.py            about five minutes; up to a million rows
    python bench/valuation.py --full     ten million rows too, about 6 GB of memory
    python bench/valuation.py --no-peers without the peers, whose environment is made if missing

Every figure comes from a process of its own with one thread for matrix products, after a small
warm-up that compiles or loads the loops. Memory is the peak during the call beyond what was
resident before it (Linux). Data are made up by seeds (`_valuation_data`). CPU seconds are the
figures to compare; wall seconds depend on what else the machine does.

OpenDataVal is run with today's torch instead of the 2.1 it asks for, its own code unchanged, and
empty stand-ins for libraries that its KNN code does not use.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import numpy as np

from _measure import ROOT, print_machine, print_table, run, work_folder

PEERS = ROOT / ".venv-bench-valuation"
BENCH = Path(__file__).parent
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
N, M = 50_000, 300


def main() -> None:
    options = _options()
    with work_folder(options.where) as folder:
        print_machine(folder)
        beside_peers(folder, with_peers=options.peers)
        beside_the_product(folder)
        growth(folder, is_full=options.full)
        changing(folder, 100_000 if options.short else 1_000_000)
        serving(folder, 100_000 if options.short else 1_000_000)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="ten million rows too")
    parser.add_argument("--short", action="store_true", help="change and serve 100,000 rows")
    parser.add_argument("--no-peers", dest="peers", action="store_false")
    parser.add_argument("--where", help="a folder to work in; build/ where not given")
    return parser.parse_args()


def answer_of(command: list[object]) -> dict[str, float]:
    """What a worker printed as its last line; ends the run where it failed."""
    ran = run([str(part) for part in command], env=ONE_THREAD)
    if ran.status != 0:
        sys.exit(f"a worker failed with {ran.status}:\n{ran.talk}")
    found: dict[str, float] = json.loads(ran.text.splitlines()[-1])
    return found


def ours(verb: str, folder: Path, *rest: object) -> dict[str, float]:
    return answer_of([sys.executable, BENCH / "_valuation_ours.py", verb, folder, *rest])


def peer(name: str, folder: Path, *rest: object) -> dict[str, float]:
    command = [PEERS / "bin" / "python", BENCH / "_valuation_peer.py", name, folder]
    return answer_of([*command, *rest])


def make_peers() -> None:
    """Make the peers' environment where it is missing."""
    python = PEERS / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
    probe = "import pydvl, torch, importlib.metadata as m; m.version('opendataval')"
    if subprocess.run([str(python), "-c", probe], capture_output=True, check=False).returncode:
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
        wanted = ["pyDVL==0.10.0", "torch==2.13.0", "pandas", "requests", "tqdm"]
        subprocess.run([*pip, *wanted], check=True)
        subprocess.run([*pip, "--no-deps", "opendataval==1.3.0"], check=True)


def beside_peers(folder: Path, *, with_peers: bool) -> None:
    modes = ("float32", "float64", "payment", "soft", "threshold", "top-1000")
    found = {mode: ours("value", folder, mode, 1, N, M, 64) for mode in modes}
    peers: dict[str, dict[str, float]] = {}
    if with_peers:
        make_peers()
        peers = {name: peer(name, folder, N, M, 64) for name in ("pydvl", "opendataval")}
    rows = []
    for name, figures in {**found, **peers}.items():
        off = _difference(folder, name, "pydvl") if peers else float("nan")
        times = [peers[one]["cpu_s"] / figures["cpu_s"] if peers else float("nan") for one in peers]
        rows.append(
            [name, f"{figures['cpu_s']:.3f}", f"{figures['extra_mb']:.0f}", f"{off:.1e}"]
            + [f"{ratio:.0f}" for ratio in times]
        )
    heads = ["", "CPU s", "extra MiB", "from pyDVL", *[f"times {name}" for name in peers]]
    print_table(f"{N:,} rows x {M} queries, d = 64, k = 5", heads, rows)
    print("  goals: 150 times pyDVL, 60 times OpenDataVal, 64 MiB + 16 B a row;")
    print("  1e-12 from pyDVL in float64, 1e-5 in float32. Other games have other values.\n")


def _difference(folder: Path, name: str, other: str) -> float:
    one = folder / (
        f"ours-{name}-{N}.npy" if name not in {"pydvl", "opendataval"} else f"{name}-{N}.npy"
    )
    return float(np.abs(np.load(one) - np.load(folder / f"{other}-{N}.npy")).max())


def beside_the_product(folder: Path) -> None:
    rows = []
    for d, goal in ((64, 5), (384, 2)):
        bare = ours("product", folder, N, M, d)
        value = min(ours("value", folder, "float32", 1, N, M, d)["cpu_s"] for _ in range(3))
        rows.append(
            [f"d = {d}", f"{value:.3f}", f"{bare['fresh_s']:.3f}", f"{bare['reused_s']:.3f}",
             f"{value / bare['fresh_s']:.1f}", f"{value / bare['reused_s']:.1f}", str(goal)]
        )  # fmt: skip
    heads = ["", "values, CPU s", "query @ rows.T", "into old memory", "times", "times", "goal"]
    print_table(f"beside the bare float32 product, {N:,} x {M}", heads, rows)


def growth(folder: Path, *, is_full: bool) -> None:
    sizes = [(10_000, "float32", 1), (100_000, "float32", 1), (1_000_000, "float32", 2)]
    sizes += [(1_000_000, "top-1000", 2)]
    sizes += [(10_000_000, "top-1000", 2)] if is_full else []
    rows = []
    for n, mode, threads in sizes:
        found = ours("value", folder, mode, threads, n, 1000, 64)
        each = 1e9 * found["cpu_s"] / n / 1000
        rows.append(
            [f"{n:,} rows, {mode}", str(threads), f"{found['wall_s']:.1f}", f"{found['cpu_s']:.1f}",
             f"{each:.1f}", f"{found['extra_mb']:.0f}"]
        )  # fmt: skip
    heads = ["", "threads", "wall s", "CPU s", "ns a row and query", "extra MiB"]
    print_table("growth: 1,000 queries, d = 64", heads, rows)
    print("  goals on 2 cores: a million rows exact in 40 s, ten million top-1000 in 180 s\n")


def changing(folder: Path, n: int) -> None:
    found = ours("standing", folder, n, 1000, 1000)
    rows = [
        [name, f"{found[key + '_ms']:.1f}", f"{found[key + '_cpu_ms']:.1f}", goal]
        for name, key, goal in (
            ("add 1,000 rows", "add", "20"),
            ("withdraw a member, values not read", "withdraw", "50"),
            ("withdraw a member and read members' values", "withdraw_and_read", ""),
            ("read members' values alone", "members", ""),
            ("read values of rows and members", "read", ""),
        )
    ]
    equal = {name: "yes" if found[f"{name}_equal"] else "NO" for name in ("rows", "members")}
    print_table(
        f"{n:,} rows x 1,000 queries, top-1000 kept; equal to a refit: "
        f"rows {equal['rows']}, members {equal['members']}",
        ["", "ms", "CPU ms", "goal"],
        rows,
    )


def serving(folder: Path, n: int) -> None:
    found = ours("served", folder, n, 1000)
    rows = [
        ["p50 ms", f"{found['p50_ms']:.2f}", "2"],
        ["p99 ms", f"{found['p99_ms']:.2f}", "10"],
        ["share error, mean", f"{found['error_mean']:.4f}", "0.01"],
        ["share error above 0.01, part of 60", f"{found['error_above']:.3f}", ""],
        ["share error, largest of 60", f"{found['error_max']:.4f}", ""],
        ["building the index, CPU s", f"{found['build_cpu_s']:.0f}", ""],
    ]
    print_table(f"one served query over {n:,} x 384 made-up embeddings", ["", "", "goal"], rows)


if __name__ == "__main__":
    main()
