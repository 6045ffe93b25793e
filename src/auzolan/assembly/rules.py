"""The rules of the assembly: propose, open a poll, vote, close, certify.

They count; they carry nothing out. What passed becomes a mandate, which the charter's rules spend.
No rule here knows or asks who holds a tag.
"""

from __future__ import annotations

import msgspec

from auzolan.assembly.acts import (
    BallotCast,
    CastBallot,
    Certified,
    Certify,
    ClosePoll,
    OpenPoll,
    PollClosed,
    PollOpened,
    Propose,
    Proposed,
)
from auzolan.assembly.ballots import is_ballots_annex, is_tags_annex
from auzolan.assembly.measures import majority_of, measure_refusal, power_of
from auzolan.assembly.state import (
    CERTIFIED,
    CLOSED,
    POLLING,
    PROPOSED,
    Ballot,
    Proposal,
    RollTag,
)
from auzolan.assembly.tally import CHOICES, count, passes, tally_digest
from auzolan.charter.acts import MandateGiven
from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS, iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.members.state import ACTIVE, Member, is_in_standing
from auzolan.record.case import Case
from auzolan.record.entries import Act, Fact


def decide_propose(books: Books, act: Propose, case: Case) -> tuple[Fact, ...] | Refusal:
    """Take up a measure; its quorum and majority are those of today's charter.

    Returns:
        `Proposed`, with what the execution will have to match.
    Source: charter, article on decisions.
    """
    if not is_in_standing(books, case.actor):
        return Refusal(
            "assembly.not_in_standing", _article(books),
            f"{case.actor} is not a member in good standing.",
            "Ask a member to propose it.",
        )  # fmt: skip
    if books.get(Proposal, act.proposal) is not None:
        return Refusal(
            "assembly.proposal_taken", _article(books),
            f"There is a proposal {act.proposal} already.",
            "Give the new proposal another id.",
        )  # fmt: skip
    refusal = measure_refusal(books, act.measure, case)
    if refusal is not None:
        return refusal
    charter = charter_of(books)
    return (
        Proposed(
            proposal=act.proposal, power=power_of(act.measure), subject=act.measure.subject(),
            majority_bp=majority_of(act.measure, charter), quorum_bp=charter.decisions.quorum_bp,
        ),
    )  # fmt: skip


def decide_open_poll(books: Books, act: OpenPoll, case: Case) -> tuple[Fact, ...] | Refusal:
    """Open a poll with one tag for each member in good standing.

    Returns:
        `PollOpened`, with the size of the roll and the moment at which the poll ends.
    Source: charter, article on decisions: one member, one vote.
    """
    proposal = _in_state(books, act.proposal, PROPOSED)
    if isinstance(proposal, Refusal):
        return proposal
    annex = case.annexes.read(act.tags)
    if not is_tags_annex(annex):
        return Refusal(
            "assembly.tags_malformed", _article(books),
            "The list of tags is not an annex tags/1 with tags of 32 hexadecimal digits.",
            "Make the list of tags anew.",
        )  # fmt: skip
    tags = annex.column("tag")
    if len(set(tags)) != len(tags):
        return Refusal(
            "assembly.tag_twice", _article(books),
            f"{len(tags)} tags are listed, and only {len(set(tags))} differ.",
            "Give each member a tag of her own.",
        )  # fmt: skip
    if list(tags) != sorted(tags, key=str):
        # The order of the list could carry the order of the members; sorted, it carries nothing.
        return Refusal(
            "assembly.tags_not_sorted", _article(books),
            "The tags are not listed in order.", "Sort the tags and lay the list down again.",
        )  # fmt: skip
    if any(books.get(Member, tag) is not None for tag in tags):
        return Refusal(
            "assembly.tag_names_member", _article(books),
            "A tag equals the id of a member, which would show how she votes.",
            "Draw the tags anew.",
        )  # fmt: skip
    roll = books.count(Member, standing=ACTIVE)
    if len(tags) != roll:
        return Refusal(
            "assembly.roll_differs", _article(books),
            f"{len(tags)} tags are listed for {roll} members in good standing.",
            "List exactly one tag for each member in good standing.",
        )  # fmt: skip
    poll_ms = charter_of(books).decisions.poll_days * DAY_MS
    return (PollOpened(proposal=act.proposal, roll=roll, ends_at=case.at + poll_ms),)


