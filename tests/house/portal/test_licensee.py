"""The pages of companies: asking, saying yes, a key shown once, use, deletions; and nobody else's."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from auzolan.assembly.resolutions import GrantLicence
from auzolan.audit.folder import Folder
from auzolan.foundation.refusals import Refusal
from auzolan.house.doors.open_desk import close_desks
from auzolan.house.ports import system_ports
from auzolan.house.programs.models import PartyRequest
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.consent.duty_flows import certificate_file
from auzolan.house.rooms.licensing import flows as licensing
from auzolan.house.rooms.licensing.life_flows import key_digest
from auzolan.house.settings import configure
from auzolan.house.storage.reader import reader_of
from auzolan.licensing.acts import LicenceTerms, Meter, Receive
from auzolan.licensing.state import Licence, LicenseeDuty
from house.serving.served import PEOPLE, Served, Till
from house.small_desk import accepted
from support.deciding import decided
from support.portal import Page, sign_in

OTHER = LicenceTerms("oats", "oat-ltd", "yogurt-1", "commercial", 50_000, 20_000, 100, 3_650)
COMPANY = "milk-ltd"


FAULTY = {"model": "no-such", "answers": "many"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A licensed model, and a second licence that its company has not said yes to."""
    served = Served(tmp_path_factory.mktemp("companies") / "coop")
    mandate = decided(served.desk, GrantLicence(OTHER), "p-oats", **PEOPLE)
    accepted(licensing.grant(served.desk, actor="joe", mandate=mandate, terms=OTHER))
    withdrawn = consent.withdraw(served.desk, member="ana", kind="purchases")
    accepted(withdrawn)
    served.desk.close()
    return served.folder.path


@dataclass
class Doors:
    """A company and offices at their pages."""

    folder: Folder
    numbers: Iterator[int]

    def company(self, party: str = COMPANY) -> Client:
        """The browser of somebody who acts for a company."""
        return sign_in(Client(), party=party)

    def page(self, client: Client, address: str) -> str:
        """A page as somebody sees it."""
        answer = client.get(f"/en/{address}")
        assert answer.status_code == 200, (address, answer.status_code)
        return re.sub(r"\s+", " ", answer.content.decode())

    def follow(self, office: str, doing: str) -> None:
        """Open the link to a doing on the page of companies, and do it as it is filled in."""
        client = sign_in(Client(), office)
        links = Page(self.page(client, "steward/companies/")).links
        link = next(one for one in links if f"/do/{doing}/" in one)
        assert client.get(link).status_code == 200
        fields = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
        number = f"number-{next(self.numbers)}"
        said = {**fields, "sure": "1", "once": number}
        answer = client.post(urlsplit(link).path, said)
        assert answer.status_code == 302, answer.content.decode()


@pytest.fixture
def doors(made: Path, tmp_path: Path) -> Iterator[Doors]:
    """A copy of the folder, open to companies and offices."""
    shutil.copytree(made, tmp_path / "coop")
    configure(tmp_path / "coop")
    try:
        yield Doors(Folder(tmp_path / "coop"), count())
    finally:
        close_desks()
        connections.close_all()


def test_a_company_draws_a_key_calls_and_sees_its_use(tmp_path: Path) -> None:
    """Goal: a secret that no office ever sees. Method: draw, call, be let in, call, see the use."""
    served = Served(tmp_path / "coop")
    served.desk.close()
    configure(tmp_path / "coop")
    try:
        doors = Doors(served.folder, count())
        client = doors.company()
        drawn = client.post(f"/en/companies/{COMPANY}/licences/dairy/key/").content.decode()
        secret = re.search(r'class="secret">([^<]+)<', drawn)
        assert secret is not None
        again = doors.page(client, f"companies/{COMPANY}/licences/dairy/key/")
        office = doors.page(sign_in(Client(), "joe"), "steward/companies/")
        assert secret[1] not in again + office
        assert key_digest(secret[1]) in office
        kept = PartyRequest.objects.get(kind="key")
        assert secret[1] not in {str(getattr(kept, one.attname)) for one in kept._meta.fields}
        till = Till(served, ports=system_ports())
        try:
            early = till.ask("n1", key=secret[1])
            assert isinstance(early, Refusal)
            assert early.code == "licensing.key_unknown"
            doors.follow("joe", "licensing.issue_key")
            answered = till.ask("n2", key=secret[1])
            assert not isinstance(answered, Refusal), answered
        finally:
            till.close()
        assert "answered" in doors.page(client, f"companies/{COMPANY}/")
        page = doors.page(client, f"companies/{COMPANY}/licences/dairy/")
        assert "1 newer call is counted" in page
        assert "POST http://testserver/api/models/" in page, "where the key opens something"
        assert "€12.345" in page, "the price of a thousand answers, to the last digit"
    finally:
        close_desks()
        connections.close_all()


