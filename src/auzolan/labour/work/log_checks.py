"""Whether the lines of a log can be booked: check by check over all of them, first fault first.

A log is booked whole or not at all. No line is judged here, and no price is cut: what a task pays
for items or time is what its line says, to the millionth, or the log is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from auzolan.charter.state import charter_of
from auzolan.contributions.state import Batch
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS, SECOND_MS
from auzolan.foundation.money import MICRO_PER_CENT
from auzolan.foundation.refusals import Refusal
from auzolan.labour.classes import UNKNOWN
from auzolan.labour.state import PanelTag, Submission, Task
from auzolan.labour.tasks.prices import by_hour_micro, by_piece_micro
from auzolan.labour.tasks.rules import task_unknown
from auzolan.labour.work.log_lines import LogLine
from auzolan.labour.work.pay_due import is_paid
from auzolan.learning.state import SnapshotPart
from auzolan.members.state import Member

SECONDS_MAX = 31 * DAY_MS // SECOND_MS
CLAIM_SECONDS_MAX = DAY_MS // SECOND_MS
"""What one may say at once of one's own time: a day."""
ITEMS_MAX = 10**9
PAY_MICRO_MAX = 10**11 * MICRO_PER_CENT
"""A billion of the currency for one submission, as for a line of a sheet."""


def lines_refused(books: Books, actor: str, lines: Sequence[LogLine]) -> Refusal | None:
    """Why these lines cannot be booked, or None.

    Args:
        books: the state.
        actor: who books them.
        lines: at least one, each of the right shape.
    Source: charter, article on labour.
    """
    tasks = {name: books.get(Task, name) for name in sorted({line.task for line in lines}) if name}
    return (
        _people_refused(books, lines)
        or _names_refused(books, lines)
        or _tasks_refused(books, tasks)
        or _time_refused(books, tasks, lines)
        or _amounts_refused(books, lines)
        or _pay_refused(books, tasks, actor, lines)
        or _batches_refused(books, lines)
    )


def price_micro(task: Task | None, line: LogLine) -> int | None:
    """What a task pays for a line, millionths of the currency; None where no price is set for it.

    Time of another class than the task's, as training for it, is not what its price is for.
    """
    if task is None or line.work_class != task.work_class:
        return None
    if task.hour_cents:
        return by_hour_micro(line.seconds, task.hour_cents)
    return by_piece_micro(line.items, task.piece_micro)


def _people_refused(books: Books, lines: Sequence[LogLine]) -> Refusal | None:
    for member in sorted({line.member for line in lines}):
        if books.get(Member, member) is None:
            return Refusal(
                "labour.member_unknown", _article(books),
                f"{member} is not and never was a member.",
                "Admit her first; work is owed to members, and to members who have left.",
            )  # fmt: skip
    return None


def _names_refused(books: Books, lines: Sequence[LogLine]) -> Refusal | None:
    names = Counter(line.submission for line in lines)
    booked = books.get_many(Submission, list(names))
    for (name, times), row in zip(names.items(), booked, strict=True):
        if times > 1 or row is not None:
            return Refusal(
                "labour.submission_taken", _article(books),
                f"The submission {name} is on the books already, or stands on two lines.",
                "Draw a fresh id for each submission.",
            )  # fmt: skip
    tags = Counter(line.tag for line in lines)
    taken = (books.count(kind, tag=tag) for kind in (Submission, PanelTag) for tag in tags)
    if len(tags) < len(lines) or any(taken):
        return Refusal(
            "labour.tag_taken", _article(books),
            "A tag of these lines is in use already; it would tie two submissions together.",
            "Draw a fresh tag for each submission.",
        )  # fmt: skip
    return None


def _tasks_refused(books: Books, tasks: Mapping[str, Task | None]) -> Refusal | None:
    return next((task_unknown(books, name) for name, row in tasks.items() if row is None), None)


def _time_refused(
    books: Books, tasks: Mapping[str, Task | None], lines: Sequence[LogLine]
) -> Refusal | None:
    for line in lines:
        task = tasks.get(line.task)
        by_hour = task is not None and task.hour_cents > 0 and task.work_class == line.work_class
        if (line.seconds == 0) != (line.basis == UNKNOWN) or (line.basis == UNKNOWN and by_hour):
            return Refusal(
                "labour.time_unclear", _article(books),
                f"{line.submission} took {line.seconds} seconds, known as {line.basis}"
                + (", for a task that is paid by the hour." if by_hour else "."),
                "Unknown time is 0 seconds, known time is more; what is paid by the hour is known.",
            )  # fmt: skip
    for line in lines:
        if not 0 <= line.seconds <= SECONDS_MAX:
            return Refusal(
                "labour.seconds_out_of_range", _article(books),
                f"{line.submission} took {line.seconds} seconds; it holds at most {SECONDS_MAX}.",
                "Correct the time; book more than 31 days of work as several submissions.",
            )  # fmt: skip
    for line in lines:
        if not 0 <= line.paid_seconds <= line.seconds:
            return Refusal(
                "labour.paid_seconds_out_of_range", _article(books),
                f"{line.submission} would be paid for {line.paid_seconds} of its "
                f"{line.seconds} seconds.",
                "A price is meant for some or all of the time, and never for more.",
            )  # fmt: skip
    return None


