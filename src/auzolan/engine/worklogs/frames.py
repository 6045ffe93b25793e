"""Labels of a work log as the frame that crowd-kit takes: task, worker, label.

Rows without a label are left out and counted. A spreadsheet would run a cell that begins with `=`,
`+`, `-` or `@`, so that such a cell gets an apostrophe in front, unless it is a number; how many
did is told. The frame weighs nothing, and sets no wage.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TextIO

from auzolan.engine.worklogs.log import RowRefused, WorkLog

_RISKY = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class FrameWritten:
    """What a frame came to.

    Attributes:
        rows: labels written.
        unlabelled: rows of work without one.
        guarded: cells that got an apostrophe.
    """

    rows: int
    unlabelled: int
    guarded: int


def guarded(cell: str) -> str:
    """Make a cell harmless to a spreadsheet; all but a few are left as they are."""
    if not cell.startswith(_RISKY) or _NUMBER.match(cell):
        return cell
    return f"'{cell}"


def write_frame(log: WorkLog, file: TextIO) -> FrameWritten:
    """Write the labels of a log as CSV, in the order of its rows.

    Args:
        log: the work.
        file: open for text, with newline="".
    """
    columns = [[guarded(name) for name in one.names] for one in (log.task, log.worker, log.label)]
    changed = [
        sum(new != old for new, old in zip(shown, given.names, strict=True))
        for shown, given in zip(columns, (log.task, log.worker, log.label), strict=True)
    ]
    tasks, workers, labels = columns
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("task", "worker", "label"))
    rows = 0
    for task, worker, label in zip(
        log.task.codes.tolist(), log.worker.codes.tolist(), log.label.codes.tolist(), strict=True
    ):
        if label >= 0:
            writer.writerow((tasks[task], workers[worker], labels[label]))
            rows += 1
    return FrameWritten(rows, len(log.row) - rows, sum(changed))


def write_rejects(found: tuple[RowRefused, ...], file: TextIO) -> None:
    """Write refused rows as CSV: row, reason; reasons never hold a value of the file."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("row", "reason"))
    writer.writerows((one.row, guarded(one.reason)) for one in found)
