"""The rules of tax that is kept back: once for a plan, before it is paid out, and handed over whole.

The charter says how much of each member's cash of a surplus is kept back. Interest on capital
becomes capital here and is not paid in money, so nothing of it is kept back. What law a rate comes
from, and who owes no tax, is not known here.
"""

from __future__ import annotations

from collections.abc import Mapping

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.money import BASIS_POINTS, money_text
from auzolan.foundation.refusals import Refusal
from auzolan.record.annex_columns import amounts_by_member, numbers, texts
from auzolan.record.annexes import AnnexRef, ref_from_text
from auzolan.record.case import Case
from auzolan.record.entries import Fact
from auzolan.treasury.accounts import BANK, PAYABLE, WITHHOLDING
from auzolan.treasury.capital.withholding_acts import (
    RemitWithholding,
    Withheld,
    Withhold,
    WithholdingRemitted,
)
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
from auzolan.treasury.state import (
    DISTRIBUTED,
    MemberAccount,
    Plan,
    Remittance,
    Withholding,
    open_period,
)

WITHHOLDING_KIND = "withholding/1"
REMITTANCE_KIND = "remittance/1"


def withheld_cents(cash_cents: int, rate_bp: int) -> int:
    """What is kept back of an amount, half a cent up.

    Args:
        cash_cents: what she is paid, >= 0.
        rate_bp: the charter's part, 0 to 10,000 basis points.
    Source: charter, article on payouts.
    """
    return (2 * cash_cents * rate_bp + BASIS_POINTS) // (2 * BASIS_POINTS)


def decide_withhold(books: Books, act: Withhold, case: Case) -> tuple[Fact, ...] | Refusal:
    """What of each member's cash of a plan is kept back.

    Args:
        books: the books, with restricted rows.
        act: the plan.
        case: reads the plan's lines, makes those of what is kept back.
    Returns:
        `Withheld`, or the first refusal: no such plan, not shared yet, done already, nothing to
        keep back, somebody who has been paid already.
    Raises:
        NotDisclosed: at the public level.
    Source: charter, article on payouts.
    """
    plan = books.get(Plan, act.plan)
    if plan is None or plan.state != DISTRIBUTED:
        found = "not shared yet" if plan is not None else "not known"
        return Refusal(
            "treasury.plan_not_shared", ARTICLE, f"The plan {act.plan} is {found}.",
            "Share the surplus first; tax is kept back from what members are owed by it.",
        )  # fmt: skip
    before = books.get(Withholding, act.plan)
    if before is not None:
        return Refusal(
            "treasury.withheld_already", ARTICLE,
            f"Entry {before.entry} has kept back the tax on {act.plan} already.",
            "It is kept back once; look at its entry.",
        )  # fmt: skip
    article = charter_of(books).payouts
    amounts = _amounts(case, plan, article.withholding_bp)
    if not amounts:
        return Refusal(
            "treasury.nothing_to_withhold", f"Art. {article.number}",
            f"{article.withholding_bp} basis points of the cash of {act.plan} are not one cent for "
            "anybody.",
            "Pay it out as it is, or change the part that is kept back by vote.",
        )  # fmt: skip
    refused = _paid_already(books, act.plan, amounts)
    if refused is not None:
        return refused
    lines = _made(case, WITHHOLDING_KIND, amounts)
    return (Withheld(act.plan, article.withholding_bp, lines.total, lines.rows, lines),)


def can_withhold(books: Books, plan: Plan, case: Case) -> bool:
    """Whether tax on a plan that has been shared is not kept back, and still can be.

    Args:
        books: the books, with restricted rows.
        plan: a plan that has been shared.
        case: reads the plan's lines.
    Raises:
        NotDisclosed: at the public level.
    Source: charter, article on payouts.
    """
    rate_bp = charter_of(books).payouts.withholding_bp
    if not rate_bp or books.get(Withholding, plan.plan) is not None:
        return False
    amounts = _amounts(case, plan, rate_bp)
    return bool(amounts) and _paid_already(books, plan.plan, amounts) is None


def _amounts(case: Case, plan: Plan, rate_bp: int) -> dict[str, int]:
    if plan.loss_cents or not rate_bp:
        return {}
    lines = case.annexes.read(ref_from_text(plan.lines))
    cash = zip(texts(lines, "member"), numbers(lines, "cash_cents"), strict=True)
    amounts = {member: withheld_cents(cents, rate_bp) for member, cents in cash}
    return {member: cents for member, cents in sorted(amounts.items()) if cents}


