"""How fast a model is served with rights, meter and attribution, beside the same model served bare.

    python bench/serving.py             the short run, about two minutes
    python bench/serving.py --full      more and longer rounds, 50 kills

Both run in the same server, one process each, and answer the same questions from another process;
they take turns. Bare has the model and nothing else. What is measured includes HTTP. It measures one
machine with its disk, and no network.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from _measure import ROOT, print_machine, print_table, run, work_folder

sys.path.insert(0, str(ROOT / "tests"))

from auzolan.house.asking import reading
from auzolan.house.ports import system_ports
from auzolan.house.serving.journal import Journal
from auzolan.house.serving.segments import cut
from auzolan.licensing.state import Segment
from house.serving.served import TERMS, Served, Till, question

CHILD = ROOT / "tests/house/serving/child.py"
LOAD = Path(__file__).with_name("_serving_load.py")
GOAL_RATE, GOAL_ADDED_MS = 300, 5
SIDES = {"bare": "bare", "metered": "full"}


@dataclass(frozen=True)
class Load:
    """What a load found: answers a second, times in order, and the server's processor time."""

    rate: float
    took_ms: list[float]
    cpu_ms: float

    def at(self, percent: float) -> float:
        """The time within which so many of a hundred calls ended."""
        return self.took_ms[min(len(self.took_ms) - 1, int(len(self.took_ms) * percent / 100))]


@dataclass
class Side:
    """A running server."""

    name: str
    process: subprocess.Popen
    port: int

    def cpu_s(self) -> float:
        """Processor time of the server so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak_mb(self) -> float:
        """The most memory the server ever had resident."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    def load(self, key: str, *, seconds: float, clients: int, rate: float = 0) -> Load:
        """Put it under load from another process."""
        before = self.cpu_s()
        command = [sys.executable, LOAD, self.port, key, seconds, clients, rate]
        ran = run([str(part) for part in command])
        found = json.loads(ran.text)
        if found["failed"]:
            sys.exit(f"a call failed: {found['failed'][0]}")
        cpu_ms = (self.cpu_s() - before) / found["n"] * 1e3
        return Load(found["n"] / found["spent_s"], found["took_ms"], cpu_ms)


