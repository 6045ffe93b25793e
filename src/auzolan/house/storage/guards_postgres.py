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


def statements() -> list[str]:
    """Everything that makes the guards of an empty schema, in the schema that is looked in first."""
    made = [text for table, entry in entry_fields().items() for text in _append_only(table, entry)]
    for ledger in LEDGERS:
        made += [*_moved(ledger), *_kept(ledger)]
        if ledger.varies:
            made += _door(ledger)
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

    alone, single, entered = "", "", ""
    if ledger.varies:
        alone = (
            f"IF EXISTS (SELECT 1 FROM {ledger.door} WHERE closing = 1) THEN RETURN NULL; END IF;"
        )
        single = (
            f" WHERE NOT EXISTS (SELECT 1 FROM {ledger.door} AS d "
            f"WHERE {ledger.of_set('d', 'added')})"
        )
        entered = (
            f"INSERT INTO {ledger.entered} SELECT DISTINCT entry, period FROM added{single} "
            "ON CONFLICT DO NOTHING;"
        )

    def seen(name: str, verb: str, table: str, tables: str, source: str) -> list[str]:
        first = entered if verb == "INSERT" and table == postings else alone
        return [
            _function(name, first + moved(source)),
            _trigger(name, f"AFTER {verb} ON {table} REFERENCING {tables} FOR EACH STATEMENT",
                     name),
        ]  # fmt: skip

    made = (
        f"CREATE UNLOGGED TABLE {ledger.moved} ({columns}, apart bigint NOT NULL, PRIMARY KEY ({key})) "
        "WITH (fillfactor = 50)"
    )
    return [
        made,
        *seen(
            f"{postings}_moves",
            "INSERT",
            postings,
            new,
            found(f"added{single}", f'-"{ledger.amount}"'),
        ),
        *seen(f"{accounts}_made", "INSERT", accounts, new, found("added", plus)),
        *seen(f"{accounts}_moved", "UPDATE", accounts, f"{new} {old}", both),
        *seen(f"{accounts}_gone", "DELETE", accounts, old, found("taken", minus)),
    ]


def _kept(ledger: Ledger) -> list[str]:
    """Hold what an account is and its floor; no table of balances is emptied at a stroke."""
    accounts = table_name(ledger.accounts)
    return [
        (f"ALTER TABLE {accounts} ADD CONSTRAINT guard_{accounts}_floor "
        f"CHECK (NOT ({ledger.is_below()}))"),
        _function(f"{accounts}_kept", _refuse(accounts, NAME_IS_KEPT)),
        _trigger(f"{accounts}_kept", f"BEFORE UPDATE OF {listed(ledger.kept)} ON {accounts} "
                 f"FOR EACH ROW WHEN ({ledger.changes(ledger.kept)})", f"{accounts}_kept"),
        _trigger(f"{accounts}_emptied", f"BEFORE TRUNCATE ON {accounts} FOR EACH STATEMENT",
                 f"{accounts}_kept"),
    ]  # fmt: skip


