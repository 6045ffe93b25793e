"""The rules of the treasurer's own bookings: expenses, spending of funds, what is owed to members.

She books between the bank, expenses, other income, funds and tax that is owed, and nowhere else:
capital, reserves, results and payouts have rules of their own. Nobody books what is owed to herself. Nothing is
struck out; a booking is undone by its opposite, and in its own period as long as that is not
closed, so that no result can be moved from one period to another.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from auzolan.charter.state import charter_of
from auzolan.foundation import canonical
from auzolan.foundation.books import Books
from auzolan.foundation.money import money_text
from auzolan.foundation.refusals import Refusal
from auzolan.members.state import Member
from auzolan.record.annex_columns import amounts_by_member
from auzolan.record.annexes import Annex, AnnexRef, ref_from_text, ref_text
from auzolan.record.case import Case
from auzolan.record.entries import Fact
from auzolan.treasury.accounts import (
    BANK,
    EXPENSE,
    EXPENSES,
    FUND,
    GROUPS,
    INCOME,
    PAYABLE,
    TAX,
    group_of,
    natural,
)
from auzolan.treasury.ledger.acts import Book, Booked, Reverse, Reversed
from auzolan.treasury.ledger.period_rules import ARTICLE, period_refused
from auzolan.treasury.ledger.posting import (
    Leg,
    Movement,
    assert_controls_match,
    free_balance,
    member_balance,
    own_balance,
    post,
    post_members,
)
from auzolan.treasury.state import CLOSED, Account, Booking, Period

LEGS_KIND = "legs/1"
OTHER_INCOME = "income:other"
BALANCE_CENTS_MAX = 10**14
"""What an account may hold by booking: small enough that groups of them can be written down."""
_LEGS_DECODER: msgspec.json.Decoder[tuple[Leg, ...]] = msgspec.json.Decoder(tuple[Leg, ...])


def decide_book(books: Books, act: Book, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether a transaction can be booked: known accounts, legs that balance, money that is there.

    Args:
        books: the books.
        act: legs in cents, debits above zero; `expense:fees` and `income:other` mean the accounts
            of the act's period.
        case: reads the annex of members' legs.
    Returns:
        `Booked` with what is owed to members, or the refusal.
    Raises:
        NotDisclosed: the annex is restricted and this level sees none.
    """
    if books.get(Booking, act.booking) is not None:
        return Refusal(
            "treasury.booking_taken", ARTICLE, f"There is a booking called {act.booking} already.",
            "Give the booking an id that is free.",
        )  # fmt: skip
    refused = period_refused(books, act.period, corrections=True) or _legs_refused(books, act)
    if refused is not None:
        return refused
    owed = _owed(books, case, act.lines)
    if isinstance(owed, Refusal):
        return owed
    if case.actor in owed:
        return Refusal(
            "treasury.own_booking", ARTICLE,
            f"{case.actor} would book {owed[case.actor]} cents as owed to herself.",
            "Ask another holder of the office to book what is owed to you.",
        )  # fmt: skip
    owed_cents = sum(owed.values())
    sum_cents = sum(leg.amount for leg in act.legs) - owed_cents
    if sum_cents:
        return Refusal(
            "treasury.legs_differ", ARTICLE,
            f"The legs sum to {sum_cents} cents; debits and credits must be equal.",
            "Correct the amounts; what is owed to members counts as credit.",
        )  # fmt: skip
    legs = legs_of(act)
    refused = too_large(books, legs) or _missing(books, case, legs)
    return refused or (Booked(act.booking, owed_cents),)


def legs_of(act: Book) -> tuple[Leg, ...]:
    """The open legs with the full names of their accounts."""
    return tuple(Leg(_full_name(leg.account, act.period), leg.amount) for leg in act.legs)


def _full_name(account: str, period: str) -> str:
    group, _, rest = account.partition(":")
    return f"{group}:{period}:{rest}" if group in {EXPENSE, INCOME} else account


