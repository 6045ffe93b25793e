"""The steps by which a period is closed and its surplus reaches the members, each as it stands now.

It reads; what is done, doings do. A step that is refused by the rules says so there, not here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal
from urllib.parse import urlencode

from django.urls import reverse

from auzolan.charter.articles import Charter
from auzolan.house.doors.portal.steward.closing_shares import SharesOfPeriod, shares_of
from auzolan.house.doors.portal.steward.heaps import door, page
from auzolan.house.rooms.labour.tables import SubmissionTable, WorkSheetTable
from auzolan.house.rooms.licensing.use_flows import to_accrue
from auzolan.house.rooms.licensing.use_queries import waiting as calls_waiting
from auzolan.house.rooms.treasury.tables import MemberAccountTable, RoyaltySettlementTable
from auzolan.house.storage.models import rows_of
from auzolan.house.storage.reader import Reader
from auzolan.labour.state import PENDING, WorkSheet
from auzolan.licensing.royalties import due_cents
from auzolan.licensing.state import Licence
from auzolan.treasury.accounts import MICRO, ROYALTIES
from auzolan.treasury.state import CLOSED, OPEN, Period, RoyaltySettlement

State = Literal["done", "open", "later", "idle"]
DONE: Final = "done"
NOW: Final = "open"
LATER: Final = "later"
IDLE: Final = "idle"
MICRO_PER_CENT = 10 ** (MICRO - 2)
_NUMBER = re.compile(r"[0-9]+\Z")
_QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that has to be looked at before a step; `what` names its words."""

    what: str
    count: int = 0
    thing: str = ""
    cents: int = 0
    address: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        name: names its words in `steward_words.STEPS`.
        state: `done`, `open` where it can be taken now, `later` where an earlier one comes first,
            `idle` where a period without a result has nothing to share.
        entry: the entry by which it was done; None where there is none.
        doing: the doing by which it is taken; empty where there is nothing to do.
        address: where it is taken.
        notes: what is to be looked at.
        waits: the address of the request that waits for a second person; empty for none.
    """

    name: str
    state: State
    entry: int | None = None
    doing: str = ""
    address: str = ""
    notes: tuple[Note, ...] = ()
    waits: str = ""


def steps_of(reader: Reader, charter: Charter, period: Period) -> list[Step]:
    """All steps of a period, in their order."""
    shares = shares_of(reader, period.period)
    steps = [
        _bookings(reader, period), _calls(reader, period), _work(period), _royalties(period),
        _begin(period), _close(period), *_sharing(charter, period, shares),
    ]  # fmt: skip
    asked = _asked_already(period.period)
    return [_leading_back(_with_request(step, asked), period) for step in steps]


def next_step(steps: Sequence[Step]) -> str:
    """The name of the first step that can be taken now and waits for nobody; empty where none is."""
    return next((one.name for one in steps if one.state == NOW and not one.waits), "")


def next_name(period: str) -> str:
    """What the period after this one is probably called: 2026 after 2025, 2026-q1 after 2025-q4."""
    year, mark, quarter = period.partition("-q")
    if mark and year.isdigit() and quarter.isdigit():
        last = int(quarter) >= _QUARTERS
        return f"{int(year) + 1}-q1" if last else f"{year}-q{int(quarter) + 1}"
    found = _NUMBER.search(period)
    return f"{period[: found.start()]}{int(found[0]) + 1}" if found else f"{period}-2"


def _bookings(reader: Reader, period: Period) -> Step:
    """Whether all that came in and went out is booked; nobody but the treasurer can know."""
    owed = [
        Note(
            "owes", thing=row.licensee, cents=due_cents(row.accrued_micro) - row.paid_cents,
            address=door("licensing.receive", licence=row.licence),
        )
        for row in reader.rows(Licence)
        if due_cents(row.accrued_micro) > row.paid_cents
    ]  # fmt: skip
    state: State = DONE if period.state == CLOSED else NOW
    return Step(
        "bookings", state, doing="treasury.book", address=_if(state, door("treasury.book")),
        notes=tuple(owed) if period.state == OPEN else (),
    )  # fmt: skip


def _calls(reader: Reader, period: Period) -> Step:
    notes: list[Note] = []
    if period.state == OPEN:
        for row in (one for one in reader.rows(Licence) if one.accepted_at >= 0):
            unrecorded = calls_waiting(reader.folder, row.licence).calls
            if unrecorded:
                address = door("licensing.record_segment", licence=row.licence)
                notes.append(Note("calls", unrecorded, row.licence, address=address))
            unearned = len(to_accrue(reader.folder, row.licence))
            if unearned:
                address = door("licensing.accrue_uses", licence=row.licence)
                notes.append(Note("unearned", unearned, row.licence, address=address))
    return Step("calls", NOW if notes else DONE, notes=tuple(notes))


def _work(period: Period) -> Step:
    owing = SubmissionTable.objects.filter(owing=1)
    waiting = owing.filter(state=PENDING).count()
    accepted = owing.exclude(state=PENDING).count()
    notes = [Note("unjudged", waiting, address=page("steward_work"))] if waiting else []
    notes += [Note("unsettled", accepted)] if accepted else []
    sheets = WorkSheetTable.objects.filter(period=period.period).order_by("-entry")
    rows = rows_of(WorkSheet, sheets[:1])
    open_now = period.state == OPEN and accepted
    return Step(
        "work", NOW if open_now else DONE, entry=rows[0].entry if rows else None,
        doing="labour.settle" if open_now else "",
        address=door("labour.settle", period=period.period) if open_now else "",
        notes=tuple(notes) if period.state == OPEN else (),
    )  # fmt: skip


def _royalties(period: Period) -> Step:
    payable = MemberAccountTable.objects.filter(account=ROYALTIES, balance__lte=-MICRO_PER_CENT)
    count = payable.count() if period.state != CLOSED else 0
    settled = RoyaltySettlementTable.objects.filter(period=period.period).order_by("-entry")
    rows = rows_of(RoyaltySettlement, settled[:1])
    return Step(
        "royalties", NOW if count else DONE, entry=rows[0].entry if rows else None,
        doing="treasury.settle_royalties" if count else "",
        address=door("treasury.settle_royalties", period=period.period) if count else "",
        notes=(Note("earned", count),) if count else (),
    )  # fmt: skip


def _begin(period: Period) -> Step:
    state: State = NOW if period.state == OPEN else DONE
    return Step(
        "begin", state, doing="treasury.begin_closing",
        address=_if(
            state,
            door(
                "treasury.begin_closing", period=period.period,
                next_period=next_name(period.period),
            ),
        ),
    )  # fmt: skip


def _close(period: Period) -> Step:
    state: State = DONE if period.state == CLOSED else NOW
    return Step(
        "close", state, entry=period.closed if period.closed >= 0 else None,
        doing="treasury.close_period",
        address=_if(
            state,
            door("treasury.close_period", period=period.period, next_period=_following(period)),
        ),
    )  # fmt: skip


def _following(period: Period) -> str:
    """The period that is open beside one that closes already, else the next name."""
    from auzolan.house.rooms.treasury.tables import PeriodTable

    if period.state == OPEN:
        return next_name(period.period)
    rows = rows_of(Period, PeriodTable.objects.filter(state=OPEN)[:1])
    return rows[0].period if rows else next_name(period.period)


def _sharing(charter: Charter, period: Period, shares: SharesOfPeriod) -> list[Step]:
    is_closed = period.state == CLOSED
    if is_closed and not period.result_cents and shares.plan is None:
        return [Step(name, IDLE) for name in ("figures", "plan", "vote", "share", "payout")]
    steps = [
        Step(
            "figures", DONE if shares.figures_entry is not None else NOW, shares.figures_entry,
            address=page("steward_data"), doing="valuation.value",
        ),
        _plan(period, shares, is_ready=is_closed),
        Step(
            "vote", _state(shares.vote_entry, is_ready=shares.plan is not None),
            shares.vote_entry, "assembly.propose_plan", _vote_address(shares),
        ),
        Step(
            "share", _state(shares.share_entry, is_ready=shares.is_passed), shares.share_entry,
            "assembly.execute",
            door("assembly.execute", proposal=shares.proposal) if shares.is_passed else "",
        ),
    ]  # fmt: skip
    if charter.payouts.withholding_bp:
        steps.append(_tax(shares))
    payable = shares.share_entry is not None
    paid = shares.payout_entry
    steps.append(
        Step(
            "payout",
            _state(paid, is_ready=payable),
            paid,
            "treasury.draft_payout",
            door("treasury.draft_payout", payout=f"share-{period.period}") if payable else "",
        )
    )
    return steps


def _plan(period: Period, shares: SharesOfPeriod, *, is_ready: bool) -> Step:
    plan = shares.plan
    return Step(
        "plan", _state(plan.entry if plan else None, is_ready=is_ready),
        plan.entry if plan is not None else None, "treasury.plan",
        door(
            "treasury.plan", plan=f"share-{period.period}", period=period.period,
            valuation=shares.figures,
        ) if is_ready else "",
    )  # fmt: skip


def _tax(shares: SharesOfPeriod) -> Step:
    plan = shares.plan.plan if shares.plan is not None else ""
    return Step(
        "tax", _state(shares.tax_entry, is_ready=shares.share_entry is not None),
        shares.tax_entry, "treasury.withhold", door("treasury.withhold", plan=plan),
    )  # fmt: skip


def _vote_address(shares: SharesOfPeriod) -> str:
    if shares.proposal:
        return page("proposal", shares.proposal)
    return door("assembly.propose_plan", plan=shares.plan.plan) if shares.plan is not None else ""


def _state(entry: int | None, *, is_ready: bool) -> State:
    if entry is not None:
        return DONE
    return NOW if is_ready else LATER


def _if(state: State, address: str) -> str:
    return address if state == NOW else ""


def _asked_already(period: str) -> dict[str, str]:
    """Requests about this period that wait for a second person, by doing."""
    from auzolan.house.jobs.models import Waiting

    rows = Waiting.objects.filter(state=Waiting.State.WAITING, asked__contains=f'"{period}"')
    return {row.doing: page("waiting", row.pk) for row in rows}


def _with_request(step: Step, asked: dict[str, str]) -> Step:
    return replace(step, waits=asked[step.doing]) if step.doing in asked else step


def _leading_back(step: Step, period: Period) -> Step:
    """The same step, whose form leads back to the steps of its period instead of the queue."""
    places = reverse("steward"), reverse("closing", args=[period.period])
    back, here = (urlencode({"next": one}) for one in places)
    return replace(step, address=step.address.replace(back, here))
