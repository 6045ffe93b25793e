"""The rules of work: who weighs how much, what a sheet of work owes.

Whether the period is open is asked by the treasury, which guards it; hours are booked as they were
agreed, and no rule here measures anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS, SECOND_MS
from auzolan.foundation.money import CENTS_MAX
from auzolan.foundation.refusals import Refusal
from auzolan.labour.acts import AssignIndex, IndexAssigned, RecordWork, WorkRecorded
from auzolan.labour.lines import (
    PAY_KIND,
    PayLine,
    WorkLine,
    pay_columns,
    pay_from_annex,
    work_from_annex,
)
from auzolan.labour.pay import floor_of_work_cents, topup_cents
from auzolan.labour.state import INDEX_BASE_CENTI, JobIndex, WorkOfMember, WorkSheet
from auzolan.members.state import Member, is_in_standing
from auzolan.record.case import Case
from auzolan.record.entries import Fact

ARTICLE = "house, labour"
LINES_MAX = 10_000
SECONDS_MAX = 31 * DAY_MS // SECOND_MS
PAY_CENTS_MAX = 10**11
"""A billion of the currency for one line: far above any pay, far below where sums could break."""


def decide_assign_index(books: Books, act: AssignIndex, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether a member's hours may weigh by this index: at least the base, at most the ratio."""
    labour = charter_of(books).labour
    if not is_in_standing(books, act.member):
        return Refusal(
            "labour.member_not_in_standing", f"Art. {labour.number}",
            f"{act.member} is not a member in good standing.",
            "Give an index to members in good standing only.",
        )  # fmt: skip
    index_max = INDEX_BASE_CENTI * labour.index_ratio_max
    if not INDEX_BASE_CENTI <= act.index_centi <= index_max:
        return Refusal(
            "labour.index_out_of_range", f"Art. {labour.number}",
            f"An index lies between {INDEX_BASE_CENTI} and {index_max} hundredths; "
            f"this one is {act.index_centi}.",
            "Choose an index within the range, or propose a wider ratio to the assembly.",
        )  # fmt: skip
    return (IndexAssigned(act.member),)


def apply_index_assigned(books: Books, case: Case, act: AssignIndex, fact: IndexAssigned) -> None:
    """Remember a member's index."""
    books.put(JobIndex(fact.member, act.work_class, act.index_centi, case.seq))


def decide_record_work(books: Books, act: RecordWork, case: Case) -> tuple[Fact, ...] | Refusal:
    """What a sheet of work owes, each line lifted to the charter's floor."""
    booked = books.get(WorkSheet, act.work)
    if booked is not None:
        return Refusal(
            "labour.work_already_booked", ARTICLE,
            f"Entry {booked.entry} booked the sheet {act.work} already.",
            "Give each sheet of work an id of its own.",
        )  # fmt: skip
    if not 1 <= act.lines.rows <= LINES_MAX:
        return Refusal(
            "labour.lines_out_of_range", ARTICLE,
            f"A sheet has between 1 and {LINES_MAX} lines; this one has {act.lines.rows}.",
            "Book at least one line, and split a long sheet.",
        )  # fmt: skip
    try:
        lines = work_from_annex(case.annexes.read(act.lines))
    except ValueError as fault:
        return Refusal(
            "labour.lines_malformed", ARTICLE, f"The sheet cannot be read: {fault}.",
            "Lay the sheet down again, with the columns member, seconds and pay_cents.",
        )  # fmt: skip
    return _line_refused(books, lines) or _owed(books, act, case, lines)


