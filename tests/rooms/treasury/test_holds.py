"""Holds: money kept for one use, never twice, never past its moment."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from auzolan.foundation.moments import DAY_MS, HOUR_MS, Moment
from auzolan.foundation.refusals import Refusal
from auzolan.record.entries import Act
from auzolan.treasury.ledger.acts import (
    BeginClosing,
    ClosePeriod,
    HoldPlaced,
    HoldPosted,
    PlaceHold,
    PostHold,
    Reverse,
    VoidHold,
)
from auzolan.treasury.ledger.hold_rules import HOLD_DAYS_MAX
from auzolan.treasury.ledger.posting import free_balance
from auzolan.treasury.payouts.acts import CancelPayout
from auzolan.treasury.state import Hold, Payout
from support.small_coop import AT
from support.small_treasury import SmallTreasury, treasury

LATER = AT + 30 * DAY_MS
CENTS = st.integers(1, 15_000)


@pytest.fixture
def coop() -> SmallTreasury:
    return treasury()


def hold(
    cents: int, *, name: str = "h1", account: str = "bank", until_at: int = LATER
) -> PlaceHold:
    return PlaceHold(name, account, cents, until_at)


def spend(
    cents: int, *, name: str = "h1", to: str = "expense:fees", period: str = "2026-q1"
) -> PostHold:
    return PostHold(name, period, to, cents)


def free(coop: SmallTreasury, account: str = "bank") -> int:
    return free_balance(coop.books, account, Moment(coop.at))


# --- a hold's life ----------------------------------------------------------------------------------


def test_a_hold_keeps_money_and_moves_none(coop: SmallTreasury) -> None:
    """Goal: held is not spent. Method: hold a part; the balance stays, what is free falls."""
    assert coop.done(hold(10_000)) == HoldPlaced("h1")
    assert (coop.own("bank"), free(coop)) == (30_000, 20_000)
    coop.audit()


def test_a_posted_hold_spends_at_most_what_it_keeps_and_frees_the_rest(coop: SmallTreasury) -> None:
    """Goal: an order of 100.00 that costs 60.00 leaves 40.00. Method: spend less than is held."""
    coop.done(hold(10_000))
    assert coop.refused(spend(10_001)) == "treasury.more_than_held"
    assert coop.done(spend(6_000)) == HoldPosted("h1", 6_000)
    assert (coop.own("bank"), coop.own("expense:2026-q1:fees"), free(coop)) == (
        24_000, 6_000, 24_000,
    )  # fmt: skip
    coop.audit()


def test_a_hold_of_a_fund_is_spent_through_the_bank(coop: SmallTreasury) -> None:
    """Goal: the fund pays. Method: hold a part of the fund, spend it; fund and bank fall."""
    coop.endow(5_000)
    coop.done(hold(3_000, account="fund:education"))
    assert free(coop, "fund:education") == 2_000
    coop.done(spend(3_000, to="bank"))
    assert (coop.own("fund:education"), coop.own("bank")) == (2_000, 32_000)
    coop.audit()


def test_a_voided_hold_frees_its_money(coop: SmallTreasury) -> None:
    """Goal: an order that fell through keeps nothing. Method: hold all, void, hold all again."""
    coop.done(hold(30_000))
    assert free(coop) == 0
    coop.done(VoidHold("h1"))
    assert free(coop) == 30_000
    coop.done(hold(30_000, name="h2"))


def test_a_hold_ends_by_itself(coop: SmallTreasury) -> None:
    """Goal: forgotten holds free their money. Method: one moment before and at the end."""
    coop.done(hold(30_000))
    coop.at = LATER - 1
    assert free(coop) == 0
    coop.at = LATER
    assert free(coop) == 30_000
    assert coop.refused(spend(1)) == "treasury.hold_expired"
    coop.done(VoidHold("h1"))


# --- what is refused, in order ------------------------------------------------------------------------


def test_placing_is_refused_in_the_order_of_the_ladder(coop: SmallTreasury) -> None:
    """Goal: each reason, in order. Method: one act with every fault, mended in turn."""
    coop.done(hold(1, name="taken"))
    far = AT + HOLD_DAYS_MAX * DAY_MS + 1
    steps = [
        (hold(10**9, name="taken", account="payable", until_at=AT), "treasury.hold_taken"),
        (hold(10**9, account="payable", until_at=AT), "treasury.account_not_held"),
        (hold(10**9, until_at=AT), "treasury.hold_over_already"),
        (hold(10**9, until_at=far), "treasury.hold_too_long"),
        (hold(30_000, until_at=far - 1), "treasury.not_enough"),
    ]
    for act, code in steps:
        assert coop.refused(act) == code
    coop.done(hold(29_999, until_at=far - 1))


@pytest.mark.parametrize(
    "account", ["payable", "capital:compulsory", "expense:2026-q1:fees", "fund:yacht", "suspense"]
)
def test_only_the_bank_and_funds_are_held(coop: SmallTreasury, account: str) -> None:
    """Goal: what is owed to members is never held back. Method: every other kind of account."""
    assert coop.refused(hold(1, account=account)) == "treasury.account_not_held"


@pytest.mark.parametrize("until_at", [-(2**53 - 1), 0, AT])
def test_a_moment_long_past_is_refused_and_does_not_stop_the_desk(
    coop: SmallTreasury, until_at: int
) -> None:
    """Goal: every whole number is answered. Method: moments before any calendar."""
    assert coop.refused(hold(1, until_at=until_at)) == "treasury.hold_over_already"


def test_posting_is_refused_in_the_order_of_the_ladder(coop: SmallTreasury) -> None:
    """Goal: each reason, in order. Method: a hold of a fund with every fault, mended in turn."""
    coop.endow(5_000)
    coop.done(hold(5_000, account="fund:education"))
    coop.done(hold(5_000, name="old", until_at=AT + 1))
    coop.at += 1
    coop.done(BeginClosing("2026-q1", "2026-q2"))
    big = {"to": "payable", "period": "2030"}
    assert coop.refused(spend(9_000, name="none", **big)) == "treasury.hold_unknown"
    assert coop.refused(spend(9_000, name="old", **big)) == "treasury.hold_expired"
    assert coop.refused(spend(9_000, **big)) == "treasury.period_unknown"
    assert coop.refused(spend(9_000, to="payable")) == "treasury.period_closing"
    coop.done(ClosePeriod("2026-q1", "2026-q2"))
    assert coop.refused(spend(9_000, to="payable")) == "treasury.period_closed"
    assert coop.refused(spend(9_000, to="payable", period="2026-q2")) == "treasury.more_than_held"
    assert coop.refused(spend(5_000, to="payable", period="2026-q2")) == (
        "treasury.hold_spent_elsewhere"
    )
    coop.done(hold(31_000, name="rent"))
    assert coop.refused(spend(5_000, to="bank", period="2026-q2")) == "treasury.not_enough"
    coop.done(VoidHold("rent"))
    coop.done(spend(5_000, to="bank", period="2026-q2"))
    assert coop.refused(spend(1, to="bank", period="2026-q2")) == "treasury.hold_ended"
    assert coop.refused(VoidHold("h1")) == "treasury.hold_ended"
    assert coop.refused(VoidHold("none")) == "treasury.hold_unknown"


@pytest.mark.parametrize(
    ("account", "to"),
    [
        ("bank", "bank"),
        ("bank", "expense:bribes"),
        ("bank", "expense:2026-q1:fees"),
        ("bank", "fund:education"),
        ("bank", "payable"),
        ("bank", "income:other"),
        ("fund:education", "expense:fees"),
        ("fund:education", "fund:education"),
    ],
)
def test_a_hold_is_not_spent_on_other_accounts(coop: SmallTreasury, account: str, to: str) -> None:
    """Goal: a hold is spent on what it can be for. Method: each account that does not fit."""
    coop.endow(5_000)
    coop.done(hold(100, account=account))
    assert coop.refused(spend(100, to=to)) == "treasury.hold_spent_elsewhere"


# --- what a thief would try ---------------------------------------------------------------------------


def test_two_holds_keep_no_more_than_there_is(coop: SmallTreasury) -> None:
    """Goal: nothing is promised twice. Method: two holds of more than half, then to the cent."""
    coop.done(hold(20_000))
    assert coop.refused(hold(10_001, name="h2")) == "treasury.not_enough"
    coop.done(hold(10_000, name="h2"))
    assert coop.refused(hold(1, name="h3")) == "treasury.not_enough"


def test_held_money_is_not_spent_by_booking_undoing_or_paying(coop: SmallTreasury) -> None:
    """Goal: a hold keeps its money from every way out. Method: each way, while all is held."""
    coop.fund(1_000)
    coop.owe({"ana": 500})
    coop.payees("ana")
    coop.done(hold(31_000))
    assert coop.refused(coop.book(("expense:fees", 1), ("bank", -1))) == "treasury.not_enough"
    assert coop.refused(Reverse("gift", "2026-q1")) == "treasury.not_enough"
    with pytest.raises(AssertionError, match="treasury.not_enough"):
        coop.draft()


def test_what_a_payout_has_set_apart_is_not_held(coop: SmallTreasury) -> None:
    """Goal: the bank can always pay what it was told. Method: hold between export and settling."""
    coop.owe({"ana": 20_000})
    coop.payees("ana")
    coop.export()
    assert coop.refused(hold(10_001)) == "treasury.not_enough"
    coop.done(hold(10_000))
    coop.settle()
    coop.done(spend(10_000))
    assert coop.own("bank") == 0
    coop.audit()


def test_a_cancelled_payout_frees_what_it_had_set_apart(coop: SmallTreasury) -> None:
    """Goal: setting apart ends. Method: draft all, cancel, hold all."""
    coop.owe({"ana": 30_000})
    coop.payees("ana")
    coop.draft()
    assert coop.refused(hold(1)) == "treasury.not_enough"
    coop.done(CancelPayout("out"))
    coop.done(hold(30_000))


# --- properties ---------------------------------------------------------------------------------------


class Promises(RuleBasedStateMachine):
    """Holds, bookings and payouts in any order, beside a pencil that predicts every answer."""

    @initialize()
    def found(self) -> None:
        self.coop = treasury()
        self.coop.owe({"ana": 9_000, "ben": 700})
        self.coop.payees("ana", "ben")
        self.bank, self.paying, self.count = 30_000, 0, 0
        self.kept: dict[str, tuple[int, int]] = {}

    def _open(self) -> dict[str, int]:
        return {name: cents for name, (cents, until) in self.kept.items() if until > self.coop.at}

    def _spare(self) -> int:
        return self.bank - sum(self._open().values()) - self.paying

    def _does(self, act: Act, *, can: bool) -> bool:
        assert isinstance(self.coop.answer(act), Refusal) == (not can)
        if can:
            self.coop.done(act)
        return can

    @rule(cents=CENTS, hours=st.integers(1, 6))
    def place(self, cents: int, hours: int) -> None:
        self.count += 1
        name, until_at = f"h{self.count}", self.coop.at + hours * HOUR_MS
        if self._does(hold(cents, name=name, until_at=until_at), can=cents <= self._spare()):
            self.kept[name] = (cents, until_at)

    @rule(cents=CENTS, which=st.integers(1, 6))
    def spend(self, cents: int, which: int) -> None:
        can = cents <= self._open().get(f"h{which}", 0)
        if self._does(spend(cents, name=f"h{which}"), can=can):
            del self.kept[f"h{which}"]
            self.bank -= cents

    @rule(which=st.integers(1, 6))
    def void(self, which: int) -> None:
        if self._does(VoidHold(f"h{which}"), can=f"h{which}" in self.kept):
            del self.kept[f"h{which}"]

    @rule(cents=CENTS)
    def book(self, cents: int) -> None:
        self.count += 1
        legs = (("expense:fees", cents), ("bank", -cents))
        act = self.coop.book(*legs, booking=f"b{self.count}")
        if self._does(act, can=cents <= self._spare()):
            self.bank -= cents

    @rule(hours=st.integers(1, 6))
    def wait(self, hours: int) -> None:
        self.coop.at += hours * HOUR_MS

    @precondition(lambda self: not self.coop.books.rows(Payout) and self._spare() >= 9_700)
    @rule()
    def export(self) -> None:
        self.coop.export()
        self.paying = 9_700

    @precondition(lambda self: self.paying)
    @rule()
    def settle(self) -> None:
        self.coop.settle()
        self.bank, self.paying = self.bank - self.paying, 0

    @invariant()
    def no_cent_is_promised_twice(self) -> None:
        assert self.coop.own("bank") == self.bank
        assert free(self.coop) == self._spare() >= 0
        held = self.coop.books.find(Hold, account="bank", state="held")
        assert {row.hold for row in held} == set(self.kept)
        self.coop.audit()


TestPromises = Promises.TestCase
TestPromises.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
