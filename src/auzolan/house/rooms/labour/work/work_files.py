"""Logs of work and pilots from CSV files. Pay is at stake, so a file is taken whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.contributions.importing import read_table
from auzolan.house.rooms.contributions.shapes import Shape, Value, one_of, shown, whole_between
from auzolan.house.rooms.labour.work.work_flows import NewWork
from auzolan.labour.classes import BASES, CLASSES
from auzolan.labour.tasks.prices import Tried
from auzolan.labour.tasks.rules import PILOT_ITEMS_MAX, PILOT_SECONDS_MAX
from auzolan.labour.work.log_checks import ITEMS_MAX, PAY_MICRO_MAX, SECONDS_MAX

T = TypeVar("T")
_BLANK = ""


def _name(value: Value) -> Value:
    if not str(value):
        raise ValueError(f"expected an id; got {shown(value)}")
    return str(value)


def _name_or_blank(value: Value) -> Value:
    return str(value)


def _blank_or(check: Callable[[Value], Value]) -> Callable[[Value], Value]:
    def checked(value: Value) -> Value:
        return _BLANK if value == _BLANK else check(value)

    return checked


LOG: Shape = {
    "member": _name,
    "task": _name_or_blank,
    "work_class": one_of(*CLASSES),
    "basis": one_of(*BASES),
    "seconds": whole_between(0, SECONDS_MAX),
    "items": whole_between(0, ITEMS_MAX),
    "pay_micro": _blank_or(whole_between(0, PAY_MICRO_MAX)),
    "paid_seconds": _blank_or(whole_between(0, SECONDS_MAX)),
    "judgments": whole_between(0, ITEMS_MAX),
    "batch": _name_or_blank,
}
PILOT: Shape = {
    "items": whole_between(1, PILOT_ITEMS_MAX),
    "seconds": whole_between(1, PILOT_SECONDS_MAX),
    "unpaid_seconds": whole_between(0, PILOT_SECONDS_MAX),
}


def read_log(path: Path) -> list[NewWork] | Refusal:
    """The lines of a log.

    A blank `pay_micro` is what the task's price says, a blank `paid_seconds` all of the seconds where
    there is pay.

    Returns:
        The lines in order, or why the file is refused.
    """
    return _read(path, LOG, _work)


def read_pilot(path: Path) -> list[Tried] | Refusal:
    """The people of a pilot: items, seconds for them, unpaid seconds around them; no names.

    Returns:
        The lines in order, or why the file is refused.
    """
    return _read(path, PILOT, _tried)


def digest_of(path: Path) -> str:
    """SHA-256 of a file, so that none is booked twice."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read(path: Path, shape: Shape, made: Callable[[dict[str, Value]], T]) -> list[T] | Refusal:
    table = read_table(path, shape)
    if isinstance(table, Refusal):
        return table
    if table.refused or not table.rows:
        first = table.refused[0] if table.refused else None
        return Refusal(
            "labour.file_not_sound", "house, import",
            f"{path.name}: line {first.line}: {first.reason}." if first
            else f"{path.name} has no lines.",
            "Correct it; a file of work is taken whole or not at all.",
        )  # fmt: skip
    names = tuple(shape)
    columns = [table.columns[name] for name in names]
    return [made(dict(zip(names, line, strict=True))) for line in zip(*columns, strict=True)]


def _work(line: dict[str, Value]) -> NewWork:
    return NewWork(
        member=str(line["member"]),
        task=str(line["task"]),
        work_class=str(line["work_class"]),
        basis=str(line["basis"]),
        seconds=int(line["seconds"]),
        items=int(line["items"]),
        pay_micro=_whole_or_none(line["pay_micro"]),
        paid_seconds=_whole_or_none(line["paid_seconds"]),
        judgments=int(line["judgments"]),
        batch=str(line["batch"]),
    )


def _tried(line: dict[str, Value]) -> Tried:
    return Tried(int(line["items"]), int(line["seconds"]), int(line["unpaid_seconds"]))


def _whole_or_none(value: Value) -> int | None:
    return None if value == _BLANK else int(value)
