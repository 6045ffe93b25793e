"""A new co-operative's databases in a temporary folder, and connections to them."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from auzolan.house.storage.books import TableBooks
from auzolan.house.storage.database import create_database, open_database


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with empty databases."""
    create_database(tmp_path)
    return tmp_path


@pytest.fixture
def database(folder: Path) -> Iterator[sqlite3.Connection]:
    """The folder's open database, outside any transaction."""
    connection = open_database(folder / "auzolan.db")
    yield connection
    connection.close()


@pytest.fixture
def books(database: sqlite3.Connection) -> TableBooks:
    """Books over the empty database, inside a transaction."""
    database.execute("BEGIN IMMEDIATE")
    return TableBooks(database)
