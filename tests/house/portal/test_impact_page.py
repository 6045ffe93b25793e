"""The page of a labour-impact statement, its file, and the label on a model's page."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import jsonschema
import msgspec
from django.test import Client

from auzolan.audit.folder import Folder
from auzolan.house.demo.yogurt import MODEL, MODEL_AFTER
from auzolan.house.rooms.labour.statements.impact_schema import FILE
from auzolan.house.rooms.labour.statements.statement_queries import (
    label_of,
    statement_lines,
    statement_of,
)
from auzolan.house.storage.reader import reader_of


def test_every_statement_has_a_page_with_its_words_comments_and_answers(
    at_demo: Client, demo: Path
) -> None:
    """Goal: what was said can be read. Method: each statement of the demo, by name and by model."""
    with reader_of(Folder(demo)) as reader:
        lines = statement_lines(reader)
        found = [statement_of(reader, line.statement, inside=True) for line in lines]
    assert {one.name for one in found if one is not None} == {MODEL, MODEL_AFTER}
    for one in found:
        assert one is not None
        text = unescape(at_demo.get(f"/en/labour/{one.statement}/").content.decode())
        for words in (one.words.purpose, one.words.effect, one.words.not_known):
            assert words in text
        for remark in one.remarks:
            assert remark.words in text
            assert remark.answer in text
        assert f"auzolan labour statement {one.statement}" in text
    assert any(one is not None and one.remarks for one in found)


def test_unknown_is_written_and_never_zero(at_demo: Client) -> None:
    """Goal: what would tell about a few is unknown, what nobody did is 0. Method: two rows of the page."""
    text = at_demo.get(f"/en/labour/{MODEL}/").content.decode()
    few, none = (
        text[text.index(f'<th scope="row">{name}</th>') :].partition("</tr>")[0]
        for name in ("People under the floor", "Handed back")
    )
    assert "unknown" in few
    assert "unknown" not in none


def test_the_file_is_the_document_after_its_schema(at_demo: Client, demo: Path) -> None:
    """Goal: programs read what people read. Method: validate it; compare with the query."""
    answer = at_demo.get(f"/en/labour/{MODEL}.json")
    assert answer["Content-Type"] == "application/json"
    schema = msgspec.json.decode(FILE.read_bytes())
    jsonschema.Draft202012Validator(schema).validate(msgspec.json.decode(answer.content))
    with reader_of(Folder(demo)) as reader:
        found = statement_of(reader, MODEL, inside=True)
    assert msgspec.json.decode(answer.content) == msgspec.json.decode(msgspec.json.encode(found))


def test_a_models_page_carries_the_label(at_demo: Client, demo: Path) -> None:
    """Goal: no model without its labour. Method: the label's link, entry and unknowns on the page."""
    with reader_of(Folder(demo)) as reader:
        label = label_of(reader, MODEL)
    assert label is not None
    text = at_demo.get(f"/en/models/{MODEL}/").content.decode()
    assert f"/en/labour/{label.statement}/" in text
    assert f"{label.unknown} figures are unknown" in text


def test_what_was_never_stated_is_not_found(at_demo: Client) -> None:
    """Goal: an unknown name is no fault of the house. Method: page and file of one."""
    assert at_demo.get("/en/labour/nobody/").status_code == 404
    assert at_demo.get("/en/labour/nobody.json").status_code == 404


def test_the_entry_of_a_statement_leads_to_its_page(at_demo: Client, demo: Path) -> None:
    """Goal: figures are read where they are explained. Method: the page of the entry."""
    with reader_of(Folder(demo)) as reader:
        line = statement_lines(reader)[0]
    text = at_demo.get(f"/en/record/{line.entry}/").content.decode()
    assert f"/en/labour/{line.statement}/" in text


def test_all_three_languages_show_it(at_demo: Client) -> None:
    """Goal: no page breaks in another language. Method: ask for each."""
    for language in ("en", "es", "eu"):
        assert at_demo.get(f"/{language}/labour/{MODEL}/").status_code == 200
