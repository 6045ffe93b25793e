"""A small demo in which everything is under way at once: for looking at the assembly's pages.

Its clock stands in the past while notice is given, and in the present when people vote.
"""

from __future__ import annotations

from pathlib import Path

from auzolan.assembly.resolutions import ChangeCharter, Elect
from auzolan.charter.acts import Seat
from auzolan.charter.articles import Change
from auzolan.foundation.moments import DAY_MS, Moment
from auzolan.house.desk import Desk
from auzolan.house.founding import found_cooperative
from auzolan.house.ports import Ports, SeededChance, SetClock, system_ports
from auzolan.house.rooms.assembly import attending, drafting, flows, petitioning
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.record.flows import publish
from support.deciding import accept, decided, propose_and_admit
from support.plain_charter import plain_charter

PEOPLE = tuple(f"m{number:03d}" for number in range(1, 13))
OFFICES = {
    "admissions": "m001", "appeals": "m005", "audit": "m002", "council": "m004", "data": "m003",
    "operator": "m001", "secretary": "m001", "signatory": "m003", "treasury": "m004", "work": "m004",
}  # fmt: skip


def lively_coop(path: Path) -> Path:
    """A draft, an open poll, a counted election, a decision that cools off, petitions, a challenge."""
    now = system_ports().clock()
    clock = SetClock(Moment(now - 90 * DAY_MS))
    seats = (*(Seat(*one) for one in OFFICES.items()), Seat("signatory", "m001"))
    desk = found_cooperative(
        path, name="The lively ones", origin="lively.demo.invalid", charter=plain_charter(),
        ports=Ports(clock, SeededChance("lively")), period="2026", seats=seats,
    )  # fmt: skip
    people = [members.NewMember(member, member.title()) for member in PEOPLE]
    for answer in members.admit_all(desk, actor="m001", people=people):
        accept(answer)
    _election(desk)
    clock.at = Moment(now - 12 * DAY_MS)
    measure = ChangeCharter((Change("decisions.poll_days", 9), Change("decisions.late_hours", 12)))
    propose_and_admit(desk, measure, "longer-polls")
    accept(
        drafting.comment(
            desk, member="m006", proposal="longer-polls", text="Why nine days and not ten?"
        )
    )
    accept(flows.call(desk, actor="m001", meeting="spring", agenda=("longer-polls",)))
    decided(
        desk, ChangeCharter((Change("labour.floor_cents_hour", 1_700),)), "wages", is_cool=False
    )
    accept(
        petitioning.petition(
            desk,
            member="m006",
            petition="again",
            kind="confirm",
            about="wages",
            reasons="Too fast.",
        )
    )
    accept(
        petitioning.challenge(
            desk, member="m007", challenge="no-notice", proposal="wages", grounds="I was not told."
        )
    )
    clock.at = Moment(max(clock.at, now))
    accept(flows.open_poll(desk, actor="m001", proposal="longer-polls"))
    for member in PEOPLE[:5]:
        accept(flows.cast(desk, member=member, proposal="longer-polls", choice="yes"))
    draft = ChangeCharter((Change("surplus.voluntary_bp", 700),))
    propose_and_admit(desk, draft, "more-reserve", author="m009")
    publish(desk)
    desk.close()
    return path


def _election(desk: Desk) -> None:
    propose_and_admit(desk, Elect("council", 2, 1_095), "council-2026")
    for member in ("m008", "m009", "m010", "m011"):
        accept(attending.nominate(desk, member=member, proposal="council-2026"))
    accept(flows.call(desk, actor="m001", meeting="winter", agenda=("council-2026",)))
    clock = desk.ports.clock
    assert isinstance(clock, SetClock)
    clock.at = Moment(clock.at + 11 * DAY_MS)
    accept(flows.open_poll(desk, actor="m001", proposal="council-2026"))
    rankings = ("1,2", "1,2,3", "1,3", "1,2", "1,4", "2,3", "3,2", "3", "4,3", "1,2", "2", "1,3,4")
    votes = [flows.Vote(member, one) for member, one in zip(PEOPLE, rankings, strict=True)]
    for answer in flows.cast_all(desk, proposal="council-2026", votes=votes):
        accept(answer)
    accept(flows.close(desk, actor="m001", proposal="council-2026"))
    accept(flows.certify(desk, actor="m002", proposal="council-2026"))
