"""The rules of holds: money kept for one use, until it is spent, let go, or the moment has passed.

A hold moves nothing. It only keeps what it holds from other uses of the account.
"""

from __future__ import annotations

import msgspec

from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS, iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.record.case import Case
from auzolan.record.entries import Fact
from auzolan.treasury.accounts import BANK, DEBIT, EXPENSE, FUND, GROUPS, expense_account, group_of
from auzolan.treasury.ledger.acts import (
    HoldPlaced,
    HoldPosted,
    HoldVoided,
    PlaceHold,
    PostHold,
    VoidHold,
)
from auzolan.treasury.ledger.booking_rules import is_bookable, not_enough
from auzolan.treasury.ledger.period_rules import ARTICLE, period_refused
from auzolan.treasury.ledger.posting import Leg, free_balance, post
from auzolan.treasury.state import HELD, POSTED, VOIDED, Account, Hold

HOLD_DAYS_MAX = 366


def decide_place_hold(books: Books, act: PlaceHold, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether money can be kept for a use: of the bank or a fund, free, and for a while."""
    if books.get(Hold, act.hold) is not None:
        return Refusal(
            "treasury.hold_taken", ARTICLE, f"There is a hold called {act.hold} already.",
            "Give the hold an id that is free.",
        )  # fmt: skip
    if act.account != BANK and (
        group_of(act.account) != FUND or books.get(Account, act.account) is None
    ):
        return Refusal(
            "treasury.account_not_held", ARTICLE, f"Nothing is held on {act.account}.",
            "Hold money of the bank or of a fund.",
        )  # fmt: skip
    if act.until_at <= case.at:
        return Refusal(
            "treasury.hold_over_already", ARTICLE,
            "The moment at which the hold would end has passed.",
            "Name a moment to come.",
        )  # fmt: skip
    if act.until_at > case.at + HOLD_DAYS_MAX * DAY_MS:
        return Refusal(
            "treasury.hold_too_long", ARTICLE,
            f"A hold keeps money for at most {HOLD_DAYS_MAX} days.",
            "Name an earlier moment; a hold that is still needed then can be placed again.",
        )  # fmt: skip
    free = free_balance(books, act.account, case.at)
    if act.amount_cents > free:
        return not_enough(books, act.account, free, act.amount_cents)
    return (HoldPlaced(act.hold),)


def apply_hold_placed(books: Books, case: Case, act: PlaceHold, fact: HoldPlaced) -> None:
    """Keep the money."""
    books.add(Hold(fact.hold, act.account, act.amount_cents, act.until_at, HELD, case.seq))


def decide_post_hold(books: Books, act: PostHold, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether what is held can be spent: the hold stands, and the other account fits it."""
    hold = _held(books, act.hold)
    if isinstance(hold, Refusal):
        return hold
    if hold.until_at <= case.at:
        return Refusal(
            "treasury.hold_expired", ARTICLE,
            f"The hold {act.hold} ended at {iso_from_moment(hold.until_at)}.",
            "Place a new hold, or book the expense directly.",
        )  # fmt: skip
    refused = period_refused(books, act.period, corrections=False)
    if refused is not None:
        return refused
    if act.amount_cents > hold.amount:
        return Refusal(
            "treasury.more_than_held", ARTICLE,
            f"The hold {act.hold} keeps {hold.amount} cents; {act.amount_cents} would be spent.",
            "Spend at most what is held.",
        )  # fmt: skip
    fits = act.to == BANK if hold.account != BANK else group_of(act.to) == EXPENSE
    if not fits or not is_bookable(books, act.to):
        return Refusal(
            "treasury.hold_spent_elsewhere", ARTICLE,
            f"What is held on {hold.account} cannot be spent on {act.to}.",
            "Spend a hold of the bank on an expense, and a hold of a fund through the bank.",
        )  # fmt: skip
    if hold.account != BANK:
        free = free_balance(books, BANK, case.at)
        if act.amount_cents > free:
            return not_enough(books, BANK, free, act.amount_cents)
    return (HoldPosted(act.hold, act.amount_cents),)


def apply_hold_posted(books: Books, case: Case, act: PostHold, fact: HoldPosted) -> None:
    """Book what was spent, and end the hold."""
    hold = books.get(Hold, fact.hold)
    assert hold is not None, f"there is no hold {fact.hold}"
    side = GROUPS[group_of(hold.account)].side
    to = expense_account(act.period, act.to.partition(":")[2]) if side == DEBIT else act.to
    amount = side * fact.amount_cents
    post(books, case, act.period, (Leg(hold.account, -amount), Leg(to, amount)))
    books.put(msgspec.structs.replace(hold, state=POSTED))


def decide_void_hold(books: Books, act: VoidHold, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether a hold can be let go: it stands, also after its moment has passed."""
    hold = _held(books, act.hold)
    return hold if isinstance(hold, Refusal) else (HoldVoided(act.hold),)


def apply_hold_voided(books: Books, case: Case, act: VoidHold, fact: HoldVoided) -> None:
    """Let go of the money."""
    hold = books.get(Hold, fact.hold)
    assert hold is not None, f"there is no hold {fact.hold}"
    books.put(msgspec.structs.replace(hold, state=VOIDED))


def _held(books: Books, name: str) -> Hold | Refusal:
    hold = books.get(Hold, name)
    if hold is None:
        return Refusal(
            "treasury.hold_unknown", ARTICLE, f"There is no hold called {name}.",
            "Look up the holds of the account.",
        )  # fmt: skip
    if hold.state != HELD:
        return Refusal(
            "treasury.hold_ended", ARTICLE, f"The hold {name} was {hold.state} already.",
            "Nothing is held any more; place a new hold if it is needed.",
        )  # fmt: skip
    return hold
