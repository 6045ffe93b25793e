"""The room labour. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from auzolan.client.door import Done, Later, part
from auzolan.client.labour_1 import Labour1
from auzolan.client.shapes_labour import (
    AppealLine,
    LogAsked,
    LookCountLine,
    LookLine,
    OpenTaskAsked,
    PanelCase,
    PulseAsked2,
)
from auzolan.client.shapes_labour_2 import (
    JobQuality,
    JudgeAsked2,
    OwnPay,
    PulseResult,
    QueueLine,
    RateAsked,
    Ratings,
    SheetAsked,
    StateAsked,
)


class Labour2(Labour1):
    """What can be asked of the room labour."""

    def log_work(
        self,
        *,
        file: str,
        period: str = "",
        once: str = "",
    ) -> Later:
        """Bring in a log of work.

        Scope: `do:labour.log_work`. It takes long, and is done in the queue.

        Args:
            file: The file
            period: In which period?
            once: the number of this request; drawn where empty.
        """
        asked = LogAsked(file=file, period=period)
        return self._door.do("labour.log_work", asked, Later, once)

    def look_counts(
        self,
    ) -> Iterator[LookCountLine]:
        """How often a figure about persons was looked at in a role; about nobody.

        Scope: `read:labour.look_counts`.
        """
        return self._door.lines("looks", LookCountLine)

    def looks(
        self,
        *,
        member: str,
    ) -> Iterator[LookLine]:
        """A look at a person's figures, as she sees it.

        Scope: `read:labour.looks`.
        """
        return self._door.lines(f"members/{part(member)}/looks", LookLine)

    def open_appeals(
        self,
    ) -> Iterator[AppealLine]:
        """An appeal that waits: how many judge it, how many have, and when it stands as overturned.

        Scope: `read:labour.open_appeals`.
        """
        return self._door.lines("work/appeals", AppealLine)

    def open_pulse(
        self,
        *,
        days: int = 14,
        once: str = "",
    ) -> Done:
        """Ask all members how their work is.

        Scope: `do:labour.open_pulse`.

        Args:
            days: How many days?
            once: the number of this request; drawn where empty.
        """
        asked = PulseAsked2(days=days)
        return self._door.do("labour.open_pulse", asked, Done, once)

    def open_task(
        self,
        *,
        task: str,
        words: str,
        hour_cents: int = 0,
        piece: str = "",
        pilot: str = "",
        issuer: str = "",
        kind: str = "",
        work_class: str = "work",
        page_seconds_max: int = 600,
        harmful: Literal["0", "1", "2"] = "0",
        once: str = "",
    ) -> Done:
        """Offer a task.

        Scope: `do:labour.open_task`.

        Args:
            task: What is it called?
            words: What is to be done, and what for?
            hour_cents: Pay for an hour
            piece: Pay for a piece
            pilot: Who tried it, as a file
            issuer: For which company?
            kind: Which kind of data does it make?
            work_class: What kind of work?
            page_seconds_max: The longest that one page may count, in seconds
            harmful: May people meet content that harms?
            once: the number of this request; drawn where empty.
        """
        asked = OpenTaskAsked(task=task, words=words, hour_cents=hour_cents, piece=piece, pilot=pilot, issuer=issuer, kind=kind, work_class=work_class, page_seconds_max=page_seconds_max, harmful=harmful)
        return self._door.do("labour.open_task", asked, Done, once)

    def panel(
        self,
        *,
        member: str,
    ) -> Iterator[PanelCase]:
        """What one of a panel is given to judge: the work and the words of both sides, no name.

        Scope: `read:labour.panel`.
        """
        return self._door.lines(f"members/{part(member)}/panel", PanelCase)

    def pay(
        self,
        *,
        member: str,
    ) -> OwnPay:
        """All about one's own pay.

        Scope: `read:labour.pay`.
        """
        return self._door.one(f"members/{part(member)}/pay", OwnPay)

    def publish_statement(
        self,
        *,
        about: str,
        purpose: str,
        jobs: Literal["fewer", "more", "none", "other", "unknown"] = "unknown",
        effect: str = "",
        consultation: str = "",
        support: str = "",
        not_known: str = "",
        once: str = "",
    ) -> Done:
        """State the labour behind a model or a data set.

        Scope: `do:labour.publish_statement`.

        Args:
            about: About what?
            purpose: What is it for?
            jobs: What will it do to jobs?
            effect: The same in words
            consultation: With whom was it talked over? Who was against it, and why?
            support: What is done for people who meet harmful content?
            not_known: What is not known?
            once: the number of this request; drawn where empty.
        """
        asked = StateAsked(about=about, purpose=purpose, jobs=jobs, effect=effect, consultation=consultation, support=support, not_known=not_known)
        return self._door.do("labour.publish_statement", asked, Done, once)

    def pulses(
        self,
    ) -> Iterator[PulseResult]:
        """A pulse; `scores` is empty while it lasts, and where too few have answered.

        Scope: `read:labour.pulses`.
        """
        return self._door.lines("labour/pulses", PulseResult)

    def quality(
        self,
        *,
        period: str,
    ) -> JobQuality:
        """The card of one period; `pulse` is the newest that is over, None where none is.

        Scope: `read:labour.quality`.
        """
        return self._door.one(f"labour/periods/{part(period)}", JobQuality)

    def queue(
        self,
    ) -> Iterator[QueueLine]:
        """A piece of work that waits to be judged; `claimed_seconds` is None but for claims.

        Scope: `read:labour.queue`.
        """
        return self._door.lines("work/queue", QueueLine)

    def rate(
        self,
        *,
        submission: str,
        pay: Literal["0", "1", "2", "3", "4", "5"],
        fairness: Literal["0", "1", "2", "3", "4", "5"],
        speed: Literal["0", "1", "2", "3", "4", "5"],
        communication: Literal["0", "1", "2", "3", "4", "5"],
        words: str = "",
        once: str = "",
    ) -> Done:
        """Rate whom I worked for.

        Scope: `do:labour.rate`.

        Args:
            submission: Which piece of work?
            pay: Pay
            fairness: Fairness
            speed: Speed of pay
            communication: Communication
            words: What else do you want to say?
            once: the number of this request; drawn where empty.
        """
        asked = RateAsked(submission=submission, pay=pay, fairness=fairness, speed=speed, communication=communication, words=words)
        return self._door.do("labour.rate", asked, Done, once)

    def ratings(
        self,
    ) -> Ratings:
        """What may be shown of ratings to an audience that sees groups of so many people.

        Scope: `read:labour.ratings`.
        """
        return self._door.one("labour/ratings", Ratings)

    def ratings_inside(
        self,
    ) -> Ratings:
        """What may be shown of ratings to an audience that sees groups of so many people.

        Scope: `read:labour.ratings_inside`.
        """
        return self._door.one("labour/ratings-inside", Ratings)

    def record_work(
        self,
        *,
        file: str,
        period: str = "",
        once: str = "",
    ) -> Later:
        """Book a sheet of agreed work.

        Scope: `do:labour.record_work`. Somebody else must say yes before it is done.

        Args:
            file: The file
            period: In which period?
            once: the number of this request; drawn where empty.
        """
        asked = SheetAsked(file=file, period=period)
        return self._door.do("labour.record_work", asked, Later, once)

    def reject(
        self,
        *,
        submission: str,
        reason: str,
        once: str = "",
    ) -> Done:
        """Turn work down.

        Scope: `do:labour.reject`.

        Args:
            submission: Which piece of work, for which task, how many items, by when?
            reason: Why?
            once: the number of this request; drawn where empty.
        """
        asked = JudgeAsked2(submission=submission, reason=reason)
        return self._door.do("labour.reject", asked, Done, once)