def decide_cast_ballot(books: Books, act: CastBallot, case: Case) -> tuple[Fact, ...] | Refusal:
    """Take a ballot; a later one of the same tag takes its place until the poll ends.

    Returns:
        `BallotCast`; the choice stays closed until the poll is closed.
    Source: charter, article on decisions: one member, one vote.
    """
    proposal = _in_state(books, act.proposal, POLLING)
    if isinstance(proposal, Refusal):
        return proposal
    if case.at >= proposal.ends_at:
        return Refusal(
            "assembly.poll_over", _article(books),
            f"The poll on {act.proposal} ended on {iso_from_moment(proposal.ends_at)}.",
            "Wait for the result; a new proposal opens a new poll.",
        )  # fmt: skip
    if books.get(RollTag, (act.proposal, case.actor)) is None:
        return Refusal(
            "assembly.not_on_roll", _article(books),
            f"{case.actor} is no tag of the poll on {act.proposal}.",
            "Vote under the tag that was handed to you for this poll.",
        )  # fmt: skip
    if act.choice not in CHOICES:
        return Refusal(
            "assembly.choice_unknown", _article(books),
            "A ballot says yes, no or abstain; this one says something else.",
            "Vote again with one of the three.",
        )  # fmt: skip
    return (BallotCast(act.proposal),)


def decide_close_poll(books: Books, act: ClosePoll, case: Case) -> tuple[Fact, ...] | Refusal:
    """Close a poll, disclose the ballots that count, and count them.

    A poll may close early once every tag has voted. The salts are checked against the entries by
    whoever verifies the record: the books hold no commitment.

    Returns:
        `PollClosed`, with the tally.
    Source: charter, article on decisions.
    """
    proposal = _in_state(books, act.proposal, POLLING)
    if isinstance(proposal, Refusal):
        return proposal
    if case.at < proposal.ends_at and books.count(Ballot, proposal=act.proposal) < proposal.roll:
        return Refusal(
            "assembly.poll_running", _article(books),
            f"The poll on {act.proposal} ends on {iso_from_moment(proposal.ends_at)}, "
            "and not all have voted.",
            "Wait for the end, or until every tag has voted.",
        )  # fmt: skip
    annex = case.annexes.read(act.ballots)
    if not is_ballots_annex(annex):
        return Refusal(
            "assembly.ballots_malformed", _article(books),
            "The ballots are not an annex ballots/1 with a salt for each ballot.",
            "Make the annex of ballots anew.",
        )  # fmt: skip
    names = ("choice", "entry", "tag")
    kept = books.columns(Ballot, names, proposal=act.proposal)
    if any(list(annex.column(name)) != kept[name] for name in names):
        return Refusal(
            "assembly.ballots_differ", _article(books),
            f"The {act.ballots.rows} ballots disclosed are not the {len(kept['tag'])} that count, "
            "in order of tag.",
            "Disclose the last ballot of each tag that voted, and no other.",
        )  # fmt: skip
    tally = count(map(str, kept["choice"]), roll=proposal.roll)
    passed = passes(tally, majority_bp=proposal.majority_bp, quorum_bp=proposal.quorum_bp)
    digest = tally_digest(act.proposal, tally, passed=passed, ballots_digest=act.ballots.digest)
    return (
        PollClosed(
            proposal=act.proposal, yes=tally.yes, no=tally.no, abstain=tally.abstain,
            roll=tally.roll, passed=passed, tally_digest=digest,
        ),
    )  # fmt: skip


