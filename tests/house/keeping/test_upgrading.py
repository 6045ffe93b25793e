"""Upgrading a folder of an older release: other tables, the same record, and no half of either."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from auzolan.audit.deployment import PostgresPlace, settings_text
from auzolan.audit.folder import Folder
from auzolan.foundation.moments import moment_from_iso
from auzolan.house.desk import Desk
from auzolan.house.keeping.backups import backups_in
from auzolan.house.keeping.restoring import restore
from auzolan.house.keeping.upgrading import Plan, plan_of, upgrade
from auzolan.house.rebuilding import NotRebuilt
from auzolan.house.rooms.consent.flows import withdraw
from auzolan.house.storage.database import DatabaseRefused
from house.small_desk import accepted
from support.house import seeded_ports
from support.killing import killed_while
from support.replay import assert_tables_equal_replay
from support.tampering import drop_guards

NOW = moment_from_iso("2025-06-01")
ROUNDS = 6


def older(coop: Folder) -> tuple[str, ...]:
    """Make the tables those of an older release: one missing, one with other columns, no guards.

    Returns:
        The names of the two tables.
    """
    with closing(sqlite3.connect(coop.database, isolation_level=None)) as database:
        drop_guards(database)
        database.execute("DROP TABLE labour_pulse_row")
        database.execute("ALTER TABLE members_member ADD COLUMN nickname text NOT NULL DEFAULT ''")
        database.execute("CREATE TABLE older_thing (id integer)")
    with closing(sqlite3.connect(coop.plain, isolation_level=None)) as database:
        database.execute("DROP TABLE django_session")
        database.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    return ("labour_pulse_row", "members_member", "older_thing")


def head_of(coop: Folder) -> tuple[int, bytes]:
    """Size and root of the record."""
    with closing(sqlite3.connect(coop.database)) as database:
        size, root = database.execute("SELECT size, root FROM record_head").fetchone()
        return int(size), bytes(root)


def test_a_folder_of_this_release_needs_nothing(coop: Folder, tmp_path: Path) -> None:
    """Goal: no work, no backup, no change. Method: plan and upgrade a new folder."""
    assert plan_of(coop) == Plan((), ())
    done = upgrade(coop, backups=tmp_path / "backups", now=NOW)
    assert (done.backup, done.kept, done.report.differences) == (None, "", ())
    assert not (tmp_path / "backups").exists()


def test_older_tables_become_those_of_this_release_and_the_record_stays(
    coop: Folder, tmp_path: Path
) -> None:
    """Goal: the desk works again. Method: change the tables, upgrade, compare, write."""
    head, names = head_of(coop), older(coop)
    plan = plan_of(coop)
    assert set(names) <= set(plan.books)
    assert "django_session" in plan.plain
    done = upgrade(coop, backups=tmp_path / "backups", now=NOW)
    assert done.report.differences == ()
    assert plan_of(coop) == Plan((), ())
    assert head_of(coop) == head
    assert_tables_equal_replay(coop.path)
    with closing(Desk(coop, seeded_ports("after", at=NOW))) as desk:
        accepted(withdraw(desk, member="ana", kind="purchases"))
    assert Path(done.kept).is_file()


def test_a_backup_comes_first_and_gives_the_folder_as_it_was(coop: Folder, tmp_path: Path) -> None:
    """Goal: a way back. Method: upgrade, then look into the backup; without one where not asked."""
    older(coop)
    done = upgrade(coop, backups=tmp_path / "backups", now=NOW)
    assert done.backup is not None
    with closing(sqlite3.connect(done.backup.path / "auzolan.db")) as database:
        assert database.execute("SELECT count(*) FROM older_thing").fetchone() == (0,)
    older(coop)
    again = upgrade(coop, backups=None, now=NOW)
    assert again.backup is None
    assert len(backups_in(tmp_path / "backups")) == 1


def test_an_older_backup_is_restored_and_then_upgraded(coop: Folder, tmp_path: Path) -> None:
    """Goal: old backups stay of use. Method: a backup with another table more; restore, upgrade."""
    with closing(sqlite3.connect(coop.database, isolation_level=None)) as database:
        database.execute("CREATE TABLE older_thing (id integer)")
    done = upgrade(coop, backups=tmp_path / "backups", now=NOW)
    assert done.backup is not None
    restore(done.backup.path, tmp_path / "new")
    new = Folder(tmp_path / "new")
    assert plan_of(new).books == ("older_thing",)
    assert upgrade(new, backups=None, now=NOW).report.differences == ()


def test_it_refuses_while_another_program_has_the_folder_open(coop: Folder) -> None:
    """Goal: nobody goes on reading the old file. Method: an open desk; nothing is changed."""
    older(coop)
    before, desk = head_of(coop), Desk(coop)
    desk._db.execute("SELECT count(*) FROM record_entry").fetchone()
    with pytest.raises(NotRebuilt, match="Another program"):
        upgrade(coop, backups=None, now=NOW)
    desk.close()
    assert head_of(coop) == before
    assert "older_thing" in plan_of(coop).books


def test_a_server_that_does_not_answer_is_said_so(coop: Folder) -> None:
    """Goal: a clear no. Method: settings that name a server where nobody listens."""
    coop.settings.write_text(settings_text(PostgresPlace("postgresql://who@127.0.0.1:1/coop")))
    with pytest.raises(DatabaseRefused, match="cannot be reached"):
        plan_of(coop)


def test_a_killed_upgrade_leaves_old_or_new_tables_and_can_be_run_again(
    coop: Folder, tmp_path: Path
) -> None:
    """Goal: nothing in between. Method: kill -9 at random moments; the record never changes."""
    head, chance, killed = head_of(coop), random.Random(4), 0
    upgrade(coop, backups=None, now=NOW)  # the empty databases are made once in a process
    for _ in range(ROUNDS):
        if plan_of(coop) == Plan((), ()):
            older(coop)
        killed += killed_while(
            lambda: upgrade(coop, backups=tmp_path / "backups", now=NOW),
            after_s=chance.uniform(0.01, 0.3),
        )
        assert head_of(coop) == head
    assert killed, "the kills came too late"
    assert upgrade(coop, backups=None, now=NOW).report.differences == ()
    assert_tables_equal_replay(coop.path)
