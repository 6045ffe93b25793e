"""What survives: processes killed while they write, and two of them writing at once.

A kill ends the process, not the machine: the kernel still writes what it was given. So these
tests show crashes of the program, not loss of power; for that the desk relies on SQLite's
synchronous=FULL and on fsync. `AUZOLAN_CRASH_ROUNDS` and `AUZOLAN_WRITE_SECONDS` ask for more.
"""

from __future__ import annotations

import os
import random
import select
import signal
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from auzolan.audit.folder import Folder
from auzolan.house.desk import Desk
from auzolan.house.publisher import Publisher
from auzolan.house.storage.database import open_database
from auzolan.house.storage.log import Log
from support.house import accepted, admission, found, seeded_ports
from support.replay import assert_tables_equal_replay

ROUNDS = int(os.environ.get("AUZOLAN_CRASH_ROUNDS", "40"))
WRITE_SECONDS = float(os.environ.get("AUZOLAN_WRITE_SECONDS", "2"))


def in_child(work: Callable[[int], None]) -> tuple[int, int]:
    """Run work in a forked process; it may write to the pipe whose reading end is given back."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        status = 1
        try:
            os.close(reading)
            work(writing)
            status = 0
        except BaseException:  # noqa: BLE001  a forked child must not run the tests' own ending
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(writing)
    return process, reading


def lines_of(reading: int) -> list[str]:
    """All whole lines that came through the pipe until it was closed."""
    with os.fdopen(reading) as pipe:
        return [line.strip() for line in pipe if line.endswith("\n")]


def write_until(path: Path, prefix: str, *, seconds: float) -> Callable[[int], None]:
    """Work that admits members, publishes now and then, and says what was acknowledged."""

    def work(writing: int) -> None:
        desk = Desk(Folder(path), seeded_ports(prefix))
        end = time.monotonic() + seconds
        number = 0
        while time.monotonic() < end:
            size = 1 if number % 3 else 5
            names = [f"{prefix}-{number + place}" for place in range(size)]
            for receipt in accepted(desk, *map(admission, names)):
                os.write(writing, f"{receipt.id} {receipt.seq}\n".encode())
            number += size
            if number % 7 == 0:
                Publisher(desk.folder, open_database(desk.folder.database)).catch_up()

    return work


def test_nothing_acknowledged_is_lost_when_a_writing_desk_is_killed(tmp_path: Path) -> None:
    """Goal: receipt means durable. Method: kill -9 at random moments, many rounds, one folder."""
    found(tmp_path).close()
    chance = random.Random(20_250_101)
    acknowledged: dict[str, int] = {}
    for round_number in range(ROUNDS):
        process, reading = in_child(write_until(tmp_path, f"r{round_number}", seconds=60))
        if round_number % 4:  # else the kill may come while the desk still opens
            select.select([reading], [], [])
        time.sleep(chance.uniform(0.01, 0.12))
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        for line in lines_of(reading):
            identity, seq = line.split()
            acknowledged[identity] = int(seq)
        log = Log(open_database(Folder(tmp_path).database))
        assert log.known(list(acknowledged)) == acknowledged
        size = assert_tables_equal_replay(tmp_path)
        Publisher(Folder(tmp_path), log._db).catch_up()
        assert size > len(acknowledged)
    assert len(acknowledged) > ROUNDS, "the kills came before anything was written"


def test_two_processes_writing_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    """Goal: one line of numbers. Method: two processes write for seconds, all are accepted."""
    found(tmp_path).close()
    work = [in_child(write_until(tmp_path, name, seconds=WRITE_SECONDS)) for name in ("one", "two")]
    lines = [line for _, reading in work for line in lines_of(reading)]
    assert [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process, _ in work] == [0, 0]
    seqs = sorted(int(line.split()[1]) for line in lines)
    assert seqs == list(range(1, len(lines) + 1))
    assert {line.split("-")[1] for line in lines} == {"one", "two"}
    assert assert_tables_equal_replay(tmp_path) == len(lines) + 1
