"""Who decides, who was paid, and how it grew: registers and pictures against the books."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from auzolan.audit.folder import Folder
from auzolan.consent.state import Consent
from auzolan.house.doors.portal.open_pages.benefit_register import (
    COSTS,
    MEMBERS,
    OUTSIDE,
    Benefit,
    without_few,
)
from auzolan.house.doors.portal.open_pages.over_time import HEIGHT, columns_of, quarter_of
from auzolan.house.doors.portal.open_pages.small_groups import EXACT, some_of
from auzolan.house.storage.reader import reader_of
from auzolan.members.state import Member
from auzolan.treasury.state import Period, Posting
from support.portal import Page, sign_in

PAGES = ("registers/control/", "registers/benefit/", "over-time/")
SERIES = ("people", "models", "votes", "money", "hundred")


def rows_of_file(reader: Client, address: str) -> list[dict[str, str]]:
    """The lines of a CSV file that the portal gives."""
    answer = reader.get(f"/en/{address}")
    assert answer.status_code == 200, address
    return list(csv.DictReader(StringIO(answer.getvalue().decode())))


# --- few people ---------------------------------------------------------------------------------


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 20))
def test_no_number_of_few_people_is_told_nor_that_of_the_few_others(
    some: int, others: int, least: int
) -> None:
    """Goal: nobody can be told by a count. Method: any numbers; what is told is not too small."""
    told = some_of(some, some + others, least)
    assert (told.shown is None) == (told.how != EXACT)
    if told.shown is not None:
        assert told.shown == some
        assert some == 0 or some >= least
        assert others == 0 or others >= least


@st.composite
def lines(draw: st.DrawFn) -> list[Benefit]:
    """Lines of a period: some of members with their number, some of others."""
    named = [
        Benefit(
            MEMBERS, (f"line-{place}",), draw(st.integers(1, 10**6)), draw(st.integers(1, 40)), 7
        )
        for place in range(draw(st.integers(0, 5)))
    ]
    return [*named, Benefit(OUTSIDE, (COSTS,), draw(st.integers(1, 10**6)), None, 9)]


@given(lines(), st.integers(1, 30))
def test_what_few_people_share_is_told_with_others_or_not_at_all(
    found: list[Benefit], least: int
) -> None:
    """Goal: no line shows what few got, and nothing is lost. Method: any lines of a period."""
    shown = without_few(found, least)
    assert all(one.people is None or one.people >= least for one in shown)
    assert Counter(line for one in shown for line in one.lines) == Counter(
        line for one in found for line in one.lines
    )
    has_enough = any(one.people is not None and one.people >= least for one in found)
    has_few = any(one.people is not None and one.people < least for one in found)
    untold = [one for one in shown if one.cents is None]
    assert bool(untold) == (has_few and not has_enough)
    if not untold:
        assert sum(one.cents or 0 for one in shown) == sum(one.cents or 0 for one in found)


# --- against the books --------------------------------------------------------------------------


def test_the_control_register_counts_what_the_books_hold(at_demo: Client, demo: Path) -> None:
    """Goal: counts are those of the consents. Method: count the rows once more, one by one."""
    with reader_of(Folder(demo)) as reader:
        rows = reader.rows(Consent)
    allow = sum(bool(row.mask & 0b10) and row.withdrawn_at < 0 for row in rows)
    page = at_demo.get("/en/registers/control/").content.decode()
    assert f"{allow} of {len(rows)}" in page


def test_a_licence_rests_on_the_vote_that_allowed_it(at_demo: Client) -> None:
    """Goal: each use names what allows it. Method: the demo's one licence, and all else."""
    found = rows_of_file(at_demo, "registers/control.csv")
    by_vote = [row for row in found if row["allowed_by"] == "vote"]
    assert [(row["what"], row["decision"]) for row in by_vote] == [("licensed", "dairy-licence")]
    assert {row["what"] for row in found} == {"sealed", "used", "trained", "licensed"}
    page = Page(at_demo.get("/en/registers/control/").content.decode())
    assert "/en/decisions/dairy-licence/" in page.links
    assert {f"/en/record/{row['entry']}/" for row in found} <= set(page.links)


def test_votes_and_companies_are_named_and_not_numbered(at_demo: Client) -> None:
    """Goal: who reads a register need not know ids. Method: the title, the company first, days."""
    control = at_demo.get("/en/registers/control/").content.decode()
    assert ">License the model to the dairy</a>" in control
    assert "merindad-dairy · dairy-2024" in control
    ends = re.search(
        r"so many did</figcaption>.*?plot-ends[^>]*>(.*?)</p>",
        at_demo.get("/en/over-time/").content.decode(), re.S,
    )  # fmt: skip
    assert ends is not None
    assert re.findall(r"<span>\d+ \w+ (\d{4})</span>", ends[1]) == ["2024", "2025"]


