"""The rows of the treasury.

The general ledger is open: every amount in it belongs to all. What belongs to one person stands
in the members' ledger, which is restricted; two control accounts of the general ledger, `capital`
and `payable`, always equal its sums. Debit is positive, credit negative.

There is no account for what licensees still owe: income is booked when it has reached the bank,
so that nobody is paid from money that has not come. What is owed stands with each licence.
"""

from __future__ import annotations

from typing import ClassVar

from auzolan.foundation.books import Books, Row

BANK = "bank"
INCOME = "income"
WAGES = "wages"
RESULT = "result"
RESERVE = "reserve"
EDUCATION = "education"
CAPITAL = "capital"
PAYABLE = "payable"
CONTROL_ACCOUNTS = (CAPITAL, PAYABLE)
SINGLE_GROUPS = (BANK, CAPITAL, EDUCATION, INCOME, PAYABLE, RESERVE, WAGES)
"""Groups that have one account, of their own name."""
GROUPS = (*SINGLE_GROUPS, RESULT)
"""All groups; `result` has an account for each period that was closed."""

OPEN = "open"
CLOSED = "closed"

PLANNED = "planned"
DISTRIBUTED = "distributed"


class Account(Row, frozen=True, gc=False):
    """One account of the general ledger with its balance; `group_name` tells what kind it is."""

    KEY: ClassVar = ("account",)
    INDEXES: ClassVar = (("group_name",),)

    account: str
    group_name: str
    balance_cents: int


class Posting(Row, frozen=True, gc=False):
    """One leg of a transaction in the general ledger; the legs of an entry sum to zero."""

    KEY: ClassVar = ("entry", "leg")
    HISTORY: ClassVar = True

    entry: int
    leg: int
    period: str
    account: str
    amount_cents: int


class MemberAccount(Row, frozen=True, gc=False):
    """What one member has in a control account: her capital, or what is payable to her (>= 0)."""

    KEY: ClassVar = ("member", "account")
    INDEXES: ClassVar = (("account",), ("member",))
    RESTRICTED: ClassVar = True

    member: str
    account: str
    balance_cents: int


class MemberPosting(Row, frozen=True, gc=False):
    """One movement on a member's account, and why."""

    KEY: ClassVar = ("entry", "member", "account")
    HISTORY: ClassVar = True
    RESTRICTED: ClassVar = True

    entry: int
    member: str
    account: str
    period: str
    why: str
    amount_cents: int


class Period(Row, frozen=True, gc=False):
    """A span of the books; `result_cents` is its surplus (positive) once it is closed.

    `opened` and `closed` are entries; `closed` is -1 while the period is open. One is open.
    """

    KEY: ClassVar = ("period",)
    INDEXES: ClassVar = (("state",),)

    period: str
    state: str
    result_cents: int
    opened: int
    closed: int


class Plan(Row, frozen=True, gc=False):
    """A plan for sharing a surplus; `state` is `planned` or `distributed`.

    `lines` is the text of the `AnnexRef` of its lines.
    """

    KEY: ClassVar = ("plan",)
    INDEXES: ClassVar = (("period",),)

    plan: str
    period: str
    plan_digest: str
    state: str
    surplus_cents: int
    reserve_cents: int
    education_cents: int
    patronage_cents: int
    cash_cents: int
    capital_cents: int
    lines: str
    entry: int


def result_account(period: str) -> str:
    """The account that carries a period's result until the members share it."""
    return f"{RESULT}:{period}"


def open_period(books: Books) -> str:
    """The one period that is open.

    Raises:
        AssertionError: none or several are; founding opens one, closing opens the next.
    """
    periods = books.find(Period, state=OPEN)
    assert len(periods) == 1, f"one period is open at a time; found {len(periods)}"
    return periods[0].period
