"""The roll of a poll: who may vote in it, by class, and what of her class her tag must show.

Members as of the notice, in the class and section that they had then, who still belong when the
poll opens; without those who declared an interest and those whom the measure is about. On what a group
says only its members vote. Who holds which tag is known to nothing in this room.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from auzolan.assembly.counting.capped import votes_held
from auzolan.assembly.counting.yes_no import Base, Part
from auzolan.assembly.measures import concerned_by, measure_from_text
from auzolan.assembly.resolutions import Elect, GroupDecides, Measure
from auzolan.assembly.state import ASSEMBLY, DELEGATES, Interest, Meeting, Proposal
from auzolan.charter.offices import holders_of
from auzolan.charter.organs import office_of
from auzolan.charter.thresholds import read_part
from auzolan.consent.group_rules import SECRET_FROM, members_since
from auzolan.foundation.books import Books
from auzolan.members.state import ACTIVE, COLLABORATOR, FULL, INACTIVE, Member, as_of


def roll_of(books: Books, proposal: Proposal, meeting: Meeting, at: int) -> list[Member]:
    """Everybody who may vote on an item when its poll opens, in order of id.

    Args:
        books: the state.
        proposal: the item.
        meeting: the meeting, whose notice fixed the record date.
        at: the moment at which the poll opens.
    Returns:
        Their rows.
    Source: charter, articles on decisions and on meetings: one member, one vote.
    """
    without = {
        one.member
        for one in books.find(Interest, proposal=proposal.proposal)
        if one.revision == proposal.revision  # whoever revises a draft takes no vote from others
    }
    measure = measure_from_text(proposal.measure)
    without |= concerned_by(measure)
    members = books.find(Member, standing=ACTIVE)
    if meeting.organ != ASSEMBLY:
        holders = holders_of(books, office_of(meeting.organ), at)
        members = [one for one in members if one.member in holders]
    members = as_of(books, members, meeting.record_at)
    if isinstance(measure, Elect) and measure.organ == DELEGATES:
        members = [one for one in members if one.section == measure.section]
    if isinstance(measure, GroupDecides):
        group = members_since(books, measure.decision.group_id, meeting.record_at)
        members = [one for one in members if one.member in group]
    return [one for one in members if one.since <= meeting.record_at and one.member not in without]


def caps_of(meeting: Meeting) -> dict[str, Part]:
    """The greatest part of the roll's votes that each capped class may have; none in an organ.

    A cap is a part of who could vote, not of who came: what a member's vote counts for is known
    before anybody votes, and classes need not be shown where no cap binds.
    """
    if meeting.organ != ASSEMBLY:
        return {}
    written = {COLLABORATOR: meeting.collaborators_votes, INACTIVE: meeting.inactive_votes}
    return {name: _part(text) for name, text in written.items()}


def worth_of(roll: Mapping[str, int], caps: Mapping[str, Part]) -> dict[str, Fraction]:
    """What one vote of each class counts for, once no class holds more than its cap.

    Args:
        roll: members on the roll by class.
        caps: as `caps_of` gives them.
    Returns:
        1 for a class that its cap does not bind, else less. Where nobody's class is free of a cap
        there is nobody to protect, and each vote counts for 1.
    """
    held = votes_held(roll, {name: cap for name, cap in caps.items() if name in roll})
    if not any(held.values()):
        held = {name: Fraction(number) for name, number in roll.items()}
    return {name: Fraction(held[name], roll[name]) if roll[name] else Fraction(1) for name in roll}


def least_roll(measure: Measure) -> int:
    """The fewest members on the roll of a poll on a measure: of a group's vote all know the roll.

    Who belongs to a group is open, and between two each vote would be known to the other.
    """
    return SECRET_FROM if isinstance(measure, GroupDecides) else 1


def shown_classes(roll: Sequence[Member], meeting: Meeting, measure: Measure) -> list[str]:
    """The class that each member's tag shows: her own where a cap binds it, else `full`.

    A ballot of a class of one would be no secret, so a class is shown only where the count needs
    it: where its votes count for less. In a group, whose rows they are, each vote counts for one.

    Args:
        roll: as `roll_of` gives it.
        meeting: the meeting.
        measure: what is voted on.
    Returns:
        A class for each, in the same order.
    """
    if isinstance(measure, GroupDecides):
        return [FULL] * len(roll)
    counts = Counter(one.class_name for one in roll)
    worth = worth_of(counts, caps_of(meeting))
    return [one.class_name if worth[one.class_name] != 1 else FULL for one in roll]


def _part(text: str) -> Part:
    bounded = read_part(text)
    return Part(bounded.part, bounded.strictly, Base.ROLL)
