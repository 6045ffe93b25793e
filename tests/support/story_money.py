"""The sentences about bookings, holds, payouts and royalties, and what a story can say of them.

Each turns into acts as a door of the house would send them; nothing is decided here.
"""

from __future__ import annotations

from auzolan.foundation.moments import Moment
from auzolan.record.annexes import AnnexRef
from auzolan.treasury.accounts import PAYABLE, PAYING, ROYALTIES, SUSPENSE
from auzolan.treasury.ledger.acts import BeginClosing, Book, PlaceHold, PostHold, Reverse, VoidHold
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
from auzolan.treasury.state import Account, MemberAccount, Payout
from support.story_checks import holds
from support.story_people import ACTS, SEALED
from support.story_teller import Teller

says = ACTS.says
IBAN = "ES9121000418450200051332"


def _lines(
    t: Teller, whom: str, amount: int, *, kind: str, column: str = "amount_cents"
) -> AnnexRef:
    return t.desk.lay_down(kind, {"member": [t.id(whom)], column: [amount]}, amount=column)


# --- bookings, holds, periods -----------------------------------------------------------------------


@says("{who:who} books {booking:thing} in {period:word}: {money:money} from the bank for {on:word}")
def books_expense(t: Teller, *, who: str, booking: str, period: str, money: int, on: str) -> None:
    legs = (Leg(f"expense:{on}", money), Leg("bank", -money))
    t.ask(who, Book(booking, period, legs, None, SEALED), {"why": f"for {booking}"})


@says("{who:who} books {booking:thing} in {period:word}: {money:money} owed to {whom:who}")
def books_owed(t: Teller, *, who: str, booking: str, period: str, money: int, whom: str) -> None:
    legs, lines = (Leg("expense:other", money),), _lines(t, whom, money, kind="legs/1")
    t.ask(who, Book(booking, period, legs, lines, SEALED), {"why": f"for {booking}"})


@says("{who:who} undoes {booking:thing} in {period:word}")
def undoes(t: Teller, who: str, booking: str, period: str) -> None:
    t.ask(who, Reverse(booking, period))


@says("{who:who} keeps {money:money} of the bank as {hold:thing} until {until:date}")
def keeps(t: Teller, *, who: str, money: int, hold: str, until: Moment) -> None:
    t.ask(who, PlaceHold(hold, "bank", money, until))


@says("{who:who} spends {money:money} of {hold:thing} on {on:word} in {period:word}")
def spends(t: Teller, *, who: str, money: int, hold: str, on: str, period: str) -> None:
    t.ask(who, PostHold(hold, period, f"expense:{on}", money))


@says("{who:who} lets go of {hold:thing}")
def lets_go(t: Teller, who: str, hold: str) -> None:
    t.ask(who, VoidHold(hold))


@says("{who:who} begins to close the period {period:word} and opens {next_period:word}")
def begins_to_close(t: Teller, who: str, period: str, next_period: str) -> None:
    t.ask(who, BeginClosing(period, next_period))


# --- payouts ----------------------------------------------------------------------------------------


@says("{people:people} name accounts to be paid on")
def name_accounts(t: Teller, people: tuple[str, ...]) -> None:
    t.ask_all([_naming(t, name) for name in people])


@says("{who:who} names another account to be paid on")
def names_account(t: Teller, who: str) -> None:
    t.ask_all([_naming(t, who)])


def _naming(t: Teller, who: str) -> tuple[str, SetPayee, dict[str, str]]:
    return who, SetPayee(t.id(who), SEALED), {"payee": f"{who}, {IBAN}"}


@says("{who:who} gathers the payout {payout:thing} for {day:day}")
def gathers(t: Teller, who: str, payout: str, day: str) -> None:
    t.ask(who, DraftPayout(payout, day))


@says("{who:who} approves the payout {payout:thing}")
def approves(t: Teller, who: str, payout: str) -> None:
    t.ask(who, ApprovePayout(payout))


