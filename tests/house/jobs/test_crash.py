"""A serving process that dies in the middle of long work, and one that is told to stop."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connections

from auzolan.audit.folder import Folder
from auzolan.house.desk import Desk
from auzolan.house.doing import Who
from auzolan.house.jobs import queue
from auzolan.house.jobs.models import Job
from auzolan.house.notices.following import RECORD
from auzolan.house.notices.models import Mark, Notice
from auzolan.house.rooms.treasury.bank.accounts import Address
from auzolan.house.rooms.treasury.flows_payees import set_payee
from auzolan.house.storage.reader import reader_of
from support.portal import accept
from support.slow_doing import NAME, SlowAsked

pytestmark = pytest.mark.slow
CHILD = Path(__file__).with_name("child.py")
TESTS = Path(__file__).parents[2]
COUNT = 40
PATIENCE_S = 60


@contextmanager
def serving(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A portal of this folder; killed at the end, if it still lives."""
    known = {**os.environ, "PYTHONPATH": str(TESTS)}
    child = subprocess.Popen(
        [sys.executable, str(CHILD), str(folder)], env=known, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert child.stdout is not None
        assert "http://" in child.stdout.readline()
        yield child
    finally:
        child.kill()
        child.wait()


def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, "this never became so"
        time.sleep(0.02)


def grants(folder: Path) -> int:
    """How many grants stand on the record."""
    with reader_of(Folder(folder)) as reader:
        return len(list(reader.entries_of("consent.grant/1")))


def state_of(job: str) -> str:
    """How the job stands, read anew."""
    connections["plain"].close()
    return str(Job.objects.get(pk=job).state)


def test_a_job_that_a_kill_breaks_off_is_done_once_by_the_next_process(coop: Path) -> None:
    """Goal: kill -9 loses and doubles nothing. Method: kill in the middle, serve again, count."""
    job = queue.begin(NAME, Who("m003"), SlowAsked(count=COUNT, wait_ms=30), "a-number-of-a-form")
    with serving(coop) as child:
        until(lambda: grants(coop) >= 5)
        child.kill()
        child.wait()
    done = grants(coop)
    assert 5 <= done < COUNT
    assert state_of(job) == "running"
    with serving(coop):
        until(lambda: state_of(job) == "done")
    assert grants(coop) == COUNT


def test_a_stop_leaves_the_job_to_the_next_process(coop: Path) -> None:
    """Goal: `systemctl stop` is clean. Method: SIGTERM in the middle; exit 0; then served again."""
    job = queue.begin(NAME, Who("m003"), SlowAsked(count=COUNT, wait_ms=30), "a-number-of-a-form")
    with serving(coop) as child:
        until(lambda: grants(coop) >= 3)
        child.send_signal(signal.SIGTERM)
        assert child.wait(PATIENCE_S) == 0
    assert state_of(job) == "waiting"
    assert grants(coop) < COUNT
    with serving(coop):
        until(lambda: state_of(job) == "done")
    assert grants(coop) == COUNT


def test_two_portals_of_one_folder_do_a_job_once(coop: Path) -> None:
    """Goal: one crew a folder. Method: two processes, one job; the second takes over at the end."""
    job = queue.begin(NAME, Who("m003"), SlowAsked(count=10, wait_ms=30), "a-number-of-a-form")
    with serving(coop) as first, serving(coop):
        until(lambda: state_of(job) == "done")
        first.kill()
        first.wait()
        later = queue.begin(NAME, Who("m003"), SlowAsked(count=2), "another-number-of-a-form")
        until(lambda: state_of(later) == "done")
    assert grants(coop) == 12


def test_a_serving_process_tells_people_by_itself(coop: Path) -> None:
    """Goal: notices need no cron. Method: serve; an entry of another process; a notice appears."""
    with serving(coop):
        until(lambda: Mark.objects.filter(name=RECORD).exists())
        desk = Desk(Folder(coop))
        home = Address(country="ES", town="Bilbao")
        iban = "ES9121000418450200051332"
        accept(set_payee(desk, member="m003", name="Ane", iban=iban, address=home))
        desk.close()
        until(lambda: Notice.objects.filter(member="m003", what="bank_account").exists())
