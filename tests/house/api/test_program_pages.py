"""The pages of one's own programs: keys shown once, only one's own, and only what one may do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from support.portal import sign_in
from support.programs import Program, key_for, person_of

KEY = re.compile(r"auz_[0-9a-f]{12}_[A-Za-z0-9_-]{43}")
FORM = {"name": "my sheet", "days": "30", "scopes": ["read:record.*"]}


def make(reader: Client, **changes: Any) -> Any:
    """Send the form of a new key."""
    return reader.post("/en/programs/key/", {**FORM, **changes})


def test_a_key_is_shown_once_and_only_a_digest_of_it_is_kept(coop: Path) -> None:
    """Goal: who reads the house's files can use no key. Method: make one, use it, search all files."""
    reader = sign_in(Client(), "m003")
    made = make(reader)
    (text,) = set(KEY.findall(made.content.decode()))
    assert "no-store" in made["Cache-Control"]
    assert Program(text).get("record/entries").status_code == 200
    listing = reader.get("/en/programs/").content.decode()
    assert text.split("_")[1] in listing
    assert "A key for a program was made" in reader.get("/en/settings/").content.decode()
    secret = text.split("_", 2)[2]
    assert secret not in listing
    for path in coop.rglob("*"):
        if path.is_file():
            assert secret.encode() not in path.read_bytes(), path.name


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"days": "0"}, "days"),
        ({"days": "366"}, "days"),
        ({"days": "many"}, "days"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["see:security_log"]}, "scopes"),
        ({"scopes": ["do:treasury.book"]}, "scopes"),
        ({"scopes": ["do:*"]}, "scopes"),
        ({"scopes": ["no such thing"]}, "scopes"),
    ],
)
def test_a_form_that_is_not_right_says_where(
    coop: Path, changes: dict[str, Any], field: str
) -> None:
    """Goal: nothing is made by half. Method: forms with one thing wrong, scopes of others among them."""
    from auzolan.house.programs.models import ProgramKey

    answer = make(sign_in(Client(), "m003"), **changes)
    assert answer.status_code == 422
    assert f'href="#field-{field}"' in answer.content.decode()
    assert not ProgramKey.objects.exists()


def test_nobody_takes_back_anothers_key(coop: Path) -> None:
    """Goal: keys are one's own. Method: another member sends the form with the right name."""
    text = key_for("m003")
    asked = {"ask": "revoke", "name": text.split("_")[1]}
    sign_in(Client(), "m002").post("/en/programs/", asked)
    assert Program(text).get("record/entries").status_code == 200
    assert text.split("_")[1] not in sign_in(Client(), "m002").get("/en/programs/").content.decode()
    sign_in(Client(), "m003").post("/en/programs/", asked)
    assert Program(text).get("record/entries").status_code == 401


def test_nobody_has_more_than_twenty_keys(coop: Path) -> None:
    """Goal: a table that grows without end helps nobody. Method: make them, and one more."""
    reader = sign_in(Client(), "m003")
    for _ in range(20):
        assert make(reader).status_code == 200
    answer = make(reader)
    assert answer.status_code == 422
    assert "twenty keys" in answer.content.decode()


def test_a_secret_of_an_address_is_shown_once_to_its_owner(coop: Path) -> None:
    """Goal: only she can check and forge messages. Method: name one, then look at all pages again."""
    from auzolan.house.programs.models import Endpoint

    reader = sign_in(Client(), "m003")
    form = {"url": "https://hooks.example.org/x", "topics": ["assembly.comment"]}
    made = reader.post("/en/programs/address/", form).content.decode()
    place = Endpoint.objects.get()
    assert place.secret in made
    listing = reader.get("/en/programs/").content.decode()
    assert "hooks.example.org" in listing
    assert place.secret not in listing
    other = sign_in(Client(), "m002")
    assert "hooks.example.org" not in other.get("/en/programs/").content.decode()
    for asked in ("pause", "remove"):
        other.post("/en/programs/", {"ask": asked, "name": place.public_id})
    place.refresh_from_db()
    assert not place.paused
    reader.post("/en/programs/", {"ask": "pause", "name": place.public_id})
    assert "stopped" in reader.get("/en/programs/").content.decode()
    reader.post("/en/programs/", {"ask": "remove", "name": place.public_id})
    assert not Endpoint.objects.exists()
    bad = reader.post("/en/programs/address/", {"url": "http://x.org/", "topics": ["*"]})
    assert bad.status_code == 422
    assert 'href="#field-url"' in bad.content.decode()


def test_the_pages_are_for_who_has_signed_in(coop: Path) -> None:
    """Goal: no page without its owner. Method: a visitor at each, and the list of what can be asked."""
    for page in ("programs/", "programs/key/", "programs/address/"):
        assert Client().get(f"/en/{page}").status_code == 302
    assert Client().get("/api/v1/").status_code == 200
    assert b"consent.withdraw" in Client().get("/api/v1/").content
    assert b'id="consent.no_such_strike"' in Client().get("/api/v1/refusals").content


def test_a_key_dies_with_its_account(coop: Path) -> None:
    """Goal: who is gone has no way in. Method: delete the account, and use its key."""
    text = key_for("m003")
    person_of("m003").delete()
    assert Program(text).get("record/entries").status_code == 401


def test_what_a_key_may_is_said_in_words_by_room(coop: Path) -> None:
    """Goal: she knows what she let a program do. Method: a key with four scopes, on the list of keys."""
    scopes = ["do:assembly.endorse", "do:treasury.*", "read:own_rows", "read:treasury.*"]
    key_for("m003", scopes)
    text = sign_in(Client(), "m003").get("/en/programs/").content.decode()
    for scope in scopes:
        assert scope not in text
    (line,) = re.findall(r'<dl class="may">(.*?)</dl>', text, re.DOTALL)
    assert re.sub(r"<[^>]+>", "|", line) == (
        "|Decisions and votes||Endorse a proposal|"
        "|Money||Do everything here, Read everything here|"
        "|Rows of the books about me||Read everything here|"
    )


def test_no_two_scopes_of_a_room_are_called_the_same(coop: Path) -> None:
    """Goal: she can tell what she chooses. Method: the form of the member with most offices."""
    from support.strong import sign_in_strongly

    text = sign_in_strongly(Client(), "m001").get("/en/programs/key/").content.decode()
    rooms = re.findall(r"<details>(.*?)</details>", text, re.DOTALL)
    assert len(rooms) > 10
    for room in rooms:
        names = re.findall(r"<span>(.*?)</span>", room)
        assert len(names) == len(set(names)), sorted(names)
    assert "Propose: Hold an election" in text
    assert "Reword my proposal: Hold an election" in text


def test_an_address_says_in_words_what_it_is_told_of(coop: Path) -> None:
    """Goal: no name of a machine stands alone. Method: one address told of some, one of everything."""
    reader = sign_in(Client(), "m003")
    for topics in (["assembly.comment"], ["*"]):
        reader.post(
            "/en/programs/address/", {"url": "https://hooks.example.org/x", "topics": topics}
        )
    text = reader.get("/en/programs/").content.decode()
    assert "assembly.comment" not in text
    assert "Everything that is entered" in text
