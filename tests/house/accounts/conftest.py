"""A real co-operative of four, copied for each test, and what lies in its outbox."""

from __future__ import annotations

import email
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core import signing
from django.db import connections
from django.test import Client

from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.record.flows import publish
from auzolan.house.settings import configure
from support.portal import accept, real_coop

# Tables can be imported only once Django knows its settings; each test opens its own folder.
configure(Path("no-folder-yet"))

HOST = "localhost"


@dataclass(frozen=True)
class Letter:
    """One letter of the outbox."""

    to: str
    subject: str
    text: str

    @property
    def link(self) -> str:
        """The path of the link in it."""
        found = re.search(rf"http://{HOST}(?::\d+)?(/\S+)", self.text)
        assert found is not None, self.text
        return found[1]

    @property
    def code(self) -> str:
        """The code in it."""
        found = re.search(r"^ {4}(\S+)$", self.text, re.MULTILINE)
        assert found is not None, self.text
        return found[1]


@dataclass(frozen=True)
class Coop:
    """The co-operative of one test; m001 holds offices, m004 none."""

    folder: Path

    def client(self, *, is_strict: bool = False) -> Client:
        """A browser that has not been here; a strict one must send back what forms carry."""
        return Client(SERVER_NAME=HOST, enforce_csrf_checks=is_strict)

    def letters(self) -> list[Letter]:
        """What lies in the outbox, oldest first."""
        return [_letter(path) for path in sorted((self.folder / "outbox").glob("*.eml"))]

    def account(self, member: str) -> str:
        """Make a member's account; her address."""
        from auzolan.house.accounts.people import invited

        address = f"{member}@coop.example"
        invited(address, member=member)
        return address

    def was_last_here(self, client: Client, seconds_ago: int) -> None:
        """Put the last visit of a browser back, as if nobody had used it since."""
        _put_back(client, "seen_s", seconds_ago)

    def showed_it(self, client: Client, seconds_ago: int) -> None:
        """Put back when somebody last showed in a browser who she is."""
        _put_back(client, "shown_s", seconds_ago)

    def came_in_by_letter(self, member: str) -> Client:
        """A browser in which somebody has asked for a letter and pressed its link."""
        client = self.client()
        client.post("/en/account/login/", {"email": f"{member}@coop.example"})
        client.post(self.letters()[-1].link)
        return client

    def came_in(self, member: str) -> Client:
        """A browser in which a member has signed in by her link, with no second factor."""
        self.account(member)
        client = self.client()
        answer = client.post(self.letters()[-1].link)
        assert answer.status_code == 302, answer.content
        return client


def _put_back(client: Client, what: str, seconds: int) -> None:
    from auzolan.house.accounts import sessions

    said = signing.loads(client.cookies[sessions.cookie_name()].value, salt=sessions._SALT)
    said[what] -= seconds
    client.cookies[sessions.cookie_name()] = signing.dumps(said, salt=sessions._SALT)


def _letter(path: Path) -> Letter:
    found = email.message_from_bytes(path.read_bytes())
    content = found.get_payload(decode=True)
    assert isinstance(content, bytes)
    return Letter(str(found["To"]), str(found["Subject"]), content.decode())


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real") / "coop"
    desk = real_coop(folder)
    accept(members.admit(desk, actor="m001", member="m004", name="Somebody without an office"))
    publish(desk)
    desk.close()
    return folder


@pytest.fixture
def coop(_made: Path, tmp_path: Path) -> Iterator[Coop]:
    """A copy of a real co-operative, open for Django."""
    from auzolan.house.doors.open_desk import close_desks

    folder = tmp_path / "coop"
    shutil.copytree(_made, folder)
    configure(folder)
    yield Coop(folder)
    close_desks()
    connections.close_all()
