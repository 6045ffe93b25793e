"""An account in other hands: what a thief holds is worth nothing once its owner has been let in anew."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client

from auzolan.audit.folder import Folder
from auzolan.foundation.moments import DAY_MS, SECOND_MS
from auzolan.house.accounts.anew import let_in_anew
from auzolan.house.accounts.closing import end_sessions
from auzolan.house.accounts.models import Application, Person
from auzolan.house.desk import Desk
from auzolan.house.doors.api import doing as api_doing
from auzolan.house.ports import system_ports
from auzolan.house.programs import deliveries, endpoints, following, keys
from auzolan.house.programs.messages import Message
from auzolan.house.programs.models import Delivery, ProgramKey
from auzolan.house.rooms.members import flows as members
from auzolan.house.storage.reader import reader_of
from house.accounts.conftest import Coop
from house.accounts.test_second_factor import code_of, with_app
from support.portal import accept
from support.programs import Program, key_for, refused

OWN = "/en/settings/"
SECOND = "/en/account/login/second/"
SIGN_IN = "/en/account/login/"


@pytest.fixture(autouse=True)
def _nobody_has_an_account(coop: Coop) -> None:
    Person.objects.all().delete()


def test_a_code_that_was_asked_for_before_signs_nobody_in_after(coop: Coop) -> None:
    """Goal: a thief at the old address has no quarter of an hour. Method: ask, move, type the code."""
    coop.account("m002")
    thief = coop.client()
    thief.post(SIGN_IN, {"email": "m002@coop.example"})
    code = coop.letters()[-1].code
    let_in_anew("new@coop.example", member="m002")
    thief.post("/en/account/login/code/confirm/", {"code": code})
    assert "_auth_user_id" not in thief.session
    assert thief.get(OWN).status_code == 302


def test_a_link_that_was_sent_before_works_no_more(coop: Coop) -> None:
    """Goal: letters that lie in a stolen mailbox are paper. Method: links of three kinds, all from before."""
    coop.account("m002")
    invitation = coop.letters()[-1].link
    client = coop.client()
    client.post(SIGN_IN, {"email": "m002@coop.example"})
    letter = coop.letters()[-1].link
    client.post(letter)
    client.post(f"{OWN}address/", {"email": "thief@evil.example"})
    move = next(one.link for one in reversed(coop.letters()) if one.to == "thief@evil.example")
    let_in_anew(member="m002")
    assert [coop.client().post(one).status_code for one in (invitation, letter, move)] == [410] * 3
    assert Person.objects.get(member="m002").email == "m002@coop.example"


def test_who_stands_before_the_second_step_is_not_let_through_when_it_is_gone(coop: Coop) -> None:
    """Goal: taking an app away opens no door. Method: first step, let in anew, then every next page."""
    with_app(coop.came_in("m002"))
    thief = coop.came_in_by_letter("m002")
    assert thief.get(SECOND).status_code == 200
    let_in_anew(member="m002")
    for address in (SECOND, "/en/account/login/code/confirm/", SIGN_IN):
        thief.get(address)
        thief.post(address, {"code": "000000", "email": "m002@coop.example"})
        assert "_auth_user_id" not in thief.session, address
    assert thief.get(OWN).status_code == 302


def test_a_session_that_stands_in_no_list_ends_too(coop: Coop) -> None:
    """Goal: nothing hangs on a list being whole. Method: strike a session from it, then end all."""
    client = coop.came_in("m002")
    UserSession.objects.all().delete()
    end_sessions(Person.objects.get(member="m002"))
    assert client.get(OWN).status_code == 302


def test_a_session_that_was_fixed_before_is_not_hers_after(coop: Coop) -> None:
    """Goal: no fixed session. Method: give her browser the thief's, let her in anew, use the old one."""
    thief = coop.came_in("m002")
    fixed = {name: one.value for name, one in thief.cookies.items()}
    let_in_anew(member="m002")
    hers = coop.client()
    hers.cookies.load(fixed)
    assert hers.post(coop.letters()[-1].link).status_code == 302
    assert hers.get(OWN).status_code == 200
    assert hers.cookies[settings.SESSION_COOKIE_NAME].value != fixed[settings.SESSION_COOKIE_NAME]
    thief.cookies.load(fixed)
    assert thief.get(OWN).status_code == 302


