"""Who has lost her way in, and whose account is in other hands: all doors close, and a link goes to her."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from auzolan.audit.folder import Folder
from auzolan.house.accounts.models import OneTimeLink, Person, SecurityNote
from auzolan.house.doors.cli import app
from auzolan.house.doors.errors import Misused
from auzolan.house.jobs.models import Waiting
from auzolan.house.programs import endpoints, keys
from auzolan.house.programs.models import Endpoint
from auzolan.house.rooms.labour.watching.look_flows import looks_at
from auzolan.house.storage.reader import reader_of
from house.accounts.conftest import Coop
from house.accounts.test_second_factor import with_app
from support.portal import sign_in
from support.programs import Program, key_for, refused

OWN = "/en/settings/"
ANEW = "/en/do/members.let_in_anew/"
END = "/en/do/members.end_sessions/"
NUMBER = "a-number-of-a-form"
ASKED = {"member": "m003", "has_met_her": "on", "sure": "1", "once": NUMBER}


def run(coop: Coop, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    """What a command gives as JSON."""
    app([*words, "--folder", str(coop.folder), "--json"], standalone_mode=False)
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def with_everything(coop: Coop) -> tuple[Client, str, Endpoint]:
    """A member with a session, an app, recovery codes, a key of a program, and a webhook."""
    client = coop.came_in("m003")
    with_app(client)
    owner = Person.objects.get(member="m003")
    text = keys.make(owner, "A program", ["read:*"], 30, is_strong=True).text
    return client, text, endpoints.add(owner, "https://hooks.example/x", ["*"])


def looks(coop: Coop) -> list[tuple[str, str, str]]:
    """Who had to do with the account of m003, as the record has it."""
    with reader_of(Folder(coop.folder)) as reader:
        return [(one.viewer, one.metric, one.purpose) for one in looks_at(reader, "m003")]


def asked_by(coop: Coop, **more: str) -> Waiting:
    """A request to let m003 in anew that the office of admissions has sent."""
    answer = sign_in(coop.client(), "m001").post(ANEW, {**ASKED, **more})
    assert answer.status_code == 302, answer.content.decode()
    return Waiting.objects.get(pk=answer["Location"].rstrip("/").rpartition("/")[2])


def says(coop: Coop, member: str, waiting: Waiting, **said: str) -> int:
    """What the page of a request answers to somebody."""
    return sign_in(coop.client(), member).post(f"/en/waiting/{waiting.pk}/", said).status_code


def test_whoever_keeps_the_machine_lets_somebody_in_anew(
    coop: Coop, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: lost factors are no lost account. Method: the command; every old way in, then the link."""
    client, key, place = with_everything(coop)
    found = run(coop, capsys, "members", "invite", "m003", "--anew")
    assert (found["email"], found["is_anew"]) == ("m003@coop.example", True)
    assert client.get(OWN).status_code == 302
    assert (Authenticator.objects.count(), UserSession.objects.count()) == (0, 0)
    assert keys.found(key) is None
    place.refresh_from_db()
    assert place.paused
    assert SecurityNote.objects.filter(what="let_in_anew").count() == 1
    letter = coop.letters()[-1]
    assert (letter.to, "anew" in letter.subject) == ("m003@coop.example", True)
    assert letter.link == urlsplit(str(found["link"])).path
    came = coop.client()
    assert came.post(letter.link)["Location"] == "/en/home/"
    assert came.get(OWN).status_code == 200


