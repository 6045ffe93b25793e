"""From the books to what a year's plan is made from: who shares with what, and what there was.

It divides nothing, and asks nobody whether a plan may be made. A period stands for a year here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import cast

import msgspec
import numpy as np

from auzolan.charter.state import charter_of
from auzolan.foundation import canonical
from auzolan.foundation.books import Books
from auzolan.labour.state import WorkOfMember
from auzolan.members.state import ACTIVE, LEFT, Member
from auzolan.record.annex_columns import numbers, texts
from auzolan.record.annexes import ref_from_text
from auzolan.record.case import Case
from auzolan.treasury.accounts import (
    COMPULSORY,
    INDIVISIBLE_RESERVE,
    LOSS,
    OBLIGATORY,
    RETURNS,
    VOLUNTARY,
    VOLUNTARY_RESERVE,
    loss_account,
)
from auzolan.treasury.ledger.posting import own_balance
from auzolan.treasury.state import (
    CLOSED,
    CLOSING,
    DISTRIBUTED,
    OPEN,
    Account,
    Leaver,
    MemberAccount,
    Period,
    Plan,
    RoyaltyOfMember,
)
from auzolan.treasury.surplus.acts import DistributionPlanned, PlanDistribution
from auzolan.treasury.surplus.columns import Column, whole_column
from auzolan.treasury.surplus.snapshot import Members
from auzolan.treasury.surplus.waterfall import ClassResult, YearResult
from auzolan.valuation.state import Valuation

CAPITAL_ACCOUNTS = (RETURNS, VOLUNTARY, COMPULSORY)
"""A member's capital, in the order in which a loss is taken from it."""

_WORK = ("member", "weight_centi", "seconds", "items")
_DECODER = msgspec.json.Decoder(DistributionPlanned)


@dataclass(frozen=True, slots=True)
class Sharers:
    """Who shares in a year.

    Attributes:
        members: the columns; what counts as hours is already weighted by index, which is 1, and
            `time` is the same hours as they were worked.
        capital: each one's capital account by account, in the order of `CAPITAL_ACCOUNTS`.
    """

    members: Members
    capital: tuple[Column, ...]


def sharers_of(books: Books, case: Case, period: str, valuation: Valuation | None) -> Sharers:
    """Everybody who has a part in a year, in order of id.

    Members in good standing share equally and by worth of data, at no less than zero; so does who
    left after the period, since she was one to its end. Work, labels and royalties count for whoever
    earned them in the period, and capital for whoever has it, also for those who have left.

    Args:
        books: the books, with restricted rows.
        case: the entry in the making; it can read the valuation's lines.
        period: the period whose work counts.
        valuation: what data is worth; None where no pool is by data or value.
    Raises:
        NotDisclosed: at the public level.
    Source: charter, article on surplus.
    """
    gone = _names(books.columns(Member, ["member"], standing=LEFT)["member"])
    active = _names(books.columns(Member, ["member"], standing=ACTIVE)["member"])
    active = sorted([*active, *_left_after(books, period)]) if gone else active
    work = books.columns(WorkOfMember, _WORK, period=period)
    earned = _held(books.columns(RoyaltyOfMember, ["member", "earned_micro"], period=period))
    capital = [
        _above_zero(_held(books.columns(MemberAccount, ["member", "balance"], account=account)))
        for account in CAPITAL_ACCOUNTS
    ]
    workers = _names(work["member"])
    ids = _everybody([active, workers, earned.members, *(column.members for column in capital)])
    columns = tuple(_placed(ids, column) for column in capital)
    nothing = np.zeros(len(ids), dtype=np.int64)
    head = _placed(ids, _Held(active, np.ones(len(active), dtype=np.int64)))
    hours, time, labels = (
        _placed(ids, _held({"member": work["member"], name: work[name]})) for name in _WORK[1:]
    )
    points, value = (_placed(ids, one) * head for one in _worth(case, valuation))
    members = Members(
        ids=ids, hours=hours, index=nothing + 1, time=time, capital=sum(columns, nothing),
        points=points, value=value, usage=_placed(ids, earned), labels=labels, head=head,
        employee=np.zeros(len(ids), dtype=np.bool_),
        left=_placed(ids, _Held(gone, np.ones(len(gone), dtype=np.int64))) > 0,
    )  # fmt: skip
    return Sharers(members, columns)


def _left_after(books: Books, period: str) -> list[str]:
    """Who left when a later period was open, and so was a member to the end of this one."""
    own = books.get(Period, period)
    assert own is not None, f"there is no period {period}"
    rows = [row for state in (OPEN, CLOSING, CLOSED) for row in books.find(Period, state=state)]
    later = [row.period for row in rows if row.opened > own.opened]
    return [row.member for name in later for row in books.find(Leaver, period=name)]


@dataclass(frozen=True, slots=True)
class _Held:
    """Some people, each once, and a number of 0 or more for each of them."""

    members: list[str]
    values: Column


