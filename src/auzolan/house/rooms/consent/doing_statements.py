"""What a member can say about uses of her rows: switches by purpose, and single statements.

A switch leaves every other purpose as it is. Who speaks for a minor names her; whether she may, the
rules say.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from auzolan.consent.masks import purposes_of
from auzolan.consent.reach import forbids_part_of
from auzolan.consent.state import PERMIT, Consent, ConsentStatement
from auzolan.consent.taxonomy import end_use_bit, operation_bit
from auzolan.foundation.moments import moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.doing import Answer, CentsAsked, Day, Doing, Effect, Name, ShortText, Who
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.rooms.consent import doing_choices as choices
from auzolan.house.rooms.consent import flows
from auzolan.house.rooms.consent import statement_flows as statements
from auzolan.house.rooms.consent.saying_no import no_to_kind, no_to_models
from auzolan.house.rooms.consent.statement_flows import Said
from auzolan.house.rooms.contributions.choosing import own_batches
from auzolan.house.storage.reader import Reader, reader_of

_MICRO_OF_THOUSAND = 10
"""Millionths for one answer in each cent for a thousand answers."""


class WithdrawAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whose kind of rows nobody may use any more; `ward` is a minor for whom she speaks."""

    kind: Name
    ward: str = ""


class GrantAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What her rows of a kind may be used for: exactly these purposes, none where none is named."""

    kind: Name
    purposes: tuple[Name, ...] = ()


class SwitchAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One purpose for her rows of a kind."""

    kind: Name
    purpose: Name


class ProhibitAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One use that is forbidden, for some rows, towards some, for some time."""

    operation: ShortText
    end_use: ShortText
    kind: str = ""
    batch: str = ""
    until: Day = ""
    parties: tuple[str, ...] = ()
    ward: str = ""


class PermitAsked(ProhibitAsked, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One use that is allowed, likewise; `floor_cents` is the least price of a thousand answers."""

    floor_cents: CentsAsked = 0
    credit: bool = False


class LiftAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The statement that is taken back."""

    statement: ShortText
    ward: str = ""


class NothingAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """There is nothing to say but yes."""


# --- whole kinds ----------------------------------------------------------------------------------


def _withdraw(desk: Desk, who: Who, asked: WithdrawAsked) -> Answer:
    member, guardian = _for_whom(who, asked.ward)
    return flows.withdraw(desk, member=member, kind=asked.kind, guardian=guardian)


def _withdrawal(reader: Reader, who: Who, asked: WithdrawAsked) -> Sequence[Effect]:
    return no_to_kind(reader, asked.ward or who.member, asked.kind)


def _grant(desk: Desk, who: Who, asked: GrantAsked) -> Answer:
    return flows.grant(desk, member=who.member, kind=asked.kind, purposes=asked.purposes)


def _switch_on(desk: Desk, who: Who, asked: SwitchAsked) -> Answer:
    with reader_of(desk.folder) as reader:
        kept = [one for one in allowed_now(reader, who.member, asked.kind) if one != asked.purpose]
    named = GrantAsked(kind=asked.kind, purposes=(*kept, asked.purpose))
    return _grant(desk, who, named)


def _switch_off(desk: Desk, who: Who, asked: SwitchAsked) -> Answer:
    with reader_of(desk.folder) as reader:
        kept = [one for one in allowed_now(reader, who.member, asked.kind) if one != asked.purpose]
    return _grant(desk, who, GrantAsked(kind=asked.kind, purposes=tuple(kept)))


def _granting(reader: Reader, who: Who, asked: GrantAsked) -> Sequence[Effect]:
    before = allowed_now(reader, who.member, asked.kind)
    on = [_of_purpose("consent.may_use", asked.kind, one) for one in asked.purposes]
    gone = {one for one in before if one not in asked.purposes}
    if not gone:
        return on
    off = [_of_purpose("consent.may_not_use", asked.kind, one) for one in sorted(gone)]
    made = no_to_models(
        reader, who.member, lambda one: one.kind == asked.kind and one.purpose in gone
    )
    return [*on, *off, *made, Effect("consent.earned_stays")]


def _switching_on(reader: Reader, who: Who, asked: SwitchAsked) -> Sequence[Effect]:
    return [
        _of_purpose("consent.may_use", asked.kind, asked.purpose), Effect("consent.can_stop"),
    ]  # fmt: skip


def _switching_off(reader: Reader, who: Who, asked: SwitchAsked) -> Sequence[Effect]:
    made = no_to_models(
        reader, who.member, lambda one: (one.kind, one.purpose) == (asked.kind, asked.purpose)
    )
    off = _of_purpose("consent.may_not_use", asked.kind, asked.purpose)
    return [off, *made, Effect("consent.earned_stays")]


def _of_purpose(what: str, kind: str, purpose: str) -> Effect:
    return Effect(what, {"kind": kind, "purpose": purpose})


def allowed_now(reader: Reader, member: str, kind: str) -> tuple[str, ...]:
    """The purposes that a member allows for her rows of a kind, in the order of the house rules."""
    row = reader.get(Consent, member, kind)
    if row is None or row.withdrawn_at >= 0:
        return ()
    return tuple(purposes_of(charter_in_force(reader), row.mask))


# --- single statements ----------------------------------------------------------------------------


def _permit(desk: Desk, who: Who, asked: PermitAsked) -> Answer:
    said = _said(desk, asked, asked.floor_cents, credit=asked.credit)
    if isinstance(said, Refusal):
        return said
    member, guardian = _for_whom(who, asked.ward)
    return statements.permit(desk, member=member, said=said, guardian=guardian)


def _prohibit(desk: Desk, who: Who, asked: ProhibitAsked) -> Answer:
    said = _said(desk, asked, 0, credit=False)
    if isinstance(said, Refusal):
        return said
    member, guardian = _for_whom(who, asked.ward)
    return statements.prohibit(desk, member=member, said=said, guardian=guardian)


def _said(desk: Desk, asked: ProhibitAsked, floor_cents: int, *, credit: bool) -> Said | Refusal:
    try:
        ends = moment_from_iso(asked.until) if asked.until else 0
    except ValueError:
        return choices.not_a_day(asked.until)
    with reader_of(desk.folder) as reader:
        currency = charter_in_force(reader).currency if floor_cents else ""
    return Said(
        operation=asked.operation, end_use=asked.end_use, kind=asked.kind, batch=asked.batch,
        ends=ends, party=asked.parties, floor_micro=floor_cents * _MICRO_OF_THOUSAND,
        currency=currency, credit=credit,
    )  # fmt: skip


def _prohibiting(reader: Reader, who: Who, asked: ProhibitAsked) -> Sequence[Effect]:
    """Models of what is forbidden are made again; a data set may have been used for more."""
    made = no_to_models(
        reader,
        asked.ward or who.member,
        lambda one: (
            asked.kind in {"", one.kind}
            and (not asked.parties or one.party in asked.parties)
            and forbids_part_of(asked.operation, one.operation)
            and forbids_part_of(asked.end_use, one.purpose)
        ),
    )
    return [Effect("consent.no_wins"), *made, Effect("consent.earned_stays")]


def _lift(desk: Desk, who: Who, asked: LiftAsked) -> Answer:
    member, guardian = _for_whom(who, asked.ward)
    return statements.lift(desk, member=member, statement=asked.statement, guardian=guardian)


def _lifting(reader: Reader, who: Who, asked: LiftAsked) -> Sequence[Effect]:
    said = reader.get(ConsentStatement, asked.statement)
    if said is None or said.effect != PERMIT or said.member != (asked.ward or who.member):
        return [Effect("consent.no_longer_said")]
    made = no_to_models(
        reader,
        said.member,
        lambda one: (
            said.kind in {"", one.kind}
            and bool(said.operations & operation_bit(one.operation))
            and bool(said.end_uses & end_use_bit(one.purpose))
        ),
    )
    return [Effect("consent.no_longer_said"), *made, Effect("consent.earned_stays")]


def _entrust(desk: Desk, who: Who, asked: NothingAsked) -> Answer:
    return statements.entrust(desk, member=who.member)


def _end_trust(desk: Desk, who: Who, asked: NothingAsked) -> Answer:
    return statements.end_trust(desk, member=who.member)


def _for_whom(who: Who, ward: str) -> tuple[str, str]:
    """Whose rows they are, and who speaks for her: nobody else for oneself."""
    return (ward, who.member) if ward else (who.member, "")


_WARD = {"ward": choices.wards}
_USE = {
    "operation": choices.operations, "end_use": choices.end_uses, "kind": choices.kinds,
    "batch": own_batches, "parties": choices.parties, **_WARD,
}  # fmt: skip
_SWITCH = {"kind": choices.kinds, "purpose": choices.purposes}

DOINGS: tuple[Doing[Any], ...] = (
    Doing(
        "consent.withdraw", WithdrawAsked, _withdraw, effects=_withdrawal, leads_to="consent",
        choices={"kind": choices.kinds, **_WARD},
    ),
    Doing(
        "consent.grant", GrantAsked, _grant, effects=_granting, leads_to="consent",
        choices={"kind": choices.kinds, "purposes": choices.purposes},
    ),
    Doing(
        "consent.switch_on", SwitchAsked, _switch_on, choices=_SWITCH, effects=_switching_on,
        leads_to="consent",
    ),
    Doing(
        "consent.switch_off", SwitchAsked, _switch_off, choices=_SWITCH, effects=_switching_off,
        leads_to="consent",
    ),
    Doing("consent.permit", PermitAsked, _permit, choices=_USE, leads_to="consent"),
    Doing(
        "consent.prohibit", ProhibitAsked, _prohibit, choices=_USE, effects=_prohibiting,
        leads_to="consent",
    ),
    Doing(
        "consent.lift", LiftAsked, _lift, effects=_lifting, leads_to="consent",
        choices={"statement": choices.statements_that_hold, **_WARD},
    ),
    Doing("consent.entrust", NothingAsked, _entrust, leads_to="consent"),
    Doing("consent.end_trust", NothingAsked, _end_trust, leads_to="consent"),
)  # fmt: skip
