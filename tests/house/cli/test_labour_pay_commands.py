"""`auzolan labour settle`, `pay` and `references`: shown first, entered once, said plainly."""

from __future__ import annotations

from pathlib import Path

import pytest

from auzolan.audit.folder import Folder
from auzolan.house.asking import reading
from auzolan.house.desk import Desk
from auzolan.house.rooms.labour.work import work_flows
from auzolan.house.rooms.labour.work.work_flows import NewWork
from auzolan.labour.state import Submission, WageReference, WorkSheet
from house.cli.conftest import Cli
from house.small_desk import accepted

HOUR = 3_600


@pytest.fixture
def worked(coop: Path) -> Path:
    """An accepted hour of ana's at 10.00, and one of ben's that was turned down."""
    desk = Desk(Folder(coop))
    lines = [
        NewWork(
            member, seconds=HOUR, paid_seconds=HOUR, items=5, judgments=10, pay_micro=10_000_000
        )
        for member in ("ana", "ben")
    ]
    accepted(work_flows.log_work(desk, actor="ida", log="march", period="2025", lines=lines))
    with reading(desk.folder) as now:
        ana, ben = (now.books.find(Submission, member=one)[0].submission for one in ("ana", "ben"))
    accepted(work_flows.accept(desk, actor="ida", submissions=[ana], reason="Looked through."))
    accepted(work_flows.reject(desk, actor="ida", submission=ben, reason="Off the guide."))
    desk.close()
    return coop


def sheets(folder: Path) -> list[WorkSheet]:
    with reading(Folder(folder)) as now:
        return now.books.find(WorkSheet, period="2025")


def test_a_settlement_is_shown_before_it_is_entered(worked: Path, cli: Cli) -> None:
    """Goal: what moves money asks. Method: a dry run, no answer, then yes, then nothing due."""
    shown = cli("labour", "settle", "--as", "joe", "--dry-run", "--json")
    assert shown.code == 0
    (fact,) = shown.json["facts"]
    assert (fact["pay_cents"], fact["topup_cents"], fact["members"]) == (1_000, 2_000, 2)
    assert cli("labour", "settle", "--as", "joe").code == 2
    assert sheets(worked) == []
    assert cli("labour", "settle", "--as", "joe", "--yes", "--json").code == 0
    (sheet,) = sheets(worked)
    assert (sheet.pay_cents, sheet.topup_cents, sheet.interest_cents) == (1_000, 2_000, 0)
    again = cli("labour", "settle", "--as", "joe", "--yes")
    assert again.code == 1
    assert "labour.nothing_due" in again.err


def test_pay_is_shown_to_oneself_alone(worked: Path, cli: Cli) -> None:
    """Goal: three figures for her, a no for others, no figure of so small a group."""
    assert cli("labour", "settle", "--as", "joe", "--yes").code == 0
    found = cli("labour", "pay", "ana", "--as", "ana", "--json").json
    assert found["hourly_cents"] == {
        "all_time": 1_000, "paid_time": 1_000, "naive": 500, "lifted": 1_500
    }  # fmt: skip
    text = cli("labour", "pay", "ana", "--as", "ana").out
    assert "over paid time alone: 10.00" in text
    assert "with what lifted it: 15.00" in text
    for actor in ("joe", "ida", ""):
        refused = cli("labour", "pay", "ana", "--as", actor)
        assert refused.code == 1
        assert "10.00" not in refused.out + refused.err
    early = cli("labour", "pay", "--period", "2025", "--json")
    assert (early.code, early.json["refusal"]["code"]) == (1, "treasury.period_not_closed")
    assert cli("labour", "pay").code == 1
    assert cli("labour", "pay", "ana", "--as", "ana", "--period", "2025").code == 2


CSV = """place,basis,from,cents_hour,citation
ES,statutory,2025-01-01,1667,"Decree 87/2025, article 1"
ES,union,2025-01-01,1700,Table 3
"""


def test_references_are_shown_then_entered_with_their_rejects(
    coop: Path, cli: Cli, tmp_path: Path
) -> None:
    """Goal: nothing is written by a dry run, nothing is lost in silence. Method: one sound line."""
    file, rejects = tmp_path / "smi.csv", tmp_path / "left-out.csv"
    file.write_text(CSV, encoding="utf-8")
    words = ("labour", "references", file, "--source", "boe", "--as", "joe")
    shown = cli(*words, "--dry-run", "--json")
    assert (shown.code, shown.json["imported"]) == (0, 1)
    with reading(Folder(coop)) as now:
        assert now.books.find(WageReference, place="ES") == []
    entered = cli(*words, "--rejects", rejects, "--json").json
    assert (entered["read"], entered["imported"], len(entered["refused"])) == (2, 1, 1)
    assert rejects.read_text(encoding="utf-8").splitlines()[0] == "row,reason"
    assert "union" in rejects.read_text(encoding="utf-8")
    again = cli(*words, "--json").json
    assert (again["imported"], again["known"]) == (0, 1)
    assert cli(*words, "--rejects", rejects).code == 2
    assert cli("labour", "references", file, "--source", "B O E", "--as", "joe").code == 2
    assert cli("labour", "references", file, "--source", "boe", "--as", "ana").code == 1
    bad = tmp_path / "bad.csv"
    bad.write_text("place,basis\nES,living\n", encoding="utf-8")
    assert cli("labour", "references", bad, "--source", "boe", "--as", "joe").code == 1


def test_an_index_can_be_of_one_class(coop: Path, cli: Cli) -> None:
    """Goal: job indexes by class. Method: one class, one that is none."""
    assert cli("labour", "index", "ana", "180", "--class", "training", "--as", "joe").code == 0
    assert cli("labour", "index", "ana", "180", "--class", "singing", "--as", "joe").code == 2
