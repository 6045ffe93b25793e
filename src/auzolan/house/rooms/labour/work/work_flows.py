"""Logging work and judging it: ids and tags drawn, lines laid down, each act under its right actor.

Who holds which tag stands in the restricted lines alone; here it is looked up for her who asks, and
for nobody else. Reasons are never empty. Nothing here decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from auzolan.cooperative import read_entry
from auzolan.foundation.books import Books
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import Reading, ask, drawn, lay_down_once, named, reading
from auzolan.house.desk import Desk
from auzolan.house.rooms.labour.work.work_queries import queue_lines
from auzolan.house.rooms.members.flows import UNSEALED
from auzolan.house.storage.annex_files import AnnexFiles
from auzolan.house.submission import Receipt
from auzolan.labour.state import Submission, Task
from auzolan.labour.work.acts import (
    AcceptWork,
    ClaimTime,
    HandInAgain,
    LogWork,
    RejectWork,
    ReviseWork,
)
from auzolan.labour.work.log_checks import price_micro
from auzolan.labour.work.log_lines import LOG_KIND, LogLine, log_columns, log_from_annex

ARTICLE = "house, labour"
AT_ONCE_MAX = 300
TAG_BYTES = 16
_ID_BYTES = 12


@dataclass(frozen=True, slots=True)
class NewWork:
    """One piece of work as a log brings it; the fields are those of a line of the log.

    `pay_micro` is None where the price of its task says it, `paid_seconds` where a price is meant
    for all of the time, or there is none.
    """

    member: str
    task: str = ""
    work_class: str = "work"
    basis: str = "measured"
    seconds: int = 0
    items: int = 0
    pay_micro: int | None = None
    paid_seconds: int | None = None
    judgments: int = 0
    batch: str = ""


@dataclass(frozen=True, slots=True)
class NewClaim:
    """One's own time as one claims it; the fields are those of the act."""

    work_class: str
    seconds: int
    task: str = ""
    items: int = 0
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a log was read from: digests of its file and of the page times kept; empty for none.

    `kind` is the kind of rows that its lines without a task are about, or empty.
    """

    file: str = ""
    pages: str = ""
    page_count: int = 0
    kind: str = ""


def log_work(
    desk: Desk, *, actor: str, log: str, period: str, lines: Sequence[NewWork],
    source: Source = Source(),
) -> Receipt | Refusal:  # fmt: skip
    """Put the work of a period on the books, each piece under a fresh id and a fresh tag.

    Sent again after a crash, the same log keeps the ids and tags that it got.

    Args:
        desk: the desk.
        actor: who holds the office of work.
        log: the id of the log.
        period: the open period.
        lines: one a submission, in an order that tells nothing about who is who.
        source: the file it was read from.
    """
    identity = named("log-work", log)
    with reading(desk.folder) as now:
        names = _names_before(desk, now, identity, len(lines)) or [
            (f"s-{desk.ports.chance(_ID_BYTES).hex()}", desk.ports.chance(TAG_BYTES).hex())
            for _ in lines
        ]
        kept = [_line(now.books, new, *pair) for new, pair in zip(lines, names, strict=True)]
    if not kept:
        return Refusal(
            "labour.lines_out_of_range", ARTICLE, f"The log {log} has no lines.",
            "Book at least one line.",
        )  # fmt: skip
    ref = lay_down_once(desk, identity, LOG_KIND, log_columns(kept))
    act = LogWork(log, period, ref, source.file, source.pages, source.page_count, source.kind)
    return ask(desk, identity, actor, act)


def _names_before(
    desk: Desk, now: Reading, identity: str, size: int
) -> list[tuple[str, str]] | None:
    """The ids and tags that a log of this id got when it was booked, or None."""
    seq = now.log.known([identity]).get(identity)
    act = read_entry(now.log.body(seq)).act if seq is not None else None
    if not isinstance(act, LogWork) or act.lines.rows != size:
        return None
    annex = AnnexFiles(desk.folder, desk.ports).read(act.lines)
    return [(line.submission, line.tag) for line in log_from_annex(annex)]


def _line(books: Books, new: NewWork, submission: str, tag: str) -> LogLine:
    line = LogLine(
        submission=submission, member=new.member, tag=tag, task=new.task,
        work_class=new.work_class, basis=new.basis, seconds=new.seconds, items=new.items,
        pay_micro=new.pay_micro or 0, paid_seconds=new.paid_seconds or 0,
        judgments=new.judgments, batch=new.batch,
    )  # fmt: skip
    if new.pay_micro is None:
        price = price_micro(books.get(Task, new.task) if new.task else None, line)
        line = replace(line, pay_micro=price or 0)
    if new.paid_seconds is None and line.pay_micro:
        line = replace(line, paid_seconds=line.seconds)
    return line


def claim_time(desk: Desk, *, member: str, period: str, claim: NewClaim) -> Receipt | Refusal:
    """Put one's own time on the books."""
    act = ClaimTime(
        submission=drawn(desk, "s"), period=period, member=member, tag=_drawn_tag(desk),
        task=claim.task, work_class=claim.work_class,
        seconds=claim.seconds, items=claim.items, batch=claim.batch,
    )  # fmt: skip
    return ask(desk, drawn(desk, "claim"), member, act)


