"""Pairs, numbers, several labels a task, and a consensus that grows."""

import math
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.labour.consensus.dawid_skene import NOTHING, SMOOTHED, dawid_skene, majority
from auzolan.labour.consensus.labels import RepeatedLabel, from_columns
from auzolan.labour.consensus.many_labels import binary_relevance
from auzolan.labour.consensus.numbers import weighed_numbers
from auzolan.labour.consensus.pairs import BadPair, bradley_terry
from auzolan.labour.consensus.running import RunningConsensus

# --- pairs -------------------------------------------------------------------------------------

PAIRS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(1, 4), st.booleans()), min_size=1, max_size=25
)


def _columns(drawn: list[tuple[int, int, bool]]) -> tuple[list[str], list[str], list[str]]:
    pairs = [(f"i{one}", f"i{(one + step) % 5}", is_first) for one, step, is_first in drawn]
    return (
        [left for left, _, _ in pairs],
        [right for _, right, _ in pairs],
        [left if is_first else right for left, right, is_first in pairs],
    )


@given(drawn=PAIRS)
def test_scores_are_the_highest_point_of_the_likelihood(drawn: list[tuple[int, int, bool]]) -> None:
    """Goal: the formula holds. Method: at the top the slope in every direction is nothing."""
    left, right, winner = _columns(drawn)
    found = bradley_terry(left, right, winner)
    height = np.log(found.scores / (1 - found.scores))
    place = {name: at for at, name in enumerate(found.items)}
    # One won and one lost pair against an item of height 0, then the pairs.
    slope = 1 - 2 * found.scores
    for one, other, best in zip(left, right, winner, strict=True):
        lost = other if best == one else one
        gap = height[place[best]] - height[place[lost]]
        slope[place[best]] += 1 / (1 + math.exp(gap))
        slope[place[lost]] -= 1 / (1 + math.exp(gap))
    assert np.abs(slope).max() < 1e-6


@given(drawn=PAIRS, chance=st.randoms(use_true_random=False))
def test_the_order_of_pairs_and_of_sides_changes_nothing(
    drawn: list[tuple[int, int, bool]], chance: object
) -> None:
    """Goal: left is no advantage. Method: swap sides and shuffle; the same bytes."""
    left, right, winner = _columns(drawn)
    rows = list(zip(right, left, winner, strict=True))
    chance.shuffle(rows)  # type: ignore[attr-defined]
    first = bradley_terry(left, right, winner)
    second = bradley_terry(*map(list, zip(*rows, strict=True)))
    assert first.scores.tobytes() == second.scores.tobytes()


def test_who_wins_more_scores_more_and_chances_follow() -> None:
    """Goal: the scale can be read. Method: three to one, and the chance against itself reversed."""
    found = bradley_terry(["a"] * 4, ["b"] * 4, ["a", "a", "a", "b"])
    assert found.scores[0] > 0.5 > found.scores[1]
    assert 0.5 < found.chance("a", "b") < 0.75
    assert found.chance("a", "b") + found.chance("b", "a") == pytest.approx(1)


def test_a_row_that_is_no_pair_is_refused_with_its_place() -> None:
    """Goal: no guess about a spoilt row. Method: a winner that is neither, an item beside itself."""
    for wrong in (("a", "b", "c"), ("a", "a", "a")):
        with pytest.raises(BadPair) as found:
            bradley_terry(["a", wrong[0]], ["b", wrong[1]], ["b", wrong[2]])
        assert found.value.row == 1
    for columns in (([], [], []), (["a"], ["b"], [])):
        with pytest.raises(ValueError, match=r"one winner a pair|give one at least"):
            bradley_terry(*columns)


# --- numbers -----------------------------------------------------------------------------------


def _numbers(seed: int) -> tuple[list[tuple[str, str, str]], list[float]]:
    chance = np.random.default_rng(seed)
    truth = chance.normal(50, 20, 200)
    bias, spread = np.linspace(-15, 15, 10), np.linspace(1, 12, 10)
    rows = [
        (f"t{task:03}", f"w{who}", f"{truth[task] + bias[who] + chance.normal(0, spread[who]):.6f}")
        for task in range(200)
        for who in chance.choice(10, 4, replace=False)
    ]
    return rows, truth.tolist()