def test_another_address_is_told_at_both_ends(
    coop: Coop, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: nobody loses an account unheard. Method: move it; what came to the old address."""
    with_everything(coop)
    run(coop, capsys, "members", "invite", "m003", "--anew", "--email", "new@coop.example")
    old, new = coop.letters()[-2:]
    assert (old.to, new.to) == ("m003@coop.example", "new@coop.example")
    assert "moved to another address" in old.subject
    assert "/account/link/" not in old.text
    before = len(coop.letters())
    coop.client().post("/en/account/login/", {"email": "m003@coop.example"})
    assert len(coop.letters()) == before


def test_an_invitation_to_another_address_closes_the_old_doors_too(
    coop: Coop, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: what is moved is moved whole. Method: without the word anew; the key, the app, the session."""
    client, key, place = with_everything(coop)
    run(coop, capsys, "members", "invite", "m003", "--email", "new@coop.example")
    place.refresh_from_db()
    assert (keys.found(key), place.paused, Authenticator.objects.count()) == (None, True, 0)
    assert client.get(OWN).status_code == 302


def test_an_invitation_to_the_same_address_closes_nothing(
    coop: Coop, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: a second letter is no harm. Method: invite again as before; session, key and app go on."""
    client, key, _ = with_everything(coop)
    run(coop, capsys, "members", "invite", "m003", "--email", "m003@coop.example")
    assert client.get(OWN).status_code == 200
    assert keys.found(key) is not None
    assert Authenticator.objects.count() == 2


def test_a_rehearsal_closes_nothing(coop: Coop, capsys: pytest.CaptureFixture[str]) -> None:
    """Goal: to look is free. Method: both commands with --dry-run."""
    client, key, _ = with_everything(coop)
    letters = len(coop.letters())
    run(coop, capsys, "members", "invite", "m003", "--anew", "--dry-run")
    assert run(coop, capsys, "members", "sign-out", "m003", "--dry-run")["sessions"] == 1
    assert client.get(OWN).status_code == 200
    assert keys.found(key) is not None
    assert len(coop.letters()) == letters


def test_who_acts_for_a_company_is_let_in_anew_by_her_address(
    coop: Coop, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: licensees too; a colleague's account is left alone. Method: two accounts of one company."""
    for name in ("law", "data"):
        run(coop, capsys, "licensing", "invite", "dairy", "--email", f"{name}@dairy.example")
    clients = [coop.client() for _ in range(2)]
    for client, letter in zip(clients, coop.letters(), strict=True):
        client.post(letter.link)
    run(coop, capsys, "licensing", "invite", "dairy", "--email", "law@dairy.example", "--anew")
    assert [client.get(OWN).status_code for client in clients] == [302, 200]


def test_sessions_are_ended_from_outside_and_nothing_else(
    coop: Coop, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: a lost phone. Method: the command; her sessions, her app, another's session, the letter."""
    client, key, _ = with_everything(coop)
    other = coop.came_in("m002")
    assert run(coop, capsys, "members", "sign-out", "m003") == {"who": "m003", "sessions": 1}
    assert [client.get(OWN).status_code, other.get(OWN).status_code] == [302, 200]
    assert Authenticator.objects.count() == 2
    assert keys.found(key) is not None
    assert "signed out" in coop.letters()[-1].subject


@pytest.mark.parametrize(
    "words",
    [
        ("members", "invite", "m003", "--anew"),
        ("members", "invite", "m003"),
        ("members", "sign-out", "m003"),
        ("members", "sign-out", "nobody"),
        ("licensing", "invite", "dairy", "--email", "not one", "--anew"),
    ],
)
def test_what_cannot_be_is_refused(coop: Coop, words: tuple[str, ...]) -> None:
    """Goal: no account by mistake. Method: nobody has one yet."""
    with pytest.raises(Misused):
        app([*words, "--folder", str(coop.folder)], standalone_mode=False)
    assert Person.objects.count() == 0


def test_an_office_needs_a_second_person_to_let_somebody_in_anew(coop: Coop) -> None:
    """Goal: one officer takes no account. Method: ask; all is open; the auditor says yes; all is closed."""
    client, key, _ = with_everything(coop)
    waiting = asked_by(coop)
    assert client.get(OWN).status_code == 200
    warned = coop.letters()[-1]
    assert (warned.to, warned.link) == ("m003@coop.example", f"/en/waiting/{waiting.pk}/")
    assert says(coop, "m001", waiting, ask="yes") == 404
    assert looks(coop) == []
    assert says(coop, "m002", waiting, ask="yes") == 302
    waiting.refresh_from_db()
    assert waiting.state == "done"
    assert client.get(OWN).status_code == 302
    assert keys.found(key) is None
    assert looks(coop) == [("m001", "account", "sign-in-anew")]
    assert coop.client().post(coop.letters()[-1].link).status_code == 302


def test_a_yes_that_is_said_twice_closes_the_doors_once(coop: Coop) -> None:
    """Goal: who has come in anew is not shut out by a second click. Method: yes, come in, yes again."""
    with_everything(coop)
    waiting = asked_by(coop)
    says(coop, "m002", waiting, ask="yes")
    client = coop.client()
    client.post(coop.letters()[-1].link)
    says(coop, "m002", waiting, ask="yes")
    assert client.get(OWN).status_code == 200
    assert len(looks(coop)) == 1


def test_an_account_that_would_move_waits_two_days_for_her_no(coop: Coop) -> None:
    """Goal: time to say no. Method: a yes today, a yes in two days."""
    with_everything(coop)
    waiting = asked_by(coop, email="new@coop.example")
    says(coop, "m002", waiting, ask="yes")
    page = sign_in(coop.client(), "m002").get(f"/en/waiting/{waiting.pk}/").content.decode()
    assert "Yes, do it" not in page
    assert "has time to say no" in page
    assert Person.objects.get(member="m003").email == "m003@coop.example"
    Waiting.objects.update(made_on=waiting.made_on - timedelta(days=2))
    says(coop, "m002", waiting, ask="yes")
    assert Person.objects.get(member="m003").email == "new@coop.example"


def test_she_says_no_herself_and_nothing_is_done(coop: Coop) -> None:
    """Goal: it is her account. Method: her own no, without an office; then the second person's yes."""
    client, _, _ = with_everything(coop)
    waiting = asked_by(coop)
    assert b"This is about you" in client.get(f"/en/waiting/{waiting.pk}/").content
    assert client.post(f"/en/waiting/{waiting.pk}/", {"ask": "yes"}).status_code == 404
    assert client.post(f"/en/waiting/{waiting.pk}/", {"ask": "no"}).status_code == 302
    says(coop, "m002", waiting, ask="yes")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.second) == ("declined", "m003")
    assert client.get(OWN).status_code == 200


def test_who_holds_the_account_in_question_says_no_yes_to_it(coop: Coop) -> None:
    """Goal: whoever sits in a stolen account does not confirm its move. Method: the auditor's account."""
    coop.account("m002")
    waiting = asked_by(coop, member="m002")
    assert says(coop, "m002", waiting, ask="yes") == 404
    waiting.refresh_from_db()
    assert waiting.state == "waiting"


def test_what_was_asked_in_her_name_stops(coop: Coop) -> None:
    """Goal: what a thief has set going does not go on. Method: a booking that waits for its second yes."""
    coop.account("m001")
    booking = {
        "pays": "income:other", "gets": "bank", "amount_cents": "12.50", "why": "Stamps",
        "once": "another-number", "sure": "1",
    }  # fmt: skip
    sign_in(coop.client(), "m001").post("/en/do/treasury.book/", booking)
    assert Waiting.objects.get().state == "waiting"
    from auzolan.house.accounts.anew import let_in_anew

    let_in_anew(member="m001")
    assert Waiting.objects.get().state == "back"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"has_met_her": ""}, "house.not_asked_herself"),
        ({"email": "not one"}, "house.no_address"),
        ({"email": "m002@coop.example"}, "house.address_in_use"),
        ({"member": "m004"}, "house.no_account"),
    ],
)
def test_an_office_is_refused_what_cannot_be(coop: Coop, more: dict[str, str], code: str) -> None:
    """Goal: each no has its reason. Method: one fault each, at the first click already."""
    coop.account("m003")
    coop.account("m002")
    answer = sign_in(coop.client(), "m001").post(ANEW, {**ASKED, "sure": "", **more})
    assert answer.status_code == 409
    assert code in answer.content.decode()


