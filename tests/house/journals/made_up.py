"""Journals made up by a seed: what the books of a folder do not happen to hold."""

from __future__ import annotations

import random

from auzolan.house.rooms.treasury.journals.journal import (
    GENERAL,
    Balances,
    Journal,
    JournalAccount,
    JournalLeg,
    Transaction,
)

ACCOUNTS = (
    JournalAccount("bank", "", "EUR/2"),
    JournalAccount("income:2026:m.1:a_b", "", "EUR/2"),
    JournalAccount("income:2026:m.1:adotb", "", "EUR/2"),
    # One account below another: beancount counts both where it looks at the upper one.
    JournalAccount("income:2026:other", "", "EUR/2"),
    JournalAccount("income:2026:other:choir", "", "EUR/2"),
    JournalAccount("payable", "", "EUR/2"),
    JournalAccount("payable", "m-0.1_x", "EUR/2"),
    JournalAccount("payable", "0", "EUR/2"),
    JournalAccount("deferred:choir", "", "EUR/6"),
    JournalAccount("receivable:choir", "", "EUR/6"),
)


def made_up_journal(seed: int, *, transactions: int = 30, largest: int = 10**12) -> Journal:
    """A journal of random amounts, several entries a day, closings in between."""
    chance = random.Random(seed)
    parts: list[Transaction | Balances] = []
    sums = dict.fromkeys(ACCOUNTS, 0)
    day = 1
    for entry in range(1, transactions + 1):
        day += chance.random() < 0.3
        legs = _legs(chance, largest)
        for leg in legs:
            sums[leg.account] += leg.amount
        date = f"2026-01-{day:02d}"
        parts.append(Transaction(entry, date, "treasury.book/1", "2026", legs))
        if chance.random() < 0.2 or entry == transactions:
            parts.append(Balances(entry, date, f"end of period p{entry}", tuple(sums.items())))
    return Journal("made-up.demo.invalid", GENERAL, "2026-01-01", transactions, ACCOUNTS, parts)


def _legs(chance: random.Random, largest: int) -> tuple[JournalLeg, ...]:
    legs = []
    for asset in {"EUR/2": None, "EUR/6": None}:
        accounts = [one for one in ACCOUNTS if one.asset == asset]
        some = chance.sample(accounts, chance.randint(2, min(4, len(accounts))))
        amounts = [chance.choice((-1, 1)) * chance.randint(1, largest) for _ in some[1:]]
        amounts.append(-sum(amounts))
        legs += [JournalLeg(*one, "") for one in zip(some, amounts, strict=True) if one[1]]
    return tuple(legs)
