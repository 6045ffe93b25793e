"""What can be asked about work that was done: log it, judge it, appeal, pay it.

Each piece of work that is judged on its own is a submission, under a random id. Who handed it in
is known to the restricted lines of its log alone; she acts under a one-time tag of that log.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Id, NoneOrDigest, NoneOrId, Tag
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import RestrictedInt, RestrictedText, Sealed

Submissions = Annotated[tuple[Id, ...], Meta(min_length=1, max_length=300)]
Tags = Annotated[tuple[Tag, ...], Meta(min_length=1, max_length=15)]
Verdict = Annotated[str, Meta(pattern=r"\A(uphold|overturn)\Z")]


class LogWork(Act, frozen=True, gc=False, tag="labour.log_work/1"):
    """Put the work of a period on the books, as a tool measured it or as was agreed.

    Attributes:
        log: its id.
        period: the open period.
        lines: a restricted annex `log/1`, laid down beforehand, one line a submission, with the
            columns submission, member, tag, task (or empty), work_class, basis, seconds (0 where
            basis is `unknown`), items, pay_micro (agreed for it; for work by piece items times
            the price), paid_seconds (those that the price was meant for), judgments, batch (of
            rows that it delivers, or empty).
        file: SHA-256 of the file it was read from, so that none is booked twice; or empty.
        pages: digest of the raw page times kept in the vault, or empty where none are kept.
        page_count: how many pages they are.
        kind: the kind of rows that lines without a task are about, as of piece work that was done
            before any task was offered; or empty.
    """

    log: Id
    period: Id
    lines: AnnexRef
    file: NoneOrDigest
    pages: NoneOrDigest
    page_count: Annotated[int, Meta(ge=0, le=2**53 - 1)]
    kind: NoneOrId = ""


class ClaimTime(Act, frozen=True, gc=False, tag="labour.claim_time/1"):
    """Put one's own time on the books, as one says it was.

    `submission`, `task` (or empty) and `work_class` are restricted as well: who claimed stands
    open, and whose submission was turned down later must not follow from it.
    """

    submission: RestrictedText
    period: Id
    member: Id
    tag: RestrictedText
    task: RestrictedText
    work_class: RestrictedText
    seconds: RestrictedInt
    items: RestrictedInt
    batch: NoneOrId = ""

    def person(self) -> str:
        """Whose time it is."""
        return self.member


class AcceptWork(Act, frozen=True, gc=False, tag="labour.accept/1"):
    """Accept submissions, with a reason that a person wrote: it holds for all of them."""

    submissions: Submissions
    reason: Sealed


class RejectWork(Act, frozen=True, gc=False, tag="labour.reject/1"):
    """Turn a submission down, with a reason that a person wrote.

    Time that was logged counts all the same; of a claim the time itself is turned down.
    """

    submission: Id
    reason: Sealed


class ReviseWork(Act, frozen=True, gc=False, tag="labour.revise/1"):
    """Hand a submission back to be done again, with a reason that a person wrote."""

    submission: Id
    reason: Sealed


class HandInAgain(Act, frozen=True, gc=False, tag="labour.hand_in_again/1"):
    """Hand a submission in again under its tag; the further time is added to it."""

    submission: Id
    seconds: RestrictedInt


class Appeal(Act, frozen=True, gc=False, tag="labour.appeal/1"):
    """Ask peers to judge a rejection, under the submission's tag."""

    submission: Id
    words: Sealed


class SeatPanel(Act, frozen=True, gc=False, tag="labour.seat_panel/1"):
    """Let peers judge an appeal; they were drawn by lot, and only the vault knows who they are."""

    submission: Id
    tags: Tags


class JudgeAppeal(Act, frozen=True, gc=False, tag="labour.judge_appeal/1"):
    """Judge an appeal as one of its panel, under one's tag, not knowing whose work it is."""

    submission: Id
    verdict: Verdict
    reason: Sealed


