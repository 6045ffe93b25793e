"""Any order of bookings, holds, periods, payouts, returns and royalties: no cent is lost or made.

Acts are tried at random, many of them out of turn. A pencil beside the books keeps only what each
member is due, what is in the bank, and where each payment is; the books must say the same.
"""

from __future__ import annotations

from collections import Counter

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from auzolan.foundation.moments import HOUR_MS, Moment
from auzolan.foundation.refusals import Refusal
from auzolan.licensing.acts import Receive
from auzolan.record.entries import Act
from auzolan.treasury.accounts import GROUPS, PAYABLE, PAYING, SUSPENSE, natural
from auzolan.treasury.ledger.acts import (
    BeginClosing,
    ClosePeriod,
    PlaceHold,
    PostHold,
    Reverse,
    VoidHold,
)
from auzolan.treasury.ledger.posting import free_balance
from auzolan.treasury.payouts.acts import (
    ApprovePayout,
    CancelPayout,
    ClearSuspense,
    ClosePayout,
    DraftPayout,
    ExportPayout,
    SetPayee,
    SettlePayout,
)
from auzolan.treasury.royalties.acts import SettleRoyalties
from auzolan.treasury.state import Account, Hold, Payout, PayoutLine, Period, open_period
from support.small_coop import SEALED
from support.small_treasury import FIRST, SECOND, treasury

MEMBERS = ("ana", "ben", "eve")
CENTS = st.integers(1, 12_000)
WHO = st.sampled_from(MEMBERS)
WHICH = st.integers(0, 3)
BY = st.sampled_from(("m001", FIRST, SECOND))


