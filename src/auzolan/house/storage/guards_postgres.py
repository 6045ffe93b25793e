"""The store's guards in the words of PostgreSQL. Text only; see `guards` for what they promise.

What is written in a set is guarded in a set: triggers see all rows of a statement at once. Names
are looked up in the writer's own search path, so that a schema can be renamed; who writes with
another path fails.
"""

# ruff: noqa: S608  (all names are our own; no value is ever part of a text)

from __future__ import annotations

from auzolan.foundation.tables import column_kinds, listed, quoted, table_name
from auzolan.house.storage.guards import (
    LEDGERS,
    PERIODS,
    SET_IS_EVEN,
    Ledger,
    entry_fields,
    refusal,
)


def statements() -> list[str]:
    """Everything that makes the guards of an empty schema, in the schema that is looked in first."""
    made = [text for table, entry in entry_fields().items() for text in _append_only(table, entry)]
    for ledger in LEDGERS:
        made += _moved(ledger)
        if ledger.varies:
            made += _door(ledger)
        if ledger.is_floored:
            made.append(
                f"ALTER TABLE {table_name(ledger.accounts)} ADD CONSTRAINT "
                f'guard_{table_name(ledger.accounts)}_floor CHECK ("{ledger.balance}" >= 0)'
            )
    return [*made, *_head()]


def _function(name: str, body: str) -> str:
    return (
        f"CREATE FUNCTION guard_{name}() RETURNS trigger LANGUAGE plpgsql "
        f"AS $guard$ BEGIN {body} RETURN NULL; END $guard$"
    )


def _refuse(table: str, promise: str, when: str = "") -> str:
    said = f"RAISE EXCEPTION '{refusal(table, promise)}' USING ERRCODE = 'check_violation';"
    return f"IF {when} THEN {said} END IF;" if when else said


def _trigger(name: str, when: str, call: str) -> str:
    return f"CREATE TRIGGER guard_{name} {when} EXECUTE FUNCTION guard_{call}()"


def _append_only(table: str, entry: str) -> list[str]:
    late = f'EXISTS (SELECT 1 FROM added, record_head WHERE added."{entry}" < record_head.size)'
    said = _refuse(table, "no row is added to an entry that is sealed", late)
    return [
        _function(f"{table}_kept", _refuse(table, "no row is ever changed or taken away")),
        _trigger(f"{table}_kept", f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                 "FOR EACH STATEMENT", f"{table}_kept"),
        _function(f"{table}_late", said),
        _trigger(f"{table}_late", f"AFTER INSERT ON {table} REFERENCING NEW TABLE AS added "
                 "FOR EACH STATEMENT", f"{table}_late"),
    ]  # fmt: skip


def _moved(ledger: Ledger) -> list[str]:
    """Add up, beside the books, how far balances and postings are apart."""
    accounts, postings = table_name(ledger.accounts), table_name(ledger.postings)
    key = listed(ledger.key)
    columns = ", ".join(f'"{name}" text NOT NULL' for name in ledger.key)

    def moved(source: str) -> str:
        return (
            f"INSERT INTO {ledger.moved} AS m ({key}, apart) SELECT {key}, SUM(apart) "
            f"FROM ({source}) AS s GROUP BY {key} HAVING SUM(apart) <> 0 "
            f"ON CONFLICT ({key}) DO UPDATE SET apart = m.apart + excluded.apart;"
        )

    def found(rows: str, amount: str) -> str:
        return f"SELECT {key}, {amount} AS apart FROM {rows}"

    plus, minus = f'"{ledger.balance}"', f'-"{ledger.balance}"'
    both = f"{found('added', plus)} UNION ALL {found('taken', minus)}"
    new, old = "NEW TABLE AS added", "OLD TABLE AS taken"

    alone = f"IF EXISTS (SELECT 1 FROM {ledger.door}) THEN RETURN NULL; END IF;"

    def seen(name: str, verb: str, table: str, tables: str, source: str) -> list[str]:
        return [
            _function(name, (alone if ledger.varies else "") + moved(source)),
            _trigger(name, f"AFTER {verb} ON {table} REFERENCING {tables} FOR EACH STATEMENT",
                     name),
        ]  # fmt: skip

    made = (
        f"CREATE UNLOGGED TABLE {ledger.moved} ({columns}, apart bigint NOT NULL, PRIMARY KEY ({key})) "
        "WITH (fillfactor = 50)"
    )
    return [
        made,
        *seen(f"{postings}_moves", "INSERT", postings, new, found("added", f'-"{ledger.amount}"')),
        *seen(f"{accounts}_made", "INSERT", accounts, new, found("added", plus)),
        *seen(f"{accounts}_moved", "UPDATE", accounts, f"{new} {old}", both),
        *seen(f"{accounts}_gone", "DELETE", accounts, old, found("taken", minus)),
    ]


