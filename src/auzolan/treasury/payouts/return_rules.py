"""The rules of what the bank answers: refused payments, a settled payout, money that came back.

Nothing here believes a file: amounts must be those of the payout's own lines, and what a bank
says of another payout is refused.
"""

from __future__ import annotations

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.money import money_text
from auzolan.foundation.refusals import Refusal
from auzolan.record.annexes import AnnexRef
from auzolan.record.case import Case
from auzolan.record.entries import Fact
from auzolan.treasury.accounts import BANK, PAYABLE, PAYING, SUSPENSE
from auzolan.treasury.ledger.period_rules import ARTICLE, period_refused
from auzolan.treasury.ledger.posting import (
    Leg,
    Movement,
    assert_controls_match,
    post,
    post_members,
)
from auzolan.treasury.payouts.acts import (
    ClearSuspense,
    ClosePayout,
    PaymentsReturned,
    PayoutClosed,
    PayoutReported,
    PayoutSettled,
    ReportPayout,
    ReturnPayments,
    SettlePayout,
    SuspenseCleared,
)
from auzolan.treasury.payouts.payout_rules import (
    RETURNS_KIND,
    amounts_of,
    changed,
    mark,
    move,
    payout_in,
    payout_of,
)
from auzolan.treasury.state import (
    CLOSED,
    DRAFTED,
    EXPORTED,
    REJECTED,
    REPORTED,
    RETURNED,
    SETTLED,
    PayoutLine,
    open_period,
)