class LifeOfMoney(RuleBasedStateMachine):
    """A treasury in which everything is tried in any order."""

    @initialize()
    def found(self) -> None:
        self.coop = treasury()
        self.coop.model()
        self.coop.license(fee_cents=10**8)
        self.coop.done(Receive("dairy", "2026-q1", 10**7, SEALED))
        self.bank = 30_000 + 10**7
        self.coop.payees(*MEMBERS)
        self.due: Counter[str] = Counter()
        self.micro: Counter[str] = Counter()
        self.bookings: dict[str, dict[str, int]] = {}
        self.in_bank: dict[str, int] = {}
        self.count = 0

    def _next(self, letter: str) -> str:
        self.count += 1
        return f"{letter}{self.count}"

    def _tried(self, act: Act, *, actor: str = "m001") -> bool:
        """Whether an act was accepted; it is carried out then."""
        if isinstance(self.coop.answer_to(actor, act), Refusal):
            return False
        self.coop.done(act, actor=actor)
        return True

    def _payout(self, which: int) -> Payout | None:
        rows = self.coop.books.rows(Payout)
        return rows[-1 - which % len(rows)] if rows else None

    def _lines(self, payout: str, some: set[str]) -> dict[str, int]:
        rows = self.coop.books.rows(PayoutLine)
        return {
            row.member: row.amount_cents
            for row in rows
            if row.payout == payout and row.member in some
        }

    # --- bookings ------------------------------------------------------------------------------

    @rule(cents=CENTS, who=WHO, part=st.integers(0, 3), closing=st.booleans())
    def owe(self, cents: int, who: str, part: int, closing: bool) -> None:
        name, paid = self._next("b"), cents * part // 4
        owed = {who: cents - paid}
        period = self._some_period(closing)
        legs = [("expense:other", cents)] + ([("bank", -paid)] if paid else [])
        if self._tried(self.coop.book(*legs, owed=owed, booking=name, period=period)):
            self.due.update(owed)
            self.bank -= paid
            self.bookings[name], self.in_bank[name] = owed, -paid

    @rule(cents=CENTS)
    def gift(self, cents: int) -> None:
        name = self._next("b")
        legs = (("bank", cents), ("income:other", -cents))
        period = open_period(self.coop.books)
        self.coop.done(self.coop.book(*legs, booking=name, period=period))
        self.bank += cents
        self.bookings[name], self.in_bank[name] = {}, cents

    @rule(which=st.integers(1, 40), closing=st.booleans())
    def undo(self, which: int, closing: bool) -> None:
        name = f"b{which}"
        if self._tried(Reverse(name, self._some_period(closing))):
            self.due.subtract(self.bookings.pop(name))
            self.bank -= self.in_bank[name]

    def _some_period(self, closing: bool) -> str:
        names = [row.period for row in self.coop.books.rows(Period) if row.state != "closed"]
        return names[0] if closing else open_period(self.coop.books)

    # --- holds and time ------------------------------------------------------------------------

    @rule(cents=st.integers(1, 3 * 10**6), hours=st.integers(1, 100))
    def hold(self, cents: int, hours: int) -> None:
        until_at = self.coop.at + hours * HOUR_MS
        self._tried(PlaceHold(self._next("h"), "bank", cents, until_at))

    @rule(cents=CENTS, which=WHICH, spent=st.booleans())
    def end_hold(self, cents: int, which: int, spent: bool) -> None:
        holds = self.coop.books.rows(Hold)
        name = holds[-1 - which % len(holds)].hold if holds else "none"
        if not spent:
            self._tried(VoidHold(name))
        elif self._tried(PostHold(name, open_period(self.coop.books), "expense:fees", cents)):
            self.bank -= cents

    @rule(hours=st.sampled_from((1, 30, 72)))
    def wait(self, hours: int) -> None:
        self.coop.at += hours * HOUR_MS

    @rule(directly=st.booleans())
    def close(self, directly: bool) -> None:
        closing = self.coop.books.find(Period, state="closing")
        opened = open_period(self.coop.books)
        if closing:
            self.coop.done(ClosePeriod(closing[0].period, opened))
        elif directly:
            self.coop.done(ClosePeriod(opened, self._next("q")))
        else:
            self.coop.done(BeginClosing(opened, self._next("q")))

    # --- payouts ---------------------------------------------------------------------------------

    @rule(who=WHO)
    def name_account(self, who: str) -> None:
        self.coop.done(SetPayee(who, SEALED), actor=who)

    @rule(cents=CENTS, who=WHO, some=st.sets(WHO), steps=st.integers(0, 6))
    def gather(self, cents: int, who: str, some: set[str], steps: int) -> None:
        self.owe(cents, who, 0, False)
        self._tried(DraftPayout(self._next("p"), "2099-01-01"))
        self.go_on(0, some, steps)

    @rule(which=WHICH, by=BY)
    def approve(self, which: int, by: str) -> None:
        if payout := self._payout(which):
            self._tried(ApprovePayout(payout.payout), actor=by)

    @rule(which=WHICH, some=st.sets(WHO), again=st.integers(1, 6))
    def go_on(self, which: int, some: set[str], again: int) -> None:
        """The next steps in their order, so that lives of payouts are also lived to the end."""
        for _ in range(again):
            payout = self._payout(which)
            match payout.state if payout else "":
                case "drafted":
                    self.approve(which, FIRST)
                    self.approve(which, SECOND)
                case "approved":
                    self._tried(ExportPayout(payout.payout, SEALED))
                case "exported":
                    self.report(which, some)
                case "reported":
                    self.settle(which, 0)
                case "settled":
                    self.come_back(which, some)
                    self.clear_or_end(which, not payout.returned_cents)

    @rule(which=WHICH)
    def cancel(self, which: int) -> None:
        if payout := self._payout(which):
            self._tried(CancelPayout(payout.payout))

    @rule(which=WHICH, some=st.sets(WHO))
    def report(self, which: int, some: set[str]) -> None:
        if payout := self._payout(which):
            rejected = self._lines(payout.payout, some)
            self._tried(self.coop.report(payout.payout, rejected or None))

    @rule(which=WHICH, off=st.sampled_from((0, 0, 0, 1, -1)))
    def settle(self, which: int, off: int) -> None:
        if payout := self._payout(which):
            cents = payout.total_cents - payout.rejected_cents
            act = SettlePayout(payout.payout, open_period(self.coop.books), cents + off, SEALED)
            if cents + off > 0 and self._tried(act):
                assert off == 0
                self.bank -= cents

    @rule(which=WHICH, some=st.sets(WHO, min_size=1))
    def come_back(self, which: int, some: set[str]) -> None:
        payout = self._payout(which)
        returned = self._lines(payout.payout, some) if payout else {}
        if payout and returned:
            period = open_period(self.coop.books)
            if self._tried(self.coop.returns(returned, payout=payout.payout, period=period)):
                self.bank += sum(returned.values())

    @rule(which=WHICH, ends=st.booleans())
    def clear_or_end(self, which: int, ends: bool) -> None:
        if payout := self._payout(which):
            period = open_period(self.coop.books)
            act = ClosePayout(payout.payout) if ends else ClearSuspense(payout.payout, period)
            self._tried(act)

    # --- royalties -------------------------------------------------------------------------------

    @rule(earned=st.dictionaries(WHO, st.integers(1, 60_000_000), min_size=1))
    def accrue(self, earned: dict[str, int]) -> None:
        if self._tried(self.coop.accrue(earned, accrual=self._next("a"))):
            self.micro.update(earned)

    @rule()
    def settle_royalties(self) -> None:
        act = SettleRoyalties(self._next("s"), open_period(self.coop.books))
        if self._tried(act):
            for member, micro in self.micro.items():
                self.due[member] += micro // 10_000
                self.micro[member] = micro % 10_000

    # --- what always holds -------------------------------------------------------------------------

    @invariant()
    def the_books_add_up_in_private_and_in_public(self) -> None:
        self.coop.audit()

    @invariant()
    def floors_hold_and_nothing_is_promised_twice(self) -> None:
        for row in self.coop.books.rows(Account):
            if GROUPS[row.group_name].has_floor:
                assert natural(row.account, row.balance) >= 0, row.account
        assert self.coop.own("bank") == self.bank
        assert free_balance(self.coop.books, "bank", Moment(self.coop.at)) >= 0

    @invariant()
    def every_cent_that_was_due_is_in_one_place(self) -> None:
        lines = self.coop.books.rows(PayoutLine)
        state = {row.payout: row.state for row in self.coop.books.rows(Payout)}
        paid = Counter[str]()
        back = Counter[str]()
        for line in lines:
            place = {"settled": paid, "returned": back}.get(line.state)
            if place is not None:
                place[line.member] += line.amount_cents
        payable, paying = self.coop.theirs(PAYABLE), self.coop.theirs(PAYING)
        for member in MEMBERS:
            here = payable.get(member, 0) + paying.get(member, 0) + back[member]
            assert here + paid[member] == self.due[member]
            assert paid[member] <= self.due[member]
        assert self.coop.own(SUSPENSE) == back.total()
        on_way = [line for line in lines if line.state == "drafted"]
        assert all(state[line.payout] in {"drafted", "approved", "exported", "reported"}
                   for line in on_way)  # fmt: skip
        assert sum(line.amount_cents for line in on_way) == self.coop.own(PAYING)


TestLifeOfMoney = LifeOfMoney.TestCase
TestLifeOfMoney.settings = settings(max_examples=60, stateful_step_count=50, deadline=None)
