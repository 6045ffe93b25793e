"""How members decide, as typed charter data: majorities, meetings, organs.

Every number is a clause that a vote can change, within the bounds of the law of the preset, which
`laws` holds. Who carries a rule out is said by the charter's rights, the counting by the assembly.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from auzolan.charter.article import Article, Bp, Days, People
from auzolan.charter.thresholds import Cap, NoneOrThreshold, Threshold

Hours = Annotated[int, Meta(ge=0, le=8_760)]
Minutes = Annotated[int, Meta(ge=0, le=10_080)]
Seats = Annotated[int, Meta(ge=0, le=99)]


class Decisions(Article, frozen=True, kw_only=True):
    """What carries a measure, by tier, and what follows until it may be carried out.

    Majorities are of the valid votes, yes and no; blanks and abstentions are not valid votes.

    Attributes:
        policy_majority: for measures of tier 3, and what has no tier of its own.
        policy_cooling_days: from the certified result to its execution; so the two below.
        bylaw_majority: for tier 2.
        entrenched_majority: for tier 1.
        entrenched_turnout: part of the roll that must take part, tier 1.
        reading_gap_days: a measure of tier 1 is voted twice, at least so many days apart.
        structural_majority: for merger, split, transformation and the end of the co-operative ...
        structural_attendance: ... unless this part of the roll takes part; empty for no relief.
        first_call_quorum: part of the roll that must take part before the second call.
        second_call_quorum: part of the roll after the second call ...
        second_call_votes: ... or so many votes, whichever is less.
        poll_days: from the opening of a poll to its end.
        late_hours: where the quorum is reached in the last hours of a poll ...
        extension_hours: ... its end is put off once by these; 0 for never.
        mandate_days: a decision not carried out within so many days lapses; so does a petition.
        endorsements: how many members besides its author must endorse a draft.
        confirming_bp: part of the members who, in the cooling-off, force a confirming vote.
        challenge_days: for so long a decision may be challenged; then the ballots' tags go.
        suspension_large_bp: part of more than `suspension_large_from` members who may ask to suspend
            a challenged decision; so the two below.
    """

    policy_majority: Threshold
    policy_cooling_days: Days
    bylaw_majority: Threshold
    bylaw_cooling_days: Days
    entrenched_majority: Threshold
    entrenched_turnout: Threshold
    entrenched_cooling_days: Days
    reading_gap_days: Days
    structural_majority: Threshold
    structural_attendance: NoneOrThreshold
    first_call_quorum: Threshold
    second_call_quorum: Threshold
    second_call_votes: People
    poll_days: Days
    late_hours: Hours
    extension_hours: Hours
    mandate_days: Days
    endorsements: People
    confirming_bp: Bp
    challenge_days: Days
    suspension_large_bp: Bp
    suspension_large_from: People
    suspension_middle_bp: Bp
    suspension_middle_from: People
    suspension_small_bp: Bp


class Meetings(Article, frozen=True, kw_only=True):
    """How an assembly is called, who may call it, and whose votes are bounded.

    Attributes:
        notice_days: least days from the notice to the first call.
        notice_days_max: most days.
        call_gap_minutes: least minutes from the first call to the second.
        convene_bp: part of the members who may have an assembly called.
        agenda_bp: part of the members who may add an item to the agenda ...
        agenda_days: ... within so many days of the notice.
        proxies_max: for how many others one member may vote.
        secret_bp: part of the members who may ask for a secret vote. Every poll is one.
        collaborators_votes: part of all votes that collaborators may have together.
        inactive_votes: part of all votes that inactive members may have together.
    """

    notice_days: Days
    notice_days_max: Days
    call_gap_minutes: Minutes
    convene_bp: Bp
    agenda_bp: Bp
    agenda_days: Days
    proxies_max: Annotated[int, Meta(ge=0, le=20)]
    secret_bp: Bp
    collaborators_votes: Cap
    inactive_votes: Cap


class Organs(Article, frozen=True, kw_only=True):
    """Who acts for the members between assemblies: seats, terms, recall, and when an organ is due.

    Attributes:
        council_seats: of the governing council; an organ of 0 seats does not exist.
        council_term_days: of each seat; so the others.
        monitoring_from: from so many members on there must be a monitoring commission.
        delegates_from: above so many members the assembly is one of delegates; 0 for never.
        delegates_seats: how many delegates, apportioned to their sections.
        recall_majority: to recall somebody when it was not on the agenda.
        emergency_days: most days of a pause that two organs agreed on, until members ratify it.
    """

    council_seats: Seats
    council_term_days: Days
    monitoring_seats: Seats
    monitoring_term_days: Days
    monitoring_from: People
    social_seats: Seats
    social_term_days: Days
    appeals_seats: Seats
    appeals_term_days: Days
    delegates_from: People
    delegates_seats: Annotated[int, Meta(ge=0, le=999)]
    delegates_term_days: Days
    recall_majority: Threshold
    emergency_days: Days
