"""The desk on a real server: strangers beside it, lost connections, killed processes, bad servers."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from auzolan.audit.deployment import PostgresPlace
from auzolan.audit.folder import Folder
from auzolan.charter.acts import Found, Seat
from auzolan.charter.texts import release_texts
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk, DeskStopped
from auzolan.house.ports import Ports, SeededChance
from auzolan.house.storage.books import TableBooks
from auzolan.house.storage.database import DatabaseRefused, open_books
from auzolan.house.storage.log import Log
from auzolan.house.submission import Receipt, Submission
from auzolan.treasury.state import Posting
from house.desk.test_crashes import in_child, lines_of
from house.desk.test_gathering import clients_at_once
from support.house import ORIGIN, accepted, admission, found, seeded_ports
from support.plain_charter import plain_charter
from support.replay import assert_tables_equal_replay

psycopg = pytest.importorskip("psycopg")

ROUNDS = int(os.environ.get("AUZOLAN_CRASH_ROUNDS_SERVER", "8"))


@contextmanager
def stranger(place: PostgresPlace) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Somebody else's connection to the same schema."""
    with psycopg.connect(place.url, autocommit=True) as other:
        other.execute(f"SET search_path TO {place.schema}")
        yield other


def test_a_transaction_that_cannot_be_put_in_order_is_tried_again(
    tmp_path: Path, place: PostgresPlace
) -> None:
    """Goal: serializable, with retries. Method: a stranger reads what we write, writes what we read."""
    found(tmp_path, place=place).close()
    steps: list[str] = []
    ports = seeded_ports("retry")
    with stranger(place) as other:

        def clock() -> int:
            """The desk asks for the time within its transaction, after its first reading."""
            if not steps:
                other.execute("BEGIN ISOLATION LEVEL SERIALIZABLE")
                other.execute("SELECT * FROM record_head").fetchall()
                other.execute("UPDATE record_log_key SET vkey = vkey")
                other.execute("COMMIT")
            steps.append("asked")
            return ports.clock()

        with closing(Desk(Folder(tmp_path), Ports(clock, SeededChance("retry")))) as desk:  # type: ignore[arg-type]
            (receipt,) = accepted(desk, admission("ana"))
    assert receipt.seq == 1
    assert len(steps) == 2, "the first try was undone by the server"
    assert assert_tables_equal_replay(tmp_path) == 2


@pytest.mark.parametrize("rows", [1, 500])
def test_a_row_that_is_not_new_after_all_stops_the_desk_and_writes_nothing(
    tmp_path: Path, place: PostgresPlace, rows: int
) -> None:
    """Goal: `add` is a promise. Method: a pair of postings that stand already, alone and copied."""
    found(tmp_path, members=1, place=place).close()
    with closing(open_books(Folder(tmp_path))) as database:
        (there,) = TableBooks(database).rows(Posting)[:1]
        books = TableBooks(database)
        for number in range(rows):
            books.add(replace(there, entry=there.entry + 10 + number))
        books.add(there)
        database.begin()
        with pytest.raises(AssertionError, match="is not new"), database.together():
            books.flush()
        database.rollback()
    assert assert_tables_equal_replay(tmp_path) == 2


def test_a_desk_that_must_wait_too_long_says_that_it_is_busy(
    tmp_path: Path, place: PostgresPlace
) -> None:
    """Goal: one writer, also across machines. Method: a stranger holds the head, as a desk does."""
    with closing(found(tmp_path, place=place)) as desk, stranger(place) as other:
        desk._db.execute("SET lock_timeout = '50ms'")
        other.execute("BEGIN; LOCK TABLE record_head IN EXCLUSIVE MODE")
        answer = desk.submit([admission("ana")])[0]
        assert isinstance(answer, Refusal)
        assert answer.code == "desk.busy"
        other.execute("ROLLBACK")
        accepted(desk, admission("ana"))


def test_a_desk_whose_connection_was_cut_goes_on_with_a_new_one(
    tmp_path: Path, place: PostgresPlace
) -> None:
    """Goal: a restart of the server costs one answer. Method: cut the connection between calls."""
    with closing(found(tmp_path, place=place)) as desk, stranger(place) as other:
        cut_all(other)
        with pytest.raises(DeskStopped, match="Nothing was written"):
            desk.submit([admission("ana")])
        assert accepted(desk, admission("ana"))[0].seq == 1
        assert assert_tables_equal_replay(tmp_path) == 2


