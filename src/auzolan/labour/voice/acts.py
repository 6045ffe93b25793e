"""What can be asked to be heard about work: rate whom one worked for, answer the quarterly pulse.

Both are said under one-time tags. No act takes a rating or an answer away.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Id, NoneOrId
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import RestrictedText, Sealed

RATED = ("pay", "fairness", "speed-of-pay", "communication")
"""What an issuer of work is rated on, in the order of the scores."""
ASKED = ("pay", "hours", "safety", "say", "respect", "learning")
"""What the pulse asks about, in the order of the answers."""


class RateIssuer(Act, frozen=True, gc=False, tag="labour.rate/1"):
    """Rate whom one worked for, under the tag of a submission to it.

    `scores` are four from 0 to 5 with commas, in the order of `RATED`: 1 very bad, 5 very good, 0
    no opinion. A submission is rated once: where a figure over few people changed by one of them,
    it would show her.
    """

    submission: Id
    scores: RestrictedText
    words: Sealed


class OpenPulse(Act, frozen=True, gc=False, tag="labour.open_pulse/1"):
    """Ask every member how her work is, once a quarter, with one tag each.

    `tags` is an open annex `tags/2` as in a poll; `pulse` names the quarter, as `2026-q4`.
    """

    pulse: Id
    tags: AnnexRef
    days: Annotated[int, Meta(ge=7, le=60)]


class AnswerPulse(Act, frozen=True, gc=False, tag="labour.answer_pulse/1"):
    """Answer under one's tag: six from 0 to 5 with commas, in the order of `ASKED`."""

    pulse: Id
    answers: RestrictedText


class IssuerRated(Fact, frozen=True, gc=False, tag="labour.rated/1"):
    """An issuer of work was rated once more; empty where it is the co-operative itself."""

    issuer: NoneOrId


class PulseOpened(Fact, frozen=True, gc=False, tag="labour.pulse_opened/1"):
    """So many are asked, until then."""

    pulse: Id
    roll: Whole
    until_at: Whole


class PulseAnswered(Fact, frozen=True, gc=False, tag="labour.pulse_answered/1"):
    """One more has answered, or answered anew."""

    pulse: Id
