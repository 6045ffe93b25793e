"""What can be asked of the assembly: proposals, meetings, polls. Petitions are in `petition_acts`."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.assembly.resolutions import Measure, ProposalId
from auzolan.charter.thresholds import Cap, NoneOrThreshold, Threshold
from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Digest, Id, NoneOrId
from auzolan.foundation.moments import CalendarMoment
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import RestrictedText, Sealed

Organ = Annotated[str, Meta(pattern=r"\A(assembly|council|monitoring|social|appeals|delegates)\Z")]
Agenda = Annotated[tuple[ProposalId, ...], Meta(min_length=1, max_length=50)]

# --- a proposal's way to the agenda


class Propose(Act, frozen=True, gc=False, tag="assembly.propose/1"):
    """Draft a measure for an organ, with its reasons.

    `base` is the digest of the charter that the draft was written against.
    """

    proposal: ProposalId
    organ: Organ
    measure: Measure
    base: Digest
    title: Sealed
    reasons: Sealed


class Revise(Act, frozen=True, gc=False, tag="assembly.revise/1"):
    """Put another measure in a draft's place, by its author; its endorsements are asked for anew."""

    proposal: Id
    measure: Measure
    base: Digest
    reasons: Sealed


class Endorse(Act, frozen=True, gc=False, tag="assembly.endorse/1"):
    """Support a draft with one's name, so that it may be admitted."""

    proposal: Id


class Admit(Act, frozen=True, gc=False, tag="assembly.admit/1"):
    """Check a draft by machine: its form, its tier, the bounds of the law, its base."""

    proposal: Id


class Withdraw(Act, frozen=True, gc=False, tag="assembly.withdraw/1"):
    """Take one's own proposal back, before its poll opens."""

    proposal: Id


class Comment(Act, frozen=True, gc=False, tag="assembly.comment/1"):
    """Say something about a proposal, under one's name; it is sealed."""

    comment: Id
    proposal: Id
    text: Sealed


class Answer(Act, frozen=True, gc=False, tag="assembly.answer/1"):
    """Answer a comment, as the author of the proposal."""

    comment: Id
    text: Sealed


# --- meetings


class Call(Act, frozen=True, gc=False, tag="assembly.call/1"):
    """Give notice of a meeting: its agenda and its two calls; the roll is fixed at this moment.

    `dry_run` is the open annex `dry_run/1` that shows what each amendment would change, with the
    columns after, before, proposal, what; None where the agenda changes no clause.
    """

    meeting: ProposalId
    organ: Organ
    agenda: Agenda
    opens_at: CalendarMoment
    second_call_at: CalendarMoment
    dry_run: AnnexRef | None


class Convene(Act, frozen=True, gc=False, tag="assembly.convene/1"):
    """Give notice of an assembly that a carried petition asked for, as its author."""

    meeting: ProposalId
    petition: Id
    agenda: Agenda
    opens_at: CalendarMoment
    second_call_at: CalendarMoment
    dry_run: AnnexRef | None


class AddItem(Act, frozen=True, gc=False, tag="assembly.add_item/1"):
    """Add an item to a called agenda, as the author of a petition for it; `dry_run` as in a notice."""

    meeting: Id
    proposal: Id
    petition: Id
    dry_run: AnnexRef | None


class Nominate(Act, frozen=True, gc=False, tag="assembly.nominate/1"):
    """Stand as a candidate in an election, oneself."""

    proposal: Id


class StandDown(Act, frozen=True, gc=False, tag="assembly.stand_down/1"):
    """Stand no longer as a candidate, before the poll opens."""

    proposal: Id


class DeclareInterest(Act, frozen=True, gc=False, tag="assembly.declare_interest/1"):
    """Say that one has an interest of one's own in a proposal, and so no vote on it."""

    proposal: Id


class GiveProxy(Act, frozen=True, gc=False, tag="assembly.give_proxy/1"):
    """Let another member vote in one's place at one meeting; attending revokes it."""

    meeting: Id
    holder: Id


class RevokeProxy(Act, frozen=True, gc=False, tag="assembly.revoke_proxy/1"):
    """Take a proxy back, or attend in person."""

    meeting: Id


# --- polls


class OpenPoll(Act, frozen=True, gc=False, tag="assembly.open_poll/1"):
    """Open the poll on an item; `tags` is the open annex `tags/2` with class and tag, by tag.

    One tag for each member on the roll; who holds which is known to the vault alone.
    """

    proposal: Id
    tags: AnnexRef


class CastBallot(Act, frozen=True, gc=False, tag="assembly.cast/1"):
    """Vote under one's one-time tag; the latest ballot counts.

    `choice` is `yes`, `no`, `abstain` or `blank`; in a ranked poll the numbers of candidates or
    options in order of preference with commas between, as `3,1,2`, or `blank`.
    """

    proposal: Id
    choice: RestrictedText


class ClosePoll(Act, frozen=True, gc=False, tag="assembly.close/1"):
    """Close the poll and disclose its ballots.

    `ballots` is the open annex `ballots/1`, laid down beforehand, with the columns choice,
    entry, salt, tag: the opening of the ballot that counts of each tag that voted. `stages` is the
    open annex `stages/1` of a ranked count, with the columns candidate, stage, votes, what: its
    lines are told in `ranked.StageLine`; None for yes and no.
    """

    proposal: Id
    ballots: AnnexRef
    stages: AnnexRef | None


class Certify(Act, frozen=True, gc=False, tag="assembly.certify/1"):
    """A second officer has counted too, and confirms the result."""

    proposal: Id
    tally_digest: Digest


# --- facts


