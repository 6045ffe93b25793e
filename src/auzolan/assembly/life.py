"""The life of a proposal: which act needs which state, and the word for a moment.

States stand in the books; what cools off, can be carried out or has lapsed follows from the mandate
and the moment, so that nobody has to write it down. Nothing here changes a row.
"""

from __future__ import annotations

from types import MappingProxyType

from auzolan.assembly.state import (
    ADMITTED,
    DRAFT,
    ENDORSED,
    EXECUTED,
    NOTICED,
    OPEN,
    PASSED,
    SUSPENDED,
    TALLIED,
    Meeting,
    Poll,
    Proposal,
)
from auzolan.charter.state import Mandate, charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.refusals import Refusal

NEEDS = MappingProxyType(
    {
        "assembly.revise": (DRAFT, ENDORSED, ADMITTED),
        "assembly.endorse": (DRAFT,),
        "assembly.admit": (ENDORSED,),
        "assembly.withdraw": (DRAFT, ENDORSED, ADMITTED, NOTICED),
        "assembly.comment": (DRAFT, ENDORSED, ADMITTED, NOTICED, OPEN),
        "assembly.nominate": (DRAFT, ENDORSED, ADMITTED, NOTICED),
        "assembly.stand_down": (DRAFT, ENDORSED, ADMITTED, NOTICED),
        "assembly.declare_interest": (DRAFT, ENDORSED, ADMITTED, NOTICED),
        "assembly.call": (ADMITTED,),
        "assembly.open_poll": (NOTICED,),
        "assembly.cast": (OPEN,),
        "assembly.close": (OPEN,),
        "assembly.certify": (TALLIED,),
        "assembly.add_item": (ADMITTED,),
        "assembly.challenge": (PASSED, EXECUTED),
    }
)
"""The states of a proposal in which each act may be asked for."""

SECOND_CALL = "second_call"
SECOND_READING = "second_reading"
CLOSED = "closed"
VETOED = "vetoed"
COOLING = "cooling"
EXECUTABLE = "executable"
EXPIRED = "expired"


def article_of(books: Books) -> str:
    """The article on decisions, as refusals cite it."""
    return f"Art. {charter_of(books).decisions.number}"


def organs_article_of(books: Books) -> str:
    """The article on organs, as refusals cite it."""
    return f"Art. {charter_of(books).organs.number}"


def meetings_article_of(books: Books) -> str:
    """The article on meetings, as refusals cite it."""
    return f"Art. {charter_of(books).meetings.number}"


def proposal_for(books: Books, name: str, act: str) -> Proposal | Refusal:
    """The proposal, where it is in a state in which this act may be asked for.

    Args:
        books: the state.
        name: the proposal's id.
        act: the act's name without its version, one of `NEEDS`.
    Returns:
        Its row, or why not.
    """
    proposal = books.get(Proposal, name)
    if proposal is None:
        return Refusal(
            "assembly.proposal_unknown", article_of(books),
            f"There is no proposal {name}.",
            "Check the id, or propose the measure first.",
        )  # fmt: skip
    if proposal.state not in NEEDS[act]:
        return Refusal(
            "assembly.wrong_state", article_of(books),
            f"The proposal {name} is {proposal.state}; this needs it to be "
            f"{' or '.join(NEEDS[act])}.",
            "Look at the proposal's page for what comes next.",
        )  # fmt: skip
    return proposal


def poll_id(proposal: str, round_: int) -> str:
    """The id of a proposal's poll: its own, with the round behind a dot from the second on."""
    return proposal if round_ == 1 else f"{proposal}.{round_}"


def mandate_id(poll: str) -> str:
    """The id of the mandate that a poll leads to."""
    return f"mandate-{poll}"


def seat_id(poll: str, place: int) -> str:
    """The id of the mandate of whoever was elected in this place, from 1."""
    return f"seat-{poll}-{place}"


def poll_of(books: Books, proposal: Proposal) -> Poll:
    """The poll of a proposal's present round; notice has been given of it."""
    poll = books.get(Poll, poll_id(proposal.proposal, proposal.round))
    assert poll is not None, f"no notice was given of a poll on {proposal.proposal}"
    return poll


def meeting_of(books: Books, name: str) -> Meeting:
    """A meeting that notice was given of."""
    meeting = books.get(Meeting, name)
    assert meeting is not None, f"no notice was given of a meeting {name}"
    return meeting


def word_at(
    proposal: Proposal, meeting: Meeting | None, poll: Poll | None, mandate: Mandate | None, at: int
) -> str:
    """The word for where a proposal stands at a moment.

    Args:
        proposal: its row.
        meeting: the one on whose agenda it stands, if any.
        poll: that of its present round, if notice was given of it.
        mandate: the one that it led to, if any.
        at: the moment.
    Returns:
        Its state, or a finer word: `second_reading` and `vetoed` for one that waits for another
        vote, `second_call` and `closed` for an open poll, `cooling`, `executable`, `expired` and
        `suspended` for one that passed.
    """
    if proposal.state == ADMITTED and proposal.round > 1:
        return VETOED if proposal.confirming else SECOND_READING
    if proposal.state == OPEN and poll is not None and meeting is not None:
        if at >= poll.ends_at:
            return CLOSED
        return OPEN if at < meeting.second_call_at else SECOND_CALL
    if proposal.state == PASSED and mandate is not None:
        return _word_of(mandate, at)
    return proposal.state


def _word_of(mandate: Mandate, at: int) -> str:
    if mandate.suspended:
        return SUSPENDED
    if at < mandate.from_at:
        return COOLING
    return EXECUTABLE if at < mandate.until_at else EXPIRED
