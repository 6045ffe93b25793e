"""The pages of decisions in a real browser: every state of a proposal, on small screens and by keys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.conftest import Served
from browser.test_portal import opened
from support.journeys import TAGS, axe_faults

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PAGES = ("", "longer-polls/", "council-2026/", "wages/", "more-reserve/")
WIDER = (
    "[...document.querySelectorAll('body *')].filter(one => !one.closest('.unseen, svg, .scroll, .own-pages, .rooms')"
    " && one.getBoundingClientRect().right > innerWidth + 1"
    " && getComputedStyle(one).position !== 'absolute').map(one => one.outerHTML)"
)


@pytest.fixture(scope="module")
def demo(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which everything is under way, in the place of the demo's."""
    from support.lively import lively_coop

    return lively_coop(tmp_path_factory.mktemp("lively") / "coop")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1100])
def test_no_decision_has_an_accessibility_fault(
    browser: Browser, portal: Served, width: int, dark: bool
) -> None:
    """Goal: WCAG 2.2 AA. Method: axe on each state of a proposal; dark, its contrast."""
    pytest.importorskip("axe_playwright_python.sync_playwright")
    with opened(browser, portal, width=width, dark=dark) as page:
        for name in PAGES:
            page.goto(f"/en/decisions/{name}")
            faults = axe_faults(page, tags=[*TAGS, "best-practice"], is_contrast=dark)
            assert faults == [], f"{name} at {width}: {faults}"


@pytest.mark.parametrize("language", ["en", "es", "eu"])
def test_no_decision_is_wider_than_a_small_screen(
    browser: Browser, portal: Served, language: str
) -> None:
    """Goal: no sideways scrolling, but of what has its own frame. Method: measure."""
    with opened(browser, portal, width=360) as page:
        for name in PAGES:
            page.goto(f"/{language}/decisions/{name}")
            wide = page.evaluate(WIDER)
            assert wide == [], f"{name}: {wide[:1]}"


def test_a_decision_is_read_by_keyboard_without_scripts(browser: Browser, portal: Served) -> None:
    """Goal: no mouse, no script. Method: from the list to a proposal and to the table of stages."""
    with opened(browser, portal, width=360, script=False) as page:
        page.goto("/en/decisions/")
        page.get_by_role("link", name="On council-2026").press("Enter")
        page.wait_for_url("**/decisions/council-2026/")
        table = page.get_by_role("region", name="The count, stage by stage")
        table.focus()
        assert table.is_visible()
        assert page.get_by_text("m011 drops out").is_visible()
