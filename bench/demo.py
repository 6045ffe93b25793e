"""How long a person waits: the demo, verifying it, the help, the portal's first page.

    python bench/demo.py             one cold run, two warm ones
    python bench/demo.py --rounds 5

Cold means a fresh process that finds none of its compiled modules; the files may still be in the
kernel's memory, which only the machine's owner can empty. Installing is not in these figures.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from _measure import Ran, print_machine, print_table, run, work_folder

AUZOLAN = Path(sys.executable).parent / "auzolan"
HELP_ROUNDS = 11
ANSWER_S = 30
MEMORY_GOAL_MB = 600
ADDRESS = re.compile(r"http://\S+")


@dataclass(frozen=True)
class Line:
    """One line of the table: what was measured, how often, and the goal in seconds."""

    name: str
    runs: Sequence[Ran]
    goal_s: float

    def cells(self) -> list[str]:
        walls = sorted(one.wall_s for one in self.runs)
        middle = statistics.median(walls)
        peak = max(one.peak_mb for one in self.runs)
        met = middle <= self.goal_s and peak <= MEMORY_GOAL_MB
        spread = f"{walls[0]:.2f}-{walls[-1]:.2f}" if len(walls) > 1 else ""
        goal = f"{self.goal_s:g}"
        return [self.name, f"{middle:.2f}", spread, goal, f"{peak:.0f}", "yes" if met else "NO"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=2, help="warm runs of the demo")
    parser.add_argument("--where", help="a folder on the disk to measure; build/ where not given")
    options = parser.parse_args()
    with work_folder(options.where) as folder:
        print_machine(folder)
        compiled = {"PYTHONPYCACHEPREFIX": str(folder / "compiled")}
        demos = [folder / f"demo-{number}" for number in range(options.rounds + 1)]
        runs = [checked(run([AUZOLAN, "demo", demo], env=compiled)) for demo in demos]
        lines = [Line("auzolan demo, cold", runs[:1], 60), Line("auzolan demo, warm", runs[1:], 25)]
        verify = [run([AUZOLAN, "verify", demo], env=compiled) for demo in demos]
        lines.append(Line("auzolan verify of it", [checked(one) for one in verify], 15))
        helped = [run([AUZOLAN, "--help"], env=compiled) for _ in range(HELP_ROUNDS)]
        lines.append(Line("auzolan --help", [checked(one) for one in helped], 0.3))
        first_page = serve(demos[0], compiled)
        heads = ["seconds", "median", "range", "goal", "peak MB", "goal met"]
        print_table("Waiting", heads, [line.cells() for line in lines])
        print(f"  auzolan serve: {first_page}")
        print_verdict(verify[0], demos)


def checked(ran: Ran) -> Ran:
    """The run itself, if it ended well; else the end of everything."""
    if ran.status != 0:
        sys.exit(f"a command ended with {ran.status}:\n{ran.text[-2000:]}\n{ran.talk[-2000:]}")
    return ran


def serve(folder: Path, env: dict[str, str]) -> str:
    """Start the portal, fetch its first page twice, stop it."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [AUZOLAN, "serve", folder, "--port", str(_free_port())],
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env={**os.environ, **env},
    )  # fmt: skip
    try:
        assert process.stderr is not None
        for line in process.stderr:
            address = ADDRESS.search(line)
            if address is not None:
                break
        else:
            sys.exit("the portal ended before it said where it is")
        first = time.perf_counter()
        _fetch(address[0])
        second = time.perf_counter()
        _fetch(address[0])
        ended = time.perf_counter()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()
    return (
        f"first page {second - start:.2f} s after the command was typed "
        f"({second - first:.2f} s of it for the page), the second in {ended - second:.3f} s"
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _fetch(address: str) -> None:
    with urllib.request.urlopen(address, timeout=ANSWER_S) as answer:
        if answer.status != 200 or not answer.read():
            sys.exit(f"{address} answered {answer.status}")


def print_verdict(verify: Ran, demos: Sequence[Path]) -> None:
    """What verify said last, and whether all runs gave one record."""
    notes = {(demo / "public" / "checkpoint").read_bytes() for demo in demos}
    said = [line for line in verify.text.splitlines() if line.strip()]
    print(f"  verify ends with: {said[-1].strip() if said else '(nothing)'}")
    print(f"  {len(demos)} runs of the demo gave {len(notes)} different record(s)\n")


if __name__ == "__main__":
    main()
