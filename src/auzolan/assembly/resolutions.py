"""What a resolution can do: each measure names what its execution will have to match, to the letter.

Whether it could be carried out is judged in `measures`, by the rooms that it concerns.
"""

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
from auzolan.consent.group_acts import GroupDecision, subject_of_group_decision
from auzolan.consent.strike_acts import StrikeTerms, subject_of_strike, subject_of_strike_end
from auzolan.foundation import canonical
from auzolan.foundation.ids import Digest, Id, NoneOrId
from auzolan.foundation.moments import CalendarMoment
from auzolan.licensing.acts import LicenceTerms, subject_of_terms
from auzolan.record.annexes import AnnexRef
from auzolan.treasury.capital.exit_acts import ExitTerms, subject_of_exit
from auzolan.treasury.capital.winding_up_acts import subject_of_winding_up
from auzolan.treasury.surplus.acts import subject_of_plan

ProposalId = Annotated[str, Meta(pattern=r"\A[a-z0-9][a-z0-9_-]{0,35}\Z")]
"""An id short enough that `mandate-<proposal>.<round>` is one too; the dot belongs to rounds."""


class ChangeCharter(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="change_charter"):
    """Measure: change clauses of the charter, or texts of articles, or both; see `Amend`."""

    changes: Changes
    texts: AnnexRef | None = None

    def subject(self) -> str:
        """What the execution must match."""
        return subject_of_changes(self.changes, self.texts)


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


class Elect(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="elect"):
    """Measure: fill the seats of an organ by a ranked vote; whoever is elected begins a term.

    Delegates are elected by section; an empty `section` is that of all who have none.
    """

    organ: Id
    seats: Annotated[int, Meta(ge=1, le=999)]
    days: TermDays
    section: NoneOrId = ""

    def subject(self) -> str:
        """What the result decides."""
        return canonical.digest({"elect": self})


class Choose(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="choose"):
    """Measure: ask which of some options members prefer; it advises, and allows nothing."""

    options: Annotated[tuple[Id, ...], Meta(min_length=2, max_length=30)]

    def subject(self) -> str:
        """What the result is about."""
        return canonical.digest({"choose": self})


class Restructure(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="restructure"):
    """Measure: merge, split or transform the co-operative, as an agreement says."""

    kind: Annotated[str, Meta(pattern=r"\A(merger|split|transformation)\Z")]
    agreement: Digest

    def subject(self) -> str:
        """What the result decides."""
        return canonical.digest({"restructure": self})


class RatifyPause(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="ratify_pause"):
    """Measure: keep a pause that two organs agreed on, until a moment."""

    pause: Id
    until_at: CalendarMoment

    def subject(self) -> str:
        """What the execution must match."""
        return canonical.digest({"ratify_pause": self})


class StrikeUses(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="strike_uses"):
    """Measure: stop uses for all who have entrusted the co-operative, on these terms."""

    terms: StrikeTerms

    def subject(self) -> str:
        """What the execution must match."""
        return subject_of_strike(self.terms)


class EndStrikeVote(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="end_strike"):
    """Measure: end a strike before its time."""

    strike: Id

    def subject(self) -> str:
        """What the execution must match."""
        return subject_of_strike_end(self.strike)


class GroupDecides(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="group_decides"):
    """Measure: what a group says about its rows; only its members vote on it."""

    decision: GroupDecision

    def subject(self) -> str:
        """What the execution must match."""
        return subject_of_group_decision(self.decision)


Measure = (
    ChangeCharter | GrantLicence | ShareSurplus | FillOffice | RecallOfficer | SettleExit | Dissolve
    | Elect | Choose | Restructure | RatifyPause | StrikeUses | EndStrikeVote | GroupDecides
)  # fmt: skip
