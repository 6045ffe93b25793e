"""Bursts: whoever is slowed is one address or one account, and all others go on."""

from __future__ import annotations

import pytest

from auzolan.house.accounts import bursts, security_log
from auzolan.house.accounts.models import SecurityNote
from auzolan.house.doors.api.rate import Rate
from house.accounts.conftest import Coop
from support.portal import sign_in

LOGIN = "/en/account/login/"
PLACE = "203.0.113.9"
FORMS = 8


def test_a_burst_from_one_address_is_slowed(coop: Coop) -> None:
    """Goal: nobody tries all accounts in turn. Method: sixty-one accounts, one place."""
    coop.account("m002")
    SecurityNote.objects.all().delete()
    answers = []
    for number in range(61):
        asked = {"email": f"somebody{number}@coop.example"}
        answers.append(coop.client().post(LOGIN, asked, REMOTE_ADDR=PLACE))
    assert [one.status_code for one in answers] == [302] * 60 + [429]
    assert b"Try again in 10 minutes" in answers[-1].content
    assert answers[-1]["Retry-After"] == "600"
    (noted,) = SecurityNote.objects.filter(what=security_log.RATE_LIMITED)
    assert noted.place
    assert PLACE not in noted.place
    there = coop.client().post(LOGIN, {"email": "m002@coop.example"}, REMOTE_ADDR="203.0.113.10")
    assert there.status_code == 302, "who asks from elsewhere is not slowed"


def test_others_sign_in_while_somebody_is_slowed(coop: Coop) -> None:
    """Goal: a limit shuts nobody out. Method: a burst in m002's name; her link, and m003's code."""
    for member in ("m002", "m003"):
        coop.account(member)
    hers = next(one for one in coop.letters() if one.to.startswith("m002")).link
    for _ in range(6):
        slowed = coop.client().post(LOGIN, {"email": "m002@coop.example"}, REMOTE_ADDR=PLACE)
    assert slowed.status_code == 429
    client = coop.client()
    client.post(hers)
    assert "_auth_user_id" in client.session, "a letter from before still opens"
    other = coop.client()
    other.post(LOGIN, {"email": "m003@coop.example"})
    other.post("/en/account/login/code/confirm/", {"code": coop.letters()[-1].code})
    assert "_auth_user_id" in other.session


def test_a_burst_of_forms_is_slowed_for_the_one_who_sends_it(
    coop: Coop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: a program that fills in forms waits. Method: more than fit into two minutes; another member."""
    monkeypatch.setattr(bursts, "RATE", Rate(FORMS))
    one, other = sign_in(coop.client(), "m003"), sign_in(coop.client(), "m002")
    answers = [one.post("/en/settings/language/", {"language": "eu"}) for _ in range(2 * FORMS + 1)]
    slowed = [answer for answer in answers if answer.status_code == 429]
    assert slowed, "two minutes cannot have begun while they were sent"
    assert 1 <= int(slowed[-1]["Retry-After"]) <= 60
    assert one.get("/en/settings/").status_code == 200, "reading goes on"
    assert other.post("/en/settings/language/", {"language": "en"}).status_code == 302
