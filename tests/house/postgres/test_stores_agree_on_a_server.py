"""The second store on a real server gives what memory and SQLite give: walks, stories, years."""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings

from auzolan.audit.deployment import PostgresPlace
from auzolan.foundation.tables import table_name
from auzolan.house.storage.store import Database
from auzolan.treasury.state import Posting
from house.storage.test_stores_agree import KINDS, TwoStores
from simulation.year import Year
from stories.test_stories import ACTS, CHECKS, ORIGIN, STORIES, ports_of, teller_of, told_in_memory
from support.replay import assert_tables_equal_replay
from support.story_desks import TableDesk, assert_equal_desks
from support.story_teller import tell
from support.story_text import read_story
from support.tampering import drop_guards_of_schema

SEEDS = (1, 2)
DAYS = 120


class TwoStoresOnAServer(TwoStores):
    """The same walk; every one begins in the same schema, emptied."""

    place: PostgresPlace

    def _make(self) -> None:
        with closing(self._open()) as made:
            for kind in {*KINDS, Posting}:
                made.execute(f"TRUNCATE {table_name(kind)}")

    def _remove(self) -> None:
        """Leave the schema to the next walk."""

    def _open(self) -> Database:
        from auzolan.house.storage.postgres import PostgresDatabase

        return PostgresDatabase(self.place)


@pytest.fixture
def few_rows_are_copied(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Send three rows and more by COPY, so that small walks meet both ways of writing."""
    from auzolan.house.storage import postgres

    monkeypatch.setattr(postgres, "COPY_FROM", 3)
    return


@pytest.mark.usefixtures("few_rows_are_copied")
def test_memory_and_a_server_agree_under_random_calls(place: PostgresPlace) -> None:
    """Goal: one logic, two stores. Method: the walk of the first store, on a server."""
    from auzolan.house.storage.making import create_schema
    from auzolan.house.storage.postgres import PostgresDatabase

    create_schema(place, note="for walks")
    with closing(PostgresDatabase(place)) as made:
        drop_guards_of_schema(made, place.schema)
    TwoStoresOnAServer.place = place
    case = TwoStoresOnAServer.TestCase
    case.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
    case().runTest()


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_story_comes_out_equal_in_memory_and_on_a_server(
    path: Path, tmp_path: Path, place: PostgresPlace
) -> None:
    """Goal: stories hold on both stores. Method: one text, equal clock and chance, all compared."""
    story = read_story(path)
    in_memory = told_in_memory(story)
    ports = ports_of()
    desk = TableDesk(tmp_path, ports, ORIGIN, place)
    on_server = tell(story, teller_of(desk, ports), acts=ACTS, checks=CHECKS)
    assert in_memory.told == on_server.told
    assert_equal_desks(in_memory.desk, desk)
    for seq in range(desk.size()):
        assert in_memory.desk.body(seq) == desk.body(seq)
        assert in_memory.desk.openings(seq) == desk.openings(seq)
    assert assert_tables_equal_replay(tmp_path) == desk.size()
    assert not (tmp_path / "auzolan.db").exists()
    desk.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_a_year_of_random_acts_is_equal_in_memory_and_on_a_server(
    seed: int, tmp_path: Path, places: Callable[[], PostgresPlace]
) -> None:
    """Goal: equal under random acts. Method: months of the simulation, its second store a server."""
    year = Year(seed, tmp_path, place=places())
    year.live(days=DAYS)
    assert assert_tables_equal_replay(tmp_path) == year.memory.size()


def test_the_base_install_reads_no_driver() -> None:
    """Goal: no driver without a server. Method: another process imports audit and desk."""
    import subprocess

    text = "import sys, auzolan.audit.verify, auzolan.house.desk; print('psycopg' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
