"""What an hour on pages earned, three ways, and what lifting it to a floor costs.

All compensable time, paid time alone, and the naive way that counts a page once for each of its
rows: the gap between them is what nobody paid for, and what a wrong count hides. Whole numbers
only. It decides no pay: the charter's floor stands in `pay`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auzolan.foundation.money import MICRO_PER_CENT
from auzolan.labour.paying.pages import HOUR_MS, UNKNOWN, Worked, by_worker

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

JUDGMENTS_MIN = 10
_EXACT_MAX = 2**63 - 1


@dataclass(frozen=True, slots=True)
class MedianHourly:
    """The median over workers of what an hour earned, in 10^-6 of the currency, or -1: unknown.

    Attributes:
        all_time: pay over all known time of work.
        paid_time: pay over the time of pages that were paid.
        naive: pay over the time of all rows, as if each had a page of its own.
        workers: how many workers the medians are over.
    """

    all_time: int
    paid_time: int
    naive: int
    workers: int


def hourly_micro(pay_micro: Whole, ms: Whole) -> Whole:
    """What an hour earned, rounded half up to 10^-6 of the currency.

    Args:
        pay_micro: pay, 10^-6 of the currency, >= 0, shape (n,).
        ms: milliseconds of work, shape (n,).
    Returns:
        Micro-units an hour, or -1 where there is no time.
    Raises:
        ValueError: a negative amount, or one above 2.5 million of the currency.
    """
    if len(pay_micro) and (pay_micro.min() < 0 or ms.min() < 0):
        raise ValueError("pay and time are >= 0")
    # Beyond this the product leaves the range in which whole numbers are exact.
    if int(pay_micro.max(initial=0)) * HOUR_MS + int(ms.max(initial=0)) > _EXACT_MAX:
        raise ValueError("pay of one worker goes up to 2.5 million of the currency")
    known = np.maximum(ms, 1)
    return np.where(ms > 0, (pay_micro * HOUR_MS + known // 2) // known, UNKNOWN)


def median_hourly(found: Worked, *, judgments_min: int = JUDGMENTS_MIN) -> MedianHourly:
    """Find the median of hourly pay over the workers who gave enough judgments.

    Rows without a known time or a known pay are left out of both sides of a rate. Of an even
    number of workers the middle two are averaged, rounded half up.

    Args:
        found: as `pages.worked` gives it.
        judgments_min: the fewest rows of a worker who is counted.
    """
    people = by_worker(found)
    counts = (people.rows >= judgments_min) & (people.payless_rows == 0) & (people.ms > 0)
    pay = people.timed_pay_micro
    return MedianHourly(
        all_time=_median(hourly_micro(pay, people.ms), counts),
        paid_time=_median(hourly_micro(pay, people.paid_ms), counts),
        naive=_median(hourly_micro(pay, people.naive_ms), counts),
        workers=int(counts.sum()),
    )


def _median(rates: Whole, counts: Flags) -> int:
    chosen = np.sort(rates[counts & (rates >= 0)])
    if not len(chosen):
        return UNKNOWN
    middle = len(chosen) // 2
    if len(chosen) % 2:
        return int(chosen[middle])
    return (int(chosen[middle - 1]) + int(chosen[middle]) + 1) // 2


def lifting_cents(ms: Whole, pay_micro: Whole, *, floor_cents_hour: int) -> Whole:
    """What each worker's pay lacks of a floor, each rounded up to the cent.

    Args:
        ms: milliseconds of work of each worker, >= 0, shape (n,).
        pay_micro: what she was paid, 10^-6 of the currency, >= 0, shape (n,).
        floor_cents_hour: the floor, cents an hour, 0 to 100,000.
    Returns:
        Cents, 0 where pay reaches the floor, shape (n,).
    Raises:
        ValueError: an argument lies outside its range, or somebody worked over 290 years.
    """
    if not 0 <= floor_cents_hour <= 100_000:
        raise ValueError(f"a floor of 0 to 100,000 cents an hour; got {floor_cents_hour}")
    if len(ms) and (ms.min() < 0 or pay_micro.min() < 0):
        raise ValueError("pay and time are >= 0")
    owed = int(ms.max(initial=0)) * floor_cents_hour * MICRO_PER_CENT
    if max(owed, int(pay_micro.max(initial=0)) * HOUR_MS) > _EXACT_MAX:
        raise ValueError("more time or pay of one worker than can be counted exactly")
    lacks = ms * (floor_cents_hour * MICRO_PER_CENT) - pay_micro * HOUR_MS
    found: Whole = np.maximum(-(-lacks // (HOUR_MS * MICRO_PER_CENT)), 0)
    return found
