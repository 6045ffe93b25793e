"""Closing a period through the pages: steps, a try that writes nothing, two people, then the plan."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from auzolan.audit.folder import Folder
from auzolan.house.doors.open_desk import close_desks
from auzolan.house.doors.portal.steward.closing import next_name
from auzolan.house.settings import configure
from auzolan.house.storage.reader import reader_of
from auzolan.treasury.state import Booking, Period, Plan
from support.portal import sign_in

TREASURER, AUDITOR, SIGNATORY, MEMBER = "m012", "m031", "m004", "m017"
CLOSE = {"period": "2025", "next_period": "2026"}


@dataclass
class Offices:
    """People with offices at the pages of a copy of the demo."""

    folder: Folder
    numbers: Iterator[int]

    def send(self, member: str, address: str, **fields: Any) -> HttpResponse:
        """Send a form."""
        found: HttpResponse = sign_in(Client(), member).post(f"/en/{address}", fields)
        return found

    def ask(self, member: str, doing: str, **fields: Any) -> str:
        """Ask for a doing, past the page that only shows it: where one is led to."""
        answer = self.send(
            member, f"do/{doing}/", sure="1", once=f"number-{next(self.numbers)}", **fields
        )
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"])

    def with_two(self, doing: str, **fields: Any) -> None:
        """Ask as the treasurer, and have the auditor say yes."""
        waits = self.ask(TREASURER, doing, **fields)
        assert waits.startswith("/en/waiting/")
        answer = self.send(AUDITOR, waits.removeprefix("/en/"), ask="yes")
        assert answer.status_code == 302

    def page(self, address: str, member: str = TREASURER) -> str:
        """A page as somebody sees it."""
        answer = sign_in(Client(), member).get(f"/en/{address}")
        assert answer.status_code == 200, (address, answer.status_code)
        return re.sub(r"\s+", " ", answer.content.decode())

    def size(self) -> int:
        """How many entries there are."""
        with reader_of(self.folder) as reader:
            return reader.log.head().size


@pytest.fixture
def offices(demo: Path, tmp_path: Path) -> Iterator[Offices]:
    """A copy of the demo that can be written to."""
    shutil.copytree(demo, tmp_path / "coop", ignore=shutil.ignore_patterns("receipts"))
    configure(tmp_path / "coop")
    try:
        yield Offices(Folder(tmp_path / "coop"), count())
    finally:
        close_desks()
        connections.close_all()


def _gift(offices: Offices, cents: int = 100_000) -> None:
    amount = f"{cents // 100}.{cents % 100:02d}"
    offices.with_two(
        "treasury.book", pays="income:other", gets="bank", amount_cents=amount, why="A gift."
    )


def _work(offices: Offices) -> None:
    """An hour of work for 20 euros, as a file that is sent with the form."""
    sheet = SimpleUploadedFile("sheet.csv", b"member,seconds,pay_cents\nm017,3600,2000\n")
    offices.with_two("labour.record_work", file=sheet)


def test_a_period_is_closed_and_planned_by_two_people_through_the_pages(offices: Offices) -> None:
    """Goal: a quarter without a spreadsheet. Method: book, close and plan; the books say each."""
    _gift(offices)
    _work(offices)
    with reader_of(offices.folder) as reader:
        assert len(reader.rows(Booking)) == 1
    offices.with_two("treasury.close_period", **CLOSE)
    with reader_of(offices.folder) as reader:
        row = reader.get(Period, "2025")
        assert row is not None
        assert (row.state, row.result_cents) == ("closed", 98_000)
    landed = offices.ask(TREASURER, "treasury.plan", plan="share-2025", period="2025",
                         valuation="worth-2025", tax_cents="0.00", third_parties_cents="0.00",
                         extraordinary_cents="0.00")  # fmt: skip
    assert "/done/" in landed, "a plan moves no money, so one person is enough"
    with reader_of(offices.folder) as reader:
        plan = reader.get(Plan, "share-2025")
    assert plan is not None
    page = offices.page("steward/close/2025/", AUDITOR)
    assert "€980.00" in page
    assert f'href="/en/record/{plan.entry}/"' in page
    assert "assembly.propose_plan" in offices.page("steward/close/2025/")


def test_one_step_at_a_time_is_the_next_one(offices: Offices) -> None:
    """Goal: a treasurer sees at once what to do first. Method: count the loud buttons, of one step alone."""
    page = offices.page("steward/close/2025/")
    steps = page[page.index('class="close-steps"') :]
    assert steps.count('class="button"') == 1
    assert steps.count('class="button quiet"') >= 1
    assert f"auzolan verify {offices.folder.path.name}" in page


def test_each_step_leads_back_to_the_steps(offices: Offices) -> None:
    """Goal: nobody looks for the next step. Method: every form that the steps of a period lead to."""
    forms = re.findall(r'href="(/en/do/[^"]+)"', offices.page("steward/close/2025/"))
    assert len(forms) > 1
    for form in forms:
        assert form.endswith("next=%2Fen%2Fsteward%2Fclose%2F2025%2F"), form


def test_nobody_closes_a_period_alone(offices: Offices) -> None:
    """Goal: two people for what moves money. Method: her own yes, and a yes of one without office."""
    waits = offices.ask(TREASURER, "treasury.close_period", **CLOSE).removeprefix("/en/")
    assert "This waits for a second person" in offices.page("steward/close/2025/")
    before = offices.size()
    assert offices.send(TREASURER, waits, ask="yes").status_code == 404
    assert offices.send(MEMBER, waits, ask="yes").status_code == 404
    assert offices.size() == before
    with reader_of(offices.folder) as reader:
        row = reader.get(Period, "2025")
    assert row is not None
    assert row.state == "open"


def test_trying_the_whole_close_writes_nothing_and_says_what_would_come_out(
    offices: Offices,
) -> None:
    """Goal: a look before the first click. Method: the head before and after, and the plan shown."""
    _gift(offices)
    _work(offices)
    before = offices.size()
    page = offices.page("steward/close/2025/?try=1")
    assert offices.size() == before
    tried = page[page.index('id="tried"') : page.index('id="steps-title"')]
    assert "€980.00" in tried
    assert "surplus.obligatory_reserve_bp" in tried, (
        "each line names the clause that it follows from"
    )
    assert "m017" not in tried, "no person's part is shown"


def test_a_step_that_cannot_be_taken_says_why_before_it_is(offices: Offices) -> None:
    """Goal: blocking reasons first. Method: a period without a result has nothing to share."""
    page = offices.page("steward/close/2025/?try=1")
    assert "treasury" in page
    assert "there is nothing to share" in page
    offices.with_two("treasury.close_period", **CLOSE)
    after = offices.page("steward/close/2025/")
    assert "nothing to do" in after
    assert "/do/treasury.plan/" not in after


def test_a_refused_close_goes_to_nobody_else(offices: Offices) -> None:
    """Goal: nothing half done. Method: the next period is taken; the form says no by its clause."""
    answer = offices.send(TREASURER, "do/treasury.close_period/", period="2025", next_period="2024")
    assert answer.status_code == 409
    assert "treasury.next_period_taken" in answer.content.decode()


def test_only_offices_see_the_close_in_a_co_operative_that_is_no_demo(at_real: Client) -> None:
    """Goal: deny by default. Method: a visitor, a member, and the holder of the office."""
    assert at_real.get("/en/steward/close/").status_code == 302
    assert sign_in(Client(), "m003").get("/en/steward/close/").status_code == 403
    assert sign_in(Client(), "m001").get("/en/steward/close/").status_code == 200
    assert sign_in(Client(), "m001").get("/en/steward/close/1999/").status_code == 404


@given(year=st.integers(1_900, 9_998), quarter=st.integers(1, 4))
def test_the_next_period_follows_the_last(year: int, quarter: int) -> None:
    """Goal: nobody types what follows. Method: years and quarters against a count of quarters."""
    assert next_name(str(year)) == str(year + 1)
    total = 4 * year + quarter  # of the quarter after, from 0
    assert next_name(f"{year}-q{quarter}") == f"{total // 4}-q{total % 4 + 1}"


@given(st.from_regex(r"[a-z][a-z.-]{0,10}", fullmatch=True))
def test_a_period_with_another_name_gets_a_name_that_differs(name: str) -> None:
    """Goal: never the same name twice. Method: names without a number, and what follows on them."""
    assert next_name(name) != name
    assert next_name(next_name(name)) not in {name, next_name(name)}
