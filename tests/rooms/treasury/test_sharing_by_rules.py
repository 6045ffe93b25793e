"""Every basis of sharing from the books: hours, pay, use, labels, worth at its lower end, heads."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.charter.distribution import Basis
from auzolan.charter.named_rules import SHARING_RULES, clauses_of_rule
from auzolan.charter.presets import founding_charter
from auzolan.labour.acts import AssignIndex
from auzolan.labour.state import WorkOfMember
from auzolan.licensing.acts import Receive
from auzolan.record.annex_columns import numbers, texts
from auzolan.treasury.ledger.acts import ClosePeriod
from auzolan.treasury.royalties.acts import SettleRoyalties
from auzolan.treasury.state import RoyaltyOfMember
from auzolan.treasury.surplus.acts import (
    Distribute,
    Distributed,
    DistributionPlanned,
    PlanDistribution,
)
from support.plain_charter import PLAIN
from support.small_coop import SEALED
from support.small_treasury import SmallTreasury

CLOSE = ClosePeriod("2026-q1", "2026-q2")
PEOPLE = ("ana", "ben", "eve")
NO_POOLS = {f"pool_{basis}_bp": 0 for basis in Basis}


def coop_by(**pools: int) -> SmallTreasury:
    """Three members with 100.00 each; three tenths of a surplus are theirs, by these pools."""
    coop = SmallTreasury(founding_charter(clauses={**PLAIN, **NO_POOLS, **pools}))
    coop.admit(*PEOPLE)
    return coop


def by_rule(name: str) -> SmallTreasury:
    """The same under a named rule."""
    pools = clauses_of_rule(SHARING_RULES[name])
    coop = SmallTreasury(founding_charter(clauses={**PLAIN, **pools}))
    coop.admit(*PEOPLE)
    return coop


def work(
    coop: SmallTreasury, member: str, *, seconds: int, index: int = 100, items: int = 0,
    period: str = "2026-q1",
) -> None:  # fmt: skip
    """What a member's accepted work of a period came to."""
    coop.books.put(WorkOfMember(period, member, seconds, seconds * index, 0, items=items))


def planned(
    coop: SmallTreasury, cents: int = 100_000, *, valuation: str = ""
) -> DistributionPlanned:
    """Money comes in, the period closes, and its result is planned."""
    coop.fund(cents)
    coop.done(CLOSE)
    fact = coop.done(PlanDistribution("p1", "2026-q1", valuation))
    assert isinstance(fact, DistributionPlanned)
    return fact


def got(coop: SmallTreasury, fact: DistributionPlanned, basis: str) -> dict[str, int]:
    """What each got of one pool; nothing is left out."""
    lines = coop.annexes.read(fact.lines)
    return dict(zip(texts(lines, "member"), numbers(lines, f"{basis}_cents"), strict=True))


def shared(cents: int, weights: dict[str, int]) -> dict[str, int]:
    """Largest remainder, once more and plainly."""
    exact = {one: Fraction(cents * of, sum(weights.values())) for one, of in weights.items()}
    found = {one: floor(share) for one, share in exact.items()}
    for one in sorted(exact, key=lambda name: (found[name] - exact[name], name)):
        if sum(found.values()) < cents:
            found[one] += 1
    return found


def test_hours_count_alike_whatever_the_index() -> None:
    """Goal: hours only. Method: one with six times the index and half of the hours gets half."""
    coop = by_rule("hours-only")
    work(coop, "ana", seconds=7_200)
    work(coop, "ben", seconds=3_600, index=600)
    fact = planned(coop)
    assert [str(pool.basis) for pool in fact.pools] == ["hours"]
    assert got(coop, fact, "hours") == {"ana": 20_000, "ben": 10_000, "eve": 0}


def test_mondragon_counts_hours_by_the_pay_index() -> None:
    """Goal: what labour earns by index. Method: the same two; six times the index, half the hours."""
    coop = by_rule("mondragon")
    work(coop, "ana", seconds=7_200)
    work(coop, "ben", seconds=3_600, index=600)
    assert got(coop, planned(coop), "labour") == {"ana": 7_500, "ben": 22_500, "eve": 0}


def test_where_pay_follows_the_index_mondragon_is_proportional_to_pay() -> None:
    """Goal: the reason why no pool by money is needed. Method: pay 15.00 an hour times index."""
    coop = by_rule("mondragon")
    coop.done(AssignIndex("ben", 250))
    lines = (("ana", 7_200, 3_000), ("ben", 3_600, 3_750), ("eve", 3_600, 1_500))
    coop.done(coop.work(*lines))
    fact = planned(coop)
    pay = {member: cents for member, _, cents in lines}
    assert got(coop, fact, "labour") == shared(fact.patronage_cents, pay)