def test_the_lines_of_each_period_sum_to_its_income(at_demo: Client, demo: Path) -> None:
    """Goal: every cent of income went somewhere. Method: add the ledger up once more."""
    with reader_of(Folder(demo)) as reader:
        closed = {row.closed for row in reader.rows(Period)}
        postings = reader.rows(Posting)
    income: Counter[str] = Counter()
    for one in postings:
        if one.account.startswith("income:") and one.entry not in closed:
            income[one.period] -= one.amount
    told: Counter[str] = Counter()
    for row in rows_of_file(at_demo, "registers/benefit.csv"):
        told[row["period"]] += int(row["cents"])
    assert told == income
    assert sum(income.values()) > 0


def test_of_every_hundred_makes_exactly_a_hundred_in_each_period(at_demo: Client) -> None:
    """Goal: the bar is whole. Method: add its parts, and their cents against the register's."""
    parts = rows_of_file(at_demo, "over-time/hundred.csv")
    hundreds: Counter[str] = Counter()
    cents: Counter[str] = Counter()
    for row in parts:
        hundreds[row["period"]] += int(row["of_hundred"])
        cents[row["period"]] += int(row["cents"])
    assert hundreds
    assert set(hundreds.values()) == {100}
    told: Counter[str] = Counter()
    for row in rows_of_file(at_demo, "registers/benefit.csv"):
        told[row["period"]] += int(row["cents"])
    assert cents == told


def test_people_over_time_end_at_the_members_there_are(at_demo: Client, demo: Path) -> None:
    """Goal: counts by quarter are right. Method: the members' own rows."""
    with reader_of(Folder(demo)) as reader:
        members = reader.rows(Member)
    found = rows_of_file(at_demo, "over-time/people.csv")
    assert int(found[-1]["total"]) == sum(row.standing == "active" for row in members)
    came = Counter(quarter_of(row.since) for row in members)
    assert {row["quarter"]: int(row["came"]) for row in found if int(row["came"])} == came
    totals = [int(row["total"]) for row in found]
    steps = [int(row["came"]) - int(row["went"]) for row in found]
    assert totals == [sum(steps[: place + 1]) for place in range(len(steps))]


@given(st.lists(st.integers(-(10**9), 10**9), max_size=40), st.integers(1, 10**9) | st.none())
def test_no_column_leaves_its_picture(values: list[int], most: int | None) -> None:
    """Goal: pictures can be read. Method: any numbers; each column within, none upon another."""
    end = 0.0
    for one in columns_of(values, most):
        assert 0 <= one.y == HEIGHT - one.height <= HEIGHT
        left = float(one.x[:-1])
        assert end <= left
        end = left + float(one.width[:-1])
    assert end <= 100


# --- pages and files ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [f"over-time/{one}" for one in SERIES] + [f"registers/{one}" for one in ("control", "benefit")],
)
def test_a_table_says_the_same_as_csv_and_as_json(at_demo: Client, name: str) -> None:
    """Goal: one table, two spellings. Method: read both and compare, cell by cell."""
    as_csv = rows_of_file(at_demo, f"{name}.csv")
    as_json = json.loads(at_demo.get(f"/en/{name}.json").content)["rows"]
    spelled = [
        {key: "" if cell is None else str(cell) for key, cell in row.items()} for row in as_json
    ]
    assert spelled == as_csv
    assert as_csv


@pytest.mark.parametrize("address", PAGES)
def test_each_figure_has_its_chip_and_each_picture_its_words(at_demo: Client, address: str) -> None:
    """Goal: every figure can be checked and read aloud. Method: chips, and the text of pictures."""
    text = at_demo.get(f"/en/{address}").content.decode()
    page = Page(text)
    assert not page.inline
    assert any(link.startswith("/en/record/") for link in page.links)
    for picture in text.split('<svg class="columns"')[1:]:
        assert 'role="img" aria-label="' in picture.partition(">")[0]


def test_a_visitor_sees_counts_and_no_money_before_the_record_is_open(at_real: Client) -> None:
    """Goal: what the members have not opened stays with them. Method: ask as a stranger."""
    assert at_real.get("/en/registers/control/").status_code == 200
    assert at_real.get("/en/over-time/people.csv").status_code == 200
    assert "money-title" in at_real.get("/en/over-time/").content.decode()
    for closed in ("registers/benefit/", "registers/benefit.csv", "over-time/money.csv",
                   "over-time/hundred.json", "reports/", "reports/2026/"):  # fmt: skip
        answer = at_real.get(f"/en/{closed}")
        assert answer.status_code == 302, closed
        assert "/accounts/" in answer["Location"] or "login" in answer["Location"]
    member = sign_in(Client(), "m003")
    assert member.get("/en/over-time/money.csv").status_code == 200
    assert member.get("/en/registers/benefit/").status_code == 200


@pytest.mark.parametrize(
    "address", ["over-time/nothing.csv", "over-time/people.xml", "registers/control.exe"]
)
def test_what_is_no_table_is_not_found(at_demo: Client, address: str) -> None:
    """Goal: no page out of a guess. Method: names and endings that there are not."""
    assert at_demo.get(f"/en/{address}").status_code == 404
