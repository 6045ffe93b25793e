"""How fast elections are counted: beside two peers, as ballots grow, and whether all votes stay.

    python bench/assembly.py             about ten minutes, most of it the peers'
    python bench/assembly.py --short     100,000 ballots beside the peers, 10,000 elections
    python bench/assembly.py --no-peers  without the peers, whose environment is made if missing
    python bench/assembly.py --only stv  one section; there is `stv`

Every figure comes from a process of its own on one thread, after a small count that compiles or
loads; the best of five for ours. Ours starts from the raw array of ballots: it checks each, merges equal ones, and counts. A
peer counts from objects of its own, so what it takes to build these stands beside. Memory is the
peak beyond what was resident with the ballots (Linux). Ballots are made up by seeds
(`_assembly_data`); peers use other rules for surpluses, so that winners may differ.

The largest ward is read from AUZOLAN_TEST_DATA, and left out where that is not set.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from pathlib import Path

import _measure
from _assembly_data import CANDIDATES, KINDS, SEATS
from _measure import ROOT, peers_python, print_machine, print_table, run, work_folder
from auzolan.assembly.counting.rankings import Rankings
from auzolan.assembly.counting.scottish_stv import ONE_VOTE, StvCount, scottish_stv

WORKER = Path(__file__).parent / "_assembly_worker.py"
PEERS = {"pyrankvote": "pyrankvote==2.0.6", "votekit": "votekit==3.5.0"}
GOALS_S = {1_000_000: 0.1, 10_000_000: 0.6}
ROUNDS = 5
Papers = list[tuple[int, ...]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--short", action="store_true", help="fewer ballots and elections")
    parser.add_argument("--no-peers", dest="peers", action="store_false")
    parser.add_argument("--only", choices=("stv",), help="one section")
    options = parser.parse_args()
    with work_folder(None) as folder:
        print_machine(folder)
    if options.only in {None, "stv"}:
        stv(is_short=options.short, with_peers=options.peers)


def stv(*, is_short: bool, with_peers: bool) -> None:
    """The single transferable vote."""
    beside_peers(100_000 if is_short else 1_000_000, with_peers=with_peers)
    growth(is_short=is_short)
    largest_ward()
    conservation(10_000 if is_short else 100_000)


def counted(python: Path, *words: object) -> dict[str, float]:
    """What a worker measured; ends the run where it failed."""
    ran = run([python, WORKER, *map(str, words)])
    if ran.status:
        sys.exit(f"a worker failed with {ran.status}:\n{ran.talk}")
    found: dict[str, float] = json.loads(ran.text.splitlines()[-1])
    return found


def beside_peers(size: int, *, with_peers: bool) -> None:
    """Ours and the peers on the same ballots."""
    _measure.PEERS = ROOT / ".venv-bench-assembly"
    rows = []
    for kind in KINDS:
        ours = counted(Path(sys.executable), "ours", ROUNDS, size, kind)
        rows.append(
            [f"ours, {kind}", "", f"{ours['count_s']:.3f}", f"{ours['cpu_s']:.3f}",
             f"{ours['extra_mb']:.0f}", "", ""]
        )  # fmt: skip
        for name, requirement in PEERS.items() if with_peers else ():
            peer = counted(peers_python(requirement), name, 1, size, kind)
            whole_s = peer["build_s"] + peer["count_s"]
            rows.append(
                [
                    f"{name}, {kind}", f"{peer['build_s']:.2f}", f"{peer['count_s']:.2f}",
                    f"{peer['cpu_s']:.2f}", f"{peer['extra_mb']:.0f}", f"{peer['count_s'] / ours['count_s']:.0f}",
                    f"{whole_s / ours['count_s']:.0f}",
                ]
            )  # fmt: skip
    heads = ["", "build s", "count s", "CPU s", "extra MiB", "times ours", "with building"]
    print_table(f"{size:,} ballots, {CANDIDATES} candidates, {SEATS} seats", heads, rows)
    print("  goals for a million: 0.1 s and 300 MiB; 50 times faster than the faster peer\n")


def growth(*, is_short: bool) -> None:
    """Ours, ten times as many ballots a step."""
    sizes = [10_000, 100_000, 1_000_000] + [10_000_000] * (not is_short)
    rows = []
    for kind in KINDS:
        for size in sizes:
            found = counted(Path(sys.executable), "ours", ROUNDS, size, kind)
            goal = GOALS_S.get(size)
            verdict = "" if goal is None else f"{goal} s: {_met(found['count_s'], goal)}"
            rows.append(
                [f"{size:,} {kind}", f"{found['count_s']:.4f}", f"{found['cpu_s']:.4f}",
                 f"{1e9 * found['count_s'] / size:.0f}", f"{found['extra_mb']:.0f}", verdict]
            )  # fmt: skip
    print_table("growth", ["", "s", "CPU s", "ns a ballot", "extra MiB", "goal"], rows)


def largest_ward() -> None:
    """The real ward that takes longest."""
    data = os.environ.get("AUZOLAN_TEST_DATA")
    if not data:
        print("AUZOLAN_TEST_DATA is not set; the wards are left out.\n")
        return
    paths = sorted((Path(data) / "elections" / "scotland-2017").glob("*.csv"))
    found = {path.stem: counted(Path(sys.executable), "ward", 50, path) for path in paths}
    slowest = sorted(found, key=lambda ward: -found[ward]["count_s"])[:3]
    rows = [
        [ward, f"{found[ward]['ballots']:,}", str(found[ward]["stages"]),
         f"{1000 * found[ward]['count_s']:.2f}", f"1 ms: {_met(found[ward]['count_s'], 0.001)}"]
        for ward in slowest
    ]  # fmt: skip
    heads = ["the slowest wards", "ballots", "stages", "ms", "goal"]
    print_table(f"{len(found)} wards of 2017, read and merged before", heads, rows)


def conservation(elections: int) -> None:
    """Made-up elections: every vote stays, and nothing but the ballots matters."""
    start = time.perf_counter()
    stages = compared = 0
    for seed in range(elections):
        draw = random.Random(seed)
        papers, candidates, seats = _election(draw)
        count = scottish_stv(Rankings.from_lists(papers, candidates), seats)
        stages += len(count.stages)
        _check_votes(count)
        compared += _check_sameness(draw, count, papers, candidates)
    rows = [
        [f"{elections:,}", f"{stages:,}", f"{compared:,}", f"{time.perf_counter() - start:.0f}"]
    ]
    heads = ["elections", "stages, all exact", "renamed, no lot, equal", "s"]
    print_table("votes conserved; ballots shuffled, unmerged, candidates renamed", heads, rows)


def _election(draw: random.Random) -> tuple[Papers, int, int]:
    candidates = draw.randint(1, 8)
    papers = [
        tuple(draw.sample(range(candidates), draw.randint(0, candidates)))
        for _ in range(draw.randint(1, 60))
    ]
    return [*papers, (0,)], candidates, draw.randint(1, candidates)


def _check_votes(count: StvCount) -> None:
    for stage in count.stages:
        votes = sum(stage.totals) + stage.non_transferable + stage.loss
        assert votes == count.valid * ONE_VOTE, "a vote was lost or made"


def _check_sameness(draw: random.Random, count: StvCount, papers: Papers, candidates: int) -> bool:
    """Shuffle, do not merge, rename; true where no lot hid the last comparison."""
    seats = len(count.elected)
    draw.shuffle(papers)
    again = scottish_stv(Rankings.from_lists(papers, candidates, merge=False), seats)
    assert again == count, "the order of ballots or merging them matters"
    if count.lots:
        return False
    names = draw.sample(range(candidates), candidates)
    renamed = [tuple(names[choice] for choice in paper) for paper in papers]
    other = scottish_stv(Rankings.from_lists(renamed, candidates), seats)
    assert other.elected == tuple(names[one] for one in count.elected), "a name matters"
    return True


def _met(took_s: float, goal_s: float) -> str:
    return "yes" if took_s <= goal_s else "NO"


if __name__ == "__main__":
    main()
