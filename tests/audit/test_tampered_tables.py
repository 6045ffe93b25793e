"""Whatever somebody changes in the databases is named: entry, account, field, expected, found."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from audit.forging import differences, entry_with, found, sql
from audit.small_folder import ENTRIES
from auzolan.audit.folder import Folder
from auzolan.audit.report import Difference
from auzolan.cooperative import ROWS
from auzolan.foundation.tables import column_kinds, table_name


def one_row(folder: Folder, table: str) -> tuple[object, ...] | None:
    """The first row of a table, in the order of rowid."""
    with closing(sqlite3.connect(folder.database)) as database:
        row: tuple[object, ...] | None = database.execute(
            f"SELECT * FROM {table} LIMIT 1"
        ).fetchone()
    return row


def test_one_amount_in_the_database_is_named(coop: Folder) -> None:
    """Goal: the first thing anybody would try. Method: a member's capital, 1 cent more."""
    sql(
        coop.database,
        "UPDATE treasury_member_account SET balance = balance + 1 "
        "WHERE member = 'm003' AND account = 'capital:returns'",
    )
    (one,) = differences(coop)
    assert one.account == "treasury_member_account m003 capital:returns"
    assert one.field == "balance"
    assert int(one.found) == int(one.expected) + 1
    assert one.entry == entry_with(coop, "treasury.distribute/1").seq  # moved it last


def test_a_leg_moved_to_another_account_is_named(coop: Folder) -> None:
    """Goal: what went where stays. Method: a leg of the bank's, booked on another account."""
    sql(coop.database, "UPDATE treasury_period SET chain = ? WHERE period = '2024'", "ab" * 32)
    entry = entry_with(coop, "licensing.receive/1").seq
    where = f"WHERE entry = {entry} AND account = 'bank'"
    sql(coop.database, f"UPDATE treasury_posting SET account = 'suspense' {where}")
    named = {(one.account, one.field) for one in differences(coop)}
    assert named == {
        ("treasury_period 2024", "chain"), (f"treasury_posting {entry} 0", "account"),
    }  # fmt: skip


def test_a_changed_field_of_any_table_is_named(coop: Folder) -> None:
    """Goal: no table is passed over. Method: change the last field of one row of each at once."""
    changed = set()
    for row in ROWS:
        rest = [name for name in column_kinds(row) if name not in row.KEY]
        if rest and one_row(coop, table_name(row)):
            value = 987_654 if column_kinds(row)[rest[-1]] is int else "changed"
            where = f"rowid = (SELECT min(rowid) FROM {table_name(row)})"
            try:
                sql(
                    coop.database,
                    f'UPDATE {table_name(row)} SET "{rest[-1]}" = ? WHERE {where}',
                    value,
                )
            except sqlite3.OperationalError:  # a table without rowid
                keys = ", ".join(f'"{name}"' for name in row.KEY)
                where = f"({keys}) = (SELECT {keys} FROM {table_name(row)} LIMIT 1)"
                sql(
                    coop.database,
                    f'UPDATE {table_name(row)} SET "{rest[-1]}" = ? WHERE {where}',
                    value,
                )
            changed.add(table_name(row))
    named = {one.account.split()[0] for one in differences(coop) if one.field != "row"}
    assert changed <= named
    assert len(changed) >= 27


def test_a_row_taken_from_any_table_is_named(coop: Folder) -> None:
    """Goal: nothing vanishes. Method: take one row of each table, look for each."""
    taken = set()
    for row in ROWS:
        keys = ", ".join(f'"{name}"' for name in row.KEY)
        where = f"({keys}) = (SELECT {keys} FROM {table_name(row)} LIMIT 1)"
        if sql(coop.database, f"DELETE FROM {table_name(row)} WHERE {where}"):
            taken.add(table_name(row))
    named = {one.account.split()[0] for one in differences(coop) if one.found == "no row"}
    assert taken == named
    assert len(taken) >= 28


def test_a_row_added_to_any_table_is_named(coop: Folder) -> None:
    """Goal: nothing is slipped in. Method: copy one row of each table under another key."""
    added = set()
    for row in ROWS:
        values = one_row(coop, table_name(row))
        if values is None:
            continue
        kinds = column_kinds(row)
        fresh = [
            (values[place] if name != row.KEY[-1] else (9_999 if kinds[name] is int else "zzz"))
            for place, name in enumerate(kinds)
        ]
        places = ", ".join("?" * len(fresh))
        sql(coop.database, f"INSERT INTO {table_name(row)} VALUES ({places})", *fresh)
        added.add(table_name(row))
    named = {one.account.split()[0] for one in differences(coop) if one.expected == "no row"}
    assert added == named


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", "other"),
        ("at", 5),
        ("actor", "m004"),
        ("act", "consent.grant/1"),
        ("leaf", b"x" * 32),
    ],
)
def test_each_column_beside_an_entry_is_compared(coop: Folder, column: str, value: object) -> None:
    """Goal: searches over entries cannot lie. Method: change each column of one entry's row."""
    sql(coop.database, f"UPDATE record_entry SET {column} = ? WHERE seq = 40", value)
    (one,) = differences(coop)
    assert (one.entry, one.account, one.field) == (40, "record_entry 40", column)


