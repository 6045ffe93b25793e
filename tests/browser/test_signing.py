"""Signing with a passkey in a real browser: let it sign, look, sign, and read who wrote the entry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from auzolan.audit.verify import verify
from browser.test_sign_in import Coop, browser_here, came_in, coop, with_device
from support.journeys import TAGS, axe_faults

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
__all__ = ["browser_here", "coop"]


def faultless(page: Page, width: int) -> None:
    """No fault of accessibility, and nothing wider than the screen."""
    page.set_viewport_size({"width": width, "height": 800})
    faults = axe_faults(page, tags=[*TAGS, "best-practice"])
    assert faults == [], f"{page.url} at {width}: {faults}"
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), page.url


def to_sign(page: Page, coop: Coop) -> None:
    """The page that shows a change of what she allows, before it is made."""
    page.goto(f"{coop.address}/en/do/consent.grant/?kind=purchases")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Is this right?").wait_for()


def test_a_member_signs_what_she_allows_with_her_device(browser_here: Browser, coop: Coop) -> None:
    """Goal: the signature is a real browser's, under the strict policy.

    Method: add a passkey, let it sign, sign a grant, look at the entry, verify; then take it back.
    """
    pytest.importorskip("axe_playwright_python.sync_playwright")
    context = browser_here.new_context(bypass_csp=False)
    page = came_in(context, coop, "m003")
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    with_device(page)
    page.goto(f"{coop.address}/en/settings/passkeys/add/")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/settings/codes/")
    page.goto(f"{coop.address}/en/settings/passkeys/")
    page.get_by_role("link", name="Let it sign for me").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Let it sign").click()
    page.get_by_text("The house wrote this in your name.").wait_for()
    to_sign(page, coop)
    page.get_by_role("button", name="Sign with your passkey").click()
    page.get_by_text("You signed this yourself, with your passkey.").wait_for()
    number = re.search(r"/([0-9]+)/", page.url)
    assert number is not None, page.url
    page.goto(f"{coop.address}/en/record/{number[1]}/")
    page.get_by_text("Signed by the member herself, with her passkey.").wait_for()
    report = verify(coop.folder)
    assert report.differences == ()
    assert report.checked["acts signed with a member's passkey"] == 1
    page.goto(f"{coop.address}/en/settings/passkeys/")
    page.get_by_role("link", name="Stop it signing for me").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Sign with your passkey").click()
    page.get_by_text("You signed this yourself, with your passkey.").wait_for()
    to_sign(page, coop)
    assert page.get_by_role("button", name="Sign with your passkey").count() == 0
    assert faults == []
    context.close()


def test_a_device_that_says_no_and_a_browser_without_scripts_lose_nothing(
    browser_here: Browser, coop: Coop
) -> None:
    """Goal: every page works without a signature. Method: the person says no; then no scripts."""
    pytest.importorskip("axe_playwright_python.sync_playwright")
    context = browser_here.new_context(bypass_csp=True)
    page = came_in(context, coop, "m002")
    with_device(page)
    page.goto(f"{coop.address}/en/settings/passkeys/add/")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/settings/codes/")
    page.goto(f"{coop.address}/en/settings/passkeys/")
    for width in (360, 1100):
        faultless(page, width)
    page.get_by_role("link", name="Let it sign for me").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Let it sign").click()
    page.get_by_text("The house wrote this in your name.").wait_for()
    to_sign(page, coop)
    for width in (360, 1100):
        faultless(page, width)
    kept = context.storage_state()
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="Sign with your passkey").click()
    page.get_by_text("Your passkey has not signed.").wait_for()
    for width in (360, 1100):
        faultless(page, width)
    context.close()
    plain = browser_here.new_context(storage_state=kept, java_script_enabled=False)
    page = plain.new_page()
    to_sign(page, coop)
    assert page.get_by_role("button", name="Sign with your passkey").count() == 0
    page.get_by_role("button", name="Allow exactly this").click()
    page.get_by_text("The house wrote this in your name.").wait_for()
    plain.close()
