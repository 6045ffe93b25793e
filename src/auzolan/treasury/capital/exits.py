"""Leaving, and what is never claimed: deductions, yearly parts with interest, and the last day.

It pays nobody and decides no reason. Death and transfer deduct nothing; a transfer is paid by
nobody, since another member takes the capital over.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

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
    parts = instalments(
        capital_cents - deduction,
        years=years_of(article.exit, reason), legal_bp=article.interest.legal_bp,
    )  # fmt: skip
    return Redemption(reason, capital_cents, deduction, 0, parts)


def years_of(article: Exit, reason: Reason) -> int:
    """In how many yearly parts capital is paid back for this reason; a transfer is paid in none."""
    if reason == Reason.TRANSFER:
        return 0
    return article.death_years if reason == Reason.DEATH else article.years


def instalments(capital_cents: int, *, years: int, legal_bp: int) -> tuple[Instalment, ...]:
    """Cut what is paid back into yearly parts, with interest on what is unpaid.

    Args:
        capital_cents: all that is paid back, >= 0.
        years: how many parts; with none nothing may be left to pay.
        legal_bp: the rate of interest, basis points a year.
    Returns:
        One payment a year, the first cents in the first years; their parts make the capital.
    Raises:
        ValueError: an amount lies outside its range.
    Source: charter, article on surplus; es-pv-2019: Act 11/2019, art. 66.
    """
    if min(capital_cents, years, legal_bp) < 0 or (capital_cents and not years):
        raise ValueError(f"{capital_cents} cents cannot be paid back in {years} years")
    whole, spare = divmod(capital_cents, years) if years else (0, 0)
    unpaid, found = capital_cents, []
    for year in range(1, years + 1):
        principal = whole + (year <= spare)
        found.append(Instalment(year, principal, _half_up(unpaid * legal_bp)))
        unpaid -= principal
    assert unpaid == 0, "all that is not deducted is paid back"
    return tuple(found)


def loss_borne(capital_cents: int, *, all_capital_cents: int, losses_cents: int) -> int:
    """What of losses that are carried leaves with somebody's capital: the part that it is of all.

    Without it whoever stays would make good in years to come what was lost with her money too.

    Args:
        capital_cents: hers, 0 to `all_capital_cents`.
        all_capital_cents: everybody's, hers included.
        losses_cents: all that is carried, >= 0.
    Returns:
        Whole cents, rounded down, at most what she has.
    Source: house; charter, article on surplus.
    """
    if not all_capital_cents:
        return 0
    part = Fraction(losses_cents * capital_cents, all_capital_cents)
    return min(capital_cents, floor_cents(part))


def is_over_limit(capital_cents: int, *, all_capital_cents: int, parts: int) -> bool:
    """Whether somebody would hold more than one part in so many of all capital; 0 parts: never."""
    return capital_cents * parts > all_capital_cents


def due_on(left_on: dt.date, year: int) -> dt.date:
    """The day on which a yearly payment is due: so many years after she left.

    Args:
        left_on: the day on which she left.
        year: of the payment, from 1; counted from a 29 February, 28 February.
    Source: charter, article on surplus.
    """
    try:
        return left_on.replace(year=left_on.year + year)
    except ValueError:
        return dt.date(left_on.year + year, 2, 28)


def claim_ends(payable_on: dt.date, years: int) -> dt.date:
    """The first day on which unclaimed money belongs to the reserve.

    Where the calendar has no such day both dates are on her side: a payment is due a day sooner, a
    claim ends a day later.

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
