"""What the facts of other rooms mean in money: founding, joining, work, licences and payments.

Each pair of functions books one fact: the first in the open general ledger, the second, where
there is one, in the members' restricted accounts. Nothing is decided here.
"""

from __future__ import annotations

from auzolan.charter.acts import Found, Founded
from auzolan.foundation.books import Books
from auzolan.foundation.money import MICRO_PER_CENT
from auzolan.labour.acts import RecordWork, WorkRecorded
from auzolan.labour.lines import pay_from_annex
from auzolan.labour.paying.lines import settled_pay_from_annex
from auzolan.labour.work.acts import SettleWork, WorkSettled
from auzolan.licensing.acts import LicenceGranted, License, Meter, Metered, Receive, Received
from auzolan.licensing.royalties import fee_micro
from auzolan.licensing.state import Licence
from auzolan.licensing.use_acts import RecordSegment, SegmentRecorded
from auzolan.members.acts import Admit, Admitted
from auzolan.record.case import Case
from auzolan.treasury.accounts import (
    BANK,
    COMPULSORY,
    OBLIGATORY,
    PAYABLE,
    TOPUPS,
    WAGES,
    deferred_account,
    expense_account,
    income_account,
    receivable_account,
)
from auzolan.treasury.ledger.posting import (
    Leg,
    Movement,
    assert_controls_match,
    open_a_period,
    open_accounts,
    post,
    post_members,
)
from auzolan.treasury.state import Subscription, open_period

CONTRIBUTION = "contribution"


def apply_founded_books(books: Books, case: Case, act: Found, fact: Founded) -> None:
    """Open the general ledger and its first period."""
    open_accounts(books)
    open_a_period(books, case, act.period)


def apply_admitted_books(books: Books, case: Case, act: Admit, fact: Admitted) -> None:
    """Book what a member has paid on joining: into the bank, as capital, and the fee as reserve."""
    contribution_cents, fee_cents = fact.contribution_cents, fact.joining_fee_cents
    legs = (
        Leg(BANK, contribution_cents + fee_cents),
        Leg(COMPULSORY, -contribution_cents),
        Leg(OBLIGATORY, -fee_cents),
    )
    post(books, case, open_period(books), legs)


def apply_admitted_to_members(books: Books, case: Case, act: Admit, fact: Admitted) -> None:
    """Open the member's capital with what she has paid, and keep what is still due."""
    movement = Movement(COMPULSORY, open_period(books), CONTRIBUTION)
    post_members(books, case, movement, {fact.member: fact.contribution_cents})
    if fact.due_cents:
        books.add(Subscription(fact.member, fact.due_cents, 0, fact.instalments, case.seq))


def apply_work_recorded_books(
    books: Books, case: Case, act: RecordWork, fact: WorkRecorded
) -> None:
    """Book a sheet of work: wages of the period, payable to members."""
    legs = (
        Leg(expense_account(fact.period, WAGES), fact.pay_cents),
        Leg(expense_account(fact.period, TOPUPS), fact.topup_cents),
        Leg(PAYABLE, -fact.pay_cents - fact.topup_cents),
    )
    post(books, case, fact.period, legs)


def apply_work_recorded_to_accounts(
    books: Books, case: Case, act: RecordWork, fact: WorkRecorded
) -> None:
    """Book each line of the sheet as payable to its member; restricted rows only."""
    lines = pay_from_annex(case.annexes.read(fact.lines))
    movement = Movement(PAYABLE, fact.period, f"work:{fact.work}")
    post_members(books, case, movement, {line.member: line.owed_cents for line in lines})
    assert_controls_match(books, (PAYABLE,))


def apply_work_settled_books(books: Books, case: Case, act: SettleWork, fact: WorkSettled) -> None:
    """Book settled work: prices and interest on late ones as wages, and what lifts them, payable.

    Top-ups below zero give back to the account of top-ups what a price has taken the place of.
    """
    wages_cents = fact.pay_cents + fact.interest_cents
    legs = (
        Leg(expense_account(fact.period, WAGES), wages_cents),
        Leg(expense_account(fact.period, TOPUPS), fact.topup_cents),
        Leg(PAYABLE, -wages_cents - fact.topup_cents),
    )
    post(books, case, fact.period, legs)


def apply_work_settled_to_accounts(
    books: Books, case: Case, act: SettleWork, fact: WorkSettled
) -> None:
    """Book each line of a settlement as payable to its member; restricted rows only."""
    lines = settled_pay_from_annex(case.annexes.read(fact.lines))
    movement = Movement(PAYABLE, fact.period, f"work:{fact.work}")
    post_members(books, case, movement, {line.member: line.owed_cents for line in lines})
    assert_controls_match(books, (PAYABLE,))


def apply_licence_granted_books(
    books: Books, case: Case, act: License, fact: LicenceGranted
) -> None:
    """Book the fee as owed by the licensee; it is no income before it is paid."""
    _book_owed(books, case, act.terms.licensee, fee_micro(act.terms.fee_cents))


def apply_metered_books(books: Books, case: Case, act: Meter, fact: Metered) -> None:
    """Book a day's use as owed by the licensee; it is no income before it is paid."""
    _book_owed(books, case, _licence(books, fact.licence).licensee, fact.accrued_micro)


def apply_segment_recorded_books(
    books: Books, case: Case, act: RecordSegment, fact: SegmentRecorded
) -> None:
    """Book a segment of calls as owed by the licensee; it is no income before it is paid."""
    _book_owed(books, case, _licence(books, fact.licence).licensee, fact.fee_micro)


def _book_owed(books: Books, case: Case, licensee: str, micro: int) -> None:
    legs = (Leg(receivable_account(licensee), micro), Leg(deferred_account(licensee), -micro))
    post(books, case, open_period(books), legs)


def apply_received_books(books: Books, case: Case, act: Receive, fact: Received) -> None:
    """Book a licensee's payment: into the bank, as income of the period, and owed no longer."""
    licence = _licence(books, fact.licence)
    micro = fact.amount_cents * MICRO_PER_CENT
    legs = (
        Leg(BANK, fact.amount_cents),
        Leg(income_account(fact.period, licence.model, licence.licensee), -fact.amount_cents),
        Leg(receivable_account(licence.licensee), -micro),
        Leg(deferred_account(licence.licensee), micro),
    )
    post(books, case, fact.period, legs)


def _licence(books: Books, name: str) -> Licence:
    licence = books.get(Licence, name)
    assert licence is not None, f"there is no licence {name}"
    return licence