def _drawn_tag(desk: Desk) -> str:
    """A fresh tag, the same for a request that is sent twice."""
    return hashlib.sha256(drawn(desk, "tag").encode()).hexdigest()[: 2 * TAG_BYTES]


def accept(desk: Desk, *, actor: str, submissions: Sequence[str], reason: str) -> Receipt | Refusal:
    """Accept submissions, all of them or none, for a reason; at most 300."""
    act = AcceptWork(tuple(submissions), UNSEALED)
    return no_words(reason) or ask(desk, drawn(desk, "accept"), actor, act, {"reason": reason})


def accept_all(desk: Desk, *, actor: str, reason: str, task: str = "") -> Receipt | Refusal:
    """Accept what waits, of one task or of all: the 300 that wait longest."""
    waiting = queue_lines(desk.folder, actor=actor, at=desk.ports.clock(), task=task)
    if isinstance(waiting, Refusal):
        return waiting
    if not waiting:
        return Refusal(
            "labour.nothing_waits", ARTICLE,
            f"No work waits for {actor} to judge" + (f", of the task {task}." if task else "."),
            "Nothing is left to do.",
        )  # fmt: skip
    names = [line.submission for line in waiting[:AT_ONCE_MAX]]
    return accept(desk, actor=actor, submissions=names, reason=reason)


def reject(desk: Desk, *, actor: str, submission: str, reason: str) -> Receipt | Refusal:
    """Turn a submission down, for a reason that she will read."""
    act = RejectWork(submission, UNSEALED)
    return no_words(reason) or ask(
        desk, named("reject", submission), actor, act, {"reason": reason}
    )


def revise(desk: Desk, *, actor: str, submission: str, reason: str) -> Receipt | Refusal:
    """Hand a submission back, for a reason that she will read."""
    act = ReviseWork(submission, UNSEALED)
    return no_words(reason) or ask(
        desk, named("revise", submission), actor, act, {"reason": reason}
    )


def hand_in_again(desk: Desk, *, member: str, submission: str, seconds: int) -> Receipt | Refusal:
    """Hand in again what was handed back, under its tag."""
    tag = own_tag(desk, member, submission)
    if isinstance(tag, Refusal):
        return tag
    return ask(desk, named("again", submission), tag, HandInAgain(submission, seconds))


def own_tag(desk: Desk, member: str, submission: str) -> str | Refusal:
    """The tag of one's own submission; of another's not even that there is one."""
    with reading(desk.folder) as now:
        row = now.books.get(Submission, submission)
    if row is not None and row.member == member:
        return row.tag
    return Refusal(
        "labour.not_hers", ARTICLE, f"{member} handed in no submission {submission}.",
        "Name one of her own: auzolan labour submissions.",
    )  # fmt: skip


def no_words(words: str) -> Refusal | None:
    """The refusal of an empty reason, or None; no rule can see whether a sealed text says anything."""
    if words.strip():
        return None
    return Refusal(
        "labour.reason_missing", ARTICLE, "The reason is empty.",
        "Write why, in words that help her: she reads them, and so do her peers.",
    )  # fmt: skip
