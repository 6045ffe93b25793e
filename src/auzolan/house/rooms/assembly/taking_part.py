"""What whoever visits the page of a proposal can do about it now, as links to the doings.

It offers what may make sense at this stage; whether it may be done, matrix and rules say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from auzolan.assembly.life import COOLING, EXECUTABLE, NEEDS
from auzolan.assembly.resolutions import Elect, Measure
from auzolan.assembly.state import ADMITTED, OPEN, PENDING, ChallengeRow, Proposal
from auzolan.house.doors.access.matrix import Relation
from auzolan.house.doors.access.visit import Visit
from auzolan.house.rooms.assembly.doing_measures import OF_MEASURES
from auzolan.house.rooms.assembly.lookup import Standing

_OFFICES = ("assembly.admit", "assembly.open_poll", "assembly.close", "assembly.certify")
_OF_AUTHOR = frozenset({"assembly.withdraw", "assembly.revise"})
_OF_ELECTION = frozenset({"assembly.nominate", "assembly.stand_down"})
_OF_ALL = (
    "assembly.endorse", "assembly.comment", "assembly.declare_interest", "assembly.nominate",
    "assembly.stand_down", "assembly.withdraw", "assembly.challenge",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """Something that can be done: the doing, and the address of its form, filled in."""

    doing: str
    page: str


@dataclass(frozen=True, slots=True)
class BallotCard:
    """What a ballot is filled in with.

    Attributes:
        places: in a ranked poll the places to be filled, from 1; empty for yes and no.
        names: of candidates or options with their numbers.
        for_others: those who gave a proxy, by id and name.
    """

    places: tuple[int, ...]
    names: tuple[tuple[int, str], ...]
    for_others: tuple[tuple[str, str], ...]


def may_vote(visit: Visit, now: Standing) -> bool:
    """Whether a ballot card is shown."""
    is_open = now.proposal.state == OPEN and now.poll is not None
    return is_open and visit.may("do:assembly.cast") is not Relation.NEVER


def ballot_card(names: Sequence[tuple[int, str]], proxies: Sequence[tuple[str, str]]) -> BallotCard:
    """The card for a poll with these candidates or options, none for yes and no."""
    return BallotCard(tuple(range(1, len(names) + 1)), tuple(names), tuple(proxies))


def steps_for(
    visit: Visit, now: Standing, measure: Measure, kind: str, challenges: Sequence[ChallengeRow]
) -> list[Step]:
    """What the visitor can do about a proposal now, in the order of its way."""
    here = reverse("proposal", args=[now.proposal.proposal])
    return [
        Step(doing, f"{reverse('do', args=[doing])}?{urlencode({**asked, 'next': here})}")
        for doing, asked in _possible(visit, now, measure, kind, challenges)
        if visit.may(f"do:{doing}") is not Relation.NEVER
    ]


def _possible(
    visit: Visit, now: Standing, measure: Measure, kind: str, challenges: Sequence[ChallengeRow]
) -> Iterator[tuple[str, dict[str, str]]]:
    row = now.proposal
    about = {"proposal": row.proposal}
    for doing in (*_OF_ALL, *_OFFICES):
        if row.state not in NEEDS[doing] or not _concerns(visit, row, measure, doing):
            continue
        yield doing, about
    if row.author == visit.member and row.state in NEEDS["assembly.revise"]:
        yield f"assembly.revise_{OF_MEASURES[kind]}", about
    if row.state == ADMITTED:
        yield "assembly.call", {"agenda": row.proposal}
        yield "assembly.petition", {"kind": "add_item", "about": row.proposal}
    if now.word == COOLING:
        yield "assembly.petition", {"kind": "confirm", "about": row.proposal}
    pending = [one.challenge for one in challenges if one.state == PENDING]
    if pending:
        yield "assembly.petition", {"kind": "suspend", "about": row.proposal}
        yield "assembly.decide_challenge", {"challenge": pending[0]}
    if now.word == EXECUTABLE:
        yield "assembly.execute", about
    if now.meeting is not None and row.state in {*NEEDS["assembly.open_poll"], OPEN}:
        yield "assembly.give_proxy", {"meeting": now.meeting.meeting}


def _concerns(visit: Visit, row: Proposal, measure: Measure, doing: str) -> bool:
    if doing in _OF_AUTHOR or doing == "assembly.endorse":
        return (row.author == visit.member) == (doing in _OF_AUTHOR)
    return doing not in _OF_ELECTION or isinstance(measure, Elect)
