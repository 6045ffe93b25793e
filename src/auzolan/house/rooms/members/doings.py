"""What can be done about belonging at a door; see `house/doing.py`. Taking people in is elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from auzolan.house.accounts.admission import ADMIT
from auzolan.house.desk import Desk
from auzolan.house.doing import Answer, Choice, Doing, Effect, LongText, Name, ShortText, Who
from auzolan.house.rooms.consent.doing_choices import names_in_vault, others
from auzolan.house.rooms.consent.saying_no import no_to_kind
from auzolan.house.rooms.members import flows
from auzolan.house.storage.reader import Reader

ADMISSIONS = "admissions"


class LeaveAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Why she leaves, if she likes to say; it is sealed."""

    reason: LongText = ""


class KeyAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The public half of a key of hers: Ed25519, 64 hexadecimal digits."""

    key: Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class ClassAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Into which class a member goes, and in which section she elects delegates."""

    member: Name
    class_name: Literal["full", "collaborator", "inactive"]
    section: ShortText = ""


def _leave(desk: Desk, who: Who, asked: LeaveAsked) -> Answer:
    return flows.leave(desk, member=who.member, reason=asked.reason)


def _leaving(reader: Reader, who: Who, asked: LeaveAsked) -> Sequence[Effect]:
    return [
        Effect("members.no_vote"), Effect("members.capital_comes_back"),
        *no_to_kind(reader, who.member, ""),
    ]  # fmt: skip


def _register_key(desk: Desk, who: Who, asked: KeyAsked) -> Answer:
    return flows.register_key(desk, member=who.member, key=asked.key)


def _to_place(reader: Reader, who: Who) -> Sequence[Choice] | None:
    """Herself; everybody for the office that admits, which places others."""
    own = [Choice(who.member, names_in_vault(reader, [who.member]).get(who.member, who.member))]
    if ADMISSIONS not in who.offices:
        return own
    found = others(reader, who)
    return None if found is None else [*own, *found]


def _set_class(desk: Desk, who: Who, asked: ClassAsked) -> Answer:
    return flows.set_class(
        desk, actor=who.member, member=asked.member, class_name=asked.class_name,
        section=asked.section,
    )  # fmt: skip


DOINGS: tuple[Doing[Any], ...] = (
    ADMIT,
    Doing("members.leave", LeaveAsked, _leave, effects=_leaving, leads_to="statement"),
    Doing("members.register_key", KeyAsked, _register_key, leads_to="home"),
    Doing(
        "members.set_class", ClassAsked, _set_class, about="member",
        choices={"member": _to_place},
    ),
)  # fmt: skip
