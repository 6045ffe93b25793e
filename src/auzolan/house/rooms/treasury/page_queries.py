"""What pages ask about money: a period's income and where it went, and one member's part of it.

Every figure comes with the entry that it stands on. Nothing is rounded but the bar that shows a
period as parts of a hundred.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.db.models import Min

from auzolan.audit.folder import Folder
from auzolan.cooperative import read_entry
from auzolan.foundation.money import share_pool
from auzolan.house.rooms.record.annexes_on_pages import restricted_annex
from auzolan.house.rooms.record.page_queries import body_of
from auzolan.house.rooms.treasury.payout_reading import payments_from
from auzolan.house.rooms.treasury.period_money import PeriodMoney, moneys_of
from auzolan.house.rooms.treasury.queries import ShareLine, accounts_asked, share_line
from auzolan.house.rooms.treasury.statement_types import PayoutOwn
from auzolan.house.rooms.treasury.tables import (
    AccountTable,
    MemberPostingTable,
    PeriodTable,
    PlanTable,
    PostingTable,
    WindingUpTable,
)
from auzolan.house.storage.models import rows_of
from auzolan.house.storage.page_rows import PageRows, rows_together
from auzolan.house.storage.together import Question, asked
from auzolan.labour.state import WorkOfMember, WorkSheet
from auzolan.record.annex_columns import texts
from auzolan.treasury.accounts import (
    BANK,
    CAPITAL,
    FUND,
    PAYABLE,
    fund_account,
    group_of,
)
from auzolan.treasury.capital.winding_up_acts import WindingUpPlanned
from auzolan.treasury.capital.winding_up_rules import planned_from as planned_end
from auzolan.treasury.state import (
    Account,
    MemberAccount,
    MemberPosting,
    Payout,
    PayoutLine,
    Period,
    Plan,
    Posting,
    WindingUp,
)
from auzolan.treasury.surplus.acts import DistributionPlanned, PlanDistribution
from auzolan.treasury.surplus.year_books import planned_from

WORK, COSTS, SAVINGS, LEARNING, CASH, OWN, OPEN_PART = (
    "work", "costs", "reserve", "education", "cash", "capital", "unshared",
)  # fmt: skip
TAXES, INTEREST, LOST, FUNDS = "tax", "interest", "past_losses", "funds"
_LEARNING_FUND = fund_account("education")
_ALWAYS_SHOWN = (CAPITAL, PAYABLE)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a period's income, from `start` on along a bar of a hundred.

    `of_hundred` are whole hundredths; all parts together make exactly 100.
    """

    name: str
    cents: int
    start: int
    of_hundred: int
    entry: int | None

    @property
    def middle(self) -> str:
        """Where its number stands on the bar."""
        return f"{self.start + self.of_hundred // 2}.{5 * (self.of_hundred % 2)}"


@dataclass(frozen=True, slots=True)
class Holding:
    """What a member has in one group of accounts, as her capital.

    Attributes:
        group: the group.
        amount: the sum of its parts, in units of the group's asset.
        parts: her accounts of the group, in order of name.
        entry: the entry that moved one of them last.
    """

    group: str
    amount: int
    parts: tuple[MemberAccount, ...]
    entry: int | None

    @property
    def name(self) -> str:
        """A name in which the scale of its asset can be looked up."""
        return self.parts[0].account


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way from a licence to a member, running from `start` to `stop`, in cents."""

    name: str
    cents: int
    start: int
    stop: int
    entry: int | None

    @property
    def length(self) -> int:
        """How long its bar is, in cents."""
        return self.stop - self.start


@dataclass(frozen=True, slots=True)
class ShareOfMember:
    """A member's line of a plan, and whether it is booked or only proposed."""

    plan: Plan
    line: ShareLine


def periods() -> list[Period]:
    """All periods, newest first."""
    return rows_of(Period, PeriodTable.objects.order_by("-opened"))


