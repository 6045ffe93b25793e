"""How far pay by the hour lies apart: the widest over the narrowest, and the same of what hours weigh.

Every comparison is exact. It changes nobody's pay: floors and indexes are the labour room's, and a
ratio that is wider than the charter allows is only pointed out, but for the index by which hours
share a surplus.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import compress

from auzolan.charter.distribution import Patronage
from auzolan.charter.distribution_clauses import ARTICLE
from auzolan.foundation.books import Books, Scalar
from auzolan.foundation.refusals import Refusal
from auzolan.labour.state import WorkOfMember
from auzolan.treasury.surplus.columns import Column, whole_column
from auzolan.treasury.surplus.snapshot import Members

HOUR_S = 3_600
_PAY = ("member", "counted_seconds", "pay_cents", "topup_cents")


@dataclass(frozen=True, slots=True)
class PayRatio:
    """The highest pay by the hour over the lowest, in one period.

    Attributes:
        people: how many are compared: all who worked an hour or more.
        before: of pay as it was agreed; None where somebody got nothing, or fewer than two worked.
        after: of the same with the lift to the floor.
    """

    people: int
    before: Fraction | None
    after: Fraction | None


def pay_ratio_of(books: Books, period: str) -> PayRatio:
    """How far pay by the hour lay apart in a period, from the books.

    Args:
        books: the books, with restricted rows.
        period: whose work counts.
    Raises:
        NotDisclosed: at the public level.
    Source: charter, article on labour.
    """
    return pay_ratio(books.columns(WorkOfMember, _PAY, period=period))


def pay_ratio(columns: Mapping[str, list[Scalar]]) -> PayRatio:
    """The same from columns of work.

    Whoever worked less than an hour is left out: there a rounded cent would count more than pay.
    Interest on pay that came late is no pay by the hour and is left out too.

    Args:
        columns: `counted_seconds`, `pay_cents`, `topup_cents`, of one length and >= 0.
    Returns:
        The highest over the lowest, exactly, each hour as it was paid: an index that raised it is
        in it.
    Source: charter, article on labour.
    """
    seconds, agreed, lift = (list(map(int, columns[name])) for name in _PAY[1:])
    long_enough = [one >= HOUR_S for one in seconds]
    time = whole_column(list(compress(seconds, long_enough)))
    pay = whole_column(list(compress(agreed, long_enough)))
    topup = whole_column(list(compress(lift, long_enough)))
    return PayRatio(len(time), widest(pay, time), widest(pay + topup, time))


def widest(amounts: Column, over: Column) -> Fraction | None:
    """The highest of `amounts / over` divided by the lowest, over all with something to divide by.

    Args:
        amounts: >= 0, shape (n,).
        over: >= 0, shape (n,).
    Returns:
        At least 1, exact; None for fewer than two, or where the lowest is 0.
    """
    ends = extremes(amounts, over)
    if ends is None or ends[0] == ends[1] or not amounts[ends[1]]:
        return None
    high, low = ends
    return Fraction(int(amounts[high]) * int(over[low]), int(over[high]) * int(amounts[low]))


def extremes(amounts: Column, over: Column) -> tuple[int, int] | None:
    """The places of the highest and of the lowest `amounts / over`; of equals the first high, last low.

    Args:
        amounts: >= 0, shape (n,).
        over: >= 0, shape (n,); a place with 0 is passed over.
    Returns:
        Two places, the same one where there is but one; None where there is none.
    """
    high = low = -1
    above, below = (0, 1), (0, 1)
    for place, pair in enumerate(zip(amounts.tolist(), over.tolist(), strict=True)):
        amount, by = pair
        if not by:
            continue
        if high < 0 or amount * above[1] > above[0] * by:
            high, above = place, pair
        if low < 0 or amount * below[1] <= below[0] * by:
            low, below = place, pair
    return None if high < 0 else (high, low)


def weight_refusal(article: Patronage, members: Members) -> Refusal | None:
    """Whether an hour of one weighed more beside an hour of another than the charter's ratio allows.

    It looks at what hours really weighed in the period, each by the index that stood when it was
    booked and, where somebody did work of several classes, at her mean.

    Args:
        article: says the ratio; 0 is off.
        members: the snapshot from the books.
    Source: charter, article on surplus.
    """
    ends = extremes(members.hours, members.time)
    if not article.solidarity_ratio or ends is None:
        return None
    high, low = (Fraction(int(members.hours[place]), int(members.time[place])) for place in ends)
    if high <= low * article.solidarity_ratio:
        return None
    return Refusal(
        "treasury.index_above_ratio", ARTICLE,
        f"An hour of {members.ids[ends[0]]} weighs {int(high)} hundredths on the mean; "
        f"{article.solidarity_ratio} times the lowest is {int(low * article.solidarity_ratio)}.",
        "Lower the highest index, raise the lowest, or vote on the ratio.",
    )  # fmt: skip
