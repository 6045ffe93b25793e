"""Whether releases about groups ever show a small one: random questions about real raters.

    python bench/labour_groups.py                     10,000 sequences at each minimum
    python bench/labour_groups.py --sequences 500     fewer
    python bench/labour_groups.py --jobs 4            on four processes; the figures are the same

The raters are the 262 of `popquorn_offensiveness`, read from AUZOLAN_TEST_DATA: gender, race, age,
occupation and education are real. Who asks what, who is on the roll, and the seconds that half of
the sequences add up are made up, each sequence by a seed of its own.

A sequence is twelve questions in a row, all answered by `suppress`, each on the atoms that the one
before left: tables crossed by up to three headings over a part of the raters, single groups by
`and`, `or` and `not` (the shape of a tracker attack), and the same table again after a few people
came or left. Whoever reads a sequence has everything that was told in it.

Four answers are set beside each other:
    ours       `suppress`, with the one rule of the common refinement
    no memory  `suppress` on each table as if it were the first: safe within a table
    size       a cell is told when it has enough people
    size both  a cell is told when it and the rest of its roll have enough people

What a reader can derive is worked out anew from the cells told, not from ours: `small` counts
sequences where an exact linear combination of told cells adds up too few people (rows reduced
modulo a prime, so that no rounding hides one), `within` counts those where any intersection of told
cells is too small, whether a combination reaches it or not. `share told` is cells told of those
asked. `dominated` counts sequences where some intersection's sum is mainly one person's.
"""

from __future__ import annotations

import argparse
import csv
import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np

from _measure import print_table
from auzolan.labour.groups.partition import View, nothing_published
from auzolan.labour.groups.suppression import TOTAL, suppress
from auzolan.labour.groups.tables import Attribute, Cell, Table, crossed

HEADINGS = ("gender", "race", "age", "occupation", "education")
QUESTIONS, MINIMA = 12, (10, 5)
PRIME = 2**31 - 1
RULES = ("ours", "no memory", "size", "size both")
CHUNK = 50

Array = np.ndarray


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sequences", type=int, default=10_000, help="at each minimum")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    options = parser.parse_args()
    if "AUZOLAN_TEST_DATA" not in os.environ:
        raise SystemExit("AUZOLAN_TEST_DATA names no folder with popquorn_offensiveness")
    uniqueness()
    rows = []
    for people_min in MINIMA:
        start = time.perf_counter()
        found = totals(people_min, options.sequences, options.jobs)
        took = time.perf_counter() - start
        rows += [
            line(people_min, options.sequences, rule, found[place])
            for place, rule in enumerate(RULES)
        ]
        print(f"minimum {people_min}: {options.sequences} sequences in {took:.0f} s", flush=True)
    print_table(
        "what a reader can derive",
        [
            "minimum",
            "rule",
            "sequences",
            "cells asked",
            "share told",
            "small",
            "within",
            "dominated",
        ],
        rows,
    )
    headings()


def line(people_min: int, sequences: int, rule: str, found: Array) -> list[str]:
    asked, told, small, within, dominated = found.tolist()
    return [
        str(people_min), rule, f"{sequences:,}", f"{asked:,}", f"{100 * told / asked:.1f} %",
        f"{small:,}", f"{within:,}", f"{dominated:,}",
    ]  # fmt: skip


def totals(people_min: int, sequences: int, jobs: int) -> Array:
    """(rules, 5): cells asked, cells told, and sequences small, within, dominated."""
    chunks = [
        (people_min, start, min(start + CHUNK, sequences)) for start in range(0, sequences, CHUNK)
    ]
    if jobs == 1:
        return sum(map(some_sequences, chunks), np.zeros((len(RULES), 5), dtype=np.int64))
    with ProcessPoolExecutor(jobs) as pool:
        return sum(pool.map(some_sequences, chunks), np.zeros((len(RULES), 5), dtype=np.int64))


def some_sequences(chunk: tuple[int, int, int]) -> Array:
    people_min, start, end = chunk
    return sum(sequence(people_min, seed) for seed in range(start, end))


@lru_cache
def raters() -> tuple[Attribute, ...]:
    path = Path(os.environ["AUZOLAN_TEST_DATA"]) / "popquorn_offensiveness" / "annotations.csv"
    with path.open(encoding="utf-8", newline="") as file:
        found = {int(row["user_id"]): row for row in csv.DictReader(file)}
    ordered = [found[number] for number in sorted(found)]
    return tuple(Attribute(name, [row[name] for row in ordered]) for name in HEADINGS)


# --- questions ------------------------------------------------------------------------------------


def questions(chance: np.random.Generator, seconds: Array | None) -> Iterator[Table]:
    everybody = np.arange(len(raters()[0].values))
    on_roll = chance.random(len(everybody)) < chance.choice([1.0, 0.97, 0.9])
    last: Table | None = None
    for _ in range(QUESTIONS):
        kind = chance.integers(0, 4)
        roll = everybody[on_roll]
        if kind == 0 and last is not None:
            on_roll = on_roll.copy()
            moved = chance.integers(0, len(everybody), chance.integers(1, 4))
            on_roll[moved] = ~on_roll[moved]
            roll = everybody[on_roll]
            kept = (Cell(one.label, one.people[on_roll[one.people]]) for one in last.cells)
            yield Table(roll, tuple(kept), seconds)
            continue
        if kind == 1:
            group = np.flatnonzero(predicate(chance) & on_roll)
            last = Table(roll, (Cell("group", group),), seconds)
        else:
            if kind == 2:
                roll = np.flatnonzero(on_roll & predicate(chance))
            last = Table(roll, cells_by(chance, roll), seconds)
        yield last


