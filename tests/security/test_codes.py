"""Codes and the ways in: how long they are, how long they live, and that there is no other."""

from __future__ import annotations

import math
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa import app_settings as mfa
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import override_settings

from architecture.source_tree import ROOT
from auzolan.house.accounts import links
from auzolan.house.accounts.urls import SIGNING_IN
from house.accounts.conftest import Coop
from house.accounts.test_second_factor import code_of, with_app

# Each address of signing in, and the row of the reference under which it stands; "" is no way in.
WAYS = {
    "account_login": "letter", "account_request_login_code": "letter",
    "account_confirm_login_code": "letter", "sign_in_link": "letter",
    "mfa_login_webauthn": "passkey", "mfa_authenticate": "code of an app",
    "mfa_reauthenticate": "code of an app", "mfa_reauthenticate_webauthn": "passkey",
    "confirm_address": "", "sign_in_again": "", "second_step": "", "account_inactive": "",
    "account_logout": "", "mfa_list_webauthn": "", "mfa_add_webauthn": "", "mfa_edit_webauthn": "",
    "mfa_remove_webauthn": "", "mfa_activate_totp": "", "mfa_deactivate_totp": "",
    "mfa_view_recovery_codes": "", "mfa_generate_recovery_codes": "",
}  # fmt: skip
CONFIRM = "/en/account/login/code/confirm/"


def test_every_way_in_stands_in_the_reference() -> None:
    """Goal: no forgotten door. Method: the addresses of signing in against the table of the page."""
    assert {one.name for one in SIGNING_IN} == set(WAYS)
    page = (ROOT / "docs/reference/asvs.md").read_text(encoding="utf-8")
    _, _, rest = page.partition("## Ways of signing in")
    table = rest.partition("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("|")]
    for way in filter(None, WAYS.values()):
        assert any(way in row for row in rows), way


def test_there_is_no_account_before_somebody_makes_one(coop: Coop) -> None:
    """Goal: no account that everybody knows. Method: a co-operative just founded, and usual names."""
    from auzolan.house.accounts.models import Person
    from auzolan.house.programs.models import ProgramKey

    assert (Person.objects.count(), ProgramKey.objects.count()) == (0, 0)
    for name in ("admin@coop.example", "root@localhost", "test@test.invalid"):
        coop.client().post("/en/account/login/", {"email": name})
    assert coop.letters() == []


def test_codes_are_long_enough_and_drawn_by_the_system(coop: Coop) -> None:
    """Goal: nobody guesses a code. Method: size of each kind; and of many none comes twice."""
    mail = [get_adapter().generate_login_code() for _ in range(300)]
    signs = set("".join(mail)) - {"-"}
    assert len(set(mail)) == 300
    assert {len(one.replace("-", "")) for one in mail} == {8}
    assert 8 * math.log2(len(signs)) > 34
    assert mfa.RECOVERY_CODE_DIGITS * math.log2(10) > 26
    assert len(RecoveryCodes.generate_seed()) == 80, "320 bits, written in hexadecimal"
    assert links._CHANCE_BYTES * 8 == 256


def test_a_mail_code_ends_in_time(coop: Coop) -> None:
    """Goal: an old letter opens nothing. Method: put the asking back to just within, and just past."""
    coop.account("m002")
    for seconds, is_in in ((880, True), (920, False)):
        client = coop.client()
        client.post("/en/account/login/", {"email": "m002@coop.example"})
        session = client.session
        session["account_login"] = _put_back(session["account_login"], seconds)
        session.save()
        client.post(CONFIRM, {"code": coop.letters()[-1].code})
        assert ("_auth_user_id" in client.session) is is_in


def _put_back(said: Any, seconds: int) -> Any:
    """A state of the library with all its moments earlier."""
    if isinstance(said, dict):
        return {
            key: one - seconds if key in {"at", "initiated_at"} else _put_back(one, seconds)
            for key, one in said.items()
        }
    return said


def test_after_a_new_key_of_the_portal_no_code_of_an_app_fits(coop: Coop) -> None:
    """Goal: a sealed secret that cannot be opened lets nobody in. Method: another key, both codes."""
    secret = with_app(coop.came_in("m003"))
    with override_settings(SECRET_KEY="another key, drawn anew"):
        client = coop.came_in_by_letter("m003")
        for code in (code_of(secret, 1), "12345678"):
            answer = client.post("/en/account/login/second/", {"code": code})
            assert answer.status_code == 200
            assert b"does not fit" in answer.content
        assert "_auth_user_id" not in client.session
