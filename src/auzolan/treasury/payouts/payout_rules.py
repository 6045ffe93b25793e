"""The rules of payouts: gathered, approved by others, sent to a bank, settled, and closed.

Every step moves money between a member's accounts, so that the same cent is never on its way
twice: payable, being paid, in suspense, payable again. It writes no bank file and knows no
account number; the payee's account is sealed.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import HOUR_MS, day_from_moment, moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.members.state import Member
from auzolan.record.annex_columns import amounts_by_member
from auzolan.record.annexes import AnnexRef, ref_text
from auzolan.record.case import Case
from auzolan.record.entries import Fact
from auzolan.treasury.accounts import BANK, PAYABLE, PAYING
from auzolan.treasury.ledger.booking_rules import not_enough
from auzolan.treasury.ledger.period_rules import ARTICLE
from auzolan.treasury.ledger.posting import (
    Leg,
    Movement,
    assert_controls_match,
    free_balance,
    post,
    post_members,
)
from auzolan.treasury.payouts.acts import (
    ApprovePayout,
    CancelPayout,
    DraftPayout,
    ExportPayout,
    PayeeSet,
    PayoutApproved,
    PayoutCancelled,
    PayoutDrafted,
    PayoutExported,
    SetPayee,
)
from auzolan.treasury.state import (
    APPROVED,
    CANCELLED,
    DRAFTED,
    EXPORTED,
    MemberAccount,
    Payee,
    Payout,
    PayoutApproval,
    PayoutLine,
    open_period,
)

PAYOUT_KIND = "payout/1"
RETURNS_KIND = "returns/1"


def decide_set_payee(books: Books, act: SetPayee, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether somebody may name an account: she is or was a member, so that exits are paid too."""
    if books.get(Member, act.member) is None:
        return Refusal(
            "treasury.no_such_member", ARTICLE, f"There is no member {act.member}.",
            "Name the account of a member.",
        )  # fmt: skip
    return (PayeeSet(act.member),)


def apply_payee_set(books: Books, case: Case, act: SetPayee, fact: PayeeSet) -> None:
    """Write down since when she is paid on the account that she named."""
    books.put(Payee(fact.member, case.at, case.seq))


def decide_draft_payout(books: Books, act: DraftPayout, case: Case) -> tuple[Fact, ...] | Refusal:
    """Gather what is payable and can be sent: above the smallest amount, on a settled account.

    Args:
        books: the books, with restricted rows.
        act: names the payout and the day on which the bank shall pay.
        case: makes the annex of the lines.
    Returns:
        `PayoutDrafted`, or the refusal.
    Raises:
        NotDisclosed: at the public level.
    Source: charter, article on payouts.
    """
    if books.get(Payout, act.payout) is not None:
        return Refusal(
            "treasury.payout_taken", ARTICLE, f"There is a payout called {act.payout} already.",
            "Give the payout an id that is free.",
        )  # fmt: skip
    if _is_past_or_no_day(act.pay_on, case):
        return Refusal(
            "treasury.no_day_to_pay", ARTICLE, f"{act.pay_on} is no day from today on.",
            "Name a day from today on, as 2026-03-01.",
        )  # fmt: skip
    article = charter_of(books).payouts
    settled_by = case.at - article.cooling_hours * HOUR_MS
    owed = books.columns(MemberAccount, ("member", "balance"), account=PAYABLE)
    lines: dict[str, int] = {}
    left_out = 0
    for name, balance in zip(owed["member"], owed["balance"], strict=True):
        member, cents = str(name), int(balance)
        payee = books.get(Payee, member)
        if payee is not None and payee.changed_at <= settled_by and cents >= article.smallest_cents:
            lines[member] = cents
        elif cents:
            left_out += 1
    if not any(lines.values()):
        return Refusal(
            "treasury.nothing_to_pay", f"Art. {article.number}",
            f"Nothing can be paid out now; {left_out} members with something payable have too "
            "little, no account, or one that they named too lately.",
            "Ask them for an account, or wait for the cooling-off to pass.",
        )  # fmt: skip
    paid = {member: cents for member, cents in sorted(lines.items()) if cents}
    total_cents = sum(paid.values())
    free = free_balance(books, BANK, case.at)
    if total_cents > free:
        return not_enough(books, BANK, free, total_cents)
    columns: dict[str, list[int] | list[str]] = {
        "member": list(paid),
        "amount_cents": list(paid.values()),
    }
    ref = case.annexes.make(PAYOUT_KIND, columns, amount="amount_cents")
    return (PayoutDrafted(act.payout, total_cents, len(paid), left_out, ref),)


