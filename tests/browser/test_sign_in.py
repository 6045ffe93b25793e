"""Signing in with a real browser: the link from the mail, a passkey under the strict policy, an office."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.conftest import _SERVE, browsing
from support.journeys import TAGS, axe_faults

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

PAGES = (
    "/account/login/", "/join/", "/settings/", "/settings/sign-in/", "/settings/sessions/",
    "/settings/address/", "/settings/delete/", "/settings/app/", "/settings/passkeys/",
    "/settings/passkeys/add/", "/security/", "/applications/", "/account/second/",
    "/account/again/", "/account/logout/", "/account/link/used/", "/account/again/passkey/",
)  # fmt: skip
_COMMAND = "from auzolan.house.doors.cli import main; main()"
_AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@dataclass(frozen=True)
class Coop:
    """A co-operative that is no demo, served by a name that passkeys can be bound to."""

    address: str
    folder: Path


@pytest.fixture(scope="module")
def coop(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coop]:
    """The portal of a real co-operative whose first member holds every office."""
    from support.portal import real_coop

    folder = tmp_path_factory.mktemp("real") / "coop"
    real_coop(folder).close()
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(folder)], stderr=subprocess.PIPE, text=True
    )
    assert server.stderr is not None
    line = next(line for line in server.stderr if "http://" in line)
    address = next(word for word in line.split() if word.startswith("http://")).rstrip("/")
    yield Coop(address.replace("127.0.0.1", "localhost"), folder)
    server.terminate()
    server.wait(timeout=20)


@pytest.fixture(scope="module")
def browser_here(chromium: Path, coop: Coop) -> Iterator[Browser]:
    """A browser beside this co-operative."""
    with browsing(chromium) as started:
        yield started


def invitation(coop: Coop, member: str) -> str:
    """The path of a link for a member, as the command line gives it."""
    made = subprocess.run(
        [
            sys.executable, "-c", _COMMAND, "members", "invite", member,
            "--email", f"{member}@coop.example", "--folder", str(coop.folder),
        ],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = re.search(r"http://localhost:8000(\S+)", made.stdout)
    assert found is not None, made.stdout
    return found[1]


def came_in(context: BrowserContext, coop: Coop, member: str) -> Page:
    """A page on which a member has pressed the button behind her link."""
    page = context.new_page()
    page.goto(coop.address + invitation(coop, member))
    page.get_by_role("button", name="Sign me in").click()
    page.wait_for_url("**/en/home/")
    return page


def with_device(page: Page) -> None:
    """Give the browser a device that keeps passkeys and says yes."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": _AUTHENTICATOR})


def test_an_office_opens_with_a_passkey_which_then_signs_in_alone(
    browser_here: Browser, coop: Coop
) -> None:
    """Goal: passkeys work under the strict policy, and open an office.

    Method: link, office closed, add a passkey, office open, out, in again with the passkey.
    """
    context = browser_here.new_context()
    page = came_in(context, coop, "m001")
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    with_device(page)
    page.goto(f"{coop.address}/en/security/")
    assert page.url.startswith(f"{coop.address}/en/account/second/"), page.url
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/settings/codes/")
    assert page.locator(".codes li").count() == 10
    page.goto(f"{coop.address}/en/security/")
    assert page.get_by_role("heading", level=1).inner_text() == "Security log"
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{coop.address}/en/")
    page.goto(f"{coop.address}/en/account/login/?next=/en/security/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{coop.address}/en/security/")
    assert page.get_by_role("heading", level=1).inner_text() == "Security log"
    assert faults == []
    context.close()


def test_who_has_no_passkey_is_told_so_on_the_page(browser_here: Browser, coop: Coop) -> None:
    """Goal: a passkey that does not work says so in words. Method: a device without any."""
    context = browser_here.new_context()
    page = context.new_page()
    with_device(page)
    page.goto(f"{coop.address}/en/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("That did not work.").wait_for()
    context.close()


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_a_link_from_a_letter_signs_in(browser_here: Browser, coop: Coop, script: bool) -> None:
    """Goal: the way in needs no script. Method: ask for a letter, read it, press its link."""
    context = browser_here.new_context(java_script_enabled=script)
    invitation(coop, "m002")
    before = set((coop.folder / "outbox").glob("*.eml"))
    page = context.new_page()
    page.goto(f"{coop.address}/en/account/login/")
    page.get_by_label("Your mail address").fill("m002@coop.example")
    page.get_by_role("button", name="Send me a link").click()
    page.wait_for_url("**/login/code/confirm/")
    letters = set((coop.folder / "outbox").glob("*.eml")) - before  # news may come meanwhile
    texts = [one.read_text().replace("=\n", "") for one in letters]
    links = [re.search(r"http://localhost:\d+/en/account/link/\S+", one) for one in texts]
    (found,) = filter(None, links)
    page.goto(found[0])
    page.get_by_role("button", name="Sign me in").click()
    page.wait_for_url("**/en/home/")
    context.close()


@pytest.mark.parametrize("width", [360, 1100])
def test_pages_of_accounts_have_no_accessibility_fault(
    browser_here: Browser, coop: Coop, width: int
) -> None:
    """Goal: WCAG 2.2 AA and no sideways scrolling. Method: axe and a measure on each page."""
    pytest.importorskip("axe_playwright_python.sync_playwright")
    context = browser_here.new_context(
        viewport={"width": width, "height": 800}, bypass_csp=True, has_touch=width < 600
    )
    for is_in in (False, True):
        page = came_in(context, coop, "m003") if is_in else context.new_page()
        for address in PAGES[2:] if is_in else PAGES[:2]:
            page.goto(f"{coop.address}/en{address}")
            faults = axe_faults(page, tags=[*TAGS, "best-practice"])
            assert faults == [], f"{address} at {width}: {faults}"
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            assert not wide, f"{address} at {width} is wider than the screen"
    context.close()
