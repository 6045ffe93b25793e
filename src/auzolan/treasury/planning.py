"""From the books to a plan: who shares in a surplus, with what weight, and the plan's one digest.

The division itself is in `surplus`; whether a plan may be made or booked is in `rules`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from auzolan.charter.state import charter_of
from auzolan.foundation import canonical
from auzolan.foundation.books import Books
from auzolan.labour.lines import numbers, texts
from auzolan.labour.state import WorkOfMember
from auzolan.members.state import ACTIVE, Member
from auzolan.record.annexes import AnnexRef, ref_from_text
from auzolan.record.case import Case
from auzolan.treasury.acts import DistributionPlanned, PlanDistribution
from auzolan.treasury.surplus import MemberLine, SurplusPlan, plan_surplus
from auzolan.valuation.state import Valuation

DISTRIBUTION_KIND = "distribution/1"
_NO_DIGEST = "0" * 64


@dataclass(frozen=True, slots=True)
class Weights:
    """Who shares in a surplus: worth of data (scaled by 10^9), weight of work, and the heads."""

    data: Mapping[str, int]
    labour: Mapping[str, int]
    members: tuple[str, ...]


def weights_of(books: Books, case: Case, period: str, valuation: Valuation) -> Weights:
    """What each one's part of a period's surplus is measured by.

    Data counts for members in good standing now, at no less than zero; work counts for whoever
    did it in the period, also for those who have left since; heads are members in good standing.

    Args:
        books: the books, with restricted rows.
        case: the entry in the making; it can read the valuation's lines.
        period: the period whose surplus is shared.
        valuation: the valuation that money may use.
    Returns:
        The weights.
    Raises:
        NotDisclosed: at the public level.
    Source: charter, article on surplus.
    """
    values = case.annexes.read(ref_from_text(valuation.lines))
    members = tuple(row.member for row in books.find(Member, standing=ACTIVE))
    heads = frozenset(members)
    data = {
        member: max(0, value)
        for member, value in zip(texts(values, "member"), numbers(values, "value_e9"), strict=True)
        if member in heads
    }
    work = books.find(WorkOfMember, period=period)
    return Weights(data, {row.member: row.weight_centi for row in work}, members)


def planned(
    books: Books, act: PlanDistribution, case: Case, *, surplus_cents: int, weights: Weights
) -> DistributionPlanned:
    """Divide the surplus, lay down the lines, and put one digest over it all.

    Args:
        books: the books; the charter in force says how to divide.
        act: names the plan and the period.
        case: makes the annex of the lines.
        surplus_cents: what there is to divide, > 0.
        weights: as `weights_of` gives them, at least one member.
    """
    plan = plan_surplus(
        charter_of(books).surplus,
        surplus_cents,
        data_weights=weights.data,
        labour_weights=weights.labour,
        members=weights.members,
    )
    lines = case.annexes.make(DISTRIBUTION_KIND, _columns(plan.lines), amount="amount_cents")
    assert lines.total == plan.patronage_cents, "the annex sums the members' part"
    open_fact = _fact(act, plan, lines)
    return msgspec.structs.replace(open_fact, plan_digest=digest_of(open_fact))


def digest_of(fact: DistributionPlanned) -> str:
    """What the members vote on: one digest over every number of the plan and its lines."""
    numbers_and_lines = msgspec.structs.asdict(fact)
    del numbers_and_lines["plan_digest"]
    return canonical.digest(numbers_and_lines)


def _fact(act: PlanDistribution, plan: SurplusPlan, lines: AnnexRef) -> DistributionPlanned:
    return DistributionPlanned(
        plan=act.plan,
        period=act.period,
        plan_digest=_NO_DIGEST,
        surplus_cents=plan.surplus_cents,
        reserve_cents=plan.reserve_cents,
        education_cents=plan.education_cents,
        patronage_cents=plan.patronage_cents,
        by_data_cents=plan.by_data_cents,
        by_labour_cents=plan.by_labour_cents,
        by_head_cents=plan.by_head_cents,
        cash_cents=plan.cash_cents,
        capital_cents=plan.capital_cents,
        lines=lines,
    )


def _columns(lines: Sequence[MemberLine]) -> dict[str, list[int] | list[str]]:
    return {
        "member": [line.member for line in lines],
        "by_data_cents": [line.by_data_cents for line in lines],
        "by_labour_cents": [line.by_labour_cents for line in lines],
        "by_head_cents": [line.by_head_cents for line in lines],
        "cash_cents": [line.cash_cents for line in lines],
        "capital_cents": [line.capital_cents for line in lines],
        "amount_cents": [line.amount_cents for line in lines],
    }
