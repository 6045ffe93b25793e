"""Carrying out what the members voted: from a proposal to the act that its mandate allows.

The measure is read from the proposal's own entry, so what is carried out is what was voted. Whether
it may be carried out, and when, the rules say.
"""

from __future__ import annotations

from typing import assert_never

from auzolan.assembly.acts import (
    ChangeCharter,
    Dissolve,
    FillOffice,
    GrantLicence,
    Measure,
    Propose,
    RecallOfficer,
    SettleExit,
    ShareSurplus,
)
from auzolan.assembly.state import Proposal
from auzolan.audit.folder import Folder
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.rooms.charter.flows import amend, appoint, recall
from auzolan.house.rooms.licensing.flows import grant
from auzolan.house.rooms.treasury.flows import distribute
from auzolan.house.rooms.treasury.flows_capital import wind_up
from auzolan.house.rooms.treasury.flows_exits import open_exit
from auzolan.house.storage.reader import Reader, reader_of
from auzolan.house.submission import Receipt


def execute(desk: Desk, *, actor: str, proposal: str) -> Receipt | Refusal:
    """Carry out a proposal that passed.

    Args:
        desk: the desk.
        actor: who holds the office that the measure needs.
        proposal: the proposal.
    Returns:
        The entry of the act that carries it out, or the refusal.
    """
    measure = _measure(desk.folder, proposal)
    mandate = mandate_of(proposal)
    match measure:
        case None:
            return Refusal(
                "assembly.proposal_unknown", "house, assembly",
                f"There is no proposal {proposal}.",
                "Check the id: auzolan assembly show lists the proposals.",
            )  # fmt: skip
        case ChangeCharter(changes=changes):
            return amend(desk, actor=actor, mandate=mandate, changes=changes)
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
        case _:
            assert_never(measure)


def mandate_of(proposal: str) -> str:
    """The mandate that a proposal leads to when it passes."""
    return f"mandate-{proposal}"


def exit_of(proposal: str) -> str:
    """The exit that a proposal leads to when it is carried out."""
    return f"exit-{proposal}"


def measure_of(reader: Reader, row: Proposal) -> Measure:
    """What a proposal would do, from its entry."""
    act = reader.entry(row.entry).act
    assert isinstance(act, Propose), f"entry {row.entry} made the proposal {row.proposal}"
    return act.measure


def _measure(folder: Folder, proposal: str) -> Measure | None:
    with reader_of(folder) as reader:
        row = reader.get(Proposal, proposal)
        return measure_of(reader, row) if row is not None else None
