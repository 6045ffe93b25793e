"""Shapes of the room consent. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from typing import Literal

import msgspec


class AnswerAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to a request, in words that are sealed."""

    request: str
    outcome: Literal["done", "more-time", "refused"]
    words: str


class StatementLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One statement that holds or will: in words, since when and until when, and where it was said."""

    statement: str
    says: str
    since: str
    until: str
    entry: int


class ConsentPage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a member says about her rows of a kind, of all kinds where `kind` is empty."""

    member: str
    kind: str
    purposes: tuple[str, ...]
    since: str
    entry: int
    withdrawn_at: int | None
    erase_by: str
    statements: tuple[StatementLine, ...]


class DutyLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that is owed to a withdrawal."""

    withdrawal: int
    member: str
    duty: str
    thing: str
    tier: int
    due: str
    state: str
    done: str = ""
    done_by: str = ""


class NothingAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """There is nothing to say but yes."""


class GroupAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A group by its name."""

    group: str


class GrantAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What her rows of a kind may be used for: exactly these purposes, none where none is named."""

    kind: str
    purposes: tuple[str, ...] = ()


class GroupPage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A group whole: who belongs to it, its batches, and what it says."""

    group: str
    members: tuple[str, ...]
    batches: tuple[str, ...]
    statements: tuple[StatementLine, ...]
    entry: int


class GroupLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A group: how many belong to it, and how many batches are among its rows."""

    group: str
    members: int
    batches: int
    statements: int
    entry: int


class InviteAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who is asked to join which group."""

    group: str
    member: str


class LiftAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The statement that is taken back."""

    statement: str
    ward: str = ""


class OthersAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That rows of a batch speak of other people, and on what basis they may be used."""

    batch: str
    basis: Literal["anonymised", "consent", "law", "none"]
    evidence: str


class PermitAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One use that is allowed, likewise; `floor_cents` is the least price of a thousand answers."""

    operation: str
    end_use: str
    kind: str = ""
    batch: str = ""
    until: str = ""
    parties: tuple[str, ...] = ()
    ward: str = ""
    floor_cents: int = 0
    credit: bool = False


class PlaceAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which batch goes among the rows of which group."""

    batch: str
    group: str


class ProhibitAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One use that is forbidden, for some rows, towards some, for some time."""

    operation: str
    end_use: str
    kind: str = ""
    batch: str = ""
    until: str = ""
    parties: tuple[str, ...] = ()
    ward: str = ""


class ReceiptLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One receipt; `rows` are hers, 0 where it is about none, `calls` those that were answered."""

    entry: int
    at: str
    what: str
    about: str
    operations: tuple[str, ...]
    end_uses: tuple[str, ...]
    rows: int
    calls: int
    recipients: tuple[str, ...]


class RequestAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is asked of the office of data, in words that are sealed."""

    asks: str
    words: str
    ward: str = ""


class RequestLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One request; `answer` is the entry of its latest answer, None where there is none yet."""

    request: str
    member: str
    asks: str
    state: str
    asked: str
    due: str
    overdue: bool
    extended: bool
    entry: int
    answer: int | None


class GuardianAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who speaks for a minor, and the day on which she is of age."""

    minor: str
    guardian: str
    until: str


class StrikeLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A strike: what it stops, towards whom, from when to when, and whether it goes on."""

    strike: str
    operation: str
    end_use: str
    towards: str
    since: str
    until: str
    goes_on: bool
    entry: int


class SwitchAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One purpose for her rows of a kind."""

    kind: str
    purpose: str


class BatchAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A batch of one's own."""

    batch: str


class WithdrawAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whose kind of rows nobody may use any more; `ward` is a minor for whom she speaks."""

    kind: str
    ward: str = ""
