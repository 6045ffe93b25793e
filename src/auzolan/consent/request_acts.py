"""What members can ask about their data, and how the office answers; each with a due date.

The words of both are sealed: the record shows that something was asked, and by when it was answered,
never what about.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Id, NoneOrId
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import Sealed

SEE, EXPLAIN, CORRECT, MOVE = "see", "explain", "correct", "move"
STOP, BE_PAID, BE_HEARD = "stop", "be-paid", "be-heard"
ASKS = (SEE, EXPLAIN, CORRECT, MOVE, STOP, BE_PAID, BE_HEARD)
"""What can be asked for, in the order in which it is shown."""

DONE, REFUSED, MORE_TIME = "done", "refused", "more-time"

Asks = Annotated[str, Meta(pattern=r"\A(see|explain|correct|move|stop|be-paid|be-heard)\Z")]
Outcome = Annotated[str, Meta(pattern=r"\A(done|refused|more-time)\Z")]


class RequestRight(Act, frozen=True, gc=False, tag="consent.request/1"):
    """Ask the office of data for something about one's own data.

    Attributes:
        request: its id.
        member: who asks, also after she has left.
        asks: to see what is held, to have it explained, corrected or handed over, to have its use
            stopped, to be paid, or to be heard about a decision.
        words: what exactly, and why where she wants to say it.
        guardian: who speaks for her, where she does not speak herself.
    """

    request: Id
    member: Id
    asks: Asks
    words: Sealed
    guardian: NoneOrId = ""

    def person(self) -> str:
        """Who asks: the member, or who speaks for her."""
        return self.guardian or self.member


class AnswerRequest(Act, frozen=True, gc=False, tag="consent.answer/1"):
    """Answer a request: it is done, refused with reasons, or needs more time, once.

    Attributes:
        request: the request.
        outcome: what comes of it.
        words: what was done; why it was not, and where she can complain; or why it takes longer.
    """

    request: Id
    outcome: Outcome
    words: Sealed


class Requested(Fact, frozen=True, gc=False, tag="consent.requested/1"):
    """A request is open, and answered by this moment."""

    request: Id
    member: Id
    answer_by: Whole


class RequestAnswered(Fact, frozen=True, gc=False, tag="consent.answered/1"):
    """A request has an answer; `answer_by` is 0, or the moment by which there will be one after all."""

    request: Id
    member: Id
    answer_by: Whole