def test_nobody_lets_herself_in_anew_nor_is_let_in_by_another_office(coop: Coop) -> None:
    """Goal: no way round the form. Method: programs of the officer about herself, and of an auditor."""
    asked = {"member": "m001", "has_met_her": True}
    own = Program(key_for("m001")).do("members.let_in_anew", asked, query="?dry_run=true")
    refused(own, 409, "house.own_account")
    for name in ("members.let_in_anew", "members.end_sessions"):
        said = {**asked, "member": "m003"} if name.endswith("anew") else {"member": "m003"}
        other = Program(key_for("m002")).do(name, said, query="?dry_run=true")
        assert other.json()["code"] == "access.not_yours", other.content


def test_to_look_before_asking_shows_no_address(coop: Coop) -> None:
    """Goal: the form is no list of addresses. Method: what the first click says of one that stays."""
    coop.account("m003")
    page = sign_in(coop.client(), "m001").post(ANEW, {**ASKED, "sure": ""}).content.decode()
    assert "A link goes to m…@coop.example" in page
    assert "m003@coop.example" not in page
    assert looks(coop) == []


def test_an_office_ends_sessions_alone_and_it_stands_on_the_record(coop: Coop) -> None:
    """Goal: a lost phone waits for nobody. Method: look first, then do it; her session, the record."""
    client, _, _ = with_everything(coop)
    officer = sign_in(coop.client(), "m001")
    asked = {"member": "m003", "once": NUMBER}
    assert officer.post(END, asked).status_code == 200
    assert client.get(OWN).status_code == 200
    assert officer.post(END, {**asked, "sure": "1"}).status_code == 302
    assert client.get(OWN).status_code == 302
    assert looks(coop) == [("m001", "account", "end-sessions")]
    assert Authenticator.objects.count() == 2
    nobody = officer.post(END, {"member": "m004", "once": NUMBER + "2", "sure": "1"})
    assert "house.no_account" in nobody.content.decode()


