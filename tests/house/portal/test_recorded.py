"""What is recorded about one member, who looked at it, and what lies beside the record."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from auzolan.audit.folder import Folder
from auzolan.house.doors.open_desk import open_desk
from auzolan.house.rooms.labour.watching import look_flows
from auzolan.house.storage.reader import reader_of
from support.acting import Acting, acting_in, founded
from support.portal import Page, sign_in


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A co-operative of seven."""
    return founded(tmp_path_factory.mktemp("recorded") / "coop")


@pytest.fixture
def act(beginning: Path, tmp_path: Path) -> Iterator[Acting]:
    """Its people in a copy of one's own."""
    shutil.copytree(beginning, tmp_path / "coop")
    with acting_in(tmp_path / "coop") as acting:
        yield acting


def test_all_that_she_did_is_counted_by_kind(at_demo: Client, demo: Path) -> None:
    """Goal: nothing is hidden from her. Method: her entries counted anew from the record."""
    counted: dict[str, int] = {}
    with reader_of(Folder(demo)) as reader:
        for seq in range(reader.log.head().size):
            entry = reader.entry(seq)
            if entry.actor == "m018":
                act = str(type(entry.act).__struct_config__.tag).rpartition("/")[0]
                counted[act] = counted.get(act, 0) + 1
    text = sign_in(at_demo, "m018").get("/en/members/m018/recorded/").content.decode()
    assert counted
    for act, number in counted.items():
        row = re.search(rf'\?act={re.escape(act)}#.*?<td class="num"[^>]*>(\d+)</td>', text, re.S)
        assert row is not None, act
        assert int(row[1]) == number


def test_no_ballot_of_hers_stands_there(at_demo: Client) -> None:
    """Goal: votes are nobody's to know. Method: the page of somebody who voted in a demo of votes."""
    text = sign_in(at_demo, "m018").get("/en/members/m018/recorded/").content.decode()
    assert "?act=assembly.cast" not in text


def test_a_kind_is_listed_entry_by_entry(at_demo: Client) -> None:
    """Goal: from a count to its entries. Method: her consents alone, each with its chip."""
    page = Page(
        sign_in(at_demo, "m018")
        .get("/en/members/m018/recorded/?act=consent.grant")
        .content.decode()
    )
    assert any(re.match(r"/en/record/\d+/$", one) for one in page.links)


def test_a_look_at_her_figures_is_shown_with_its_reason(act: Acting) -> None:
    """Goal: she sees who looked. Method: treasury looks at her pay, and her page names it."""
    asked = look_flows.Asked(
        actor="m004", role="treasury", member="m002", metric="pay", purpose="payroll"
    )
    seen = look_flows.look_at(open_desk(act.folder).desk, asked)
    assert isinstance(seen, look_flows.Seen), seen
    text = act.page("m002", "members/m002/recorded/")
    assert "m004" in text
    assert "for the pay run" in text
    assert f"/en/record/{seen.entry}/" in Page(text).links
    assert "Nobody has looked at a figure of yours." in act.page("m003", "members/m003/recorded/")


@pytest.mark.parametrize("page", ["contributions", "uses", "money", "requests", "recorded"])
def test_an_office_is_led_to_the_record_before_it_sees(at_real: Client, page: str) -> None:
    """Goal: no silent look. Method: m001, who holds the office of data, opens pages of m002."""
    answer = sign_in(at_real, "m001").get(f"/en/members/m002/{page}/")
    assert answer.status_code == 302
    assert "/look/m002/" in answer["Location"]


def test_all_of_it_can_be_taken_from_this_page(act: Acting) -> None:
    """Goal: the button answers. Method: send the form that stands there; a zip comes back."""
    client = act.of("m006")
    text = client.get("/en/members/m006/recorded/").content.decode()
    form = re.search(r'<form method="post" action="(/en/settings/everything/)">', text)
    assert form is not None
    answer = client.post(form[1])
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")


@pytest.mark.parametrize("page", ["uses", "worth"])
def test_an_empty_page_of_hers_leads_to_her_rows(act: Acting, page: str) -> None:
    """Goal: no dead end for who has given nothing yet. Method: the link in the empty part."""
    text = act.of("m006").get(f"/en/members/m006/{page}/").content.decode()
    empty = re.search(r'<div class="empty">.*?</div>', text, re.S)
    assert empty is not None
    assert 'href="/en/members/m006/contributions/"' in empty[0]
