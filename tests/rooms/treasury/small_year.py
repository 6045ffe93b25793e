"""A small co-operative's first quarter, for tests: its surplus, its plan, what stands in its books."""

from auzolan.treasury.ledger.acts import ClosePeriod
from auzolan.treasury.state import (
    Account,
    MemberAccount,
)
from auzolan.treasury.surplus.acts import (
    Distribute,
    DistributionPlanned,
    PlanDistribution,
)
from support.small_coop import SmallCoop

CLOSE = ClosePeriod("2026-q1", "2026-q2")
PLAN = PlanDistribution("p1", "2026-q1", "v1")


def with_a_surplus(coop: SmallCoop) -> None:
    coop.earn(105_000)
    coop.done(coop.work(("ana", 3_600, 3_000), ("eve", 1_800, 2_000)))
    coop.value({"ana": 300, "ben": 100, "eve": -50})


def balances(coop: SmallCoop) -> dict[str, int]:
    return {row.account: row.balance for row in coop.books.rows(Account)}


def nonzero(found: dict[str, int]) -> dict[str, int]:
    return {account: balance for account, balance in found.items() if balance}


def theirs(coop: SmallCoop, account: str) -> dict[str, int]:
    rows = coop.books.find(MemberAccount, account=account)
    return {row.member: row.balance for row in rows}


def planned(coop: SmallCoop, plan: PlanDistribution = PLAN) -> Distribute:
    fact = coop.done(plan)
    assert isinstance(fact, DistributionPlanned)
    return Distribute("mandate-1", fact.plan, fact.plan_digest)
