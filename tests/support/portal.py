"""Folders for tests of the portal, and a small reader of its pages."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

from django.test import Client

from auzolan.assembly.resolutions import ChangeCharter
from auzolan.charter.articles import Change
from auzolan.foundation.moments import DAY_MS, Moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.founding import found_cooperative
from auzolan.house.ports import Ports, SetClock, system_ports
from auzolan.house.rooms.assembly import drafting
from auzolan.house.rooms.assembly import flows as assembly
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.record import flows as record
from support.plain_charter import plain_charter
from support.seats import every_seat

SECRET_NAME = "Begoña Etxeberria"
SECRET_TITLE = "A title for members alone"
SECRET_COMMENT = "A comment for members alone"


def lived_demo(path: Path) -> Path:
    """The demo's whole year in an empty folder."""
    from auzolan.house.demo.story import run_demo

    run_demo(path, say=lambda line: None)
    return path


def real_coop(path: Path, *, more: Sequence[str] = ()) -> Desk:
    """A co-operative that is no demo: three members and some more, and a poll that two have voted in."""
    charter = plain_charter()
    seats = every_seat(charter)
    now = system_ports()
    # Notice takes ten days, so what is called now was called twelve days ago.
    clock = SetClock(Moment(now.clock() - 12 * DAY_MS))
    desk = found_cooperative(
        path, name="A real co-operative", origin="coop.example/2026",
        ports=Ports(clock, now.chance), charter=charter, seats=seats, period="2026",
    )  # fmt: skip
    for member in ("m001", "m002", "m003", *more):
        accept(members.admit(desk, actor="m001", member=member, name=f"{SECRET_NAME} {member}"))
    measure = ChangeCharter((Change("decisions.poll_days", 9),))
    accept(
        assembly.propose(
            desk, member="m002", proposal="longer-polls", measure=measure,
            title=SECRET_TITLE, reasons="Reasons for members alone",
        )
    )  # fmt: skip
    said = drafting.comment(desk, member="m003", proposal="longer-polls", text=SECRET_COMMENT)
    accept(said)
    accept(assembly.admit(desk, actor="m001", proposal="longer-polls"))
    accept(assembly.call(desk, actor="m001", meeting="spring", agenda=("longer-polls",)))
    clock.at = now.clock()
    accept(assembly.open_poll(desk, actor="m001", proposal="longer-polls"))
    for member in ("m001", "m002"):
        accept(assembly.cast(desk, member=member, proposal="longer-polls", choice="yes"))
    record.publish(desk)
    return desk


@contextmanager
def opened_copy(of: Path, path: Path) -> Iterator[Path]:
    """A copy of a folder, open for Django and for one test alone; closed behind it."""
    from django.db import connections

    from auzolan.house.doors.open_desk import close_desks
    from auzolan.house.settings import configure

    shutil.copytree(of, path)
    configure(path)
    yield path
    close_desks()
    connections.close_all()


def accept(answer: object) -> None:
    """Stop the test where the rules said no."""
    assert not isinstance(answer, Refusal), str(answer)


class Page(HTMLParser):
    """What a test asks of a page: links, ids, and anything that would need a script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.lang = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one tag."""
        named = {name: value or "" for name, value in attrs}
        self.lang = named.get("lang", "") if tag == "html" else self.lang
        if tag == "a":
            self.links.append(named.get("href", ""))
        if "id" in named:
            self.ids.append(named["id"])
        is_file = tag == "script" and named.get("src", "").startswith("/static/")
        if tag in {"script", "style", "iframe"} and not is_file:
            self.inline.append(tag)
        self.inline += [name for name in named if name == "style" or name.startswith("on")]


def sign_in(client: Client, member: str = "", *, party: str = "", is_strong: bool = True) -> Client:
    """Sign a reader in as a member, or for a company; the folder in use must be open.

    She has shown a second factor, as offices ask, unless it is said that she has not.
    """
    from auzolan.house.accounts.models import Person

    email = f"{member or party}@people.invalid"
    person = Person.objects.filter(email=email).first() or Person.objects.create_user(
        email, member=member, party=party
    )
    client.force_login(person)
    if is_strong:
        session = client.session
        shown = {
            "method": "mfa",
            "type": "totp",
            "id": 0,
            "at": time.time(),
            "reauthenticated": True,
        }
        session["account_authentication_methods"] = [shown]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
    return client
