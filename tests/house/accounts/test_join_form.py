"""From a form on the front page to a member with an account; and no, with a reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.core.cache import cache
from django.test import Client

from auzolan.foundation.refusals import Refusal
from auzolan.house.accounts import admission
from auzolan.house.accounts.models import Application, Person
from auzolan.house.accounts.tidying import tidy
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.members.page_queries import member_of
from house.accounts.conftest import Coop
from support.portal import sign_in

JOIN = "/en/join/"
LIST = "/en/applications/"
ADMIT = "/en/do/members.admit/"
SAID = {
    "name": "Jone <b>Arrieta</b>", "email": "jone@coop.example", "why": "I label birdsong.",
    "language": "es", "accepts": "on",
}  # fmt: skip


def asked(coop: Coop, **other: str) -> str:
    """Ask to join and confirm the address; the id that the application carries."""
    client = coop.client()
    assert client.post(JOIN, SAID | other).status_code == 200
    link = coop.letters()[-1].link
    client.post(link)
    return Application.objects.latest("pk").member


def at_admissions(coop: Coop) -> Client:
    """A browser of whoever holds the office of admissions."""
    return sign_in(coop.client(), "m001")


def test_nobody_reads_an_application_before_its_address_is_confirmed(coop: Coop) -> None:
    """Goal: nobody asks in another's name. Method: the list before and after the button."""
    client = coop.client()
    assert b"Look into your mail" in client.post(JOIN, SAID).content
    letter = coop.letters()[-1]
    assert letter.to == SAID["email"]
    assert letter.link.startswith("/es/join/")
    office = at_admissions(coop)
    assert b"Nobody is waiting" in office.get(LIST).content
    assert client.get(letter.link).status_code == 200
    assert b"Nobody is waiting" in office.get(LIST).content, "opening the link confirms nothing"
    client.post(letter.link)
    page = office.get(LIST).content.decode()
    assert "Jone &lt;b&gt;Arrieta&lt;/b&gt;" in page
    assert "<b>Arrieta" not in page


def test_an_application_becomes_a_member_with_an_account(coop: Coop) -> None:
    """Goal: the whole way in. Method: form, link, look, yes, invitation, home."""
    member = asked(coop)
    office = at_admissions(coop)
    shown = office.post(ADMIT, {"application": member, "once": "once-for-jone"})
    assert shown.status_code == 200, shown.content
    assert "€100.00 has reached the bank" in shown.content.decode()
    assert member_of(member) is None
    assert Application.objects.count() == 1
    sure = {"application": member, "once": "once-for-jone", "sure": "1"}
    assert office.post(ADMIT, sure).status_code == 302
    assert member_of(member) is not None
    assert Application.objects.count() == 0
    letter = coop.letters()[-1]
    assert letter.to == SAID["email"]
    new = coop.client()
    assert new.post(letter.link)["Location"] == "/es/home/"
    assert Person.objects.get(member=member).language == "es"
    kept = (coop.folder / "auzolan.db").read_bytes() + (coop.folder / "auzolan.db-wal").read_bytes()
    assert b"Arrieta" not in kept, "her name is in the vault alone"


def test_a_crash_between_the_act_and_the_letter_keeps_nobody_waiting(coop: Coop) -> None:
    """Goal: who is in gets her account. Method: the act alone, then the list is opened."""
    from auzolan.audit.folder import Folder
    from auzolan.house.doors.open_desk import writing

    member = asked(coop)
    with writing(Folder(coop.folder)) as desk:
        answer = members.admit(desk, actor="m001", member=member, name=SAID["name"])
    assert not isinstance(answer, Refusal)
    assert Person.of_member(member) is None
    at_admissions(coop).get(LIST)
    assert Person.of_member(member) is not None
    assert Application.objects.count() == 0


def test_an_address_that_was_taken_meanwhile_breaks_no_page(coop: Coop) -> None:
    """Goal: a race ends in words. Method: the act alone, then somebody else has the address."""
    from auzolan.audit.folder import Folder
    from auzolan.house.doors.open_desk import writing

    member = asked(coop)
    with writing(Folder(coop.folder)) as desk:
        members.admit(desk, actor="m001", member=member, name=SAID["name"])
    Person.objects.create_user(SAID["email"], member="m002")
    office = at_admissions(coop)
    assert member in office.get(LIST).content.decode()
    shown = office.post(ADMIT, {"application": member, "sure": "1"})
    assert shown.status_code == 409
    assert b"house.address_taken" in shown.content


