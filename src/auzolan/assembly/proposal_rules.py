"""A proposal's way to the agenda: draft, revise, endorse, admit, withdraw; comments and answers.

The machine check of an admission looks at form, tier, bounds and base; it judges no reasons. Texts
are sealed and read by nothing here.
"""

from __future__ import annotations

import msgspec

from auzolan.assembly.acts import (
    Admit,
    Admitted,
    Answer,
    Answered,
    Comment,
    Commented,
    Endorse,
    Endorsed,
    FoundInadmissible,
    Propose,
    Proposed,
    Revise,
    Revised,
    Withdraw,
    Withdrawn,
)
from auzolan.assembly.life import article_of, poll_id, proposal_for
from auzolan.assembly.measures import measure_from_text, measure_text, power_of, tier_of
from auzolan.assembly.organ_powers import organ_refusal
from auzolan.assembly.resolutions import ChangeCharter, GroupDecides, Measure
from auzolan.assembly.state import (
    ADMITTED,
    DRAFT,
    ENDORSED,
    INADMISSIBLE,
    WITHDRAWN,
    Candidate,
    Endorsement,
    Poll,
    Proposal,
    RemarkRow,
)
from auzolan.charter.state import IN_FORCE, CharterInForce, charter_of
from auzolan.consent.group_rules import belongs_to
from auzolan.foundation.books import Books
from auzolan.foundation.refusals import Refusal
from auzolan.members.state import ACTIVE, Member, is_in_standing
from auzolan.record.case import Case
from auzolan.record.entries import Fact


def decide_propose(books: Books, act: Propose, case: Case) -> tuple[Fact, ...] | Refusal:
    """Draft a measure for an organ; what could never be carried out is not taken up.

    Returns:
        `Proposed`, with what the execution will have to match, and the measure's tier.
    Source: charter, article on decisions.
    """
    if not is_in_standing(books, case.actor):
        return _not_in_standing(books, case.actor, "Ask a member to propose it.")
    if books.get(Proposal, act.proposal) is not None:
        return Refusal(
            "assembly.proposal_taken", article_of(books),
            f"There is a proposal {act.proposal} already.",
            "Give the new proposal another id.",
        )  # fmt: skip
    tier = _weighed(books, act.organ, act.measure, act.base, case)
    if isinstance(tier, Refusal):
        return tier
    stranger = _stranger_refusal(books, act.measure, case.actor)
    if stranger is not None:
        return stranger
    return (Proposed(act.proposal, power_of(act.measure), act.measure.subject(), tier),)


def decide_revise(books: Books, act: Revise, case: Case) -> tuple[Fact, ...] | Refusal:
    """Put another measure into a proposal that no notice was given of; it is endorsed anew.

    What has been voted on once stays as it is: members at a second reading or a confirming vote
    decide on the same words.

    Source: charter, article on decisions.
    """
    proposal = proposal_for(books, act.proposal, "assembly.revise")
    if isinstance(proposal, Refusal):
        return proposal
    if case.actor != proposal.author:
        return _not_the_author(books, proposal, case.actor)
    if proposal.round > 1:
        return Refusal(
            "assembly.voted_already", article_of(books),
            f"Members have voted on {act.proposal} once; its next vote is on the same measure.",
            "Propose the other measure under an id of its own.",
        )  # fmt: skip
    tier = _weighed(books, proposal.organ, act.measure, act.base, case)
    if isinstance(tier, Refusal):
        return tier
    stranger = _stranger_refusal(books, act.measure, case.actor)
    if stranger is not None:
        return stranger
    return (Revised(act.proposal, power_of(act.measure), act.measure.subject(), tier),)


def endorsements_needed(books: Books) -> int:
    """How many members besides its author must endorse a draft: never more than there are.

    A charter that asks for more would let no draft pass, nor the one that lowers the number.

    Source: charter, article on decisions; house, kernel: no clause locks the charter.
    """
    others = max(books.count(Member, standing=ACTIVE) - 1, 0)
    return min(charter_of(books).decisions.endorsements, others)


def decide_endorse(books: Books, act: Endorse, case: Case) -> tuple[Fact, ...] | Refusal:
    """Support a draft, once and by another than its author.

    Source: charter, article on decisions.
    """
    proposal = proposal_for(books, act.proposal, "assembly.endorse")
    if isinstance(proposal, Refusal):
        return proposal
    if not is_in_standing(books, case.actor):
        return _not_in_standing(books, case.actor, "Ask a member to endorse it.")
    key = (act.proposal, case.actor, proposal.revision)
    if case.actor == proposal.author or books.get(Endorsement, key) is not None:
        return Refusal(
            "assembly.endorsed_already", article_of(books),
            f"{case.actor} stands behind {act.proposal} already.",
            "Ask other members to endorse it.",
        )  # fmt: skip
    enough = proposal.endorsements + 1 >= endorsements_needed(books)
    return (Endorsed(act.proposal, enough),)


