"""What is done about capital at a door: contributions, yearly parts of exits, lapses, a plan for the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import drawn
from auzolan.house.desk import Desk
from auzolan.house.doing import (
    Answer,
    CentsAsked,
    Doing,
    Effect,
    LongText,
    Name,
    ShortText,
    UploadId,
    Who,
)
from auzolan.house.doors.errors import Misused
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.rooms.treasury import choosing, flows_capital, flows_exits
from auzolan.house.rooms.treasury.arguments import creditor_from_text
from auzolan.house.storage.reader import Reader
from auzolan.treasury.capital.contribution_acts import ContributionKind

Kind = Literal["compulsory", "voluntary"]
CREDITORS_MAX = 1_000


class ContributeAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What one member has paid in."""

    member: Name
    kind: Kind
    amount_cents: CentsAsked
    reference: LongText


class ContributeListAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What several members have paid in."""

    paid: UploadId
    kind: Kind
    reference: LongText


class PayExitAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which yearly part of which exit, as `EXIT:YEAR`."""

    part: Annotated[str, Meta(pattern=r"\A[a-z0-9][a-z0-9._-]{0,47}:[0-9]{1,3}\Z")]


class LapseAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whose claim has lapsed."""

    member: Name


class EndAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A plan for the end: what is owed that no account shows, and what nobody will collect."""

    winding_up: Name
    creditors: Annotated[tuple[ShortText, ...], Meta(max_length=CREDITORS_MAX)] = ()
    given_up: Annotated[tuple[Name, ...], Meta(max_length=CREDITORS_MAX)] = ()


def _contribute(desk: Desk, who: Who, asked: ContributeAsked) -> Answer:
    return flows_capital.contribute(
        desk, actor=who.member, contribution=drawn(desk, "paid-in"),
        kind=ContributionKind(asked.kind), paid={asked.member: asked.amount_cents},
        reference=asked.reference,
    )  # fmt: skip


def _contribute_list(desk: Desk, who: Who, asked: ContributeListAsked) -> Answer:
    paid = choosing.amounts_in(desk, who, asked.paid, "amount_cents")
    if isinstance(paid, Refusal):
        return paid
    return flows_capital.contribute(
        desk, actor=who.member, contribution=drawn(desk, "paid-in"),
        kind=ContributionKind(asked.kind), paid=paid, reference=asked.reference,
    )  # fmt: skip


def _pay_exit(desk: Desk, who: Who, asked: PayExitAsked) -> Answer:
    name, _, year = asked.part.rpartition(":")
    return flows_exits.pay_exit(desk, actor=who.member, exit_id=name, year=int(year))


def _lapse(desk: Desk, who: Who, asked: LapseAsked) -> Answer:
    return flows_exits.lapse(desk, actor=who.member, member=asked.member)


def _plan_end(desk: Desk, who: Who, asked: EndAsked) -> Answer:
    try:
        creditors = [creditor_from_text(text) for text in asked.creditors]
    except Misused as fault:
        return Refusal(
            "treasury.list_not_sound", "house, import", str(fault),
            "Correct the line; the plan is made whole or not at all.",
        )  # fmt: skip
    return flows_capital.plan_winding_up(
        desk, actor=who.member, winding_up=asked.winding_up, creditors=creditors,
        given_up=asked.given_up,
    )  # fmt: skip


def _paid_in(reader: Reader, who: Who, asked: ContributeAsked) -> Sequence[Effect]:
    values: dict[str, str | int] = {
        "cents": asked.amount_cents, "currency": charter_in_force(reader).currency,
        "member": asked.member,
    }  # fmt: skip
    return [Effect("treasury.capital_grows", values)]


DOINGS: tuple[Doing[Any], ...] = (
    Doing(
        "treasury.contribute", ContributeAsked, _contribute, effects=_paid_in, needs_second=True,
        leads_to="money",
    ),
    Doing(
        "treasury.contribute_list", ContributeListAsked, _contribute_list, needs_second=True,
        effects=lambda reader, who, asked: choosing.list_brought(reader, who, asked.paid),
        leads_to="money",
    ),
    Doing(
        "treasury.pay_exit", PayExitAsked, _pay_exit, needs_second=True, leads_to="money",
        choices={"part": choosing.payable_years},
    ),
    Doing("treasury.lapse", LapseAsked, _lapse, needs_second=True, leads_to="money"),
    Doing("treasury.plan_winding_up", EndAsked, _plan_end, leads_to="money"),
)  # fmt: skip
