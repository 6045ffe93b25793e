"""Figures that are read when somebody asks for them: of the record, the deadlines, the files.

Each is one cheap question with a limit. Together they may take 50 ms of a large folder; what is not
answered by then is left out and counted, so that watching a co-operative never slows it down. No
figure has a name or an id in it, and nothing is written.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import cast

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from auzolan.audit.folder import Folder
from auzolan.charter.articles import charter_from_text
from auzolan.foundation.moments import DAY_MS, SECOND_MS
from auzolan.house.keeping.manifest import NAME
from auzolan.house.ports import Ports
from auzolan.house.publisher import Publisher
from auzolan.house.storage.database import open_books
from auzolan.house.storage.log import Log
from auzolan.house.storage.store import Database

BUDGET_S = 0.05
COUNTED_MAX = 1_000
"""Where so many wait or are late, the exact number says nothing more."""

QUEUES = ("mail", "webhook")
JOB_STATES = ("waiting", "running", "failed")
STORES = ("books", "ahead", "plain", "vault", "meter")
_JOBS = "jobs_job"
_STEPS = 2_000
"""After so many steps SQLite asks whether to go on: a fraction of a millisecond."""

_LATE = {
    "retrain": "learning_model_duty WHERE done_at < 0 AND due < :now",
    "erase": (
        "consent_consent AS said WHERE withdrawn_at >= 0 AND erase_by > 0 AND erase_by < :now AND "
        "EXISTS (SELECT 1 FROM contributions_batch AS batch WHERE batch.member = said.member AND "
        "batch.kind = said.kind AND batch.erased_at < 0 AND batch.entry <= said.withdrawn_at)"
    ),
    "notify": "licensing_licensee_duty WHERE notified_at < 0 AND notify_by < :now",
    "certify": "licensing_licensee_duty WHERE certified_at < 0 AND certify_by < :now",
    "rights_request": "consent_rights_request WHERE state = 'open' AND due < :now",
    "appeal": "labour_appeal_row WHERE outcome = '' AND appealed_at <= :appealed",
    "page_times": "labour_work_log WHERE forgotten < 0 AND forget_by < :now",
}
DEADLINES = tuple(_LATE)
"""What can be late: a model made again, rows erased, a licensee told, her certificate, an answer to
a rights request, a panel's decision, raw page times destroyed."""

Counting = Callable[[], int]
_Figure = Callable[[Database, Folder, int], Iterable[Metric]]