def plan_named(name: str) -> Plan | None:
    """The plan of this id."""
    found = rows_of(Plan, PlanTable.objects.filter(plan=name))
    return found[0] if found else None


def winding_up_planned(name: str) -> WindingUpPlanned | None:
    """What a plan for the end says, whole; None where there is none of this id."""
    found = rows_of(WindingUp, WindingUpTable.objects.filter(winding_up=name))
    return planned_end(found[0]) if found else None


def latest_money(several: Sequence[Period], name: str | None = None) -> PeriodMoney | None:
    """The money of a period by name, or of the newest one in which any moved.

    Args:
        several: all periods, newest first.
        name: of the one that is asked for.
    """
    chosen = [period for period in several if name in {None, period.period}]
    found = moneys_of(chosen)
    moved = [money for money in found if money.income_cents or money.spent_cents]
    return next(iter(moved or found), None)


def of_every_hundred(money: PeriodMoney) -> list[Part]:
    """Where each hundred of income goes: whole numbers that make exactly 100.

    Returns:
        The parts above zero; none where there is no income or it does not cover what was spent.
    """
    if money.income_cents <= 0 or money.result_cents < 0:
        return []
    if money.plan is not None and money.plan.loss_cents:
        return []
    parts = [
        (WORK, money.wages_cents, money.wages_entry),
        (COSTS, money.costs_cents, money.costs_entry),
        *_shared(money),
    ]
    real = [part for part in parts if part[1] > 0]
    hundred = share_pool(100, {name: cents for name, cents, _ in real})
    starts = accumulate((hundred[name] for name, _, _ in real), initial=0)
    return [
        Part(name, cents, start, hundred[name], entry)
        for (name, cents, entry), start in zip(real, starts, strict=False)
    ]


def _shared(money: PeriodMoney) -> list[tuple[str, int, int | None]]:
    plan = money.plan
    if plan is None:
        return [(OPEN_PART, money.result_cents, money.income_entry)]
    return [
        *_above_members(plan),
        (INTEREST, plan.interest_cents, plan.entry),
        (CASH, plan.cash_cents, plan.entry),
        (OWN, plan.capitalised_cents, plan.entry),
    ]


def _above_members(plan: Plan) -> list[tuple[str, int, int | None]]:
    """What a plan takes out before anything is the members'."""
    terms, sums = planned_from(plan), dict.fromkeys((SAVINGS, LEARNING, FUNDS), 0)
    for line in terms.waterfall:
        if line.account == _LEARNING_FUND:
            sums[LEARNING] += line.cents
        else:
            sums[FUNDS if group_of(line.account) == FUND else SAVINGS] += line.cents
    first = {TAXES: terms.tax_cents, LOST: terms.made_good_cents}
    return [(name, cents, plan.entry) for name, cents in (first | sums).items()]


def waterfall_of(plan: Plan) -> DistributionPlanned:
    """The whole of a plan: each line with the clause that says how much."""
    return planned_from(plan)


def accounts() -> list[Account]:
    """The bank, and every other account of the general ledger that holds something, by name."""
    found = rows_of(Account, AccountTable.objects.order_by("account"))
    return [one for one in found if one.balance or one.account == BANK]


def postings_before(before: int | None, *, limit: int) -> list[Posting]:
    """The newest movements of the general ledger, newest first; an entry's legs stay together."""
    found = PostingTable.objects.order_by("-entry", "leg")
    if before is not None:
        found = found.filter(entry__lt=before)
    rows = rows_of(Posting, found[: limit + 1])
    if len(rows) > limit:
        rows = [row for row in rows if row.entry != rows[-1].entry]
    return rows


def first_posting() -> int:
    """The entry of the oldest movement, 0 where there is none."""
    return PostingTable.objects.aggregate(first=Min("entry"))["first"] or 0


