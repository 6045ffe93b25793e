"""One count by us or by a peer, in a process of its own; see `assembly.py`.

    python bench/_assembly_worker.py ours|pyrankvote|votekit ROUNDS BALLOTS KIND
    python bench/_assembly_worker.py ward ROUNDS FILE

Prints seconds to build what the library counts from, seconds to count, processor seconds of both,
and the peak of resident memory beyond the input, as JSON. Ours builds and counts in one call from the array, so that its
build is nothing. The best of the rounds is given; a small count before it loads and compiles.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from _assembly_data import CANDIDATES, SEATS, ballots

Timed = tuple[float, float, list[int]]


def ours(table: np.ndarray) -> Timed:
    from auzolan.assembly.counting.rankings import Rankings
    from auzolan.assembly.counting.scottish_stv import scottish_stv

    start = time.perf_counter()
    count = scottish_stv(Rankings.from_table(table, CANDIDATES), SEATS)
    return 0.0, time.perf_counter() - start, sorted(count.elected)


def pyrankvote(table: np.ndarray) -> Timed:
    import pyrankvote

    start = time.perf_counter()
    people = [pyrankvote.Candidate(str(one)) for one in range(CANDIDATES)]
    papers = [pyrankvote.Ballot([people[one] for one in row if one >= 0]) for row in table.tolist()]
    built = time.perf_counter()
    result = pyrankvote.single_transferable_vote(people, papers, SEATS)
    ended = time.perf_counter()
    winners = sorted(int(one.name) for one in result.get_winners())
    return built - start, ended - built, winners


def votekit(table: np.ndarray) -> Timed:
    from votekit import RankBallot, RankProfile
    from votekit.elections import FastSTV

    start = time.perf_counter()
    names = [frozenset({str(one)}) for one in range(CANDIDATES)]
    papers = tuple(
        RankBallot(ranking=tuple(names[one] for one in row if one >= 0)) for row in table.tolist()
    )
    profile = RankProfile(
        ballots=papers, candidates=[str(one) for one in range(CANDIDATES)]
    ).group_ballots()
    built = time.perf_counter()
    result = FastSTV(profile, n_seats=SEATS)
    ended = time.perf_counter()
    winners = sorted(int(one) for group in result.get_elected() for one in group)
    return built - start, ended - built, winners


def ward(path: Path, rounds: int) -> dict[str, float]:
    """A real ward: the count alone, as the ballots have been read."""
    from auzolan.assembly.counting.readers import read_ballots
    from auzolan.assembly.counting.scottish_stv import scottish_stv

    found = read_ballots(path.read_text(encoding="utf-8"))
    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        count = scottish_stv(found.rankings, found.seats)
        took.append(time.perf_counter() - start)
    return {"count_s": min(took), "ballots": count.valid, "stages": len(count.stages)}


def timed(function: Callable[[np.ndarray], Timed], table: np.ndarray, rounds: int) -> object:
    function(table[:200])
    Path("/proc/self/clear_refs").write_text("5")
    before = _status_mb("VmRSS")
    before_s = time.process_time()
    found = [function(table) for _ in range(rounds)]
    cpu_s = (time.process_time() - before_s) / rounds
    extra = _status_mb("VmHWM") - before
    build_s, count_s, elected = min(found, key=lambda one: one[0] + one[1])
    return {
        "build_s": build_s, "count_s": count_s, "cpu_s": cpu_s, "extra_mb": extra,
        "elected": elected,
    }  # fmt: skip


def _status_mb(name: str) -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    raise LookupError(name)


def main() -> None:
    verb, rounds, *rest = sys.argv[1:]
    if verb == "ward":
        print(json.dumps(ward(Path(rest[0]), int(rounds))))
        return
    table = ballots(int(rest[0]), rest[1])
    which = {"ours": ours, "pyrankvote": pyrankvote, "votekit": votekit}[verb]
    print(json.dumps(timed(which, table, int(rounds))))


if __name__ == "__main__":
    main()
