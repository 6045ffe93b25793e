"""Codes from an app, recovery codes, and what an office asks of who holds it."""

from __future__ import annotations

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from auzolan.house.accounts.models import SecurityNote
from house.accounts.conftest import Coop
from support.portal import sign_in

APP = "/en/settings/app/"
SECOND = "/en/account/login/second/"
OFFICE = "/en/security/"


def code_of(secret: str, ahead: int = 0) -> str:
    """What an app shows for a secret now; RFC 6238."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def with_app(client: Client) -> str:
    """Add an app to the account that is signed in; its secret."""
    page = client.get(APP).content.decode()
    found = re.search(r'<code class="digest">([A-Z2-7]+)</code>', page)
    assert found is not None, page
    assert client.post(APP, {"code": code_of(found[1])}).status_code == 302
    return found[1]


def test_an_app_is_asked_for_after_the_link(coop: Coop) -> None:
    """Goal: a second step. Method: add an app, come again by a letter, type its next code."""
    secret = with_app(coop.came_in("m001"))
    client = coop.came_in_by_letter("m001")
    assert "_auth_user_id" not in client.session
    wrong = client.post(SECOND, {"code": "000000"})
    assert b"does not fit" in wrong.content
    assert SecurityNote.objects.filter(what="sign_in_failed").count() == 1
    client.post(SECOND, {"code": code_of(secret, 1)})
    assert "_auth_user_id" in client.session
    assert client.get(OFFICE).status_code == 200


def test_a_code_of_an_app_works_once(coop: Coop) -> None:
    """Goal: a code that was looked at over a shoulder is worth nothing. Method: use it twice."""
    secret = with_app(coop.came_in("m001"))
    code = code_of(secret, 1)
    for is_first in (True, False):
        client = coop.came_in_by_letter("m001")
        client.post(SECOND, {"code": code})
        assert ("_auth_user_id" in client.session) is is_first


def test_the_square_stands_in_the_page_and_needs_no_style(coop: Coop) -> None:
    """Goal: the strict policy holds. Method: look for a picture without style or script."""
    page = coop.came_in("m001").get(APP).content.decode()
    square = page[page.index("<svg") : page.index("</svg>")]
    assert "style" not in square
    assert "<?xml" not in page


def test_wrong_codes_are_stopped(coop: Coop) -> None:
    """Goal: six digits are not guessed. Method: eleven wrong codes for one account."""
    with_app(coop.came_in("m001"))
    client = coop.came_in_by_letter("m001")
    answers = [client.post(SECOND, {"code": "000000"}).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_recovery_codes_are_seen_once_and_work_once(coop: Coop) -> None:
    """Goal: a way back that lies in no file in clear. Method: see them twice, use one twice."""
    first = coop.came_in("m001")
    with_app(first)
    page = first.get("/en/settings/codes/").content.decode()
    codes = re.findall(r"<li><code>(\d{8})</code></li>", page)
    assert len(set(codes)) == 10
    again = first.get("/en/settings/codes/").content.decode()
    assert codes[0] not in again
    assert "cannot be shown again" in again
    for is_first in (True, False):
        client = coop.came_in_by_letter("m001")
        client.post(SECOND, {"code": codes[0]})
        assert ("_auth_user_id" in client.session) is is_first


def test_secrets_are_not_kept_in_clear(coop: Coop) -> None:
    """Goal: whoever reads the file of accounts makes no codes. Method: search what is kept."""
    secret = with_app(coop.came_in("m001"))
    kept = str([one.data for one in Authenticator.objects.all()])
    assert secret not in kept
    assert kept.count("gAAAA") == 2  # as the box closes them: the app's, the recovery codes'


def test_an_office_stays_closed_without_a_second_factor(coop: Coop) -> None:
    """Goal: a mail account is no key to an office. Method: look, and do, as who holds all."""
    client = coop.came_in("m001")
    looked = client.get(OFFICE)
    assert looked["Location"] == "/en/account/second/?next=%2Fen%2Fsecurity%2F"
    done = client.post("/en/do/members.admit/", {"application": "m-1", "sure": "1"})
    assert done.status_code == 403
    assert b"access.second_factor" in done.content
    assert client.get("/en/members/m001/").status_code == 200, "what is hers stays open"


def test_an_office_closes_after_half_an_hour_without_a_visit(coop: Coop) -> None:
    """Goal: a desk that somebody left is no open office. Method: put the last visit back."""
    client = coop.came_in("m001")
    secret = with_app(client)
    assert client.get(OFFICE).status_code == 200
    coop.was_last_here(client, 31 * 60)
    closed = client.get(OFFICE)
    assert closed["Location"].startswith("/en/account/second/")
    page = client.get(closed["Location"]).content.decode()
    assert "/en/account/again/code/" in page
    assert client.get("/en/home/").status_code == 200, "she stays signed in as a member"
    shown = client.post("/en/account/again/code/", {"code": code_of(secret, 1), "next": OFFICE})
    assert (shown.status_code, shown["Location"]) == (302, OFFICE)
    assert client.get(OFFICE).status_code == 200


def test_twenty_minutes_close_no_office(coop: Coop) -> None:
    """Goal: the limit is half an hour and not less. Method: the same with twenty minutes."""
    client = coop.came_in("m001")
    with_app(client)
    coop.was_last_here(client, 20 * 60)
    assert client.get(OFFICE).status_code == 200


def test_who_holds_no_office_is_asked_for_nothing_more(coop: Coop) -> None:
    """Goal: members come in by a letter alone. Method: a page that no office would open to her."""
    client = coop.came_in("m004")
    assert client.get(OFFICE).status_code == 403


def test_ways_of_signing_in_change_only_soon_after_a_sign_in(coop: Coop) -> None:
    """Goal: a browser left open gives no key away. Method: an old sign-in on the page of an app."""
    client = coop.came_in("m002")
    coop.showed_it(client, 1000)
    for address in (
        APP,
        "/en/settings/passkeys/add/",
        "/en/settings/address/",
        "/en/settings/delete/",
    ):
        assert client.get(address)["Location"].startswith("/en/account/again/"), address
    assert client.post("/en/settings/everything/")["Location"].startswith("/en/account/again/")
    again = client.post("/en/account/again/", {"next": APP})
    assert again["Location"] == "/en/account/login/?next=%2Fen%2Fsettings%2Fapp%2F"
    assert "_auth_user_id" not in client.session


def test_the_support_of_tests_can_sign_in_weakly(coop: Coop) -> None:
    """Goal: what tests lean on says what it does. Method: both ways on one page."""
    assert sign_in(coop.client(), "m001").get(OFFICE).status_code == 200
    assert sign_in(coop.client(), "m001", is_strong=False).get(OFFICE).status_code == 302