def decide_report_payout(books: Books, act: ReportPayout, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether the bank's report fits the payout: every refused payment is a line of it.

    Raises:
        NotDisclosed: it refuses payments and this level sees no lines.
    """
    payout = payout_in(books, act.payout, EXPORTED)
    if isinstance(payout, Refusal):
        return payout
    if act.rejected is None:
        return (PayoutReported(act.payout, 0, 0),)
    refused = _lines_refused(books, case, act.payout, act.rejected, state=DRAFTED)
    if refused is not None:
        return refused
    return (PayoutReported(act.payout, act.rejected.total, act.rejected.rows),)


def _lines_refused(
    books: Books, case: Case, payout: str, ref: AnnexRef, *, state: str
) -> Refusal | None:
    """Why the bank's lines are not lines of this payout in this state, or None."""
    try:
        named = amounts_of(case, ref, kind=RETURNS_KIND)
    except ValueError as fault:
        return Refusal(
            "treasury.lines_malformed", ARTICLE, f"The bank's lines cannot be read: {fault}.",
            "Lay them down again as returns/1 with the columns member and amount_cents.",
        )  # fmt: skip
    for member, cents in named.items():
        line = books.get(PayoutLine, (payout, member))
        if line is None or line.state != state or line.amount_cents != cents:
            return Refusal(
                "treasury.line_not_of_payout", ARTICLE,
                f"The bank names a payment to {member} that is no such line of {payout}.",
                "Check that the file belongs to this payout, and was not taken in before.",
            )  # fmt: skip
    return None


def apply_payout_reported(
    books: Books, case: Case, act: ReportPayout, fact: PayoutReported
) -> None:
    """Make what the bank refused payable again."""
    legs = (Leg(PAYING, fact.rejected_cents), Leg(PAYABLE, -fact.rejected_cents))
    post(books, case, open_period(books), legs)
    payout = payout_of(books, fact.payout)
    # Where every payment was refused nothing will leave the bank, and nothing is left to settle.
    state = SETTLED if fact.rejected_cents == payout.total_cents else REPORTED
    changed(books, fact.payout, state=state, rejected_cents=fact.rejected_cents)


def apply_payout_reported_to_members(
    books: Books, case: Case, act: ReportPayout, fact: PayoutReported
) -> None:
    """Make each refused payment payable again; restricted rows only."""
    if act.rejected is not None:
        refused = amounts_of(case, act.rejected, kind=RETURNS_KIND)
        mark(books, _lines(books, fact.payout, refused), REJECTED)
        move(books, case, fact.payout, amounts=refused, source=PAYING, target=PAYABLE)


def _lines(books: Books, payout: str, members: dict[str, int]) -> list[PayoutLine]:
    lines = [books.get(PayoutLine, (payout, member)) for member in members]
    return [line for line in lines if line is not None]


def decide_settle_payout(books: Books, act: SettlePayout, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether the bank sent exactly what is on its way; the draft has set the money apart."""
    payout = payout_in(books, act.payout, REPORTED)
    if isinstance(payout, Refusal):
        return payout
    refused = period_refused(books, act.period, corrections=False)
    if refused is not None:
        return refused
    sent_cents = payout.total_cents - payout.rejected_cents
    if act.amount_cents != sent_cents:
        currency = charter_of(books).currency
        return Refusal(
            "treasury.settled_differently", ARTICLE,
            f"The bank sent {money_text(act.amount_cents, currency)}; on its way were "
            f"{money_text(sent_cents, currency)}.",
            "Check that the statement belongs to this payout; report refused payments first.",
        )  # fmt: skip
    return (PayoutSettled(act.payout, sent_cents),)


def apply_payout_settled(books: Books, case: Case, act: SettlePayout, fact: PayoutSettled) -> None:
    """Book the money out of the bank."""
    post(books, case, act.period, (Leg(PAYING, fact.amount_cents), Leg(BANK, -fact.amount_cents)))
    changed(books, fact.payout, state=SETTLED)


def apply_payout_settled_to_members(
    books: Books, case: Case, act: SettlePayout, fact: PayoutSettled
) -> None:
    """Note for each member that she was paid; restricted rows only."""
    lines = books.find(PayoutLine, payout=fact.payout, state=DRAFTED)
    mark(books, lines, SETTLED)
    taken = {line.member: -line.amount_cents for line in lines}
    movement = Movement(PAYING, act.period, f"paid:{fact.payout}")
    post_members(books, case, movement, taken)
    assert_controls_match(books, (PAYING,))


def decide_return_payments(
    books: Books, act: ReturnPayments, case: Case
) -> tuple[Fact, ...] | Refusal:
    """Whether payments that came back were sent by this payout, which may be closed already.

    Raises:
        NotDisclosed: this level sees no lines.
    """
    # A bank may send a payment back weeks after it was paid; such a payout is open once more.
    payout = payout_in(books, act.payout, SETTLED, CLOSED)
    if isinstance(payout, Refusal):
        return payout
    refused = period_refused(books, act.period, corrections=False) or _lines_refused(
        books, case, act.payout, act.returned, state=SETTLED
    )
    if refused is not None:
        return refused
    return (PaymentsReturned(act.payout, act.returned.total, act.returned.rows),)


def apply_payments_returned(
    books: Books, case: Case, act: ReturnPayments, fact: PaymentsReturned
) -> None:
    """Book the money into the bank; it waits in suspense."""
    post(books, case, act.period, (Leg(BANK, fact.amount_cents), Leg(SUSPENSE, -fact.amount_cents)))
    returned_cents = payout_of(books, fact.payout).returned_cents + fact.amount_cents
    changed(books, fact.payout, state=SETTLED, returned_cents=returned_cents)


def apply_payments_returned_to_members(
    books: Books, case: Case, act: ReturnPayments, fact: PaymentsReturned
) -> None:
    """Mark the lines that came back; restricted rows only."""
    returned = amounts_of(case, act.returned, kind=RETURNS_KIND)
    mark(books, _lines(books, fact.payout, returned), RETURNED)


def decide_clear_suspense(
    books: Books, act: ClearSuspense, case: Case
) -> tuple[Fact, ...] | Refusal:
    """Whether something of this payout waits in suspense."""
    payout = payout_in(books, act.payout, SETTLED)
    if isinstance(payout, Refusal):
        return payout
    refused = period_refused(books, act.period, corrections=False)
    if refused is not None:
        return refused
    if not payout.returned_cents:
        return Refusal(
            "treasury.nothing_in_suspense", ARTICLE,
            f"Nothing of {act.payout} waits in suspense.",
            "Book payments that came back first.",
        )  # fmt: skip
    return (SuspenseCleared(act.payout, payout.returned_cents),)


def apply_suspense_cleared(
    books: Books, case: Case, act: ClearSuspense, fact: SuspenseCleared
) -> None:
    """Make the money payable again."""
    legs = (Leg(SUSPENSE, fact.amount_cents), Leg(PAYABLE, -fact.amount_cents))
    post(books, case, act.period, legs)
    changed(books, fact.payout, returned_cents=0, cleared=case.seq)


def apply_suspense_cleared_to_members(
    books: Books, case: Case, act: ClearSuspense, fact: SuspenseCleared
) -> None:
    """Make each returned payment payable to its member again; restricted rows only."""
    lines = books.find(PayoutLine, payout=fact.payout, state=RETURNED)
    mark(books, lines, REJECTED)
    movement = Movement(PAYABLE, act.period, f"returned:{fact.payout}")
    post_members(books, case, movement, {line.member: line.amount_cents for line in lines})
    assert_controls_match(books, (PAYABLE,))


def decide_close_payout(books: Books, act: ClosePayout, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether a payout is over: settled, and nothing of it in suspense."""
    payout = payout_in(books, act.payout, SETTLED)
    if isinstance(payout, Refusal):
        return payout
    if payout.returned_cents:
        return Refusal(
            "treasury.still_in_suspense", ARTICLE,
            f"Payments of {act.payout} came back and wait in suspense.",
            "Make them payable again first.",
        )  # fmt: skip
    return (PayoutClosed(act.payout),)


def apply_payout_closed(books: Books, case: Case, act: ClosePayout, fact: PayoutClosed) -> None:
    """End the payout."""
    changed(books, fact.payout, state=CLOSED)
