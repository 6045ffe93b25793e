"""What a group would say, as the page of a proposal shows it. It decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

from auzolan.assembly.resolutions import GroupDecides
from auzolan.consent.acts import Price, Scope, Terms
from auzolan.consent.group_acts import GroupLift, GroupPermit


@dataclass(frozen=True, slots=True)
class SaidByGroup:
    """A group's word.

    Attributes:
        group_id: the group.
        permits: whether it is a yes.
        lifts: the statement that it takes back; empty for a yes and a no.
        scope: which rows; None where something is taken back.
        terms: what is meant; likewise.
        floor: the least price of a sale, None for none.
        credit: whether the people are to be named.
    """

    group_id: str
    permits: bool = False
    lifts: str = ""
    scope: Scope | None = None
    terms: Terms | None = None
    floor: Price | None = None
    credit: bool = False


def said_in(measure: GroupDecides) -> SaidByGroup:
    """What a measure has a group say."""
    decision = measure.decision
    if isinstance(decision, GroupLift):
        return SaidByGroup(decision.group_id, lifts=decision.statement)
    if isinstance(decision, GroupPermit):
        return SaidByGroup(
            decision.group_id, permits=True, scope=decision.scope, terms=decision.terms,
            floor=decision.floor, credit=decision.credit,
        )  # fmt: skip
    return SaidByGroup(decision.group_id, scope=decision.scope, terms=decision.terms)
