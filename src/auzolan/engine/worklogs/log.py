"""What every reader of work logs gives: one table of work, whatever tool it came from.

A work log says who worked on what, when, for what pay, and how it was decided. It holds no name
from a file but the ids of workers, tasks and labels, and no personal column ever enters it. What a
tool did not write stays unknown: it is never nought.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from auzolan.foundation.refusals import Refusal

ARTICLE = "house, import of work"
UNKNOWN = -1
Whole = NDArray[np.int64]


class State(IntEnum):
    """What became of a piece of work, as the tool last wrote it."""

    UNKNOWN = 0
    ACCEPTED = 1
    REJECTED = 2
    PENDING = 3
    RETURNED = 4
    """Begun and not handed in: skipped, expired, discarded. Its time is work all the same."""


class BadLog(Exception):
    """A whole file is refused; nothing of it is imported.

    Attributes:
        refusal: why, and what to do.
    """

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


def refused(code: str, because: str, remedy: str) -> BadLog:
    """The fault of a file that cannot be taken.

    Args:
        code: as `labour.work_log_empty`.
        because: what is wrong, in one sentence.
        remedy: what to do.
    """
    return BadLog(Refusal(code, ARTICLE, because, remedy))


@dataclass(frozen=True, slots=True)
class Names:
    """Texts as numbers: each different one once.

    Attributes:
        names: the texts.
        codes: the place in `names` of each row, or -1 where there is none.
    """

    names: tuple[str, ...]
    codes: Whole


@dataclass(frozen=True, slots=True, eq=False)
class WorkLog:
    """Rows of work in the order of the file, as columns of one length n.

    Attributes:
        row: which row of the file each is, from 1.
        worker: who; e-mail addresses stand as pseudonyms.
        task: what was worked on: a unit, an item, a picture.
        task_type: which kind of task; overlaps are merged within one.
        page: which page, assignment or suite; -1 where the tool does not say.
        label: what was answered, or -1.
        started_ms: when the page came up, ms UTC, or -1.
        submitted_ms: when it was handed in, ms UTC, or -1.
        measured_ms: how long it took by the tool's own measure, or -1.
        pay_micro: pay due for the row, 10^-6 of the currency, or -1. A pay for a whole page stands
            on its first row, and what was rejected is due nothing.
        offered_micro: the same, as it was offered: a rejection takes nothing from it.
        state: a `State` a row.
        rejections: how often the row's work was rejected, as far as the file tells; a later
            acceptance does not undo it.
        clip_ms: the longest that a page of each task type may take, or -1.
        currency: three letters, or empty where no pay is known.
    """

    row: Whole
    worker: Names
    task: Names
    task_type: Names
    page: Names
    label: Names
    started_ms: Whole
    submitted_ms: Whole
    measured_ms: Whole
    pay_micro: Whole
    offered_micro: Whole
    state: Whole
    rejections: Whole
    clip_ms: Whole
    currency: str


@dataclass(frozen=True, slots=True)
class RowRefused:
    """A row that was left out: its number in the file, and why."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a column of the file was taken for; an empty meaning: it was not read."""

    column: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """A worker who did one task more than once: all of it is work, and one label counts."""

    worker: str
    task: str
    rows: int


@dataclass(frozen=True, slots=True, eq=False)
class Imported:
    """What came out of a file; `imported` and the refused rows together are all that were read.

    Attributes:
        log: the work.
        read: rows of the file.
        refused: rows that were left out, in order.
        dropped_columns: personal columns, by name; no value of theirs was kept.
        mapping: every column, and what it was taken for.
        repeats: pairs of worker and task that stand more than once, in order.
        pseudonyms: workers whose address was replaced.
        digest: SHA-256 of the file, hex: the same file is not brought twice.
    """

    log: WorkLog
    read: int
    refused: tuple[RowRefused, ...]
    dropped_columns: tuple[str, ...]
    mapping: tuple[Mapped, ...]
    repeats: tuple[Repeat, ...]
    pseudonyms: int
    digest: str

    @property
    def imported(self) -> int:
        """Rows that were taken."""
        return len(self.log.row)


@dataclass(frozen=True, slots=True)
class Options:
    """What the reader of a file is told beside the file.

    Attributes:
        columns: field of the log to the column that holds it, where the tool's own is not meant.
        zone: the time zone of moments that bear none, as `Europe/Madrid`; empty: none is assumed.
        encoding: of texts, where it is not UTF-8.
        currency: three letters, where the file does not say.
        pay: pay for each row, as `0.05`, where the file does not say.
        task_type: what the tasks are called, where the file does not say.
        clip_s: the longest that a page may take, seconds; 0: as the file says, or no limit.
        pseudonym_key: secret for the codes that take the place of e-mail addresses; without one a
            file with addresses is refused.
    """

    columns: dict[str, str] = field(default_factory=dict)
    zone: str = ""
    encoding: str = "utf-8"
    currency: str = ""
    pay: str = ""
    task_type: str = ""
    clip_s: int = 0
    pseudonym_key: bytes = b""


Reader = Callable[[Path, Options], Imported]
"""Reads a file of one tool.

Raises:
    BadLog: the file is not of that tool, or cannot be taken as a whole.
"""
