"""What the facts of other rooms mean in money: founding, joining, work, a licensee's payment.

Each pair of functions books one fact: the first in the open general ledger, the second, where
there is one, in the members' restricted accounts. Nothing is decided here.
"""

from __future__ import annotations

from auzolan.charter.acts import Found, Founded
from auzolan.foundation.books import Books
from auzolan.labour.acts import RecordWork, WorkRecorded
from auzolan.labour.lines import pay_from_annex
from auzolan.licensing.acts import Receive, Received
from auzolan.members.acts import Admit, Admitted
from auzolan.record.case import Case
from auzolan.treasury.ledger import (
    Leg,
    Movement,
    assert_controls_match,
    open_accounts,
    post,
    post_members,
)
from auzolan.treasury.state import (
    BANK,
    CAPITAL,
    INCOME,
    OPEN,
    PAYABLE,
    WAGES,
    Period,
    open_period,
)

CONTRIBUTION = "contribution"


def apply_founded_books(books: Books, case: Case, act: Found, fact: Founded) -> None:
    """Open the general ledger and its first period."""
    open_accounts(books)
    books.add(Period(act.period, OPEN, 0, case.seq, -1))


def apply_admitted_books(books: Books, case: Case, act: Admit, fact: Admitted) -> None:
    """Book a member's contribution: into the bank, and as capital."""
    contribution_cents = fact.contribution_cents
    legs = (Leg(BANK, contribution_cents), Leg(CAPITAL, -contribution_cents))
    post(books, case, open_period(books), legs)


def apply_admitted_to_members(books: Books, case: Case, act: Admit, fact: Admitted) -> None:
    """Open the member's capital with her contribution."""
    movement = Movement(CAPITAL, open_period(books), CONTRIBUTION)
    post_members(books, case, movement, {fact.member: fact.contribution_cents})


def apply_work_recorded_books(
    books: Books, case: Case, act: RecordWork, fact: WorkRecorded
) -> None:
    """Book a sheet of work: wages of the period, payable to members."""
    owed_cents = fact.pay_cents + fact.topup_cents
    post(books, case, fact.period, (Leg(WAGES, owed_cents), Leg(PAYABLE, -owed_cents)))


def apply_work_recorded_to_accounts(
    books: Books, case: Case, act: RecordWork, fact: WorkRecorded
) -> None:
    """Book each line of the sheet as payable to its member; restricted rows only."""
    lines = pay_from_annex(case.annexes.read(fact.lines))
    movement = Movement(PAYABLE, fact.period, f"work:{fact.work}")
    post_members(books, case, movement, {line.member: line.owed_cents for line in lines})
    assert_controls_match(books)


def apply_received_books(books: Books, case: Case, act: Receive, fact: Received) -> None:
    """Book a licensee's payment: into the bank, as income of the period."""
    legs = (Leg(BANK, fact.amount_cents), Leg(INCOME, -fact.amount_cents))
    post(books, case, fact.period, legs)
