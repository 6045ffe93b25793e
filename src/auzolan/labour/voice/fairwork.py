"""Ten points about work, each from what the books show; no point without entries that show it.

The titles and the rule that a second point needs the first are those of Fairwork's principles for
cloudwork. What is asked for each point is our own and narrower: only what a record can show. It is
no rating by Fairwork, asks nobody, and knows nothing of what was never written down; how long a
working day is, for one, since no time of day is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import msgspec

from auzolan.charter.article import Tier
from auzolan.charter.articles import Labour
from auzolan.foundation.moments import DAY_MS, iso_from_moment
from auzolan.labour import classes
from auzolan.labour.pay import HOUR_S
from auzolan.labour.state import (
    ACCEPTED,
    HANDED_BACK,
    AppealRow,
    GroupRelease,
    PulseRow,
    StatementComment,
    Submission,
    Task,
    WageReference,
    WorkLog,
    WorkOfMember,
    WorkPlace,
)
from auzolan.labour.work.deadlines import appeal_lapses_at

EVIDENCE_MAX = 20
PAY_DAYS = 31
"""How long after the days for a decision pay may take; longer is late."""
APPEAL_DAYS = 400
PULSE_DAYS = 200
VOTE_DAYS = 400

FOUND, AMEND = "charter.found", "charter.amend"
SETTLE, RECORD, OPEN_TASK = "labour.settle", "labour.record_work", "labour.open_task"
JUDGED = ("labour.accept", "labour.reject", "labour.revise", "labour.judge_appeal")
RELEASE, CERTIFY = "labour.release_groups", "assembly.certify"
ACTS = (FOUND, AMEND, SETTLE, RECORD, OPEN_TASK, *JUDGED, RELEASE, CERTIFY)
"""The acts, without their versions, whose entries can show a point."""

PRINCIPLES = MappingProxyType(
    {
        "1": "Fair pay",
        "2": "Fair conditions",
        "3": "Fair contracts",
        "4": "Fair management",
        "5": "Fair representation",
    }
)
TITLES = MappingProxyType(
    {
        "1.1": "People are paid on time and for all completed work",
        "1.2": "People are paid at least the minimum wage of their place",
        "2.1": "Time that no price covers is paid",
        "2.2": "Risks to health and safety are kept down",
        "3.1": "The terms are clear and known beforehand",
        "3.2": "People are paid as the terms say",
        "4.1": "Decisions about people's work follow a due process",
        "4.2": "People are managed alike",
        "5.1": "People are heard, and nobody learns who said what",
        "5.2": "People govern or bargain together",
    }
)
MISSING = MappingProxyType(
    {
        "nothing_settled": "No work has been settled yet.",
        "paid_late": "Some work has waited for its pay longer than it should.",
        "no_pay_known": "No pay of a period is in the books yet.",
        "place_unknown": "Somebody who worked has not said where, so her minimum wage is unknown.",
        "no_reference": "The minimum wage of some place of work is not in the books.",
        "below_minimum": "Somebody was paid less than the minimum wage of her place.",
        "uncovered_time": "The house rules leave searching, waiting or training out of the floor.",
        "no_unpriced_time": "Nobody has been paid for searching, waiting, training or talking yet.",
        "no_task": "No task has been offered yet.",
        "no_recovery": "A task may harm people, and no rest after it has been paid.",
        "pages_kept": "Raw page times are kept longer than the house rules allow.",
        "no_task_named": "Some work belongs to no task, so its price was not known beforehand.",
        "below_price": "Some accepted work was paid less than its price.",
        "nothing_judged": "Nobody has judged any work yet.",
        "appeal_late": "An appeal of the last year was never judged by a panel.",
        "nobody_for_appeals": "Nobody holds the office that seats panels for appeals.",
        "no_pay_by_group": "No pay by group was released in the last two years.",
        "no_pulse": "No pulse with enough answers has ended in the last two quarters.",
        "comment_unanswered": "A comment on a labour statement has no answer after its days.",
        "no_vote": "No vote of the members was certified in the last year.",
        "floor_by_order": "The council alone could change the article on labour.",
        "first_point": "The first point of this principle is not given.",
    }
)
"""What keeps a point away, in words; the portal says the same in three languages."""

_UNPRICED = (classes.SEARCH, classes.WAITING, classes.TRAINING, classes.COMMUNICATION)
_COVERED = frozenset({classes.SEARCH, classes.WAITING, classes.TRAINING})
_STATUTORY, _PAY = "statutory", "pay_cents"


@dataclass(frozen=True, slots=True)
class Done:
    """An entry and its moment."""

    entry: int
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the points are found from: the books of one moment.

    Attributes:
        at: the moment, milliseconds since 1970, UTC.
        labour: the article on labour in force.
        done: entries by act, without its version, in order; those of `ACTS`.
        appeals_held: whether somebody holds the office that seats panels.
        answer_by: by statement, the moment until which comments are taken.
        tasks, logs, submissions, work, references, places, appeals, releases, pulses, comments:
            all rows of their types.
    """

    at: int
    labour: Labour
    done: Mapping[str, Sequence[Done]]
    appeals_held: bool = False
    answer_by: Mapping[str, int] = field(default_factory=dict)
    tasks: Sequence[Task] = ()
    logs: Sequence[WorkLog] = ()
    submissions: Sequence[Submission] = ()
    work: Sequence[WorkOfMember] = ()
    references: Sequence[WageReference] = ()
    places: Sequence[WorkPlace] = ()
    appeals: Sequence[AppealRow] = ()
    releases: Sequence[GroupRelease] = ()
    pulses: Sequence[PulseRow] = ()
    comments: Sequence[StatementComment] = ()

    def entries(self, *acts: str, since: int = 0) -> list[int]:
        """The entries of some acts from a moment on."""
        found = [one for act in acts for one in self.done.get(act, ())]
        return [one.entry for one in found if one.at >= since]


