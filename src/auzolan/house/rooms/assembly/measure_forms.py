"""What each kind of proposal asks in a form.

A form decides nothing; the measure that comes of it is put together in `doing_measures`.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from auzolan.house.doing import CentsAsked, Day, LongText, Name, ShortText

Clause = Annotated[str, Meta(pattern=r"\A[a-z]+\.[a-z_]{1,60}\Z")]
Term = Annotated[str, Meta(pattern=r"\A[a-z][a-z.-]{0,47}\Z")]
TermDays = Annotated[int, Meta(ge=1, le=3_650)]
DayOrNone = Annotated[
    str, Meta(pattern=r"\A([0-9]{4}-[0-9]{2}-[0-9]{2})?\Z", extra={"widget": "day"})
]
NameOrNone = Annotated[str, Meta(pattern=r"\A([a-z0-9][a-z0-9._-]{0,47})?\Z")]
DigestText = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
OrganName = Literal["council", "monitoring", "social", "appeals", "delegates"]


class ChangeAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Another value for a clause of the house rules, with others that change together with it."""

    clause: Clause
    value: ShortText
    more: LongText = ""


class LicenceAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A licence on terms."""

    licensee: Name
    model: Name
    purpose: Name
    fee: CentsAsked
    price_of_thousand: CentsAsked
    answers_max: Annotated[int, Meta(ge=1, le=10**12)]
    days: TermDays
    operation: Term = "train"
    territory: ShortText = ""
    model_class: ShortText = ""
    pay_days: Annotated[int, Meta(ge=0, le=365)] = 30
    no_names: bool = False


class PlanAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A surplus that is shared exactly as planned."""

    plan: Name


class OfficeAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A member for an office."""

    office: Name
    holder: Name
    days: TermDays = 365


class RecallAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An office taken from its holder; both as `office=member`."""

    seat: Annotated[str, Meta(pattern=r"\A[a-z0-9._-]{1,48}=[a-z0-9._-]{1,48}\Z")]


class ElectionAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The seats of an organ, filled by a ranked vote; delegates are elected by section."""

    organ_elected: OrganName
    seats: Annotated[int, Meta(ge=1, le=999)]
    days: TermDays = 1_460
    section: NameOrNone = ""


class OptionsAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Options that members rank."""

    options: Annotated[tuple[Name, ...], Meta(min_length=2, max_length=30)]


class StrikeAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Uses that stop for all who have entrusted the co-operative."""

    operation: Term
    end_use: Term
    towards: Annotated[tuple[Name, ...], Meta(max_length=20)] = ()
    until: DayOrNone = ""


class EndStrikeAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A strike that ends before its time."""

    strike: Name


class ExitAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A member's capital that leaves."""

    leaving: Name
    reason: Literal["justified", "unjustified", "expulsion", "death", "transfer"]
    deduction_percent: Annotated[int, Meta(ge=0, le=100)] = 0
    transfer_to: NameOrNone = ""


class EndAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The end of the co-operative, as planned."""

    winding_up: Name


class RestructureAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A merger, a split or a transformation, as an agreement says."""

    kind: Literal["merger", "split", "transformation"]
    agreement: DigestText


class PauseKeptAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A pause that two organs agreed on, kept until a day."""

    pause: Name
    until: Day


class GroupAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a group says about its rows."""

    group: Name
    says: Literal["permit", "prohibit", "lift"]
    operation: Term = "train"
    end_use: Term = "research"
    statement: NameOrNone = ""
