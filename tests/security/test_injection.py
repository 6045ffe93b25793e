"""Names, texts and addresses that would be code elsewhere: shown as text, and asked of nothing."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.test import Client

from house.accounts.conftest import Coop
from security.addresses import addresses, written
from support.portal import Page, sign_in

_DATA = re.compile(r'<script [^>]*type="application/json"[^>]*>[^<]*</script>')
"""What pages of passkeys hand to their script: data that no browser runs."""
VALUES = {"proposal": "hostile", "str": "hostile", "member": "m004"}
NASTY = (
    "' OR 1=1 --", '"; DROP TABLE members_member; --', "%00", "..%2F..%2Fetc%2Fpasswd", "x%0d%0aSet-Cookie:a=b",
    '"><script>y()</script>', "{{7|add:7}}", "%25s%25n", "a" * 3_000, "\N{GRINNING FACE}",
)  # fmt: skip


@pytest.fixture
def pages(coop: Coop) -> dict[str, str]:
    """Every page on which a hostile name or text may stand, for those who may see it."""
    found = {}
    for reader in ("m001", "m004"):
        client = sign_in(coop.client(), reader)
        for address in addresses(**{**VALUES, "member": reader}):
            answer = client.get(address)
            if not answer.streaming and answer.get("Content-Type", "").startswith("text/html"):
                found[f"{reader} {address}"] = answer.content.decode()
    return found


def test_html_in_names_and_texts_is_shown_as_text_on_every_page(pages: dict[str, str]) -> None:
    """Goal: nobody writes into another's page. Method: a hostile name and texts, on all pages."""
    for name, text in pages.items():
        for raw in ("<b onclick", "<script>y()", "&amp;'</b>"):
            assert raw not in text, name
        assert Page(_DATA.sub("", text)).inline == [], name
    shown = [name for name, text in pages.items() if "&lt;script&gt;y()" in text]
    assert len(shown) >= 2, "the test would see nothing where nothing is shown"
    assert any(name.startswith("m001 /en/decisions/") for name in shown)


def test_braces_and_percent_signs_in_texts_are_shown_as_they_are(pages: dict[str, str]) -> None:
    """Goal: a text is no template and no format. Method: the hostile proposal, sign by sign."""
    text = html.unescape(pages["m001 /en/decisions/hostile/"])
    assert '{{ 7|add:7 }} {% now "Y" %} %(name)s {0.pk}' in text


def test_no_text_of_people_becomes_a_link(pages: dict[str, str]) -> None:
    """Goal: nobody is led away by a comment. Method: all links of all pages."""
    for name, text in pages.items():
        links = Page(text).links
        assert not [one for one in links if "evil.example" in one or "script:" in one], name


def test_an_answer_in_json_is_data_whatever_is_in_it(coop: Coop) -> None:
    """Goal: no browser takes data for a page. Method: hostile texts by the API."""
    client = sign_in(coop.client(), "m001")
    found = 0
    for address in ("/api/v1/assembly/proposals", "/api/v1/record/entries", "/api/v1/<b>"):
        answer = client.get(address)
        assert answer["Content-Type"] in {"application/json", "application/problem+json"}
        assert answer["X-Content-Type-Options"] == "nosniff"
        found += isinstance(json.loads(answer.content), dict)
    assert found == 3


@pytest.mark.parametrize("nasty", NASTY)
def test_arguments_of_addresses_reach_no_query_as_text(coop: Coop, nasty: str) -> None:
    """Goal: an address is no question to the books. Method: nasty arguments in every address."""
    client: Client = sign_in(coop.client(), "m001")
    before = written(coop)
    for address in addresses(str=nasty, member=nasty, path=nasty):
        if "//" in address or "?" in address:
            continue
        answer = client.get(address)
        assert answer.status_code < 500, address
        if answer.status_code == 200 and not answer.streaming:
            assert b"<script>y()" not in answer.content, address
    assert written(coop) == before


def test_a_file_name_cannot_break_out_of_its_header(coop: Coop) -> None:
    """Goal: no header and no path by a name. Method: nasty arguments in addresses of files."""
    client = sign_in(coop.client(), "m001")
    seen = 0
    for nasty in ("nothing", 'a"; x=y', "a%0d%0aX-Evil:1", "..%2Fa", "a\u202egpj.exe"):
        for address in addresses(str=nasty, member="m001"):
            answer = client.get(address)
            said = answer.get("Content-Disposition", "")
            assert "X-Evil" not in answer.headers, address
            if said:
                seen += 1
                assert re.fullmatch(r'attachment; filename="[\w.-]+"', said, re.ASCII), address
    assert seen > 10
