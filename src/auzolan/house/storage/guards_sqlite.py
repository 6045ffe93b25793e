"""The store's guards in the words of SQLite. Text only; see `guards` for what they promise.

SQLite's triggers see one row at a time, which costs a set of a million postings three times what
writing them does; hence the door for sets.
"""

# ruff: noqa: S608  (all names are our own; no value is ever part of a text)

from __future__ import annotations

from auzolan.foundation.tables import listed, table_name
from auzolan.house.storage.guards import (
    LEDGERS,
    PERIODS,
    SET_IS_EVEN,
    Ledger,
    entry_fields,
    refusal,
)


def statements() -> list[str]:
    """Everything that makes the guards of an empty database."""
    made = [text for table, entry in entry_fields().items() for text in _append_only(table, entry)]
    for ledger in LEDGERS:
        made += _moved(ledger)
        if ledger.is_floored:
            made += _floor(ledger)
        if ledger.varies:
            made += _door(ledger)
    return [*made, *_head()]


def _trigger(name: str, when: str, body: str) -> str:
    return f"CREATE TRIGGER guard_{name} {when} BEGIN {body}; END"


def _refuse(table: str, promise: str, where: str = "") -> str:
    return f"SELECT RAISE(ABORT, '{refusal(table, promise)}') {where}"


def _append_only(table: str, entry: str) -> list[str]:
    late = f'WHEN NEW."{entry}" < (SELECT size FROM record_head)'
    return [
        _trigger(f"{table}_update", f"BEFORE UPDATE ON {table}",
                 _refuse(table, "no row is ever changed")),
        _trigger(f"{table}_delete", f"BEFORE DELETE ON {table}",
                 _refuse(table, "no row is ever taken away")),
        _trigger(f"{table}_insert", f"BEFORE INSERT ON {table} {late}",
                 _refuse(table, "no row is added to an entry that is sealed")),
    ]  # fmt: skip


def _moved(ledger: Ledger) -> list[str]:
    """Add up, beside the books, how far balances and postings are apart."""
    accounts, postings = table_name(ledger.accounts), table_name(ledger.postings)
    key = listed(ledger.key)
    columns = ", ".join(f'"{name}" TEXT NOT NULL' for name in ledger.key)

    def moved(row: str, amount: str) -> str:
        values = ", ".join(f'{row}."{name}"' for name in ledger.key)
        return (
            f"INSERT INTO {ledger.moved} ({key}, apart) VALUES ({values}, {amount}) "
            f"ON CONFLICT ({key}) DO UPDATE SET apart = apart + excluded.apart"
        )

    new, old = f'NEW."{ledger.balance}"', f'OLD."{ledger.balance}"'
    made = (
        f"CREATE TABLE {ledger.moved} ({columns}, apart INTEGER NOT NULL, PRIMARY KEY ({key})) "
        "WITHOUT ROWID"
    )
    return [
        made,
        _trigger(f"{postings}_moves", f"AFTER INSERT ON {postings}{_alone(ledger, ' WHEN ')}",
                 moved("NEW", f'-NEW."{ledger.amount}"')),
        _trigger(f"{accounts}_made", f"AFTER INSERT ON {accounts} WHEN {new} <> 0"
                 f"{_alone(ledger, ' AND ')}", moved("NEW", new)),
        _trigger(f"{accounts}_moved", f"AFTER UPDATE ON {accounts} WHEN {new} <> {old}"
                 f"{_alone(ledger, ' AND ')}", moved("NEW", f"{new} - {old}")),
        _trigger(f"{accounts}_gone", f"AFTER DELETE ON {accounts} WHEN {old} <> 0",
                 moved("OLD", f"-{old}")),
    ]  # fmt: skip


def _alone(ledger: Ledger, joined: str) -> str:
    """The condition that no set is on its way in, where sets have a door."""
    return f"{joined}NOT EXISTS (SELECT 1 FROM {ledger.door})" if ledger.varies else ""


def _door(ledger: Ledger) -> list[str]:
    """Take in a set: each balance must be the old one and its posting, and not below zero."""
    accounts, varies = table_name(ledger.accounts), listed(ledger.varies)
    names = ", ".join(f'"{name}" TEXT NOT NULL' for name in ledger.varies)
    same = ", ".join(f'"{name}" NOT NULL' for name in ledger.same)
    uneven = _refuse(accounts, SET_IS_EVEN, f"WHERE {ledger.uneven}")
    steps = (uneven, *ledger.taken_in, f"DELETE FROM {ledger.staged}")
    staged = (
        f"CREATE TABLE {ledger.staged} ({names}, amount INTEGER NOT NULL, "
        f"balance INTEGER NOT NULL, PRIMARY KEY ({varies})) WITHOUT ROWID"
    )
    return [
        staged,
        f"CREATE TABLE {ledger.door} ({same})",
        _trigger(f"{accounts}_door", f"AFTER INSERT ON {ledger.door}", "; ".join(steps)),
    ]


def _floor(ledger: Ledger) -> list[str]:
    table = table_name(ledger.accounts)
    below = f'WHEN NEW."{ledger.balance}" < 0'
    said = _refuse(table, "no balance falls below zero")
    return [
        _trigger(f"{table}_floor_{verb.lower()}", f"BEFORE {verb} ON {table} {below}", said)
        for verb in ("INSERT", "UPDATE")
    ]


def _head() -> list[str]:
    def checks(old_size: str) -> str:
        made = [_refuse("record_head", "it never moves back", f"WHERE NEW.size < {old_size}")]
        for ledger in LEDGERS:
            made += _balanced(ledger, old_size)
        return "; ".join(made)

    return [
        _trigger("head_made", "AFTER INSERT ON record_head", checks("0")),
        _trigger("head_moved", "AFTER UPDATE ON record_head", checks("OLD.size")),
        _trigger("head_gone", "BEFORE DELETE ON record_head",
                 _refuse("record_head", "no row is ever taken away")),
    ]  # fmt: skip


def _balanced(ledger: Ledger, old_size: str) -> list[str]:
    postings, accounts = table_name(ledger.postings), table_name(ledger.accounts)
    new = f"{postings} AS p WHERE p.entry >= {old_size}"
    made = []
    if ledger.zero_by:
        by = listed(ledger.zero_by)
        made.append(
            _refuse(postings, "the legs of an entry sum to zero",
                    f'WHERE EXISTS (SELECT 1 FROM {new} GROUP BY {by} HAVING SUM("{ledger.amount}") '
                    "<> 0)")
        )  # fmt: skip
    made += [
        _refuse(postings, "nothing enters a closed period",
                f"WHERE EXISTS (SELECT 1 FROM {new} AND NOT EXISTS (SELECT 1 FROM {PERIODS} AS q "
                "WHERE q.period = p.period AND (q.closed < 0 OR p.entry <= q.closed)))"),
        _refuse(accounts, "a balance is the sum of its postings",
                f"WHERE EXISTS (SELECT 1 FROM {ledger.moved} WHERE apart <> 0)"),
        f"DELETE FROM {ledger.moved}",
    ]  # fmt: skip
    return made
