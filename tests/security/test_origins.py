"""Other hosts, other origins, and keys in the wrong place."""

from __future__ import annotations

import pytest
from django.test import Client

from house.accounts.conftest import Coop
from security.addresses import addresses
from support.portal import sign_in

EVIL = "https://evil.example"


def test_a_host_that_is_not_ours_is_refused(coop: Coop) -> None:
    """Goal: no letter or link ever names another house. Method: other names in the header."""
    for host in ("evil.example", "localhost.evil.example", "localhost@evil.example", ""):
        answer = Client(raise_request_exception=False).get("/en/", headers={"host": host})
        assert answer.status_code == 400, host
        assert b"evil.example" not in answer.content


def test_no_answer_lets_another_origin_read_it(coop: Coop) -> None:
    """Goal: what she sees, no other site sees. Method: another origin asks for every address."""
    client = sign_in(coop.client(), "m001")
    for address in addresses(member="m001"):
        for ask in (client.get, client.options):
            answer = ask(address, headers={"origin": EVIL, "access-control-request-method": "POST"})
            found = [name for name in answer.headers if name.lower().startswith("access-control-")]
            assert found == [], address


def test_no_redirect_leads_to_another_host(coop: Coop) -> None:
    """Goal: no link of ours is a trap. Method: other hosts as the way on, at every address."""
    client, nobody = sign_in(coop.client(), "m003"), coop.client()
    for away in (f"{EVIL}/", "//evil.example/", "/\\evil.example/", "https:evil.example"):
        for address in addresses(member="m003"):
            for browser in (client, nobody):
                answer = browser.get(address, {"next": away})
                where = answer.get("Location", "/")
                assert where.startswith("/"), (address, where)
                assert not where.startswith(("//", "/\\")), (address, where)


@pytest.mark.parametrize("away", [f"{EVIL}/", "//evil.example/"])
def test_after_signing_in_she_stays_here(coop: Coop, away: str) -> None:
    """Goal: the same for the moment of signing in. Method: a letter that was asked for by a trap."""
    coop.account("m002")
    client = coop.client()
    client.post(f"/en/account/login/?next={away}", {"email": "m002@coop.example", "next": away})
    letter = coop.letters()[-1]
    answer = client.post("/en/account/login/code/confirm/", {"code": letter.code, "next": away})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/en/")
    assert "evil" not in letter.text


def test_a_key_of_the_api_opens_no_page(coop: Coop) -> None:
    """Goal: a key is for programs. Method: a widest key at pages and at what can be done there."""
    from auzolan.house.accounts.models import Person
    from auzolan.house.programs import keys

    sign_in(coop.client(), "m001")
    person = Person.objects.get(member="m001")
    key = keys.make(person, "all", ["do:*", "read:*"], 30, is_strong=True).text
    said = {"authorization": f"Bearer {key}"}
    client = coop.client()
    assert client.get("/api/v1/record/entries", headers=said).status_code == 200
    for address in ("/en/home/", "/en/settings/", "/en/members/m001/", "/en/do/members.admit/"):
        assert "/account/login/" in client.get(address, headers=said)["Location"], address
    assert client.post("/en/do/members.admit/", {"sure": "1"}, headers=said).status_code == 403
