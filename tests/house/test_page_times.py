"""Raw page times: kept for their days, destroyed with an entry, and destroyed again after a restore."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest

from auzolan.audit.verify import Report, verify
from auzolan.foundation.moments import DAY_MS, moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, reading
from auzolan.house.doors.cli import run
from auzolan.house.rooms.consent.everything import hand_over
from auzolan.house.rooms.labour.watching.look_flows import Asked, Seen, look_at
from auzolan.house.rooms.labour.watching.page_flows import (
    book_with_pages,
    destroy_what_is_due,
    forget_all_due,
    forget_pages,
    own_pages,
    page_lines,
)
from auzolan.house.rooms.labour.work.work_flows import NewWork, Source, log_work
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.record.flows import publish
from auzolan.house.storage.reader import reader_of
from auzolan.house.submission import Receipt
from auzolan.house.vault.pages import destroy_pages, keep_pages, pages_of
from auzolan.labour.state import Submission, WorkLog
from auzolan.labour.work.acts import LogWork
from house.small_desk import SmallDesk, accepted, refused

DAY = moment_from_iso("2025-03-01")
NINE = 9 * 3_600_000
PAGES: dict[str, list[int | str]] = {
    "member": ["ana", "ben", "ana"],
    "submission": ["s-ana", "s-ben", "s-ana"],
    "started_ms": [DAY + NINE, DAY + NINE + 1, DAY + NINE + 3_600_000],
    "ended_ms": [DAY + NINE + 60_000, DAY + NINE + 90_000, DAY + NINE + 3_690_000],
}


def logged(small: SmallDesk, log: str = "spring") -> None:
    """Put a log with three pages of two people on the books."""
    digest = keep_pages(small.desk.folder, log, PAGES, small.ports.chance)
    lines: dict[str, list[int | str]] = {
        "submission": [f"{log}-ana", f"{log}-ben"], "member": ["ana", "ben"],
        "tag": [small.ports.chance(16).hex() for _ in range(2)], "task": ["", ""],
        "work_class": ["work", "work"], "basis": ["measured", "measured"], "seconds": [150, 90],
        "items": [5, 3], "pay_micro": [1_000_000, 500_000], "paid_seconds": [150, 90],
        "judgments": [5, 3], "batch": ["", ""],
    }  # fmt: skip
    ref = small.desk.lay_down("log/1", lines)
    act = LogWork(log, "2025", ref, "", digest, 3)
    accepted(ask(small.desk, f"log-{log}", "ida", act))


@pytest.fixture
def small(tmp_path: Path) -> SmallDesk:
    made = SmallDesk(tmp_path / "coop")
    logged(made)
    publish(made.desk)
    return made


def path_of(small: SmallDesk, log: str = "spring") -> Path:
    return small.desk.folder.page_times(log)


def checked(small: SmallDesk) -> Report:
    publish(small.desk)
    return verify(small.desk.folder.path)


def differing(small: SmallDesk) -> list[tuple[str, str]]:
    return [(one.account, one.field) for one in checked(small).differences]


def counted(small: SmallDesk, what: str) -> int:
    return dict(checked(small).checked).get(what, 0)


def step_on(small: SmallDesk, day: str) -> None:
    """Let a day come, with an entry on it: the record's own time is that of its last entry."""
    small.on(day)
    name = f"new-{day}"
    accepted(members.admit(small.desk, actor="ana", member=name, name=name))


def test_pages_are_kept_then_forgotten_and_the_totals_stay(small: SmallDesk) -> None:
    """Goal: ninety days, then totals by class alone. Method: the day before, the day, the books."""
    assert differing(small) == []
    small.on("2025-05-29")
    assert refused(forget_pages(small.desk, actor="eve", log="spring")) == "labour.pages_not_due"
    assert path_of(small).is_file()
    small.on("2025-05-30")
    receipt = accepted(forget_pages(small.desk, actor="eve", log="spring"))
    assert not path_of(small).exists()
    with reading(small.desk.folder) as now:
        row = now.books.get(WorkLog, "spring")
        kept = now.books.find(Submission, member="ana")
    assert row is not None
    assert (row.forgotten, row.page_count) == (receipt.seq, 3)
    assert [(one.seconds, one.work_class) for one in kept] == [(150, "work")]
    assert differing(small) == []
    assert counted(small, "raw page times that are gone") == 1


def test_only_the_office_of_data_forgets(small: SmallDesk) -> None:
    """Goal: no file goes without the right. Method: the task lead asks on the day."""
    small.on("2025-06-01")
    assert refused(forget_pages(small.desk, actor="ida", log="spring")) == "charter.not_in_office"
    assert path_of(small).is_file()


