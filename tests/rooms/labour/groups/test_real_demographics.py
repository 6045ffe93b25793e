"""Releases about real raters: what a naive rule shows of them, and that ours shows nobody."""

import csv
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from auzolan.labour.groups.partition import View, nothing_published
from auzolan.labour.groups.suppression import TOTAL, Release, suppress
from auzolan.labour.groups.tables import Attribute, Cell, Table, crossed

Path_ = Callable[[str], Path]
HEADINGS = ("gender", "race", "age", "occupation", "education")


def attributes(test_data: Path_) -> list[Attribute]:
    """One value a rater under each heading, raters in order of their number."""
    path = test_data("popquorn_offensiveness") / "annotations.csv"
    with path.open(encoding="utf-8", newline="") as file:
        raters = {int(row["user_id"]): row for row in csv.DictReader(file)}
    ordered = [raters[number] for number in sorted(raters)]
    return [Attribute(name, [row[name] for row in ordered]) for name in HEADINGS]


def random_table(
    chance: np.random.Generator, known: list[Attribute], magnitudes: np.ndarray | None
) -> Table:
    """A question as somebody curious puts it: some raters, crossed by up to three headings."""
    people = np.arange(len(known[0].values))
    narrowed = chance.integers(0, 3)
    for one in chance.permutation(len(known))[:narrowed]:
        values = np.array(known[one].values)
        people = people[values[people] != chance.choice(values)]
    chosen = chance.permutation(len(known))[: chance.integers(1, 4)]
    headings = [
        Attribute(known[one].name, [known[one].values[place] for place in people]) for one in chosen
    ]
    if not len(people):
        return Table(people, (), magnitudes)
    return Table(people, crossed(people, headings), magnitudes)


def told(table: Table, release: Release) -> list[frozenset[int]]:
    people = {one.label: one.people for one in (*table.cells, Cell(TOTAL, table.roll))}
    return [frozenset(people[figure.label].tolist()) for figure in release.figures]


def derivable_small(cells: list[frozenset[int]], people_min: int) -> bool:
    """Whether an exact combination of these cells adds up one atom of too few people.

    Cells as vectors over atoms, brought to reduced rows by fractions: an atom's own vector is a
    combination of the rows where it is one of the reduced rows.
    """
    people = sorted(frozenset().union(*cells))
    where = {person: tuple(person in one for one in cells) for person in people}
    sizes = Counter(where.values())
    atoms = sorted(sizes)
    rows = [[Fraction(atom[row]) for atom in atoms] for row in range(len(cells))]
    done = 0
    for column in range(len(atoms)):
        pivot = next((row for row in range(done, len(rows)) if rows[row][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        lead = rows[done][column]
        rows[done] = [value / lead for value in rows[done]]
        for row in range(len(rows)):
            factor = rows[row][column]
            if row != done and factor:
                pairs = zip(rows[row], rows[done], strict=True)
                rows[row] = [value - factor * taken for value, taken in pairs]
        done += 1
    lone = [row for row in rows[:done] if sum(1 for value in row if value) == 1]
    return any(
        sizes[atoms[next(place for place, value in enumerate(row) if value)]] < people_min
        for row in lone
    )


def test_the_raters_are_as_unique_as_known(test_data: Path_) -> None:
    """Goal: the attack is real. Method: count raters by all headings, and by three of them."""
    known = attributes(test_data)
    everything = Counter(zip(*(one.values for one in known), strict=True))
    three = Counter(zip(*(one.values for one in known[:3]), strict=True))
    assert sum(everything.values()) == 262
    assert sum(size for size in everything.values() if size == 1) == 129
    assert sum(size for size in everything.values() if size < 5) == 241
    below = [sum(size for size in three.values() if size < least) for least in (2, 5, 10)]
    assert below == [24, 74, 132]


@pytest.mark.parametrize("people_min", [5, 10])
def test_random_sequences_of_tables_show_no_small_group(test_data: Path_, people_min: int) -> None:
    """Goal: no row of questions shows a few raters.

    Method: 60 sequences of six tables with sums; the atoms of everything told, made anew from the
    cells, are large; the naive rule fails.
    """
    known, chance = attributes(test_data), np.random.default_rng(people_min)
    seconds = chance.integers(60, 7_200, 262)
    naive_fails = 0
    for _ in range(60):
        views = _views(nothing_published(262), nothing_published(262), people_min)
        published: list[frozenset[int]] = []
        naive: list[frozenset[int]] = []
        for _ in range(6):
            table = random_table(chance, known, seconds)
            release = suppress(table, views)
            views = _views(*release.atoms, people_min)
            published += told(table, release)
            naive += [frozenset(one.people.tolist()) for one in table.cells]
        where = Counter(tuple(person in one for one in published) for person in range(262))
        assert all(size >= people_min for atom, size in where.items() if any(atom))
        naive_fails += derivable_small(
            [one for one in naive if len(one) >= people_min][:25], people_min
        )
    assert naive_fails > 10


def _views(all_releases: np.ndarray, measure: np.ndarray, people_min: int) -> list[View]:
    return [View(all_releases, people_min), View(measure, people_min, measured=True)]


def test_one_table_by_age_still_tells_most(test_data: Path_) -> None:
    """Goal: the rule leaves something to read. Method: raters by age at ten; every band is told."""
    known = attributes(test_data)
    people = np.arange(262)
    release = suppress(
        Table(people, crossed(people, [known[2]])), [View(nothing_published(262), 10)]
    )
    assert release.suppressed == ()
    assert [figure.people for figure in release.figures] == [
        262,
        31,
        25,
        30,
        31,
        23,
        22,
        20,
        36,
        15,
        29,
    ]
