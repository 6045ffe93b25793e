"""Polls: opened with one tag for each member on the roll, and voted in under these tags.

No rule here knows or asks who holds a tag. A poll runs under the terms of its notice; nothing here
looks at the charter for them.
"""

from __future__ import annotations

from collections import Counter

import msgspec

from auzolan.assembly.acts import BallotCast, CastBallot, OpenPoll, PollOpened
from auzolan.assembly.ballots import is_choice, is_tags_annex, ranking_of
from auzolan.assembly.life import (
    article_of,
    meeting_of,
    poll_id,
    poll_of,
    proposal_for,
)
from auzolan.assembly.measures import measure_from_text
from auzolan.assembly.opening import item_to_open
from auzolan.assembly.ranked import RankingFault, ranking_fault
from auzolan.assembly.rolls import least_roll, roll_of, shown_classes
from auzolan.assembly.state import CERTIFIED, OPEN, RANKED, TALLIED, Ballot, Poll, Proposal, RollTag
from auzolan.assembly.tally import makes_quorum, standing_in
from auzolan.foundation.books import Books
from auzolan.foundation.moments import iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.members.state import Member
from auzolan.record.annexes import Annex
from auzolan.record.case import Case
from auzolan.record.entries import Fact


def decide_open_poll(books: Books, act: OpenPoll, case: Case) -> tuple[Fact, ...] | Refusal:
    """Open a poll on an item of a meeting, with one tag for each member on the roll.

    Returns:
        `PollOpened`, with the size of the roll and the moment at which the poll ends; before it
        `ItemAdded`, where it is on a recall that stood on no agenda.
    Source: charter, articles on decisions and on meetings: one member, one vote; what is not on
        the agenda is not voted on.
    """
    item = item_to_open(books, act.proposal, case.at)
    if isinstance(item, Refusal):
        return item
    proposal, meeting = item.proposal, item.meeting
    standing = standing_in(books, proposal)
    if item.kind == RANKED and not any(standing):
        return Refusal(
            "assembly.nobody_stands", article_of(books),
            f"Nobody stands in the election {act.proposal}.",
            "Ask members to stand: auzolan assembly nominate.",
        )  # fmt: skip
    roll = roll_of(books, proposal, meeting, case.at)
    measure = measure_from_text(proposal.measure)
    if 0 < len(roll) < least_roll(measure):
        return Refusal(
            "assembly.roll_too_small", article_of(books),
            f"{len(roll)} may vote on {act.proposal}; among fewer than {least_roll(measure)} a "
            "vote is no secret.",
            "Invite others to join the group, and give notice again.",
        )  # fmt: skip
    refusal = _tags_refusal(
        books, case.annexes.read(act.tags), Counter(shown_classes(roll, meeting, measure))
    )
    if refusal is not None:
        return refusal
    late_ms = case.at - meeting.opens_at
    opened = PollOpened(
        act.proposal, item.poll, len(roll), len(standing), meeting.ends_at + late_ms
    )
    return (item.added, opened) if item.added is not None else (opened,)


def decide_cast_ballot(books: Books, act: CastBallot, case: Case) -> tuple[Fact, ...] | Refusal:
    """Take a ballot; a later one of the same tag takes its place until the poll ends.

    A ballot that makes the quorum in the last hours puts the end off, once, so that nobody decides
    at the last moment what others had no time to answer.

    Returns:
        `BallotCast`; the choice stays closed until the poll is closed.
    Source: charter, article on decisions: one member, one vote.
    """
    over = _over(books, act.proposal, case.at)
    if over is not None:
        return over
    proposal = proposal_for(books, act.proposal, "assembly.cast")
    if isinstance(proposal, Refusal):
        return proposal
    poll = poll_of(books, proposal)
    tag = books.get(RollTag, (poll.poll, case.actor))
    if tag is None:
        return Refusal(
            "assembly.not_on_roll", article_of(books),
            f"{case.actor} is no tag of the poll on {act.proposal}.",
            "Vote under the tag that was handed to you for this poll.",
        )  # fmt: skip
    refusal = _choice_refusal(books, poll, act.choice)
    if refusal is not None:
        return refusal
    return (BallotCast(poll.poll, _end_after(books, poll, tag, case.at)),)


def apply_poll_opened(books: Books, case: Case, act: OpenPoll, fact: PollOpened) -> None:
    """Write down the roll and the end of the poll."""
    proposal, poll = books.get(Proposal, fact.proposal), books.get(Poll, fact.poll)
    assert proposal is not None, f"the proposal {fact.proposal} was never made"
    assert poll is not None, f"no notice was given of the poll {fact.poll}"
    books.put(msgspec.structs.replace(proposal, state=OPEN))
    books.put(
        msgspec.structs.replace(
            poll, state=OPEN, roll=fact.roll, candidates=fact.candidates, ends_at=fact.ends_at,
            entry=case.seq,
        )
    )  # fmt: skip
    annex = case.annexes.read(act.tags)
    tags, classes = annex.column("tag"), annex.column("class")
    size = len(tags)
    columns = {
        "poll": [fact.poll] * size, "tag": tags, "class_name": classes, "voted": [0] * size,
    }  # fmt: skip
    books.put_many(RollTag, columns)


