"""Shapes of the room assembly. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from typing import Literal

import msgspec


class ProposeLicenceAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A licence on terms."""

    licensee: str
    model: str
    purpose: str
    fee: int
    price_of_thousand: int
    answers_max: int
    days: int
    operation: str = "train"
    territory: str = ""
    model_class: str = ""
    pay_days: int = 30
    no_names: bool = False
    title: str
    reasons: str = ""
    organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly"


class ProposeOfficeAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A member for an office."""

    office: str
    holder: str
    days: int = 365
    title: str
    reasons: str = ""
    organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly"


class ProposeOptionsAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Options that members rank."""

    options: tuple[str, ...]
    title: str
    reasons: str = ""
    organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly"


class ProposePauseKeptAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A pause that two organs agreed on, kept until a day."""

    pause: str
    until: str
    title: str
    reasons: str = ""
    organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly"


class ProposePlanAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A surplus that is shared exactly as planned."""

    plan: str
    title: str
    reasons: str = ""
    organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly"


class ProposeRecallAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An office taken from its holder; both as `office=member`."""

    seat: str
    title: str
    reasons: str = ""
    organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly"


class ProposeRestructureAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A merger, a split or a transformation, as an agreement says."""

    kind: Literal["merger", "split", "transformation"]
    agreement: str
    title: str
    reasons: str = ""
    organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly"


class ProposeStrikeAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Uses that stop for all who have entrusted the co-operative."""

    operation: str
    end_use: str
    towards: tuple[str, ...] = ()
    until: str = ""
    title: str
    reasons: str = ""
    organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly"


class PollResult(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The result of a poll that is closed; numbers are members."""

    poll: str
    kind: str
    majority: str
    yes: int
    no: int
    abstain: int
    blank: int
    ranked: int
    roll: int
    voted: int
    needed: int
    quorum: bool
    passed: bool
    elected: tuple[str, ...]
    certified: bool
    entry: int


class Votes(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one candidate or option has at a stage; `is_elected` says that this stage elected it."""

    number: int
    name: str
    votes_e5: int
    is_elected: bool


class Stage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One stage of a count."""

    stage: int
    what: str
    moved: str
    votes: tuple[Votes, ...]
    non_transferable: int
    loss: int
    lots: tuple[str, ...]


class StageTable(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A whole count; `quota` and `valid` are 0 in a choice between options."""

    valid: int
    quota: int
    stages: tuple[Stage, ...]


class ResultPage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The results of a proposal's polls, first to last, and the stages of the last count."""

    proposal: str
    polls: tuple[PollResult, ...]
    stages: StageTable | None


class ReviseChangeAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Another value for a clause of the house rules, with others that change together with it."""

    clause: str
    value: str
    more: str = ""
    proposal: str
    reasons: str = ""


class ReviseElectionAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The seats of an organ, filled by a ranked vote; delegates are elected by section."""

    organ_elected: Literal["appeals", "council", "delegates", "monitoring", "social"]
    seats: int
    days: int = 1460
    section: str = ""
    proposal: str
    reasons: str = ""


class ReviseEndAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The end of the co-operative, as planned."""

    winding_up: str
    proposal: str
    reasons: str = ""


class ReviseEndStrikeAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A strike that ends before its time."""

    strike: str
    proposal: str
    reasons: str = ""


class ReviseExitAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A member's capital that leaves."""

    leaving: str
    reason: Literal["death", "expulsion", "justified", "transfer", "unjustified"]
    deduction_percent: int = 0
    transfer_to: str = ""
    proposal: str
    reasons: str = ""


class ReviseGroupAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a group says about its rows."""

    group: str
    says: Literal["lift", "permit", "prohibit"]
    operation: str = "train"
    end_use: str = "research"
    statement: str = ""
    proposal: str
    reasons: str = ""


class ReviseLicenceAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A licence on terms."""

    licensee: str
    model: str
    purpose: str
    fee: int
    price_of_thousand: int
    answers_max: int
    days: int
    operation: str = "train"
    territory: str = ""
    model_class: str = ""
    pay_days: int = 30
    no_names: bool = False
    proposal: str
    reasons: str = ""


class ReviseOfficeAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A member for an office."""

    office: str
    holder: str
    days: int = 365
    proposal: str
    reasons: str = ""


class ReviseOptionsAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Options that members rank."""

    options: tuple[str, ...]
    proposal: str
    reasons: str = ""


class RevisePauseKeptAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A pause that two organs agreed on, kept until a day."""

    pause: str
    until: str
    proposal: str
    reasons: str = ""


class RevisePlanAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A surplus that is shared exactly as planned."""

    plan: str
    proposal: str
    reasons: str = ""


class ReviseRecallAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An office taken from its holder; both as `office=member`."""

    seat: str
    proposal: str
    reasons: str = ""


class ReviseRestructureAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A merger, a split or a transformation, as an agreement says."""

    kind: Literal["merger", "split", "transformation"]
    agreement: str
    proposal: str
    reasons: str = ""
