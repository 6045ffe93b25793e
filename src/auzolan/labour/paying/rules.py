"""The rule of settling: work that is due becomes owed, each person lifted to her floor.

It takes every submission that is accepted, by a person or by the days gone, and the time of those
that were turned down or handed back. What still waits for a decision within its days waits on.
Whether the period is open is asked by the treasury, which guards it. It judges no work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.money import CENTS_MAX
from auzolan.foundation.refusals import Refusal
from auzolan.labour.classes import UNKNOWN
from auzolan.labour.pay import Held
from auzolan.labour.paying.floors import Floors
from auzolan.labour.paying.lines import (
    PAID_KIND,
    SETTLED_PAY_KIND,
    SUBMISSIONS_KIND,
    SettledLine,
    SubmissionLine,
    paid_columns,
    settled_pay_columns,
    settled_pay_from_annex,
    submission_columns,
    submissions_from_annex,
)
from auzolan.labour.paying.settling import (
    OUTSIDE,
    Counted,
    Terms,
    counted,
    held_by_period,
    is_due,
    settled,
)
from auzolan.labour.rules import ARTICLE, add_to_member, index_of
from auzolan.labour.state import (
    ACCEPTED,
    APPEALED,
    PENDING,
    Submission,
    WorkOfMember,
    WorkSheet,
)
from auzolan.labour.work.acts import SettleWork, WorkSettled
from auzolan.labour.work.deadlines import state_at
from auzolan.labour.work.pay_due import is_paid
from auzolan.record.case import Case
from auzolan.record.entries import Fact

SUBMISSIONS_MAX = 100_000
"""How many submissions one settlement takes, in order of id; the next takes those left over."""


def decide_settle(books: Books, act: SettleWork, case: Case) -> tuple[Fact, ...] | Refusal:
    """What is owed for all work that is due, a line a person.

    Args:
        books: the books, with restricted rows.
        act: the sheet's id and the period that bears the cost.
        case: the moment up to which days have gone; makes the annexes.
    Returns:
        `WorkSettled`, or the first refusal: a sheet of this id, nothing due, a sum that the books
        cannot hold.
    Raises:
        NotDisclosed: at the public level.
    Source: charter, article on labour.
    """
    booked = books.get(WorkSheet, act.work)
    if booked is not None:
        return Refusal(
            "labour.work_already_booked", ARTICLE,
            f"Entry {booked.entry} booked the sheet {act.work} already.",
            "Give each sheet of work an id of its own.",
        )  # fmt: skip
    owing = books.find(Submission, owing=1)
    due = _due(books, owing, case.at)
    if not due:
        return Refusal(
            "labour.nothing_due", ARTICLE,
            f"No work is due: {len(owing)} submissions wait for a decision, or for their days.",
            "Decide on what waits, or settle once its days have gone.",
        )  # fmt: skip
    pieces = _pieces(books, act, case, due)
    lines = [
        settled(member, some, _before(books, member, some))
        for member, some in sorted(pieces.items())
    ]
    return _too_large(books, lines, pieces) or (_fact(books, act, case, lines, pieces),)


def unsettled_of(books: Books, period: str, at: int) -> int:
    """How many pieces of work of a period are due, and no settlement has taken them.

    Args:
        books: the books, with restricted rows.
        period: under which the work was handed in.
        at: milliseconds since 1970, UTC.
    Raises:
        NotDisclosed: at the public level.
    """
    owing = [row for row in books.find(Submission, owing=1) if row.period == period]
    return len(_due(books, owing, at))


def _due(books: Books, owing: Sequence[Submission], at: int) -> list[tuple[Submission, str]]:
    """What a settlement takes now, each with its state, in order of id."""
    found = ((row, state_at(books, row, at)) for row in owing)
    due = [(row, state) for row, state in found if is_due(row, state, waits_in=(PENDING,))]
    return due[:SUBMISSIONS_MAX]


def _pieces(
    books: Books, act: SettleWork, case: Case, due: Sequence[tuple[Submission, str]]
) -> dict[str, list[Counted]]:
    """What is counted of each submission, by member."""
    labour = charter_of(books).labour
    floors, indexes = Floors(books, labour), dict[tuple[str, str], int]()
    found: dict[str, list[Counted]] = defaultdict(list)
    for row, state in due:
        key = (row.member, row.work_class)
        if key not in indexes:
            indexes[key] = index_of(books, *key)
        terms = Terms(
            period=act.period,
            at=case.at,
            state=state,
            is_covered=row.work_class in labour.compensable and row.basis != UNKNOWN,
            hour_cents=floors.of(row.member, row.logged_at).cents_hour,
            late_bp=labour.late_interest_bp,
            index_centi=indexes[key],
        )
        found[row.member].append(counted(row, terms))
    return dict(found)


def _before(books: Books, member: str, pieces: Sequence[Counted]) -> dict[str, Held]:
    """What earlier settlements counted of her, in each period whose comparison is touched."""
    periods = {one.line.floor_period for one in pieces} - {OUTSIDE}
    return {
        period: Held(
            books.total(Submission, "settled_micro", member=member, floor_period=period),
            books.total(Submission, "settled_floor", member=member, floor_period=period),
        )
        for period in sorted(periods)
    }


def _too_large(
    books: Books, lines: Sequence[SettledLine], pieces: Mapping[str, Sequence[Counted]]
) -> Refusal | None:
    """Why a sum could not be kept exactly, or None."""
    submissions = _submission_lines(pieces)
    held = held_by_period(submissions)
    sums = (
        sum(line.owed_cents for line in lines),
        sum(line.weight_centi for line in lines),
        sum(line.owed_micro for line in submissions),
        sum(one.floor for one in held.values()),
    )
    if max(sums) <= CENTS_MAX:
        return None
    return Refusal(
        "labour.sum_too_large", f"Art. {charter_of(books).labour.number}",
        f"A sum of this settlement comes to {max(sums)}; the books hold at most {CENTS_MAX}.",
        "Look at the floors in the charter and at the prices of tasks.",
    )  # fmt: skip


def _fact(
    books: Books, act: SettleWork, case: Case, lines: Sequence[SettledLine],
    pieces: Mapping[str, Sequence[Counted]],
) -> WorkSettled:  # fmt: skip
    submissions = _submission_lines(pieces)
    batches = _paid_batches(books, submissions)
    annexes = case.annexes
    fact = WorkSettled(
        work=act.work,
        period=act.period,
        lines=annexes.make(SETTLED_PAY_KIND, settled_pay_columns(lines), amount="owed_cents"),
        submissions=annexes.make(
            SUBMISSIONS_KIND, submission_columns(submissions), amount="owed_micro"
        ),
        batches=annexes.make(PAID_KIND, paid_columns(batches)) if batches else None,
        members=len(lines),
        seconds=sum(line.seconds for line in lines),
        pay_cents=sum(line.pay_cents for line in lines),
        interest_cents=sum(line.interest_cents for line in lines),
        topup_cents=sum(line.topup_cents for line in lines),
    )
    owed_cents = fact.pay_cents + fact.interest_cents + fact.topup_cents
    assert fact.lines.total == owed_cents, "the annex sums what is owed"
    return fact


def _submission_lines(pieces: Mapping[str, Sequence[Counted]]) -> list[SubmissionLine]:
    lines = [one.line for some in pieces.values() for one in some]
    return sorted(lines, key=lambda line: line.submission)


def _paid_batches(books: Books, lines: Sequence[SubmissionLine]) -> list[str]:
    """The batches of which everything that was delivered with them is paid now.

    One rejected submission keeps its whole batch from the gate: rows of a batch are not told apart
    by the work that they came with. A batch that is paid stays so since then: another moment would
    make uses in between look as if they had been unpaid.
    """
    paid = {line.submission for line in lines if line.state == ACCEPTED}
    rows = books.get_many(Submission, sorted(paid))
    batches = sorted({row.batch for row in rows if row is not None and row.batch})
    return [
        batch
        for batch in batches
        if not is_paid(books, batch)
        and all(
            row.submission in paid or (row.state == ACCEPTED and not row.owing)
            for row in books.find(Submission, batch=batch)
        )
    ]


def apply_work_settled(books: Books, case: Case, act: SettleWork, fact: WorkSettled) -> None:
    """Book the sheet's totals, which all may see."""
    books.add(
        WorkSheet(
            work=fact.work,
            period=fact.period,
            members=fact.members,
            seconds=fact.seconds,
            pay_cents=fact.pay_cents,
            topup_cents=fact.topup_cents,
            entry=case.seq,
            interest_cents=fact.interest_cents,
        )
    )


