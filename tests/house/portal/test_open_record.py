"""Who reads the record is what the members voted: closed pages open when the charter says so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from django.db import connections
from django.test import Client

from auzolan.assembly.resolutions import ChangeCharter
from auzolan.charter.articles import Change
from auzolan.foundation.moments import DAY_MS, Moment
from auzolan.house.founding import found_cooperative
from auzolan.house.ports import Ports, SetClock, system_ports
from auzolan.house.rooms.assembly.execution import execute
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.record import flows as record
from auzolan.house.settings import configure
from support.deciding import accept, decided
from support.plain_charter import plain_charter
from support.portal import sign_in
from support.seats import every_seat

WITH_THE_RECORD = (
    "record/", "record/0/", "record/0.json", "record/0.tlog-proof", "tables/",
    "tables/charter.CharterVersion/", "tables/charter.CharterVersion.csv", "registers/benefit/",
    "reports/", "reports/2026/", "reports/2026.json", "over-time/money.csv", "verify/public.zip",
    "log/checkpoint", "log/tile/0/000.p/1", "log/tile/entries/000.p/1",
)  # fmt: skip
NEVER = ("members/", "members/m001/", "audit/", "jobs/")
ALWAYS = ("registers/control/", "over-time/", "verify/", "verify/checkpoint", "rules/")


@pytest.fixture(params=[0, 1])
def visitor(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[int, Client]]:
    """A stranger before a co-operative whose record is closed, and before one whose is open."""
    charter = plain_charter()
    opened = msgspec.structs.replace(charter.membership, open_record=request.param)
    charter = msgspec.structs.replace(charter, membership=opened)
    desk = found_cooperative(
        tmp_path / "coop", name="Open or not", origin="coop.example/2026", charter=charter,
        seats=every_seat(charter), period="2026", ports=system_ports(),
    )  # fmt: skip
    record.publish(desk)
    desk.close()
    configure(tmp_path / "coop")
    yield request.param, Client()
    connections.close_all()
    shutil.rmtree(tmp_path / "coop")


def test_the_world_reads_the_record_once_the_charter_opens_it(visitor: tuple[int, Client]) -> None:
    """Goal: the vote opens the doors, and no others. Method: every kind of page, both ways."""
    is_open, reader = visitor
    for address in WITH_THE_RECORD:
        answer = reader.get(f"/en/{address}")
        assert answer.status_code == (200 if is_open else 302), address
    for address in NEVER:
        assert reader.get(f"/en/{address}").status_code == 302, address
    for address in ALWAYS:
        assert reader.get(f"/en/{address}").status_code == 200, address


def test_a_company_reads_what_the_world_reads_and_no_more(visitor: tuple[int, Client]) -> None:
    """Goal: signing in as a licensee opens no record. Method: the same pages, signed in."""
    is_open, reader = visitor
    sign_in(reader, party="milk-ltd")
    for address in WITH_THE_RECORD:
        assert reader.get(f"/en/{address}").status_code == (200 if is_open else 403), address


def test_an_open_record_says_so_in_the_house_rules(visitor: tuple[int, Client]) -> None:
    """Goal: everybody can read what was decided. Method: the clause on the page of the rules."""
    _, reader = visitor
    text = reader.get("/en/rules/").content.decode()
    assert "Whether the world may read the record" in text


def test_the_doors_open_on_the_day_on_which_the_vote_is_carried_out(tmp_path: Path) -> None:
    """Goal: it is the members' decision that opens the record, and nobody's setting.

    Method: three members vote, the decision cools off, the secretary carries it out; a stranger asks
    for the record before and after.
    """
    charter = plain_charter()
    clock = SetClock(Moment(system_ports().clock() - 90 * DAY_MS))
    desk = found_cooperative(
        tmp_path / "coop", name="To be opened", origin="coop.example/2026", charter=charter,
        seats=every_seat(charter), period="2026", ports=Ports(clock, system_ports().chance),
    )  # fmt: skip
    for member in ("m001", "m002", "m003"):
        accept(members.admit(desk, actor="m001", member=member, name=member))
    decided(desk, ChangeCharter((Change("membership.open_record", 1),)), "open-record")
    configure(tmp_path / "coop")
    assert Client().get("/en/record/").status_code == 302
    accept(execute(desk, actor="m001", proposal="open-record"))
    assert Client().get("/en/record/").status_code == 200
    assert "Whether the world may read the record" in Client().get("/en/rules/2/").content.decode()
    desk.close()
    connections.close_all()
