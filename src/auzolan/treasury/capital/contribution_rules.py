"""The rules of capital that is paid in: what is due first, more of one's own will, and no master.

The first members hold more than a third of the capital each, since there are so few of them. That is
no fault of theirs: what a member must bring in is never refused, and only what somebody would add
freely is held against the limit. What is due is asked of nobody here, and not after she has left.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.money import money_text
from auzolan.foundation.refusals import Refusal
from auzolan.members.state import is_in_standing
from auzolan.record.annex_columns import amounts_by_member
from auzolan.record.annexes import AnnexRef
from auzolan.record.case import Case
from auzolan.record.entries import Fact
from auzolan.treasury.accounts import BANK, COMPULSORY, RETURNS, VOLUNTARY
from auzolan.treasury.capital.contribution_acts import Contribute, Contributed, ContributionKind
from auzolan.treasury.ledger.booking_rules import too_large
from auzolan.treasury.ledger.period_rules import ARTICLE
from auzolan.treasury.ledger.posting import (
    Leg,
    Movement,
    assert_controls_match,
    member_balance,
    own_balance,
    post,
    post_members,
)
from auzolan.treasury.state import Contribution, Subscription, open_period

CONTRIBUTION_KIND = "contribution/1"
CAPITAL_ACCOUNTS = (COMPULSORY, VOLUNTARY, RETURNS)


def decide_contribute(books: Books, act: Contribute, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether money that came is capital: of members, what is due first, and within the limit.

    Args:
        books: the books, with restricted rows.
        act: an id used once, which capital, and the annex of what each member paid.
        case: reads the annex.
    Returns:
        `Contributed`, or the first refusal: an id in use, lines that cannot be read, somebody who
        is no member, the actor herself, more than is due or something that is still due, a holder above the limit,
        more than an account can hold.
    Raises:
        NotDisclosed: at the public level.
    Source: charter, article on surplus (entry, holder limit); es-pv-2019: Act 11/2019, art. 60.
    """
    if books.get(Contribution, act.contribution) is not None:
        return Refusal(
            "treasury.contribution_taken", ARTICLE,
            f"There is a contribution called {act.contribution} already.",
            "Give this one an id that is free.",
        )  # fmt: skip
    paid = _paid(books, case, act.lines)
    if isinstance(paid, Refusal):
        return paid
    if case.actor in paid:
        return Refusal(
            "treasury.own_contribution", ARTICLE,
            f"{case.actor} would note {paid[case.actor]} cents as capital of her own.",
            "Ask another holder of the office to note what you have paid in.",
        )  # fmt: skip
    if act.capital == ContributionKind.COMPULSORY:
        refused = _more_than_due(books, paid)
    else:
        refused = _still_due(books, paid) or holder_refused(books, paid)
    refused = refused or too_large(books, (Leg(BANK, sum(paid.values())),))
    return refused or (Contributed(act.contribution, sum(paid.values()), len(paid)),)


def _paid(books: Books, case: Case, ref: AnnexRef) -> dict[str, int] | Refusal:
    try:
        paid = _lines(case, ref)
    except ValueError as fault:
        return Refusal(
            "treasury.lines_malformed", ARTICLE, f"The contributions cannot be read: {fault}.",
            f"Lay them down again as {CONTRIBUTION_KIND} with the columns member and amount_cents.",
        )  # fmt: skip
    for member in paid:
        if not is_in_standing(books, member):
            return Refusal(
                "treasury.not_a_member", f"Art. {charter_of(books).membership.number}",
                f"{member} is not a member in good standing; only members bring in capital.",
                "Admit her first, or send the money back.",
            )  # fmt: skip
    return paid


def _lines(case: Case, ref: AnnexRef) -> dict[str, int]:
    return amounts_by_member(case.annexes.read(ref), kind=CONTRIBUTION_KIND, amount="amount_cents")


