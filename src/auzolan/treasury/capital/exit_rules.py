"""The rules of leaving with one's capital: on which terms it may leave, and where it goes then.

That the members voted for an exit is checked before these rules run. The schedule is worked out in
`exits`; when a yearly part is payable is in `exit_payment_rules`. It decides no reason.
"""

from __future__ import annotations

from collections import Counter

import msgspec

from auzolan.charter.distribution import Reason
from auzolan.charter.laws import LAWS
from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.money import floor_cents, money_text, part_of
from auzolan.foundation.refusals import Refusal
from auzolan.members.acts import Leave, Left
from auzolan.members.rules import leaving
from auzolan.members.state import ACTIVE, Member, is_in_standing
from auzolan.record.case import Case
from auzolan.record.entries import Fact
from auzolan.treasury.accounts import (
    COMPULSORY,
    OBLIGATORY,
    REDEMPTION,
    RETURNS,
    VOLUNTARY,
    result_account,
)
from auzolan.treasury.capital.exit_acts import (
    CapitalTakenOver,
    ExitOpened,
    ExitTerms,
    OpenExit,
)
from auzolan.treasury.capital.exits import (
    deduction_bp,
    is_over_limit,
    loss_borne,
    years_of,
)
from auzolan.treasury.ledger.posting import (
    Leg,
    Movement,
    assert_controls_match,
    member_balance,
    own_balance,
    post,
    post_members,
)
from auzolan.treasury.state import CLOSED, Claim, Exit, Leaver, Period, open_period
from auzolan.treasury.surplus.year_books import CAPITAL_ACCOUNTS, losses_before

ARTICLE = "house, treasury"
ENDS_MEMBERSHIP = frozenset({Reason.EXPULSION, Reason.DEATH})
"""Reasons for which the members' vote itself ends a membership: nobody can leave for herself."""
_CLAUSES = {
    Reason.UNJUSTIFIED: "exit_unjustified_bp",
    Reason.EXPULSION: "exit_expulsion_bp",
}


def exit_refusal(books: Books, terms: ExitTerms) -> Refusal | None:
    """Why capital could not leave on these terms, as far as open rows say, or None.

    Args:
        books: the books.
        terms: as the members vote on them.
    Returns:
        The first refusal, in the order: no such member, nobody or herself to take it over, still a
        member, put out after she has left, more deducted than the charter allows.
    Source: charter, article on surplus.
    """
    row = books.get(Member, terms.member)
    if row is None:
        return Refusal(
            "treasury.no_such_member", ARTICLE, f"There is no member {terms.member}.",
            "Name the member whose capital it is.",
        )  # fmt: skip
    refused = _transfer_refused(books, terms)
    if refused is not None:
        return refused
    leaves_herself = terms.reason in (Reason.JUSTIFIED, Reason.UNJUSTIFIED)
    if row.standing == ACTIVE and leaves_herself:
        return Refusal(
            "treasury.still_a_member", f"Art. {charter_of(books).surplus.number}",
            f"{terms.member} is a member in good standing; her capital stays while she is.",
            f"Ask her to leave first: auzolan members leave {terms.member}.",
        )  # fmt: skip
    if row.standing != ACTIVE and terms.reason == Reason.EXPULSION:
        return Refusal(
            "treasury.left_already", f"Art. {charter_of(books).surplus.number}",
            f"{terms.member} has left already; nobody is put out who is no member.",
            "Name the reason for which she left.",
        )  # fmt: skip
    return _deduction_refused(books, terms)


def _transfer_refused(books: Books, terms: ExitTerms) -> Refusal | None:
    is_transfer, to = terms.reason == Reason.TRANSFER, terms.transfer_to
    if is_transfer == bool(to) and to != terms.member:
        if not is_transfer or is_in_standing(books, to):
            return None
        return Refusal(
            "treasury.taker_not_a_member", f"Art. {charter_of(books).surplus.number}",
            f"{to} is not a member in good standing and cannot take capital over.",
            "Name a member in good standing.",
        )  # fmt: skip
    return Refusal(
        "treasury.transfer_unclear", ARTICLE,
        f"The capital of {terms.member} would go to {to or 'nobody'}, for the reason "
        f"{terms.reason}.",
        "Name another member for a transfer, and nobody for every other reason.",
    )  # fmt: skip


def _deduction_refused(books: Books, terms: ExitTerms) -> Refusal | None:
    charter = charter_of(books)
    most_bp = deduction_bp(charter.surplus.distribution.exit, terms.reason)
    if terms.deduction_bp <= most_bp:
        return None
    clause = _CLAUSES.get(terms.reason)
    found = (one.article for one in LAWS[charter.preset].bounds if one.clauses == (clause,))
    law = "".join(f"; {article}" for article in found)
    named = f", surplus.{clause}" if clause else ""
    return Refusal(
        "treasury.deduction_too_high", f"Art. {charter.surplus.number}{named}{law}",
        f"{terms.deduction_bp} basis points would be deducted for the reason {terms.reason}; the "
        f"charter allows {most_bp}.",
        f"Deduct {most_bp} basis points or less.",
    )  # fmt: skip


