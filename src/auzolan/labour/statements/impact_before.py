"""What earlier statements told of the same kind of work, so that no two show a person by subtraction.

Work behind two datasets, or behind one at two moments, differs by what came between. A figure is
told only where it differs from each one told before by nothing, or by enough people. It compares
statements two by two; what releases about groups tell is kept apart, by `groups`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.labour.groups.tables import Wholes
from auzolan.labour.state import ACCEPTED, APPEALED, PENDING, AppealRow, LabourStatement, Submission
from auzolan.labour.statements.impact_cells import Shown, is_sum_shown
from auzolan.labour.statements.impact_scope import Behind, work_behind
from auzolan.labour.work.deadlines import accepted_from, appeal_lapses_at, state_at
from auzolan.learning.state import Snapshot, snapshot_of

Parts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Earlier:
    """The work behind an earlier statement, as it stood when that was published."""

    behind: Behind
    at: int


def told_before(books: Books, snapshot: Snapshot) -> tuple[Earlier, ...]:
    """The work behind each earlier statement about data of the same kind, in their order.

    One that says the same as an earlier one is left out.

    Args:
        books: the state; the statement that is being made is not in them.
        snapshot: the dataset of that statement.
    Raises:
        NotDisclosed: at the public level; who worked is known inside alone.
    """
    rows = books.find(LabourStatement, kind=snapshot.kind)
    behind: dict[str, Behind] = {}
    found: list[Earlier] = []
    for row in sorted(rows, key=lambda one: one.entry):
        if row.snapshot not in behind:
            sealed = snapshot_of(books, row.snapshot)
            behind[row.snapshot] = work_behind(books, sealed, row.published_at)
        then = _as_of(books, behind[row.snapshot], row.published_at)
        if not any(one.behind == then for one in found):
            found.append(Earlier(then, row.published_at))
    return tuple(found)


def may_tell(parts: Parts, before: Sequence[Parts], shown: Shown) -> bool:
    """Whether a sum over people may be told beside those of its kind that were told before.

    Args:
        parts: what each adds to the sum, >= 0.
        before: the same of earlier statements, in their order; those that could not be told
            themselves bind nobody.
        shown: what the sum, and each difference, must keep to.
    """
    rows = _side_by_side([*before, parts])
    told: list[Wholes] = []
    for row in rows[:-1]:
        if _is_apart(row, told, shown):
            told.append(row)
    return _is_apart(rows[-1], told, shown)


def each_of(
    of: Callable[[Behind], Parts], behind: Behind, before: Sequence[Earlier]
) -> tuple[Parts, list[Parts]]:
    """The parts of one figure, now and in each earlier statement."""
    return of(behind), [of(one.behind) for one in before]


def _side_by_side(parts: Sequence[Parts]) -> list[Wholes]:
    """The parts as arrays (people,) over the same people."""
    place = {member: at for at, member in enumerate(dict.fromkeys(chain.from_iterable(parts)))}
    rows = np.zeros((len(parts), len(place)), dtype=np.int64)
    for row, one in zip(rows, parts, strict=True):
        row[[place[member] for member in one]] = list(one.values())
    return list(rows)


def _is_apart(row: Wholes, told: Sequence[Wholes], shown: Shown) -> bool:
    return is_sum_shown(row, shown) and all(is_sum_shown(abs(row - one), shown) for one in told)


def _as_of(books: Books, behind: Behind, then: int) -> Behind:
    """The same work with what was accepted by a moment that has gone."""
    accepted = (one.submission for one in behind.work if _was_accepted(books, one, then))
    return replace(behind, accepted=frozenset(accepted))


def _was_accepted(books: Books, one: Submission, then: int) -> bool:
    if one.state != ACCEPTED:
        return one.state in {PENDING, APPEALED} and state_at(books, one, then) == ACCEPTED
    if not one.auto_accepted:
        return one.decided_at <= then
    appeal = books.get(AppealRow, one.submission)
    if appeal is not None:
        return appeal_lapses_at(charter_of(books).labour, appeal.appealed_at) <= then
    return accepted_from(books, one) <= then
