"""The founding wizard: seven answers, a draft within the law, and a founding at the machine itself."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from django.db import connections
from django.test import Client

from auzolan.charter.articles import Charter
from auzolan.charter.bounds import breaches
from auzolan.charter.laws import LAWS
from auzolan.house.rooms.charter.draft import (
    EXAMPLE_CENTS,
    Answers,
    begins_with,
    drafted,
    shared_example,
)
from auzolan.house.rooms.charter.founding_wizard import open_for_founding
from auzolan.house.settings import configure
from support.portal import Page

ANSWERS = {
    "kinds": "speech\nbirdsong", "contribution": "50", "purposes": ["research", "commercial"],
    "preset": "es-pv-2019", "education": "12.5", "floor": "17.50", "notice_days": "15",
}  # fmt: skip


@pytest.fixture
def nowhere(tmp_path: Path) -> Iterator[Client]:
    """A browser where nothing has been founded."""
    configure(tmp_path / "coop")
    yield Client()
    open_for_founding("")
    connections.close_all()


@pytest.mark.parametrize("preset", sorted(LAWS))
def test_every_preset_drafts_from_one_answer_within_its_bounds(preset: str) -> None:
    """Goal: defaults are lawful. Method: only the kind of data is answered, under each law."""
    draft = drafted(Answers({"preset": preset}, {"kinds": ("speech",)}))
    assert draft.faults == ()
    assert draft.charter is not None
    assert (breaches(draft.charter), draft.charter.preset) == ((), preset)


@pytest.mark.parametrize("preset", sorted(LAWS))
def test_the_example_shares_exactly_a_hundred_euros(preset: str) -> None:
    """Goal: the example adds up. Method: its lines under each law, against 100.00."""
    lines = shared_example(begins_with(preset).surplus.distribution, preset)
    assert lines is not None
    assert sum(cents for _, cents in lines) == EXAMPLE_CENTS


def test_bounds_are_told_before_anybody_breaks_them(at_real: Client) -> None:
    """Goal: the law stands beside the question. Method: the Basque page names its least savings."""
    text = at_real.get("/en/found/", {"preset": "es-pv-2019"}).content.decode()
    told = text.partition('id="help-reserve"')[2].partition("</p>")[0]
    assert "At least: 20" in told
    assert "11/2019" in told


def test_a_breach_is_told_beside_its_question_with_the_law() -> None:
    """Goal: bounds are told where they are asked. Method: less savings than the Basque law asks for."""
    draft = drafted(Answers({"preset": "es-pv-2019", "reserve": "5"}, {"kinds": ("speech",)}))
    assert [fault.question for fault in draft.faults] == ["share"] * len(draft.faults)
    assert any("11/2019" in str(fault.refusal) for fault in draft.faults)


@pytest.mark.parametrize("language", ["en", "es", "eu"])
def test_the_wizard_is_a_light_page_without_script_or_store(at_real: Client, language: str) -> None:
    """Goal: a visitor can draft. Method: the page in each language, empty and answered."""
    for asked in ({}, ANSWERS, {"preset": "it", "cash": "many"}):
        answer = at_real.get(f"/{language}/found/", asked)
        page = Page(answer.content.decode())
        assert (answer.status_code, page.inline) == (200, [])
        assert len(page.ids) == len(set(page.ids))
        assert len(answer.content) < 150_000


def test_the_law_comes_first_and_shows_what_all_else_begins_with(at_real: Client) -> None:
    """Goal: nobody answers by the wrong law. Method: two laws chosen first; bounds, order, no fault."""
    helps = {}
    for preset in ("es-pv-2019", "it"):
        asked = {"preset": preset, "begin": "1", "kinds": "speech"}
        text = at_real.get("/en/found/", asked).content.decode()
        assert text.index('id="question-law"') < text.index('id="question-make"')
        assert "Please look at this again" not in text
        assert "charter.json" not in text
        assert f'value="{preset}" checked' in text
        assert ">speech</textarea>" in text
        helps[preset] = text.partition('id="help-reserve"')[2].partition("</p>")[0]
    assert helps["es-pv-2019"] != helps["it"]


def test_the_file_is_the_charter_that_was_answered(at_real: Client) -> None:
    """Goal: what is downloaded is what was said. Method: read the file back as a charter."""
    answer = at_real.get("/en/found/charter.json", ANSWERS)
    charter = msgspec.json.decode(answer.content, type=Charter)
    assert charter.consent.kinds == ("speech", "birdsong")
    assert charter.membership.contribution_cents == 5_000
    assert charter.labour.floor_cents_hour == 1_750
    assert charter.meetings.notice_days == 15
    assert at_real.get("/en/found/charter.json", {**ANSWERS, "reserve": "1"}).status_code == 404
    assert at_real.get("/en/found/other.json", ANSWERS).status_code == 404
    texts = msgspec.json.decode(at_real.get("/en/found/texts.json", ANSWERS).content)
    assert set(texts) == {"en", "es", "eu"}


def test_where_nothing_is_founded_there_is_the_wizard_and_nothing_is_written(
    nowhere: Client, tmp_path: Path
) -> None:
    """Goal: a door before the house. Method: other pages lead there once it is opened for founding."""
    assert nowhere.get("/en/").status_code == 503
    assert nowhere.get("/en/found/").status_code == 200
    open_for_founding("only-here")
    assert nowhere.get("/en/decisions/")["Location"].endswith("/found/")
    assert not (tmp_path / "coop").exists()


def test_who_knows_the_code_founds_once_and_others_never(nowhere: Client, tmp_path: Path) -> None:
    """Goal: only the machine's own person founds. Method: no code, a wrong one, the right one, again."""
    asked = {
        **ANSWERS, "name": "Bide", "origin": "bide.example/2026", "founders": "Ane\nJon",
    }  # fmt: skip
    assert nowhere.post("/en/found/", asked).status_code == 403
    open_for_founding("only-here")
    assert nowhere.post("/en/found/", {**asked, "code": "guess"}).status_code == 403
    answer = nowhere.post("/en/found/", {**asked, "code": "only-here"})
    assert answer.status_code == 200
    assert "bide.example/2026" in answer.content.decode()
    assert (tmp_path / "coop" / "auzolan.db").is_file()
    assert nowhere.post("/en/found/", {**asked, "code": "only-here"}).status_code == 403


def test_a_code_is_void_after_five_wrong_ones(nowhere: Client) -> None:
    """Goal: nobody guesses. Method: five wrong codes, then the right one."""
    open_for_founding("only-here")
    asked = {**ANSWERS, "name": "Bide", "origin": "bide.example/2026", "founders": "Ane\nJon"}
    for number in range(5):
        assert nowhere.post("/en/found/", {**asked, "code": f"no-{number}"}).status_code == 403
    assert nowhere.post("/en/found/", {**asked, "code": "only-here"}).status_code == 403


def test_the_command_on_the_page_founds_with_the_file(at_real: Client, tmp_path: Path) -> None:
    """Goal: the printed command works as it stands. Method: save the file, run the words of the page."""
    from typer.testing import CliRunner

    from auzolan.house.doors.cli import app
    from auzolan.house.rooms.charter.draft import command_of

    (tmp_path / "charter.json").write_bytes(at_real.get("/en/found/charter.json", ANSWERS).content)
    words = shlex.split(command_of(Answers(), place=str(tmp_path / "new")))[1:]
    words[words.index("charter.json")] = str(tmp_path / "charter.json")
    found = CliRunner().invoke(app, words)
    assert found.exit_code == 0, found.output
    assert (tmp_path / "new" / "auzolan.db").is_file()
