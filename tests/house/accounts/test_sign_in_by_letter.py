"""Signing in by a letter: link and code, the same answer for everybody, no passwords, limits."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.cache import caches
from django.urls import NoReverseMatch, reverse

from auzolan.house.accounts import security_log
from auzolan.house.accounts.models import Person, SecurityNote
from house.accounts.conftest import Coop

LOGIN = "/en/account/login/"
CONFIRM = "/en/account/login/code/confirm/"


def test_opening_a_link_signs_nobody_in_and_pressing_its_button_does(coop: Coop) -> None:
    """Goal: programs that look through mail do not use links up. Method: GET twice, then POST."""
    coop.account("m002")
    link = coop.letters()[-1].link
    client = coop.client()
    for _ in range(2):
        assert b"Sign me in" in client.get(link).content
        assert "_auth_user_id" not in client.session
    answer = client.post(link)
    assert (answer.status_code, answer["Location"]) == (302, "/en/home/")
    assert client.session["_auth_user_id"] == str(Person.objects.get(member="m002").pk)
    again = coop.client().post(link)
    assert again.status_code == 410
    assert b"no longer works" in again.content


def test_the_code_of_a_letter_signs_in(coop: Coop) -> None:
    """Goal: a code does what the link does. Method: ask with large letters, type it in small."""
    address = coop.account("m002")
    client = coop.client()
    assert client.post(LOGIN, {"email": address.upper()})["Location"] == CONFIRM
    letter = coop.letters()[-1]
    assert letter.to == address
    answer = client.post(CONFIRM, {"code": letter.code.lower().replace("-", "")})
    assert (answer.status_code, answer["Location"]) == (302, "/en/home/")


def test_a_code_holds_for_three_tries_and_in_its_own_browser(coop: Coop) -> None:
    """Goal: nobody guesses. Method: three wrong codes, then the right one; and it elsewhere."""
    address = coop.account("m002")
    client = coop.client()
    client.post(LOGIN, {"email": address})
    code = coop.letters()[-1].code
    assert coop.client().post(CONFIRM, {"code": code})["Location"].startswith("/en/account/login")
    for _ in range(3):
        client.post(CONFIRM, {"code": "WRONG-CODE"})
    client.post(CONFIRM, {"code": code})
    assert "_auth_user_id" not in client.session
    assert SecurityNote.objects.filter(what=security_log.SIGN_IN_FAILED).count() == 3


def test_an_unknown_address_gets_the_same_page_and_no_letter(coop: Coop) -> None:
    """Goal: the page tells nobody who belongs. Method: compare both ways, word for word."""
    address = coop.account("m002")
    before = len(coop.letters())
    pages = []
    for asked in (address, "nobody@coop.example"):
        client = coop.client()
        answer = client.post(LOGIN, {"email": asked})
        page = client.get(answer["Location"]).content.decode()
        pages.append((answer.status_code, answer["Location"], without_numbers(page)))
    assert pages[0] == pages[1]
    assert len(coop.letters()) == before + 1


def without_numbers(page: str) -> str:
    """A page without the number that its forms carry, which differs each time."""
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


def test_a_session_from_before_is_not_the_one_after(coop: Coop) -> None:
    """Goal: a session that somebody else has planted opens nothing. Method: plant one."""
    coop.account("m002")
    client = coop.client()
    client.get(LOGIN)
    client.post(LOGIN, {"email": "m002@coop.example"})
    planted = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post(CONFIRM, {"code": coop.letters()[-1].code})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    thief = coop.client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert thief.get("/en/home/").status_code == 302


def test_a_closed_account_does_not_come_in(coop: Coop) -> None:
    """Goal: who was shut out stays out, in old sessions too. Method: close a signed-in account."""
    client = coop.came_in("m002")
    assert client.get("/en/settings/").status_code == 200
    Person.objects.update(is_active=False)
    assert client.get("/en/settings/").status_code == 302
    before = len(coop.letters())
    coop.client().post(LOGIN, {"email": "m002@coop.example"})
    assert len(coop.letters()) == before


def test_there_is_no_way_to_a_password(coop: Coop) -> None:
    """Goal: nobody has, sets or sends one. Method: the library's names, and a form with one."""
    for name in ("account_signup", "account_set_password", "account_change_password",
                 "account_reset_password", "account_reauthenticate"):  # fmt: skip
        with pytest.raises(NoReverseMatch):
            reverse(name)
    address = coop.account("m002")
    hers = Person.objects.get(member="m002")
    hers.set_password("opensesame")
    hers.save()
    client = coop.client()
    client.post(LOGIN, {"login": address, "email": address, "password": "opensesame"})
    assert "_auth_user_id" not in client.session


def test_the_front_address_leads_to_her_language(coop: Coop) -> None:
    """Goal: an address without a language shows hers. Method: sign in, ask for the bare one."""
    coop.account("m002")
    Person.objects.update(language="eu")
    client = coop.client()
    assert client.get("/")["Location"] == "/en/"
    client.post(coop.letters()[-1].link)
    assert client.get("/")["Location"] == "/eu/"
    coop.client().post(LOGIN, {"email": "m002@coop.example"})
    assert "/eu/account/link/" in coop.letters()[-1].link


def test_bursts_for_one_address_are_stopped_and_noted(coop: Coop) -> None:
    """Goal: nobody is flooded with letters. Method: ask six times, from different browsers."""
    address = coop.account("m002")
    before = len(coop.letters())
    for _ in range(5):
        assert coop.client().post(LOGIN, {"email": address}).status_code == 302
    stopped = coop.client().post(LOGIN, {"email": address})
    assert (stopped.status_code, stopped["Retry-After"]) == (429, "600")
    assert b"Try again in 10 minutes" in stopped.content
    assert len(coop.letters()) == before + 5
    assert SecurityNote.objects.filter(what=security_log.RATE_LIMITED).count() == 1


def test_limits_hold_from_one_process_to_the_next(coop: Coop) -> None:
    """Goal: a restart forgets no burst. Method: count in a new cache object on the same file."""
    for _ in range(5):
        coop.client().post(LOGIN, {"email": "nobody@coop.example"})
    del caches["default"]
    stopped = coop.client().post(LOGIN, {"email": "nobody@coop.example"})
    assert stopped.status_code == 429


def test_one_place_cannot_try_links_for_ever(coop: Coop) -> None:
    """Goal: links are not guessed by trying. Method: press sixty-one that do not exist."""
    client = coop.client()
    answers = [client.post(f"/en/account/link/guess{number}/").status_code for number in range(61)]
    assert answers == [410] * 60 + [429]
    elsewhere = coop.client().post("/en/account/link/guess/", REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 410
