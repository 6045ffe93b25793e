"""What a settlement counts of each submission, and what it makes of a person's in sum.

Per person the pay for her work is held against the floor of the same work, over all that was
counted within a period; what she is short of is topped up. Time of classes that the floor does not
cover, and work whose time nobody knows, stays out of that comparison: its price is paid beside it
and lifts nothing. It reads no books.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from auzolan.foundation.money import MICRO_PER_CENT, ceil_cents
from auzolan.labour.pay import HOUR_S, Held, late_interest_cents, lift_cents
from auzolan.labour.paying.lines import SettledLine, SubmissionLine
from auzolan.labour.state import ACCEPTED, Submission
from auzolan.labour.work.deadlines import has_time_due

OUTSIDE = ""
"""The period of work that is held against no floor."""


@dataclass(frozen=True, slots=True)
class Terms:
    """By what a submission is counted.

    Attributes:
        period: of the settlement.
        at: the moment of the settlement.
        state: of the submission at that moment.
        is_covered: whether its class is one that the floor covers, and its time is known.
        hour_cents: the floor of its place and moment.
        late_bp: interest a year on what a wrong rejection held back.
        index_centi: the index of its class, hundredths.
    """

    period: str
    at: int
    state: str
    is_covered: bool
    hour_cents: int
    late_bp: int
    index_centi: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What a settlement counts of one submission.

    Attributes:
        line: what is written of it.
        interest: cents, exact.
        accepted_seconds, paid_seconds, items: of work that is accepted now, else 0.
        weight_centi: accepted seconds times job index.
    """

    line: SubmissionLine
    interest: Fraction = Fraction(0)
    accepted_seconds: int = 0
    paid_seconds: int = 0
    items: int = 0
    weight_centi: int = 0


def is_due(row: Submission, state: str, *, waits_in: tuple[str, ...]) -> bool:
    """Whether a settlement has anything to count: a price to pay, or time that was not counted.

    Args:
        row: a submission that a settlement has still to look at.
        state: its state at the moment of the settlement.
        waits_in: the states in which nothing is counted yet.
    """
    if state == ACCEPTED:
        return True
    return state not in waits_in and has_time_due(row)


def counted(row: Submission, terms: Terms) -> Counted:
    """Count what is new of one submission: its time once, its price once it is accepted.

    The whole accepted time weighs in sharing a surplus, also the part that was counted before.
    """
    seconds = row.seconds - row.settled_seconds if terms.is_covered else 0
    home = row.floor_period or (terms.period if terms.is_covered else OUTSIDE)
    is_accepted = terms.state == ACCEPTED
    owed_micro = row.pay_micro - row.settled_micro if is_accepted else 0
    hour_cents = terms.hour_cents if terms.is_covered else 0
    line = SubmissionLine(row.submission, terms.state, home, seconds, hour_cents, owed_micro)
    if not is_accepted:
        return Counted(line)
    late_ms = terms.at - row.rejected_at if row.rejected_at else 0
    accepted = row.seconds if terms.is_covered else 0
    return Counted(
        line,
        late_interest_cents(owed_micro=owed_micro, rate_bp=terms.late_bp, late_ms=late_ms),
        accepted_seconds=accepted, paid_seconds=row.paid_seconds, items=row.items,
        weight_centi=accepted * terms.index_centi,
    )  # fmt: skip


def held_by_period(lines: Iterable[SubmissionLine]) -> dict[str, Held]:
    """What is counted now, by the period in which it is held against the floor."""
    found: dict[str, Held] = {}
    for line in lines:
        more = Held(line.owed_micro, line.seconds * line.hour_cents)
        found[line.floor_period] = found.get(line.floor_period, Held()) + more
    return found


def settled(member: str, pieces: Iterable[Counted], before: Mapping[str, Held]) -> SettledLine:
    """A person's line: what she is owed for all that is counted now, rounded up to the cent once.

    A price that comes later than the floor for the same time takes the place of the top-up that
    was given for it, so that a top-up can be below zero; what she is owed never is.

    Args:
        member: who.
        pieces: what is counted of each of her submissions.
        before: what was counted of her before, by the period of the comparison.
    Returns:
        The line; pay and top-up together are at least what the floor asks.
    Raises:
        AssertionError: she would owe something.
    Source: charter, article on labour.
    """
    some = list(pieces)
    more = held_by_period(one.line for one in some)
    owed = sum(
        (lift_cents(before.get(home, Held()), held) for home, held in more.items() if home != OUTSIDE),
        Fraction(more.get(OUTSIDE, Held()).pay_micro, MICRO_PER_CENT),
    )  # fmt: skip
    assert owed >= 0, f"a settlement takes nothing from {member}"
    pay_cents = ceil_cents(Fraction(sum(one.line.owed_micro for one in some), MICRO_PER_CENT))
    floor = sum(held.floor for held in more.values())
    return SettledLine(
        member=member,
        seconds=sum(one.line.seconds for one in some),
        accepted_seconds=sum(one.accepted_seconds for one in some),
        paid_seconds=sum(one.paid_seconds for one in some),
        weight_centi=sum(one.weight_centi for one in some),
        items=sum(one.items for one in some),
        pay_cents=pay_cents,
        interest_cents=ceil_cents(sum((one.interest for one in some), Fraction(0))),
        topup_cents=ceil_cents(owed) - pay_cents,
        floor_cents=ceil_cents(Fraction(floor, HOUR_S)),
    )