def test_a_recovery_code_works_neither_twice_nor_after(coop: Coop) -> None:
    """Goal: paper that was seen is worth nothing. Method: one code in two browsers; another after anew."""
    first = coop.came_in("m002")
    secret = with_app(first)
    page = first.get("/en/settings/codes/").content.decode()
    codes = re.findall(r"<li><code>(\d{8})</code></li>", page)
    browsers = [coop.came_in_by_letter("m002") for _ in range(2)]
    for one in browsers:
        one.post(SECOND, {"code": codes[0]})
    assert ["_auth_user_id" in one.session for one in browsers] == [True, False]
    let_in_anew(member="m002")
    coop.client().post(coop.letters()[-1].link)
    with_app(_signed_in(coop))
    late = coop.came_in_by_letter("m002")
    for code in (codes[1], code_of(secret, 1)):
        late.post(SECOND, {"code": code})
        assert "_auth_user_id" not in late.session


def _signed_in(coop: Coop) -> Client:
    client = coop.client()
    client.post(SIGN_IN, {"email": "m002@coop.example"})
    client.post(coop.letters()[-1].link)
    return client


def test_two_who_use_one_recovery_code_at_once_come_in_once(
    coop: Coop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: no race. Method: two threads, one code, both past the first step; time to overtake."""
    used_up = RecoveryCodes._mark_code_used

    def slowly(codes: RecoveryCodes, place: int) -> None:
        time.sleep(0.3)
        used_up(codes, place)

    monkeypatch.setattr(RecoveryCodes, "_mark_code_used", slowly)
    first = coop.came_in("m002")
    with_app(first)
    page = first.get("/en/settings/codes/").content.decode()
    code = re.findall(r"<li><code>(\d{8})</code></li>", page)[0]
    browsers = [coop.came_in_by_letter("m002") for _ in range(2)]
    start = threading.Barrier(2)

    def use(number: int) -> None:
        start.wait()
        browsers[number].post(SECOND, {"code": code})
        connections.close_all()

    threads = [threading.Thread(target=use, args=(number,)) for number in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sum("_auth_user_id" in one.session for one in browsers) == 1


def test_a_key_of_a_program_ends_with_the_rest(coop: Coop) -> None:
    """Goal: no program goes on for a thief. Method: read, let in anew, read; a closed account."""
    program = Program(key_for("m002"))
    assert program.get("rows/charter.Mandate?limit=1").status_code == 200
    let_in_anew(member="m002")
    refused(program.get("rows/charter.Mandate?limit=1"), 401, "access.key_unknown")
    other = Program(key_for("m003"))
    assert other.get("rows/charter.Mandate?limit=1").status_code == 200
    Person.objects.filter(member="m003").update(is_active=False)
    refused(other.get("rows/charter.Mandate?limit=1"), 401, "access.key_unknown")


def test_a_key_that_is_taken_back_while_its_request_waits_writes_nothing(
    coop: Coop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: revocation and a running request do not race. Method: take it back while the desk is awaited."""
    program, asked = Program(key_for("m002")), {"key": "ab" * 32}
    real = api_doing.writing

    @contextmanager
    def taken_back_meanwhile(folder: Folder) -> Iterator[Desk]:
        with real(folder) as desk:
            keys.revoke_all(Person.objects.get(member="m002"))
            yield desk

    with reader_of(Folder(coop.folder)) as reader:
        before = reader.log.head().size
    monkeypatch.setattr(api_doing, "writing", taken_back_meanwhile)
    refused(program.do("members.register_key", asked), 401, "access.key_unknown")
    with reader_of(Folder(coop.folder)) as reader:
        assert reader.log.head().size == before


def test_a_place_that_is_paused_is_told_nothing_until_she_goes_on(coop: Coop) -> None:
    """Goal: a thief's address hears no more. Method: an entry before and after; a sender that counts."""
    key_for("m002")
    owner = Person.objects.get(member="m002")
    place = endpoints.add(owner, "https://hooks.example/x", ["*"])
    let_in_anew(member="m002")
    desk = Desk(Folder(coop.folder))
    accept(members.admit(desk, actor="m001", member="m777", name="Somebody new"))
    desk.close()
    following.follow(Folder(coop.folder))
    sent: list[str] = []

    def send(message: Message) -> int:
        sent.append(message.url)
        return 200

    later = system_ports().clock() + 60 * SECOND_MS
    deliveries.deliver_due(later, send=send)
    assert (sent, Delivery.objects.filter(endpoint=place).exists()) == ([], True)
    endpoints.go_on(owner, place.public_id)
    deliveries.deliver_due(later, send=send)
    assert sent == ["https://hooks.example/x"]


def test_who_asks_for_a_letter_learns_nothing_of_who_is_known(coop: Coop) -> None:
    """Goal: no list of members by asking. Method: known, unknown, closed: same page, place and cookies."""
    coop.account("m002")
    coop.account("m003")
    Person.objects.filter(member="m003").update(is_active=False)
    seen = []
    for email in ("m002@coop.example", "nobody@coop.example", "m003@coop.example"):
        client = coop.client()
        answer = client.post(SIGN_IN, {"email": email})
        page = client.get(answer["Location"]).content.decode().replace(email, "…")
        masked = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
        seen.append((answer.status_code, answer["Location"], sorted(client.cookies), masked))
    assert seen[0] == seen[1] == seen[2]


def test_asking_for_a_letter_takes_as_much_where_nobody_is_known(
    coop: Coop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: no list of members by a clock. Method: what reaches the disk: files and writes, of each."""
    coop.account("m002")
    seen = []
    for email in ("nobody@coop.example", "m002@coop.example", "else@coop.example"):
        done: list[str] = []
        client = coop.client()
        client.get(SIGN_IN)
        before = len(coop.letters())
        with monkeypatch.context() as patched, connections["plain"].execute_wrapper(_noting(done)):
            patched.setattr(os, "fsync", _counting(done, os.fsync))
            client.post(SIGN_IN, {"email": email})
        seen.append((sorted(done), len(coop.letters()) - before))
    writes = [found for found, _ in seen]
    assert [letters for _, letters in seen] == [0, 1, 0]
    assert writes[0].count("file") == writes[1].count("file") == 1
    assert len(writes[0]) == len(writes[1]) == len(writes[2]), writes


def _counting(done: list[str], real: Callable[[int], None]) -> Callable[[int], None]:
    def count(handle: int) -> None:
        done.append("file")
        real(handle)

    return count


def _noting(done: list[str]) -> Callable[..., object]:
    def note(execute: Callable[..., object], sql: str, *rest: object) -> object:
        verb = sql.split(maxsplit=1)[0]
        if verb in {"INSERT", "UPDATE", "DELETE"}:
            done.append(verb)
        return execute(sql, *rest)

    return note


def test_who_asks_to_join_learns_nothing_of_who_is_known(coop: Coop) -> None:
    """Goal: the same for the open form. Method: a member's address, one that asked, and a new one."""
    coop.account("m002")
    said = {"name": "Ane", "why": "", "language": "en", "accepts": "on", "website": ""}
    coop.client().post("/en/join/", {**said, "email": "asked@coop.example"})
    Application.objects.update(is_confirmed=True)
    seen = []
    for email in ("m002@coop.example", "asked@coop.example", "new@coop.example"):
        answer = coop.client().post("/en/join/", {**said, "email": email})
        page = answer.content.decode().replace(email, "…")
        seen.append((answer.status_code, re.sub(r'value="\w{64}"', "", page)))
    assert seen[0] == seen[1] == seen[2]


def test_no_moment_of_a_sign_in_is_kept_in_the_house(coop: Coop) -> None:
    """Goal: a day, not a second, lies beside ballots. Method: sign in, show a code, visit; every number."""
    Session.objects.all().delete()
    client = coop.came_in("m002")
    with_app(client)
    client.get(OWN)
    kept = [one for one in Session.objects.all() if "_auth_user_id" in one.get_decoded()]
    assert len(kept) == 1
    found = [one["at"] for one in kept[0].get_decoded()["account_authentication_methods"]]
    assert len(found) == 2
    assert all(at > 0 and at % 86_400 == 0 for at in found)
    assert kept[0].expire_date.timestamp() % 86_400 == 0


def test_a_sign_in_that_was_only_begun_is_forgotten_within_days(coop: Coop) -> None:
    """Goal: who asked for a letter and went leaves no trace for a month. Method: its session's end."""
    coop.account("m002")
    client = coop.client()
    client.post(SIGN_IN, {"email": "m002@coop.example"})
    ends = Session.objects.get(session_key=client.session.session_key).expire_date
    assert ends.timestamp() % 86_400 == 0
    assert (ends.timestamp() * 1_000 - system_ports().clock()) / DAY_MS <= 2


def test_an_account_that_is_closed_has_no_session_left(coop: Coop) -> None:
    """Goal: who is shut out is out at once. Method: close the account of a browser that is signed in."""
    client = coop.came_in("m002")
    assert client.get(OWN).status_code == 200
    Person.objects.filter(member="m002").update(is_active=False)
    assert client.get(OWN).status_code == 302


def test_a_closed_account_keeps_no_way_in(coop: Coop) -> None:
    """Goal: deleting leaves nothing that signs in. Method: an app, a key, a session; then the tables."""
    client = coop.came_in("m002")
    with_app(client)
    key_text = keys.make(
        Person.objects.get(member="m002"), "mine", ["read:*"], 9, is_strong=True
    ).text
    client.post("/en/settings/delete/", {"sure": "on"})
    assert (
        Person.objects.count() == Authenticator.objects.count() == ProgramKey.objects.count() == 0
    )
    assert keys.found(key_text) is None
    assert client.get(OWN).status_code == 302
