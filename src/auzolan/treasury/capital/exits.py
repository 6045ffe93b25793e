"""Leaving, and what is never claimed: deductions, yearly parts with interest, and the last day.

It pays nobody and decides no reason. Death and transfer deduct nothing; a transfer is paid by
nobody, since another member takes the capital over.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from auzolan.charter.distribution import Distribution, Exit, Reason
from auzolan.foundation.money import BASIS_POINTS, floor_cents, part_of


@dataclass(frozen=True, slots=True)
class Instalment:
    """One yearly payment: a part of the capital, and interest on what was still unpaid."""

    year: int
    principal_cents: int
    interest_cents: int


@dataclass(frozen=True, slots=True)
class Redemption:
    """How one member's capital is paid back.

    Attributes:
        reason: why.
        capital_cents: what she had.
        deduction_cents: what stays in the obligatory reserve.
        transferred_cents: what another member took over.
        instalments: the yearly payments.
    """

    reason: Reason
    capital_cents: int
    deduction_cents: int
    transferred_cents: int
    instalments: tuple[Instalment, ...]


def deduction_bp(article: Exit, reason: Reason) -> int:
    """What is deducted on leaving for this reason, basis points of compulsory contributions.

    Source: charter, article on surplus; es-pv-2019: Act 11/2019, art. 66.
    """
    named = {Reason.UNJUSTIFIED: article.unjustified_bp, Reason.EXPULSION: article.expulsion_bp}
    return named.get(reason, 0)


def redemption(
    article: Distribution, *, capital_cents: int, compulsory_cents: int, reason: Reason
) -> Redemption:
    """Work out the schedule by which capital is paid back.

    What is deducted rounds down. The rest is paid in equal yearly parts, the first cents in the
    first years; what is unpaid at the beginning of a year bears the legal rate for it, half a cent
    up.

    Args:
        article: the distribution of the charter.
        capital_cents: all her capital, >= 0.
        compulsory_cents: how much of it may be deducted from, 0 to `capital_cents`.
        reason: why she leaves.
    Returns:
        The schedule; a transfer has no payments.
    Raises:
        ValueError: an amount lies outside its range.
    Source: charter, article on surplus; es-pv-2019: Act 11/2019, art. 66.
    """
    if not 0 <= compulsory_cents <= capital_cents:
        raise ValueError(
            f"compulsory capital of 0 to {capital_cents} cents; got {compulsory_cents}"
        )
    if reason == Reason.TRANSFER:
        return Redemption(reason, capital_cents, 0, capital_cents, ())
    deduction = floor_cents(part_of(compulsory_cents, deduction_bp(article.exit, reason)))
    years = article.exit.death_years if reason == Reason.DEATH else article.exit.years
    whole, spare = divmod(capital_cents - deduction, years)
    unpaid, instalments = capital_cents - deduction, []
    for year in range(1, years + 1):
        principal = whole + (year <= spare)
        interest = _half_up(unpaid * article.interest.legal_bp)
        instalments.append(Instalment(year, principal, interest))
        unpaid -= principal
    assert unpaid == 0, "all that is not deducted is paid back"
    return Redemption(reason, capital_cents, deduction, 0, tuple(instalments))


def claim_ends(payable_on: dt.date, years: int) -> dt.date:
    """The first day on which unclaimed money belongs to the reserve.

    Args:
        payable_on: the day on which it could first be claimed.
        years: of the charter, >= 1; counted from a 29 February, 1 March.
    Source: charter, article on surplus.
    """
    year = payable_on.year + years
    try:
        return payable_on.replace(year=year)
    except ValueError:
        return dt.date(year, 3, 1)


def _half_up(scaled: int) -> int:
    """A whole number of cents from cents times basis points, half a cent up."""
    return (2 * scaled + BASIS_POINTS) // (2 * BASIS_POINTS)
