"""From a year's plan to its fact: lines with their clauses, legs, and the plan's one digest.

The division itself is in `year_plan`, what it is made from in `year_books`; whether a plan may be
made or booked is in `sharing_rules`. Tax on the result is owed from the sharing on: it is taken out
of the result into a liability, not booked as an expense of a year to come.
"""

from __future__ import annotations

from collections import Counter

import msgspec
import numpy as np

from auzolan.charter.distribution import AccountClass, Bearer, Line, Purpose
from auzolan.foundation import canonical
from auzolan.foundation.books import Books
from auzolan.record.annexes import AnnexRef
from auzolan.record.case import Case
from auzolan.treasury.accounts import (
    INDIVISIBLE_RESERVE,
    OBLIGATORY,
    PAYABLE,
    RETURNS,
    VOLUNTARY_RESERVE,
    fund_account,
    loss_account,
    result_account,
    tax_account,
)
from auzolan.treasury.ledger.posting import Leg, own_balance, sums_by_scale
from auzolan.treasury.surplus.acts import (
    Borne,
    DistributionPlanned,
    PlanDistribution,
    PlannedLine,
    PlannedPool,
    PlanWarning,
)
from auzolan.treasury.surplus.columns import Column, column_sum
from auzolan.treasury.surplus.losses import LossShared
from auzolan.treasury.surplus.year_books import CAPITAL_ACCOUNTS, Sharers, losses_before
from auzolan.treasury.surplus.year_plan import WarningCode, YearPlan

DISTRIBUTION_KIND = "distribution/2"
LOSS_COLUMNS = ("returns_loss_cents", "voluntary_loss_cents", "compulsory_loss_cents")
"""What of a loss is taken from each account of capital, in the order of `CAPITAL_ACCOUNTS`."""
_NO_DIGEST = "0" * 64
_RESERVES = {
    AccountClass.OBLIGATORY_RESERVE: OBLIGATORY,
    AccountClass.DIVISIBLE_RESERVE: VOLUNTARY_RESERVE,
    AccountClass.INDIVISIBLE_RESERVE: INDIVISIBLE_RESERVE,
}


def account_of_line(line: Line) -> str:
    """Where a line of the charter is booked: a reserve, or the fund of its name."""
    return _RESERVES.get(line.account) or fund_account(line.name)


def planned(
    books: Books, act: PlanDistribution, case: Case, *, plan: YearPlan, sharers: Sharers
) -> DistributionPlanned:
    """The fact of a plan: its lines laid down, its legs, and one digest over it all.

    Args:
        books: the books.
        act: names the plan and the period.
        case: makes the annex of the lines.
        plan: the year, divided.
        sharers: who shares, with each one's accounts of capital.
    """
    taken = _taken(plan, sharers)
    columns = _columns(plan, taken)
    lines = case.annexes.make(DISTRIBUTION_KIND, columns, amount="amount_cents")
    legs = _legs(books, act.period, plan, taken)
    assert not any(sums_by_scale((leg.account, leg.amount) for leg in legs).values()), (
        "legs balance"
    )
    fact = _fact(act, plan, legs, lines)
    return msgspec.structs.replace(fact, plan_digest=digest_of(fact))


def digest_of(fact: DistributionPlanned) -> str:
    """What the members vote on: one digest over every number of the plan and its lines."""
    numbers_and_lines = msgspec.structs.asdict(fact)
    del numbers_and_lines["plan_digest"]
    return canonical.digest(numbers_and_lines)


def _fact(
    act: PlanDistribution, plan: YearPlan, legs: tuple[Leg, ...], lines: AnnexRef
) -> DistributionPlanned:
    fall, part, loss = plan.waterfall, plan.part, plan.loss
    return DistributionPlanned(
        plan=act.plan,
        period=act.period,
        plan_digest=_NO_DIGEST,
        result_cents=plan.result.gross_cents,
        third_parties_cents=act.third_parties_cents,
        extraordinary_cents=act.extraordinary_cents,
        tax_cents=act.tax_cents,
        interest_bp=plan.interest.rate_bp,
        interest_cents=column_sum(plan.interest.cents),
        made_good_cents=_made_good(plan),
        available_cents=fall.available_cents,
        waterfall=tuple(
            PlannedLine(
                one.line.name, f"surplus.{one.line.name}_bp", one.part_bp, one.base_cents,
                one.cents, account_of_line(one.line), one.line.deadline_months,
            )
            for one in fall.lines
        ),
        to_funds_cents=sum(one.cents for one in fall.lines if _is_obligatory(one.line)),
        patronage_cents=fall.patronage_cents,
        pools=tuple(
            PlannedPool(pool.basis, pool.weight_bp, pool.shares.pool_cents) for pool in part.pools
        ),
        cash_cents=column_sum(part.cash),
        capitalised_cents=column_sum(part.capitalised),
        loss_cents=loss.loss_cents if loss is not None else 0,
        borne=_borne(loss),
        warnings=_warnings(plan),
        legs=legs,
        lines=lines,
    )  # fmt: skip


