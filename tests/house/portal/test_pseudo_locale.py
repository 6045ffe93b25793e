"""No page says anything that cannot be translated: the portal read in a language that is none.

In the pseudo-language every text that asks for its translation comes back between marks, longer and with
letters that English lacks. A word of the catalogue that stands on a page outside all marks was written
there in English and would stay so for everybody.
"""

from __future__ import annotations

import ast
import re
import sqlite3
from collections import deque
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import msgspec
import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils.translation import trans_real

import auzolan.house
from auzolan.audit.folder import Folder
from auzolan.house.doors.doing.catalogue import doings
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.rooms.treasury.bank.countries import named_countries
from auzolan.house.storage.reader import reader_of
from support.portal import sign_in

HOUSE = Path(auzolan.house.__file__).parent
CODE = "eu"
"""The language whose place the pseudo-language takes: no page treats it as it treats English."""
PERSONS = ("m001", "m017", "")
STARTS = (
    "", "home/", "settings/", "members/", "steward/", "money/", "catalogue/", "registers/control/",
    "registers/benefit/", "tables/", "verify/", "reports/", "simulate/?rules=1", "simulate/?pool_data_bp=abc", "found/", "rules/", "rights/",
    "decisions/propose/", "over-time/", "audit/", "health/", "join/", "programs/", "nowhere/",
)  # fmt: skip
OF_ONE = (
    "", "timeline/", "whole/", "work/", "exchange/", "panel/", "worth/", "consent/", "requests/",
    "money/", "contributions/", "uses/", "recorded/",
)  # fmt: skip
OF_A_KIND_MAX = 2
_GAP = re.compile(r"%\([^)]*\)[a-z]|%[sd%]|\{[^}]*\}|<[^>]*>|&[a-z#0-9]+;|\n")
_MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
_WORD = re.compile(r"[a-z]{4,}")
_ID = re.compile(r"\w+(?:[._:@/-]+\w+)+")
"""An id, a digest, a clause, an address: words that are tied together."""
_LONGER = str.maketrans("aeiouAEIOU", "áéíóúÁÉÍÓÚ")
_FORMATS = {"json"}
_UNSEEN = {"script", "style", "svg"}
_AS_IT_IS = {"code", "pre", "time", "kbd", "samp"}
_VOID = {"br", "hr", "img", "input", "link", "meta", "source", "col", "wbr", "area", "path"}
_SPOKEN = ("aria-label", "alt", "title", "placeholder", "data-label")


def marked(text: str) -> str:
    """A text of the pseudo-language: every part between its gaps is longer and stands in marks."""
    parts, at = [], 0
    for gap in [*_GAP.finditer(text), None]:
        part = text[at : gap.start() if gap else len(text)]
        parts.append(
            f"⟦{part.translate(_LONGER)}{'~' * (len(part) // 3)}⟧" if part.strip() else part
        )
        if gap:
            parts.append(gap.group())
            at = gap.end()
    return "".join(parts)


