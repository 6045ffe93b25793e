"""What a pure rule may know of its moment: place, time, actor, and a maker of annexes."""

from __future__ import annotations

from dataclasses import dataclass

from auzolan.foundation.moments import Moment
from auzolan.record.annexes import Annexes


@dataclass(frozen=True, slots=True)
class Case:
    """The circumstances of one act.

    Attributes:
        seq: the place that its entry will have.
        at: the moment that its entry will carry.
        actor: a member id, a one-time tag, or `operator`.
        annexes: makes annexes that belong to the answer, reads those that acts refer to.
    """

    seq: int
    at: Moment
    actor: str
    annexes: Annexes
