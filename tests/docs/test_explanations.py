"""The worked examples of the explanations are what the rules compute."""

import json
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import numpy as np

from auzolan.charter.distribution import Basis
from auzolan.charter.named_rules import SHARING_RULES, clauses_of_rule
from auzolan.charter.presets import founding_charter
from auzolan.foundation.money import part_of, share_pool
from auzolan.foundation.refusals import Refusal
from auzolan.house.demo.yogurt import OWN_CLAUSES
from auzolan.house.rooms.treasury.simulate import spread_of
from auzolan.treasury.surplus.snapshot import Standing, members_from
from auzolan.treasury.surplus.waterfall import ClassResult, YearResult
from auzolan.treasury.surplus.worksheet import plan_worksheet
from auzolan.treasury.surplus.year_plan import plan_year
from auzolan.valuation.payable.knn import row_values

EXPLANATION = Path(__file__).resolve().parents[2] / "docs" / "explanation"


def _cells(page: str, first: str) -> list[str]:
    """The cells of the table's row that begins with a word."""
    text = (EXPLANATION / page).read_text(encoding="utf-8")
    (line,) = [one for one in text.splitlines() if one.startswith(f"| {first} |")]
    return [cell.strip() for cell in line.strip("|").split("|")]


def _text(cents: int) -> str:
    return f"{cents // 100:,}.{cents % 100:02d}"


def test_the_surplus_of_the_page_is_shared_as_it_says() -> None:
    """Goal: no wrong cent in the example. Method: let the rule divide it; compare the tables."""
    clauses = {**OWN_CLAUSES, "obligatory_reserve_bp": 4_500}
    article = founding_charter(clauses=clauses).surplus.distribution
    members = [f"m{number:03d}" for number in range(1, 101)]
    people = members_from(
        [
            Standing(one, hours=int(one == "m001"), index=1, points=int(one == "m017"))
            for one in members
        ]
    )
    assert not isinstance(people, Refusal)
    plan = plan_year(article, YearResult(ClassResult(754_648)), people)
    assert not isinstance(plan, Refusal)
    lines = {line.line.name: line.cents for line in plan.waterfall.lines}
    patronage_cents = plan.waterfall.patronage_cents
    assert _cells("how-surplus-is-shared.md", "reserve")[2] == _text(lines["obligatory_reserve"])
    assert _cells("how-surplus-is-shared.md", "education")[2] == _text(lines["education"])
    assert _cells("how-surplus-is-shared.md", "members")[2] == _text(patronage_cents)
    pools = {pool.basis: (pool.weight_bp, pool.shares.pool_cents) for pool in plan.part.pools}
    for name, basis in (("data", Basis.DATA), ("work", Basis.LABOUR), ("head", Basis.EQUAL)):
        share_bp, cents = pools[basis]
        _, exactly, shared = _cells("how-surplus-is-shared.md", f"by {name}")
        assert Fraction(exactly.replace(",", "")) * 100 == part_of(patronage_cents, share_bp)
        assert shared == _text(cents)
    heads = share_pool(pools[Basis.EQUAL][1], dict.fromkeys(members, 1))
    assert sorted(heads.values(), reverse=True) == [340] * 59 + [339] * 41
    assert heads["m017"] == 340


def test_cash_and_capital_of_the_page_are_right() -> None:
    """Goal: the member's own figures hold. Method: twenty per cent of 29.17, rounded up."""
    amount_cents = 2_577 + 340
    cash_cents = -(-amount_cents * 2_000 // 10_000)
    assert (amount_cents, cash_cents, amount_cents - cash_cents) == (2_917, 584, 2_333)


def test_near_copies_pay_as_the_page_warns() -> None:
    """Goal: the warning is true. Method: value the page's two rows, then with Ben's near copy."""
    assert _values(10, 20) == [Fraction(1, 2)] * 2
    assert _values(10, 20, 21) == [Fraction(1, 3)] * 3


def _values(*distances: int) -> Iterable[Fraction]:
    rows = np.array([[distance] for distance in distances], dtype=np.int64)
    one = np.zeros(1, dtype=np.int64)
    values = row_values(
        rows, np.zeros(len(rows), dtype=np.int64), np.zeros((1, 1), dtype=np.int64), one, k=1
    )
    return [Fraction(int(value), 10**9).limit_denominator(1_000) for value in values.value_e9]


SHEET = {
    "preset": "es-pv-2019",
    "result": {"before_interest_and_tax": 1_000_000},
    "members": [
        {"id": "ana", "hours": 1_700, "index": 100, "points": 1, "usage": 1},
        {"id": "ben", "points": 9, "value": 4, "usage": 3},
        {"id": "eve", "hours": 850, "index": 200},
    ],
}
"""The three people of the page on sharing."""


def test_the_named_rules_share_as_the_page_says() -> None:
    """Goal: no wrong cent in the table. Method: plan the page's three people by each rule."""
    page = (EXPLANATION / "how-surplus-is-shared.md").read_text(encoding="utf-8")
    for name, rule in SHARING_RULES.items():
        found = plan_worksheet(json.dumps({**SHEET, "charter": clauses_of_rule(rule)}).encode())
        assert not isinstance(found, Refusal), found
        cents = found.plan.part.amount.tolist()
        evenly = spread_of(cents).gini_e4
        assert evenly is not None
        line = f"| `{name}` | {' | '.join(map(_text, cents))} | 0.{evenly:04d} |"
        assert line in page.splitlines(), line
