"""Conflicts of interest: who says that she has one has no vote on that item.

Nothing here judges whether somebody has an interest; whom a measure is about has no vote anyway.
"""

from __future__ import annotations

from auzolan.assembly.acts import DeclareInterest, InterestDeclared
from auzolan.assembly.life import meetings_article_of, proposal_for
from auzolan.assembly.measures import concerned_by, measure_from_text
from auzolan.assembly.state import Interest, Proposal
from auzolan.foundation.books import Books
from auzolan.foundation.refusals import Refusal
from auzolan.members.state import is_in_standing
from auzolan.record.case import Case
from auzolan.record.entries import Fact


def decide_declare_interest(
    books: Books, act: DeclareInterest, case: Case
) -> tuple[Fact, ...] | Refusal:
    """Declare an interest in a proposal as it stands, before its poll opens.

    It cannot be taken back: she would have seen by then how the others lean. Where the author puts
    another measure in its place, it holds no longer.

    Returns:
        `InterestDeclared`, or the refusal.
    Source: charter, article on meetings.
    """
    proposal = proposal_for(books, act.proposal, "assembly.declare_interest")
    if isinstance(proposal, Refusal):
        return proposal
    article = meetings_article_of(books)
    if not is_in_standing(books, case.actor):
        return Refusal(
            "assembly.not_in_standing", article,
            f"{case.actor} is not a member in good standing.",
            "Who is no member has no vote to give up.",
        )  # fmt: skip
    declared = books.get(Interest, (act.proposal, case.actor))
    is_declared = declared is not None and declared.revision == proposal.revision
    if is_declared or case.actor in concerned_by(measure_from_text(proposal.measure)):
        return Refusal(
            "assembly.has_no_vote", article,
            f"{case.actor} has no vote on {act.proposal} already.", "Nothing is left to declare.",
        )  # fmt: skip
    return (InterestDeclared(act.proposal),)


def apply_interest_declared(
    books: Books, case: Case, act: DeclareInterest, fact: InterestDeclared
) -> None:
    """Write down that she has no vote on the proposal as it stands."""
    proposal = books.get(Proposal, fact.proposal)
    assert proposal is not None, f"the proposal {fact.proposal} was never made"
    books.put(Interest(fact.proposal, case.actor, proposal.revision))
