"""The report of a period: one page, all totals, each with its entry, and the same as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from auzolan.assembly.state import Poll
from auzolan.audit.folder import Folder
from auzolan.house.storage.reader import reader_of
from auzolan.treasury.state import Period
from support.portal import Page, sign_in

QUERIES_MAX = 22  # twenty of the page, and the two that begin and end its moment


def counts(demo: Path) -> dict[str, int]:
    """What came and went in the demo's first period, counted entry by entry."""
    acts = {
        "joined": "members.admit/1", "data_sets": "learning.seal/1", "uses": "learning.use/1",
        "models": "learning.train/1", "licences": "licensing.grant/1", "left": "members.leave/1",
        "withdrawals": "consent.withdraw/1",
    }  # fmt: skip
    with reader_of(Folder(demo)) as reader:
        period = reader.get(Period, "2024")
        assert period is not None
        found = {
            name: sum(period.opened <= seq <= period.closed for seq in reader.entries_of(act))
            for name, act in acts.items()
        }
        offers = [reader.entry(seq) for seq in reader.entries_of("contributions.offer/1")]
        found["rows"] = sum(
            getattr(one.facts[0], "rows", 0) or getattr(one.act, "rows", 0)
            for one in offers
            if period.opened <= one.seq <= period.closed
        )
    return found


def test_a_report_counts_what_the_record_holds(at_demo: Client, demo: Path) -> None:
    """Goal: every count is right. Method: count entries of the period once more."""
    said = json.loads(at_demo.get("/en/reports/2024.json").content)
    told = {row["name"]: row["number"] for row in said["rows"] if row["part"] == "count"}
    assert told == counts(demo)
    assert told["joined"] == 100


def test_a_report_sums_to_the_income_and_lists_the_votes(at_demo: Client, demo: Path) -> None:
    """Goal: the report is whole. Method: add its money, and compare its votes with the polls."""
    said = json.loads(at_demo.get("/en/reports/2024.json").content)
    lines = [row["number"] for row in said["rows"] if row["part"].startswith("money.")]
    (income,) = (row["number"] for row in said["rows"] if row["name"] == "income")
    assert sum(lines) == income
    with reader_of(Folder(demo)) as reader:
        period, polls = reader.get(Period, "2024"), reader.rows(Poll)
        assert period is not None
        within = {one.proposal: one.voted for one in polls if one.entry <= period.closed}
    assert {row["name"]: row["number"] for row in said["rows"] if row["part"] == "vote"} == within


def test_a_report_names_the_root_it_was_read_from(at_demo: Client) -> None:
    """Goal: a printed report can be checked. Method: its root is that of the verify page."""
    said = json.loads(at_demo.get("/en/reports/2024.json").content)
    assert said["root"] in at_demo.get("/en/verify/").content.decode()
    page = at_demo.get("/en/reports/2024/").content.decode()
    assert said["root"] in page
    chips = {f"/en/record/{row['entry']}/" for row in said["rows"] if row["entry"] is not None}
    assert chips <= set(Page(page).links)


def test_every_period_has_its_report_and_no_other(at_demo: Client, demo: Path) -> None:
    """Goal: no dead end. Method: each link of the list; a name that is none."""
    with reader_of(Folder(demo)) as reader:
        names = {one.period for one in reader.rows(Period)}
    links = Page(at_demo.get("/en/reports/").content.decode()).links
    assert {f"/en/reports/{name}/" for name in names} <= set(links)
    for name in names:
        assert at_demo.get(f"/en/reports/{name}/").status_code == 200
    for address in ("reports/1999/", "reports/1999.json"):
        assert at_demo.get(f"/en/{address}").status_code == 404


def test_pages_for_visitors_ask_the_books_few_questions(at_demo: Client) -> None:
    """Goal: the budget of questions a page. Method: count them, for a member who signed in."""
    reader = sign_in(at_demo, "m017")
    for address in ("reports/2024/", "over-time/", "registers/control/", "registers/benefit/",
                    "tables/treasury.Posting/", "verify/", "audit/"):  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(f"/en/{address}").status_code == 200
        assert len(asked) <= QUERIES_MAX, address
