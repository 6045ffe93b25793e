"""The crew of a serving process: one thread does long work, others follow the record and tell people.

Only one crew works on a folder, whoever serves it: a lock on a file says which. What a crash leaves half
done is begun again by the next crew, under the same numbers, so that nothing is done twice.
"""

from __future__ import annotations

import fcntl
import logging
import os
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Self

from auzolan.audit.folder import Folder
from auzolan.house.jobs import listening, waking
from auzolan.house.jobs.following import Follower, followers

LOOK_S = 2.0
ROUND_S = 2.0
END_S = 10.0
BEGIN_S = 1.0
"""The first page comes first: what the crew reads in would keep it waiting."""
REST_ROUNDS_MAX = 150
LOCK = "jobs.lock"
_log = logging.getLogger(__name__)


class Crew:
    """The threads that work beside the pages.

    Args:
        folder: the co-operative's folder, for which Django is configured.
        rounds: what other threads do again and again, each a group; `followers` where None.
    """

    def __init__(self, folder: Folder, rounds: Sequence[Sequence[Follower]] | None = None) -> None:
        self._folder = folder
        self._rounds = rounds
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="crew")

    def __enter__(self) -> Self:
        listening.stop_all(stop=False)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End after the step that is under way; a job goes on at the next start."""
        self._over.set()
        listening.stop_all()
        waking.wake()
        self._thread.join(END_S)

    def _run(self) -> None:
        self._over.wait(BEGIN_S)
        with _alone(self._folder, self._over) as is_alone:
            if not is_alone:
                return
            rounds = self._rounds if self._rounds is not None else followers()
            threads = [
                threading.Thread(target=self._follow, args=(group,), daemon=True, name="follower")
                for group in rounds
            ]
            for thread in threads:
                thread.start()
            self._work()
            for thread in threads:
                thread.join(END_S)

    def _work(self) -> None:
        from auzolan.house.jobs.queue import forget_old, put_back

        with _connections_of_its_own():
            for step in (forget_old, put_back):
                _safely(step)
            while not self._over.is_set():
                _safely(self._do_what_waits)
                waking.wait(LOOK_S)

    def _do_what_waits(self) -> None:
        from django_tasks_db.management.commands.db_worker import Worker

        while not self._over.is_set() and _ready():
            Worker(
                queue_names=["default"], excluded_queue_names=[], interval=0, batch=True,
                backend_name="default", startup_delay=False, max_tasks=1,
                worker_id=secrets.token_hex(16),
            ).run()  # fmt: skip
            _drop_finished()

    def _follow(self, group: Sequence[Follower]) -> None:
        with _connections_of_its_own():
            steps = [_Step(partial(follow, self._folder)) for follow in group]
            while not self._over.wait(ROUND_S):
                for step in steps:
                    step.take()


def _ready() -> bool:
    from django_tasks_db.models import DBTaskResult

    return bool(DBTaskResult.objects.get_queryset().ready().exists())  # type: ignore[attr-defined]


def _drop_finished() -> None:
    """What came of a job stands in its own row."""
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.get_queryset().finished().delete()  # type: ignore[attr-defined]


class _Step:
    """A step that is taken at each round; one that fails again and again rests longer and longer."""

    def __init__(self, step: Callable[[], object]) -> None:
        self._step = step
        self._failed = 0
        self._rest = 0

    def take(self) -> None:
        """Take it, unless it rests."""
        if self._rest:
            self._rest -= 1
            return
        self._failed = 0 if _safely(self._step) else self._failed + 1
        self._rest = min(2**self._failed - 1, REST_ROUNDS_MAX)


def _safely(step: Callable[[], object]) -> bool:
    """Take a step; what goes wrong in it is logged. Whether it went well."""
    try:
        step()
    except Exception:  # noqa: BLE001  a thread that ends would do nothing any more
        _log.exception("A step beside the pages failed.")
        return False
    return True


@contextmanager
def _alone(folder: Folder, over: threading.Event) -> Iterator[bool]:
    """Wait until no other crew works on this folder; False where it is over before."""
    descriptor = os.open(folder.path / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while not over.is_set():
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                over.wait(LOOK_S)
                continue
            yield True
            return
        yield False
    finally:
        os.close(descriptor)  # closing gives the lock back, also when the process is killed


@contextmanager
def _connections_of_its_own() -> Iterator[None]:
    from django.db import connections

    try:
        yield
    finally:
        connections.close_all()