def _is_obligatory(line: Line) -> bool:
    return line.account == AccountClass.OBLIGATORY_RESERVE or line.purpose == Purpose.EDUCATION


def _borne(loss: LossShared | None) -> tuple[Borne, ...]:
    if loss is None:
        return ()
    parts = (
        (Bearer.VOLUNTARY_RESERVE, loss.voluntary_reserve_cents),
        (Bearer.OBLIGATORY_RESERVE, loss.obligatory_reserve_cents),
        (Bearer.MEMBERS, column_sum(loss.members)),
        (Bearer.CARRIED, loss.carried_cents),
    )
    return tuple(Borne(bearer, cents) for bearer, cents in parts if cents)


def _warnings(plan: YearPlan) -> tuple[PlanWarning, ...]:
    """What the plan points out; of members only how many, since the fact is open."""
    holders = Counter(one.code for one in plan.warnings)[WarningCode.HOLDER_OVER_LIMIT]
    rest = [one for one in plan.warnings if one.code != WarningCode.HOLDER_OVER_LIMIT]
    counted = [PlanWarning(str(WarningCode.HOLDER_OVER_LIMIT), str(holders))] if holders else []
    return (*counted, *(PlanWarning(str(one.code), one.about) for one in rest))


def _taken(plan: YearPlan, sharers: Sharers) -> tuple[Column, ...]:
    """What of a loss is taken from each account of capital; nothing without a loss."""
    nothing = np.zeros(len(plan.members), dtype=np.int64)
    left, found = nothing if plan.loss is None else plan.loss.members, []
    for held in sharers.capital:
        found.append(np.minimum(left, held))
        left = left - found[-1]
    assert not left.any(), "nobody bears more than her capital"
    return tuple(found)


def _columns(plan: YearPlan, taken: tuple[Column, ...]) -> dict[str, list[int] | list[str]]:
    named: dict[str, Column] = {"interest_cents": plan.interest.cents}
    for pool in plan.part.pools:
        named[f"{pool.basis}_cents"] = pool.shares.cents
    named |= {
        "cash_cents": plan.part.cash,
        "capitalised_cents": plan.part.capitalised,
        "opening_cents": plan.members.capital,
        "closing_cents": plan.closing,
        "amount_cents": plan.interest.cents + plan.part.amount,
    }
    if plan.loss is not None:
        named |= dict(zip(LOSS_COLUMNS, taken, strict=True))
        named |= {"loss_cents": plan.loss.members, "amount_cents": plan.loss.members}
    columns = {name: column.tolist() for name, column in named.items()}
    return {"member": list(plan.members.ids), **columns}


def _legs(books: Books, period: str, plan: YearPlan, taken: tuple[Column, ...]) -> tuple[Leg, ...]:
    """What the plan books: one leg an account, debits above zero, none of zero."""
    legs = Counter[str]()
    legs[result_account(period)] += plan.result.gross_cents
    legs[tax_account(period)] -= plan.result.tax_cents
    if plan.loss is not None:
        _add_loss(books, period, legs, plan)
        for account, column in zip(CAPITAL_ACCOUNTS, taken, strict=True):
            legs[account] += column_sum(column)
    else:
        _add_surplus(books, period, legs, plan)
    return tuple(Leg(account, amount) for account, amount in legs.items() if amount)


def _add_surplus(books: Books, period: str, legs: Counter[str], plan: YearPlan) -> None:
    _clear_losses(books, period, legs, _made_good(plan))
    for one in plan.waterfall.lines:
        legs[account_of_line(one.line)] -= one.cents
    legs[RETURNS] -= column_sum(plan.interest.cents) + column_sum(plan.part.capitalised)
    legs[PAYABLE] -= column_sum(plan.part.cash)


def _made_good(plan: YearPlan) -> int:
    return plan.result.past_losses_cents - plan.waterfall.past_losses_left_cents


def _clear_losses(books: Books, period: str, legs: Counter[str], cents: int) -> None:
    """Take from the accounts of past losses, the oldest first: those whose years are over."""
    left = cents
    for account, lost in losses_before(books, period):
        cleared = min(left, lost)
        legs[account] -= cleared
        left -= cleared
    assert left == 0, "what is made good or borne was lost before"


def _add_loss(books: Books, period: str, legs: Counter[str], plan: YearPlan) -> None:
    loss = plan.loss
    assert loss is not None, "somebody bears something"
    _clear_losses(books, period, legs, _made_good(plan) + loss.old_cents)
    divisible = min(loss.voluntary_reserve_cents, own_balance(books, VOLUNTARY_RESERVE))
    legs[VOLUNTARY_RESERVE] += divisible
    legs[INDIVISIBLE_RESERVE] += loss.voluntary_reserve_cents - divisible
    legs[OBLIGATORY] += loss.obligatory_reserve_cents
    legs[loss_account(period)] += loss.carried_cents
