"""How fast the desk writes, beside a peer, as the record grows, with two writers and kills.

    python bench/desk.py             the short run, under two minutes
    python bench/desk.py --full      more rounds, larger records, ten seconds of two writers

Every act goes the whole way: rules, entry, tables, signature, openings, and is durable before the
next one starts. It measures one process with one desk; it says nothing about power loss, and
nothing about many readers.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from _measure import (
    ROOT,
    Worker,
    peers_python,
    print_machine,
    print_table,
    run,
    work_folder,
)

PEER = "eventsourcing==9.5.6"
KINDS = ("admissions", "grants", "half and half")
GOALS = {1: 500, 100: 4_000, 1000: 10_000}
CALLS = {1: 200, 100: 5, 1000: 1}
"""By acts in a call: how many calls one side makes before the other has its turn."""
WARM_UP = 20
BENCH = Path(__file__).parent


@dataclass(frozen=True)
class Side:
    """One of the two that are measured: its Python, its worker, the kinds of acts it knows."""

    name: str
    python: Path
    worker: Path
    kinds: tuple[str, ...]

    def command(self, verb: str, folder: Path, *rest: object) -> list[str]:
        return [str(part) for part in (self.python, self.worker, verb, folder, *rest)]

    def fill(self, folder: Path, entries: int) -> None:
        subprocess.run(self.command("fill", folder, entries), check=True, stdout=subprocess.DEVNULL)


@dataclass
class Found:
    """What was measured of one side: seconds of each call, and of the processor, by kind, size."""

    times: dict[tuple[str, int], list[float]] = field(default_factory=dict)
    cpu_s: dict[tuple[str, int], float] = field(default_factory=dict)
    peak_mb: float = 0.0

    def add(self, kind: str, size: int, times: list[float], cpu_s: float) -> None:
        self.times.setdefault((kind, size), []).extend(times)
        self.cpu_s[kind, size] = self.cpu_s.get((kind, size), 0.0) + cpu_s

    def rate(self, kind: str, size: int) -> float:
        """Acts a second over all calls."""
        times = self.times[kind, size]
        return len(times) * size / sum(times)

    def cpu_us(self, kind: str, size: int) -> float:
        """Processor time of one act, which other work on the machine disturbs less."""
        return self.cpu_s[kind, size] / (len(self.times[kind, size]) * size) * 1e6

    def quantile_ms(self, kind: str, size: int, percent: int) -> float:
        """The time within which so many of a hundred calls ended."""
        times = sorted(self.times[kind, size])
        return times[min(len(times) - 1, len(times) * percent // 100)] * 1000


def main() -> None:
    options = _options()
    ours = Side("desk", Path(sys.executable), BENCH / "_desk_ours.py", KINDS)
    peer = Side("peer", peers_python(PEER), BENCH / "_desk_peer.py", KINDS[:2])
    with work_folder(options.where) as folder:
        print_machine(folder)
        grown = {}
        for entries in options.entries:
            grown[entries] = measure_both(folder, [ours, peer], entries, options.rounds)
        print_rates(grown[options.entries[0]])
        print_growth(grown)
        print_two_writers(folder, ours, options.seconds)
    print_kills(options.kills)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="more rounds, up to 100,000 entries")
    parser.add_argument("--entries", type=int, nargs="+", help="sizes of the record to begin with")
    parser.add_argument("--rounds", type=int, help="how many turns each side has")
    parser.add_argument("--seconds", type=float, help="how long two processes write at once")
    parser.add_argument("--kills", type=int, default=40, help="rounds of kill -9")
    parser.add_argument("--where", help="a folder on the disk to measure; build/ where not given")
    options = parser.parse_args()
    options.entries = options.entries or ([0, 10_000, 100_000] if options.full else [0, 10_000])
    options.rounds = options.rounds or (20 if options.full else 5)
    options.seconds = options.seconds or (10 if options.full else 3)
    return options


def measure_both(folder: Path, sides: list[Side], entries: int, rounds: int) -> dict[str, Found]:
    """Let all sides take turns, a tenth of a second or so each, so that noise meets them alike."""
    found = {side.name: Found() for side in sides}
    joined = WARM_UP + rounds * sum(size * calls for size, calls in CALLS.items())
    workers = {}
    for side in sides:
        path = folder / f"{side.name}-{entries}"
        side.fill(path, entries)
        workers[side.name] = Worker(side.command("measure", path, entries // 2, joined))
    os.sync()
    for kind in KINDS:
        sharing = [side.name for side in sides if kind in side.kinds]
        for name in sharing:
            workers[name].times(kind, 1, WARM_UP)
        for size, calls in CALLS.items():
            for _ in range(rounds):
                for name in sharing:
                    times, cpu_s = workers[name].times(kind, size, calls)
                    found[name].add(kind, size, times, cpu_s)
    for side in sides:
        found[side.name].peak_mb = workers[side.name].end()
        shutil.rmtree(folder / f"{side.name}-{entries}")
    return found


def print_rates(found: dict[str, Found]) -> None:
    desk, peer = found["desk"], found["peer"]
    rows = []
    for kind, size in desk.times:
        ours = desk.rate(kind, size)
        met = "yes" if ours >= GOALS[size] else "NO"
        line = [f"{kind}, {_calls(size)}", f"{ours:,.0f}", f"{GOALS[size]:,}", met]
        line.append(f"{desk.cpu_us(kind, size):.0f}")
        if (kind, size) in peer.times:
            theirs = peer.rate(kind, size)
            line += [f"{theirs:,.0f}", f"{peer.cpu_us(kind, size):.0f}", f"{ours / theirs:.2f}"]
        else:
            line += ["", "", ""]
        rows.append(line)
    heads = ["durable acts/s, new record", "desk", "goal", "met", "CPU us", PEER, "CPU us", "ratio"]
    print_table("Acts a second, over all rounds", heads, rows)
    one = ("grants", 1)
    print(
        f"  single acts, ours to the peer's load, decide, save: {desk.rate(*one) / peer.rate(*one):.2f}"
        " (goal: at least 1)\n"
        f"  one grant: median {desk.quantile_ms(*one, 50):.2f} ms, "
        f"99 of 100 within {desk.quantile_ms(*one, 99):.2f} ms; "
        f"the peer's: {peer.quantile_ms(*one, 50):.2f} and {peer.quantile_ms(*one, 99):.2f} ms\n"
        f"  peak memory: desk {desk.peak_mb:.0f} MB, peer {peer.peak_mb:.0f} MB\n"
        "  Both write SQLite in WAL mode with synchronous=FULL, on the same disk, taking turns.\n"
        "  The peer's grant is load, decide, save; its admission is a save without a load. Its\n"
        "  events carry no rights, proofs, signatures or tables. So its saves alone are faster, in\n"
        "  batches above all. Its batches that load first are slower, since it loads one by one.\n"
        "  An admission of ours also seals a name in the vault, which is a second durable file,\n"
        "  opens an account and posts to the ledger.\n"
    )


def _calls(size: int) -> str:
    return "one by one" if size == 1 else f"{size:,} a call"


def print_growth(grown: dict[int, dict[str, Found]]) -> None:
    rows = []
    for kind in KINDS[:2]:
        for entries, found in grown.items():
            line = [f"{kind}, {entries:,} entries before"]
            for side in ("desk", "peer"):
                line += [f"{found[side].rate(kind, size):,.0f}" for size in CALLS]
                line.append(f"{found[side].peak_mb:.0f}")
            rows.append(line)
    heads = ["acts/s; members at random", "desk 1", "100", "1,000", "MB"]
    heads += ["peer 1", "100", "1,000", "MB"]
    print_table("The same as the record grows", heads, rows)


def print_two_writers(folder: Path, ours: Side, seconds: float) -> None:
    """Two processes, one desk each, one folder; then every number is looked for."""
    path = folder / "two"
    ours.fill(path, 0)
    start = time.perf_counter()
    running = [
        subprocess.Popen(ours.command("write", path, name, seconds), stdout=subprocess.PIPE)
        for name in ("a", "b")
    ]
    answers = [_json_of(process) for process in running]
    took = time.perf_counter() - start
    seqs = sorted(seq for answer in answers for seq in answer["seqs"])
    doubled = len(seqs) - len(set(seqs))
    lost = len(set(range(1, len(seqs) + 1)) - set(seqs))
    rows = [
        [name, f"{len(answer['seqs']) / seconds:,.0f}", f"{answer['longest_ms']:.0f}"]
        for name, answer in zip(("first", "second"), answers, strict=True)
    ]
    heads = ["two processes at once", "admissions/s", "longest wait, ms"]
    print_table(f"Two writers for {seconds:g} s ({took:.1f} s with starting)", heads, rows)
    print(f"  {len(seqs):,} acknowledged; numbers lost: {lost}, doubled: {doubled}, errors: 0\n")
    if lost or doubled:
        sys.exit("numbers were lost or doubled")


def _json_of(process: subprocess.Popen) -> dict:
    out, _ = process.communicate()
    if process.returncode != 0:
        sys.exit(f"a writer failed with {process.returncode}")
    return json.loads(out.splitlines()[-1])


def print_kills(rounds: int) -> None:
    """The test of `tests/house/desk/test_crashes.py`, with as many rounds as asked for."""
    test = ROOT / "tests/house/desk/test_crashes.py"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test, "-k", "killed"]
    ran = run(command, env={"AUZOLAN_CRASH_ROUNDS": str(rounds)})
    verdict = "nothing acknowledged was lost, tables equal replay each time"
    if ran.status != 0:
        print(ran.text)
        verdict = "FAILED, see above"
    print(
        f"kill -9: {rounds} rounds on one writing desk in {ran.wall_s:.0f} s: {verdict}\n"
        "  This shows crashes of the process. The kernel lives on, so it does not show loss of\n"
        "  power; for that the desk relies on fsync and on SQLite's synchronous=FULL.\n"
    )
    if ran.status != 0:
        sys.exit(1)


if __name__ == "__main__":
    main()
