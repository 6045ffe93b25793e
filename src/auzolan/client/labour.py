"""The room labour. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from auzolan.client.door import Done, Later, part
from auzolan.client.labour_2 import Labour2
from auzolan.client.shapes_labour_2 import (
    GroupsAsked,
    JudgeAsked2,
    PlaceAsked,
    ReferencesAsked,
    SettleAsked,
    SheetLine,
    SubmissionAsked,
)
from auzolan.client.shapes_labour_3 import LabourImpact, OwnSubmission, StatementLine, TaskLine


class Labour(Labour2):
    """What can be asked of the room labour."""

    def release_groups(
        self,
        *,
        file: str,
        release: str,
        population: str = "members",
        audience: Literal["inside", "public"] = "inside",
        measure: Literal["items", "pay_cents", "people", "seconds"] = "people",
        period: str = "",
        noise_centi: int = 0,
        once: str = "",
    ) -> Done:
        """Tell figures about groups.

        Scope: `do:labour.release_groups`.

        Args:
            file: Who belongs where
            release: What is it called?
            population: What are these people called?
            audience: Who may read it?
            measure: What is counted?
            period: Of which closed period?
            noise_centi: Noise, epsilon in hundredths
            once: the number of this request; drawn where empty.
        """
        asked = GroupsAsked(file=file, release=release, population=population, audience=audience, measure=measure, period=period, noise_centi=noise_centi)
        return self._door.do("labour.release_groups", asked, Done, once)

    def revise(
        self,
        *,
        submission: str,
        reason: str,
        once: str = "",
    ) -> Done:
        """Hand work back.

        Scope: `do:labour.revise`.

        Args:
            submission: Which piece of work, for which task, how many items, by when?
            reason: Why?
            once: the number of this request; drawn where empty.
        """
        asked = JudgeAsked2(submission=submission, reason=reason)
        return self._door.do("labour.revise", asked, Done, once)

    def seat_panel(
        self,
        *,
        submission: str,
        once: str = "",
    ) -> Done:
        """Seat a panel for an appeal.

        Scope: `do:labour.seat_panel`.

        Args:
            submission: About which piece of work?
            once: the number of this request; drawn where empty.
        """
        asked = SubmissionAsked(submission=submission)
        return self._door.do("labour.seat_panel", asked, Done, once)

    def set_place(
        self,
        *,
        place: str = "",
        once: str = "",
    ) -> Done:
        """Say where I work.

        Scope: `do:labour.set_place`.

        Args:
            place: Where do you work?
            once: the number of this request; drawn where empty.
        """
        asked = PlaceAsked(place=place)
        return self._door.do("labour.set_place", asked, Done, once)

    def set_reference(
        self,
        *,
        file: str,
        source: str,
        once: str = "",
    ) -> Later:
        """Bring in minimum and living wages.

        Scope: `do:labour.set_reference`. Somebody else must say yes before it is done.

        Args:
            file: The file, as it was published
            source: Who published it?
            once: the number of this request; drawn where empty.
        """
        asked = ReferencesAsked(file=file, source=source)
        return self._door.do("labour.set_reference", asked, Later, once)

    def settle(
        self,
        *,
        period: str = "",
        once: str = "",
    ) -> Later:
        """Pay accepted work.

        Scope: `do:labour.settle`. Somebody else must say yes before it is done.

        Args:
            period: In which period?
            once: the number of this request; drawn where empty.
        """
        asked = SettleAsked(period=period)
        return self._door.do("labour.settle", asked, Later, once)

    def sheets(
        self,
    ) -> Iterator[SheetLine]:
        """One sheet of work.

        Scope: `read:labour.sheets`.
        """
        return self._door.lines("work/sheets", SheetLine)

    def statement(
        self,
        *,
        name: str,
    ) -> LabourImpact:
        """A labour-impact statement.

        Scope: `read:labour.statement`.
        """
        return self._door.one(f"labour/statements/{part(name)}", LabourImpact)

    def statements(
        self,
    ) -> Iterator[StatementLine]:
        """A statement in a list of them.

        Scope: `read:labour.statements`.
        """
        return self._door.lines("labour/statements", StatementLine)

    def submissions(
        self,
        *,
        member: str,
    ) -> Iterator[OwnSubmission]:
        """A piece of one's own work, with all that is known of it.

        Scope: `read:labour.submissions`.
        """
        return self._door.lines(f"members/{part(member)}/work", OwnSubmission)

    def tasks(
        self,
    ) -> Iterator[TaskLine]:
        """A task with its price by item and by hour, as people see it before they begin.

        Scope: `read:labour.tasks`.
        """
        return self._door.lines("tasks", TaskLine)
