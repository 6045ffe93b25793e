"""Challenges: against a certified decision, within a time; suspended meanwhile; annulled or not.

An annulment takes away what the certificate gave: the mandate, or the seats of those elected. What
was carried out before is not undone here, but by acts of its own. Grounds are read by people.
"""

from __future__ import annotations

import msgspec

from auzolan.assembly.life import article_of, poll_id, proposal_for, seat_id
from auzolan.assembly.measures import concerned_by, measure_from_text
from auzolan.assembly.petition_acts import (
    Challenge,
    Challenged,
    ChallengeDecided,
    DecideChallenge,
    Suspended,
)
from auzolan.assembly.resolutions import Elect
from auzolan.assembly.state import (
    ANNULLED,
    DISMISSED,
    MOOT,
    PENDING,
    UPHELD,
    ChallengeRow,
    Poll,
    Proposal,
)
from auzolan.charter.offices import end_mandate
from auzolan.charter.state import Mandate, charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS, iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.members.state import is_in_standing
from auzolan.record.case import Case
from auzolan.record.entries import Act, Fact


def decide_challenge(books: Books, act: Challenge, case: Case) -> tuple[Fact, ...] | Refusal:
    """Challenge a decision that was certified, within the time that the charter sets.

    Returns:
        `Challenged`; the decision stands until it is suspended or annulled.
    Source: charter, article on decisions; Basque Act 11/2019, art. 41.
    """
    article = article_of(books)
    if not is_in_standing(books, case.actor):
        return Refusal(
            "assembly.not_in_standing", article,
            f"{case.actor} is not a member in good standing.", "Ask a member to challenge it.",
        )  # fmt: skip
    if books.get(ChallengeRow, act.challenge) is not None:
        return Refusal(
            "assembly.challenge_taken", article,
            f"There is a challenge {act.challenge} already.",
            "Give the new challenge another id.",
        )  # fmt: skip
    proposal = proposal_for(books, act.proposal, "assembly.challenge")
    if isinstance(proposal, Refusal):
        return proposal
    poll = poll_id(proposal.proposal, proposal.round)
    for earlier in books.find(ChallengeRow, proposal=act.proposal):
        if (earlier.poll, earlier.member) == (poll, case.actor):
            return Refusal(
                "assembly.challenged_already", article,
                f"{case.actor} has challenged {act.proposal} as {earlier.challenge}.",
                "A decision is challenged once by each member.",
            )  # fmt: skip
    ends_at = challenge_ends_at(books, proposal)
    if case.at >= ends_at:
        return Refusal(
            "assembly.challenge_too_late", article,
            f"The decision on {act.proposal} could be challenged until {iso_from_moment(ends_at)}.",
            "Propose the contrary.",
        )  # fmt: skip
    return (Challenged(act.challenge),)


def decide_decide_challenge(
    books: Books, act: DecideChallenge, case: Case
) -> tuple[Fact, ...] | Refusal:
    """Uphold or dismiss a challenge, as one who has no part in it.

    Returns:
        `ChallengeDecided`; where a suspension ends, with the end of the mandate, put off.
    Source: charter, article on decisions.
    """
    article = article_of(books)
    challenge = books.get(ChallengeRow, act.challenge)
    if challenge is None:
        return Refusal(
            "assembly.challenge_unknown", article,
            f"There is no challenge {act.challenge}.", "Check the id of the challenge.",
        )  # fmt: skip
    if challenge.state != PENDING:
        return Refusal(
            "assembly.challenge_decided", article,
            f"The challenge {act.challenge} is {challenge.state}.", "Nothing is left to decide.",
        )  # fmt: skip
    proposal = books.get(Proposal, challenge.proposal)
    assert proposal is not None, f"the proposal {challenge.proposal} was never made"
    if case.actor in _with_a_part_in(books, proposal):
        return Refusal(
            "assembly.own_challenge", article,
            f"{case.actor} has challenged {challenge.proposal}, or it is about {case.actor}.",
            "Another member of the appeals committee decides.",
        )  # fmt: skip
    until_at = 0 if act.upheld else _end_after_dismissal(books, proposal, act.challenge, case.at)
    return (ChallengeDecided(act.challenge, proposal.proposal, act.upheld, until_at),)


