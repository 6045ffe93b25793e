"""The journal as hledger reads it: `hledger -f FILE check --strict`.

After each closing and at the end every account's balance is asserted, exactly and for all that the
account holds (`==`). It uses nothing of hledger that would invent a posting or a price.
"""

from __future__ import annotations

from collections.abc import Iterator

from auzolan.house.rooms.treasury.journals.journal import Balances, Journal, Transaction
from auzolan.house.rooms.treasury.journals.names import (
    amount_text,
    commodity_of,
    decimals_of,
    tool_account,
)


def hledger_lines(journal: Journal) -> Iterator[str]:
    """The lines of the journal, without line ends."""
    yield f"; {journal.title()}"
    yield "decimal-mark ."
    for asset in journal.assets():
        yield f"commodity 1000.{'0' * decimals_of(asset)} {commodity_of(asset)}"
    for account in journal.accounts:
        owner = f", member: {account.member}" if account.member else ""
        yield f"account {tool_account(account)}  ; books: {account.account}{owner}"
    for part in journal.parts:
        yield ""
        yield from _balances(part) if isinstance(part, Balances) else _transaction(part)


def _transaction(one: Transaction) -> Iterator[str]:
    yield f"{one.day} * ({one.entry}) {one.act}"
    yield f"    ; period: {one.period}"
    for leg in one.legs:
        amount = amount_text(leg.amount, leg.account.asset)
        why = f"  ; why: {leg.why}" if leg.why else ""
        yield f"    {tool_account(leg.account):<44}  {amount:>24}{why}"


def _balances(found: Balances) -> Iterator[str]:
    yield f"{found.day} * ({found.entry}) balances at the {found.about}"
    for account, balance in found.lines:
        nothing = amount_text(0, account.asset)
        asserted = amount_text(balance, account.asset)
        yield f"    {tool_account(account):<44}  {nothing:>24} == {asserted}"
