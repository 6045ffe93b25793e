"""What the fields of the assembly's doings can be, from the books as they stand, so that nobody types ids.

It reads little: lists of people come only where a co-operative is small enough for a list. Whether
something may be done at all, the rules say.
"""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.assembly.life import NEEDS
from auzolan.assembly.measures import measure_from_text
from auzolan.assembly.resolutions import Elect
from auzolan.assembly.state import (
    ADMITTED,
    CARRIED,
    EXECUTED,
    GATHERING,
    NOTICED,
    OPEN,
    PASSED,
    PENDING,
    ChallengeRow,
    Meeting,
    PetitionRow,
    Proposal,
    Proxy,
    RemarkRow,
)
from auzolan.charter.pausing import PAUSABLE
from auzolan.charter.presets import offices_of
from auzolan.charter.state import Mandate, PowerPause
from auzolan.consent.state import Group, GroupMember, StrikeRow
from auzolan.foundation.moments import iso_from_moment
from auzolan.house.doing import LISTED_MAX, Choice, Who
from auzolan.house.ports import system_ports
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.rooms.members.choosing import named
from auzolan.house.storage.reader import Reader
from auzolan.learning.state import Model
from auzolan.treasury.state import Plan, WindingUp

PROPOSALS_MAX = 200


class ChoicesOf:
    """Choices of proposals by state, the newest first, each by its title.

    Args:
        states: of the proposals.
        is_own: whether only those that the one who asks made herself.
        is_election: whether only elections.
    """

    def __init__(
        self, states: Sequence[str], *, is_own: bool = False, is_election: bool = False
    ) -> None:
        self._states, self._is_own, self._is_election = tuple(states), is_own, is_election

    def __call__(self, reader: Reader, who: Who) -> Sequence[Choice]:
        """The choices, as the books stand."""
        rows = [
            row
            for state in self._states
            for row in reader.rows(Proposal, state=state)
            if not self._is_own or row.author == who.member
            if not self._is_election or isinstance(measure_from_text(row.measure), Elect)
        ]
        return by_title(reader, sorted(rows, key=lambda one: -one.entry)[:PROPOSALS_MAX])


def proposals_in(*states: str) -> ChoicesOf:
    """Proposals that stand in one of these states."""
    return ChoicesOf(states)


drafts = proposals_in(*NEEDS["assembly.endorse"])
own_drafts = ChoicesOf(NEEDS["assembly.revise"], is_own=True)
own_open = ChoicesOf(NEEDS["assembly.withdraw"], is_own=True)
discussed = proposals_in(*NEEDS["assembly.comment"])
endorsed = proposals_in(*NEEDS["assembly.admit"])
admitted = proposals_in(ADMITTED)
noticed = proposals_in(NOTICED)
voting = proposals_in(OPEN)
counted = proposals_in(*NEEDS["assembly.certify"])
decided = proposals_in(*NEEDS["assembly.challenge"])
elections = ChoicesOf(NEEDS["assembly.nominate"], is_election=True)
to_declare = proposals_in(*NEEDS["assembly.declare_interest"])


def petitioned(reader: Reader, who: Who) -> Sequence[Choice]:
    """Proposals that a petition can be about."""
    return proposals_in(ADMITTED, PASSED, EXECUTED)(reader, who)


def executable(reader: Reader, who: Who) -> Sequence[Choice]:
    """Proposals that passed, whose mandate can be used at this moment."""
    at = system_ports().clock()
    ready = [
        row
        for row in reader.rows(Proposal, state=PASSED)
        if row.mandate
        and (mandate := reader.get(Mandate, row.mandate)) is not None
        and not mandate.spent
        and mandate.from_at <= at < mandate.until_at
    ]
    return by_title(reader, ready)


def meetings_to_come(reader: Reader, who: Who) -> Sequence[Choice]:
    """Meetings whose polls have not ended."""
    at = system_ports().clock()
    return [
        Choice(one.meeting, f"{one.meeting} ({iso_from_moment(one.opens_at)[:10]})")
        for one in reader.rows(Meeting)
        if one.ends_at > at
    ]


def own_proxies(reader: Reader, who: Who) -> Sequence[Choice]:
    """Meetings for which she gave a proxy."""
    to_come = {one.value for one in meetings_to_come(reader, who)}
    given = reader.rows(Proxy, giver=who.member)
    return [Choice(one.meeting, one.meeting) for one in given if one.meeting in to_come]


def givers(reader: Reader, who: Who) -> Sequence[Choice]:
    """Those who gave her a proxy for a meeting that is still to be voted at."""
    to_come = [one.value for one in meetings_to_come(reader, who)]
    held = [one for name in to_come for one in reader.rows(Proxy, meeting=name)]
    own = [one.giver for one in held if one.holder == who.member]
    names = named(reader, own)
    return [Choice(one, names[one]) for one in own]