def decide_open_exit(books: Books, act: OpenExit, case: Case) -> tuple[Fact, ...] | Refusal:
    """Take a member's capital out on the terms that were voted.

    Who left waits until the period in which she left is closed, since she bears her part of its
    loss. Who is expelled or has died, and is a member still, is none from this entry on and is
    settled at once. A transfer by somebody who stays leaves her compulsory contribution with her.

    Args:
        books: the books, with restricted rows.
        act: the exit and its terms.
        case: place, time and actor.
    Returns:
        `ExitOpened`, for a transfer with `CapitalTakenOver`, for the end of a membership with
        `Left`; or the first refusal, in the order: an exit of this id, those of `exit_refusal`, her
        period still open, a loss that nobody has shared yet, last in an office, no capital, a taker
        above the limit.
    Raises:
        NotDisclosed: at the public level.
    Source: charter, article on surplus; es-pv-2019: Act 11/2019, arts. 60 and 66.
    """
    if books.get(Exit, act.exit) is not None:
        return Refusal(
            "treasury.exit_taken", ARTICLE, f"There is an exit called {act.exit} already.",
            "Give the exit an id that is free.",
        )  # fmt: skip
    refused = exit_refusal(books, act.terms()) or _not_settled_yet(books, act)
    if refused is not None:
        return refused
    ends: tuple[Fact, ...] = ()
    if act.reason in ENDS_MEMBERSHIP and is_in_standing(books, act.member):
        left = leaving(books, act.member, case)
        if isinstance(left, Refusal):
            return left
        ends = (left,)
    taken = _taken(books, act)
    if not any(taken.values()) and not ends:
        return Refusal(
            "treasury.no_capital", ARTICLE, f"{act.member} has no capital that could leave.",
            "There is nothing to pay back or to hand on.",
        )  # fmt: skip
    if act.reason == Reason.TRANSFER:
        return _taker_refused(books, act, sum(taken.values())) or _transferred(
            books, act, case, taken
        )
    return (_redeemed(books, act, case, taken), *ends)


def _not_settled_yet(books: Books, act: OpenExit) -> Refusal | None:
    """The refusal of an exit whose part of a loss is not known yet; a transfer leaves it behind."""
    if act.reason == Reason.TRANSFER:
        return None
    article = f"Art. {charter_of(books).surplus.number}"
    leaver = books.get(Leaver, act.member)
    period = books.get(Period, leaver.period) if leaver is not None else None
    if period is not None and period.state != CLOSED:
        return Refusal(
            "treasury.her_period_open", article,
            f"{act.member} left in {period.period}, which is not closed; its result is not known.",
            f"Close {period.period} first.",
        )  # fmt: skip
    for row in books.find(Period, state=CLOSED):
        if row.result_cents < 0 and own_balance(books, result_account(row.period)):
            return Refusal(
                "treasury.loss_not_shared", article,
                f"The loss of {row.period} is not shared yet; a part of it may be hers.",
                f"Plan who bears the loss of {row.period}, and vote on it, first.",
            )  # fmt: skip
    return None


def _taken(books: Books, act: OpenExit) -> dict[str, int]:
    """What leaves each account of capital; who stays a member keeps her contribution."""
    stays = act.reason == Reason.TRANSFER and is_in_standing(books, act.member)
    return {
        account: 0
        if stays and account == COMPULSORY
        else member_balance(books, act.member, account)
        for account in CAPITAL_ACCOUNTS
    }


def _all_capital(books: Books) -> int:
    return sum(own_balance(books, account) for account in CAPITAL_ACCOUNTS)


def _taker_refused(books: Books, act: OpenExit, cents: int) -> Refusal | None:
    """The refusal of somebody who would hold more of all capital than the charter's part."""
    charter = charter_of(books)
    parts = charter.surplus.distribution.patronage.holder_parts
    held = sum(member_balance(books, act.transfer_to, account) for account in CAPITAL_ACCOUNTS)
    total = _all_capital(books)
    if not is_over_limit(held + cents, all_capital_cents=total, parts=parts):
        return None
    found = (one.article for one in LAWS[charter.preset].bounds if one.clauses == ("holder_parts",))
    law = "".join(f"; {article}" for article in found)
    return Refusal(
        "treasury.holder_over_limit",
        f"Art. {charter.surplus.number}, surplus.holder_parts{law}",
        f"{act.transfer_to} would hold {money_text(held + cents, charter.currency)} of "
        f"{money_text(total, charter.currency)}; one member holds at most one part in {parts}.",
        "Have it paid back, or transfer it to somebody with less.",
    )  # fmt: skip


