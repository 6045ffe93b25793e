"""A journal as columns: what the forms with one posting a line or row have in common.

Columns come in batches, so that a journal of any length is written in little memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from auzolan.house.rooms.treasury.journals.journal import Journal, Transaction

BATCH = 65_536
NAMES = ("entry", "day", "act", "period", "account", "member", "asset", "amount", "why")


@dataclass(frozen=True, slots=True)
class Columns:
    """Postings as columns of equal length, in order of entry; for what they hold see `journal`.

    `amount` is whole units of the asset.
    """

    entry: Sequence[int]
    day: Sequence[str]
    act: Sequence[str]
    period: Sequence[str]
    account: Sequence[str]
    member: Sequence[str]
    asset: Sequence[str]
    amount: Sequence[int]
    why: Sequence[str]


def columns_of(journal: Journal, *, size: int = BATCH) -> Iterator[Columns]:
    """The postings of a journal in batches of at most so many; balances are left out."""
    rows = _rows(journal)
    while batch := list(islice(rows, size)):
        yield Columns(*zip(*batch, strict=True))


def _rows(journal: Journal) -> Iterator[tuple[int, str, str, str, str, str, str, int, str]]:
    for one in journal.parts:
        if not isinstance(one, Transaction):
            continue
        for leg in one.legs:
            account = leg.account
            yield (
                one.entry, one.day, one.act, one.period,
                account.account, account.member, account.asset, leg.amount, leg.why,
            )  # fmt: skip