def _paid_already(books: Books, plan: str, amounts: Mapping[str, int]) -> Refusal | None:
    charter = charter_of(books)
    rows = books.get_many(MemberAccount, [(member, PAYABLE) for member in amounts])
    for (member, cents), row in zip(amounts.items(), rows, strict=True):
        payable_cents = row.balance if row is not None else 0
        if cents > payable_cents:
            return Refusal(
                "treasury.paid_before_tax", f"Art. {charter.payouts.number}",
                f"{money_text(cents, charter.currency)} would be kept back from {member} for "
                f"{plan}, and {money_text(payable_cents, charter.currency)} are payable to her.",
                "Cancel a payout that is not at the bank yet, then keep the tax back first.",
            )  # fmt: skip
    return None


def _made(case: Case, kind: str, amounts: Mapping[str, int]) -> AnnexRef:
    columns: dict[str, list[int] | list[str]] = {
        "member": list(amounts),
        "amount_cents": list(amounts.values()),
    }
    return case.annexes.make(kind, columns, amount="amount_cents")


def _read(case: Case, ref: AnnexRef, kind: str) -> dict[str, int]:
    return amounts_by_member(case.annexes.read(ref), kind=kind, amount="amount_cents")


def apply_withheld(books: Books, case: Case, act: Withhold, fact: Withheld) -> None:
    """Move it from what is payable to what is kept back, and note that it is done."""
    legs = (Leg(PAYABLE, fact.amount_cents), Leg(WITHHOLDING, -fact.amount_cents))
    post(books, case, open_period(books), legs)
    books.add(Withholding(fact.plan, fact.rate_bp, fact.amount_cents, case.seq))


def apply_withheld_to_members(books: Books, case: Case, act: Withhold, fact: Withheld) -> None:
    """Move each member's part; restricted rows only."""
    amounts, period = _read(case, fact.lines, WITHHOLDING_KIND), open_period(books)
    why = f"withholding:{fact.plan}"
    taken = {member: -cents for member, cents in amounts.items()}
    post_members(books, case, Movement(PAYABLE, period, why), taken)
    post_members(books, case, Movement(WITHHOLDING, period, why), amounts)
    assert_controls_match(books, (PAYABLE, WITHHOLDING))


def decide_remit_withholding(
    books: Books, act: RemitWithholding, case: Case
) -> tuple[Fact, ...] | Refusal:
    """Hand over all that is kept back.

    Returns:
        `WithholdingRemitted`, or the first refusal: an id in use, nothing kept back, not enough in
        the bank.
    Raises:
        NotDisclosed: at the public level.
    Source: charter, article on payouts.
    """
    if books.get(Remittance, act.remittance) is not None:
        return Refusal(
            "treasury.remittance_taken", ARTICLE,
            f"There is a remittance called {act.remittance} already.",
            "Give this one an id that is free.",
        )  # fmt: skip
    kept = books.columns(MemberAccount, ("member", "balance"), account=WITHHOLDING)
    amounts = {
        str(member): int(cents)
        for member, cents in zip(kept["member"], kept["balance"], strict=True)
        if cents
    }
    if not amounts:
        return Refusal(
            "treasury.nothing_withheld", ARTICLE, "No tax is kept back for anybody.",
            "Keep it back first; what was handed over is not handed over again.",
        )  # fmt: skip
    free_cents, total_cents = free_balance(books, BANK, case.at), sum(amounts.values())
    if total_cents > free_cents:
        return not_enough(books, BANK, free_cents, total_cents)
    lines = _made(case, REMITTANCE_KIND, amounts)
    return (WithholdingRemitted(act.remittance, lines.total, lines.rows, lines),)


def apply_withholding_remitted(
    books: Books, case: Case, act: RemitWithholding, fact: WithholdingRemitted
) -> None:
    """Book it out of the bank."""
    legs = (Leg(WITHHOLDING, fact.amount_cents), Leg(BANK, -fact.amount_cents))
    post(books, case, open_period(books), legs)
    books.add(Remittance(fact.remittance, fact.amount_cents, case.seq))


def apply_withholding_remitted_to_members(
    books: Books, case: Case, act: RemitWithholding, fact: WithholdingRemitted
) -> None:
    """Take it from each member's account; restricted rows only."""
    amounts = _read(case, fact.lines, REMITTANCE_KIND)
    movement = Movement(WITHHOLDING, open_period(books), f"remittance:{fact.remittance}")
    post_members(books, case, movement, {member: -cents for member, cents in amounts.items()})
    assert_controls_match(books, (WITHHOLDING,))