def apply_ballot_cast(books: Books, case: Case, act: CastBallot, fact: BallotCast) -> None:
    """Write down that the tag has voted, and the end of the poll."""
    poll, tag = books.get(Poll, fact.poll), books.get(RollTag, (fact.poll, case.actor))
    assert poll is not None, f"no notice was given of the poll {fact.poll}"
    assert tag is not None, f"{case.actor} is on no roll of {fact.poll}"
    is_put_off = fact.ends_at != poll.ends_at
    if tag.voted and not is_put_off:
        return
    books.put(msgspec.structs.replace(tag, voted=1))
    books.put(
        msgspec.structs.replace(
            poll, voted=poll.voted + 1 - tag.voted, ends_at=fact.ends_at,
            extended=max(poll.extended, int(is_put_off)),
        )
    )  # fmt: skip


def apply_ballot_cast_to_tags(books: Books, case: Case, act: CastBallot, fact: BallotCast) -> None:
    """Write down the ballot in the place of an earlier one of its tag; restricted rows only."""
    books.put(Ballot(fact.poll, case.actor, act.choice, case.seq))


def _tags_refusal(books: Books, annex: Annex, expected: Counter[str]) -> Refusal | None:
    """Why these tags are not one for each member on the roll, or None."""
    if not is_tags_annex(annex):
        return Refusal(
            "assembly.tags_malformed", article_of(books),
            "The list of tags is not an annex tags/2 with classes and tags of 32 hexadecimal digits.",
            "Make the list of tags anew.",
        )  # fmt: skip
    tags = [str(tag) for tag in annex.column("tag")]
    if len(set(tags)) != len(tags):
        return Refusal(
            "assembly.tag_twice", article_of(books),
            f"{len(tags)} tags are listed, and only {len(set(tags))} differ.",
            "Give each member a tag of her own.",
        )  # fmt: skip
    if tags != sorted(tags):
        # The order of the list could carry the order of the members; sorted, it carries nothing.
        return Refusal(
            "assembly.tags_not_sorted", article_of(books),
            "The tags are not listed in order.", "Sort the tags and lay the list down again.",
        )  # fmt: skip
    if any(row is not None for row in books.get_many(Member, tags)):
        return Refusal(
            "assembly.tag_names_member", article_of(books),
            "A tag equals the id of a member, which would show how she votes.",
            "Draw the tags anew.",
        )  # fmt: skip
    listed = Counter(str(name) for name in annex.column("class"))
    if not expected:
        return Refusal(
            "assembly.roll_empty", article_of(books),
            "Nobody may vote on this item.", "Give notice again once somebody can.",
        )  # fmt: skip
    if listed != expected:
        said, found = _counts(listed), _counts(expected)
        return Refusal(
            "assembly.roll_differs", article_of(books),
            f"The tags listed are {said}; on the roll are {found}.",
            "List exactly one tag for each member on the roll, under her class where it is capped.",
        )  # fmt: skip
    return None


def _counts(by_class: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(by_class.items())) or "none"


def _over(books: Books, name: str, at: int) -> Refusal | None:
    proposal = books.get(Proposal, name)
    poll = books.get(Poll, poll_id(name, proposal.round)) if proposal is not None else None
    if poll is None or not (
        poll.state in {TALLIED, CERTIFIED} or (poll.state == OPEN and at >= poll.ends_at)
    ):
        return None
    return Refusal(
        "assembly.poll_over", article_of(books),
        f"The poll on {name} ended on {iso_from_moment(min(poll.ends_at, at))}.",
        "Wait for the result; a new proposal opens a new poll.",
    )  # fmt: skip


def _choice_refusal(books: Books, poll: Poll, choice: str) -> Refusal | None:
    """Why a ballot of this poll cannot say this, or None; what it says is told to nobody."""
    if not is_choice(poll.kind, choice):
        says = "candidates by number, as 3,1,2, or blank"
        says = says if poll.kind == RANKED else "yes, no, abstain or blank"
        return Refusal(
            "assembly.choice_unknown", article_of(books),
            f"A ballot of this poll says {says}; this one says something else.",
            "Vote again with one of these.",
        )  # fmt: skip
    if poll.kind != RANKED:
        return None
    remedy = "Rank each candidate once, as many as you like, by the numbers that the poll gives."
    match ranking_fault(ranking_of(choice), poll.candidates):
        case RankingFault.OVERLONG:
            return Refusal(
                "assembly.ranking_overlong", article_of(books),
                f"This ranking names more than the {poll.candidates} who stand.", remedy,
            )  # fmt: skip
        case RankingFault.UNKNOWN:
            return Refusal(
                "assembly.ranking_unknown", article_of(books),
                f"This ranking names a number that is not among 1 to {poll.candidates}.", remedy,
            )  # fmt: skip
        case RankingFault.TWICE:
            return Refusal(
                "assembly.ranking_twice", article_of(books),
                "This ranking names one candidate twice.", remedy,
            )  # fmt: skip
        case None:
            return None


def _end_after(books: Books, poll: Poll, tag: RollTag, at: int) -> int:
    """When the poll ends once this tag has voted."""
    meeting = meeting_of(books, poll.meeting)
    is_late = at >= poll.ends_at - meeting.late_ms
    if tag.voted or poll.extended or not is_late:
        return poll.ends_at
    before, after = (
        makes_quorum(poll, meeting, voted, poll.ends_at) for voted in (poll.voted, poll.voted + 1)
    )
    return poll.ends_at + meeting.extension_ms if after and not before else poll.ends_at
