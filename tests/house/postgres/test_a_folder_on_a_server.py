"""A co-operative whose books lie on a server: founded, served, verified, tampered with, rebuilt."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from auzolan.audit.deployment import PostgresPlace, SettingsRefused, postgres_place_of
from auzolan.audit.folder import Folder
from auzolan.audit.verify import CannotVerify, verify
from auzolan.charter.acts import Seat
from auzolan.charter.presets import founding_charter
from auzolan.house.desk import Desk, DeskStopped
from auzolan.house.doors.cli import run
from auzolan.house.founding import Founding, NotFounded, found_on_server
from auzolan.house.rebuilding import NotRebuilt, rebuild
from auzolan.house.rooms.record.flows import publish
from auzolan.house.storage.database import DatabaseRefused, open_books
from support.house import accepted, admission, found, seeded_ports
from support.replay import assert_tables_equal_replay
from support.tampering import drop_guards_of_schema

INIT = ("--name", "Bide", "--origin", "bide.example/1", "--founder", "Ane", "--founder", "Jon")


def sql(folder: Folder, *texts: str) -> None:
    """Change a schema behind everybody's back, as its owner can."""
    place = postgres_place_of(folder)
    assert place is not None
    with closing(open_books(folder)) as database:
        drop_guards_of_schema(database, place.schema)
        for text in texts:
            database.execute(text)


def programs(*words: str) -> None:
    """Run one of the server's own programs."""
    if shutil.which(words[0]) is None:
        pytest.skip(f"there is no {words[0]} here")
    subprocess.run(words, check=True, capture_output=True)


def schemas(place: PostgresPlace) -> set[str]:
    """The schemas on a server that are ours."""
    import psycopg

    with psycopg.connect(place.url) as other:
        rows = other.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'coop%'")
        return {name for (name,) in rows}


