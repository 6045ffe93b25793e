"""Shapes of the room assembly. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from typing import Literal

import msgspec

from auzolan.client.shapes_assembly import (
    ChangeCharter,
    Dissolve,
    FillOffice,
    GrantLicence,
    RecallOfficer,
    SettleExit,
    ShareSurplus,
)


class Elect(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field='type', tag='elect'):
    """Measure: fill the seats of an organ by a ranked vote; whoever is elected begins a term."""

    organ: str
    seats: int
    days: int
    section: str = ""


class Choose(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field='type', tag='choose'):
    """Measure: ask which of some options members prefer; it advises, and allows nothing."""

    options: tuple[str, ...]


class Restructure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field='type', tag='restructure'):
    """Measure: merge, split or transform the co-operative, as an agreement says."""

    kind: str
    agreement: str


class RatifyPause(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field='type', tag='ratify_pause'):
    """Measure: keep a pause that two organs agreed on, until a moment."""

    pause: str
    until_at: int


class StrikeTerms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a strike stops: an operation for an end use towards parties."""

    strike: str
    operation: str
    end_use: str
    party: tuple[str, ...] | None
    until: int


class StrikeUses(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field='type', tag='strike_uses'):
    """Measure: stop uses for all who have entrusted the co-operative, on these terms."""

    terms: StrikeTerms


class EndStrikeVote(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field='type', tag='end_strike'):
    """Measure: end a strike before its time."""

    strike: str


class Scope(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which of a member's rows are meant: all, those of a kind, of a batch, or one row."""

    kind: str = ""
    batch: str = ""
    row: int = -1


class Terms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a statement is about and under which conditions it holds."""

    operation: str
    end_use: str
    begins: int
    ends: int
    party: tuple[str, ...] | None
    territory: tuple[str, ...] | None
    model_class: tuple[str, ...] | None
    taxonomy: int


class Price(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The least that a sale must bring: millionths of a currency for a unit."""

    micro: int
    currency: str
    unit: str


class GroupPermit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field='type', tag='permit'):
    """A group's yes: one operation for one end use on its rows, under conditions."""

    group_id: str
    scope: Scope
    terms: Terms
    floor: Price | None
    credit: bool


class GroupProhibit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field='type', tag='prohibit'):
    """A group's no: one operation for one end use on its rows, whatever else it allows."""

    group_id: str
    scope: Scope
    terms: Terms


class GroupLift(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field='type', tag='lift'):
    """A group takes back what it said: `statement` is its id, as `group-41`."""

    group_id: str
    statement: str


class GroupDecides(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field='type', tag='group_decides'):
    """Measure: what a group says about its rows; only its members vote on it."""

    decision: GroupPermit | GroupProhibit | GroupLift


class MeetingLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The meeting that an item is on the agenda of, and the quorum of its two calls."""

    meeting: str
    organ: str
    called_by: str
    record_at: str
    opens_at: str
    second_call_at: str
    first_call_quorum: str
    second_call_quorum: str
    second_call_votes: int
    entry: int


class CandidateLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who or what can be ranked, under which number."""

    number: int
    name: str


class RemarkLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A comment with its answer; `answer` is empty until there is one."""

    comment: str
    member: str
    text: str
    answer: str


class PetitionLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A petition about the proposal."""

    petition: str
    kind: str
    signatures: int
    needed: int
    state: str


class ChallengeLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A challenge of what was decided."""

    challenge: str
    poll: str
    member: str
    state: str


class ProposalPage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One proposal with all that is known of it; `from_at` is when it may be carried out."""

    proposal: str
    title: str
    reasons: str
    author: str
    organ: str
    tier: int
    power: str
    state: str
    next: str
    endorsements: int
    endorsements_needed: int
    round: int
    reading: int
    confirming: bool
    majority: str
    turnout: str
    ends: str
    yes: int
    no: int
    abstain: int
    blank: int
    ranked: int
    roll: int
    passed: bool | None
    elected: tuple[str, ...]
    mandate: str
    from_at: str
    until_at: str
    entry: int
    measure: ChangeCharter | GrantLicence | ShareSurplus | FillOffice | RecallOfficer | SettleExit | Dissolve | Elect | Choose | Restructure | RatifyPause | StrikeUses | EndStrikeVote | GroupDecides
    meeting: MeetingLine | None
    candidates: tuple[CandidateLine, ...]
    comments: tuple[RemarkLine, ...]
    petitions: tuple[PetitionLine, ...]
    challenges: tuple[ChallengeLine, ...]


class ProposalLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One proposal; votes are zero and `passed` is None until its poll is closed."""

    proposal: str
    title: str
    organ: str
    tier: int
    power: str
    state: str
    next: str
    yes: int
    no: int
    abstain: int
    roll: int
    passed: bool | None
    entry: int


class ProposeChangeAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Another value for a clause of the house rules, with others that change together with it."""

    clause: str
    value: str
    more: str = ""
    title: str
    reasons: str = ""
    organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly"


class ProposeElectionAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The seats of an organ, filled by a ranked vote; delegates are elected by section."""

    organ_elected: Literal["appeals", "council", "delegates", "monitoring", "social"]
    seats: int
    days: int = 1460
    section: str = ""
    title: str
    reasons: str = ""
    organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly"


class ProposeEndAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The end of the co-operative, as planned."""

    winding_up: str
    title: str
    reasons: str = ""
    organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly"


class ProposeEndStrikeAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A strike that ends before its time."""

    strike: str
    title: str
    reasons: str = ""
    organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly"


class ProposeExitAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A member's capital that leaves."""

    leaving: str
    reason: Literal["death", "expulsion", "justified", "transfer", "unjustified"]
    deduction_percent: int = 0
    transfer_to: str = ""
    title: str
    reasons: str = ""
    organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly"


class ProposeGroupAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a group says about its rows."""

    group: str
    says: Literal["lift", "permit", "prohibit"]
    operation: str = "train"
    end_use: str = "research"
    statement: str = ""
    title: str
    reasons: str = ""
    organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly"
