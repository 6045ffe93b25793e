"""Carrying out what was voted about uses: a strike, its end, what a group says.

Whether it was voted, and may be carried out, the rules say.
"""

from __future__ import annotations

from auzolan.consent.group_acts import DecideForGroup, GroupDecision
from auzolan.consent.strike_acts import EndStrike, Strike, StrikeTerms
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, named
from auzolan.house.desk import Desk
from auzolan.house.submission import Receipt


def strike(desk: Desk, *, actor: str, mandate: str, terms: StrikeTerms) -> Receipt | Refusal:
    """Begin a strike that the members voted."""
    return ask(desk, named("strike", terms.strike, mandate), actor, Strike(mandate, terms))


def end_strike(desk: Desk, *, actor: str, mandate: str, strike: str) -> Receipt | Refusal:
    """End a strike, as the members voted."""
    return ask(desk, named("end-strike", strike, mandate), actor, EndStrike(mandate, strike))


def decide_for_group(
    desk: Desk, *, actor: str, mandate: str, decision: GroupDecision
) -> Receipt | Refusal:
    """Carry out what a group voted."""
    act = DecideForGroup(mandate, decision)
    return ask(desk, named("decide-for-group", mandate), actor, act)
