"""Rebuilding the tables from the record: damaged ones, crashes in between, and what cannot be."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from auzolan.audit.folder import Folder
from auzolan.audit.verify import verify
from auzolan.house.desk import Desk
from auzolan.house.publisher import RecordAhead
from auzolan.house.rebuilding import NotRebuilt, rebuild
from auzolan.house.rooms.record.flows import publish
from auzolan.house.storage.database import DatabaseRefused, check_database, open_database
from auzolan.house.storage.log import Log
from auzolan.house.submission import Submission
from auzolan.members.acts import Admit
from support.house import accepted, admission, found
from support.replay import assert_tables_equal_replay
from support.tampering import drop_guards

PAGE = 4_096


@pytest.fixture
def folder(made_once: Path, tmp_path: Path) -> Folder:
    """A copy of it."""
    shutil.copytree(made_once, tmp_path / "coop")
    return Folder(tmp_path / "coop")


def sql(path: Path, text: str) -> None:
    """Change a database behind everybody's back."""
    with closing(sqlite3.connect(path)) as database, database:
        drop_guards(database)
        database.execute(text)


def root_of(folder: Folder) -> bytes:
    """The root that the database holds."""
    with closing(sqlite3.connect(folder.database)) as database:
        return Log(database).head().root


def in_killed_child(work: Callable[[], object]) -> None:
    """Run work in a forked process that must end by a kill."""
    process = os.fork()
    if process == 0:
        try:
            work()
        finally:
            os._exit(1)
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status), "the work was not killed"


def test_tables_that_somebody_changed_are_made_again(folder: Folder) -> None:
    """Goal: the record counts. Method: change, add and drop rows; rebuild; verify, write on."""
    root = root_of(folder)
    sql(folder.database, "UPDATE treasury_member_account SET balance = balance + 1")
    sql(folder.database, "DELETE FROM members_member WHERE member = 'eve'")
    sql(folder.database, "UPDATE record_entry SET actor = 'mallory' WHERE seq = 3")
    assert verify(folder.path).differences
    made = rebuild(folder)
    assert made.root == root == root_of(folder)
    assert assert_tables_equal_replay(folder.path) == made.entries
    assert verify(folder.path).differences == ()
    assert folder.database.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(made.kept)) as old:
        assert old.execute("SELECT actor FROM record_entry WHERE seq = 3").fetchone() == (
            "mallory",
        )
    desk = Desk(folder)
    accepted(desk, admission_by("ana"))
    desk.close()
    assert rebuild(folder).kept.name == "auzolan.db.before-rebuild-2"


def test_a_damaged_page_of_a_table_is_mended(folder: Folder) -> None:
    """Goal: what the refusal promises. Method: overwrite a table's page; check; rebuild; check."""
    with closing(sqlite3.connect(folder.database)) as database:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'consent_consent'"
        page = database.execute(query).fetchone()[0]
    with folder.database.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(b"\xff" * PAGE)
    with (
        closing(open_database(folder.database)) as damaged,
        pytest.raises(DatabaseRefused, match="auzolan record rebuild"),
    ):
        check_database(damaged)
    rebuild(folder)
    with closing(open_database(folder.database)) as mended:
        check_database(mended)
    assert verify(folder.path).differences == ()


@pytest.mark.parametrize("links", [False, True], ids=["before the link", "after the link"])
def test_a_crash_in_between_leaves_the_old_file_and_the_next_try_succeeds(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    """Goal: the one file or the other. Method: kill it when all but the swap is done."""
    before, link = root_of(folder), os.link

    def killed(source: Path, target: Path) -> None:
        if links:
            link(source, target)
        os.kill(os.getpid(), signal.SIGKILL)

    with monkeypatch.context() as patch:
        patch.setattr(os, "link", killed)
        in_killed_child(lambda: rebuild(folder))
    assert (folder.path / ".auzolan.db.rebuilding").exists()
    assert root_of(folder) == before
    assert_tables_equal_replay(folder.path)
    desk = Desk(folder)
    accepted(desk, admission_by("ana"))
    desk.close()
    made = rebuild(folder)
    assert made.kept.name == "auzolan.db.before-rebuild-1"
    assert [path.name for path in folder.path.glob("*rebuild*")] == [made.kept.name]
    assert verify(folder.path).differences == ()


def test_a_database_in_use_is_left_alone(tmp_path: Path) -> None:
    """Goal: nobody goes on writing into the old file. Method: an open desk; then close it."""
    desk = found(tmp_path, members=3)
    with pytest.raises(NotRebuilt, match="Another program"):
        rebuild(desk.folder)
    accepted(desk, admission("m004"))
    desk.close()
    assert rebuild(desk.folder).entries == 5


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("UPDATE record_entry SET body = x'00' WHERE seq = 2", "Entry 2 cannot be read"),
        ("DELETE FROM record_entry WHERE seq = 2", "missing"),
        ("DELETE FROM record_head", "no head"),
        ("UPDATE record_head SET checkpoint = 'x'", "signed head"),
        ("UPDATE record_entry SET body = CAST(replace(CAST(body AS TEXT), 'ida', 'joe') AS BLOB)",
         "do not hash|cannot be"),
    ],
)  # fmt: skip
def test_a_damaged_record_is_not_made_up(folder: Folder, damage: str, words: str) -> None:
    """Goal: nothing is invented. Method: damage the record itself; all stays as it was."""
    sql(folder.database, damage)
    with pytest.raises(NotRebuilt, match=words):
        rebuild(folder)
    assert list(folder.path.glob("*rebuild*")) == []


def test_an_older_database_is_not_rebuilt_beside_a_newer_published_record(folder: Folder) -> None:
    """Goal: no fork. Method: keep the database, write and publish, put the old one back."""
    old = folder.database.read_bytes()
    desk = Desk(folder)
    accepted(desk, admission_by("ana"))
    publish(desk)
    desk.close()
    folder.database.write_bytes(old)
    with pytest.raises(RecordAhead, match="older copy"):
        rebuild(folder)


def admission_by(actor: str) -> Submission:
    """The submission by which this officer admits one more member."""
    return Submission("admit-zoe", actor, Admit("zoe", ""), {"name": "Zoe"})
