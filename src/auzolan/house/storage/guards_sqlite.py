"""The store's guards in the words of SQLite. Text only; see `guards` for what they promise.

SQLite's triggers see one row at a time, which costs a set of a million postings three times what
writing them does; hence the door for sets, and never more than one trigger a row. Tables that take
sets in lie in order of their key and have no other tree.
"""

# ruff: noqa: S608  (all names are our own; no value is ever part of a text)

from __future__ import annotations

from auzolan.foundation.tables import listed, quoted, table_name
from auzolan.house.storage.guards import (
    LEDGERS,
    NAME_IS_KEPT,
    PERIODS,
    SET_IS_EVEN,
    SET_IS_NEW,
    SET_IS_ONE,
    SET_IS_WHOLE,
    Ledger,
    entry_fields,
    refusal,
)

_SEALED = "no row is added to an entry that is sealed"


def statements() -> list[str]:
    """Everything that makes the guards of an empty database."""
    watched = {table_name(ledger.postings) for ledger in LEDGERS}
    made = []
    for table, entry in entry_fields().items():
        made += _append_only(table)
        if table not in watched:
            made.append(_late(table, entry))
    for ledger in LEDGERS:
        made += _moved(ledger)
        if ledger.varies:
            made += _door(ledger)
    return [*made, *_head()]


def sets_lie_by_key() -> dict[str, str]:
    """The tables that take in sets, each with what is to stand behind its definition."""
    found: dict[str, str] = {}
    for ledger in LEDGERS:
        if ledger.varies:
            found |= {
                table_name(row): " WITHOUT ROWID" for row in (ledger.postings, ledger.accounts)
            }
    return found


def _trigger(name: str, when: str, body: str) -> str:
    return f"CREATE TRIGGER guard_{name} {when} BEGIN {body}; END"


def _refuse(table: str, promise: str, where: str = "") -> str:
    return f"SELECT RAISE(ABORT, '{refusal(table, promise)}') {where}"


def _append_only(table: str) -> list[str]:
    return [
        _trigger(f"{table}_update", f"BEFORE UPDATE ON {table}",
                 _refuse(table, "no row is ever changed")),
        _trigger(f"{table}_delete", f"BEFORE DELETE ON {table}",
                 _refuse(table, "no row is ever taken away")),
    ]  # fmt: skip


def _late(table: str, entry: str) -> str:
    when = f'BEFORE INSERT ON {table} WHEN NEW."{entry}" < (SELECT size FROM record_head)'
    return _trigger(f"{table}_insert", when, _refuse(table, _SEALED))


def _moved(ledger: Ledger) -> list[str]:
    """Add up, beside the books, how far balances and postings are apart; look at each on the way."""
    accounts, postings = table_name(ledger.accounts), table_name(ledger.postings)
    key = listed(ledger.key)
    columns = ", ".join(f'"{name}" TEXT NOT NULL' for name in ledger.key)

    def moved(row: str, amount: str) -> str:
        values = ", ".join(f'{row}."{name}"' for name in ledger.key)
        return (
            f"INSERT INTO {ledger.moved} ({key}, apart) SELECT {values}, {amount} "
            f"WHERE {amount} <> 0 "
            f"ON CONFLICT ({key}) DO UPDATE SET apart = apart + excluded.apart"
        )

    new, old = f'NEW."{ledger.balance}"', f'OLD."{ledger.balance}"'
    late = _refuse(postings, _SEALED, "WHERE NEW.entry < (SELECT size FROM record_head)")
    floor = _refuse(accounts, "no balance falls below zero", f"WHERE {ledger.is_below('NEW.')}")
    entered = f"{_entered(ledger)}; " if ledger.varies else ""
    closes = _when_no(ledger, "d.closing = 1")
    made = (
        f"CREATE TABLE {ledger.moved} ({columns}, apart INTEGER NOT NULL, PRIMARY KEY ({key})) "
        "WITHOUT ROWID"
    )
    return [
        made,
        _trigger(f"{postings}_moves",
                 f"AFTER INSERT ON {postings}{_when_no(ledger, ledger.of_set('d', 'NEW'))}",
                 f'{late}; {entered}{moved("NEW", f"-NEW.{quoted(ledger.amount)}")}'),
        _trigger(f"{accounts}_made", f"AFTER INSERT ON {accounts}{closes}",
                 f"{floor}; {moved('NEW', new)}"),
        _trigger(f"{accounts}_moved", f"AFTER UPDATE ON {accounts}{closes}",
                 f"{floor}; {moved('NEW', f'({new} - {old})')}"),
        _trigger(f"{accounts}_kept",
                 f"BEFORE UPDATE OF {listed(ledger.kept)} ON {accounts} "
                 f"WHEN {ledger.changes(ledger.kept)}", _refuse(accounts, NAME_IS_KEPT)),
        _trigger(f"{accounts}_gone", f"AFTER DELETE ON {accounts}", moved("OLD", f"-{old}")),
    ]  # fmt: skip


