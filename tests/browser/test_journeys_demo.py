"""Journeys in the demo that has been lived through: visitors, a statement, a language, a year's close."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from auzolan.audit.verify import verify
from browser.conftest import browsing
from support.journeys import DESK, PHONE, House, housed, journey

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize("script", [True, False], ids=["scripts", "no-scripts"])
TREASURER, AUDITOR, WORKER = "m012", "m031", "m017"


@pytest.fixture(scope="module")
def house(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A copy of the demo, served."""
    path = tmp_path_factory.mktemp("lived") / "coop"
    shutil.copytree(demo, path, ignore=shutil.ignore_patterns("receipts"))
    with housed(path) as served:
        yield served


@pytest.fixture(scope="module")
def browser(chromium: Path, house: House) -> Iterator[Browser]:
    """A browser beside it."""
    with browsing(chromium) as started:
        yield started


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<main><h1>A</h1><img src='data:,'></main>", "image-alt"),
        ("<main><h1>A</h1><p style='width: 900px'>wide</p></main>", "px wider"),
        ("<main><h1>A</h1><script>throw Error('broken')</script></main>", "broken"),
    ],
)
def test_a_page_with_a_fault_ends_a_journey(
    browser: Browser, house: House, body: str, told: str
) -> None:
    """Goal: looking means something. Method: a picture without words, a wide line, a broken script."""
    with journey(browser, house, "faulty") as one:
        one.page.set_content(
            f"<html lang='en'><head><title>A</title></head><body>{body}</body></html>"
        )
        with pytest.raises(AssertionError, match=told):
            one.look("faulty")
        one.faults.clear()


@BOTH
def test_a_visitor_verifies_the_whole_record(
    browser: Browser, house: House, tmp_path: Path, script: bool
) -> None:
    """Goal: trust nobody. Method: from the front to the files; a check of them finds what was said."""
    with journey(browser, house, "verify", script=script) as visitor:
        visitor.visit("/en/", "front")
        visitor.page.get_by_role("link", name="Verify it yourself").first.click()
        visitor.look("verify")
        told = visitor.page.locator(".digest").first.inner_text()
        key = visitor.page.locator(".digest").nth(1).inner_text()
        with visitor.page.expect_download() as download:
            visitor.page.get_by_role("link", name="Download the record").click()
        download.value.save_as(tmp_path / "public.zip")
        visitor.page.get_by_label("Number of the entry").fill("7")
        visitor.press("Show its proof", name="entry")
        visitor.visit("/en/registers/control/", "who decides")
        visitor.visit("/en/registers/benefit/", "who was paid")
        visitor.visit("/en/over-time/", "over time")
        visitor.visit("/en/tables/", "tables")
    zipfile.ZipFile(tmp_path / "public.zip").extractall(tmp_path)
    report = verify(tmp_path / "public", level="public", key=key)
    assert (report.differences, report.root) == ((), told)


def test_a_visitor_drafts_house_rules(browser: Browser, house: House) -> None:
    """Goal: seven questions make a lawful draft. Method: a fault beside its question, then the file."""
    with journey(browser, house, "wizard") as visitor:
        visitor.visit("/en/found/", "questions")
        visitor.page.get_by_label(re.compile("11/2019|Basque|Euskadi")).first.check()
        visitor.page.locator("#in-kinds").fill("speech\nbirdsong")
        visitor.page.locator("#in-reserve").fill("5")
        visitor.press("Make the draft", name="a fault")
        assert visitor.page.locator(".faults a").count()
        visitor.page.locator("#in-reserve").fill("30")
        visitor.press("Make the draft", name="draft")
        visitor.says("Your draft is ready")
        with visitor.page.expect_download() as download:
            visitor.page.get_by_role("link", name=re.compile("House rules for the machine")).click()
        draft = json.loads(Path(download.value.path()).read_text())
    assert draft["preset"] == "es-pv-2019"
    assert "birdsong" in json.dumps(draft)


