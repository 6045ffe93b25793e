"""Session and account of each request: read anew each time, and as Django itself would read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from auzolan.house.accounts.at_the_door import Backend, SessionStore
from auzolan.house.accounts.models import Person
from house.accounts.conftest import Coop

OWN = "/en/settings/"


def test_the_account_is_read_as_django_reads_it(coop: Coop) -> None:
    """Goal: every field is of its own kind. Method: a day and none, both ways, field by field."""
    for member in ("m001", "m002"):
        coop.came_in(member)
    Person.objects.filter(member="m001").update(seen_on=None)
    Person.objects.filter(member="m002").update(seen_on=date(2026, 3, 1), language="eu")
    for member in ("m001", "m002"):
        by_django = Person.objects.get(member=member)
        read = Backend().get_user(by_django.pk)
        assert read is not None
        assert {**vars(read), "_state": None} == {**vars(by_django), "_state": None}
        assert (read._state.db, read._state.adding) == (by_django._state.db, False)


@pytest.mark.parametrize("key", [0, -1, 10**15])
def test_an_account_that_is_not_there_is_nobody(coop: Coop, key: int) -> None:
    """Goal: an erased account opens nothing. Method: keys that no account has."""
    assert Backend().get_user(key) is None


def test_an_account_that_was_closed_opens_nothing_at_the_next_click(coop: Coop) -> None:
    """Goal: nothing is remembered from click to click. Method: close it between two, and open it again."""
    client = coop.came_in("m002")
    for is_active, status in ((True, 200), (False, 302), (True, 200)):
        Person.objects.filter(member="m002").update(is_active=is_active)
        assert client.get(OWN).status_code == status


def test_a_session_that_was_ended_elsewhere_opens_nothing_at_the_next_click(coop: Coop) -> None:
    """Goal: the same for sessions. Method: delete it in the database behind the browser's back."""
    client = coop.came_in("m002")
    assert client.get(OWN).status_code == 200
    Session.objects.all().delete()
    assert client.get(OWN).status_code == 302


def test_a_session_past_its_end_is_empty(coop: Coop) -> None:
    """Goal: thirty days are thirty days. Method: put its end a second into the past and the future."""
    client = coop.came_in("m002")
    key = str(client.session.session_key)
    for seconds, is_in in ((60, True), (-1, False)):
        ends = datetime.now(UTC) + timedelta(seconds=seconds)
        Session.objects.filter(session_key=key).update(expire_date=ends)
        found = SessionStore(key)
        assert (SESSION_KEY in found) is is_in
        assert (found.session_key == key) is is_in, "a key that opens nothing is not gone on with"


@pytest.mark.parametrize("key", [None, "", "x" * 32, "a'b;--", "ñ" * 8])
def test_a_key_that_opens_nothing_is_an_empty_session(coop: Coop, key: str | None) -> None:
    """Goal: invented keys are strangers. Method: none, short, long, and with signs of a query."""
    assert dict(SessionStore(key).items()) == {}


def test_sessions_of_before_open_as_they_did(coop: Coop) -> None:
    """Goal: nobody is signed out by the quicker way. Method: what Django wrote, read by ours, and back."""
    from django.contrib.sessions.backends.db import SessionStore as OfDjango

    kept = OfDjango()
    kept["who"] = "m002"
    kept.create()
    assert SessionStore(kept.session_key)["who"] == "m002"
    ours = SessionStore()
    ours["who"] = "m003"
    ours.create()
    assert OfDjango(ours.session_key)["who"] == "m003"
