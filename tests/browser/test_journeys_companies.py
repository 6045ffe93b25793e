"""The journey of a company: it draws a key, calls, is billed, pays; and sees each of these."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.conftest import browsing
from support.journeys import DESK, PHONE, House, Journey, command, housed, journey

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

COMPANY, LICENCE, MODEL = "milk-ltd", "dairy", "yogurt-1"
TREASURER, AUDITOR, DATA = "joe", "ben", "eve"
CALLS = 3


@dataclass(frozen=True)
class Licensed:
    """A house with a licensed model, the link for somebody who acts for the company, a question."""

    house: House
    link: str
    question: bytes


@pytest.fixture(scope="module")
def licensed(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Licensed]:
    """Five people and a model that serves; calls are answered in the name of the office of data."""
    from house.serving.served import Served, question

    made = Served(tmp_path_factory.mktemp("companies") / "coop")
    made.desk.close()
    said = command(
        "licensing", "invite", COMPANY, "--email", "legal@milk.example", "--folder",
        str(made.folder.path),
    )  # fmt: skip
    link = re.search(r"http://[^/\s]+(/\S+)", said.stdout)
    assert link is not None, said.stderr
    with housed(made.folder.path, actor=DATA) as served:
        yield Licensed(served, link[1], question(0))


@pytest.fixture(scope="module")
def browser(chromium: Path, licensed: Licensed) -> Iterator[Browser]:
    """A browser beside it."""
    with browsing(chromium) as started:
        yield started


def with_two(browser: Browser, licensed: Licensed, doing: str, **fields: str) -> None:
    """Ask in the office of the treasurer; the auditor says yes."""
    with journey(browser, licensed.house, f"company-{doing}", size=DESK) as office:
        office.be(TREASURER)
        office.fill(doing, **fields)
        waits = office.page.url.removeprefix(licensed.house.address)
        office.be(AUDITOR)
        office.visit(waits, f"{doing} asked")
        office.press("Yes, do it", name=f"{doing} done")
        office.says("said yes")


def called(one: Journey, key: str, licensed: Licensed, number: int) -> int:
    """Call the model as a program of the company does: the status of the answer."""
    answer = one.page.request.post(
        f"{licensed.house.address}/api/models/{MODEL}/answer",
        data=licensed.question,
        headers={
            "Authorization": f"Bearer {key}", "Content-Type": "application/json",
            "Idempotency-Key": f"call-{number}",
        },
    )  # fmt: skip
    return answer.status


def test_a_company_draws_a_key_calls_and_pays(browser: Browser, licensed: Licensed) -> None:
    """Goal: from a yes to a paid bill. Method: key, office, calls, segment, invoice, payment, record."""
    house, since = licensed.house, licensed.house.size()
    there = f"/en/companies/{COMPANY}/licences/{LICENCE}/"
    with journey(browser, house, "company", size=PHONE) as firm:
        firm.visit("/en/catalogue/", "catalogue as a visitor")
        firm.visit(licensed.link, "invitation")
        firm.press("Sign me in", name="home")
        firm.visit(f"/en/companies/{COMPANY}/", "company")
        firm.visit(there, "licence")
        firm.follow("Draw a key", name="draw")
        firm.press("Draw it and show it once", name="key")
        key = firm.page.locator(".secret").inner_text()
        firm.follow("I have copied it", name="waits")
        assert called(firm, key, licensed, 0) == 401, "it works only once it is let in"
        with journey(browser, house, "company-key", size=DESK) as office:
            office.be(TREASURER)
            office.visit("/en/steward/companies/", "asked")
            office.page.get_by_role("link", name="Let a company's key open its model").click()
            office.look("key form")
            office.page.get_by_role("button", name="Go on").click()
            office.sure("let in")
            office.receipt()
        answers = [called(firm, key, licensed, number) for number in range(1, CALLS + 1)]
        assert answers == [200] * CALLS
        firm.visit(there, "used")
        firm.says(f"{CALLS} newer calls are counted")
        with journey(browser, house, "company-segment", size=DESK) as office:
            office.be(DATA)
            office.fill("licensing.record_segment", licence=LICENCE)
            office.finished()
        with_two(browser, licensed, "licensing.invoice", licence=LICENCE)
        firm.visit(there, "billed")
        firm.page.get_by_role("link", name=f"inv-{LICENCE}-1", exact=True).first.click()
        firm.look("invoice")
        with_two(
            browser, licensed, "licensing.receive", licence=LICENCE, amount_cents="0.04",
            reference="SEPA 4711",
        )  # fmt: skip
        firm.visit(f"/en/companies/{COMPANY}/", "paid")
        firm.says(f"{CALLS} of 30,000 answers used")
        firm.visit(f"/en/companies/{COMPANY}/deletions/", "nothing to delete")
    assert [one for _, one in house.entries("licensing.issue_key", since)] == [TREASURER]
    assert [one for _, one in house.entries("licensing.invoice", since)] == [TREASURER]
    assert [one for _, one in house.entries("licensing.receive", since)] == [TREASURER]