def _line_refused(books: Books, lines: Sequence[WorkLine]) -> Refusal | None:
    """The first line that cannot be booked, check by check over the whole sheet."""
    times = Counter(line.member for line in lines)
    for line in lines:
        if books.get(Member, line.member) is None:
            return Refusal(
                "labour.member_unknown", ARTICLE,
                f"{line.member} is not and never was a member.",
                "Admit her first; work is owed to members, and to members who have left.",
            )  # fmt: skip
    for member, count in times.items():
        if count > 1:
            return Refusal(
                "labour.member_twice", ARTICLE,
                f"{member} stands on {count} lines of one sheet.",
                "Put a member's work of a sheet on one line.",
            )  # fmt: skip
    for line in lines:
        if not 1 <= line.seconds <= SECONDS_MAX:
            return Refusal(
                "labour.seconds_out_of_range", ARTICLE,
                f"{line.member} worked {line.seconds} seconds; "
                f"a line holds between 1 and {SECONDS_MAX}.",
                "Correct the time; book more than 31 days of work on several sheets.",
            )  # fmt: skip
    for line in lines:
        if not 0 <= line.pay_cents <= PAY_CENTS_MAX:
            return Refusal(
                "labour.pay_out_of_range", ARTICLE,
                f"{line.member} would be paid {line.pay_cents} cents; "
                f"a line holds between 0 and {PAY_CENTS_MAX}.",
                "Correct the pay.",
            )  # fmt: skip
    return None


def _owed(
    books: Books, act: RecordWork, case: Case, lines: Sequence[WorkLine]
) -> tuple[Fact, ...] | Refusal:
    labour = charter_of(books).labour
    pay = [_pay_line(books, line, labour.floor_cents_hour) for line in lines]
    pay.sort(key=lambda line: line.member)
    owed_cents = sum(line.owed_cents for line in pay)
    if owed_cents > CENTS_MAX:
        return Refusal(
            "labour.sum_too_large", f"Art. {labour.number}",
            f"The sheet would owe {owed_cents} cents; the books hold at most {CENTS_MAX}.",
            "Split the sheet, or look at the floor in the charter.",
        )  # fmt: skip
    fact = WorkRecorded(
        work=act.work,
        period=act.period,
        lines=case.annexes.make(PAY_KIND, pay_columns(pay), amount="owed_cents"),
        members=len(pay),
        seconds=sum(line.seconds for line in pay),
        pay_cents=sum(line.pay_cents for line in pay),
        topup_cents=sum(line.topup_cents for line in pay),
    )
    assert fact.lines.total == fact.pay_cents + fact.topup_cents, "the annex sums what is owed"
    return (fact,)


def _pay_line(books: Books, line: WorkLine, floor_cents_hour: int) -> PayLine:
    lifted = PayLine(
        member=line.member,
        seconds=line.seconds,
        index_centi=index_of(books, line.member),
        pay_cents=line.pay_cents,
        topup_cents=topup_cents(
            seconds=line.seconds, pay_cents=line.pay_cents, floor_cents_hour=floor_cents_hour
        ),
    )
    assert lifted.owed_cents >= floor_of_work_cents(line.seconds, floor_cents_hour)
    return lifted


def index_of(books: Books, member: str, work_class: str = "") -> int:
    """The index by which a member's hours of a class weigh, in hundredths."""
    for named in dict.fromkeys((work_class, "")):
        index = books.get(JobIndex, (member, named))
        if index is not None:
            return index.index_centi
    return INDEX_BASE_CENTI


def apply_work_recorded(books: Books, case: Case, act: RecordWork, fact: WorkRecorded) -> None:
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
        )
    )


def apply_work_recorded_to_members(
    books: Books, case: Case, act: RecordWork, fact: WorkRecorded
) -> None:
    """Add each line to its member's work of the period; restricted rows only."""
    for line in pay_from_annex(case.annexes.read(fact.lines)):
        add_to_member(
            books,
            WorkOfMember(
                fact.period, line.member, line.seconds, line.weight_centi, line.owed_cents,
                counted_seconds=line.seconds, paid_seconds=line.seconds, pay_cents=line.pay_cents,
                topup_cents=line.topup_cents,
            ),
        )  # fmt: skip


def add_to_member(books: Books, more: WorkOfMember) -> None:
    """Add work to what a member has of the same period, number by number."""
    had = books.get(WorkOfMember, (more.period, more.member))
    names = [name for name in WorkOfMember.__struct_fields__ if name not in WorkOfMember.KEY]
    sums = {name: getattr(had, name) + getattr(more, name) for name in names} if had else {}
    books.put(msgspec.structs.replace(more, **sums))
