"""How fast the portal answers a big co-operative, and how many ballots a second it takes.

    python bench/portal.py              pages at 100 and 1,000 members, a vote, the first page
    python bench/portal.py --full       the same with 10,000 members, 1 million rows, 100,000 entries
    python bench/portal.py --only pages | votes | start

The co-operatives are made up, through the desk, and kept under build/ for two weeks; the largest
takes two to five minutes to make. Pages are asked for in one process, without a network, each for
50 members who have signed in. A query is a statement that reads or writes rows, in any of the
databases; what only begins or ends a transaction asks nothing and is not counted. "First" is how many
the first look at a page in this process took, and how long, before anything was remembered. Votes come over HTTP to `auzolan serve`, over 200 lines at once, on a
copy of the folder; in the middle the server is killed, and started again.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import secrets
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _measure import ROOT, Ran, print_machine, print_table, run

HERE = Path(__file__).parent
AUZOLAN = Path(sys.executable).with_name("auzolan")
PAGES, VOTES = HERE / "_portal_worker.py", HERE / "_portal_votes.py"
MAKER = HERE / "_big_coop.py"
BUILD = ROOT / "build"
SIZES, LARGEST = (100, 1_000), 10_000
ROUNDS = 50
LINES = 200
OPEN_POLL = "longer-notice"
PAGE_MS_MAX, QUERIES_MAX, PAGE_KB_MAX = 200, 20, 150
BALLOTS_S_MIN, BALLOTS_S_STRETCH, BALLOT_MS_MAX = 150, 300, 1_000
FIRST_PAGE_S_MAX = 3
KILLED_AFTER = 0.4
"""The part of the voters who are answered before the server is killed."""
STARTS = 5
ADDRESS = re.compile(r"http://\S+")
PARTS = ("pages", "votes", "start")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="with 10,000 members too")
    parser.add_argument("--only", choices=PARTS, help="one part")
    parser.add_argument("--folder", help="where the co-operatives are kept (default: build/)")
    options = parser.parse_args()
    kept = Path(options.folder) if options.folder else BUILD
    kept.mkdir(parents=True, exist_ok=True)
    print_machine(kept)
    chosen = {options.only} if options.only else set(PARTS)
    sizes = (*SIZES, LARGEST) if options.full else SIZES
    if chosen & {"pages", "votes"}:
        coops = {size: made(kept, size) for size in sizes}
    if "pages" in chosen:
        print_pages(coops)
    if "votes" in chosen:
        print_votes(coops[sizes[-1]], kept / "voting")
    if "start" in chosen:
        print_start(kept / "starting")


def made(kept: Path, members: int) -> Path:
    """The folder of a co-operative of so many members, made where it is not there yet."""
    folder = kept / f"big-{members}"
    checked(run([sys.executable, MAKER, folder, str(members)]))
    return folder


def checked(ran: Ran) -> Ran:
    """The run itself, if it ended well; else the end of everything."""
    if ran.status != 0:
        sys.exit(f"a command ended with {ran.status}:\n{ran.text[-2000:]}\n{ran.talk[-2000:]}")
    return ran


# --- pages


def print_pages(coops: Mapping[int, Path]) -> None:
    """What each kind of page takes, and how that grows."""
    found: dict[int, dict[str, Any]] = {}
    peaks = {}
    for size, folder in coops.items():
        ran = checked(run([sys.executable, PAGES, "pages", folder, str(ROUNDS)]))
        answer = json.loads(ran.text.splitlines()[-1])
        found[size] = {route["name"]: route for route in answer["routes"]}
        peaks[size] = answer["peak_mb"]
    largest = max(found)
    answered = [name for name, route in found[largest].items() if "200" in route["status"]]
    shown = [name for name in answered if "." not in name]  # files are no pages
    heads = ["page", "p50 ms", "p95 ms", "p95 CPU", "first ms", "first queries", "queries", "kB"]
    rows = [_page_cells(found[largest][name]) for name in sorted(shown)]
    print_table(f"Pages with {largest:,} members, each for {ROUNDS} members", heads, rows)
    heads = ["p95 of processor time, ms", *(f"{size:,}" for size in found)]
    grown = [
        [name or "(front)", *(f"{one[name]['p95_cpu_ms']:.0f}" if name in one else "" for one in found.values())]
        for name in sorted(shown)
    ]  # fmt: skip
    print_table("How it grows with the members", heads, grown)
    print(f"  peak memory of the process, MB: { ({s: round(mb) for s, mb in peaks.items()}) }")
    for what, key, most in (
        ("p95 above 200 ms", "p95_ms", PAGE_MS_MAX), ("more than 20 queries", "queries", QUERIES_MAX),
        ("more than 150 kB", "kb", PAGE_KB_MAX),
    ):  # fmt: skip
        over = [name or "(front)" for name in sorted(shown) if found[largest][name][key] > most]
        print(f"  {what}: {', '.join(over) or 'none'}")
    print()


def _page_cells(route: Mapping[str, Any]) -> list[str]:
    times = (route[key] for key in ("p50_ms", "p95_ms", "p95_cpu_ms", "first_ms"))
    return [
        route["name"] or "(front)", *(f"{one:.0f}" for one in times), str(route["first_queries"]),
        str(route["queries"]), f"{route['kb']:.1f}",
    ]  # fmt: skip


# --- votes


@dataclass
class Server:
    """A portal of its own process on a port that stays the same over a restart."""

    folder: Path
    port: int
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it, and wait until it says where it is."""
        command = [AUZOLAN, "serve", self.folder, "--port", str(self.port)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if ADDRESS.search(line):
                # What else it says is read and let go, or it would wait for a reader.
                threading.Thread(target=self.process.stderr.read, daemon=True).start()
                return
        sys.exit("the portal ended before it said where it is")

    def kill(self) -> None:
        """End it at once, as a power cut would; nothing is put away."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        self._end(signal.SIGINT)

    def cpu_s(self) -> float:
        """Processor time of the server so far."""
        assert self.process is not None
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _end(self, number: int) -> None:
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait()


def print_votes(coop: Path, work: Path) -> None:
    """Ballots a second and how long each waits; then the same with a server that is killed."""
    rows = []
    alone = _desk_alone(coop, work)
    rows.append(["the desk alone, 200 threads", *alone, ""])
    for title, killed in (("over HTTP, 200 lines", False), ("killed in the middle", True)):
        rows.append([title, *_voted(coop, work, killed=killed)])
    heads = ["ballots", "a second", "p50 ms", "p99 ms", "CPU ms", "lost or doubled"]
    print_table(f"A vote in {coop.name}", ["", *heads[1:]], rows)
    print(
        f"  goals: {BALLOTS_S_MIN} a second (stretch {BALLOTS_S_STRETCH}), p99 {BALLOT_MS_MAX} ms, "
        "none lost or doubled\n"
    )


def _desk_alone(coop: Path, work: Path) -> list[str]:
    _copied(coop, work)
    ran = checked(run([sys.executable, VOTES, "desk", work, OPEN_POLL, str(LINES)]))
    found = json.loads(ran.text.splitlines()[-1])
    return [*_speeds(found["ms"], found["spent_s"]), "-"]


def _voted(coop: Path, work: Path, *, killed: bool) -> list[str]:
    """Let many vote; what was lost or doubled is found in the record afterwards."""
    _copied(coop, work)
    signed = run([sys.executable, VOTES, "sign_in", work, str(3_000)])
    voters = json.loads(checked(signed).text.splitlines()[-1])
    for one in voters:
        one["once"] = secrets.token_hex(16)
    before = _looked(work)
    server = Server(work, _free_port())
    server.start()
    _fetch(f"http://127.0.0.1:{server.port}/en/")
    cpu_s = server.cpu_s()
    try:
        answers, spent_s = _answers(server, voters, killed=killed)
        cpu_s = server.cpu_s() - cpu_s
    finally:
        server.stop()
    wrong = _wrong(answers, voters, before, _looked(work))
    cpu = "-" if killed else f"{1000 * cpu_s / len(answers):.1f}"
    return [*_speeds([one["ms"] for one in answers], spent_s), cpu, str(wrong)]


def _answers(
    server: Server, voters: Sequence[Mapping[str, str]], *, killed: bool
) -> tuple[list[dict[str, Any]], float]:
    """What each voter heard, and how long all took; in between the server may be killed."""
    command = [sys.executable, VOTES, "vote", str(server.port), str(LINES), OPEN_POLL]
    asking = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert asking.stdin is not None
    assert asking.stdout is not None
    start = time.perf_counter()
    asking.stdin.write(json.dumps(list(voters)))
    asking.stdin.close()
    answers: list[dict[str, Any]] = []
    for line in asking.stdout:
        answers.append(json.loads(line))
        if killed and len(answers) == int(KILLED_AFTER * len(voters)):
            server.kill()
            server.start()
    spent_s = time.perf_counter() - start
    if asking.wait():
        sys.exit("a voter was never answered")
    return answers, spent_s


def _wrong(
    answers: Sequence[Mapping[str, Any]], voters: Sequence[Mapping[str, str]],
    before: Mapping[str, Any], after: Mapping[str, Any],
) -> int:  # fmt: skip
    """Ballots that were acknowledged and are not hers on the record, and entries too many."""
    refused = [one for one in answers if one["status"] != 200]
    if refused:
        sys.exit(f"{len(refused)} ballots were refused, the first with {refused[0]['status']}")
    found = {int(seq): member for seq, member in after["ballots"].items()}
    lost = sum(found.get(one["seq"]) != one["member"] for one in answers)
    made = len(after["ballots"]) - len(before["ballots"])
    return lost + abs(made - len(voters)) + (len(after["ballots"]) - after["ids"])


def _looked(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        checked(run([sys.executable, VOTES, "look", folder, OPEN_POLL])).text.splitlines()[-1]
    )
    return found


def _speeds(took_ms: Sequence[float], spent_s: float) -> list[str]:
    in_order = sorted(took_ms)
    last = in_order[min(len(in_order) - 1, int(len(in_order) * 0.99))]
    rate = f"{len(in_order) / spent_s:,.0f}"
    return [rate, f"{statistics.median(in_order):.0f}", f"{last:.0f}"]


def _copied(coop: Path, work: Path) -> None:
    """A copy to vote in; rows and annexes are never changed, so they are shared."""
    shutil.rmtree(work, ignore_errors=True)

    def one_copied(source: str, target: str) -> str:
        is_shared = source.endswith(".parquet") or "/annex" in source
        os.link(source, target) if is_shared else shutil.copy2(source, target)
        return target

    shutil.copytree(coop, work, copy_function=one_copied)


# --- the first page


def print_start(folder: Path) -> None:
    """From the command to the first page of the demo."""
    shutil.rmtree(folder, ignore_errors=True)
    checked(run([AUZOLAN, "demo", folder]))
    took = [_first_page_s(folder) for _ in range(STARTS)]
    print_table(
        "From `auzolan serve` to the first page of the demo", ["seconds", "median", "range", "goal"],
        [["", f"{statistics.median(took):.2f}", f"{min(took):.2f} to {max(took):.2f}", f"{FIRST_PAGE_S_MAX}"]],
    )  # fmt: skip
    shutil.rmtree(folder, ignore_errors=True)


def _first_page_s(folder: Path) -> float:
    start = time.perf_counter()
    server = Server(folder, _free_port())
    server.start()
    _fetch(f"http://127.0.0.1:{server.port}/en/")
    spent_s = time.perf_counter() - start
    server.stop()
    return spent_s


def _fetch(address: str) -> None:
    with urllib.request.urlopen(address, timeout=60) as answer:
        if answer.status != 200 or not answer.read():
            sys.exit(f"{address} answered {answer.status}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
