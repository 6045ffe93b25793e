"""Who listens when acts are asked for: the log and the figures, never the desk itself.

The desk says here what it was asked and what came of it, as tags and codes. Actors, ids and words stay
with the desk. Nobody listens in a command; a server adds listeners at its start.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from auzolan.foundation.refusals import Refusal
from auzolan.house.submission import Receipt, Submission

ACCEPTED, REPEATED = "accepted", "repeated"


class Asked(msgspec.Struct, frozen=True):
    """One act as it may be told of.

    Attributes:
        act: its tag, as `consent.grant/1`.
        outcome: `accepted`, `repeated` for an id that had its answer already, or a refusal's code.
    """

    act: str
    outcome: str


Listener = Callable[[Sequence[Asked], float], None]
"""Told of the acts of one call to the desk, and of the seconds until they were durable."""

_LISTENERS: list[Listener] = []


def listen(listener: Listener) -> None:
    """Let somebody hear of every call to the desk in this process, from now on.

    Args:
        listener: returns at once and raises nothing; added once however often it is named.
    """
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)


def stop_listening(listener: Listener) -> None:
    """Tell somebody no more; nothing happens where she was not told."""
    if listener in _LISTENERS:
        _LISTENERS.remove(listener)


def tell_acts(
    submissions: Sequence[Submission], answers: Sequence[Receipt | Refusal], seconds: float
) -> None:
    """Tell the listeners of one call to the desk.

    Args:
        submissions: what was asked.
        answers: what came of it, in the same order.
        seconds: how long it took, waiting for the turn included.
    """
    if not _LISTENERS:
        return
    asked = [
        Asked(tag_of(one), outcome_of(answer))
        for one, answer in zip(submissions, answers, strict=True)
    ]
    for listener in tuple(_LISTENERS):
        listener(asked, seconds)


def tag_of(submission: Submission) -> str:
    """The tag of the act that is asked for."""
    return str(type(submission.act).__struct_config__.tag)


def outcome_of(answer: Receipt | Refusal) -> str:
    """What came of an act, in one word or a refusal's code."""
    if isinstance(answer, Refusal):
        return answer.code
    return REPEATED if answer.repeated else ACCEPTED
