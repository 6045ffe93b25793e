"""A work log as the work of known people: the tool's workers give way to who they are.

Rows of anybody else are refused one by one, as any other row that cannot be taken, so that all that
were read stay accounted for. Who is who it is told; it guesses nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from auzolan.engine.worklogs.assembling import kept, renamed, repeats_of
from auzolan.engine.worklogs.judging import Flags
from auzolan.engine.worklogs.log import Imported, Names, RowRefused, WorkLog

PER_ROW = (
    "row", "started_ms", "submitted_ms", "measured_ms", "pay_micro", "offered_micro", "state",
    "rejections",
)  # fmt: skip


def for_people(found: Imported, people: Mapping[str, str], why: Callable[[str], str]) -> Imported:
    """Put people in place of workers, and refuse the rows of workers who are nobody known.

    Two workers who are one person become one, so that time which their pages share counts once.

    Args:
        found: what came out of a file.
        people: worker, as the log names her, to the person.
        why: the reason for refusing a row of a worker who is not among `people`; no value of the
            file belongs in it.
    """
    log = found.log
    is_known = np.array([name in people for name in log.worker.names] or [False], dtype=np.bool_)
    good = is_known[log.worker.codes] if len(log.row) else np.zeros(0, dtype=np.bool_)
    refused = [
        RowRefused(row, why(log.worker.names[code]))
        for row, code in zip(log.row[~good].tolist(), log.worker.codes[~good].tolist(), strict=True)
    ]
    chosen = _chosen(log, good)
    chosen = replace(chosen, worker=renamed(chosen.worker, lambda name: people[name]))
    return replace(
        found,
        log=chosen,
        refused=tuple(sorted([*found.refused, *refused], key=lambda one: one.row)),
        repeats=repeats_of(chosen),
    )


def left_out(found: Imported, chosen: Flags, reason: str) -> Imported:
    """Refuse some rows of a log, all for one reason.

    Args:
        found: what came out of a file.
        chosen: which rows are refused, shape (n,).
        reason: why; no value of the file belongs in it.
    """
    refused = [RowRefused(row, reason) for row in found.log.row[chosen].tolist()]
    log = _chosen(found.log, ~chosen)
    return replace(
        found,
        log=log,
        refused=tuple(sorted([*found.refused, *refused], key=lambda one: one.row)),
        repeats=repeats_of(log),
    )


def _chosen(log: WorkLog, good: Flags) -> WorkLog:
    """The log at some rows; types of tasks keep their numbers, as their limits go by them."""

    def some(given: Names) -> Names:
        return kept((given.names, given.codes), good)

    return replace(
        log,
        worker=some(log.worker),
        task=some(log.task),
        task_type=Names(log.task_type.names, log.task_type.codes[good]),
        page=some(log.page),
        label=some(log.label),
        **{name: getattr(log, name)[good] for name in PER_ROW},
    )
