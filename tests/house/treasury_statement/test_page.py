"""The page with a member's whole statement: the same figures, each with its entry, in each language."""

import re
from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import Client

from auzolan.audit.folder import Folder
from auzolan.house.settings import configure
from house.journals.conftest import books

__all__ = ["books"]


@pytest.fixture
def at_books(books: Folder) -> Iterator[Client]:
    """A reader of that folder's pages."""
    configure(books.path)
    yield Client()
    connections.close_all()


def test_the_page_has_every_part_and_leads_to_entries(at_books: Client) -> None:
    """Goal: one place for all of it. Method: figures, clauses, chips and commands on the page."""
    page = at_books.get("/en/members/m002/whole/")
    text = page.content.decode()
    assert page.status_code == 200
    for words in ("#clause-surplus.education_bp\">house rules<", "€45.00", "100,000,000 of 400,000,000 parts of €180.00",
                  "3 yes, 0 no", "If you left now", "gathered",
                  "/public --member-file m002.json"):  # fmt: skip
        assert words in text, words
    assert len(re.findall(r'class="chip', text)) >= 10
    assert len(page.content) < 150_000


def test_every_table_and_section_has_a_name_of_its_own(at_books: Client) -> None:
    """Goal: screen readers find the way. Method: captions; ids once each; labels that exist."""
    text = at_books.get("/en/members/m001/whole/").content.decode()
    assert text.count("<table") == text.count("<caption")
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'aria-labelledby="([^"]+)"', text)) <= set(ids)


@pytest.mark.parametrize(("language", "word"), [("es", "Si te fueras ahora"), ("eu", "Orain alde")])
def test_the_page_speaks_each_language(at_books: Client, language: str, word: str) -> None:
    """Goal: no English left over. Method: a title of each language, amounts in its way."""
    text = at_books.get(f"/{language}/members/m002/whole/").content.decode()
    assert word in text
    assert "45,00" in text
    assert "If you left now" not in text


def test_nobody_has_no_statement(at_books: Client) -> None:
    """Goal: a plain answer. Method: an id that nobody has."""
    assert at_books.get("/en/members/zoe/whole/").status_code == 404


def test_her_short_statement_leads_to_the_whole(at_books: Client) -> None:
    """Goal: it can be found. Method: the link on the page that there was."""
    assert "/en/members/m002/whole/" in at_books.get("/en/members/m002/").content.decode()
