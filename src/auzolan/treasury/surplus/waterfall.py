"""From a year's result to the lines above the members' part, each with its base and its clause.

Interest is told to it, and what the members get is what it leaves: both are worked out elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from auzolan.charter.distribution import Base, Condition, Distribution, Line, ResultClass, Rounding
from auzolan.foundation.money import ceil_cents, floor_cents, part_of

CLASSES = (ResultClass.MEMBERS, ResultClass.THIRD_PARTIES, ResultClass.EXTRAORDINARY)


@dataclass(frozen=True, slots=True)
class ClassResult:
    """The result of one class, whole cents.

    Attributes:
        gross_cents: before interest on capital and tax; below zero is a loss.
        past_losses_cents: losses of years before that are still to be made good, >= 0.
        tax_cents: tax on it, >= 0.
    """

    gross_cents: int
    past_losses_cents: int = 0
    tax_cents: int = 0


NO_RESULT = ClassResult(0)


@dataclass(frozen=True, slots=True)
class YearResult:
    """A year's result by class, and the savings that conditions and losses look at.

    Attributes:
        members: from work with members.
        third_parties: from work with others.
        extraordinary: out of the ordinary.
        obligatory_reserve_cents: what the obligatory reserve holds.
        voluntary_reserve_cents: what the voluntary reserve holds.
        past_years: of years with a surplus, the latest last: (surplus, what went to the obligatory
            funds), whole cents.
        losses_due_cents: those of the past losses that no later year may make good any more; at
            most all of them.
    """

    members: ClassResult
    third_parties: ClassResult = NO_RESULT
    extraordinary: ClassResult = NO_RESULT
    obligatory_reserve_cents: int = 0
    voluntary_reserve_cents: int = 0
    past_years: tuple[tuple[int, int], ...] = ()
    losses_due_cents: int = 0

    def classes(self) -> tuple[ClassResult, ...]:
        """The three classes in the order of `CLASSES`."""
        return self.members, self.third_parties, self.extraordinary

    @property
    def gross_cents(self) -> int:
        """All classes together, before interest, losses and tax."""
        return sum(one.gross_cents for one in self.classes())

    @property
    def tax_cents(self) -> int:
        """All tax together."""
        return sum(one.tax_cents for one in self.classes())

    @property
    def past_losses_cents(self) -> int:
        """All past losses together."""
        return sum(one.past_losses_cents for one in self.classes())

    @property
    def after_tax_cents(self) -> int:
        """What the year leaves after tax; below zero it is a loss to be borne."""
        return self.gross_cents - self.tax_cents

    @property
    def to_bear_cents(self) -> int:
        """Past losses whose years are over and that this year's result cannot make good."""
        return max(0, self.losses_due_cents - max(0, self.after_tax_cents))


@dataclass(frozen=True, slots=True)
class LineAmount:
    """One line of a plan: what it is, of what, how much exactly, and how much in whole cents.

    Attributes:
        line: the line of the charter.
        part_bp: the part that was taken, which a condition may have changed.
        base_cents: what it is a part of.
        exact: the part before rounding and limits, in cents.
        cents: what the line gets.
        is_cut: it got less than it should have had, since no more was left.
    """

    line: Line
    part_bp: int
    base_cents: int
    exact: Fraction
    cents: int
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The lines above the members' part, and what they leave.

    Attributes:
        net_cents: after interest.
        available_cents: also after past losses and tax.
        lines: in the order in which they were served.
        patronage_cents: what is left for the members.
        past_losses_left_cents: past losses that the year could not make good.
    """

    net_cents: int
    available_cents: int
    lines: tuple[LineAmount, ...]
    patronage_cents: int
    past_losses_left_cents: int


def waterfall(
    article: Distribution, result: YearResult, *, interest_cents: int, capital_cents: int
) -> Waterfall:
    """Work out every line, in the order of the charter.

    A line takes its part of its base, rounded as it says, at least its minimum, at most its
    maximum, and never more than is left. Losses of one class are set against the others, in the
    order members, third parties, extraordinary.

    Args:
        article: the distribution of the charter.
        result: of the year; after tax it is not below zero.
        interest_cents: interest on capital; at most what is left after tax.
        capital_cents: all capital, for conditions.
    Returns:
        The lines and what is left.
    Source: charter, article on surplus; es-pv-2019: Act 11/2019, art. 70.
    """
    assert interest_cents <= max(0, result.after_tax_cents), "interest is paid from a result"
    bases = _bases(result, interest_cents)
    available = sum(bases[Base.AVAILABLE])
    reserve_is_low = 2 * result.obligatory_reserve_cents < capital_cents
    left, lines = available, []
    for line in article.lines:
        base_cents = left if line.base == Base.REST else _base_of(line, bases)
        amount = _amount(line, base_cents, left, reserve_is_low=reserve_is_low)
        left -= amount.cents
        lines.append(amount)
    spare = max(0, result.after_tax_cents - interest_cents)
    made_good = min(result.past_losses_cents, spare)
    return Waterfall(
        net_cents=result.gross_cents - interest_cents,
        available_cents=available,
        lines=tuple(lines),
        patronage_cents=left,
        past_losses_left_cents=result.past_losses_cents - made_good,
    )


def _bases(result: YearResult, interest_cents: int) -> dict[Base, tuple[int, ...]]:
    """For each base the amount of each class, losses set off between the classes."""
    classes = result.classes()
    gross = [one.gross_cents for one in classes]
    net = [gross[0] - interest_cents, *gross[1:]]
    before_tax = [n - one.past_losses_cents for n, one in zip(net, classes, strict=True)]
    available = [b - one.tax_cents for b, one in zip(before_tax, classes, strict=True)]
    named = ((Base.GROSS, gross), (Base.NET, net), (Base.BEFORE_TAX, before_tax))
    return {name: _set_off(of) for name, of in (*named, (Base.AVAILABLE, available))}


def _set_off(amounts: Sequence[int]) -> tuple[int, ...]:
    """Take what is below zero from what is above, in order; all are >= 0 then."""
    lacking = -sum(amount for amount in amounts if amount < 0)
    left = []
    for amount in amounts:
        taken = min(max(0, amount), lacking)
        left.append(max(0, amount) - taken)
        lacking -= taken
    return tuple(left)


def _base_of(line: Line, bases: dict[Base, tuple[int, ...]]) -> int:
    amounts = bases[line.base]
    if line.result_class == ResultClass.ALL:
        return sum(amounts)
    return amounts[CLASSES.index(line.result_class)]


def _amount(line: Line, base_cents: int, left: int, *, reserve_is_low: bool) -> LineAmount:
    is_met = line.condition == Condition.RESERVE_BELOW_HALF_CAPITAL and reserve_is_low
    part_bp = line.condition_bp if is_met else line.part_bp
    exact = part_of(base_cents, part_bp)
    wanted = ceil_cents(exact) if line.rounding == Rounding.UP else floor_cents(exact)
    wanted = max(wanted, line.min_cents)
    if line.max_cents:
        wanted = min(wanted, line.max_cents)
    cents = min(wanted, left)
    return LineAmount(line, part_bp, base_cents, exact, cents, is_cut=cents < wanted)
