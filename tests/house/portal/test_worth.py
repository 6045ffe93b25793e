"""The page on what a member's data is worth: figures, reasons, receipts, and what is left of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from auzolan.audit.folder import Folder
from auzolan.house.doors.portal.filters import points
from auzolan.house.rooms.valuation.why import Why, why
from support.portal import Page

NEW, OLD = "worth-2025", "worth-2024"


def page_of(client: Client, member: str, query: str = "", language: str = "en") -> str:
    answer = client.get(f"/{language}/members/{member}/worth/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_shows_what_the_command_computes(at_demo: Client, demo: Path) -> None:
    """Goal: page and command are one. Method: every figure of three members on their pages."""
    for member in ("m007", "m018", "m020"):
        found = why(Folder(demo), asker=member, member=member, valuation=NEW)
        assert isinstance(found, Why)
        assert found.state == "equal"
        text = page_of(at_demo, member)
        for value in (
            found.value_e9, found.low_e9, found.high_e9,
            *(one.value_e9 for one in (*found.questions, *found.best, *found.worst)),
            *(one.row_value_e9 for one in found.questions),
        ):  # fmt: skip
            assert points(value) in text
        for part in (found.recipe, found.lines, found.charter, found.method, found.rules):
            assert part in text
        assert f"{found.command} --folder {demo.name}" in re.sub(r"<[^>]+>", "", text)
        assert f"/en/record/{found.entry}/" in Page(text).links
        assert "Worked out again just now" in text
        assert text.count('<li class="card">') == len(found.questions) == 3


def test_an_erased_valuation_is_attested_and_gives_no_reason(at_demo: Client, demo: Path) -> None:
    """Goal: no reason without rows. Method: the valuation that m017's erased rows were in."""
    found = why(Folder(demo), asker="m007", member="m007", valuation=OLD)
    assert isinstance(found, Why)
    text = page_of(at_demo, "m007", f"?valuation={OLD}")
    assert "Attested, no longer re-computable" in text
    assert 'id="why-title"' not in text
    assert f"/en/record/{found.erased_at}/" in Page(text).links
    assert points(found.value_e9) in text
    assert OLD in page_of(at_demo, "m017"), "who left sees the last line she has"


@pytest.mark.parametrize("language", ["en", "es", "eu"])
def test_no_page_of_worth_names_a_neighbour(at_demo: Client, language: str) -> None:
    """Goal: one member's rows alone. Method: names of batches on the page, in three languages."""
    text = page_of(at_demo, "m007", language=language)
    assert set(re.findall(r"m\d{3}-2024", text)) == {"m007-2024"}


def test_a_statement_leads_to_its_reasons(at_demo: Client) -> None:
    """Goal: figure to reason in one step. Method: the link on a statement, followed."""
    statement = Page(at_demo.get("/en/members/m007/").content.decode())
    link = next(one for one in statement.links if "/worth/" in one)
    assert at_demo.get(link).status_code == 200


def test_wrong_addresses_are_told_plainly(at_demo: Client) -> None:
    """Goal: no dead end, no stack trace. Method: nobody, and valuations that she is not in."""
    for address in ("m999/worth/", "m007/worth/?valuation=none", f"m017/worth/?valuation={NEW}"):
        answer = at_demo.get(f"/en/members/{address}")
        assert answer.status_code == 404
        assert "There is no page here" in answer.content.decode()


def test_a_real_co_operative_shows_no_reasons_before_people_sign_in(at_real: Client) -> None:
    """Goal: hers alone. Method: ask a real co-operative for a member's page."""
    answer = at_real.get("/en/members/m001/worth/")
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]
