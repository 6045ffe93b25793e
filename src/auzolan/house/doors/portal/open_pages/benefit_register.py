"""Who was paid out of each period's income: by group and line, never a person's amount.

The lines of a period sum to its income, to the cent; what is missing in a loss stands as a line below
zero. Where so few people share a line that one could tell another's part, it is told together with
another line, or not at all. Money of a plan that the members have not voted on is said to be planned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Max, Sum

from auzolan.charter.articles import Charter
from auzolan.house.doors.portal.open_pages.sheets import Cell, Sheet
from auzolan.house.rooms.labour.tables import WorkOfMemberTable
from auzolan.house.rooms.treasury.page_queries import of_every_hundred, periods
from auzolan.house.rooms.treasury.period_money import PeriodMoney, moneys_of
from auzolan.house.rooms.treasury.tables import PostingTable, RoyaltyOfMemberTable
from auzolan.record.annexes import ref_from_text
from auzolan.treasury.accounts import FUND, ROYALTIES_PAID, expense_account, fund_account, group_of
from auzolan.treasury.state import DISTRIBUTED, Period
from auzolan.treasury.surplus.acts import DistributionPlanned
from auzolan.treasury.surplus.year_books import planned_from

MEMBERS, COMMONS, OUTSIDE, NOBODY = "members", "commons", "outside", "nobody"
GROUPS = (MEMBERS, COMMONS, OUTSIDE, NOBODY)
WAGES, ROYALTIES, INTEREST, CASH, OWN = "wages", "royalties", "interest", "cash", "capital"
RESERVE, EDUCATION, FUNDS, LOSSES = "reserve", "education", "funds", "past_losses"
COSTS, TAX, UNSHARED, MISSING = "costs", "tax", "unshared", "missing"
COLUMNS = ("period", "state", "group", "line", "people", "cents", "entry")
_EDUCATION = fund_account("education")


@dataclass(frozen=True, slots=True)
class Benefit:
    """What one group got by one line, or by several that are told together.

    Attributes:
        group: `members`, `commons` (savings and funds of all), `outside`, or `nobody` yet.
        lines: what for; several where one alone would show too few people.
        cents: how much; None where so few share it that it is not told.
        people: among how many; None where that is not counted or not told.
        entry: where it stands last.
        is_planned: whether the members have yet to vote on it.
    """

    group: str
    lines: tuple[str, ...]
    cents: int | None
    people: int | None
    entry: int | None
    is_planned: bool = False


@dataclass(frozen=True, slots=True)
class PeriodBenefits:
    """A period with its lines; they sum to the income where every one is told."""

    money: PeriodMoney
    benefits: tuple[Benefit, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every line is told, so that they can be added up."""
        return all(one.cents is not None for one in self.benefits)


def benefits_of(charter: Charter, name: str | None = None) -> list[PeriodBenefits]:
    """Each period in which money moved, newest first, or the one of this name.

    Args:
        charter: in force; it says how few are too few.
        name: of one period alone.
    """
    several = [one for one in periods() if name in {None, one.period}]
    moneys = moneys_of(several)
    royalties, workers, earners = _royalties(several), _workers(several), _earners(several)
    least = charter.labour.group_public_min
    found = []
    for money in moneys:
        key = money.period.period
        paid, entry = royalties.get(key, (0, None))
        lines = [
            Benefit(MEMBERS, (WAGES,), money.wages_cents, workers.get(key, 0), money.wages_entry),
            Benefit(MEMBERS, (ROYALTIES,), paid, earners.get(key, 0), entry),
            *_shared(money),
            Benefit(OUTSIDE, (COSTS,), money.costs_cents - paid, None, money.costs_entry),
        ]
        real = sorted((one for one in lines if one.cents), key=lambda one: GROUPS.index(one.group))
        assert sum(one.cents or 0 for one in real) == money.income_cents, (
            "all income goes somewhere"
        )
        found.append(PeriodBenefits(money, tuple(without_few(real, least))))
    return [one for one in found if one.benefits or name is not None]


