"""A period's result as a named rule would divide it: for looking at, never entered.

The rules are those of a real plan, on the books as they stand; only the pools of the members' part
are the rule's. It names no member.
"""

from __future__ import annotations

import msgspec

from auzolan.audit.folder import Folder
from auzolan.charter.laws import breaches_of, law_named
from auzolan.charter.named_rules import rule_named, rule_refused, under_rule
from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import Moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import moment_of, reading
from auzolan.house.ports import system_ports
from auzolan.house.storage.annex_files import AnnexFiles
from auzolan.record.case import Case
from auzolan.treasury.surplus.acts import PlanDistribution
from auzolan.treasury.surplus.columns import column_sum
from auzolan.treasury.surplus.sharing_rules import divided_under
from auzolan.treasury.surplus.worksheet_answer import lines_of
from auzolan.treasury.surplus.year_plan import YearPlan


class RuleLine(msgspec.Struct, frozen=True):
    """One line of the division, whole cents."""

    name: str
    cents: int


class RulePool(msgspec.Struct, frozen=True):
    """One pool of the members' part."""

    basis: str
    weight_bp: int
    cents: int


class RulePlan(msgspec.Struct, frozen=True):
    """What a rule would make of a period's result.

    Attributes:
        rule: its name.
        period: the closed period.
        lines: interest, net, available, every line, and the members' part.
        pools: of the members' part.
        cash_cents: of the members' part, paid out.
        capitalised_cents: of it, kept as their capital.
        loss_cents: what is borne, in a year with a loss.
        warnings: codes, each once.
    """

    rule: str
    period: str
    lines: tuple[RuleLine, ...]
    pools: tuple[RulePool, ...]
    cash_cents: int
    capitalised_cents: int
    loss_cents: int
    warnings: tuple[str, ...]


def not_in_force(folder: Folder, name: str) -> Refusal | None:
    """Why nothing can be entered by a rule now, or None where the charter follows it."""
    rule = rule_named(name)
    if isinstance(rule, Refusal):
        return rule
    with reading(folder) as now:
        return rule_refused(charter_of(now.books).surplus.distribution, rule)


def plan_by_rule(
    folder: Folder, name: str, act: PlanDistribution, actor: str
) -> RulePlan | Refusal:
    """A period's result divided as a named rule would.

    Args:
        folder: the co-operative's.
        name: of the rule.
        act: the period, the valuation, and what of the result is not from members.
        actor: who looks.
    Returns:
        The division without anybody's line; or the first refusal: no such rule, a rule outside the
        law, and those of a plan.
    """
    ports = system_ports()
    with reading(folder) as now:
        case = Case(
            now.log.head().size,
            Moment(moment_of(now, ports.clock)),
            actor,
            AnnexFiles(folder, ports),
        )
        found = _divided(now.books, name, act, case)
    return found if isinstance(found, Refusal) else _shown(found, name, act.period)


def _divided(books: Books, name: str, act: PlanDistribution, case: Case) -> YearPlan | Refusal:
    rule, charter = rule_named(name), charter_of(books)
    if isinstance(rule, Refusal):
        return rule
    law = law_named(charter.preset)
    if isinstance(law, Refusal):
        return law
    article = under_rule(charter.surplus.distribution, rule)
    faults = breaches_of(article, law)
    if faults:
        return faults[0]
    found = divided_under(article, books, act, case)
    return found if isinstance(found, Refusal) else found[0]


def _shown(plan: YearPlan, name: str, period: str) -> RulePlan:
    part, loss = plan.part, plan.loss
    return RulePlan(
        rule=name,
        period=period,
        lines=tuple(RuleLine(line, cents) for line, cents in lines_of(plan).items()),
        pools=tuple(
            RulePool(str(one.basis), one.weight_bp, one.shares.pool_cents) for one in part.pools
        ),
        cash_cents=column_sum(part.cash),
        capitalised_cents=column_sum(part.capitalised),
        loss_cents=loss.loss_cents if loss is not None else 0,
        warnings=tuple(sorted({str(one.code) for one in plan.warnings})),
    )
