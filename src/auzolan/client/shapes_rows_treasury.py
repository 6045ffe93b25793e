"""Shapes of the rows of the room treasury. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

import msgspec


class Account(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One account of the general ledger with its balance, in units of its asset."""

    account: str
    group_name: str
    asset: str
    owner: str
    balance: int


class Accrual(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What members have earned by a licence at one time, in millionths; its id is used once."""

    accrual: str
    licence: str
    amount_micro: int
    entry: int


class Booking(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A transaction that the treasurer booked; `reversal` is the entry that undid it, or -1."""

    booking: str
    period: str
    legs: str
    lines: str
    reversal: int
    entry: int


class Claim(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Since when all that is payable to a former member has waited for her."""

    member: str
    since: int


class Contribution(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Capital that members paid in at one time; its id is used once."""

    contribution: str
    kind: str
    amount_cents: int
    entry: int


class Exit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Capital that left with a member, and in how many yearly parts it is paid back to her."""

    exit: str
    member: str
    reason: str
    transfer_to: str
    from_at: int
    redeemed_cents: int
    deduction_cents: int
    loss_cents: int
    years: int
    legal_bp: int
    years_paid: int
    entry: int


class FundLot(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one distribution put into a fund, for what, and by when it is to be spent."""

    account: str
    entry: int
    amount_cents: int
    spend_by: int


class Hold(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Money of an account that is kept for one use until a moment, >= 1 unit."""

    hold: str
    account: str
    amount: int
    until_at: int
    state: str
    entry: int


class Leaver(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That a member has left: when, by which entry, and which period was open then."""

    member: str
    period: str
    at: int
    entry: int


class MemberAccount(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one member has in a control account, in units of its asset, >= 0."""

    member: str
    account: str
    balance: int


class MemberPosting(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One movement on a member's account, and why."""

    entry: int
    member: str
    account: str
    period: str
    why: str
    amount: int


class Payee(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That a member has named a bank account, and when last; the account itself is sealed."""

    member: str
    changed_at: int
    entry: int


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


class PayoutApproval(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That somebody approved a payout."""

    payout: str
    member: str
    entry: int


class PayoutLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a payout sends to one member, and how far it has come."""

    payout: str
    member: str
    amount_cents: int
    state: str


class Period(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A span of the books; `result_cents` is its surplus (positive) once it is closed."""

    period: str
    state: str
    result_cents: int
    opened: int
    closed: int
    postings: int
    chain: str


class Plan(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A plan for dividing a result; `state` is `planned` or `distributed`."""

    plan: str
    period: str
    plan_digest: str
    state: str
    result_cents: int
    available_cents: int
    to_funds_cents: int
    interest_cents: int
    patronage_cents: int
    cash_cents: int
    capitalised_cents: int
    loss_cents: int
    planned: str
    lines: str
    entry: int


class Posting(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One leg of a transaction in the general ledger; an entry's legs sum to zero per asset."""

    entry: int
    leg: int
    period: str
    account: str
    amount: int


class Remittance(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Tax kept back that was handed over at one time; its id is used once."""

    remittance: str
    amount_cents: int
    entry: int


class RoyaltyOfMember(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one member earned by use in a period, in millionths, whether it was settled or not."""

    period: str
    member: str
    earned_micro: int


class RoyaltySettlement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One time at which whole cents of royalties became payable; its id is used once."""

    settlement: str
    period: str
    amount_cents: int
    entry: int


class Subscription(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What of a member's contribution was still due when she joined, and what she has paid of it."""

    member: str
    due_cents: int
    paid_cents: int
    parts: int
    entry: int


class WindingUp(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A plan for the end of the co-operative; `state` is `planned` or `done`."""

    winding_up: str
    plan_digest: str
    state: str
    asked: str
    planned: str
    lines: str
    entry: int


class Withholding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was kept back for tax of the cash of one plan, which happens once."""

    plan: str
    rate_bp: int
    amount_cents: int
    entry: int
