"""The house rules on pages: texts in the reader's language, and what a version changed."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from auzolan.audit.folder import Folder
from auzolan.charter.texts import RELEASE_TEXTS
from auzolan.house.rooms.charter.queries import difference_of
from auzolan.house.storage.reader import reader_of


@pytest.mark.parametrize("language", sorted(RELEASE_TEXTS))
def test_each_article_is_read_in_the_readers_language(at_demo: Client, language: str) -> None:
    """Goal: nobody votes on what she cannot read. Method: the page in each language, all texts."""
    page = unescape(at_demo.get(f"/{language}/rules/").content.decode())
    for article, text in RELEASE_TEXTS[language].items():
        assert text in page, article


def test_a_version_shows_the_clauses_that_it_changed(at_demo: Client, demo: Path) -> None:
    """Goal: anyone sees what was voted. Method: the demo's amendment, on the page and in the books."""
    with reader_of(Folder(demo)) as reader:
        between = difference_of(reader, 1, 2, "en")
        assert difference_of(reader, 1, 3, "en") is None
    assert between is not None
    assert between.clauses
    assert between.texts == ()
    page = at_demo.get("/en/rules/2/")
    assert page.status_code == 200
    assert "What version 2 changed" in page.content.decode()
    assert page.content.decode().count("<tr>") == 1 + len(between.clauses)
    assert 'href="/en/rules/2/"' in at_demo.get("/en/rules/").content.decode()


@pytest.mark.parametrize("version", [0, 1, 99])
def test_a_version_after_none_has_no_page_of_changes(at_demo: Client, version: int) -> None:
    """Goal: no page pretends. Method: the first version, and versions that are not there."""
    assert at_demo.get(f"/en/rules/{version}/").status_code == 404
