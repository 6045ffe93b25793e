"""Sessions: their names, and what of the house a session is."""

from __future__ import annotations

import re

from django.conf import settings
from django.test import Client, override_settings

from house.accounts.conftest import Coop
from house.accounts.test_second_factor import code_of, with_app
from security.addresses import addresses
from support.portal import sign_in

_OUT = re.compile(r'<form method="post" action="/en/account/logout/">')


def test_names_of_sessions_are_long_and_never_twice(coop: Coop) -> None:
    """Goal: nobody guesses a session. Method: forty of them: 32 signs of 36, none twice."""
    coop.account("m002")
    names = {
        sign_in(Client(), "m002").cookies[settings.SESSION_COOKIE_NAME].value for _ in range(40)
    }
    assert len(names) == 40
    assert all(re.fullmatch(r"[a-z0-9]{32}", one) for one in names)
    signs = {sign for one in names for sign in one}
    assert len(signs) == 36


def test_proving_oneself_again_makes_a_new_session(coop: Coop) -> None:
    """Goal: a session that was copied before is worth nothing after. Method: a code again; old cookies."""
    client = coop.came_in("m003")
    secret = with_app(client)
    old = {name: one.value for name, one in client.cookies.items()}
    answer = client.post("/en/account/again/code/", {"code": code_of(secret, 1), "next": "/en/"})
    assert answer.status_code == 302
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != old[settings.SESSION_COOKIE_NAME]
    assert client.get("/en/settings/").status_code == 200
    assert client.get("/en/settings/sessions/").content.decode().count("since") == 1
    thief = coop.client()
    thief.cookies.load(old)
    assert thief.get("/en/settings/").status_code == 302
    wrong = dict.fromkeys(("code",), "000000")
    kept = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/en/account/again/code/", wrong)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value == kept
    client.post("/en/settings/sessions/")
    assert client.get("/en/settings/").status_code == 302


def test_every_page_leads_out(coop: Coop) -> None:
    """Goal: signing out is never far. Method: the button on every page that is one."""
    client = sign_in(coop.client(), "m001")
    seen = 0
    for address in addresses(member="m001"):
        answer = client.get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            seen += 1
            assert _OUT.search(answer.content.decode()), address
    assert seen > 40


def test_a_new_key_of_the_portal_ends_all_sessions(coop: Coop) -> None:
    """Goal: whoever runs the house can end all of them. Method: another key, and an old browser."""
    client = coop.came_in("m002")
    assert client.get("/en/settings/").status_code == 200
    with override_settings(SECRET_KEY="another key, drawn anew"):
        assert client.get("/en/settings/").status_code == 302
