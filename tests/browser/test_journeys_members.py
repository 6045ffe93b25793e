"""Journeys of members: join, bring, allow and stop, vote, appeal; each with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from auzolan.house.storage.reader import reader_of
from auzolan.labour.state import AppealRow, Submission
from auzolan.members.state import ACTIVE, Member
from browser.conftest import browsing
from support.journeys import DESK, PHONE, House, Journey, command, housed, journey

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize("script", [True, False], ids=["scripts", "no-scripts"])


@pytest.fixture(scope="module")
def house(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Twelve people, a model of three of them, work turned down, a ballot open; served today."""
    from support.journey_worlds import of_members

    path = of_members(tmp_path_factory.mktemp("members") / "coop")
    with housed(path) as served:
        yield served


@pytest.fixture(scope="module")
def browser(chromium: Path, house: House) -> Iterator[Browser]:
    """A browser beside it."""
    with browsing(chromium) as started:
        yield started


def letter(house: House, to: str) -> str:
    """The address in the newest letter to somebody."""
    for path in sorted((house.folder.path / "outbox").glob("*.eml"), reverse=True):
        text = path.read_text().replace("=\n", "").replace("=3D", "=")
        found = re.search(r"http://[^/\s]+(/\S+)", text)
        if f"To: {to}" in text and found is not None:
            return found[1]
    raise AssertionError(f"no letter went to {to}")


@BOTH
def test_somebody_joins(browser: Browser, house: House, script: bool) -> None:
    """Goal: from a stranger to a member. Method: form, letter, the office's yes, letter, home, record."""
    first, last = ("Jone", "Arrieta") if script else ("Ander", "Goñi")
    name, mail = f"{first} {last}", f"{first.lower()}@people.example"
    before = house.size()
    with journey(browser, house, "join", script=script) as new:
        new.visit("/en/")
        new.page.get_by_role("link", name="Ask to join").click()
        new.look("form")
        new.expected.add(422)
        new.press("Ask to join", name="faults")
        assert new.page.locator(".faults a").count() >= 2, "each fault leads to its field"
        new.page.get_by_label("Your name").fill(name)
        new.page.get_by_label("mail", exact=False).first.fill(mail)
        new.page.get_by_role("checkbox").check()
        new.press("Ask to join", name="look into your mail")
        new.visit(letter(house, mail), "letter")
        new.press("Yes, this is my address", name="asked")
    with journey(browser, house, "join-office", script=script, size=DESK) as office:
        office.be("m001")
        office.visit("/en/applications/")
        office.page.get_by_role("link", name=re.compile(f"^Take in ?: {name}")).click()
        office.look("take in")
        office.press("Go on", name="sure")
        office.press("Take her in", name="taken in")
        office.receipt()
    with journey(browser, house, "joined", script=script) as member:
        member.visit(letter(house, mail), "invitation")
        member.press("Sign me in", name="home")
        assert first in member.heading()
    ((_seq, actor),) = house.entries("members.admit", before)
    assert actor == "m001"


def csv_file(place: Path, household: int) -> Path:
    """A file of purchases."""
    from house.small_desk import purchases

    columns = purchases(household, 12)
    lines = [",".join(columns)]
    lines += [",".join(map(str, one)) for one in zip(*columns.values(), strict=True)]
    place.write_text("\n".join([*lines, ""]))
    return place


