"""A plan worked out again from the record as it stood before the plan's entry.

The annex of a plan holds cents; what is exact before rounding, and who got a spare cent, follows
from the same numbers once more. Whatever comes out is compared with the plan's own entry and
lines; where one cent differs there is no answer, rather than a likely one.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np

from auzolan.charter.articles import Charter
from auzolan.charter.differences import versions_of
from auzolan.charter.state import CharterVersion
from auzolan.foundation.books import Row
from auzolan.foundation.canonical import digest
from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.valuation.queries import annex_of
from auzolan.house.storage.reader import Reader
from auzolan.house.storage.sqlite import file_at
from auzolan.house.storage.together import asked
from auzolan.labour.state import WorkOfMember
from auzolan.members.state import Member
from auzolan.record.annex_columns import numbers, texts
from auzolan.record.annexes import Annex
from auzolan.record.entries import Act
from auzolan.treasury.accounts import (
    INDIVISIBLE_RESERVE,
    LOSS,
    OBLIGATORY,
    VOLUNTARY_RESERVE,
    loss_account,
    natural,
)
from auzolan.treasury.state import Account, Leaver, Period, Plan, Posting, RoyaltyOfMember
from auzolan.treasury.surplus.acts import Distribute, DistributionPlanned, PlanDistribution
from auzolan.treasury.surplus.columns import Column, whole_column
from auzolan.treasury.surplus.pay_ratio import PayRatio, pay_ratio
from auzolan.treasury.surplus.snapshot import Members
from auzolan.treasury.surplus.waterfall import ClassResult, YearResult
from auzolan.treasury.surplus.year_books import planned_from
from auzolan.treasury.surplus.year_plan import YearPlan, plan_year
from auzolan.valuation.state import Valuation

A = TypeVar("A", bound=Act)
_Place = tuple[Path, tuple[int, int] | None]

_WORKED_OUT: dict[tuple[_Place, Plan], YearPlan | None] = {}
_WORKED_OUT_MAX = 8
_RESERVES = (OBLIGATORY, VOLUNTARY_RESERVE, INDIVISIBLE_RESERVE)


def charter_at(reader: Reader, seq: int) -> Charter:
    """The charter that was in force when an entry was made.

    Args:
        reader: of the folder.
        seq: the entry; one that amends counts from itself on.
    """
    entries = reader.entries(one.seq for one in reader.rows(CharterVersion) if one.seq <= seq)
    *_, last = versions_of(entries[at] for at in sorted(entries))
    return last.charter


def acts_of(reader: Reader, kind: type[A]) -> Iterator[tuple[int, A]]:
    """The entries of one kind of act with their acts, in order."""
    entries = reader.entries(reader.entries_of(str(kind.__struct_config__.tag)))
    for seq, entry in entries.items():
        if isinstance(entry.act, kind):
            yield seq, entry.act


def year_plan_of(reader: Reader, plan: Plan) -> YearPlan | None:
    """A plan's division worked out again, or None where it cannot be to the last cent.

    It rests on nothing but the record before the plan's entry, which no later entry changes. So a
    server that is asked for everybody's statement works it out once.

    Args:
        reader: of the folder, with what is restricted in it.
        plan: any plan, voted or not.
    """
    place = reader.folder.database, file_at(reader.folder.database)
    if (place, plan) not in _WORKED_OUT:
        while len(_WORKED_OUT) >= _WORKED_OUT_MAX:
            _WORKED_OUT.pop(next(iter(_WORKED_OUT)), None)
        _WORKED_OUT[place, plan] = _worked_out(reader, plan)
    return _WORKED_OUT[place, plan]


def _worked_out(reader: Reader, plan: Plan) -> YearPlan | None:
    common: tuple[type[Row], ...] = (CharterVersion, Leaver, Period, Plan, Valuation)
    reader.ask(
        *(asked(row) for row in common), asked(Account, group_name=LOSS),
        *(asked(Posting, account=name) for name in _RESERVES),
    )  # fmt: skip
    entry = reader.entry(plan.entry)
    assert isinstance(entry.act, PlanDistribution), "a plan is made by its act"
    annex, charter = annex_of(reader, plan.lines), charter_at(reader, plan.entry)
    if digest(charter) != entry.charter:
        return None
    members = _members(reader, plan, entry.act, annex)
    year = _year(reader, plan, entry.act)
    found = plan_year(charter.surplus.distribution, year, members)
    if isinstance(found, Refusal) or not _agrees(found, planned_from(plan), annex):
        return None
    return found


def _members(reader: Reader, plan: Plan, act: PlanDistribution, annex: Annex) -> Members:
    ids = tuple(texts(annex, "member"))
    work = list(reader.rows(WorkOfMember, period=plan.period))
    earned = {
        row.member: row.earned_micro for row in reader.rows(RoyaltyOfMember, period=plan.period)
    }
    gone = [row for row in reader.rows(Leaver) if row.entry < plan.entry]
    head = _placed(ids, dict.fromkeys(_members_of(reader, plan, gone), 1))
    valuation = reader.get(Valuation, act.valuation) if act.valuation else None
    lines = annex_of(reader, valuation.lines) if valuation is not None else None
    return Members(
        ids=ids,
        hours=_placed(ids, {row.member: row.weight_centi for row in work}),
        index=np.ones(len(ids), dtype=np.int64),
        time=_placed(ids, {row.member: row.seconds for row in work}),
        capital=whole_column(list(numbers(annex, "opening_cents"))),
        points=_placed(ids, _worth(lines, "value_e9")) * head,
        value=_placed(ids, _worth(lines, "low_e9")) * head,
        usage=_placed(ids, earned),
        labels=_placed(ids, {row.member: row.items for row in work}),
        head=head,
        employee=np.zeros(len(ids), dtype=np.bool_),
        left=_placed(ids, dict.fromkeys((row.member for row in gone), 1)) > 0,
    )


def pay_ratio_in(reader: Reader, period: str) -> PayRatio:
    """How far pay by the hour lay apart in a period."""
    rows = list(reader.rows(WorkOfMember, period=period))
    return pay_ratio(
        {
            "counted_seconds": [row.counted_seconds for row in rows],
            "pay_cents": [row.pay_cents for row in rows],
            "topup_cents": [row.topup_cents for row in rows],
        }
    )


def _worth(lines: Annex | None, name: str) -> dict[str, int]:
    if lines is None:
        return {}
    pairs = zip(texts(lines, "member"), numbers(lines, name), strict=True)
    return {member: max(0, value) for member, value in pairs}


def _placed(ids: tuple[str, ...], values: dict[str, int]) -> Column:
    return whole_column([values.get(member, 0) for member in ids])


def _members_of(reader: Reader, plan: Plan, gone: list[Leaver]) -> set[str]:
    """Who was a member when a plan was made, or at least to the end of its period."""
    opened = {row.period: row.opened for row in reader.rows(Period)}
    before = {row.member for row in gone if opened[row.period] <= opened[plan.period]}
    return {row.member for row in reader.rows(Member) if row.entry < plan.entry} - before


def _year(reader: Reader, plan: Plan, act: PlanDistribution) -> YearResult:
    def held(account: str) -> int:
        moved = sum(
            row.amount for row in reader.rows(Posting, account=account) if row.entry < plan.entry
        )
        return natural(account, moved)

    own = loss_account(plan.period)
    losses = [row.account for row in reader.rows(Account, group_name=LOSS) if row.account != own]
    reader.ask(*(asked(Posting, account=name) for name in losses))
    shared = [one.plan for at, one in acts_of(reader, Distribute) if at < plan.entry]
    plans = [row for name in shared if (row := reader.get(Plan, name)) is not None]
    others = act.third_parties_cents + act.extraordinary_cents
    over = _losses_over(reader, plan)
    return YearResult(
        members=ClassResult(plan.result_cents - others, sum(map(held, losses)), act.tax_cents),
        third_parties=ClassResult(act.third_parties_cents),
        extraordinary=ClassResult(act.extraordinary_cents),
        obligatory_reserve_cents=held(OBLIGATORY),
        voluntary_reserve_cents=held(VOLUNTARY_RESERVE) + held(INDIVISIBLE_RESERVE),
        past_years=tuple(
            (row.available_cents, row.to_funds_cents) for row in plans if row.available_cents
        ),
        losses_due_cents=sum(held(account) for account in losses if account in over),
    )


def _losses_over(reader: Reader, plan: Plan) -> set[str]:
    """Accounts of losses that might not be carried beyond the plan's period."""
    rows = sorted(reader.rows(Period), key=lambda row: row.opened)
    own = next(row for row in rows if row.period == plan.period)
    before = [
        row.period for row in rows if row.opened < own.opened and 0 <= row.closed < plan.entry
    ]
    years = charter_at(reader, plan.entry).surplus.distribution.losses.years
    return {loss_account(name) for name in before[: max(0, len(before) - years + 1)]}


def _agrees(found: YearPlan, fact: DistributionPlanned, annex: Annex) -> bool:
    """Whether what was worked out again is what the entry and its lines say, to the cent."""
    part, fall = found.part, found.waterfall
    columns = {
        "interest_cents": found.interest.cents, "cash_cents": part.cash,
        "capitalised_cents": part.capitalised, "closing_cents": found.closing,
        **{f"{pool.basis}_cents": pool.shares.cents for pool in part.pools},
    }  # fmt: skip
    lines = [(one.line.name, one.part_bp, one.base_cents, one.cents) for one in fall.lines]
    said = [(one.name, one.part_bp, one.base_cents, one.cents) for one in fact.waterfall]
    return (
        (fall.available_cents, fall.patronage_cents, lines)
        == (fact.available_cents, fact.patronage_cents, said)
    ) and all(column.tolist() == list(numbers(annex, name)) for name, column in columns.items())
