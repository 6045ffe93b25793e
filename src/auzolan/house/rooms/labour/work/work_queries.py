"""Reading work that was handed in: one's own in full, what waits for judgement without names.

A lead's queue says what is to be judged and by when, not who did it nor how long it took; only a
claim shows its time, as the time is what is judged.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from auzolan.audit.folder import Folder
from auzolan.charter.offices import holds
from auzolan.foundation.books import Books
from auzolan.foundation.moments import day_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import reading, vault_of
from auzolan.house.storage.reader import Reader, reader_of
from auzolan.labour.classes import CLAIMED
from auzolan.labour.state import HANDED_BACK, PENDING, REJECTED, UPHELD, Submission
from auzolan.labour.work.acts import RejectWork, ReviseWork
from auzolan.labour.work.deadlines import accepted_from, appeal_ends_at, state_at

OFFICE = "work"
_TURNED_DOWN = frozenset({REJECTED, UPHELD})


class OwnSubmission(msgspec.Struct, frozen=True):
    """A piece of one's own work, with all that is known of it.

    `until` is the day by which a decision falls or an appeal can be brought, empty where neither
    does; `reason` what was written when it was turned down or handed back.
    """

    submission: str
    log: str
    task: str
    work_class: str
    basis: str
    seconds: int
    items: int
    judgments: int
    pay_micro: int
    batch: str
    logged: str
    state: str
    until: str
    decided_by: str
    reason: str
    paid_micro: int
    entry: int


class QueueLine(msgspec.Struct, frozen=True):
    """A piece of work that waits to be judged; `claimed_seconds` is None but for claims."""

    submission: str
    task: str
    work_class: str
    items: int
    judgments: int
    claimed_seconds: int | None
    again: bool
    decide_by: str


def own_submissions(folder: Folder, *, member: str, at: int) -> list[OwnSubmission]:
    """One's own work, the newest first.

    Args:
        folder: the co-operative's.
        member: who asks, about herself.
        at: the moment, milliseconds since 1970, UTC.
    """
    with reader_of(folder) as reader:
        return submissions_of(reader, member=member, at=at)


def submissions_of(reader: Reader, *, member: str, at: int) -> list[OwnSubmission]:
    """The same, for whoever reads already."""
    rows = reader.rows(Submission, member=member)
    states = {row.submission: state_at(reader.books, row, at) for row in rows}
    until = {row.submission: _until(reader.books, row, states[row.submission]) for row in rows}
    judged = [row for row in rows if row.state in {*_TURNED_DOWN, HANDED_BACK}]
    reasons = _reasons_of(reader, judged) if judged else {}
    rows.sort(key=lambda row: (-row.entry, row.submission))
    return [
        OwnSubmission(
            submission=row.submission, log=row.log, task=row.task, work_class=row.work_class,
            basis=row.basis, seconds=row.seconds, items=row.items, judgments=row.judgments,
            pay_micro=row.pay_micro, batch=row.batch, logged=day_from_moment(row.logged_at),
            state=states[row.submission], until=until[row.submission],
            decided_by=row.decided_by, reason=reasons.get(row.submission, ""),
            paid_micro=row.settled_micro, entry=row.entry,
        )
        for row in rows
    ]  # fmt: skip


def _until(books: Books, row: Submission, state: str) -> str:
    if state == PENDING:
        return day_from_moment(accepted_from(books, row))
    if state == REJECTED:
        return day_from_moment(appeal_ends_at(books, row.decided_at))
    return ""


def reasons_of(folder: Folder, submissions: set[str]) -> dict[str, str]:
    """The latest reasons written about these submissions, as far as the vault still holds them."""
    with reader_of(folder) as reader:
        found = reader.some(Submission, [(name,) for name in sorted(submissions)])
        return _reasons_of(reader, list(found.values()))


def _reasons_of(reader: Reader, rows: Sequence[Submission]) -> dict[str, str]:
    judgements = _judgements(reader, rows)
    with vault_of(reader.folder) as vault:
        openings = vault.openings_of_some(entry for _, entry in judgements)
    found: dict[str, str] = {}
    for submission, entry in judgements:
        opening = openings.get(entry, {}).get("reason")
        found[submission] = str(opening.value) if opening is not None else ""
    return found


def _judgements(reader: Reader, rows: Sequence[Submission]) -> list[tuple[str, int]]:
    """Entries that turned work down or handed it back, in their order."""
    submissions = {row.submission for row in rows}
    # A panel that upheld a rejection has decided last; what it upheld was said before it.
    spans = [(row.rejected_at or row.decided_at, row.decided_at) for row in rows]
    entries = reader.entries(
        one.seq for one in reader.told(("labour.reject/1", "labour.revise/1"))
        if any(first <= one.at <= last for first, last in spans)
    )  # fmt: skip
    return [
        (entry.act.submission, seq)
        for seq, entry in entries.items()
        if isinstance(entry.act, RejectWork | ReviseWork) and entry.act.submission in submissions
    ]


def queue_lines(
    folder: Folder, *, actor: str, at: int, task: str = ""
) -> list[QueueLine] | Refusal:
    """What waits for a holder of the office to judge, the most urgent first; never her own work.

    Args:
        folder: the co-operative's.
        actor: who asks.
        at: the moment, milliseconds since 1970, UTC.
        task: only of this task; of all where empty.
    """
    with reading(folder) as now:
        if not holds(now.books, actor, OFFICE, at):
            return Refusal(
                "labour.not_the_lead", "house, labour",
                f"{actor} does not hold the office {OFFICE}.",
                "Ask a holder of the office; for one's own work: auzolan labour submissions.",
            )  # fmt: skip
        rows = [
            row
            for row in now.books.find(Submission, state=PENDING)
            if row.member != actor
            and task in ("", row.task)
            and state_at(now.books, row, at) == PENDING
        ]
        rows.sort(key=lambda row: (row.waits_since, row.submission))
        return [_queued(now.books, row) for row in rows]


def _queued(books: Books, row: Submission) -> QueueLine:
    return QueueLine(
        submission=row.submission, task=row.task, work_class=row.work_class, items=row.items,
        judgments=row.judgments,
        claimed_seconds=row.seconds if row.basis == CLAIMED else None,
        again=bool(row.decided_at), decide_by=day_from_moment(accepted_from(books, row)),
    )  # fmt: skip
