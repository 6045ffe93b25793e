"""What can be done about belonging at a door; see `house/doing.py`. Taking people in is elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from auzolan.house.accounts.admission import ADMIT
from auzolan.house.accounts.helping import END_ALL, LET_IN_ANEW
from auzolan.house.accounts.signing_passkeys import host_of, passkeys_of
from auzolan.house.desk import Desk
from auzolan.house.doing import Answer, Choice, Doing, Effect, LongText, Name, ShortText, Who
from auzolan.house.rooms.consent.saying_no import no_to_kind
from auzolan.house.rooms.members import flows
from auzolan.house.rooms.members.choosing import named, others
from auzolan.house.storage.reader import Reader
from auzolan.members.state import Passkey
from auzolan.record.passkeys import PasskeyKey

ADMISSIONS = "admissions"
_DIGITS_SHOWN = 16


class LeaveAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Why she leaves, if she likes to say; it is sealed."""

    reason: LongText = ""


class KeyAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The public half of a key of hers: Ed25519, 64 hexadecimal digits."""

    key: Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class PasskeyAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A passkey of hers: `es256-` and a compressed point of P-256, or `ed25519-` and a key, in hex."""

    passkey: PasskeyKey


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


def _register_passkey(desk: Desk, who: Who, asked: PasskeyAsked) -> Answer:
    host = host_of(desk.folder)
    return flows.register_passkey(desk, member=who.member, key=asked.passkey, host=host)


def _revoke_passkey(desk: Desk, who: Who, asked: PasskeyAsked) -> Answer:
    return flows.revoke_passkey(desk, member=who.member, key=asked.passkey)


def _that_could_sign(reader: Reader, who: Who) -> Sequence[Choice]:
    """The passkeys with which she signs in, but those that were registered before."""
    mine = [one for one in passkeys_of(who.member) if one.key]
    return [
        Choice(one.key, one.name) for one in mine if reader.get(Passkey, one.key) is None
    ]  # fmt: skip


def _that_sign(reader: Reader, who: Who) -> Sequence[Choice]:
    """The passkeys that sign for her; one that is no longer in her account by its first digits."""
    names = {one.key: one.name for one in passkeys_of(who.member)}
    rows = reader.rows(Passkey, member=who.member, active=1)
    return [Choice(row.key, names.get(row.key, row.key[:_DIGITS_SHOWN])) for row in rows]


def _to_place(reader: Reader, who: Who) -> Sequence[Choice] | None:
    """Herself; everybody for the office that admits, which places others."""
    own = [Choice(*one) for one in named(reader, [who.member]).items()]
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
    LET_IN_ANEW,
    END_ALL,
    Doing("members.leave", LeaveAsked, _leave, effects=_leaving, leads_to="statement"),
    Doing("members.register_key", KeyAsked, _register_key, leads_to="home"),
    Doing(
        "members.register_passkey", PasskeyAsked, _register_passkey,
        choices={"passkey": _that_could_sign}, leads_to="mfa_list_webauthn",
    ),
    Doing(
        "members.revoke_passkey", PasskeyAsked, _revoke_passkey,
        choices={"passkey": _that_sign}, leads_to="mfa_list_webauthn",
    ),
    Doing(
        "members.set_class", ClassAsked, _set_class, about="member",
        choices={"member": _to_place},
    ),
)  # fmt: skip
