"""Passkeys: added, used, and everything that a thief might send instead."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

from auzolan.house.accounts.models import Person, SecurityNote
from house.accounts.conftest import Coop
from support.device import Device

ADD = "/en/settings/passkeys/add/"
SHOW = "/en/account/login/passkey/"
OFFICE = "/en/security/"
NONSENSE = (
    "", "{", "[]", "null", "{}", '{"id": 1}', '{"response": {"userHandle": "AA"}}', "1" * 9999,
    '{"response": {"userHandle": "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"}, "id": "AA", "rawId": "AA"}',
    ('{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "AA", '
    '"authenticatorData": "AA", "signature": "AA", "userHandle": "MQ", "attestationObject": "AA"}}'),
)  # fmt: skip


def options_on(page: HttpResponse) -> Any:
    """What a page asks of a browser."""
    found = re.search(
        r'<script id="js_data" type="application/json">(.*?)</script>', page.content.decode()
    )
    assert found is not None, page.content
    return json.loads(html.unescape(found[1]))


def added(client: Client) -> Device:
    """A device whose passkey has been added to the account that is signed in."""
    device = Device()
    sent = device.registered(options_on(client.get(ADD))["creation_options"])
    answer = client.post(ADD, {"name": "my phone", "credential": sent, "passwordless": "on"})
    assert answer.status_code == 302, answer.content
    return device


def asked(client: Client) -> Any:
    """What the page of signing in asks of a browser."""
    return client.get(SHOW, headers={"accept": "application/json"}).json()["request_options"]


def is_in(client: Client) -> bool:
    """Whether somebody is signed in."""
    return "_auth_user_id" in client.session


def test_a_passkey_opens_an_office_and_signs_in_alone(coop: Coop) -> None:
    """Goal: one look at the phone is enough. Method: add one, go, come back with it."""
    client = coop.came_in("m001")
    assert client.get(OFFICE)["Location"].startswith("/en/account/second/")
    device = added(client)
    assert client.get(OFFICE).status_code == 200
    assert SecurityNote.objects.latest("pk").what == "second_factor_added"
    client.post("/en/account/logout/")
    assert not is_in(client)
    client.post(SHOW, {"credential": device.shown(asked(client))})
    assert is_in(client)
    assert client.get(OFFICE).status_code == 200


def test_an_answer_that_was_heard_signs_nobody_in(coop: Coop) -> None:
    """Goal: a replayed passkey is refused. Method: send one answer twice, from two browsers."""
    client = coop.came_in("m001")
    device = added(client)
    first, thief = coop.client(), coop.client()
    heard = device.shown(asked(first))
    first.post(SHOW, {"credential": heard})
    assert is_in(first)
    first.post("/en/account/logout/")
    first.post(SHOW, {"credential": heard})
    assert not is_in(first)
    thief.post(SHOW, {"credential": heard})
    assert not is_in(thief)
    asked(thief)
    thief.post(SHOW, {"credential": heard})
    assert not is_in(thief)


def test_an_answer_for_another_site_is_refused(coop: Coop) -> None:
    """Goal: a page that looks like ours gets nothing. Method: another origin, another name."""
    device = added(coop.came_in("m001"))
    for origin, rp in (("https://coop.evil", "localhost"), ("http://localhost", "coop.evil")):
        client = coop.client()
        client.post(SHOW, {"credential": device.shown(asked(client), origin=origin, rp=rp)})
        assert not is_in(client)


def test_another_key_under_her_name_is_refused(coop: Coop) -> None:
    """Goal: only her device signs for her. Method: a device with her number and its own key."""
    device = added(coop.came_in("m001"))
    thief = Device(number=device.number, owner=device.owner)
    client = coop.client()
    client.post(SHOW, {"credential": thief.shown(asked(client))})
    assert not is_in(client)


def test_nonsense_in_the_place_of_a_passkey_is_no_fault_of_the_house(coop: Coop) -> None:
    """Goal: bad input is refused, not answered with a fault. Method: many shapes of it."""
    client = coop.client()
    for sent in NONSENSE:
        asked(client)
        answer = client.post(SHOW, {"credential": sent})
        assert answer.status_code == 302, sent
        assert not is_in(client)
    mine = coop.came_in("m002")
    for sent in NONSENSE:
        mine.get(ADD)
        assert mine.post(ADD, {"name": "x", "credential": sent}).status_code == 200, sent


def test_after_the_link_a_passkey_is_asked_for(coop: Coop) -> None:
    """Goal: who got into her mail does not get in. Method: a link for an account with a passkey."""
    device = added(coop.came_in("m001"))
    client = coop.came_in_by_letter("m001")
    assert not is_in(client)
    page = client.get("/en/account/login/second/")
    answer = device.shown(options_on(page)["request_options"])
    client.post("/en/account/login/second/", {"credential": answer})
    assert is_in(client)


def test_nobody_removes_the_passkey_of_another(coop: Coop) -> None:
    """Goal: another's number in the address opens nothing. Method: ask for hers as another."""
    first = coop.came_in("m001")
    added(first)
    from allauth.mfa.models import Authenticator

    number = Authenticator.objects.get(user=Person.objects.get(member="m001"), type="webauthn").pk
    other = coop.came_in("m002")
    added(other)
    for page in ("remove", "name"):
        address = f"/en/settings/passkeys/{number}/{page}/"
        assert other.get(address).status_code == 404
        assert other.post(address, {"name": "mine"}).status_code == 404
    assert first.post(f"/en/settings/passkeys/{number}/remove/").status_code == 302
    assert not Authenticator.objects.filter(pk=number).exists()
    assert SecurityNote.objects.filter(what="second_factor_removed").exists()