def test_a_commit_whose_answer_was_lost_is_asked_about_and_never_doubled(
    tmp_path: Path, place: PostgresPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: no doubt stays. Method: the wire breaks before the commit, and after it."""
    with closing(found(tmp_path, place=place)) as desk, stranger(place) as other:
        commit = desk._db.commit
        breaks = ["before"]

        def broken() -> None:
            when = breaks.pop(0) if breaks else "never"
            if when == "after":
                desk._db._connection.execute(b"COMMIT")  # type: ignore[attr-defined]
            if when != "never":
                cut_all(other)
            commit()

        monkeypatch.setattr(desk._db, "commit", broken)
        (first,) = accepted(desk, admission("ana"))
        assert (first.seq, first.repeated) == (1, False)
        breaks.append("after")
        (second,) = accepted(desk, admission("ben"))
        assert (second.seq, second.repeated) == (2, True)
        assert assert_tables_equal_replay(tmp_path) == 3


def cut_all(other: psycopg.Connection[tuple[object, ...]]) -> None:
    """End every other connection to this server, as a restart would."""
    other.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND application_name = 'auzolan'"
    )


def test_sixteen_clients_at_one_desk_on_a_server_lose_and_double_nothing(
    tmp_path: Path, place: PostgresPlace
) -> None:
    """Goal: group commit on a server. Method: sixteen threads, equal ids among them; replay."""
    with closing(found(tmp_path, place=place)) as desk:
        answers = clients_at_once(desk, 4)
        fresh = [one.seq for one in answers if isinstance(one, Receipt) and not one.repeated]
        assert all(isinstance(one, Receipt) for one in answers)
        assert sorted(fresh) == list(range(1, len(fresh) + 1))
        assert assert_tables_equal_replay(tmp_path) == len(fresh) + 1


def test_two_desks_of_one_folder_take_turns(tmp_path: Path, place: PostgresPlace) -> None:
    """Goal: one line of numbers. Method: two desks, as two processes have, written in turns."""
    with (
        closing(found(tmp_path, place=place)) as one,
        closing(Desk(Folder(tmp_path), seeded_ports("other"))) as other,
    ):

        def client(desk: Desk, name: str) -> list[int]:
            return [accepted(desk, admission(f"{name}{n}"))[0].seq for n in range(10)]

        with ThreadPoolExecutor(2) as pool:
            futures = [pool.submit(client, one, "a"), pool.submit(client, other, "b")]
            seqs = [seq for future in futures for seq in future.result()]
    assert sorted(seqs) == list(range(1, 21))
    assert assert_tables_equal_replay(tmp_path) == 21


def test_nothing_acknowledged_is_lost_when_a_process_that_writes_is_killed(
    tmp_path: Path, place: PostgresPlace
) -> None:
    """Goal: receipt means durable. Method: kill -9 at random moments, one folder, many rounds."""
    found(tmp_path, place=place).close()
    chance = random.Random(20_261_121)
    acknowledged: dict[str, int] = {}

    def write(round_number: int) -> Callable[[int], None]:
        def work(writing: int) -> None:
            desk = Desk(Folder(tmp_path), seeded_ports(f"r{round_number}"))
            for number in range(100_000):
                size = 1 if number % 3 else 5
                names = [f"r{round_number}-{number}-{place}" for place in range(size)]
                for receipt in accepted(desk, *map(admission, names)):
                    os.write(writing, f"{receipt.id} {receipt.seq}\n".encode())

        return work

    for round_number in range(ROUNDS):
        process, reading = in_child(write(round_number))
        time.sleep(chance.uniform(0.15, 0.5))
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        for line in lines_of(reading):
            identity, seq = line.split()
            acknowledged[identity] = int(seq)
        with closing(open_books(Folder(tmp_path))) as database:
            assert Log(database).known(list(acknowledged)) == acknowledged
    assert assert_tables_equal_replay(tmp_path) > len(acknowledged) > ROUNDS


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
def test_a_server_that_does_not_wait_for_the_disk_is_refused(
    tmp_path: Path, place: PostgresPlace, setting: str
) -> None:
    """Goal: durable on return. Method: switch the promise off for a moment; open the folder."""
    found(tmp_path, place=place).close()
    with stranger(place) as other:
        other.execute(f"ALTER SYSTEM SET {setting} = off")
        try:
            _reload(other, setting, "off")
            with pytest.raises(DatabaseRefused, match="fsync or full_page_writes off"):
                Desk(Folder(tmp_path))
        finally:
            other.execute(f"ALTER SYSTEM RESET {setting}")
            _reload(other, setting, "on")


def _reload(other: psycopg.Connection[tuple[object, ...]], setting: str, wanted: str) -> None:
    other.execute("SELECT pg_reload_conf()")
    for _ in range(200):
        if other.execute(f"SHOW {setting}").fetchone() == (wanted,):
            return
        time.sleep(0.01)
    raise AssertionError(f"{setting} did not become {wanted}")


def test_a_database_that_writes_or_sorts_otherwise_is_refused(
    tmp_path: Path, place: PostgresPlace
) -> None:
    """Goal: texts mean the same. Method: a database of another encoding on the same server."""
    with stranger(place) as other:
        other.execute("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    latin = PostgresPlace(place.url.replace("/postgres?", "/latin?"), place.schema)
    with pytest.raises(DatabaseRefused, match="LATIN1.*createdb"):
        found(tmp_path, place=latin)


def test_a_text_with_the_sign_zero_is_refused_before_any_store_sees_it(
    tmp_path: Path, place: PostgresPlace
) -> None:
    """Goal: what one store cannot hold, none takes. Method: U+0000 in a founding's key, on both.

    A backslash before the letters u0000 is another text, and is taken as far as the rules.
    """
    charter, seats = plain_charter(), (Seat("secretary", "m001"),)
    for number, where in enumerate([None, place]):
        folder = tmp_path / str(number)
        folder.mkdir()
        with closing(found(folder, members=2, place=where)) as desk:
            for text, is_zero in (("a\x00b", True), ("a\\u0000b", False)):
                act = Found("", ORIGIN, "x" * 20 + text, charter, seats, "p", release_texts())
                name = f"again-{is_zero}".lower()
                answer = desk.submit([Submission(name, "operator", act, {"name": "x"})])[0]
                assert isinstance(answer, Refusal)
                assert ("U+0000" in answer.because) == is_zero, str(answer)
