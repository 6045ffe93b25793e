"""A statement as a table: one line a figure, safe to open in a spreadsheet.

Names of people are not in it, and every name that is begins with a letter or a digit. Amounts are
whole cents or millionths in columns of their own, so that nothing is rounded by a program.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from auzolan.house.rooms.labour.paying.pay_queries import WorkLine
from auzolan.house.rooms.treasury.statement_types import MemberStatement, YearPart

COLUMNS = (
    "section", "period", "name", "clause", "cents", "micro", "exact_cents", "state", "entry",
)  # fmt: skip
Row = dict[str, int | str]


def statement_csv(found: MemberStatement) -> str:
    """The statement as RFC 4180 text with CR LF.

    Source: RFC 4180.
    """
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_rows(found))
    return text.getvalue()


def _rows(found: MemberStatement) -> Iterator[Row]:
    for one in found.accounts:
        unit = "micro" if one.asset.endswith("/6") else "cents"
        yield {"section": "account", "name": one.account, unit: one.balance}
    for year in found.years:
        yield from _year_rows(year)
    for work in found.work:
        yield from _work_rows(work)
    for moved in found.postings:
        unit = "micro" if moved.asset.endswith("/6") else "cents"
        yield {
            "section": "movement", "period": moved.period, "name": moved.account,
            "state": moved.why, unit: moved.amount, "entry": moved.entry,
        }  # fmt: skip
    for use in found.uses:
        yield {"section": "use", "name": use.use, "state": use.operation, "entry": use.entry}
    for paid in found.payouts:
        yield {
            "section": "payout", "name": paid.payout, "cents": paid.cents, "state": paid.state,
            "entry": paid.entry,
        }  # fmt: skip
    for due in found.exits:
        yield {
            "section": "redemption", "name": f"{due.exit}-year-{due.year}", "state": due.state,
            "cents": due.principal_cents + due.interest_cents, "entry": due.entry,
        }  # fmt: skip
    for part in found.exit.instalments:
        yield {
            "section": "exit", "name": f"year-{part.year}", "clause": found.exit.clause,
            "cents": part.principal_cents + part.interest_cents,
        }  # fmt: skip


def _work_rows(work: WorkLine) -> Iterator[Row]:
    common: Row = {"section": "work", "period": work.period}
    if work.entries:
        common = {**common, "entry": work.entries[-1]}
    hourly = work.hourly_cents
    for name, cents in (
        ("pay", work.pay_cents), ("interest", work.interest_cents), ("topup", work.topup_cents),
        ("owed", work.owed_cents), ("hourly_all_time", hourly.all_time),
        ("hourly_paid_time", hourly.paid_time), ("hourly_naive", hourly.naive),
        ("hourly_lifted", hourly.lifted),
    ):  # fmt: skip
        yield {**common, "name": name, "cents": cents if cents is not None else "unknown"}


def _year_rows(year: YearPart) -> Iterator[Row]:
    common: Row = {"period": year.period, "state": year.state, "entry": year.entry}
    for line in year.lines:
        yield {
            "section": "division", "name": line.name, "clause": line.clause, "cents": line.cents,
            **common,
        }  # fmt: skip
    own = {"section": "own", **common}
    yield {**own, "name": "opening_capital", "cents": year.opening_cents}
    yield {**own, "name": "pay", "cents": year.pay_cents}
    interest = year.interest
    yield {
        **own, "name": "interest", "clause": interest.clause, "cents": interest.cents,
        "exact_cents": interest.exact,
    }  # fmt: skip
    for pool in year.pools:
        yield {
            **own, "name": pool.basis, "clause": pool.clause, "cents": pool.cents,
            "exact_cents": pool.exact,
        }  # fmt: skip
    for name, cents in (
        ("cash", year.cash_cents), ("capitalised", year.capitalised_cents),
        ("loss", -year.loss_cents), ("closing_capital", year.closing_cents),
    ):  # fmt: skip
        yield {**own, "name": name, "cents": cents}