def share_of(folder: Folder, plan: Plan, member: str) -> ShareOfMember | None:
    """A member's line of a plan, or None where she has none or the lines cannot be read."""
    annex = restricted_annex(folder, plan.lines)
    if annex is None or member not in texts(annex, "member"):
        return None
    at = texts(annex, "member").index(member)
    return ShareOfMember(
        plan, share_line(plan, {name: annex.column(name)[at] for name in annex.names})
    )


def valuation_behind(plan: Plan) -> str:
    """The valuation that a plan was worked out from."""
    body = body_of(plan.entry)
    act = read_entry(body).act if body is not None else None
    return act.valuation if isinstance(act, PlanDistribution) else ""


def way_to_member(money: PeriodMoney, share: ShareOfMember) -> list[Step]:
    """From the period's income down to one member's share of its surplus; nothing in a loss."""
    plan, mine = share.plan, share.line.amount_cents
    if plan.loss_cents:
        return []
    closing = money.period.closed if money.period.closed >= 0 else money.income_entry
    taken = (
        (WORK, money.wages_cents, money.wages_entry),
        (COSTS, money.costs_cents, money.costs_entry),
        *_above_members(plan),
        ("others", plan.interest_cents + plan.patronage_cents - mine, plan.entry),
    )
    steps = [Step("income", money.income_cents, 0, money.income_cents, closing)]
    left = money.income_cents
    for name, cents, entry in taken:
        if cents:
            steps.append(Step(name, -cents, left - cents, left, entry))
            left -= cents
    assert left == mine, "what is left at the end of the way is hers"
    return [*steps, Step("mine", mine, 0, mine, plan.entry)]


def money_asked(member: str) -> list[Question]:
    """The questions for every movement of a member's money and for her accounts."""
    return [asked(MemberPosting, member=member), *accounts_asked(member)]


def money_of(
    member: str, found: PageRows | None = None
) -> tuple[list[MemberPosting], list[Holding]]:
    """Every movement of a member's money, oldest first, and what she has; one question for both.

    Args:
        member: whose.
        found: where these questions were asked among others.
    """
    found = found or rows_together(*money_asked(member))
    movements = found.of(MemberPosting)
    return movements, holdings_from(found.of(MemberAccount), movements)


def holdings_from(
    rows: Iterable[MemberAccount], movements: Sequence[MemberPosting]
) -> list[Holding]:
    """What a member has in the co-operative, by group; her capital comes last.

    Args:
        rows: her accounts.
        movements: all of hers.
    """
    held: dict[str, list[MemberAccount]] = {}
    for row in sorted(rows, key=lambda row: row.account):
        held.setdefault(group_of(row.account), []).append(row)
    moved = {group: [one for one in movements if group_of(one.account) == group] for group in held}
    holdings = [
        Holding(
            group=group,
            amount=sum(one.balance for one in parts),
            parts=tuple(parts),
            entry=max((one.entry for one in moved[group]), default=None),
        )
        for group, parts in held.items()
        if group in _ALWAYS_SHOWN or any(one.balance for one in parts)
    ]
    return sorted(holdings, key=lambda one: (one.group == CAPITAL, one.group != PAYABLE, one.group))


def payments_of(member: str) -> tuple[PayoutOwn, ...]:
    """A member's payments to her bank, each with how far it has come. Restricted: hers."""
    found = rows_together(asked(PayoutLine, member=member), asked(Payout))
    return payments_from(found.of(PayoutLine), {one.payout: one for one in found.of(Payout)})


def movements_of(member: str) -> list[MemberPosting]:
    """Every movement of a member's money, oldest first."""
    found = MemberPostingTable.objects.filter(member=member)
    return rows_of(MemberPosting, found.order_by("entry", "account"))


def work_of(member: str, period: str) -> tuple[WorkOfMember | None, int | None]:
    """A member's work in a period, and the entry of its newest sheet."""
    found = rows_together(
        asked(WorkOfMember, period=period, member=member), asked(WorkSheet, period=period)
    )
    work, sheets = found.of(WorkOfMember), found.of(WorkSheet)
    return (work[0] if work else None), max((one.entry for one in sheets), default=None)
