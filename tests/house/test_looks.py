"""Looking at one person's figures through a real desk: the look first, then the figure, or neither."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from auzolan.audit.verify import verify
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import reading
from auzolan.house.doors.cli import run
from auzolan.house.lock import turn
from auzolan.house.rehearsal import RehearsalDesk
from auzolan.house.rooms.consent.everything import hand_over
from auzolan.house.rooms.labour import flows as labour
from auzolan.house.rooms.labour.watching.look_flows import (
    Asked,
    Seen,
    look_at,
    look_counts,
    looks_at,
)
from auzolan.house.rooms.labour.watching.looking import Figure
from auzolan.house.rooms.labour.watching.skill_looking import skill_figures
from auzolan.house.rooms.labour.work.work_flows import NewWork, log_work
from auzolan.house.rooms.record.flows import publish
from auzolan.house.storage.reader import reader_of
from auzolan.labour.state import LookRow
from auzolan.labour.watching import matrix
from house.small_desk import SmallDesk, accepted, refused

PAYROLL = Asked("joe", "treasury", "ana", "pay", "payroll")


@pytest.fixture
def small(tmp_path: Path) -> SmallDesk:
    """Ana worked an hour for 40.00 and Ben two for 10.00; Joe keeps the books."""
    made = SmallDesk(tmp_path / "coop")
    sheet = [("ana", 3_600, 4_000), ("ben", 7_200, 1_000)]
    accepted(labour.record_work(made.desk, actor="joe", work="w1", period="2025", lines=sheet))
    publish(made.desk)
    return made


def seen(answer: Seen | Refusal) -> Seen:
    assert isinstance(answer, Seen), str(answer)
    return answer


def looks(small: SmallDesk) -> list[LookRow]:
    with reading(small.desk.folder) as now:
        return now.books.rows(LookRow)


def test_a_figure_comes_with_its_entry_and_she_sees_who_looked(small: SmallDesk) -> None:
    """Goal: no look without the person's knowledge. Method: one look, then her list and the counts."""
    found = seen(look_at(small.desk, PAYROLL))
    assert found.figures == (
        Figure("2025", "interest", 0, "cents"),
        Figure("2025", "pay", 4_000, "cents"),
    )
    assert found.covers == ("settled",)
    with reader_of(small.desk.folder) as reader:
        (line,) = looks_at(reader, "ana")
        assert looks_at(reader, "ben") == []
        (count,) = look_counts(reader)
    assert (line.viewer, line.metric, line.purpose, line.figures) == ("joe", "pay", "payroll", 2)
    assert line.entry == found.entry
    assert (count.looks, count.figures) == (1, 2)


def test_one_sees_oneself_without_an_entry(small: SmallDesk) -> None:
    """Goal: reading oneself is nobody's business. Method: every figure that there is, and no entry."""
    with reading(small.desk.folder) as now:
        before = now.log.head().size
    for metric in (*matrix.KEPT, *matrix.OWN_ONLY):
        found = seen(look_at(small.desk, Asked("ana", "self", "ana", metric, "none")))
        assert found.entry is None
    hours = seen(look_at(small.desk, Asked("ana", "self", "ana", "hours", "none")))
    assert [one.value for one in hours.figures] == [3_600]
    for metric in matrix.NEVER_KEPT:
        assert refused(look_at(small.desk, Asked("ana", "self", "ana", metric, "none")))
    with reading(small.desk.folder) as now:
        assert now.log.head().size == before


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (Asked("joe", "treasury", "ana", "speed", "payroll"), "labour.look_not_allowed"),
        (Asked("joe", "treasury", "ana", "pay", "curiosity"), "labour.purpose_not_listed"),
        (Asked("ana", "treasury", "ben", "pay", "payroll"), "labour.role_not_held"),
        (Asked("ana", "self", "ben", "pay", "payroll"), "labour.look_not_allowed"),
        (Asked("joe", "treasury", "zoe", "pay", "payroll"), "labour.member_unknown"),
        (Asked("joe", "treasury", "ana", "mood", "payroll"), "labour.figure_never_kept"),
    ],
)
def test_a_refused_look_shows_nothing_and_leaves_no_trace(
    small: SmallDesk, asked: Asked, code: str
) -> None:
    """Goal: no is no. Method: the answer is a refusal without a figure, and no row is written."""
    assert refused(look_at(small.desk, asked)) == code
    assert looks(small) == []