class Proposed(Fact, frozen=True, gc=False, tag="assembly.proposed/1"):
    """A measure is drafted; this is what its execution will have to match, and its tier."""

    proposal: Id
    power: NoneOrId
    subject: Digest
    tier: Whole


class Revised(Fact, frozen=True, gc=False, tag="assembly.revised/1"):
    """A draft holds another measure."""

    proposal: Id
    power: NoneOrId
    subject: Digest
    tier: Whole


class Endorsed(Fact, frozen=True, gc=False, tag="assembly.endorsed/1"):
    """A draft has one more supporter; `enough` says whether it may be admitted now."""

    proposal: Id
    enough: bool


class Admitted(Fact, frozen=True, gc=False, tag="assembly.admitted/1"):
    """A proposal may stand on an agenda."""

    proposal: Id


class FoundInadmissible(Fact, frozen=True, gc=False, tag="assembly.found_inadmissible/1"):
    """A proposal could never be carried out, or was written against another charter."""

    proposal: Id
    code: Id


class Withdrawn(Fact, frozen=True, gc=False, tag="assembly.withdrawn/1"):
    """Its author has taken the proposal back."""

    proposal: Id


class Commented(Fact, frozen=True, gc=False, tag="assembly.commented/1"):
    """A comment waits for its answer."""

    comment: Id


class Answered(Fact, frozen=True, gc=False, tag="assembly.answered/1"):
    """A comment has been answered."""

    comment: Id


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Under what a poll is counted, from the charter in force when it was called.

    Attributes:
        proposal: the item.
        poll: the poll's id: the proposal's, with the round behind a dot from the second on.
        kind: `yes_no` or `ranked`.
        majority: of yes and no, a threshold.
        turnout: of the roll, a threshold; empty for none.
        unless_attendance: where this part of the roll takes part, `majority` gives way to `else_majority`.
        else_majority: empty where there is no such relief.
    """

    proposal: Id
    poll: Id
    kind: Annotated[str, Meta(pattern=r"\A(yes_no|ranked)\Z")]
    majority: NoneOrThreshold
    turnout: NoneOrThreshold
    unless_attendance: NoneOrThreshold
    else_majority: NoneOrThreshold


class PollRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What holds for all polls of a meeting, from the charter in force when it was called.

    Attributes:
        first_call_quorum: part of the roll before the second call, a threshold.
        second_call_quorum: part of the roll after it, a threshold, or ...
        second_call_votes: ... so many votes, whichever is less.
        late_ms: the last stretch of a poll in which reaching the quorum puts its end off ...
        extension_ms: ... once by so much.
        collaborators_votes: cap on the votes of collaborators together.
        inactive_votes: cap on the votes of inactive members together.
    """

    first_call_quorum: Threshold
    second_call_quorum: Threshold
    second_call_votes: Whole
    late_ms: Whole
    extension_ms: Whole
    collaborators_votes: Cap
    inactive_votes: Cap


class Called(Fact, frozen=True, gc=False, tag="assembly.called/1"):
    """Notice is given; members as of `record_at` are on the roll; each item's terms are fixed."""

    meeting: Id
    record_at: Whole
    ends_at: Whole
    rules: PollRules
    items: Annotated[tuple[Terms, ...], Meta(max_length=50)]


class ItemAdded(Fact, frozen=True, gc=False, tag="assembly.item_added/1"):
    """The agenda has one more item."""

    meeting: Id
    item: Terms


class Nominated(Fact, frozen=True, gc=False, tag="assembly.nominated/1"):
    """She stands, under this number."""

    proposal: Id
    number: Whole


class StoodDown(Fact, frozen=True, gc=False, tag="assembly.stood_down/1"):
    """She stands no longer; her number is given to nobody else."""

    proposal: Id
    number: Whole


class InterestDeclared(Fact, frozen=True, gc=False, tag="assembly.interest_declared/1"):
    """She has no vote on this item."""

    proposal: Id


class ProxyGiven(Fact, frozen=True, gc=False, tag="assembly.proxy_given/1"):
    """Another votes for her at this meeting."""

    meeting: Id
    holder: Id


class ProxyRevoked(Fact, frozen=True, gc=False, tag="assembly.proxy_revoked/1"):
    """She votes for herself."""

    meeting: Id


class PollOpened(Fact, frozen=True, gc=False, tag="assembly.poll_opened/1"):
    """Members on the roll may vote until the poll ends; `candidates` is what a ranking may name.

    A poll opened late ends as much later, so that nobody has less time than the notice gave.
    """

    proposal: Id
    poll: Id
    roll: Whole
    candidates: Whole
    ends_at: Whole


class BallotCast(Fact, frozen=True, gc=False, tag="assembly.ballot_cast/1"):
    """A tag has voted; its choice stays closed until the poll is closed.

    `ends_at` is the end of the poll: put off where this ballot made the quorum at the last hour.
    """

    poll: Id
    ends_at: Whole


class PollClosed(Fact, frozen=True, gc=False, tag="assembly.closed/1"):
    """The tally, in members and not in weighted votes; `elected` in order of election."""

    proposal: Id
    poll: Id
    yes: Whole
    no: Whole
    abstain: Whole
    blank: Whole
    ranked: Whole
    roll: Whole
    quorum: bool
    passed: bool
    elected: Annotated[tuple[Id, ...], Meta(max_length=999)]
    tally_digest: Digest


class Certified(Fact, frozen=True, gc=False, tag="assembly.certified/1"):
    """Two officers agree on the result.

    `state` is where the proposal stands now; `mandate` the one that follows, or an empty text;
    `not_before` the earliest moment of a second reading, or 0.
    """

    proposal: Id
    poll: Id
    state: Id
    mandate: NoneOrId
    not_before: Whole
    tally_digest: Digest
