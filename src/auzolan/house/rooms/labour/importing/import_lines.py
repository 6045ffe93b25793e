"""What of a tool's log is booked: a submission for each member and type of task, and its pages.

What a tool rejected counts at the price that was offered, and what was not handed in counts as time
alone. It looks at numbers; it judges no work and keeps nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from auzolan.engine.worklogs.log import UNKNOWN as NOT_KNOWN
from auzolan.engine.worklogs.log import State, WorkLog
from auzolan.engine.worklogs.summing import ImportedWork
from auzolan.foundation.moments import SECOND_MS
from auzolan.house.rooms.labour.work.work_flows import NewWork
from auzolan.labour.classes import MEASURED, UNKNOWN, WORK
from auzolan.labour.state import Task

Flags = NDArray[np.bool_]


def as_offered(log: WorkLog, tasks: Sequence[Task | None], currency: str) -> WorkLog:
    """The log at the prices that were offered, no page longer than its task declares.

    Pay in a currency that is not ours says nothing beside the price of a task.

    Args:
        log: as the tool wrote it.
        tasks: the task of each type of task, or None.
        currency: of the books, three letters.
    """
    is_task = np.array([task is not None for task in tasks] or [False], dtype=np.bool_)
    is_foreign = is_task[log.task_type.codes] & (log.currency != currency)
    clip_ms = [
        min((given for given in (_page_ms(task), limit) if given >= 0), default=NOT_KNOWN)
        for task, limit in zip(tasks, log.clip_ms.tolist(), strict=True)
    ]
    return WorkLog(
        row=log.row, worker=log.worker, task=log.task, task_type=log.task_type, page=log.page,
        label=log.label, started_ms=log.started_ms, submitted_ms=log.submitted_ms,
        measured_ms=log.measured_ms,
        pay_micro=np.where(is_foreign, NOT_KNOWN, log.offered_micro),
        offered_micro=log.offered_micro, state=log.state, rejections=log.rejections,
        clip_ms=np.array(clip_ms, dtype=np.int64), currency=log.currency,
    )  # fmt: skip


def lines_of(
    offered: ImportedWork, names: Sequence[str], tasks: Sequence[Task | None]
) -> tuple[list[NewWork], int]:
    """A line for each member and type of task, and another one for her rows of unknown time.

    Kept apart so that no pay for unknown time is held against the floor for known time. Seconds are
    rounded up. Pay that no row tells is left to the price of the task.

    Args:
        offered: the work, its workers being members, at the prices that were offered.
        names: the id of the task of each type of task, or empty.
        tasks: the tasks themselves, None where there is none of that id.
    Returns:
        The lines, and how many rows come to nothing: not handed in, at no known time.
    """
    log, found = offered.imported.log, offered.worked
    is_timed = ((log.started_ms >= 0) & (log.submitted_ms >= 0)) | (log.measured_ms >= 0)
    nothing = np.zeros(len(found.worker), dtype=np.int64)
    timed = _side(offered, is_timed, found.ms, found.paid_ms, found.timed_pay_micro)
    timeless = _side(
        offered, ~is_timed, nothing, nothing, found.pay_micro - found.timed_pay_micro
    )  # fmt: skip
    lines, unfinished_rows = list[NewWork](), 0
    for side in (timed, timeless):
        for worker, kind, ms, paid_ms, pay, items, rows, payless in side:
            if not (items or ms or pay):
                unfinished_rows += rows
                continue
            task = tasks[kind]
            is_priced = bool(names[kind]) and payless == rows
            lines.append(
                NewWork(
                    member=log.worker.names[worker],
                    task=names[kind],
                    work_class=task.work_class if task is not None else WORK,
                    basis=MEASURED if ms else UNKNOWN,
                    seconds=_seconds(ms),
                    items=items,
                    pay_micro=None if is_priced else pay,
                    paid_seconds=None if is_priced else _seconds(paid_ms),
                    judgments=items,
                )
            )
    return lines, unfinished_rows


def shuffled(lines: Sequence[NewWork], digest: str) -> tuple[NewWork, ...]:
    """The lines in an order that tells nothing about people, the same each time for one file.

    Args:
        lines: in any order.
        digest: SHA-256 of the file.
    """

    def place(line: NewWork) -> tuple[bytes, int, int]:
        text = f"{digest} {line.member} {line.task} {line.basis}"
        return hashlib.sha256(text.encode()).digest(), line.seconds, line.items

    return tuple(sorted(lines, key=place))


def pages_of(log: WorkLog) -> dict[str, list[int | str]]:
    """Each page with known hours once: whose, in which type of task, from when to when.

    Returns:
        Columns as the vault keeps them; none where the tool wrote no hours.
    """
    has_hours = (log.started_ms >= 0) & (log.submitted_ms >= 0)
    if not has_hours.any():
        return {}
    columns = (
        log.worker.codes, log.task_type.codes, log.started_ms, log.submitted_ms, log.page.codes,
    )  # fmt: skip
    some = np.stack([column[has_hours] for column in columns])
    some = some[:, np.lexsort(some[::-1])]
    is_new = np.ones(some.shape[1], dtype=np.bool_)
    is_new[1:] = (some[:, 1:] != some[:, :-1]).any(axis=0)
    worker, kind, start, end, _ = (column.tolist() for column in some[:, is_new])
    return {
        "member": [log.worker.names[code] for code in worker],
        "task_type": [log.task_type.names[code] for code in kind],
        "started_ms": start,
        "ended_ms": end,
    }


def _side(
    offered: ImportedWork, chosen: Flags, *amounts: NDArray[np.int64]
) -> list[tuple[int, ...]]:
    """Some rows of each member and type of task.

    Returns:
        Lines of member, type, the amounts, rows that were handed in, rows, rows of unknown pay.
    """
    log, found = offered.imported.log, offered.worked
    n_types = max(1, len(log.task_type.names))
    place = np.searchsorted(
        found.worker * n_types + found.task_type, log.worker.codes * n_types + log.task_type.codes
    )
    counts = [
        np.bincount(place[chosen & more], minlength=len(found.worker))
        for more in (log.state != State.RETURNED, log.row > 0, log.pay_micro < 0)
    ]
    columns = (found.worker, found.task_type, *amounts, *counts)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _page_ms(task: Task | None) -> int:
    return NOT_KNOWN if task is None else task.page_seconds_max * SECOND_MS


def _seconds(ms: int) -> int:
    return -(-ms // SECOND_MS)
