"""How well and how fast labels are judged: beside a peer, as labels grow, and against cheating.

    python bench/labour.py               about fifteen minutes, most of it the peer's
    python bench/labour.py --short       up to 100,000 labels, and Dawid-Skene alone beside the peer
    python bench/labour.py --no-peers    without crowd-kit, whose environment is made if missing
    python bench/labour.py --only cheats one section: sets, growth, growing, cheats

Every figure comes from a process of its own on one thread, after a small run that compiles or
loads; the best of five for ours, of one for the peer. `texts` does the peer's work: from columns
of texts to an answer a task. `codes` begins with whole numbers, as a database holds them. Memory
is the peak beyond what was resident with the input (Linux). Made-up labels are made by seeds
(`_labour_data`): 5 a task, up to 1,000 workers who are right in 40 to 95 %.

The public sets are read from AUZOLAN_TEST_DATA, and left out where that is not set.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

import numpy as np

import _measure
from _labour_data import SETS
from _measure import ROOT, peers_python, print_machine, print_table, run, work_folder
from auzolan.labour.consensus.labels import Labels, from_codes
from auzolan.labour.consensus.methods import METHODS

WORKER = Path(__file__).parent / "_labour_worker.py"
PEER = "crowd-kit==1.4.2"
GOALS = {
    "duck": 0.893, "dog": 0.838, "face": 0.635, "product": 0.935, "rte": 0.923, "temporal": 0.937,
}  # fmt: skip
ROUNDS = 5
SECTIONS = ("sets", "growth", "growing", "cheats")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--short", action="store_true", help="fewer labels and methods")
    parser.add_argument("--no-peers", dest="peers", action="store_false")
    parser.add_argument("--only", choices=SECTIONS, help="one section")
    options = parser.parse_args()
    _measure.PEERS = ROOT / ".venv-bench-labour"
    with work_folder(None) as folder:
        print_machine(folder)
    wanted = SECTIONS if options.only is None else (options.only,)
    if "sets" in wanted:
        sets(is_short=options.short, with_peers=options.peers)
    if "growth" in wanted:
        growth(is_short=options.short, with_peers=options.peers)
    if "growing" in wanted:
        growing(is_short=options.short)
    if "cheats" in wanted:
        cheats()


def weighed(python: Path, *words: object) -> dict[str, float]:
    """What a worker measured; ends the run where it failed."""
    ran = run([python, WORKER, *map(str, words)])
    if ran.status:
        sys.exit(f"a worker failed with {ran.status}:\n{ran.talk}")
    found: dict[str, float] = json.loads(ran.text.splitlines()[-1])
    return found


def sets(*, is_short: bool, with_peers: bool) -> None:
    """Public sets with gold labels."""
    data = os.environ.get("AUZOLAN_TEST_DATA")
    if not data:
        print("AUZOLAN_TEST_DATA is not set; the sets with gold labels are left out.\n")
        return
    for method in ("dawid-skene",) if is_short else ("dawid-skene", "glad", "mace"):
        rows = []
        for name in SETS:
            source = f"{data}:{name}"
            ours = weighed(Path(sys.executable), "texts", method, ROUNDS, source)
            row = [f"{name}, {ours['labels']:,}", f"{ours['accuracy']:.4f}", f"{ours['s']:.4f}"]
            goal = GOALS[name] if method == "dawid-skene" else None
            peer = None
            if with_peers:
                peer = weighed(peers_python(PEER), "crowd-kit", method, 1, source)
                row += [
                    f"{peer['accuracy']:.4f}",
                    f"{peer['s']:.3f}",
                    f"{peer['s'] / ours['s']:.0f}",
                ]
                goal = peer["accuracy"] - 0.01 if goal is None else goal
            verdict = "" if goal is None else f"{goal:.3f}: {_met(ours['accuracy'] >= goal)}"
            rows.append([*row, verdict])
        heads = ["set, labels", "right", "s"] + ["crowd-kit", "s", "times ours"] * with_peers
        print_table(f"{method} against gold labels", [*heads, "goal"], rows)
    print(
        "  goals: 50 times faster than crowd-kit above 5,000 labels, 20 times for glad and mace\n"
    )


def growth(*, is_short: bool, with_peers: bool) -> None:
    """Made-up labels, ten times as many a step."""
    sizes = [1_000, 10_000, 100_000] + [1_000_000] * (not is_short)
    rows = []
    for classes in (2, 4, 10):
        for size in sizes:
            source = f"made:{size}:{classes}"
            coded, ours = (
                weighed(Path(sys.executable), kind, "dawid-skene", ROUNDS, source)
                for kind in ("codes", "texts")
            )
            row = [f"{size:,}, {classes} classes", f"{ours['accuracy']:.4f}", f"{coded['s']:.4f}",
                   f"{ours['s']:.4f}", f"{ours['cpu_s']:.4f}", f"{ours['extra_mb']:.0f}"]  # fmt: skip
            if with_peers:
                peer = weighed(peers_python(PEER), "crowd-kit", "dawid-skene", 1, source)
                row += [f"{peer['accuracy']:.4f}", f"{peer['s']:.3f}", f"{peer['extra_mb']:.0f}",
                        f"{peer['s'] / ours['s']:.0f}"]  # fmt: skip
            goal = "" if size < 1_000_000 else f"0.3 s: {_met(coded['s'] <= 0.3)} from codes"
            rows.append([*row, goal])
    heads = ["labels", "right", "codes s", "texts s", "CPU s", "extra MiB"]
    heads += ["crowd-kit", "s", "extra MiB", "times ours"] * with_peers
    print_table("dawid-skene as labels grow", [*heads, "goal"], rows)
    print("  goals for a million: 0.3 s, and 7 times faster than crowd-kit\n")
    rows = []
    for method in METHODS:
        found = weighed(Path(sys.executable), "codes", method, 2, f"made:{sizes[-1]}:4")
        rows.append(
            [method, f"{found['accuracy']:.4f}", f"{found['s']:.3f}", f"{found['extra_mb']:.0f}"]
        )
    print_table(f"{sizes[-1]:,} labels by every method", ["", "right", "s", "extra MiB"], rows)


def growing(*, is_short: bool) -> None:
    """1,000 new labels on top of many."""
    rows = []
    for size in [10_000, 100_000] + [1_000_000] * (not is_short):
        found = weighed(Path(sys.executable), "growing", ROUNDS, size, 1_000)
        rows.append(
            [f"{size:,}", f"{1000 * found['s']:.1f}", f"{1000 * found['cpu_s']:.1f}",
             f"{found['settle_s']:.2f}", f"50 ms: {_met(found['s'] <= 0.05)}"]
        )  # fmt: skip
    print_table("1,000 new labels on top", ["of", "ms", "CPU ms", "settle s", "goal"], rows)


def cheats() -> None:
    """What consensus loses to labels without care, and to agreement beforehand."""
    kinds = {
        "draw lots": _lots, "always say 0": _constant, "copy one of them": _copies,
        "agree on a false answer": _clique,
    }  # fmt: skip
    for name, spoil in kinds.items():
        rows = []
        for part in (0, 10, 20, 30, 40):
            table = _honest(part)
            labels, truth = _spoilt(table, spoil, part)
            parts = (np.mean(method(labels).codes == truth) for method in METHODS.values())
            rows.append([f"{part} %", *(f"{found:.4f}" for found in parts)])
        print_table(f"part of right answers where so many {name}", ["", *METHODS], rows)
    print(
        "  2,000 tasks, 7 labels each, 50 workers right in 60 to 95 %, 4 classes; honest workers'"
    )
    print("  labels all count, and nobody loses pay by any of this\n")


Codes = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _honest(seed: int) -> Codes:
    chance = np.random.default_rng(seed)
    truth = chance.integers(0, 4, 2_000)
    able = chance.uniform(0.6, 0.95, 50)
    worker = np.array([chance.choice(50, 7, replace=False) for _ in truth]).ravel()
    task = np.repeat(np.arange(2_000), 7)
    is_right = chance.random(len(task)) < able[worker]
    wrong = (truth[task] + chance.integers(1, 4, len(task))) % 4
    return task, worker, np.where(is_right, truth[task], wrong), truth


def _spoilt(table: Codes, spoil, part: int) -> tuple[Labels, np.ndarray]:
    task, worker, label, truth = table
    bad = worker < part // 2
    label = np.where(bad, spoil(table), label)
    names = [[str(one) for one in range(size)] for size in (2_000, 50, 4)]
    kinds = dict(zip(("tasks", "workers", "classes"), names, strict=True))
    return from_codes(task, worker, label, **kinds), truth


def _lots(table: Codes) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 4, len(table[0]))


def _constant(table: Codes) -> np.ndarray:
    return np.zeros(len(table[0]), dtype=np.int64)


def _copies(table: Codes) -> np.ndarray:
    """All give what one of them, right in 70 %, would say: seven voices that are one."""
    chance = np.random.default_rng(0)
    leader = np.where(chance.random(2_000) < 0.7, table[3], chance.integers(0, 4, 2_000))
    return leader[table[0]]


def _clique(table: Codes) -> np.ndarray:
    """The truth for most tasks, so as to be believed, and one false answer for every third."""
    task, _, _, truth = table
    return np.where(task % 3 == 0, (truth[task] + 1) % 4, truth[task])


def _met(is_met: bool) -> str:  # noqa: FBT001
    return "met" if is_met else "NOT met"


if __name__ == "__main__":
    main()
