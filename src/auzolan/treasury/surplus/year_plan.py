"""The plan of a year: from charter, result and members to every cent, in one pure step.

It changes nothing and asks for no vote: the plan is what people vote on. Whether the charter is
within its law is asked before, in `charter.laws`; `unlawful_shares` asks it of the finished cents.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

import numpy as np

from auzolan.charter.distribution import Basis, Distribution
from auzolan.charter.laws.bound import Law, Share
from auzolan.foundation.money import BASIS_POINTS
from auzolan.foundation.refusals import Refusal
from auzolan.treasury.surplus.columns import Column, column_sum
from auzolan.treasury.surplus.interest import InterestPaid, interest_on
from auzolan.treasury.surplus.losses import LossShared, share_loss
from auzolan.treasury.surplus.patronage import MembersPart, members_part, solidarity_refusal
from auzolan.treasury.surplus.pay_ratio import PayRatio
from auzolan.treasury.surplus.snapshot import Members
from auzolan.treasury.surplus.waterfall import Waterfall, YearResult, waterfall


class WarningCode(StrEnum):
    """What a plan points out and does not refuse."""

    HOLDER_OVER_LIMIT = "treasury.holder_over_limit"
    INTEREST_LIMITED = "treasury.interest_limited"
    LINE_CUT = "treasury.line_cut"
    PAST_LOSSES_LEFT = "treasury.past_losses_left"
    LOSS_CARRIED = "treasury.loss_carried"
    LOSSES_DUE = "treasury.losses_due"
    LOSSES_UNCOVERED = "treasury.losses_uncovered"
    PAY_ABOVE_RATIO = "treasury.pay_above_ratio"


@dataclass(frozen=True, slots=True)
class Pointed:
    """One thing that a plan points out: its code, and what it is about."""

    code: WarningCode
    about: str


@dataclass(frozen=True, slots=True)
class YearPlan:
    """A year divided to the cent; columns are of shape (n,), in the order of `members.ids`.

    Attributes:
        article: the distribution that it follows.
        result: what there was.
        members: who shares, with opening capital.
        interest: on capital; rounded half up and capitalised.
        waterfall: the lines above the members' part.
        part: the members' part.
        loss: who bears the loss of the year, and past losses whose years are over; None where
            nobody bears anything.
        closing: each one's capital after all of it.
        warnings: what it points out, in order of code.
    """

    article: Distribution
    result: YearResult
    members: Members
    interest: InterestPaid
    waterfall: Waterfall
    part: MembersPart
    loss: LossShared | None
    closing: Column
    warnings: tuple[Pointed, ...]


@dataclass(frozen=True, slots=True)
class PoolLine:
    """One person's part of one pool: cents, the exact share, and how it came to whole cents."""

    basis: Basis
    cents: int
    exact: Fraction
    got_spare_cent: bool
    is_capped: bool


def plan_year(article: Distribution, result: YearResult, members: Members) -> YearPlan | Refusal:
    """Divide a year's result, or share its loss; past losses whose years are over are shared too.

    Args:
        article: the distribution of the charter, within its law.
        result: of the year.
        members: who shares, with opening capital.
    Returns:
        The plan; or the first refusal, in the order: a pay index above the ratio, no weight in a
        pool, a cap out of reach.
    Source: charter, article on surplus.
    """
    refused = solidarity_refusal(article.patronage, members)
    if refused is not None:
        return refused
    paid = interest_on(
        article.interest, members.earning_capital,
        gross_cents=result.gross_cents,
        spare_cents=result.after_tax_cents - result.losses_due_cents,
    )  # fmt: skip
    lines = waterfall(
        article, result,
        interest_cents=column_sum(paid.cents), capital_cents=column_sum(members.capital),
    )  # fmt: skip
    part = members_part(article.patronage, members, lines.patronage_cents)
    if isinstance(part, Refusal):
        return part
    loss = _loss(article, members, result)
    if isinstance(loss, Refusal):
        return loss
    closing = members.capital + paid.cents + part.capitalised
    closing = closing if loss is None else closing - loss.members
    plan = YearPlan(article, result, members, paid, lines, part, loss, closing, ())
    assert_whole(plan)
    warnings = _warnings(plan)
    return YearPlan(article, result, members, paid, lines, part, loss, closing, warnings)