@BOTH
def test_somebody_changes_the_language(browser: Browser, house: House, script: bool) -> None:
    """Goal: three languages everywhere. Method: a visitor by the link, then a member for good."""
    with journey(browser, house, "language", script=script) as one:
        one.visit("/en/members/m017/", "english")
        for code, name in (("es", "Español"), ("eu", "Euskara")):
            one.page.get_by_role("link", name=name, exact=True).click()
            one.look(code)
            assert f"/{code}/members/m017/" in one.page.url
            assert one.page.locator("html").get_attribute("lang") == code
        one.be("m020" if script else "m021")
        one.visit("/en/settings/", "settings")
        one.page.get_by_label("Pages and letters").select_option("es")
        one.page.get_by_role("button", name="Keep this language").click()
        one.look("kept")
        assert one.page.locator("html").get_attribute("lang") == "es"


@BOTH
def test_a_member_reads_where_her_money_came_from(
    browser: Browser, house: House, tmp_path: Path, script: bool
) -> None:
    """Goal: a statement to the cent. Method: one number, its way, an entry behind it, paper and file."""
    size = PHONE if script else DESK
    with journey(browser, house, "statement", script=script, size=size) as her:
        her.be("m018")
        her.look("home")
        her.visit("/en/members/m018/?period=2024", "statement")
        her.says("Where it came from")
        her.page.locator("main .way .chip").first.click()
        her.look("entry")
        assert "/record/" in her.page.url
        her.visit("/en/members/m018/money/", "money")
        her.visit("/en/members/m018/worth/", "worth")
        her.visit("/en/members/m018/recorded/", "recorded")
        for form in ("CSV", "PDF"):
            her.page.goto(f"{house.address}/en/members/m018/")
            with her.page.expect_download() as download:
                her.page.get_by_role("link", name=form, exact=True).click()
            download.value.save_as(tmp_path / form)
    lines = list(csv.reader(io.StringIO((tmp_path / "CSV").read_text())))
    assert len(lines) > 1
    assert (tmp_path / "PDF").read_bytes().startswith(b"%PDF-")


def second(browser: Browser, house: House, name: str, address: str) -> None:
    """Somebody else says yes to what waits."""
    with journey(browser, house, name, size=DESK) as other:
        other.be(AUDITOR)
        other.visit("/en/waiting/", "what waits")
        other.visit(address.removeprefix(house.address), "asked")
        other.press("Yes, do it", name="done")
        other.says("said yes")


def test_two_people_close_a_year_and_a_worker_sees_her_pay(
    browser: Browser, house: House, tmp_path: Path
) -> None:
    """Goal: no spreadsheet, and nobody alone. Method: work, a gift, try, close and plan; the record."""
    since = house.size()
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(f"member,seconds,pay_cents\n{WORKER},3600,2000\n")
    with journey(browser, house, "close", size=DESK) as office:
        office.be(TREASURER)
        office.visit("/en/steward/", "office")
        office.visit("/en/do/labour.record_work/", "sheet")
        office.page.locator("input[type=file]").set_input_files(sheet)
        office.page.get_by_text("The file is here.").wait_for()
        office.page.get_by_role("button", name="Go on").click()
        office.sure("work asked")
        second(browser, house, "close-second-work", office.page.url)
        office.fill("treasury.book", pays="income:other", gets="bank", amount_cents="1000.00",
                    why="A gift.")  # fmt: skip
        second(browser, house, "close-second-gift", office.page.url)
        office.visit("/en/steward/close/", "periods")
        office.page.get_by_role("link", name="2025").first.click()
        office.look("steps")
        office.follow("Try all of it first", name="tried")
        office.says("€980.00")
        office.page.get_by_role("link", name="Close a period for good").first.click()
        office.look("close form")
        office.page.get_by_role("button", name="Go on").click()
        office.sure("close asked")
        office.expected.add(404)
        waits = office.page.url
        assert not office.page.get_by_role("button", name="Yes, do it").count(), "not alone"
        second(browser, house, "close-second-close", waits)
        office.does("treasury.plan", plan="share-2025", period="2025", valuation="worth-2025",
                    tax_cents="0.00", third_parties_cents="0.00", extraordinary_cents="0.00")  # fmt: skip
        office.visit("/en/steward/close/2025/", "planned")
    with journey(browser, house, "earn") as her:
        her.be(WORKER)
        her.look("home")
        her.visit(f"/en/members/{WORKER}/?period=2025", "statement")
        her.says("Pay for your work", "€20.00")
        her.visit(f"/en/members/{WORKER}/money/", "money")
    for act in ("labour.record_work", "treasury.book", "treasury.close_period", "treasury.plan"):
        assert [one for _, one in house.entries(act, since)] == [TREASURER], act
