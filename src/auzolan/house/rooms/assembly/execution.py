"""Carrying out what the members voted: from a proposal to the act that its mandate allows.

The measure is the one that the last revision of the proposal wrote, so what is carried out is what
was voted. Whether it may be carried out, and when, the rules say.
"""

from __future__ import annotations

from typing import assert_never

from auzolan.assembly.life import mandate_id, poll_id
from auzolan.assembly.measures import measure_from_text
from auzolan.assembly.resolutions import (
    ChangeCharter,
    Choose,
    Dissolve,
    Elect,
    EndStrikeVote,
    FillOffice,
    GrantLicence,
    GroupDecides,
    Measure,
    RatifyPause,
    RecallOfficer,
    Restructure,
    SettleExit,
    ShareSurplus,
    StrikeUses,
)
from auzolan.assembly.state import Proposal
from auzolan.audit.folder import Folder
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.rooms.assembly.petitioning import keep_pause
from auzolan.house.rooms.charter.flows import amend, appoint, recall
from auzolan.house.rooms.consent.voted_flows import decide_for_group, end_strike, strike
from auzolan.house.rooms.licensing.flows import grant
from auzolan.house.rooms.treasury.flows import distribute
from auzolan.house.rooms.treasury.flows_capital import wind_up
from auzolan.house.rooms.treasury.flows_exits import open_exit
from auzolan.house.storage.reader import reader_of
from auzolan.house.submission import Receipt


def execute(desk: Desk, *, actor: str, proposal: str) -> Receipt | Refusal:  # noqa: C901, PLR0912 - a case a measure
    """Carry out a proposal that passed.

    Args:
        desk: the desk.
        actor: who holds the office that the measure needs.
        proposal: the proposal.
    Returns:
        The entry of the act that carries it out, or the refusal.
    """
    row = _row(desk.folder, proposal)
    if row is None:
        return Refusal(
            "assembly.proposal_unknown", "house, assembly",
            f"There is no proposal {proposal}.",
            "Check the id: auzolan assembly show lists the proposals.",
        )  # fmt: skip
    mandate = mandate_of(row)
    measure = measure_from_text(row.measure)
    match measure:
        case ChangeCharter(changes=changes, texts=texts):
            return amend(desk, actor=actor, mandate=mandate, changes=changes, texts=texts)
        case GrantLicence(terms=terms):
            return grant(desk, actor=actor, mandate=mandate, terms=terms)
        case ShareSurplus(plan=plan):
            return distribute(desk, actor=actor, mandate=mandate, plan=plan)
        case FillOffice(office=office, holder=holder, days=days):
            return appoint(
                desk, actor=actor, mandate=mandate, office=office, holder=holder, days=days
            )
        case RecallOfficer(office=office, holder=holder):
            return recall(desk, actor=actor, mandate=mandate, office=office, holder=holder)
        case SettleExit(terms=exit_terms):
            return open_exit(
                desk, actor=actor, mandate=mandate, exit_id=exit_of(proposal), terms=exit_terms
            )
        case Dissolve(winding_up=winding_up):
            return wind_up(desk, actor=actor, mandate=mandate, winding_up=winding_up)
        case RatifyPause(pause=pause, until_at=until_at):
            return keep_pause(desk, actor=actor, mandate=mandate, pause=pause, until_at=until_at)
        case StrikeUses(terms=strike_terms):
            return strike(desk, actor=actor, mandate=mandate, terms=strike_terms)
        case EndStrikeVote(strike=ended):
            return end_strike(desk, actor=actor, mandate=mandate, strike=ended)
        case GroupDecides(decision=decision):
            return decide_for_group(desk, actor=actor, mandate=mandate, decision=decision)
        case Elect() | Choose() | Restructure():
            return Refusal(
                "assembly.nothing_to_carry_out", "house, assembly",
                f"What {proposal} decides holds with its certified result; no act follows from it.",
                "Look at its result: auzolan assembly result.",
            )  # fmt: skip
        case _:
            assert_never(measure)


def mandate_of(row: Proposal) -> str:
    """The mandate that a proposal has led to, or leads to when its present round is carried."""
    return row.mandate or mandate_id(poll_id(row.proposal, row.round))


def mandate_in(folder: Folder, proposal: str) -> str:
    """The mandate of a proposal by its id; of one that nobody made, the one that it would have."""
    row = _row(folder, proposal)
    return mandate_of(row) if row is not None else mandate_id(proposal)


def exit_of(proposal: str) -> str:
    """The exit that a proposal leads to when it is carried out."""
    return f"exit-{proposal}"


def measure_of(row: Proposal) -> Measure:
    """What a proposal would do, as its last revision says."""
    return measure_from_text(row.measure)


def _row(folder: Folder, proposal: str) -> Proposal | None:
    with reader_of(folder) as reader:
        return reader.get(Proposal, proposal)