def test_a_yes_names_exactly_the_terms_and_binds_once_it_is_noted(doors: Doors) -> None:
    """Goal: an acceptance with evidence. Method: another digest, then the right one, then its note."""
    client = doors.company("oat-ltd")
    address = "/en/companies/oat-ltd/licences/oats/yes/"
    client.post(address, {"digest": "0" * 64})
    assert not PartyRequest.objects.filter(kind="accept").exists()
    page = client.get(address).content.decode()
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    assert digest is not None
    assert "What you may not do" in page
    assert "€20.00" in page, "the price of a thousand answers"
    for _ in range(2):
        assert client.post(address, {"digest": digest[1]}).status_code == 302
    assert PartyRequest.objects.filter(kind="accept").count() == 1
    said = doors.page(client, "companies/oat-ltd/licences/oats/")
    assert "it waits for the co-op." in said
    assert 'href="/en/companies/oat-ltd/licences/oats/yes/"' not in said, "not asked for twice"
    doors.follow("joe", "licensing.accept")
    with reader_of(doors.folder) as reader:
        row = reader.get(Licence, "oats")
    assert row is not None
    assert row.accepted_at >= 0
    assert "Draw a key" in doors.page(client, "companies/oat-ltd/licences/oats/")


def test_a_request_for_a_licence_becomes_an_offer(doors: Doors) -> None:
    """Goal: a plain request, drafted by the office. Method: a faulty form, a sound one, the offer."""
    client = doors.company("new-ltd")
    catalogue = doors.page(client, "catalogue/")
    assert "Ask for a licence" in catalogue or "No model is released now" in catalogue
    faulty = client.post("/en/companies/new-ltd/ask/", FAULTY)
    assert faulty.status_code == 422
    assert "No model is released now" in faulty.content.decode()
    assert not any("#field-" in one for one in Page(faulty.content.decode()).links)
    PartyRequest.objects.create(
        party="new-ltd", kind="licence", model="yogurt-1", purpose="commercial", answers=900,
        words="<b>Labels</b>", made_on="2026-11-22",
    )  # fmt: skip
    office = sign_in(Client(), "joe")
    page = doors.page(office, "steward/companies/")
    assert "&lt;b&gt;Labels" in page, "what a company writes is shown as text"
    links = [one for one in Page(page).links if "licensing.offer" in one]
    assert "predictions_max=900" in links[0]
    number = PartyRequest.objects.get(party="new-ltd").pk
    assert office.post(f"/en/steward/companies/{number}/", {"words": " "}).status_code == 422
    answered = office.post(f"/en/steward/companies/{number}/", {"words": "Not this year."})
    assert answered.status_code == 302
    assert "Not this year." in doors.page(client, "companies/new-ltd/")


def test_a_faulty_request_says_first_what_is_wrong_and_where(tmp_path: Path) -> None:
    """Goal: from each fault to its field. Method: a faulty request, where models are released."""
    served = Served(tmp_path / "coop")
    served.desk.close()
    configure(tmp_path / "coop")
    try:
        client = Doors(served.folder, count()).company()
        faulty = client.post(f"/en/companies/{COMPANY}/ask/", FAULTY)
        assert faulty.status_code == 422
        text = faulty.content.decode()
        assert text.index("Please look at this again") < text.index(
            '<form method="post" class="card form"'
        )
        for name in ("model", "purpose", "answers", "words"):
            assert f"#field-{name}" in Page(text).links
            assert f'id="field-{name}"' in text
    finally:
        close_desks()
        connections.close_all()


