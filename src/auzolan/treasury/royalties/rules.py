"""The rules of royalties: earned in millionths, paid in cents, with every remainder kept.

A settlement takes whole cents only and leaves the rest of each member's account where it is, so
that however often it is done nobody gains or loses more than one cent. Who earned what by a use
is worked out elsewhere; here it only may not exceed the charter's part of what was paid.
"""

from __future__ import annotations

from collections.abc import Mapping

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.money import MICRO_PER_CENT
from auzolan.foundation.refusals import Refusal
from auzolan.licensing.royalties import due_cents
from auzolan.licensing.state import Licence
from auzolan.members.state import Member
from auzolan.record.annex_columns import amounts_by_member, numbers, texts
from auzolan.record.annexes import Annex, AnnexRef
from auzolan.record.case import Case
from auzolan.record.entries import Fact
from auzolan.treasury.accounts import (
    PAYABLE,
    ROYALTIES,
    ROYALTIES_PAID,
    ROYALTY_COST,
    expense_account,
)
from auzolan.treasury.ledger.period_rules import ARTICLE, period_refused
from auzolan.treasury.ledger.posting import Leg, Movement, assert_controls_match, post, post_members
from auzolan.treasury.royalties.acts import Accrue, Accrued, RoyaltiesSettled, SettleRoyalties
from auzolan.treasury.state import (
    Accrual,
    MemberAccount,
    RoyaltyOfMember,
    RoyaltySettlement,
    open_period,
)

ROYALTIES_KIND = "royalties/1"
SETTLEMENT_KIND = "settlement/1"
_BASIS_POINTS = 10_000


