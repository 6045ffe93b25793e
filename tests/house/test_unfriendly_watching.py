"""Attacks on what the house shows of people's work: single entries, crashes, spreadsheets, silence."""

from __future__ import annotations

import csv
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from auzolan.audit.verify import verify
from auzolan.foundation.moments import DAY_MS, moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import vault_of
from auzolan.house.desk import Desk
from auzolan.house.rooms.consent.everything import hand_over
from auzolan.house.rooms.labour.statements import statement_flows
from auzolan.house.rooms.labour.statements.impact_types import Figures, HoursOfClass
from auzolan.house.rooms.labour.statements.statement_queries import _seconds
from auzolan.house.rooms.labour.voice import voice_flows
from auzolan.house.rooms.labour.voice.exchange import Days, Exchange, exchange
from auzolan.house.rooms.labour.watching.look_flows import Asked, look_at
from auzolan.house.rooms.labour.watching.page_flows import (
    book_with_pages,
    destroy_what_is_due,
    page_lines,
)
from auzolan.house.rooms.labour.work.work_flows import NewWork, Source, log_work
from auzolan.house.rooms.record.flows import publish
from auzolan.house.rooms.record.queries import entry_page
from auzolan.house.storage.reader import reader_of
from auzolan.house.submission import Receipt
from auzolan.house.vault.pages import pages_of
from auzolan.labour.state import Rating
from house.heard_desk import HeardDesk
from house.small_desk import SmallDesk, accepted, refused

DAY = moment_from_iso("2025-03-01")


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HeardDesk]:
    """Settled work, one rating of it, and answers to a pulse."""
    made = HeardDesk(tmp_path_factory.mktemp("heard") / "coop")
    made.work()
    made.rate("ana", "1,2,3,4", words="Paid late.")
    made.pulse()
    made.publish()
    yield made
    made.desk.close()


@pytest.fixture
def small(tmp_path: Path) -> SmallDesk:
    return SmallDesk(tmp_path / "coop")


def booked(
    small: SmallDesk, log: str, *, task_type: str = "label", lines: tuple[NewWork, ...] = ()
) -> Receipt | Refusal:
    """Book a log of two people with their page times."""
    pages: dict[str, list[int | str]] = {
        "member": ["ana", "ben"], "task_type": [task_type] * 2,
        "started_ms": [DAY, DAY + 1], "ended_ms": [DAY + 60_000, DAY + 90_000],
    }  # fmt: skip
    some = lines or (NewWork("ana", seconds=60), NewWork("ben", seconds=90))
    return book_with_pages(
        small.desk, log=log, columns=pages,
        book=lambda digest: log_work(
            small.desk, actor="ida", log=log, period="2025", lines=some,
            source=Source(pages=digest, page_count=2),
        ),
    )  # fmt: skip


# --- what a single entry opens


def test_no_entry_opens_what_one_person_answered_rated_or_was_looked_at_for(
    heard: HeardDesk,
) -> None:
    """Goal: nobody's rating, answer or look alone. Method: each such entry as `record show` has it."""
    asked = Asked("joe", "treasury", "ana", "pay", "payroll")
    look = look_at(heard.desk, asked)
    assert not isinstance(look, Refusal)
    with reader_of(heard.desk.folder) as reader:
        (rating,) = reader.rows(Rating)
        entries = [rating.entry, *reader.entries_of("labour.answer_pulse/1"), look.entry]
        assert len(entries) == 12
        for entry in entries:
            assert entry is not None
            assert entry_page(reader, entry).opened == {}


def test_an_entry_still_opens_the_reason_of_a_judgement(heard: HeardDesk) -> None:
    """Goal: no more is closed than must be. Method: a rejection's reason, which names nobody."""
    with reader_of(heard.desk.folder) as reader:
        (entry,) = reader.entries_of("labour.reject/1")
        assert entry_page(reader, entry).opened == {"reason": "Off the guide."}


# --- page times


def test_two_who_book_one_log_at_once_leave_the_file_of_the_one_that_stands(
    small: SmallDesk,
) -> None:
    """Goal: nobody's page times vanish by a race. Method: the second begins while the first books.

    The second is refused, since it brings somebody unknown; the file is still the first one's.
    """
    begun, done = threading.Event(), threading.Event()
    answers: list[Receipt | Refusal] = []

    def second() -> None:
        begun.set()
        other = Desk(small.desk.folder, small.ports)
        try:
            answers.append(
                book_with_pages(
                    other, log="may", columns={"member": ["ben"], "started_ms": [1]},
                    book=lambda digest: log_work(
                        other, actor="ida", log="may", period="2025",
                        lines=[NewWork("zoe", seconds=1)],
                        source=Source(pages=digest, page_count=1),
                    ),
                )
            )  # fmt: skip
        finally:
            other.close()
            done.set()

    thread = threading.Thread(target=second)

    def first(digest: str) -> Receipt | Refusal:
        thread.start()
        begun.wait(5)
        done.wait(1)  # without turns the second is through by now, and has written over the file
        return log_work(
            small.desk, actor="ida", log="may", period="2025",
            lines=[NewWork("ana", seconds=60)], source=Source(pages=digest, page_count=1),
        )  # fmt: skip

    pages: dict[str, list[int | str]] = {"member": ["ana"], "started_ms": [DAY]}
    accepted(book_with_pages(small.desk, log="may", columns=pages, book=first))
    thread.join(30)
    assert isinstance(answers[0], Refusal)
    assert pages_of(small.desk.folder, "may", "ana") == {"started_ms": [DAY]}
    publish(small.desk)
    assert verify(small.desk.folder.path).differences == ()