def test_a_withdrawal_reaches_the_company_and_its_certificate_the_office(doors: Doors) -> None:
    """Goal: what must be deleted by when. Method: told, shown, certified by a file, noted."""
    client = doors.company()
    assert "Nothing is to be deleted" in doors.page(client, f"companies/{COMPANY}/deletions/")
    with reader_of(doors.folder) as reader:
        duty = next(one for one in reader.rows(LicenseeDuty) if one.licence == "dairy")
    data = sign_in(Client(), "eve")
    said = {"duty": f"dairy:{duty.withdrawal}", "sure": "1", "once": "number-told"}
    assert data.post("/en/do/licensing.notify/", said).status_code == 302
    assert "Certificate due by" in doors.page(client, f"companies/{COMPANY}/deletions/")
    address = f"/en/companies/{COMPANY}/deletions/"
    assert client.post(address, {"duty": "dairy:999999"}).status_code == 422
    content = b"All of it was deleted on 1 March."
    sent = SimpleUploadedFile("certificate.txt", content)
    assert client.post(address, {"duty": said["duty"], "certificate": sent}).status_code == 302
    path = certificate_file(doors.folder, hashlib.sha256(content).hexdigest())
    assert path.read_bytes() == content
    assert path.stat().st_mode & 0o077 == 0, "it names people, so nobody else reads it"
    doors.follow("eve", "licensing.certify")
    with reader_of(doors.folder) as reader:
        done = reader.get(LicenseeDuty, duty.withdrawal, "dairy")
    assert done is not None
    assert done.certified_at >= 0
    assert "certified" in doors.page(client, f"companies/{COMPANY}/deletions/")


COMPANY_PAGES = (
    "", "ask/", "deletions/", "licences/dairy/", "licences/dairy/yes/", "licences/dairy/key/",
    "invoices/dairy-1/", "invoices/dairy-1/json/",
)  # fmt: skip


@pytest.mark.parametrize("page", COMPANY_PAGES)
def test_another_company_is_told_nothing(at_real: Client, page: str) -> None:
    """Goal: another's ids lead nowhere, whether they exist or not. Method: every page, three readers."""
    address = f"/en/companies/milk-ltd/{page}"
    assert sign_in(Client(), party="oat-ltd").get(address).status_code == 403
    assert sign_in(Client(), party="oat-ltd").post(address).status_code in {403, 405}
    assert sign_in(Client(), "m003").get(address).status_code == 403
    assert at_real.get(address).status_code == 302, "a visitor is shown the way in"


def test_a_licence_of_another_is_not_found_under_ones_own_name(doors: Doors) -> None:
    """Goal: the address cannot be mixed. Method: another's licence and invoice behind one's own id."""
    client = doors.company("oat-ltd")
    for page in ("licences/dairy/", "licences/dairy/yes/", "licences/dairy/key/", "invoices/x/"):
        assert client.get(f"/en/companies/oat-ltd/{page}").status_code == 404
    assert client.post("/en/companies/oat-ltd/licences/dairy/key/").status_code == 404
    assert not PartyRequest.objects.exists()


def test_one_company_cannot_fill_the_queue(doors: Doors) -> None:
    """Goal: a limit to what waits. Method: draw keys until the door says to wait."""
    client = doors.company()
    address = f"/en/companies/{COMPANY}/licences/dairy/key/"
    answers = [client.post(address).status_code for _ in range(22)]
    assert answers.count(200) == 20
    assert set(answers[20:]) == {429}


def test_a_visitor_reads_the_catalogue(at_demo: Client) -> None:
    """Goal: terms, price and labour label in the open. Method: the demo's released model."""
    page = at_demo.get("/en/catalogue/").content.decode()
    assert "yogurt-2" in page
    assert "Read the label" in page
    assert not Page(page).inline


def test_each_figure_of_a_licence_opens_to_the_entry_that_moved_it(
    at_demo: Client, demo: Path
) -> None:
    """Goal: a receipt shows its own figure. Method: follow the receipts of what was used and paid."""
    client = sign_in(at_demo, party="merindad-dairy")
    page = client.get("/en/companies/merindad-dairy/licences/dairy-2024/").content.decode()
    entries = {
        label: re.search(rf"(?s){label}.*?/en/record/([0-9]+)/", page)
        for label in ("Answers used", "Paid", "Still to be paid")
    }
    found = {label: int(match[1]) for label, match in entries.items() if match is not None}
    with reader_of(Folder(demo)) as reader:
        acts = {label: reader.entry(seq).act for label, seq in found.items()}
    assert isinstance(acts["Answers used"], Meter)
    assert isinstance(acts["Paid"], Receive)
    assert found["Still to be paid"] == max(found["Answers used"], found["Paid"])
    assert "This licence ended on 14 November 2024." in page


def test_who_can_choose_no_model_gets_no_form_that_leads_nowhere(at_real: Client) -> None:
    """Goal: never a dead end. Method: the page to ask for a licence where no model was ever trained."""
    answer = sign_in(at_real, party="another-company").get("/en/companies/another-company/ask/")
    page = answer.content.decode()
    assert "No model is released now." in page
    assert 'name="purpose"' not in page
