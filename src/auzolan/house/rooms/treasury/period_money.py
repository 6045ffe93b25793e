"""The money of periods as the general ledger has it: what came in, what was spent, how it is shared.

All periods are read in one look at the ledger. It knows no member's part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Max, Sum

from auzolan.house.rooms.treasury.tables import AccountTable, PlanTable, PostingTable
from auzolan.house.storage.models import rows_of
from auzolan.treasury.accounts import EXPENSE, EXPENSES, INCOME, TOPUPS, WAGES, expense_account
from auzolan.treasury.state import Period, Plan
from auzolan.treasury.surplus.acts import DistributionPlanned
from auzolan.treasury.surplus.year_books import planned_from


@dataclass(frozen=True, slots=True)
class PeriodMoney:
    """A period's money, whole cents.

    Attributes:
        period: the period.
        income_cents: what reached the bank, from licences first of all.
        wages_cents: what was spent on work: agreed pay, and what lifted it to the floor.
        costs_cents: every other expense.
        income_entry: the entry that brought income last, None without income.
        wages_entry: the entry that booked work last, None without work.
        costs_entry: the entry that booked another expense last, None without one.
        plan: how its surplus is or would be shared, None before there is a plan.
    """

    period: Period
    income_cents: int
    wages_cents: int
    costs_cents: int
    income_entry: int | None
    wages_entry: int | None
    costs_entry: int | None
    plan: Plan | None

    @property
    def terms(self) -> DistributionPlanned | None:
        """The whole of the plan: each line with the clause that says how much."""
        return planned_from(self.plan) if self.plan is not None else None

    @property
    def spent_cents(self) -> int:
        """What was spent on work and on all else."""
        return self.wages_cents + self.costs_cents

    @property
    def result_cents(self) -> int:
        """What is left, or what is missing."""
        return self.income_cents - self.spent_cents


def moneys_of(several: Sequence[Period]) -> list[PeriodMoney]:
    """The money of periods as the ledger has it, in their order: one look at it for all of them.

    The entry that closed a period carries its income and wages away, so it is left out.
    """
    moved = _moved(several)
    plans = _plans_of(several)
    return [_money(period, moved[period.period], plans.get(period.period)) for period in several]


def _money(period: Period, moved: Sequence[_Sum], plan: Plan | None) -> PeriodMoney:
    name = period.period
    spent_on = {kind: expense_account(name, kind) for kind in EXPENSES}
    work = [spent_on.pop(kind) for kind in (WAGES, TOPUPS)]
    income = [one for one in moved if one.account.startswith(f"{INCOME}:{name}:")]
    wages = [one for one in moved if one.account in work]
    costs = [one for one in moved if one.account in spent_on.values()]
    return PeriodMoney(
        period, -_cents(income), _cents(wages), _cents(costs), _newest(income), _newest(wages),
        _newest(costs), plan,
    )  # fmt: skip


class _Sum(NamedTuple):
    """What an account came to in a period before that was closed, and its newest entry."""

    account: str
    cents: int
    entry: int


def _moved(several: Sequence[Period]) -> dict[str, list[_Sum]]:
    wanted = AccountTable.objects.filter(group_name__in=(INCOME, EXPENSE)).values("account")
    found = PostingTable.objects.filter(account__in=wanted).exclude(
        entry__in=[period.closed for period in several]
    )
    moved: dict[str, list[_Sum]] = {period.period: [] for period in several}
    sums = found.values_list("period", "account").annotate(Sum("amount"), Max("entry"))
    for period, account, cents, entry in sums.order_by("period", "account"):
        if period in moved:
            moved[period].append(_Sum(account, cents, entry))
    return moved


def _cents(sums: Iterable[_Sum]) -> int:
    return sum(one.cents for one in sums)


def _newest(sums: Iterable[_Sum]) -> int | None:
    return max((one.entry for one in sums), default=None)


def _plans_of(several: Sequence[Period]) -> dict[str, Plan]:
    """The plan of each period: the one that was booked, else the newest."""
    names = [period.period for period in several]
    # What is booked sorts before what is planned; the last that is put in stays.
    found = PlanTable.objects.filter(period__in=names).order_by("-state", "entry")
    return {plan.period: plan for plan in rows_of(Plan, found)}
