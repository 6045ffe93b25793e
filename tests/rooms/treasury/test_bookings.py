"""The treasurer's bookings: each refusal in its order, reversals, and what a thief would try."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.foundation.refusals import Refusal
from auzolan.members.state import ACTIVE, Member
from auzolan.record.annexes import AnnexRef
from auzolan.treasury.accounts import EXPENSES, PAYABLE
from auzolan.treasury.ledger.acts import (
    BeginClosing,
    Book,
    Booked,
    ClosePeriod,
    PeriodClosed,
    Reverse,
)
from auzolan.treasury.ledger.booking_rules import BALANCE_CENTS_MAX
from auzolan.treasury.ledger.posting import Leg
from auzolan.treasury.state import Account, Booking, MemberPosting, Period
from support.small_coop import SEALED
from support.small_treasury import FIRST, SmallTreasury, treasury

FEES = (("expense:fees", 700), ("bank", -700))


@pytest.fixture
def coop() -> SmallTreasury:
    return treasury()


def nonzero(coop: SmallTreasury) -> dict[str, int]:
    return {row.account: row.balance for row in coop.books.rows(Account) if row.balance}


# --- booking ----------------------------------------------------------------------------------------


def test_an_expense_is_booked_in_its_period(coop: SmallTreasury) -> None:
    """Goal: a bill is paid. Method: book a fee; read every account."""
    fact = coop.done(coop.book(*FEES))
    assert fact == Booked("b1", 0)
    assert nonzero(coop) == {
        "bank": 29_300, "capital:compulsory": -30_000, "expense:2026-q1:fees": 700,
    }  # fmt: skip
    coop.audit()


def test_what_is_owed_to_members_is_payable_to_each(coop: SmallTreasury) -> None:
    """Goal: costs that members laid out reach them. Method: two members' legs in one booking."""
    coop.done(coop.book(("expense:other", 500), owed={"ana": 200, "ben": 300}))
    assert coop.own(PAYABLE) == 500
    assert coop.theirs() == {"ana": 200, "ben": 300}
    assert MemberPosting(4, "ben", PAYABLE, "2026-q1", "booking:b1", 300) in coop.history
    coop.audit()


def test_a_closing_period_still_takes_bookings(coop: SmallTreasury) -> None:
    """Goal: late bills belong to their year. Method: book into both periods while one closes."""
    coop.done(BeginClosing("2026-q1", "2026-q2"))
    for place, period in enumerate(("2026-q1", "2026-q2")):
        coop.done(coop.book(*FEES, booking=f"late-{place}", period=period))
        assert coop.own(f"expense:{period}:fees") == 700


@pytest.mark.parametrize(
    ("legs", "code"),
    [
        ([("bank", 5), ("bank", -5)], "treasury.leg_twice_or_empty"),
        ([("bank", 0)], "treasury.leg_twice_or_empty"),
        ([("payable", -5), ("bank", 5)], "treasury.account_not_bookable"),
        ([("capital:compulsory", 5), ("bank", -5)], "treasury.account_not_bookable"),
        ([("reserve:obligatory", 5), ("bank", -5)], "treasury.account_not_bookable"),
        ([("suspense", -5), ("bank", 5)], "treasury.account_not_bookable"),
        ([("result:2026-q1", -5), ("bank", 5)], "treasury.account_not_bookable"),
        ([("expense:2025:fees", 5), ("bank", -5)], "treasury.account_not_bookable"),
        ([("expense:bribes", 5), ("bank", -5)], "treasury.account_not_bookable"),
        ([("expense", 5), ("bank", -5)], "treasury.account_not_bookable"),
        ([("income:warbler:milk-ltd", -5), ("bank", 5)], "treasury.account_not_bookable"),
        ([("fund:yacht", 5), ("bank", -5)], "treasury.account_not_bookable"),
        ([("nowhere", 5), ("bank", -5)], "treasury.account_not_bookable"),
        ([("bank", 5)], "treasury.legs_differ"),
        ([("bank", 5), ("income:other", -4)], "treasury.legs_differ"),
        ([("expense:fees", 30_001), ("bank", -30_001)], "treasury.not_enough"),
        ([("expense:fees", -1), ("bank", 1)], "treasury.not_enough"),
        ([("income:other", 1), ("bank", -1)], "treasury.not_enough"),
        ([("expense:fees", -1), ("expense:other", 1)], "treasury.not_enough"),
    ],
)
def test_a_booking_that_does_not_fit_is_refused(
    coop: SmallTreasury, legs: list[tuple[str, int]], code: str
) -> None:
    """Goal: the treasurer books bank, expenses, other income and funds. Method: one fault each."""
    assert coop.refused(coop.book(*legs)) == code