def test_bias_is_taken_out_and_the_steady_are_heard_more() -> None:
    """Goal: better than means. Method: made-up numbers; error against that of plain means."""
    rows, truth = _numbers(3)
    labels = from_columns(*map(list, zip(*rows, strict=True)))
    numbers = np.array([float(name) for name in labels.classes])
    found = weighed_numbers(labels, numbers)
    means = [np.mean([float(x) for task, _, x in rows if task == name]) for name in labels.tasks]
    off = found.values - np.array(truth)
    assert np.std(off) < 0.5 * np.std(np.array(means) - np.array(truth))
    assert np.corrcoef(found.bias, np.linspace(-15, 15, 10))[0, 1] > 0.98
    # An error of all alike cannot be seen by anybody; the rest is as large as it is said to be.
    assert 0.8 < np.std(off / found.errors) < 1.5


@given(
    numbers=st.lists(st.integers(-100, 100), min_size=6, max_size=6),
    shift=st.integers(-50, 50),
    chance=st.randoms(use_true_random=False),
)
def test_numbers_move_with_their_scale_and_not_with_their_order(
    numbers: list[int], shift: int, chance: object
) -> None:
    """Goal: no scale is favoured. Method: shift all numbers, shuffle the rows, compare."""
    rows = [(f"t{n // 2}", f"w{n % 3}", one) for n, one in enumerate(numbers)]
    moved = [(task, who, one + shift) for task, who, one in rows]
    chance.shuffle(moved)  # type: ignore[attr-defined]
    found = []
    for table in (rows, moved):
        task, who, said = zip(*table, strict=True)
        labels = from_columns(task, who, list(map(str, said)))
        found.append(weighed_numbers(labels, np.array(list(map(float, labels.classes)))).values)
    assert np.allclose(found[0] + shift, found[1], atol=1e-4)


def test_equal_numbers_give_that_number_and_wild_ones_are_refused() -> None:
    """Goal: no division by nothing, no overflow. Method: all equal; then none and too large."""
    labels = from_columns(["t", "t", "u"], ["a", "b", "a"], ["7", "7", "7"])
    assert weighed_numbers(labels, np.array([7.0])).values.tolist() == pytest.approx([7, 7])
    for wrong in (np.array([math.nan]), np.array([1e300]), np.array([1.0, 2.0])):
        with pytest.raises(ValueError, match="numbers within"):
            weighed_numbers(labels, wrong)


# --- several labels a task ---------------------------------------------------------------------

SETS = st.lists(st.frozensets(st.sampled_from("abc")), min_size=6, max_size=6)


@given(sets=SETS)
def test_each_label_is_a_question_of_its_own(sets: list[frozenset[str]]) -> None:
    """Goal: binary relevance and nothing else. Method: count heads a label by hand."""
    task, who = [f"t{n // 3}" for n in range(6)], [f"w{n % 3}" for n in range(6)]
    if not any(sets):
        with pytest.raises(ValueError, match="no row has a label"):
            binary_relevance(task, who, sets, method=majority)
        return
    found = binary_relevance(task, who, sets, method=majority)
    for at, name in enumerate(("t0", "t1")):
        votes = {one: sum(one in row for row, t in zip(sets, task, strict=True) if t == name)
                 for one in found.classes}  # fmt: skip
        assert found.beliefs[at].tolist() == pytest.approx([votes[one] / 3 for one in votes])
        assert found.answers[at] == tuple(one for one in votes if votes[one] >= 2)


def test_a_task_may_have_no_label_and_repeats_are_refused() -> None:
    """Goal: none is an answer too. Method: all say nothing about one task; one says it twice."""
    task, who = ["t", "t", "u"], ["a", "b", "a"]
    found = binary_relevance(task, who, [frozenset()] * 2 + [frozenset("x")], method=dawid_skene)
    assert found.answers == [(), ("x",)]
    with pytest.raises(RepeatedLabel):
        binary_relevance(["t", "t"], ["a", "a"], [frozenset("x")] * 2, method=majority)


# --- growing -----------------------------------------------------------------------------------


def _rows(seed: int, tasks: int, first: int = 0) -> list[tuple[str, str, str]]:
    chance = np.random.default_rng(seed)
    able = np.linspace(0.6, 0.95, 10)
    rows = []
    for task in range(first, first + tasks):
        right = task % 3
        for who in chance.choice(10, 5, replace=False):
            said = right if chance.random() < able[who] else int(chance.integers(3))
            rows.append((f"t{task:04}", f"w{who}", str(said)))
    return rows


