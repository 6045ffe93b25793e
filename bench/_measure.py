"""What the measuring scripts share: the machine in words, processes and their memory, tables.

Standard library only, since the peers' own environment imports it too. It measures nothing of the
project by itself.
"""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".venv-bench"
SAMPLE_S = 0.02
SYNC_ROUNDS = 200
PAGE_BYTES = 4096


@dataclass(frozen=True)
class Ran:
    """How a command ended.

    Attributes:
        wall_s: from start to end.
        peak_mb: the highest sum of resident memory over the process and its children, sampled
            every 20 ms, or the highest of one process where that is more.
        status: exit code.
        text: standard output.
        talk: standard error.
    """

    wall_s: float
    peak_mb: float
    status: int
    text: str
    talk: str


def print_machine(folder: Path) -> None:
    """Say what the figures were measured on."""
    sync_ms = sync_time_ms(folder)
    print(
        f"machine: {os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"load {os.getloadavg()[0]:.1f}"
    )
    print(
        f"disk:    {_file_system(folder)}; a 4 KiB append and fsync takes {sync_ms:.2f} ms "
        f"({1000 / sync_ms:,.0f}/s)\n"
    )


def sync_time_ms(folder: Path) -> float:
    """Median time of appending a page to a file and making it durable."""
    path = folder / "sync-probe"
    took = []
    with path.open("wb", buffering=0) as file:
        for _ in range(SYNC_ROUNDS):
            start = time.perf_counter()
            file.write(bytes(PAGE_BYTES))
            os.fsync(file.fileno())
            took.append(time.perf_counter() - start)
    path.unlink()
    return statistics.median(took) * 1000


def _file_system(folder: Path) -> str:
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return "unknown file system"
    best, kind = "", "unknown file system"
    for line in mounts.read_text().splitlines():
        _, place, name, *_ = line.split()
        inside = str(folder.resolve()).startswith(place)
        if inside and len(place) >= len(best):
            best, kind = place, name
    return kind


@contextmanager
def work_folder(wanted: str | None) -> Iterator[Path]:
    """A folder on the disk to measure; gone afterwards. Memory-backed ones would flatter."""
    base = Path(wanted) if wanted else ROOT / "build"
    base.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=base) as made:
        yield Path(made)


def peers_python(requirement: str) -> Path:
    """The Python of the peers' own environment, with this requirement installed."""
    python = PEERS / "bin" / "python"
    if not python.exists():
        print(f"making {PEERS.name} for the peers", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
    name, version = requirement.split("==")
    probe = f"import importlib.metadata as m; assert m.version({name!r}) == {version!r}"
    if subprocess.run([str(python), "-c", probe], capture_output=True, check=False).returncode:
        print(f"installing {requirement} into {PEERS.name}", file=sys.stderr)
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet"]
        subprocess.run([*pip, "install", requirement], check=True)
    return python


def run(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> Ran:
    """Run a command to its end, watching its memory."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            stdout=out,
            stderr=err,
            env={**os.environ, **(env or {})},
        )
        watch = _MemoryWatch(process.pid)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall_s = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        peak = max(watch.stop(), usage.ru_maxrss / 1024)
        out.seek(0)
        err.seek(0)
        text, talk = out.read().decode(), err.read().decode()
    return Ran(wall_s, peak, process.returncode, text, talk)


class _MemoryWatch(threading.Thread):
    """Samples the resident memory of a process and all below it."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._over = threading.Event()
        self._peak_mb = 0.0

    def run(self) -> None:
        while not self._over.wait(SAMPLE_S):
            self._peak_mb = max(self._peak_mb, sum(map(_resident_mb, _tree(self._pid))))

    def stop(self) -> float:
        self._over.set()
        self.join()
        return self._peak_mb


def _tree(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        tasks = Path(f"/proc/{one}/task")
        try:
            for task in tasks.iterdir():
                found.extend(map(int, (task / "children").read_text().split()))
        except OSError:
            continue
    return found


def _resident_mb(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def own_peak_mb() -> float:
    """Peak resident memory of this process alone, whatever started it."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


class Worker:
    """A process that times calls when it is told to, so that several can take turns."""

    def __init__(self, command: Sequence[str | Path]) -> None:
        self._process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def times(self, kind: str, size: int, calls: int) -> tuple[list[float], float]:
        """How long each of so many calls of so many acts took, and the processor time of all."""
        durations, cpu_s = json.loads(self._ask(f"{kind},{size},{calls}"))
        return durations, cpu_s

    def end(self) -> float:
        """Let it go; its peak resident memory in MB."""
        peak_mb = float(self._ask("end"))
        self._process.wait()
        return peak_mb

    def _ask(self, line: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            sys.exit("a worker ended without an answer")
        return answer


def obey(
    sources: Mapping[str, Iterator[Any]], does: Mapping[str, Callable[[list[Any]], None]]
) -> None:
    """The worker's side: take so many things from a source, and time what is done with them."""
    for line in sys.stdin:
        if line.strip() == "end":
            print(own_peak_mb(), flush=True)
            return
        kind, size, calls = line.split(",")
        batches = [list(islice(sources[kind], int(size))) for _ in range(int(calls))]
        durations = []
        cpu_s = time.process_time()
        for batch in batches:
            start = time.perf_counter()
            does[kind](batch)
            durations.append(time.perf_counter() - start)
        print(json.dumps([durations, time.process_time() - cpu_s]), flush=True)


def print_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table whose first column is text and whose others are numbers."""
    widths = [max(len(line[at]) for line in [heads, *rows]) for at in range(len(heads))]
    print(title)
    for line in [heads, ["-" * width for width in widths], *rows]:
        cells = [line[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        print("  " + "  ".join(cells).rstrip())
    print()