def test_royalties_of_the_period_count_settled_or_not() -> None:
    """Goal: as Stocksy. Method: accrue, settle, accrue more; then a later period that counts nothing."""
    coop = by_rule("stocksy")
    coop.model()
    coop.license(fee_cents=100_000)
    coop.done(Receive("dairy", "2026-q1", 100_000, SEALED))
    coop.done(coop.accrue({"ana": 3_000_000, "ben": 1_000_000}))
    coop.done(SettleRoyalties("s1", "2026-q1"))
    coop.done(coop.accrue({"ben": 500_000, "eve": 7}, accrual="day-2"))
    coop.done(CLOSE)
    coop.done(coop.accrue({"eve": 10_000_000}, accrual="day-3"))
    fact = coop.done(PlanDistribution("p1", "2026-q1", ""))
    assert isinstance(fact, DistributionPlanned)
    assert got(coop, fact, "usage") == shared(
        fact.patronage_cents, {"ana": 3_000_000, "ben": 1_500_000, "eve": 7}
    )
    assert coop.done(Distribute("m", "p1", fact.plan_digest)) == Distributed("p1", "2026-q1")
    coop.audit()


def test_who_left_is_still_paid_by_her_royalties_and_all_in_cash() -> None:
    """Goal: past use is paid. Method: ana earns, leaves, and has no work and no capital."""
    coop = by_rule("stocksy")
    coop.model()
    coop.license(fee_cents=100_000)
    coop.done(Receive("dairy", "2026-q1", 100_000, SEALED))
    coop.done(coop.accrue({"ana": 900_000, "ben": 100_000}))
    coop.leave("ana")
    coop.done(CLOSE)
    fact = coop.done(PlanDistribution("p1", "2026-q1", ""))
    assert isinstance(fact, DistributionPlanned)
    assert got(coop, fact, "usage")["ana"] == fact.patronage_cents * 9 // 10
    lines = coop.annexes.read(fact.lines)
    place = texts(lines, "member").index("ana")
    assert numbers(lines, "cash_cents")[place] == numbers(lines, "amount_cents")[place]


@given(
    days=st.lists(
        st.dictionaries(st.sampled_from(PEOPLE), st.integers(1, 40_000), min_size=1), max_size=6
    ),
    settled=st.sets(st.integers(0, 5)),
)
def test_what_was_earned_in_a_period_is_what_accrued_in_it(
    days: list[dict[str, int]], settled: set[int]
) -> None:
    """Goal: settling forgets nothing. Method: random days, settled at random; add them up."""
    coop = by_rule("stocksy")
    coop.model()
    coop.license(fee_cents=10_000_000)
    coop.done(Receive("dairy", "2026-q1", 10_000_000, SEALED))
    earned: dict[str, int] = {}
    for day, amounts in enumerate(days):
        coop.done(coop.accrue(amounts, accrual=f"day-{day}"))
        for member, micro in amounts.items():
            earned[member] = earned.get(member, 0) + micro
        if day in settled and any(micro >= 10_000 for micro in coop.theirs("royalties").values()):
            coop.done(SettleRoyalties(f"s{day}", "2026-q1"))
    rows = coop.books.find(RoyaltyOfMember, period="2026-q1")
    assert {row.member: row.earned_micro for row in rows} == earned


def test_labels_that_were_accepted_count() -> None:
    """Goal: a pool by labels from the books. Method: 30 and 10 of them, hours the other way round."""
    coop = coop_by(pool_labels_bp=10_000)
    work(coop, "ana", seconds=1, items=30)
    work(coop, "ben", seconds=9_000, items=10)
    assert got(coop, planned(coop), "labels") == {"ana": 22_500, "ben": 7_500, "eve": 0}


def test_value_counts_at_the_lower_end_and_never_below_zero() -> None:
    """Goal: only what is sure. Method: equal worth, unequal ranges; one whose range begins below 0."""
    worth = {"ana": 500, "ben": 500, "eve": 500}
    low = {"ana": 300, "ben": 100, "eve": -200}
    coop = by_rule("value-only")
    coop.value(worth, low=low)
    fact = planned(coop, valuation="v1")
    assert got(coop, fact, "value") == {"ana": 22_500, "ben": 7_500, "eve": 0}
    other = coop_by(pool_data_bp=10_000)
    other.value(worth, low=low)
    fact = planned(other, valuation="v1")
    assert got(other, fact, "data") == {"ana": 10_000, "ben": 10_000, "eve": 10_000}


def test_a_valuation_that_is_sure_of_nothing_shares_nothing() -> None:
    """Goal: no division by zero, and a way out. Method: all ranges begin below zero."""
    coop = by_rule("value-only")
    coop.value({"ana": 5, "ben": 5, "eve": 5}, low={"ana": -1, "ben": 0, "eve": -9})
    coop.fund(100_000)
    coop.done(CLOSE)
    assert coop.refused(PlanDistribution("p1", "2026-q1", "v1")) == "treasury.weights_all_zero"


def test_a_pool_by_value_needs_a_valuation() -> None:
    """Goal: no worth is guessed. Method: the blend without a valuation, then with one."""
    coop = by_rule("blended")
    coop.fund(100_000)
    coop.done(CLOSE)
    assert coop.refused(PlanDistribution("p1", "2026-q1", "")) == "treasury.valuation_unknown"


