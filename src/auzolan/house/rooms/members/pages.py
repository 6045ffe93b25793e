"""The members' pages: who belongs, and one member's statement.

Both show what belongs to persons. The portal serves them in a demo only, until people sign in.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render

from auzolan.house.rooms.charter.page_queries import Coop, CoopRequest
from auzolan.house.rooms.consent.page_queries import permissions_of
from auzolan.house.rooms.contributions.page_queries import batches_of, rows_by_member
from auzolan.house.rooms.learning.page_queries import uses_of_member
from auzolan.house.rooms.members.page_queries import (
    all_members,
    happenings_of,
    member_of,
    names_of,
)
from auzolan.house.rooms.treasury import page_queries as treasury
from auzolan.house.rooms.treasury.page_queries import PeriodMoney, ShareOfMember, Step
from auzolan.house.rooms.valuation.page_queries import worth_of
from auzolan.labour.state import WorkOfMember


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
    """Everybody who belongs or belonged."""
    found = all_members()
    names, rows = names_of(request.coop.folder, found), rows_by_member()
    people = [(one, names.get(one.member, ""), rows.get(one.member, 0)) for one in found]
    return render(request, "members/list.html", {"people": people})


def statement(request: CoopRequest, member: str) -> HttpResponse:
    """One member's statement: what she earned, where it came from, her rows, uses and worth.

    Raises:
        Http404: there is no such member, or no such period.
    """
    row = member_of(member)
    if row is None:
        raise Http404
    folder, uses = request.coop.folder, uses_of_member(member)
    movements = treasury.movements_of(member)
    asked = request.GET.get("period")
    earned = _earned(request.coop, member, asked)
    if earned is None and asked:
        raise Http404
    context = {
        "member": row,
        "name": names_of(folder, [row]).get(member, ""),
        "earned": earned,
        "periods": treasury.periods(),
        "holdings": treasury.holdings_of(member, movements),
        "payments": treasury.payments_of(folder, member),
        "batches": batches_of(member),
        "permissions": permissions_of(member, request.coop.charter, uses),
        "worth": worth_of(folder, member, first=_valuation_used(earned)),
        "happenings": happenings_of(row, uses, movements),
    }
    return render(request, "members/statement.html", context)


def _valuation_used(earned: Earned | None) -> str:
    """The valuation that her money rests on, where it rests on one."""
    if earned is None or earned.share is None:
        return ""
    return treasury.valuation_behind(earned.share.plan)


def _earned(coop: Coop, member: str, period: str | None) -> Earned | None:
    money = treasury.latest_money(period)
    if money is None:
        return None
    share = treasury.share_of(coop.folder, money.plan, member) if money.plan else None
    work, work_entry = treasury.work_of(member, money.period.period)
    steps = treasury.way_to_member(money, share) if share is not None else []
    return Earned(money, share, work, work_entry, tuple(steps))
