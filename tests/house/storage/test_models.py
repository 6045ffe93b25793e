"""Django's models, the migration and the row types describe the same tables."""

import sqlite3
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections, models

from auzolan.cooperative import ROWS
from auzolan.foundation.books import Row
from auzolan.foundation.tables import column_kinds, table_name
from auzolan.house.settings import configure
from auzolan.house.storage.books import TableBooks
from auzolan.house.storage.schema import indexes_of, stored_key
from auzolan.members.state import Member

OF_THE_RECORD = {"record_entry", "record_head", "record_opening"}


@pytest.fixture
def models_of_house(folder: Path) -> dict[str, type[models.Model]]:
    """The house's models by table name."""
    configure(folder)
    from django.apps import apps

    return {model._meta.db_table: model for model in apps.get_app_config("house").get_models()}


def test_every_row_type_has_one_model_and_no_model_is_left_over(
    models_of_house: dict[str, type[models.Model]],
) -> None:
    """Goal: pages see what rules see. Method: compare the names of all tables."""
    assert set(models_of_house) == {table_name(row) for row in ROWS} | OF_THE_RECORD


@pytest.mark.parametrize("row", ROWS, ids=table_name)
def test_a_model_equals_its_row_type_field_by_field(
    row: type[Row], models_of_house: dict[str, type[models.Model]]
) -> None:
    """Goal: one description, two readers. Method: columns, types, key and indexes compared."""
    meta = models_of_house[table_name(row)]._meta
    kinds = {models.BigIntegerField: int, models.TextField: str}
    found = {field.column: kinds[type(field)] for field in meta.concrete_fields if field.column}
    assert list(found.items()) == list(column_kinds(row).items())
    key = tuple(field.column for field in meta.pk_fields)
    assert key == stored_key(row)
    assert tuple(tuple(index.fields) for index in meta.indexes) == indexes_of(row)
    assert not any(field.null or field.has_default() for field in meta.concrete_fields)


@pytest.mark.parametrize("row", ROWS, ids=table_name)
def test_the_real_table_equals_its_row_type(row: type[Row], database: sqlite3.Connection) -> None:
    """Goal: the migration made what the SQL expects. Method: SQLite's own description."""
    info = database.execute(f'PRAGMA table_info("{table_name(row)}")').fetchall()
    types = {"bigint": int, "text": str}
    assert {name: types[kind.lower()] for _, name, kind, *_ in info} == column_kinds(row)
    assert all(not_null for _, _, _, not_null, _, _ in info)
    places = {place: name for _, name, _, _, _, place in info if place}
    assert tuple(places[place] for place in sorted(places)) == stored_key(row)


def test_no_migration_is_missing(folder: Path) -> None:
    """Goal: models and migration agree. Method: Django's own comparison changes nothing."""
    configure(folder)
    call_command("makemigrations", "house", check=True, dry_run=True, verbosity=0)


def test_entries_are_numbered_by_the_desk_and_stored_by_that_number(
    database: sqlite3.Connection,
) -> None:
    """Goal: no number of a database's own. Method: the stored number is SQLite's row number."""
    made = database.execute("SELECT sql FROM sqlite_master WHERE name = 'record_entry'").fetchone()
    assert '"seq" integer NOT NULL PRIMARY KEY,' in made[0]
    assert "AUTOINCREMENT" not in made[0].upper()


def test_there_is_one_head_and_no_other(database: sqlite3.Connection) -> None:
    """Goal: the log has one end. Method: a second row is refused by the table itself."""
    insert = "INSERT INTO record_head VALUES (?, 0, x'', x'', 0, '')"
    database.execute(insert, (1,))
    with pytest.raises(sqlite3.IntegrityError):
        database.execute(insert, (2,))


def test_pages_read_what_the_books_wrote(folder: Path, database: sqlite3.Connection) -> None:
    """Goal: the two ways meet in the same rows. Method: write by books, read by a query."""
    configure(folder)
    from auzolan.house.rooms.members.tables import MemberTable
    from auzolan.house.storage.models import rows_of

    ana, ben = Member("ana", "active", 5, 1), Member("ben", "left", 6, 2)
    database.execute("BEGIN IMMEDIATE")
    books = TableBooks(database)
    books.add(ben)
    books.add(ana)
    books.flush()
    database.execute("COMMIT")
    assert rows_of(Member, MemberTable.objects.order_by("member")) == [ana, ben]
    assert rows_of(Member, MemberTable.objects.filter(standing="left")) == [ben]
    connections.close_all()
