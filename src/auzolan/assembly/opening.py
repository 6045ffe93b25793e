"""On what a poll may be opened: an item of a meeting that was called, or a recall off the agenda.

Members may recall whomever they put into an office at any assembly, announced or not; unannounced
it takes a greater majority. Everything else that stands on no agenda is not voted on.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from auzolan.assembly.acts import ItemAdded, Terms
from auzolan.assembly.life import (
    meeting_of,
    meetings_article_of,
    poll_id,
    poll_of,
    proposal_for,
)
from auzolan.assembly.measures import measure_from_text
from auzolan.assembly.proposal_rules import base_refusal
from auzolan.assembly.resolutions import RecallOfficer
from auzolan.assembly.state import ADMITTED, Meeting, Poll, Proposal
from auzolan.assembly.terms import MEMBERS_MEET, terms_of
from auzolan.charter.state import charter_of
from auzolan.charter.thresholds import harder
from auzolan.foundation.books import Books
from auzolan.foundation.moments import iso_from_moment
from auzolan.foundation.refusals import Refusal

_FIRST_ROUND = 1


@dataclass(frozen=True, slots=True)
class Item:
    """What a poll would be opened on.

    Attributes:
        proposal: the item.
        meeting: at which.
        poll: the poll's id.
        kind: `yes_no` or `ranked`.
        added: for a recall off the agenda, that it is put on it; None for what stands there.
    """

    proposal: Proposal
    meeting: Meeting
    poll: str
    kind: str
    added: ItemAdded | None


def item_to_open(books: Books, name: str, at: int) -> Item | Refusal:
    """The item on which a poll may be opened at a moment.

    Args:
        books: the state.
        name: the proposal's id.
        at: the moment.
    Returns:
        The item; or the first refusal, in the order: agenda, state, meeting's time, base.
    Source: charter, articles on meetings and on organs; Basque Act 11/2019, on the recall of
        council members that is not on the agenda.
    """
    recall = recall_off_agenda(books, name, at)
    if recall is not None:
        return recall
    proposal = proposal_for(books, name, "assembly.open_poll")
    if isinstance(proposal, Refusal):
        return _off_the_agenda(books, name) or proposal
    poll, meeting = poll_of(books, proposal), meeting_of(books, proposal.meeting)
    if at < meeting.opens_at:
        return Refusal(
            "assembly.not_yet_open", meetings_article_of(books),
            f"The meeting {meeting.meeting} is called for {iso_from_moment(meeting.opens_at)}.",
            "Open the poll then, or later.",
        )  # fmt: skip
    if at >= meeting.ends_at:
        return Refusal(
            "assembly.meeting_over", meetings_article_of(books),
            f"The meeting {meeting.meeting} was over on {iso_from_moment(meeting.ends_at)}.",
            "Give notice of another meeting with this item.",
        )  # fmt: skip
    return base_refusal(books, proposal) or Item(proposal, meeting, poll.poll, poll.kind, None)


def recall_off_agenda(books: Books, name: str, at: int) -> Item | None:
    """An admitted recall, while its organ meets and although no notice named it; else None.

    Of several meetings under way it belongs to the one that opened last. What has been voted on
    once waits for the notice of its next vote, as everything does.
    """
    proposal = books.get(Proposal, name)
    if (
        proposal is None
        or proposal.state != ADMITTED
        or proposal.organ not in MEMBERS_MEET
        or proposal.round != _FIRST_ROUND
        or not isinstance(measure_from_text(proposal.measure), RecallOfficer)
    ):
        return None
    under_way = [
        one for one in books.find(Meeting, organ=proposal.organ) if one.opens_at <= at < one.ends_at
    ]
    if not under_way:
        return None
    meeting = max(under_way, key=lambda one: (one.opens_at, one.meeting))
    terms = _recall_terms(books, proposal)
    added = ItemAdded(meeting.meeting, terms)
    return Item(proposal, meeting, terms.poll, terms.kind, added)


def _recall_terms(books: Books, proposal: Proposal) -> Terms:
    """The terms of a recall that nobody was told of: its majority, or the greater one of recalls."""
    charter = charter_of(books)
    terms = terms_of(
        charter, measure_from_text(proposal.measure), proposal=proposal.proposal,
        poll=poll_id(proposal.proposal, proposal.round), tier=proposal.tier,
    )  # fmt: skip
    majority = harder(terms.majority, charter.organs.recall_majority)
    return msgspec.structs.replace(terms, majority=majority)


def _off_the_agenda(books: Books, name: str) -> Refusal | None:
    proposal = books.get(Proposal, name)
    if proposal is None or books.get(Poll, poll_id(name, proposal.round)) is not None:
        return None
    return Refusal(
        "assembly.off_the_agenda", meetings_article_of(books),
        f"{name} is {proposal.state} and stands on the agenda of no meeting that was called.",
        "Have it admitted, and give notice of a meeting with it on the agenda.",
    )  # fmt: skip
