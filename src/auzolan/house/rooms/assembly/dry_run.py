"""Dry run: what the amendments on an agenda would change, laid down for the notice.

An amendment is applied to a copy of the charter: its clauses before and after; the last planned
year divided under both; which uses of data could be allowed then, or no more. What is laid down is
open, so it holds totals alone; what one member would have got is shown to nobody but her. What a
valuation would be under other rules of worth is not worked out.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from auzolan.assembly.dry_run import DRY_RUN_KIND, DRY_RUN_NAMES, Line, clause_lines
from auzolan.assembly.measures import measure_from_text
from auzolan.assembly.resolutions import ChangeCharter
from auzolan.assembly.state import Proposal
from auzolan.charter.articles import Charter, charter_from_text
from auzolan.charter.clauses import SURPLUS, amended
from auzolan.charter.state import IN_FORCE, CharterInForce, charter_of
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import Reading
from auzolan.house.desk import Desk
from auzolan.house.rooms.treasury.simulate import Comparison, Spread, compared
from auzolan.house.rooms.treasury.statement_plans import year_plan_of
from auzolan.house.storage.reader import Reader, reader_of
from auzolan.record.annexes import AnnexRef
from auzolan.treasury.state import Plan
from auzolan.treasury.surplus.year_plan import YearPlan, plan_year

GINI_MEMBERS_MIN = 5
"""Of fewer members the coefficient and the total would tell what each one gets."""

POSSIBLE, IMPOSSIBLE = "possible", "impossible"
USE = "use"


class UseChange(msgspec.Struct, frozen=True):
    """A use of data that members could allow from then on, or no more.

    `before` and `after` are `possible` or `impossible`; whether anybody allows it is hers to say.
    """

    kind: str
    purpose: str
    before: str
    after: str


class YearCompared(msgspec.Struct, frozen=True):
    """The last planned year, divided under both charters; the plan it was, and the comparison."""

    plan: str
    comparison: Comparison


def lay_down_dry_run(desk: Desk, now: Reading, agenda: Sequence[str]) -> AnnexRef | None:
    """Lay down what each amendment on an agenda would change.

    Returns:
        The open annex `dry_run/1`, or None where the agenda changes no clause.
    """
    measures = {name: _amendment(now.books.get(Proposal, name)) for name in agenda}
    amendments = {name: one for name, one in measures.items() if one is not None}
    if not any(one.changes for one in amendments.values()):
        return None
    charter = charter_of(now.books)
    with reader_of(desk.folder) as reader:
        year = _last_year(reader) if any(map(_touches_surplus, amendments.values())) else None
    lines = sorted(
        {
            line
            for name, one in amendments.items()
            for line in (
                *clause_lines(charter, name, one.changes),
                *_more(charter, name, one, year),
            )
        }
    )
    columns = dict(zip(DRY_RUN_NAMES, map(list, zip(*lines, strict=True)), strict=True))
    return desk.lay_down(DRY_RUN_KIND, columns)


def year_compared(reader: Reader, measure: ChangeCharter) -> YearCompared | None:
    """The last planned year under the charter in force and under the amended one.

    Args:
        reader: of the folder, with what is restricted in it: the comparison names members.
        measure: the amendment.
    Returns:
        The comparison; None where nothing of the surplus changes, no year was planned, or the
        amendment cannot be.
    """
    row = reader.get(CharterInForce, IN_FORCE)
    if row is None or not _touches_surplus(measure):
        return None
    return _compared(charter_from_text(row.text), measure, _last_year(reader))


def use_changes(charter: Charter, measure: ChangeCharter) -> list[UseChange]:
    """The uses, by kind of rows and purpose, that an amendment would make possible or impossible."""
    changed = amended(charter, measure.changes)
    if isinstance(changed, Refusal):
        return []
    before, after = _uses(charter), _uses(changed)
    return [
        UseChange(*use, *((IMPOSSIBLE, POSSIBLE) if use in after else (POSSIBLE, IMPOSSIBLE)))
        for use in sorted(before ^ after)
    ]


def year_lines(proposal: str, year: YearCompared) -> list[Line]:
    """The lines of a dry run about a year: whole cents of each line, who gains, how evenly."""
    found = year.comparison
    about = f"year:{year.plan}"
    lines = [
        (str(one.after_cents), str(one.before_cents), proposal, f"{about}:{one.name}_cents")
        for one in found.lines
        if one.change_cents
    ]
    counts = {"gaining": found.gaining, "losing": found.losing, "same": found.same}
    lines += [(str(count), "", proposal, f"{about}:{name}") for name, count in counts.items()]
    if len(found.members) >= GINI_MEMBERS_MIN:
        lines.append((_gini(found.after), _gini(found.before), proposal, f"{about}:gini_e4"))
    return lines


def _more(
    charter: Charter, proposal: str, measure: ChangeCharter, last: tuple[str, YearPlan] | None
) -> list[Line]:
    lines = [
        (one.after, one.before, proposal, f"{USE}:{one.kind}:{one.purpose}")
        for one in use_changes(charter, measure)
    ]
    year = _compared(charter, measure, last)
    return lines if year is None else [*lines, *year_lines(proposal, year)]


def _amendment(row: Proposal | None) -> ChangeCharter | None:
    measure = measure_from_text(row.measure) if row is not None else None
    return measure if isinstance(measure, ChangeCharter) else None


def _touches_surplus(measure: ChangeCharter) -> bool:
    return any(one.clause.startswith(f"{SURPLUS}.") for one in measure.changes)


def _last_year(reader: Reader) -> tuple[str, YearPlan] | None:
    """The newest plan that can be worked out again to the cent."""
    for row in sorted(reader.rows(Plan), key=lambda one: -one.entry):
        year = year_plan_of(reader, row)
        if year is not None:
            return row.plan, year
    return None


def _compared(
    charter: Charter, measure: ChangeCharter, last: tuple[str, YearPlan] | None
) -> YearCompared | None:
    if last is None or not _touches_surplus(measure):
        return None
    changed = amended(charter, measure.changes)
    if isinstance(changed, Refusal):
        return None  # it is refused where it is proposed
    (name, year), articles = last, (charter.surplus, changed.surplus)
    before, after = (plan_year(one.distribution, year.result, year.members) for one in articles)
    if isinstance(before, Refusal) or isinstance(after, Refusal):
        return None
    return YearCompared(name, compared(before, after))


def _uses(charter: Charter) -> set[tuple[str, str]]:
    consent = charter.consent
    return {(kind, purpose) for kind in consent.kinds for purpose in consent.purposes}


def _gini(spread: Spread) -> str:
    return "" if spread.gini_e4 is None else str(spread.gini_e4)
