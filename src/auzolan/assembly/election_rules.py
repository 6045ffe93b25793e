"""Standing in an election: who may, under which number, and who stands no more.

They count nothing and seat nobody. A number belongs to its candidate for good, since ballots name
candidates by it.
"""

from __future__ import annotations

import msgspec

from auzolan.assembly.acts import Nominate, Nominated, StandDown, StoodDown
from auzolan.assembly.elections import seats_for
from auzolan.assembly.life import organs_article_of, proposal_for
from auzolan.assembly.measures import measure_from_text
from auzolan.assembly.resolutions import Elect
from auzolan.assembly.state import (
    ADMITTED,
    DELEGATES,
    DRAFT,
    ENDORSED,
    NOTICED,
    OPEN,
    TALLIED,
    Candidate,
    Proposal,
)
from auzolan.charter.offices import offices_held
from auzolan.charter.organs import clash_of, office_of
from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.refusals import Refusal
from auzolan.members.acts import Leave, Left
from auzolan.members.state import Member, is_in_standing
from auzolan.record.case import Case
from auzolan.record.entries import Fact

CANDIDATES_MAX = 999
"""A ballot that ranks all of them is still a short text."""

_UNDECIDED = frozenset({DRAFT, ENDORSED, ADMITTED, NOTICED, OPEN, TALLIED})


def decide_nominate(books: Books, act: Nominate, case: Case) -> tuple[Fact, ...] | Refusal:
    """Let a member stand in an election, before its poll opens.

    Returns:
        `Nominated` with her number, the next from 1; or the first refusal, in the order: state,
        election, standing, section, candidacy, offices, room.
    Source: charter, article on organs.
    """
    proposal = proposal_for(books, act.proposal, "assembly.nominate")
    if isinstance(proposal, Refusal):
        return proposal
    measure = measure_from_text(proposal.measure)
    if not isinstance(measure, Elect):
        return Refusal(
            "assembly.no_election", organs_article_of(books),
            f"{act.proposal} elects nobody.", "Stand in a proposal that is an election.",
        )  # fmt: skip
    refusal = _member_refusal(books, measure, case.actor)
    if refusal is not None:
        return refusal
    rows = books.find(Candidate, proposal=act.proposal)
    if any(one.member == case.actor and not one.withdrawn for one in rows):
        return Refusal(
            "assembly.stands_already", organs_article_of(books),
            f"{case.actor} stands in {act.proposal} already.", "Nothing is left to do.",
        )  # fmt: skip
    refusal = _office_refusal(books, measure, case.actor, case.at)
    if refusal is not None:
        return refusal
    if len(rows) >= CANDIDATES_MAX:
        return Refusal(
            "assembly.candidates_full", organs_article_of(books),
            f"{len(rows)} have stood in {act.proposal}, and a ballot has no room for more.",
            "Stand in another election, or ask for smaller sections.",
        )  # fmt: skip
    return (Nominated(act.proposal, len(rows) + 1),)


def decide_stand_down(books: Books, act: StandDown, case: Case) -> tuple[Fact, ...] | Refusal:
    """Let a candidate stand no more, before the poll opens.

    Source: charter, article on organs.
    """
    proposal = proposal_for(books, act.proposal, "assembly.stand_down")
    if isinstance(proposal, Refusal):
        return proposal
    for one in books.find(Candidate, proposal=act.proposal):
        if one.member == case.actor and not one.withdrawn:
            return (StoodDown(act.proposal, one.number),)
    return Refusal(
        "assembly.stands_not", organs_article_of(books),
        f"{case.actor} does not stand in {act.proposal}.", "Nothing is left to do.",
    )  # fmt: skip


def apply_nominated(books: Books, case: Case, act: Nominate, fact: Nominated) -> None:
    """Write down who stands under this number."""
    books.add(Candidate(fact.proposal, fact.number, case.actor))


def apply_stood_down(books: Books, case: Case, act: StandDown, fact: StoodDown) -> None:
    """Write down that nobody stands under this number any more."""
    _withdraw(books, fact.proposal, fact.number)


def apply_left_candidates(books: Books, case: Case, act: Leave, fact: Left) -> None:
    """Take somebody who left out of every election that is not counted yet.

    Her ballots' next preferences count then, as if she had never stood.
    """
    for one in books.find(Candidate, member=fact.member):
        proposal = books.get(Proposal, one.proposal)
        assert proposal is not None, f"the proposal {one.proposal} was never made"
        if proposal.state in _UNDECIDED - {TALLIED}:
            _withdraw(books, one.proposal, one.number)


def _withdraw(books: Books, proposal: str, number: int) -> None:
    row = books.get(Candidate, (proposal, number))
    assert row is not None, f"nobody stood under {number} in {proposal}"
    books.put(msgspec.structs.replace(row, withdrawn=1))


def _member_refusal(books: Books, measure: Elect, actor: str) -> Refusal | None:
    if not is_in_standing(books, actor):
        return Refusal(
            "assembly.not_in_standing", organs_article_of(books),
            f"{actor} is not a member in good standing.", "Only members can be elected.",
        )  # fmt: skip
    member = books.get(Member, actor)
    assert member is not None, "who is in standing has a row"
    if measure.organ == DELEGATES and member.section != measure.section:
        return Refusal(
            "assembly.other_section", organs_article_of(books),
            f"{actor} belongs to the section {member.section or '(none)'}, "
            f"not to {measure.section or '(none)'}.",
            "Stand in the election of your own section.",
        )  # fmt: skip
    return None


def _office_refusal(books: Books, measure: Elect, actor: str, at: int) -> Refusal | None:
    """Why she could not sit if she were elected: she sits already, or holds or seeks what clashes."""
    charter, office = charter_of(books), office_of(measure.organ)
    seats = seats_for(books, measure, at)
    if actor in seats.sitting and measure.seats < seats.all:
        return Refusal(
            "assembly.sits_already", organs_article_of(books),
            f"{actor} sits in the {measure.organ}, and this election fills the seats that are free.",
            "Stand again when all seats are elected anew.",
        )  # fmt: skip
    held, sought = offices_held(books, actor, at), _offices_sought(books, actor)
    other = clash_of(charter, held, office) or clash_of(charter, sought, office)
    if other:
        verb = "holds" if other in held else "stands for"
        return Refusal(
            "assembly.office_incompatible", organs_article_of(books),
            f"{actor} {verb} the office {other}, which nobody holds together with {office}.",
            "Give up the one before you stand for the other.",
        )  # fmt: skip
    return None


def _offices_sought(books: Books, actor: str) -> frozenset[str]:
    """The offices of the organs for which somebody stands in an election that is not decided."""
    found = set()
    for one in books.find(Candidate, member=actor):
        proposal = books.get(Proposal, one.proposal)
        if one.withdrawn or proposal is None or proposal.state not in _UNDECIDED:
            continue
        measure = measure_from_text(proposal.measure)
        if isinstance(measure, Elect):
            found.add(office_of(measure.organ))
    return frozenset(found)
