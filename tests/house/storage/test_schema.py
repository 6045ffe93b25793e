"""How row types become names and SQL text."""

import re
import sqlite3
from typing import ClassVar

import pytest

from auzolan.assembly.state import Endorsement
from auzolan.charter.state import CharterInForce, Mandate
from auzolan.contributions.state import Batch
from auzolan.cooperative import ROWS
from auzolan.foundation.books import Row
from auzolan.foundation.tables import column_kinds, room_of, select_all, table_name
from auzolan.house.storage.schema import (
    count_where,
    indexes_of,
    select_where,
    statements_of,
    stored_key,
    total_where,
)
from auzolan.treasury.state import MemberAccount, Posting


def test_a_table_is_called_by_its_room_and_its_row() -> None:
    """Goal: names that people can guess. Method: examples with one and with many humps."""
    assert table_name(CharterInForce) == "charter_charter_in_force"
    assert table_name(Batch) == "contributions_batch"
    assert table_name(MemberAccount) == "treasury_member_account"


@pytest.mark.parametrize("row", ROWS, ids=table_name)
def test_no_table_is_called_by_a_word_of_sql(row: type[Row]) -> None:
    """Goal: a person can type each name as it is. Method: SQLite takes it without quotes."""
    sqlite3.connect(":memory:").execute(f"CREATE TABLE {table_name(row)} (x)")
    assert table_name(row).startswith(f"{room_of(row)}_")


def test_no_two_row_types_share_a_table() -> None:
    """Goal: no room overwrites another. Method: as many names as types, whatever their case."""
    assert len({table_name(row).lower() for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=table_name)
def test_every_declared_key_and_index_names_columns(row: type[Row]) -> None:
    """Goal: no search by a field that is not there. Method: compare with the row's fields."""
    names = set(column_kinds(row))
    assert row.KEY
    assert {*row.KEY, *(name for index in row.INDEXES for name in index)} <= names


def test_a_field_that_is_neither_number_nor_text_is_refused() -> None:
    """Goal: no type is guessed. Method: a row with a truth value, which SQLite has not."""

    class Odd(Row, frozen=True, gc=False):
        KEY: ClassVar = ("name",)

        name: str
        is_odd: bool

    with pytest.raises(TypeError, match="is_odd"):
        column_kinds(Odd)


def test_a_row_outside_the_rooms_has_no_table() -> None:
    """Goal: tables come from `state.py` alone. Method: a row of this test."""

    class Stray(Row, frozen=True, gc=False):
        KEY: ClassVar = ("name",)

        name: str

    with pytest.raises(ValueError, match=r"auzolan\.<room>\.state"):
        table_name(Stray)


def test_the_sql_of_a_table_reads_like_this() -> None:
    """Goal: the text is what we think it is. Method: one row type, spelled out."""
    found = statements_of(MemberAccount)
    assert select_all(MemberAccount) == (
        'SELECT "member", "account", "balance" FROM "treasury_member_account"'
    )
    assert found.select == f'{select_all(MemberAccount)} WHERE "member" = ? AND "account" = ?'
    assert found.insert == (
        'INSERT INTO "treasury_member_account" ("member", "account", "balance") VALUES (?, ?, ?)'
    )
    assert found.upsert == (
        f'{found.insert} ON CONFLICT ("member", "account") '
        'DO UPDATE SET "balance" = excluded."balance"'
    )
    assert found.delete == (
        'DELETE FROM "treasury_member_account" WHERE "member" = ? AND "account" = ?'
    )
    assert count_where(MemberAccount, ()) == 'SELECT COUNT(*) FROM "treasury_member_account"'
    assert total_where(MemberAccount, "balance", ("account",)) == (
        'SELECT COALESCE(SUM("balance"), 0) FROM "treasury_member_account" WHERE "account" = ?'
    )


def test_a_row_that_is_all_key_is_never_changed() -> None:
    """Goal: SQL without an empty SET. Method: a row type whose fields are its key."""
    assert statements_of(Endorsement).upsert.endswith("DO NOTHING")


def test_texts_are_never_summed() -> None:
    """Goal: no sum of 0 out of words. Method: ask for one."""
    with pytest.raises(TypeError, match="no whole number"):
        total_where(MemberAccount, "member", ())


def test_an_index_that_another_one_serves_is_left_out() -> None:
    """Goal: no write pays for nothing. Method: begins of keys and of longer indexes."""
    assert indexes_of(Batch) == (("kind",), ("member", "kind"))
    assert stored_key(MemberAccount) == ("account", "member")
    assert indexes_of(MemberAccount) == ()
    assert indexes_of(Mandate) == (("holder",), ("power",))
    assert indexes_of(Posting) == (("account",),)


@pytest.mark.parametrize("row", [row for row in ROWS if row.INDEXES], ids=table_name)
def test_every_search_of_a_rule_is_served_by_an_index(
    row: type[Row], database: sqlite3.Connection
) -> None:
    """Goal: no rule scans a table. Method: SQLite's own plan for each declared search."""
    for names in row.INDEXES:
        query = f"EXPLAIN QUERY PLAN {select_where(row, names)}"
        plan = database.execute(query, [""] * len(names)).fetchall()
        assert all(re.search("USING.* (INDEX|PRIMARY KEY)", step[3]) for step in plan), plan
