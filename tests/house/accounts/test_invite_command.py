"""Inviting from the command line: a link that signs in, and who is not invited."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest

from auzolan.house.accounts.models import Person
from auzolan.house.doors.cli import app
from auzolan.house.doors.errors import Misused
from house.accounts.conftest import Coop


def run(coop: Coop, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    """What a command gives as JSON."""
    app([*words, "--folder", str(coop.folder), "--json"], standalone_mode=False)
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_the_link_that_is_printed_signs_in(coop: Coop, capsys: pytest.CaptureFixture[str]) -> None:
    """Goal: a house without mail can let people in. Method: the command, then its link."""
    found = run(coop, capsys, "members", "invite", "m002", "--email", "Ana@coop.example")
    assert (found["who"], found["email"], found["is_sent"]) == ("m002", "ana@coop.example", False)
    client = coop.client()
    assert client.post(urlsplit(str(found["link"])).path)["Location"] == "/en/home/"
    assert Person.objects.get().member == "m002"


def test_a_rehearsal_makes_no_account(coop: Coop, capsys: pytest.CaptureFixture[str]) -> None:
    """Goal: nothing happens before it is meant. Method: the command with --dry-run."""
    found = run(
        coop, capsys, "members", "invite", "m002", "--email", "ana@coop.example", "--dry-run"
    )
    assert found["link"] == ""
    assert (Person.objects.count(), coop.letters()) == (0, [])


def test_a_company_is_invited_too(coop: Coop, capsys: pytest.CaptureFixture[str]) -> None:
    """Goal: licensees sign in. Method: its account acts for it and for no member."""
    run(coop, capsys, "licensing", "invite", "dairy", "--email", "law@dairy.example")
    made = Person.objects.get()
    assert (made.party, made.member) == ("dairy", "")


def test_another_invitation_moves_the_account_and_ends_its_sessions(
    coop: Coop, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: a lost mail account is no lost membership. Method: invite again elsewhere."""
    client = coop.came_in("m002")
    run(coop, capsys, "members", "invite", "m002", "--email", "new@coop.example")
    assert client.get("/en/settings/").status_code == 302
    assert Person.objects.get().email == "new@coop.example"


@pytest.mark.parametrize(
    "words",
    [
        ("members", "invite", "nobody", "--email", "a@b.example"),
        ("members", "invite", "m002", "--email", "no address"),
        ("members", "invite", "m002", "--email", "a@b.example", "--language", "tlh"),
        ("members", "invite", "m003", "--email", "m002@coop.example"),
        ("licensing", "invite", "dairy", "--email", "m002@coop.example"),
    ],
)
def test_what_cannot_be_is_refused(coop: Coop, words: tuple[str, ...]) -> None:
    """Goal: no account by mistake. Method: an unknown member, no address, another's address."""
    coop.account("m002")
    with pytest.raises(Misused):
        app([*words, "--folder", str(coop.folder)], standalone_mode=False)
    assert Person.objects.count() == 1