def due_of(books: Books, member: str) -> int:
    """What of her contribution a member has still to pay, in cents.

    Raises:
        NotDisclosed: at the public level.
    """
    row = books.get(Subscription, member)
    return row.due_cents - row.paid_cents if row is not None else 0


def _more_than_due(books: Books, paid: Mapping[str, int]) -> Refusal | None:
    charter = charter_of(books)
    for member, cents in paid.items():
        due_cents = due_of(books, member)
        if cents > due_cents:
            return Refusal(
                "treasury.more_than_due", f"Art. {charter.surplus.number}",
                f"{member} paid {money_text(cents, charter.currency)}; of her contribution "
                f"{money_text(due_cents, charter.currency)} are still due.",
                "Note what is due as compulsory, and what is beyond as voluntary.",
            )  # fmt: skip
    return None


def _still_due(books: Books, paid: Mapping[str, int]) -> Refusal | None:
    charter = charter_of(books)
    for member in paid:
        due_cents = due_of(books, member)
        if due_cents:
            return Refusal(
                "treasury.due_first", f"Art. {charter.surplus.number}",
                f"Of the contribution of {member} {money_text(due_cents, charter.currency)} are "
                "still due; they come first.",
                "Note what is due as compulsory, and what is beyond as voluntary.",
            )  # fmt: skip
    return None


def holder_refused(books: Books, gained: Mapping[str, int]) -> Refusal | None:
    """The refusal of capital by which somebody would hold more than the charter's part, or None.

    Args:
        books: the books, with restricted rows.
        gained: what each member would gain, in cents; all of it together is new capital.
    Returns:
        The refusal for the first of them who would hold more than one part in `holder_parts`.
    Raises:
        NotDisclosed: at the public level.
    Source: charter, article on surplus; es-pv-2019: Act 11/2019, art. 60.
    """
    charter = charter_of(books)
    parts = charter.surplus.distribution.patronage.holder_parts
    all_cents = sum(own_balance(books, one) for one in CAPITAL_ACCOUNTS) + sum(gained.values())
    for member, cents in sorted(gained.items()):
        held = cents + sum(member_balance(books, member, one) for one in CAPITAL_ACCOUNTS)
        if held * parts > all_cents:
            return Refusal(
                "treasury.holder_over_limit", f"Art. {charter.surplus.number}",
                f"{member} would hold {money_text(held, charter.currency)} of "
                f"{money_text(all_cents, charter.currency)}: more than one part in {parts}.",
                "Take less of it as capital, or wait until others have brought in more.",
            )  # fmt: skip
    return None


def apply_contributed(books: Books, case: Case, act: Contribute, fact: Contributed) -> None:
    """Book the money into the bank and as capital."""
    legs = (Leg(BANK, fact.amount_cents), Leg(account_of(act.capital), -fact.amount_cents))
    post(books, case, open_period(books), legs)
    row = Contribution(fact.contribution, str(act.capital), fact.amount_cents, case.seq)
    books.add(row)


def account_of(kind: ContributionKind) -> str:
    """The account of capital that a kind of contribution goes to."""
    return COMPULSORY if kind == ContributionKind.COMPULSORY else VOLUNTARY


def apply_contributed_to_members(
    books: Books, case: Case, act: Contribute, fact: Contributed
) -> None:
    """Book each member's capital, and what is due no longer; restricted rows only."""
    paid, account = _lines(case, act.lines), account_of(act.capital)
    movement = Movement(account, open_period(books), f"contribution:{fact.contribution}")
    post_members(books, case, movement, paid)
    assert_controls_match(books, (account,))
    if act.capital != ContributionKind.COMPULSORY:
        return
    for row in books.get_many(Subscription, list(paid)):
        assert row is not None, "what is compulsory was due"
        paid_cents = row.paid_cents + paid[row.member]
        assert paid_cents <= row.due_cents, "nobody pays more than is due"
        books.put(msgspec.structs.replace(row, paid_cents=paid_cents))
