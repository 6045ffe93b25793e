"""Listening to a job: what its flow tells is written down, and it hears there that it shall stop."""

from __future__ import annotations

import threading

import msgspec

from auzolan.house.jobs.models import LOG_LINES_MAX, Job
from auzolan.house.jobs.progress import Cancelled
from auzolan.house.ports import system_ports

EVERY_MS = 500
LINE_EVERY_MS = 5_000
STAGE_SIZE_MAX = 120
Line = tuple[int, str, int, int | None]
_stopping = threading.Event()


def is_stopping() -> bool:
    """Whether this process is about to end."""
    return _stopping.is_set()


def stop_all(*, stop: bool = True) -> None:
    """Have running jobs end at their next word, to go on at the next start; or not any more."""
    if stop:
        _stopping.set()
    else:
        _stopping.clear()


class Ear:
    """Hears one job, and writes at most twice a second.

    Args:
        job: the job that is running.
    """

    def __init__(self, job: Job) -> None:
        self._id = job.pk
        self._began = job.began
        self._stage = job.stage
        self._stage_began = job.stage_began
        self._told = 0
        self._lined = 0
        self._lines = lines_of(job)

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Hear how far it is.

        Raises:
            Cancelled: it shall stop.
        """
        if is_stopping():
            raise Cancelled
        now = system_ports().clock()
        stage = stage[:STAGE_SIZE_MAX]
        is_new = stage != self._stage
        if not is_new and now - self._told < EVERY_MS and done != total:
            return
        if is_new:
            self._stage, self._stage_began = stage, now
        self._told = now
        if is_new or done == total or now - self._lined >= LINE_EVERY_MS:
            self._lined = now
            self._line((now - self._began) // 1_000, stage, done, total)
        found = Job.objects.filter(pk=self._id)
        found.update(
            stage=stage, done=done, total=total, told=now, stage_began=self._stage_began,
            log=msgspec.json.encode(self._lines).decode(),
        )  # fmt: skip
        if found.filter(stop_asked=True).exists():
            raise Cancelled

    def _line(self, after_s: int, stage: str, done: int, total: int | None) -> None:
        if self._lines and self._lines[-1][1:] == (stage, done, total):
            return
        self._lines.append((after_s, stage, done, total))
        del self._lines[: max(0, len(self._lines) - LOG_LINES_MAX)]


def lines_of(job: Job) -> list[Line]:
    """The lines of a job's log, oldest first: seconds since it began, stage, done, total."""
    return msgspec.json.decode(job.log, type=list[Line])
