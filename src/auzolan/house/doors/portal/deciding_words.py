"""Words of the articles on decisions, meetings and organs: what of them a vote can change, and parts.

It holds words only; which clauses there are stands in the charter's room.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from auzolan.house.doors.portal.words import Words

FIELDS: Words = {
    "agenda_bp": _("Members who may add an item to an agenda"),
    "agenda_days": _("Days after the notice to add an item"),
    "appeals_seats": _("Seats in the appeals committee"),
    "appeals_term_days": _("Days of a term in the appeals committee"),
    "bylaw_cooling_days": _("Days that a bylaw cools off"),
    "bylaw_majority": _("Majority for bylaws"),
    "call_gap_minutes": _("Least minutes between the two calls"),
    "challenge_days": _("Days to challenge a decision"),
    "collaborators_votes": _("Votes of collaborators together"),
    "confirming_bp": _("Members who may force a confirming vote"),
    "convene_bp": _("Members who may have an assembly called"),
    "council_seats": _("Seats in the council"),
    "council_term_days": _("Days of a term in the council"),
    "delegates_from": _("Members above which delegates may meet, 0 for never"),
    "delegates_seats": _("Delegates"),
    "delegates_term_days": _("Days of a term as a delegate"),
    "emergency_days": _("Days that two organs may pause an act"),
    "endorsements": _("Members who must endorse a draft"),
    "entrenched_cooling_days": _("Days that an entrenched article cools off"),
    "entrenched_majority": _("Majority for entrenched articles"),
    "entrenched_turnout": _("Turnout for entrenched articles"),
    "extension_hours": _("Hours by which a late quorum puts the end off"),
    "first_call_quorum": _("Quorum on first call"),
    "inactive_votes": _("Votes of inactive members together"),
    "kinds": _("Kinds of rows"),
    "late_hours": _("Last hours in which a quorum counts as late"),
    "monitoring_from": _("Members from which there must be a monitoring commission"),
    "monitoring_seats": _("Seats in the monitoring commission"),
    "monitoring_term_days": _("Days of a term in the monitoring commission"),
    "notice_days": _("Least days of notice"),
    "notice_days_max": _("Most days of notice"),
    "policy_cooling_days": _("Days that a policy cools off"),
    "policy_majority": _("Majority for policies"),
    "proxies_max": _("Others whom a member may vote for"),
    "reading_gap_days": _("Days between two readings"),
    "recall_majority": _("Majority to recall somebody off the agenda"),
    "second_call_quorum": _("Quorum on second call"),
    "second_call_votes": _("Votes that do instead of it"),
    "secret_bp": _("Members who may ask for a secret vote"),
    "social_seats": _("Seats in the social council"),
    "social_term_days": _("Days of a term in the social council"),
    "structural_attendance": _("Turnout that relieves from it"),
    "structural_majority": _("Majority to merge, split, transform or end"),
    "suspension_large_bp": _("Members of a large co-operative who may ask to suspend"),
    "suspension_large_from": _("It is large above so many members"),
    "suspension_middle_bp": _("Members of a middle-sized one who may ask to suspend"),
    "suspension_middle_from": _("It is middle-sized above so many members"),
    "suspension_small_bp": _("Members of a small one who may ask to suspend"),
}

_COMPARISONS: Words = {
    ">": _("more than {part}"),
    ">=": _("{part} or more"),
    "<": _("less than {part}"),
    "<=": _("{part} at most"),
}


def part_words(part: str) -> str:
    """What people call a part such as `>=2/3`: 2/3 or more."""
    sign = part.rstrip("0123456789/")
    return str(_COMPARISONS[sign]).format(part=part.removeprefix(sign))