def _amounts_refused(books: Books, lines: Sequence[LogLine]) -> Refusal | None:
    for line in lines:
        if not (0 <= line.items <= ITEMS_MAX and 0 <= line.judgments <= ITEMS_MAX):
            return Refusal(
                "labour.items_out_of_range", _article(books),
                f"{line.submission} has {line.items} items and {line.judgments} judgments; "
                f"each lies between 0 and {ITEMS_MAX}.",
                "Correct the numbers.",
            )  # fmt: skip
    for line in lines:
        if not 0 <= line.pay_micro <= PAY_MICRO_MAX:
            return Refusal(
                "labour.pay_out_of_range", _article(books),
                f"{line.submission} would be paid {line.pay_micro} millionths; "
                f"it holds between 0 and {PAY_MICRO_MAX}.",
                "Correct the pay.",
            )  # fmt: skip
    return None


def _pay_refused(
    books: Books, tasks: Mapping[str, Task | None], actor: str, lines: Sequence[LogLine]
) -> Refusal | None:
    prices = [price_micro(tasks.get(line.task), line) for line in lines]
    for line, price in zip(lines, prices, strict=True):
        if price is not None and price != line.pay_micro:
            return Refusal(
                "labour.pay_differs", _article(books),
                f"{line.submission} would be paid {line.pay_micro} millionths; the price of "
                f"{line.task} comes to {price}.",
                "Pay what was offered, no more and no less.",
            )  # fmt: skip
    for line, price in zip(lines, prices, strict=True):
        if price is None and line.pay_micro and line.member == actor:
            return own_work(books, actor)
    return None


def _batches_refused(books: Books, lines: Sequence[LogLine]) -> Refusal | None:
    with_rows = [line for line in lines if line.batch]
    sealed: dict[str, set[str]] = {}
    for member, batch in sorted({(line.member, line.batch) for line in with_rows}):
        row = books.get(Batch, batch)
        if row is None:
            return Refusal(
                "labour.batch_unknown", _article(books), f"There is no batch {batch}.",
                "Bring the rows first, then book the work that made them.",
            )  # fmt: skip
        if row.member != member:
            return Refusal(
                "labour.batch_not_hers", _article(books),
                f"The batch {batch} was not brought by {member}.",
                "Name rows with the work of who brought them.",
            )  # fmt: skip
        if row.erased_at >= 0:
            return Refusal(
                "labour.batch_erased", _article(books), f"Entry {row.erased_at} erased {batch}.",
                "Book the work without it; it is paid all the same.",
            )  # fmt: skip
        if member not in sealed:
            sealed[member] = {part.batch for part in books.find(SnapshotPart, member=member)}
        if is_paid(books, batch) or batch in sealed[member]:
            # What was free to use once must not become unfree behind a model's back.
            return Refusal(
                "labour.batch_in_use", _article(books),
                f"{batch} is paid for already, or is in a snapshot.",
                "Book further work on it without naming it.",
            )  # fmt: skip
    return _unpaid_refused(books, with_rows)


def _unpaid_refused(books: Books, lines: Sequence[LogLine]) -> Refusal | None:
    """No pay, no data: rows that come with work of no price and no time would go free for nothing."""
    covered = charter_of(books).labour.compensable
    for line in lines:
        if line.work_class in covered and (line.pay_micro or line.seconds):
            continue
        return Refusal(
            "labour.batch_without_pay", _article(books),
            f"{line.submission} delivers {line.batch} and is {line.work_class}, with neither a price "
            "nor a time, or of a class that no floor covers.",
            "Say how long the work took, or agree on a price; rows are made by work that the floor covers.",
        )  # fmt: skip
    return None


def own_work(books: Books, actor: str) -> Refusal:
    """Nobody decides on her own work, nor what it is worth."""
    return Refusal(
        "labour.own_work", _article(books), f"It is work of {actor}, who would decide on it.",
        "Ask another holder of the office.",
    )  # fmt: skip


def _article(books: Books) -> str:
    return f"Art. {charter_of(books).labour.number}"