@says("{who:who} gives up the payout {payout:thing}")
def gives_up(t: Teller, who: str, payout: str) -> None:
    t.ask(who, CancelPayout(payout))


@says("{who:who} writes the bank's file of {payout:thing}")
def writes_file(t: Teller, who: str, payout: str) -> None:
    t.ask(who, ExportPayout(payout, SEALED), {"file_digest": f"the file of {payout}"})


@says("{who:who} hears that the bank took all of {payout:thing}")
def hears_all(t: Teller, who: str, payout: str) -> None:
    t.ask(who, ReportPayout(payout, SEALED, None), {"report_digest": f"about {payout}"})


@says("{who:who} hears that the bank refused {money:money} to {whom:who} of {payout:thing}")
def hears_refused(t: Teller, *, who: str, money: int, whom: str, payout: str) -> None:
    act = ReportPayout(payout, SEALED, _lines(t, whom, money, kind="returns/1"))
    t.ask(who, act, {"report_digest": f"about {payout}"})


@says("{who:who} books in {period:word} that the bank sent {money:money} for {payout:thing}")
def settles(t: Teller, *, who: str, period: str, money: int, payout: str) -> None:
    act = SettlePayout(payout, period, money, SEALED)
    t.ask(who, act, {"statement_digest": f"a statement on {payout}"})


@says(
    "{who:who} books in {period:word} that {money:money} to {whom:who} of {payout:thing} came back"
)
def came_back(
    t: Teller, *, who: str, period: str, money: int, whom: str, payout: str
) -> None:  # fmt: skip
    ref = _lines(t, whom, money, kind="returns/1")
    act = ReturnPayments(payout, period, SEALED, ref)
    t.ask(who, act, {"statement_digest": f"a later statement on {payout}"})


@says("{who:who} makes payable in {period:word} what came back of {payout:thing}")
def clears(t: Teller, who: str, period: str, payout: str) -> None:
    t.ask(who, ClearSuspense(payout, period))


@says("{who:who} ends the payout {payout:thing}")
def ends(t: Teller, who: str, payout: str) -> None:
    t.ask(who, ClosePayout(payout))


# --- royalties --------------------------------------------------------------------------------------


@says(
    "{who:who} writes down as {accrual:thing} that {whom:who} earned {micro:micro} by {licence:thing}"
)
def writes_down(t: Teller, *, who: str, accrual: str, whom: str, micro: int, licence: str) -> None:
    ref = _lines(t, whom, micro, kind="royalties/1", column="amount_micro")
    t.ask(who, Accrue(accrual, licence, ref))


@says("{who:who} makes cents of royalties in {period:word} as {settlement:thing}")
def makes_cents(t: Teller, who: str, period: str, settlement: str) -> None:
    t.ask(who, SettleRoyalties(settlement, period))


# --- what is so -------------------------------------------------------------------------------------


@holds("{who:who} is owed nothing any more")
def owed_nothing(t: Teller, who: str) -> None:
    t.same("owed in cents", 0, _theirs(t, who, PAYABLE))


@holds("{money:money} are on their way to {who:who}")
def on_the_way(t: Teller, money: int, who: str) -> None:
    t.same("being paid in cents", money, _theirs(t, who, PAYING))


@holds("{money:money} wait in suspense")
def in_suspense(t: Teller, money: int) -> None:
    t.same("suspense in cents", money, -t.row(Account, SUSPENSE).balance)


@holds("the payout {payout:thing} sends {money:money} to {count:count} members and is {state:word}")
def payout_is(t: Teller, *, payout: str, money: int, count: int, state: str) -> None:
    row = t.row(Payout, payout)
    t.same("cents and members", (money, count), (row.total_cents, row.count))
    t.same(f"state of {payout}", state, row.state)


@holds("{count:count} millionths are left to {who:who}")
def left_over(t: Teller, count: int, who: str) -> None:
    t.same("millionths", count, _theirs(t, who, ROYALTIES))


def _theirs(t: Teller, who: str, account: str) -> int:
    return t.row(MemberAccount, (t.id(who), account)).balance
