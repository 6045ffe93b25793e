"""Who bears a loss: reserves as far as they may, members down to their capital, the rest carried.

A loss is a result below zero after tax. Nobody owes more than her capital here, and nothing is
forgotten: what nobody can bear is carried, and named.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from auzolan.charter.distribution import Bearer, Distribution
from auzolan.foundation.money import floor_cents
from auzolan.foundation.refusals import Refusal
from auzolan.treasury.surplus.columns import Column, column_sum, share_under_caps
from auzolan.treasury.surplus.patronage import shared_by_activity
from auzolan.treasury.surplus.snapshot import Members
from auzolan.treasury.surplus.waterfall import YearResult


@dataclass(frozen=True, slots=True)
class LossShared:
    """A loss and who bears it, whole cents.

    Attributes:
        loss_cents: all of it, > 0.
        voluntary_reserve_cents: from the voluntary reserve.
        obligatory_reserve_cents: from the obligatory reserve, by the average rule.
        members: from each one's capital, shape (n,).
        carried_cents: what is left, to be made good from later years.
        years: for how many years it may be carried.
    """

    loss_cents: int
    voluntary_reserve_cents: int
    obligatory_reserve_cents: int
    members: Column
    carried_cents: int
    years: int


def average_to_funds(past_years: tuple[tuple[int, int], ...], years: int) -> Fraction:
    """The mean part that went to the obligatory funds, over the last years with a surplus.

    Args:
        past_years: (surplus, to the funds) in cents, the latest last; years without a surplus are
            passed over.
        years: how many of the latest count.
    Returns:
        The mean of the yearly parts, 0 to 1; 0 where there was no such year.
    Source: es-pv-2019: Act 11/2019, art. 73.
    """
    parts = [Fraction(funds, surplus) for surplus, funds in past_years if surplus > 0][-years:]
    return sum(parts, Fraction(0)) * Fraction(1, len(parts)) if parts else Fraction(0)


def share_loss(article: Distribution, members: Members, result: YearResult) -> LossShared | Refusal:
    """Share a loss among those who bear it, in the order of the charter.

    The obligatory reserve bears at most the mean part of the loss that it and education got in
    years with a surplus. Members bear by activity, in the pools of the members' part; whoever has
    no capital left bears no more, and the others of her pool take it over.

    Args:
        article: the distribution of the charter.
        members: the snapshot, with opening capital.
        result: of the year; after tax it is below zero.
    Returns:
        Who bears how much; or a refusal, where nobody has a weight in a pool.
    Source: charter, article on surplus; es-pv-2019: Act 11/2019, art. 73.
    """
    loss = -result.after_tax_cents
    assert loss > 0, "a loss is below zero"
    left, borne = loss, dict.fromkeys(Bearer, 0)
    per_member = np.zeros(len(members), dtype=np.int64)
    average = average_to_funds(result.past_years, article.losses.average_years)
    limits = {
        Bearer.VOLUNTARY_RESERVE: result.voluntary_reserve_cents,
        Bearer.OBLIGATORY_RESERVE: min(
            result.obligatory_reserve_cents, floor_cents(loss * average)
        ),
        Bearer.CARRIED: loss,
    }
    for bearer in article.losses.order:
        if bearer == Bearer.MEMBERS and left:
            found = _by_activity(article, members, left)
            if isinstance(found, Refusal):
                return found
            per_member = found
            borne[bearer] = column_sum(found)
        elif bearer != Bearer.MEMBERS:
            borne[bearer] = min(left, limits[bearer])
        left -= borne[bearer]
    assert left == 0, "what nobody else bears is carried"
    return LossShared(
        loss, borne[Bearer.VOLUNTARY_RESERVE], borne[Bearer.OBLIGATORY_RESERVE], per_member,
        borne[Bearer.CARRIED], article.losses.years,
    )  # fmt: skip


def _by_activity(article: Distribution, members: Members, cents: int) -> Column | Refusal:
    found = shared_by_activity(article.patronage, members, cents)
    if isinstance(found, Refusal):
        return found
    borne = np.zeros(len(members), dtype=np.int64)
    for pool_cents, weights in found.values():
        shares, _ = share_under_caps(pool_cents, weights, members.capital - borne)
        borne = borne + shares.cents
    return borne
