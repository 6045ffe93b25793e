"""One consensus by us or by a peer, in a process of its own; see `labour.py`.

    python bench/_labour_worker.py texts|codes|crowd-kit METHOD ROUNDS SOURCE
    python bench/_labour_worker.py growing ROUNDS LABELS NEW

Prints seconds, processor seconds, accuracy, and the peak of resident memory beyond the input, as
JSON. `texts` begins with lists of texts as the peer begins with a frame of them; `codes` begins
with whole numbers. The best of the rounds is given; a small run before it loads and compiles.
"""

from __future__ import annotations

import json
import os
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from _labour_data import Table, made, table_of
from _measure import _resident_mb, own_peak_mb

Answers = tuple[Sequence[str], Sequence[str]]
"""Tasks and what each is, both as the library gives them."""


def texts(table: Table, method: str) -> Callable[[], Answers]:
    from auzolan.labour.consensus.labels import from_columns
    from auzolan.labour.consensus.methods import METHODS

    def run() -> Answers:
        found = METHODS[method](from_columns(table.task, table.worker, table.label))
        return found.labels.tasks, found.answers

    return run


def from_whole_numbers(table: Table, method: str) -> Callable[[], Answers]:
    from auzolan.labour.consensus.labels import coded, from_codes
    from auzolan.labour.consensus.methods import METHODS

    columns = [coded(one) for one in table[:3]]
    names = dict(zip(("tasks", "workers", "classes"), (one for one, _ in columns), strict=True))

    def run() -> Answers:
        found = METHODS[method](from_codes(*(one for _, one in columns), **names))
        return found.labels.tasks, found.answers

    return run


def crowd_kit(table: Table, method: str) -> Callable[[], Answers]:
    warnings.filterwarnings("ignore")
    import pandas as pd
    from crowdkit.aggregation import GLAD, MACE, DawidSkene, MajorityVote

    frame = pd.DataFrame({"task": table.task, "worker": table.worker, "label": table.label})
    kinds = {
        "majority": MajorityVote,
        "dawid-skene": lambda: DawidSkene(n_iter=100),
        "glad": lambda: GLAD(silent=True),
        "mace": lambda: MACE(random_state=0, verbose=0),
    }

    def run() -> Answers:
        found = kinds[method]().fit_predict(frame)
        return found.index, found.values

    return run


def growing(rounds: int, size: int, new: int) -> dict[str, float]:
    """New labels on top of many: half on old tasks by others, half on new tasks."""
    from auzolan.labour.consensus.dawid_skene import NOTHING, dawid_skene
    from auzolan.labour.consensus.labels import from_columns
    from auzolan.labour.consensus.running import RunningConsensus

    table = made(size, 4)
    first = dawid_skene(from_columns(*table[:3]))
    running = RunningConsensus(first, prior=NOTHING)
    took, cpu = [], []
    for turn in range(rounds + 1):
        old = [f"task-{one}" for one in range(turn * new, turn * new + new // 2)]
        tasks = [*old, *(f"new-{turn}-{one // 5}" for one in range(new - new // 2))]
        workers = [f"late-{turn}-{one % 40}" for one in range(new)]
        start, busy = time.perf_counter(), time.process_time()
        running.add(tasks, workers, [str(one % 4) for one in range(new)])
        took.append(time.perf_counter() - start)
        cpu.append(time.process_time() - busy)
    start = time.perf_counter()
    running.settle()
    return {"s": min(took[1:]), "cpu_s": min(cpu[1:]), "settle_s": time.perf_counter() - start}


KINDS = {"texts": texts, "codes": from_whole_numbers, "crowd-kit": crowd_kit}


def measured(kind: str, method: str, rounds: int, source: str) -> dict[str, float]:
    KINDS[kind](made(500, 3), method)()
    table = table_of(source)
    run = KINDS[kind](table, method)
    # From here on the peak is counted anew.
    Path("/proc/self/clear_refs").write_text("5")
    before = _resident_mb(os.getpid())
    took, cpu = [], []
    for _ in range(rounds):
        start, busy = time.perf_counter(), time.process_time()
        answers = run()
        took.append(time.perf_counter() - start)
        cpu.append(time.process_time() - busy)
    right = [
        table.truth[task] == str(one)
        for task, one in zip(*answers, strict=True)
        if task in table.truth
    ]
    return {
        "s": min(took),
        "cpu_s": min(cpu),
        "accuracy": float(np.mean(right)),
        "labels": len(table.task),
        "extra_mb": own_peak_mb() - before,
    }


if __name__ == "__main__":
    what, *words = sys.argv[1:]
    if what == "growing":
        print(json.dumps(growing(*map(int, words))))
    else:
        print(json.dumps(measured(what, words[0], int(words[1]), words[2])))
