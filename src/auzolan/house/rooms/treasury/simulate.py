"""Two charters side by side on the same year: what each line and each member gets, and how evenly.

Everything is exact: whole cents, and fractions for how evenly it is spread. It judges neither
charter, enters nothing, and asks no vote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate

import msgspec

from auzolan.charter.distribution import Distribution
from auzolan.charter.distribution_clauses import Value, clauses_of, with_clauses
from auzolan.charter.laws import breaches_of, law_named
from auzolan.foundation.refusals import Refusal
from auzolan.treasury.surplus.columns import column_sum
from auzolan.treasury.surplus.worksheet import plan_worksheet, read_worksheet
from auzolan.treasury.surplus.worksheet_answer import lines_of
from auzolan.treasury.surplus.year_plan import YearPlan, plan_year

POINTS_MAX = 100


class LineCompared(msgspec.Struct, frozen=True):
    """One line of the division under both charters, whole cents."""

    name: str
    before_cents: int
    after_cents: int
    change_cents: int


class MemberCompared(msgspec.Struct, frozen=True):
    """What one gets of the year under both charters: interest and patronage, less her loss."""

    id: str
    before_cents: int
    after_cents: int
    change_cents: int


class ClauseCompared(msgspec.Struct, frozen=True):
    """One clause that differs, as both charters have it."""

    clause: str
    before: Value
    after: Value


class LorenzPoint(msgspec.Struct, frozen=True):
    """So many people who get least, and what they get together."""

    people: int
    cents: int


class Spread(msgspec.Struct, frozen=True):
    """How evenly what the members get is spread.

    Attributes:
        gini: exact, as `3/10`: 0 where all get the same, near 1 where one gets all; None where
            nobody gets anything or somebody loses, since it has no meaning there.
        gini_e4: the same in ten-thousandths, half away from zero; None as above.
        lorenz: at most 101 points of the exact curve, both ends among them.
    """

    gini: str | None
    gini_e4: int | None
    lorenz: tuple[LorenzPoint, ...]


class Comparison(msgspec.Struct, frozen=True):
    """Both charters on one year."""

    clauses: tuple[ClauseCompared, ...]
    lines: tuple[LineCompared, ...]
    members: tuple[MemberCompared, ...]
    gaining: int
    losing: int
    same: int
    before: Spread
    after: Spread
    warnings_before: tuple[str, ...]
    warnings_after: tuple[str, ...]


def compare_worksheet(text: bytes, changes: Mapping[str, Value]) -> Comparison | Refusal:
    """A worksheet under its own charter, and under the same with some clauses changed.

    Args:
        text: a worksheet in JSON.
        changes: clauses by the names of the reference of worksheets.
    Returns:
        The comparison, or the first refusal of either.
    Source: reference, worksheets.
    """
    before = plan_worksheet(text)
    if isinstance(before, Refusal):
        return before
    sheet = read_worksheet(text)
    assert not isinstance(sheet, Refusal), "it was read a moment ago"
    changed = msgspec.structs.replace(sheet, charter={**sheet.charter, **changes})
    after = plan_worksheet(msgspec.json.encode(changed))
    return after if isinstance(after, Refusal) else compared(before.plan, after.plan)


def compare_year(plan: YearPlan, preset: str, changes: Mapping[str, Value]) -> Comparison | Refusal:
    """A year of a co-operative under its charter, and under the same with some clauses changed.

    Args:
        plan: the year under the charter that was in force.
        preset: of that charter.
        changes: clauses by the names of the reference of worksheets.
    Returns:
        The comparison, or why the other charter cannot be: an unknown clause, a value outside its
        law, a pool that nobody has a weight in.
    Source: charter, article on surplus.
    """
    law = law_named(preset)
    if isinstance(law, Refusal):
        return law
    article = with_clauses(plan.article, changes)
    if isinstance(article, Refusal):
        return article
    faults = breaches_of(article, law)
    if faults:
        return faults[0]
    after = plan_year(article, plan.result, plan.members)
    return after if isinstance(after, Refusal) else compared(plan, after)


def compared(before: YearPlan, after: YearPlan) -> Comparison:
    """Two plans of the same year side by side.

    Args:
        before: under the one charter.
        after: under the other, of the same members in the same order.
    """
    assert before.members.ids == after.members.ids, "the same people under both charters"
    got_before, got_after = amounts_of(before), amounts_of(after)
    members = tuple(
        MemberCompared(one, mine, then, then - mine)
        for one, mine, then in zip(before.members.ids, got_before, got_after, strict=True)
    )
    return Comparison(
        clauses=_clauses(before.article, after.article),
        lines=_lines(before, after),
        members=members,
        gaining=sum(one.change_cents > 0 for one in members),
        losing=sum(one.change_cents < 0 for one in members),
        same=sum(one.change_cents == 0 for one in members),
        before=spread_of(got_before),
        after=spread_of(got_after),
        warnings_before=_warnings(before),
        warnings_after=_warnings(after),
    )


def amounts_of(plan: YearPlan) -> list[int]:
    """What each gets of a year, in order of id: interest and patronage, less her loss."""
    got = plan.interest.cents + plan.part.amount
    return list((got if plan.loss is None else got - plan.loss.members).tolist())


def _lines(before: YearPlan, after: YearPlan) -> tuple[LineCompared, ...]:
    def all_of(plan: YearPlan) -> dict[str, int]:
        paid = {
            "cash": column_sum(plan.part.cash),
            "capitalised": column_sum(plan.part.capitalised),
        }
        loss = {} if plan.loss is None else {"loss_of_members": column_sum(plan.loss.members)}
        return {**lines_of(plan), **paid, **loss}

    one, other = all_of(before), all_of(after)
    return tuple(
        LineCompared(
            name, one.get(name, 0), other.get(name, 0), other.get(name, 0) - one.get(name, 0)
        )
        for name in dict.fromkeys((*one, *other))
    )


def _clauses(before: Distribution, after: Distribution) -> tuple[ClauseCompared, ...]:
    one, other = clauses_of(before), clauses_of(after)
    return tuple(
        ClauseCompared(name, one[name], other[name]) for name in one if one[name] != other[name]
    )


def _warnings(plan: YearPlan) -> tuple[str, ...]:
    return tuple(sorted({str(one.code) for one in plan.warnings}))


def spread_of(amounts: Sequence[int]) -> Spread:
    """How evenly amounts are spread, exactly.

    Args:
        amounts: at least one, whole cents.
    Returns:
        Gini coefficient and Lorenz curve.
    Source: Lorenz 1905; Gini 1912, by ranks.
    """
    rising = sorted(amounts)
    held = [0, *accumulate(rising)]
    steps = min(len(rising), POINTS_MAX)
    places = [len(rising) * step // steps for step in range(steps + 1)]
    curve = tuple(LorenzPoint(people, held[people]) for people in places)
    exact = gini(rising)
    if exact is None:
        return Spread(None, None, curve)
    e4 = (2 * 10_000 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    return Spread(str(exact), e4, curve)


def gini(amounts: Sequence[int]) -> Fraction | None:
    """The Gini coefficient: the mean difference of all pairs over twice the mean.

    Args:
        amounts: whole numbers in any order.
    Returns:
        0 to below 1, exact; None where all are zero or one is below zero.
    Source: Gini 1912, by ranks: 2 sum(i v_i) / (n sum(v)) - (n + 1) / n with values rising.
    """
    rising, count = sorted(amounts), len(amounts)
    total = sum(rising)
    if not total or rising[0] < 0:
        return None
    ranked = sum(rank * value for rank, value in enumerate(rising, 1))
    return Fraction(2 * ranked, count * total) - Fraction(count + 1, count)
