"""What needs two people: kept, shown to those who may say yes, and done once somebody else has."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from auzolan.audit.folder import Folder
from auzolan.house.doors.doing.catalogue import doings
from auzolan.house.jobs import requests
from auzolan.house.jobs import waiting as second
from auzolan.house.jobs.models import Waiting
from auzolan.house.storage.reader import reader_of
from support.strong import sign_in_strongly

NUMBER = "a-number-of-a-form"
BOOK = {
    "pays": "income:other", "gets": "bank", "amount_cents": "12.50", "why": "Stamps and paper",
    "once": NUMBER, "sure": "1",
}  # fmt: skip


def bookings(coop: Path) -> int:
    """How many bookings stand on the record."""
    with reader_of(Folder(coop)) as reader:
        return len(list(reader.entries_of("treasury.book/1")))


def asked_by(member: str = "m001", **more: str) -> Waiting:
    """A booking that somebody has asked for on its page."""
    answer = sign_in_strongly(Client(), member).post("/en/do/treasury.book/", {**BOOK, **more})
    assert answer.status_code == 302, answer.content.decode()
    return Waiting.objects.get(pk=answer["Location"].rstrip("/").rpartition("/")[2])


def post(waiting: Waiting, member: str, **said: str) -> int:
    """What the page answers to somebody's yes or no."""
    client = sign_in_strongly(Client(), member)
    return client.post(f"/en/waiting/{waiting.pk}/", said).status_code


def test_a_booking_waits_until_a_second_person_says_yes(coop: Path) -> None:
    """Goal: nobody moves money alone. Method: ask, count; the auditor says yes, count again."""
    waiting = asked_by()
    assert bookings(coop) == 0
    assert post(waiting, "m002", ask="yes") == 302
    waiting.refresh_from_db()
    assert (waiting.state, waiting.second, bookings(coop)) == ("done", "m002", 1)
    with reader_of(Folder(coop)) as reader:
        assert waiting.seq is not None
        assert reader.entry(waiting.seq).actor == "m001"


def test_nobody_is_her_own_second_person_whatever_offices_she_holds(coop: Path) -> None:
    """Goal: four eyes are two people's. Method: the first person, who holds treasury and more."""
    waiting = asked_by()
    assert post(waiting, "m001", ask="yes") == 404
    assert post(waiting, "m001", ask="no", reason="mine") == 404
    waiting.refresh_from_db()
    assert (waiting.state, bookings(coop)) == ("waiting", 0)


def test_who_holds_no_office_for_it_finds_no_such_page(coop: Path) -> None:
    """Goal: only those who may decide see it. Method: a plain member, and a visitor."""
    waiting = asked_by()
    plain = sign_in_strongly(Client(), "m003")
    assert plain.get(f"/en/waiting/{waiting.pk}/").status_code == 404
    assert post(waiting, "m003", ask="yes") == 404
    assert Client().get(f"/en/waiting/{waiting.pk}/").status_code == 302
    assert bookings(coop) == 0


def test_one_form_waits_once_and_is_done_once(coop: Path) -> None:
    """Goal: a second click asks nothing twice. Method: the same form twice, yes twice."""
    waiting = asked_by()
    assert asked_by().pk == waiting.pk
    post(waiting, "m002", ask="yes")
    post(waiting, "m002", ask="yes")
    assert bookings(coop) == 1


def test_two_who_say_yes_at_once_do_it_once(coop: Path) -> None:
    """Goal: a race of two yeses is harmless. Method: both hold the row as it waited."""
    waiting = asked_by()
    held = [Waiting.objects.get(pk=waiting.pk) for _ in range(2)]
    answers = [second.confirm(one, "m002") for one in held]
    assert bookings(coop) == 1
    assert all(not isinstance(one, str) for one in answers)


def test_a_no_needs_a_reason_and_ends_it(coop: Path) -> None:
    """Goal: whoever asked learns why not. Method: no without a reason, then with one, then yes."""
    waiting = asked_by()
    assert post(waiting, "m002", ask="no", reason="  ") == 422
    assert post(waiting, "m002", ask="no", reason="The invoice is missing") == 302
    assert post(waiting, "m002", ask="yes") in {302, 404}
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason) == ("declined", "The invoice is missing")
    assert bookings(coop) == 0
    first = sign_in_strongly(Client(), "m001")
    assert "The invoice is missing" in first.get(f"/en/waiting/{waiting.pk}/").content.decode()


def test_a_request_can_be_taken_back(coop: Path) -> None:
    """Goal: a slip is no trap. Method: the first person takes it back; the second comes too late."""
    waiting = asked_by()
    assert post(waiting, "m001", ask="back") == 302
    post(waiting, "m002", ask="yes")
    waiting.refresh_from_db()
    assert (waiting.state, bookings(coop)) == ("back", 0)


