"""Making, opening and refusing database files."""

import resource
import sqlite3
from pathlib import Path

import pytest

from auzolan.audit.folder import Folder
from auzolan.house.storage.books import TableBooks
from auzolan.house.storage.database import (
    DatabaseRefused,
    check_database,
    create_database,
    open_database,
    refusal_of,
)
from auzolan.house.vault.store import Vault
from auzolan.treasury.state import MemberAccount

PAGE = 4_096


def test_a_new_database_is_whole_durable_and_its_owners_alone(folder: Path) -> None:
    """Goal: safe from the first commit on. Method: ask SQLite and the file system."""
    database = open_database(folder / "auzolan.db")
    check_database(database)
    pragmas = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert {
        name: database.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas
    } == pragmas  # fmt: skip
    assert database.isolation_level is None
    for file in ("auzolan.db", "plain.db"):
        assert (folder / file).stat().st_mode & 0o777 == 0o600
    database.close()


def test_logins_live_in_a_file_of_their_own(folder: Path) -> None:
    """Goal: a login never waits for the desk. Method: which tables each file has."""

    def tables(file: str) -> set[str]:
        database = sqlite3.connect(folder / file)
        found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        database.close()
        return {name for (name,) in found}

    books, plain = tables("auzolan.db"), tables("plain.db")
    assert "members_member" in books
    assert not any(name.startswith(("accounts_", "django_session")) for name in books)
    assert {"accounts_person", "django_session"} <= plain
    assert "members_member" not in plain


def test_a_database_that_exists_is_never_made_again(folder: Path) -> None:
    """Goal: `init` destroys nothing. Method: mark the file, try again, find the mark."""
    database = open_database(folder / "auzolan.db")
    database.execute("INSERT INTO members_member VALUES ('ana', 'active', 1, 1, 'full', '')")
    database.close()
    with pytest.raises(FileExistsError):
        create_database(folder)
    again = open_database(folder / "auzolan.db")
    assert again.execute("SELECT COUNT(*) FROM members_member").fetchone() == (1,)
    again.close()


def test_two_new_folders_share_nothing(tmp_path: Path) -> None:
    """Goal: a copy is a copy. Method: write into one, read the other."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        create_database(tmp_path / name)
    one = open_database(tmp_path / "one" / "auzolan.db")
    two = open_database(tmp_path / "two" / "auzolan.db")
    one.execute("INSERT INTO members_member VALUES ('ana', 'active', 1, 1, 'full', '')")
    assert two.execute("SELECT COUNT(*) FROM members_member").fetchone() == (0,)
    one.close()
    two.close()


def test_a_missing_database_is_refused_and_not_made(tmp_path: Path) -> None:
    """Goal: a wrong folder stays as it is. Method: open where nothing is."""
    with pytest.raises(DatabaseRefused, match="no database at"):
        open_database(tmp_path / "auzolan.db")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_refused_in_plain_words(tmp_path: Path) -> None:
    """Goal: no stack trace for a member. Method: a text under the database's name."""
    path = tmp_path / "auzolan.db"
    path.write_text("Dear members, " * 500, encoding="utf-8")
    with pytest.raises(DatabaseRefused, match=r"damaged or cannot be read.*restore a backup"):
        open_database(path)


def test_a_full_disk_at_opening_is_not_called_damage(folder: Path) -> None:
    """Goal: nobody rebuilds what is whole. Method: no file may grow while it is opened."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    refusals = []
    for opens in (lambda: open_database(folder / "auzolan.db"), lambda: Vault(Folder(folder))):
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
        try:
            opens()
        except DatabaseRefused as refusal:
            refusals.append(str(refusal))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert len(refusals) == 2
    for said in refusals:
        assert "full or fails" in said
        assert "damaged" not in said
        assert "rebuild" not in said
    open_database(folder / "auzolan.db").close()


def test_each_fault_of_sqlite_gets_its_own_words() -> None:
    """Goal: the right remedy. Method: faults with the codes that SQLite gives them."""
    for code, words in (
        (sqlite3.SQLITE_BUSY, "in use by another program"),
        (sqlite3.SQLITE_FULL, "Make room"),
        (sqlite3.SQLITE_IOERR | 4 << 8, "Make room"),
        (sqlite3.SQLITE_CANTOPEN, "opened for writing"),
        (sqlite3.SQLITE_CORRUPT, "auzolan record rebuild"),
    ):
        fault = sqlite3.OperationalError("fault")
        fault.sqlite_errorcode = code
        assert words in str(refusal_of(Path("coop/auzolan.db"), fault))
    assert "rebuild" not in str(refusal_of(Path("coop/vault/vault.db"), sqlite3.DatabaseError("x")))


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    """Goal: we write into no stranger's file. Method: an SQLite file with other tables."""
    path = tmp_path / "auzolan.db"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE songs (name TEXT)")
    database.close()
    with pytest.raises(DatabaseRefused, match="holds no record"):
        open_database(path)


def test_a_damaged_page_is_found_on_demand(folder: Path) -> None:
    """Goal: no money on a broken page. Method: overwrite each page of a filled table in turn."""
    database = open_database(folder / "auzolan.db")
    database.execute("BEGIN IMMEDIATE")
    books = TableBooks(database)
    members = [f"m{place:04d}" for place in range(2_000)]
    books.put_many(
        MemberAccount,
        {"member": members, "account": ["capital"] * 2_000, "balance": [5] * 2_000},
    )
    books.flush()
    database.execute("COMMIT")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    query = "SELECT rootpage FROM sqlite_master WHERE name = 'treasury_member_account'"
    page = database.execute(query).fetchone()[0]
    check_database(database)
    database.close()
    path = folder / "auzolan.db"
    whole = path.read_bytes()
    start = (page - 1) * PAGE
    path.write_bytes(whole[:start] + b"\xff" * PAGE + whole[start + PAGE :])
    damaged = open_database(path)
    with pytest.raises(DatabaseRefused, match="damaged"):
        check_database(damaged)
    damaged.close()


def test_a_file_cut_short_is_refused(folder: Path) -> None:
    """Goal: half a copy is no database. Method: cut the file in the middle of a page."""
    path = folder / "auzolan.db"
    path.write_bytes(path.read_bytes()[: 40 * PAGE + 100])
    with pytest.raises(DatabaseRefused, match="damaged"):
        check_database(open_database(path))
