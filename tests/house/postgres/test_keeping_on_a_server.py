"""Backups, restoring and upgrades of a co-operative whose books lie on a server."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from auzolan.audit.deployment import PostgresPlace, SettingsRefused, postgres_place_of
from auzolan.audit.folder import Folder
from auzolan.audit.verify import verify
from auzolan.foundation.moments import moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.doors.cli import run
from auzolan.house.keeping import moving, restoring, rotating
from auzolan.house.keeping.backups import NotBackedUp, backups_in, take
from auzolan.house.keeping.moving import carry_onto_server, leave_server
from auzolan.house.keeping.restoring import restore
from auzolan.house.keeping.upgrading import Plan, plan_of, upgrade
from auzolan.house.publisher import RecordAhead
from auzolan.house.rooms.consent.flows import withdraw
from auzolan.house.rooms.contributions.flows import erase_rows
from auzolan.house.rooms.record.flows import publish
from auzolan.house.storage.database import DatabaseRefused, open_books
from auzolan.house.storage.reader import reader_of
from house.postgres.test_a_folder_on_a_server import schemas, sql
from house.small_desk import SmallDesk, accepted
from support.house import seeded_ports
from support.killing import die_here, killed_while
from support.replay import assert_tables_equal_replay

NOW = moment_from_iso("2025-06-01")
ROUNDS = 6
Places = Callable[[], PostgresPlace]


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five members with rows and consents, on a file; never written to again."""
    small = SmallDesk(tmp_path_factory.mktemp("keeping") / "coop")
    small.bring()
    publish(small.desk)
    small.desk.close()
    return small.desk.folder.path


@pytest.fixture
def coop(made_once: Path, tmp_path: Path, place: PostgresPlace) -> Folder:
    """A copy of it with its books on the server."""
    shutil.copytree(made_once, tmp_path / "coop")
    folder = Folder(tmp_path / "coop")
    carry_onto_server(folder, place)
    return folder


def write_on(coop: Folder, member: str = "ana") -> None:
    """One more entry, published."""
    with closing(Desk(coop, seeded_ports(f"on-{member}", at=NOW))) as desk:
        accepted(withdraw(desk, member=member, kind="purchases"))
        publish(desk)


def test_books_on_a_server_are_backed_up_into_a_file_and_restored_where_there_is_none(
    coop: Folder, tmp_path: Path
) -> None:
    """Goal: a drill needs no server. Method: back up, restore without one, write, compare both."""
    with coop.settings.open("a") as settings:
        settings.write("[bank]\n# what else they say\n")
    write_on(coop)
    backup = take(coop, tmp_path / "backups", now=NOW, with_keys=True)
    done = restore(backup.path, tmp_path / "new", published=str(coop.public), keys=backup.keys)
    new = Folder(tmp_path / "new")
    assert done.report.differences == ()
    assert done.left == postgres_place_of(coop)
    assert postgres_place_of(new) is None
    assert new.settings.read_text() == "[bank]\n# what else they say\n"
    before = verify(coop.path).root
    assert verify(new.path).root == before
    write_on(new, "ben")
    assert_tables_equal_replay(new.path)
    assert verify(coop.path).root == before, "the server that was left is as it was"


def test_a_backup_is_restored_onto_a_server_and_goes_on_there(
    coop: Folder, tmp_path: Path, places: Places
) -> None:
    """Goal: the way back, and the way from a file. Method: restore into a new schema, write on."""
    backup = take(coop, tmp_path / "backups", now=NOW, with_keys=True)
    wanted = places()
    done = restore(
        backup.path, tmp_path / "new", published=str(coop.public), keys=backup.keys, place=wanted
    )
    new = Folder(tmp_path / "new")
    assert (done.report.differences, done.left) == ((), None)
    assert postgres_place_of(new) == wanted
    assert not list(new.path.glob("auzolan.db*"))
    assert not list(new.path.glob("*.token"))
    write_on(new)
    assert_tables_equal_replay(new.path)
    assert plan_of(new) == Plan((), ())


