"""The rules of judging work: accept, turn down, hand back, hand in again.

Only a member decides, never a machine, and never on her own work; who turns work down or hands it
back gives a reason that the vault keeps. Silence accepts: after the charter's days nobody can turn
it down any more. Work that is turned down is time that was worked, and counts; a claim that is
turned down is time that nobody has seen, and does not.
"""

from __future__ import annotations

from collections import Counter

import msgspec

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.labour.classes import CLAIMED
from auzolan.labour.state import (
    ACCEPTED,
    HANDED_BACK,
    PENDING,
    REJECTED,
    Submission,
    Task,
)
from auzolan.labour.tasks.prices import by_hour_micro
from auzolan.labour.work.acts import (
    AcceptWork,
    HandedInAgain,
    HandInAgain,
    RejectWork,
    ReviseWork,
    WorkAccepted,
    WorkHandedBack,
    WorkRejected,
)
from auzolan.labour.work.deadlines import accepted_from, appeal_ends_at, has_time_due, state_at
from auzolan.labour.work.log_checks import CLAIM_SECONDS_MAX, SECONDS_MAX, own_work
from auzolan.members.state import is_in_standing
from auzolan.record.case import Case
from auzolan.record.entries import ACTOR_OPERATOR, Fact


def decide_accept(books: Books, act: AcceptWork, case: Case) -> tuple[Fact, ...] | Refusal:
    """Accept submissions, all of them or none.

    Source: charter, article on labour.
    """
    refusal = no_person(books, case.actor)
    if refusal is not None:
        return refusal
    twice = [name for name, times in Counter(act.submissions).items() if times > 1]
    if twice:
        return Refusal(
            "labour.submission_twice", _article(books), f"{twice[0]} stands in the list twice.",
            "Name each submission once.",
        )  # fmt: skip
    for name in act.submissions:
        found = _to_judge(books, name, case)
        if isinstance(found, Refusal):
            return found
    return (WorkAccepted(len(act.submissions)),)


def decide_reject(books: Books, act: RejectWork, case: Case) -> tuple[Fact, ...] | Refusal:
    """Turn a submission down, once; she may appeal.

    Returns:
        `WorkRejected`, with the moment until which she may.
    Source: charter, article on labour.
    """
    found = no_person(books, case.actor) or _to_judge(books, act.submission, case)
    if isinstance(found, Refusal):
        return found
    return (WorkRejected(act.submission, found.task, appeal_ends_at(books, case.at)),)


def decide_revise(books: Books, act: ReviseWork, case: Case) -> tuple[Fact, ...] | Refusal:
    """Hand a submission back to be done again, once: after that it is accepted or turned down.

    Source: charter, article on labour.
    """
    found = no_person(books, case.actor) or _to_judge(books, act.submission, case)
    if isinstance(found, Refusal):
        return found
    if found.decided_at:
        return Refusal(
            "labour.handed_back_before", _article(books),
            f"{act.submission} was handed back on {iso_from_moment(found.decided_at)[:10]}, and "
            "handed in again.",
            "Accept it or turn it down; her pay does not wait for a third time.",
        )  # fmt: skip
    return (WorkHandedBack(act.submission, found.task),)


def decide_hand_in_again(books: Books, act: HandInAgain, case: Case) -> tuple[Fact, ...] | Refusal:
    """Hand a submission in again under its tag, with the time that it took in addition.

    Source: charter, article on labour.
    """
    found = hers(books, act.submission, case.actor)
    if isinstance(found, Refusal):
        return found
    if found.state != HANDED_BACK:
        return Refusal(
            "labour.not_handed_back", _article(books),
            f"{act.submission} was not handed back; it is {state_at(books, found, case.at)}.",
            "Only what is to be done again is handed in again.",
        )  # fmt: skip
    # The further time is her own word, and counts even where the work is turned down in the end.
    most = min(CLAIM_SECONDS_MAX, SECONDS_MAX - found.seconds)
    if not 0 <= act.seconds <= most:
        return Refusal(
            "labour.seconds_out_of_range", _article(books),
            f"{act.submission} would have taken {act.seconds} seconds more; {most} can be added, and "
            "no time is taken away.",
            "Correct the time.",
        )  # fmt: skip
    return (HandedInAgain(act.submission, found.task),)


def apply_accepted(books: Books, case: Case, act: AcceptWork, fact: WorkAccepted) -> None:
    """Write that they are accepted; restricted rows only."""
    for name in act.submissions:
        _decided(books, case, name, ACCEPTED)


def apply_rejected(books: Books, case: Case, act: RejectWork, fact: WorkRejected) -> None:
    """Count the rejection at its task, which all may see."""
    task = _task_of(books, fact.task)
    if task is not None:
        books.put(msgspec.structs.replace(task, rejections=task.rejections + 1))


