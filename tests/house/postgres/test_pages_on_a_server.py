"""Every kind of page, table and address for programs says on a server what it says on a file."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.db import connections
from django.test import Client
from django.urls import Resolver404, resolve

from auzolan.audit.deployment import PostgresPlace, postgres_place_of
from auzolan.audit.folder import Folder
from auzolan.house.keeping.moving import carry_onto_server
from auzolan.house.rooms.treasury.journals.beancount import beancount_lines
from auzolan.house.rooms.treasury.journals.journal import Journal
from auzolan.house.rooms.treasury.journals.reading import general_journal, members_journal
from auzolan.house.settings import configure
from support.portal import Page, lived_demo, sign_in

DRAWN = ("/en/settings/passkeys/add/", "/en/settings/app/")
"""Pages whose secrets are drawn anew each time."""

PEOPLE = {
    "visitor": ("", ""), "officer": ("m001", ""), "company": ("", "dairy"),
}  # fmt: skip
OF_ONE_KIND_MAX = 1
Journals = Callable[[Folder], AbstractContextManager[Journal]]
STARTS = ("/en/", "/en/home/", "/en/tables/", "/en/health/", "/en/search/?q=milk", "/eu/members/")
CHANGES = re.compile(
    r'name="(?:csrfmiddlewaretoken|once)" value="[^"]*"|"X-CSRFToken": ?"[^"]*"|'
    r"/(?:CreationDate|ModDate|ID) ?[\[(][^\])]*[\])]|\d\d:\d\d:\d\d|"
    r'(?<="next":")[^"]*|cursor=[^"&]*'
)
"""What is drawn or read from the clock anew for each page."""

configure(Path("no-folder-yet"))


@pytest.fixture(scope="module")
def twins(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """The lived demo twice, in folders of one name: on a file, and carried onto the server."""
    on_file = lived_demo(tmp_path_factory.mktemp("file") / "coop")
    on_server = tmp_path_factory.mktemp("server") / "coop"
    shutil.copytree(on_file, on_server)
    carry_onto_server(Folder(on_server), PostgresPlace(server, "twin"))
    yield on_file, on_server
    connections.close_all()


def everything(folder: Path, member: str, party: str) -> dict[str, tuple[int, bytes]]:
    """What a person reads who follows links, some of each kind."""
    configure(folder)
    reader = Client()
    if member or party:
        sign_in(reader, member, party=party)
    found: dict[str, tuple[int, bytes]] = {}
    kinds: Counter[str] = Counter()
    waiting = list(STARTS)
    while waiting:
        address = waiting.pop(0)
        if address in found or not _is_wanted(address, kinds):
            continue
        answer = reader.get(address)
        content = answer.getvalue() if answer.streaming else answer.content
        found[address] = answer.status_code, content
        if answer.get("Content-Type", "").startswith("text/html"):
            links = (urldefrag(urljoin(address, link))[0] for link in Page(_text(content)).links)
            waiting += [link for link in links if link.startswith("/en/")]
    return found


def _is_wanted(address: str, kinds: Counter[str]) -> bool:
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return False
    kind = f"{match.url_name} {match.kwargs.get('action', '')} {match.kwargs.get('kind', '')}"
    kinds[kind] += 1
    return kinds[kind] <= OF_ONE_KIND_MAX and "logout" not in address


def _text(content: bytes) -> str:
    return CHANGES.sub("", content.decode("utf-8", "replace"))


@pytest.mark.parametrize("person", PEOPLE)
def test_pages_are_the_same_on_both_stores(twins: tuple[Path, Path], person: str) -> None:
    """Goal: a server is no second portal. Method: follow links on both, compare every answer."""
    on_file, on_server = twins
    assert postgres_place_of(Folder(on_server)) is not None
    assert not Folder(on_server).database.exists()
    member, party = PEOPLE[person]
    wanted = everything(on_file, member, party)
    found = everything(on_server, member, party)
    assert list(found) == list(wanted)
    for address, (status, content) in wanted.items():
        assert found[address][0] == status, address
        if address not in DRAWN:
            assert _text(found[address][1]) == _text(content), address
    assert {status for status, _ in wanted.values()} <= {200, 302, 403, 404, 405}
    assert len([status for status, _ in wanted.values() if status == 200]) >= 20


def test_every_open_table_is_the_same_on_both_stores(twins: tuple[Path, Path]) -> None:
    """Goal: collation and numbers are the same. Method: each open table as page, JSON and CSV."""
    answers = []
    for folder in twins:
        configure(folder)
        reader = Client()
        links = Page(reader.get("/en/tables/").content.decode()).links
        tables = sorted({link for link in links if link.startswith("/en/tables/")})
        assert len(tables) > 20
        answers.append({one: _text(_whole(reader, one)) for one in tables})
    assert answers[0] == answers[1]


def _whole(reader: Client, address: str) -> bytes:
    answer = reader.get(address)
    assert answer.status_code == 200, address
    return bytes(answer.getvalue() if answer.streaming else answer.content)


def test_programs_read_the_same_on_both_stores(twins: tuple[Path, Path]) -> None:
    """Goal: the API is the same too. Method: every address for reading that names nobody."""
    answers = []
    for folder in twins:
        configure(folder)
        reader = sign_in(Client(), "m001")
        schema = json.loads(reader.get("/api/v1/openapi.json").content)
        paths = sorted(
            path for path, verbs in schema["paths"].items() if "get" in verbs and "{" not in path
        )
        assert len(paths) > 50
        told = [(path, reader.get(path)) for path in paths]
        assert {one.status_code for _, one in told} <= {200, 400, 403, 404, 422}, told
        answers.append({path: (one.status_code, _text(one.getvalue())) for path, one in told})
    assert answers[0] == answers[1]
    assert sum(status == 200 for status, _ in answers[0].values()) > 30


@pytest.mark.parametrize("journal", [general_journal, members_journal])
def test_journals_are_the_same_on_both_stores(twins: tuple[Path, Path], journal: Journals) -> None:
    """Goal: the books can be taken along. Method: the lines of both, for another program."""
    told = []
    for folder in twins:
        with journal(Folder(folder)) as made:
            told.append(list(beancount_lines(made)))
    assert told[0] == told[1]
    assert len(told[0]) > 50


def test_a_server_that_is_away_is_said_in_words(twins: tuple[Path, Path], tmp_path: Path) -> None:
    """Goal: no bare fault. Method: settings that name a server where nobody listens; each door."""
    shutil.copytree(twins[1], tmp_path / "coop")
    (tmp_path / "coop" / "settings.toml").write_text(
        '[database]\nurl = "postgresql://who:hunter2@127.0.0.1:9/coop"\n'
    )
    configure(tmp_path / "coop")
    for path in ("/en/", "/en/record/", "/api/v1/members", "/readyz"):
        answer = Client().get(path)
        assert answer.status_code == 503, path
        assert b"hunter2" not in answer.content, path
    assert b"auzolan verify" in Client().get("/en/").content
