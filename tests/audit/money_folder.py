"""The small co-operative once its money moves: bookings, holds, earnings by use, payouts, a closing.

It goes on where `small_folder` has shared the surplus. Everything is made up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from audit.small_folder import PEOPLE, SmallFolder, done
from auzolan.audit.folder import Folder
from auzolan.foundation.moments import DAY_MS
from auzolan.house.asking import ask, reading
from auzolan.house.rooms.record import flows as record
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act
from auzolan.treasury.ledger.acts import (
    BeginClosing,
    Book,
    ClosePeriod,
    PlaceHold,
    PostHold,
    Reverse,
    VoidHold,
)
from auzolan.treasury.ledger.posting import Leg
from auzolan.treasury.payouts.acts import (
    ApprovePayout,
    CancelPayout,
    ClearSuspense,
    ClosePayout,
    DraftPayout,
    ExportPayout,
    ReportPayout,
    ReturnPayments,
    SetPayee,
    SettlePayout,
)
from auzolan.treasury.royalties.acts import Accrue, SettleRoyalties
from auzolan.treasury.state import Payout, PayoutLine

SEALED = "0" * 64


class MoneyFolder(SmallFolder):
    """Builds the folder stage by stage; after each stage the record is sound and published."""

    steps = 0

    def stages(self) -> Iterator[str]:
        """Live through everything; gives the name of each stage once it is over."""
        for step in (self.join, self.learn, self.work, self.earn, self.share):
            step()
            self.later(1)
        stages: tuple[Callable[[], None], ...] = (
            self.book, self.undo, self.hold, self.accrue, self.settle_royalties, self.draft,
            self.report, self.settle, self.take_back, self.clear, self.cancel, self.close_books,
        )  # fmt: skip
        for stage in stages:
            stage()
            record.publish(self.desk)
            yield stage.__name__

    def act(self, act: Act, *, actor: str = "m001", words: Mapping[str, str] | None = None) -> None:
        """Ask for an act that must be accepted."""
        self.steps += 1
        done(ask(self.desk, f"step-{self.steps}", actor, act, words))

    def lines(self, kind: str, amounts: Mapping[str, int], name: str = "amount_cents") -> AnnexRef:
        """Lay down members' amounts."""
        columns: dict[str, list[int] | list[str]] = {
            "member": list(amounts),
            name: list(amounts.values()),
        }
        return self.desk.lay_down(kind, columns, amount=name)

    def book(self) -> None:
        """Fees, and something owed to one member; everybody but one names a bank account."""
        legs = (Leg("bank", -1_500), Leg("expense:fees", 1_500), Leg("expense:other", 500))
        owed = self.lines("legs/1", {"m004": 500})
        self.act(Book("fees", "2025", legs, owed, SEALED), words={"why": "the bank's fees"})
        for member in PEOPLE[:5]:
            self.act(SetPayee(member, SEALED), actor=member, words={"payee": f"IBAN of {member}"})
        self.later(4)

    def undo(self) -> None:
        """A booking that was wrong, and its opposite."""
        owed = self.lines("legs/1", {"m005": 700})
        legs = (Leg("expense:other", 700),)
        self.act(Book("wrong", "2025", legs, owed, SEALED), words={"why": "a slip"})
        self.act(Reverse("wrong", "2025"))

    def hold(self) -> None:
        """Money is kept, spent in part, and let go."""
        until = self.clock.at + 30 * DAY_MS
        for name in ("chairs", "paint"):
            self.act(PlaceHold(name, "bank", 1_000, until))
        self.act(PostHold("chairs", "2025", "expense:other", 800))
        self.act(VoidHold("paint"))

    def accrue(self) -> None:
        """Three members earn by use, one of them less than a cent."""
        earned = {"m002": 1_234_567, "m003": 9_999, "m005": 20_000}
        lines = self.lines("royalties/1", earned, name="amount_micro")
        self.act(Accrue("use-1", "dairy", lines))

    def settle_royalties(self) -> None:
        """Whole cents become payable."""
        self.act(SettleRoyalties("settled-1", "2025"))

    def draft(self) -> None:
        """What is payable is set apart."""
        self.act(DraftPayout("out-1", "2024-06-01"))

    def report(self) -> None:
        """Two approve, the bank gets its file and refuses one payment."""
        for member in ("m002", "m003"):
            self.act(ApprovePayout("out-1"), actor=member)
        self.act(ExportPayout("out-1", SEALED), words={"file_digest": "ab" * 32})
        refused = self.lines("returns/1", {"m002": self.line("m002").amount_cents})
        report = ReportPayout("out-1", SEALED, refused)
        self.act(report, words={"report_digest": "cd" * 32})

    def settle(self) -> None:
        """The money leaves the bank."""
        payout = self.payout()
        cents = payout.total_cents - payout.rejected_cents
        act = SettlePayout("out-1", "2025", cents, SEALED)
        self.act(act, words={"statement_digest": "ef" * 32})

    def take_back(self) -> None:
        """One payment comes back and waits."""
        came_back = self.lines("returns/1", {"m003": self.line("m003").amount_cents})
        act = ReturnPayments("out-1", "2025", SEALED, came_back)
        self.act(act, words={"statement_digest": "01" * 32})

    def clear(self) -> None:
        """It is payable again; another comes back after that."""
        self.act(ClearSuspense("out-1", "2025"))
        came_back = self.lines("returns/1", {"m004": self.line("m004").amount_cents})
        act = ReturnPayments("out-1", "2025", SEALED, came_back)
        self.act(act, words={"statement_digest": "23" * 32})

    def cancel(self) -> None:
        """The first payout ends; a second is given up, a third goes on."""
        self.act(ClearSuspense("out-1", "2025"))
        self.act(ClosePayout("out-1"))
        self.act(DraftPayout("out-2", "2024-06-01"))
        self.act(CancelPayout("out-2"))
        self.act(DraftPayout("out-3", "2024-06-01"))

    def close_books(self) -> None:
        """The period closes slowly: the next opens, a correction enters, then nothing any more."""
        self.act(BeginClosing("2025", "2026"))
        legs = (Leg("bank", -100), Leg("expense:fees", 100))
        self.act(Book("late", "2025", legs, None, SEALED), words={"why": "a late bill"})
        self.act(ClosePeriod("2025", "2026"))

    def payout(self) -> Payout:
        """The first payout."""
        with reading(self.desk.folder) as now:
            found = now.books.get(Payout, "out-1")
        assert found is not None
        return found

    def line(self, member: str) -> PayoutLine:
        """A member's line of it."""
        with reading(self.desk.folder) as now:
            found = now.books.get(PayoutLine, ("out-1", member))
        assert found is not None
        return found


def built_with_money(path: Path) -> Folder:
    """The whole folder at a path."""
    made = MoneyFolder(path)
    for _ in made.stages():
        pass
    made.desk.close()
    return Folder(path)
