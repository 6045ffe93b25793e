"""Whether what members ask for together is the same in the small model and in the tables.

Petitions, challenges, pauses, proxies, interests, candidates, sections and mandates by vote.
"""

from __future__ import annotations

from collections.abc import Iterator

from auzolan.assembly.state import Candidate, ChallengeRow, Interest, PetitionRow, Proxy
from auzolan.assembly.state import Proposal as ProposalRow
from auzolan.charter.state import Mandate, PowerPause
from auzolan.members.state import Member
from simulation.small_model import SmallModel
from support.story_desks import AnyDesk

Sides = tuple[str, object, object]


def voices(model: SmallModel, desk: AnyDesk) -> Iterator[Sides]:
    """What is compared, as the model has it, as the tables have it."""
    yield from _petitions(model, desk)
    yield from _pauses(model, desk)
    yield from _at_meetings(model, desk)
    mandates = {
        row.mandate: (bool(row.spent), row.suspended)
        for row in desk.rows(Mandate)
        if not row.holder
    }
    mine = {name: (one.is_spent, one.suspended) for name, one in model.mandates.items()}
    yield "mandates", mine, mandates
    ends = {row.mandate: row.until_at for row in desk.rows(Mandate) if not row.spent}
    running = {name: one.until_at for name, one in model.mandates.items() if not one.is_spent}
    yield "ends of mandates", running, {name: ends.get(name) for name in running}


def _petitions(model: SmallModel, desk: AnyDesk) -> Iterator[Sides]:
    rows = {
        row.petition: (row.author, row.signatures, row.state == "carried", bool(row.used))
        for row in desk.rows(PetitionRow)
    }
    mine = {
        name: (one.author, len(one.signers), one.is_carried, one.is_used)
        for name, one in model.petitions.items()
    }
    yield "petitions", mine, rows
    states = {row.challenge: row.state for row in desk.rows(ChallengeRow)}
    yield "challenges", {name: one.state for name, one in model.challenges.items()}, states


def _pauses(model: SmallModel, desk: AnyDesk) -> Iterator[Sides]:
    rows = {
        row.pause: (bool(row.agreed_by), row.from_at, row.until_at, bool(row.kept))
        for row in desk.rows(PowerPause)
    }
    mine = {
        name: (one.is_agreed, one.since, one.until, one.is_kept)
        for name, one in model.pauses.items()
    }
    yield "pauses", mine, rows


def _at_meetings(model: SmallModel, desk: AnyDesk) -> Iterator[Sides]:
    proxies = {(row.meeting, row.giver): row.holder for row in desk.rows(Proxy)}
    given = {
        (name, giver): holder
        for name, one in model.meetings.items()
        for giver, holder in one.proxies.items()
    }
    yield "proxies", given, proxies
    revisions = {row.proposal: row.revision for row in desk.rows(ProposalRow)}
    interests = {
        (row.proposal, row.member)
        for row in desk.rows(Interest)
        if row.revision == revisions[row.proposal]
    }
    mine = {(name, who) for name, one in model.proposals.items() for who in one.interested}
    yield "interests", mine, interests
    candidates = {
        (row.proposal, row.number): (row.member, not row.withdrawn) for row in desk.rows(Candidate)
    }
    standing = {
        (name, number): one
        for name, proposal in model.proposals.items()
        for number, one in enumerate(proposal.standing, 1)
    }
    yield "candidates", standing, candidates
    sections = {row.member: row.section for row in desk.rows(Member) if row.section}
    yield "sections", {who: one for who, one in model.sections.items() if one}, sections
