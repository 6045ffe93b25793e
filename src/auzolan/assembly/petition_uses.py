"""What carried petitions are used for: calling an assembly, adding an item to a called one.

Both are asked for by the author of the petition, once. The notice itself is that of every meeting.
"""

from __future__ import annotations

import msgspec

from auzolan.assembly.acts import AddItem, Call, Called, Convene, ItemAdded
from auzolan.assembly.life import meetings_article_of
from auzolan.assembly.meeting_rules import dry_run_refusal, item_terms, notice
from auzolan.assembly.petition_rules import (
    ADD_ITEM,
    CALL,
    lapse_refusal,
    other_text_refusal,
    petition_unknown,
)
from auzolan.assembly.state import ASSEMBLY, CARRIED, Meeting, PetitionRow, Proposal
from auzolan.assembly.terms import MEMBERS_MEET
from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS, iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.record.case import Case
from auzolan.record.entries import Act, Fact

ITEMS_MAX = 50
"""As many items as a notice may name."""


def decide_convene(books: Books, act: Convene, case: Case) -> tuple[Fact, ...] | Refusal:
    """Give notice of the assembly that a carried petition asked for.

    Returns:
        `Called`, as for any other meeting; or the first refusal, of the petition and then of the
        notice.
    Source: charter, article on meetings; Basque Act 11/2019, art. 35(3).
    """
    petition = _usable(books, act.petition, CALL, case)
    if isinstance(petition, Refusal):
        return petition
    return notice(
        books, case, meeting=act.meeting, organ=ASSEMBLY, agenda=act.agenda,
        opens_at=act.opens_at, second_call_at=act.second_call_at, dry_run=act.dry_run,
    )  # fmt: skip


def decide_add_item(books: Books, act: AddItem, case: Case) -> tuple[Fact, ...] | Refusal:
    """Add the item that a carried petition asked for to the agenda of a called assembly.

    Returns:
        `ItemAdded` with its terms from today's charter; its roll is that of the meeting.
    Source: charter, article on meetings; Basque Act 11/2019, art. 35(4).
    """
    meeting = books.get(Meeting, act.meeting)
    if meeting is None:
        return meeting_unknown(books, act.meeting)
    petition = _usable(books, act.petition, ADD_ITEM, case)
    if isinstance(petition, Refusal):
        return petition
    if petition.about != act.proposal:
        return Refusal(
            "assembly.petition_about_another", meetings_article_of(books),
            f"The petition {act.petition} is about {petition.about}, not about {act.proposal}.",
            f"Add {petition.about}, or begin a petition for {act.proposal}.",
        )  # fmt: skip
    refusal = other_text_refusal(books, petition)
    refusal = refusal or _agenda_refusal(books, meeting, case.at)
    if refusal is not None:
        return refusal
    item = item_terms(books, case, act.proposal, organ=meeting.organ, opens_at=meeting.opens_at)
    if isinstance(item, Refusal):
        return item
    refusal = dry_run_refusal(books, case, (act.proposal,), act.dry_run)
    return refusal or (ItemAdded(act.meeting, item),)


def meeting_unknown(books: Books, name: str) -> Refusal:
    """There is no such meeting."""
    return Refusal(
        "assembly.meeting_unknown", meetings_article_of(books),
        f"No notice was given of a meeting {name}.", "Check the id of the meeting.",
    )  # fmt: skip


def apply_convened(books: Books, case: Case, act: Call | Convene, fact: Called) -> None:
    """Write down that a petition for an assembly had its effect."""
    if isinstance(act, Convene):
        _use(books, act.petition)


def apply_petition_added(books: Books, case: Case, act: Act, fact: ItemAdded) -> None:
    """Write down that a petition for an item had its effect; a recall needs none."""
    if isinstance(act, AddItem):
        _use(books, act.petition)


def _use(books: Books, name: str) -> None:
    petition = books.get(PetitionRow, name)
    assert petition is not None, f"nobody began the petition {name}"
    books.put(msgspec.structs.replace(petition, used=1))


def _usable(books: Books, name: str, kind: str, case: Case) -> PetitionRow | Refusal:
    """The petition, where its author may use it now; else the first refusal."""
    article = meetings_article_of(books)
    petition = books.get(PetitionRow, name)
    if petition is None:
        return petition_unknown(books, name)
    if petition.kind != kind:
        return Refusal(
            "assembly.petition_of_another_kind", article,
            f"The petition {name} is one to {petition.kind}, and this needs one to {kind}.",
            "Begin a petition for this.",
        )  # fmt: skip
    if case.actor != petition.author:
        return Refusal(
            "assembly.not_the_author", article,
            f"The petition {name} was begun by {petition.author}, not by {case.actor}.",
            "Ask its author.",
        )  # fmt: skip
    if petition.state != CARRIED:
        return Refusal(
            "assembly.petition_not_carried", article,
            f"The petition {name} has {petition.signatures} of the {petition.needed} signatures "
            "that it needs.",
            "Ask other members to sign it.",
        )  # fmt: skip
    if petition.used:
        return Refusal(
            "assembly.petition_used", article,
            f"The petition {name} has had its effect.", "Begin another one.",
        )  # fmt: skip
    lapsed = lapse_refusal(books, petition, case.at)
    return lapsed if lapsed is not None else petition


def _agenda_refusal(books: Books, meeting: Meeting, at: int) -> Refusal | None:
    """Why nothing can be added to this agenda any more, or None."""
    article = meetings_article_of(books)
    days = charter_of(books).meetings.agenda_days
    fixed_at = min(meeting.record_at + days * DAY_MS, meeting.opens_at)
    if meeting.organ not in MEMBERS_MEET or at >= fixed_at:
        return Refusal(
            "assembly.agenda_fixed", article,
            f"Members may add to the agenda of an assembly within {days} days of its notice and "
            f"before it begins; that of {meeting.meeting} was fixed on {iso_from_moment(fixed_at)}.",
            "Have the item put on the agenda of the next assembly.",
        )  # fmt: skip
    if books.count(Proposal, meeting=meeting.meeting) >= ITEMS_MAX:
        return Refusal(
            "assembly.agenda_full", article,
            f"The agenda of {meeting.meeting} has {ITEMS_MAX} items.",
            "Have the item put on the agenda of the next assembly.",
        )  # fmt: skip
    return None
