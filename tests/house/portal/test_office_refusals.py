"""What the doings of offices say no to before any rule is asked: recipes, files, nothing left to do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from auzolan.foundation.refusals import Refusal
from auzolan.house.doing import Who
from auzolan.house.doors.doing.catalogue import doings
from auzolan.house.doors.open_desk import open_desk
from auzolan.house.jobs.uploads import keep
from auzolan.house.rooms.contributions import flows as contributions
from auzolan.house.storage.reader import reader_of
from auzolan.house.submission import Receipt
from auzolan.labour.state import Submission as SubmissionOfWork
from house.small_desk import purchases
from support.acting import Acting, acting_in, founded

DAYS_AGO = 2
DATA, LEAD, TREASURER, AUDITOR = "m003", "m004", "m004", "m002"
REFERENCES = b"place,basis,from,cents_hour,citation\nES,statutory,2026-01-01,900,Official paper 1\n"


class Offices:
    """The desk behind the doors, and a data set of two people."""

    def __init__(self, act: Acting) -> None:
        self.act, self.desk = act, open_desk(act.folder).desk
        for number, member in enumerate(("m005", "m006")):
            offered = contributions.offer_rows(
                self.desk, member=member, kind="purchases", columns=purchases(number, 6),
                batch=f"{member}-1",
            )  # fmt: skip
            assert not isinstance(offered, Refusal), offered
            act.done(member, "consent.grant", kind="purchases", purposes=["research"])
        sealed = self.does(
            DATA, "learning.seal", snapshot="s1", kind="purchases", purpose="research"
        )
        assert isinstance(sealed, Receipt), sealed

    def does(self, member: str, name: str, /, **fields: Any) -> Receipt | Refusal:
        """Do a doing as the queue would."""
        doing = doings()[name]
        asked = msgspec.convert(fields, doing.asks)
        return doing.does(self.desk, Who(member), asked)

    def file(self, member: str, content: bytes) -> str:
        """Send a file, and get its number."""
        return keep(self.act.folder, Who(member), [content])


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A co-operative of seven."""
    return founded(tmp_path_factory.mktemp("saying-no") / "coop", DAYS_AGO)


@pytest.fixture
def offices(beginning: Path, tmp_path: Path) -> Iterator[Offices]:
    """A copy of it with rows and a data set."""
    shutil.copytree(beginning, tmp_path / "coop")
    with acting_in(tmp_path / "coop", DAYS_AGO) as act:
        yield Offices(act)


def _code(answer: Receipt | Refusal) -> str:
    assert isinstance(answer, Refusal), answer
    assert answer.remedy
    return answer.code


@pytest.mark.parametrize("text", ['{"type": "recipe.no_such/1"}', "not json", '{"rows": 3}'])
def test_a_recipe_that_is_none_is_refused_before_a_row_is_read(offices: Offices, text: str) -> None:
    """Goal: nothing half done. Method: texts that are no recipe, for a model and for its worth."""
    trained = offices.does(DATA, "learning.train", model="m1", snapshot="s1", recipe=text)
    assert _code(trained) == "learning.recipe_unreadable"
    valued = offices.does(DATA, "valuation.value", valuation="v1", model="m1", recipe=text)
    assert _code(valued) == "valuation.recipe_unreadable"


def test_rows_that_are_gone_leave_nothing_behind(offices: Offices) -> None:
    """Goal: a plain no instead of a broken job. Method: the vault without its rows."""
    assert isinstance(offices.does(DATA, "learning.note_rows", snapshot="s1"), Receipt)
    again = offices.does(DATA, "learning.note_rows", snapshot="s1")
    assert _code(again) == "learning.rows_noted"
    for path in offices.act.folder.vault.rglob("m005-1*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    lost = offices.does(DATA, "learning.train", model="m1", snapshot="s1")
    assert _code(lost) == "learning.cannot_train"


def test_a_model_whose_rows_are_gone_cannot_be_valued(offices: Offices) -> None:
    """Goal: the same for worth. Method: train, lose the rows, value."""
    made = offices.does(DATA, "learning.train", model="m1", snapshot="s1")
    assert isinstance(made, Receipt), made
    for path in offices.act.folder.vault.rglob("m005-1*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    lost = offices.does(DATA, "valuation.value", valuation="v1", model="m1")
    assert _code(lost) == "valuation.cannot_compute"


def test_wages_that_stand_already_are_not_brought_twice(offices: Offices) -> None:
    """Goal: the same file twice adds nothing, and says so. Method: bring it, bring it again."""
    first = offices.does(TREASURER, "labour.set_reference", source="boe",
                         file=offices.file(TREASURER, REFERENCES))  # fmt: skip
    assert isinstance(first, Receipt), first
    again = offices.does(TREASURER, "labour.set_reference", source="boe",
                         file=offices.file(TREASURER, REFERENCES))  # fmt: skip
    assert _code(again) == "labour.no_reference_brought"


def test_a_log_without_a_name_that_can_be_one_is_refused(offices: Offices) -> None:
    """Goal: a log is booked under an id. Method: a name with blanks, past the form's own check."""
    doing = doings()["labour.import"]
    file = offices.file(LEAD, b"worker,task,label,started_at,submitted_at\nw1,t1,finch,,\n")
    asked = doing.asks(file=file, tool="table", log="a name", people="", task="", period="")
    answer = doing.does(offices.desk, Who(LEAD), asked)
    assert _code(answer) == "labour.import_not_sound"


def test_a_certificate_without_a_file_is_refused(offices: Offices) -> None:
    """Goal: nothing is noted without its paper. Method: neither a file that was sent nor one now."""
    none = offices.does(DATA, "licensing.certify", duty="dairy:3")
    assert _code(none) == "licensing.certificate_unreadable"
    gone = offices.does(DATA, "licensing.certify", duty="dairy:3", sent="0" * 64)
    assert _code(gone) == "licensing.certificate_unreadable"


def test_calls_that_nobody_made_are_not_recorded(offices: Offices) -> None:
    """Goal: an empty entry is none. Method: earnings of a licence without a call."""
    answer = offices.does(DATA, "licensing.accrue_uses", licence="dairy")
    assert _code(answer) == "licensing.nothing_waits"


def test_work_of_a_tool_comes_as_its_file(offices: Offices) -> None:
    """Goal: no retyping. Method: a table of any tool for a task, with the list of who is who."""
    offices.act.done(LEAD, "labour.open_task", task="birds", words="Name it.", hour_cents="18.00",
                     piece="", harmful="0", work_class="work", page_seconds_max="600")  # fmt: skip
    table = (
        b"worker,task,label,started,submitted\n"
        b"w1,t1,finch,2026-11-01T10:00:00Z,2026-11-01T10:05:00Z\n"
    )
    answer = offices.does(
        LEAD, "labour.import", file=offices.file(LEAD, table), tool="table", log="may-1",
        people=offices.file(LEAD, b"worker,member\nw1,m005\n"), task="birds",
    )  # fmt: skip
    assert isinstance(answer, Receipt), answer
    with reader_of(offices.act.folder) as reader:
        (row,) = reader.rows(SubmissionOfWork)
    assert (row.member, row.task, row.seconds, row.items) == ("m005", "birds", 300, 1)
    nobody = offices.does(
        LEAD, "labour.import", file=offices.file(LEAD, table), tool="table", log="may-2",
        people=offices.file(LEAD, b"worker,member\nw1,nobody\n"), task="birds",
    )  # fmt: skip
    assert _code(nobody) == "labour.import_of_nobody"
