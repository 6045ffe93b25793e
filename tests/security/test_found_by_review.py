"""What a review of the front door found, by somebody who wanted more than was hers; each stays closed."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connections

from auzolan.assembly.acts import GiveProxy
from auzolan.assembly.resolutions import ChangeCharter
from auzolan.audit.folder import Folder
from auzolan.charter.articles import Change
from auzolan.consent.state import Consent
from auzolan.foundation.moments import DAY_MS, moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, drawn, vault_of
from auzolan.house.desk import Desk
from auzolan.house.doing import Who
from auzolan.house.doors.doing.catalogue import doings
from auzolan.house.founding import found_cooperative
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.house.rehearsal import RehearsalDesk
from auzolan.house.rooms.assembly import flows as assembly
from auzolan.house.rooms.assembly.queries import dry_run_page
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.contributions import flows as contributions
from auzolan.house.rooms.members import flows as members
from auzolan.house.settings import configure
from auzolan.house.storage.reader import reader_of
from auzolan.treasury.state import Plan
from house.accounts.conftest import Coop
from house.journals.conftest import books
from house.small_desk import SmallDesk, accepted
from support.deciding import propose_and_admit
from support.plain_charter import plain_charter
from support.programs import Program, key_for, refused
from support.seats import every_seat
from support.strong import sign_in_strongly

__all__ = ["books"]

NUMBER = "a-number-of-a-form"
BOOK = {"pays": "income:other", "gets": "bank", "why": "Stamps", "once": NUMBER, "sure": "1"}


@pytest.fixture
def called(tmp_path: Path) -> SmallDesk:
    """A co-operative of five whose assembly has begun, with a vote that nobody has opened."""
    small = SmallDesk(tmp_path / "coop")
    measure = ChangeCharter((Change("surplus.cash_bp", 3_000),))
    accepted(
        assembly.propose(
            small.desk,
            member="ana",
            proposal="cash",
            measure=measure,
            title="Cash",
            reasons="Fair.",
        )
    )
    accepted(assembly.admit(small.desk, actor="ida", proposal="cash"))
    accepted(assembly.call(small.desk, actor="ida", meeting="spring", agenda=("cash",)))
    accepted(ask(small.desk, drawn(small.desk, "proxy"), "ana", GiveProxy("spring", "ben")))
    small.clock.at += 11 * DAY_MS
    return small


# --- a look before a yes writes nothing ---------------------------------------------------------------


def test_to_look_at_the_opening_of_a_vote_draws_no_tag(called: SmallDesk) -> None:
    """Goal: the first click writes nothing. Method: rehearse the opening, and ask the vault for tags."""
    with closing(RehearsalDesk(called.desk.folder, called.ports)) as desk:
        accepted(assembly.open_poll(desk, actor="ida", proposal="cash"))
    with vault_of(called.desk.folder) as vault:
        assert vault.tags_of("cash", ["ana", "ben"]) == {}
    accepted(assembly.open_poll(called.desk, actor="ida", proposal="cash"))
    accepted(assembly.cast(called.desk, member="ana", proposal="cash", choice="yes"))


def test_a_ballot_that_is_only_tried_ends_no_proxy(called: SmallDesk) -> None:
    """Goal: trying is free. Method: the giver tries a ballot; the holder of her proxy votes for her."""
    accepted(assembly.open_poll(called.desk, actor="ida", proposal="cash"))
    with closing(RehearsalDesk(called.desk.folder, called.ports)) as desk:
        accepted(assembly.cast(desk, member="ana", proposal="cash", choice="yes"))
    for_her = {"member": "ben", "proposal": "cash", "choice": "no", "on_behalf": "ana"}
    accepted(assembly.cast(called.desk, **for_her))


# --- what is another's ---------------------------------------------------------------------------------


def test_names_of_who_asks_to_join_are_for_the_office_of_admissions_alone(coop: Coop) -> None:
    """Goal: no other office reads names. Method: what can be chosen, for each office."""
    from auzolan.house.accounts.models import Application

    Application.objects.create(
        member="m-1", name="Jone Arrieta", email="jone@coop.example", rules_version=1,
        asked_on=datetime.now(UTC).date(), is_confirmed=True,
    )  # fmt: skip
    offered = doings()["members.admit"].choices["application"]
    with reader_of(_folder(coop)) as reader:
        for office in ("work", "data", "secretary", "appeals", "council"):
            assert offered(reader, Who("m002", offices=frozenset({office}))) == []
        assert len(offered(reader, Who("m001", offices=frozenset({"admissions"}))) or ()) == 1


def test_the_operator_does_not_read_why_the_work_of_another_was_refused(coop: Coop) -> None:
    """Goal: a refusal may quote what was sent. Method: her page of it, and the operator's."""
    from auzolan.house.jobs import requests
    from auzolan.house.jobs.models import Job

    no = Refusal("contributions.bad", "1", "Line 3 says Begoña, 612 euros.", "Mend it.")
    Job.objects.create(
        id="a" * 32, doing="contributions.import", member="m003", state=Job.State.REFUSED,
        refusal=requests.written_refusal(no), made_on=requests.today(),
    )  # fmt: skip
    pages = {
        one: sign_in_strongly(coop.client(), one).get(f"/en/jobs/{'a' * 32}/").content.decode()
        for one in ("m003", "m001")
    }
    assert "612 euros" in pages["m003"]
    assert "612 euros" not in pages["m001"]


