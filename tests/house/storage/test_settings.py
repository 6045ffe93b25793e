"""Opening a folder for Django."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError, connections

from auzolan.house.settings import configure, folder_in_use
from auzolan.house.storage.database import create_database


def test_importing_the_house_and_its_books_loads_no_django() -> None:
    """Goal: the command line answers at once. Method: a new interpreter looks at its modules."""
    program = (
        "import sys, auzolan.house, auzolan.house.storage.books, auzolan.house.storage.database; "
        "print('django' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "False"


def test_the_same_folder_is_configured_twice_without_effect(folder: Path) -> None:
    """Goal: every door may configure. Method: an open connection survives the second call."""
    configure(folder)
    connections["default"].ensure_connection()
    held = connections["default"].connection
    configure(folder)
    assert connections["default"].connection is held
    assert folder_in_use() == folder.resolve()
    connections.close_all()


def test_a_second_folder_is_read_after_it_is_configured(tmp_path: Path) -> None:
    """Goal: tests open many folders. Method: ask each connection for its file."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        create_database(tmp_path / name)
        configure(tmp_path / name)
        for alias, file in (("default", "auzolan.db"), ("plain", "plain.db")):
            with connections[alias].cursor() as cursor:
                found = cursor.execute("PRAGMA database_list").fetchone()[2]
            assert Path(found) == (tmp_path / name / file).resolve()
    connections.close_all()


def test_making_another_database_leaves_the_configured_folder_alone(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Goal: `init` beside a running portal. Method: empty the cache, make one, look again."""
    from auzolan.house.storage import database

    configure(folder)
    database._empty_databases.cache_clear()
    create_database(tmp_path_factory.mktemp("other"))
    assert folder_in_use() == folder.resolve()


def test_no_page_can_write_the_books(folder: Path) -> None:
    """Goal: the desk is the only way in. Method: write through Django; SQLite refuses."""
    configure(folder)
    from auzolan.house.rooms.members.tables import MemberTable

    with pytest.raises(OperationalError, match="readonly"):
        MemberTable(member="eve", standing="active", since=1, entry=1).save(force_insert=True)
    assert MemberTable.objects.count() == 0
    connections.close_all()


def test_sessions_are_written_beside_the_books(folder: Path) -> None:
    """Goal: a login is no act. Method: save a session, find it in the plain file alone."""
    configure(folder)
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    Session(session_key="k", session_data="d", expire_date=timezone.now()).save()
    assert Session.objects.using("plain").count() == 1
    connections.close_all()