class SettleWork(Act, frozen=True, gc=False, tag="labour.settle/1"):
    """Pay what is accepted, by time or by the days gone, and lift each person to the floor.

    `work` is the id of the sheet that comes of it; the open period bears the cost.
    """

    work: Id
    period: Id


class ForgetPages(Act, frozen=True, gc=False, tag="labour.forget_pages/1"):
    """Note that the raw page times of a log have been destroyed; totals by class stay."""

    log: Id


class WorkLogged(Fact, frozen=True, gc=False, tag="labour.work_logged/1"):
    """So many submissions wait to be judged; how long they took is not said openly.

    A log of few would tell whose time it is, and one of many, beside a statement, whose was left
    out. `batches` is an open annex `owed/1` with the column batch: rows that were delivered with this
    work pass no gate before it is paid. None where the work delivers no rows.
    """

    log: Id
    period: Id
    submissions: Whole
    batches: AnnexRef | None


class TimeClaimed(Fact, frozen=True, gc=False, tag="labour.time_claimed/1"):
    """Her own time waits to be judged; how much it is stands in the act.

    Rows of `batch`, where there are any, pass no gate before the work is paid.
    """

    member: Id
    period: Id
    batch: NoneOrId


class WorkAccepted(Fact, frozen=True, gc=False, tag="labour.accepted/1"):
    """So many submissions are accepted."""

    submissions: Whole


class WorkRejected(Fact, frozen=True, gc=False, tag="labour.rejected/1"):
    """A submission of this task is turned down; she may appeal until then."""

    submission: Id
    task: NoneOrId
    appeal_by: Whole


class WorkHandedBack(Fact, frozen=True, gc=False, tag="labour.handed_back/1"):
    """A submission is to be done again."""

    submission: Id
    task: NoneOrId


class HandedInAgain(Fact, frozen=True, gc=False, tag="labour.handed_in_again/1"):
    """A submission waits to be judged again."""

    submission: Id
    task: NoneOrId


class Appealed(Fact, frozen=True, gc=False, tag="labour.appealed/1"):
    """A rejection waits for its panel."""

    submission: Id
    task: NoneOrId


class PanelSeated(Fact, frozen=True, gc=False, tag="labour.panel_seated/1"):
    """So many peers judge."""

    submission: Id
    peers: Whole


class AppealJudged(Fact, frozen=True, gc=False, tag="labour.appeal_judged/1"):
    """One of the panel has judged; `outcome` is empty until most of it agree.

    An overturned rejection is accepted work; it is paid with interest at the next settlement.
    """

    submission: Id
    task: NoneOrId
    outcome: Annotated[str, Meta(pattern=r"\A(uphold|overturn|)\Z")]


class WorkSettled(Fact, frozen=True, gc=False, tag="labour.settled/1"):
    """Work is owed, each person lifted to the floor over all her time that counts.

    Attributes:
        work: the id of the sheet.
        period: which bears the cost.
        lines: a restricted annex `pay/2`, a line a person, with the columns member, seconds (that
            count), accepted_seconds, paid_seconds, weight_centi (accepted seconds times job
            index), items, pay_cents, interest_cents, topup_cents, floor_cents (of all her
            seconds), owed_cents (the amount).
        submissions: a restricted annex `settled/1`, a line a submission, with the columns
            submission, state (since), floor_period (as in its row), seconds (counted now),
            hour_cents (their floor), owed_micro (of its price, the amount).
        batches: an open annex `paid/1` with the column batch: rows that may pass the gate now.
        members, seconds, pay_cents, interest_cents, topup_cents: totals.
    """

    work: Id
    period: Id
    lines: AnnexRef
    submissions: AnnexRef
    batches: AnnexRef | None
    members: Whole
    seconds: Whole
    pay_cents: Whole
    interest_cents: Whole
    topup_cents: Whole


class PagesForgotten(Fact, frozen=True, gc=False, tag="labour.pages_forgotten/1"):
    """So many raw page times exist no longer."""

    log: Id
    pages: Whole
