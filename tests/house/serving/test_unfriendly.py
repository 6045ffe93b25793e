"""Serving under people who wish it ill and machines that fail: nothing free, nothing twice, nothing told."""

from __future__ import annotations

import io
import json
import os
import shutil
import socket
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.lock import DeskBusy
from auzolan.house.rooms.licensing import life_flows
from auzolan.house.rooms.record.flows import publish
from auzolan.house.serving import server
from auzolan.house.serving.api import Api
from auzolan.house.serving.journal import Answered, Journal
from auzolan.house.serving.segments import Cut, cut
from auzolan.house.serving.server import House
from auzolan.house.storage.database import DatabaseRefused
from house.serving.served import Served, Till, question
from house.serving.test_segments import call_some, cut_now, recorded_calls
from house.small_desk import accepted


def backed_up(served: Served, to: Path) -> Path:
    """The meter as a backup holds it now."""
    with (
        closing(sqlite3.connect(served.folder.meter)) as meter,
        closing(sqlite3.connect(to)) as old,
    ):
        meter.backup(old)
    return to


def restored(served: Served, old: Path) -> None:
    """Put an older meter in the place of the newer one."""
    for suffix in ("-wal", "-shm"):
        Path(f"{served.folder.meter}{suffix}").unlink(missing_ok=True)
    shutil.copyfile(old, served.folder.meter)


@pytest.mark.parametrize(("before", "after"), [(1, 0), (3, 0), (2, 2)])
def test_a_meter_restored_from_a_backup_enters_no_use_twice(
    served: Served, tmp_path: Path, before: int, after: int
) -> None:
    """Goal: no use twice, and the next one is entered. Method: restore the meter of before a cut."""
    till = Till(served)
    call_some(till, before)
    old = backed_up(served, tmp_path / "old.db")
    served.pass_ms(1_000)
    call_some(till, after, start=before)
    till.close()
    cut_now(served)
    restored(served, old)
    assert cut_now(served).receipts == ()
    served.pass_ms(1_000)
    till = Till(served)
    again = till.ask("q0", body=question(0))
    assert isinstance(again, Answered)
    assert again.segment == 1
    call_some(till, 1, start=100)
    till.close()
    assert len(cut_now(served).receipts) == 1
    found = recorded_calls(served)
    assert set(found.values()) == {1}
    assert found.total() == before + after + 1


def test_a_meter_that_was_lost_whole_holds_up_no_later_use(served: Served, tmp_path: Path) -> None:
    """Goal: the house goes on. Method: lose the file, answer one call, cut."""
    till = Till(served)
    call_some(till, 2)
    till.close()
    cut_now(served)
    restored(served, backed_up(served, tmp_path / "gone.db"))
    with closing(sqlite3.connect(served.folder.meter)) as meter, meter:
        meter.execute("DELETE FROM answered")
    served.pass_ms(1_000)
    till = Till(served)
    call_some(till, 1, start=7)
    till.close()
    assert len(cut_now(served).receipts) == 1
    assert recorded_calls(served).total() == 3


def test_a_revoked_key_opens_no_use(till: Till, served: Served) -> None:
    """Goal: a leaked key is dead for looking too. Method: look a use up before and after."""
    (one,) = call_some(till, 1)
    digest = life_flows.key_digest(served.key)
    assert isinstance(till.calls.known(digest, one.call), Answered)
    accepted(life_flows.revoke_key(served.desk, actor="joe", key="key-dairy-1"))
    found = till.calls.known(digest, one.call)
    assert isinstance(found, Refusal)
    assert found.code == "licensing.key_unknown"
    # Nor does it learn which model the licence is for, or whether a name was used.
    for asked in (
        till.ask("q0", model="other"),
        till.ask("q0", body=question(5)),
    ):
        assert isinstance(asked, Refusal)
        assert asked.code == "licensing.key_unknown"
        assert "yogurt" not in str(asked)


def said_by(api: Api, key: str, path: str = "/api/models/yogurt-1/answer") -> tuple[str, str]:
    """One call without a server; status and body as text."""
    body = question(0)
    told: list[str] = []
    environ = {
        "PATH_INFO": path, "REQUEST_METHOD": "POST", "HTTP_AUTHORIZATION": f"Bearer {key}",
        "HTTP_IDEMPOTENCY_KEY": "n1", "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body),
    }  # fmt: skip
    said = b"".join(api(environ, lambda status, _: told.append(status)))
    return told[0], said.decode()


