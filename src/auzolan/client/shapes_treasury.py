"""Shapes of the room treasury. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from typing import Literal

import msgspec


class AccrueAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A list of what members earned by a licence."""

    licence: str
    earned: str


class PayoutAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which payout."""

    payout: str


class AccountLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One account of the general ledger in units of its asset: debit above zero, credit below."""

    account: str
    asset: str
    balance: int


class AssetSum(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What all accounts of one asset sum to, which is zero."""

    asset: str
    balance: int


class Balance(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The general ledger; the accounts of each asset sum to zero."""

    currency: str
    accounts: tuple[AccountLine, ...]
    sums: tuple[AssetSum, ...]


class PeriodEndAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which period ends, and which follows."""

    period: str
    next_period: str


class BookAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An amount that goes from one account to another."""

    pays: str
    gets: str
    amount_cents: int
    why: str
    period: str = ""


class BookListAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A booking of several lines, with what is owed to members besides."""

    lines: tuple[str, ...]
    why: str
    owed: str = ""
    period: str = ""


class ClearAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which payout's returned payments become payable again, and in which period."""

    payout: str
    period: str = ""


class ContributeAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one member has paid in."""

    member: str
    kind: Literal["compulsory", "voluntary"]
    amount_cents: int
    reference: str


class ContributeListAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What several members have paid in."""

    paid: str
    kind: Literal["compulsory", "voluntary"]
    reference: str


class DraftAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the payout is called, and when the bank shall pay."""

    payout: str
    pay_on: str


class ExitLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One yearly part of an exit."""

    exit: str
    member: str
    reason: str
    year: int
    due: str
    principal_cents: int
    interest_cents: int
    state: str
    entry: int


class HoldAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is kept, of which account, and how long."""

    hold: str
    account: str
    amount_cents: int
    until: str


class LapseAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whose claim has lapsed."""

    member: str


class PayExitAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which yearly part of which exit, as `EXIT:YEAR`."""

    part: str


class PayoutOwn(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One payment to her bank, and how far it has come; account numbers stand nowhere here."""

    payout: str
    cents: int
    state: str
    pay_on: str
    entry: int


class PayoutStep(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One step of a payout: what was done, by whom, when, and for how much money."""

    act: str
    actor: str
    at: int
    entry: int
    cents: int | None
    count: int | None


class PayoutPage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One payout as it stands, from what everybody may know of it."""

    payout: str
    state: str
    by: str
    pay_on: str
    currency: str
    total_cents: int
    count: int
    left_out: int
    sent_cents: int
    rejected_cents: int
    returned_cents: int
    approvals: int
    approvals_needed: int
    entry: int
    steps: tuple[PayoutStep, ...]


class Payout(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Money on its way to members' banks; `state` is one of the words of a payout's life."""

    payout: str
    state: str
    by: str
    pay_on: str
    total_cents: int
    count: int
    rejected_cents: int
    returned_cents: int
    cleared: int
    approvals: int
    lines: str
    entry: int


class Period(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A span of the books; `result_cents` is its surplus (positive) once it is closed."""

    period: str
    state: str
    result_cents: int
    opened: int
    closed: int
    postings: int
    chain: str


class PlanAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a closed period's result would be divided; all amounts in cents."""

    plan: str
    period: str
    valuation: str = ""
    tax_cents: int = 0
    third_parties_cents: int = 0
    extraordinary_cents: int = 0


class EndAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A plan for the end: what is owed that no account shows, and what nobody will collect."""

    winding_up: str
    creditors: tuple[str, ...] = ()
    given_up: tuple[str, ...] = ()


class SpendHoldAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is spent of what was kept."""

    hold: str
    to: str
    amount_cents: int
    period: str = ""


class RemitAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the bank says of the tax that was sent."""

    reference: str


class ReportAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the bank said of a payout in a file that the house cannot read: whom it refused."""

    payout: str
    file: str
    rejected: tuple[str, ...] = ()


class ReturnAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which payments came back, by a statement that the house cannot read."""

    payout: str
    file: str
    returned: tuple[str, ...]
    period: str = ""


class ReverseAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which booking is undone, and in which period."""

    booking: str
    period: str = ""


class PayeeAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The account, its holder, and where she lives."""

    name: str
    iban: str
    country: str
    town: str
    postcode: str = ""
    street: str = ""
    building: str = ""
    bic: str = ""


class SettleAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What left the bank, by a statement that the house cannot read."""

    payout: str
    amount_cents: int
    file: str
    period: str = ""
