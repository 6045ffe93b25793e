"""What stands in the security log: who came in or failed to, and who was refused."""

from __future__ import annotations

import json

from auzolan.house.accounts import security_log
from auzolan.house.accounts.models import Person, SecurityNote
from house.accounts.conftest import Coop
from support.portal import sign_in


def noted() -> list[tuple[str, int, str]]:
    """What was noted since, about which account, at which kind of page; then nothing is any more."""
    found = [(one.what, one.person_id, one.route) for one in SecurityNote.objects.order_by("pk")]
    SecurityNote.objects.all().delete()
    return found


def test_signing_in_and_failing_to_stand_in_the_log(coop: Coop) -> None:
    """Goal: every try is seen, good or bad. Method: link, wrong link, code, wrong code, wrong passkey."""
    noted()
    coop.came_in("m002")
    person = Person.objects.get(member="m002").pk
    assert (security_log.SIGNED_IN, person, "sign_in_link") in noted()
    coop.client().post("/en/account/link/made-up/")
    assert noted() == [(security_log.SIGN_IN_FAILED, 0, "sign_in_link")]
    client = coop.client()
    client.post("/en/account/login/", {"email": "m002@coop.example"})
    client.post("/en/account/login/code/confirm/", {"code": "WRONG"})
    client.post("/en/account/login/code/confirm/", {"code": coop.letters()[-1].code})
    assert [(what, who) for what, who, _ in noted()] == [
        (security_log.CODE_SENT, person), (security_log.SIGN_IN_FAILED, person),
        (security_log.SIGNED_IN, person),
    ]  # fmt: skip


def test_what_was_refused_stands_in_the_log(coop: Coop) -> None:
    """Goal: who knocks at closed doors is seen. Method: another's page, an office, a doing of one."""
    client = sign_in(coop.client(), "m003")
    person = Person.objects.get(member="m003").pk
    noted()
    for address in ("/en/members/m002/", "/en/security/", "/en/do/members.admit/"):
        assert client.get(address).status_code == 403, address
    assert client.post("/en/do/members.admit/", {"sure": "1"}).status_code == 403
    assert noted() == [
        (security_log.DENIED, person, route) for route in ("statement", "security_log", "do", "do")
    ]


def test_what_programs_were_refused_stands_in_the_log(coop: Coop) -> None:
    """Goal: the same by the API. Method: no key, a made-up key, and a session without the right."""
    noted()
    made_up = {"authorization": "Bearer auz_000000000000_" + "A" * 43}
    assert coop.client().get("/api/v1/record/entries", headers=made_up).status_code == 401
    client = sign_in(coop.client(), "m003")
    sent = json.dumps({"member": "m009"})
    number = {"Idempotency-Key": "a-number-of-my-own"}
    asked = client.post(
        "/api/v1/do/members.admit", sent, content_type="application/json", headers=number
    )
    assert asked.status_code == 403
    assert [what for what, _, _ in noted()] == [security_log.SIGN_IN_FAILED, security_log.DENIED]
