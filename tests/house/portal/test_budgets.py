"""What a page may cost: how often it asks the books, how long it is, and that lists come in parts.

Counts alone are tested; seconds are printed by `bench/portal.py`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client

from auzolan.assembly.resolutions import ChangeCharter
from auzolan.audit.folder import Folder
from auzolan.charter.articles import Change
from auzolan.house.rooms.assembly import drafting, flows
from auzolan.house.rooms.assembly.pages import PAGE_DECISIONS, PAGE_REMARKS
from auzolan.house.rooms.valuation.taking_apart import EQUAL, LARGE
from auzolan.house.rooms.valuation.why import Why, why
from auzolan.house.settings import configure
from auzolan.house.storage.lending import let_go
from support.house import found
from support.portal import accept, sign_in

MEMBER = "m050"
VALUED = "m018"
MANY = 57
QUESTIONS_MAX = 20
KB_MAX = 150
_ASKING = ("SELECT", "WITH")
ALL_IN_ONE = {
    f"members/{MEMBER}/whole/": 50, f"members/{MEMBER}/work/": 40, f"members/{MEMBER}/": 28,
    "home/": 28, "work/": 34, "decisions/share-2024/": 30, "": 26,
}  # fmt: skip
"""Pages that show a whole of many parts, each part asked for once."""
PAGES = (
    *ALL_IN_ONE, "members/", f"members/{MEMBER}/consent/", "decisions/", "money/", "payouts/",
    "payouts/winter-2025/", "record/", "record/100/", "rights/", "rules/", "models/yogurt-2/",
)  # fmt: skip


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every question to any database from now on, of connections that are opened from now on."""
    asked: list[str] = []
    connect = sqlite3.connect

    def watched(*args: object, **named: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **named)  # type: ignore[call-overload]
        connection.set_trace_callback(
            lambda text: asked.append(text) if text.lstrip().startswith(_ASKING) else None
        )
        return connection

    monkeypatch.setattr(sqlite3, "connect", watched)
    monkeypatch.setattr(sqlite3.dbapi2, "connect", watched)
    connections.close_all()
    let_go()
    yield asked
    connections.close_all()
    let_go()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_the_books_a_few_times(demo: Path, address: str, questions: list[str]) -> None:
    """Goal: no page asks once for each thing. Method: count all questions of a page that was seen before."""
    client = _reader(demo)
    client.get(f"/en/{address}")
    questions.clear()
    answer = client.get(f"/en/{address}")
    assert answer.status_code == 200
    assert len(questions) <= ALL_IN_ONE.get(address, QUESTIONS_MAX), "\n".join(questions)
    assert len(answer.content) <= 1000 * KB_MAX


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A co-operative whose lists are longer than a page: members, drafts, comments on the first."""
    desk = found(tmp_path_factory.mktemp("grown"), members=MANY)
    for number in range(MANY):
        measure = ChangeCharter((Change("labour.floor_cents_hour", 1_505 + number),))
        proposed = flows.propose(
            desk, member="m003", proposal=f"draft-{number:02}", measure=measure,
            title=f"Title {number:02}", reasons="Reasons.",
        )  # fmt: skip
        accept(proposed)
    for number in range(MANY):
        said = drafting.comment(
            desk, member="m004", proposal="draft-00", text=f"Comment {number:02}."
        )
        accept(said)
    desk.close()
    return desk.folder.path


@pytest.mark.parametrize(
    ("address", "shown", "each"),
    [
        ("members/", r"(?<=line-no\">)m\d{3}", 50),
        ("decisions/", r"Title \d\d", PAGE_DECISIONS),
        ("decisions/draft-00/", r"Comment \d\d", PAGE_REMARKS),
    ],
)
def test_a_long_list_comes_in_parts_and_loses_nothing(
    grown: Path, questions: list[str], address: str, shown: str, each: int
) -> None:
    """Goal: no page without end. Method: follow the links to the next part; each thing comes once."""
    client, found_, asked = _reader(grown), [], []
    where = f"/en/{address}"
    while where:
        questions.clear()
        text = client.get(where).content.decode()
        asked.append(len(questions))
        part = re.findall(shown, text)
        assert 0 < len(part) <= each
        found_ += part
        following = re.search(r'href="([^"]+)" rel="next"', text)
        where = following[1] if following else ""
    assert len(asked) == 2
    assert len(found_) == len(set(found_)) == MANY
    assert max(asked) <= QUESTIONS_MAX + 8, "a long part asks no more often than a short one"


def test_a_page_works_out_no_valuation_that_would_keep_it_waiting(demo: Path) -> None:
    """Goal: a page is no computation of minutes. Method: a limit of one pair; her line stands as recorded."""
    found_ = why(Folder(demo), asker=VALUED, member=VALUED, valuation="worth-2025", pairs_max=1)
    whole = why(Folder(demo), asker=VALUED, member=VALUED, valuation="worth-2025")
    assert isinstance(found_, Why)
    assert isinstance(whole, Why)
    assert (found_.state, found_.questions, found_.best) == (LARGE, (), ())
    assert (found_.value_e9, found_.rows, found_.command) == (
        whole.value_e9, whole.rows, whole.command,
    )  # fmt: skip
    assert whole.state == EQUAL


def _reader(folder: Path) -> Client:
    configure(folder)
    return sign_in(Client(), MEMBER)