def test_a_fund_is_spent_by_hand_and_never_filled(coop: SmallTreasury) -> None:
    """Goal: a fund grows by vote only. Method: a fund with money; spend, overspend, fill."""
    coop.endow(500)
    fill = coop.book(("bank", -10), ("expense:fees", 20), ("fund:education", -10))
    assert coop.refused(fill) == "treasury.fund_filled_by_hand"
    much = coop.book(("fund:education", 501), ("bank", -501))
    assert coop.refused(much) == "treasury.not_enough"
    coop.done(coop.book(("fund:education", 500), ("bank", -500)))
    assert (coop.own("fund:education"), coop.own("bank")) == (0, 30_000)
    coop.audit()


def test_booking_is_refused_in_the_order_of_the_ladder(coop: SmallTreasury) -> None:
    """Goal: the order is part of the contract. Method: one act with every fault, mended in turn."""
    coop.endow(500)
    coop.done(coop.book(*FEES, booking="taken"))
    coop.done(ClosePeriod("2026-q1", "2026-q2"))
    big = BALANCE_CENTS_MAX + 1
    bad, own, strangers = {"ana": 0}, {"ana": 1, "m001": 1}, {"zoe": 1}
    steps = [
        ("taken", "2030", [("bank", 0)], bad, "treasury.booking_taken"),
        ("b1", "2030", [("bank", 0)], bad, "treasury.period_unknown"),
        ("b1", "2026-q1", [("bank", 0)], bad, "treasury.period_closed"),
        ("b1", "2026-q2", [("bank", 0)], bad, "treasury.leg_twice_or_empty"),
        ("b1", "2026-q2", [("payable", -1)], bad, "treasury.account_not_bookable"),
        ("b1", "2026-q2", [("fund:education", -1)], bad, "treasury.fund_filled_by_hand"),
        ("b1", "2026-q2", [("bank", -big)], bad, "treasury.lines_malformed"),
        ("b1", "2026-q2", [("bank", -big)], strangers, "treasury.no_such_member"),
        ("b1", "2026-q2", [("bank", -big)], own, "treasury.own_booking"),
        ("b1", "2026-q2", [("bank", -big)], {"ana": 1}, "treasury.legs_differ"),
        ("b1", "2026-q2", [("bank", -big + 1), ("expense:fees", big)], {"ana": 1},
         "treasury.too_large"),
        ("b1", "2026-q2", [("bank", -29_801), ("expense:fees", 29_802)], {"ana": 1},
         "treasury.not_enough"),
    ]  # fmt: skip
    for booking, period, legs, owed, code in steps:
        act = coop.book(*legs, owed=owed, booking=booking, period=period)
        assert coop.refused(act) == code
    coop.done(
        coop.book(("bank", -29_800), ("expense:fees", 29_801), owed={"ana": 1}, period="2026-q2")
    )


@pytest.mark.parametrize(
    "columns",
    [
        {"member": ["ana", "ana"], "amount_cents": [1, 1]},
        {"member": ["ana", "ben"], "amount_cents": [3, -1]},
        {"member": ["ana", "ben"], "amount_cents": [2, 0]},
        {"member": [7, 8], "amount_cents": [1, 1]},
        {"member": ["ana", "ben"], "amount_cents": [1, 1], "note": ["a", "b"]},
        {"who": ["ana", "ben"], "amount_cents": [1, 1]},
        {"member": ["ana", "ben"], "amount_micro": [1, 1]},
    ],
)
def test_members_legs_of_another_shape_are_refused(
    coop: SmallTreasury, columns: Mapping[str, list[int] | list[str]]
) -> None:
    """Goal: a list is read in one way. Method: twice, negative, zero, other columns or types."""
    amount = next(name for name in columns if name.startswith("amount"))
    ref = coop.annexes.make("legs/1", columns, amount=amount)
    act = Book("b1", "2026-q1", (Leg("expense:other", 2),), ref, SEALED)
    assert coop.refused(act) == "treasury.lines_malformed"


