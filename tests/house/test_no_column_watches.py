"""No table of a co-operative's databases, and no file of its vault, has a column that watches people."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from pyarrow import parquet

from architecture.watching_words import watches
from auzolan.house.serving.meter import Meter
from house.small_desk import SmallDesk

SESSIONS = {"usersessions_usersession.ip", "usersessions_usersession.user_agent"}
"""Columns of a library: no address comes into the first, and into the second the name of browser and
system alone, for whoever looks over her own sessions (`tests/house/accounts/test_session_ends.py`)."""


def test_no_table_of_a_folder_has_a_column_that_watches(tmp_path: Path) -> None:
    """Goal: what is not there cannot be shown. Method: a founded folder; ask each database itself."""
    small = SmallDesk(tmp_path / "coop")
    small.bring()
    Meter(small.desk.folder).close()
    names: dict[str, set[str]] = {}
    for path in sorted(small.desk.folder.path.rglob("*.db")):
        with closing(sqlite3.connect(path)) as database:
            tables = [row[0] for row in database.execute("SELECT name FROM sqlite_schema")]
            columns = {
                f"{table}.{row[1]}"
                for table in tables
                for row in database.execute("SELECT * FROM pragma_table_info(?)", (table,))
            }
        names[path.name] = columns
    assert {"auzolan.db", "plain.db", "vault.db", "meter.db"} <= set(names)
    assert sum(map(len, names.values())) > 500
    found = {one for columns in names.values() for one in columns if watches(one.split(".")[1])}
    assert found <= SESSIONS
    kept = [
        column
        for path in (small.desk.folder.vault).rglob("*.parquet")
        for column in parquet.read_schema(path).names
    ]
    assert kept
    assert [name for name in kept if watches(name)] == []
