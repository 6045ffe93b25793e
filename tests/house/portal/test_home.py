"""A member's first page: what is hers, what is new since her last visit, what waits for her."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from auzolan.audit.folder import Folder
from auzolan.house.doors.open_desk import open_desk
from auzolan.house.doors.portal.filters import money
from auzolan.house.doors.portal.home_queries import TODOS_MAX
from auzolan.house.rooms.contributions.flows import offer_rows
from auzolan.house.rooms.treasury.queries import statement
from auzolan.house.storage.reader import reader_of
from house.small_desk import purchases
from support.acting import Acting, acting_in, founded
from support.portal import Page, accept, sign_in

KIND = "purchases"


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A co-operative of seven in which little has happened."""
    return founded(tmp_path_factory.mktemp("home") / "coop")


@pytest.fixture
def act(beginning: Path, tmp_path: Path) -> Iterator[Acting]:
    """Its people in a copy of one's own."""
    shutil.copytree(beginning, tmp_path / "coop")
    with acting_in(tmp_path / "coop") as acting:
        yield acting


def todos(page: str) -> list[str]:
    """What waits for her, as links."""
    return re.findall(r'<li class="card todo"><p><a href="([^"]+)">', page)


def test_the_great_number_is_what_the_statement_says(at_demo: Client, demo: Path) -> None:
    """Goal: one truth. Method: owed and capital of three members against their statements."""
    for member in ("m007", "m018", "m020"):
        with reader_of(Folder(demo)) as reader:
            found = statement(reader, member)
        assert found is not None
        page = sign_in(at_demo, member).get("/en/home/").content.decode()
        assert money(found.capital_cents + found.payable_cents, "EUR") in page
        assert money(found.capital_cents, "EUR") in page


def test_every_figure_of_home_opens_to_its_entry(at_demo: Client) -> None:
    """Goal: each figure has its chip. Method: each chip of m018's page leads to a page."""
    page = Page(sign_in(at_demo, "m018").get("/en/home/").content.decode())
    chips = {one for one in page.links if re.match(r"/en/record/\d+/$", one)}
    assert len(chips) > 2
    for chip in chips:
        assert at_demo.get(chip).status_code == 200


def test_who_begins_is_told_the_next_step_and_no_more_than_three(act: Acting) -> None:
    """Goal: never a dead end, never a pile. Method: bring rows, allow them, a group asks."""
    page = act.page("m002", "home/")
    assert todos(page) == ["/en/members/m002/contributions/"]
    accept(
        offer_rows(
            open_desk(act.folder).desk,
            member="m002",
            kind=KIND,
            columns=purchases(1, 8),
            batch="b-2",
        )
    )
    assert todos(act.page("m002", "home/")) == ["/en/members/m002/consent/"]
    act.done("m003", "consent.form_group", group="choir")
    act.done("m003", "consent.invite_to_group", group="choir", member="m002")
    found = todos(act.page("m002", "home/"))
    assert found == ["/en/members/m002/consent/#groups-title", "/en/members/m002/consent/"]
    act.done("m002", "consent.join_group", group="choir")
    act.done("m002", "consent.switch_on", kind=KIND, purpose="research")
    page = act.page("m002", "home/")
    assert todos(page) == []
    assert "8 rows of yours are here." in page
    assert "You allow 1 of 2 uses." in page
    assert TODOS_MAX == 3


def test_a_no_takes_two_clicks_from_the_first_page(act: Acting) -> None:
    """Goal: saying no is easy. Method: home's switch, then the one yes on the page of effects."""
    columns = purchases(1, 8)
    accept(
        offer_rows(
            open_desk(act.folder).desk, member="m002", kind=KIND, columns=columns, batch="b-2"
        )
    )
    act.done("m002", "consent.switch_on", kind=KIND, purpose="research")
    page = act.page("m002", "home/")
    form = re.search(r"<form[^>]*do/consent\.switch_off/.*?</form>", page, re.DOTALL)
    assert form is not None
    assert 'aria-pressed="true"' in form[0]
    sent = dict(re.findall(r'name="(once|kind|purpose|next)" value="([^"]+)"', form[0]))
    client = act.of("m002")
    first = client.post("/en/do/consent.switch_off/", sent)
    assert "What this changes" in first.content.decode()
    assert "You allow 1 of 2 uses." in act.page("m002", "home/"), "nothing is done at the first"
    second = client.post("/en/do/consent.switch_off/", {**sent, "sure": "1"})
    assert second.status_code == 302
    assert "You allow no use of them." in act.page("m002", "home/")


def test_the_day_of_the_last_visit_says_what_is_new(act: Acting) -> None:
    """Goal: nothing is missed. Method: a session whose last day was before she joined, and yesterday."""
    client = act.of("m002")
    for since, is_new in (("2020-01-01", True), ("2999-01-01", False)):
        session = client.session
        session["day"], session["since"] = since, ""
        session.save()
        text = client.get("/en/home/").content.decode()
        assert ("New since" in text) is is_new
        assert ("Nothing new since your last visit" in text) is not is_new
        assert "Joined the co-op." in text


def test_a_visit_keeps_its_day_and_never_its_time(act: Acting) -> None:
    """Goal: no clock beside ballots. Method: all that the session holds after a visit."""
    client = act.of("m002")
    client.get("/en/home/")
    kept = {name: client.session[name] for name in ("day", "since")}
    assert all(re.fullmatch(r"(\d{4}-\d\d-\d\d)?", value) for value in kept.values()), kept


def test_somebody_who_is_no_member_begins_at_the_co_op(at_demo: Client) -> None:
    """Goal: home exists for all who sign in. Method: somebody of a company, and a visitor."""
    answer = sign_in(at_demo, party="merindad-dairy").get("/en/home/")
    assert answer.status_code in {200, 302}
    assert Client().get("/en/home/").status_code == 302


def test_in_a_demo_one_sees_whom_one_can_be(at_demo: Client) -> None:
    """Goal: nobody has to guess an id. Method: the page of people names its treasurer and her office."""
    text = at_demo.get("/en/be/").content.decode()
    card = re.search(r'<li class="card">(?:(?!</li>).)*value="m012".*?</li>', text, re.DOTALL)
    assert card is not None
    assert "Irati Rivas" in card[0]
    assert "treasury" in card[0]
    assert at_demo.post("/en/be/", {"member": "m012"}).status_code == 302