def offices(reader: Reader, who: Who) -> Sequence[Choice]:
    """The offices that rights need."""
    return [Choice(name, name) for name in offices_of(charter_in_force(reader))]


def seats(reader: Reader, who: Who) -> Sequence[Choice]:
    """Who holds an office now, as `office=member`."""
    from auzolan.house.jobs.words import OFFICES

    at = system_ports().clock()
    held = [
        one for one in reader.rows(Mandate, subject="", spent=0)
        if one.holder and one.from_at <= at < one.until_at
    ]  # fmt: skip
    names = named(reader, [one.holder for one in held[:LISTED_MAX]])
    return [
        Choice(
            f"{one.power}={one.holder}", f"{OFFICES.get(one.power, one.power)}: {names[one.holder]}"
        )
        for one in held[:LISTED_MAX]
    ]


def purposes(reader: Reader, who: Who) -> Sequence[Choice]:
    """What members may allow."""
    from auzolan.house.doors.portal.words import PURPOSE_NAMES

    asked = charter_in_force(reader).consent.purposes
    return [Choice(one, str(PURPOSE_NAMES.get(one, one))) for one in asked]


def models(reader: Reader, who: Who) -> Sequence[Choice]:
    """The models that are served."""
    return [Choice(one.model, one.model) for one in reader.rows(Model) if one.state == "serving"]


def plans(reader: Reader, who: Who) -> Sequence[Choice]:
    """Plans that nobody has carried out."""
    return [Choice(one.plan, one.plan) for one in reader.rows(Plan, state="planned")]


def ends(reader: Reader, who: Who) -> Sequence[Choice]:
    """Plans for the end of the co-operative."""
    found = [one for one in reader.rows(WindingUp) if one.state == "planned"]
    return [Choice(one.winding_up, one.winding_up) for one in found]


def strikes(reader: Reader, who: Who) -> Sequence[Choice]:
    """Strikes that hold."""
    at = system_ports().clock()
    found = [one for one in reader.rows(StrikeRow) if at < min(one.ends, one.ended_at)]
    return [Choice(one.strike, one.strike) for one in found]


def groups(reader: Reader, who: Who) -> Sequence[Choice]:
    """The groups that she belongs to, or all of them where she belongs to none."""
    at = system_ports().clock()
    own = [one.group_id for one in reader.rows(GroupMember, member=who.member)
           if one.since <= at and (not one.until or at < one.until)]  # fmt: skip
    names = sorted(set(own)) or [one.group_id for one in reader.rows(Group)]
    return [Choice(one, one) for one in names]


def pauses(reader: Reader, who: Who) -> Sequence[Choice]:
    """Pauses that hold, or that another organ has still to agree to."""
    at = system_ports().clock()
    found = [one for one in reader.rows(PowerPause) if one.until_at > at]
    return [Choice(one.pause, f"{one.pause}: {one.power}") for one in found]


def pausable(reader: Reader, who: Who) -> Sequence[Choice]:
    """The kinds of act that can be paused."""
    return [Choice(one, one) for one in sorted(PAUSABLE)]


def petitions(reader: Reader, who: Who) -> Sequence[Choice]:
    """Petitions that gather signatures."""
    return [Choice(one.petition, one.petition) for one in reader.rows(PetitionRow)
            if one.state == GATHERING]  # fmt: skip


def own_carried(reader: Reader, who: Who) -> Sequence[Choice]:
    """Her own petitions that have enough signatures and have not been used."""
    return [Choice(one.petition, one.petition) for one in reader.rows(PetitionRow)
            if one.state == CARRIED and not one.used and one.author == who.member]  # fmt: skip


def challenges(reader: Reader, who: Who) -> Sequence[Choice]:
    """Challenges that wait to be decided."""
    found = [one for one in reader.rows(ChallengeRow) if one.state == PENDING]
    return [Choice(one.challenge, f"{one.challenge}: {one.proposal}") for one in found]


def unanswered(reader: Reader, who: Who) -> Sequence[Choice]:
    """Comments on her own proposals that she has not answered."""
    own = [one.proposal for one in reader.rows(Proposal) if one.author == who.member]
    said = [one for name in own for one in reader.rows(RemarkRow, proposal=name)]
    waiting = [one for one in said if one.answer < 0]
    names = named(reader, [one.member for one in waiting])
    texts = _words(reader, [one.entry for one in waiting])
    return [
        Choice(one.comment, f"{names[one.member]}: {texts.get((one.entry, 'text'), '')}")
        for one in waiting
    ]


def by_title(reader: Reader, rows: Sequence[Proposal]) -> list[Choice]:
    """Proposals by title, or by id where the title was erased."""
    words = _words(reader, [row.entry for row in rows])
    return [Choice(row.proposal, words.get((row.entry, "title"), row.proposal)) for row in rows]


def _words(reader: Reader, seqs: Sequence[int]) -> dict[tuple[int, str], str]:
    from auzolan.house.rooms.record.page_queries import words_of

    return words_of(reader.folder, seqs)