def decide_admit(books: Books, act: Admit, case: Case) -> tuple[Fact, ...] | Refusal:
    """Check an endorsed draft by machine: form, tier, bounds of the law, base.

    Returns:
        `Admitted`, or `FoundInadmissible` with the code of what it would be refused for; a draft
        that was only written against another charter is refused, so that it can be revised.
    Source: charter, article on decisions.
    """
    proposal = proposal_for(books, act.proposal, "assembly.admit")
    if isinstance(proposal, Refusal):
        return proposal
    stale = base_refusal(books, proposal)
    if stale is not None:
        return stale
    measure = measure_from_text(proposal.measure)
    tier = _weighed(books, proposal.organ, measure, proposal.base, case)
    if isinstance(tier, Refusal):
        return (FoundInadmissible(act.proposal, tier.code),)
    return (Admitted(act.proposal),)


def decide_withdraw(books: Books, act: Withdraw, case: Case) -> tuple[Fact, ...] | Refusal:
    """Take one's own proposal back, before its poll opens.

    Source: charter, article on decisions.
    """
    proposal = proposal_for(books, act.proposal, "assembly.withdraw")
    if isinstance(proposal, Refusal):
        return proposal
    if case.actor != proposal.author:
        return _not_the_author(books, proposal, case.actor)
    return (Withdrawn(act.proposal),)


def decide_comment(books: Books, act: Comment, case: Case) -> tuple[Fact, ...] | Refusal:
    """Say something about a proposal while it can still be voted on.

    Source: charter, article on decisions.
    """
    proposal = proposal_for(books, act.proposal, "assembly.comment")
    if isinstance(proposal, Refusal):
        return proposal
    if not is_in_standing(books, case.actor):
        return _not_in_standing(books, case.actor, "Ask a member to say it.")
    if books.get(RemarkRow, act.comment) is not None:
        return Refusal(
            "assembly.comment_taken", article_of(books),
            f"There is a comment {act.comment} already.",
            "Give the new comment another id.",
        )  # fmt: skip
    return (Commented(act.comment),)


def decide_answer(books: Books, act: Answer, case: Case) -> tuple[Fact, ...] | Refusal:
    """Answer a comment, once, as the author of the proposal.

    Source: charter, article on decisions.
    """
    remark = books.get(RemarkRow, act.comment)
    if remark is None:
        return Refusal(
            "assembly.comment_unknown", article_of(books),
            f"There is no comment {act.comment}.", "Check the id of the comment.",
        )  # fmt: skip
    proposal = _known(books, remark.proposal)
    if case.actor != proposal.author:
        return _not_the_author(books, proposal, case.actor)
    if remark.answer >= 0:
        return Refusal(
            "assembly.answered_already", article_of(books),
            f"The comment {act.comment} was answered in entry {remark.answer}.",
            "Add a comment of your own to say more.",
        )  # fmt: skip
    return (Answered(act.comment),)


def base_refusal(books: Books, proposal: Proposal) -> Refusal | None:
    """Why an amendment may not go on: the charter that it was written against is not in force.

    Source: house, kernel: an amendment names the version that it edits.
    """
    measure = measure_from_text(proposal.measure)
    return _stale(books, measure, proposal.base, proposal.proposal)


def apply_proposed(books: Books, case: Case, act: Propose, fact: Proposed) -> None:
    """Write down the draft; where the charter asks for no endorsement, it has all it needs."""
    books.add(
        Proposal(
            proposal=fact.proposal, author=case.actor, organ=act.organ,
            measure=measure_text(act.measure), power=fact.power, subject=fact.subject,
            tier=fact.tier, base=act.base, state=_first_state(books), endorsements=0, round=1,
            reading=1, confirming=0, not_before=0, meeting="", mandate="", certified_at=0,
            revision=case.seq, entry=case.seq,
        )
    )  # fmt: skip