def _transferred(
    books: Books, act: OpenExit, case: Case, taken: dict[str, int]
) -> tuple[Fact, ...]:
    cents = sum(taken.values())
    # What she added freely stays in its account, and only its owner changes.
    moved = (
        Leg(RETURNS, taken[RETURNS]),
        Leg(COMPULSORY, taken[COMPULSORY]),
        Leg(VOLUNTARY, -taken[RETURNS] - taken[COMPULSORY]),
    )
    opened = _opened(books, act, case, taken=taken)
    legs = tuple(leg for leg in moved if leg.amount)
    return (
        msgspec.structs.replace(opened, legs=legs),
        CapitalTakenOver(act.transfer_to, cents),
    )


def _opened(books: Books, act: OpenExit, case: Case, *, taken: dict[str, int]) -> ExitOpened:
    """The exit with what is taken; where it goes is put in by whoever asks."""
    leaver = books.get(Leaver, act.member)
    return ExitOpened(
        exit=act.exit, member=act.member,
        from_at=leaver.at if leaver is not None else case.at,
        returns_cents=taken[RETURNS], voluntary_cents=taken[VOLUNTARY],
        compulsory_cents=taken[COMPULSORY], loss_cents=0, deduction_cents=0, redeemed_cents=0,
        years=0, legal_bp=0, legs=(),
    )  # fmt: skip


def _redeemed(books: Books, act: OpenExit, case: Case, taken: dict[str, int]) -> ExitOpened:
    article = charter_of(books).surplus.distribution
    capital_cents = sum(taken.values())
    losses = losses_before(books, "")
    loss_cents = loss_borne(
        capital_cents, all_capital_cents=_all_capital(books),
        losses_cents=sum(cents for _, cents in losses),
    )  # fmt: skip
    # Losses are borne from the compulsory contribution last, as everywhere.
    compulsory_cents = min(taken[COMPULSORY], capital_cents - loss_cents)
    deduction_cents = floor_cents(part_of(compulsory_cents, act.deduction_bp))
    redeemed_cents = capital_cents - loss_cents - deduction_cents
    legs = Counter(taken)
    left = loss_cents
    for account, cents in losses:
        legs[account] -= min(left, cents)
        left -= min(left, cents)
    assert left == 0, "a loss that is borne is one that is carried"
    legs[OBLIGATORY] -= deduction_cents
    legs[REDEMPTION] -= redeemed_cents
    return msgspec.structs.replace(
        _opened(books, act, case, taken=taken),
        loss_cents=loss_cents, deduction_cents=deduction_cents, redeemed_cents=redeemed_cents,
        years=years_of(article.exit, act.reason) if redeemed_cents else 0,
        legal_bp=article.interest.legal_bp,
        legs=tuple(Leg(account, amount) for account, amount in legs.items() if amount),
    )  # fmt: skip


def apply_exit_opened(books: Books, case: Case, act: OpenExit, fact: ExitOpened) -> None:
    """Take the capital out of the general ledger, and keep the exit."""
    post(books, case, open_period(books), fact.legs)
    books.add(
        Exit(
            exit=fact.exit, member=fact.member, reason=str(act.reason),
            transfer_to=act.transfer_to, from_at=fact.from_at,
            redeemed_cents=fact.redeemed_cents, deduction_cents=fact.deduction_cents,
            loss_cents=fact.loss_cents, years=fact.years, legal_bp=fact.legal_bp, years_paid=0,
            entry=case.seq,
        )
    )  # fmt: skip


def apply_exit_opened_to_members(books: Books, case: Case, act: OpenExit, fact: ExitOpened) -> None:
    """Take it out of her accounts of capital, into her redemption; restricted rows only."""
    period, why = open_period(books), f"exit:{fact.exit}"
    moved = {
        RETURNS: -fact.returns_cents,
        VOLUNTARY: -fact.voluntary_cents,
        COMPULSORY: -fact.compulsory_cents,
        REDEMPTION: fact.redeemed_cents,
    }
    for account, cents in moved.items():
        post_members(books, case, Movement(account, period, why), {fact.member: cents})
    if not act.transfer_to:
        assert_controls_match(books, tuple(moved))


def apply_capital_taken_over(
    books: Books, case: Case, act: OpenExit, fact: CapitalTakenOver
) -> None:
    """Put it into the taker's account; the ledger has it with the exit; restricted rows only."""
    movement = Movement(VOLUNTARY, open_period(books), f"exit:{act.exit}")
    post_members(books, case, movement, {fact.member: fact.amount_cents})
    assert_controls_match(books, CAPITAL_ACCOUNTS)


def apply_left_accounts(books: Books, case: Case, act: Leave | OpenExit, fact: Left) -> None:
    """Write down when she left, and that what is payable to her waits to be claimed."""
    books.add(Leaver(fact.member, open_period(books), case.at, case.seq))
    books.add(Claim(fact.member, case.at))
