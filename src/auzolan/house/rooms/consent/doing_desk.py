"""What can be done at the rights desk, about groups, and by the offices of data and admissions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from auzolan.consent.request_acts import ASKS
from auzolan.foundation.moments import DAY_MS, day_from_moment, moment_from_iso
from auzolan.house.desk import Desk
from auzolan.house.doing import Answer, Choice, Day, Doing, Effect, LongText, Name, ShortText, Who
from auzolan.house.ports import system_ports
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.rooms.consent import doing_choices as choices
from auzolan.house.rooms.consent import group_flows, request_flows
from auzolan.house.rooms.consent import statement_flows as statements
from auzolan.house.rooms.contributions.choosing import own_batches
from auzolan.house.rooms.members.choosing import others
from auzolan.house.storage.reader import Reader


class RequestAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is asked of the office of data, in words that are sealed."""

    asks: str
    words: LongText
    ward: str = ""


class AnswerAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The answer to a request, in words that are sealed."""

    request: Name
    outcome: Literal["done", "refused", "more-time"]
    words: LongText


class GroupAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A group by its name."""

    group: Name


class InviteAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who is asked to join which group."""

    group: Name
    member: Name


class PlaceAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which batch goes among the rows of which group."""

    batch: Name
    group: Name


class BatchAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A batch of one's own."""

    batch: Name


class GuardianAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who speaks for a minor, and the day on which she is of age."""

    minor: Name
    guardian: Name
    until: Day


class OthersAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """That rows of a batch speak of other people, and on what basis they may be used."""

    batch: Name
    basis: Literal["none", "consent", "anonymised", "law"]
    evidence: ShortText


def _request(desk: Desk, who: Who, asked: RequestAsked) -> Answer:
    member, guardian = (asked.ward, who.member) if asked.ward else (who.member, "")
    return request_flows.request_right(
        desk, member=member, asks=asked.asks, words=asked.words, guardian=guardian
    )


def _asks(reader: Reader, who: Who) -> Sequence[Choice]:
    return [Choice(one, one) for one in ASKS]


def _requesting(reader: Reader, who: Who, asked: RequestAsked) -> Sequence[Effect]:
    days = charter_in_force(reader).consent.answer_days
    by = day_from_moment(system_ports().clock() + days * DAY_MS)
    return [Effect("consent.answered_by", {"day": by})]


def _answer(desk: Desk, who: Who, asked: AnswerAsked) -> Answer:
    return request_flows.answer_request(
        desk, actor=who.member, request=asked.request, outcome=asked.outcome, words=asked.words
    )


def _form(desk: Desk, who: Who, asked: GroupAsked) -> Answer:
    return group_flows.form_group(desk, member=who.member, group=asked.group)


def _invite(desk: Desk, who: Who, asked: InviteAsked) -> Answer:
    return group_flows.invite(desk, member=asked.member, group=asked.group, invited_by=who.member)


def _join(desk: Desk, who: Who, asked: GroupAsked) -> Answer:
    return group_flows.join(desk, member=who.member, group=asked.group)


def _leave(desk: Desk, who: Who, asked: GroupAsked) -> Answer:
    return group_flows.leave(desk, member=who.member, group=asked.group)


def _place(desk: Desk, who: Who, asked: PlaceAsked) -> Answer:
    return group_flows.place(desk, member=who.member, batch=asked.batch, group=asked.group)


def _take_out(desk: Desk, who: Who, asked: BatchAsked) -> Answer:
    return group_flows.take_out(desk, member=who.member, batch=asked.batch)


def _placing(reader: Reader, who: Who, asked: PlaceAsked) -> Sequence[Effect]:
    return [Effect("consent.group_decides", {"group": asked.group})]


def _set_guardian(desk: Desk, who: Who, asked: GuardianAsked) -> Answer:
    try:
        until = moment_from_iso(asked.until)
    except ValueError:
        return choices.not_a_day(asked.until)
    return statements.set_guardian(
        desk, actor=who.member, member=asked.minor, guardian=asked.guardian, until=until
    )


def _note_others(desk: Desk, who: Who, asked: OthersAsked) -> Answer:
    return statements.note_third_persons(
        desk, actor=who.member, batch=asked.batch, basis=asked.basis, evidence=asked.evidence
    )


_GROUP = {"group": choices.own_groups}

DOINGS: tuple[Doing[Any], ...] = (
    Doing(
        "consent.request", RequestAsked, _request, effects=_requesting, leads_to="own_requests",
        choices={"asks": _asks, "ward": choices.wards},
    ),
    Doing("consent.answer", AnswerAsked, _answer, choices={"request": choices.open_requests}),
    Doing("consent.form_group", GroupAsked, _form, leads_to="consent"),
    Doing(
        "consent.invite_to_group", InviteAsked, _invite, leads_to="consent",
        choices={**_GROUP, "member": others},
    ),
    Doing(
        "consent.join_group", GroupAsked, _join, leads_to="consent",
        choices={"group": choices.groups_that_ask},
    ),
    Doing("consent.leave_group", GroupAsked, _leave, choices=_GROUP, leads_to="consent"),
    Doing(
        "consent.place_batch", PlaceAsked, _place, effects=_placing, leads_to="consent",
        choices={**_GROUP, "batch": own_batches},
    ),
    Doing(
        "consent.take_batch_out", BatchAsked, _take_out, leads_to="consent",
        choices={"batch": own_batches},
    ),
    Doing(
        "consent.set_guardian", GuardianAsked, _set_guardian,
        choices={"minor": others, "guardian": others}, needs_second=True,
    ),
    Doing("consent.note_third_persons", OthersAsked, _note_others),
)  # fmt: skip
