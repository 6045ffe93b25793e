"""What the assembly asks again on the day when its decision is carried out.

A mandate says what was decided; the charter may have changed since. Carrying out itself is the
business of the room that a measure concerns.
"""

from __future__ import annotations

from auzolan.assembly.life import article_of
from auzolan.assembly.proposal_rules import base_refusal
from auzolan.assembly.state import Poll, Proposal
from auzolan.charter.acts import Amend
from auzolan.charter.amending import amendment_of
from auzolan.charter.state import charter_of
from auzolan.charter.thresholds import harder
from auzolan.charter.tiers import majority_for, turnout_for
from auzolan.foundation.books import Books
from auzolan.foundation.refusals import Refusal
from auzolan.record.case import Case


def guard_amend(books: Books, act: Amend, case: Case) -> Refusal | None:
    """Refuse an amendment that needs more today than its poll asked, or edits another charter.

    Two amendments of one threshold could be voted against the same charter. The first raises it;
    the second, voted under the lower one, must not take it down again. Nor does what members read
    in a notice hold for a charter that they had not seen then.

    Returns:
        None; or the first refusal, in the order: majority and turnout, base.
    Source: house, kernel: the ratchet holds on the day of execution too, and an amendment names
        the version that it edits.
    """
    poll = books.get(Poll, act.mandate.removeprefix("mandate-"))
    found = amendment_of(books, act.changes, act.texts, case)
    if poll is None or isinstance(found, Refusal):
        return None  # the rule itself says so
    charter = charter_of(books)
    majority = majority_for(charter, act.changes, found.tier)
    turnout = turnout_for(charter, act.changes, found.tier)
    if _is_as_hard(poll.majority, majority) and _is_as_hard(poll.turnout, turnout):
        proposal = books.get(Proposal, poll.proposal)
        assert proposal is not None, f"the proposal {poll.proposal} was never made"
        return base_refusal(books, proposal)
    return Refusal(
        "assembly.harder_now", article_of(books),
        f"The poll {poll.poll} was held under a majority of {poll.majority} and a turnout of "
        f"{poll.turnout or 'the quorum'}; the charter now in force asks for {majority} and "
        f"{turnout or 'the quorum'}.",
        "Propose the amendment again, against the charter in force.",
    )  # fmt: skip


def _is_as_hard(held: str, needed: str) -> bool:
    return not needed or (bool(held) and harder(held, needed) == held)
