"""Random charters, years and people, each shared twice: by the treasury and in plain fractions."""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from typing import Any

import msgspec

from _measure import ROOT, print_table
from auzolan.foundation.refusals import Refusal
from auzolan.treasury.surplus.worksheet import plan_worksheet
from auzolan.treasury.surplus.worksheet_answer import answer

sys.path.insert(0, str(ROOT / "tests"))

from papers.surplus_oracle import Oracle, random_sheet

PROCESSES = 2
AT_ONCE = 500
Found = tuple[int, int, int]
"""How many were planned, how many refused by both, and cents off."""


def print_charters(count: int) -> None:
    """Compare so many charters, and say by how many cents all figures together differ."""
    starts = range(0, count, AT_ONCE)
    begin = time.perf_counter()
    with ProcessPoolExecutor(PROCESSES) as pool:
        found = list(pool.map(_compared, starts, repeat(count)))
    took = time.perf_counter() - begin
    planned, refused, cents = (sum(column) for column in zip(*found, strict=True))
    rows = [[f"{count:,}", f"{planned:,}", f"{refused:,}", f"{cents:,}", f"{took:.0f} s"]]
    heads = ["charters", "planned", "refused by both", "cents off (goal 0)", "took"]
    print_table("Random charters against a second calculation in fractions", heads, rows)


def _compared(start: int, count: int) -> Found:
    planned, refused, cents = 0, 0, 0
    for seed in range(start, min(start + AT_ONCE, count)):
        sheet = random_sheet(seed)
        ours, theirs = _ours(sheet), Oracle(sheet).answer()
        off = _cents_off(ours, theirs)
        if off:
            print(f"random_sheet({seed}): {off} cents off", file=sys.stderr)
        cents += off
        planned += isinstance(theirs, dict)
        refused += isinstance(theirs, str)
    return planned, refused, cents


def _ours(sheet: dict[str, Any]) -> Any:
    found = plan_worksheet(json.dumps(sheet).encode())
    if isinstance(found, Refusal):
        return found.code
    plain = json.loads(msgspec.json.encode(answer(found)))
    plain.pop("forms_1099_patr", None)  # the second calculation fills in no forms
    return plain


def _cents_off(one: Any, other: Any) -> int:
    """What two answers differ by, number by number; anything else that differs counts as a cent."""
    if isinstance(one, dict) and isinstance(other, dict):
        names = {*one, *other}
        return sum(_cents_off(one.get(name), other.get(name)) for name in names)
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return sum(map(_cents_off, one, other))
    if type(one) is type(other) is int:
        return abs(one - other)
    return int(one != other)
