"""The members' pages: who belongs, and one member's statement.

Both show what belongs to persons; the matrix of access says to whom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render

from auzolan.house.rooms.charter.page_queries import Coop, CoopRequest
from auzolan.house.rooms.contributions.page_queries import batches_of, rows_by_member
from auzolan.house.rooms.learning.page_queries import uses_of_member
from auzolan.house.rooms.members.page_queries import (
    happenings_of,
    member_asked,
    members_after,
    members_named,
    names_of,
)
from auzolan.house.rooms.record.pages import number_asked
from auzolan.house.rooms.treasury import page_queries as treasury
from auzolan.house.rooms.treasury.page_queries import ShareOfMember, Step
from auzolan.house.rooms.treasury.period_money import PeriodMoney
from auzolan.house.rooms.valuation.page_queries import worth_of
from auzolan.labour.state import WorkOfMember
from auzolan.treasury.state import Period

PAGE_MEMBERS = 50
PAGE_HAPPENINGS = 60


@dataclass(frozen=True, slots=True)
class Earned:
    """What a member got for one period: pay for work and her share of the surplus.

    Attributes:
        money: the period's money.
        share: her line of the plan, None before there is one.
        work: her work in it, None where she did none.
        work_entry: the entry of its newest sheet.
        steps: the way from the licence to her share; empty without a share.
    """

    money: PeriodMoney
    share: ShareOfMember | None
    work: WorkOfMember | None
    work_entry: int | None
    steps: tuple[Step, ...]

    @property
    def share_cents(self) -> int:
        """Her share of the surplus."""
        if self.share is None:
            return 0
        line = self.share.line
        return -line.loss_cents if line.loss_cents else line.amount_cents

    @property
    def total_cents(self) -> int:
        """Both together."""
        return self.share_cents + (self.work.owed_cents if self.work is not None else 0)

    @property
    def entry(self) -> int | None:
        """The entry that the larger part stands on."""
        return self.share.plan.entry if self.share is not None else self.work_entry


def listing(request: CoopRequest) -> HttpResponse:
    """Everybody who belongs or belonged, by pages."""
    after = request.GET.get("after", "")
    found = members_after(after, limit=PAGE_MEMBERS + 1)
    shown = found[:PAGE_MEMBERS]
    rows = rows_by_member([one.member for one in shown])
    names = names_of(request.coop.folder, shown)
    context = {
        "people": [(one, names.get(one.member, ""), rows.get(one.member, 0)) for one in shown],
        "next": shown[-1].member if len(found) > PAGE_MEMBERS else "",
        "is_first": not after,
    }
    return render(request, "members/list.html", context)


def statement(request: CoopRequest, member: str) -> HttpResponse:
    """One member's statement: what she earned, where it came from, what she has, what her data is worth.

    Raises:
        Http404: there is no such member, or no such period.
    """
    row = member_asked(request, member)
    (_, holdings), periods = treasury.money_of(member), treasury.periods()
    asked = request.GET.get("period")
    earned = _earned(request.coop, member, periods, asked)
    if earned is None and asked:
        raise Http404
    worth = worth_of(request.coop.folder, member, first=_valuation_used(earned))
    checkers = [worth.valuation.by, worth.valuation.rechecked_by] if worth is not None else []
    names = names_of(request.coop.folder, [row, *members_named({*checkers} - {member, ""})])
    context = {
        "member": row,
        "name": names.get(member, ""),
        "names": names,
        "earned": earned,
        "periods": periods,
        "holdings": holdings,
        "payments": treasury.payments_of(member),
        "worth": worth,
    }
    return render(request, "members/statement.html", context)


def timeline(request: CoopRequest, member: str) -> HttpResponse:
    """What happened to a member and her rows, a page at a time.

    Raises:
        Http404: there is no such member.
    """
    row = member_asked(request, member)
    before = number_asked(request, "before")
    movements, uses = treasury.movements_of(member), uses_of_member(member)
    every = happenings_of(row, batches_of(member), uses, movements)
    found = [one for one in every if before is None or one.entry < before]
    last = found[PAGE_HAPPENINGS - 1].entry if len(found) > PAGE_HAPPENINGS else -1
    context = {
        "member": row,
        "name": names_of(request.coop.folder, [row]).get(member, ""),
        # What one entry did stays together, so that nothing falls between two pages.
        "happenings": [one for one in found if one.entry >= last],
        "older": last if last > 0 else None,
        "is_first": before is None,
    }
    return render(request, "members/timeline.html", context)


def _valuation_used(earned: Earned | None) -> str:
    """The valuation that her money rests on, where it rests on one."""
    if earned is None or earned.share is None:
        return ""
    return treasury.valuation_behind(earned.share.plan)


def _earned(coop: Coop, member: str, periods: Sequence[Period], asked: str | None) -> Earned | None:
    money = treasury.latest_money(periods, asked)
    if money is None:
        return None
    share = treasury.share_of(coop.folder, money.plan, member) if money.plan else None
    work, work_entry = treasury.work_of(member, money.period.period)
    steps = treasury.way_to_member(money, share) if share is not None else []
    return Earned(money, share, work, work_entry, tuple(steps))