class Figures(Collector):
    """What a scrape reads of one folder.

    Args:
        folder: the co-operative's folder.
        ports: the clock.
        backups: the place of its backups, None where it is not known.
        budget_s: how long all questions together may take.
    """

    def __init__(
        self, folder: Folder, ports: Ports, *, backups: Path | None = None,
        budget_s: float = BUDGET_S,
    ) -> None:  # fmt: skip
        self._folder = folder
        self._clock = ports.clock
        self._backups = backups
        self._budget_s = budget_s
        self._queues: dict[str, Counting] = {}

    def watch_queue(self, queue: str, counting: Counting) -> None:
        """Let a scrape tell how much waits to be sent.

        Args:
            queue: one of `QUEUES`.
            counting: how many wait, by one cheap question.
        Raises:
            ValueError: there is no such queue.
        """
        if queue not in QUEUES:
            raise ValueError(f"a queue is one of {', '.join(QUEUES)}; got {queue[:20]!r}")
        self._queues[queue] = counting

    def describe(self) -> Iterable[Metric]:
        """Nothing is read when it is registered."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Ask every question, as far as the time goes."""
        until = time.monotonic() + self._budget_s
        left_out = 0
        for read in (self._of_files, self._of_queues):
            yield from read()
        for source in (self._of_books, self._of_jobs):
            told, missing = source(until)
            yield from told
            left_out += missing
        yield _gauge(
            "auzolan_figures_left_out", "Figures that this scrape could not read.", left_out
        )

    def _of_files(self) -> Iterator[Metric]:
        yield _by("auzolan_store_bytes", "Bytes of a database file.", "store", self._sizes())
        free = shutil.disk_usage(self._folder.path).free
        yield _gauge("auzolan_disk_free_bytes", "Free bytes under the folder.", free)
        made = [] if self._backups is None else list(_made(self._backups))
        if made:
            age = max(0, self._clock() // SECOND_MS - int(max(made)))
            yield _gauge("auzolan_backup_age_seconds", "Since the newest backup was made.", age)

    def _sizes(self) -> dict[str, int]:
        books = self._folder.database
        paths = (
            books, books.with_name(f"{books.name}-wal"), self._folder.plain,
            self._folder.vault_database, self._folder.meter,
        )  # fmt: skip
        pairs = zip(STORES, paths, strict=True)
        return {store: path.stat().st_size for store, path in pairs if path.is_file()}

    def _of_queues(self) -> Iterator[Metric]:
        if self._queues:
            # What counts here is another part's: a fault of its own must not hide all figures.
            waiting = {}
            for queue, counting in self._queues.items():
                with suppress(OSError, sqlite3.Error):
                    waiting[queue] = counting()
            help_ = "What waits to be sent."
            yield _by("auzolan_queue_waiting", help_, "queue", waiting)

    def _of_books(self, until: float) -> tuple[list[Metric], int]:
        told: list[Metric] = []
        missing = 0
        try:
            with _reading(self._folder, until) as books:
                for figure in _FIGURES:
                    try:
                        told += figure(books, self._folder, self._clock())
                    except Exception:  # noqa: BLE001  one figure must not hide the others
                        missing += 1
        except Exception:  # noqa: BLE001  that the books cannot be read is itself a figure
            told, missing = [], len(_FIGURES)
        readable = int(missing < len(_FIGURES))
        return [
            *told,
            _gauge("auzolan_books_readable", "1 where they can be read.", readable),
        ], missing

    def _of_jobs(self, until: float) -> tuple[list[Metric], int]:
        counted: dict[str, int] = {}
        try:
            with closing(
                sqlite3.connect(f"{self._folder.plain.as_uri()}?mode=ro", uri=True)
            ) as plain:
                plain.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
                for state in JOB_STATES:
                    counted[state] = plain.execute(
                        _capped(f"{_JOBS} WHERE state = ?"), (state,)
                    ).fetchone()[0]
        except sqlite3.Error as fault:
            is_old = "no such table" in str(fault)
            return [], int(not is_old)
        return [_by("auzolan_jobs", "Long work by its state.", "state", counted)], 0


@contextmanager
def _reading(folder: Folder, until: float) -> Iterator[Database]:
    """The books as of one moment, for questions that end when the time is up."""
    connection = open_books(folder)
    try:
        connection.begin_reading()
        if isinstance(connection, sqlite3.Connection):
            connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
        else:
            left_ms = max(1, int((until - time.monotonic()) * 1_000))
            connection.execute(f"SET LOCAL statement_timeout = {left_ms}")
        yield connection
    finally:
        connection.close()


def _of_record(books: Database, folder: Folder, now: int) -> Iterator[Metric]:
    head = Log(books).head()
    yield _gauge("auzolan_entries", "Entries of the record.", head.size)
    age = max(0, now - head.at) // SECOND_MS
    yield _gauge("auzolan_last_entry_age_seconds", "Since the last entry.", age)


def _of_publishing(books: Database, folder: Folder, now: int) -> Iterator[Metric]:
    published = Publisher(folder, books).published()
    size = published.size if published is not None else 0
    yield _gauge("auzolan_entries_published", "Entries that the checkpoint covers.", size)


def _of_deadlines(books: Database, folder: Folder, now: int) -> Iterator[Metric]:
    text = _one(books, "SELECT text FROM charter_charter_in_force")
    appealed = now - charter_from_text(str(text)).labour.appeal_days * DAY_MS
    late = {}
    for kind, where in _LATE.items():
        told = where.replace(":now", str(int(now))).replace(":appealed", str(int(appealed)))
        late[kind] = int(_one(books, _capped(told)))
    yield _by(
        "auzolan_deadlines_overdue", "Deadlines that have passed, at most 1,000.", "kind", late
    )


_FIGURES: tuple[_Figure, ...] = (_of_record, _of_publishing, _of_deadlines)


def _one(books: Database, question: str) -> int | str:
    """The one value that a question has for an answer."""
    found = books.execute(question).fetchone()
    if found is None:
        raise LookupError("there is nothing to tell yet")
    return cast("int | str", found[0])


def _capped(source: str) -> str:
    """Count the rows of a source, and stop where they are many."""
    return f"SELECT count(*) FROM (SELECT 1 FROM {source} LIMIT {COUNTED_MAX}) AS counted"  # noqa: S608


def _made(backups: Path) -> Iterator[float]:
    """When each whole backup of a place was finished: its manifest is its last file."""
    for one in backups.iterdir() if backups.is_dir() else ():
        if not one.name.startswith(".") and (one / NAME).is_file():
            yield (one / NAME).stat().st_mtime


def _gauge(name: str, help_: str, value: int) -> Metric:
    return GaugeMetricFamily(name, help_, value=value)


def _by(name: str, help_: str, label: str, values: Mapping[str, int]) -> Metric:
    made = GaugeMetricFamily(name, help_, labels=[label])
    for key, value in values.items():
        made.add_metric([key], value)
    return made