def apply_rejected_to_members(
    books: Books, case: Case, act: RejectWork, fact: WorkRejected
) -> None:
    """Write that it is turned down; a restricted row."""
    row = _decided(books, case, fact.submission, REJECTED)
    books.put(msgspec.structs.replace(row, rejected_at=row.rejected_at or case.at))


def apply_handed_back(books: Books, case: Case, act: ReviseWork, fact: WorkHandedBack) -> None:
    """Count at its task that work was handed back, which all may see."""
    task = _task_of(books, fact.task)
    if task is not None:
        books.put(msgspec.structs.replace(task, handed_back=task.handed_back + 1))


def apply_handed_back_to_members(
    books: Books, case: Case, act: ReviseWork, fact: WorkHandedBack
) -> None:
    """Write that it is to be done again; a restricted row."""
    _decided(books, case, fact.submission, HANDED_BACK)


def apply_handed_in_again(books: Books, case: Case, act: HandInAgain, fact: HandedInAgain) -> None:
    """Write that it waits again, with the further time; a restricted row.

    Her own word is part of its time now, so as a whole it counts as claimed.
    """
    row = submission_of(books, fact.submission)
    seconds = row.seconds + act.seconds
    task = _task_of(books, row.task)
    by_hour = task is not None and task.hour_cents > 0 and task.work_class == row.work_class
    basis = CLAIMED if act.seconds else row.basis
    books.put(
        msgspec.structs.replace(
            row,
            seconds=seconds,
            paid_seconds=seconds if by_hour else row.paid_seconds,
            pay_micro=by_hour_micro(seconds, task.hour_cents)
            if by_hour and task
            else row.pay_micro,
            basis=basis,
            state=PENDING,
            waits_since=case.at,
            owing=1,
        )
    )


def no_person(books: Books, actor: str) -> Refusal | None:
    """The refusal where something else than a member would decide on work, or None.

    Founders may have put any id into an office; a machine's is no member's.
    """
    if actor != ACTOR_OPERATOR and is_in_standing(books, actor):
        return None
    return Refusal(
        "labour.needs_a_person", _article(books),
        f"{actor} is no member in good standing; work is judged by people, not by machines.",
        "Ask a member who holds the office.",
    )  # fmt: skip


def hers(books: Books, name: str, tag: str) -> Submission | Refusal:
    """The submission that a tag stands for, or the refusal: the same for what there is not.

    Args:
        books: the state.
        name: the submission.
        tag: who asks.
    """
    row = books.get(Submission, name)
    if row is not None and row.tag == tag:
        return row
    return Refusal(
        "labour.not_her_submission", _article(books),
        f"{tag} is no tag of a submission {name}.",
        "Ask under the tag that belongs to it.",
    )  # fmt: skip


def submission_of(books: Books, name: str) -> Submission:
    """A submission that a fact names."""
    row = books.get(Submission, name)
    assert row is not None, f"the submission {name} was never logged"
    return row


def _to_judge(books: Books, name: str, case: Case) -> Submission | Refusal:
    """A submission that this actor may decide on at this moment, or why not."""
    row = books.get(Submission, name)
    if row is None:
        return Refusal(
            "labour.submission_unknown", _article(books), f"There is no submission {name}.",
            "Name one that waits: auzolan labour queue.",
        )  # fmt: skip
    if row.member == case.actor:
        return own_work(books, case.actor)
    if row.state == PENDING and state_at(books, row, case.at) == ACCEPTED:
        since = iso_from_moment(accepted_from(books, row))
        return Refusal(
            "labour.accepted_by_time", _article(books),
            f"{name} waited for a decision until {since}, and counts as accepted since.",
            "Nothing is left to decide; it is paid at the next settlement.",
        )  # fmt: skip
    if row.state != PENDING:
        return Refusal(
            "labour.decided_already", _article(books), f"{name} is {row.state}.",
            "A decision is changed by an appeal alone.",
        )  # fmt: skip
    return row


def _decided(books: Books, case: Case, name: str, state: str) -> Submission:
    old = submission_of(books, name)
    # Turned down and no time to count: no settlement will ever find anything in it.
    owing = int(state == ACCEPTED or has_time_due(old))
    row = msgspec.structs.replace(
        old, state=state, decided_at=case.at, decided_by=case.actor, owing=owing
    )
    books.put(row)
    return row


def _task_of(books: Books, task: str) -> Task | None:
    return books.get(Task, task) if task else None


def _article(books: Books) -> str:
    return f"Art. {charter_of(books).labour.number}"
