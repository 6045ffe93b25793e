"""What can be read of money by programs and as files; see `house/doing.py`."""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.house.doing import Showing, Who
from auzolan.house.rooms.treasury.exit_queries import ExitLine, exit_lines
from auzolan.house.rooms.treasury.payout_reading import (
    PayoutPage,
    own_payments,
    payout_page,
    payouts,
)
from auzolan.house.rooms.treasury.queries import Balance, Statement, balance, statement
from auzolan.house.rooms.treasury.statement_types import PayoutOwn
from auzolan.house.storage.reader import Reader
from auzolan.treasury.state import Payout, Period


def _balance(reader: Reader, who: Who) -> Balance:
    return balance(reader)


def _periods(reader: Reader, who: Who) -> Sequence[Period]:
    return reader.rows(Period)


def _payouts(reader: Reader, who: Who) -> Sequence[Payout]:
    return sorted(payouts(reader), key=lambda one: one.payout)


def _payout(reader: Reader, who: Who, payout: str) -> PayoutPage | None:
    return payout_page(reader, payout)


def _statement(reader: Reader, who: Who, member: str) -> Statement | None:
    return statement(reader, member)


def _payments(reader: Reader, who: Who, member: str) -> Sequence[PayoutOwn]:
    return own_payments(reader, member)


def _exits(reader: Reader, who: Who, member: str) -> Sequence[ExitLine]:
    return sorted(exit_lines(reader, member), key=lambda one: (one.exit, one.year))


SHOWINGS: tuple[Showing, ...] = (
    Showing("treasury.balance", "balance", Balance, _balance),
    Showing("treasury.periods", "periods", Period, _periods, key="period"),
    Showing("treasury.payouts", "payouts", Payout, _payouts, key="payout"),
    Showing("treasury.payout", "payouts/{payout}", PayoutPage, _payout),
    Showing(
        "treasury.statement", "members/{member}/statement", Statement, _statement, about="member"
    ),
    Showing(
        "treasury.payments", "members/{member}/payments", PayoutOwn, _payments, key="entry",
        about="member",
    ),
    Showing(
        "treasury.exits", "members/{member}/exits", ExitLine, _exits, key=("exit", "year"),
        about="member",
    ),
)  # fmt: skip
