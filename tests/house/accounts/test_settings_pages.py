"""What somebody sets about her account: language, address, export, deletion; the security log."""

from __future__ import annotations

import io
import zipfile

from auzolan.foundation.moments import DAY_MS
from auzolan.house.accounts import security_log
from auzolan.house.accounts.models import DayKey, Person, SecurityNote
from auzolan.house.ports import system_ports
from auzolan.house.rooms.members.page_queries import member_of
from house.accounts.conftest import Coop
from support.portal import sign_in

OWN = "/en/settings/"
LOG = "/en/security/"


def test_her_language_is_that_of_pages_and_letters(coop: Coop) -> None:
    """Goal: one choice for both. Method: choose, then see; a language that is none changes nothing."""
    client = coop.came_in("m002")
    assert client.post(f"{OWN}language/", {"language": "eu"})["Location"] == "/eu/settings/"
    assert client.get("/")["Location"] == "/eu/"
    client.post(f"{OWN}language/", {"language": "tlh"})
    assert Person.objects.get().language == "eu"


def test_a_new_address_counts_once_its_link_is_pressed(coop: Coop) -> None:
    """Goal: nobody moves an account to an address that is not hers. Method: the whole way."""
    client = coop.came_in("m002")
    answer = client.post(f"{OWN}address/", {"email": "New@coop.example"})
    assert b"Until then nothing changes" in answer.content
    there, old = coop.letters()[-2:]
    assert (there.to, old.to) == ("new@coop.example", "m002@coop.example")
    assert "about to change" in old.subject
    assert client.get(there.link).status_code == 200
    assert Person.objects.get().email == "m002@coop.example"
    assert coop.client().post(there.link).status_code == 200
    assert Person.objects.get().email == "new@coop.example"
    assert client.post(there.link).status_code == 410
    coop.client().post("/en/account/login/", {"email": "new@coop.example"})
    assert coop.letters()[-1].to == "new@coop.example"
    before = len(coop.letters())
    coop.client().post("/en/account/login/", {"email": "m002@coop.example"})
    assert len(coop.letters()) == before


def test_an_address_of_somebody_else_is_not_taken(coop: Coop) -> None:
    """Goal: two accounts never share an address. Method: ask for it; and let it be taken between."""
    other = coop.account("m003")
    client = coop.came_in("m002")
    before = len(coop.letters())
    assert b"If nobody else uses it" in client.post(f"{OWN}address/", {"email": other}).content
    assert len(coop.letters()) == before
    client.post(f"{OWN}address/", {"email": "free@coop.example"})
    there = coop.letters()[-2]
    Person.objects.filter(member="m003").update(email="free@coop.example")
    assert client.post(there.link).status_code == 410
    assert Person.objects.get(member="m002").email == "m002@coop.example"


def test_everything_about_her_comes_as_one_zip(coop: Coop) -> None:
    """Goal: she takes all of hers with her, and nothing stays. Method: open the zip that came."""
    client = coop.came_in("m002")
    assert client.get(f"{OWN}everything/").status_code in {404, 405}
    answer = client.post(f"{OWN}everything/")
    assert answer["Content-Disposition"] == 'attachment; filename="m002.zip"'
    content = b"".join(answer.streaming_content)
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert any(name.lower().startswith("readme") for name in names), names
    assert not list(coop.folder.rglob("everything.zip"))


def test_deleting_an_account_ends_its_sessions_and_no_membership(coop: Coop) -> None:
    """Goal: the door closes, the house stays. Method: delete in one browser, look in another."""
    client, elsewhere = coop.came_in("m002"), coop.came_in("m002")
    assert client.post(f"{OWN}delete/").status_code == 422
    assert Person.objects.count() == 1
    assert b"Your account is deleted" in client.post(f"{OWN}delete/", {"sure": "on"}).content
    assert Person.objects.count() == 0
    assert elsewhere.get(OWN).status_code == 302
    row = member_of("m002")
    assert row is not None
    assert row.standing == "active"
    assert "is deleted" in coop.letters()[-1].subject
    client = coop.came_in("m002")
    assert client.get(OWN).status_code == 200, "who is invited again comes in again"


