"""The tables of labour, made from its rows. What a row means stands in `labour/state.py`."""

from __future__ import annotations

from auzolan.house.storage.models import table_of
from auzolan.labour.state import (
    AppealRow,
    GroupAtom,
    GroupRelease,
    JobIndex,
    LabourStatement,
    LookCount,
    LookRow,
    PanelTag,
    PulseAnswer,
    PulseRow,
    PulseTag,
    Rating,
    StatementComment,
    Submission,
    Task,
    WageReference,
    WorkLog,
    WorkOfMember,
    WorkPlace,
    WorkSheet,
)

JobIndexTable = table_of(JobIndex)
WorkSheetTable = table_of(WorkSheet)
WorkOfMemberTable = table_of(WorkOfMember)
TaskTable = table_of(Task)
WorkLogTable = table_of(WorkLog)
SubmissionTable = table_of(Submission)
AppealRowTable = table_of(AppealRow)
PanelTagTable = table_of(PanelTag)
WageReferenceTable = table_of(WageReference)
WorkPlaceTable = table_of(WorkPlace)
LookRowTable = table_of(LookRow)
LookCountTable = table_of(LookCount)
GroupReleaseTable = table_of(GroupRelease)
GroupAtomTable = table_of(GroupAtom)
LabourStatementTable = table_of(LabourStatement)
StatementCommentTable = table_of(StatementComment)
RatingTable = table_of(Rating)
PulseRowTable = table_of(PulseRow)
PulseTagTable = table_of(PulseTag)
PulseAnswerTable = table_of(PulseAnswer)
