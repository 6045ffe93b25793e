"""The rows that figures about work as a whole are found from, read once for a head of the record.

They hold what is restricted: whoever shows a figure sees to it that it shows nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from auzolan.cooperative import RULES
from auzolan.house.storage.at_head import at_head
from auzolan.house.storage.reader import Reader
from auzolan.house.storage.together import asked
from auzolan.labour.state import (
    AppealRow,
    GroupRelease,
    LabourStatement,
    LookCount,
    PulseRow,
    StatementComment,
    Submission,
    Task,
    WageReference,
    WorkLog,
    WorkOfMember,
    WorkPlace,
)
from auzolan.labour.voice.fairwork import ACTS, Done

ROWS_KEPT_MAX = 60_000
"""How many rows of work are held between two pages, some 400 bytes each."""


@dataclass(frozen=True, slots=True)
class WorkRows:
    """All rows that figures about work as a whole are found from, at one head of the record.

    Attributes:
        done: the entries that points are found by, by act.
    """

    done: dict[str, list[Done]]
    tasks: Sequence[Task]
    logs: Sequence[WorkLog]
    submissions: Sequence[Submission]
    work: Sequence[WorkOfMember]
    references: Sequence[WageReference]
    places: Sequence[WorkPlace]
    appeals: Sequence[AppealRow]
    releases: Sequence[GroupRelease]
    pulses: Sequence[PulseRow]
    comments: Sequence[StatementComment]
    statements: Sequence[LabourStatement]
    looks: Sequence[LookCount]


def work_rows(reader: Reader) -> WorkRows:
    """All rows about work as a whole.

    Args:
        reader: of the whole folder.
    """

    def are_few(rows: WorkRows) -> bool:
        return len(rows.submissions) + len(rows.work) + len(rows.places) <= ROWS_KEPT_MAX

    return at_head(reader, "work rows", partial(_work_rows, reader), fits=are_few)


def _work_rows(reader: Reader) -> WorkRows:
    few = (
        Task, WorkLog, WageReference, AppealRow, GroupRelease, PulseRow, StatementComment,
        LabourStatement, LookCount,
    )  # fmt: skip
    reader.ask(*(asked(row) for row in few))
    return WorkRows(
        done=_done(reader),
        tasks=reader.rows(Task),
        logs=reader.rows(WorkLog),
        submissions=reader.rows(Submission),
        work=reader.rows(WorkOfMember),
        references=reader.rows(WageReference),
        places=reader.rows(WorkPlace),
        appeals=reader.rows(AppealRow),
        releases=reader.rows(GroupRelease),
        pulses=reader.rows(PulseRow),
        comments=reader.rows(StatementComment),
        statements=reader.rows(LabourStatement),
        looks=reader.rows(LookCount),
    )


def _done(reader: Reader) -> dict[str, list[Done]]:
    """The entries of the acts that points are found by, each act in all of its versions."""
    tags = [str(kind.__struct_config__.tag) for kind in RULES]
    done: dict[str, list[Done]] = {act: [] for act in ACTS}
    for one in reader.told([tag for tag in tags if tag.rpartition("/")[0] in done]):
        done[one.act.rpartition("/")[0]].append(Done(one.seq, one.at))
    return done