def test_each_person_sees_her_own_lines(coop: Coop) -> None:
    """Goal: the log is read by whom it is about. Method: two people's settings."""
    first, second = coop.came_in("m002"), coop.came_in("m003")
    second.get(LOG)
    second.get("/en/members/m002/")
    assert "A page was refused" in second.get(OWN).content.decode()
    assert "A page was refused" not in first.get(OWN).content.decode()


def test_the_log_is_read_by_the_operator_and_the_office_of_data(coop: Coop) -> None:
    """Goal: nobody else. Method: who holds it, who holds others, who holds none."""
    assert sign_in(coop.client(), "m001").get(LOG).status_code == 200
    assert sign_in(coop.client(), "m002").get(LOG).status_code == 403
    assert sign_in(coop.client(), "m004").get(LOG).status_code == 403
    assert coop.client().get(LOG).status_code == 302


def test_the_log_is_paged_and_sifted(coop: Coop) -> None:
    """Goal: a long log stays a short page. Method: 120 lines of two kinds."""
    for number in range(120):
        security_log.note(None, security_log.DENIED if number % 2 else security_log.CODE_SENT)
    client = sign_in(coop.client(), "m001")
    first = client.get(LOG).content.decode()
    assert first.count('<th scope="row">') == 50
    older = first.split("before=")[1].split('"')[0]
    second = client.get(f"{LOG}?before={older}").content.decode()
    assert second.count('<th scope="row">') == 50
    sifted = client.get(f"{LOG}?what=denied").content.decode()
    assert sifted.count("A page was refused</th>") == 50
    for nonsense in ("before=-1", "before=x", f"before={'9' * 40}", "what=<b>", "before=²"):
        assert client.get(f"{LOG}?{nonsense}").status_code == 200, nonsense


def test_a_form_without_its_number_is_refused_and_noted(coop: Coop) -> None:
    """Goal: nobody acts in another's name. Method: a strict browser without the number."""
    answer = coop.client(is_strict=True).post("/en/account/login/", {"email": "a@b.example"})
    assert answer.status_code == 403
    assert b"This form was not taken" in answer.content
    assert SecurityNote.objects.get().what == security_log.CSRF_REFUSED


def test_a_form_from_another_site_is_refused_and_noted(coop: Coop) -> None:
    """Goal: other sites send nothing here. Method: the origin of another."""
    client = coop.client(is_strict=True)
    client.get("/en/account/login/")
    number = client.cookies["csrftoken"].value
    answer = client.post(
        "/en/account/login/", {"email": "a@b.example", "csrfmiddlewaretoken": number},
        headers={"origin": "https://elsewhere.example"},
    )  # fmt: skip
    assert answer.status_code == 403
    assert b"It came from another site" in answer.content
    assert SecurityNote.objects.get().what == security_log.FOREIGN_ORIGIN


def test_lines_are_kept_for_ninety_days(coop: Coop) -> None:
    """Goal: the log forgets. Method: lines of 89 and 91 days."""
    now = system_ports().clock()
    for days in (89, 91):
        SecurityNote.objects.create(hour=now - days * DAY_MS, what=security_log.DENIED)
    assert security_log.forget_old(now) == 1
    assert SecurityNote.objects.get().hour == now - 89 * DAY_MS


def test_a_place_has_another_name_each_day(coop: Coop) -> None:
    """Goal: nobody is followed from day to day. Method: the key of yesterday is gone."""
    client = coop.client()
    client.post("/en/account/link/no/")
    first = SecurityNote.objects.latest("pk").place
    client.post("/en/account/link/no/")
    assert SecurityNote.objects.latest("pk").place == first
    key = DayKey.objects.get()
    key.delete()
    client.post("/en/account/link/no/")
    assert SecurityNote.objects.latest("pk").place != first
    assert DayKey.objects.count() == 1