def apply_revised(books: Books, case: Case, act: Revise, fact: Revised) -> None:
    """Write down the other measure; earlier endorsements and nominations were for another."""
    for one in books.find(Candidate, proposal=fact.proposal):
        books.remove(Candidate, (one.proposal, one.number))
    books.put(
        msgspec.structs.replace(
            _known(books, fact.proposal), measure=measure_text(act.measure), power=fact.power,
            subject=fact.subject, tier=fact.tier, base=act.base, state=_first_state(books),
            endorsements=0, revision=case.seq,
        )
    )  # fmt: skip


def apply_endorsed(books: Books, case: Case, act: Endorse, fact: Endorsed) -> None:
    """Write down the endorsement."""
    proposal = _known(books, fact.proposal)
    books.add(Endorsement(fact.proposal, case.actor, proposal.revision))
    state = ENDORSED if fact.enough else DRAFT
    more = proposal.endorsements + 1
    books.put(msgspec.structs.replace(proposal, state=state, endorsements=more))


def apply_admitted(books: Books, case: Case, act: Admit, fact: Admitted) -> None:
    """Write down that it may stand on an agenda."""
    _move(books, fact.proposal, ADMITTED)


def apply_found_inadmissible(books: Books, case: Case, act: Admit, fact: FoundInadmissible) -> None:
    """Write down that it goes no further."""
    _move(books, fact.proposal, INADMISSIBLE)


def apply_withdrawn(books: Books, case: Case, act: Withdraw, fact: Withdrawn) -> None:
    """Write down that it was taken back, and take it off the agenda."""
    proposal = _known(books, fact.proposal)
    books.remove(Poll, poll_id(proposal.proposal, proposal.round))
    _move(books, fact.proposal, WITHDRAWN)


def apply_commented(books: Books, case: Case, act: Comment, fact: Commented) -> None:
    """Write down that a comment waits for its answer."""
    books.add(RemarkRow(fact.comment, act.proposal, case.actor, -1, case.seq))


def apply_answered(books: Books, case: Case, act: Answer, fact: Answered) -> None:
    """Write down the entry of the answer."""
    remark = books.get(RemarkRow, fact.comment)
    assert remark is not None, f"nobody made the comment {fact.comment}"
    books.put(msgspec.structs.replace(remark, answer=case.seq))


def _weighed(books: Books, organ: str, measure: Measure, base: str, case: Case) -> int | Refusal:
    """The tier of a measure that this organ may decide and that could be carried out."""
    tier = tier_of(books, measure, case)
    if isinstance(tier, Refusal):
        return tier
    refusal = organ_refusal(books, organ, measure, tier) or _stale(books, measure, base, "")
    return refusal if refusal is not None else tier


def _stale(books: Books, measure: Measure, base: str, name: str) -> Refusal | None:
    if not isinstance(measure, ChangeCharter):
        return None
    in_force = books.get(CharterInForce, IN_FORCE)
    assert in_force is not None, "a rule ran before the co-operative was founded"
    if base == in_force.digest:
        return None
    return Refusal(
        "assembly.base_stale", article_of(books),
        f"The amendment {name or 'proposed'} was written against the charter {base[:12]}; "
        f"in force is {in_force.digest[:12]}.",
        "Read the charter in force and write the amendment against it: revise it, or propose anew.",
    )  # fmt: skip


def _stranger_refusal(books: Books, measure: Measure, author: str) -> Refusal | None:
    """Why somebody may not ask a group to decide, or None."""
    if not isinstance(measure, GroupDecides):
        return None
    group = measure.decision.group_id
    if belongs_to(books, group, author):
        return None
    return Refusal(
        "assembly.not_of_the_group", article_of(books),
        f"{author} does not belong to the group {group}.",
        "Ask one of its members to propose it.",
    )  # fmt: skip


def _first_state(books: Books) -> str:
    return DRAFT if endorsements_needed(books) else ENDORSED


def _known(books: Books, name: str) -> Proposal:
    proposal = books.get(Proposal, name)
    assert proposal is not None, f"the proposal {name} was never made"
    return proposal


def _move(books: Books, name: str, state: str) -> None:
    books.put(msgspec.structs.replace(_known(books, name), state=state))


def _not_in_standing(books: Books, actor: str, remedy: str) -> Refusal:
    return Refusal(
        "assembly.not_in_standing", article_of(books),
        f"{actor} is not a member in good standing.", remedy,
    )  # fmt: skip


def _not_the_author(books: Books, proposal: Proposal, actor: str) -> Refusal:
    return Refusal(
        "assembly.not_the_author", article_of(books),
        f"{proposal.proposal} was proposed by {proposal.author}, not by {actor}.",
        "Ask its author.",
    )  # fmt: skip
