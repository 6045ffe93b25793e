"""Doing things on pages: look first, once only, nothing of others, and a plain no."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from auzolan.audit.folder import Folder
from auzolan.house.asking import once
from auzolan.house.desk import Desk
from auzolan.house.doing import Who
from auzolan.house.doors.doing.asked_once import do_once
from auzolan.house.doors.doing.catalogue import doings
from auzolan.house.rooms.consent import flows
from auzolan.house.storage.reader import reader_of
from auzolan.house.submission import Receipt
from support.portal import accept, sign_in

ADDRESS = "/en/do/consent.withdraw/"
NUMBER = "a-number-of-one-form"


@pytest.fixture
def allowing(coop: Path) -> Path:
    """Two members who allow the use of their purchases."""
    desk = Desk(Folder(coop))
    for member in ("m002", "m003"):
        accept(flows.grant(desk, member=member, kind="purchases", purposes=("research",)))
    desk.close()
    return coop


def entries(coop: Path) -> int:
    with reader_of(Folder(coop)) as reader:
        return reader.log.head().size


def test_the_first_click_shows_and_the_second_does(allowing: Path, client: Client) -> None:
    """Goal: no surprise. Method: send once without and once with the yes; count entries."""
    sign_in(client, "m003")
    before = entries(allowing)
    asked = client.post(ADDRESS, {"kind": "purchases", "once": NUMBER})
    text = asked.content.decode()
    assert asked.status_code == 200
    assert "What this changes" in text
    assert entries(allowing) == before
    done = client.post(ADDRESS, {"kind": "purchases", "once": NUMBER, "sure": "1"})
    assert done.status_code == 302
    assert entries(allowing) == before + 1
    receipt = client.get(done["Location"]).content.decode()
    assert f"/en/record/{before}/" in receipt


def test_a_form_that_is_sent_twice_is_done_once(allowing: Path, client: Client) -> None:
    """Goal: a second click harms nobody. Method: the same number twice, then another number."""
    sign_in(client, "m003")
    before = entries(allowing)
    sent = {"kind": "purchases", "once": NUMBER, "sure": "1"}
    first, second = client.post(ADDRESS, sent), client.post(ADDRESS, sent)
    assert first["Location"] == second["Location"]
    assert entries(allowing) == before + 1
    other = client.post(ADDRESS, {**sent, "once": "a-number-of-another-form"})
    assert other.status_code == 409
    assert "What you can do now" in other.content.decode()


def test_what_she_sends_never_says_who_she_is(allowing: Path, client: Client) -> None:
    """Goal: no mass assignment. Method: fields that no form has, naming somebody else."""
    sign_in(client, "m003")
    sent = {
        "kind": "purchases", "once": NUMBER, "sure": "1",
        "member": "m002", "actor": "m002", "who": "m002", "guardian": "m002", "offices": "data",
    }  # fmt: skip
    assert client.post(ADDRESS, sent).status_code == 302
    with reader_of(Folder(allowing)) as reader:
        last = reader.entry(reader.log.head().size - 1)
    assert last.actor == "m003"


def test_whoever_is_not_signed_in_does_nothing(allowing: Path, client: Client) -> None:
    """Goal: deny by default. Method: ask for the form, and send it, as nobody."""
    before = entries(allowing)
    assert "/account/login/" in client.get(ADDRESS)["Location"]
    answer = client.post(ADDRESS, {"kind": "purchases", "once": NUMBER, "sure": "1"})
    assert answer.status_code == 403
    assert entries(allowing) == before


def test_a_form_from_another_place_is_refused(allowing: Path) -> None:
    """Goal: no forged request. Method: a signed-in browser that sends no token of ours."""
    client = sign_in(Client(enforce_csrf_checks=True), "m003")
    before = entries(allowing)
    answer = client.post(ADDRESS, {"kind": "purchases", "once": NUMBER, "sure": "1"})
    assert answer.status_code == 403
    assert entries(allowing) == before


@pytest.mark.parametrize("kind", ["", "nothing", "purchases' OR 1=1", "x" * 300, "<b>"])
def test_what_cannot_be_read_is_said_beside_its_field(
    allowing: Path, client: Client, kind: str
) -> None:
    """Goal: no dead end. Method: kinds that are none; the page names the field on top."""
    sign_in(client, "m003")
    answer = client.post(ADDRESS, {"kind": kind, "once": NUMBER, "sure": "1"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#field-kind"' in text
    assert 'id="field-kind"' in text
    assert "<b>" not in text


@pytest.mark.parametrize("number", ["short", "with space in it", "x" * 200, "ünïcödé-number"])
def test_a_number_of_another_form_does_nothing(allowing: Path, client: Client, number: str) -> None:
    """Goal: a request has a name of its own. Method: numbers of the wrong shape."""
    sign_in(client, "m003")
    before = entries(allowing)
    client.post(ADDRESS, {"kind": "purchases", "once": number, "sure": "1"})
    assert entries(allowing) == before


def test_there_is_no_page_for_what_cannot_be_done(coop: Path, client: Client) -> None:
    """Goal: a wrong address is told plainly. Method: names that are no doing."""
    sign_in(client, "m003")
    for name in ("nothing", "members.become_rich", "x" * 300):
        assert client.get(f"/en/do/{name}/").status_code == 404


@pytest.mark.parametrize(
    "away", ["https://else.example/", "//else.example/", "javascript:alert(1)"]
)
def test_the_way_back_never_leads_away(allowing: Path, client: Client, away: str) -> None:
    """Goal: no open redirect. Method: addresses of elsewhere as the way back."""
    sign_in(client, "m003")
    form = client.get(ADDRESS, {"next": away}).content.decode()
    assert away not in form
    sent = {"kind": "purchases", "once": NUMBER, "sure": "1", "next": away}
    done = client.post(ADDRESS, sent)
    assert "else.example" not in done["Location"]


def test_nobody_can_tell_from_an_id_whose_request_it_was(allowing: Path) -> None:
    """Goal: an entry's id ties no ballot to a voter. Method: the same number, two people, two keys."""
    desk = Desk(Folder(allowing))
    doing = doings()["consent.withdraw"]
    ids = []
    for member in ("m002", "m003"):
        answer = do_once(desk, doing, Who(member), doing.asks(kind="purchases"), NUMBER)
        assert isinstance(answer, Receipt)
        ids.append(answer.id)
    assert ids[0] != ids[1]
    assert all(re.fullmatch(r"withdraw-[0-9a-f]{24}", one) for one in ids)
    with once(f"consent.withdraw{NUMBER}m003".encode()):
        guessed = flows.withdraw(desk, member="m003", kind="purchases")
    desk.close()
    assert not isinstance(guessed, Receipt) or guessed.id not in ids


def test_after_a_crash_the_same_form_gives_the_same_entry(allowing: Path) -> None:
    """Goal: nothing is done twice over a restart. Method: two desks, one after the other, one number."""
    doing, receipts = doings()["consent.withdraw"], []
    for _ in range(2):
        desk = Desk(Folder(allowing))
        receipts.append(do_once(desk, doing, Who("m003"), doing.asks(kind="purchases"), NUMBER))
        desk.close()
    first, second = receipts
    assert isinstance(first, Receipt)
    assert isinstance(second, Receipt)
    assert (first.seq, first.id) == (second.seq, second.id)
    assert second.repeated