KILLED = """
import os, signal, sys
from pathlib import Path
from auzolan.audit.folder import Folder
from auzolan.house.asking import vault_of
from auzolan.house.desk import Desk
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.house.rooms.labour.watching import page_flows
page_flows.destroy_pages = lambda *a: os.kill(os.getpid(), signal.SIGKILL)
ports = Ports(SetClock(int(sys.argv[2])), SeededChance("killed"))
desk = Desk(Folder(Path(sys.argv[1])), ports)
page_flows.forget_pages(desk, actor="eve", log="may")
"""


def test_a_kill_between_entry_and_file_leaves_no_page_once_a_desk_opens(small: SmallDesk) -> None:
    """Goal: no file outlives its entry. Method: SIGKILL after the entry; then any writing command."""
    accepted(booked(small, "may"))
    publish(small.desk)
    folder = small.desk.folder
    small.desk.close()
    at = str(DAY + 91 * DAY_MS)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder.path), at],
        check=False,
        capture_output=True,
        timeout=60,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert folder.page_times("may").is_file()
    small.clock.at = moment_from_iso("2025-07-01")
    opened = Desk(folder, small.ports)
    with reader_of(folder) as reader:
        (line,) = page_lines(reader)
    assert line.entry is not None
    assert destroy_what_is_due(opened) == 1
    assert not folder.page_times("may").exists()
    publish(opened)
    assert verify(folder.path).differences == ()
    opened.close()


def test_a_task_named_like_a_formula_is_none_in_her_file(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: no formula from a tool's export runs at home. Method: such a name, then her own zip."""
    accepted(booked(small, "may", task_type='=HYPERLINK("http://x.invalid")'))
    publish(small.desk)
    out = tmp_path / "ana.zip"
    assert not isinstance(hand_over(small.desk, actor="ana", member="ana", out=out), Refusal)
    with zipfile.ZipFile(out) as whole:
        rows = list(csv.DictReader(whole.read("work/pages/may.csv").decode().splitlines()))
    assert [one["task_type"][:2] for one in rows] == ["'="]


# --- unknown is never 0


def test_time_that_nobody_knows_is_no_nought_seconds_in_an_exchange(small: SmallDesk) -> None:
    """Goal: unknown, never 0. Method: a log without times; her exchange, and her hours."""
    accepted(
        log_work(
            small.desk, actor="ida", log="untimed", period="2025",
            lines=[NewWork("ana", basis="unknown", items=3)],
        )
    )  # fmt: skip
    with reader_of(small.desk.folder) as reader:
        found = exchange(reader, asker="ana", member="ana", days=Days(), currency="EUR")
    assert isinstance(found, Exchange)
    gave = [(one.kind, one.amount, one.unit) for one in found.lines if one.side == "gave"]
    assert ("untimed", 1, "pieces") in gave
    assert not [one for one in gave if one[1:] == (0, "s")]
    own = look_at(small.desk, Asked("ana", "self", "ana", "hours", "none"))
    assert not isinstance(own, Refusal)
    assert [(one.what, one.value) for one in own.figures] == [("work, time unknown", 1)]


@pytest.mark.parametrize(
    ("measured", "claimed", "label"),
    [("unknown", 0, "unknown"), ("unknown", 60, 60), (0, 0, 0), (5, 60, 65)],
)
def test_a_label_calls_time_that_is_kept_back_unknown(
    measured: object, claimed: object, label: object
) -> None:
    """Goal: time kept back is not 0. Method: nothing known beside what is kept back, and others."""
    hours = HoursOfClass("work", measured, claimed, 0, "unknown", 0)  # type: ignore[arg-type]
    names = dict.fromkeys(Figures.__struct_fields__, "unknown") | {"hours": (hours,)}
    figures = Figures(**names)  # type: ignore[arg-type]
    assert _seconds(figures) == label


# --- answers that say nothing


@pytest.mark.parametrize("words", ["", " ", "\n\t"])
def test_neither_a_comment_nor_its_answer_can_be_empty(small: SmallDesk, words: str) -> None:
    """Goal: a comment gets an answer, not a blank. Method: blanks in the place of both."""
    desk = small.desk
    assert refused(statement_flows.comment(desk, member="ana", statement="s", words=words)) == (
        "labour.words_missing"
    )
    assert refused(statement_flows.answer(desk, actor="eve", comment="c", words=words)) == (
        "labour.words_missing"
    )


def test_no_map_of_a_pulse_outlives_the_next_one(tmp_path: Path) -> None:
    """Goal: answers lose their names though nobody thinks of it. Method: two quarters, no forget."""
    made = HeardDesk(tmp_path / "coop")
    made.pulse()
    made.on("2025-04-02")
    accepted(voice_flows.open_pulse(made.desk, actor="ida"))
    with vault_of(made.desk.folder) as vault:
        assert vault.tag_of(voice_flows.tags_name("2025-q1"), "ana") is None
        assert vault.tag_of(voice_flows.tags_name("2025-q2"), "ana") is not None
    made.desk.close()