def _door(ledger: Ledger) -> list[str]:
    """Take in a set: its postings while the door is open, its balances when it closes."""
    accounts, postings, door = table_name(ledger.accounts), table_name(ledger.postings), ledger.door
    kinds, fields = {str: "text", int: "bigint"}, column_kinds(ledger.postings)
    same = ", ".join(f"{quoted(name)} {kinds[fields[name]]} NOT NULL" for name in ledger.same)
    of_set = ledger.of_set("p", "NEW")
    old = (
        f"NEW.closing <> 0 OR (SELECT COUNT(*) FROM {door}) > 1 "
        "OR EXISTS (SELECT 1 FROM record_head WHERE NEW.entry < size) "
        f"OR EXISTS (SELECT 1 FROM {postings} AS p WHERE {of_set})"
    )
    opens = (
        _refuse(accounts, SET_IS_NEW, old)
        + f"INSERT INTO {ledger.entered} VALUES (NEW.entry, NEW.period) ON CONFLICT DO NOTHING;"
    )
    changed = ledger.changes((*ledger.same, "total"))
    key, balance = listed(ledger.key), quoted(ledger.balance)
    joined = " AND ".join(f"a.{quoted(name)} = p.{quoted(name)}" for name in ledger.key)
    moved = f"COALESCE(a.{balance}, 0) + p.{quoted(ledger.amount)}"
    ours = f"FROM {postings} AS p LEFT JOIN {accounts} AS a ON {joined} WHERE {of_set}"
    below = f"EXISTS (SELECT 1 {ours} AND p.{quoted(ledger.amount)} < 0 AND {moved} < 0)"
    closes = (
        _refuse(accounts, SET_IS_WHOLE, f"NEW.closing <> 1 OR {changed}")
        + _refuse(postings, SET_IS_ONE, ledger.is_other("p", "NEW"))
        + _refuse(accounts, SET_IS_EVEN, below)
        + f"INSERT INTO {accounts} ({key}, {balance}) "
        f"SELECT {', '.join(f'p.{quoted(name)}' for name in ledger.key)}, {moved} {ours} "
        f"ON CONFLICT ({key}) DO UPDATE SET {balance} = excluded.{balance};"
        + _refuse(accounts, SET_IS_EVEN, ledger.is_off("NEW"))
        + f"DELETE FROM {door};"
    )
    stays = f"IF OLD.closing = 1 THEN RETURN OLD; END IF; {_refuse(accounts, SET_IS_WHOLE)}"
    return [
        (f"CREATE UNLOGGED TABLE {ledger.entered} (entry bigint NOT NULL, period text NOT NULL, "
        "PRIMARY KEY (entry, period))"),
        (f"CREATE UNLOGGED TABLE {door} ({same}, total bigint NOT NULL, "
        "closing bigint NOT NULL DEFAULT 0)"),
        _function(f"{accounts}_door_opens", opens),
        _function(f"{accounts}_door_closes", closes),
        _function(f"{accounts}_door_stays", stays),
        _trigger(f"{accounts}_door_opens", f"AFTER INSERT ON {door} FOR EACH ROW",
                 f"{accounts}_door_opens"),
        _trigger(f"{accounts}_door_closes", f"AFTER UPDATE ON {door} FOR EACH ROW",
                 f"{accounts}_door_closes"),
        _trigger(f"{accounts}_door_stays", f"BEFORE DELETE ON {door} FOR EACH ROW",
                 f"{accounts}_door_stays"),
        _function(f"{accounts}_door_emptied", _refuse(accounts, SET_IS_WHOLE)),
        _trigger(f"{accounts}_door_emptied", f"BEFORE TRUNCATE ON {door} FOR EACH STATEMENT",
                 f"{accounts}_door_emptied"),
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
    if ledger.asset:
        uneven = ledger.is_uneven("p.entry >= old_size")
        made += _refuse(postings, "the legs of an entry sum to zero", uneven)
    entered = f"{ledger.entered} AS p WHERE p.entry >= old_size" if ledger.varies else new
    late = (
        f"EXISTS (SELECT 1 FROM (SELECT p.period, MAX(p.entry) AS entry FROM {entered} "
        f"GROUP BY p.period) AS p LEFT JOIN {PERIODS} AS q ON q.period = p.period "
        "WHERE q.period IS NULL OR (q.closed >= 0 AND p.entry > q.closed))"
    )
    by_index = f"{quoted(ledger.key[0])} >= ''"
    apart = f"EXISTS (SELECT 1 FROM {ledger.moved} WHERE {by_index} AND apart <> 0)"
    door = ""
    if ledger.varies:
        door = _refuse(accounts, SET_IS_WHOLE, f"EXISTS (SELECT 1 FROM {ledger.door})")
        door += f"DELETE FROM {ledger.entered} WHERE entry >= 0;"
    return (
        made
        + _refuse(postings, "nothing enters a closed period", late)
        + _refuse(accounts, "a balance is the sum of its postings", apart)
        + f"DELETE FROM {ledger.moved} WHERE {by_index};"
        + door
    )
