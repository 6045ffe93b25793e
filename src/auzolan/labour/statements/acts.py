"""What can be asked about a labour-impact statement: publish it, comment on it, answer."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Id, NoneOrId
from auzolan.labour.tasks.acts import Place, WorkClass
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import Sealed

UNKNOWN = -1
"""What is not known, or kept back because it would show a person: never 0."""
Figure = Annotated[int, Meta(ge=UNKNOWN, le=2**53 - 1)]
Subject = Annotated[str, Meta(pattern=r"\A(dataset|model)\Z")]
Jobs = Annotated[str, Meta(pattern=r"\A(unknown|none|fewer|other|more)\Z")]


class PublishStatement(Act, frozen=True, gc=False, tag="labour.publish_statement/1"):
    """State the labour behind a dataset or a model; its figures are worked out, not brought.

    Attributes:
        statement: its id.
        about: `dataset` (a snapshot) or `model`.
        name: the snapshot or the model.
        purpose: what it is for.
        jobs: what it is expected to do to jobs.
        effect: what it is expected to do to jobs, in words.
        consultation: with whom it was talked over, and when; who dissented and why.
        support: what is done for people who meet harmful content.
        not_known: what is not known, in words.
    """

    statement: Id
    about: Subject
    name: Id
    purpose: Sealed
    jobs: Jobs
    effect: Sealed
    consultation: Sealed
    support: Sealed
    not_known: Sealed


class CommentOnStatement(Act, frozen=True, gc=False, tag="labour.comment/1"):
    """Say something about a statement, as a member."""

    comment: Id
    statement: Id
    member: Id
    words: Sealed

    def person(self) -> str:
        """Who comments."""
        return self.member


class AnswerComment(Act, frozen=True, gc=False, tag="labour.answer_comment/1"):
    """Answer a comment on the record."""

    comment: Id
    words: Sealed


class ClassHours(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Seconds of one class of work: measured, claimed, agreed, accepted; and how often unknown."""

    work_class: WorkClass
    measured: Figure
    claimed: Figure
    agreed: Figure
    accepted: Figure
    unknown_times: Figure


class Pay(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, kw_only=True):
    """Effective pay in cents an hour over all time that counts, by people, before and after top-up.

    `under_bp` is the part of people under the floor, basis points.
    """

    p5: Figure
    p25: Figure
    p50: Figure
    p75: Figure
    p95: Figure
    under_bp: Figure


class LookedAt(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """How often one figure about persons was looked at, by whom in which role."""

    metric: Id
    role: Id
    looks: Whole
    figures: Whole


class LabourFigures(
    msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, kw_only=True
):
    """What the books know of the labour behind a dataset or model; `UNKNOWN` where they do not.

    Attributes:
        snapshot: the dataset.
        kind: the kind of its rows.
        rows: how many.
        tasks: how many tasks about that kind had work logged.
        people: who did that work.
        places: places with at least as many people as may be shown, as (place, people).
        places_kept_back: people whose place is unknown or shared by too few.
        hours: by class.
        floor_cents: the highest floor of an hour that was applied, cents.
        floor_basis: `charter`, `statutory`, `living` or empty where nothing was settled.
        before: pay before top-ups.
        after: pay after them.
        unpaid_bp: the part of all time that no price was meant for, basis points.
        accepted: submissions accepted, by a person or by the days gone.
        auto_accepted: of these, by the days gone alone.
        rejections: how often work was turned down: each time counts.
        handed_back: how often work was handed back.
        appeals: how often a rejection was appealed.
        overturned: how often it was overturned.
        open_appeals: appeals without an outcome.
        open_requests: requests to be heard without an answer.
        deciders: persons who judged work.
        machine_decisions: rejections or exclusions by a machine alone; there are none.
        harmful_tasks: tasks where people may meet content that harms.
        recovery_seconds: time that was paid for rest after it.
        looks: who looked at persons' figures, how often, by metric and role.
        consented: batches that their members had permitted when the dataset was sealed.
        left_out: batches that were left out.
        pages_held: raw page times that are still kept.
    """

    snapshot: Id
    kind: Id
    rows: Whole
    tasks: Figure
    people: Figure
    places: Annotated[tuple[tuple[Place, Whole], ...], Meta(max_length=100)]
    places_kept_back: Figure
    hours: Annotated[tuple[ClassHours, ...], Meta(max_length=12)]
    floor_cents: Figure
    floor_basis: NoneOrId
    before: Pay
    after: Pay
    unpaid_bp: Figure
    accepted: Figure
    auto_accepted: Figure
    rejections: Figure
    handed_back: Figure
    appeals: Figure
    overturned: Figure
    open_appeals: Figure
    open_requests: Figure
    deciders: Figure
    machine_decisions: Figure
    harmful_tasks: Figure
    recovery_seconds: Figure
    looks: Annotated[tuple[LookedAt, ...], Meta(max_length=100)]
    consented: Figure
    left_out: Figure
    pages_held: Figure


class StatementPublished(Fact, frozen=True, gc=False, tag="labour.statement_published/1"):
    """A statement stands, open to comments until then."""

    statement: Id
    figures: LabourFigures
    comment_by: Whole


class Commented(Fact, frozen=True, gc=False, tag="labour.commented/1"):
    """A comment waits for an answer."""

    comment: Id
    statement: Id


class CommentAnswered(Fact, frozen=True, gc=False, tag="labour.comment_answered/1"):
    """A comment has an answer."""

    comment: Id
    statement: Id