class Pseudo(trans_real.DjangoTranslation):
    """The language in which everything comes back marked."""

    def gettext(self, message: str) -> str:
        """A text, also one of a context."""
        return marked(message.rpartition("\x04")[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """One or many."""
        return marked((msgid1 if n == 1 else msgid2).rpartition("\x04")[2])


class Spoken(HTMLParser):
    """What a page says: texts that are seen, and those that are read aloud or stand in for a heading."""

    def __init__(self, page: str, left: set[str]) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._left = _UNSEEN | _AS_IT_IS | left
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag says, and whether what it holds is left as it is."""
        named = {name: value or "" for name, value in attrs}
        as_it_is = tag in self._left or ("lang" in named and tag != "html")
        if not self._is_left():
            self.texts += [named[name] for name in _SPOKEN if name in named]
            if tag == "input" and named.get("type") in {"submit", "button"}:
                self.texts.append(named.get("value", ""))
        if tag not in _VOID:
            self._open.append((tag, as_it_is))

    def handle_endtag(self, tag: str) -> None:
        """Leave a tag."""
        while self._open and any(one == tag for one, _ in self._open):
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if data.strip() and not self._is_left():
            self.texts.append(" ".join(data.split()))

    def _is_left(self) -> bool:
        return any(is_left for _, is_left in self._open)


def test_every_word_of_every_page_can_be_translated(
    at_demo: Client, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: no text is left in English. Method: read each kind of page in a language that is none."""
    monkeypatch.setitem(vars(trans_real)["_translations"], CODE, Pseudo(CODE))
    words, data = _words_of_catalogue(), _Data(demo)
    found: set[str] = set()
    kinds: set[str] = set()
    for person in PERSONS:
        client = sign_in(Client(), person) if person else Client()
        for address, kind, page in _pages(client, person, kinds):
            for text in Spoken(page, {"table"} if kind == "table" else set()).texts:
                left = data.taken_out(_MARKED.sub(" ", text))
                bare = sorted(set(_WORD.findall(left.lower())) & words - _FORMATS)
                found |= {f"{address} {bare} in {text!r}"} if bare else set()
    assert not found, "\n".join(sorted(found))
    forms = {one for one in kinds if one.startswith("do ")}
    assert len(forms) > 60
    assert len(kinds - forms) > 50


def test_a_text_comes_back_marked_around_its_gaps_and_nothing_else_does() -> None:
    """Goal: the reader of pages misses nothing. Method: a page with every place where words stand."""
    assert marked("Paid to %(name)s today") == "⟦Páíd tó ~~⟧%(name)s⟦ tódáy~~⟧"
    page = (
        f"<p>{marked('Marked')} bare <code>command</code></p><time>noon</time>"
        '<img alt="picture"><td data-label="heading">1</td><input type="submit" value="send">'
        '<input type="text" value="typed"><p lang="es">nombre</p><script>let</script>'
    )
    texts = [_MARKED.sub("", text).strip() for text in Spoken(page, set()).texts]
    assert texts == ["bare", "picture", "heading", "1", "send"]


def _pages(client: Client, person: str, kinds: set[str]) -> Iterator[tuple[str, str, str]]:
    """Address, kind and text of pages: those named here, those they link to, and forms of doings.

    A form is the same for everybody who may; it is asked for until it has opened to one.
    """
    own = [f"members/{person or 'm017'}/{part}" for part in OF_ONE]
    forms = [f"do/{one}/" for one in doings()]
    waiting = deque(f"/{CODE}/{address}" for address in (*STARTS, *own, *forms))
    asked: dict[str, int] = {}
    most = OF_A_KIND_MAX if person == PERSONS[0] else 1
    while waiting:
        address = waiting.popleft()
        kind = _kind_of(address)
        is_known_form = kind.startswith("do ") and kind in kinds
        if not kind or asked.get(kind, 0) >= most or is_known_form:
            continue
        asked[kind] = asked.get(kind, 0) + 1
        answer = client.get(address)
        assert answer.status_code < 500, address
        if not answer["Content-Type"].startswith("text/html") or answer.status_code == 302:
            continue
        kinds |= {kind} if answer.status_code == 200 else set()
        page = answer.content.decode()
        yield address, kind, page
        for link in re.findall(r'href="([^"]+)"', page):
            target = urldefrag(urljoin(address, link.replace("&amp;", "&")))[0]
            if target.startswith(f"/{CODE}/"):
                waiting.append(target)


def _kind_of(address: str) -> str:
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return "nowhere"
    if match.url_name == "account_logout":
        return ""
    return f"do {match.kwargs['name']}" if match.url_name in {"do", "done"} else str(match.url_name)


def _words_of_catalogue() -> set[str]:
    """Every word of English of four letters or more that a text of the portal holds."""
    written = (HOUSE / "locale" / "es" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    texts = re.findall(r'^msgid(?:_plural)? ((?:".*"\n)+)', written, re.M)
    plain = ("".join(ast.literal_eval(line) for line in text.splitlines()) for text in texts)
    return {word for text in plain for word in _WORD.findall(_GAP.sub(" ", text).lower())}


class _Data:
    """What people wrote and how they called things; it is shown as it is in every language."""

    def __init__(self, folder: Path) -> None:
        vault = sqlite3.connect(Folder(folder).vault_database)
        said = {
            " ".join(one.split()) for (one,) in vault.execute("SELECT value FROM sealed_opening")
        }
        vault.close()
        written = sorted(said - {""}, key=len, reverse=True)
        self._said = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, written))})(?!\w)")
        with reader_of(Folder(folder)) as reader:
            charter = charter_in_force(reader)
        self._kinds = re.compile(
            rf"\b({'|'.join(map(re.escape, charter.consent.kinds))})\b", re.IGNORECASE
        )
        self._countries = {one.name for one in named_countries("eu")}
        self._listed = set(_leaves(msgspec.to_builtins(charter)))

    def taken_out(self, text: str) -> str:
        """The text without what people wrote, without ids, lists of the charter, and countries."""
        if set(text.strip().split(", ")) <= self._listed or text in self._countries:
            return ""
        return _ID.sub(" ", self._kinds.sub(" ", self._said.sub(" ", text)))


def _leaves(value: object) -> Iterator[str]:
    """Every text in a value of plain parts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (leaf for one in value.values() for leaf in _leaves(one))
    elif isinstance(value, list | tuple):
        yield from (leaf for one in value for leaf in _leaves(one))
