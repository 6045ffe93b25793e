"""The six named rules side by side on one year: totals, how evenly, and what one asks about herself.

Everything is exact but the rounded decimals beside it. Of others it shows no amount: quarters and the
Gini coefficient come only where enough people share. It judges no rule and enters nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from auzolan.charter.distribution import Distribution
from auzolan.charter.laws import breaches_of, law_named
from auzolan.charter.laws.bound import Law
from auzolan.charter.named_rules import SHARING_RULES, rule_of, under_rule
from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.treasury.plan_by_rule import RulePool
from auzolan.house.rooms.treasury.simulate import amounts_of, spread_of
from auzolan.treasury.surplus.columns import column_sum
from auzolan.treasury.surplus.pay_ratio import PayRatio
from auzolan.treasury.surplus.worksheet import plan_worksheet
from auzolan.treasury.surplus.year_plan import YearPlan, plan_year

SPREAD_PEOPLE_MIN = 10
"""How many must share before a co-operative's own year shows how evenly they do."""


class RuleCompared(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule makes of the year.

    Attributes:
        rule: its name; `charter` for the pools that the year was planned with.
        pools: the parts of the members' part.
        refused: code of the refusal where the rule cannot be followed, else empty.
        because: why it cannot.
        members_cents: the members' part.
        cash_cents: of it, paid out.
        capitalised_cents: of it, kept as capital.
        sharing: how many get more than nothing, interest on capital included.
        gini: of all that the people get, exact; None where it has no meaning or too few share.
        gini_e4: the same in ten-thousandths.
        quarters: what is got at the first, second and third quarter of all people, from the least;
            None where too few share.
        own_cents: what the one who asks gets; None where nobody is named.
    """

    rule: str
    pools: tuple[RulePool, ...] = ()
    refused: str = ""
    because: str = ""
    members_cents: int = 0
    cash_cents: int = 0
    capitalised_cents: int = 0
    sharing: int = 0
    gini: str | None = None
    gini_e4: int | None = None
    quarters: tuple[int, int, int] | None = None
    own_cents: int | None = None


class PayShown(msgspec.Struct, frozen=True, kw_only=True):
    """How far pay by the hour lay apart: the highest over the lowest.

    Attributes:
        people: how many worked an hour or more.
        before: of pay as agreed, exact, as `13/2`; None where it is unknown, or too few worked.
        after: of pay with the lift to the floor.
        ratio_max: the charter's ratio of job indexes.
        is_above: whether one of both exceeds it; None where they are not shown.
    """

    people: int
    before: str | None
    after: str | None
    ratio_max: int
    is_above: bool | None


class RulesCompared(msgspec.Struct, frozen=True, kw_only=True):
    """A year under each named rule, beside the one that it was planned with.

    Attributes:
        in_force: the named rule that the year's charter follows, or empty.
        result_cents: of the year.
        people: who share.
        charter: under the year's own pools.
        rules: under each named rule, in their order.
        pay: how far pay lay apart; None on a worksheet, which holds no pay.
    """

    in_force: str
    result_cents: int
    people: int
    charter: RuleCompared
    rules: tuple[RuleCompared, ...]
    pay: PayShown | None


@dataclass(frozen=True, slots=True)
class Asked:
    """How a comparison is to be shown.

    Attributes:
        member: whose own amounts are shown; empty for nobody's.
        people_min: how evenly it is spread is shown from so many people on.
    """

    member: str = ""
    people_min: int = 0


def compare_rules_on_worksheet(text: bytes, asked: Asked) -> RulesCompared | Refusal:
    """A worksheet under each named rule.

    Args:
        text: a worksheet in JSON.
        asked: how it is shown.
    Returns:
        The comparison; or why the worksheet has no plan of its own.
    Source: reference, worksheets.
    """
    planned = plan_worksheet(text)
    if isinstance(planned, Refusal):
        return planned
    return compare_rules(planned.plan, planned.sheet.preset, asked)


def compare_rules(
    plan: YearPlan, preset: str, asked: Asked, pay: PayShown | None = None
) -> RulesCompared | Refusal:
    """A year under each named rule; one that its law or its people do not allow says why.

    Args:
        plan: the year under its own charter.
        preset: of that charter.
        asked: how it is shown.
        pay: how far pay lay apart, where it is known.
    Returns:
        The comparison; or that there is no such preset.
    Source: charter, article on surplus.
    """
    law = law_named(preset)
    if isinstance(law, Refusal):
        return law
    return RulesCompared(
        in_force=rule_of(plan.article),
        result_cents=plan.result.gross_cents,
        people=len(plan.members),
        charter=_of(plan, "charter", asked),
        rules=tuple(
            _under(plan, name, under_rule(plan.article, rule), law=law, asked=asked)
            for name, rule in SHARING_RULES.items()
        ),
        pay=pay,
    )


def pay_shown(ratio: PayRatio, ratio_max: int, people_min: int) -> PayShown:
    """A ratio of pay as it may be shown: its two ends are two people, so few of them show nothing.

    Args:
        ratio: of a period.
        ratio_max: the charter's ratio of job indexes.
        people_min: how many must have worked.
    """
    known = [one for one in (ratio.before, ratio.after) if one is not None]
    if ratio.people < people_min or not known:
        return PayShown(
            people=ratio.people, before=None, after=None, ratio_max=ratio_max, is_above=None
        )
    before, after = (None if one is None else str(one) for one in (ratio.before, ratio.after))
    return PayShown(
        people=ratio.people, before=before, after=after, ratio_max=ratio_max,
        is_above=max(known) > ratio_max,
    )  # fmt: skip


def _under(
    plan: YearPlan, name: str, article: Distribution, *, law: Law, asked: Asked
) -> RuleCompared:
    faults = breaches_of(article, law)
    found = faults[0] if faults else plan_year(article, plan.result, plan.members)
    if isinstance(found, Refusal):
        return RuleCompared(rule=name, refused=found.code, because=found.because)
    return _of(found, name, asked)


def _of(plan: YearPlan, name: str, asked: Asked) -> RuleCompared:
    got, part = amounts_of(plan), plan.part
    spread = spread_of(got) if len(got) >= asked.people_min else None
    own = dict(zip(plan.members.ids, got, strict=True)).get(asked.member)
    return RuleCompared(
        rule=name,
        pools=tuple(
            RulePool(str(one.basis), one.weight_bp, one.shares.pool_cents) for one in part.pools
        ),
        members_cents=plan.waterfall.patronage_cents,
        cash_cents=column_sum(part.cash),
        capitalised_cents=column_sum(part.capitalised),
        sharing=sum(cents > 0 for cents in got),
        gini=spread.gini if spread is not None else None,
        gini_e4=spread.gini_e4 if spread is not None else None,
        quarters=quarters(got) if spread is not None else None,
        own_cents=own,
    )


def quarters(amounts: Sequence[int]) -> tuple[int, int, int]:
    """What stands at the first, second and third quarter of amounts that rise.

    Args:
        amounts: at least one, in any order.
    Returns:
        Three of the amounts: the least that so many quarters of all do not exceed (nearest rank).
    """
    rising = sorted(amounts)
    first, second, third = (rising[-(-len(rising) * part // 4) - 1] for part in (1, 2, 3))
    return first, second, third