def test_a_backup_of_a_server_belongs_to_one_head_while_people_write(
    coop: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: nothing torn. Method: the desk goes on between the reading of the head and the copy."""
    whole = moving.carry_into_file

    def with_another_entry(*words: object) -> None:
        write_on(coop)
        whole(*words)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr("auzolan.house.keeping.backups.carry_into_file", with_another_entry)
        backup = take(coop, tmp_path / "backups", now=NOW)
    with reader_of(coop) as reader:
        assert reader.head().size == backup.manifest.size + 1
    assert restore(backup.path, tmp_path / "new").report.differences == ()
    with pytest.raises(RecordAhead, match="fork"):
        restore(backup.path, tmp_path / "fork", published=str(coop.public))


def test_what_was_erased_is_erased_again_before_it_comes_to_a_server(
    coop: Folder, tmp_path: Path, places: Places
) -> None:
    """Goal: erased is erased. Method: put a file back as a crash leaves it; back up; restore."""
    rows = coop.batch_rows("joe-1")
    content = rows.read_bytes()
    with closing(Desk(coop, seeded_ports("erase", at=NOW))) as desk:
        accepted(withdraw(desk, member="joe", kind="purchases"))
        accepted(erase_rows(desk, actor="eve", batch="joe-1", reason="asked"))
    rows.write_bytes(content)
    backup = take(coop, tmp_path / "backups", now=NOW)
    done = restore(backup.path, tmp_path / "new", place=places())
    assert done.erased > 0
    assert not Folder(tmp_path / "new").batch_rows("joe-1").exists()
    assert done.report.differences == ()


def test_a_damaged_record_on_a_server_is_not_backed_up(coop: Folder, tmp_path: Path) -> None:
    """Goal: no backup that could not be restored. Method: take an entry away; nothing is left."""
    sql(coop, "DELETE FROM record_entry WHERE seq = 2")
    with pytest.raises(NotBackedUp, match="missing"):
        take(coop, tmp_path / "backups", now=NOW)
    assert backups_in(tmp_path / "backups") == []
    assert not list((tmp_path / "backups").glob(".*.part"))


@pytest.mark.parametrize("where", ["taken", "away"])
def test_a_server_that_cannot_be_used_leaves_neither_folder_nor_schema(
    coop: Folder, tmp_path: Path, place: PostgresPlace, where: str
) -> None:
    """Goal: all or nothing. Method: a schema that is there; a server that does not answer."""
    backup = take(coop, tmp_path / "backups", now=NOW)
    before, there = schemas(place), verify(coop.path).root
    wanted = place if where == "taken" else PostgresPlace("postgresql://who@127.0.0.1:9/coop")
    with pytest.raises(DatabaseRefused, match="there already|cannot be reached"):
        restore(backup.path, tmp_path / "new", place=wanted)
    assert [path.name for path in tmp_path.iterdir() if "new" in path.name] == []
    assert schemas(place) == before
    assert verify(coop.path).root == there


@pytest.mark.parametrize("point", ["refill", "finish"])
def test_a_restore_killed_on_its_way_to_a_server_is_cleared_by_the_next(
    coop: Folder, tmp_path: Path, places: Places, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    """Goal: a crash can be repeated. Method: die with half a schema, or before its last note."""
    backup, wanted = take(coop, tmp_path / "backups", now=NOW), places()
    with monkeypatch.context() as patch:
        if point == "refill":
            patch.setattr(moving, "refill", die_here)
        else:
            patch.setattr(restoring, "finish_on_server", die_here)
        assert killed_while(
            lambda: restore(backup.path, tmp_path / "new", place=wanted), after_s=60
        )
    assert wanted.schema in schemas(wanted)
    if point == "refill":
        assert not (tmp_path / "new").exists()
        restore(backup.path, tmp_path / "new", place=wanted)
    assert verify(tmp_path / "new").differences == ()
    assert list(tmp_path.glob(".new*")) == []


def test_a_killed_backup_of_a_server_leaves_nothing_that_looks_whole(
    coop: Folder, tmp_path: Path
) -> None:
    """Goal: no half. Method: kill -9 at random moments; each backup that is there restores."""
    chance, killed, to = random.Random(7), 0, tmp_path / "backups"
    take(coop, to, now=NOW)  # the empty databases are made once in a process
    for number in range(ROUNDS):
        killed += killed_while(
            lambda number=number: take(coop, to, now=NOW + number),  # type: ignore[misc]
            after_s=chance.uniform(0.01, 0.3),
        )
    assert killed, "the kills came too late"
    last = take(coop, to, now=NOW + 99)
    assert not list(to.glob(".*.part"))
    assert restore(last.path, tmp_path / "new").report.differences == ()


def test_tables_of_an_older_release_on_a_server_are_found_and_made_anew(
    coop: Folder, tmp_path: Path
) -> None:
    """Goal: one command on both stores. Method: lose a table, an index and a guard; upgrade."""
    assert plan_of(coop) == Plan((), ())
    sql(coop, "DROP TABLE labour_pulse_row", "ALTER TABLE members_member ADD COLUMN nickname text")
    found = plan_of(coop).books
    assert any(name.startswith("labour_pulse_row") for name in found)
    assert "members_member.nickname" in found
    assert any("guard" in name for name in found)
    done = upgrade(coop, backups=tmp_path / "backups", now=NOW)
    assert done.backup is not None
    assert (done.report.differences, plan_of(coop)) == ((), Plan((), ()))
    write_on(coop)
    assert_tables_equal_replay(coop.path)
    with closing(open_books(coop)) as database, pytest.raises(Exception, match="guard"):
        database.execute("DELETE FROM record_entry")


def test_a_change_of_the_key_that_is_killed_on_a_server_is_finished_by_the_next(
    coop: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: a key that works, always. Method: die behind the entry; run it again; back up, restore."""
    old = coop.log_key.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(rotating, "publish", die_here)
        assert killed_while(lambda: _rotated(coop, "first"), after_s=60)
    _rotated(coop, "second")
    assert coop.log_key.read_bytes() != old
    assert [path.name for path in coop.keys.glob("*.pem")] == ["log.pem"]
    write_on(coop)
    assert verify(coop.path).differences == ()
    backup = take(coop, tmp_path / "backups", now=NOW, with_keys=True)
    done = restore(backup.path, tmp_path / "new", published=str(coop.public), keys=backup.keys)
    assert done.report.differences == ()
    write_on(Folder(tmp_path / "new"), "ben")


def _rotated(coop: Folder, seed: str) -> None:
    with closing(Desk(coop, seeded_ports(seed, at=NOW))) as desk:
        answer = rotating.rotate(desk, actor="ana")
    assert not isinstance(answer, Refusal), str(answer)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('[database]\nurl = "postgresql://h/d"\n', ""),
        ('[mail]\nhost = "m"\n\n[database]\nurl = "postgresql://h/d"\nschema = "x"\n[bank]\n',
         '[mail]\nhost = "m"\n\n[bank]\n'),
        ('[database] # ours\nurl = "postgresql://h/d"\n[portal]\n', "[portal]\n"),
    ],
)  # fmt: skip
def test_a_server_is_taken_out_of_settings_and_the_rest_stays(
    tmp_path: Path, text: str, left: str
) -> None:
    """Goal: a restored folder never writes to the old server. Method: texts, before and after."""
    (tmp_path / "settings.toml").write_text(text)
    assert leave_server(Folder(tmp_path)) is not None
    assert (tmp_path / "settings.toml").read_text() == left
    assert leave_server(Folder(tmp_path)) is None


