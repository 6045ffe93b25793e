"""Each command that a page prints runs as it is printed, beside the co-operative's folder."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client

from auzolan.house.doors.cli import run
from auzolan.house.settings import configure

COMMAND = re.compile(r'(?s)<p class="command[^"]*">\s*<code>(.*?)</code>')
LINK = re.compile(r'href="(/en/[^"#?]*)"')
WHO = ("", "m017", "m012", "m020")
"""A visitor, a member, who keeps the money, who holds the office of data."""
WRITES = ("auzolan consent withdraw", "auzolan consent ask", "auzolan record publish")
STARTS = ("/en/", "/en/home/", "/en/steward/", "/en/steward/close/2024/", "/en/health/")
PAGES_MAX = 70
OF_A_MEMBER = re.compile(r"/members/m(?!017)\d+/|/look/|/be/|\.(json|csv|zip|xml|pdf|jsonld)$")
PLACES = re.compile(r"[0-9]+")


@pytest.fixture
def beside(demo: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder in which the co-operative's own folder lies; commands run there."""
    configure(demo)
    monkeypatch.chdir(demo.parent)
    monkeypatch.delenv("AUZOLAN_FOLDER", raising=False)
    yield demo.parent
    connections.close_all()


def pages_as(member: str) -> Iterator[str]:
    """The pages that somebody finds by following links, at most two of each kind."""
    client = Client()
    if member:
        client.post("/en/be/", {"member": member})
    waiting, kinds, seen = list(STARTS), dict.fromkeys(STARTS, 1), set(STARTS)
    for _ in range(PAGES_MAX):
        if not waiting:
            return
        answer = client.get(waiting.pop(0))
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        text = answer.content.decode()
        yield text
        for link in map(unescape, LINK.findall(text)):
            kind = PLACES.sub("0", link)
            if link in seen or OF_A_MEMBER.search(link) or kinds.get(kind, 0) > 1:
                continue
            seen.add(link)
            kinds[kind] = kinds.get(kind, 0) + 1
            waiting.append(link)


def printed() -> set[str]:
    """Every command that these people find on their pages."""
    pages = (text for member in WHO for text in pages_as(member))
    bare = (re.sub(r"<[^>]*>", "", found) for text in pages for found in COMMAND.findall(text))
    return {unescape(one).strip() for one in bare}


def test_every_printed_command_runs_as_it_is_printed(
    beside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: whoever copies a command from a page gets an answer. Method: walk the pages, run them all."""
    found = {one for one in printed() if one.startswith("auzolan ")}
    assert len(found) > 20
    assert any(one.startswith("auzolan record recompute") for one in found)
    asked = [one for one in sorted(found) if not one.startswith(WRITES) and "FILE" not in one]
    ended = {one: run(shlex.split(one)[1:]) for one in asked}
    said = capsys.readouterr()
    assert {one: code for one, code in ended.items() if code} == {}, said.err[-2_000:]


def test_a_folder_with_a_space_is_one_word_in_a_command(beside: Path) -> None:
    """Goal: a command means one folder, whatever it is called. Method: a name that a shell would split."""
    from auzolan.audit.folder import Folder
    from auzolan.house.rooms.charter.page_queries import Coop

    coop = Coop.__new__(Coop)
    object.__setattr__(coop, "folder", Folder(beside / "our coop"))
    assert shlex.split(f"auzolan verify {coop.folder_name}") == ["auzolan", "verify", "our coop"]
