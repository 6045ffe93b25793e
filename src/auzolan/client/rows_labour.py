"""The rows of the room labour. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator

from auzolan.client.door import Door
from auzolan.client.shapes_rows_labour import (
    GroupAtom,
    GroupRelease,
    JobIndex,
    LabourStatement,
    LookCount,
    LookRow,
    PulseRow,
    Rating,
    StatementComment,
    Submission,
    Task,
    WageReference,
    WorkLog,
    WorkOfMember,
    WorkPlace,
)


class RowsOfLabour:
    """What can be asked of the rows of the room labour."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def group_atom(
        self,
        *,
        view: str | None = None,
    ) -> Iterator[GroupAtom]:
        """The finest group in which releases have shown a person so far, as one audience saw them.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/labour.GroupAtom", GroupAtom, {"view": view})

    def group_release(
        self,
        *,
        release: str | None = None,
        population: str | None = None,
        year: int | None = None,
    ) -> Iterator[GroupRelease]:
        """A release about groups; `year` is the calendar year (UTC) whose noise budget it spends.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/labour.GroupRelease", GroupRelease, {"release": release, "population": population, "year": year})

    def job_index(
        self,
    ) -> Iterator[JobIndex]:
        """The index by which a member's hours weigh, in hundredths; 100 where there is no row.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/labour.JobIndex", JobIndex)

    def labour_statement(
        self,
        *,
        statement: str | None = None,
        about: str | None = None,
        name: str | None = None,
        kind: str | None = None,
    ) -> Iterator[LabourStatement]:
        """A labour-impact statement: the newest of a subject counts.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/labour.LabourStatement", LabourStatement, {"statement": statement, "about": about, "name": name, "kind": kind})

    def look_count(
        self,
        *,
        metric: str | None = None,
    ) -> Iterator[LookCount]:
        """How often a figure about persons was looked at in a role: open, and about nobody.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/labour.LookCount", LookCount, {"metric": metric})

    def look_row(
        self,
        *,
        look: str | None = None,
        viewer: str | None = None,
        metric: str | None = None,
    ) -> Iterator[LookRow]:
        """A look at a person's figure.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/labour.LookRow", LookRow, {"look": look, "viewer": viewer, "metric": metric})

    def pulse_row(
        self,
        *,
        pulse: str | None = None,
    ) -> Iterator[PulseRow]:
        """A quarter's question to all members about their work.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/labour.PulseRow", PulseRow, {"pulse": pulse})

    def rating(
        self,
        *,
        submission: str | None = None,
        issuer: str | None = None,
    ) -> Iterator[Rating]:
        """What somebody says of whom she worked for; scores as in `RateIssuer`, 0 for no opinion.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/labour.Rating", Rating, {"submission": submission, "issuer": issuer})

    def statement_comment(
        self,
        *,
        comment: str | None = None,
        statement: str | None = None,
    ) -> Iterator[StatementComment]:
        """A member's comment on a statement; `answered` is the entry of its answer, -1 until then.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/labour.StatementComment", StatementComment, {"comment": comment, "statement": statement})

    def submission(
        self,
        *,
        submission: str | None = None,
        log: str | None = None,
        period: str | None = None,
        tag: str | None = None,
        task: str | None = None,
        batch: str | None = None,
        state: str | None = None,
        owing: int | None = None,
        floor_period: str | None = None,
    ) -> Iterator[Submission]:
        """A piece of work that is judged on its own, and what has been paid for it.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/labour.Submission", Submission, {"submission": submission, "log": log, "period": period, "tag": tag, "task": task, "batch": batch, "state": state, "owing": owing, "floor_period": floor_period})

    def task(
        self,
        *,
        task: str | None = None,
        issuer: str | None = None,
        kind: str | None = None,
    ) -> Iterator[Task]:
        """Work that is or was offered, its price, and what came in, counted by events.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/labour.Task", Task, {"task": task, "issuer": issuer, "kind": kind})

    def wage_reference(
        self,
        *,
        place: str | None = None,
    ) -> Iterator[WageReference]:
        """A statutory minimum or a living wage of a place, from a moment on.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/labour.WageReference", WageReference, {"place": place})

    def work_log(
        self,
        *,
        log: str | None = None,
        period: str | None = None,
        file: str | None = None,
        kind: str | None = None,
    ) -> Iterator[WorkLog]:
        """A log of work that has been booked.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/labour.WorkLog", WorkLog, {"log": log, "period": period, "file": file, "kind": kind})

    def work_of_member(
        self,
        *,
        period: str | None = None,
    ) -> Iterator[WorkOfMember]:
        """One member's work in a period, all sheets together.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/labour.WorkOfMember", WorkOfMember, {"period": period})

    def work_place(
        self,
    ) -> Iterator[WorkPlace]:
        """Where a member works, from a moment on.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/labour.WorkPlace", WorkPlace)
