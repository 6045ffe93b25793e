"""Sessions: how they end, and that no time of a visit is kept in the house."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import signing

from auzolan.house.accounts import sessions
from auzolan.house.accounts.models import Person, SecurityNote
from house.accounts.conftest import Coop

OWN = "/en/settings/"
DAY_S = 86_400


def test_a_session_ends_after_fourteen_days_without_a_visit(coop: Coop) -> None:
    """Goal: a lost phone closes by itself. Method: thirteen days, then fourteen and an hour."""
    client = coop.came_in("m002")
    coop.was_last_here(client, 13 * DAY_S)
    assert client.get(OWN).status_code == 200
    coop.was_last_here(client, 14 * DAY_S + 3600)
    assert client.get(OWN).status_code == 302
    assert SecurityNote.objects.filter(what="session_ended").count() == 1
    assert "_auth_user_id" not in client.session


def test_a_stolen_session_is_worth_nothing_without_the_other_cookie(coop: Coop) -> None:
    """Goal: a missing or foreign note of the last visit ends a session. Method: both."""
    client = coop.came_in("m002")
    thief = coop.client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert thief.get(OWN).status_code == 302
    other = coop.came_in("m003")
    other.cookies[sessions.cookie_name()] = client.cookies[sessions.cookie_name()].value
    assert other.get(OWN).status_code == 302


def test_a_note_of_the_last_visit_that_she_wrote_herself_counts_for_nothing(coop: Coop) -> None:
    """Goal: nobody lengthens a session. Method: nonsense, and a note under another signature."""
    for made in (
        "",
        "x",
        "a:b:c",
        signing.dumps({"session": "x", "seen_s": 9e9}),
        signing.dumps(5, salt=sessions._SALT),
    ):
        client = coop.came_in("m002")
        client.cookies[sessions.cookie_name()] = made
        assert client.get(OWN).status_code == 302, made


def test_a_session_ends_after_thirty_days_in_any_case(coop: Coop) -> None:
    """Goal: no session for ever. Method: its end, before and after many visits."""
    client = coop.came_in("m002")
    first = Session.objects.latest("expire_date").expire_date
    for _ in range(3):
        client.get(OWN)
    assert Session.objects.latest("expire_date").expire_date == first
    assert timedelta(days=28) < first - datetime.now(UTC) <= timedelta(days=30)


def test_no_moment_of_a_visit_is_kept(coop: Coop) -> None:
    """Goal: nothing lies beside the moments of ballots. Method: every time in the tables is a day."""
    client = coop.came_in("m002")
    client.get(OWN)
    kept = [one.expire_date for one in Session.objects.all() if one.get_decoded().get("sits")]
    kept += [
        moment for one in UserSession.objects.all() for moment in (one.created_at, one.last_seen_at)
    ]
    assert len(kept) == 3
    assert all((at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0) for at in kept)
    assert "last_login" not in {field.name for field in Person._meta.get_fields()}
    assert Person.objects.get().seen_on == datetime.now(UTC).date()
    assert {note.hour % 3_600_000 for note in SecurityNote.objects.all()} == {0}


def test_no_address_of_a_device_is_kept(coop: Coop) -> None:
    """Goal: where people are is nobody's business. Method: search the file for the address."""
    coop.account("m002")
    link = coop.letters()[-1].link
    client = coop.client()
    client.post(link, REMOTE_ADDR="198.51.100.77")
    client.get("/en/security/", REMOTE_ADDR="198.51.100.77")
    kept = (coop.folder / "plain.db").read_bytes() + (coop.folder / "plain.db-wal").read_bytes()
    assert b"198.51.100.77" not in kept
    places = {note.place for note in SecurityNote.objects.all()}
    assert len(places - {""}) == 1


def test_of_a_device_no_more_is_kept_than_is_shown(coop: Coop) -> None:
    """Goal: browsers say more of themselves than anybody needs. Method: a long one, and the page."""
    coop.account("m002")
    client = coop.client()
    said = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/131.0.6778.39 Mobile Safari/537.36"
    client.post(coop.letters()[-1].link, headers={"user-agent": said})
    assert UserSession.objects.get().user_agent == "Chrom Safari Android Linux"
    assert "Chrome on Android" in client.get("/en/settings/sessions/").content.decode()


def test_signing_out_everywhere_ends_all_sessions(coop: Coop) -> None:
    """Goal: a stolen session can be ended from any other. Method: two browsers and a third person's."""
    one, two, other = coop.came_in("m002"), coop.came_in("m002"), coop.came_in("m003")
    page = one.get("/en/settings/sessions/").content.decode()
    assert page.count("since") == 2
    assert one.post("/en/settings/sessions/").status_code == 302
    assert one.get(OWN).status_code == 302
    assert two.get(OWN).status_code == 302
    assert other.get(OWN).status_code == 200


def test_signing_out_leaves_nothing_behind(coop: Coop) -> None:
    """Goal: the button ends the session in the house too. Method: use the old cookies again."""
    client = coop.came_in("m002")
    old = {name: one.value for name, one in client.cookies.items()}
    client.post("/en/account/logout/")
    thief = coop.client()
    thief.cookies.load(old)
    assert thief.get(OWN).status_code == 302
    assert UserSession.objects.count() == 0


def test_cookies_carry_their_flags(coop: Coop) -> None:
    """Goal: scripts and other sites get at none. Method: the flags of each after signing in."""
    client = coop.came_in("m002")
    for name in (settings.SESSION_COOKIE_NAME, sessions.cookie_name()):
        assert client.cookies[name]["httponly"], name
        assert client.cookies[name]["samesite"] == "Lax", name