def test_a_co_operative_is_founded_on_a_server_and_verified_by_one_command(
    tmp_path: Path, place: PostgresPlace, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: same commands, other store. Method: init, admit, statement, verify, public verify."""
    coop = tmp_path / "coop"
    words = ["init", str(coop), *INIT, "--database", place.url, "--schema", place.schema]
    assert run(words) == 0
    assert not (coop / "auzolan.db").exists()
    assert (coop / "settings.toml").stat().st_mode & 0o777 == 0o600
    assert not list(coop.glob("*token*"))
    assert run(["members", "admit", "m003", "--name", "Eve", "--as", "m001",
                "--folder", str(coop), "--yes"]) in {0, 2}  # fmt: skip
    assert run(["members", "list", "--folder", str(coop), "--json"]) == 0
    capsys.readouterr()
    assert run(["verify", str(coop), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["level"], report["differences"]) == ("auditor", [])
    assert run(["verify", str(coop / "public"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["root"] == report["root"]


def test_pages_read_the_books_on_the_server_and_can_write_nothing_there(
    tmp_path: Path, place: PostgresPlace
) -> None:
    """Goal: the portal shows the same rows. Method: a query by Django; then a try to write."""
    found(tmp_path, members=3, place=place).close()
    from auzolan.house.settings import configure

    configure(tmp_path)
    from django.db import DatabaseError, connections

    from auzolan.house.rooms.members.tables import MemberTable

    try:
        assert [row.member for row in MemberTable.objects.order_by("member")] == [
            "m001", "m002", "m003",
        ]  # fmt: skip
        with pytest.raises(DatabaseError, match="read-only"):
            MemberTable.objects.all().delete()
    finally:
        connections.close_all()


def test_a_schema_that_is_there_already_is_left_as_it_is(
    tmp_path: Path, place: PostgresPlace
) -> None:
    """Goal: nobody founds over another. Method: two folders, one schema."""
    first, second = tmp_path / "one", tmp_path / "two"
    assert run(["init", str(first), *INIT, "--database", place.url, "--schema", place.schema]) == 0
    root = verify(first).root
    assert run(["init", str(second), *INIT, "--database", place.url, "--schema", place.schema]) == 4
    assert not second.exists()
    assert verify(first).root == root


def test_a_refused_founding_leaves_no_schema(tmp_path: Path, place: PostgresPlace) -> None:
    """Goal: nothing half-done. Method: seats that name an office nobody knows."""
    founding = Founding(
        "X", "x.demo.invalid", seeded_ports(), founding_charter(), [Seat("wizard", "m001")], "2025"
    )
    before = schemas(place)
    with pytest.raises(NotFounded):
        found_on_server(tmp_path / "coop", founding, place)
    assert schemas(place) == before
    assert not (tmp_path / "coop").exists()


def test_a_founding_that_was_killed_is_cleared_with_its_schema_and_no_other(
    tmp_path: Path, place: PostgresPlace
) -> None:
    """Goal: a crash can be repeated. Method: leave what a kill leaves; found again, same schema."""
    from auzolan.house.storage.server import create_on_server

    unfinished = tmp_path / "coop" / ".founding"
    unfinished.mkdir(parents=True)
    create_on_server(Folder(unfinished), place)
    assert place.schema in schemas(place)
    words = ["init", str(tmp_path / "coop"), *INIT, "--database", place.url]
    assert run([*words, "--schema", place.schema]) == 0
    # The same left-over beside a schema that somebody finished: it is not taken away.
    other = tmp_path / "other" / ".founding"
    other.mkdir(parents=True)
    (other / "settings.toml").write_text((tmp_path / "coop" / "settings.toml").read_text())
    (other / "founding.token").write_text("unfinished made up")
    assert run(["init", str(tmp_path / "other"), *INIT]) == 0
    assert verify(tmp_path / "coop").differences == ()


def test_one_amount_changed_on_the_server_is_named(tmp_path: Path, place: PostgresPlace) -> None:
    """Goal: what verify finds in a file it finds on a server. Method: one cent, one row, one entry."""
    with closing(found(tmp_path, members=3, place=place)) as desk:
        publish(desk)
    sql(
        Folder(tmp_path),
        "UPDATE treasury_member_account SET balance = balance + 1 WHERE member = 'm002'",
        "DELETE FROM members_member WHERE member = 'm003'",
        "UPDATE record_entry SET actor = 'mallory' WHERE seq = 2",
        "DELETE FROM treasury_posting WHERE entry = 3",
    )
    accounts = {one.account.split()[0] for one in verify(tmp_path).differences}
    assert {
        "treasury_member_account", "members_member", "record_entry", "treasury_posting",
    } <= accounts  # fmt: skip


def test_tables_that_somebody_changed_on_a_server_are_made_again(
    tmp_path: Path, place: PostgresPlace
) -> None:
    """Goal: the record counts. Method: change rows, rebuild twice, verify, write on."""
    with closing(found(tmp_path, members=3, place=place)) as desk:
        publish(desk)
        sql(
            Folder(tmp_path),
            "UPDATE treasury_account SET balance = 7 WHERE account = 'bank'",
            "DELETE FROM members_member WHERE member = 'm003'",
        )
        made = rebuild(Folder(tmp_path))
        assert (made.entries, made.kept) == (4, f"{place.schema}_before_rebuild_1")
        with pytest.raises(DeskStopped, match="rebuilt or restored"):
            desk.submit([admission("late")])
    assert verify(tmp_path).differences == ()
    with closing(Desk(Folder(tmp_path), seeded_ports("later"))) as desk:
        accepted(desk, admission("late"))
    assert rebuild(Folder(tmp_path)).kept == f"{place.schema}_before_rebuild_2"
    assert assert_tables_equal_replay(tmp_path) == 5
    with closing(open_books(Folder(tmp_path))) as database, pytest.raises(Exception, match="guard"):
        database.execute("DELETE FROM record_entry")


def test_a_record_that_is_damaged_is_not_rebuilt_and_the_old_schema_stands(
    tmp_path: Path, place: PostgresPlace
) -> None:
    """Goal: nothing is guessed. Method: lose an entry; rebuild; the schema is the one it was."""
    found(tmp_path, members=3, place=place).close()
    sql(Folder(tmp_path), "DELETE FROM record_entry WHERE seq = 2")
    with pytest.raises(NotRebuilt, match="missing"):
        rebuild(Folder(tmp_path))
    assert {place.schema, f"{place.schema}_before_rebuild_1"} & schemas(place) == {place.schema}


def test_an_older_backup_of_the_schema_does_not_fork_the_record(
    tmp_path: Path, place: PostgresPlace
) -> None:
    """Goal: what is published stays. Method: pg_dump, go on and publish, restore the dump.

    The copy of the folder that was made together with the dump is whole, and goes on.
    """
    from auzolan.house.publisher import RecordAhead

    coop, copy, dump = tmp_path / "coop", tmp_path / "copy", tmp_path / "books.sql"
    coop.mkdir()
    with closing(found(coop, members=3, place=place)) as desk:
        publish(desk)
        shutil.copytree(coop, copy)
        programs("pg_dump", f"--schema={place.schema}", f"--file={dump}", place.url)
        accepted(desk, admission("late"))
        publish(desk)
    programs("psql", place.url, "--quiet", "-c", f"DROP SCHEMA {place.schema} CASCADE")
    programs("psql", place.url, "--quiet", "--set=ON_ERROR_STOP=1", f"--file={dump}")
    with pytest.raises(RecordAhead, match="older copy"):
        Desk(Folder(coop))
    assert verify(copy).differences == ()
    with closing(Desk(Folder(copy), seeded_ports("after"))) as desk:
        accepted(desk, admission("late"))
    with closing(open_books(Folder(copy))) as database, pytest.raises(Exception, match="guard"):
        database.execute("DELETE FROM record_entry")


def test_a_server_that_is_gone_is_said_so_without_its_password(tmp_path: Path) -> None:
    """Goal: words, no secret. Method: an address where nobody listens, with a password in it."""
    text = '[database]\nurl = "postgresql://auzolan:hunter2@127.0.0.1:9/coop"\n'
    (tmp_path / "settings.toml").write_text(text)
    with pytest.raises(DatabaseRefused, match="cannot be reached") as caught:
        open_books(Folder(tmp_path))
    assert "hunter2" not in str(caught.value)
    assert "auzolan@127.0.0.1:9/coop" in str(caught.value)
    with pytest.raises(CannotVerify, match="cannot be reached"):
        verify(tmp_path)


def test_an_empty_schema_is_no_co_operative(tmp_path: Path, place: PostgresPlace) -> None:
    """Goal: no books are made up. Method: name a schema that nobody made."""
    (tmp_path / "settings.toml").write_text(
        f'[database]\nurl = "{place.url}"\nschema = "coop_no"\n'
    )
    with pytest.raises(DatabaseRefused, match="holds no record"):
        Desk(Folder(tmp_path))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[database", "Expected"),
        ("[database]\n", "url"),
        ("[database]\nurl = 5\n", "texts"),
        ('[database]\nurl = "mysql://x/y"\n', "postgresql://"),
        ('[database]\nurl = "postgresql://host"\n', "postgresql://"),
        ('[database]\nurl = "postgresql://h/d"\nschema = "Big; DROP"\n', "small letters"),
        ('[database]\nurl = "postgresql://h/d"\nschema = "pg_temp"\n', "pg_"),
        ('[database]\nurl = "postgresql://h/d"\npool = "9"\n', "nothing else"),
        ("[rules]\nreserve = 20\n", "knows the parts bank, database, mail, portal"),
        ("#" * 70_000, "longer"),
    ],
)
def test_settings_that_say_what_they_cannot_say_are_refused(
    tmp_path: Path, text: str, said: str
) -> None:
    """Goal: no setting is guessed at. Method: one wrong text after the other."""
    (tmp_path / "settings.toml").write_text(text)
    with pytest.raises(SettingsRefused, match=said):
        postgres_place_of(Folder(tmp_path))


def test_a_place_is_written_as_it_is_read(tmp_path: Path) -> None:
    """Goal: init and desk agree. Method: an address with every awkward sign, there and back."""
    from auzolan.audit.deployment import settings_text

    place = PostgresPlace('postgresql://a"b\\c:d%20e@h:5432/coop?sslmode=require', "coop_1")
    (tmp_path / "settings.toml").write_text(settings_text(place))
    assert postgres_place_of(Folder(tmp_path)) == place
    with pytest.raises(SettingsRefused, match="control"):
        settings_text(PostgresPlace("postgresql://h/d\x07"))


def test_without_the_driver_the_command_says_what_to_install(
    tmp_path: Path, place: PostgresPlace
) -> None:
    """Goal: a remedy, no trace. Method: a process in which psycopg cannot be imported."""
    found(tmp_path, place=place).close()
    text = (
        "import sys; sys.modules['psycopg'] = None; from auzolan.house.doors.cli import run; "
        f"sys.exit(run(['verify', {str(tmp_path)!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
    assert done.returncode == 4
    assert "auzolan[postgres]" in done.stderr


def test_several_co_operatives_share_a_database_and_see_nothing_of_each_other(
    tmp_path: Path, places: Callable[[], PostgresPlace]
) -> None:
    """Goal: one schema, one co-operative. Method: two in one database, different members."""
    for name, members in (("one", 2), ("two", 3)):
        (tmp_path / name).mkdir()
        found(tmp_path / name, members=members, place=places()).close()
    assert assert_tables_equal_replay(tmp_path / "one") == 3
    assert assert_tables_equal_replay(tmp_path / "two") == 4
