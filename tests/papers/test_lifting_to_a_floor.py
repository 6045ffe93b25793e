"""A published log of real work, lifted to a floor by the rule of settling itself.

The log is the RelEx task of CrowdTruth (Dumitrache, Aroyo and Welty 2018): real workers, times and
prices. That they are members of one co-operative is made up. The time of each is summed here anew,
by hand, so that nothing but the rule under test is trusted.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from auzolan.labour.state import WorkOfMember
from auzolan.members.state import ACTIVE, Member
from support.small_coop import SmallCoop
from support.small_work import hand_in, settle, submission

Intervals = dict[str, set[tuple[int, int]]]


@pytest.fixture
def relex(test_data: Callable[[str], Path]) -> Path:
    return test_data("crowdtruth_medical") / "annotations_relex.csv"


def _read(path: Path) -> tuple[Intervals, dict[str, int]]:
    """Of each worker the intervals of her pages, and her pay in millionths."""
    pages: Intervals = defaultdict(set)
    pay: dict[str, int] = defaultdict(int)
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            start, end = (
                int(datetime.fromisoformat(f"{row[name]}+00:00").timestamp())
                for name in ("started_at", "submitted_at")
            )
            pages[row["worker_id"]].add((start, end))
            whole, _, part = row["pay_usd"].partition(".")
            pay[row["worker_id"]] += int(whole) * 10**6 + int(part.ljust(6, "0"))
    return pages, pay


def _union_seconds(pages: set[tuple[int, int]]) -> int:
    seconds, reached = 0, 0
    for start, end in sorted(pages):
        seconds += max(0, end - max(start, reached))
        reached = max(reached, end)
    return seconds


def test_lifting_468_workers_to_15_00_an_hour_costs_6_240_06(relex: Path) -> None:
    """Goal: the published figure, each worker rounded up to the cent.

    Method: one submission a worker with the union of her page times, one settlement.
    """
    pages, pay = _read(relex)
    assert len(pages) == 468
    coop = SmallCoop()
    for worker in sorted(pages):
        coop.books.add(Member(member=worker, standing=ACTIVE, since=coop.at, entry=0))
        seconds = _union_seconds(pages[worker])
        row = submission(f"s-{worker}", worker, seconds=seconds, paid_seconds=seconds,
                         pay_micro=pay[worker])  # fmt: skip
        hand_in(coop, row)
    fact = settle(coop)
    assert fact.topup_cents == 624_006
    assert (fact.members, fact.pay_cents) == (468, sum(pay.values()) // 10_000)
    rows = coop.books.rows(WorkOfMember)
    assert all(row.owed_cents * 3_600 >= 1_500 * row.counted_seconds for row in rows)
