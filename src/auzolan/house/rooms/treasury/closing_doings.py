"""What closes a period at a door: no more bookings, the end for good, the plan, royalties, tax."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import drawn
from auzolan.house.desk import Desk
from auzolan.house.doing import (
    Answer,
    CentsAsked,
    Choice,
    Doing,
    Effect,
    LongText,
    Name,
    UploadId,
    Who,
)
from auzolan.house.rooms.treasury import (
    choosing,
    flows,
    flows_bookings,
    flows_capital,
    flows_royalties,
)
from auzolan.house.storage.reader import Reader
from auzolan.licensing.state import Licence


class PeriodEndAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which period ends, and which follows."""

    period: Name
    next_period: Name


class PlanAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a closed period's result would be divided; all amounts in cents."""

    plan: Name
    period: Name
    valuation: Name = ""
    tax_cents: CentsAsked = 0
    third_parties_cents: CentsAsked = 0
    extraordinary_cents: CentsAsked = 0


class WithholdAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """From the cash of which plan tax is kept back."""

    plan: Name


class RemitAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the bank says of the tax that was sent."""

    reference: LongText


class AccrueAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A list of what members earned by a licence."""

    licence: Name
    earned: UploadId


class SettleAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """In which period royalties become payable."""

    period: Name = ""


def _begin_closing(desk: Desk, who: Who, asked: PeriodEndAsked) -> Answer:
    return flows_bookings.begin_closing(
        desk, actor=who.member, period=asked.period, next_period=asked.next_period
    )


def _close(desk: Desk, who: Who, asked: PeriodEndAsked) -> Answer:
    return flows.close_period(
        desk, actor=who.member, period=asked.period, next_period=asked.next_period
    )


def _plan(desk: Desk, who: Who, asked: PlanAsked) -> Answer:
    result = flows.NotFromMembers(
        asked.tax_cents, asked.third_parties_cents, asked.extraordinary_cents
    )
    return flows.plan(
        desk, actor=who.member, plan=asked.plan, period=asked.period, valuation=asked.valuation,
        result=result,
    )  # fmt: skip


def _withhold(desk: Desk, who: Who, asked: WithholdAsked) -> Answer:
    return flows_capital.withhold(desk, actor=who.member, plan=asked.plan)


def _remit(desk: Desk, who: Who, asked: RemitAsked) -> Answer:
    return flows_capital.remit_withholding(
        desk, actor=who.member, remittance=drawn(desk, "tax"), reference=asked.reference
    )


def _accrue(desk: Desk, who: Who, asked: AccrueAsked) -> Answer:
    earned = choosing.amounts_in(desk, who, asked.earned, "amount_micro")
    if isinstance(earned, Refusal):
        return earned
    return flows_royalties.accrue(
        desk, actor=who.member, accrual=drawn(desk, "earned"), licence=asked.licence, earned=earned
    )


def _settle(desk: Desk, who: Who, asked: SettleAsked) -> Answer:
    period = choosing.period_now(desk, asked.period)
    return flows_royalties.settle_royalties(
        desk, actor=who.member, settlement=drawn(desk, "royalties"), period=period
    )


def _ending(reader: Reader, who: Who, asked: PeriodEndAsked) -> Sequence[Effect]:
    return [
        Effect("treasury.only_corrections", {"period": asked.period}),
        Effect("treasury.period_opens", {"period": asked.next_period}),
    ]


def _ended(reader: Reader, who: Who, asked: PeriodEndAsked) -> Sequence[Effect]:
    return [
        Effect("treasury.nothing_more", {"period": asked.period}),
        Effect("treasury.period_opens", {"period": asked.next_period}),
        Effect("treasury.no_way_back"),
    ]


def _planned(reader: Reader, who: Who, asked: PlanAsked) -> Sequence[Effect]:
    return [Effect("treasury.only_a_plan", {"period": asked.period})]


def _licences(reader: Reader, who: Who) -> Sequence[Choice]:
    rows = sorted(reader.rows(Licence), key=lambda row: -row.entry)
    return [Choice(row.licence, f"{row.licence} · {row.licensee}") for row in rows]


DOINGS: tuple[Doing[Any], ...] = (
    Doing(
        "treasury.begin_closing", PeriodEndAsked, _begin_closing, effects=_ending,
        choices={"period": choosing.periods_in("open")}, leads_to="closings",
    ),
    Doing(
        "treasury.close_period", PeriodEndAsked, _close, effects=_ended, needs_second=True,
        choices={"period": choosing.bookable}, leads_to="closings",
    ),
    Doing(
        "treasury.plan", PlanAsked, _plan, effects=_planned, leads_to="closings",
        choices={"period": choosing.closed, "valuation": choosing.checked_valuations},
    ),
    Doing(
        "treasury.withhold", WithholdAsked, _withhold, needs_second=True, leads_to="closings",
        choices={"plan": choosing.taxable_plans},
    ),
    Doing("treasury.remit_withholding", RemitAsked, _remit, needs_second=True, leads_to="money"),
    Doing(
        "treasury.accrue", AccrueAsked, _accrue, needs_second=True, leads_to="money",
        choices={"licence": _licences},
    ),
    Doing(
        "treasury.settle_royalties", SettleAsked, _settle, needs_second=True, leads_to="closings",
        choices={"period": choosing.bookable},
    ),
)  # fmt: skip
