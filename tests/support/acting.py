"""A small co-operative in which a test acts through the portal's forms, at a clock that it sets."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connections
from django.http import HttpResponse
from django.test import Client

from auzolan.audit.folder import Folder
from auzolan.charter.acts import Seat
from auzolan.charter.articles import Charter
from auzolan.foundation.moments import DAY_MS, Moment
from auzolan.house.desk import Desk
from auzolan.house.doors.open_desk import close_desks, open_desk
from auzolan.house.founding import found_cooperative
from auzolan.house.ports import Ports, SetClock, system_ports
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.record.flows import publish
from auzolan.house.settings import configure
from support.plain_charter import plain_charter
from support.portal import accept, sign_in

PEOPLE = tuple(f"m{number:03d}" for number in range(1, 8))
OFFICES = {
    "admissions": "m001", "appeals": "m005", "audit": "m002", "council": "m004", "data": "m003",
    "operator": "m001", "secretary": "m001", "signatory": "m003", "treasury": "m004", "work": "m004",
}  # fmt: skip
FOUNDED_DAYS_AGO = 60


def founded(
    path: Path, days_ago: int = FOUNDED_DAYS_AGO, people: Sequence[str] = PEOPLE, *,
    charter: Charter | None = None,
) -> Path:  # fmt: skip
    """A demo of some people, founded some days ago; in a demo offices open without a second factor."""
    clock = SetClock(Moment(system_ports().clock() - days_ago * DAY_MS))
    seats = (*(Seat(*one) for one in OFFICES.items()), Seat("signatory", "m001"))
    desk = found_cooperative(
        path, name="Those who act", origin="acting.demo.invalid",
        charter=charter or plain_charter(),
        ports=Ports(clock, system_ports().chance), period="2026", seats=seats,
    )  # fmt: skip
    new = [members.NewMember(member, f"Person {member}") for member in people]
    for answer in members.admit_all(desk, actor="m001", people=new):
        accept(answer)
    publish(desk)
    desk.close()
    return path


@dataclass
class Acting:
    """People at the doors of one co-operative, and the clock of its desk."""

    folder: Folder
    clock: SetClock
    clients: dict[str, Client] = field(default_factory=dict)

    def of(self, member: str) -> Client:
        """The browser of a member."""
        if member not in self.clients:
            self.clients[member] = sign_in(Client(), member)
        return self.clients[member]

    def do(self, member: str, doing: str, /, **fields: Any) -> HttpResponse:
        """Send the form of a doing, past the page that only shows it."""
        once = hashlib.sha256(repr((doing, self.clock.at, sorted(fields.items()))).encode())
        number = f"number-{once.hexdigest()[:24]}"
        said = {"sure": "1", "once": number, **fields}
        found: HttpResponse = self.of(member).post(f"/en/do/{doing}/", said)
        return found

    def done(self, member: str, doing: str, /, **fields: Any) -> int:
        """The same, where it must have been done: the number of its entry."""
        answer = self.do(member, doing, **fields)
        text = answer.content.decode()
        if answer.status_code == 200:
            found = re.search(r"/record/(\d+)/", text)
            assert found is not None, text
            return int(found[1])
        assert answer.status_code == 302, (doing, answer.status_code, text)
        return int(answer["Location"].partition("/done/")[2].partition("/")[0])

    def page(self, member: str, address: str) -> str:
        """A page as a member sees it."""
        answer = self.of(member).get(f"/en/{address}")
        assert answer.status_code == 200, answer.status_code
        return str(answer.content.decode())

    def days_on(self, days: int) -> None:
        """Put the desk's clock on."""
        self.clock.at = Moment(self.clock.at + days * DAY_MS)


@contextmanager
def acting_in(path: Path, days_ago: int = FOUNDED_DAYS_AGO) -> Iterator[Acting]:
    """Open a folder to people, its desk at a clock that a test sets."""
    configure(path)
    folder = Folder(path)
    desk: Desk = open_desk(folder).desk
    clock = SetClock(Moment(system_ports().clock() - days_ago * DAY_MS + 60_000))
    desk.ports = Ports(clock, system_ports().chance)
    try:
        yield Acting(folder, clock)
    finally:
        close_desks()
        connections.close_all()
