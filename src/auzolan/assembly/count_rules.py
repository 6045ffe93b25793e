"""Closing a poll and certifying its result: what was decided, and what follows from it.

They count; they carry nothing out. What passed becomes a mandate, which the charter's rules spend,
or begins the terms of those elected.
"""

from __future__ import annotations

import msgspec

from auzolan.assembly.acts import Certified, Certify, ClosePoll, PollClosed
from auzolan.assembly.ballots import STAGES_KIND, STAGES_NAMES, is_ballots_annex
from auzolan.assembly.elections import seats_given
from auzolan.assembly.life import (
    article_of,
    mandate_id,
    meeting_of,
    poll_of,
    proposal_for,
)
from auzolan.assembly.measures import measure_from_text
from auzolan.assembly.ranked import StageLine
from auzolan.assembly.resolutions import ChangeCharter, Elect
from auzolan.assembly.state import (
    ADMITTED,
    CERTIFIED,
    EXECUTED,
    FAILED_QUORUM,
    PASSED,
    REJECTED,
    TALLIED,
    Ballot,
    Poll,
    Proposal,
)
from auzolan.assembly.tally import (
    Ballots,
    ballots_by_class,
    outcome_of,
    roll_by_class,
    stage_columns,
    tally_digest,
)
from auzolan.assembly.terms import cooling_ms_of
from auzolan.charter.acts import MandateGiven, MandateUsed
from auzolan.charter.article import Tier
from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS, iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.record.annexes import AnnexRef
from auzolan.record.case import Case
from auzolan.record.entries import Act, Fact

_FIRST, _SECOND = 1, 2


def decide_close_poll(books: Books, act: ClosePoll, case: Case) -> tuple[Fact, ...] | Refusal:
    """Close a poll, disclose the ballots that count, and count them.

    A poll may close early once every tag has voted. The salts are checked against the entries by
    whoever verifies the record: the books hold no commitment.

    Returns:
        `PollClosed`, with the tally.
    Source: charter, article on decisions.
    """
    proposal = proposal_for(books, act.proposal, "assembly.close")
    if isinstance(proposal, Refusal):
        return proposal
    poll, meeting = poll_of(books, proposal), meeting_of(books, proposal.meeting)
    if case.at < poll.ends_at and poll.voted < poll.roll:
        return Refusal(
            "assembly.poll_running", article_of(books),
            f"The poll on {act.proposal} ends on {iso_from_moment(poll.ends_at)}, "
            "and not all have voted.",
            "Wait for the end, or until every tag has voted.",
        )  # fmt: skip
    annex = case.annexes.read(act.ballots)
    if not is_ballots_annex(annex):
        return Refusal(
            "assembly.ballots_malformed", article_of(books),
            "The ballots are not an annex ballots/1 with a salt for each ballot.",
            "Make the annex of ballots anew.",
        )  # fmt: skip
    names = ("choice", "entry", "tag")
    kept = books.columns(Ballot, names, poll=poll.poll)
    if any(list(annex.column(name)) != kept[name] for name in names):
        return Refusal(
            "assembly.ballots_differ", article_of(books),
            f"The {act.ballots.rows} ballots disclosed are not the {len(kept['tag'])} that count, "
            "in order of tag.",
            "Disclose the last ballot of each tag that voted, and no other.",
        )  # fmt: skip
    tags, choices = [*map(str, kept["tag"])], [*map(str, kept["choice"])]
    ballots = Ballots(
        ballots_by_class(books, poll, tags, choices), roll_by_class(books, poll), act.ballots.digest
    )
    found = outcome_of(books, proposal, poll, meeting, ballots=ballots, at=case.at)
    if not _shows_stages(case, act.stages, found.stages):
        return Refusal(
            "assembly.stages_differ", article_of(books),
            "The table of stages is not that of this count.",
            "Lay down the stages that the count of these ballots gives, or none for yes and no.",
        )  # fmt: skip
    return (
        PollClosed(
            proposal=act.proposal, poll=poll.poll, yes=found.yes, no=found.no,
            abstain=found.abstain, blank=found.blank, ranked=found.ranked, roll=found.roll,
            quorum=found.quorum, passed=found.passed, elected=found.elected,
            tally_digest=tally_digest(poll.poll, found, act.ballots.digest),
        ),
    )  # fmt: skip