def test_no_other_office_and_no_member_has_to_do_with_accounts(coop: Coop) -> None:
    """Goal: it belongs to admissions. Method: a member, the auditor; and what can be chosen."""
    coop.account("m003")
    for member in ("m002", "m004"):
        for address in (ANEW, END):
            assert sign_in(coop.client(), member).post(address, ASKED).status_code in {403, 422}
    assert Waiting.objects.count() == 0


def test_one_session_is_ended_from_another(coop: Coop) -> None:
    """Goal: a lost phone, and nothing else. Method: two browsers, end one from the other; a third person's."""
    one, two, other = coop.came_in("m002"), coop.came_in("m002"), coop.came_in("m003")
    page = one.get("/en/settings/sessions/").content.decode()
    numbers = re.findall(r'name="number" value="(\d+)"', page)
    assert len(numbers) == 1
    foreign = UserSession.objects.get(user__member="m003").pk
    for number in (numbers[0], str(foreign), "x", "9" * 30, ""):
        assert one.post("/en/settings/sessions/", {"ask": "one", "number": number})["Location"] == (
            "/en/settings/sessions/"
        )
    assert [client.get(OWN).status_code for client in (one, two, other)] == [200, 302, 200]


def test_all_other_sessions_are_ended_and_this_one_goes_on_under_a_new_name(coop: Coop) -> None:
    """Goal: she stays where she is. Method: two browsers and another person's; names before and after."""
    one, two, other = coop.came_in("m002"), coop.came_in("m002"), coop.came_in("m003")
    before = one.session.session_key
    assert one.post("/en/settings/sessions/", {"ask": "others"}).status_code == 302
    assert [client.get(OWN).status_code for client in (one, two, other)] == [200, 302, 200]
    assert one.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()
    assert UserSession.objects.filter(user__member="m002").count() == 1


def test_who_ends_other_sessions_shows_first_who_she_is(coop: Coop) -> None:
    """Goal: a browser left open shuts nobody out. Method: an old sign-in; all at once still ends."""
    one, two = coop.came_in("m002"), coop.came_in("m002")
    coop.showed_it(one, 1000)
    for said in ({"ask": "others"}, {"ask": "one", "number": "1"}):
        answer = one.post("/en/settings/sessions/", said)
        assert answer["Location"].startswith("/en/account/again/"), said
    assert two.get(OWN).status_code == 200
    one.post("/en/settings/sessions/")
    assert [client.get(OWN).status_code for client in (one, two)] == [302, 302]


def test_an_app_is_asked_for_before_an_old_session_changes_anything(coop: Coop) -> None:
    """Goal: a passkey or app never makes an old session more than it was. Method: each page that asks."""
    client = coop.came_in("m003")
    with_app(client)
    coop.showed_it(client, 1000)
    for address in ("address/", "delete/", "app/", "passkeys/add/"):
        answer = client.get(f"{OWN}{address}")
        assert answer["Location"].startswith("/en/account/again/code/"), address
    assert client.post(f"{OWN}everything/")["Location"].endswith("next=%2Fen%2Fsettings%2F")
    assert OneTimeLink.objects.filter(purpose="address").count() == 0