def apply_work_settled_to_members(
    books: Books, case: Case, act: SettleWork, fact: WorkSettled
) -> None:
    """Add each line to its member's work of the period; restricted rows only."""
    for line in settled_pay_from_annex(case.annexes.read(fact.lines)):
        add_to_member(
            books,
            WorkOfMember(
                fact.period, line.member, line.accepted_seconds, line.weight_centi,
                line.owed_cents, counted_seconds=line.seconds, paid_seconds=line.paid_seconds,
                items=line.items, pay_cents=line.pay_cents, interest_cents=line.interest_cents,
                topup_cents=line.topup_cents, floor_cents=line.floor_cents,
            ),
        )  # fmt: skip


def apply_work_settled_to_submissions(
    books: Books, case: Case, act: SettleWork, fact: WorkSettled
) -> None:
    """Note on each submission what was counted and paid of it; restricted rows only.

    One that the days accepted becomes accepted here; no person's name is put under it. One whose
    appeal is open is looked at again: the appeal may lapse, and its price be due.
    """
    lines = submissions_from_annex(case.annexes.read(fact.submissions))
    rows = books.get_many(Submission, [line.submission for line in lines])
    for line, row in zip(lines, rows, strict=True):
        assert row is not None, f"{line.submission} was never handed in"
        is_by_time = line.state == ACCEPTED and row.state != ACCEPTED
        books.put(
            msgspec.structs.replace(
                row,
                state=line.state,
                owing=int(line.state == APPEALED),
                settled_seconds=row.seconds,
                settled_micro=row.settled_micro + line.owed_micro,
                auto_accepted=1 if is_by_time else row.auto_accepted,
                floor_period=line.floor_period,
                settled_floor=row.settled_floor + line.seconds * line.hour_cents,
            )
        )