def decide_certify(books: Books, act: Certify, case: Case) -> tuple[Fact, ...] | Refusal:
    """Confirm a tally by a second count, and say what follows.

    Returns:
        `Certified`, with where the proposal stands; where it passed for good, `MandateGiven` for
        exactly what was voted, from the end of the cooling-off on, or the terms of the elected. An
        entrenched article waits for its second reading instead.
    Source: charter, article on decisions.
    """
    proposal = proposal_for(books, act.proposal, "assembly.certify")
    if isinstance(proposal, Refusal):
        return proposal
    poll = poll_of(books, proposal)
    if case.actor == poll.closed_by:
        return Refusal(
            "assembly.same_officer", article_of(books),
            f"{case.actor} closed this poll and cannot certify it too.",
            "Ask another officer to count again.",
        )  # fmt: skip
    if act.tally_digest != poll.tally_digest:
        return Refusal(
            "assembly.tally_differs", article_of(books),
            f"The second count gives {act.tally_digest[:12]}, the first {poll.tally_digest[:12]}.",
            "Compare the two counts with the disclosed ballots.",
        )  # fmt: skip
    measure = measure_from_text(proposal.measure)
    if not poll.passed:
        return (_certified(poll, REJECTED if poll.quorum else FAILED_QUORUM),)
    if isinstance(measure, Elect):
        return (_certified(poll, EXECUTED), *seats_given(books, measure, poll, case))
    is_entrenched = isinstance(measure, ChangeCharter) and proposal.tier == Tier.ENTRENCHED
    if is_entrenched and proposal.reading == _FIRST:
        gap_ms = charter_of(books).decisions.reading_gap_days * DAY_MS
        return (_certified(poll, ADMITTED, not_before=case.at + gap_ms),)
    if not proposal.power:
        return (_certified(poll, PASSED),)
    given = _mandate(books, proposal, poll, case)
    return (_certified(poll, PASSED, mandate=given.mandate), given)


def apply_poll_closed(books: Books, case: Case, act: ClosePoll, fact: PollClosed) -> None:
    """Write down the tally and who closed the poll."""
    poll, proposal = books.get(Poll, fact.poll), books.get(Proposal, fact.proposal)
    assert poll is not None, f"no notice was given of the poll {fact.poll}"
    assert proposal is not None, f"the proposal {fact.proposal} was never made"
    cast = fact.yes + fact.no + fact.abstain + fact.blank + fact.ranked
    assert cast <= fact.roll, "more ballots than members"
    books.put(msgspec.structs.replace(proposal, state=TALLIED))
    books.put(
        msgspec.structs.replace(
            poll, state=TALLIED, yes=fact.yes, no=fact.no, abstain=fact.abstain, blank=fact.blank,
            ranked=fact.ranked, quorum=int(fact.quorum), passed=int(fact.passed),
            elected=",".join(fact.elected), tally_digest=fact.tally_digest, closed_by=case.actor,
        )
    )  # fmt: skip


def apply_certified(books: Books, case: Case, act: Certify, fact: Certified) -> None:
    """Write down that two officers agree, and where the proposal stands."""
    poll, proposal = books.get(Poll, fact.poll), books.get(Proposal, fact.proposal)
    assert poll is not None, f"no notice was given of the poll {fact.poll}"
    assert proposal is not None, f"the proposal {fact.proposal} was never made"
    books.put(msgspec.structs.replace(poll, state=CERTIFIED))
    is_read_again = fact.state == ADMITTED
    books.put(
        msgspec.structs.replace(
            proposal, state=fact.state, mandate=fact.mandate, certified_at=case.at,
            not_before=fact.not_before, round=proposal.round + is_read_again,
            reading=_SECOND if is_read_again else proposal.reading,
        )
    )  # fmt: skip


def apply_mandate_used(books: Books, case: Case, act: Act, fact: MandateUsed) -> None:
    """Write down that what was decided has been carried out."""
    for proposal in books.find(Proposal, mandate=fact.mandate):
        books.put(msgspec.structs.replace(proposal, state=EXECUTED))


def _shows_stages(case: Case, ref: AnnexRef | None, stages: tuple[StageLine, ...]) -> bool:
    if ref is None:
        return not stages
    annex = case.annexes.read(ref)
    shape = (annex.kind, annex.names, annex.amount)
    columns = stage_columns(stages)
    return shape == (STAGES_KIND, STAGES_NAMES, "") and all(
        list(annex.column(name)) == columns[name] for name in STAGES_NAMES
    )


def _certified(poll: Poll, state: str, *, mandate: str = "", not_before: int = 0) -> Certified:
    return Certified(poll.proposal, poll.poll, state, mandate, not_before, poll.tally_digest)


def _mandate(books: Books, proposal: Proposal, poll: Poll, case: Case) -> MandateGiven:
    charter = charter_of(books)
    from_at = case.at + cooling_ms_of(charter, tier=proposal.tier, organ=proposal.organ)
    return MandateGiven(
        mandate=mandate_id(poll.poll), power=proposal.power, holder="", subject=proposal.subject,
        from_at=from_at, until_at=from_at + charter.decisions.mandate_days * DAY_MS,
    )  # fmt: skip
