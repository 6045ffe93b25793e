"""Shapes of the room assembly. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from typing import Literal

import msgspec


class AddItemAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The item that a petition asked for, and the meeting on whose agenda it comes."""

    petition: str
    meeting: str
    proposal: str


class ProposalAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which proposal."""

    proposal: str


class AgreeAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which pause."""

    pause: str


class AnswerAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the author answers to a comment."""

    comment: str
    text: str


class CallAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A meeting: its agenda in order, and its two calls, as soon as may be where nothing is said."""

    agenda: tuple[str, ...]
    opens: str = ""
    second_call: str = ""
    organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly"


class CastAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A ballot: a word, or a ranking by number with the first choice first; and whose it is."""

    proposal: str
    choice: Literal["", "abstain", "blank", "no", "yes"] = ""
    ranking: tuple[str, ...] = ()
    on_behalf: str = ""


class ChallengeAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a decision is wrong."""

    proposal: str
    grounds: str


class CommentAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What somebody has to say about a proposal."""

    proposal: str
    text: str


class ConveneAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The assembly that a petition asked for: its agenda in order, and when it opens."""

    petition: str
    agenda: tuple[str, ...]
    opens: str = ""
    second_call: str = ""


class DecideAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What becomes of a challenge, and why."""

    challenge: str
    answer: Literal["dismiss", "uphold"]
    reasons: str


class DryRunLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the dry run that was laid down with the notice."""

    what: str
    before: str
    after: str


class UseChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A use of data that members could allow from then on, or no more."""

    kind: str
    purpose: str
    before: str
    after: str


class LineCompared(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the division under both charters, whole cents."""

    name: str
    before_cents: int
    after_cents: int
    change_cents: int


class MemberCompared(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one gets of the year under both charters: interest and patronage, less her loss."""

    id: str
    before_cents: int
    after_cents: int
    change_cents: int


class DryRunPage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an amendment would change; `mine` is one member's own line, for her alone."""

    proposal: str
    noticed: tuple[DryRunLine, ...]
    uses: tuple[UseChange, ...]
    year: str
    lines: tuple[LineCompared, ...]
    gaining: int
    losing: int
    same: int
    gini_before: str | None
    gini_after: str | None
    mine: MemberCompared | None


class ProxyAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who votes for somebody at a meeting."""

    meeting: str
    holder: str


class MeetingShown(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A meeting that was called: who meets, since when one is on its roll, its two calls, its end."""

    meeting: str
    organ: str
    called_by: str
    record_at: str
    opens_at: str
    second_call_at: str
    ends_at: str
    entry: int


class PauseAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which kind of act is to stop, until when, and why."""

    power: str
    until: str
    reasons: str


class PetitionAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What members are to ask for together; `about` is empty for an assembly."""

    kind: Literal["add_item", "call", "confirm", "suspend"]
    about: str = ""
    reasons: str


class PetitionShown(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A petition: what it asks for, about what, how many signed and how many must."""

    petition: str
    kind: str
    about: str
    author: str
    signatures: int
    needed: int
    state: str
    entry: int


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One clause with its new value: `surplus.education_bp` becomes 1500."""

    clause: str
    value: int | str


class AnnexRef(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How an entry names an annex."""

    digest: str
    rows: int
    root: str
    total: int = 0
    debt_root: str = ""
    debt_total: int = 0


class ChangeCharter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field='type', tag='change_charter'):
    """Measure: change clauses of the charter, or texts of articles, or both; see `Amend`."""

    changes: tuple[Change, ...]
    texts: AnnexRef | None = None


class LicenceTerms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is granted, to whom, for how much: what the members vote on."""

    licence: str
    licensee: str
    model: str
    purpose: str
    fee_cents: int
    price_micro: int
    predictions_max: int
    days: int
    operation: str = "train"
    territory: str = ""
    model_class: str = ""
    credit: bool = True
    pay_days: int = 30


class GrantLicence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field='type', tag='grant_licence'):
    """Measure: grant a licence on these terms."""

    terms: LicenceTerms


class ShareSurplus(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field='type', tag='share_surplus'):
    """Measure: share a surplus exactly as planned."""

    plan: str
    plan_digest: str


class FillOffice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field='type', tag='fill_office'):
    """Measure: put a member into an office for so many days."""

    office: str
    holder: str
    days: int


class RecallOfficer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field='type', tag='recall_officer'):
    """Measure: take an office from its holder."""

    office: str
    holder: str


class ExitTerms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """On which terms a member's capital leaves, as the members vote on them."""

    member: str
    reason: Literal["justified", "unjustified", "expulsion", "death", "transfer"]
    deduction_bp: int = 0
    transfer_to: str = ""


class SettleExit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field='type', tag='settle_exit'):
    """Measure: take a member's capital out on these terms."""

    terms: ExitTerms


class Dissolve(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field='type', tag='dissolve'):
    """Measure: end the co-operative exactly as planned."""

    winding_up: str
    plan_digest: str
