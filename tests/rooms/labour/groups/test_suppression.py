"""What a release may tell: against brute adversaries, a slow twin, and the rules it must keep."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.labour.groups.dominance import Limits, is_sensitive
from auzolan.labour.groups.partition import View, nothing_published, refine, renumbered
from auzolan.labour.groups.suppression import TOTAL, Figure, Release, suppress
from auzolan.labour.groups.tables import MAGNITUDE_MAX, Attribute, Cell, Table, crossed

Group = frozenset[int]
PEOPLE = 9


def cell(label: str, people: Sequence[int]) -> Cell:
    return Cell(label, np.array(sorted(people), dtype=np.int64))


def everybody(count: int) -> np.ndarray:
    return np.arange(count, dtype=np.int64)


def counted(people_min: int, count: int) -> list[View]:
    return [View(nothing_published(count), people_min)]


def summed(people_min: int, count: int) -> list[View]:
    view = View(nothing_published(count), people_min)
    return [view, replace(view, measured=True)]


def told(table: Table, release: Release) -> list[Group]:
    """The sets of people whose totals stand in the release."""
    people = {one.label: frozenset(one.people.tolist()) for one in table.cells}
    people[TOTAL] = frozenset(table.roll.tolist())
    return [people[figure.label] for figure in release.figures]


def slow_atoms(cells: Sequence[Group], count: int) -> list[Group]:
    """The twin: people in one atom stand in the same cells; those in no cell are left out."""
    atoms: dict[tuple[bool, ...], set[int]] = {}
    for person in range(count):
        atoms.setdefault(tuple(person in one for one in cells), set()).add(person)
    return [frozenset(found) for where, found in atoms.items() if any(where)]


@st.composite
def tables(draw: st.DrawFn, *, sums: bool = False) -> Table:
    """Small tables of any cells, nested, crossing, empty or equal."""
    roll = draw(st.frozensets(st.integers(0, PEOPLE - 1), min_size=4))
    some = st.frozensets(st.sampled_from(sorted(roll)))
    groups = draw(st.lists(some, max_size=4))
    magnitudes = None
    if sums:
        numbers = st.lists(st.integers(0, 12), min_size=PEOPLE, max_size=PEOPLE)
        magnitudes = np.array(draw(numbers), dtype=np.int64)
    cells = tuple(cell(f"c{place}", sorted(one)) for place, one in enumerate(groups))
    return Table(np.array(sorted(roll), dtype=np.int64), cells, magnitudes)


# --- nobody can derive a small group --------------------------------------------------------------


@given(st.lists(tables(), min_size=1, max_size=3), st.integers(2, 3))
def test_no_combination_of_published_cells_is_about_few_people(
    sequence: list[Table], people_min: int
) -> None:
    """Goal: no subtraction shows a few people, within or between releases.

    Method: every sum of the cells told in up to three releases with coefficients from -2 to 2
    touches nobody or enough people.
    """
    views, published = counted(people_min, PEOPLE), set()
    for table in sequence:
        release = suppress(table, views)
        views = [View(release.atoms[0], people_min)]
        published |= set(told(table, release))
    vectors = np.array([[one in held for one in range(PEOPLE)] for held in published][:6])
    for factors in product(range(-2, 3), repeat=len(vectors)):
        touched = np.count_nonzero(np.array(factors) @ vectors.astype(np.int64)) if factors else 0
        assert touched == 0 or touched >= people_min


@given(st.lists(tables(), min_size=1, max_size=3), st.integers(2, 3))
def test_atoms_are_those_of_a_slow_twin(sequence: list[Table], people_min: int) -> None:
    """Goal: what is kept between releases is the partition by all cells ever told.

    Method: a twin over frozensets, over a sequence of releases; and `refine` over the cells in one
    go.
    """
    views, published = counted(people_min, PEOPLE), []
    for table in sequence:
        release = suppress(table, views)
        views = [View(release.atoms[0], people_min)]
        published += told(table, release)
    atoms = views[0].atoms
    kept = {frozenset(np.flatnonzero(atoms == number).tolist()) for number in set(atoms) - {0}}
    assert kept == set(slow_atoms(published, PEOPLE))
    assert all(len(one) >= people_min for one in kept)
    at_once = refine(
        nothing_published(PEOPLE), [np.array(sorted(one), dtype=np.int64) for one in published]
    )
    assert at_once.tolist() == atoms.tolist()


@given(tables(), st.integers(2, 3))
def test_no_suppressed_cell_could_have_been_told(table: Table, people_min: int) -> None:
    """Goal: nothing is kept back in vain.

    Method: adding any suppressed cell to what was told gives the slow twin a small atom, or is a
    small cell itself.
    """
    release = suppress(table, counted(people_min, PEOPLE))
    published = told(table, release)
    people = {one.label: frozenset(one.people.tolist()) for one in table.cells}
    for label in release.suppressed:
        atoms = slow_atoms([*published, people[label]], PEOPLE)
        assert any(len(one) < people_min for one in atoms)


@given(tables(sums=True), st.integers(2, 3))
def test_no_derivable_sum_is_mainly_one_persons(table: Table, people_min: int) -> None:
    """Goal: no sum, told or derived without a minus, is mainly one person's.

    Method: every union of the twin's atoms against the three rules, written out anew.
    """
    release = suppress(table, summed(people_min, PEOPLE))
    atoms = slow_atoms(told(table, release), PEOPLE)
    assert table.magnitudes is not None
    for chosen in product((False, True), repeat=len(atoms)):
        union = [one for atom, is_in in zip(atoms, chosen, strict=True) if is_in for one in atom]
        if not union:
            continue
        parts = sorted(table.magnitudes[union].tolist(), reverse=True)
        assert sum(1 for part in parts if part > 0) >= people_min
        assert 2 * parts[0] <= sum(parts)
        assert 10 * sum(parts[2:]) >= parts[0]


@given(tables(sums=True), st.integers(2, 3))
def test_who_knows_her_own_part_does_not_learn_anothers(table: Table, people_min: int) -> None:
    """Goal: the second largest of an atom cannot tell the first closer than a tenth.

    Method: what is left of each atom's sum without the two largest, against the largest.
    """
    release = suppress(table, summed(people_min, PEOPLE))
    assert table.magnitudes is not None
    for atom in slow_atoms(told(table, release), PEOPLE):
        parts = sorted(table.magnitudes[list(atom)].tolist())
        assert (sum(parts[:-1]) - parts[-2]) * 10 >= parts[-1]


@given(tables(), tables(), st.integers(2, 3))
def test_what_the_public_is_told_is_safe_inside_too(
    first: Table, second: Table, people_min: int
) -> None:
    """Goal: those inside, who read public tables too, cannot join both.

    Method: an inside release, then a public one in both views; the twin's atoms of both together.
    """
    inside = suppress(first, counted(people_min, PEOPLE))
    views = [View(nothing_published(PEOPLE), people_min + 1), View(inside.atoms[0], people_min)]
    public = suppress(second, views)
    both = told(first, inside) + told(second, public)
    assert all(len(one) >= people_min for one in slow_atoms(both, PEOPLE))
    assert all(len(one) > people_min for one in slow_atoms(told(second, public), PEOPLE))


@given(tables(sums=True), st.permutations(range(PEOPLE)))
def test_names_and_order_change_nothing(table: Table, names: list[int]) -> None:
    """Goal: only who is together matters.

    Method: everybody under another place, and the cells the other way round; the same labels are
    told with the same figures.
    """
    place = np.array(names)
    assert table.magnitudes is not None
    magnitudes = np.zeros_like(table.magnitudes)
    magnitudes[place] = table.magnitudes
    moved = Table(
        np.sort(place[table.roll]),
        tuple(Cell(one.label, np.sort(place[one.people])) for one in reversed(table.cells)),
        magnitudes,
    )
    ours, theirs = suppress(table, summed(2, PEOPLE)), suppress(moved, summed(2, PEOPLE))
    assert set(ours.figures) == set(theirs.figures)
    assert set(ours.suppressed) == set(theirs.suppressed)
    for mine, other in zip(ours.atoms, theirs.atoms, strict=True):
        assert renumbered(other[place]).tolist() == mine.tolist()


@given(tables(), st.integers(2, 4))
def test_telling_a_release_again_tells_the_same(table: Table, people_min: int) -> None:
    """Goal: what was told may be told again. Method: the same table on the atoms after it."""
    once = suppress(table, counted(people_min, PEOPLE))
    again = suppress(table, [View(once.atoms[0], people_min)])
    assert (again.figures, again.suppressed) == (once.figures, once.suppressed)
    assert again.atoms[0].tolist() == once.atoms[0].tolist()


# --- single cases that a reader can follow --------------------------------------------------------


def test_a_small_cell_takes_the_smallest_other_with_it() -> None:
    """Goal: the total does not give a small cell back.

    Method: 100, 80, 60, 15 and 7 people; the 7 are small, and the 15 stay back with them.
    """
    sizes, start, cells = (100, 80, 60, 15, 7), 0, []
    for size in sizes:
        cells.append(cell(f"{size}", range(start, start + size)))
        start += size
    release = suppress(Table(everybody(262), tuple(cells)), counted(10, 262))
    assert [figure.label for figure in release.figures] == ["", "100", "80", "60"]
    assert release.suppressed == ("15", "7")


def test_two_margins_are_told_only_where_their_crossing_is_large() -> None:
    """Goal: bounds from two margins show nobody.

    Method: 30 people, 28 in one cell and 27 in another, all but 5 in both; the second stays back,
    though it is large itself.
    """
    table = Table(everybody(30), (cell("a", range(20)), cell("b", range(1, 20))))
    release = suppress(table, counted(5, 30))
    assert [figure.label for figure in release.figures] == ["", "a"]
    assert release.suppressed == ("b",)


def test_one_who_joins_between_two_releases_is_not_shown() -> None:
    """Goal: no difference between two rolls shows who came or left.

    Method: 20 people, then 21, then 19, then 25; only where 5 came is the new total told.
    """
    first = suppress(Table(everybody(20), ()), counted(5, 26))
    views = [View(first.atoms[0], 5)]
    assert suppress(Table(everybody(21), ()), views).figures == ()
    assert suppress(Table(everybody(19), ()), views).figures == ()
    later = suppress(Table(everybody(25), ()), views)
    assert later.figures == (Figure(TOTAL, 25, 25),)


def test_a_release_that_cannot_be_told_changes_no_atom() -> None:
    """Goal: a table that tells nothing costs nothing. Method: a roll of three, k of five."""
    release = suppress(Table(everybody(3), (cell("a", (0, 1)),)), counted(5, 3))
    assert (release.figures, release.suppressed) == ((), ("a",))
    assert release.atoms[0].tolist() == [0, 0, 0]


def test_an_empty_cell_is_told_as_nobody() -> None:
    """Goal: nobody is hidden where nobody is. Method: an empty cell beside a roll of six."""
    release = suppress(Table(everybody(6), (cell("none", ()),)), counted(5, 6))
    assert release.figures == (Figure(TOTAL, 6, 6), Figure("none", 0, 0))


def test_people_with_nothing_hide_nobody_in_a_sum() -> None:
    """Goal: a sum needs enough people who add to it.

    Method: ten people, of whom four worked; and ten of whom nobody did, where a 0 would tell of
    each.
    """
    for worked in (4, 0):
        magnitudes = np.array([100] * worked + [0] * (10 - worked))
        table = Table(everybody(10), (), magnitudes)
        assert suppress(table, summed(5, 10)).figures == ()
    table = Table(everybody(10), (), np.array([100] * 5 + [0] * 5))
    assert suppress(table, summed(5, 10)).figures == (Figure(TOTAL, 10, 500),)


@pytest.mark.parametrize(
    ("magnitudes", "expected"),
    [
        ([50, 20, 10, 10, 10], False),
        ([51, 20, 10, 10, 9], True),
        ([50, 45, 2, 2, 1], False),
        ([50, 46, 2, 1, 1], True),
        ([10, 10, 10, 10, 0], True),
        ([10, 10, 10, 10, 1], False),
    ],
)
def test_dominance_and_the_remainder_are_exact(magnitudes: list[int], expected: bool) -> None:
    """Goal: half passes, more does not; a tenth beside the second passes, less does not.

    Method: five people on both sides of each border.
    """
    found = is_sensitive(np.array(magnitudes), people_min=5, limits=Limits())
    assert found is expected


@given(
    st.lists(st.integers(0, 30), min_size=2, max_size=8),
    st.lists(st.integers(0, 30), min_size=2, max_size=8),
    st.integers(1, 10_000),
    st.integers(0, 20_000),
)
def test_two_sums_that_pass_pass_together(
    one: list[int], other: list[int], dominance_bp: int, remainder_bp: int
) -> None:
    """Goal: bounding atoms bounds every union of them.

    Method: two sets that pass make one that passes, under any limits.
    """
    limits = Limits(dominance_bp, remainder_bp)

    def fails(magnitudes: list[int]) -> bool:
        return is_sensitive(np.array(magnitudes), people_min=2, limits=limits)

    if not fails(one) and not fails(other):
        assert not fails(one + other)


def test_the_largest_magnitudes_add_up_exactly() -> None:
    """Goal: no sum wraps around. Method: a thousand people with the most there may be."""
    table = Table(everybody(1_000), (), np.full(1_000, MAGNITUDE_MAX))
    release = suppress(table, summed(5, 1_000))
    assert release.figures == (Figure(TOTAL, 1_000, 1_000 * MAGNITUDE_MAX),)


def test_magnitudes_choose_no_cell() -> None:
    """Goal: which of two cells stays back tells nothing of who earns more.

    Method: a table where one of two equal cells hides a small one; swapping their magnitudes
    changes no label.
    """
    cells = (cell("a", range(6)), cell("b", range(6, 12)), cell("c", range(12, 14)))
    labels = []
    for high in (range(6), range(6, 12)):
        magnitudes = np.full(14, 10)
        magnitudes[list(high)] = 30
        labels.append(suppress(Table(everybody(14), cells, magnitudes), summed(5, 14)).suppressed)
    assert labels[0] == labels[1] == ("b", "c")


def test_a_larger_minimum_leaves_old_groups_untold_and_the_rest_open() -> None:
    """Goal: a raised minimum hides old small groups, and totals are still told. Method: a group of 6 told at 5, then asked for at 10."""
    table = Table(everybody(30), (cell("six", range(6)),))
    first = suppress(table, counted(5, 30))
    later = suppress(table, [View(first.atoms[0], 10)])
    assert later.figures == (Figure(TOTAL, 30, 30),)
    assert later.suppressed == ("six",)


def test_a_table_is_told_as_a_whole_or_says_what_is_not() -> None:
    """Goal: all or the labels. Method: one table that can be told, one that cannot, one roll."""
    good = suppress(Table(everybody(20), (cell("a", range(10)),)), counted(5, 20))
    bad = suppress(Table(everybody(20), (cell("a", range(17)),)), counted(5, 20))
    roll = suppress(Table(everybody(4), ()), counted(5, 4))
    assert (len(good.figures), good.suppressed) == (2, ())
    assert (len(bad.figures), bad.suppressed) == (1, ("a",))
    assert (roll.figures, roll.suppressed) == ((), ())


def test_crossed_attributes_hold_every_margin() -> None:
    """Goal: a crossed table has all margins and nobody twice. Method: four people written out."""
    roll = np.array([1, 3, 4, 8])
    kinds = Attribute("kind", ["x", "x", "y", "y"])
    lands = Attribute("land", ["n", "s", "s", "s"])
    found = {one.label: one.people.tolist() for one in crossed(roll, [kinds, lands])}
    assert found == {
        "kind=x": [1, 3], "kind=y": [4, 8], "land=n": [1], "land=s": [3, 4, 8],
        "kind=x, land=n": [1], "kind=x, land=s": [3], "kind=y, land=s": [4, 8],
    }  # fmt: skip


# --- malformed input ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("roll", "cells", "magnitudes", "words"),
    [
        ([1, 0], [], None, "must rise"),
        ([0, 0], [], None, "must rise"),
        ([-1, 0], [], None, "must rise"),
        ([0, 1], [("a", [2])], None, "not on the roll"),
        ([0, 1], [("a", [0]), ("a", [1])], None, "same label"),
        ([0, 1], [], [1], "do not reach"),
        ([0, 1], [], [1, -1], "between 0"),
        ([0, 1], [], [1, MAGNITUDE_MAX + 1], "between 0"),
        ([0, 1], [], [0.5, 1.0], "whole numbers"),
    ],
)
def test_a_malformed_table_is_refused(
    roll: list[int],
    cells: list[tuple[str, list[int]]],
    magnitudes: list[int] | None,
    words: str,
) -> None:
    """Goal: no table is half understood. Method: one fault each."""
    with pytest.raises(ValueError, match=words):
        Table(
            np.array(roll),
            tuple(Cell(label, np.array(people)) for label, people in cells),
            None if magnitudes is None else np.array(magnitudes),
        )


def test_a_release_without_the_right_views_is_refused() -> None:
    """Goal: no release forgets who reads it.

    Method: none, one that is too short, sums without a measured view, counts with one, and a
    minimum of one person.
    """
    counts, sums = Table(everybody(9), ()), Table(everybody(9), (), np.ones(9, dtype=np.int64))
    for table, views in (
        (counts, []), (counts, counted(5, 8)), (sums, counted(5, 9)), (counts, summed(5, 9)),
    ):  # fmt: skip
        with pytest.raises(ValueError, match="view"):
            suppress(table, views)
    with pytest.raises(ValueError, match="at least 2"):
        View(nothing_published(3), 1)


@pytest.mark.parametrize(("dominance", "remainder"), [(0, 0), (10_001, 0), (5_000, -1)])
def test_limits_outside_their_range_are_refused(dominance: int, remainder: int) -> None:
    """Goal: no limit that limits nothing. Method: each number beyond its border."""
    with pytest.raises(ValueError, match="dominance"):
        Limits(dominance, remainder)


def test_attributes_that_do_not_fit_are_refused() -> None:
    """Goal: no value slips to another person. Method: too few values, no attribute, one twice."""
    roll = everybody(2)
    for attributes in (
        [Attribute("a", ["x"])], [], [Attribute("a", ["x", "y"]), Attribute("a", ["x", "y"])],
    ):  # fmt: skip
        with pytest.raises(ValueError, match="values|attributes"):
            crossed(roll, attributes)