def test_a_crash_between_entry_and_file_is_finished_by_asking_again(small: SmallDesk) -> None:
    """Goal: something to finish, nothing to hide. Method: bring the file back after the entry."""
    content = path_of(small).read_bytes()
    small.on("2025-06-01")
    first = accepted(forget_pages(small.desk, actor="eve", log="spring"))
    path_of(small).write_bytes(content)
    assert differing(small) == [("page times of spring", "file")]
    again = accepted(forget_pages(small.desk, actor="eve", log="spring"))
    assert (again.seq, again.repeated) == (first.seq, True)
    assert not path_of(small).exists()


def test_what_a_backup_brings_back_is_destroyed_when_a_desk_opens(
    small: SmallDesk, tmp_path: Path
) -> None:
    """Goal: forgotten stays forgotten. Method: restore the old vault, then an entry-less opening."""
    backup = tmp_path / "backup"
    shutil.copytree(small.desk.folder.vault, backup)
    small.on("2025-06-01")
    accepted(forget_pages(small.desk, actor="eve", log="spring"))
    assert destroy_what_is_due(small.desk) == 0
    shutil.rmtree(small.desk.folder.pages)
    shutil.copytree(backup / "pages", small.desk.folder.pages)
    assert path_of(small).is_file()
    assert destroy_what_is_due(small.desk) == 1
    assert not path_of(small).exists()
    assert differing(small) == []
    shutil.copytree(backup / "pages", small.desk.folder.pages, dirs_exist_ok=True)
    again = ["contributions", "reapply-erasures", "--folder", str(small.desk.folder.path)]
    assert run(again) == 0
    assert not path_of(small).exists()