def _legs_refused(books: Books, act: Book) -> Refusal | None:
    seen: set[str] = set()
    for leg in act.legs:
        if leg.account in seen or not leg.amount:
            return Refusal(
                "treasury.leg_twice_or_empty", ARTICLE,
                f"{leg.account} stands twice in the transaction, or with nothing.",
                "Give each account one leg that is not zero.",
            )  # fmt: skip
        seen.add(leg.account)
        if not is_bookable(books, leg.account):
            return Refusal(
                "treasury.account_not_bookable", ARTICLE,
                f"{leg.account} is not booked by hand.",
                f"Use bank, {', '.join(f'{EXPENSE}:{kind}' for kind in EXPENSES)}, {OTHER_INCOME} "
                "or a fund; everything else has an act of its own.",
            )  # fmt: skip
        if group_of(leg.account) in {FUND, TAX} and leg.amount < 0:
            return Refusal(
                "treasury.fund_filled_by_hand", ARTICLE,
                f"{leg.account} is filled by sharing a surplus, not by hand.",
                "Spend from a fund, or pay a tax, only.",
            )  # fmt: skip
    return None


def is_bookable(books: Books, account: str) -> bool:
    """Whether the treasurer may book on an account by hand; periods are left out of its name."""
    group, _, rest = account.partition(":")
    if group == EXPENSE:
        return rest in EXPENSES
    return account in {BANK, OTHER_INCOME} or (
        group in {FUND, TAX} and books.get(Account, account) is not None
    )


def too_large(books: Books, legs: Sequence[Leg]) -> Refusal | None:
    """The refusal of a leg after which an account would be larger than entries can write."""
    for leg in legs:
        cents = own_balance(books, leg.account) + natural(leg.account, leg.amount)
        if cents > BALANCE_CENTS_MAX:
            currency = charter_of(books).currency
            return Refusal(
                "treasury.too_large", ARTICLE,
                f"{leg.account} would hold {money_text(cents, currency)}; an account holds at most "
                f"{money_text(BALANCE_CENTS_MAX, currency)}.",
                "Look at the amount again: it has too many digits.",
            )  # fmt: skip
    return None


def _missing(books: Books, case: Case, legs: Sequence[Leg]) -> Refusal | None:
    """The refusal of a leg that would take more from an account than is free there."""
    for leg in legs:
        free = free_balance(books, leg.account, case.at)
        change = natural(leg.account, leg.amount)
        if change < 0 and free + change < 0:
            return not_enough(books, leg.account, free, -change)
    return None


def not_enough(books: Books, account: str, free_cents: int, needed_cents: int) -> Refusal:
    """The refusal of taking more from an account than is free there."""
    currency = charter_of(books).currency
    return Refusal(
        "treasury.not_enough", ARTICLE,
        f"{account} has {money_text(max(0, free_cents), currency)} free and "
        f"{money_text(needed_cents, currency)} would be taken.",
        "Take less, or void a hold or cancel a payout first.",
    )  # fmt: skip


def _owed(books: Books, case: Case, ref: AnnexRef | None) -> dict[str, int] | Refusal:
    if ref is None:
        return {}
    try:
        owed = _owed_lines(case.annexes.read(ref))
    except ValueError as fault:
        return Refusal(
            "treasury.lines_malformed", ARTICLE, f"The members' legs cannot be read: {fault}.",
            f"Lay them down again as {LEGS_KIND} with the columns member and amount_cents.",
        )  # fmt: skip
    for member in owed:
        if books.get(Member, member) is None:
            return Refusal(
                "treasury.no_such_member", ARTICLE, f"There is no member {member}.",
                "Book what is owed to members only; others are paid as an expense.",
            )  # fmt: skip
    return owed


def _owed_lines(annex: Annex) -> dict[str, int]:
    return amounts_by_member(annex, kind=LEGS_KIND, amount="amount_cents")


def apply_booked(books: Books, case: Case, act: Book, fact: Booked) -> None:
    """Write the open legs, and keep the booking so that it can be undone."""
    legs = legs_of(act)
    post(books, case, act.period, [*legs, Leg(PAYABLE, -fact.owed_cents)])
    text = canonical.encode(list(legs)).decode()
    lines = ref_text(act.lines) if act.lines is not None else ""
    books.add(Booking(act.booking, act.period, text, lines, -1, case.seq))


