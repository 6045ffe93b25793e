"""From a work log to work that can be booked: time and pay by person and kind of task.

The counting itself is `labour.pages`. Cut by worker it can be given to many processes, and the
parts together equal the whole. Books nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auzolan.engine.worklogs.amounts import minor_micro
from auzolan.engine.worklogs.log import UNKNOWN, Imported, WorkLog, refused
from auzolan.labour.paying.page_pay import MedianHourly, median_hourly
from auzolan.labour.paying.pages import PageRows, Worked, joined, worked

Whole = NDArray[np.int64]
WORKERS_IN_UNIT = 20_000


@dataclass(frozen=True, slots=True)
class PieceOfWork:
    """What one person did in one kind of task.

    Attributes:
        worker: who, by her id in the tool.
        task_type: what kind of task.
        rows: rows of work.
        pages: different pages with a known time.
        timeless_rows: rows whose time is not known.
        ms: time of work, overlaps merged, clipped.
        measured_ms: the part of it that lies at no known hour.
        paid_ms: the part of it on pages that are paid.
        pay_micro: pay due, 10^-6 of the currency.
        payless_rows: rows whose pay is not known.
        rejections: how often her work was rejected.
    """

    worker: str
    task_type: str
    rows: int
    pages: int
    timeless_rows: int
    ms: int
    measured_ms: int
    paid_ms: int
    pay_micro: int
    payless_rows: int
    rejections: int


@dataclass(frozen=True, slots=True, eq=False)
class ImportedWork:
    """The work of a file, ready to be booked, and once alone: by the digest of the file.

    Attributes:
        imported: the rows it rests on, with the file's SHA-256 as `imported.digest`.
        pages: the same rows as columns of pages, with codes into the log's names.
        worked: time and pay by worker and task type, as columns.
        pieces: the same as lines with names, in order of worker, then of task type.
        currency: of all pay, or empty where none is known.
    """

    imported: Imported
    pages: PageRows
    worked: Worked
    pieces: tuple[PieceOfWork, ...]
    currency: str


def page_rows(log: WorkLog) -> PageRows:
    """The columns of a log that time and pay are counted from."""
    return PageRows(
        log.worker.codes, log.task_type.codes, log.page.codes, log.started_ms, log.submitted_ms,
        log.measured_ms, log.pay_micro, log.clip_ms,
    )  # fmt: skip


def imported_work(found: Imported) -> ImportedWork:
    """Count the work of a file.

    Raises:
        BadLog: the pages span so long a time that they cannot be counted.
    """
    rows = page_rows(found.log)
    try:
        work = worked(rows)
    except ValueError as fault:
        raise refused(
            "labour.work_log_span", f"The file cannot be counted: {fault}.", "Split it."
        ) from fault
    return ImportedWork(found, rows, work, _pieces(found.log, work), found.log.currency)


def _pieces(log: WorkLog, work: Worked) -> tuple[PieceOfWork, ...]:
    n_types = max(1, len(log.task_type.names))
    keys = work.worker * n_types + work.task_type
    rejections = np.zeros(len(keys), dtype=np.int64)
    place = np.searchsorted(keys, log.worker.codes * n_types + log.task_type.codes)
    np.add.at(rejections, place, log.rejections)
    return tuple(
        PieceOfWork(log.worker.names[worker], log.task_type.names[kind], *numbers)
        for worker, kind, *numbers in zip(
            *(
                column.tolist()
                for column in (
                    work.worker, work.task_type, work.rows, work.pages, work.timeless_rows, work.ms,
                    work.measured_ms, work.paid_ms, work.pay_micro, work.payless_rows, rejections,
                )
            ),
            strict=True,
        )
    )  # fmt: skip


def worked_by_many(rows: PageRows, *, units: int, workers: int | None = None) -> Worked:
    """Count pages on many processes or machines; the answer equals that of `worked`.

    Each unit holds all rows of some workers, since overlaps are a matter within one.

    Args:
        rows: columns of all rows.
        units: how many parts to cut, >= 1.
        workers: units at work at once; None takes what `joblib.parallel_config` says.
    Raises:
        ValueError: no unit, or columns that are not sound.
        ImportError: joblib is not installed.
    """
    from auzolan.engine.crew import in_order

    if units < 1:
        raise ValueError(f"expected at least one unit; got {units}")
    unit = rows.worker % units
    order = np.argsort(unit.astype(np.int32), kind="stable")
    ends = np.searchsorted(unit[order], np.arange(units + 1))
    parts = [
        rows.some(order[ends[at] : ends[at + 1]]) for at in range(units) if ends[at] < ends[at + 1]
    ]
    if not parts:
        return worked(rows)
    return joined(list(in_order(worked, [(part,) for part in parts], workers=workers)))


@dataclass(frozen=True, slots=True)
class Totals:
    """What a file comes to, for people and programs.

    Attributes:
        workers: different ones.
        tasks: different ones.
        seconds_measured: whole seconds of known time, rounded down; -1 where no time is known.
        pay_minor: pay due in the currency's smallest coin, the sum rounded up; -1: unknown.
        currency: three letters, or empty.
        rejection_events: how often work was rejected, whatever became of it later.
        median: of hourly pay, 10^-6 of the currency.
    """

    workers: int
    tasks: int
    seconds_measured: int
    pay_minor: int
    currency: str
    rejection_events: int
    median: MedianHourly


def totals_of(work: ImportedWork) -> Totals:
    """Add up a file's work.

    Raises:
        BadLog: one worker's pay is beyond what can be counted exactly.
    """
    log, found = work.imported.log, work.worked
    is_timed = bool((found.pages > 0).any())
    is_paid = bool(work.currency) and int(found.payless_rows.sum()) < len(log.row)
    pay = int(found.pay_micro.sum())
    try:
        median = median_hourly(found)
    except ValueError as fault:
        raise refused(
            "labour.work_log_pay", f"The pay cannot be counted: {fault}.", "Check it."
        ) from fault
    return Totals(
        workers=len(log.worker.names),
        tasks=len(log.task.names),
        seconds_measured=int(found.ms.sum()) // 1_000 if is_timed else UNKNOWN,
        pay_minor=-(-pay // minor_micro(work.currency)) if is_paid else UNKNOWN,
        currency=work.currency,
        rejection_events=int(log.rejections.sum()),
        median=median,
    )
