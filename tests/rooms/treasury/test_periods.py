"""Periods: open, closing, closed; one after another, each with its chain of postings."""

import pytest

from auzolan.licensing.acts import Receive
from auzolan.treasury.ledger.acts import BeginClosing, ClosePeriod, ClosingBegun, PeriodClosed
from auzolan.treasury.ledger.posting import NO_POSTINGS, Leg, chained
from auzolan.treasury.state import CLOSED, CLOSING, OPEN, Period, Posting, open_period
from support.small_coop import SEALED
from support.small_treasury import SmallTreasury, treasury

BEGIN = BeginClosing("2026-q1", "2026-q2")
CLOSE = ClosePeriod("2026-q1", "2026-q2")


@pytest.fixture
def coop() -> SmallTreasury:
    return treasury()


def period(coop: SmallTreasury, name: str = "2026-q1") -> Period:
    row = coop.books.get(Period, name)
    assert row is not None
    return row


def chain_of(coop: SmallTreasury, name: str) -> tuple[int, str]:
    """How many legs entered a period, and their chain, by the postings alone."""
    by_entry: dict[int, list[Leg]] = {}
    for row in coop.history:
        if isinstance(row, Posting) and row.period == name:
            by_entry.setdefault(row.entry, []).append(Leg(row.account, row.amount))
    chain = NO_POSTINGS
    for entry, legs in sorted(by_entry.items()):
        chain = chained(chain, entry, legs)
    return sum(map(len, by_entry.values())), chain


def test_while_a_period_closes_the_next_takes_new_business(coop: SmallTreasury) -> None:
    """Goal: work goes on while the books are checked. Method: begin; pay, work and book in both."""
    assert coop.done(BEGIN) == ClosingBegun("2026-q1", "2026-q2")
    assert (period(coop).state, period(coop, "2026-q2").state) == (CLOSING, OPEN)
    coop.model()
    coop.license(fee_cents=1_000)
    late = Receive("dairy", "2026-q1", 500, SEALED)
    assert coop.refused(late) == "treasury.period_closing"
    assert coop.refused(coop.work(("ana", 60, 100))) == "treasury.period_closing"
    coop.done(Receive("dairy", "2026-q2", 500, SEALED))
    coop.done(coop.work(("ana", 60, 100), period="2026-q2"))
    coop.done(coop.book(("expense:fees", 30), ("bank", -30)))
    fact = coop.done(CLOSE)
    assert isinstance(fact, PeriodClosed)
    assert (fact.income_cents, fact.expense_cents, fact.result_cents) == (0, 30, -30)
    assert coop.own("income:2026-q2:warbler:milk-ltd") == 500
    coop.audit()


def test_joining_while_a_period_closes_enters_the_open_one(coop: SmallTreasury) -> None:
    """Goal: a closing period gets corrections only. Method: a member joins meanwhile."""
    coop.done(BEGIN)
    before = period(coop).postings
    coop.admit("ida")
    assert period(coop).postings == before
    assert period(coop, "2026-q2").postings == 2


def test_beginning_to_close_is_refused_in_the_order_of_the_ladder(coop: SmallTreasury) -> None:
    """Goal: each reason, in order. Method: faults mended in turn through two periods."""
    coop.done(BEGIN)
    assert coop.refused(BeginClosing("2030", "2026-q1")) == "treasury.period_unknown"
    assert coop.refused(BeginClosing("2026-q1", "2026-q1")) == "treasury.period_closing"
    assert coop.refused(BeginClosing("2026-q2", "2026-q2")) == "treasury.next_period_taken"
    assert coop.refused(BeginClosing("2026-q2", "2026-q3")) == "treasury.another_closing"
    coop.done(CLOSE)
    assert coop.refused(BeginClosing("2026-q1", "2026-q2")) == "treasury.period_closed"
    coop.done(BeginClosing("2026-q2", "2026-q3"))
    assert open_period(coop.books) == "2026-q3"


def test_periods_close_one_after_another(coop: SmallTreasury) -> None:
    """Goal: no period is overtaken. Method: close the open one while the one before is closing."""
    coop.done(BEGIN)
    assert coop.refused(ClosePeriod("2026-q2", "2026-q3")) == "treasury.another_closing"
    assert coop.refused(ClosePeriod("2026-q1", "2026-q3")) == "treasury.next_period_differs"
    coop.done(CLOSE)
    coop.done(ClosePeriod("2026-q2", "2026-q3"))
    assert [row.state for row in coop.books.rows(Period)] == [CLOSED, CLOSED, OPEN]


def test_a_closed_period_is_not_opened_or_closed_again(coop: SmallTreasury) -> None:
    """Goal: closed is closed. Method: every act that names a period."""
    coop.done(CLOSE)
    for act in (
        CLOSE,
        BEGIN,
        ClosePeriod("2026-q1", "2026-q9"),
        coop.book(("expense:fees", 1), ("bank", -1)),
        coop.work(("ana", 60, 100)),
    ):
        assert coop.refused(act) == "treasury.period_closed"
    assert coop.refused(ClosePeriod("2026-q2", "2026-q1")) == "treasury.next_period_taken"


def test_the_chain_stands_for_every_leg_that_entered_a_period(coop: SmallTreasury) -> None:
    """Goal: nothing slips into a period unseen. Method: recompute the chain from the postings."""
    coop.fund(1_000)
    coop.done(BEGIN)
    coop.fund(500, booking="more")
    coop.done(coop.book(("expense:fees", 30), ("bank", -30), period="2026-q2"))
    for name in ("2026-q1", "2026-q2"):
        assert chain_of(coop, name) == (period(coop, name).postings, period(coop, name).chain)
    before = period(coop)
    fact = coop.done(CLOSE)
    assert isinstance(fact, PeriodClosed)
    assert (fact.postings, fact.chain) == (before.postings, before.chain)
    assert chain_of(coop, "2026-q1") == (period(coop).postings, period(coop).chain)


def test_a_leg_a_cent_off_gives_another_chain() -> None:
    """Goal: the chain binds account, amount, entry and order. Method: change one at a time."""
    legs = [Leg("bank", 5), Leg("income:2026:other", -5)]
    chain = chained(NO_POSTINGS, 7, legs)
    others = [
        chained(NO_POSTINGS, 8, legs),
        chained(NO_POSTINGS, 7, legs[::-1]),
        chained(NO_POSTINGS, 7, [Leg("bank", 6), Leg("income:2026:other", -6)]),
        chained(NO_POSTINGS, 7, [Leg("bank", 5), Leg("income:2027:other", -5)]),
        chained(chain, 7, legs),
    ]
    assert len({chain, *others}) == 6
