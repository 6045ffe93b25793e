"""A member's statement as one value, from which every form of it is made.

Amounts are whole cents, or millionths where the name says so; exact shares are fractions written as
`1/3`. A form may leave something out; none adds a number. The published JSON Schema follows from
these types.
"""

from __future__ import annotations

import msgspec

from auzolan.house.rooms.treasury.exit_queries import ExitLine
from auzolan.house.rooms.treasury.queries import Statement


class Vote(msgspec.Struct, frozen=True, kw_only=True):
    """How the members decided on something; counts are zero while a poll is open."""

    proposal: str
    state: str
    yes: int
    no: int
    abstain: int
    roll: int
    ends: str
    entry: int


class CharterVoted(msgspec.Struct, frozen=True, kw_only=True):
    """One version of the house rules: since when, and by which vote; none at the founding."""

    version: int
    digest: str
    since: str
    entry: int
    vote: Vote | None


class WaterfallLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the division of a year, with the clause that says how much.

    `part_bp` and `base_cents` are 0 where the line is not a part of something.
    """

    name: str
    clause: str
    part_bp: int
    base_cents: int
    cents: int


class OwnPool(msgspec.Struct, frozen=True, kw_only=True):
    """A member's part of one pool.

    Attributes:
        basis: by what it is shared.
        clause: that gives the pool its weight.
        pool_cents: what was shared.
        weight: hers; `weights` is everybody's together. 0 where it cannot be worked out again.
        exact: her exact share in cents, as a fraction; empty where it cannot be worked out again.
        cents: what she gets.
        got_spare_cent: whether one of the cents that whole shares left over went to her.
        spare_cents: how many were left over, and went to the largest remainders.
        is_capped: whether the charter's cap holds her share down.
    """

    basis: str
    clause: str
    pool_cents: int
    weight: int
    weights: int
    exact: str
    cents: int
    got_spare_cent: bool
    spare_cents: int
    is_capped: bool


class InterestOwn(msgspec.Struct, frozen=True, kw_only=True):
    """Interest on her capital, and the limit on all interest of the year.

    `limit_cents` is -1 where the year cannot be worked out again.
    """

    rate_bp: int
    clause: str
    all_cents: int
    limit_cents: int
    is_limited: bool
    exact: str
    cents: int


class PayIndex(msgspec.Struct, frozen=True, kw_only=True):
    """The index of her job, and the bounds of all who worked; nobody is given a place among them.

    Indexes are in hundredths.
    """

    index_centi: int
    lowest_centi: int
    highest_centi: int
    workers: int
    ratio_max: int


class ProofPart(msgspec.Struct, frozen=True, kw_only=True):
    """One nameless part of her line in the sum tree, and the way from it up to the root."""

    amount: int
    salt: str
    place: int
    path: tuple[tuple[str, int], ...]


class LineProof(msgspec.Struct, frozen=True, kw_only=True):
    """That her line is in the sum that was published: root, total, and both parts of the line."""

    kind: str
    root: str
    total: int
    leaves: int
    names: tuple[str, ...]
    values: tuple[int | str, ...]
    parts: tuple[ProofPart, ...]


class Objection(msgspec.Struct, frozen=True, kw_only=True):
    """How to object to a plan.

    Attributes:
        stage: `before_poll`, `poll`, `cooling_off` or `booked`.
        until: the moment until which it can still be stopped; empty where it has no end yet or it
            has passed.
        to: who holds the office that checks the books.
    """

    stage: str
    until: str
    to: tuple[str, ...]


class YearPart(msgspec.Struct, frozen=True, kw_only=True):
    """One year's plan, and what of it is hers.

    Attributes:
        is_recomputed: whether the plan was worked out again to the last cent for this statement.
        seconds, pay_cents: her work of the period, and the pay for it.
        lines: of the whole waterfall, from the result down to the members' part.
        opening_cents, closing_cents: her capital before and after.
    """

    plan: str
    period: str
    state: str
    entry: int
    plan_digest: str
    vote: Vote | None
    is_recomputed: bool
    opening_cents: int
    seconds: int
    pay_cents: int
    pay_index: PayIndex | None
    lines: tuple[WaterfallLine, ...]
    interest: InterestOwn
    pools: tuple[OwnPool, ...]
    cash_cents: int
    capitalised_cents: int
    loss_cents: int
    closing_cents: int
    warnings: tuple[str, ...]
    proof: LineProof | None
    receipt: str
    objection: Objection


class UseLine(msgspec.Struct, frozen=True, kw_only=True):
    """One use of a dataset in which her rows were."""

    use: str
    snapshot: str
    purpose: str
    operation: str
    rows: int
    day: str
    entry: int


class RoyaltyLine(msgspec.Struct, frozen=True, kw_only=True):
    """What she earned by use, or what became whole cents, in millionths.

    `licence` and `licensee` say who used her data, and under what; empty where cents were made.
    """

    entry: int
    period: str
    what: str
    licence: str
    licensee: str
    micro: int


class PayoutOwn(msgspec.Struct, frozen=True, kw_only=True):
    """One payment to her bank, and how far it has come; account numbers stand nowhere here."""

    payout: str
    cents: int
    state: str
    pay_on: str
    entry: int


class InstalmentLine(msgspec.Struct, frozen=True, kw_only=True):
    """One yearly payment after leaving: a part of the capital, and interest on the rest."""

    year: int
    principal_cents: int
    interest_cents: int


class ExitValue(msgspec.Struct, frozen=True, kw_only=True):
    """What her capital would come to if she left now with good reason, under the rules in force."""

    capital_cents: int
    deduction_cents: int
    clause: str
    instalments: tuple[InstalmentLine, ...]


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The record that the statement was read from: its name, its last entry, and when that was."""

    origin: str
    size: int
    root: str
    at: str


class MemberStatement(Statement, frozen=True, kw_only=True):
    """All that a statement says.

    Attributes:
        joined, joined_entry: when she joined, and the entry.
        head: of the record; the same head gives the same statement, to the last byte.
        charter: every version of the house rules, the latest last.
        years: her part of every plan, the latest last.
        withheld_cents: kept back for tax or by law.
        exits: the yearly parts of capital that has left, each with its day and how far it has come.
        checks: commands that check it, with the record alone and without a network.
    """

    joined: str
    joined_entry: int
    head: Head
    preset: str
    charter: tuple[CharterVoted, ...]
    years: tuple[YearPart, ...]
    uses: tuple[UseLine, ...]
    royalties: tuple[RoyaltyLine, ...]
    royalties_open_micro: int
    payouts: tuple[PayoutOwn, ...]
    withheld_cents: int
    exit: ExitValue
    exits: tuple[ExitLine, ...]
    checks: tuple[str, ...]
