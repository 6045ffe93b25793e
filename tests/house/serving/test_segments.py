"""Cutting calls into segments: each in exactly one, wherever a stop comes; and what is set aside."""

from __future__ import annotations

import io
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auzolan.audit.verify import verify
from auzolan.house.asking import reading
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.contributions.flows import erase_rows
from auzolan.house.rooms.licensing import life_flows
from auzolan.house.rooms.licensing.use_flows import recorded
from auzolan.house.rooms.record.flows import publish
from auzolan.house.serving import segments, server
from auzolan.house.serving.api import Api
from auzolan.house.serving.journal import OPEN, SET_ASIDE, Answered, Journal
from auzolan.house.serving.segments import Cut, cut
from auzolan.house.serving.server import House
from auzolan.licensing.state import Segment
from auzolan.licensing.use_shares import answer_digest, share_use, shares_digest
from house.serving.served import Served, Till, question
from house.small_desk import accepted, refused


class Stopped(Exception):
    """A crash at a step."""


def call_some(till: Till, count: int, start: int = 0) -> list[Answered]:
    """Answer some calls."""
    found = []
    for number in range(start, start + count):
        one = till.ask(f"q{number}", body=question(number))
        assert isinstance(one, Answered), str(one)
        found.append(one)
    return found


def cut_now(served: Served, **more: object) -> Cut:
    """Cut, and fail on a refusal."""
    done = cut(served.desk, actor="eve", licence="dairy", **more)  # type: ignore[arg-type]
    assert isinstance(done, Cut), str(done)
    return done


def recorded_calls(served: Served) -> Counter[str]:
    """Every call on the record, with how often it stands there."""
    with reading(served.folder) as now:
        numbers = sorted(one.number for one in now.books.find(Segment, licence="dairy"))
    assert numbers == list(range(1, len(numbers) + 1))
    found: Counter[str] = Counter()
    for number in numbers:
        segment = recorded(served.folder, "dairy", number)
        assert segment is not None
        found.update(segment.uses.calls)
    return found


def test_a_segment_holds_what_was_answered(till: Till, served: Served) -> None:
    """Goal: record, meter and licensee agree. Method: open each digest with its salt."""
    calls = call_some(till, 12)
    assert len(cut_now(served).receipts) == 1
    segment = recorded(served.folder, "dairy", 1)
    assert segment is not None
    uses = segment.uses
    assert uses.calls == [one.call for one in calls]
    assert uses.moments == [one.at for one in calls]
    for place, one in enumerate(calls):
        assert one.question is not None
        assert one.answer is not None
        assert uses.answers[place] == answer_digest(one.salt, one.model, one.question, one.answer)
        assert uses.shares[place] == shares_digest(one.call, one.shares, one.shares_salt)
        lines = zip(
            segment.shares.calls, segment.shares.members, segment.shares.amount_micro, strict=True
        )
        assert {who: micro for call, who, micro in lines if call == one.call} == one.shares
    assert served.row().predictions == 12
    assert cut_now(served).receipts == ()
    publish(served.desk)
    assert verify(served.folder.path).differences == ()


