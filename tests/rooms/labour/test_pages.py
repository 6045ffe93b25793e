"""Time belongs to pages: unions, duplicates, limits, and what an hour earned."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.labour.paying.page_pay import hourly_micro, lifting_cents, median_hourly
from auzolan.labour.paying.pages import UNKNOWN, PageRows, Worked, by_worker, joined, worked

Row = tuple[int, int, int, int, int, int, int]
"""Worker, task type, page, start, end, measured, pay."""


def page_rows(rows: list[Row], clip_ms: list[int]) -> PageRows:
    columns = np.array(rows, dtype=np.int64).reshape(len(rows), 7).T
    return PageRows(*columns, np.array(clip_ms, dtype=np.int64))


def row(**given: int) -> Row:
    known = {"worker": 0, "kind": 0, "page": -1, "start": -1, "end": -1, "measured": -1, "pay": -1}
    return tuple({**known, **given}.values())


rows_of_anyone = st.lists(
    st.tuples(
        st.integers(0, 3), st.integers(0, 1), st.integers(-1, 2), st.integers(-1, 30),
        st.integers(-1, 30), st.integers(-1, 20), st.integers(-1, 5),
    ),
    max_size=25,
)  # fmt: skip
limits = st.tuples(st.integers(-1, 15), st.integers(-1, 15)).map(list)


def by_hand(rows: list[Row], clip_ms: list[int]) -> dict[tuple[int, int], dict[str, int]]:
    """The same count, millisecond by millisecond, in sets."""
    found: dict[tuple[int, int], dict[str, int]] = {}
    for key in sorted({(one[0], one[1]) for one in rows}):
        own = [one for one in rows if (one[0], one[1]) == key]
        limit = clip_ms[key[1]]
        total = {"rows": 0, "refused": 0, "timeless_rows": 0, "naive_ms": 0}
        clocks: set[tuple[int, int, int]] = set()
        measures: list[tuple[int, int]] = []
        for _, _, page, start, end, measured, _ in own:
            if start >= 0 and end >= 0 and end < start:
                total["refused"] += 1
                continue
            total["rows"] += 1
            if start >= 0 and end >= 0:
                clocks.add((start, end, page))
                total["naive_ms"] += end - start
            elif measured >= 0:
                measures.append((page, measured))
                total["naive_ms"] += measured
            else:
                total["timeless_rows"] += 1
        ticks: set[int] = set()
        for start, end, _ in clocks:
            ticks |= set(range(start, end if limit < 0 else min(end, start + limit)))
        longest = {page: max(ms for other, ms in measures if other == page) for page, _ in measures}
        alone = [ms for page, ms in measures if page < 0]
        lying = [ms for page, ms in longest.items() if page >= 0] + alone
        total["ms"] = len(ticks) + sum(ms if limit < 0 else min(ms, limit) for ms in lying)
        total["pages"] = len(clocks) + len(lying)
        total["paid_ms"] = paid_by_hand(own, limit)
        found[key] = total
    return found


def paid_by_hand(own: list[Row], limit: int) -> int:
    """Time of the pages of which any row is paid: single milliseconds, and longest measures."""
    ticks: set[int] = set()
    lying, longest, paid_pages = 0, {}, set()
    for _, _, page, start, end, measured, pay in own:
        if start >= 0 and end >= 0:
            if pay > 0:
                ticks |= set(range(start, end if limit < 0 else min(end, start + limit)))
        elif measured >= 0:
            length = measured if limit < 0 else min(measured, limit)
            if page < 0:
                lying += length if pay > 0 else 0
                continue
            longest[page] = max(longest.get(page, 0), length)
            paid_pages |= {page} if pay > 0 else set()
    return len(ticks) + lying + sum(longest[page] for page in paid_pages)


@given(rows_of_anyone, limits)
def test_time_is_what_a_count_of_single_milliseconds_gives(
    rows: list[Row], clip_ms: list[int]
) -> None:
    """Goal: unions, limits and duplicates are right. Method: sets of milliseconds, small numbers."""
    found = worked(page_rows(rows, clip_ms))
    expected = by_hand(rows, clip_ms)
    assert list(zip(found.worker.tolist(), found.task_type.tolist(), strict=True)) == list(expected)
    for name in ("rows", "refused", "timeless_rows", "naive_ms", "ms", "paid_ms", "pages"):
        assert getattr(found, name).tolist() == [one[name] for one in expected.values()], name


@given(rows_of_anyone, limits)
def test_no_time_is_dropped_in_silence(rows: list[Row], clip_ms: list[int]) -> None:
    """Goal: what is counted less is told. Method: the parts add up to the naive count."""
    found = worked(page_rows(rows, clip_ms))
    parts = found.ms + found.merged_ms + found.clipped_ms + found.duplicate_ms
    assert parts.tolist() == found.naive_ms.tolist()
    assert (found.paid_ms <= found.ms).all()
    assert (found.rows == found.pages + found.duplicates + found.timeless_rows).all()


@given(rows_of_anyone, limits, st.randoms(use_true_random=False), st.integers(1, 4))
def test_neither_order_nor_cuts_by_worker_change_anything(
    rows: list[Row], clip_ms: list[int], chance: object, units: int
) -> None:
    """Goal: any cluster gives equal answers. Method: shuffle, cut by worker, join, compare."""
    whole = worked(page_rows(rows, clip_ms))
    chance.shuffle(rows)
    parts = [[one for one in rows if one[0] % units == unit] for unit in range(units)]
    again = joined([worked(page_rows(part, clip_ms)) for part in parts])
    for field in fields(Worked):
        expected, got = getattr(whole, field.name), getattr(again, field.name)
        assert expected.tolist() == got.tolist(), field.name


def test_two_judgments_of_one_page_share_its_time() -> None:
    """Goal: 2.17 and not 1.09 an hour. Method: a page of two rows, with and without its number."""
    for page in (-1, 7):
        rows = [row(page=page, start=0, end=3_600_000, pay=1_000_000)] * 2
        found = worked(page_rows(rows, [-1]))
        assert (found.pages.tolist(), found.duplicates.tolist()) == ([1], [1])
        median = median_hourly(found, judgments_min=2)
        assert (median.all_time, median.naive) == (2_000_000, 1_000_000)


def test_pages_of_two_kinds_of_task_are_not_merged() -> None:
    """Goal: overlaps are merged within a task type only. Method: one interval, two types."""
    rows = [row(start=0, end=10), row(kind=1, start=0, end=10)]
    found = worked(page_rows(rows, [-1, -1]))
    assert found.ms.tolist() == [10, 10]
    assert by_worker(found).ms.tolist() == [20]


def test_unknown_time_and_pay_are_never_nought() -> None:
    """Goal: a rate rests on what is known. Method: rows without time, and a worker without pay."""
    rows = [
        row(start=0, end=3_600_000, pay=2_000_000),
        row(pay=50_000_000),
        row(worker=1, measured=5),
    ]
    found = worked(page_rows(rows, [-1]))
    assert found.timeless_rows.tolist() == [1, 0]
    assert found.pay_micro.tolist() == [52_000_000, 0]
    assert found.payless_rows.tolist() == [0, 1]
    median = median_hourly(found, judgments_min=1)
    assert (median.all_time, median.workers) == (2_000_000, 1)


def test_time_without_pay_lowers_what_an_hour_earned() -> None:
    """Goal: the gap between all and paid time is seen. Method: one paid hour, one rejected."""
    hour = 3_600_000
    rows = [row(start=0, end=hour, pay=3_000_000), row(start=hour, end=2 * hour, pay=0)]
    median = median_hourly(worked(page_rows(rows, [-1])), judgments_min=1)
    assert (median.all_time, median.paid_time) == (1_500_000, 3_000_000)


def test_workers_with_few_judgments_are_in_no_median() -> None:
    """Goal: ten judgments at least. Method: nine of one worker, ten of another."""
    rows = [row(start=at, end=at + 1, pay=1) for at in range(9)]
    rows += [row(worker=1, start=at, end=at + 1, pay=2) for at in range(10)]
    assert median_hourly(worked(page_rows(rows, [-1]))).workers == 1
    assert median_hourly(worked(page_rows(rows[:9], [-1]))).all_time == UNKNOWN


@given(
    st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**10)), max_size=9),
    st.integers(0, 3_000),
)
def test_lifting_is_the_least_whole_cent_that_reaches_the_floor(
    people: list[tuple[int, int]], floor: int
) -> None:
    """Goal: rounded up, each by herself. Method: the cent before would not do, by cross product."""
    ms = np.array([one[0] for one in people], dtype=np.int64)
    pay = np.array([one[1] for one in people], dtype=np.int64)
    found = lifting_cents(ms, pay, floor_cents_hour=floor)
    for cents, time, micro in zip(found.tolist(), ms.tolist(), pay.tolist(), strict=True):
        owed = floor * time * 10_000

        def reaches(more: int, micro: int = micro, owed: int = owed) -> bool:
            return (micro + more * 10_000) * 3_600_000 >= owed

        assert reaches(cents)
        assert cents == 0 or not reaches(cents - 1)


@given(st.integers(0, 10**12), st.integers(1, 10**12))
def test_hourly_pay_is_rounded_half_up(pay: int, ms: int) -> None:
    """Goal: no float in a rate. Method: whole numbers of any size."""
    found = hourly_micro(np.array([pay]), np.array([ms])).tolist()
    assert found == [(2 * pay * 3_600_000 + ms) // (2 * ms)]


@pytest.mark.parametrize(
    ("rows", "clip_ms"),
    [
        ([row(worker=-1)], [-1]),
        ([row(kind=1)], [-1]),
        ([row(start=-2)], [-1]),
        ([row(start=0, end=2**60)] * 2 + [row(worker=1, start=0, end=2**60)] * 2, [-1]),
    ],
)
def test_columns_that_are_not_sound_are_refused(rows: list[Row], clip_ms: list[int]) -> None:
    """Goal: no silent overflow, no made-up type. Method: one unsound table each."""
    with pytest.raises(ValueError, match="worker|limit|known|long"):
        worked(page_rows(rows, clip_ms))


def test_parts_that_share_a_worker_are_not_joined() -> None:
    """Goal: overlaps across parts would be missed. Method: the same worker in two parts."""
    part = worked(page_rows([row(start=0, end=1)], [-1]))
    with pytest.raises(ValueError, match="two parts"):
        joined([part, part])
    with pytest.raises(ValueError, match="at least one part"):
        joined([])


@pytest.mark.parametrize(
    ("ms", "pay", "floor"), [([-1], [0], 1), ([1], [-1], 1), ([1], [0], -1), ([2**62], [0], 1_500)]
)
def test_a_floor_outside_its_range_is_refused(ms: list[int], pay: list[int], floor: int) -> None:
    """Goal: sums stay exact. Method: each argument beyond its range."""
    with pytest.raises(ValueError, match="floor|>= 0|exactly"):
        lifting_cents(np.array(ms), np.array(pay), floor_cents_hour=floor)


def test_pay_beyond_the_exact_range_has_no_rate() -> None:
    """Goal: no rate from a product that overflowed. Method: pay above the limit; pay below 0."""
    for pay in (3 * 10**12, -1):
        with pytest.raises(ValueError, match="2.5 million|>= 0"):
            hourly_micro(np.array([pay]), np.array([1]))
