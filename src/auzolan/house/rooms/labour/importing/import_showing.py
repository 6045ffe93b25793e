"""What an import of work shows: what columns were taken for, totals, and what waits to be judged.

It writes refused rows and labels to new files where they are asked for. It counts and books nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

if TYPE_CHECKING:
    import msgspec

    from auzolan.engine.worklogs.log import Imported
    from auzolan.engine.worklogs.summing import ImportedWork, Totals
    from auzolan.house.rooms.labour.importing.import_flows import Ready
    from auzolan.house.submission import Receipt

T = TypeVar("T")
SHOWN_MAX = 20
MICRO_PER_CENT = 10_000
DIGITS = {1_000_000: 0, 10_000: 2, 1_000: 3}
"""Decimals of an amount, by how many 10^-6 its smallest coin is."""


def write_files(found: Imported, rejects: Path | None, frame: Path | None) -> None:
    """Write refused rows, and labels, to new files where they are named."""
    from auzolan.engine.worklogs.frames import write_frame, write_rejects
    from auzolan.house.doors.output import say

    if rejects is not None:
        _write_new(rejects, lambda file: write_rejects(found.refused, file))
        say(f"{rejects}: {len(found.refused):,} refused rows.")
    if frame is not None:
        written = _write_new(frame, lambda file: write_frame(found.log, file))
        say(
            f"{frame}: {written.rows:,} labels, {written.unlabelled:,} rows without one; "
            f"{written.guarded:,} cells begin with an apostrophe, for spreadsheets."
        )


def _write_new(path: Path, write: Callable[[TextIO], T]) -> T:
    from auzolan.house.doors.errors import Misused, Unready

    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            return write(file)
    except FileExistsError as fault:
        raise Misused(f"{path} is there already; name a new file.") from fault
    except OSError as fault:
        raise Unready(f"{path} cannot be written: {fault.strerror}.") from fault


def give_out(work: ImportedWork, totals: Totals, *, as_json: bool) -> None:
    """Give out what a file holds, with nothing booked."""
    from auzolan.house.doors.output import write_json

    if as_json:
        write_json(_as_json(work.imported, totals))
    else:
        say_work(work.imported, totals)


def give_out_booked(
    ready: Ready, totals: Totals, receipt: Receipt, *, as_json: bool, dry_run: bool
) -> None:
    """Give out what was booked of a file, or would be."""
    from auzolan.house.doors.output import write_json, write_receipt

    if not as_json:
        write_receipt(receipt, as_json=False)
        return
    write_json(
        _as_json(ready.work.imported, totals)
        | {
            "log": ready.log,
            "submissions": len(ready.lines),
            "workers_without_member": list(ready.nobodies),
            "entry": None if dry_run and not receipt.repeated else receipt.seq,
            "repeated": receipt.repeated,
        }
    )


def _as_json(found: Imported, totals: Totals) -> dict[str, object]:
    median = totals.median
    return {
        "read": found.read,
        "imported": found.imported,
        "refused": [{"row": one.row, "reason": one.reason} for one in found.refused],
        "dropped_columns": list(found.dropped_columns),
        "workers": totals.workers,
        "tasks": totals.tasks,
        "seconds_measured": _known(totals.seconds_measured),
        "pay_minor": _known(totals.pay_minor),
        "currency": totals.currency or None,
        "rejection_events": totals.rejection_events,
        "median_hourly": {
            "all_time": _number(median.all_time),
            "paid_time": _number(median.paid_time),
            "naive": _number(median.naive),
        },
    }


def _known(number: int) -> int | None:
    return None if number < 0 else number


def _number(micro: int) -> msgspec.Raw | None:
    """An amount as a JSON number with two decimals, written digit by digit."""
    import msgspec

    return None if micro < 0 else msgspec.Raw(_two_decimals(micro).encode())


def _two_decimals(micro: int) -> str:
    cents = (micro + MICRO_PER_CENT // 2) // MICRO_PER_CENT
    return f"{cents // 100}.{cents % 100:02d}"


def say_work(found: Imported, totals: Totals) -> None:
    """Give out in words what a file holds."""
    from auzolan.house.doors.output import write, write_table

    write_table(
        ("column", "taken for"), [(one.column, one.meaning or "not read") for one in found.mapping]
    )
    write(f"{found.read:,} rows read: {found.imported:,} imported, {len(found.refused):,} refused.")
    _say_some("refused", [(str(one.row), one.reason) for one in found.refused], ("row", "reason"))
    if found.dropped_columns:
        write(f"Dropped, for they are about a person: {', '.join(found.dropped_columns)}.")
    if found.pseudonyms:
        write(f"Addresses of workers that became codes: {found.pseudonyms:,}.")
    if found.repeats:
        write("Tasks that a worker did more than once; all of it is work, one label counts.")
    repeats = [(one.worker, one.task, f"{one.rows:,}") for one in found.repeats]
    _say_some("repeated", repeats, ("worker", "task", "times"))
    for line in _total_lines(totals):
        write(line)
    write(f"SHA-256 of the file: {found.digest}")


def say_ready(ready: Ready) -> None:
    """Give out in words what is to be booked of it."""
    from auzolan.house.doors.output import write

    if ready.nobodies:
        some = ", ".join(ready.nobodies[:SHOWN_MAX])
        write(f"Workers without a member: {len(ready.nobodies):,}. {some}")
    if ready.unfinished_rows:
        write(f"Rows not handed in, at no known time: {ready.unfinished_rows:,}; nothing to judge.")
    write(f"Submissions that will wait to be judged: {len(ready.lines):,}.")


def _say_some(what: str, rows: Sequence[Sequence[str]], names: Sequence[str]) -> None:
    from auzolan.house.doors.output import say, write_table

    if rows:
        write_table(names, rows[:SHOWN_MAX])
    if len(rows) > SHOWN_MAX:
        say(f"{SHOWN_MAX} of {len(rows):,} {what} are shown.")


def _total_lines(totals: Totals) -> list[str]:
    from auzolan.engine.worklogs.amounts import minor_micro
    from auzolan.foundation.moments import HOUR_MS, SECOND_MS
    from auzolan.foundation.money import amount_text

    hours = totals.seconds_measured * SECOND_MS * 100 // HOUR_MS
    time = "unknown" if totals.seconds_measured < 0 else f"{hours // 100:,}.{hours % 100:02d} hours"
    pay = "unknown"
    if totals.pay_minor >= 0:
        digits = DIGITS[minor_micro(totals.currency)]
        pay = f"{totals.pay_minor:,} {totals.currency}"
        if digits:
            pay = amount_text(totals.pay_minor, f"{totals.currency}/{digits}")
    median = totals.median
    shown = ", ".join(
        f"{name} {'unknown' if micro < 0 else _two_decimals(micro)}"
        for name, micro in (
            ("all time", median.all_time), ("paid time", median.paid_time), ("naive", median.naive),
        )
    )  # fmt: skip
    return [
        f"Workers {totals.workers:,}, tasks {totals.tasks:,}, rejections {totals.rejection_events:,}.",
        f"Time of work: {time}. Pay due: {pay}.",
        f"Median pay of an hour over {median.workers:,} workers with 10 judgments or more: {shown}.",
    ]


def say_not_booked(*, dry_run: bool) -> None:
    """Say that a file was only looked at, unless that is what was asked for."""
    from auzolan.house.doors.output import say

    if not dry_run:
        say("Nothing was booked. To book it, name the log: --log ID --as MEMBER.")
