"""The pages of decisions: where each stands, what comes next, and nothing of an open poll."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client

from auzolan.house.rooms.assembly.life_on_page import ENDED
from auzolan.house.rooms.assembly.lookup import Standing
from auzolan.house.settings import configure
from support.lively import lively_coop
from support.portal import Page


@pytest.fixture(scope="module")
def lively(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which everything is under way; tests only read it."""
    return lively_coop(tmp_path_factory.mktemp("lively") / "coop")


@pytest.fixture
def at(lively: Path) -> Iterator[Client]:
    """A reader of its pages."""
    configure(lively)
    yield Client()
    connections.close_all()


def page_of(at: Client, name: str = "") -> str:
    """The page of one proposal, or the list."""
    answer = at.get(f"/en/decisions/{name}")
    assert answer.status_code == 200
    return answer.content.decode()


def part_of(text: str, heading: str) -> str:
    """A section by its heading."""
    found = re.search(rf"<h2[^>]*>{heading}</h2>.*?</section>", text, re.S)
    assert found is not None, heading
    return found[0]


def test_decisions_stand_under_where_they_are(at: Client) -> None:
    """Goal: what needs you is on top. Method: one of each under its heading."""
    text = page_of(at)
    assert "On longer-polls" in part_of(text, "Voting now")
    assert "On more-reserve" in part_of(text, "On their way")
    settled = part_of(text, "Decided")
    assert "On wages" in settled
    assert "Elected: M008, M010" in settled, "by name, not by id"
    assert "7 days left" in part_of(text, "Voting now")


def test_what_is_open_or_over_is_said_so(at: Client) -> None:
    """Goal: the tense says where it stands. Method: a ballot that is open, then each way to end."""
    assert '<h2 id="change-title">What exactly would change</h2>' in page_of(at, "longer-polls/")
    # Tables can be imported only once Django knows its settings.
    from auzolan.house.rooms.assembly.page_queries import proposal_of
    from auzolan.house.rooms.assembly.pages import Decision

    row = proposal_of("longer-polls")
    assert row is not None
    for word in ENDED:
        now = Standing(row, None, None, None, word, 0)
        assert Decision(row, "", "charter", now, None, None).tense == "would_have", word


def test_what_is_carried_out_is_not_said_to_be_to_come(at_demo: Client) -> None:
    """Goal: what is so is told as such. Method: the licence that the demo granted long ago."""
    text = page_of(at_demo, "dairy-licence/")
    assert '<h2 id="change-title">What exactly changed</h2>' in text
    assert "would change" not in text


@pytest.mark.parametrize("language", ["en", "es", "eu"])
@pytest.mark.parametrize("name", ["", "longer-polls/", "council-2026/", "wages/", "more-reserve/"])
def test_every_kind_of_decision_is_a_light_page_without_script(
    at: Client, name: str, language: str
) -> None:
    """Goal: each state has its page. Method: all kinds in all languages."""
    answer = at.get(f"/{language}/decisions/{name}")
    page = Page(answer.content.decode())
    assert (answer.status_code, page.inline) == (200, [])
    assert len(page.ids) == len(set(page.ids))
    assert len(answer.content) < 150_000


def test_an_open_poll_shows_no_count_and_not_how_many_voted(at: Client) -> None:
    """Goal: nobody follows the crowd. Method: five of twelve said yes; look for any of it."""
    text = page_of(at, "longer-polls/")
    assert "Results stay hidden until then" in text
    assert '<h2 id="result-title">' not in text
    assert "took part" not in text
    assert 'class="progress"' not in text
    assert "Cast a ballot" not in text
    assert "auzolan assembly vote longer-polls yes" in text


def test_the_way_of_a_proposal_says_what_comes_next(at: Client) -> None:
    """Goal: everybody knows the next step. Method: the one step that is current, in two states."""
    steps = re.findall(
        r'<li class="(is-done|is-next|)"', part_of(page_of(at, "longer-polls/"), "Its way")
    )
    assert steps == ["is-done"] * 4 + ["is-next"] + [""] * 3
    text = part_of(page_of(at, "wages/"), "Its way")
    assert re.search(
        r'class="is-next" aria-current="step"><span class="life-name">Cooled off', text
    )
    assert "Reading 1 of 2" in page_of(at, "longer-polls/")


def test_an_election_shows_every_stage(at: Client) -> None:
    """Goal: the count can be followed. Method: four stages, the surplus, who drops out."""
    text = part_of(page_of(at, "council-2026/"), "Result")
    assert "M008&#x27;s surplus moves" in text or "M008's surplus moves" in text, "by name"
    assert "M011 drops out" in text
    assert text.count('<th scope="row">') == 4 + 4
    assert "The line is the quota: 5 votes elect." in text


def test_petitions_and_challenges_stand_beside_what_they_are_about(at: Client) -> None:
    """Goal: members see that they can still say no. Method: one of each on a cooling decision."""
    text = part_of(page_of(at, "wages/"), "Petitions and challenges")
    assert "1 of 2 signatures needed" in text
    assert "auzolan assembly petition sign again" in text
    assert "Challenged by M007" in text


def test_what_members_say_stands_on_the_page(at: Client) -> None:
    """Goal: a comment is read and its answer awaited. Method: a comment without an answer."""
    text = part_of(page_of(at, "longer-polls/"), "What members say")
    assert "Why nine days and not ten?" in text
    assert "Not answered yet" in text
