"""Whether work, its pay and who looked at it are the same in the small model and in the tables."""

from __future__ import annotations

from collections.abc import Iterator

from auzolan.consent.state import PayDue
from auzolan.labour.state import (
    AppealRow,
    GroupRelease,
    JobIndex,
    LookCount,
    LookRow,
    PanelTag,
    PulseAnswer,
    PulseRow,
    Rating,
    Submission,
    Task,
    WageReference,
    WorkLog,
    WorkOfMember,
    WorkPlace,
)
from simulation.compare_voices import Sides
from simulation.small_labour import CENT
from simulation.small_model import SmallModel
from simulation.small_saying import NEVER
from support.story_desks import AnyDesk

SUMS = (
    "seconds", "weight_centi", "owed_cents", "counted_seconds", "paid_seconds", "items",
    "pay_cents", "interest_cents", "topup_cents", "floor_cents",
)  # fmt: skip
COUNTS = ("rejections", "handed_back", "appeals", "overturned")


def labour(model: SmallModel, desk: AnyDesk) -> Iterator[Sides]:
    """What is compared, as the model has it, as the tables have it."""
    yield from _tasks(model, desk)
    yield from _pieces(model, desk)
    yield from _pay(model, desk)
    yield from _watching(model, desk)


def _tasks(model: SmallModel, desk: AnyDesk) -> Iterator[Sides]:
    tasks = {
        row.task: (row.closed >= 0, *(getattr(row, name) for name in COUNTS))
        for row in desk.rows(Task)
    }
    mine = {
        name: (one.is_closed, *(one.counts[what] for what in COUNTS))
        for name, one in model.labour.jobs.items()
    }
    yield "tasks", mine, tasks
    wages = {
        (row.place, row.basis, row.from_at): row.cents_hour for row in desk.rows(WageReference)
    }
    own = {
        (*key, since): cents
        for key, known in model.labour.wages.items()
        for since, cents in known.items()
    }
    yield "floors of places", own, wages
    places = {(row.member, row.since): row.place for row in desk.rows(WorkPlace)}
    said = {
        (who, at): one for who, known in model.labour.places.items() for at, one in known.items()
    }
    yield "places of work", said, places


def _pieces(model: SmallModel, desk: AnyDesk) -> Iterator[Sides]:
    pieces = {
        row.submission: (
            row.state, row.basis, row.seconds, row.paid_seconds, row.pay_micro, row.decided_at,
            row.decided_by, row.rejected_at, row.settled_seconds, row.settled_micro,
            row.floor_period, row.auto_accepted == 1,
        )
        for row in desk.rows(Submission)
    }  # fmt: skip
    mine = {
        name: (
            one.state, one.basis, one.seconds, one.paid_seconds, one.micro, one.decided_at,
            one.decided_by, one.rejected_at, one.counted, one.micro if one.is_paid else 0,
            one.home, one.is_silent,
        )
        for name, one in model.labour.pieces.items()
    }  # fmt: skip
    yield "pieces of work", mine, pieces
    logs = {row.log: (row.file, row.forget_by, row.forgotten > 0) for row in desk.rows(WorkLog)}
    own = {n: (one.file, one.forget_by, one.is_forgotten) for n, one in model.labour.logs.items()}
    yield "logs", own, logs
    outcomes = {row.submission: (row.appealed_at, row.outcome) for row in desk.rows(AppealRow)}
    appeals = model.labour.appeals.items()
    yield "appeals", {name: (one.since, one.outcome) for name, one in appeals}, outcomes
    verdicts = {(row.submission, row.tag): row.verdict for row in desk.rows(PanelTag)}
    told = {(name, tag): said for name, one in appeals for tag, said in one.verdicts.items()}
    yield "panels", told, verdicts


def _pay(model: SmallModel, desk: AnyDesk) -> Iterator[Sides]:
    done = {
        (row.period, row.member): {name: getattr(row, name) for name in SUMS}
        for row in desk.rows(WorkOfMember)
    }
    mine = {key: {name: one[name] for name in SUMS} for key, one in model.labour.done.items()}
    yield "work by member", mine, done
    indexes = {(row.member, row.work_class): row.index_centi for row in desk.rows(JobIndex)}
    yield "job indexes", model.labour.indexes, indexes
    waiting = {row.batch: row.paid_at == NEVER for row in desk.rows(PayDue)}
    yield "rows that wait for pay", model.labour.waiting, waiting
    paid = sum(row.settled_micro for row in desk.rows(Submission))
    assert paid <= CENT * sum(one["pay_cents"] for one in mine.values()), "a price was not paid"


def _watching(model: SmallModel, desk: AnyDesk) -> Iterator[Sides]:
    looks = {row.look: (row.member, row.viewer, row.role, row.metric) for row in desk.rows(LookRow)}
    yield "looks", model.labour.looks, looks
    looked = {(row.metric, row.role): row.figures for row in desk.rows(LookCount)}
    yield "figures looked at", dict(model.labour.looked), looked
    releases = {row.release: (row.year, row.noise_centi) for row in desk.rows(GroupRelease)}
    yield "releases about groups", model.labour.releases, releases
    ratings = {
        row.submission: (
            row.issuer, f"{row.pay},{row.fairness},{row.speed},{row.communication}",
        )
        for row in desk.rows(Rating)
    }  # fmt: skip
    yield "ratings", model.labour.ratings, ratings
    pulses = {row.pulse: (row.until_at, row.roll, row.answered) for row in desk.rows(PulseRow)}
    mine = {
        name: (one.until, len(one.said), sum(map(bool, one.said.values())))
        for name, one in model.labour.pulses.items()
    }
    yield "pulses", mine, pulses
    answers = {(row.pulse, row.tag): row.answers for row in desk.rows(PulseAnswer)}
    said = {
        (name, tag): answer
        for name, one in model.labour.pulses.items()
        for tag, answer in one.said.items()
        if answer
    }
    yield "answers of a pulse", said, answers
