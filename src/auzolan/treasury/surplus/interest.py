"""Interest on members' capital: the rate that holds, half a cent up, and the limit where it binds.

It looks at opening capital and one rate for all; whether a year can bear it is told by the limit.
"""

from __future__ import annotations

from dataclasses import dataclass

from auzolan.charter.distribution import Interest
from auzolan.foundation.money import floor_cents, part_of
from auzolan.treasury.surplus.columns import Column, Shares, column_sum, part_half_up, share_column


@dataclass(frozen=True, slots=True)
class InterestPaid:
    """Interest of a year.

    Attributes:
        rate_bp: the rate that holds.
        limit_cents: the most that all interest may be.
        wanted_cents: what the rate alone would give.
        cents: what each one gets, shape (n,).
        shared: how the limit was shared, where it binds.
    """

    rate_bp: int
    limit_cents: int
    wanted_cents: int
    cents: Column
    shared: Shares | None


def rate_bp(article: Interest) -> int:
    """The rate that holds: the own rate, and never more than the legal rate with its margin.

    Source: charter, article on surplus; es-pv-2019: Act 11/2019, art. 63.
    """
    return min(article.own_bp, article.legal_bp + article.margin_bp)


def interest_on(
    article: Interest, capital: Column, *, gross_cents: int, spare_cents: int
) -> InterestPaid:
    """Interest on each one's capital, rounded half up per person.

    Where all of it would exceed the limit, the limit is shared by capital with `hamilton-1`. A year
    that leaves nothing after tax, and after past losses whose years are over, bears no interest.

    Args:
        article: rates and limit.
        capital: opening capital that earns, in cents, shape (n,), >= 0; none of whoever had left by
            the end of the year, whose exit bears interest from the day she left.
        gross_cents: the result before interest, losses and tax: what the limit is a part of.
        spare_cents: what the year leaves after tax and after past losses whose years are over;
            interest never exceeds it.
    Returns:
        What each one gets, and the limit.
    Source: charter, article on surplus; es-pv-2019: Act 11/2019, art. 63.
    """
    rate = rate_bp(article)
    wanted = part_half_up(capital, rate)
    wanted_cents = column_sum(wanted)
    part = floor_cents(part_of(max(0, gross_cents), article.limit_bp))
    limit = max(0, min(part, spare_cents))
    if wanted_cents <= limit:
        return InterestPaid(rate, limit, wanted_cents, wanted, None)
    shares = share_column(limit, capital)
    return InterestPaid(rate, limit, wanted_cents, shares.cents, shares)
