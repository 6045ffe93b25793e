"""How long people worked, from pages: a page is what somebody had before her from one moment on.

Time belongs to a page, never to a row. Rows that share a page share its time; where pages of one
person overlap within one type of task, the time they share counts once; a page counts at most as
long as its task declared. Whatever is counted less than it was written is told beside the result.

It knows no file and no name, sets no pay, judges nobody, and takes no unknown time for nought.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

UNKNOWN = -1
HOUR_MS = 3_600_000
LINE_MS_MAX = 2**61
"""How long the line may get on which the days of many people are laid end to end."""


@dataclass(frozen=True, slots=True, eq=False)
class PageRows:
    """What is known of each row of work, as columns of one length n.

    Attributes:
        worker: who, as whole numbers >= 0.
        task_type: what kind of task, 0 to len(clip_ms) - 1.
        page: which page, >= 0, or -1 where the log does not say: then the interval tells.
        start_ms: when the page came up, milliseconds UTC, or -1.
        end_ms: when it was handed in, milliseconds UTC, or -1.
        measured_ms: how long it took by the tool's own measure, or -1; heard only where an end of
            the interval is not known.
        pay_micro: pay for the row, 10^-6 of the currency, or -1.
        clip_ms: the longest a page of each task type may take, or -1 for no limit.
    """

    worker: Whole
    task_type: Whole
    page: Whole
    start_ms: Whole
    end_ms: Whole
    measured_ms: Whole
    pay_micro: Whole
    clip_ms: Whole

    def some(self, chosen: Flags | Whole | slice) -> PageRows:
        """The same columns at some rows."""
        return PageRows(
            self.worker[chosen], self.task_type[chosen], self.page[chosen], self.start_ms[chosen],
            self.end_ms[chosen], self.measured_ms[chosen], self.pay_micro[chosen], self.clip_ms,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Worked:
    """What each worker did in each type of task: columns in order of worker, then of task type.

    Attributes:
        worker: who.
        task_type: what kind of task.
        rows: rows of work, without those refused.
        pages: different pages with a known time.
        duplicates: rows that repeat a page already counted.
        timeless_rows: rows whose time is not known; it is not nought, and counts in no rate.
        refused: rows whose page ends before it begins; nothing of them is counted.
        ms: all known time: the union of the intervals, and what the tool measured elsewhere.
        measured_ms: the part of `ms` that lies at no known hour, so that no overlap can be seen.
        paid_ms: as `ms`, of the pages that have pay above nought.
        naive_ms: the time of all rows, each counted in full.
        merged_ms: time that pages shared with others, counted once.
        clipped_ms: time beyond the longest that the task declared.
        duplicate_ms: time of rows that repeat a page; with `ms`, `merged_ms` and `clipped_ms` it
            makes up `naive_ms`, so that nothing is dropped in silence.
        pay_micro: pay known, 10^-6 of the currency.
        timed_pay_micro: the part of it that belongs to rows with a known time.
        payless_rows: rows whose pay is not known.
    """

    worker: Whole
    task_type: Whole
    rows: Whole
    pages: Whole
    duplicates: Whole
    timeless_rows: Whole
    refused: Whole
    ms: Whole
    measured_ms: Whole
    paid_ms: Whole
    naive_ms: Whole
    merged_ms: Whole
    clipped_ms: Whole
    duplicate_ms: Whole
    pay_micro: Whole
    timed_pay_micro: Whole
    payless_rows: Whole


def worked(rows: PageRows) -> Worked:
    """Count the time and the pay of each worker in each type of task.

    A page is a worker's rows of one task type with the same interval and the same page number, or
    with the same page number alone where the interval is not known; of its measures the longest
    counts. Cut by worker, the parts joined equal the whole.

    Args:
        rows: columns of one length; workers in any order.
    Returns:
        A line for each pair that occurs.
    Raises:
        ValueError: columns of different lengths, a task type without its limit, or a number below
            its range.
    """
    _check(rows)
    keys, group = _grouped(rows)
    has_hours = (rows.start_ms >= 0) & (rows.end_ms >= 0)
    is_refused = has_hours & (rows.end_ms < rows.start_ms)
    has_hours &= ~is_refused
    is_measured = ~has_hours & ~is_refused & (rows.measured_ms >= 0)
    row_ms = np.where(has_hours, rows.end_ms - rows.start_ms, rows.measured_ms)
    is_timed = has_hours | is_measured
    limit = rows.clip_ms[rows.task_type]
    counted_ms = np.where((limit >= 0) & (row_ms > limit), limit, row_ms)
    is_paid = rows.pay_micro > 0
    work = _Work(group, rows.page, rows.start_ms, row_ms, counted_ms, is_paid, len(keys))
    placed, lying = work.some(has_hours).on_the_clock(), work.some(is_measured).by_measure()
    count, total = work.count, work.total
    known_pay = np.where(is_refused, 0, np.maximum(rows.pay_micro, 0))
    n_types = max(1, len(rows.clip_ms))
    return Worked(
        worker=keys // n_types,
        task_type=keys % n_types,
        rows=count(~is_refused),
        pages=placed.pages + lying.pages,
        duplicates=count(is_timed) - placed.pages - lying.pages,
        timeless_rows=count(~is_timed & ~is_refused),
        refused=count(is_refused),
        ms=placed.ms + lying.ms,
        measured_ms=lying.ms,
        paid_ms=placed.paid_ms + lying.paid_ms,
        naive_ms=total(np.where(is_timed, row_ms, 0)),
        merged_ms=placed.merged_ms + lying.merged_ms,
        clipped_ms=placed.clipped_ms + lying.clipped_ms,
        duplicate_ms=placed.duplicate_ms + lying.duplicate_ms,
        pay_micro=total(known_pay),
        timed_pay_micro=total(np.where(is_timed, known_pay, 0)),
        payless_rows=count((rows.pay_micro < 0) & ~is_refused),
    )


def joined(parts: Sequence[Worked]) -> Worked:
    """Put parts together that were cut by worker, in order of worker and task type.

    Args:
        parts: at least one; no pair of worker and task type stands in two.
    Raises:
        ValueError: no part, or a pair in two of them: its overlaps could not be seen.
    """
    if not parts:
        raise ValueError("expected at least one part")
    columns = {
        field.name: np.concatenate([getattr(part, field.name) for part in parts])
        for field in fields(Worked)
    }
    order = np.lexsort((columns["task_type"], columns["worker"]))
    found = Worked(**{name: column[order] for name, column in columns.items()})
    is_again = (found.worker[1:] == found.worker[:-1]) & (
        found.task_type[1:] == found.task_type[:-1]
    )
    if is_again.any():
        raise ValueError("a worker's pages of one task type stand in two parts; cut by worker")
    return found


def by_worker(found: Worked) -> Worked:
    """Add up each worker's task types; time shared between different types counts in both.

    Returns:
        A line a worker, with task type -1.
    """
    workers, place = np.unique(found.worker, return_inverse=True)
    columns = {}
    for field in fields(Worked):
        sums = np.zeros(len(workers), dtype=np.int64)
        np.add.at(sums, place, getattr(found, field.name))
        columns[field.name] = sums
    columns["worker"] = workers
    columns["task_type"] = np.full(len(workers), UNKNOWN, dtype=np.int64)
    return Worked(**columns)


def _check(rows: PageRows) -> None:
    columns = (
        rows.worker, rows.task_type, rows.page, rows.start_ms, rows.end_ms, rows.measured_ms,
        rows.pay_micro,
    )  # fmt: skip
    lengths = {len(column) for column in columns}
    if len(lengths) != 1:
        raise ValueError(f"expected columns of one length; got {sorted(lengths)}")
    if not len(rows.worker):
        return
    if rows.worker.min() < 0 or rows.task_type.min() < 0:
        raise ValueError("workers and task types are numbered from 0")
    if rows.task_type.max() >= len(rows.clip_ms):
        raise ValueError(
            f"expected a limit for each task type; got {len(rows.clip_ms)} "
            f"for type {rows.task_type.max()}"
        )
    if min(column.min() for column in columns[2:]) < UNKNOWN:
        raise ValueError(f"pages, times and pay are >= 0, or {UNKNOWN} where not known")


def _grouped(rows: PageRows) -> tuple[Whole, Whole]:
    """Number the pairs of worker and task type that occur; one number a row."""
    n_types = max(1, len(rows.clip_ms))
    pair = rows.worker * n_types + rows.task_type
    top = int(pair.max(initial=0)) + 1
    if top > 8 * len(pair) + 1_000:
        keys, group = np.unique(pair, return_inverse=True)
        return keys, group
    occurs = np.zeros(top, dtype=np.bool_)
    occurs[pair] = True
    number = np.cumsum(occurs) - 1
    return np.flatnonzero(occurs), number[pair]


@dataclass(frozen=True, slots=True, eq=False)
class _Counted:
    """What pages come to, for each group."""

    pages: Whole
    ms: Whole
    paid_ms: Whole
    merged_ms: Whole
    clipped_ms: Whole
    duplicate_ms: Whole


@dataclass(frozen=True, slots=True, eq=False)
class _Work:
    """Rows with a known time, by group: who in which type of task."""

    group: Whole
    page: Whole
    start_ms: Whole
    row_ms: Whole
    counted_ms: Whole
    is_paid: Flags
    n_groups: int

    def some(self, chosen: Flags | Whole) -> _Work:
        if chosen.dtype == np.bool_ and chosen.all():
            return self
        return _Work(
            self.group[chosen],
            self.page[chosen],
            self.start_ms[chosen],
            self.row_ms[chosen],
            self.counted_ms[chosen],
            self.is_paid[chosen],
            self.n_groups,
        )

    def count(self, chosen: Flags) -> Whole:
        return np.bincount(self.group[chosen], minlength=self.n_groups)

    def total(self, amounts: Whole) -> Whole:
        # Not `bincount` with weights: that adds in floating point.
        sums = np.zeros(self.n_groups, dtype=np.int64)
        np.add.at(sums, self.group, amounts)
        return sums

    def all_ms(self) -> Whole:
        return self.total(self.row_ms)

    def on_the_clock(self) -> _Counted:
        """Pages with their hours: what overlaps counts once."""
        place, order = self._on_one_line()
        work, place = self.some(order), place[order]
        is_new = np.ones(len(place), dtype=np.bool_)
        is_new[1:] = (
            (place[1:] != place[:-1])
            | (work.row_ms[1:] != work.row_ms[:-1])
            | (work.page[1:] != work.page[:-1])
        )
        pages, place = work.some(is_new), place[is_new]
        is_paid = _any_in(work.is_paid, is_new)
        own_ms = _own_ms(place, pages.counted_ms)
        return _Counted(
            pages.count(np.ones(len(place), dtype=np.bool_)),
            pages.total(own_ms),
            pages.some(is_paid).total(_own_ms(place[is_paid], pages.counted_ms[is_paid])),
            pages.total(pages.counted_ms - own_ms),
            pages.total(pages.row_ms - pages.counted_ms),
            work.some(~is_new).all_ms(),
        )

    def _on_one_line(self) -> tuple[Whole, Whole]:
        """Lay the hours of all groups end to end on one line.

        So one running maximum finds every overlap, and none between two groups.

        Returns:
            Where each row begins on the line, and the order by place, length and page.
        """
        first = np.full(self.n_groups, np.iinfo(np.int64).max)
        last = np.zeros(self.n_groups, dtype=np.int64)
        np.minimum.at(first, self.group, self.start_ms)
        np.maximum.at(last, self.group, self.start_ms + self.row_ms)
        span = np.maximum(last - np.minimum(first, last) + 1, 0)
        if int(span.max(initial=0)) * self.n_groups > LINE_MS_MAX:
            raise ValueError("the pages of all workers together span too long a time; cut them")
        offset = np.cumsum(span) - span
        place = self.start_ms - first[self.group] + offset[self.group]
        order = np.argsort(place, kind="stable")
        return place, self._ties_settled(place, order)

    def _ties_settled(self, place: Whole, order: Whole) -> Whole:
        # Few rows begin at one moment, so that only these are sorted by all three.
        sorted_place = place[order]
        is_same = sorted_place[1:] == sorted_place[:-1]
        is_tied = np.zeros(len(order), dtype=np.bool_)
        is_tied[1:] |= is_same
        is_tied[:-1] |= is_same
        tied = order[is_tied]
        order[is_tied] = tied[np.lexsort((self.page[tied], self.row_ms[tied], place[tied]))]
        return order

    def by_measure(self) -> _Counted:
        """Pages that lie at no known hour: each counts as long as its longest measure."""
        order = np.lexsort((-self.row_ms, self.page, self.group))
        work = self.some(order)
        is_again = np.zeros(len(order), dtype=np.bool_)
        is_again[1:] = (
            (work.group[1:] == work.group[:-1])
            & (work.page[1:] == work.page[:-1])
            & (work.page[1:] >= 0)
        )
        pages, again = work.some(~is_again), work.some(is_again)
        is_paid = _any_in(work.is_paid, ~is_again)
        return _Counted(
            pages.count(np.ones(len(pages.page), dtype=np.bool_)),
            pages.total(pages.counted_ms),
            pages.some(is_paid).total(pages.counted_ms[is_paid]),
            np.zeros(self.n_groups, dtype=np.int64),
            pages.total(pages.row_ms - pages.counted_ms),
            again.all_ms(),
        )


def _own_ms(place: Whole, length_ms: Whole) -> Whole:
    """What each piece of a line adds to those that begin before it, given in order of place."""
    end = place + length_ms
    reach = np.maximum.accumulate(end)
    before = place.copy()
    before[1:] = np.maximum(place[1:], reach[:-1])
    found: Whole = np.maximum(end - before, 0)
    return found


def _any_in(flags: Flags, is_first: Flags) -> Flags:
    """Whether any of each run is marked; a run begins where `is_first` says so."""
    found = flags[is_first]
    at = np.flatnonzero(flags & ~is_first)
    found[np.cumsum(is_first)[at] - 1] = True
    return found