@contextmanager
def serving(served: Served) -> Iterator[Mapping[str, Side]]:
    """Both servers over one co-operative, warm."""
    sides: dict[str, Side] = {}
    try:
        for name, mode in SIDES.items():
            process = subprocess.Popen(
                [sys.executable, str(CHILD), mode, str(served.folder.path)],
                stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            assert process.stdout is not None
            sides[name] = Side(name, process, int(process.stdout.readline()))
            sides[name].load(served.key, seconds=1, clients=2)
        yield sides
    finally:
        for side in sides.values():
            side.process.kill()
            side.process.wait()


def print_most(served: Served, sides: Mapping[str, Side], rounds: int, seconds: float) -> None:
    """As many answers as it gives, by how many ask at once."""
    rows = []
    for clients in (1, 4, 16):
        found: dict[str, list[Load]] = {name: [] for name in sides}
        for _ in range(rounds):
            for name, side in sides.items():
                found[name].append(side.load(served.key, seconds=seconds, clients=clients))
        line = [f"{clients} at once"]
        for name in sides:
            line += [
                f"{statistics.median(one.rate for one in found[name]):,.0f}",
                f"{statistics.median(one.cpu_ms for one in found[name]):.2f}",
            ]
        rows.append(line)
    heads = ["as fast as they come", "bare /s", "CPU ms", "metered /s", "CPU ms"]
    print_table(f"Answers a second (goal {GOAL_RATE})", heads, rows)


def print_added(served: Served, sides: Mapping[str, Side], rounds: int, seconds: float) -> None:
    """What metering adds at rates from 30 to 300 a second; the load grows tenfold."""
    rows = []
    for rate in (30, 100, 300):
        found: dict[str, list[Load]] = {name: [] for name in sides}
        for _ in range(rounds):
            for name, side in sides.items():
                found[name].append(side.load(served.key, seconds=seconds, clients=8, rate=rate))
        line = [f"{rate} a second"]
        for percent in (50, 99):
            bare, full = (
                statistics.median(one.at(percent) for one in found[name]) for name in sides
            )
            line += [f"{bare:.2f}", f"{full:.2f}", f"{full - bare:+.2f}"]
        line.append(f"{statistics.median(one.cpu_ms for one in found['metered']):.2f}")
        rows.append(line)
    heads = ["calls due at a rate", "p50 bare", "metered", "added", "p99 bare", "metered", "added"]
    print_table(
        f"Time of a call, ms (goal: {GOAL_ADDED_MS} added at p99)", [*heads, "CPU ms"], rows
    )


def print_rows(folder: Path, sizes: tuple[int, ...]) -> None:
    """One call without HTTP as the rows behind the model grow, and how long it takes to be ready."""
    rows = []
    for each in sizes:
        served = Served(folder / f"rows-{each}", rows=each)
        till = Till(served)
        start = time.perf_counter()
        till.ask("first")
        ready_s = time.perf_counter() - start
        took = []
        for number in range(400):
            start = time.perf_counter()
            till.ask(f"call-{number}", body=question(number))
            took.append((time.perf_counter() - start) * 1e3)
        took.sort()
        rows.append([f"{5 * each:,}", f"{took[200]:.2f}", f"{took[395]:.2f}", f"{ready_s:.2f}"])
        till.close()
        served.desk.close()
    print_table(
        "A call by the rows behind the model", ["rows", "p50 ms", "p99 ms", "ready s"], rows
    )


def print_segments(served: Served) -> None:
    """Cut what was called, and count: every call in exactly one segment."""
    with closing(Journal(served.folder.meter)) as journal:
        waiting = journal.count_beyond(served.licence, 0)
    served.clock.at = system_ports().clock()
    start = time.perf_counter()
    done = cut(served.desk, actor="eve", licence=served.licence)
    took = time.perf_counter() - start
    with reading(served.folder) as now:
        found = now.books.find(Segment, licence=served.licence)
    recorded = sum(one.calls for one in found)
    print(
        f"segments: {waiting:,} metered calls, {recorded:,} recorded in {len(found)} segments, "
        f"cut in {took:.2f} s ({getattr(done, 'set_aside', '?')} set aside)\n"
    )
    if recorded != waiting:
        sys.exit("calls were lost or doubled")


def print_kills(rounds: int) -> None:
    """The test of `tests/house/serving/test_crashes.py`, with as many rounds as asked for."""
    test = ROOT / "tests/house/serving/test_crashes.py"
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", test]
    ran = run(command, env={"AUZOLAN_SERVING_ROUNDS": str(rounds)})
    told = next((line for line in ran.text.splitlines() if "kills:" in line), "FAILED")
    print(f"kill -9 under load, while segments are cut: {told} ({ran.wall_s:.0f} s)\n")
    if ran.status != 0:
        print(ran.text)
        sys.exit(1)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--full", action="store_true", help="more and longer rounds")
    asked.add_argument("--folder", help="where to write; build/ where missing")
    options = asked.parse_args()
    rounds, seconds, kills = (5, 6.0, 50) if options.full else (3, 2.0, 5)
    with work_folder(options.folder) as folder:
        print_machine(folder)
        terms = msgspec.structs.replace(TERMS, predictions_max=10**7)
        served = Served(folder / "coop", terms=terms, rows=400)
        with serving(served) as sides:
            print_most(served, sides, rounds, seconds)
            print_added(served, sides, rounds, seconds)
            peaks = ", ".join(f"{name} {side.peak_mb():.0f} MB" for name, side in sides.items())
            print(f"peak memory of a server: {peaks}\n")
        print_segments(served)
        served.desk.close()
        print_rows(folder, (40, 400, 4_000))
    print_kills(kills)


if __name__ == "__main__":
    main()
