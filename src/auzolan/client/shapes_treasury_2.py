"""Shapes of the room treasury. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

import msgspec


class SettleAsked2(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """In which period royalties become payable."""

    period: str = ""


class OwnAccountLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a member has in one account, in units of its asset."""

    account: str
    asset: str
    balance: int


class PostingLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One movement on a member's account, and the entry it comes from."""

    entry: int
    period: str
    account: str
    asset: str
    why: str
    amount: int


class PoolPart(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a member gets from one pool of the members' part."""

    basis: str
    cents: int


class ShareLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A member's part in one plan: why (interest, pools) and how (cash, capital), or her loss."""

    plan: str
    period: str
    state: str
    interest_cents: int
    pools: tuple[PoolPart, ...]
    cash_cents: int
    capitalised_cents: int
    loss_cents: int
    amount_cents: int
    entry: int


class WorthLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a member's rows are worth in one valuation, with the likely range; scaled by 10^9."""

    valuation: str
    value_e9: int
    low_e9: int
    high_e9: int
    rows: int
    entry: int


class HourlyFigures(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an hour earned, cents, None where it cannot be said."""

    all_time: int | None
    paid_time: int | None
    naive: int | None
    lifted: int | None


class WorkLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One member's work that was booked or settled in one period; `entries` are those that owe it."""

    period: str
    seconds: int
    owed_cents: int
    counted_seconds: int
    paid_seconds: int
    pay_cents: int
    interest_cents: int
    topup_cents: int
    floor_cents: int
    hourly_cents: HourlyFigures
    entries: tuple[int, ...]


class ConsentLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a member allows for one kind; `withdrawn_at` is the entry of her withdrawal, or None."""

    member: str
    kind: str
    purposes: tuple[str, ...]
    since: str
    entry: int
    withdrawn_at: int | None
    erase_by: str


class Statement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything that concerns one member's money, each line with its entry."""

    member: str
    name: str
    standing: str
    currency: str
    capital_cents: int
    payable_cents: int
    accounts: tuple[OwnAccountLine, ...]
    postings: tuple[PostingLine, ...]
    shares: tuple[ShareLine, ...]
    worth: tuple[WorthLine, ...]
    work: tuple[WorkLine, ...]
    consents: tuple[ConsentLine, ...]


class BankFileAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file of the bank: its answer to a payout (pain.002) or a statement (camt.053)."""

    file: str
    period: str = ""


class VoidHoldAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is kept no longer."""

    hold: str


class WithholdAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """From the cash of which plan tax is kept back."""

    plan: str