def test_members_legs_of_another_kind_or_nowhere_are_refused(coop: SmallTreasury) -> None:
    """Goal: no list stands in for another. Method: a payout's list, and one never laid down."""
    for ref in (coop.lines({"ana": 2}, "payout/1"), _tampered(coop, coop.lines({"ana": 2}))):
        act = Book("b1", "2026-q1", (Leg("expense:other", 2),), ref, SEALED)
        assert coop.refused(act) == "treasury.lines_malformed"


def _tampered(coop: SmallTreasury, ref: AnnexRef) -> AnnexRef:
    """The same name over other bytes, as an operator might swap a file."""
    coop.annexes.texts[ref.digest] = coop.annexes.texts[ref.digest].replace(b'"ana"', b'"eve"')
    return ref


def test_a_booking_has_at_most_what_entries_can_write(coop: SmallTreasury) -> None:
    """Goal: no amount makes a period impossible to close. Method: up to the limit, then a cent."""
    full = BALANCE_CENTS_MAX - 30_000
    coop.fund(full)
    act = coop.book(("bank", 1), ("income:other", -1))
    assert coop.refused(act) == "treasury.too_large"
    assert isinstance(coop.done(ClosePeriod("2026-q1", "2026-q2")), PeriodClosed)


def test_a_treasurer_cannot_book_what_is_owed_to_herself(coop: SmallTreasury) -> None:
    """Goal: nobody serves herself. Method: her own line among others; another books it."""
    act = coop.book(("expense:other", 300), owed={"ana": 100, "m001": 200})
    assert coop.refused(act) == "treasury.own_booking"
    coop.done(act, actor=FIRST)
    assert coop.theirs() == {"ana": 100, "m001": 200}


def test_a_booking_for_ten_thousand_members_is_one_transaction() -> None:
    """Goal: bulk is one entry. Method: 10,000 members' legs; two open legs, all accounts match."""
    coop = treasury()
    names = [f"n{place:05d}" for place in range(10_000)]
    for name in names:
        coop.books.put(Member(member=name, standing=ACTIVE, since=coop.at, entry=coop.seq))
    coop.done(coop.book(("expense:other", 10_000), owed=dict.fromkeys(names, 1)))
    assert coop.own(PAYABLE) == 10_000
    assert sum(coop.theirs().values()) == 10_000
    booking = coop.books.get(Booking, "b1")
    assert booking is not None
    assert len(booking.legs) < 100


# --- reversing --------------------------------------------------------------------------------------


def test_a_reversal_undoes_every_leg(coop: SmallTreasury) -> None:
    """Goal: an error leaves nothing behind. Method: balances before booking and after undoing."""
    before, theirs = nonzero(coop), coop.theirs()
    coop.done(coop.book(("expense:other", 500), ("bank", -100), owed={"ana": 150, "ben": 250}))
    coop.done(Reverse("b1", "2026-q1"))
    assert (nonzero(coop), coop.theirs()) == (before, theirs)
    booking = coop.books.get(Booking, "b1")
    assert booking is not None
    assert booking.reversal == coop.seq - 1
    coop.audit()


def test_reversing_is_refused_in_the_order_of_the_ladder(coop: SmallTreasury) -> None:
    """Goal: each reason to say no, in order. Method: a life in which each comes up."""
    assert coop.refused(Reverse("b9", "2030")) == "treasury.booking_unknown"
    coop.fund(1_000)
    coop.owe({"ana": 400})
    assert coop.refused(Reverse("gift", "2030")) == "treasury.period_unknown"
    coop.done(BeginClosing("2026-q1", "2026-q2"))
    assert coop.refused(Reverse("gift", "2026-q2")) == "treasury.reversed_elsewhere"
    coop.done(coop.book(("expense:fees", 30_500), ("bank", -30_500)))
    assert coop.refused(Reverse("gift", "2026-q1")) == "treasury.not_enough"
    coop.payees("ana")
    coop.draft()
    assert coop.refused(Reverse("owed", "2026-q1")) == "treasury.already_paid_out"
    coop.done(ClosePeriod("2026-q1", "2026-q2"))
    assert coop.refused(Reverse("b1", "2026-q1")) == "treasury.period_closed"
    coop.done(Reverse("b1", "2026-q2"))
    assert coop.refused(Reverse("b1", "2030")) == "treasury.already_reversed"


