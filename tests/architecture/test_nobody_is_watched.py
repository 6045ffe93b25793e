"""No row, act, fact, annex, vault table or importer has a column that would watch people at work.

The names are read from the types themselves and from the source, so that a new column is seen
without anybody having to list it here.
"""

from __future__ import annotations

import ast
import sqlite3
from collections.abc import Iterator
from typing import get_args, get_type_hints

import msgspec
import pytest

from architecture.source_tree import PURE_ROOMS, Module, modules_of
from architecture.watching_words import watches
from auzolan.cooperative import APPLY, RULES
from auzolan.cooperative.rows import ROWS
from auzolan.house.vault import store
from auzolan.labour.state import LookRow
from auzolan.labour.watching import matrix

KEEPERS = (*PURE_ROOMS, "engine/worklogs", "house/rooms/labour", "house/vault", "audit")
"""Where rows, acts, annexes, imports and the vault's files are written from."""

MEANT_OTHERWISE = {
    # Where a party to consent has its seat: a field of the receipt's standard, ISO/IEC TS 27560.
    ("src/auzolan/consent/receipt_shapes.py", "location"),
}


def columns_of(kind: type[msgspec.Struct]) -> Iterator[str]:
    """The fields of a struct, and of the structs within it."""
    for name, hint in get_type_hints(kind).items():
        if name in kind.__struct_fields__:
            yield name
        for part in _structs_in(hint):
            yield from columns_of(part)


def _structs_in(hint: object) -> Iterator[type[msgspec.Struct]]:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield hint
    for inner in get_args(hint):
        yield from _structs_in(inner)


def names_written(module: Module) -> Iterator[tuple[int, str]]:
    """Every annotated field of a class, and every text that is a key of a dictionary."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef):
            for line in node.body:
                if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
                    yield line.lineno, line.target.id
        if isinstance(node, ast.Dict):
            for key in node.keys:
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.lineno, key.value


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("keystrokes", True), ("n_screenshots", True), ("worker_ip", True), ("IPAddress", True),
        ("ip-address", True), ("moodScore", True), ("private_messages", True), ("idle_s", True),
        ("breaks_taken", True), ("union_member", True), ("tradeUnion", True), ("gps", True),
        ("location", True), ("user_agent", True), ("screen_capture", True),
        ("description", False), ("participation", False), ("seconds", False), ("shipped", False),
        ("recipient", False), ("logged_at", False), ("tip_cents", False), ("reunion", False),
    ],
)  # fmt: skip
def test_the_search_for_watching_words_sees_them(name: str, expected: bool) -> None:
    """Goal: the tests below are not blind. Method: names that watch, and names that look alike."""
    assert watches(name) is expected


@pytest.mark.parametrize("kind", [*ROWS, *RULES, *APPLY], ids=lambda kind: kind.__name__)
def test_no_row_act_or_fact_has_a_column_that_watches(kind: type[msgspec.Struct]) -> None:
    """Goal: what is not there cannot be shown. Method: every field of every type on the record."""
    assert [name for name in columns_of(kind) if watches(name)] == []


def test_no_annex_import_or_file_of_the_vault_is_written_with_such_a_column() -> None:
    """Goal: the same for bulk. Method: fields and keys in the source of all that writes columns."""
    found = [
        f"{module.name}:{line}: {name}"
        for module in modules_of(KEEPERS)
        for line, name in names_written(module)
        if watches(name) and (module.name, name) not in MEANT_OTHERWISE
    ]
    assert found == [], "\n" + "\n".join(found)


def test_no_table_of_the_vault_has_such_a_column() -> None:
    """Goal: also not where no rule reads. Method: make the vault's tables, and ask for columns."""
    database = sqlite3.connect(":memory:")
    database.executescript(store._TABLES)
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema")]
    columns = [
        row[1] for table in tables for row in database.execute(f"PRAGMA table_info({table})")
    ]
    database.close()
    assert len(columns) > 10
    assert [name for name in (*tables, *columns) if watches(name)] == []


def test_what_is_never_kept_is_what_the_words_forbid() -> None:
    """Goal: the matrix promises no more than is held. Method: each of its names, as a column."""
    assert all(watches(name.replace("-", "_")) for name in matrix.NEVER_KEPT)


MOMENTS = {
    # The log's or a decision's own moment, and what follows from it by the charter's days.
    "WorkLog": {"logged_at", "forget_by"},
    "Submission": {"logged_at", "waits_since", "decided_at", "rejected_at"},
    "AppealRow": {"appealed_at"},
    "LabourStatement": {"published_at", "comment_by"},
    "PulseRow": {"until_at"},
    "LookRow": {"at"},
    # From when a reference or a place holds: a day that somebody named, not one of work.
    "WageReference": {"from_at"},
    "WorkPlace": {"since"},
}
AMOUNTS = frozenset(
    """
    entry closed forgotten seconds paid_seconds counted_seconds settled_seconds page_seconds_max
    items judgments members submissions page_count people peers uphold overturn
    pay_cents topup_cents interest_cents floor_cents owed_cents hour_cents cents_hour
    piece_micro pay_micro settled_micro settled_floor index_centi weight_centi noise_centi
    harmful rejections handed_back appeals overturned owing auto_accepted
    looks figures count year cells kept_back atom comments open_comments answered roll
    pay fairness speed communication
    """.split()
)
"""Whole numbers that are amounts, counts, entries or marks. `speed` is how fast an issuer pays."""


def test_no_row_of_labour_says_when_somebody_worked() -> None:
    """Goal: no time of day. Method: every number of every row is an amount or an entry's moment."""
    rows = [row for row in ROWS if row.__module__ == LookRow.__module__]
    assert len(rows) >= 15
    for row in rows:
        moments = MOMENTS.get(row.__name__, set())
        hints = get_type_hints(row)
        numbers = {name for name in row.__struct_fields__ if hints[name] is int}
        assert moments <= numbers, row.__name__
        assert numbers - moments <= AMOUNTS, row.__name__