@pytest.mark.parametrize("size", [1, 3, 7])
def test_calls_are_cut_into_full_segments(
    till: Till, served: Served, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: segments of a fixed size, the rest waits or follows. Method: small segments."""
    monkeypatch.setattr(segments, "SEGMENT_ROWS_MAX", size)
    calls = call_some(till, 8)
    assert len(cut_now(served, whole_only=True).receipts) == 8 // size
    with closing(Journal(served.folder.meter)) as journal:
        assert len(journal.in_segment("dairy", OPEN)) == 8 % size
    cut_now(served)
    assert recorded_calls(served) == Counter(one.call for one in calls)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["", "planned", "entered"])), max_size=6)
)
def test_a_stop_at_any_step_is_completed_by_asking_again(
    till: Till, served: Served, walk: list[tuple[int, str]]
) -> None:
    """Goal: exactly once. Method: random calls and stops before, between and after both writes."""
    for count, stop in walk:
        with closing(Journal(served.folder.meter)) as journal:
            start = len(recorded_calls(served)) + journal.count_beyond(
                "dairy", served.row().segments
            )
        call_some(till, count, start)

        def reach(step: str, stop: str = stop) -> None:
            if step == stop:
                raise Stopped

        try:
            cut(served.desk, actor="eve", licence="dairy", reached=reach)
        except Stopped:
            continue
    cut_now(served)
    found = recorded_calls(served)
    with closing(sqlite3.connect(served.folder.meter)) as meter:
        names = {call for (call,) in meter.execute("SELECT call FROM answered")}
    assert set(found) == names
    assert max(found.values(), default=1) == 1
    assert served.row().predictions == len(names)


def test_who_may_not_record_records_nothing(till: Till, served: Served) -> None:
    """Goal: a right, not a habit. Method: a member without the office; then the office."""
    call_some(till, 2)
    assert refused(cut(served.desk, actor="ida", licence="dairy")).startswith("charter.")
    assert refused(cut(served.desk, actor="eve", licence="other")) == "licensing.licence_unknown"
    assert len(cut_now(served).receipts) == 1


def test_calls_answered_in_the_moment_of_an_end_are_set_aside(till: Till, served: Served) -> None:
    """Goal: nothing wedges, nobody is charged. Method: a call metered after the revocation's moment."""
    early = call_some(till, 2)
    served.pass_ms(10)
    accepted(life_flows.revoke(served.desk, actor="joe", licence="dairy", reason="breach"))
    with closing(sqlite3.connect(served.folder.meter)) as meter:
        meter.execute(
            "INSERT INTO answered SELECT 99, licence, 'late', body, model, snapshot, ?, ?, fee_micro,"
            " members_micro, question, answer, salt, weights, shares_salt, 0 FROM answered LIMIT 1",
            ("f" * 32, served.clock.at),
        )
        meter.commit()
    done = cut_now(served)
    assert done.set_aside == 1
    assert recorded_calls(served) == Counter(one.call for one in early)
    with closing(Journal(served.folder.meter)) as journal:
        assert [one.call for one in journal.in_segment("dairy", SET_ASIDE)] == ["f" * 32]


def test_an_amended_part_shares_waiting_calls_anew(till: Till, served: Served) -> None:
    """Goal: the charter of the entry decides the part. Method: meter under another part, then cut."""
    one = call_some(till, 1)[0]
    with closing(sqlite3.connect(served.folder.meter)) as meter:
        meter.execute("UPDATE answered SET members_micro = 0")
        meter.commit()
    cut_now(served)
    segment = recorded(served.folder, "dairy", 1)
    assert segment is not None
    assert segment.uses.members_micro == [one.members_micro]
    assert sum(segment.shares.amount_micro) == one.members_micro
    assert share_use(one.members_micro, one.weights, ()) == one.shares


def test_a_record_restored_from_long_ago_is_seen(till: Till, served: Served) -> None:
    """Goal: no number is given twice. Method: a meter that is two segments ahead."""
    call_some(till, 2)
    with closing(sqlite3.connect(served.folder.meter)) as meter:
        meter.execute("UPDATE answered SET segment = 2 WHERE id = 1")
        meter.commit()
    assert refused(cut(served.desk, actor="eve", licence="dairy")) == "serving.record_behind_meter"


def test_questions_are_forgotten_after_their_days(till: Till, served: Served) -> None:
    """Goal: licensees' questions are not kept for ever. Method: a month and a day; recorded only."""
    call_some(till, 2)
    cut_now(served)
    served.pass_ms((segments.QUESTION_DAYS * 24 + 1) * 3_600_000)
    call_some(till, 1, 2)
    cut_now(served)
    with closing(Journal(served.folder.meter)) as journal:
        old, new = journal.in_segment("dairy", 1), journal.in_segment("dairy", 2)
    assert [one.question for one in old] == [None, None]
    assert new[0].question == question(2)
    assert refused(till.ask("q0", body=question(0))) == "serving.answer_forgotten"


def test_a_server_records_full_segments_by_itself(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: nobody has to remember. Method: small segments, calls through the house, and a restart."""
    monkeypatch.setattr(segments, "SEGMENT_ROWS_MAX", 4)
    monkeypatch.setattr(server, "SEGMENT_ROWS_MAX", 4)
    said: list[str] = []
    with House(served.folder, "eve", say=said.append, ports=served.small.ports) as house:
        for number in range(9):
            call(house.api, served.key, f"q{number}")
    assert sum(recorded_calls(served).values()) == 8
    with House(served.folder, "eve", say=said.append, ports=served.small.ports) as house:
        for number in range(9, 12):
            call(house.api, served.key, f"q{number}")
    with House(served.folder, "eve", say=said.append, ports=served.small.ports):
        pass  # it begins with what the last one left
    assert sum(recorded_calls(served).values()) == 12
    assert said == []
    assert verify(served.folder.path).differences == ()


def test_a_server_says_why_calls_wait(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Goal: no silence. Method: full segments in the name of somebody without the office."""
    with closing(Till(served)) as till:
        call_some(till, 4)
    monkeypatch.setattr(segments, "SEGMENT_ROWS_MAX", 4)
    said: list[str] = []
    with House(served.folder, "ida", say=said.append, ports=served.small.ports):
        pass
    assert len(said) == 1
    assert "wait to be recorded" in said[0]
    assert recorded_calls(served) == Counter()


def call(api: Api, key: str, name: str) -> None:
    """One call without a network."""
    body = question(0)
    status: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/api/models/yogurt-1/answer",
        "HTTP_AUTHORIZATION": f"Bearer {key}", "HTTP_IDEMPOTENCY_KEY": name,
        "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }  # fmt: skip
    said = b"".join(api(environ, lambda line, _: status.append(line)))
    assert status == ["200 OK"], said


def test_rows_that_a_backup_brought_back_are_gone_before_a_server_answers(
    served: Served, tmp_path: Path
) -> None:
    """Goal: an erasure holds over a restore, whoever opens the house. Method: put a file back."""
    path = served.folder.batch_rows("ana-1")
    shutil.copy(path, tmp_path / "ana-1.parquet")
    accepted(consent.withdraw(served.desk, member="ana", kind="purchases"))
    accepted(erase_rows(served.desk, actor="eve", batch="ana-1", reason="withdrawn"))
    shutil.copy(tmp_path / "ana-1.parquet", path)
    told: list[str] = []
    with House(served.folder, "eve", say=told.append, ports=served.small.ports):
        assert not path.exists()
    assert any("destroyed again" in line for line in told)
