"""The figures on the pages are those of the books, and their parts add up."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from auzolan.audit.folder import Folder
from auzolan.foundation import canonical
from auzolan.house.doors.portal import filters
from auzolan.house.rooms.treasury.page_queries import (
    PeriodMoney,
    ShareOfMember,
    of_every_hundred,
    way_to_member,
)
from auzolan.house.rooms.treasury.queries import ShareLine
from auzolan.record import annexes
from auzolan.record.annexes import AnnexRef
from auzolan.treasury.accounts import OBLIGATORY, fund_account
from auzolan.treasury.state import Period, Plan
from auzolan.treasury.surplus.acts import DistributionPlanned, PlannedLine
from auzolan.valuation.lines import lines_from

CENTS = st.integers(0, 10**9)


def money_with(income: int, wages: int, costs: int, plan: Plan | None) -> PeriodMoney:
    """A closed period with this money."""
    period = Period("2024", "closed", income - wages - costs, 1, 9, 0, "0" * 64)
    return PeriodMoney(period, income, wages, costs, 5, 6, 8, plan)


def plan_with(reserve: int, education: int, cash: int, capital: int) -> Plan:
    """A plan with these parts."""
    members = cash + capital
    result = reserve + education + members
    lines = tuple(
        PlannedLine(name, f"surplus.{name}_bp", 0, result, cents, account, 0)
        for name, cents, account in (
            ("obligatory_reserve", reserve, OBLIGATORY),
            ("education", education, fund_account("education")),
        )
    )
    fact = DistributionPlanned(
        plan="p", period="2024", plan_digest="0" * 64, result_cents=result, third_parties_cents=0,
        extraordinary_cents=0, tax_cents=0, interest_bp=0, interest_cents=0, made_good_cents=0,
        available_cents=result, waterfall=lines, to_funds_cents=0, patronage_cents=members,
        pools=(), cash_cents=cash, capitalised_cents=capital, loss_cents=0, borne=(), warnings=(),
        legs=(), lines=AnnexRef("0" * 64, 0, "0" * 64),
    )  # fmt: skip
    return Plan(
        "p", "2024", "0" * 64, "planned", result, result, 0, 0, members, cash, capital, 0,
        canonical.encode(fact).decode(), "", 7,
    )  # fmt: skip


def line_with(cents: int) -> ShareLine:
    """A member's line of a plan, all of it in cash."""
    return ShareLine(
        plan="p", period="2024", state="planned", interest_cents=0, pools=(), cash_cents=cents,
        capitalised_cents=0, loss_cents=0, amount_cents=cents, entry=7,
    )  # fmt: skip


@given(CENTS, CENTS, st.tuples(CENTS, CENTS, CENTS, CENTS))
def test_of_every_hundred_makes_exactly_a_hundred(
    wages: int, costs: int, shares: tuple[int, int, int, int]
) -> None:
    """Goal: nothing is lost in the picture. Method: any plan; parts sum in cents and hundredths."""
    plan = plan_with(*shares)
    income = wages + costs + plan.result_cents
    parts = of_every_hundred(money_with(income, wages, costs, plan))
    if income == 0:
        assert parts == []
        return
    assert sum(part.cents for part in parts) == income
    assert sum(part.of_hundred for part in parts) == 100
    places = [0, *(part.start + part.of_hundred for part in parts)]
    assert [part.start for part in parts] == places[:-1], "each part begins where the last ended"


@given(CENTS, CENTS, CENTS)
def test_a_period_without_a_plan_shows_what_is_not_shared_yet(
    income: int, wages: int, costs: int
) -> None:
    """Goal: no part is invented. Method: any income and expenses; a loss shows no bar."""
    parts = of_every_hundred(money_with(income, wages, costs, None))
    assert {part.name for part in parts} <= {"work", "costs", "unshared"}
    assert sum(part.of_hundred for part in parts) == (100 if 0 < income >= wages + costs else 0)


@given(CENTS, CENTS, st.tuples(CENTS, CENTS, CENTS, CENTS), st.integers(0, 100))
def test_the_way_to_a_member_ends_at_what_is_hers(
    wages: int, costs: int, parts: tuple[int, int, int, int], part: int
) -> None:
    """Goal: the waterfall is exact. Method: any plan and any line of it; steps chain and sum."""
    plan = plan_with(*parts)
    mine = plan.patronage_cents * part // 100
    share = ShareOfMember(plan, line_with(mine))
    money = money_with(wages + costs + plan.result_cents, wages, costs, plan)
    first, *taken, last = way_to_member(money, share)
    assert (last.name, last.cents) == ("mine", mine)
    assert first.cents + sum(step.cents for step in taken) == mine
    left = first.stop
    for step in taken:
        assert (step.stop, step.length) == (left, -step.cents)
        left = step.start
    assert left == last.stop


