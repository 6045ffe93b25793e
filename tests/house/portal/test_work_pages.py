"""The pages of work: groups for all, one's own for oneself, every figure with its entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client

from auzolan.house.doors.portal import labour_words
from auzolan.house.rooms.labour.watching import look_flows
from auzolan.house.settings import configure
from auzolan.labour.classes import CLASSES
from auzolan.labour.state import STATES
from auzolan.labour.voice import fairwork
from auzolan.labour.voice.acts import ASKED, RATED
from auzolan.labour.watching.matrix import GRANTS, KEPT, OFFICE_OF
from house.heard_desk import ALL, HeardDesk
from support.portal import Page


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo's folder in which thirteen have worked, rated, been looked at and been asked."""
    made = HeardDesk(tmp_path_factory.mktemp("heard") / "coop")
    made.work()
    for number, member in enumerate(ALL[:10]):
        made.rate(member, f"{1 + number % 5},3,2,0")
    asked = look_flows.Asked(
        actor="joe", role="treasury", member="ana", metric="pay", purpose="payroll"
    )
    seen = look_flows.look_at(made.desk, asked)
    assert isinstance(seen, look_flows.Seen), seen
    made.pulse()
    path = made.publish()
    made.desk.close()
    return path


@pytest.fixture
def at_heard(heard: Path) -> Iterator[Client]:
    """A reader of that folder's pages."""
    configure(heard)
    yield Client()
    connections.close_all()


def test_everybody_sees_prices_by_item_and_hour_and_how_work_was_judged(at_heard: Client) -> None:
    """Goal: a task's pay before anyone accepts. Method: the amounts of the folder's own acts."""
    text = at_heard.get("/en/work/").content.decode()
    for said in (
        "label",
        "for milk-ltd",
        "€16.00",
        "paid by the hour",
        "Times that work was turned",
    ):
        assert said in text, said
    assert "Fair work: 6 of 10 points" in text
    assert "10 of 13 answered" in text
    assert "3.00" in text
    assert not any(member in text for member in ("nel1", "nel8", "Nel1"))


def test_nobodys_own_figures_stand_on_the_page_for_all(at_heard: Client) -> None:
    """Goal: groups alone. Method: no member's id but those of issuers, no link to a person."""
    page = Page(at_heard.get("/en/work/").content.decode())
    assert not [link for link in page.links if "/members/" in link and link != "/en/members/"]
    assert page.inline == []


def test_a_point_opens_to_an_entry_that_shows_it(at_heard: Client) -> None:
    """Goal: no point without evidence. Method: follow the receipt of the point on clear terms."""
    text = at_heard.get("/en/work/").content.decode()
    row = re.search(r"3\.1 .*?</tr>", text, re.S)
    assert row is not None
    entry = re.search(r"/en/record/(\d+)/", row[0])
    assert entry is not None
    assert "Offered a task" in at_heard.get(entry[0]).content.decode()


def test_she_sees_her_work_pay_looks_and_exchange(at_heard: Client) -> None:
    """Goal: what is hers, each with its entry. Method: an hour at 16.00 and a quarter of waiting."""
    pages = (at_heard.get(f"/en/members/ana/{one}/") for one in ("work", "exchange", "recorded"))
    text = "".join(page.content.decode() for page in pages)
    for said in (
        "€15.00", "€16.00", "€2.75", "1 h 15", "Waiting", "accepted",
        "joe", "for the pay run", "What you gave", "What you received", "120", "€118.75",
    ):  # fmt: skip
        assert said.replace(" h ", "\N{NARROW NO-BREAK SPACE}h ") in text, said
    for command in ("pay", "exchange"):
        assert f"auzolan labour {command} ana --as ana --folder" in re.sub(
            r"</?span[^>]*>", "", text
        )
    seqs = {int(seq) for seq in re.findall(r"/en/record/(\d+)/", text)}
    assert len(seqs) > 4
    assert all(at_heard.get(f"/en/record/{seq}/").status_code == 200 for seq in sorted(seqs)[:4])


def test_a_rejection_says_why_and_by_whom(at_heard: Client) -> None:
    """Goal: no decision without a reason. Method: the one who appealed, and was never judged."""
    text = at_heard.get("/en/members/nel1/work/").content.decode()
    assert "decided by ida" in text.lower()
    assert "€" in text


def test_a_person_of_a_real_co_operative_waits_for_sign_in(at_real: Client) -> None:
    """Goal: nobody else's work is shown. Method: a co-operative that is no demo."""
    assert at_real.get("/en/members/m001/work/").status_code == 302
    assert at_real.get("/en/work/").status_code == 200


def test_an_unknown_member_has_no_page(at_heard: Client) -> None:
    """Goal: not found is said plainly. Method: an id that nobody has."""
    assert at_heard.get("/en/members/zoe/work/").status_code == 404


@pytest.mark.parametrize("language", ["es", "eu"])
def test_both_pages_are_there_in_every_language(at_heard: Client, language: str) -> None:
    """Goal: no page breaks in another language. Method: ask for each."""
    for address in ("work/", "members/ana/work/", "members/ana/exchange/"):
        answer = at_heard.get(f"/{language}/{address}")
        assert answer.status_code == 200
        assert Page(answer.content.decode()).lang == language


def test_points_and_reasons_say_the_same_as_the_commands() -> None:
    """Goal: one English for both. Method: the tables of the pure room against those of the pages."""
    for pure, words in (
        (fairwork.TITLES, labour_words.POINTS), (fairwork.MISSING, labour_words.MISSING),
        (fairwork.PRINCIPLES, labour_words.PRINCIPLES),
    ):  # fmt: skip
        said = {name: str(getattr(text, "_args", [text])[0]) for name, text in words.items()}
        assert said == dict(pure)


def test_everything_that_a_page_of_work_names_has_a_word() -> None:
    """Goal: no name of the program on a page. Method: each closed list against its words."""
    assert set(labour_words.CLASSES) == set(CLASSES)
    assert set(labour_words.STATES) == set(STATES)
    assert set(labour_words.SCORED) == {*RATED, *ASKED}
    assert {grant.metric for grant in GRANTS if grant.role in OFFICE_OF} <= set(
        labour_words.METRICS
    )
    assert set(labour_words.METRICS) <= set(KEPT)
    assert set(labour_words.ROLES) == set(OFFICE_OF)
    purposes = {one for grant in GRANTS for one in grant.purposes}
    assert set(labour_words.REASONS) == purposes


def test_what_was_said_under_a_tag_names_nobody(at_heard: Client) -> None:
    """Goal: no page takes a tag for a person. Method: the entries of a rating and of the pulse."""
    listed = at_heard.get("/en/record/").content.decode()
    for act in ("Rated whom she worked for", "Said how her work is"):
        row = re.search(
            rf'/en/record/\d+/"[^/]*/span> <span class="line-what">{act}.*?</li>', listed
        )
        assert row is not None
        assert "a one-time tag" in row[0]
        address = row[0].partition('"')[0]
        text = at_heard.get(address).content.decode()
        assert "a one-time tag: nobody can tell whose" in text
