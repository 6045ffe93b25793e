"""The whole close of a period tried out before the first click: nothing is written.

It settles work and royalties, closes the period and works out the plan, one after the other in one
transaction that is undone. It shows sums and groups, no person's part.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from auzolan.charter.offices import holders_of
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import named
from auzolan.house.doors.portal.steward.closing import next_name
from auzolan.house.rehearsal import RehearsalDesk
from auzolan.house.rooms.treasury.flows import PLAIN_RESULT, plan_act
from auzolan.house.storage.reader import Reader
from auzolan.house.submission import Receipt, Submission
from auzolan.labour.work.acts import SettleWork, WorkSettled
from auzolan.treasury.ledger.acts import ClosePeriod, PeriodClosed
from auzolan.treasury.royalties.acts import RoyaltiesSettled, SettleRoyalties
from auzolan.treasury.state import CLOSED, OPEN, Period
from auzolan.treasury.surplus.acts import DistributionPlanned

REHEARSED = "rehearsed"
_NOTHING_TO_DO = frozenset({"labour.nothing_due", "treasury.no_whole_cent"})


@dataclass(frozen=True, slots=True)
class Tried:
    """One step that was tried: what it would do, or why the rules would refuse it.

    Attributes:
        name: `work`, `royalties`, `close` or `plan`.
        cents: what it would move, or the period's result.
        people: how many would get something; 0 where that is not said.
        terms: the whole plan, for `plan`.
        refusal: why not.
    """

    name: str
    cents: int = 0
    people: int = 0
    terms: DistributionPlanned | None = None
    refusal: Refusal | None = None


def tried(reader: Reader, period: Period, figures: str, at: int) -> list[Tried]:
    """Try the whole close of a period.

    Args:
        reader: of the folder.
        period: open, closing or closed.
        figures: the valuation that the plan would use; empty for none.
        at: now, a moment.
    Returns:
        The steps that would be taken; none where nobody holds the office of treasury.
    """
    actor = _treasurer(reader, at)
    if not actor:
        return []
    steps = list(_submissions(period, figures, actor))
    with closing(RehearsalDesk(reader.folder)) as desk:
        answers = desk.submit([submission for _, submission in steps])
    made = [_made(name, one) for (name, _), one in zip(steps, answers, strict=True)]
    return [one for one in made if not _is_idle(one)]


def _submissions(period: Period, figures: str, actor: str) -> Iterator[tuple[str, Submission]]:
    name = period.period
    if period.state == OPEN:
        yield (
            "work",
            Submission(named(REHEARSED, "work"), actor, SettleWork(named("tried", name), name)),
        )
    if period.state != CLOSED:
        act = SettleRoyalties(named("tried", name), name)
        yield "royalties", Submission(named(REHEARSED, "royalties"), actor, act)
        close = ClosePeriod(name, _next(period))
        yield "close", Submission(named(REHEARSED, "close"), actor, close)
    plan = plan_act(plan=named("tried", name), period=name, valuation=figures, result=PLAIN_RESULT)
    yield "plan", Submission(named(REHEARSED, "plan"), actor, plan)


def _next(period: Period) -> str:
    from auzolan.house.rooms.treasury.tables import PeriodTable

    others = PeriodTable.objects.filter(state=OPEN).exclude(period=period.period)
    return next(iter(others.values_list("period", flat=True)), "") or next_name(period.period)


def _treasurer(reader: Reader, at: int) -> str:
    from auzolan.house.asking import reading

    with reading(reader.folder) as now:
        return min(holders_of(now.books, "treasury", at), default="")


def _made(name: str, answer: Receipt | Refusal) -> Tried:
    if isinstance(answer, Refusal):
        return Tried(name, refusal=answer)
    for fact in answer.facts:
        match fact:
            case WorkSettled():
                cents = fact.pay_cents + fact.interest_cents + fact.topup_cents
                return Tried(name, cents, fact.members)
            case RoyaltiesSettled():
                return Tried(name, fact.amount_cents, fact.members)
            case PeriodClosed():
                return Tried(name, fact.result_cents)
            case DistributionPlanned():
                return Tried(name, fact.patronage_cents, fact.lines.rows, fact)
    return Tried(name)


def _is_idle(one: Tried) -> bool:
    """Whether a step has nothing to do, which keeps nobody from closing."""
    return one.name in {"work", "royalties"} and (
        one.refusal is not None and one.refusal.code in _NOTHING_TO_DO
    )
