"""Shapes of the rows of the room assembly. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

import msgspec


class Candidate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody who stands in an election, under a number from 1; `withdrawn` is 1 if no longer."""

    proposal: str
    number: int
    member: str
    withdrawn: int = 0


class ChallengeRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A challenge of what one poll decided."""

    challenge: str
    proposal: str
    poll: str
    member: str
    state: str
    entry: int


class Endorsement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That a member supports a draft as it stands since `revision`, an entry."""

    proposal: str
    member: str
    revision: int


class Interest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That a member has no vote on a proposal as it stands since `revision`, an entry."""

    proposal: str
    member: str
    revision: int


class Meeting(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A meeting of an organ that notice was given of, and the rules of its polls."""

    meeting: str
    organ: str
    called_by: str
    record_at: int
    opens_at: int
    second_call_at: int
    ends_at: int
    first_call_quorum: str
    second_call_quorum: str
    second_call_votes: int
    late_ms: int
    extension_ms: int
    collaborators_votes: str
    inactive_votes: str
    entry: int


class PetitionRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A petition; `state` is `gathering` or `carried`, `used` is 1 once it had its effect."""

    petition: str
    kind: str
    about: str
    revision: int
    author: str
    signatures: int
    needed: int
    state: str
    used: int
    begun_at: int
    entry: int


class Poll(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One vote on an item, under the terms that were in force when it was called."""

    poll: str
    proposal: str
    meeting: str
    kind: str
    majority: str
    turnout: str
    unless_attendance: str
    else_majority: str
    state: str
    ends_at: int
    extended: int
    roll: int
    voted: int
    candidates: int
    yes: int
    no: int
    abstain: int
    blank: int
    ranked: int
    quorum: int
    passed: int
    elected: str
    tally_digest: str
    closed_by: str
    entry: int


class Proposal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A measure on its way."""

    proposal: str
    author: str
    organ: str
    measure: str
    power: str
    subject: str
    tier: int
    base: str
    state: str
    endorsements: int
    round: int
    reading: int
    confirming: int
    not_before: int
    meeting: str
    mandate: str
    certified_at: int
    revision: int
    entry: int


class RemarkRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A comment on a proposal; `answer` is the entry that answered it, or -1."""

    comment: str
    proposal: str
    member: str
    answer: int
    entry: int


class Signature(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That a member signed a petition."""

    petition: str
    member: str