def test_a_desk_that_writes_nothing_shows_nothing(small: SmallDesk) -> None:
    """Goal: no figure without its entry. Method: a rehearsal, which answers yes and undoes it."""
    desk = RehearsalDesk(small.desk.folder, small.ports)
    try:
        assert refused(look_at(desk, PAYROLL)) == "labour.look_not_recorded"
    finally:
        desk.close()
    assert looks(small) == []


def test_a_busy_desk_shows_nothing(small: SmallDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Goal: what cannot be recorded is not read. Method: somebody holds the desk's turn meanwhile."""
    monkeypatch.setattr(turn.__wrapped__, "__kwdefaults__", {"wait_s": 0.05})
    with turn(small.desk.folder.lock):
        assert refused(look_at(small.desk, PAYROLL)) == "desk.busy"
    assert looks(small) == []
    assert seen(look_at(small.desk, PAYROLL)).figures


def test_a_disk_that_takes_no_entry_shows_nothing(small: SmallDesk) -> None:
    """Goal: the same where writing fails. Method: a trigger in the database stops every entry."""
    with reading(small.desk.folder) as now:
        before = now.log.head().size
    small.desk._db.execute(
        "CREATE TEMP TRIGGER full BEFORE INSERT ON record_entry "
        "BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    )
    with pytest.raises(Exception, match="disk full|Nothing|nothing"):
        look_at(small.desk, PAYROLL)
    with reading(small.desk.folder) as now:
        assert now.log.head().size == before
    assert looks(small) == []


def test_who_looked_at_whom_is_on_no_open_page_of_the_record(small: SmallDesk) -> None:
    """Goal: openly only how often. Method: the entry's text, then verify at two levels."""
    found = seen(look_at(small.desk, PAYROLL))
    assert found.entry is not None
    with reader_of(small.desk.folder) as reader:
        text = reader.log.body(found.entry)
    assert b'"ana"' not in text
    assert b'"joe"' in text
    publish(small.desk)
    auditor = verify(small.desk.folder.path)
    assert auditor.differences == ()
    public = verify(small.desk.folder.path, level="public")
    assert public.differences == ()


def test_the_office_of_data_cannot_fetch_everything_unseen(
    small: SmallDesk, tmp_path: Path
) -> None:
    """Goal: also the zip is a look. Method: the office fetches hers, then she fetches it herself."""
    assert not isinstance(
        hand_over(small.desk, actor="eve", member="ana", out=tmp_path / "office.zip"), Refusal
    )
    (row,) = looks(small)
    assert (row.viewer, row.member, row.metric) == ("eve", "ana", "everything")
    publish(small.desk)
    assert not isinstance(
        hand_over(small.desk, actor="ana", member="ana", out=tmp_path / "own.zip"), Refusal
    )
    assert len(looks(small)) == 1
    with zipfile.ZipFile(tmp_path / "own.zip") as whole:
        (line,) = json.loads(whole.read("work/looks.json"))
        (period,) = json.loads(whole.read("work/periods.json"))
    assert (line["viewer"], line["metric"]) == ("eve", "everything")
    assert period["counted_seconds"] == 3_600


# --- skill -----------------------------------------------------------------------------------------


def table_of(path: Path, tasks: int) -> Path:
    """Labels of three for so many tasks; Ana is wrong in every tenth."""
    lines = ["task,worker,label"]
    for task in range(tasks):
        truth = "cat" if task % 2 else "dog"
        wrong = "dog" if task % 2 else "cat"
        lines += [f"{task},ben,{truth}", f"{task},eve,{truth}"]
        lines.append(f"{task},ana,{wrong if task % 10 == 0 else truth}")
    path.write_text("\n".join(lines) + "\n")
    return path


def with_judgments(small: SmallDesk, judgments: int) -> None:
    """Put so many judgments of Ana on the books."""
    work = NewWork("ana", basis="unknown", judgments=judgments, pay_micro=0)
    answer = log_work(small.desk, actor="ida", log=f"log-{judgments}", period="2025", lines=[work])
    assert not isinstance(answer, Refusal), str(answer)


def test_skill_is_one_persons_interval_from_enough_labels(small: SmallDesk, tmp_path: Path) -> None:
    """Goal: an interval, nobody else's, never below the minimum. Method: 60 labels and 49."""
    folder, table = small.desk.folder, table_of(tmp_path / "labels.csv", 60)
    few = skill_figures(folder, table_of(tmp_path / "few.csv", 49), "ana")
    assert refused(few) == "labour.too_few_judgments"
    assert refused(skill_figures(folder, table, "joe")) == "labour.too_few_judgments"
    found = skill_figures(folder, table, "ana")
    assert not isinstance(found, Refusal)
    low, high, count = found
    assert 7_000 < low.value < 9_000 < high.value < 10_000
    assert (count.value, count.unit) == (60, "labels")
    asked = Asked("ida", "task-lead", "ana", "skill", "training-need")
    assert refused(look_at(small.desk, asked, brought=found)) == "labour.too_few_judgments"
    with_judgments(small, 49)
    assert refused(look_at(small.desk, asked, brought=found)) == "labour.too_few_judgments"
    with_judgments(small, 1)
    assert seen(look_at(small.desk, asked, brought=found)).figures == found
    (row,) = looks(small)
    assert (row.member, row.metric, row.count) == ("ana", "skill", 3)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe", "labour.labels_unreadable"),
        (b"task,worker,label\n1,ana,cat\n1,ana,dog\n", "labour.labels_unreadable"),
        (b"task,worker\n1,ana\n", "labour.column_missing"),
        (b"", "labour.column_missing"),
    ],
)
def test_a_table_that_cannot_be_weighed_says_nothing_of_anybody(
    small: SmallDesk, tmp_path: Path, content: bytes, code: str
) -> None:
    """Goal: bad input is refused. Method: bytes, a repeated label, a missing column, nothing."""
    (tmp_path / "bad.csv").write_bytes(content)
    found = skill_figures(small.desk.folder, tmp_path / "bad.csv", "ana")
    assert refused(found) in {code, "labour.no_labels"}
    missing = skill_figures(small.desk.folder, tmp_path / "none.csv", "ana")
    assert refused(missing) == "labour.labels_unreadable"


def test_the_commands_look_list_and_rehearse(
    small: SmallDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: the same from the command line. Method: dry run, look, both lists, a refusal."""
    path = str(small.desk.folder.path)
    small.desk.close()
    asked = ["labour", "look", "ana", "--metric", "pay", "--role", "treasury", "--purpose",
             "payroll", "--as", "joe", "--folder", path]  # fmt: skip
    assert run([*asked, "--dry-run"]) == 0
    assert "4000" not in capsys.readouterr().out
    assert run([*asked, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["figures"][1]["value"] == 4_000
    assert run(["labour", "looks", "--as", "ana", "--folder", path, "--json"]) == 0
    (line,) = json.loads(capsys.readouterr().out)
    assert line["viewer"] == "joe"
    assert run(["labour", "looks", "--folder", path, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"metric": "pay", "role": "treasury", "looks": 1, "figures": 2}
    ]
    assert run([*asked[:4], "speed", *asked[5:]]) == 1
    assert run(["labour", "look", "ana", "--metric", "skill", "--as", "ida", "--folder", path]) == 2
    assert run(["labour", "matrix"]) == 0
    assert "keystrokes" in capsys.readouterr().err
