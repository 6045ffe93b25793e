"""Petitions: how many members must sign, what they may ask for, and what follows once they did.

A petition counts members in standing, each once. Two of its kinds take effect with the signature
that carries them: a confirming vote, a suspension. What a call or an item on the agenda leads to is
in `petition_uses`. Reasons are sealed and read by nothing here.
"""

from __future__ import annotations

import msgspec

from auzolan.assembly.life import article_of, meetings_article_of, poll_id
from auzolan.assembly.petition_acts import Confirming, Petition, PetitionSigned, Sign, Suspended
from auzolan.assembly.state import (
    ADMITTED,
    CARRIED,
    DRAFT,
    ENDORSED,
    GATHERING,
    MOOT,
    PASSED,
    PENDING,
    ChallengeRow,
    PetitionRow,
    Proposal,
    Signature,
)
from auzolan.assembly.terms import MEMBERS_MEET, cooling_ms_of
from auzolan.charter.offices import end_mandate
from auzolan.charter.state import Mandate, charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS, iso_from_moment
from auzolan.foundation.money import BASIS_POINTS
from auzolan.foundation.refusals import Refusal
from auzolan.members.acts import Leave, Left
from auzolan.members.state import ACTIVE, Member, is_in_standing
from auzolan.record.case import Case
from auzolan.record.entries import Act, Fact

CALL, ADD_ITEM, CONFIRM, SUSPEND = "call", "add_item", "confirm", "suspend"
AT_ONCE = frozenset({CONFIRM, SUSPEND})
"""The kinds that take effect with the signature that carries them."""


def decide_petition(books: Books, act: Petition, case: Case) -> tuple[Fact, ...] | Refusal:
    """Begin a petition, with one's own signature as the first.

    Returns:
        `PetitionSigned`; where one signature is enough, what follows from it too.
    Source: charter, articles on decisions and on meetings; Basque Act 11/2019, arts. 35 and 41.
    """
    if not is_in_standing(books, case.actor):
        return _not_in_standing(books, act.kind, case.actor)
    if books.get(PetitionRow, act.petition) is not None:
        return Refusal(
            "assembly.petition_taken", _article_of(books, act.kind),
            f"There is a petition {act.petition} already.",
            "Give the new petition another id, or sign the one there is.",
        )  # fmt: skip
    refusal = _ground_refusal(books, act.kind, act.about, case.at)
    return refusal or _signed(books, act.petition, act.kind, act.about, signatures=1)


def decide_sign(books: Books, act: Sign, case: Case) -> tuple[Fact, ...] | Refusal:
    """Sign a petition, once; what it asks for must still be possible.

    Returns:
        `PetitionSigned`; where these are enough, what follows from it too.
    Source: charter, articles on decisions and on meetings.
    """
    petition = books.get(PetitionRow, act.petition)
    if petition is None:
        return petition_unknown(books, act.petition)
    if not is_in_standing(books, case.actor):
        return _not_in_standing(books, petition.kind, case.actor)
    if petition.state == CARRIED:
        return Refusal(
            "assembly.petition_carried", _article_of(books, petition.kind),
            f"The petition {act.petition} has the {petition.needed} signatures that it needs.",
            "Nothing is left to sign.",
        )  # fmt: skip
    if books.get(Signature, (act.petition, case.actor)) is not None:
        return Refusal(
            "assembly.signed_already", _article_of(books, petition.kind),
            f"{case.actor} has signed {act.petition}.", "Ask other members to sign it.",
        )  # fmt: skip
    refusal = lapse_refusal(books, petition, case.at)
    refusal = refusal or _ground_refusal(books, petition.kind, petition.about, case.at)
    refusal = refusal or other_text_refusal(books, petition)
    if refusal is not None:
        return refusal
    return _signed(
        books, petition.petition, petition.kind, petition.about, signatures=petition.signatures + 1
    )