@BOTH
def test_rows_are_brought_and_seen(
    browser: Browser, house: House, tmp_path: Path, script: bool
) -> None:
    """Goal: bring a file and see it. Method: form, look, long work, the list, a certificate checked."""
    who, before = ("m004", house.size()) if script else ("m005", house.size())
    sent = csv_file(tmp_path / "rows.csv", 5 if script else 6)
    with journey(browser, house, "upload", script=script) as her:
        her.be(who)
        her.visit(f"/en/members/{who}/contributions/", "empty")
        her.follow("Bring rows", name="form")
        her.page.locator("input[type=file]").set_input_files(sent)
        if script:
            her.page.get_by_text("The file is here.").wait_for()
        her.choose("kind", "purchases")
        her.press("Go on", name="what comes of it")
        her.says("12 rows of the kind purchases can be taken.")
        her.press("Bring these rows", name="under way")
        her.finished()
        her.visit(f"/en/members/{who}/contributions/", "brought")
        her.says("12 rows", "They rest: you have not allowed any use.")
        her.page.get_by_text("Certificate and more").click()
        with her.page.expect_download() as download:
            her.page.get_by_role("link", name="Certificate of this batch").click()
        download.value.save_as(tmp_path / "certificate.json")
    ((_seq, actor),) = house.entries("contributions.offer", before)
    assert actor == who
    key = house.folder.verifier_key.read_text().strip()
    checked = command(
        "contributions", "verify-certificate", str(tmp_path / "certificate.json"), "--key", key
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_use_is_allowed_seen_and_stopped(browser: Browser, house: House) -> None:
    """Goal: yes, see it, no. Method: m010 allows; the office trains; she sees it and stops the model."""
    before = house.size()
    with journey(browser, house, "consent") as her:
        her.be("m010")
        her.visit("/en/members/m010/consent/", "nothing allowed")
        her.page.get_by_role(
            "button", name=re.compile("^not allowed ?: commercial use", re.IGNORECASE)
        ).click()
        her.look("sure")
        her.press("Allow it", name="allowed")
        her.receipt()
    with journey(browser, house, "consent-office", size=DESK) as office:
        office.be("m003")
        office.fill("learning.seal", snapshot="s2", kind="purchases", purpose="commercial")
        office.finished()
        office.fill("learning.train", model="taste-2", snapshot="s2")
        office.finished()
    with journey(browser, house, "consent-stop") as her:
        her.be("m010")
        her.visit("/en/members/m010/uses/", "uses")
        her.says("taste-2", "16 of 64 rows are yours")
        her.visit("/en/members/m010/consent/", "allowed")
        _stopped(her, "taste-2")
        her.visit("/en/models/taste-2/", "model")
        her.says("Someone stopped the use of her rows: it is made anew by")
    assert [actor for _, actor in house.entries("consent.withdraw", before)] == ["m010"]


def _stopped(her: Journey, model: str) -> None:
    before = her.house.size()
    her.press("Stop all use of my purchases", name="what changes")
    her.says(f"The model {model} is made again without your rows by", "Your 16 rows are erased by")
    assert her.house.size() == before, "nothing is done before the second click"
    her.press("Stop it now", name="stopped")
    seq = her.receipt()
    her.follow("Go on", name="all stopped")
    her.says("All use was stopped.")
    assert seq >= before


def test_a_use_is_stopped_without_scripts(browser: Browser, house: House) -> None:
    """Goal: a no needs no script. Method: m011 sees her use, stops it, and the model must be made anew."""
    before = house.size()
    with journey(browser, house, "withdraw", script=False, size=DESK) as her:
        her.be("m011")
        her.visit("/en/members/m011/uses/", "uses")
        her.says("taste-1")
        her.visit("/en/members/m011/consent/", "allowed")
        _stopped(her, "taste-1")
        her.visit("/en/models/taste-1/", "model")
        her.says("Someone stopped the use of her rows")
    assert [actor for _, actor in house.entries("consent.withdraw", before)] == ["m011"]


@BOTH
def test_a_rejection_is_appealed(browser: Browser, house: House, script: bool) -> None:
    """Goal: a no is answered. Method: from home to the form; she appeals under a mark, not her name."""
    who, before = ("m006" if script else "m008"), house.size()
    with journey(browser, house, "appeal", script=script) as her:
        her.be(who)
        her.look("home")
        her.page.get_by_role("link", name="Work of yours was turned down: you can appeal").click()
        her.look("work")
        her.says("Off the guide.")
        her.follow("Appeal", name="form")
        her.page.get_by_label("Why", exact=False).last.fill("The guide says exactly this.")
        her.press("Go on", name="sure")
        her.page.locator("main form button").first.click()
        her.look("appealed")
        seq = her.receipt()
    ((found, actor),) = house.entries("labour.appeal", before)
    assert found == seq
    assert actor != who, "on the record she appeals under a mark, not by her name"


def test_peers_judge_an_appeal(browser: Browser, house: House) -> None:
    """Goal: due process by forms alone. Method: appeal, seat a panel, its peers judge; the outcome."""
    before = house.size()
    with journey(browser, house, "panel", size=DESK) as one:
        one.is_quick = True  # her own way is looked at above
        one.be("m007")
        one.does("labour.appeal", words="The guide says so.", submission=_piece(house, "m007"))
        one.is_quick = False
        one.be("m005")
        one.does("labour.seat_panel", submission=_piece(house, "m007"))
    judged = 0
    for who in house.read(lambda: _standing(house)):  # the lot may fall on whoever has just joined
        with journey(browser, house, f"judge-{judged + 1}", size=PHONE) as peer:
            peer.is_quick = judged > 0
            peer.be(who)
            peer.page.goto(f"{house.address}/en/members/{who}/panel/")
            if not peer.page.get_by_role("link", name="Judge it").count():
                continue
            peer.look("case")
            peer.follow("Judge it", name="form")
            peer.choose("verdict", "overturn")
            peer.choose("reason", "The guide does say so.")
            peer.page.get_by_role("button", name="Go on").click()
            peer.sure("judged")
            peer.receipt()
            judged += 1
    assert judged == len(house.entries("labour.judge_appeal", before)) == 2, "two of three agree"
    assert house.read(lambda: _outcome(house, "m007")) == "overturn"


def _standing(house: House) -> list[str]:
    with reader_of(house.folder) as reader:
        return [one.member for one in reader.rows(Member, standing=ACTIVE)]


def _piece(house: House, member: str) -> str:
    def asked() -> str:
        with reader_of(house.folder) as reader:
            (row,) = reader.rows(Submission, member=member)
        return row.submission

    return house.read(asked)


def _outcome(house: House, member: str) -> str:
    with reader_of(house.folder) as reader:
        (row,) = reader.rows(Submission, member=member)
        appeal = reader.get(AppealRow, row.submission)
    assert appeal is not None
    return appeal.outcome


@BOTH
def test_a_ballot_takes_one_tap(browser: Browser, house: House, script: bool) -> None:
    """Goal: one tap votes. Method: from home to the ballot, yes, and the receipt's entry is a ballot."""
    before = house.size()
    size = PHONE if script else DESK
    with journey(browser, house, "vote", script=script, size=size) as her:
        her.be("m009" if script else "m012")
        her.look("home")
        her.follow("A higher floor", name="ballot")
        her.press("Yes", name="receipt")
        seq = her.receipt()
        her.follow("Go on", name="ballot again")
    assert [one for one, _ in house.entries("assembly.cast", before)] == [seq]


def test_by_keyboard_alone_a_use_is_allowed_and_a_ballot_handed_in(
    browser: Browser, house: House
) -> None:
    """Goal: no mouse needed. Method: Tab, Enter and Space alone; what has the focus can be seen."""
    before = house.size()
    with journey(browser, house, "keyboard", size=DESK) as her:
        her.be("m002")
        her.visit("/en/do/consent.grant/", "form")
        _tab_to(her, "input[name=kind], select[name=kind]")
        her.page.keyboard.press("Space")
        _tab_to(her, "input[name=purposes]")
        her.page.keyboard.press("Space")
        _tab_to(her, "main form button")
        her.page.keyboard.press("Enter")
        her.page.get_by_role("heading", name="Is this right?").wait_for()
        her.look("sure")
        _tab_to(her, "main form button")
        her.page.keyboard.press("Enter")
        her.page.get_by_role("heading", name="Done").wait_for()
        her.look("done")
        her.visit("/en/decisions/", "decisions")
        _tab_to(her, "main a:has-text('A higher floor')")
        her.page.keyboard.press("Enter")
        her.page.get_by_role("heading", name="A higher floor").wait_for()
        _tab_to(her, "button[value=no]")
        her.look("at the button")
        her.page.keyboard.press("Space")
        her.page.get_by_role("heading", name="Done").wait_for()
        her.look("receipt")
    assert [actor for _, actor in house.entries("consent.grant", before)] == ["m002"]
    assert len(house.entries("assembly.cast", before)) == 1


def _tab_to(her: Journey, selector: str) -> None:
    """Press Tab until the focus is there, and see that it shows."""
    for _press in range(120):
        her.page.keyboard.press("Tab")
        if her.page.evaluate("what => document.activeElement.matches(what)", _css(selector)):
            text = re.search(r"has-text\('(.+)'\)", selector)
            if text and text[1] not in her.page.evaluate("document.activeElement.innerText"):
                continue
            shown = her.page.evaluate(
                "(s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2)"
                "(getComputedStyle(document.activeElement))"
            )
            assert shown, f"the focus on {selector} cannot be seen"
            return
    raise AssertionError(f"the keyboard never reaches {selector}")


def _css(selector: str) -> str:
    return re.sub(r":has-text\('.+?'\)", "", selector)
