"""No pay, no data: which rows wait for the pay of the work that they came with.

The row stands openly and says nothing of how work was judged, so that everybody can ask the gate
again. It is asked by `consent.gate`; here it is written.
"""

from __future__ import annotations

import msgspec

from auzolan.consent.state import PayDue
from auzolan.foundation.books import Books
from auzolan.foundation.moments import MOMENT_MAX
from auzolan.labour.work.acts import (
    ClaimTime,
    LogWork,
    SettleWork,
    TimeClaimed,
    WorkLogged,
    WorkSettled,
)
from auzolan.record.annex_columns import texts
from auzolan.record.annexes import AnnexRef
from auzolan.record.case import Case


def is_paid(books: Books, batch: str) -> bool:
    """Whether rows came with work and that work is paid."""
    due = books.get(PayDue, batch)
    return due is not None and due.paid_at != MOMENT_MAX


def apply_work_logged_pay_due(books: Books, case: Case, act: LogWork, fact: WorkLogged) -> None:
    """Hold the rows that came with a log until it is paid."""
    for batch in _batches(case, fact.batches):
        _hold(books, case, batch)


def apply_time_claimed_pay_due(books: Books, case: Case, act: ClaimTime, fact: TimeClaimed) -> None:
    """Hold the rows that came with somebody's own time until it is paid."""
    if fact.batch:
        _hold(books, case, fact.batch)


def apply_work_settled_pay_due(
    books: Books, case: Case, act: SettleWork, fact: WorkSettled
) -> None:
    """Let rows go whose work is paid."""
    for batch in _batches(case, fact.batches):
        due = books.get(PayDue, batch)
        assert due is not None, f"the batch {batch} came with no work"
        books.put(msgspec.structs.replace(due, paid_at=case.at, entry=case.seq))


def _hold(books: Books, case: Case, batch: str) -> None:
    if books.get(PayDue, batch) is None:
        books.add(PayDue(batch=batch, since=case.at, paid_at=MOMENT_MAX, entry=case.seq))


def _batches(case: Case, ref: AnnexRef | None) -> list[str]:
    return texts(case.annexes.read(ref), "batch") if ref is not None else []