def test_a_whole_folder_of_an_old_day_forgets_again(
    small: SmallDesk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: the drill of a full restore. Method: copy the folder, wait, and run the command in both."""
    small.desk.close()
    old = tmp_path / "old"
    shutil.copytree(small.desk.folder.path, old)
    for place in (small.desk.folder.path, old):
        # The machine's clock is past the log's day, so that the office can forget at once.
        assert (place / "vault" / "pages" / "spring.parquet").is_file()
        assert run(["labour", "forget", "--as", "eve", "--folder", str(place), "--dry-run"]) == 0
        assert (place / "vault" / "pages" / "spring.parquet").is_file()
        assert run(["labour", "forget", "--as", "eve", "--folder", str(place), "--json"]) == 0
        assert not (place / "vault" / "pages" / "spring.parquet").exists()
        assert verify(place).differences == ()
    assert run(["labour", "forget", "--as", "eve", "--folder", str(old)]) == 0
    capsys.readouterr()
    assert run(["labour", "pages", "--folder", str(old), "--json"]) == 0
    (line,) = json.loads(capsys.readouterr().out)
    assert (line["log"], line["pages"], line["state"]) == ("spring", 3, "destroyed")


def test_where_nobody_asks_the_file_goes_once_the_records_time_has_passed(
    small: SmallDesk,
) -> None:
    """Goal: the promise holds without an office. Method: entries up to the day, and after it."""
    step_on(small, "2025-05-29")
    assert destroy_what_is_due(small.desk) == 0
    small.on("2025-12-01")
    assert destroy_what_is_due(small.desk) == 0, "a clock alone destroys nothing"
    step_on(small, "2025-05-31")
    assert differing(small) == []
    assert destroy_what_is_due(small.desk) == 1
    assert not path_of(small).exists()
    report = checked(small)
    assert report.differences == ()
    assert any("no entry says so yet" in one.why for one in report.not_checkable)
    done = forget_all_due(small.desk, actor="eve")
    assert (len(done.receipts), done.refusals) == (1, ())
    assert counted(small, "raw page times that are gone") == 1


def test_the_audit_sees_pages_that_vanish_change_or_stay(small: SmallDesk) -> None:
    """Goal: neither early loss nor late keeping is hidden. Method: each in turn, at its own time."""
    content = path_of(small).read_bytes()
    path_of(small).write_bytes(content + b" ")
    assert differing(small) == [("page times of spring", "digest")]
    destroy_pages(small.desk.folder, "spring")
    assert differing(small) == [("page times of spring", "file")]
    path_of(small).write_bytes(content)
    assert differing(small) == []
    step_on(small, "2025-05-31")
    assert differing(small) == []
    step_on(small, "2025-06-30")
    assert differing(small) == [("page times of spring", "file")]


def test_she_alone_gets_her_page_times(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: time of day is hers. Method: her pages, her zip, the office's zip, a look, a stranger."""
    folder = small.desk.folder
    with reader_of(folder) as reader:
        found = own_pages(reader, "ana")
        assert own_pages(reader, "joe") == {}
    assert found["spring"]["started_ms"] == [DAY + NINE, DAY + NINE + 3_600_000]
    assert "member" not in found["spring"]
    for actor, there in (("ana", True), ("eve", False)):
        publish(small.desk)
        done = hand_over(small.desk, actor=actor, member="ana", out=tmp_path / f"{actor}.zip")
        assert not isinstance(done, Refusal)
        with zipfile.ZipFile(tmp_path / f"{actor}.zip") as whole:
            names = whole.namelist()
            assert ("work/pages/spring.csv" in names) is there
            if there:
                text = whole.read("work/pages/spring.csv").decode()
                assert text.split("\r\n")[0] == "submission,started_ms,ended_ms"
                assert text.count("\r\n") == 3
    own = look_at(small.desk, Asked("ana", "self", "ana", "time-of-day", "none"))
    assert isinstance(own, Seen)
    assert [(one.what, one.value) for one in own.figures] == [
        ("09:00 to 09:59 UTC", 1),
        ("10:00 to 10:59 UTC", 1),
    ]
    for role, viewer in (("task-lead", "ida"), ("treasury", "joe"), ("auditor", "ben")):
        answer = look_at(small.desk, Asked(viewer, role, "ana", "time-of-day", "audit"))
        assert refused(answer) == "labour.look_not_allowed"


def test_speed_is_worked_out_for_her_and_nobody_else(small: SmallDesk) -> None:
    """Goal: the same for speed. Method: 150 seconds over five items; the lead asks for it too."""
    own = look_at(small.desk, Asked("ana", "self", "ana", "speed", "none"))
    assert isinstance(own, Seen)
    assert [one.value for one in own.figures] == [30_000]
    answer = look_at(small.desk, Asked("ida", "task-lead", "ana", "speed", "training-need"))
    assert refused(answer) == "labour.look_not_allowed"


def test_the_digest_of_two_equal_logs_is_not_the_same(small: SmallDesk) -> None:
    """Goal: no guess can be tested against the record. Method: the same pages twice, two salts."""
    one, two = (keep_pages(small.desk.folder, log, PAGES, os.urandom) for log in ("a", "b"))
    assert one != two
    assert pages_of(small.desk.folder, "a", "ben") == pages_of(small.desk.folder, "b", "ben")


@pytest.mark.parametrize(
    "columns",
    [{}, {"member": []}, {"started_ms": [1]}, {"member": ["ana"], "started_ms": [1, 2]}],
)
def test_pages_that_cannot_be_kept_are_refused(
    small: SmallDesk, columns: dict[str, list[int | str]]
) -> None:
    """Goal: bad input leaves nothing. Method: no page, no column of members, uneven columns."""
    with pytest.raises(ValueError, match=r"pages|min"):
        keep_pages(small.desk.folder, "bad", columns, os.urandom)
    assert not path_of(small, "bad").exists()


def test_a_log_that_is_sent_again_keeps_its_file_and_a_refused_one_keeps_none(
    small: SmallDesk,
) -> None:
    """Goal: the digest on the record stays that of the file. Method: book, again, and a bad log."""
    lines = [NewWork("ana", seconds=60), NewWork("ben", seconds=90)]

    def booked(log: str, lines: list[NewWork]) -> Receipt | Refusal:
        return book_with_pages(
            small.desk, log=log, columns=PAGES,
            book=lambda digest: log_work(
                small.desk, actor="ida", log=log, period="2025", lines=lines,
                source=Source(pages=digest, page_count=3),
            ),
        )  # fmt: skip

    first = accepted(booked("summer", lines))
    content = path_of(small, "summer").read_bytes()
    again = accepted(booked("summer", lines))
    assert (again.seq, again.repeated) == (first.seq, True)
    assert path_of(small, "summer").read_bytes() == content
    assert refused(booked("autumn", [NewWork("zoe", seconds=1)]))
    assert not path_of(small, "autumn").exists()
    assert refused(booked("summer", [NewWork("zoe", seconds=1)]))
    assert path_of(small, "summer").read_bytes() == content
    assert differing(small) == []


def test_what_no_entry_names_goes_after_a_day(small: SmallDesk) -> None:
    """Goal: a crash leaves no page times for ever. Method: a file without its act, young and old."""
    keep_pages(small.desk.folder, "lost", PAGES, os.urandom)
    part = small.desk.folder.pages / ".lost.parquet.1.part"
    part.write_bytes(b"half")
    for path in (part, path_of(small, "lost")):
        os.utime(path, (0, (small.clock() - DAY_MS) // 1_000))
    assert destroy_what_is_due(small.desk) == 0
    small.clock.at += 1_000 + DAY_MS % 1_000
    assert destroy_what_is_due(small.desk) == 2
    assert path_of(small).is_file()


def test_the_list_of_pages_shows_no_person(small: SmallDesk) -> None:
    """Goal: how long, not whose. Method: the open list before its day."""
    with reader_of(small.desk.folder) as reader:
        (line,) = page_lines(reader)
    assert (line.log, line.pages, line.keep_until[:10], line.state, line.entry) == (
        "spring", 3, "2025-05-30", "kept", None,
    )  # fmt: skip