def test_the_blend_is_shared_to_the_last_cent() -> None:
    """Goal: .40, .45 and .15 together. Method: each pool by itself, and their sums."""
    coop = by_rule("blended")
    work(coop, "ana", seconds=3_601, index=130)
    work(coop, "ben", seconds=7_000, index=100)
    coop.value({"ana": 10, "ben": 900, "eve": 800}, low={"ana": -5, "ben": 700, "eve": 300})
    fact = planned(coop, 333_337, valuation="v1")
    assert [(str(one.basis), one.weight_bp) for one in fact.pools] == [
        ("labour", 4_000), ("equal", 1_500), ("value", 4_500)
    ]  # fmt: skip
    assert sum(one.cents for one in fact.pools) == fact.patronage_cents
    weights = {
        "labour": {"ana": 3_601 * 130, "ben": 700_000, "eve": 0},
        "value": {"ana": 0, "ben": 700, "eve": 300},
        "equal": dict.fromkeys(PEOPLE, 1),
    }
    for pool in fact.pools:
        assert got(coop, fact, str(pool.basis)) == shared(pool.cents, weights[str(pool.basis)])
    assert coop.done(Distribute("m", "p1", fact.plan_digest)) == Distributed("p1", "2026-q1")
    coop.audit()


def test_the_ratio_looks_at_what_hours_really_weighed() -> None:
    """Goal: an index by class counts as its mean. Method: means of 600 and of 601 against six."""
    for mean, code in ((600, None), (601, "treasury.index_above_ratio")):
        coop = SmallTreasury(
            founding_charter(clauses={**PLAIN, **NO_POOLS, "pool_hours_bp": 10_000})
        )
        coop.admit(*PEOPLE)
        work(coop, "ana", seconds=3_600)
        work(coop, "ben", seconds=3_600, index=mean)
        coop.fund(1_000)
        coop.done(CLOSE)
        act = PlanDistribution("p1", "2026-q1", "")
        if code is None:
            assert isinstance(coop.done(act), DistributionPlanned)
        else:
            assert coop.refused(act) == code


@settings(max_examples=40)
@given(
    rule=st.sampled_from(sorted(SHARING_RULES)),
    units=st.lists(
        st.tuples(
            st.integers(1, 10**6), st.integers(100, 600), st.integers(-50, 10**9),
            st.integers(1, 10**6),
        ),
        min_size=3, max_size=3,
    ),
    cents=st.integers(100, 10**9),
)  # fmt: skip
def test_each_rule_from_the_books_is_the_plain_calculation(
    rule: str, units: list[tuple[int, int, int, int]], cents: int
) -> None:
    """Goal: books and rule agree. Method: random members; the weights of the rule, plainly shared."""
    coop = by_rule(rule)
    hours, indexes, lows, uses = map(list, zip(*units, strict=True))
    for member, seconds, index, micro in zip(PEOPLE, hours, indexes, uses, strict=True):
        work(coop, member, seconds=seconds, index=index)
        coop.books.put(RoyaltyOfMember("2026-q1", member, micro))
    low = dict(zip(PEOPLE, lows, strict=True))
    coop.value({one: max(0, of) for one, of in low.items()}, low=low)
    coop.fund(cents)
    coop.done(CLOSE)
    act = PlanDistribution("p1", "2026-q1", "v1")
    weights = {
        "hours": dict(zip(PEOPLE, hours, strict=True)),
        "labour": {one: of * index for one, of, index in zip(PEOPLE, hours, indexes, strict=True)},
        "usage": dict(zip(PEOPLE, uses, strict=True)),
        "value": {one: max(0, of) for one, of in low.items()},
        "equal": dict.fromkeys(PEOPLE, 1),
    }
    if SHARING_RULES[rule].weights()[Basis.VALUE] and not any(weights["value"].values()):
        assert coop.refused(act) == "treasury.weights_all_zero"
        return
    fact = coop.done(act)
    assert isinstance(fact, DistributionPlanned)
    for pool in fact.pools:
        assert got(coop, fact, str(pool.basis)) == shared(pool.cents, weights[str(pool.basis)])
    assert fact.cash_cents + fact.capitalised_cents == fact.patronage_cents


@pytest.mark.parametrize("basis", sorted(Basis))
def test_a_basis_that_has_no_pool_moves_nobodys_cent(basis: Basis) -> None:
    """Goal: nobody loses by units that do not count. Method: much of one basis, no pool for it."""
    rule = {"pool_equal_bp": 10_000} if basis != Basis.EQUAL else {"pool_hours_bp": 10_000}
    plans = []
    for much in (1, 10**6):
        coop = coop_by(**rule)
        for member in PEOPLE:
            work(coop, member, seconds=60)
        work(
            coop, "ana", seconds=60, items=much if basis == Basis.LABELS else 1,
            index=600 if basis == Basis.LABOUR and much > 1 else 100,
        )  # fmt: skip
        coop.books.put(RoyaltyOfMember("2026-q1", "ana", much if basis == Basis.USAGE else 1))
        worth = much if basis in (Basis.DATA, Basis.VALUE) else 1
        coop.value({"ana": worth, "ben": 1}, low={"ana": worth})
        fact = planned(coop, valuation="v1")
        plans.append(got(coop, fact, next(iter(fact.pools)).basis))
    assert plans[0] == plans[1]