class Point(msgspec.Struct, frozen=True):
    """One of the ten points.

    Attributes:
        number: as `1.2`: the principle, and which of its two points.
        principle: its name.
        title: what it says.
        given: whether the books show it.
        evidence: the newest entries that show it, at most 20, in order.
        evidence_total: how many there are.
        missing: what keeps it away, names of `MISSING`; empty where it is given.
    """

    number: str
    principle: str
    title: str
    given: bool
    evidence: tuple[int, ...]
    evidence_total: int
    missing: tuple[str, ...]

    @property
    def newest(self) -> int | None:
        """The newest entry that shows it, None where none does."""
        return self.evidence[-1] if self.evidence else None


Found = tuple[Iterable[int], Iterable[str]]


def fairwork_points(seen: Seen) -> tuple[Point, ...]:
    """Find the ten points.

    A point is given where nothing keeps it away and at least one entry shows it; the second of a
    principle only where the first is.

    Args:
        seen: the books of one moment.
    Returns:
        All ten, in order.
    Source: Fairwork, principles for cloudwork as used in the ratings of 2023 (fair.work); what is
        asked for each point stands in docs/reference/fairwork.md.
    """
    points: list[Point] = []
    for number, find in _POINTS.items():
        evidence, missing = find(seen)
        entries, lacks = sorted(set(evidence)), list(missing)
        if number.endswith(".2") and not points[-1].given:
            lacks.append("first_point")
        assert entries or lacks, f"point {number} has neither evidence nor a reason against it"
        points.append(
            Point(
                number=number,
                principle=PRINCIPLES[number[0]],
                title=TITLES[number],
                given=not lacks,
                evidence=tuple(entries[-EVIDENCE_MAX:]),
                evidence_total=len(entries),
                missing=tuple(lacks),
            )
        )
    return tuple(points)


def _paid_on_time(seen: Seen) -> Found:
    settled = seen.entries(SETTLE)
    late_since = seen.at - (seen.labour.accept_days + PAY_DAYS) * DAY_MS
    # Work that was handed back waits for whoever does it, not for its pay.
    is_late = any(
        one.owing and one.state != HANDED_BACK and one.waits_since <= late_since
        for one in seen.submissions
    )
    return settled, _named(nothing_settled=not settled, paid_late=is_late)


def _minimum_wage(seen: Seen) -> Found:
    statutory = [one for one in seen.references if one.basis == _STATUTORY]
    worked = [one for one in seen.work if one.counted_seconds]
    latest = {one.member: one.place for one in sorted(seen.places, key=lambda one: one.since)}
    rates = {one.member: _least_rate(latest.get(one.member, ""), statutory) for one in worked}
    below = any(
        HOUR_S * (one.pay_cents + one.topup_cents) < (rates[one.member] or 0) * one.counted_seconds
        or one.pay_cents + one.topup_cents < one.floor_cents
        for one in worked
    )
    shown = [*(one.entry for one in statutory), *seen.entries(SETTLE, RECORD)]
    return shown, _named(
        no_pay_known=not worked,
        place_unknown=any(not latest.get(member) for member in rates),
        no_reference=any(rate is None and latest.get(member) for member, rate in rates.items()),
        below_minimum=below,
    )