@pytest.mark.parametrize(
    "text",
    ['database.url = "postgresql://h/d"\n', '[ database ]\nurl = "postgresql://h/d"\n',
     'database = {url = "postgresql://h/d"}\n'],
)  # fmt: skip
def test_settings_that_cannot_be_taken_apart_are_left_and_said_so(
    tmp_path: Path, text: str
) -> None:
    """Goal: no guess. Method: other ways of writing the part; the file stays as it was."""
    (tmp_path / "settings.toml").write_text(text)
    with pytest.raises(SettingsRefused, match="line of its own"):
        leave_server(Folder(tmp_path))
    assert (tmp_path / "settings.toml").read_text() == text


def test_the_commands_take_a_co_operative_to_a_server_and_say_what_they_left(
    coop: Folder, tmp_path: Path, places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: the whole way at the keyboard. Method: back up, restore twice, a slip in the address."""
    to, wanted = tmp_path / "backups", places()
    assert run(["backup", "--folder", str(coop.path), "--to", str(to)]) == 0
    path = str(backups_in(to)[0].path)
    new = ["--database", wanted.url, "--schema", wanted.schema]
    assert run(["restore", path, str(tmp_path / "new"), *new]) == 0
    assert run(["verify", str(tmp_path / "new")]) == 0
    capsys.readouterr()
    assert run(["restore", path, str(tmp_path / "drill")]) == 0
    assert "auzolan.db now, no longer at postgresql://" in capsys.readouterr().err
    assert run(["restore", path, str(tmp_path / "slip"), "--database", "mysql://h/d"]) == 2
    assert run(["restore", path, str(tmp_path / "slip"), *new]) == 4
    assert not (tmp_path / "slip").exists()