def _door(ledger: Ledger) -> list[str]:
    """Take in a set: each balance must be the old one and its posting, and not below zero."""
    accounts = table_name(ledger.accounts)
    kinds = {str: "text", int: "bigint"}
    fields = column_kinds(ledger.postings)
    names = ", ".join(f'"{name}" text NOT NULL' for name in ledger.varies)
    same = ", ".join(f'"{name}" {kinds[fields[name]]} NOT NULL' for name in ledger.same)
    steps = (*ledger.taken_in, f"DELETE FROM {ledger.staged}")
    body = _refuse(accounts, SET_IS_EVEN, ledger.uneven) + "; ".join(steps) + ";"
    staged = (
        f"CREATE UNLOGGED TABLE {ledger.staged} ({names}, amount bigint NOT NULL, "
        f"balance bigint NOT NULL, PRIMARY KEY ({listed(ledger.varies)}))"
    )
    return [
        staged,
        f"CREATE UNLOGGED TABLE {ledger.door} ({same})",
        _function(f"{accounts}_door", body),
        _trigger(f"{accounts}_door", f"AFTER INSERT ON {ledger.door} FOR EACH ROW",
                 f"{accounts}_door"),
    ]  # fmt: skip


def _head() -> list[str]:
    old_size = "(CASE WHEN TG_OP = 'UPDATE' THEN OLD.size ELSE 0 END)"
    body = _refuse("record_head", "it never moves back", "NEW.size < old_size")
    for ledger in LEDGERS:
        body += _balanced(ledger)
    # Rows that were moved and deleted linger until they are vacuumed; an index skips them.
    function = _function("head_moved", body).replace(
        "AS $guard$ BEGIN",
        f"SET enable_seqscan = off AS $guard$ DECLARE old_size bigint := {old_size}; BEGIN",
    )
    return [
        function,
        _trigger("head_moved", "AFTER INSERT OR UPDATE ON record_head FOR EACH ROW", "head_moved"),
        _function("head_gone", _refuse("record_head", "no row is ever taken away")),
        _trigger("head_gone", "BEFORE DELETE OR TRUNCATE ON record_head FOR EACH STATEMENT",
                 "head_gone"),
    ]  # fmt: skip


def _balanced(ledger: Ledger) -> str:
    postings, accounts = table_name(ledger.postings), table_name(ledger.accounts)
    new = f"{postings} AS p WHERE p.entry >= old_size"
    made = ""
    if ledger.zero_by:
        uneven = (
            f"EXISTS (SELECT 1 FROM {new} GROUP BY {listed(ledger.zero_by)} "
            f'HAVING SUM("{ledger.amount}") <> 0)'
        )
        made += _refuse(postings, "the legs of an entry sum to zero", uneven)
    late = (
        f"EXISTS (SELECT 1 FROM (SELECT p.period, MAX(p.entry) AS entry FROM {new} "
        f"GROUP BY p.period) AS p LEFT JOIN {PERIODS} AS q ON q.period = p.period "
        "WHERE q.period IS NULL OR (q.closed >= 0 AND p.entry > q.closed))"
    )
    by_index = f"{quoted(ledger.key[0])} >= ''"
    apart = f"EXISTS (SELECT 1 FROM {ledger.moved} WHERE {by_index} AND apart <> 0)"
    return (
        made
        + _refuse(postings, "nothing enters a closed period", late)
        + _refuse(accounts, "a balance is the sum of its postings", apart)
        + f"DELETE FROM {ledger.moved} WHERE {by_index};"
    )
