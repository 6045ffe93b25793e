"""The journal as beancount reads it: `bean-check FILE`.

After each day on which a period closed, and after the last, every account's balance is asserted
with no tolerance (`~ 0`): without it, beancount lets a cent pass. It looks at a balance in the
morning and counts the accounts below with it, so what is asserted here are the sums of the next
morning, with sub-accounts. No plugin is used and nothing is padded.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from auzolan.house.rooms.treasury.journals.journal import (
    Balances,
    Journal,
    JournalAccount,
    Transaction,
)
from auzolan.house.rooms.treasury.journals.names import (
    amount_text,
    commodity_of,
    decimal_text,
    decimals_of,
    tool_account,
)

_Sums = dict[JournalAccount, int]


def beancount_lines(journal: Journal) -> Iterator[str]:
    """The lines of the journal, without line ends."""
    yield f"; {journal.title()}"
    title = journal.title().replace("\\", "").replace('"', "")
    yield f'option "title" "{title}"'
    day = journal.first_day
    for asset in journal.assets():
        yield f'option "operating_currency" "{commodity_of(asset)}"'
    for asset in journal.assets():
        yield f"{day} commodity {commodity_of(asset)}"
        yield f'  name: "{asset.partition("/")[0]}, {decimals_of(asset)} decimals"'
    for account in journal.accounts:
        yield f"{day} open {tool_account(account)} {commodity_of(account.asset)}"
        yield f'  books: "{account.account}"'
        if account.member:
            yield f'  member: "{account.member}"'
    yield from _parts(journal)


def _parts(journal: Journal) -> Iterator[str]:
    """Transactions, and each set of balances when its day is over."""
    above = _accounts_above(journal.accounts)
    waiting: _Sums = {}
    day = ""
    for part in journal.parts:
        if waiting and part.day != day:
            yield from _balances(waiting, day, above)
            waiting = {}
        day = part.day
        if isinstance(part, Balances):
            waiting = dict(part.lines)
            continue
        yield from _transaction(part)
        for leg in part.legs if waiting else ():
            waiting[leg.account] += leg.amount
    if waiting:
        yield from _balances(waiting, day, above)


def _transaction(one: Transaction) -> Iterator[str]:
    yield ""
    yield f'{one.day} * "Entry {one.entry}" "{one.act}"'
    yield f"  entry: {one.entry}"
    yield f'  period: "{one.period}"'
    for leg in one.legs:
        yield f"  {tool_account(leg.account):<44}  {amount_text(leg.amount, leg.account.asset):>24}"
        if leg.why:
            yield f'    why: "{leg.why}"'


def _balances(
    sums: _Sums, day: str, above: dict[JournalAccount, tuple[JournalAccount, ...]]
) -> Iterator[str]:
    morning = datetime.date.fromisoformat(day) + datetime.timedelta(days=1)
    with_below = dict(sums)
    for account, parents in above.items():
        for parent in parents:
            with_below[parent] += sums[account]
    yield ""
    for account, balance in with_below.items():
        units = f"{decimal_text(balance, account.asset)} ~ 0 {commodity_of(account.asset)}"
        yield f"{morning} balance {tool_account(account):<44}  {units:>26}"


def _accounts_above(
    accounts: tuple[JournalAccount, ...],
) -> dict[JournalAccount, tuple[JournalAccount, ...]]:
    """For each account that stands below others of the same asset, those others."""
    by_name = {tool_account(one): one for one in accounts}
    above: dict[JournalAccount, tuple[JournalAccount, ...]] = {}
    for name, account in by_name.items():
        parts = name.split(":")
        names = (":".join(parts[:size]) for size in range(1, len(parts)))
        parents = tuple(by_name[one] for one in names if one in by_name)
        same = tuple(one for one in parents if one.asset == account.asset)
        if same:
            above[account] = same
    return above