def decide_certify(books: Books, act: Certify, case: Case) -> tuple[Fact, ...] | Refusal:
    """Confirm a tally by a second count; a measure that passed becomes a mandate.

    Returns:
        `Certified`, and where it passed `MandateGiven` for exactly what was voted, from the end
        of the cooling-off on.
    Source: charter, article on decisions.
    """
    proposal = _in_state(books, act.proposal, CLOSED)
    if isinstance(proposal, Refusal):
        return proposal
    if case.actor == proposal.closed_by:
        return Refusal(
            "assembly.same_officer", _article(books),
            f"{case.actor} closed this poll and cannot certify it too.",
            "Ask another officer to count again.",
        )  # fmt: skip
    if act.tally_digest != proposal.tally_digest:
        return Refusal(
            "assembly.tally_differs", _article(books),
            f"The second count gives {act.tally_digest[:12]}, the first {proposal.tally_digest[:12]}.",
            "Compare the two counts with the disclosed ballots.",
        )  # fmt: skip
    certified = Certified(act.proposal, bool(proposal.passed))
    if not proposal.passed:
        return (certified,)
    decisions = charter_of(books).decisions
    from_at = case.at + decisions.cooling_days * DAY_MS
    mandate = MandateGiven(
        mandate=f"mandate-{act.proposal}", power=proposal.power, holder="",
        subject=proposal.subject, from_at=from_at,
        until_at=from_at + decisions.mandate_days * DAY_MS,
    )  # fmt: skip
    return (certified, mandate)


def apply_proposed(books: Books, case: Case, act: Act, fact: Proposed) -> None:
    """Note the proposal."""
    books.add(
        Proposal(
            proposal=fact.proposal, power=fact.power, subject=fact.subject, state=PROPOSED,
            majority_bp=fact.majority_bp, quorum_bp=fact.quorum_bp, roll=0, ends_at=0,
            yes=0, no=0, abstain=0, passed=0, tally_digest="", closed_by="", entry=case.seq,
        )
    )  # fmt: skip


def apply_poll_opened(books: Books, case: Case, act: Act, fact: PollOpened) -> None:
    """Note the roll and the end of the poll."""
    assert isinstance(act, OpenPoll), "a poll is opened by its own act"
    proposal = _known(books, fact.proposal)
    books.put(
        msgspec.structs.replace(proposal, state=POLLING, roll=fact.roll, ends_at=fact.ends_at)
    )
    tags = case.annexes.read(act.tags).column("tag")
    books.put_many(RollTag, {"proposal": [fact.proposal] * len(tags), "tag": tags})


def apply_ballot_cast(books: Books, case: Case, act: Act, fact: BallotCast) -> None:
    """Note the ballot in the place of an earlier one of its tag; writes restricted rows only."""
    assert isinstance(act, CastBallot), "a ballot is cast by its own act"
    books.put(Ballot(fact.proposal, case.actor, act.choice, case.seq))


def apply_poll_closed(books: Books, case: Case, act: Act, fact: PollClosed) -> None:
    """Note the tally and who closed the poll."""
    assert fact.yes + fact.no + fact.abstain <= fact.roll, "more ballots than members"
    books.put(
        msgspec.structs.replace(
            _known(books, fact.proposal), state=CLOSED, yes=fact.yes, no=fact.no,
            abstain=fact.abstain, passed=int(fact.passed), tally_digest=fact.tally_digest,
            closed_by=case.actor,
        )
    )  # fmt: skip


def apply_certified(books: Books, case: Case, act: Act, fact: Certified) -> None:
    """Note that two officers agree on the result."""
    books.put(msgspec.structs.replace(_known(books, fact.proposal), state=CERTIFIED))


def _article(books: Books) -> str:
    return f"Art. {charter_of(books).decisions.number}"


def _known(books: Books, name: str) -> Proposal:
    proposal = books.get(Proposal, name)
    assert proposal is not None, f"the proposal {name} was never made"
    return proposal


def _in_state(books: Books, name: str, state: str) -> Proposal | Refusal:
    proposal = books.get(Proposal, name)
    if proposal is None:
        return Refusal(
            "assembly.proposal_unknown", _article(books),
            f"There is no proposal {name}.",
            "Check the id, or propose the measure first.",
        )  # fmt: skip
    if proposal.state != state:
        return Refusal(
            "assembly.wrong_state", _article(books),
            f"The proposal {name} is {proposal.state}; this needs it to be {state}.",
            "Look at the proposal's page for what comes next.",
        )  # fmt: skip
    return proposal