def apply_booked_to_members(books: Books, case: Case, act: Book, fact: Booked) -> None:
    """Write what is owed to each member; restricted rows only."""
    if act.lines is not None:
        movement = Movement(PAYABLE, act.period, f"booking:{act.booking}")
        post_members(books, case, movement, _owed_lines(case.annexes.read(act.lines)))
        assert_controls_match(books, (PAYABLE,))


def decide_reverse(books: Books, act: Reverse, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether a booking can be undone: once, and only while its money is still there.

    Raises:
        NotDisclosed: it has members' legs and this level sees none.
    """
    booking = books.get(Booking, act.booking)
    if booking is None:
        return Refusal(
            "treasury.booking_unknown", ARTICLE, f"There is no booking called {act.booking}.",
            "Look up the treasurer's bookings; other entries have no reversal.",
        )  # fmt: skip
    if booking.reversal >= 0:
        return Refusal(
            "treasury.already_reversed", ARTICLE,
            f"Entry {booking.reversal} has undone {act.booking} already.",
            "Nothing is left to undo; book it again under a new id if it was right.",
        )  # fmt: skip
    refused = (
        period_refused(books, act.period, corrections=True)
        or _elsewhere(books, booking, act.period)
        or _missing(books, case, _with_floor(_opposite(booking, act.period)))
    )
    if refused is not None:
        return refused
    for member, cents in _lines_of(booking, case).items():
        if member_balance(books, member, PAYABLE) < cents:
            return Refusal(
                "treasury.already_paid_out", ARTICLE,
                f"{member} has less payable than {act.booking} gave.",
                "Settle it with the member, and book what comes back.",
            )  # fmt: skip
    return (Reversed(act.booking),)


def _elsewhere(books: Books, booking: Booking, period: str) -> Refusal | None:
    own = books.get(Period, booking.period)
    assert own is not None, f"there is no period {booking.period}"
    if own.state == CLOSED or period == booking.period:
        return None
    return Refusal(
        "treasury.reversed_elsewhere", ARTICLE,
        f"{booking.booking} stands in {booking.period}, which is not closed; undone in {period} it "
        "would change the results of both.",
        f"Undo it in {booking.period}.",
    )  # fmt: skip


def _with_floor(legs: Sequence[Leg]) -> list[Leg]:
    """The legs on accounts that hold money: an expense of a closed period is undone by less."""
    return [leg for leg in legs if GROUPS[group_of(leg.account)].has_floor]


def _opposite(booking: Booking, period: str) -> tuple[Leg, ...]:
    """The legs that undo a booking, in the period that takes them."""
    legs = canonical.decode(booking.legs.encode(), _LEGS_DECODER)
    return tuple(Leg(_moved(leg.account, period), -leg.amount) for leg in legs)


def _moved(account: str, period: str) -> str:
    group = group_of(account)
    if group not in {EXPENSE, INCOME}:
        return account
    return f"{group}:{period}:{account.split(':', 2)[2]}"


def _lines_of(booking: Booking, case: Case) -> dict[str, int]:
    if not booking.lines:
        return {}
    return _owed_lines(case.annexes.read(ref_from_text(booking.lines)))


def apply_reversed(books: Books, case: Case, act: Reverse, fact: Reversed) -> None:
    """Write the opposite legs, and which entry undid the booking."""
    booking = _booking(books, fact.booking)
    legs = _opposite(booking, act.period)
    post(books, case, act.period, [*legs, Leg(PAYABLE, -sum(leg.amount for leg in legs))])
    books.put(msgspec.structs.replace(booking, reversal=case.seq))


def apply_reversed_to_members(books: Books, case: Case, act: Reverse, fact: Reversed) -> None:
    """Take back what each member was owed by the booking; restricted rows only."""
    booking = _booking(books, fact.booking)
    amounts = {member: -cents for member, cents in _lines_of(booking, case).items()}
    if amounts:
        post_members(
            books, case, Movement(PAYABLE, act.period, f"reversal:{fact.booking}"), amounts
        )
        assert_controls_match(books, (PAYABLE,))


def _booking(books: Books, name: str) -> Booking:
    booking = books.get(Booking, name)
    assert booking is not None, f"there is no booking {name}"
    return booking
