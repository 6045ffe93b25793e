"""The job-quality card: means and medians of enough people, of closed periods, and events counted."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.charter.presets import founding_charter
from auzolan.foundation.moments import DAY_MS
from auzolan.labour.state import (
    PENDING,
    REJECTED,
    AppealRow,
    LookCount,
    PulseRow,
    Submission,
    WorkOfMember,
)
from auzolan.labour.voice.job_quality import (
    Looks,
    class_times,
    looks_so_far,
    median_half_up,
    newest_pulse,
    pay_figures,
    work_judged,
)
from auzolan.labour.voice.voices import UNKNOWN, pulse_result


def worked(number: int, *, cents: int, topup: int = 0, floor: int = 1_500) -> WorkOfMember:
    return WorkOfMember(
        "p1", f"m{number}", 3_600, 0, cents + topup, counted_seconds=3_600, paid_seconds=2_700,
        pay_cents=cents, topup_cents=topup, floor_cents=floor,
    )  # fmt: skip


def test_pay_is_shown_of_ten_people_of_a_closed_period() -> None:
    """Goal: no figure of few, none that moves. Method: nine and ten people, open and closed."""
    some = [worked(number, cents=1_000 + 50 * number, topup=max(0, 500 - 50 * number))
            for number in range(20)]  # fmt: skip
    for hidden in (
        pay_figures(some, least=10, dominance_bp=5_000, is_closed=False),
        pay_figures(some[:9], least=10, dominance_bp=5_000, is_closed=True),
    ):  # fmt: skip
        assert {getattr(hidden, name) for name in hidden.__struct_fields__} == {UNKNOWN}
    shown = pay_figures(some, least=10, dominance_bp=5_000, is_closed=True)
    assert (shown.people, shown.seconds) == (20, 72_000)
    assert (shown.median_cents, shown.median_lifted_cents) == (1_475, 1_500)
    assert (shown.under_bp, shown.unpaid_bp) == (5_000, 2_500)


@given(st.lists(st.fractions(min_value=0, max_value=10**6, max_denominator=50), min_size=1))
def test_the_median_is_the_known_one(values: list[Fraction]) -> None:
    """Goal: the middle, half up. Method: against the library's median of fractions."""
    assert median_half_up(values) == int(median(values) + Fraction(1, 2))


def test_a_median_of_nothing_is_an_error() -> None:
    """Goal: unknown is never 0. Method: no value."""
    with pytest.raises(ValueError, match="at least one"):
        median_half_up([])


def test_rejections_are_counted_by_submission_and_appeals_by_period() -> None:
    """Goal: a rejection that was overturned counts as both. Method: three submissions, two appeals."""

    def one(name: str, rejected_at: int) -> Submission:
        return Submission(
            name, "l", "p1", "m1", "a" * 32, "t", "work", "measured", 1, 1, 1, 1, 0, "", 0,
            REJECTED, 0, 0, "", 0, 0, rejected_at=rejected_at,
        )  # fmt: skip

    appeals = [
        AppealRow("s1", "t", 5, 1, 3, 0, 2, "overturn"), AppealRow("s2", "t", 5, 1, 3, 0, 0, ""),
        AppealRow("other", "t", 5, 1, 3, 2, 0, "uphold"),
    ]  # fmt: skip
    given = [one("s1", 4), one("s2", 4), one("s3", 0)]
    labour = founding_charter().labour
    ends = 5 + labour.appeal_days * DAY_MS
    found = work_judged(given, appeals, labour=labour, at=ends - 1)
    assert (found.submissions, found.rejected, found.appealed) == (3, 2, 2)
    assert (found.overturned, found.open_appeals) == (1, 1)
    found = work_judged(given, appeals, labour=labour, at=ends)
    assert (found.overturned, found.open_appeals) == (2, 0)


def test_looks_are_summed_over_metrics_and_roles() -> None:
    """Goal: all looks count. Method: two rows."""
    rows = [LookCount("pay", "treasury", 2, 30), LookCount("skill", "work", 1, 4)]
    assert looks_so_far(rows) == Looks(3, 34)


def test_the_newest_pulse_that_is_over_is_shown() -> None:
    """Goal: a running pulse is not. Method: three pulses, one running."""
    ends = {"2026-q1": 10, "2026-q2": 20, "2026-q3": 40}
    results = [
        pulse_result(PulseRow(name, 12, 0, end, 1), (), at=30, least=10)
        for name, end in ends.items()
    ]
    found = newest_pulse(results)
    assert found is not None
    assert found.pulse == "2026-q2"
    assert newest_pulse(results[2:]) is None


def given_by(work_class: str, seconds: dict[str, int]) -> list[Submission]:
    return [
        Submission(
            submission=f"{work_class}-{member}", log="l", period="p1", member=member,
            tag="a" * 32, task="", work_class=work_class, basis="claimed", seconds=time,
            paid_seconds=0, items=0, judgments=0, pay_micro=0, batch="", logged_at=0,
            state=PENDING, waits_since=0, decided_at=0, decided_by="", owing=1, entry=0,
        )
        for member, time in seconds.items()
    ]  # fmt: skip


times = st.dictionaries(
    st.sampled_from(["work", "search", "waiting", "training"]),
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 10**6), min_size=1),
)


@settings(deadline=None)
@given(times)
def test_no_class_and_no_rest_shows_few_people_or_one(
    given_time: dict[str, dict[str, int]],
) -> None:
    """Goal: neither a class nor what is kept back shows a few. Method: random times of 8 people."""
    rows = [row for name, time in given_time.items() for row in given_by(name, time)]
    shown = class_times(rows, least=3, dominance_bp=5_000, is_closed=True)
    names = {one.work_class for one in shown}
    for one in shown:
        time = given_time[one.work_class]
        assert (one.people, one.seconds) == (len(time), sum(time.values()))
        assert one.people >= 3
        assert 2 * max(time.values()) <= one.seconds
    rest = Counter[str]()
    for name in given_time.keys() - names:
        rest.update(given_time[name])
    if shown and rest:
        assert len(rest) >= 3
        assert 2 * max(rest.values()) <= rest.total()
    assert class_times(rows, least=3, dominance_bp=5_000, is_closed=False) == ()