def _split(rows: list[tuple[str, str, str]], late: set[int]) -> tuple[list, list]:
    return (
        [row for at, row in enumerate(rows) if at not in late],
        [row for at, row in enumerate(rows) if at in late],
    )


@pytest.mark.parametrize("prior", [NOTHING, SMOOTHED], ids=["plain", "smoothed"])
def test_labels_that_come_late_end_where_labels_at_once_do(prior: object) -> None:
    """Goal: no other method. Method: hold labels of 80 tasks back; compare, settle, compare."""
    rows = _rows(5, 400) + _rows(6, 20, first=400)
    late = {at for at, (task, _, _) in enumerate(rows) if task >= "t0400"}
    late |= {at for at, (task, _, _) in enumerate(rows) if task < "t0060" and at % 2}
    early, more = _split(rows, late)
    whole = dawid_skene(
        from_columns(*zip(*rows, strict=True)), prior=prior, tolerance=1e-9, rounds_max=2_000
    )
    first = dawid_skene(
        from_columns(*zip(*early, strict=True)), prior=prior, tolerance=1e-9, rounds_max=2_000
    )
    running = RunningConsensus(first, prior=prior)
    told = running.add(*zip(*more, strict=True))
    answers = dict(zip(whole.labels.tasks, whole.answers, strict=True))
    assert sorted(told) == sorted({task for task, _, _ in more})
    assert sum(answers[task] == one for task, one in told.items()) >= len(told) - 1
    settled = running.settle(tolerance=1e-9, rounds_max=2_000)
    order = [list(settled.labels.tasks).index(task) for task in whole.labels.tasks]
    assert np.allclose(settled.beliefs[order], whole.beliefs, atol=1e-3)
    assert settled.labels.size == whole.labels.size


def test_statistics_stay_those_of_all_labels() -> None:
    """Goal: nothing is counted twice. Method: add in parts; expected tables sum to the labels."""
    rows = _rows(9, 100)
    late = set(range(0, 500, 7))
    early, more = _split(rows, late)
    running = RunningConsensus(dawid_skene(from_columns(*zip(*early, strict=True))), prior=NOTHING)
    for part in (more[:20], more[20:21], more[21:]):
        running.add(*zip(*part, strict=True))
    tables, weights = running.statistics
    assert tables.sum() == pytest.approx(500)
    assert weights.sum() == pytest.approx(100)
    given_by = [sum(row[1] == f"w{n}" for row in rows) for n in range(10)]
    assert np.allclose(tables.sum(axis=(1, 2)), given_by)


def test_new_workers_and_tasks_are_taken_in() -> None:
    """Goal: a co-operative grows. Method: a newcomer labels old and new tasks."""
    running = RunningConsensus(
        dawid_skene(from_columns(*zip(*_rows(1, 50), strict=True)), prior=SMOOTHED), prior=SMOOTHED
    )
    told = running.add(["t0000", "new"], ["eve", "eve"], ["0", "2"])
    assert told == {"t0000": "0", "new": "2"}
    assert list(running.settle().labels.workers)[-1] == "eve"


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([("t0000", "eve", "9")], "is a new label"),
        ([("x", "eve", "0"), ("x", "eve", "1")], "rows 0 and 1"),
        ([("x", "eve", "0"), ("t0000", "KNOWN", "1")], "labelled the task 't0000' before"),
        ([], "one row at least"),
    ],
)
def test_what_cannot_be_added_leaves_everything_as_it_was(
    rows: list[tuple[str, str, str]], why: str
) -> None:
    """Goal: nothing half done. Method: a bad row among good ones; the statistics do not move."""
    table = _rows(1, 50)
    running = RunningConsensus(dawid_skene(from_columns(*zip(*table, strict=True))), prior=NOTHING)
    before = [part.tobytes() for part in running.statistics]
    rows = [(task, table[0][1] if who == "KNOWN" else who, said) for task, who, said in rows]
    with pytest.raises(ValueError, match=why):
        running.add(*([row[at] for row in rows] for at in range(3)))
    assert [part.tobytes() for part in running.statistics] == before
    assert running.add(["x"], ["eve"], ["0"])


def test_only_tables_can_grow() -> None:
    """Goal: no silent nonsense. Method: a count of heads has no tables."""
    with pytest.raises(ValueError, match="tables can grow"):
        RunningConsensus(majority(from_columns(["t"], ["a"], ["x"])), prior=NOTHING)
    assert astuple(NOTHING) == (0, 0, 0)
