"""What a door does at the rights desk: hand in a request, hand in its answer, read what is due.

It decides nothing. The words of both go to the vault, where they can be erased.
"""

from __future__ import annotations

import msgspec

from auzolan.consent.request_acts import AnswerRequest, RequestRight
from auzolan.consent.state import OPEN, RightsRequest
from auzolan.foundation.moments import day_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, drawn, named
from auzolan.house.desk import Desk
from auzolan.house.rooms.members.flows import UNSEALED
from auzolan.house.storage.reader import Reader
from auzolan.house.submission import Receipt


class RequestLine(msgspec.Struct, frozen=True):
    """One request; `answer` is the entry of its latest answer, None where there is none yet."""

    request: str
    member: str
    asks: str
    state: str
    asked: str
    due: str
    overdue: bool
    extended: bool
    entry: int
    answer: int | None


def request_right(
    desk: Desk, *, member: str, asks: str, words: str, request: str = "", guardian: str = ""
) -> Receipt | Refusal:
    """Ask for something about one's data; the request gets a name where it was given none."""
    name = request or drawn(desk, "ask")
    act = RequestRight(name, member, asks, UNSEALED, guardian)
    return ask(desk, named("ask", name), guardian or member, act, {"words": words})


def answer_request(
    desk: Desk, *, actor: str, request: str, outcome: str, words: str
) -> Receipt | Refusal:
    """Answer a request, or take more time for it."""
    act = AnswerRequest(request, outcome, UNSEALED)
    return ask(desk, named("answer", request, outcome), actor, act, {"words": words})


def request_lines(
    reader: Reader, *, now: int, member: str = "", only_overdue: bool = False
) -> list[RequestLine]:
    """Requests in the order in which they are due, the answered ones last.

    Args:
        reader: of the folder.
        now: the moment, milliseconds since 1970, UTC.
        member: only hers; everybody's where empty.
        only_overdue: leave out what is answered or not due yet.
    """
    chosen = {"member": member} if member else {}
    rows = sorted(
        reader.rows(RightsRequest, **chosen),
        key=lambda one: (one.state != OPEN, one.due, one.entry),
    )
    lines = [_line(row, now) for row in rows]
    return [one for one in lines if one.overdue] if only_overdue else lines


def _line(row: RightsRequest, now: int) -> RequestLine:
    return RequestLine(
        request=row.request, member=row.member, asks=row.asks, state=row.state,
        asked=day_from_moment(row.asked_at), due=day_from_moment(row.due),
        overdue=row.state == OPEN and now > row.due, extended=bool(row.extended),
        entry=row.entry, answer=row.answer if row.answer >= 0 else None,
    )  # fmt: skip