@pytest.fixture
def of_three(books: Folder, tmp_path: Path) -> Desk:
    """A desk over three years of books, one of which was planned, for three members."""
    shutil.copytree(books.path, tmp_path / "three")
    clock = SetClock(moment_from_iso("2028-02-01"))
    return Desk(Folder(tmp_path / "three"), Ports(clock, SeededChance("of three")))


def test_how_unevenly_a_year_fell_is_told_of_no_few_people(of_three: Desk) -> None:
    """Goal: with the total it would tell each one's amount. Method: three people, page and answer."""
    from auzolan.house.doors.portal.steward.health import _spread

    propose_and_admit(of_three, ChangeCharter((Change("surplus.cash_bp", 2_500),)), "p")
    with reader_of(of_three.folder) as reader:
        (plan,) = reader.rows(Plan)
        page = dry_run_page(reader, "p", "m001")
    assert page is not None
    assert page.mine is not None
    assert (page.gini_before, page.gini_after) == (None, None)
    assert not _spread(of_three.folder, plan).is_known


# --- no moment lies beside a ballot --------------------------------------------------------------------


def test_who_comes_back_after_half_an_hour_leaves_no_moment_behind(coop: Coop) -> None:
    """Goal: her first click may be a ballot. Method: idle with a passkey; every number of the session."""
    client = coop.came_in("m002")
    session = client.session
    long_ago = time.time() - 7_200
    shown = {"method": "mfa", "type": "totp", "id": 0, "at": long_ago, "reauthenticated": True}
    session["account_authentication_methods"] = [shown]
    session.save()
    client.get("/en/settings/")
    coop.was_last_here(client, 31 * 60)
    before = time.time()
    client.get("/en/settings/")
    assert client.session["weak"] == 1
    assert [one for one in _numbers(dict(client.session)) if before - 60 <= one] == []


def test_moments_of_bursts_are_erased_with_the_day(coop: Coop) -> None:
    """Goal: no moment of asking for a letter stays. Method: ask for one, let it lapse, tidy."""
    from auzolan.house.accounts.models import Kept
    from auzolan.house.accounts.tidying import tidy

    coop.account("m003")
    coop.client().post("/en/account/login/", {"email": "m003@coop.example"})
    assert Kept.objects.exists()
    Kept.objects.update(expires=datetime.now(UTC) - timedelta(hours=1))
    cache.delete("accounts.tidied")
    tidy()
    assert not Kept.objects.filter(expires__lt=datetime.now(UTC)).exists()


# --- nobody shuts the door for others ------------------------------------------------------------------


def test_applications_that_nobody_confirmed_keep_nobody_out(coop: Coop) -> None:
    """Goal: a program cannot close the form. Method: as many as may be, then somebody asks."""
    from auzolan.house.accounts.joining import WAITING_MAX
    from auzolan.house.accounts.models import Application

    today = datetime.now(UTC).date()
    Application.objects.bulk_create(
        Application(
            member=f"x-{nth}", name="x", email=f"x{nth}@evil.example", rules_version=1,
            asked_on=today,
        )
        for nth in range(WAITING_MAX)
    )  # fmt: skip
    said = {"name": "Jone", "email": "jone2@coop.example", "language": "es", "accepts": "on"}
    coop.client().post("/en/join/", said)
    assert Application.objects.filter(email="jone2@coop.example").exists()
    assert Application.objects.count() <= WAITING_MAX + 1


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[SmallDesk]:
    """A co-operative whose offices lie in many hands, open for Django."""
    small = SmallDesk(tmp_path / "offices")
    configure(tmp_path / "offices")
    yield small
    connections.close_all()