def test_after_seven_days_it_lapses(coop: Path) -> None:
    """Goal: old wishes come not true by themselves. Method: the last day was yesterday."""
    waiting = asked_by()
    assert (waiting.until - waiting.made_on).days == second.WAITS_DAYS
    yesterday = requests.today() - timedelta(days=1)
    Waiting.objects.filter(pk=waiting.pk).update(until=yesterday)
    post(waiting, "m002", ask="yes")
    waiting.refresh_from_db()
    assert (waiting.state, bookings(coop)) == ("expired", 0)


def test_the_first_persons_office_must_still_hold(coop: Path) -> None:
    """Goal: an office that ended opens nothing. Method: a request of somebody who holds none now."""
    waiting = asked_by()
    Waiting.objects.filter(pk=waiting.pk).update(member="m003")
    waiting.refresh_from_db()
    second.confirm(waiting, "m002")
    waiting.refresh_from_db()
    told = requests.read_refusal(waiting.refusal)
    assert told is not None
    assert (waiting.state, told.code, bookings(coop)) == ("refused", "access.office_ended", 0)


def test_the_page_shows_what_was_asked_and_what_the_rules_would_say(coop: Path) -> None:
    """Goal: the second person sees exactly what she agrees to. Method: its page, as the auditor."""
    waiting = asked_by()
    text = sign_in_strongly(Client(), "m002").get(f"/en/waiting/{waiting.pk}/").content.decode()
    for said in ("12.50", "Stamps and paper", "Yes, do it", "treasury", "audit"):
        assert said in text
    assert NUMBER not in text


def test_what_waits_is_listed_for_those_who_may_decide_alone(coop: Path) -> None:
    """Goal: work finds its people. Method: the list as three people."""
    waiting = asked_by()
    found = {
        one: waiting.pk in sign_in_strongly(Client(), one).get("/en/waiting/").content.decode()
        for one in ("m001", "m002", "m003")
    }
    assert found == {"m001": True, "m002": True, "m003": False}


def test_a_refusal_by_the_rules_is_kept_and_nothing_is_done(coop: Path) -> None:
    """Goal: two people cannot overrule the house rules. Method: a period that is not open."""
    waiting = asked_by()
    Waiting.objects.filter(pk=waiting.pk).update(
        asked=waiting.asked.replace('"pays"', '"period":"1999","pays"')
    )
    waiting.refresh_from_db()
    second.confirm(waiting, "m002")
    waiting.refresh_from_db()
    assert (waiting.state, bookings(coop)) == ("refused", 0)
    assert requests.read_refusal(waiting.refusal) is not None


def test_the_auditor_may_decide_on_every_doing_that_needs_two(coop: Path) -> None:
    """Goal: there is somebody for each of them. Method: all of the catalogue, from the charter."""
    from auzolan.house.rooms.charter.page_queries import coop_of

    found = coop_of(Folder(coop))
    assert found is not None
    names = [one.name for one in doings().values() if one.needs_second]
    assert names
    for name in names:
        assert second.offices_for(name, found.charter), name


@pytest.mark.parametrize("path", ["nothing", "0" * 32, "../../etc"])
def test_a_made_up_address_leads_nowhere(coop: Path, path: str) -> None:
    """Goal: ids cannot be guessed. Method: addresses of no request."""
    client = sign_in_strongly(Client(), "m002")
    assert client.get(f"/en/waiting/{path}/").status_code == 404


def test_words_are_forgotten_after_ninety_days_and_the_two_persons_are_not(coop: Path) -> None:
    """Goal: texts do not pile up, and who agreed stays. Method: a request that was done long ago."""
    waiting = asked_by()
    post(waiting, "m002", ask="yes")
    long_ago = requests.today() - timedelta(days=second.KEPT_DAYS + 1)
    Waiting.objects.filter(pk=waiting.pk).update(made_on=long_ago)
    second.forget_old()
    waiting.refresh_from_db()
    assert (waiting.asked, waiting.member, waiting.second) == ("", "m001", "m002")
    client = sign_in_strongly(Client(), "m001")
    assert client.get(f"/en/waiting/{waiting.pk}/").status_code == 200


def test_a_no_that_came_first_holds_against_a_yes(coop: Path) -> None:
    """Goal: a no is a no. Method: the page of the yes was shown before the no was said."""
    waiting = asked_by()
    held = Waiting.objects.get(pk=waiting.pk)
    assert second.decline(waiting, "m002", "No invoice")
    second.confirm(held, "m002")
    waiting.refresh_from_db()
    assert (waiting.state, bookings(coop)) == ("declined", 0)
