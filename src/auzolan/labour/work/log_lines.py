"""The lines of a log of work, of a pilot, and of rows that wait for pay, as annexes.

It looks at the shape of a line alone: whether somebody is a member, or a price was kept to, is the
business of the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from auzolan.foundation.books import Scalar
from auzolan.labour.classes import BASES, CLASSES
from auzolan.labour.tasks.prices import Tried
from auzolan.record.annex_columns import numbers, texts
from auzolan.record.annexes import Annex

LOG_KIND = "log/1"
PILOT_KIND = "pilot/1"
OWED_KIND = "owed/1"
_PILOT_NAMES = ("items", "seconds", "unpaid_seconds")
_is_id = re.compile(r"\A[a-z0-9][a-z0-9._-]{0,47}\Z").match
_is_id_or_none = re.compile(r"\A([a-z0-9][a-z0-9._-]{0,47})?\Z").match
_is_tag = re.compile(r"\A[0-9a-f]{32}\Z").match


@dataclass(frozen=True, slots=True)
class LogLine:
    """One submission as a log brings it.

    Attributes:
        submission: its id, random.
        member: whose work it is.
        tag: the one-time tag under which she acts about it.
        task: what it was done for, or empty.
        work_class: the class of the work.
        basis: how its time came to be known.
        seconds: whole seconds; 0 where nobody knows.
        items: how many items it holds.
        pay_micro: what was agreed for it, millionths of the currency.
        paid_seconds: those of `seconds` that the price was meant for.
        judgments: how many labels or judgments it holds.
        batch: the rows that it delivers, or empty.
    """

    submission: str
    member: str
    tag: str
    task: str
    work_class: str
    basis: str
    seconds: int
    items: int
    pay_micro: int
    paid_seconds: int
    judgments: int
    batch: str


_NAMES = tuple(field.name for field in fields(LogLine))
_WHOLE = ("seconds", "items", "pay_micro", "paid_seconds", "judgments")


def log_columns(lines: Iterable[LogLine]) -> dict[str, list[Scalar]]:
    """The columns of a `log/1` annex; it sums nothing, as a sum would show one person's pay."""
    kept = list(lines)
    return {name: [getattr(line, name) for line in kept] for name in _NAMES}


def log_from_annex(annex: Annex) -> list[LogLine]:
    """Read a log of work.

    Args:
        annex: kind `log/1`, with the fields of `LogLine` as columns and no amount.
    Returns:
        Its lines, in the annex's order.
    Raises:
        ValueError: another kind, other columns, or a line of another shape; with the first line.
    """
    _check_shape(annex, LOG_KIND, tuple(sorted(_NAMES)))
    columns = [numbers(annex, name) if name in _WHOLE else texts(annex, name) for name in _NAMES]
    lines = [LogLine(*line) for line in zip(*columns, strict=True)]
    for place, line in enumerate(lines):
        fault = fault_of(line)
        if fault:
            raise ValueError(f"line {place + 1}: {fault}")
    return lines


def fault_of(line: LogLine) -> str:
    """What is wrong with the shape of a line, or an empty text."""
    if not _is_id(line.submission) or not _is_id(line.member):
        return f"ids of a submission and a member; got {line.submission!r} and {line.member!r}"
    if not _is_tag(line.tag):
        return "a tag of 32 hexadecimal digits"
    if not _is_id_or_none(line.task) or not _is_id_or_none(line.batch):
        return f"ids of a task and a batch, or none; got {line.task!r} and {line.batch!r}"
    if line.work_class not in CLASSES:
        return f"a class of work; got {line.work_class!r}, not one of {', '.join(CLASSES)}"
    if line.basis not in BASES:
        return f"how time is known; got {line.basis!r}, not one of {', '.join(BASES)}"
    return ""


def pilot_columns(pilot: Sequence[Tried]) -> dict[str, list[Scalar]]:
    """The columns of a `pilot/1` annex: a line a person, without a name."""
    return {
        "items": [one.items for one in pilot],
        "seconds": [one.seconds for one in pilot],
        "unpaid_seconds": [one.unpaid_seconds for one in pilot],
    }


def pilot_from_annex(annex: Annex) -> list[Tried]:
    """Read a pilot.

    Args:
        annex: kind `pilot/1`, columns items, seconds, unpaid_seconds, no amount.
    Raises:
        ValueError: another kind, other columns, or a column that holds a text.
    """
    _check_shape(annex, PILOT_KIND, _PILOT_NAMES)
    columns = [numbers(annex, name) for name in _PILOT_NAMES]
    return [Tried(*line) for line in zip(*columns, strict=True)]


def owed_columns(batches: Iterable[str]) -> Mapping[str, list[Scalar]]:
    """The column of an `owed/1` annex: batches that wait for pay, each once, in order."""
    return {"batch": sorted(set(batches))}


def _check_shape(annex: Annex, kind: str, names: tuple[str, ...]) -> None:
    if (annex.kind, annex.amount, annex.names) != (kind, "", names):
        raise ValueError(
            f"{kind} has the columns {', '.join(names)} and sums nothing; got {annex.kind} with "
            f"{', '.join(annex.names)}, summing {annex.amount or 'nothing'}"
        )