def test_requests_of_one_office_hide_none_of_another(offices: SmallDesk) -> None:
    """Goal: nobody buries a request under her own. Method: sixty of the office of data before one."""
    from auzolan.charter.state import charter_of
    from auzolan.house.asking import reading
    from auzolan.house.jobs import requests
    from auzolan.house.jobs.models import Waiting
    from auzolan.house.jobs.waiting import waiting_for

    today = requests.today()
    common = {"asked": "{}", "number": NUMBER, "until": today + timedelta(days=7)}
    for nth in range(60):
        Waiting.objects.create(
            id=f"{nth:032x}", doing="licensing.meter", member="ida", made_on=today, **common
        )
    old = today - timedelta(days=1)
    Waiting.objects.create(id="f" * 32, doing="treasury.book", member="ana", made_on=old, **common)
    with reading(offices.desk.folder) as now:
        charter = charter_of(now.books)
    found = waiting_for(requests.visit_now("joe"), charter, 50)
    assert [one.pk for one in found if one.doing == "treasury.book"] == ["f" * 32]


SECOND_ELSEWHERE = {
    "members.let_in_anew": {"admissions"},
    "consent.set_guardian": {"admissions"},
    "contributions.settle": {"audit", "data"},
}


def test_who_may_say_yes_holds_the_office_that_the_act_needs() -> None:
    """Goal: no other office stands in. Method: each doing that needs two, beside the charter's rights."""
    from auzolan.house.jobs.waiting import offices_for

    charter = plain_charter()
    for name, doing in doings().items():
        if doing.needs_second:
            found = offices_for(name, charter)
            known = SECOND_ELSEWHERE.get(name)
            assert found == known if known else found in ({"treasury"}, {"data"}), name


# --- one number is one request -------------------------------------------------------------------------


def test_one_number_asks_a_second_person_for_one_thing_alone(coop: Coop) -> None:
    """Goal: nobody believes that something else waits. Method: another amount, by page and program."""
    client = sign_in_strongly(coop.client(), "m001")
    first = client.post("/en/do/treasury.book/", {**BOOK, "amount_cents": "12.50"})
    assert first.status_code == 302
    again = client.post("/en/do/treasury.book/", {**BOOK, "amount_cents": "12.50"})
    assert again["Location"] == first["Location"]
    other = client.post("/en/do/treasury.book/", {**BOOK, "amount_cents": "9999.00"})
    assert other.status_code == 409
    assert "another request" in other.content.decode()
    program = Program(key_for("m001", is_strong=True))
    asked = {"pays": "income:other", "gets": "bank", "why": "Stamps", "amount_cents": 100}
    assert program.do("treasury.book", asked).status_code == 202
    refused(program.do("treasury.book", {**asked, "amount_cents": 200}), 409, "house.number_used")


# --- the right day -------------------------------------------------------------------------------------


def test_each_kind_of_rows_is_due_on_its_own_day(tmp_path: Path) -> None:
    """Goal: nothing is erased late by a wrong day. Method: two kinds, the noes twenty days apart."""
    clock = SetClock(moment_from_iso("2025-03-01"))
    charter = plain_charter(kinds=("purchases", "voices"))
    desk = found_cooperative(
        tmp_path / "coop", name="Two kinds", origin="two.demo.invalid", charter=charter,
        ports=Ports(clock, SeededChance("two")), period="2025", seats=every_seat(charter),
    )  # fmt: skip
    accepted(members.admit(desk, actor="m001", member="m001", name="Ana"))
    for kind in ("voices", "purchases"):
        report = contributions.offer_rows(
            desk, member="m001", kind=kind, columns={"x": [1, 2]}, batch=f"all-{kind}"
        )
        assert not isinstance(report, Refusal)
        accepted(consent.grant(desk, member="m001", kind=kind, purposes=("research",)))
    for kind in ("purchases", "voices"):
        accepted(consent.withdraw(desk, member="m001", kind=kind))
        clock.at += 20 * DAY_MS
    configure(tmp_path / "coop")
    from auzolan.house.doors.portal.steward.data_heaps import data_heaps

    heap = next(one for one in data_heaps(charter, clock.at) if one.kind == "rows")
    with reader_of(desk.folder) as reader:
        due = {f"all-{one.kind}": one.erase_by for one in reader.rows(Consent)}
    connections.close_all()
    assert {one.thing: one.due_at for one in heap.shown} == due
    assert len(set(due.values())) == 2


def _folder(coop: Coop) -> Folder:
    return Folder(coop.folder)


def _numbers(value: object) -> Iterator[float]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from _numbers(one)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)