def test_no_comes_with_a_reason_and_leaves_nothing(coop: Coop) -> None:
    """Goal: a no is explained and the words go. Method: without a reason, then with one."""
    member = asked(coop)
    office = at_admissions(coop)
    address = f"{LIST}{member}/decline/"
    assert office.post(address, {"reason": ""}).status_code == 422
    assert Application.objects.count() == 1
    assert office.post(address, {"reason": "We are full this year."}).status_code == 302
    assert "We are full this year." in coop.letters()[-1].text
    assert Application.objects.count() == 0
    assert office.post(address, {"reason": "again"}).status_code == 404


def test_only_admissions_reads_applications(coop: Coop) -> None:
    """Goal: names are for nobody else. Method: a member, other offices, and nobody."""
    member = asked(coop)
    for other in ("m002", "m004"):
        client = sign_in(coop.client(), other)
        assert client.get(LIST).status_code == 403
        assert client.get(f"{LIST}{member}/decline/").status_code == 403
        assert client.post(f"{LIST}{member}/decline/", {"reason": "no"}).status_code == 403
        assert client.post(ADMIT, {"application": member, "sure": "1"}).status_code in {
            403,
            409,
            422,
        }
    assert coop.client().get(LIST).status_code == 302
    assert member_of(member) is None
    assert Application.objects.count() == 1


def test_a_program_that_fills_in_everything_asks_for_nothing(coop: Coop) -> None:
    """Goal: no heap of made-up applications. Method: fill in what people are not shown."""
    before = len(coop.letters())
    answer = coop.client().post(JOIN, SAID | {"website": "https://spam.example"})
    assert b"Look into your mail" in answer.content
    assert len(coop.letters()) == before
    assert Application.objects.count() == 0


def test_bursts_of_applications_are_stopped(coop: Coop) -> None:
    """Goal: one place sends ten in ten minutes. Method: eleven."""
    client = coop.client()
    answers = [
        client.post(JOIN, SAID | {"email": f"a{number}@coop.example"}).status_code
        for number in range(11)
    ]
    assert answers == [200] * 10 + [429]


def test_a_known_address_gets_another_letter_and_the_same_page(coop: Coop) -> None:
    """Goal: the form tells nobody who belongs. Method: a member's address."""
    address = coop.account("m002")
    answer = coop.client().post(JOIN, SAID | {"email": address})
    assert b"Look into your mail" in answer.content
    assert (coop.letters()[-1].to, Application.objects.count()) == (address, 0)
    assert "already" in coop.letters()[-1].text or "ya" in coop.letters()[-1].text


def test_what_is_missing_is_said_beside_its_field(coop: Coop) -> None:
    """Goal: mistakes are easy to mend. Method: an empty form, and a letter instead of an address."""
    page = coop.client().post(JOIN, {"email": "jone"})
    assert page.status_code == 422
    text = page.content.decode()
    for field in ("name", "email", "accepts"):
        assert f'href="#ask-{field}"' in text
        assert f'id="ask-{field}"' in text
    assert "It looks like ana@example.org" in text


def test_the_link_of_another_kind_or_age_confirms_nothing(coop: Coop) -> None:
    """Goal: made-up links are refused. Method: nonsense, and one of a decided application."""
    client = coop.client()
    assert client.post(f"{JOIN}nonsense/").status_code == 410
    client.post(JOIN, SAID)
    link = coop.letters()[-1].link
    Application.objects.all().delete()
    assert client.post(link).status_code == 410


def test_applications_are_erased_after_ninety_days(coop: Coop) -> None:
    """Goal: nothing is kept for ever. Method: one of 90 days and one of 91, and a tidying."""
    today = datetime.now(UTC).date()
    for days, name in ((90, "m-young"), (91, "m-old")):
        Application.objects.create(
            member=name, name=name, email=f"{name}@coop.example", rules_version=1,
            asked_on=today - timedelta(days=days), is_confirmed=True,
        )  # fmt: skip
    cache.clear()
    tidy()
    assert [one.member for one in admission.applications()] == ["m-young"]
