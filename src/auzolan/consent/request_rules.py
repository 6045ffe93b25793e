"""The rules of the rights desk: a request has a due date, and an answer that is not her own.

They judge no request. Whether what was asked for is due to her is for the office of data to say,
for the members' organs to hear, and for the authority behind both.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.state import charter_of
from auzolan.consent.request_acts import (
    MORE_TIME,
    AnswerRequest,
    RequestAnswered,
    Requested,
    RequestRight,
)
from auzolan.consent.speaking import refused_guardian
from auzolan.consent.state import OPEN, Guardian, RightsRequest
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS, iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.members.state import Member
from auzolan.record.case import Case
from auzolan.record.entries import Fact

EXTENDED_TIMES = 3
"""How many times the days for an answer there are at most: a month, and two further ones."""


def decide_request(books: Books, act: RequestRight, case: Case) -> tuple[Fact, ...] | Refusal:
    """Open a request, due after the days that the charter gives.

    Args:
        books: the state before the act.
        act: who asks for what.
        case: place, time and actor.
    Returns:
        `Requested` with the moment by which it is answered, or the refusal.
    Source: Regulation (EU) 2016/679, arts. 12(3) and 15 to 22; charter, article on consent.
    """
    article, days = _article(books), charter_of(books).consent.answer_days
    # Who has left keeps these rights, so standing is not asked for.
    if books.get(Member, act.member) is None:
        return Refusal(
            "consent.no_such_member", f"Art. {charter_of(books).membership.number}",
            f"There is no member {act.member}.",
            "Only who belongs or belonged has data here.",
        )  # fmt: skip
    refused = refused_guardian(books, act.member, act.guardian, case.at)
    if refused is not None:
        return refused
    if books.get(RightsRequest, act.request) is not None:
        return Refusal(
            "consent.request_exists", article,
            f"There is a request {act.request} already.",
            "Ask under another id.",
        )  # fmt: skip
    still = [
        one
        for one in books.find(RightsRequest, member=act.member)
        if one.state == OPEN and one.asks == act.asks
    ]
    if still:
        return Refusal(
            "consent.asked_already", article,
            f"{still[0].request} asks for the same, and is answered "
            f"by {iso_from_moment(still[0].due)[:10]}.",
            "Wait for the answer, or ask for something else.",
        )  # fmt: skip
    return (Requested(act.request, act.member, case.at + days * DAY_MS),)


def apply_requested(books: Books, case: Case, act: RequestRight, fact: Requested) -> None:
    """Write the request down."""
    books.add(
        RightsRequest(
            request=fact.request, member=fact.member, asks=act.asks, state=OPEN,
            asked_at=case.at, due=fact.answer_by, extended=0, answered_at=-1, entry=case.seq, answer=-1,
        )
    )  # fmt: skip


def decide_answer(books: Books, act: AnswerRequest, case: Case) -> tuple[Fact, ...] | Refusal:
    """Answer a request, or take more time once; who asked does not answer herself.

    Args:
        books: the state before the act.
        act: request and outcome.
        case: place, time and actor.
    Returns:
        `RequestAnswered`, or the refusal.
    Source: Regulation (EU) 2016/679, art. 12(3) and (4): within a month; two further months where
        necessary, said within the first.
    """
    article = _article(books)
    asked = books.get(RightsRequest, act.request)
    if asked is None:
        return Refusal(
            "consent.no_such_request", article,
            f"There is no request {act.request}.",
            "List them with: auzolan consent requests",
        )  # fmt: skip
    guardian = books.get(Guardian, asked.member)
    if case.actor == asked.member or (guardian is not None and case.actor == guardian.guardian):
        return Refusal(
            "consent.own_request", article,
            f"{act.request} is about {asked.member}, for whom {case.actor} speaks.",
            "Let somebody else in the office of data answer it.",
        )  # fmt: skip
    if asked.state != OPEN:
        return Refusal(
            "consent.answered_already", article,
            f"Entry {asked.answer} answered {act.request}.",
            "Nothing is left to do; she can ask again.",
        )  # fmt: skip
    if act.outcome != MORE_TIME:
        return (RequestAnswered(act.request, asked.member, 0),)
    if asked.extended:
        return Refusal(
            "consent.extended_already", article,
            f"{act.request} was given more time at entry {asked.answer}, "
            f"until {iso_from_moment(asked.due)[:10]}.",
            "Answer it.",
        )  # fmt: skip
    if case.at > asked.due:
        return Refusal(
            "consent.extended_too_late", article,
            f"{act.request} was due on {iso_from_moment(asked.due)[:10]}.",
            "More time is taken before that day; answer it now.",
        )  # fmt: skip
    days = EXTENDED_TIMES * charter_of(books).consent.answer_days
    more = asked.asked_at + days * DAY_MS
    return (RequestAnswered(act.request, asked.member, more),)


def apply_answered(books: Books, case: Case, act: AnswerRequest, fact: RequestAnswered) -> None:
    """Write the answer down, or until when there is more time."""
    asked = books.get(RightsRequest, fact.request)
    assert asked is not None, f"{fact.request} was answered without having been asked"
    if fact.answer_by:
        kept = msgspec.structs.replace(asked, due=fact.answer_by, extended=1, answer=case.seq)
    else:
        kept = msgspec.structs.replace(
            asked, state=act.outcome, answered_at=case.at, answer=case.seq
        )
    books.put(kept)


def _article(books: Books) -> str:
    return f"Art. {charter_of(books).consent.number}"