def _when_no(ledger: Ledger, condition: str) -> str:
    """When no such door stands open; no condition where the ledger takes in no sets."""
    if not ledger.varies:
        return ""
    return f" WHEN NOT EXISTS (SELECT 1 FROM {ledger.door} AS d WHERE {condition})"


def _entered(ledger: Ledger) -> str:
    return f"INSERT OR IGNORE INTO {ledger.entered} VALUES (NEW.entry, NEW.period)"


def _door(ledger: Ledger) -> list[str]:
    """Take in a set: its postings while the door is open, its balances when it closes."""
    accounts, postings, door = table_name(ledger.accounts), table_name(ledger.postings), ledger.door
    same = ", ".join(f"{quoted(name)} NOT NULL" for name in ledger.same)
    of_set = ledger.of_set("p", "NEW")
    old = (
        f"NEW.closing <> 0 OR (SELECT COUNT(*) FROM {door}) > 1 "
        "OR NEW.entry < (SELECT size FROM record_head) "
        f"OR EXISTS (SELECT 1 FROM {postings} AS p WHERE {of_set})"
    )
    changed = ledger.changes((*ledger.same, "total"))
    balanced = (
        f"INSERT INTO {accounts} ({listed(ledger.key)}, {quoted(ledger.balance)}) "
        f"SELECT {listed(ledger.key)}, {quoted(ledger.amount)} FROM {postings} AS p "
        f"WHERE {of_set} ON CONFLICT ({listed(ledger.key)}) DO UPDATE SET "
        f"{quoted(ledger.balance)} = {quoted(ledger.balance)} + excluded.{quoted(ledger.balance)}"
    )
    closes = (
        _refuse(accounts, SET_IS_WHOLE, f"WHERE NEW.closing <> 1 OR {changed}"),
        _refuse(postings, SET_IS_ONE, f"WHERE {ledger.is_other('p', 'NEW')}"),
        balanced,
        _refuse(accounts, SET_IS_EVEN, f"WHERE {ledger.is_off('NEW')}"),
        f"DELETE FROM {door}",
    )
    entered = (
        f"CREATE TABLE {ledger.entered} (entry INTEGER NOT NULL, period TEXT NOT NULL, "
        "PRIMARY KEY (entry, period)) WITHOUT ROWID"
    )
    return [
        entered,
        f"CREATE TABLE {door} ({same}, total INTEGER NOT NULL, closing INTEGER NOT NULL DEFAULT 0)",
        _trigger(f"{accounts}_door_opens", f"AFTER INSERT ON {door}",
                 f"{_refuse(accounts, SET_IS_NEW, f'WHERE {old}')}; {_entered(ledger)}"),
        _trigger(f"{accounts}_door_closes", f"AFTER UPDATE ON {door}", "; ".join(closes)),
        _trigger(f"{accounts}_door_stays", f"BEFORE DELETE ON {door} WHEN OLD.closing = 0",
                 _refuse(accounts, SET_IS_WHOLE)),
    ]  # fmt: skip


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
    made = []
    if ledger.asset:
        uneven = ledger.is_uneven(f"p.entry >= {old_size}")
        made.append(_refuse(postings, "the legs of an entry sum to zero", f"WHERE {uneven}"))
    made += [
        _refuse(postings, "nothing enters a closed period",
                f"WHERE EXISTS (SELECT 1 FROM {ledger.entered if ledger.varies else postings} AS p "
                f"WHERE p.entry >= {old_size} AND NOT EXISTS (SELECT 1 FROM {PERIODS} AS q "
                "WHERE q.period = p.period AND (q.closed < 0 OR p.entry <= q.closed)))"),
        _refuse(accounts, "a balance is the sum of its postings",
                f"WHERE EXISTS (SELECT 1 FROM {ledger.moved} WHERE apart <> 0)"),
        f"DELETE FROM {ledger.moved}",
    ]  # fmt: skip
    if ledger.varies:
        open_door = f"WHERE EXISTS (SELECT 1 FROM {ledger.door})"
        made += [_refuse(accounts, SET_IS_WHOLE, open_door), f"DELETE FROM {ledger.entered}"]
    return made
