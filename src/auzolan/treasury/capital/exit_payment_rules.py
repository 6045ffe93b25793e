"""The rules of money after an exit: yearly payments on their days, and what nobody claims.

It sends no money: what is due becomes payable, and the payouts take it from there.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import day_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.members.state import LEFT, Member
from auzolan.record.case import Case
from auzolan.record.entries import Fact
from auzolan.treasury.accounts import INTEREST, PAYABLE, REDEMPTION, expense_account
from auzolan.treasury.capital.exit_acts import ExitPaid, Lapse, Lapsed, PayExit
from auzolan.treasury.capital.exits import claim_ends, due_on, instalments
from auzolan.treasury.capital.winding_up_books import unclaimed_account
from auzolan.treasury.ledger.posting import (
    Leg,
    Movement,
    assert_controls_match,
    member_balance,
    post,
    post_members,
)
from auzolan.treasury.state import Claim, Exit, open_period

ARTICLE = "house, treasury"


def decide_pay_exit(books: Books, act: PayExit, case: Case) -> tuple[Fact, ...] | Refusal:
    """Make a yearly part payable: year by year, each on or after its day, each once.

    Source: charter, article on surplus; es-pv-2019: Act 11/2019, art. 66.
    """
    row = books.get(Exit, act.exit)
    if row is None:
        return Refusal(
            "treasury.no_such_exit", ARTICLE, f"There is no exit called {act.exit}.",
            "Look up the exits: auzolan treasury exit show.",
        )  # fmt: skip
    if act.year <= row.years_paid:
        return Refusal(
            "treasury.exit_paid", ARTICLE,
            f"Year {act.year} of {act.exit} is payable since an earlier entry.",
            "A yearly part is paid once.",
        )  # fmt: skip
    article = f"Art. {charter_of(books).surplus.number}"
    if act.year > row.years:
        return Refusal(
            "treasury.exit_over", article,
            f"{act.exit} is paid back in {row.years} years; there is no year {act.year}.",
            "Nothing more is owed by this exit.",
        )  # fmt: skip
    if act.year != row.years_paid + 1:
        return Refusal(
            "treasury.exit_out_of_order", article,
            f"Year {row.years_paid + 1} of {act.exit} is not payable yet.",
            f"Make year {row.years_paid + 1} payable first.",
        )  # fmt: skip
    due = due_on(day_of(row.from_at), act.year)
    if day_of(case.at) < due:
        return Refusal(
            "treasury.exit_too_early", article, f"Year {act.year} of {act.exit} is due on {due}.",
            f"Wait until {due}.",
        )  # fmt: skip
    part = instalments(row.redeemed_cents, years=row.years, legal_bp=row.legal_bp)[act.year - 1]
    return (
        ExitPaid(act.exit, row.member, act.year, part.principal_cents, part.interest_cents),
    )  # fmt: skip


def apply_exit_paid(books: Books, case: Case, act: PayExit, fact: ExitPaid) -> None:
    """Book the part as payable, and its interest as an expense of the open period."""
    period = open_period(books)
    legs = (
        Leg(REDEMPTION, fact.principal_cents),
        Leg(expense_account(period, INTEREST), fact.interest_cents),
        Leg(PAYABLE, -fact.principal_cents - fact.interest_cents),
    )
    post(books, case, period, legs)
    row = books.get(Exit, fact.exit)
    assert row is not None, f"there is no exit {fact.exit}"
    books.put(msgspec.structs.replace(row, years_paid=fact.year))


def apply_exit_paid_to_members(books: Books, case: Case, act: PayExit, fact: ExitPaid) -> None:
    """Move the part to what is payable to her, with its interest; restricted rows only."""
    period, why = open_period(books), f"exit:{fact.exit}"
    payable = fact.principal_cents + fact.interest_cents
    for account, cents in ((REDEMPTION, -fact.principal_cents), (PAYABLE, payable)):
        post_members(books, case, Movement(account, period, why), {fact.member: cents})
    assert_controls_match(books, (REDEMPTION, PAYABLE))


def decide_lapse(books: Books, act: Lapse, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether what is payable to a former member has waited for the charter's years.

    The years begin anew whenever something becomes payable to her, also when a payment came back.

    Raises:
        NotDisclosed: at the public level.
    Source: charter, article on surplus.
    """
    row = books.get(Member, act.member)
    if row is None or row.standing != LEFT:
        return Refusal(
            "treasury.not_a_former_member", ARTICLE,
            f"{act.member} is nobody who was a member and has left.",
            "Only what former members do not claim lapses.",
        )  # fmt: skip
    charter = charter_of(books)
    article = f"Art. {charter.surplus.number}"
    owed_cents, claim = member_balance(books, act.member, PAYABLE), books.get(Claim, act.member)
    if not owed_cents or claim is None:
        return Refusal(
            "treasury.nothing_unclaimed", article, f"Nothing is payable to {act.member}.",
            "There is nothing that could lapse.",
        )  # fmt: skip
    ends = claim_ends(day_of(claim.since), charter.surplus.distribution.unclaimed_years)
    if day_of(case.at) < ends:
        return Refusal(
            "treasury.claim_not_over", f"{article}, surplus.unclaimed_years",
            f"{act.member} can claim what is payable to her until {ends}.",
            f"Wait until {ends}, and try to reach her until then.",
        )  # fmt: skip
    return (Lapsed(act.member, owed_cents),)


def apply_lapsed(books: Books, case: Case, act: Lapse, fact: Lapsed) -> None:
    """Move it into the obligatory reserve, or after the end to what is set apart."""
    legs = (Leg(PAYABLE, fact.amount_cents), Leg(unclaimed_account(books), -fact.amount_cents))
    post(books, case, open_period(books), legs)


def apply_lapsed_to_members(books: Books, case: Case, act: Lapse, fact: Lapsed) -> None:
    """Take it from her account; restricted rows only."""
    movement = Movement(PAYABLE, open_period(books), f"unclaimed:{fact.member}")
    post_members(books, case, movement, {fact.member: -fact.amount_cents})
    assert_controls_match(books, (PAYABLE,))


def day_of(moment: int) -> dt.date:
    """The day of a moment, in UTC."""
    return dt.date.fromisoformat(day_from_moment(moment))
