"""A second look at a valuation: whose pay another measure does not bear out, for a human to ask.

The rule to pay by adds up rows, so many rows that are almost one can still add up. Measures that
see a member as a whole (the curator game, member-KNN), or her rows with near ones thinned out, do
not grow with them. The review sets such measures beside what is paid, and names the members whose
ratio lies far above the median.

It flags and never punishes: nothing reads a flag to pay less, and a flag is no finding. A member
with far more rows than others is flagged honestly by the curator game, which gives less for each
further row of one person. It is blind to a group that jitters together and is half of all.

Source: median and median absolute deviation, Hampel 1974; 14,826 / 10,000 makes the deviation of
a normal distribution of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

_MILLION = 10**6
_BASIS_POINTS = 10_000
_NORMAL = Fraction(14_826, 10_000)


@dataclass(frozen=True, slots=True)
class Threshold:
    """When a ratio is far above the median. All three stand in the recipe of a valuation.

    Attributes:
        spreads: how many robust standard deviations above the median, >= 1.
        times_bp: and at least this many times the median, in basis points, >= 10,000.
        floor_bp: a share below this part of an equal share counts as this part, in basis points,
            1 to 10,000: next to nothing, ratios say nothing.
    """

    spreads: int = 5
    times_bp: int = 15_000
    floor_bp: int = 1_000

    def __post_init__(self) -> None:
        if self.spreads < 1 or self.times_bp < _BASIS_POINTS:
            raise ValueError(
                "expected spreads >= 1 and times_bp >= 10,000; "
                f"got {self.spreads} and {self.times_bp}"
            )
        if not 1 <= self.floor_bp <= _BASIS_POINTS:
            raise ValueError(f"floor_bp is 1 to {_BASIS_POINTS}; got {self.floor_bp}")


@dataclass(frozen=True, slots=True)
class Flag:
    """A question about one member.

    Attributes:
        member: her id.
        measure: the measure that does not bear out her pay.
        ratio_millionths: her share of what is paid over her share by the measure, rounded down.
        median_millionths: the median of these ratios over all members, rounded down.
        limit_millionths: the ratio above which members are flagged, rounded down.
    """

    member: str
    measure: str
    ratio_millionths: int
    median_millionths: int
    limit_millionths: int

    def text(self) -> str:
        """Put the question in plain words."""
        return (
            f"{self.member}: her share of the pay is {_times(self.ratio_millionths)} times her "
            f"share by {self.measure}. The median is {_times(self.median_millionths)}; the review "
            f"asks above {_times(self.limit_millionths)}. This is a question, not a finding: "
            "look whether many of her rows are almost the same, and ask her."
        )


@dataclass(frozen=True, slots=True)
class Review:
    """What a review found.

    Attributes:
        members: how many were looked at.
        measures: what was set beside the pay, in order.
        flags: by member, then measure; may be empty.
    """

    members: int
    measures: tuple[str, ...]
    flags: tuple[Flag, ...]

    def text(self) -> str:
        """The report as people read it, a line a flag."""
        who = len({flag.member for flag in self.flags})
        head = f"{self.members} members beside {', '.join(self.measures)}: {who} to ask about."
        return "\n".join([head, *(flag.text() for flag in self.flags)])


def review(
    paid: Mapping[str, int],
    beside: Mapping[str, Mapping[str, int]],
    *,
    threshold: Threshold | None = None,
) -> Review:
    """Set other measures beside what is paid, and flag members whose ratio is far above the median.

    Values become shares first, negative ones as nothing, as they are paid.

    Args:
        paid: each member's value by the rule to pay by, in whole numbers; negative allowed.
        beside: by name of a measure, each member's value by it, on any scale of its own.
        threshold: how far is far; the defaults of `Threshold` if not given.
    Returns:
        All flags. There are none where nobody is paid, or a measure gives nobody anything.
    Raises:
        ValueError: no member, no measure, or a measure over other members.
    """
    if not paid or not beside:
        raise ValueError(f"expected members and measures; got {len(paid)} and {len(beside)}")
    for measure, values in beside.items():
        if set(values) != set(paid):
            odd = sorted(set(values) ^ set(paid))
            raise ValueError(f"{measure} is over other members than the pay: {', '.join(odd[:5])}")
    limits = threshold or Threshold()
    found = [
        flag
        for measure in sorted(beside)
        for flag in _flags(paid, measure, beside[measure], limits)
    ]
    return Review(
        members=len(paid),
        measures=tuple(sorted(beside)),
        flags=tuple(sorted(found, key=lambda flag: (flag.member, flag.measure))),
    )


def _flags(
    paid: Mapping[str, int], measure: str, values: Mapping[str, int], limits: Threshold
) -> list[Flag]:
    whole_paid, whole = _positive(paid), _positive(values)
    if not whole_paid or not whole:
        return []
    floor = Fraction(limits.floor_bp, _BASIS_POINTS * len(paid))
    ratios = {
        member: Fraction(max(0, value), whole_paid)
        / max(floor, Fraction(max(0, values[member]), whole))
        for member, value in paid.items()
    }
    middle = median(ratios.values())
    spread = _NORMAL * median([abs(ratio - middle) for ratio in ratios.values()])
    limit = max(middle + limits.spreads * spread, middle * limits.times_bp / _BASIS_POINTS)
    return [
        Flag(member, measure, _millionths(ratio), _millionths(middle), _millionths(limit))
        for member, ratio in ratios.items()
        if ratio > limit
    ]


def _positive(values: Mapping[str, int]) -> int:
    return sum(max(0, value) for value in values.values())


def _millionths(ratio: Fraction) -> int:
    return ratio.numerator * _MILLION // ratio.denominator


def _times(millionths: int) -> str:
    hundredths = (millionths + 5_000) // 10_000
    return f"{hundredths // 100}.{hundredths % 100:02d}"