def signatures_needed(books: Books, kind: str) -> int:
    """How many members must sign a petition of this kind now, at least one.

    Args:
        books: the state.
        kind: `call`, `add_item`, `confirm` or `suspend`.
    Returns:
        The charter's part of the members in standing, rounded up to whole members.
    Source: charter, articles on decisions and on meetings; Basque Act 11/2019, arts. 35 and 41(5).
    """
    members = books.count(Member, standing=ACTIVE)
    return max(1, -(-members * _share_bp(books, kind, members) // BASIS_POINTS))


def lapse_refusal(books: Books, petition: PetitionRow, at: int) -> Refusal | None:
    """Why a petition leads to nothing any more: it lapses after as many days as a decision.

    Source: charter, article on decisions.
    """
    ends_at = petition.begun_at + charter_of(books).decisions.mandate_days * DAY_MS
    if at < ends_at:
        return None
    return Refusal(
        "assembly.petition_lapsed", article_of(books),
        f"The petition {petition.petition} lapsed on {iso_from_moment(ends_at)}.",
        "Begin it again.",
    )  # fmt: skip


def other_text_refusal(books: Books, petition: PetitionRow) -> Refusal | None:
    """Why signatures are not for the proposal as it stands: its author has revised it since.

    Source: charter, article on meetings: members ask for an item that they have read.
    """
    proposal = books.get(Proposal, petition.about) if petition.about else None
    if proposal is None or proposal.revision == petition.revision:
        return None
    return Refusal(
        "assembly.petition_for_other_text", _article_of(books, petition.kind),
        f"{petition.about} was revised after the petition {petition.petition} was begun.",
        "Begin a petition for the proposal as it stands.",
    )  # fmt: skip


def petition_unknown(books: Books, name: str) -> Refusal:
    """There is no such petition."""
    return Refusal(
        "assembly.petition_unknown", meetings_article_of(books),
        f"There is no petition {name}.", "Check the id of the petition.",
    )  # fmt: skip


def cooling_ends_at(books: Books, proposal: Proposal) -> int:
    """The end of a passed proposal's cooling-off, whether or not something is carried out then."""
    mandate = books.get(Mandate, proposal.mandate) if proposal.mandate else None
    if mandate is not None:
        return mandate.from_at
    charter = charter_of(books)
    return proposal.certified_at + cooling_ms_of(charter, tier=proposal.tier, organ=proposal.organ)


def apply_petition_signed(
    books: Books, case: Case, act: Petition | Sign, fact: PetitionSigned
) -> None:
    """Write down the signature, and the petition where it is the first."""
    state = CARRIED if fact.carried else GATHERING
    if isinstance(act, Petition):
        about = books.get(Proposal, act.about) if act.about else None
        petition = PetitionRow(
            petition=fact.petition, kind=act.kind, about=act.about,
            revision=about.revision if about is not None else -1, author=case.actor, signatures=0, needed=fact.needed, state=state, used=0, begun_at=case.at,
            entry=case.seq,
        )  # fmt: skip
    else:
        found = books.get(PetitionRow, fact.petition)
        assert found is not None, f"nobody began the petition {fact.petition}"
        petition = found
    used = int(fact.carried and petition.kind in AT_ONCE)
    books.put(
        msgspec.structs.replace(
            petition, signatures=fact.signatures, needed=fact.needed, state=state, used=used
        )
    )  # fmt: skip
    books.add(Signature(fact.petition, case.actor))


def apply_left_petitions(books: Books, case: Case, act: Leave, fact: Left) -> None:
    """Take her signature off every petition that still gathers; what is carried stays so."""
    for signature in books.find(Signature, member=fact.member):
        petition = books.get(PetitionRow, signature.petition)
        assert petition is not None, f"nobody began the petition {signature.petition}"
        if petition.state == GATHERING:
            books.put(msgspec.structs.replace(petition, signatures=petition.signatures - 1))
            books.remove(Signature, (signature.petition, signature.member))


def apply_confirming(books: Books, case: Case, act: Act, fact: Confirming) -> None:
    """Write down that a confirming vote is needed; what the first one gave is taken back."""
    proposal = books.get(Proposal, fact.proposal)
    assert proposal is not None, f"the proposal {fact.proposal} was never made"
    mandate = books.get(Mandate, proposal.mandate) if proposal.mandate else None
    if mandate is not None:
        end_mandate(books, msgspec.structs.replace(mandate, suspended=0), case.at)
    for challenge in books.find(ChallengeRow, proposal=fact.proposal):
        if challenge.state == PENDING:
            books.put(msgspec.structs.replace(challenge, state=MOOT))
    books.put(
        msgspec.structs.replace(
            proposal, state=ADMITTED, confirming=1, round=proposal.round + 1, mandate=""
        )
    )  # fmt: skip


def _signed(books: Books, name: str, kind: str, about: str, *, signatures: int) -> tuple[Fact, ...]:
    needed = signatures_needed(books, kind)
    signed = PetitionSigned(name, signatures, needed, carried=signatures >= needed)
    if signed.carried and kind == CONFIRM:
        return (signed, Confirming(about))
    if signed.carried and kind == SUSPEND:
        return (signed, Suspended(about))
    return (signed,)


def _share_bp(books: Books, kind: str, members: int) -> int:
    charter = charter_of(books)
    decisions, meetings = charter.decisions, charter.meetings
    if kind == CALL:
        return meetings.convene_bp
    if kind == ADD_ITEM:
        return meetings.agenda_bp
    if kind == CONFIRM:
        return decisions.confirming_bp
    if members > decisions.suspension_large_from:
        return decisions.suspension_large_bp
    if members > decisions.suspension_middle_from:
        return decisions.suspension_middle_bp
    return decisions.suspension_small_bp


def _article_of(books: Books, kind: str) -> str:
    return article_of(books) if kind in AT_ONCE else meetings_article_of(books)


def _ground_refusal(books: Books, kind: str, about: str, at: int) -> Refusal | None:
    """Why nothing like this can be asked for now, or None."""
    if kind == CALL:
        return _about_refusal(books) if about else None
    proposal = books.get(Proposal, about)
    if proposal is None:
        return Refusal(
            "assembly.proposal_unknown", _article_of(books, kind),
            f"There is no proposal {about or '(none)'}.",
            "Name the proposal that the petition is about.",
        )  # fmt: skip
    if kind == ADD_ITEM:
        return _addable_refusal(books, proposal)
    if kind == CONFIRM:
        return _confirmable_refusal(books, proposal, at)
    return _suspendable_refusal(books, proposal, at)


def _about_refusal(books: Books) -> Refusal:
    return Refusal(
        "assembly.petition_about_nothing", meetings_article_of(books),
        "A petition for an assembly is about no single proposal.",
        "Leave it out; the notice will name the agenda. For one item of a called assembly, ask to "
        "add it.",
    )  # fmt: skip


def _addable_refusal(books: Books, proposal: Proposal) -> Refusal | None:
    if proposal.organ in MEMBERS_MEET and proposal.state in {DRAFT, ENDORSED, ADMITTED}:
        return None
    return Refusal(
        "assembly.cannot_be_added", meetings_article_of(books),
        f"The proposal {proposal.proposal} to the {proposal.organ} is {proposal.state}; only one to "
        "the members that waits for a meeting can be added to an agenda.",
        "Look at the proposal's page for where it stands.",
    )  # fmt: skip


def _confirmable_refusal(books: Books, proposal: Proposal, at: int) -> Refusal | None:
    if proposal.state != PASSED or at >= cooling_ends_at(books, proposal):
        return Refusal(
            "assembly.not_cooling_off", article_of(books),
            f"The proposal {proposal.proposal} is {proposal.state} and does not cool off now.",
            "A confirming vote is asked for between the certified result and its execution; "
            "afterwards, propose the contrary.",
        )  # fmt: skip
    if proposal.confirming:
        return Refusal(
            "assembly.confirmed_already", article_of(books),
            f"Members have confirmed {proposal.proposal} in a vote of its own.",
            "Propose the contrary, or challenge the decision.",
        )  # fmt: skip
    return None


def _suspendable_refusal(books: Books, proposal: Proposal, at: int) -> Refusal | None:
    poll = poll_id(proposal.proposal, proposal.round)
    challenges = books.find(ChallengeRow, proposal=proposal.proposal)
    if not any(one.state == PENDING and one.poll == poll for one in challenges):
        return Refusal(
            "assembly.not_challenged", article_of(books),
            f"No challenge of {proposal.proposal} waits for its decision.",
            "Challenge the decision first.",
        )  # fmt: skip
    mandate = books.get(Mandate, proposal.mandate) if proposal.mandate else None
    if mandate is None or mandate.spent or mandate.suspended or at >= mandate.until_at:
        return Refusal(
            "assembly.nothing_to_suspend", article_of(books),
            f"The decision on {proposal.proposal} has no mandate that could be used now or later.",
            "Wait for the decision on the challenge.",
        )  # fmt: skip
    return None


def _not_in_standing(books: Books, kind: str, actor: str) -> Refusal:
    return Refusal(
        "assembly.not_in_standing", _article_of(books, kind),
        f"{actor} is not a member in good standing.", "Ask a member to sign.",
    )  # fmt: skip
