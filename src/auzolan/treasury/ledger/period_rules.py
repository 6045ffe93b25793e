"""The rules of periods: whether money may enter one, when it closes, with what result.

A closed period is never opened again. What its surplus is used for is in `sharing_rules`.
"""

from __future__ import annotations

import msgspec

from auzolan.foundation.books import Books
from auzolan.foundation.refusals import Refusal
from auzolan.labour.acts import RecordWork
from auzolan.labour.watching.acts import ReleaseGroups
from auzolan.labour.work.acts import ClaimTime, LogWork, SettleWork
from auzolan.licensing.acts import Receive
from auzolan.record.case import Case
from auzolan.record.entries import Fact
from auzolan.treasury.accounts import EXPENSE, INCOME, is_of_period, result_account
from auzolan.treasury.ledger.acts import BeginClosing, ClosePeriod, ClosingBegun, PeriodClosed
from auzolan.treasury.ledger.posting import (
    Leg,
    assert_sums_to_zero,
    open_a_period,
    post,
    trial_balance,
)
from auzolan.treasury.state import CLOSED, CLOSING, OPEN, Account, Period, open_period

ARTICLE = "house, treasury"


def guard_open_period(
    books: Books, act: RecordWork | LogWork | ClaimTime | SettleWork | Receive, case: Case
) -> Refusal | None:
    """Whether the period that another room's act names is open; asked before that room's rule."""
    return period_refused(books, act.period, corrections=False)


def guard_closed_period(books: Books, act: ReleaseGroups, case: Case) -> Refusal | None:
    """Whether the figures of a release stand still: two of them would show who was corrected."""
    if not act.period:
        return None
    period = books.get(Period, act.period)
    if period is None:
        return period_unknown(books, act.period)
    if period.state != CLOSED:
        return Refusal(
            "treasury.period_not_closed", ARTICLE,
            f"The period {act.period} is not closed; its figures still change.",
            f"Release them once {act.period} is closed.",
        )  # fmt: skip
    return None


def period_refused(books: Books, name: str, *, corrections: bool) -> Refusal | None:
    """Why nothing may enter a period, or None.

    Args:
        books: the books.
        name: the period.
        corrections: whether the entry corrects the books, which a closing period still takes.
    """
    period = books.get(Period, name)
    if period is None:
        return period_unknown(books, name)
    if period.state == CLOSED:
        return Refusal(
            "treasury.period_closed", ARTICLE,
            f"Entry {period.closed} closed the period {name}; nothing enters it any more.",
            f"Use the open period, {open_period(books)}.",
        )  # fmt: skip
    if period.state == CLOSING and not corrections:
        return Refusal(
            "treasury.period_closing", ARTICLE,
            f"The period {name} is closing; only corrections enter it.",
            f"Use the open period, {open_period(books)}.",
        )  # fmt: skip
    return None


def period_unknown(books: Books, name: str) -> Refusal:
    """The refusal of a period that does not exist."""
    return Refusal(
        "treasury.period_unknown", ARTICLE, f"There is no period called {name}.",
        f"The open period is {open_period(books)}.",
    )  # fmt: skip


def decide_begin_closing(books: Books, act: BeginClosing, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether a period can begin to close: it is open, and none before it is still closing."""
    refused = period_refused(books, act.period, corrections=False) or _taken(books, act.next_period)
    if refused is not None:
        return refused
    refused = _still_closing(books, but=act.period)
    return refused or (ClosingBegun(act.period, act.next_period),)


def _still_closing(books: Books, *, but: str) -> Refusal | None:
    """Periods close one after another: the refusal where another one is still closing."""
    for closing in books.find(Period, state=CLOSING):
        if closing.period != but:
            return Refusal(
                "treasury.another_closing", ARTICLE,
                f"The period {closing.period} is still closing.",
                f"Close {closing.period} first.",
            )  # fmt: skip
    return None


def _taken(books: Books, next_period: str) -> Refusal | None:
    if books.get(Period, next_period) is None:
        return None
    return Refusal(
        "treasury.next_period_taken", ARTICLE,
        f"There is a period called {next_period} already.",
        "Give the next period an id that is free.",
    )  # fmt: skip


def apply_closing_begun(books: Books, case: Case, act: BeginClosing, fact: ClosingBegun) -> None:
    """Mark the period as closing, and open the next."""
    books.put(msgspec.structs.replace(_period(books, fact.period), state=CLOSING))
    open_a_period(books, case, fact.next_period)


def decide_close_period(books: Books, act: ClosePeriod, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether a period can close, and with what result."""
    refused = period_refused(books, act.period, corrections=True)
    if refused is not None:
        return refused
    period = _period(books, act.period)
    refused = _still_closing(books, but=act.period) or _next_refused(books, period, act.next_period)
    if refused is not None:
        return refused
    assert_sums_to_zero(books)
    income_cents = -sum(leg.amount for leg in _carried(books, INCOME, act.period))
    expense_cents = sum(leg.amount for leg in _carried(books, EXPENSE, act.period))
    fact = PeriodClosed(
        period=act.period,
        next_period=act.next_period,
        income_cents=income_cents,
        expense_cents=expense_cents,
        result_cents=income_cents - expense_cents,
        postings=period.postings,
        chain=period.chain,
        trial_balance=trial_balance(books),
    )
    return (fact,)


def _next_refused(books: Books, period: Period, next_period: str) -> Refusal | None:
    if period.state == OPEN:
        return _taken(books, next_period)
    opened = open_period(books)
    if next_period == opened:
        return None
    return Refusal(
        "treasury.next_period_differs", ARTICLE,
        f"{opened} is open already; it follows {period.period}, not {next_period}.",
        f"Close {period.period} and name {opened} as the next.",
    )  # fmt: skip


def _carried(books: Books, group: str, period: str) -> list[Leg]:
    """The balances of a group's accounts of a period, debit positive."""
    return [
        Leg(row.account, row.balance)
        for row in books.find(Account, group_name=group)
        if is_of_period(row.account, period) and row.balance
    ]


def apply_period_closed(books: Books, case: Case, act: ClosePeriod, fact: PeriodClosed) -> None:
    """Carry income and expenses into the period's result, close it, and see that the next is open."""
    assert trial_balance(books) == fact.trial_balance, "the trial balance is the one of the books"
    carried = _carried(books, INCOME, fact.period) + _carried(books, EXPENSE, fact.period)
    legs = [Leg(leg.account, -leg.amount) for leg in carried]
    post(books, case, fact.period, [*legs, Leg(result_account(fact.period), -fact.result_cents)])
    assert not _carried(books, INCOME, fact.period), "all income is carried"
    assert not _carried(books, EXPENSE, fact.period), "all expenses are carried"
    period = _period(books, fact.period)
    closed = msgspec.structs.replace(
        period, state=CLOSED, result_cents=fact.result_cents, closed=case.seq
    )
    books.put(closed)
    if books.get(Period, fact.next_period) is None:
        open_a_period(books, case, fact.next_period)


def _period(books: Books, name: str) -> Period:
    period = books.get(Period, name)
    assert period is not None, f"there is no period {name}"
    return period