def challenge_ends_at(books: Books, proposal: Proposal) -> int:
    """Until when a certified decision can be challenged; so long its ballots' tags are kept.

    Source: charter, article on decisions.
    """
    return proposal.certified_at + charter_of(books).decisions.challenge_days * DAY_MS


def is_challenge_pending(books: Books, name: str) -> bool:
    """Whether a challenge of a proposal waits for its decision."""
    return any(one.state == PENDING for one in books.find(ChallengeRow, proposal=name))


def apply_challenged(books: Books, case: Case, act: Challenge, fact: Challenged) -> None:
    """Write down who challenges the decision."""
    proposal = books.get(Proposal, act.proposal)
    assert proposal is not None, f"the proposal {act.proposal} was never made"
    poll = poll_id(proposal.proposal, proposal.round)
    books.add(
        ChallengeRow(fact.challenge, act.proposal, poll, case.actor, PENDING, case.seq)
    )  # fmt: skip


def apply_suspended(books: Books, case: Case, act: Act, fact: Suspended) -> None:
    """Write down since when the mandate rests."""
    mandate = _mandate_of(books, fact.proposal)
    assert mandate is not None, f"the decision on {fact.proposal} gave no mandate"
    books.put(msgspec.structs.replace(mandate, suspended=case.at))


def apply_challenge_decided(
    books: Books, case: Case, act: DecideChallenge, fact: ChallengeDecided
) -> None:
    """Write down the decision; annul what was challenged, or let its mandate go on."""
    for challenge in books.find(ChallengeRow, proposal=fact.proposal):
        if challenge.challenge == fact.challenge:
            state = UPHELD if fact.upheld else DISMISSED
            books.put(msgspec.structs.replace(challenge, state=state))
        elif fact.upheld and challenge.state == PENDING:
            books.put(msgspec.structs.replace(challenge, state=MOOT))
    if fact.upheld:
        _annul(books, fact.proposal, case.at)
        return
    mandate = _mandate_of(books, fact.proposal)
    if mandate is not None and fact.until_at and not is_challenge_pending(books, fact.proposal):
        books.put(msgspec.structs.replace(mandate, suspended=0, until_at=fact.until_at))


def _annul(books: Books, name: str, at: int) -> None:
    proposal = books.get(Proposal, name)
    assert proposal is not None, f"the proposal {name} was never made"
    books.put(msgspec.structs.replace(proposal, state=ANNULLED))
    mandate = _mandate_of(books, name)
    if mandate is not None and not mandate.spent:
        end_mandate(books, msgspec.structs.replace(mandate, suspended=0), at)
    if isinstance(measure_from_text(proposal.measure), Elect):
        _end_seats(books, poll_id(name, proposal.round))


def _end_seats(books: Books, name: str) -> None:
    """End the terms of those elected; who would leave an office empty stays until it is filled."""
    poll = books.get(Poll, name)
    assert poll is not None, f"no notice was given of the poll {name}"
    for place, _ in enumerate(poll.elected.split(","), 1):
        seat = books.get(Mandate, seat_id(name, place))
        if seat is not None and not seat.spent:
            # As if it had not begun, and not spent: whoever made room for them sits again, and an
            # office that nobody else holds stays with them.
            books.put(msgspec.structs.replace(seat, until_at=min(seat.until_at, seat.from_at - 1)))


def _mandate_of(books: Books, name: str) -> Mandate | None:
    proposal = books.get(Proposal, name)
    assert proposal is not None, f"the proposal {name} was never made"
    return books.get(Mandate, proposal.mandate) if proposal.mandate else None


def _with_a_part_in(books: Books, proposal: Proposal) -> frozenset[str]:
    challengers = {one.member for one in books.find(ChallengeRow, proposal=proposal.proposal)}
    return concerned_by(measure_from_text(proposal.measure)) | challengers


def _end_after_dismissal(books: Books, proposal: Proposal, name: str, at: int) -> int:
    """The end of the mandate once this challenge is dismissed, or 0 where there is none to use."""
    mandate = _mandate_of(books, proposal.proposal)
    if mandate is None or mandate.spent:
        return 0
    others = any(
        one.state == PENDING and one.challenge != name
        for one in books.find(ChallengeRow, proposal=proposal.proposal)
    )
    if others or not mandate.suspended:
        return mandate.until_at
    # It could not have been used before its cooling-off ended: of that time nothing was lost.
    return mandate.until_at + max(0, at - max(mandate.suspended, mandate.from_at))
