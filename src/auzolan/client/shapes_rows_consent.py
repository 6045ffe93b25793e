"""Shapes of the rows of the room consent. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

import msgspec


class Consent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a member allows for her rows of one kind: bits in the order of the charter's list."""

    member: str
    kind: str
    mask: int
    since: int
    entry: int
    withdrawn_at: int
    erase_by: int


class ConsentStatement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One sentence of consent: from which entry on it stood, and until when."""

    statement: str
    member: str
    group_id: str
    kind: str
    batch: str
    place: int
    effect: str
    operations: int
    end_uses: int
    operation: str
    end_use: str
    begins: int
    ends: int
    party: str
    territory: str
    model_class: str
    price_floor_micro: int
    credit: int
    taxonomy: int
    stated_at: int
    lifted_at: int
    entry: int
    lifted_by: int


class Group(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """People who hold rights in rows together: a village, a choir, a guild."""

    group_id: str
    entry: int


class GroupInvitation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That a group has asked a member to join; it goes when she does."""

    group_id: str
    member: str
    invited_by: str
    entry: int


class GroupMember(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That a member belongs to a group, from one moment until before another."""

    group_id: str
    member: str
    entry: int
    since: int
    until: int


class Guardian(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who speaks for a minor; `since` is the moment at which it was first known that she is one."""

    member: str
    guardian: str
    entry: int
    since: int


class OfAge(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """From which moment a member speaks for herself; it tells her age."""

    member: str
    until: int


class RightsRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a member asked about her data, by when it is answered, and what came of it."""

    request: str
    member: str
    asks: str
    state: str
    asked_at: int
    due: int
    extended: int
    answered_at: int
    entry: int
    answer: int


class StrikeRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A strike: what it stops, towards whom, from when to when."""

    strike: str
    operation: str
    end_use: str
    party: str
    began_at: int
    ends: int
    ended_at: int
    entry: int


class Trust(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Since when the co-operative acts for a member, and until when it did."""

    member: str
    entry: int
    began_at: int
    ended_at: int
