"""Reading money: the balance of the general ledger, and what concerns one member."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from auzolan.charter.articles import charter_from_text
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.house.rooms.consent.queries import ConsentLine, consent_lines
from auzolan.house.rooms.labour.paying.pay_queries import WorkLine, work_lines
from auzolan.house.rooms.members.queries import MemberPage, member_page
from auzolan.house.rooms.valuation.queries import annex_of, value_line_of
from auzolan.house.storage.reader import Reader
from auzolan.house.storage.together import Question, asked
from auzolan.treasury.accounts import CAPITAL, CONTROL_ACCOUNTS, PAYABLE, asset_of, group_of
from auzolan.treasury.state import Account, MemberAccount, MemberPosting, Plan
from auzolan.treasury.surplus.year_books import planned_from
from auzolan.valuation.state import Valuation


class AccountLine(msgspec.Struct, frozen=True):
    """One account of the general ledger in units of its asset: debit above zero, credit below."""

    account: str
    asset: str
    balance: int


class AssetSum(msgspec.Struct, frozen=True):
    """What all accounts of one asset sum to, which is zero."""

    asset: str
    balance: int


class Balance(msgspec.Struct, frozen=True):
    """The general ledger; the accounts of each asset sum to zero."""

    currency: str
    accounts: tuple[AccountLine, ...]
    sums: tuple[AssetSum, ...]


class PostingLine(msgspec.Struct, frozen=True):
    """One movement on a member's account, and the entry it comes from."""

    entry: int
    period: str
    account: str
    asset: str
    why: str
    amount: int


class WorthLine(msgspec.Struct, frozen=True):
    """What a member's rows are worth in one valuation, with the likely range; scaled by 10^9."""

    valuation: str
    value_e9: int
    low_e9: int
    high_e9: int
    rows: int
    entry: int


class PoolPart(msgspec.Struct, frozen=True):
    """What a member gets from one pool of the members' part."""

    basis: str
    cents: int


class ShareLine(msgspec.Struct, frozen=True):
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

    @property
    def to_capital_cents(self) -> int:
        """What becomes her capital: interest, and what is not paid out."""
        return self.interest_cents + self.capitalised_cents


class OwnAccountLine(msgspec.Struct, frozen=True):
    """What a member has in one account, in units of its asset."""

    account: str
    asset: str
    balance: int


class Statement(msgspec.Struct, frozen=True):
    """Everything that concerns one member's money, each line with its entry.

    `capital_cents` is the sum of her accounts of capital; `accounts` has each of them.
    """

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


def balance(reader: Reader) -> Balance:
    """The general ledger as it stands."""
    lines = tuple(AccountLine(row.account, row.asset, row.balance) for row in reader.rows(Account))
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.asset] = sums.get(line.asset, 0) + line.balance
    found = tuple(AssetSum(asset, sums[asset]) for asset in sorted(sums))
    return Balance(currency(reader), lines, found)


def statement(reader: Reader, member: str) -> Statement | None:
    """One member's statement, or None where nobody has this id."""
    who = member_page(reader, member)
    return statement_about(reader, who) if who is not None else None


def accounts_asked(member: str) -> list[Question]:
    """The questions for a member's own accounts, each by its key: no search goes by member alone."""
    return [
        asked(MemberAccount, member=member, account=name) for name in sorted(CONTROL_ACCOUNTS)
    ]  # fmt: skip


def statement_about(reader: Reader, who: MemberPage) -> Statement:
    """The same, for whoever has read already who she is."""
    member, keys = who.member, accounts_asked(who.member)
    reader.ask(*keys)
    own = [one for _, equals in keys for one in reader.rows(MemberAccount, **dict(equals))]
    unit = currency(reader)
    accounts = tuple(
        OwnAccountLine(row.account, asset_of(row.account, unit), row.balance) for row in own
    )
    return Statement(
        member=member, name=who.name, standing=who.standing, currency=unit,
        capital_cents=sum(row.balance for row in own if group_of(row.account) == CAPITAL),
        payable_cents=sum(row.balance for row in own if row.account == PAYABLE),
        accounts=accounts, postings=_postings(reader, member, unit), shares=_shares(reader, member),
        worth=_worth(reader, member), work=work_lines(reader, member),
        consents=tuple(consent_lines(reader, member)),
    )  # fmt: skip


def currency(reader: Reader) -> str:
    """The one currency of the books."""
    row = reader.get(CharterInForce, IN_FORCE)
    return charter_from_text(row.text).currency if row is not None else ""


def _postings(reader: Reader, member: str, unit: str) -> tuple[PostingLine, ...]:
    rows = reader.rows(MemberPosting, member=member)
    return tuple(
        PostingLine(
            row.entry, row.period, row.account, asset_of(row.account, unit), row.why, row.amount
        )
        for row in rows
    )


def _shares(reader: Reader, member: str) -> tuple[ShareLine, ...]:
    shares = []
    for plan in reader.rows(Plan):
        annex = annex_of(reader, plan.lines)
        members = list(annex.column("member"))
        if member in members:
            place = members.index(member)
            mine = {name: annex.column(name)[place] for name in annex.names}
            shares.append(share_line(plan, mine))
    return tuple(shares)


def share_line(plan: Plan, mine: Mapping[str, int | str]) -> ShareLine:
    """A member's part in a plan.

    Args:
        plan: the plan.
        mine: her line of its annex, by column.
    """
    pools = planned_from(plan).pools
    return ShareLine(
        plan=plan.plan, period=plan.period, state=plan.state,
        interest_cents=int(mine["interest_cents"]),
        pools=tuple(PoolPart(one.basis, int(mine[f"{one.basis}_cents"])) for one in pools),
        cash_cents=int(mine["cash_cents"]), capitalised_cents=int(mine["capitalised_cents"]),
        loss_cents=int(mine.get("loss_cents", 0)), amount_cents=int(mine["amount_cents"]),
        entry=plan.entry,
    )  # fmt: skip


def _worth(reader: Reader, member: str) -> tuple[WorthLine, ...]:
    found = ((row, value_line_of(reader, row, member)) for row in reader.rows(Valuation))
    return tuple(
        WorthLine(row.valuation, line.value_e9, line.low_e9, line.high_e9, line.rows, row.entry)
        for row, line in found
        if line is not None
    )