def test_what_fails_in_the_house_is_no_word_to_a_licensee(
    till: Till, served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    """Goal: 503 in JSON, and no path or key in it. Method: take files away; put them back."""
    api = Api(till.calls)
    aside = served.folder.path.with_name("aside")
    for taken in (served.folder.models, served.folder.database):
        taken.rename(aside)
        status, said = said_by(api, served.key)
        assert status == "503 Service Unavailable"
        assert json.loads(said)["code"] == "serving.stopped"
        assert "/" not in json.loads(said)["because"]
        aside.rename(taken)
        assert said_by(api, served.key)[0] == "200 OK"
    assert served.key not in caplog.text
    assert life_flows.key_digest(served.key) not in caplog.text


@pytest.mark.parametrize("fault", [DeskBusy("b"), DatabaseRefused("d"), sqlite3.Error("s")])
def test_the_cutter_outlives_every_failure(
    served: Served, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """Goal: calls go on being recorded. Method: fail its publishing once; the next cut works."""
    monkeypatch.setattr(server, "SEGMENT_ROWS_MAX", 1)
    told: list[str] = []
    failed, done = threading.Event(), threading.Event()

    def fails_once(desk: Desk) -> object:
        if not failed.is_set():
            failed.set()
            raise fault
        done.set()
        return publish(desk)

    def whole(desk: object, **more: object) -> Cut | Refusal:
        return cut(desk, **{**more, "whole_only": False})  # type: ignore[arg-type]

    monkeypatch.setattr(server, "publish", fails_once)
    monkeypatch.setattr(server, "cut", whole)
    with House(served.folder, "eve", say=told.append, ports=served.small.ports) as house:
        assert said_by(house.api, served.key)[0] == "200 OK"
        assert failed.wait(10)
        till = Till(served)
        call_some(till, 1, start=9)
        till.close()
        house._count("dairy")
        assert done.wait(10)
    assert recorded_calls(served).total() == 2
    assert len(told) == 1


def test_questions_of_a_licence_that_nobody_calls_are_forgotten_too(
    till: Till, served: Served
) -> None:
    """Goal: a month, as promised, also after the last call. Method: record, wait, open a house."""
    secret = "9.9"
    brand = question(0, price_dannon=secret)
    assert isinstance(till.ask("q", body=brand), Answered)
    cut_now(served)
    served.pass_ms(31 * DAY_MS)
    till.close()
    with House(served.folder, "eve", say=print, ports=served.small.ports):
        pass
    with closing(Journal(served.folder.meter)) as journal:
        kept = journal.by_request("dairy", "q")
        assert kept is not None
        assert (kept.question, kept.answer, kept.segment) == (None, None, 1)
        assert journal.licences() == []
    with closing(sqlite3.connect(served.folder.meter)) as meter:
        meter.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"price_dannon" not in served.folder.meter.read_bytes()


def test_the_meter_is_for_the_house_alone_whatever_the_machine_allows(served: Served) -> None:
    """Goal: members' shares stay private. Method: the widest umask; read the modes."""
    before = os.umask(0)
    try:
        till = Till(served)
        call_some(till, 1)
        files = list(served.folder.path.glob("meter.db*"))
        modes = {stat.S_IMODE(path.stat().st_mode) for path in files}
        till.close()
    finally:
        os.umask(before)
    assert len(files) == 3
    assert modes == {0o600}


@pytest.mark.parametrize(
    "body",
    [
        b'{"a":' + b"[" * 60_000, b'{"\\ud800":1}', b"\xff", b"{}", b"[]", b"null",
        question(0, price_dannon="1e999999999"), question(0, price_dannon="NaN"),
        question(0, feat_dannon=10**300), question(0, history=["hiland"] * 1_001),
        question(0, history=["\u0000"]), question(0, extra=1),
    ],
)  # fmt: skip
def test_a_question_made_to_do_harm_is_refused_and_not_counted(till: Till, body: bytes) -> None:
    """Goal: bad input costs nobody. Method: too deep, too large, no text, no number."""
    found = till.ask("bad", body=body)
    assert isinstance(found, Refusal)
    assert found.code == "serving.question_malformed"
    assert till.meter.answered("dairy", "bad") is None


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ("Idempotency-Key: other\r\n", 400),
        ("Authorization: Bearer " + "A" * 43 + "\r\n", 401),
        ("Content-Length: 1\r\n", 400),
        ("Content-Length: +5\r\n", 400),
        ("Transfer-Encoding: xchunked\r\n", 501),
        ("Idempotency_Key: other\r\n", 200),
    ],
)
def test_a_header_told_twice_or_two_ways_smuggles_no_call_in(
    served: Served, more: str, status: int
) -> None:
    """Goal: one request is one call. Method: raw bytes with a header too many; count the calls."""
    body = question(0)
    head = (
        "POST /api/models/yogurt-1/answer HTTP/1.1\r\nHost: here\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        f"Authorization: Bearer {served.key}\r\nIdempotency-Key: n1\r\n{more}\r\n"
    )
    with House(served.folder, "eve", say=print, ports=served.small.ports) as house:
        listening = server.listen(house.api, "127.0.0.1", 0)
        running = threading.Thread(target=listening.run, daemon=True)
        running.start()
        with socket.create_connection(("127.0.0.1", listening.effective_port), 10) as line:
            line.sendall(head.encode() + body)
            said = b""
            while more_said := line.recv(65_536):
                said += more_said
        server.stop(listening)
        running.join(10)
    assert int(said.split(b" ", 2)[1]) == status
    assert said.count(b"HTTP/1.") == 1
    with closing(Journal(served.folder.meter)) as journal:
        assert journal.count_in("dairy", 0) == (status == 200)
