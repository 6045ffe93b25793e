"""People stand on pages by name, for whoever may know it; nobody has to read an id."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client, RequestFactory

from auzolan.audit.folder import Folder
from auzolan.house.accounts.models import Person
from auzolan.house.doors.access.visit import Visit
from auzolan.house.doors.portal.labour_words import CLASSES
from auzolan.house.rooms.assembly.titles_on_pages import titled, titles_for
from auzolan.house.rooms.charter.page_queries import CoopRequest, coop_of
from auzolan.house.rooms.labour.voice.exchange_money import ExchangeLine
from auzolan.house.rooms.labour.voice.exchange_on_page import about_in_words
from auzolan.house.rooms.members.people_on_pages import called, names_for
from support.portal import SECRET_NAME, SECRET_TITLE

BY_NAME = (
    "decisions/", "models/yogurt-1/", "payouts/winter-2025/", "members/m001/", "members/m001/worth/",
    "members/m001/whole/", "members/m017/exchange/", "labour/labour-model-yogurt-2-1/",
)  # fmt: skip
_ID = re.compile(r"\bm\d{3}\b")
_OWN = re.compile(r"members/(m\d{3})/")


class Read(HTMLParser):
    """What a reader sees of the main part of a page; commands and digests are for copying."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._inside = self._copied = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where the main part and what is copied begin."""
        self._inside += tag == "main"
        self._copied += tag in {"code", "pre"}

    def handle_endtag(self, tag: str) -> None:
        """Note where they end."""
        self._inside -= tag == "main"
        self._copied -= tag in {"code", "pre"}

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        if self._inside and not self._copied:
            self.words.append(data)


@pytest.mark.parametrize("page", BY_NAME)
def test_a_reader_meets_nobody_as_an_id(at_demo: Client, page: str) -> None:
    """Goal: people read names. Method: every id of a member in the words of a page; hers alone is said."""
    answer = at_demo.get(f"/en/{page}")
    assert answer.status_code == 200
    said = " ".join(Read(answer.content.decode()).words)
    assert said.strip()
    assert set(_ID.findall(said)) <= set(_OWN.findall(page))


def _asked(folder: Path, visit: Visit) -> CoopRequest:
    coop = coop_of(Folder(folder))
    assert coop is not None
    request = RequestFactory().get("/")
    request.coop, request.visit = coop, visit  # type: ignore[attr-defined]
    return request  # type: ignore[return-value]


@pytest.mark.usefixtures("at_real")
def test_names_are_for_those_who_belong(real: Path) -> None:
    """Goal: the world reads no name. Method: a visitor, a company, and a member ask for the same two."""
    both = ("m001", "m003")
    for visit in (Visit(), Visit(is_open=True), Visit(Person(party="dairy"), is_strong=True)):
        assert names_for(_asked(real, visit), both) == {}
    names = names_for(_asked(real, Visit(Person(member="m002"))), (*both, "", "nobody"))
    assert names == {one: f"{SECRET_NAME} {one}" for one in both}


@pytest.mark.usefixtures("at_real")
def test_titles_are_for_those_who_belong(real: Path) -> None:
    """Goal: the world reads no title but what it does. Method: a visitor and a member ask for one, and none."""
    asked = ("longer-polls", "", "nothing")
    kinds = titles_for(_asked(real, Visit(is_open=True)), asked)
    assert kinds == {"longer-polls": "Change the house rules (longer-polls)"}
    titles = titles_for(_asked(real, Visit(Person(member="m002"))), asked)
    assert titles == {"longer-polls": SECRET_TITLE}
    assert [titled(one, titles) for one in asked] == [SECRET_TITLE, "", "nothing"]


def test_what_a_line_of_an_exchange_is_about_is_said_in_words() -> None:
    """Goal: no code is read by people. Method: a look, a vote, untimed work, rows, and a period."""
    said = {
        ("look", "hours:auditor:m031:audit"): "Hours, for an audit · Edurne, audit",
        ("vote", "longer-polls"): "Longer polls",
        ("untimed", "2026:search"): f"2026 · {CLASSES['search']}",
        ("rows", "purchases:batch-1"): "purchases · batch-1",
        ("pay", "2026"): "2026",
    }
    for (kind, about), words in said.items():
        line = ExchangeLine(
            side="seen",
            kind=kind,
            about=about,
            amount=1,
            unit="figures",
            micro=0,
            entry=7,
            command="",
        )
        assert about_in_words(line, {"m031": "Edurne"}, {"longer-polls": "Longer polls"}) == words


def test_without_a_name_somebody_is_a_member_and_nobody_is_nothing() -> None:
    """Goal: no bare id and no empty word. Method: a name, none, and nobody."""
    assert called("m001", {"m001": "Ana"}) == "Ana"
    assert called("m002", {"m001": "Ana"}) == "member m002"
    assert called("", {}) == ""