def test_no_booking_is_undone_twice(coop: SmallTreasury) -> None:
    """Goal: no money is made by undoing. Method: undo an expense again and again."""
    coop.done(coop.book(*FEES))
    coop.done(Reverse("b1", "2026-q1"))
    assert coop.own("bank") == 30_000
    for period in ("2026-q1", "2026-q2"):
        assert coop.refused(Reverse("b1", period)) == "treasury.already_reversed"
    assert coop.refused(coop.book(*FEES)) == "treasury.booking_taken"


def test_a_booking_of_a_closed_period_is_undone_in_a_later_one(coop: SmallTreasury) -> None:
    """Goal: errors found late are mended late. Method: undo a fee after its period closed."""
    coop.done(coop.book(*FEES))
    coop.done(ClosePeriod("2026-q1", "2026-q2"))
    first = coop.books.get(Period, "2026-q1")
    coop.done(Reverse("b1", "2026-q2"))
    assert coop.books.get(Period, "2026-q1") == first
    assert (coop.own("expense:2026-q1:fees"), coop.own("expense:2026-q2:fees")) == (0, -700)
    coop.done(coop.book(("expense:fees", 100), ("bank", -100), booking="b2", period="2026-q2"))
    coop.done(Reverse("b2", "2026-q2"))
    fact = coop.done(ClosePeriod("2026-q2", "2026-q3"))
    assert isinstance(fact, PeriodClosed)
    assert (fact.expense_cents, fact.result_cents) == (-700, 700)
    assert coop.own("result:2026-q1") + coop.own("result:2026-q2") == 0
    coop.audit()


def test_no_result_is_moved_by_undoing_in_an_earlier_period(coop: SmallTreasury) -> None:
    """Goal: a surplus cannot be made up. Method: cost in the new period, undone in the old one."""
    coop.done(BeginClosing("2026-q1", "2026-q2"))
    coop.done(coop.book(*FEES, period="2026-q2"))
    assert coop.refused(Reverse("b1", "2026-q1")) == "treasury.reversed_elsewhere"
    coop.done(ClosePeriod("2026-q1", "2026-q2"))
    assert coop.own("result:2026-q1") == 0


def test_money_that_has_been_paid_is_not_taken_back_by_undoing(coop: SmallTreasury) -> None:
    """Goal: nobody's other money pays for a reversal. Method: paid out, then owed anew, then undo."""
    coop.fund(1_000)
    coop.owe({"ana": 400, "ben": 100})
    coop.payees("ana")
    coop.export()
    coop.settle()
    assert coop.refused(Reverse("owed", "2026-q1")) == "treasury.already_paid_out"
    coop.owe({"ana": 399}, booking="later")
    assert coop.refused(Reverse("owed", "2026-q1")) == "treasury.already_paid_out"
    coop.done(Reverse("later", "2026-q1"))
    assert coop.theirs() == {"ben": 100}


# --- properties -------------------------------------------------------------------------------------

ACCOUNTS = ("bank", "income:other", *(f"expense:{kind}" for kind in EXPENSES), "payable", "loss")


@given(
    legs=st.lists(
        st.tuples(st.sampled_from(ACCOUNTS), st.integers(-400, 400)), min_size=1, max_size=5
    ),
    even=st.booleans(),
    owed=st.dictionaries(st.sampled_from(("ana", "ben", "eve")), st.integers(1, 300), max_size=3),
)
def test_what_is_booked_balances_and_what_does_not_is_refused(
    legs: list[tuple[str, int]], even: bool, owed: dict[str, int]
) -> None:
    """Goal: accepted means sound. Method: random legs against a pencil's own judgement."""
    coop = treasury()
    if even:
        legs = [*legs, ("bank", sum(owed.values()) - sum(amount for _, amount in legs))]
    names = [account for account, _ in legs]
    sound = (
        len(set(names)) == len(names)
        and all(amount for _, amount in legs)
        and not {"payable", "loss"} & set(names)
        and sum(amount for _, amount in legs) == sum(owed.values())
        and all(amount >= (-30_000 if name == "bank" else 0) for name, amount in legs
                if name != "income:other")
        and all(amount <= 0 for name, amount in legs if name == "income:other")
    )  # fmt: skip
    act = coop.book(*legs, owed=owed or None)
    answer = coop.answer(act)
    assert isinstance(answer, Refusal) == (not sound)
    if sound:
        before = nonzero(coop)
        coop.done(act)
        coop.audit()
        coop.done(Reverse("b1", "2026-q1"))
        assert nonzero(coop) == before
        coop.audit()