def predicate(chance: np.random.Generator) -> Array:
    """A group by one to three conditions, joined by and, or, and not."""
    known = raters()
    held = condition(chance, known)
    for _ in range(chance.integers(0, 3)):
        other = condition(chance, known)
        held = held & other if chance.random() < 0.5 else held | other
    return held


def condition(chance: np.random.Generator, known: tuple[Attribute, ...]) -> Array:
    values = np.array(known[chance.integers(0, len(known))].values)
    is_value = values == chance.choice(values)
    return ~is_value if chance.random() < 0.5 else is_value


def cells_by(chance: np.random.Generator, roll: Array) -> tuple[Cell, ...]:
    known = raters()
    chosen = chance.permutation(len(known))[: chance.integers(1, 4)]
    return crossed(
        roll, [Attribute(known[one].name, [known[one].values[p] for p in roll]) for one in chosen]
    )


# --- answers, and what can be derived from them ---------------------------------------------------


def sequence(people_min: int, seed: int) -> Array:
    """(rules, 5) of one sequence."""
    chance = np.random.default_rng([people_min, seed])
    size = len(raters()[0].values)
    seconds = None
    if chance.random() < 0.5:
        seconds = (np.exp(chance.normal(8, 1.5, size)) * (chance.random(size) < 0.9)).astype(
            np.int64
        )
    views = opened(nothing_published(size), nothing_published(size), people_min, seconds)
    told: list[list[Array]] = [[] for _ in RULES]
    clean = views
    asked = 0
    for table in questions(chance, seconds):
        asked += len(table.cells) + 1
        release = suppress(table, views)
        views = opened(release.atoms[0], release.atoms[-1], people_min, seconds)
        people = {one.label: one.people for one in (*table.cells, Cell(TOTAL, table.roll))}
        forgetful = suppress(table, clean)
        told[0] += [people[figure.label] for figure in release.figures]
        told[1] += [people[figure.label] for figure in forgetful.figures]
        told[2] += [one for one in people.values() if enough(one, people_min)]
        told[3] += [
            one for one in people.values()
            if enough(one, people_min) and enough(table.roll, len(one) + people_min, equal=len(one))
        ]  # fmt: skip
    return np.array([[asked, len(one), *shown(one, people_min, seconds)] for one in told])


def opened(releases: Array, measure: Array, people_min: int, seconds: Array | None) -> list[View]:
    views = [View(releases, people_min)]
    if seconds is not None:
        views.append(View(measure, people_min, measured=True))
    return views


def enough(people: Array, least: int, *, equal: int = 0) -> bool:
    return len(people) == equal or len(people) >= least


def shown(told: list[Array], people_min: int, seconds: Array | None) -> tuple[int, int, int]:
    """Whether a few people can be derived, stand in an intersection, or dominate one."""
    size = len(raters()[0].values)
    vectors = np.zeros((len(told), size), dtype=np.int64)
    for row, people in enumerate(told):
        vectors[row, people] = 1
    # Cells of the same people tell the same.
    vectors = np.unique(vectors, axis=0)
    atoms, where, sizes = np.unique(vectors, axis=1, return_inverse=True, return_counts=True)
    is_told = atoms.any(axis=0)
    within = bool((sizes[is_told] < people_min).any())
    dominated = seconds is not None and any(
        2 * seconds[where.ravel() == atom].max() > seconds[where.ravel() == atom].sum()
        for atom in np.flatnonzero(is_told)
    )
    small = within and derives_few(atoms[:, is_told], sizes[is_told], people_min)
    return int(small), int(within), int(dominated)


def derives_few(cells: Array, sizes: Array, people_min: int) -> bool:
    """Whether a combination of cells, (cells, atoms), is one atom of too few people."""
    rows, done = cells % PRIME, 0
    for column in range(rows.shape[1]):
        pivots = np.flatnonzero(rows[done:, column])
        if not len(pivots):
            continue
        rows[[done, done + pivots[0]]] = rows[[done + pivots[0], done]]
        rows[done] = rows[done] * pow(int(rows[done, column]), -1, PRIME) % PRIME
        others = np.flatnonzero(rows[:, column])
        others = others[others != done]
        rows[others] = (rows[others] - rows[others, column, None] * rows[done] % PRIME) % PRIME
        done += 1
        if done == len(rows):
            break
    lone = np.count_nonzero(rows[:done], axis=1) == 1
    return bool((sizes[np.argmax(rows[:done][lone] != 0, axis=1)] < people_min).any())


# --- the raters -----------------------------------------------------------------------------------


def uniqueness() -> None:
    rows = []
    for count in (3, 5):
        values = list(zip(*(one.values for one in raters()[:count]), strict=True))
        _, place, sizes = np.unique(values, axis=0, return_inverse=True, return_counts=True)
        each = sizes[place.ravel()]
        below = [str(int((each < least).sum())) for least in (2, 5, 10)]
        rows.append([", ".join(HEADINGS[:count]), str(len(values)), *below])
    print_table(
        "the raters", ["headings", "raters", "alone", "in groups under 5", "under 10"], rows
    )


def headings() -> None:
    """What one table of all raters tells, on a clean slate."""
    roll, rows = np.arange(len(raters()[0].values)), []
    for chosen in ((0,), (1,), (2,), (3,), (4,), (0, 1), (0, 2), (0, 4), (0, 1, 2)):
        table = Table(roll, crossed(roll, [raters()[one] for one in chosen]))
        told = [
            len(suppress(table, [View(nothing_published(len(roll)), least)]).figures) - 1
            for least in MINIMA
        ]
        rows.append(
            [", ".join(HEADINGS[one] for one in chosen), str(len(table.cells)), *map(str, told)]
        )
    print_table(
        "one table of all raters, first ever",
        ["one table by", "cells", *(f"told at {least}" for least in MINIMA)],
        rows,
    )


if __name__ == "__main__":
    main()
