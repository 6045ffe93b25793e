"""The journal as ledger reads it: `ledger --pedantic -f FILE balance`.

After each closing and at the end every account's balance is asserted, for the commodity that the
account counts in. It uses nothing of ledger that would invent a posting or a price.
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


def ledger_lines(journal: Journal) -> Iterator[str]:
    """The lines of the journal, without line ends."""
    yield f"; {journal.title()}"
    yield from ("tag period", "tag why")
    for asset in journal.assets():
        yield f"commodity {commodity_of(asset)}"
        yield f"    format 1000.{'0' * decimals_of(asset)} {commodity_of(asset)}"
    for account in journal.accounts:
        owner = f", member {account.member}" if account.member else ""
        yield f"account {tool_account(account)}"
        yield f"    note {account.account}{owner}"
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
        yield f"    {tool_account(account):<44}  {nothing:>24} = {asserted}"
