"""The ten points and the job-quality card through the real desk: evidence, suppression, commands."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from auzolan.foundation.moments import DAY_MS
from auzolan.house.doors import cli
from auzolan.house.rooms.labour import page_queries
from auzolan.house.rooms.labour.voice import fairwork_queries
from auzolan.house.rooms.treasury import flows as treasury
from auzolan.house.storage.reader import Reader, reader_of
from auzolan.labour.voice.voices import UNKNOWN
from house.heard_desk import ALL, HeardDesk
from house.small_desk import accepted

EVIDENCE = {
    "1.1": {"labour.settle/1"},
    "2.1": {"labour.log_work/1", "labour.claim_time/1"},
    "2.2": {"labour.open_task/1"},
    "3.1": {"charter.found/1", "labour.open_task/1"},
    "3.2": {"labour.settle/1"},
    "5.1": {"labour.open_pulse/1"},
}
"""Which acts show which point in this folder."""


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HeardDesk]:
    """Settled work of thirteen, a pulse, and the period closed."""
    made = HeardDesk(tmp_path_factory.mktemp("heard") / "coop")
    made.work()
    made.pulse()
    made.publish()
    yield made
    made.desk.close()


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HeardDesk]:
    """The same with its period closed."""
    made = HeardDesk(tmp_path_factory.mktemp("closed") / "coop")
    made.work()
    accepted(treasury.close_period(made.desk, actor="joe", period="2025", next_period="2026"))
    made.publish()
    yield made
    made.desk.close()


def acts_of(reader: Reader, entries: tuple[int, ...]) -> set[str]:
    return {str(type(reader.entry(seq).act).__struct_config__.tag) for seq in entries}


def test_each_point_is_shown_by_entries_of_its_own_acts(heard: HeardDesk) -> None:
    """Goal: evidence is what it says. Method: the acts of the entries of each point that is given.

    No panel judged the one appeal in its days, so the point on due process is not given.
    """
    with reader_of(heard.desk.folder) as reader:
        found = fairwork_queries.fairwork(reader, at=heard.clock())
        given = {one.number: one for one in found.found if one.given}
        assert set(given) == set(EVIDENCE)
        assert found.points == len(given)
        (judged,) = [one for one in found.found if one.number == "4.1"]
        assert judged.missing == ("appeal_late",)
        for number, acts in EVIDENCE.items():
            assert acts_of(reader, given[number].evidence) <= acts, number


def test_a_pulse_that_grew_old_shows_nothing_any_more(heard: HeardDesk) -> None:
    """Goal: points are of now. Method: ask a year later."""
    with reader_of(heard.desk.folder) as reader:
        found = fairwork_queries.fairwork(reader, at=heard.clock() + 365 * DAY_MS)
    point = {one.number: one for one in found.found}["5.1"]
    assert (point.given, point.missing) == (False, ("no_pulse",))


def test_pay_is_kept_back_until_the_period_is_closed(heard: HeardDesk, closed: HeardDesk) -> None:
    """Goal: no figure that moves with each settlement. Method: the same work, open and closed.

    Everybody worked an hour at 16.00 and waited a quarter: 12.80 an hour, lifted to 15.00.
    """
    with reader_of(heard.desk.folder) as reader:
        card = fairwork_queries.job_quality(reader, "2025", at=heard.clock())
        times = page_queries.work_page(reader, at=heard.clock()).times
    assert card is not None
    assert card.pay.people == card.pay.median_cents == UNKNOWN
    assert (times, card.is_closed) == ((), False)
    with reader_of(closed.desk.folder) as reader:
        card = fairwork_queries.job_quality(reader, "2025", at=closed.clock())
        page = page_queries.work_page(reader, at=closed.clock())
        assert fairwork_queries.job_quality(reader, "2030", at=closed.clock()) is None
    assert card is not None
    assert (card.pay.people, card.pay.seconds) == (len(ALL), len(ALL) * 4_500)
    assert (card.pay.median_cents, card.pay.median_lifted_cents) == (1_280, 1_500)
    assert (card.pay.under_bp, card.pay.unpaid_bp) == (10_000, 2_000)
    assert [(one.work_class, one.people, one.seconds) for one in page.times] == [
        ("work", 13, 13 * 3_600), ("waiting", 13, 13 * 900),
    ]  # fmt: skip
    assert (card.judged.rejected, card.judged.appealed, card.judged.overturned) == (1, 1, 1)


def test_the_commands_say_it_in_words_and_in_json(
    closed: HeardDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: programs and people read the same. Method: both forms of both commands."""
    folder = ["--folder", str(closed.desk.folder.path)]
    assert cli.run(["labour", "fairwork", "--json", *folder]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["number"] for one in found["found"]] == [
        f"{principle}.{point}" for principle in range(1, 6) for point in (1, 2)
    ]
    assert found["points"] == sum(one["given"] for one in found["found"])
    assert all(one["evidence"] for one in found["found"] if one["given"])
    assert cli.run(["labour", "fairwork", *folder]) == 0
    text = capsys.readouterr().out
    assert f"{found['points']} of 10 points" in text
    assert "Somebody who worked has not said where" in text
    assert cli.run(["labour", "quality", "2025", "--json", *folder]) == 0
    assert json.loads(capsys.readouterr().out)["pay"]["median_cents"] == 1_280
    assert cli.run(["labour", "quality", "2025", *folder]) == 0
    assert "median_cents" in capsys.readouterr().out
    assert cli.run(["labour", "quality", "2030", *folder]) == 2
