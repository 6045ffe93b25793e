"""The portal in a real browser: accessible, by keyboard, without scripts, on small screens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from browser.conftest import Served
from support.journeys import TAGS, axe_faults

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PAGES = (
    "/", "/members/", "/members/m017/?period=2024", "/members/m001/",
    "/members/m007/worth/", "/members/m007/worth/?valuation=worth-2024", "/members/m017/whole/",
    "/money/", "/payouts/", "/payouts/winter-2025/", "/decisions/",
    "/decisions/split-45-10-45/", "/members/m017/consent/", "/rights/",
    "/work/", "/members/m017/work/", "/labour/yogurt-1/", "/models/yogurt-1/",
    "/rules/", "/record/", "/record/0/", "/nowhere/",
)  # fmt: skip
TARGET_PX = 44


@contextmanager
def opened(
    browser: Browser, portal: Served, *, width: int = 1100, dark: bool = False, script: bool = True
) -> Iterator[Page]:
    """A fresh page on the portal; its own policy forbids scripts, so the tester goes around it."""
    context = browser.new_context(
        base_url=portal.address,
        viewport={"width": width, "height": 800},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        bypass_csp=True,
        has_touch=width < 600,
        accept_downloads=True,
    )
    try:
        yield context.new_page()
    finally:
        context.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1100])
def test_no_page_has_an_accessibility_fault(
    browser: Browser, portal: Served, width: int, dark: bool
) -> None:
    """Goal: WCAG 2.2 AA. Method: axe on each kind of page, in both widths; dark, its contrast."""
    pytest.importorskip("axe_playwright_python.sync_playwright")
    with opened(browser, portal, width=width, dark=dark) as page:
        for address in PAGES:
            page.goto(f"/en{address}")
            faults = axe_faults(page, tags=[*TAGS, "best-practice"], is_contrast=dark)
            assert faults == [], f"{address} at {width}: {faults}"


@pytest.mark.parametrize("language", ["en", "es", "eu"])
@pytest.mark.parametrize("width", [320, 1100])
def test_no_page_is_wider_than_the_screen(
    browser: Browser, portal: Served, width: int, language: str
) -> None:
    """Goal: no sideways scrolling, but of two lists of pages in their own frames. Method: measure."""
    with opened(browser, portal, width=width) as page:
        for address in PAGES:
            page.goto(f"/{language}{address}")
            wide = page.evaluate(
                "[...document.querySelectorAll('body *')].filter(one => !one.closest('.unseen, svg, .own-pages, .rooms')"
                " && one.getBoundingClientRect().right > innerWidth + 1"
                " && getComputedStyle(one).position !== 'absolute').map(one => one.outerHTML)"
            )
            assert wide == [], f"{address} at {width}: {wide[:1]}"


def test_fingers_find_their_targets(browser: Browser, portal: Served) -> None:
    """Goal: 44 pixels on touch. Method: measure links that stand alone, and buttons."""
    alone = ".chip, .button, .rooms a, .langs a, .people a, .lines a, .pager a, .ways a, summary"
    with opened(browser, portal, width=360) as page:
        for address in PAGES:
            page.goto(f"/en{address}")
            heights = page.eval_on_selector_all(
                alone, "all => all.map(one => [one.getBoundingClientRect().height, one.outerHTML])"
            )
            small = [one for height, one in heights if 0 < height < TARGET_PX]
            assert small == [], f"{address}: {small[:2]}"


def test_the_first_number_is_seen_without_scrolling(browser: Browser, portal: Served) -> None:
    """Goal: a phone shows what matters first. Method: where the great number stands at 360 x 740."""
    with opened(browser, portal, width=360) as page:
        page.set_viewport_size({"width": 360, "height": 740})
        for address in ("/members/m018/", "/members/m018/worth/", "/members/m018/money/"):
            page.goto(f"/en{address}")
            box = page.locator(".hero-number").bounding_box()
            assert box is not None
            assert box["y"] + box["height"] < 740, f"{address}: {box}"


def test_a_whole_visit_works_by_keyboard_alone(browser: Browser, portal: Served) -> None:
    """Goal: no mouse needed. Method: skip link, help, a chip, the proof's details, by keys."""
    with opened(browser, portal) as page:
        page.goto("/en/")
        page.keyboard.press("Tab")
        assert _focused(page) == "Skip to the page"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.keyboard.press("Tab")
        assert _focused(page) == "Ask to join"
        page.keyboard.press("Tab")
        assert _focused(page).startswith("№ "), "then comes a receipt"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.locator(".help[open] p").is_visible()
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.keyboard.press("Enter")
        page.wait_for_url("**/record/*/")
        _tab_to(page, "The hashes on the way")
        page.keyboard.press("Enter")
        assert page.locator(".path").is_visible()
        page.reload()
        _tab_to(page, "House rules, article")
        page.keyboard.press("Enter")
        page.wait_for_url("**/rules/#article-*")


def test_a_whole_visit_works_without_scripts(browser: Browser, portal: Served) -> None:
    """Goal: a page is a page. Method: scripts off; from the front to a statement, entry and proof."""
    with opened(browser, portal, width=360, script=False) as page:
        page.goto("/")
        page.get_by_role("link", name="Members", exact=True).click()
        page.get_by_role("link", name=re.compile("m020")).click()
        assert page.get_by_role("heading", name="Where it came from").is_visible()
        page.get_by_role("link", name="Euskara").click()
        assert page.get_by_role("heading", name="Nondik etorri den").is_visible()
        page.locator("main .chip").first.click()
        with page.expect_download() as download:
            page.get_by_role("link", name="Jaitsi froga").click()
        assert download.value.suggested_filename.endswith(".tlog-proof")


def test_a_printed_statement_is_a_statement(browser: Browser, portal: Served) -> None:
    """Goal: paper for a drawer. Method: print style hides ways around and keeps amounts."""
    with opened(browser, portal) as page:
        page.goto("/en/members/m020/?period=2024")
        page.emulate_media(media="print")
        for hidden in (".rooms", ".langs", ".foot", ".no-print"):
            assert not page.locator(hidden).first.is_visible()
        assert page.locator(".hero-number").is_visible()
        assert page.locator(".way").is_visible()


def test_no_page_asks_another_machine_for_anything(browser: Browser, portal: Served) -> None:
    """Goal: nobody is followed. Method: every request of a visit goes to the portal itself."""
    asked: list[str] = []
    with opened(browser, portal) as page:
        page.on("request", lambda request: asked.append(request.url))
        for address in PAGES:
            page.goto(f"/en{address}")
    assert asked
    assert [url for url in asked if not url.startswith(portal.address)] == []


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText.trim()"))


def _tab_to(page: Page, text: str) -> None:
    for _press in range(120):
        page.keyboard.press("Tab")
        if _focused(page).startswith(text):
            return
    raise AssertionError(f"the keyboard never reaches {text!r}")
