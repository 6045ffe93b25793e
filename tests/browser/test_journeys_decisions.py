"""Journeys of decisions: from a proposal to another distribution, and an election with its stages.

The house's clock is put on between the days of notice, of the vote and of cooling off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.conftest import browsing
from support.journeys import DESK, House, Journey, housed, journey

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

BEGINS, OPENS, ENDS, COOLED = -50, -39, -31, -10
"""Days from now: the draft, the vote, its end, and when a bylaw has cooled off."""

RANKINGS = {
    "m001": ("m003", "m006"), "m002": ("m003", "m007"), "m004": ("m006",), "m005": ("m003", "m006"),
}  # fmt: skip


@pytest.fixture(scope="module")
def house(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Seven people with a year's money, fifty days before now."""
    from support.journey_worlds import of_decisions

    path = of_decisions(tmp_path_factory.mktemp("decisions") / "coop")
    with housed(path, days=BEGINS) as served:
        yield served


@pytest.fixture(scope="module")
def browser(chromium: Path, house: House) -> Iterator[Browser]:
    """A browser beside it."""
    with browsing(chromium) as started:
        yield started


def votes(browser: Browser, house: House, who: str, title: str, *picks: str) -> None:
    """Hand in one ballot in a browser of one's own: yes, or a ranking by names."""
    with journey(browser, house, f"vote-{'ranking' if picks else 'yes'}") as her:
        her.is_quick = who != "m002"  # the pages of one of them are looked at
        her.be(who)
        her.page.get_by_role("link", name=title).first.click()
        if picks:
            for place, name in enumerate(picks, 1):
                her.page.get_by_label(f"Choice {place}", exact=True).select_option(label=name)
        her.look("ballot")
        her.press("Hand in my ranking" if picks else "Yes", name="receipt")
        her.receipt()


def test_a_proposal_changes_how_the_next_surplus_is_shared(browser: Browser, house: House) -> None:
    """Goal: what was voted is what is done. Method: propose, vote, count twice, carry out, try the year."""
    with journey(browser, house, "propose") as her:
        her.be("m006")
        her.visit("/en/decisions/")
        her.follow("Propose something", name="what about")
        her.follow("Change the house rules", name="form")
        her.page.get_by_label("What is it about?").fill("More for learning")
        her.page.get_by_label("Why?").fill("Courses for new members.")
        her.choose("clause", "surplus.education_bp")
        her.page.get_by_label("What should it say?").fill("20 %")
        her.page.get_by_label("Rules that change together with it", exact=False).fill(
            "surplus.obligatory_reserve_bp = 50 %"
        )
        her.page.get_by_role("button", name="Go on").click()
        her.sure("proposed")
        her.receipt()
    with journey(browser, house, "try-before", size=DESK) as treasurer:
        treasurer.be("m004")
        treasurer.visit("/en/steward/close/2026/?try=1", "tried")
        before = _shared(treasurer)
    with journey(browser, house, "secretary", size=DESK) as office:
        office.be("m001")
        office.does("assembly.admit", proposal="More for learning")
        office.does("assembly.call", agenda="More for learning")
        house.at_day(OPENS)
        office.does("assembly.open_poll", proposal="More for learning")
        for who in ("m002", "m003", "m004", "m006"):
            votes(browser, house, who, "More for learning")
        house.at_day(ENDS)
        office.does("assembly.close", proposal="More for learning")
        office.be("m002")
        office.does("assembly.certify", proposal="More for learning")
        house.at_day(COOLED)
        office.be("m001")
        office.does("assembly.execute", proposal="More for learning")
        office.visit("/en/decisions/", "decided")
        office.follow("More for learning", name="outcome")
        office.visit("/en/rules/2/", "changed rules")
    with journey(browser, house, "try-after", size=DESK) as treasurer:
        treasurer.be("m004")
        treasurer.visit("/en/steward/close/2026/?try=1", "tried")
        after = _shared(treasurer)
    assert before != after
    assert len(house.entries("assembly.cast")) == 4
    assert [one for _, one in house.entries("charter.amend")] == ["m001"]


def test_a_council_is_elected(browser: Browser, house: House) -> None:
    """Goal: seats by ranking. Method: stand, rank by name on a phone, count twice, see the stages."""
    since = house.size()
    with journey(browser, house, "election", size=DESK) as office:
        office.be("m002")
        office.does(
            "assembly.propose_election", organ_elected="council", seats="2", title="A new council"
        )
        for who in ("m003", "m006", "m007"):
            office.is_quick = who != "m003"
            office.be(who)
            office.does("assembly.nominate", proposal="A new council")
        office.is_quick = True  # the office's forms are looked at on the way of the other proposal
        office.be("m001")
        office.does("assembly.admit", proposal="A new council")
        office.does("assembly.call", agenda="A new council")
        house.at_day(COOLED + 11)
        office.does("assembly.open_poll", proposal="A new council")
        for who, picks in RANKINGS.items():
            votes(browser, house, who, "A new council", *(f"Person {one}" for one in picks))
        house.at_day(COOLED + 19)
        office.does("assembly.close", proposal="A new council")
        office.be("m002")
        office.does("assembly.certify", proposal="A new council")
        office.is_quick = False
        office.visit("/en/decisions/", "decided")
        office.follow("A new council", name="stages")
        office.says("The count, stage by stage", "elected")
        there = office.page.url.removeprefix(house.address)
    with journey(browser, house, "elected") as phone:
        phone.visit(there, "stages on a phone")
    assert len(house.entries("assembly.cast", since)) == len(RANKINGS)
    assert [one for _, one in house.entries("assembly.certify", since)] == ["m002"]


def _shared(treasurer: Journey) -> dict[str, str]:
    """The lines of the division that is shown when the close is tried."""
    rows = treasurer.page.locator("#tried tr").all_inner_texts()
    return {re.split(r"\s*\t\s*|\n", one)[0]: one for one in rows if re.search(r"\d", one)}
