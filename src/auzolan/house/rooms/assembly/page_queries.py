"""What pages ask of the assembly: proposals, what they would change, and their results.

While a poll is open nothing here counts its ballots: results stay hidden until it closes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from auzolan.assembly.acts import Certify, ClosePoll, OpenPoll, Propose
from auzolan.assembly.resolutions import (
    ChangeCharter,
    FillOffice,
    GrantLicence,
    Measure,
    RecallOfficer,
    SettleExit,
    ShareSurplus,
)
from auzolan.assembly.state import CERTIFIED, CLOSED, Proposal
from auzolan.charter.acts import Amend, Appoint, Recall
from auzolan.charter.clauses import value_of_clause
from auzolan.cooperative import AnyEntry, read_entry
from auzolan.foundation.money import BASIS_POINTS
from auzolan.house.rooms.assembly.tables import ProposalTable
from auzolan.house.rooms.charter.page_queries import charter_as_of
from auzolan.house.rooms.record.page_queries import body_of, entries_of_kinds
from auzolan.house.storage.models import rows_of
from auzolan.licensing.acts import License
from auzolan.treasury.capital.exit_acts import OpenExit
from auzolan.treasury.capital.winding_up_acts import WindUp
from auzolan.treasury.surplus.acts import Distribute

_STEPS = (
    "assembly.open_poll/1", "assembly.close/1", "assembly.certify/1",
    "charter.amend/1", "charter.appoint/1", "charter.recall/1", "licensing.grant/1",
    "treasury.distribute/1", "treasury.open_exit/1", "treasury.wind_up/1",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause before and after; `root` names its article."""

    clause: str
    before: int | str
    after: int | str


@dataclass(frozen=True, slots=True)
class Result:
    """A tally with its quorum line.

    Attributes:
        turnout: how many took part.
        quorum: how many had to, rounded up to a whole member.
        has_quorum: whether they did.
        passed: whether the measure is carried.
    """

    proposal: Proposal
    turnout: int
    quorum: int
    has_quorum: bool
    passed: bool


def proposals() -> list[Proposal]:
    """All proposals, newest first."""
    return rows_of(Proposal, ProposalTable.objects.order_by("-entry"))


def proposal_of(name: str) -> Proposal | None:
    """The proposal of this id."""
    found = rows_of(Proposal, ProposalTable.objects.filter(proposal=name))
    return found[0] if found else None


def measure_of(proposal: Proposal) -> tuple[AnyEntry, Measure]:
    """What would be done, and the entry that proposed it.

    Raises:
        AssertionError: the row names no proposing entry.
    """
    body = body_of(proposal.entry)
    assert body is not None, f"the proposal {proposal.proposal} names no entry"
    entry = read_entry(body)
    assert isinstance(entry.act, Propose), f"entry {entry.seq} proposes nothing"
    return entry, entry.act.measure


def changes_of(proposal: Proposal, measure: Measure) -> list[ClauseChange]:
    """The clauses that a measure changes, with what they said when it was proposed."""
    if not isinstance(measure, ChangeCharter):
        return []
    before = charter_as_of(proposal.entry)
    return [
        ClauseChange(change.clause, value_of_clause(before, change.clause), change.value)
        for change in measure.changes
    ]


def kind_of(measure: Measure) -> str:
    """What sort of measure it is, by one word."""
    match measure:
        case ChangeCharter():
            return "charter"
        case GrantLicence():
            return "licence"
        case ShareSurplus():
            return "plan"
        case FillOffice():
            return "office"
        case RecallOfficer():
            return "recall"
        case SettleExit():
            return "exit"
        case Dissolve():
            return "end"
        case _:
            assert_never(measure)


def steps_of(proposal: Proposal) -> list[AnyEntry]:
    """What has been done about a proposal, in order: poll, result, carrying out."""
    found = entries_of_kinds(_STEPS, from_seq=proposal.entry)
    return [entry for entry in found if _is_about(entry, proposal.proposal)]


def result_of(proposal: Proposal) -> Result | None:
    """The result, or None until the poll has closed."""
    if proposal.state not in {CLOSED, CERTIFIED}:
        return None
    turnout = proposal.yes + proposal.no + proposal.abstain
    quorum = -(-proposal.quorum_bp * proposal.roll // BASIS_POINTS)
    return Result(proposal, turnout, quorum, turnout >= quorum, bool(proposal.passed))


def _is_about(entry: AnyEntry, name: str) -> bool:
    act = entry.act
    if isinstance(act, OpenPoll | ClosePoll | Certify):
        return act.proposal == name
    carries_out = isinstance(
        act, Amend | Appoint | Recall | License | Distribute | OpenExit | WindUp
    )
    return carries_out and act.mandate_id() == f"mandate-{name}"
