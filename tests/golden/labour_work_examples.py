"""Examples of acts on tasks, on work that was done, and on appeals."""

from __future__ import annotations

from auzolan.labour.tasks import acts as tasks
from auzolan.labour.work import acts as work
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact

DIGEST = "0123456789abcdef" * 4
OTHER = "fedcba9876543210" * 4
AT = 1_767_225_600_000
PILOT = AnnexRef(DIGEST, 12, OTHER)
LINES = AnnexRef(OTHER, 3, DIGEST)
BATCHES = AnnexRef(DIGEST, 2, OTHER)
TAGS = tuple(f"{number:032x}" for number in (7, 8, 9))

LABOUR_WORK: tuple[tuple[Act, tuple[Fact, ...]], ...] = (
    (
        tasks.OpenTask("birds", "milk-ltd", "purchases", "work", 62_500, 0, 600, 1, PILOT, DIGEST),
        (tasks.TaskOpened("birds", 12, 12_000, 2_000, 62_500, 1_500, 1_500),),
    ),
    (tasks.CloseTask("birds", DIGEST), (tasks.TaskClosed("birds"),)),
    (
        tasks.SetReference("ES-PV", "statutory", AT, 926, "boe", DIGEST, OTHER),
        (tasks.ReferenceSet("ES-PV", "statutory"),),
    ),
    (tasks.SetPlace("m002", DIGEST), (tasks.PlaceSet("m002"),)),
    (
        work.LogWork("log-1", "2026", LINES, DIGEST, OTHER, 40),
        (work.WorkLogged("log-1", "2026", 3, BATCHES),),
    ),
    (
        work.ClaimTime(
            "5" * 64, "2026", "m002", DIGEST, OTHER, "6" * 64, "7" * 64, "8" * 64, "b-1"
        ),  # type: ignore[arg-type]
        (work.TimeClaimed("m002", "2026", "b-1"),),
    ),
    (work.AcceptWork(("s-1", "s-2"), DIGEST), (work.WorkAccepted(2),)),
    (
        work.RejectWork("s-3", DIGEST),
        (work.WorkRejected("s-3", "birds", AT + 1_209_600_000),),
    ),
    (work.ReviseWork("s-4", DIGEST), (work.WorkHandedBack("s-4", "birds"),)),
    (work.HandInAgain("s-4", DIGEST), (work.HandedInAgain("s-4", "birds"),)),  # type: ignore[arg-type]
    (work.Appeal("s-3", DIGEST), (work.Appealed("s-3", "birds"),)),
    (work.SeatPanel("s-3", TAGS), (work.PanelSeated("s-3", 3),)),
    (
        work.JudgeAppeal("s-3", "overturn", DIGEST),
        (work.AppealJudged("s-3", "birds", "overturn"),),
    ),
)
LABOUR_WORK_SPECIAL: dict[str, tuple[Act, tuple[Fact, ...]]] = {
    "open_task-by_the_hour": (
        tasks.OpenTask("night", "", "", "admin", 0, 1_800, 3_600, 0, None, DIGEST),
        (tasks.TaskOpened("night", 0, 0, 0, 0, 1_800, 1_500),),
    ),
    "log_work-without_rows": (
        work.LogWork("log-2", "2026", LINES, "", "", 0, "sentences"),
        (work.WorkLogged("log-2", "2026", 3, None),),
    ),
    "judge_appeal-still_open": (
        work.JudgeAppeal("s-3", "uphold", DIGEST),
        (work.AppealJudged("s-3", "birds", ""),),
    ),
}
