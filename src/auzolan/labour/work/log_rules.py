"""The rules of logging work: by the office for all, and by each for herself.

Logged work waits to be judged; nothing is owed for it yet. The raw times of pages stay in the
vault, with the day by which they are destroyed. Whether the period is open is asked by the treasury.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.labour.classes import CLAIMED
from auzolan.labour.state import PENDING, Submission, Task, WorkLog
from auzolan.labour.tasks.rules import task_unknown
from auzolan.labour.work.acts import ClaimTime, LogWork, TimeClaimed, WorkLogged
from auzolan.labour.work.log_checks import CLAIM_SECONDS_MAX, lines_refused, price_micro
from auzolan.labour.work.log_lines import (
    OWED_KIND,
    LogLine,
    fault_of,
    log_from_annex,
    owed_columns,
)
from auzolan.record.case import Case
from auzolan.record.entries import Fact

LINES_MAX = 100_000
CLAIM_DAYS = 7
"""Over so many days nobody can have worked longer than they last."""


def decide_log_work(books: Books, act: LogWork, case: Case) -> tuple[Fact, ...] | Refusal:
    """Put the work of a period on the books, whole or not at all.

    Returns:
        `WorkLogged`, with the batches that wait for pay from now on.
    Source: charter, article on labour.
    """
    refusal = _log_refused(books, act)
    if refusal is not None:
        return refusal
    try:
        lines = log_from_annex(case.annexes.read(act.lines))
    except ValueError as fault:
        return Refusal(
            "labour.lines_malformed", _article(books), f"The log cannot be read: {fault}.",
            "Lay the log down again; each line has the columns and the words that it needs.",
        )  # fmt: skip
    refusal = lines_refused(books, case.actor, lines) or _own_too_much(books, lines, case)
    return refusal or (_logged(act, case, lines),)


def _log_refused(books: Books, act: LogWork) -> Refusal | None:
    article = _article(books)
    booked = books.get(WorkLog, act.log)
    if booked is not None:
        return Refusal(
            "labour.log_taken", article, f"Entry {booked.entry} booked the log {act.log} already.",
            "Give each log an id of its own.",
        )  # fmt: skip
    same = books.find(WorkLog, file=act.file) if act.file else []
    if same:
        return Refusal(
            "labour.file_booked", article,
            f"Entry {same[0].entry} booked this very file already, as {same[0].log}.",
            "Nothing is left to do.",
        )  # fmt: skip
    if bool(act.pages) != bool(act.page_count):
        return Refusal(
            "labour.pages_unclear", article,
            f"{act.page_count} page times are kept, "
            f"{'with' if act.pages else 'without'} the digest of their file.",
            "Name both, or neither where no page times are kept.",
        )  # fmt: skip
    if act.kind and act.kind not in charter_of(books).consent.kinds:
        return Refusal(
            "labour.kind_unknown", article, f"The charter knows no rows of the kind {act.kind}.",
            "Name a kind of the charter's article on consent, or none.",
        )  # fmt: skip
    if not 1 <= act.lines.rows <= LINES_MAX:
        return Refusal(
            "labour.lines_out_of_range", article,
            f"A log has between 1 and {LINES_MAX} lines; this one has {act.lines.rows}.",
            "Book at least one line, and split a long log.",
        )  # fmt: skip
    return None


def _logged(act: LogWork, case: Case, lines: Sequence[LogLine]) -> WorkLogged:
    batches = [line.batch for line in lines if line.batch]
    return WorkLogged(
        log=act.log,
        period=act.period,
        submissions=len(lines),
        batches=case.annexes.make(OWED_KIND, owed_columns(batches)) if batches else None,
    )


def apply_work_logged(books: Books, case: Case, act: LogWork, fact: WorkLogged) -> None:
    """Write the log down, which all may see."""
    page_days = charter_of(books).labour.page_days
    books.add(
        WorkLog(
            log=fact.log,
            period=fact.period,
            file=act.file,
            pages=act.pages,
            page_count=act.page_count,
            submissions=fact.submissions,
            entry=case.seq,
            logged_at=case.at,
            forget_by=case.at + page_days * DAY_MS if act.pages else 0,
            forgotten=-1 if act.pages else 0,
            kind=act.kind,
        )
    )


def apply_work_logged_to_members(books: Books, case: Case, act: LogWork, fact: WorkLogged) -> None:
    """Write each submission down; restricted rows only."""
    for line in log_from_annex(case.annexes.read(act.lines)):
        books.add(_submission(line, case, log=fact.log, period=fact.period))


def decide_claim_time(books: Books, act: ClaimTime, case: Case) -> tuple[Fact, ...] | Refusal:
    """Put one's own time on the books, at the price of its task or without one.

    Returns:
        `TimeClaimed`; how much it is stays in the act.
    Source: charter, article on labour.
    """
    task = books.get(Task, act.task) if act.task else None
    line = _claimed(act, task)
    fault = fault_of(line)
    if fault:
        return Refusal(
            "labour.claim_malformed", _article(books), f"The claim cannot be read: expected {fault}.",
            "Name the task and the class as they are called: auzolan labour tasks.",
        )  # fmt: skip
    if act.task and task is None:
        return task_unknown(books, act.task)
    if not 1 <= act.seconds <= CLAIM_SECONDS_MAX:
        return Refusal(
            "labour.seconds_out_of_range", _article(books),
            f"{act.seconds} seconds are claimed; a claim holds 1 to {CLAIM_SECONDS_MAX}.",
            "Claim each day's time by itself.",
        )  # fmt: skip
    # Items share in a surplus where the charter says so, and silence accepts what nobody looks at.
    if act.items > act.seconds:
        return Refusal(
            "labour.items_out_of_range", _article(books),
            f"{act.items} items are claimed for {act.seconds} seconds; a claim holds one a second.",
            "Correct the number; the office books more with the log of a tool.",
        )  # fmt: skip
    refusal = lines_refused(books, case.actor, (line,)) or _too_much(books, act, case)
    return refusal or (TimeClaimed(act.member, act.period, act.batch),)


def _too_much(books: Books, act: ClaimTime, case: Case) -> Refusal | None:
    claimed = act.seconds + sum(
        row.seconds
        for row in _lately(books, act.member, case)
        if row.basis == CLAIMED and not row.log
    )
    if claimed <= CLAIM_DAYS * CLAIM_SECONDS_MAX:
        return None
    return Refusal(
        "labour.more_than_there_is", _article(books),
        f"{act.member} would have claimed {claimed} seconds within {CLAIM_DAYS} days, which last "
        f"{CLAIM_DAYS * CLAIM_SECONDS_MAX}.",
        "Correct the claim; what is claimed is accepted when nobody looks at it in time.",
    )  # fmt: skip


def _own_too_much(books: Books, lines: Sequence[LogLine], case: Case) -> Refusal | None:
    """Her own time in a log that she books herself is her own word, and is limited like a claim."""
    own = sum(line.seconds for line in lines if line.member == case.actor)
    if not own:
        return None
    booked = own + sum(row.seconds for row in _lately(books, case.actor, case))
    if booked <= CLAIM_DAYS * CLAIM_SECONDS_MAX:
        return None
    return Refusal(
        "labour.more_than_there_is", _article(books),
        f"{case.actor} would have {booked} seconds of her own booked within {CLAIM_DAYS} days, which "
        f"last {CLAIM_DAYS * CLAIM_SECONDS_MAX}.",
        "Ask another holder of the office to book her work.",
    )  # fmt: skip


def _lately(books: Books, member: str, case: Case) -> list[Submission]:
    since = case.at - CLAIM_DAYS * DAY_MS
    return [row for row in books.find(Submission, member=member) if row.logged_at > since]


def apply_time_claimed(books: Books, case: Case, act: ClaimTime, fact: TimeClaimed) -> None:
    """Write her submission down; a restricted row."""
    task = books.get(Task, act.task) if act.task else None
    books.add(_submission(_claimed(act, task), case, log="", period=fact.period))


def _claimed(act: ClaimTime, task: Task | None) -> LogLine:
    """A claim as a line, at the price of its task."""
    line = LogLine(
        submission=act.submission, member=act.member, tag=act.tag, task=act.task,
        work_class=act.work_class, basis=CLAIMED, seconds=act.seconds, items=act.items,
        pay_micro=0, paid_seconds=0, judgments=0, batch=act.batch,
    )  # fmt: skip
    price = price_micro(task, line)
    if price is None:
        return line
    return replace(line, pay_micro=price, paid_seconds=act.seconds)


def _submission(line: LogLine, case: Case, *, log: str, period: str) -> Submission:
    return Submission(
        submission=line.submission,
        log=log,
        period=period,
        member=line.member,
        tag=line.tag,
        task=line.task,
        work_class=line.work_class,
        basis=line.basis,
        seconds=line.seconds,
        paid_seconds=line.paid_seconds,
        items=line.items,
        judgments=line.judgments,
        pay_micro=line.pay_micro,
        batch=line.batch,
        logged_at=case.at,
        state=PENDING,
        waits_since=case.at,
        decided_at=0,
        decided_by="",
        owing=1,
        entry=case.seq,
    )


def _article(books: Books) -> str:
    return f"Art. {charter_of(books).labour.number}"
