"""House rules on pages: what a vote can change, from there to a proposal, and what versions changed."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from auzolan.audit.folder import Folder
from auzolan.charter.clauses import clauses_of_charter, value_of_clause
from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.assembly.clause_values import change_from
from auzolan.house.rooms.charter.page_queries import coop_of
from auzolan.house.settings import folder_in_use
from support.portal import Page, sign_in


def proposing_links(text: str) -> list[dict[str, str]]:
    """The fields of every link to the form that proposes a change."""
    links = [one for one in Page(text).links if "assembly.propose_change" in one]
    return [
        {name: values[0] for name, values in parse_qs(urlsplit(unescape(one)).query).items()}
        for one in links
    ]


def test_each_rule_has_a_link_that_fills_in_the_form_with_what_it_says(at_real: Client) -> None:
    """Goal: proposing begins at the rule. Method: every link read back is the rule as it stands."""
    asked = proposing_links(sign_in(Client(), "m002").get("/en/rules/").content.decode())
    place = folder_in_use()
    assert place is not None
    coop = coop_of(Folder(place))
    assert coop is not None
    known = {
        f"{root}.{one}" for root, names in clauses_of_charter(coop.charter).items() for one in names
    }
    assert len(asked) > 60
    for one in asked:
        assert one["clause"] in known
        if "value" in one:
            change = change_from(one["clause"], one["value"])
            assert not isinstance(change, Refusal)
            assert change.value == value_of_clause(coop.charter, one["clause"])


def test_a_visitor_reads_the_rules_and_is_offered_no_form(at_real: Client) -> None:
    """Goal: rules are open, proposing is for members. Method: the page without an account."""
    text = at_real.get("/en/rules/").content.decode()
    assert proposing_links(text) == []
    assert "harder to change" in text or "majority" in text.lower()


def test_the_form_shows_before_and_after_before_anything_is_proposed(at_real: Client) -> None:
    """Goal: look before a yes. Method: the first sending names both values and writes nothing."""
    client = sign_in(Client(), "m002")
    asked = {
        "clause": "surplus.education_bp", "value": "12.5", "title": "More education",
        "more": "surplus.obligatory_reserve_bp = 57.5", "once": "look-before-yes",
    }  # fmt: skip
    before = Page(client.get("/en/decisions/").content.decode()).links
    text = client.post("/en/do/assembly.propose_change/", asked).content.decode()
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))
    assert "Is this right?" in said
    assert re.search(r"12.5.% in place of 10.%", said)
    assert Page(client.get("/en/decisions/").content.decode()).links == before


def test_what_the_law_forbids_is_said_before_it_is_proposed(at_real: Client) -> None:
    """Goal: nobody campaigns for what can never be. Method: less education than the law asks for."""
    asked = {
        "clause": "surplus.education_bp", "value": "1", "title": "Less", "once": "against-the-law",
    }  # fmt: skip
    text = sign_in(Client(), "m002").post("/en/do/assembly.propose_change/", asked).content.decode()
    assert "could never be carried out" in text or "The house rules say no" in text
    assert "11/2019" in text or "education" in text.lower()


def test_words_that_are_no_numbers_are_said_beside_their_rule(at_real: Client) -> None:
    """Goal: faults in words. Method: a word for a part, an unknown clause, too many lines."""
    client = sign_in(Client(), "m002")
    base = {"title": "t", "once": "faults-in-words"}
    wrong = (
        {"clause": "surplus.education_bp", "value": "much"},
        {"clause": "no.such_clause", "value": "1"},
        {"clause": "surplus.education_bp", "value": "12", "more": "surplus.cash_bp\n" * 30},
    )
    for one in wrong:
        answer = client.post("/en/do/assembly.propose_change/", {**base, **one})
        assert answer.status_code in {409, 422}
        assert Page(answer.content.decode()).inline == []
