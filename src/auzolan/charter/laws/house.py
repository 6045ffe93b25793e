"""How members decide when a co-operative begins, and what the house demands under every law.

The house asks for what keeps a vote a vote: nobody decides alone, no minority decides for all, no
decision runs before it could be questioned, no pause becomes a habit. Laws add to this.
"""

from __future__ import annotations

from auzolan.charter.article import Tier
from auzolan.charter.deciding import Decisions, Meetings, Organs
from auzolan.charter.laws.bound import AT_LEAST, AT_MOST, Limit

YEAR = 365
"""Days; a term of years is counted in these, so that a leap day never makes it unlawful."""

_THREE_YEARS, _FOUR_YEARS = 3 * YEAR, 4 * YEAR

DECISIONS = Decisions(
    number=5, tier=Tier.ENTRENCHED,
    policy_majority=">1/2", policy_cooling_days=3,
    bylaw_majority=">=3/5", bylaw_cooling_days=14,
    entrenched_majority=">=2/3", entrenched_turnout=">=1/2",
    entrenched_cooling_days=30, reading_gap_days=30,
    structural_majority=">=2/3", structural_attendance=">=3/4",
    first_call_quorum=">1/2", second_call_quorum=">=1/10", second_call_votes=100,
    poll_days=7, late_hours=24, extension_hours=48, mandate_days=90,
    endorsements=0, confirming_bp=1_000, challenge_days=YEAR,
    suspension_large_bp=1_000, suspension_large_from=50,
    suspension_middle_bp=1_500, suspension_middle_from=9, suspension_small_bp=2_000,
)  # fmt: skip
MEETINGS = Meetings(
    number=9, tier=Tier.BYLAW,
    notice_days=10, notice_days_max=60, call_gap_minutes=30,
    convene_bp=2_000, agenda_bp=1_000, agenda_days=5, proxies_max=2, secret_bp=1_000,
    collaborators_votes="<1/2", inactive_votes="<=1/5",
)  # fmt: skip
ORGANS = Organs(
    number=10, tier=Tier.BYLAW,
    council_seats=3, council_term_days=_FOUR_YEARS,
    monitoring_seats=0, monitoring_term_days=_THREE_YEARS, monitoring_from=100,
    social_seats=0, social_term_days=_FOUR_YEARS,
    appeals_seats=3, appeals_term_days=_FOUR_YEARS,
    delegates_from=500, delegates_seats=0, delegates_term_days=_THREE_YEARS,
    recall_majority=">=2/3", emergency_days=14,
)  # fmt: skip

_MAJORITY = "house, kernel: no minority decides for all"
_QUORUM = "house, kernel: nobody decides alone"
_TIME = "house, kernel: there is time to vote and to carry out"
_SECOND_LOOK = "house, kernel: what is entrenched is looked at twice"
_PETITION = "house, kernel: a tenth may ask for a confirming vote"
_COUNTED = "house, kernel: a challenge has its time"
_VOICE = "house, kernel: a fifth may have an assembly called"
_CONTROL = "house, kernel: those who bring data or work keep the majority"
_FEW = "house, kernel: no few decide for all"
_PAUSE = "house, kernel: an emergency can only restrict, and not for long"

HOUSE = (
    Limit("decisions.policy_majority", AT_LEAST, ">1/2", _MAJORITY),
    Limit("decisions.bylaw_majority", AT_LEAST, ">1/2", _MAJORITY),
    Limit("decisions.entrenched_majority", AT_LEAST, ">1/2", _MAJORITY),
    Limit("decisions.structural_majority", AT_LEAST, ">1/2", _MAJORITY),
    Limit("organs.recall_majority", AT_LEAST, ">1/2", _MAJORITY),
    # With a tenth, two must take part in a group of twenty, the smallest that this is made for.
    Limit("decisions.first_call_quorum", AT_LEAST, ">=1/10", _QUORUM),
    Limit("decisions.second_call_quorum", AT_LEAST, ">=1/10", _QUORUM),
    Limit("decisions.second_call_votes", AT_LEAST, 20, _QUORUM),
    Limit("decisions.poll_days", AT_LEAST, 1, _TIME),
    Limit("decisions.mandate_days", AT_LEAST, 1, _TIME),
    Limit("decisions.policy_cooling_days", AT_LEAST, 1, _TIME),
    Limit("decisions.bylaw_cooling_days", AT_LEAST, 1, _TIME),
    Limit("decisions.entrenched_cooling_days", AT_LEAST, 1, _SECOND_LOOK),
    Limit("decisions.reading_gap_days", AT_LEAST, 1, _SECOND_LOOK),
    Limit("decisions.confirming_bp", AT_LEAST, 1, _PETITION),
    Limit("decisions.confirming_bp", AT_MOST, 1_000, _PETITION),
    Limit("decisions.challenge_days", AT_LEAST, 30, _COUNTED),
    Limit("decisions.suspension_large_bp", AT_MOST, 2_000, _COUNTED),
    Limit("decisions.suspension_middle_bp", AT_MOST, 2_000, _COUNTED),
    Limit("decisions.suspension_small_bp", AT_MOST, 2_000, _COUNTED),
    Limit("meetings.notice_days", AT_LEAST, 1, _TIME),
    # Whoever waits longer for a meeting than members can remember never comes to vote.
    Limit("meetings.notice_days", AT_MOST, 60, _TIME),
    Limit("meetings.notice_days_max", AT_MOST, YEAR, _TIME),
    Limit("meetings.convene_bp", AT_MOST, 2_000, _VOICE),
    Limit("meetings.agenda_bp", AT_MOST, 2_000, _VOICE),
    Limit("meetings.agenda_days", AT_LEAST, 1, _VOICE),
    Limit("meetings.collaborators_votes", AT_MOST, "<1/2", _CONTROL),
    Limit("meetings.inactive_votes", AT_MOST, "<1/2", _CONTROL),
    Limit("organs.council_term_days", AT_LEAST, 30, _TIME),
    Limit("organs.monitoring_term_days", AT_LEAST, 30, _TIME),
    Limit("organs.social_term_days", AT_LEAST, 30, _TIME),
    Limit("organs.appeals_term_days", AT_LEAST, 30, _TIME),
    Limit("organs.monitoring_from", AT_LEAST, 1, _FEW),
    Limit("organs.delegates_seats", AT_LEAST, 20, _FEW, unless=0),
    Limit("organs.delegates_term_days", AT_LEAST, 30, _TIME),
    Limit("organs.emergency_days", AT_MOST, 14, _PAUSE),
)
"""What the house demands of every charter; no law and no vote takes it away."""
