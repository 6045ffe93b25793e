"""How a surplus is divided: reserve, education, and the members' part by data, work and head.

Pure arithmetic on whole cents; every rounding has a name. Who counts as a member, what data is
worth and whether the members agreed is asked elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from auzolan.charter.articles import Surplus
from auzolan.foundation.money import ceil_cents, part_of, share_pool


@dataclass(frozen=True, slots=True)
class MemberLine:
    """What one member would get: from which pool, and how it would reach her. Whole cents."""

    member: str
    by_data_cents: int
    by_labour_cents: int
    by_head_cents: int
    cash_cents: int
    capital_cents: int

    @property
    def amount_cents(self) -> int:
        """All of it: what comes from the pools, which is what goes to cash and capital."""
        return self.by_data_cents + self.by_labour_cents + self.by_head_cents


@dataclass(frozen=True, slots=True)
class SurplusPlan:
    """A surplus divided to the cent; lines in order of member id."""

    surplus_cents: int
    reserve_cents: int
    education_cents: int
    patronage_cents: int
    by_data_cents: int
    by_labour_cents: int
    by_head_cents: int
    cash_cents: int
    capital_cents: int
    lines: tuple[MemberLine, ...]


@dataclass(frozen=True, slots=True)
class _Pools:
    by_data_cents: int
    by_labour_cents: int
    by_head_cents: int


def plan_surplus(
    article: Surplus,
    surplus_cents: int,
    *,
    data_weights: Mapping[str, int],
    labour_weights: Mapping[str, int],
    members: Collection[str],
) -> SurplusPlan:
    """Divide a surplus so that every cent is given and none is invented.

    Reserve and education have a legal minimum and round up; the members' part takes the
    remainder. That part is split into three pools, and each pool is shared by `hamilton-1`. A
    pool that nobody has a weight in goes to the pool shared by head. Of each member's amount the
    cash part rounds up and the rest becomes her capital.

    Args:
        article: the charter's article on surplus; its shares make 10,000 basis points.
        surplus_cents: what there is to divide, > 0.
        data_weights: worth of each one's data, >= 0, any scale.
        labour_weights: weight of each one's work, >= 0, any scale.
        members: who shares by head, at least one.
    Returns:
        The plan; everyone with a weight and every member has a line, also one of zero.
    Raises:
        ValueError: the surplus is not above zero, a weight is negative, or there is no member.
    Source: charter, article on surplus; `hamilton-1` in `foundation.money`.
    """
    if surplus_cents <= 0 or not members:
        raise ValueError(
            f"a surplus above 0 and at least one member; got {surplus_cents} and {len(members)}"
        )
    if min((*data_weights.values(), *labour_weights.values()), default=0) < 0:
        raise ValueError("a weight is >= 0; worth below zero counts as none")
    reserve_cents = ceil_cents(part_of(surplus_cents, article.reserve_bp))
    # With a surplus of a few cents two lines rounded up could be more than there is.
    education_cents = min(
        ceil_cents(part_of(surplus_cents, article.education_bp)), surplus_cents - reserve_cents
    )
    patronage_cents = surplus_cents - reserve_cents - education_cents
    pools = _pools(
        article,
        patronage_cents,
        has_data=any(data_weights.values()),
        has_labour=any(labour_weights.values()),
    )
    by_data = _shared(pools.by_data_cents, data_weights)
    by_labour = _shared(pools.by_labour_cents, labour_weights)
    by_head = _shared(pools.by_head_cents, dict.fromkeys(members, 1))
    lines = tuple(
        _line(
            member, by_data.get(member, 0), by_labour.get(member, 0), by_head.get(member, 0),
            cash_bp=article.cash_bp,
        )
        for member in sorted({*members, *data_weights, *labour_weights})
    )  # fmt: skip
    plan = SurplusPlan(
        surplus_cents=surplus_cents,
        reserve_cents=reserve_cents,
        education_cents=education_cents,
        patronage_cents=patronage_cents,
        by_data_cents=pools.by_data_cents,
        by_labour_cents=pools.by_labour_cents,
        by_head_cents=pools.by_head_cents,
        cash_cents=sum(line.cash_cents for line in lines),
        capital_cents=sum(line.capital_cents for line in lines),
        lines=lines,
    )
    assert_exact(plan)
    return plan


def assert_exact(plan: SurplusPlan) -> None:
    """Stop when a plan gives more or less than there is; asked when it is made and when booked.

    Raises:
        AssertionError: a sum differs, or an amount is negative.
    """
    funds_cents = plan.reserve_cents + plan.education_cents
    pools_cents = plan.by_data_cents + plan.by_labour_cents + plan.by_head_cents
    lines_cents = sum(line.amount_cents for line in plan.lines)
    assert plan.surplus_cents == funds_cents + plan.patronage_cents, "the surplus is divided whole"
    assert plan.patronage_cents == pools_cents == lines_cents, "the members' part is shared whole"
    assert plan.patronage_cents == plan.cash_cents + plan.capital_cents, "and reaches them whole"
    for line in plan.lines:
        assert line.amount_cents == line.cash_cents + line.capital_cents, line.member
        assert min(line.cash_cents, line.capital_cents) >= 0, line.member


def _pools(article: Surplus, patronage_cents: int, *, has_data: bool, has_labour: bool) -> _Pools:
    """The members' part in three pools; what nobody has a weight in is shared by head."""
    parts = {
        "data": article.by_data_bp,
        "head": article.by_head_bp,
        "labour": article.by_labour_bp,
    }
    pools = share_pool(patronage_cents, parts)
    data_cents = pools["data"] if has_data else 0
    labour_cents = pools["labour"] if has_labour else 0
    return _Pools(data_cents, labour_cents, patronage_cents - data_cents - labour_cents)


def _shared(pool_cents: int, weights: Mapping[str, int]) -> dict[str, int]:
    """A pool by weight; a pool of nothing needs no weights."""
    return share_pool(pool_cents, weights) if pool_cents else {}


def _line(
    member: str, by_data_cents: int, by_labour_cents: int, by_head_cents: int, *, cash_bp: int
) -> MemberLine:
    amount_cents = by_data_cents + by_labour_cents + by_head_cents
    cash_cents = ceil_cents(part_of(amount_cents, cash_bp))
    return MemberLine(
        member=member,
        by_data_cents=by_data_cents,
        by_labour_cents=by_labour_cents,
        by_head_cents=by_head_cents,
        cash_cents=cash_cents,
        capital_cents=amount_cents - cash_cents,
    )
