"""What can be asked of the assembly."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.charter.acts import (
    Changes,
    TermDays,
    subject_of_appointment,
    subject_of_changes,
    subject_of_recall,
)
from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Digest, Id
from auzolan.licensing.acts import LicenceTerms, subject_of_terms
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import RestrictedText, Sealed
from auzolan.treasury.capital.exit_acts import ExitTerms, subject_of_exit
from auzolan.treasury.capital.winding_up_acts import subject_of_winding_up
from auzolan.treasury.surplus.acts import subject_of_plan

ProposalId = Annotated[str, Meta(pattern=r"\A[a-z0-9][a-z0-9._-]{0,39}\Z")]
"""An id short enough that the mandate named after it, `mandate-<proposal>`, is an id too."""


class ChangeCharter(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="change_charter"):
    """Measure: change clauses of the charter."""

    changes: Changes

    def subject(self) -> str:
        """What the execution must match."""
        return subject_of_changes(self.changes)


class GrantLicence(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="grant_licence"):
    """Measure: grant a licence on these terms."""

    terms: LicenceTerms

    def subject(self) -> str:
        """What the execution must match."""
        return subject_of_terms(self.terms)


class ShareSurplus(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="share_surplus"):
    """Measure: share a surplus exactly as planned."""

    plan: Id
    plan_digest: Digest

    def subject(self) -> str:
        """What the execution must match."""
        return subject_of_plan(self.plan, self.plan_digest)


class FillOffice(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="fill_office"):
    """Measure: put a member into an office for so many days."""

    office: Id
    holder: Id
    days: TermDays

    def subject(self) -> str:
        """What the execution must match."""
        return subject_of_appointment(self.office, self.holder, self.days)


class RecallOfficer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="recall_officer"):
    """Measure: take an office from its holder."""

    office: Id
    holder: Id

    def subject(self) -> str:
        """What the execution must match."""
        return subject_of_recall(self.office, self.holder)


class SettleExit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="settle_exit"):
    """Measure: take a member's capital out on these terms."""

    terms: ExitTerms

    def subject(self) -> str:
        """What the execution must match."""
        return subject_of_exit(self.terms)


class Dissolve(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="dissolve"):
    """Measure: end the co-operative exactly as planned."""

    winding_up: Id
    plan_digest: Digest

    def subject(self) -> str:
        """What the execution must match."""
        return subject_of_winding_up(self.winding_up, self.plan_digest)


Measure = (
    ChangeCharter
    | GrantLicence
    | ShareSurplus
    | FillOffice
    | RecallOfficer
    | SettleExit
    | Dissolve
)


class Propose(Act, frozen=True, gc=False, tag="assembly.propose/1"):
    """Put a measure before the members, with its reasons."""

    proposal: ProposalId
    measure: Measure
    title: Sealed
    reasons: Sealed


class OpenPoll(Act, frozen=True, gc=False, tag="assembly.open_poll/1"):
    """Open the poll; `tags` is the open annex `tags/1` with the column tag, sorted.

    One tag for each member on the roll; who holds which is known to the vault alone.
    """

    proposal: Id
    tags: AnnexRef


class CastBallot(Act, frozen=True, gc=False, tag="assembly.cast/1"):
    """Vote under one's one-time tag: `yes`, `no` or `abstain`; the latest one counts."""

    proposal: Id
    choice: RestrictedText


class ClosePoll(Act, frozen=True, gc=False, tag="assembly.close/1"):
    """Close the poll and disclose its ballots.

    `ballots` is the open annex `ballots/1`, laid down beforehand, with the columns choice,
    entry, salt, tag: the opening of the ballot that counts of each tag that voted.
    """

    proposal: Id
    ballots: AnnexRef


class Certify(Act, frozen=True, gc=False, tag="assembly.certify/1"):
    """A second officer has counted too, and confirms the result."""

    proposal: Id
    tally_digest: Digest


class Proposed(Fact, frozen=True, gc=False, tag="assembly.proposed/1"):
    """A measure is before the members; this is what its execution will have to match."""

    proposal: Id
    power: Id
    subject: Digest
    majority_bp: Whole
    quorum_bp: Whole


class PollOpened(Fact, frozen=True, gc=False, tag="assembly.poll_opened/1"):
    """Members on the roll may vote until the poll ends."""

    proposal: Id
    roll: Whole
    ends_at: Whole


class BallotCast(Fact, frozen=True, gc=False, tag="assembly.ballot_cast/1"):
    """A tag has voted; its choice stays closed until the poll is closed."""

    proposal: Id


class PollClosed(Fact, frozen=True, gc=False, tag="assembly.closed/1"):
    """The tally."""

    proposal: Id
    yes: Whole
    no: Whole
    abstain: Whole
    roll: Whole
    passed: bool
    tally_digest: Digest


class Certified(Fact, frozen=True, gc=False, tag="assembly.certified/1"):
    """Two officers agree on the result; a mandate follows where it passed."""

    proposal: Id
    passed: bool