def without_few(benefits: Sequence[Benefit], least: int) -> list[Benefit]:
    """Lines of members so put together that none is shared by fewer people than `least`.

    A line of too few is told in one sum with the line of fewest people that has enough; where none
    has, their sum is not told. Lines whose people are not counted stay as they are.

    Args:
        benefits: lines of one period.
        least: fewest people in a figure, at least 1.
    """
    few = [one for one in benefits if one.people is not None and 0 < one.people < least]
    if not few:
        return list(benefits)
    enough = [one for one in benefits if one.people is not None and one.people >= least]
    host = min(enough, key=lambda one: one.people or 0, default=None)
    gone = [*few, *([host] if host is not None else [])]
    together = Benefit(
        MEMBERS,
        tuple(line for one in benefits if one in gone for line in one.lines),
        sum(one.cents or 0 for one in gone) if host is not None else None,
        None,
        max((one.entry for one in gone if one.entry is not None), default=None),
        any(one.is_planned for one in gone),
    )
    return [together, *(one for one in benefits if one not in gone)]


def benefit_sheet(found: Iterable[PeriodBenefits]) -> Sheet:
    """The register as a table."""
    return Sheet("benefit-register", COLUMNS, _cells(found))


def hundred_sheet(moneys: Iterable[PeriodMoney]) -> Sheet:
    """Of every hundred of income, period by period: whole numbers that make exactly 100 in each."""
    rows = [
        (money.period.period, part.name, part.of_hundred, part.cents, part.entry)
        for money in moneys
        for part in of_every_hundred(money)
    ]
    return Sheet("of-every-hundred", ("period", "part", "of_hundred", "cents", "entry"), rows)


def _shared(money: PeriodMoney) -> list[Benefit]:
    plan = money.plan
    if money.result_cents < 0:
        return [Benefit(NOBODY, (MISSING,), money.result_cents, None, money.costs_entry)]
    if plan is None:
        return [Benefit(NOBODY, (UNSHARED,), money.result_cents, None, money.income_entry)]
    people, is_planned = ref_from_text(plan.lines).rows, plan.state != DISTRIBUTED
    terms = planned_from(plan)
    plain = [
        Benefit(MEMBERS, (INTEREST,), plan.interest_cents, people, plan.entry),
        Benefit(MEMBERS, (CASH,), plan.cash_cents, people, plan.entry),
        Benefit(MEMBERS, (OWN,), plan.capitalised_cents, people, plan.entry),
        Benefit(COMMONS, (LOSSES,), terms.made_good_cents, None, plan.entry),
        *(Benefit(COMMONS, (n,), c, None, plan.entry) for n, c in _of_all(terms)),
        Benefit(OUTSIDE, (TAX,), terms.tax_cents, None, plan.entry),
    ]
    return [replace(one, is_planned=is_planned) for one in plain]


def _of_all(terms: DistributionPlanned) -> list[tuple[str, int]]:
    """What a plan puts into savings and funds of all."""
    sums = dict.fromkeys((RESERVE, EDUCATION, FUNDS), 0)
    for line in terms.waterfall:
        is_fund = group_of(line.account) == FUND
        name = (EDUCATION if line.account == _EDUCATION else FUNDS) if is_fund else RESERVE
        sums[name] += line.cents
    return list(sums.items())


def _royalties(several: Sequence[Period]) -> dict[str, tuple[int, int | None]]:
    """What was paid by use in each period, and the entry of the last of it."""
    of_account = {expense_account(one.period, ROYALTIES_PAID): one.period for one in several}
    found = PostingTable.objects.filter(account__in=sorted(of_account)).exclude(
        entry__in=[one.closed for one in several]
    )
    sums = found.values_list("account").annotate(Sum("amount"), Max("entry"))
    return {of_account[account]: (cents, entry) for account, cents, entry in sums}


def _workers(several: Sequence[Period]) -> dict[str, int]:
    found = WorkOfMemberTable.objects.filter(period__in=[one.period for one in several])
    return dict(found.values_list("period").annotate(n=Count("*")))


def _earners(several: Sequence[Period]) -> dict[str, int]:
    found = RoyaltyOfMemberTable.objects.filter(period__in=[one.period for one in several])
    return dict(found.values_list("period").annotate(n=Count("*")))


def _cells(found: Iterable[PeriodBenefits]) -> Iterator[Sequence[Cell]]:
    for one in found:
        for benefit in one.benefits:
            state = "planned" if benefit.is_planned else "booked"
            yield (
                one.money.period.period, state, benefit.group, "+".join(benefit.lines),
                benefit.people, benefit.cents, benefit.entry,
            )  # fmt: skip