def test_an_entry_s_text_in_the_database_must_be_the_published_one(coop: Folder) -> None:
    """Goal: the signed text wins. Method: rewrite an entry's row; the published one is replayed."""
    sql(
        coop.database,
        "UPDATE record_entry SET body = CAST(replace(CAST(body AS TEXT), '10000', '99999') AS BLOB)"
        " WHERE seq = 3",
    )
    found_here = differences(coop)
    assert [(one.entry, one.account, one.field, one.expected, one.found) for one in found_here] == [
        (3, "record_entry 3", "text.facts.0.contribution_cents", "10000", "99999")
    ]


def test_an_entry_taken_from_the_database_is_named(coop: Folder) -> None:
    """Goal: a gap is seen. Method: delete one row and, in another run, the last ones."""
    sql(coop.database, "DELETE FROM record_entry WHERE seq = 30")
    assert [one.entry for one in differences(coop)] == [30]
    sql(coop.database, "DELETE FROM record_entry WHERE seq >= 60")
    assert {one.entry for one in differences(coop)} == {30, *range(60, ENTRIES)}


def test_an_older_database_beside_a_newer_record_is_named(coop: Folder) -> None:
    """Goal: a restored backup is seen. Method: set the head of the database back."""
    sql(coop.database, "UPDATE record_head SET size = 77, at = 5, root = ?", b"0" * 32)
    fields = {one.field for one in differences(coop) if one.account == "record_head"}
    assert fields == {"size", "root", "at"}


def test_the_head_in_the_database_must_be_signed(coop: Folder) -> None:
    """Goal: the next publisher signs nothing false. Method: alter the note in the database."""
    sql(
        coop.database, f"UPDATE record_head SET checkpoint = replace(checkpoint, '{ENTRIES}', '73')"
    )
    (one,) = differences(coop)
    assert (one.account, one.field) == ("record_head", "checkpoint")


@pytest.mark.parametrize(
    ("change", "found_text"),
    [
        (
            "UPDATE record_opening SET value = '\"no\"' WHERE value = '\"abstain\"'",
            "something else",
        ),
        ("UPDATE record_opening SET salt = replace(salt, 'a', 'b')", "something else"),
        (
            "DELETE FROM record_opening WHERE seq = (SELECT min(seq) FROM record_opening)",
            "no opening",
        ),
    ],
)
def test_restricted_openings_must_fit(coop: Folder, change: str, found_text: str) -> None:
    """Goal: nobody's vote or index is rewritten. Method: value, salt, row."""
    assert sql(coop.database, change)
    named = [one for one in differences(coop) if one.account == "opening"]
    assert named
    assert all(found_text in one.found for one in named)


def test_openings_of_nothing_are_named(coop: Folder) -> None:
    """Goal: no hidden text beside the record. Method: an opening for an entry that has none."""
    sql(coop.database, "INSERT INTO record_opening VALUES (5, 'choice', ?, '\"no\"')", "00" * 32)
    sql(coop.database, "INSERT INTO record_opening VALUES (500, 'choice', ?, '\"no\"')", "00" * 32)
    assert {(one.entry, one.account) for one in differences(coop)} == {
        (5, "opening"), (ENTRIES, "opening"),
    }  # fmt: skip


def test_a_name_changed_in_the_vault_is_named(coop: Folder) -> None:
    """Goal: a sealed text is the one that was sealed. Method: change one; lose one."""
    sql(coop.vault_database, "UPDATE sealed_opening SET value = 'Somebody else' WHERE entry = 2")
    sql(coop.vault_database, "DELETE FROM sealed_opening WHERE entry = 3")
    assert [(one.entry, one.field, one.found) for one in differences(coop)] == [
        (2, "name", "an opening of something else"), (3, "name", "none"),
    ]  # fmt: skip


def test_a_redacted_text_that_is_still_there_is_named(coop: Folder) -> None:
    """Goal: an erasure is carried out, not only recorded. Method: put an opening back."""
    erased = ENTRIES - 2
    sql(
        coop.vault_database, "INSERT INTO sealed_opening VALUES (?, 'reason', ?, 'back again')",
        erased, "00" * 32,
    )  # fmt: skip
    texts = {one.expected for one in differences(coop) if one.entry == erased}
    assert "none, since an entry erased it" in texts


def test_a_wrong_type_in_a_table_is_a_difference_and_no_crash(coop: Folder) -> None:
    """Goal: rubbish is compared like anything else. Method: text where a number belongs."""
    sql(coop.database, "PRAGMA ignore_check_constraints = ON")
    for table, column in (
        ("treasury_posting", "amount"),
        ("treasury_account", "balance"),
    ):
        try:
            sql(coop.database, f"UPDATE {table} SET {column} = 'many'")
        except sqlite3.IntegrityError:
            pytest.skip(f"the table {table} takes whole numbers only")
    accounts = {one.account.split()[0] for one in differences(coop)}
    assert accounts == {"treasury_posting", "treasury_account"}


def test_many_differences_are_counted_beyond_the_list() -> None:
    """Goal: a ruined folder gives a short report that still counts all. Method: 1,500 of them."""
    from auzolan.audit.report import Findings, closing_line

    findings = Findings()
    for entry in range(1_500):
        findings.differ(entry, "account", "field", expected=1, found=2)
    report = findings.report("auditor", entries=1, root="00")
    assert len(report.differences) == 1_000
    assert closing_line(report) == "1500 differences (auditor level)"
    assert report.differences[0] == Difference(0, "account", "field", "1", "2")


def test_a_clean_copy_stays_clean(coop: Folder) -> None:
    """Goal: the tests above see their own change alone. Method: an untouched copy."""
    assert found(coop).differences == ()
