"""The room labour. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from typing import Literal

from auzolan.client.door import Done, Door, Later, part
from auzolan.client.shapes_labour import (
    AcceptAllAsked,
    AcceptAsked,
    AgainAsked,
    AnswerAsked,
    AppealAsked,
    ClaimAsked,
    CommentAsked,
    Exchange,
    Fairwork,
    ForgetAsked,
    ImportAsked,
    IndexAsked,
    JudgeAsked,
    PulseAsked,
    TaskEndAsked,
)


class Labour1:
    """What can be asked of the room labour."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def accept(
        self,
        *,
        submissions: tuple[str, ...],
        reason: str,
        once: str = "",
    ) -> Done:
        """Accept work.

        Scope: `do:labour.accept`.

        Args:
            submissions: Which piece of work, for which task, how many items, by when?
            reason: Why?
            once: the number of this request; drawn where empty.
        """
        asked = AcceptAsked(submissions=submissions, reason=reason)
        return self._door.do("labour.accept", asked, Done, once)

    def accept_all(
        self,
        *,
        task: str = "",
        reason: str,
        once: str = "",
    ) -> Done:
        """Accept all that waits.

        Scope: `do:labour.accept_all`.

        Args:
            task: Of which task?
            reason: Why?
            once: the number of this request; drawn where empty.
        """
        asked = AcceptAllAsked(task=task, reason=reason)
        return self._door.do("labour.accept_all", asked, Done, once)

    def answer_comment(
        self,
        *,
        comment: str,
        words: str,
        once: str = "",
    ) -> Done:
        """Answer a comment.

        Scope: `do:labour.answer_comment`.

        Args:
            comment: Which comment?
            words: What do you answer?
            once: the number of this request; drawn where empty.
        """
        asked = AnswerAsked(comment=comment, words=words)
        return self._door.do("labour.answer_comment", asked, Done, once)

    def answer_pulse(
        self,
        *,
        pay: Literal["0", "1", "2", "3", "4", "5"],
        hours: Literal["0", "1", "2", "3", "4", "5"],
        safety: Literal["0", "1", "2", "3", "4", "5"],
        say: Literal["0", "1", "2", "3", "4", "5"],
        respect: Literal["0", "1", "2", "3", "4", "5"],
        learning: Literal["0", "1", "2", "3", "4", "5"],
        once: str = "",
    ) -> Done:
        """Say how my work is.

        Scope: `do:labour.answer_pulse`.

        Args:
            pay: Pay
            hours: Hours
            safety: Safety
            say: A say in things
            respect: Respect
            learning: Learning
            once: the number of this request; drawn where empty.
        """
        asked = PulseAsked(pay=pay, hours=hours, safety=safety, say=say, respect=respect, learning=learning)
        return self._door.do("labour.answer_pulse", asked, Done, once)

    def appeal(
        self,
        *,
        submission: str,
        words: str,
        once: str = "",
    ) -> Done:
        """Appeal a rejection.

        Scope: `do:labour.appeal`.

        Args:
            submission: Which piece of work?
            words: Why was the rejection wrong?
            once: the number of this request; drawn where empty.
        """
        asked = AppealAsked(submission=submission, words=words)
        return self._door.do("labour.appeal", asked, Done, once)

    def assign_index(
        self,
        *,
        member: str,
        index_centi: int,
        work_class: str = "",
        once: str = "",
    ) -> Later:
        """Set by how much somebody's hours weigh.

        Scope: `do:labour.assign_index`. Somebody else must say yes before it is done.

        Args:
            member: Whose hours?
            index_centi: The index in hundredths
            work_class: Of which kind of work?
            once: the number of this request; drawn where empty.
        """
        asked = IndexAsked(member=member, index_centi=index_centi, work_class=work_class)
        return self._door.do("labour.assign_index", asked, Later, once)

    def claim_time(
        self,
        *,
        work_class: str,
        minutes: int,
        task: str = "",
        items: int = 0,
        batch: str = "",
        once: str = "",
    ) -> Done:
        """Put my time on the books.

        Scope: `do:labour.claim_time`.

        Args:
            work_class: What kind of time?
            minutes: How many minutes?
            task: For which task?
            items: How many pieces did you do?
            batch: Did it make one of your batches?
            once: the number of this request; drawn where empty.
        """
        asked = ClaimAsked(work_class=work_class, minutes=minutes, task=task, items=items, batch=batch)
        return self._door.do("labour.claim_time", asked, Done, once)

    def close_task(
        self,
        *,
        task: str,
        reason: str,
        once: str = "",
    ) -> Done:
        """Offer a task no more.

        Scope: `do:labour.close_task`.

        Args:
            task: Which task?
            reason: Why?
            once: the number of this request; drawn where empty.
        """
        asked = TaskEndAsked(task=task, reason=reason)
        return self._door.do("labour.close_task", asked, Done, once)

    def comment(
        self,
        *,
        statement: str,
        words: str,
        once: str = "",
    ) -> Done:
        """Comment on a labour statement.

        Scope: `do:labour.comment`.

        Args:
            statement: About which statement?
            words: What do you say?
            once: the number of this request; drawn where empty.
        """
        asked = CommentAsked(statement=statement, words=words)
        return self._door.do("labour.comment", asked, Done, once)

    def exchange(
        self,
        *,
        member: str,
    ) -> Exchange:
        """What a member gave and received in some days, from entries up to the head that was read.

        Scope: `read:labour.exchange`.
        """
        return self._door.one(f"members/{part(member)}/exchange", Exchange)

    def fairwork(
        self,
    ) -> Fairwork:
        """The ten points at one head of the record, and the command that finds them again.

        Scope: `read:labour.fairwork`.
        """
        return self._door.one("labour/fairwork", Fairwork)

    def forget_pages(
        self,
        *,
        log: str,
        once: str = "",
    ) -> Done:
        """Destroy raw page times whose day has come.

        Scope: `do:labour.forget_pages`.

        Args:
            log: Of which log?
            once: the number of this request; drawn where empty.
        """
        asked = ForgetAsked(log=log)
        return self._door.do("labour.forget_pages", asked, Done, once)

    def hand_in_again(
        self,
        *,
        submission: str,
        minutes: int,
        once: str = "",
    ) -> Done:
        """Hand work in again.

        Scope: `do:labour.hand_in_again`.

        Args:
            submission: Which piece of work?
            minutes: How many minutes did it take in all?
            once: the number of this request; drawn where empty.
        """
        asked = AgainAsked(submission=submission, minutes=minutes)
        return self._door.do("labour.hand_in_again", asked, Done, once)

    def import_(
        self,
        *,
        file: str,
        tool: str,
        log: str,
        people: str = "",
        task: str = "",
        period: str = "",
        once: str = "",
    ) -> Later:
        """Bring in work from a tool.

        Scope: `do:labour.import`. It takes long, and is done in the queue.

        Args:
            file: The file, as the tool wrote it
            tool: Which tool?
            log: What is the log called?
            people: Who is who
            task: For which task?
            period: In which period?
            once: the number of this request; drawn where empty.
        """
        asked = ImportAsked(file=file, tool=tool, log=log, people=people, task=task, period=period)
        return self._door.do("labour.import", asked, Later, once)

    def judge_appeal(
        self,
        *,
        submission: str,
        verdict: Literal["overturn", "uphold"],
        reason: str,
        once: str = "",
    ) -> Done:
        """Judge an appeal.

        Scope: `do:labour.judge_appeal`.

        Args:
            submission: Which piece of work?
            verdict: Who is right?
            reason: Why?
            once: the number of this request; drawn where empty.
        """
        asked = JudgeAsked(submission=submission, verdict=verdict, reason=reason)
        return self._door.do("labour.judge_appeal", asked, Done, once)