def _least_rate(place: str, statutory: Sequence[WageReference]) -> int | None:
    """The lowest minimum wage on the books of a place, or of the country that it is a part of.

    The lowest of all years, as a period does not say when its work was done; the floor of its own
    time was kept to when it was settled, which is asked beside it.
    """
    for named in (place, place.partition("-")[0]):
        found = [one.cents_hour for one in statutory if one.place == named]
        if found:
            return min(found)
    return None


def _unpaid_time(seen: Seen) -> Found:
    paid = [
        one.entry for one in seen.submissions if one.work_class in _UNPRICED and one.settled_seconds
    ]
    return paid, _named(
        uncovered_time=bool(_COVERED - set(seen.labour.compensable)), no_unpriced_time=not paid
    )


def _health(seen: Seen) -> Found:
    harmful = {one.task for one in seen.tasks if one.harmful}
    has_worked = any(one.task in harmful for one in seen.submissions)
    rests = [
        one.entry
        for one in seen.submissions
        if one.work_class == classes.CONTENT_RECOVERY and one.settled_seconds
    ]
    is_kept = any(
        one.page_count and one.forgotten < 0 and one.forget_by <= seen.at for one in seen.logs
    )
    return [*seen.entries(OPEN_TASK), *rests], _named(
        no_task=not seen.tasks, no_recovery=has_worked and not rests, pages_kept=is_kept
    )


def _clear_terms(seen: Seen) -> Found:
    loose = any(one.work_class == classes.WORK and not one.task for one in seen.submissions)
    return seen.entries(FOUND, AMEND, OPEN_TASK), _named(
        no_task=not seen.tasks, no_task_named=loose
    )


def _as_agreed(seen: Seen) -> Found:
    settled = seen.entries(SETTLE)
    below = any(
        one.state == ACCEPTED and not one.owing and one.settled_micro < one.pay_micro
        for one in seen.submissions
    )
    return settled, _named(nothing_settled=not settled, below_price=below)


def _due_process(seen: Seen) -> Found:
    judged = seen.entries(*JUDGED)
    # What no panel judged in its days stands as overturned: she is paid, but nobody listened.
    is_late = any(
        not one.outcome
        and 0 <= seen.at - appeal_lapses_at(seen.labour, one.appealed_at) <= APPEAL_DAYS * DAY_MS
        for one in seen.appeals
    )
    return judged, _named(
        nothing_judged=not judged, appeal_late=is_late, nobody_for_appeals=not seen.appeals_held
    )


def _alike(seen: Seen) -> Found:
    year = int(iso_from_moment(seen.at)[:4])
    found = [one.entry for one in seen.releases if one.measure == _PAY and one.year >= year - 1]
    return found, _named(no_pay_by_group=not found)


def _heard(seen: Seen) -> Found:
    since = seen.at - PULSE_DAYS * DAY_MS
    held = [
        one.entry
        for one in seen.pulses
        if since <= one.until_at <= seen.at and one.answered >= seen.labour.group_public_min
    ]
    waits = any(
        one.answered < 0 and seen.answer_by.get(one.statement, seen.at) < seen.at
        for one in seen.comments
    )
    return held, _named(no_pulse=not held, comment_unanswered=waits)


def _governed(seen: Seen) -> Found:
    voted = seen.entries(CERTIFY, since=seen.at - VOTE_DAYS * DAY_MS)
    return voted, _named(no_vote=not voted, floor_by_order=seen.labour.tier >= Tier.ORDER)


def _named(**lacks: bool) -> list[str]:
    return [name for name, is_so in lacks.items() if is_so]


_POINTS: Mapping[str, Callable[[Seen], Found]] = MappingProxyType(
    {
        "1.1": _paid_on_time, "1.2": _minimum_wage, "2.1": _unpaid_time, "2.2": _health,
        "3.1": _clear_terms, "3.2": _as_agreed, "4.1": _due_process, "4.2": _alike,
        "5.1": _heard, "5.2": _governed,
    }
)  # fmt: skip
assert list(_POINTS) == list(TITLES), "each point is found by its own rule"