def _is_past_or_no_day(day: str, case: Case) -> bool:
    try:
        moment_from_iso(day)
    except ValueError:
        return True
    # Days written as 2026-03-01 sort as texts in the order of the calendar.
    return day < day_from_moment(case.at)


def apply_payout_drafted(books: Books, case: Case, act: DraftPayout, fact: PayoutDrafted) -> None:
    """Set the money apart: no longer payable, but being paid."""
    legs = (Leg(PAYABLE, fact.total_cents), Leg(PAYING, -fact.total_cents))
    post(books, case, open_period(books), legs)
    books.add(
        Payout(
            payout=fact.payout,
            state=DRAFTED,
            by=case.actor,
            pay_on=act.pay_on,
            total_cents=fact.total_cents,
            count=fact.count,
            rejected_cents=0,
            returned_cents=0,
            cleared=-1,
            approvals=0,
            lines=ref_text(fact.lines),
            entry=case.seq,
        )
    )


def apply_payout_drafted_to_members(
    books: Books, case: Case, act: DraftPayout, fact: PayoutDrafted
) -> None:
    """Set each member's amount apart; restricted rows only."""
    paid = amounts_of(case, fact.lines, kind=PAYOUT_KIND)
    move(books, case, fact.payout, amounts=paid, source=PAYABLE, target=PAYING)
    size = len(paid)
    books.put_many(
        PayoutLine,
        {
            "payout": [fact.payout] * size,
            "member": list(paid),
            "amount_cents": list(paid.values()),
            "state": [DRAFTED] * size,
        },
    )


def move(
    books: Books, case: Case, payout: str, *, amounts: dict[str, int], source: str, target: str
) -> None:
    """Move members' money of a payout from one control account to another; restricted rows."""
    period, why = open_period(books), f"payout:{payout}"
    taken = {member: -cents for member, cents in amounts.items()}
    post_members(books, case, Movement(source, period, why), taken)
    post_members(books, case, Movement(target, period, why), amounts)
    assert_controls_match(books, (source, target))


def amounts_of(case: Case, ref: AnnexRef, *, kind: str) -> dict[str, int]:
    """The amounts of a payout's or a return's annex by member.

    Raises:
        ValueError: another kind or other columns, a member twice, or an amount not above zero.
    """
    return amounts_by_member(case.annexes.read(ref), kind=kind, amount="amount_cents")


def payout_in(books: Books, name: str, *states: str) -> Payout | Refusal:
    """The payout of this name if it is in one of these states, or the refusal."""
    payout = books.get(Payout, name)
    if payout is None:
        return Refusal(
            "treasury.payout_unknown", ARTICLE, f"There is no payout called {name}.",
            "Look up the payouts on the record.",
        )  # fmt: skip
    if payout.state not in states:
        return Refusal(
            "treasury.payout_elsewhere", ARTICLE,
            f"The payout {name} is {payout.state}; this step needs one that is "
            f"{' or '.join(states)}.",
            "Do the steps in their order; a step that is done is not done again.",
        )  # fmt: skip
    return payout


