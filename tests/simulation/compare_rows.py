"""Whether what was said, made and licensed is the same in the small model and in the tables.

Sentences, groups, strikes, requests; models with what they owe; licences with all around them.
"""

from __future__ import annotations

from collections.abc import Iterator

from auzolan.consent.state import (
    ConsentStatement,
    GroupBatch,
    GroupInvitation,
    GroupMember,
    Guardian,
    RightsRequest,
    StrikeRow,
    ThirdPersons,
    Trust,
)
from auzolan.labour.state import LabourStatement, StatementComment
from auzolan.learning.state import GroupEvaluation, Model, ModelDuty, Snapshot
from auzolan.licensing.state import (
    ApiKey,
    InvoiceRow,
    Licence,
    LicenceOffer,
    LicenseeDuty,
    Segment,
    UseReport,
)
from simulation.compare_voices import Sides
from simulation.small_model import SmallModel
from simulation.small_saying import NEVER
from support.story_desks import AnyDesk


def rows(model: SmallModel, desk: AnyDesk) -> Iterator[Sides]:
    """What is compared, as the model has it, as the tables have it."""
    yield from _said(model, desk)
    yield from _groups(model, desk)
    yield from _requests(model, desk)
    yield from _models(model, desk)
    yield from _licences(model, desk)
    yield from _around_licences(model, desk)


def _said(model: SmallModel, desk: AnyDesk) -> Iterator[Sides]:
    saying = model.saying
    sentences = {
        row.statement: (row.member, row.group_id, row.effect == "permit", row.lifted_at == NEVER)
        for row in desk.rows(ConsentStatement)
        if row.operation
    }
    mine = {
        name: (one.member, one.group, one.is_yes, one.is_said)
        for name, one in saying.sentences.items()
    }
    yield "sentences", mine, sentences
    trusting = {row.member for row in desk.rows(Trust) if row.ended_at == NEVER}
    yield "trust", saying.trusting, trusting
    guardians = {row.member: row.guardian for row in desk.rows(Guardian)}
    yield "guardians", {who: one for who, (one, _) in saying.guardians.items()}, guardians
    noted = sorted(desk.rows(ThirdPersons), key=lambda row: row.entry)
    yield "third persons", saying.others, {row.batch: row.basis for row in noted}
    strikes = {row.strike: (row.ends, row.ended_at != NEVER) for row in desk.rows(StrikeRow)}
    yield "strikes", {n: (one.ends, one.is_over) for n, one in saying.strikes.items()}, strikes


def _groups(model: SmallModel, desk: AnyDesk) -> Iterator[Sides]:
    groups = model.saying.groups.items()
    members = {
        (row.group_id, row.member): row.since
        for row in desk.rows(GroupMember)
        if row.until == NEVER
    }
    mine = {(name, who): at for name, one in groups for who, at in one.members.items()}
    yield "members of groups", mine, members
    invited = {(row.group_id, row.member) for row in desk.rows(GroupInvitation)}
    yield "invitations", {(name, who) for name, one in groups for who in one.invited}, invited
    placed = {(row.group_id, row.batch) for row in desk.rows(GroupBatch) if row.until == NEVER}
    yield "rows of groups", {(name, b) for name, one in groups for b in one.batches}, placed


def _requests(model: SmallModel, desk: AnyDesk) -> Iterator[Sides]:
    requests = {
        row.request: (row.member, row.asks, row.state, row.due, bool(row.extended))
        for row in desk.rows(RightsRequest)
    }
    mine = {
        name: (one.member, one.asks, one.state, one.due, one.has_more_time)
        for name, one in model.requests.items()
    }
    yield "requests", mine, requests


def _models(model: SmallModel, desk: AnyDesk) -> Iterator[Sides]:
    roots = {row.snapshot: row.root for row in desk.rows(Snapshot)}
    yield "noted rows", {name: one.root for name, one in model.snapshots.items()}, roots
    cards = {row.model: (row.card, bool(row.extended)) for row in desk.rows(Model)}
    mine = {name: (one.card, one.has_more_time) for name, one in model.models.items()}
    yield "cards and more time", mine, cards
    owed = {
        (row.withdrawal, row.model, row.member): (row.due, row.done_at, row.done_by)
        for row in desk.rows(ModelDuty)
    }
    own = {key: (one.due, one.done_at, one.done_by) for key, one in model.remaking.items()}
    yield "models to make anew", own, owed
    groups = {
        (row.model, row.group_id): (row.total, row.correct) for row in desk.rows(GroupEvaluation)
    }
    tests = {
        (name, one): told for name, m in model.models.items() for one, told in m.groups.items()
    }
    yield "tests by group", tests, groups
    stated = {
        row.statement: (row.about, row.name, row.entry, row.comment_by, row.comments,
                        row.open_comments)
        for row in desk.rows(LabourStatement)
    }  # fmt: skip
    said = {
        name: (one.about, one.name, one.entry, one.until, len(one.talk),
               model.stating.waiting(name))
        for name, one in model.stating.said.items()
    }  # fmt: skip
    yield "statements about labour", said, stated
    answered = {
        row.comment: (row.statement, row.answered >= 0) for row in desk.rows(StatementComment)
    }
    yield "remarks on them", model.stating.remarks, answered


def _licences(model: SmallModel, desk: AnyDesk) -> Iterator[Sides]:
    found = {
        row.licence: (
            row.until_at, row.predictions, row.accrued_micro, row.paid_cents, row.invoiced_cents,
            row.members_micro, row.accepted_at >= 0, row.revoked_at >= 0,
        )
        for row in desk.rows(Licence)
    }  # fmt: skip
    mine = {
        name: (
            one.until_at, one.predictions, one.accrued_micro, one.paid, one.invoiced,
            one.members_micro, one.is_accepted, one.is_revoked,
        )
        for name, one in model.licences.items()
    }  # fmt: skip
    yield "licences", mine, found
    segments = {
        (row.licence, row.number): (row.from_at, row.until_at, row.calls)
        for row in desk.rows(Segment)
    }
    own = {
        (name, number): segment
        for name, one in model.licences.items()
        for number, segment in enumerate(one.segments, 1)
    }
    yield "segments", own, segments


def _around_licences(model: SmallModel, desk: AnyDesk) -> Iterator[Sides]:
    dealing = model.dealing
    yield "offers", sorted(dealing.offers), [row.licence for row in desk.rows(LicenceOffer)]
    keys = {row.key: (row.licence, row.revoked_at >= 0) for row in desk.rows(ApiKey)}
    yield "keys", {n: (one.licence, one.is_revoked) for n, one in dealing.keys.items()}, keys
    invoices = {
        row.invoice: (row.licence, row.amount_cents, row.through_cents, row.due_at)
        for row in desk.rows(InvoiceRow)
    }
    mine = {
        name: (one.licence, one.cents, one.through, one.due)
        for name, one in dealing.invoices.items()
    }
    yield "invoices", mine, invoices
    reports = {row.report: (row.licence, row.answers, row.metered) for row in desk.rows(UseReport)}
    yield "reports of use", dealing.reports, reports
    told = {
        (row.withdrawal, row.licence): (
            row.notify_by,
            row.certify_by,
            row.notified_at,
            row.certified_at,
        )
        for row in desk.rows(LicenseeDuty)
    }
    own = {
        key: (one.tell_by, one.certify_by, one.told_at, one.certified_at)
        for key, one in dealing.tellings.items()
    }
    yield "licensees to be told", own, told
