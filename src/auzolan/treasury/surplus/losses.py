"""Who bears a loss: reserves as far as they may, members down to their capital, the rest carried.

A loss is a result below zero after tax. A loss of before whose years are over is borne beside it
and carried no further. Nobody owes more than her capital here, and nothing is forgotten: what
nobody can bear is carried, or stays where it is, and is named.
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
        loss_cents: all that is borne or carried, >= 0.
        old_cents: the part of it that was lost before and whose years are over.
        voluntary_reserve_cents: from the voluntary reserve.
        obligatory_reserve_cents: from the obligatory reserve, by the average rule.
        members: from each one's capital, shape (n,).
        carried_cents: what is left, to be made good from later years.
        years: for how many years it may be carried.
    """

    loss_cents: int
    old_cents: int
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
    """Share the loss of a year, and past losses whose years are over, among those who bear them.

    What is over comes first: the voluntary reserve bears it where the charter names that, then the
    members, whether it names them or not. The obligatory reserve has borne its part of it in the
    year of the loss. Then the year's own loss goes down the order of the charter; the obligatory
    reserve bears at most the mean part that it and education got in years with a surplus. Members
    bear by activity, in the pools of the members' part; whoever has no capital left bears no more,
    and the others of her pool take it over.

    Args:
        article: the distribution of the charter.
        members: the snapshot, with opening capital.
        result: of the year; after tax it is below zero, or past losses are to be borne.
    Returns:
        Who bears how much; or a refusal, where nobody has a weight in a pool.
    Source: charter, article on surplus; es-pv-2019: Act 11/2019, art. 73; es-1999: Act 27/1999,
        art. 59: a loss is carried for a limited time, and what is left then falls to the members.
    """
    borne, per_member = dict.fromkeys(Bearer, 0), np.zeros(len(members), dtype=np.int64)
    old_order = [one for one in article.losses.order if one == Bearer.VOLUNTARY_RESERVE]
    year_loss = max(0, -result.after_tax_cents)
    shared = (
        (result.to_bear_cents, [*old_order, Bearer.MEMBERS]),
        (year_loss, article.losses.order),
    )
    limits = _limits(article, result, year_loss)
    lefts = []
    for loss, order in shared:
        left = loss
        for bearer in order:
            if bearer == Bearer.MEMBERS:
                found = _by_activity(article, members, left, per_member)
                if isinstance(found, Refusal):
                    return found
                per_member, taken = per_member + found, column_sum(found)
            else:
                taken = min(left, limits[bearer] - borne[bearer])
            borne[bearer] += taken
            left -= taken
        lefts.append(left)
    old_cents = result.to_bear_cents - lefts[0]
    assert lefts[1] == 0, "what nobody else bears of the year's loss is carried"
    return LossShared(
        old_cents + year_loss, old_cents, borne[Bearer.VOLUNTARY_RESERVE],
        borne[Bearer.OBLIGATORY_RESERVE], per_member, borne[Bearer.CARRIED], article.losses.years,
    )  # fmt: skip


def _limits(article: Distribution, result: YearResult, year_loss: int) -> dict[Bearer, int]:
    """The most that each bearer takes but the members, who are limited one by one."""
    average = average_to_funds(result.past_years, article.losses.average_years)
    return {
        Bearer.VOLUNTARY_RESERVE: result.voluntary_reserve_cents,
        Bearer.OBLIGATORY_RESERVE: min(
            result.obligatory_reserve_cents, floor_cents(year_loss * average)
        ),
        Bearer.CARRIED: year_loss,
    }


def _by_activity(
    article: Distribution, members: Members, cents: int, before: Column
) -> Column | Refusal:
    """Share a loss by activity; `before` is what each one bears already, which lowers her limit."""
    borne = np.zeros(len(members), dtype=np.int64)
    if not cents:
        return borne
    found = shared_by_activity(article.patronage, members, cents)
    if isinstance(found, Refusal):
        return found
    for pool_cents, weights in found.values():
        shares, _ = share_under_caps(pool_cents, weights, members.capital - before - borne)
        borne = borne + shares.cents
    return borne