def with_pay_ratio(plan: YearPlan, ratio: PayRatio, ratio_max: int) -> YearPlan:
    """The plan with a warning where pay by the hour lay further apart than the charter's ratio.

    The warning names the charter's ratio and not the real one: a plan is open to all, and the two
    ends of the real one are two persons' pay.

    Args:
        plan: any plan.
        ratio: of the pay in its period.
        ratio_max: the highest job index over the lowest, at most.
    Source: charter, article on labour.
    """
    widest = [one for one in (ratio.before, ratio.after) if one is not None]
    if not widest or max(widest) <= ratio_max:
        return plan
    pointed = Pointed(WarningCode.PAY_ABOVE_RATIO, str(ratio_max))
    return replace(plan, warnings=(*plan.warnings, pointed))


def _loss(
    article: Distribution, members: Members, result: YearResult
) -> LossShared | Refusal | None:
    if result.after_tax_cents >= 0 and not result.to_bear_cents:
        return None
    loss = share_loss(article, members, result)
    # Where nobody has anything left to bear an old loss with, it stays where it is.
    return loss if isinstance(loss, Refusal) or loss.loss_cents else None


def assert_whole(plan: YearPlan) -> None:
    """Stop when a plan gives more or less than there is.

    Raises:
        AssertionError: a sum differs, or an amount is negative.
    """
    lines, part, interest = plan.waterfall, plan.part, column_sum(plan.interest.cents)
    given = sum(line.cents for line in lines.lines) + lines.patronage_cents
    assert given == lines.available_cents, "what is available is divided whole"
    assert column_sum(part.amount) == lines.patronage_cents, "the members' part is shared whole"
    assert bool((part.cash + part.capitalised == part.amount).all()), "and reaches them whole"
    columns = (plan.interest.cents, part.cash, part.capitalised, plan.closing)
    assert min(int(column.min()) for column in columns) >= 0, "nobody gets less than nothing"
    made_good = plan.result.past_losses_cents - lines.past_losses_left_cents
    if plan.loss is None:
        assert plan.result.after_tax_cents == interest + made_good + given, "the year adds up"
    else:
        assert interest == given == 0, "a loss leaves nothing to give"
        assert made_good == max(0, plan.result.after_tax_cents), "but to make losses good"


def pool_lines(plan: YearPlan, place: int) -> tuple[PoolLine, ...]:
    """One person's part of every pool, with the exact fraction and who got the spare cents.

    Args:
        plan: a plan.
        place: of the person in `plan.members.ids`.
    """
    return tuple(
        PoolLine(
            basis=pool.basis,
            cents=int(pool.shares.cents[place]),
            exact=pool.shares.exact(place),
            got_spare_cent=bool(pool.shares.spare[place]),
            is_capped=bool(pool.shares.capped[place]),
        )
        for pool in plan.part.pools
    )


def unlawful_shares(plan: YearPlan, law: Law) -> tuple[Share, ...]:
    """The shares that a law asks for and the finished cents do not reach.

    A line may fall short by a cent only in a year so small that nothing was left for it.

    Args:
        plan: a plan.
        law: the preset.
    """
    cents = {line.line.name: line.cents for line in plan.waterfall.lines}
    available = plan.waterfall.available_cents
    return tuple(
        share
        for share in law.shares
        if sum(cents.get(name, 0) for name in share.lines) * BASIS_POINTS
        < available * share.part_bp
    )


def _warnings(plan: YearPlan) -> tuple[Pointed, ...]:
    found = [
        Pointed(WarningCode.HOLDER_OVER_LIMIT, plan.members.ids[place]) for place in _holders(plan)
    ]
    if plan.interest.shared is not None:
        found.append(Pointed(WarningCode.INTEREST_LIMITED, str(plan.interest.limit_cents)))
    found += [
        Pointed(WarningCode.LINE_CUT, amount.line.name)
        for amount in plan.waterfall.lines
        if amount.is_cut
    ]
    return tuple(sorted([*found, *_loss_warnings(plan)], key=lambda one: one.code))


def _loss_warnings(plan: YearPlan) -> list[Pointed]:
    carried, borne = (0, 0) if plan.loss is None else (plan.loss.carried_cents, plan.loss.old_cents)
    named = (
        (WarningCode.PAST_LOSSES_LEFT, plan.waterfall.past_losses_left_cents - borne),
        (WarningCode.LOSS_CARRIED, carried),
        (WarningCode.LOSSES_DUE, plan.result.to_bear_cents),
        (WarningCode.LOSSES_UNCOVERED, plan.result.to_bear_cents - borne),
    )
    return [Pointed(code, str(cents)) for code, cents in named if cents]


def _holders(plan: YearPlan) -> list[int]:
    """Who would hold more of all capital than the charter's part, by place."""
    parts = plan.article.patronage.holder_parts
    if not parts:
        return []
    # Whole cents: more than a third is at least one cent more than a third rounded down.
    limit = column_sum(plan.closing) // parts
    return [int(place) for place in np.flatnonzero(plan.closing > limit)]