def test_a_statement_shows_the_amounts_of_the_books(at_demo: Client, demo: Path) -> None:
    """Goal: what she reads is what was booked. Method: amounts read straight from the database."""
    database = sqlite3.connect(Folder(demo).database)
    for member in ("m001", "m017", "m063"):
        text = at_demo.get(f"/en/members/{member}/?period=2024").content.decode()
        text += at_demo.get(f"/en/members/{member}/timeline/").content.decode()
        query = "SELECT amount FROM treasury_member_posting WHERE member = ?"
        moved = [cents for (cents,) in database.execute(query, (member,))]
        assert moved
        for cents in moved:
            assert f"€{abs(cents) // 100:,}.{abs(cents) % 100:02d}" in text
        query = "SELECT account, balance FROM treasury_member_account WHERE member = ?"
        held = dict(database.execute(query, (member,)))
        capital = sum(cents for name, cents in held.items() if name.startswith("capital:"))
        assert len(held) > 1
        for cents in (capital, *held.values()):
            assert f"€{cents // 100:,}.{cents % 100:02d}" in text
    database.close()


def test_the_worth_on_a_statement_is_the_one_that_her_money_rests_on(
    at_demo: Client, demo: Path
) -> None:
    """Goal: a later valuation does not rewrite a statement. Method: two valuations, one plan."""
    database = sqlite3.connect(Folder(demo).database)
    query = "SELECT lines FROM valuation_valuation ORDER BY entry"
    found = [annexes.ref_from_text(text) for (text,) in database.execute(query)]
    database.close()
    first, second = (_values(demo, ref) for ref in found)
    member = next(name for name in second if first[name] != second[name])
    text = at_demo.get(f"/en/members/{member}/?period=2024").content.decode()
    assert f"{filters.points(first[member])} points of 100" in text
    assert f"{filters.points(second[member])} points of 100" not in text


def _values(folder: Path, ref: annexes.AnnexRef) -> dict[str, int]:
    path = Folder(folder).annex(ref.digest, is_open=False)
    lines = lines_from(annexes.decode(path.read_bytes(), ref))
    return dict(zip(lines.members, lines.value_e9, strict=True))


def test_who_withdrew_sees_it_and_what_was_erased(at_demo: Client) -> None:
    """Goal: a no is seen to be obeyed. Method: consent and timeline of the member who withdrew."""
    text = at_demo.get("/en/members/m017/consent/").content.decode()
    assert text.count("All use was stopped.") == 2
    text = at_demo.get("/en/members/m017/timeline/").content.decode()
    assert "Stopped all use of your rows." in text
    assert "rows were erased." in text


def test_a_proposal_shows_its_clauses_before_and_after(at_demo: Client) -> None:
    """Goal: a past vote keeps its own before. Method: a change that has been carried out since."""
    text = at_demo.get("/en/decisions/split-45-10-45/").content.decode()
    for before, after in (("60", "45"),):
        assert f"<del>{filters.percent(100 * int(before))}" in text.replace("\n", "")
        assert f"<ins>{filters.percent(100 * int(after))}" in text.replace("\n", "")


@given(st.integers(-(10**15), 10**15))
def test_money_is_written_in_each_language_without_losing_a_cent(cents: int) -> None:
    """Goal: an amount is read back as it was. Method: write in three languages, read the digits."""
    for language in ("en", "es", "eu"):
        with translation.override(language):
            written = filters.money(cents, "EUR")
        digits = int("".join(sign for sign in written if sign.isdigit()))
        assert (-digits if "−" in written else digits) == cents
        assert written.count("€") == 1


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "−€1,234.50"), ("es", "−1.234,50\N{NO-BREAK SPACE}€"), ("eu", "−1.234,50\N{NO-BREAK SPACE}€")],
)  # fmt: skip
def test_money_looks_as_people_write_it(language: str, written: str) -> None:
    """Goal: familiar amounts. Method: one amount in three languages."""
    with translation.override(language):
        assert filters.money(-123_450, "EUR") == written


@pytest.mark.parametrize(
    ("year", "written"),
    [(2024, "2024ko"), (2025, "2025eko"), (2021, "2021eko"), (2011, "2011ko"), (2030, "2030eko")],
)
def test_basque_years_end_as_they_are_spoken(year: int, written: str) -> None:
    """Goal: dates that a Basque reader would write. Method: years of each sound."""
    moment = (year - 1970) * 31_556_952_000 + 15 * 86_400_000
    with translation.override("eu"):
        assert filters.day(moment).startswith(f"{written} urtarrilaren ")


@pytest.mark.parametrize(
    ("value_e9", "written"),
    [(0, "0.000"), (9_926_543, "0.993"), (-2_500_000, "−0.250"), (-4_000, "0.000"), (10**9, "100.000")],
)  # fmt: skip
def test_worth_is_written_in_points_of_a_hundred(value_e9: int, written: str) -> None:
    """Goal: exact rounding, no minus zero. Method: values with known answers."""
    assert filters.points(value_e9) == written


@pytest.mark.parametrize(
    ("price_micro", "written"), [(20_000, "€20.00"), (1, "€0.001"), (1_234, "€1.234"), (0, "€0.00")]
)
def test_the_price_of_a_thousand_keeps_every_decimal(price_micro: int, written: str) -> None:
    """Goal: small prices are not rounded away. Method: prices with known answers."""
    assert filters.price_of_thousand(price_micro, "EUR") == written
