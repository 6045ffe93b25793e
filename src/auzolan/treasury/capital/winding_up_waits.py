"""What the end of a co-operative waits for: everything that is not money in the bank yet.

Each is named, with what to do about it. It plans nothing and books nothing.
"""

from __future__ import annotations

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.money import MICRO_PER_CENT, amount_text, money_text
from auzolan.foundation.refusals import Refusal
from auzolan.labour.state import ACCEPTED, APPEALED, PENDING, REJECTED, Submission
from auzolan.labour.work.deadlines import appeal_ends_at
from auzolan.record.case import Case
from auzolan.treasury.accounts import (
    BANK,
    EXPENSE,
    FUND,
    INCOME,
    PAYING,
    RECEIVABLE,
    RESULT,
    ROYALTIES,
    SUSPENSE,
    receivable_account,
)
from auzolan.treasury.capital.winding_up_acts import PlanWindingUp
from auzolan.treasury.capital.withholding_rules import can_withhold
from auzolan.treasury.ledger.period_rules import ARTICLE
from auzolan.treasury.ledger.posting import own_balance
from auzolan.treasury.state import (
    APPROVED,
    DISTRIBUTED,
    DRAFTED,
    EXPORTED,
    HELD,
    REPORTED,
    SETTLED,
    Account,
    Hold,
    MemberAccount,
    Payout,
    Plan,
)


def waits_for(books: Books, act: PlanWindingUp, case: Case) -> Refusal | None:
    """The first thing that stands in the way of the end, or None.

    Args:
        books: the books, with restricted rows.
        act: names debts that are given up.
        case: when it is asked; a hold whose moment has passed keeps nothing. It reads lines of plans.
    Returns:
        In this order: work that is not judged or not paid, holds, payouts on their way, money in
        suspense, what licensees owe, whole cents earned by use, results of open periods, results
        that nobody has shared, tax that is not kept back.
    Raises:
        NotDisclosed: at the public level.
    Source: charter, article on surplus (dissolution).
    """
    return (
        _work(books, case)
        or _holds(books, case)
        or _payouts(books)
        or _receivables(books, act)
        or _royalties(books)
        or _results(books)
        or _tax(books, case)
    )


def _work(books: Books, case: Case) -> Refusal | None:
    # After the end nothing is settled and no appeal heard: what waits now would never be paid.
    waiting = sum(
        row.state in (PENDING, ACCEPTED, APPEALED) or row.seconds > row.settled_seconds
        for row in books.find(Submission, owing=1)
    )
    waiting += sum(
        case.at < appeal_ends_at(books, row.decided_at)
        for row in books.find(Submission, state=REJECTED)
    )
    if not waiting:
        return None
    return Refusal(
        "treasury.work_unpaid", f"Art. {charter_of(books).labour.number}",
        f"Pieces of work that are not judged, not paid, or can still be appealed: {waiting}.",
        "Judge and settle them, and let the days for appeals go by.",
    )  # fmt: skip


def _holds(books: Books, case: Case) -> Refusal | None:
    accounts = [BANK, *(row.account for row in books.find(Account, group_name=FUND))]
    for account in accounts:
        for hold in books.find(Hold, account=account, state=HELD):
            if hold.until_at > case.at:
                return Refusal(
                    "treasury.hold_open", ARTICLE,
                    f"The hold {hold.hold} keeps {hold.amount} cents of {account}.",
                    "Spend it or void it first.",
                )  # fmt: skip
    return None


def _payouts(books: Books) -> Refusal | None:
    if not own_balance(books, PAYING) and not own_balance(books, SUSPENSE):
        return None
    open_ones = [
        row.payout
        for state in (DRAFTED, APPROVED, EXPORTED, REPORTED, SETTLED)
        for row in books.find(Payout, state=state)
        if state != SETTLED or row.returned_cents
    ]
    return Refusal(
        "treasury.payout_open", ARTICLE,
        f"Money of these payouts is on its way or came back: {', '.join(open_ones)}.",
        "Settle each or cancel it, and make payable again what came back.",
    )  # fmt: skip


def _receivables(books: Books, act: PlanWindingUp) -> Refusal | None:
    for licensee in act.given_up:
        if not _owes(own_balance(books, receivable_account(licensee))):
            return Refusal(
                "treasury.nothing_to_give_up", ARTICLE, f"{licensee} owes nothing.",
                "Leave it out.",
            )  # fmt: skip
    for row in books.find(Account, group_name=RECEIVABLE):
        if _owes(row.balance) and row.owner not in act.given_up:
            return Refusal(
                "treasury.receivable_open", ARTICLE,
                f"{row.owner} owes {amount_text(row.balance, row.asset)}.",
                "Book what comes; or name the debt as given up, and let the members vote on it.",
            )  # fmt: skip
    return None


def _owes(micro: int) -> bool:
    """Whether it comes to a cent, half a cent up; less than that is asked of nobody."""
    return 2 * micro >= MICRO_PER_CENT


def _royalties(books: Books) -> Refusal | None:
    earned = books.columns(MemberAccount, ("member", "balance"), account=ROYALTIES)
    cents = sum(int(micro) // MICRO_PER_CENT for micro in earned["balance"])
    if not cents:
        return None
    return Refusal(
        "treasury.royalties_open", ARTICLE,
        f"Members have earned {cents} whole cents by use that are not payable yet.",
        "Settle the royalties first, and close the period.",
    )  # fmt: skip


def _results(books: Books) -> Refusal | None:
    currency = charter_of(books).currency
    for group in (EXPENSE, INCOME):
        for row in books.find(Account, group_name=group):
            if row.balance:
                period = row.account.split(":")[1]
                return Refusal(
                    "treasury.period_still_open", ARTICLE,
                    f"The period {period} is not closed and has {group} already.",
                    "Close the period first, and share its result.",
                )  # fmt: skip
    for row in books.find(Account, group_name=RESULT):
        if row.balance:
            return Refusal(
                "treasury.result_not_shared", ARTICLE,
                f"The result of {row.owner} is {money_text(-row.balance, currency)}, and nobody "
                "has shared it.",
                "Plan it, put the plan to the vote, and share it first.",
            )  # fmt: skip
    return None


def _tax(books: Books, case: Case) -> Refusal | None:
    # What has been paid out already cannot be kept back any more, and would be waited for in vain.
    for plan in books.find(Plan, state=DISTRIBUTED):
        if can_withhold(books, plan, case):
            return Refusal(
                "treasury.tax_not_kept_back", f"Art. {charter_of(books).payouts.number}",
                f"The tax on the cash of {plan.plan} is not kept back yet.",
                f"Keep it back first: auzolan treasury withhold {plan.plan}.",
            )  # fmt: skip
    return None
