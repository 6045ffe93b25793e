"""Under what a poll is held and counted: fixed when notice is given, from the charter then in force.

So no measure changes the terms of its own vote, and a charter that changes meanwhile does not
either. Nothing is counted.
"""

from __future__ import annotations

from auzolan.assembly.acts import PollRules, Terms
from auzolan.assembly.resolutions import (
    ChangeCharter,
    Choose,
    Dissolve,
    Elect,
    Measure,
    Restructure,
    SettleExit,
)
from auzolan.assembly.state import ASSEMBLY, DELEGATES, RANKED, YES_NO
from auzolan.charter.article import Tier
from auzolan.charter.articles import Charter
from auzolan.charter.distribution import Reason
from auzolan.charter.tiers import (
    cooling_days_of_tier,
    majority_for,
    majority_of_tier,
    turnout_for,
    turnout_of_tier,
)
from auzolan.foundation.moments import DAY_MS, HOUR_MS

MEMBERS_MEET = frozenset({ASSEMBLY, DELEGATES})
"""The organs in which members decide, themselves or by delegates."""

NO_NUMBER = 2**53 - 1
"""In the place of a number of votes that would do beside a part of the roll: none does."""


def kind_of(measure: Measure) -> str:
    """How a measure is voted on: by yes and no, or by ranking."""
    return RANKED if isinstance(measure, Elect | Choose) else YES_NO


def terms_of(charter: Charter, measure: Measure, *, proposal: str, poll: str, tier: int) -> Terms:
    """What a measure must reach, under this charter.

    Args:
        charter: the charter in force when notice is given.
        measure: what is voted on.
        proposal: the item's id.
        poll: its poll's id.
        tier: the measure's.
    Returns:
        The majority of its tier, or a harder one by the ratchet; that of a structural change where
        the co-operative is merged, split, transformed or wound up. To put somebody out needs the
        majority of entrenched articles: a narrow one could rid itself of the rest.
    Source: charter, article on decisions; Basque Act 11/2019, on majorities of the assembly.
    """
    majority, turnout = majority_of_tier(charter, tier), turnout_of_tier(charter, tier)
    unless_attendance, else_majority = "", ""
    if isinstance(measure, ChangeCharter):
        majority = majority_for(charter, measure.changes, tier)
        turnout = turnout_for(charter, measure.changes, tier)
    if isinstance(measure, SettleExit) and measure.terms.reason == Reason.EXPULSION:
        majority = charter.decisions.entrenched_majority
    if isinstance(measure, Restructure | Dissolve):
        unless_attendance, else_majority = charter.decisions.structural_attendance, majority
        majority = charter.decisions.structural_majority
    return Terms(
        proposal=proposal, poll=poll, kind=kind_of(measure), majority=majority, turnout=turnout,
        unless_attendance=unless_attendance, else_majority=else_majority,
    )  # fmt: skip


def poll_rules_of(charter: Charter, organ: str) -> PollRules:
    """What holds for all polls of a meeting of this organ, under this charter.

    A smaller organ than the assembly meets when its majority does, at either call, and its polls
    are never put off.

    Source: charter, articles on decisions and on meetings.
    """
    decisions, meetings = charter.decisions, charter.meetings
    first, second = decisions.first_call_quorum, decisions.second_call_quorum
    is_large = organ in MEMBERS_MEET
    return PollRules(
        first_call_quorum=first,
        second_call_quorum=second if is_large else first,
        second_call_votes=decisions.second_call_votes if is_large else NO_NUMBER,
        late_ms=decisions.late_hours * HOUR_MS if is_large else 0,
        extension_ms=decisions.extension_hours * HOUR_MS if is_large else 0,
        collaborators_votes=meetings.collaborators_votes,
        inactive_votes=meetings.inactive_votes,
    )


def poll_ms_of(charter: Charter) -> int:
    """How long a poll lasts, in milliseconds."""
    return charter.decisions.poll_days * DAY_MS


def cooling_ms_of(charter: Charter, *, tier: int, organ: str) -> int:
    """From the certified result to its execution; an organ's own orders need not cool off."""
    if tier == Tier.ORDER and organ not in MEMBERS_MEET:
        return 0
    return cooling_days_of_tier(charter, tier) * DAY_MS
