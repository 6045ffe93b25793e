"""Time behind a dataset by class of work: how it came to be known, and what of it was accepted.

Each figure is asked by itself whether it may be shown, and so is what it leaves of the others. Time
that nobody measured, claimed or agreed is counted by how often it is unknown, never as 0 seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from auzolan.labour.classes import AGREED, CLAIMED, CLASSES, MEASURED
from auzolan.labour.classes import UNKNOWN as NOT_TIMED
from auzolan.labour.state import Submission
from auzolan.labour.statements.acts import UNKNOWN, ClassHours
from auzolan.labour.statements.impact_before import Earlier, Parts, each_of, may_tell
from auzolan.labour.statements.impact_cells import Shown
from auzolan.labour.statements.impact_scope import Behind


def totals(amounts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """What each member's amounts come to."""
    found: dict[str, int] = {}
    for member, amount in amounts:
        found[member] = found.get(member, 0) + amount
    return found


def hours_by_class(
    behind: Behind, shown: Shown, before: Sequence[Earlier] = ()
) -> tuple[ClassHours, ...]:
    """Seconds by class, in the order of classes; a class nobody did is left out.

    Args:
        behind: the work.
        shown: what a figure must keep to.
        before: what earlier statements told of.
    """
    named = {one.work_class for one in behind.work}
    return tuple(_of_class(name, behind, shown, before) for name in CLASSES if name in named)


def _of_class(name: str, behind: Behind, shown: Shown, before: Sequence[Earlier]) -> ClassHours:
    def told(of: Callable[[Behind], Parts]) -> int:
        parts, earlier = each_of(of, behind, before)
        return sum(parts.values()) if may_tell(parts, earlier, shown) else UNKNOWN

    def timed(basis: str) -> int:
        return told(lambda at: _seconds(at, name, lambda one: one.basis == basis))

    def untimed(at: Behind) -> Parts:
        some = (one for one in at.work if one.work_class == name)
        return totals((one.member, 1) for one in some if one.basis == NOT_TIMED)

    if all(one.basis == NOT_TIMED for one in behind.work if one.work_class == name):
        return ClassHours(name, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, told(untimed))
    # What is accepted and what was worked tell together what was not accepted.
    rest = told(lambda at: _seconds(at, name, lambda one: not at.is_accepted(one)))
    accepted = told(lambda at: _seconds(at, name, at.is_accepted))
    return ClassHours(
        name, timed(MEASURED), timed(CLAIMED), timed(AGREED),
        UNKNOWN if rest == UNKNOWN else accepted, told(untimed),
    )  # fmt: skip


def _seconds(behind: Behind, name: str, counts: Callable[[Submission], bool]) -> Parts:
    some = (one for one in behind.work if one.work_class == name and counts(one))
    return totals((one.member, one.seconds) for one in some)
