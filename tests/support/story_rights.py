"""The sentences about the rights desk, and their checks.

Each turns into acts as a door of the house would send them; nothing is decided here.
"""

from __future__ import annotations

from auzolan.consent.request_acts import AnswerRequest, RequestRight
from auzolan.consent.state import RightsRequest
from auzolan.foundation.moments import day_from_moment
from support.story_checks import CHECKS
from support.story_people import ACTS, SEALED
from support.story_teller import Teller

says, holds = ACTS.says, CHECKS.says


@says("{who:who} asks the rights desk to {asks:word} as {request:thing}, saying {words:text}")
def asks_desk(t: Teller, *, who: str, asks: str, request: str, words: str) -> None:
    t.ask(who, RequestRight(request, t.id(who), asks, SEALED), {"words": words})


@says("{who:who} asks the rights desk for {whom:who} as {request:thing}, saying {words:text}")
def asks_desk_for_other(t: Teller, *, who: str, whom: str, request: str, words: str) -> None:
    t.ask(who, RequestRight(request, t.id(whom), "see", SEALED), {"words": words})


@says("{who:who} answers {request:thing} with {outcome:word}, saying {words:text}")
def answers_request(t: Teller, *, who: str, request: str, outcome: str, words: str) -> None:
    t.ask(who, AnswerRequest(request, outcome, SEALED), {"words": words})


@holds("{request:thing} is due on {day:day}")
def due_on(t: Teller, request: str, day: str) -> None:
    t.same("the day", day, day_from_moment(t.row(RightsRequest, request).due))


@holds("the request {request:thing} stands {state:word}")
def request_stands(t: Teller, request: str, state: str) -> None:
    t.same("state", state, t.row(RightsRequest, request).state)
