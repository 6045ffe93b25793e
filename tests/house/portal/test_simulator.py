"""The simulator: a year shared another way, in groups and one's own line, and from there to a proposal."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from auzolan.charter.articles import Change
from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.assembly.clause_values import change_from, changes_from, written
from support.portal import Page, sign_in

MOVED = {"pool_labour_bp": "42.5", "pool_data_bp": "57.5", "pool_equal_bp": "0"}


def text_of(client: Client, **asked: str) -> str:
    """The simulator's page."""
    answer = client.get("/en/simulate/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_nobody_sees_what_another_would_get(at_demo: Client) -> None:
    """Goal: groups and oneself, never others. Method: a visitor's and a member's page, all ids searched."""
    for client in (Client(), sign_in(Client(), "m017")):
        text = text_of(client, **MOVED, rules="1")
        shown = re.sub(
            r"<a [^>]*>|<form[^>]*>", "", text.partition("<main")[2].partition("</main>")[0]
        )
        assert re.findall(r"\bm\d{3}\b", shown) == []
        assert "A quarter get at most" in text
    assert "You would have got" in text
    assert "You would have got" not in text_of(Client(), **MOVED)


def test_as_it_is_nothing_changes(at_demo: Client) -> None:
    """Goal: the beginning is the plan itself. Method: no answers; everybody gets the same."""
    text = text_of(sign_in(Client(), "m017"))
    assert "0 people would get more, 0 less" in text
    assert "Propose this to the members" not in text


def test_a_moved_split_leads_to_the_form_that_proposes_just_that(at_demo: Client) -> None:
    """Goal: from looking to proposing in one click. Method: the link's fields, read as the form does."""
    text = text_of(sign_in(Client(), "m017"), **MOVED)
    link = next(one for one in Page(text).links if "propose_change" in one)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(unescape(link)).query).items()}
    found = changes_from(asked["clause"], asked["value"], asked["more"])
    assert not isinstance(found, Refusal)
    wanted = {"surplus.pool_labour_bp": 4_250, "surplus.pool_data_bp": 5_750}
    assert {one.clause: one.value for one in found} | wanted == {
        **wanted, "surplus.pool_equal_bp": 0
    }  # fmt: skip


def test_a_split_that_is_none_is_refused_with_its_article(at_demo: Client) -> None:
    """Goal: what cannot be is said. Method: parts beyond all, then a word in place of a number."""
    assert "A year cannot be shared like this" in text_of(at_demo, pool_labour_bp="90")
    text = text_of(at_demo, pool_labour_bp="many")
    assert 'href="#field-pool_labour_bp"' in text
    assert Page(text).inline == []


@pytest.mark.parametrize("language", ["en", "es", "eu"])
def test_it_is_a_light_page_that_needs_no_script(at_demo: Client, language: str) -> None:
    """Goal: a form, smooth with htmx and whole without. Method: plain requests in all languages."""
    answer = at_demo.get(f"/{language}/simulate/", {"rule": "equal", "rules": "1"})
    page = Page(answer.content.decode())
    assert (answer.status_code, page.inline) == (200, [])
    assert len(page.ids) == len(set(page.ids))
    assert len(answer.content) < 150_000


def test_visitors_of_a_closed_record_are_shown_the_way_in(at_real: Client) -> None:
    """Goal: what a year held is for those who belong. Method: no account in a real co-operative."""
    answer = at_real.get("/en/simulate/")
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]


@given(value=st.integers(0, 10**12), clause=st.sampled_from(
    ["surplus.cash_bp", "labour.floor_cents_hour", "decisions.poll_days", "membership.contribution_cents"]
))  # fmt: skip
def test_what_is_written_is_read_back(clause: str, value: int) -> None:
    """Goal: a form that is sent as it was filled in changes nothing. Method: write, then read."""
    assert change_from(clause, written(clause, value)) == Change(clause, value)


@pytest.mark.parametrize("text", ["15,5,5", "1.234,50", "-3", "1e3", "fifteen", "", "٣", "15.555"])
def test_an_amount_that_could_mean_two_things_is_none(text: str) -> None:
    """Goal: no guess about money. Method: thousands, signs, words, digits of other scripts."""
    assert isinstance(change_from("labour.floor_cents_hour", text), Refusal)