def _held(columns: Mapping[str, list[int | str]]) -> _Held:
    """Two columns of the books."""
    members, values = columns.values()
    return _Held(_names(members), whole_column(cast("list[int]", values)))


def _above_zero(held: _Held) -> _Held:
    """Only those who have something."""
    if held.values.all():
        return held
    has = np.flatnonzero(held.values)
    return _Held([held.members[at] for at in has.tolist()], held.values[has])


def _names(column: list[int | str]) -> list[str]:
    return cast("list[str]", column)


def _everybody(columns: Sequence[list[str]]) -> tuple[str, ...]:
    """All who stand in some column, in order of id; most often all columns name the same people."""
    different: list[list[str]] = []
    for column in columns:
        if column and column not in different:
            different.append(column)
    if len(different) == 1:
        return tuple(different[0])
    return tuple(sorted(set().union(*different)))


def _placed(ids: tuple[str, ...], held: _Held) -> Column:
    """Each one's number, in the order of the ids; who is not among them is left out."""
    if len(held.members) == len(ids) and held.members == list(ids):
        return held.values
    if not held.members:
        return np.zeros(len(ids), dtype=np.int64)
    given = dict(zip(held.members, held.values.tolist(), strict=True))
    return whole_column(list(map(given.get, ids, repeat(0))))


def _worth(case: Case, valuation: Valuation | None) -> tuple[_Held, _Held]:
    """What each one's data is worth, and the lower end of it; below zero counts as none."""
    if valuation is None:
        nobody = _Held([], np.zeros(0, dtype=np.int64))
        return nobody, nobody
    lines = case.annexes.read(ref_from_text(valuation.lines))
    members = texts(lines, "member")
    exact, low = (
        _Held(members, np.maximum(whole_column(numbers(lines, name)), 0))
        for name in ("value_e9", "low_e9")
    )
    return exact, low


def year_of(books: Books, act: PlanDistribution, period: Period) -> YearResult:
    """What there was in a year: the result by class, losses before it, savings, and earlier years.

    Tax and past losses are set against the result with members first, then against the others.

    Args:
        books: the books.
        act: says what of the result is not from members, and the tax on all of it.
        period: a closed period.
    Source: charter, article on surplus.
    """
    past = sum(cents for _, cents in losses_before(books, period.period))
    others = act.third_parties_cents + act.extraordinary_cents
    return YearResult(
        members=ClassResult(period.result_cents - others, past, act.tax_cents),
        third_parties=ClassResult(act.third_parties_cents),
        extraordinary=ClassResult(act.extraordinary_cents),
        obligatory_reserve_cents=own_balance(books, OBLIGATORY),
        voluntary_reserve_cents=sum(
            own_balance(books, one) for one in (VOLUNTARY_RESERVE, INDIVISIBLE_RESERVE)
        ),
        past_years=_past_years(books),
        losses_due_cents=_losses_due(books, period),
    )


def _losses_due(books: Books, period: Period) -> int:
    """Past losses that this period is the last to make good, in cents.

    A loss may be carried through as many periods after its own as the charter says.
    """
    closed = sorted(books.find(Period, state=CLOSED), key=lambda row: row.opened)
    before = [row.period for row in closed if row.opened < period.opened]
    over_by = len(before) - charter_of(books).surplus.distribution.losses.years
    over = {loss_account(name) for name in before[: max(0, over_by + 1)]}
    past = losses_before(books, period.period)
    return sum(cents for account, cents in past if account in over)


def losses_before(books: Books, period: str) -> list[tuple[str, int]]:
    """Accounts of losses that other periods have left, oldest first, with what they hold."""
    opened = {name: row.opened for name, row in _periods_with_loss(books).items()}
    names = sorted((name for name in opened if name != period), key=lambda one: opened[one])
    found = [(loss_account(name), own_balance(books, loss_account(name))) for name in names]
    return [(account, cents) for account, cents in found if cents]


def _periods_with_loss(books: Books) -> dict[str, Period]:
    owners = [row.owner for row in books.find(Account, group_name=LOSS)]
    rows = books.get_many(Period, owners)
    return {row.period: row for row in rows if row is not None}


def _past_years(books: Books) -> tuple[tuple[int, int], ...]:
    """Of every shared year with a surplus: what was available, and what went to the funds."""
    plans = books.find(Plan, state=DISTRIBUTED)
    opened = {
        plan.period: row.opened
        for plan in plans
        if (row := books.get(Period, plan.period)) is not None
    }
    ordered = sorted(plans, key=lambda plan: opened[plan.period])
    return tuple(
        (plan.available_cents, plan.to_funds_cents) for plan in ordered if plan.available_cents
    )


def planned_from(plan: Plan) -> DistributionPlanned:
    """The fact that a plan's row keeps, whole."""
    return canonical.decode(plan.planned.encode(), _DECODER)