def decide_accrue(books: Books, act: Accrue, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether members may earn so much by a licence: within the charter's part of what was paid.

    Args:
        books: the books.
        act: the licence, and an annex of what each member earned in millionths.
        case: reads the annex.
    Returns:
        `Accrued`, or the refusal.
    Raises:
        NotDisclosed: at the public level.
    Source: charter, article on royalties.
    """
    if books.get(Accrual, act.accrual) is not None:
        return Refusal(
            "treasury.accrual_taken", ARTICLE, f"There is an accrual called {act.accrual} already.",
            "Give the accrual an id that is free.",
        )  # fmt: skip
    licence = books.get(Licence, act.licence)
    if licence is None:
        return Refusal(
            "treasury.licence_unknown", ARTICLE, f"There is no licence called {act.licence}.",
            "Name a licence that has been granted.",
        )  # fmt: skip
    lines = _lines(books, case, act.lines)
    if isinstance(lines, Refusal):
        return lines
    micro = sum(lines.values())
    article = charter_of(books).royalties
    so_far = books.total(Accrual, "amount_micro", licence=act.licence)
    most = _settled_micro(licence) * article.part_bp // _BASIS_POINTS
    if so_far + micro > most:
        return Refusal(
            "treasury.more_than_royalties", f"Art. {article.number}",
            f"By {act.licence} members have earned {so_far} millionths and would earn {micro} "
            f"more; the charter's part of what was paid is {most}.",
            "Wait until the licensee has paid, or change the part by vote.",
        )  # fmt: skip
    return (Accrued(act.accrual, act.licence, micro, len(lines)),)


def _settled_micro(licence: Licence) -> int:
    """What the licensee has paid for, in millionths: all that accrued, once its whole cents are paid.

    Without this the members' part of a fully paid licence could wait for ever, for want of the half
    cent that rounding to cents may have left to the licensee.
    """
    if licence.paid_cents >= due_cents(licence.accrued_micro):
        return licence.accrued_micro
    return licence.paid_cents * MICRO_PER_CENT


def _lines(books: Books, case: Case, ref: AnnexRef) -> dict[str, int] | Refusal:
    try:
        lines = _earned(case.annexes.read(ref))
    except ValueError as fault:
        return Refusal(
            "treasury.lines_malformed", ARTICLE, f"The royalties cannot be read: {fault}.",
            f"Lay them down again as {ROYALTIES_KIND} with the columns member and amount_micro.",
        )  # fmt: skip
    for member in lines:
        if books.get(Member, member) is None:
            return Refusal(
                "treasury.no_such_member", ARTICLE, f"There is no member {member}.",
                "Only members earn royalties.",
            )  # fmt: skip
    return lines


def _earned(annex: Annex) -> dict[str, int]:
    return amounts_by_member(annex, kind=ROYALTIES_KIND, amount="amount_micro")


def apply_accrued(books: Books, case: Case, act: Accrue, fact: Accrued) -> None:
    """Book the cost, and what is owed for it, both in millionths."""
    legs = (Leg(ROYALTY_COST, fact.amount_micro), Leg(ROYALTIES, -fact.amount_micro))
    post(books, case, open_period(books), legs)
    books.add(Accrual(fact.accrual, fact.licence, fact.amount_micro, case.seq))


def apply_accrued_to_members(books: Books, case: Case, act: Accrue, fact: Accrued) -> None:
    """Add to what each member has earned; restricted rows only."""
    movement = Movement(ROYALTIES, open_period(books), f"use:{fact.accrual}")
    earned = _earned(case.annexes.read(act.lines))
    post_members(books, case, movement, earned)
    _add_to_period(books, movement.period, earned)
    assert_controls_match(books, (ROYALTIES,))


def _add_to_period(books: Books, period: str, earned: Mapping[str, int]) -> None:
    """Keep what each has earned in a period: the balance forgets it as soon as it is settled."""
    members = sorted(earned)
    rows = books.get_many(RoyaltyOfMember, [(period, member) for member in members])
    before = [row.earned_micro if row is not None else 0 for row in rows]
    books.put_many(
        RoyaltyOfMember,
        {
            "period": [period] * len(members),
            "member": members,
            "earned_micro": [
                had + earned[member] for member, had in zip(members, before, strict=True)
            ],
        },
    )


def decide_settle_royalties(
    books: Books, act: SettleRoyalties, case: Case
) -> tuple[Fact, ...] | Refusal:
    """Whether there are whole cents to settle, and whose they are.

    Raises:
        NotDisclosed: at the public level.
    """
    if books.get(RoyaltySettlement, act.settlement) is not None:
        return Refusal(
            "treasury.settlement_taken", ARTICLE,
            f"There is a settlement called {act.settlement} already.",
            "Give the settlement an id that is free.",
        )  # fmt: skip
    refused = period_refused(books, act.period, corrections=False)
    if refused is not None:
        return refused
    earned = books.columns(MemberAccount, ("member", "balance"), account=ROYALTIES)
    cents = {
        str(member): int(micro) // MICRO_PER_CENT
        for member, micro in zip(earned["member"], earned["balance"], strict=True)
        if int(micro) >= MICRO_PER_CENT
    }
    if not cents:
        return Refusal(
            "treasury.no_whole_cent", ARTICLE, "Nobody has earned a whole cent since the last time.",
            "Settle later; nothing is lost.",
        )  # fmt: skip
    columns: dict[str, list[int] | list[str]] = {
        "member": list(cents),
        "amount_cents": list(cents.values()),
    }
    ref = case.annexes.make(SETTLEMENT_KIND, columns, amount="amount_cents")
    return (RoyaltiesSettled(act.settlement, act.period, ref.total, len(cents), ref),)


def apply_royalties_settled(
    books: Books, case: Case, act: SettleRoyalties, fact: RoyaltiesSettled
) -> None:
    """Book the cents as an expense and as payable, and take as much from what has accrued."""
    micro = fact.amount_cents * MICRO_PER_CENT
    legs = (
        Leg(ROYALTIES, micro),
        Leg(ROYALTY_COST, -micro),
        Leg(expense_account(fact.period, ROYALTIES_PAID), fact.amount_cents),
        Leg(PAYABLE, -fact.amount_cents),
    )
    post(books, case, fact.period, legs)
    books.add(RoyaltySettlement(fact.settlement, fact.period, fact.amount_cents, case.seq))


def apply_royalties_settled_to_members(
    books: Books, case: Case, act: SettleRoyalties, fact: RoyaltiesSettled
) -> None:
    """Make each member's whole cents payable; her remainder stays. Restricted rows only."""
    annex = case.annexes.read(fact.lines)
    cents = dict(zip(texts(annex, "member"), numbers(annex, "amount_cents"), strict=True))
    why = f"royalties:{fact.settlement}"
    taken = {member: -amount * MICRO_PER_CENT for member, amount in cents.items()}
    post_members(books, case, Movement(ROYALTIES, fact.period, why), taken)
    post_members(books, case, Movement(PAYABLE, fact.period, why), cents)
    assert_controls_match(books, (PAYABLE, ROYALTIES))