def decide_approve_payout(
    books: Books, act: ApprovePayout, case: Case
) -> tuple[Fact, ...] | Refusal:
    """Whether somebody may approve: not her own draft, and once.

    Source: charter, article on payouts.
    """
    payout = payout_in(books, act.payout, DRAFTED)
    if isinstance(payout, Refusal):
        return payout
    article = charter_of(books).payouts
    if case.actor == payout.by:
        return Refusal(
            "treasury.own_payout", f"Art. {article.number}",
            f"{case.actor} drafted the payout {act.payout} and cannot approve it.",
            "Ask another person to look at it and to approve it.",
        )  # fmt: skip
    if books.get(PayoutApproval, (act.payout, case.actor)) is not None:
        return Refusal(
            "treasury.approved_already", f"Art. {article.number}",
            f"{case.actor} has approved the payout {act.payout} already.",
            "Ask another person; one approval counts once.",
        )  # fmt: skip
    approvals = payout.approvals + 1
    return (PayoutApproved(act.payout, approvals, approvals >= article.approvals),)


def apply_payout_approved(
    books: Books, case: Case, act: ApprovePayout, fact: PayoutApproved
) -> None:
    """Count the approval."""
    books.add(PayoutApproval(fact.payout, case.actor, case.seq))
    state = APPROVED if fact.is_enough else DRAFTED
    changed(books, fact.payout, state=state, approvals=fact.approvals)


def decide_cancel_payout(books: Books, act: CancelPayout, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether a payout can be given up: as long as the bank has no file of it."""
    payout = payout_in(books, act.payout, DRAFTED, APPROVED)
    return payout if isinstance(payout, Refusal) else (PayoutCancelled(act.payout),)


def apply_payout_cancelled(
    books: Books, case: Case, act: CancelPayout, fact: PayoutCancelled
) -> None:
    """Make its money payable again."""
    payout = payout_of(books, fact.payout)
    legs = (Leg(PAYING, payout.total_cents), Leg(PAYABLE, -payout.total_cents))
    post(books, case, open_period(books), legs)
    changed(books, fact.payout, state=CANCELLED)


def apply_payout_cancelled_to_members(
    books: Books, case: Case, act: CancelPayout, fact: PayoutCancelled
) -> None:
    """Make each member's amount payable again; restricted rows only."""
    lines = books.find(PayoutLine, payout=fact.payout, state=DRAFTED)
    paid = {line.member: line.amount_cents for line in lines}
    mark(books, lines, CANCELLED)
    move(books, case, fact.payout, amounts=paid, source=PAYING, target=PAYABLE)


def decide_export_payout(books: Books, act: ExportPayout, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether the bank's file may be written: approved, and every account is the one of the draft.

    That the money is there was seen to by the draft, which set it apart.

    Raises:
        NotDisclosed: at the public level.
    """
    payout = payout_in(books, act.payout, APPROVED)
    if isinstance(payout, Refusal):
        return payout
    for line in books.find(PayoutLine, payout=act.payout, state=DRAFTED):
        payee = books.get(Payee, line.member)
        if payee is None or payee.entry > payout.entry:
            return Refusal(
                "treasury.payee_changed", f"Art. {charter_of(books).payouts.number}",
                f"{line.member} has named another bank account since {act.payout} was gathered.",
                "Cancel the payout and gather another; a new account is left out of it until its "
                "cooling-off has passed.",
            )  # fmt: skip
    return (PayoutExported(act.payout, payout.total_cents, payout.count),)


def apply_payout_exported(
    books: Books, case: Case, act: ExportPayout, fact: PayoutExported
) -> None:
    """Write down that the bank's file is written; from here on it is not given up."""
    changed(books, fact.payout, state=EXPORTED)


def mark(books: Books, lines: list[PayoutLine], state: str) -> None:
    """Set the state of lines of a payout; restricted rows only."""
    books.put_many(
        PayoutLine,
        {
            "payout": [line.payout for line in lines],
            "member": [line.member for line in lines],
            "amount_cents": [line.amount_cents for line in lines],
            "state": [state] * len(lines),
        },
    )


def payout_of(books: Books, name: str) -> Payout:
    """The payout of this name, which a fact has named.

    Raises:
        AssertionError: there is none.
    """
    payout = books.get(Payout, name)
    assert payout is not None, f"there is no payout {name}"
    return payout


def changed(books: Books, name: str, **values: int | str) -> None:
    """Write a payout with other values."""
    books.put(msgspec.structs.replace(payout_of(books, name), **values))
