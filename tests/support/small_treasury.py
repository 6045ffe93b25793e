"""A small co-operative that handles money: bookings, payouts and royalties in a line each.

Beside its books stand those of the public, into which only what is open is written; after every
act the open rows of both are the same.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence

from auzolan.charter.articles import Charter
from auzolan.charter.state import CharterInForce
from auzolan.cooperative import APPLY, ROWS
from auzolan.foundation.books import MemoryBooks, NotDisclosed, Row
from auzolan.foundation.moments import DAY_MS, Moment
from auzolan.members.state import Member
from auzolan.record.annexes import Annex, AnnexRef
from auzolan.record.case import Case
from auzolan.record.entries import Act, Fact
from auzolan.treasury.accounts import BANK, CONTROL_ACCOUNTS, PAYABLE, asset_of, fund_account
from auzolan.treasury.ledger.acts import Book
from auzolan.treasury.ledger.posting import (
    Leg,
    Movement,
    assert_controls_match,
    assert_sums_to_zero,
    own_balance,
    post,
    post_members,
)
from auzolan.treasury.payouts.acts import (
    ApprovePayout,
    DraftPayout,
    ExportPayout,
    PayoutDrafted,
    ReportPayout,
    ReturnPayments,
    SetPayee,
    SettlePayout,
)
from auzolan.treasury.royalties.acts import Accrue
from auzolan.treasury.state import (
    Account,
    MemberAccount,
    MemberPosting,
    Payout,
    Posting,
    open_period,
)
from support.memory import MemoryAnnexes
from support.small_coop import SEALED, SmallCoop

_ROOMS = ("auzolan.labour.", "auzolan.licensing.", "auzolan.treasury.")
FIRST, SECOND = "s001", "s002"
"""Two who may approve payouts; neither is the treasurer, `m001`."""


class NothingDisclosed(MemoryAnnexes):
    """Annexes as the public sees them: restricted, every one."""

    def read(self, ref: AnnexRef) -> Annex:
        """Nothing can be read."""
        raise NotDisclosed(ref.digest)


class SmallTreasury(SmallCoop):
    """A co-operative with members `ana`, `ben` and `eve`, each with 100.00 of capital in the bank."""

    def __init__(self, charter: Charter | None = None) -> None:
        self.seen: list[Row] = []
        self.public = MemoryBooks(disclosed=False, on_history=self.seen.append)
        super().__init__(charter)

    def apply(self, act: Act, facts: tuple[Fact, ...], *, actor: str = "m001") -> None:
        """Write the facts into both books."""
        for kind in (CharterInForce, Member):
            for row in self.books.rows(kind):
                self.public.put(row)
        case = Case(self.seq, Moment(self.at), actor, NothingDisclosed())
        for fact in facts:
            for apply in APPLY[type(fact)]:
                if apply.__module__.startswith(_ROOMS):
                    with contextlib.suppress(NotDisclosed):
                        apply(self.public, case, act, fact)
        super().apply(act, facts, actor=actor)

    # --- acts in a line --------------------------------------------------------------------------

    def lines(
        self, amounts: Mapping[str, int], kind: str = "legs/1", amount: str = "amount_cents"
    ) -> AnnexRef:
        """Lay down what each member gets."""
        columns: dict[str, Sequence[int] | Sequence[str]] = {
            "member": list(amounts),
            amount: list(amounts.values()),
        }
        return self.annexes.make(kind, columns, amount=amount)

    def book(
        self, *legs: tuple[str, int], owed: Mapping[str, int] | None = None,
        booking: str = "b1", period: str = "2026-q1",
    ) -> Book:  # fmt: skip
        """The act that books these legs, and what is owed to members besides."""
        lines = self.lines(owed) if owed is not None else None
        return Book(booking, period, tuple(Leg(*leg) for leg in legs), lines, SEALED)

    def owe(self, owed: Mapping[str, int], *, booking: str = "owed") -> None:
        """Book an expense that is owed to members."""
        self.done(self.book(("expense:other", sum(owed.values())), owed=owed, booking=booking))

    def fund(self, cents: int, *, booking: str = "gift") -> None:
        """Money comes into the bank as other income."""
        self.done(self.book(("bank", cents), ("income:other", -cents), booking=booking))

    def endow(self, cents: int) -> None:
        """The education fund gets money, as by the sharing of a surplus."""
        for books in (self.books, self.public):
            legs = (Leg(BANK, cents), Leg(fund_account("education"), -cents))
            post(books, self.case(), open_period(books), legs)
        self.seq += 1

    def give(self, account: str, amounts: Mapping[str, int]) -> None:
        """Members get something on an account of theirs, as by the sharing of a surplus."""
        self.move((BANK, sum(amounts.values())), (account, -sum(amounts.values())))
        movement = Movement(account, open_period(self.books), "given")
        post_members(self.books, self.case(), movement, amounts)

    def move(self, *legs: tuple[str, int]) -> None:
        """Book any legs into the open ledger, by no act at all."""
        self.seq += 1
        for books in (self.books, self.public):
            post(books, self.case(), open_period(books), [Leg(*leg) for leg in legs])

    def payees(self, *members: str) -> None:
        """Members name a bank account, and the cooling-off passes."""
        for member in members:
            self.done(SetPayee(member, SEALED), actor=member)
        self.at += 3 * DAY_MS

    def draft(self, payout: str = "out", pay_on: str = "2027-01-01") -> PayoutDrafted:
        """Gather a payout."""
        fact = self.done(DraftPayout(payout, pay_on))
        assert isinstance(fact, PayoutDrafted)
        return fact

    def approve(self, payout: str = "out") -> None:
        """Both who may approve do so."""
        for signatory in (FIRST, SECOND):
            self.done(ApprovePayout(payout), actor=signatory)

    def export(self, payout: str = "out") -> None:
        """Gather, approve and write the bank's file."""
        self.draft(payout)
        self.approve(payout)
        self.done(ExportPayout(payout, SEALED))

    def report(
        self, payout: str = "out", rejected: Mapping[str, int] | None = None
    ) -> ReportPayout:
        """What the bank says of the file."""
        lines = self.lines(rejected, "returns/1") if rejected is not None else None
        return ReportPayout(payout, SEALED, lines)

    def settle(self, payout: str = "out", *, period: str = "2026-q1") -> None:
        """The bank takes what was exported, and sends it."""
        self.done(self.report(payout))
        self.done(SettlePayout(payout, period, self.payout(payout).total_cents, SEALED))

    def returns(
        self, returned: Mapping[str, int], *, payout: str = "out", period: str = "2026-q1"
    ) -> ReturnPayments:
        """Payments that came back."""
        return ReturnPayments(payout, period, SEALED, self.lines(returned, "returns/1"))

    def accrue(
        self, earned: Mapping[str, int], *, accrual: str = "day-1", licence: str = "dairy"
    ) -> Accrue:
        """What members earned by a licence, in millionths."""
        return Accrue(accrual, licence, self.lines(earned, "royalties/1", "amount_micro"))

    # --- looking ---------------------------------------------------------------------------------

    def payout(self, payout: str = "out") -> Payout:
        """A payout's row."""
        row = self.books.get(Payout, payout)
        assert row is not None
        return row

    def own(self, account: str) -> int:
        """An account's balance on its own side."""
        return own_balance(self.books, account)

    def theirs(self, account: str = PAYABLE) -> dict[str, int]:
        """What each member has in an account; zeros are left out."""
        rows = self.books.find(MemberAccount, account=account)
        return {row.member: row.balance for row in rows if row.balance}

    def audit(self) -> None:
        """Everything that must be so after every act, whatever the act."""
        assert_sums_to_zero(self.books)
        assert_controls_match(self.books, CONTROL_ACCOUNTS)
        _assert_history_adds_up(self)
        for kind in ROWS:
            if not (kind.HISTORY or kind.RESTRICTED) and kind.__module__.startswith(_ROOMS):
                assert self.public.rows(kind) == self.books.rows(kind), kind.__name__
        ours = [row for row in self.history if isinstance(row, Posting)]
        assert ours == [row for row in self.seen if isinstance(row, Posting)]


def _assert_history_adds_up(coop: SmallTreasury) -> None:
    sums: dict[str, int] = {}
    theirs: dict[tuple[str, str], int] = {}
    entries: dict[tuple[int, str], int] = {}
    for row in coop.history:
        if isinstance(row, Posting):
            sums[row.account] = sums.get(row.account, 0) + row.amount
            asset = asset_of(row.account, "EUR")
            entries[row.entry, asset] = entries.get((row.entry, asset), 0) + row.amount
        elif isinstance(row, MemberPosting):
            key = (row.member, row.account)
            theirs[key] = theirs.get(key, 0) + row.amount
    assert not any(entries.values())
    assert sums == {
        row.account: row.balance for row in coop.books.rows(Account) if row.account in sums
    }
    assert theirs == {
        (row.member, row.account): row.balance for row in coop.books.rows(MemberAccount)
    }


def treasury(charter: Charter | None = None) -> SmallTreasury:
    """A small treasury with its three members and the two who approve."""
    coop = SmallTreasury(charter)
    coop.admit("ana", "ben", "eve")
    for officer in ("m001", FIRST, SECOND):
        coop.books.put(Member(member=officer, standing="active", since=coop.at, entry=coop.seq))
    return coop
