"""Consensus of labels: what holds for every method, and the estimates against slow twins."""

import math
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.labour.consensus.dawid_skene import (
    NOTHING,
    SMALL,
    SMOOTHED,
    TINY,
    Prior,
    dawid_skene,
    majority,
    one_coin,
    with_model,
)
from auzolan.labour.consensus.glad import glad
from auzolan.labour.consensus.labels import Labels, RepeatedLabel, from_codes, from_columns
from auzolan.labour.consensus.mace import mace
from auzolan.labour.consensus.methods import METHODS
from auzolan.labour.consensus.result import Consensus
from auzolan.labour.consensus.skill import skills

Row = tuple[str, str, str]
NAMES = ("a", "b", "c")


@st.composite
def tables(draw: st.DrawFn) -> list[Row]:
    """Small tables: each worker labels each task at most once."""
    pairs = draw(
        st.lists(
            st.tuples(st.integers(0, 7), st.integers(0, 4)), min_size=1, max_size=30, unique=True
        )
    )
    return [(f"t{task}", f"w{worker}", draw(st.sampled_from(NAMES))) for task, worker in pairs]


def labels_of(rows: list[Row]) -> Labels:
    return from_columns(*map(list, zip(*rows, strict=True)))


def made_up(
    seed: int, *, tasks: int, per_task: int, workers: int, low: float = 0.55, classes: int = 3
) -> tuple[list[Row], dict[str, str]]:
    """Labels of workers who are right with a chance of their own, and the truth."""
    chance = np.random.default_rng(seed)
    able = chance.uniform(low, 0.95, workers)
    rows, truth = [], {}
    for task in range(tasks):
        right = int(chance.integers(classes))
        truth[f"t{task}"] = str(right)
        for worker in chance.choice(workers, per_task, replace=False):
            is_right = chance.random() < able[worker]
            said = right if is_right else (right + int(chance.integers(1, classes))) % classes
            rows.append((f"t{task}", f"w{worker}", str(said)))
    return rows, truth


def right_part(found: Consensus, truth: dict[str, str]) -> float:
    pairs = zip(found.labels.tasks, found.answers, strict=True)
    return sum(truth[task] == answer for task, answer in pairs) / len(truth)


# --- every method ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", METHODS)
@given(rows=tables(), chance=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_bit(name: str, rows: list[Row], chance: object) -> None:
    """Goal: same labels, same answer. Method: shuffle the rows; beliefs are equal bytes."""
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = METHODS[name](labels_of(rows)), METHODS[name](labels_of(shuffled))
    assert first.beliefs.tobytes() == second.beliefs.tobytes()
    assert first.answers == second.answers


@pytest.mark.parametrize("name", METHODS)
@given(rows=tables(), names=st.permutations(NAMES))
def test_new_names_for_labels_change_names_alone(
    name: str, rows: list[Row], names: list[str]
) -> None:
    """Goal: no label is favoured. Method: rename all; each task's beliefs move with the names."""
    renamed = dict(zip(NAMES, names, strict=True))
    first = METHODS[name](labels_of(rows))
    second = METHODS[name](labels_of([(task, who, renamed[one]) for task, who, one in rows]))
    places = [second.labels.classes.index(renamed[one]) for one in first.labels.classes]
    assert np.allclose(first.beliefs, second.beliefs[:, places], atol=1e-6)


@pytest.mark.parametrize("name", METHODS)
@given(rows=tables())
def test_beliefs_are_probabilities_and_all_agreeing_wins(name: str, rows: list[Row]) -> None:
    """Goal: sound output, also for thin data. Method: random tables; then one with one answer."""
    found = METHODS[name](labels_of(rows))
    assert np.isfinite(found.beliefs).all()
    assert (found.beliefs >= 0).all()
    assert np.allclose(found.beliefs.sum(axis=1), 1)
    same = METHODS[name](labels_of([(task, who, "a") for task, who, _ in rows]))
    assert set(same.answers) == {"a"}


@pytest.mark.parametrize("name", METHODS)
def test_able_workers_are_heard_more(name: str) -> None:
    """Goal: it does what it is for. Method: made-up labels; no method is below counting heads."""
    rows, truth = made_up(3, tasks=400, per_task=5, workers=12)
    labels = labels_of(rows)
    heads, found = right_part(majority(labels), truth), right_part(METHODS[name](labels), truth)
    assert found >= heads - 0.005
    assert heads > 0.85


@pytest.mark.parametrize("name", METHODS)
def test_twenty_five_labels_on_one_item_are_fine(name: str) -> None:
    """Goal: no limit on labels a task. Method: 25 workers, 13 of them say one thing."""
    rows = [("one", f"w{who}", "yes" if who < 13 else "no") for who in range(25)]
    found = METHODS[name](labels_of(rows))
    assert found.answers == ["yes"]
    assert found.labels.heads().tolist() == [[12, 13]]


@pytest.mark.parametrize("name", METHODS)
def test_one_worker_alone_is_believed_as_nobody_contradicts(name: str) -> None:
    """Goal: a lone annotator is no error. Method: her labels are the answers."""
    rows = [(f"t{task}", "ana", "ab"[task % 2]) for task in range(6)]
    assert METHODS[name](labels_of(rows)).answers == list("ababab")


# --- counting heads ----------------------------------------------------------------------------


@given(rows=tables())
def test_a_majority_is_a_count_of_heads_and_ties_go_to_the_smallest(rows: list[Row]) -> None:
    """Goal: the simplest method is exact. Method: a Counter a task."""
    found = majority(labels_of(rows))
    for task, answer, row, is_tied in zip(
        found.labels.tasks, found.answers, found.beliefs.tolist(), found.tied.tolist(), strict=True
    ):
        heads = Counter(said for name, _, said in rows if name == task)
        most = max(heads.values())
        winners = sorted(one for one, count in heads.items() if count == most)
        assert (answer, is_tied) == (winners[0], len(winners) > 1)
        assert row == [heads[one] / heads.total() for one in found.labels.classes]


def test_the_smallest_label_is_the_smallest_number_where_all_are_numbers() -> None:
    """Goal: 9 comes before 10. Method: a tie of both."""
    assert majority(labels_of([("t", "a", "10"), ("t", "b", "9")])).answers == ["9"]
    assert majority(labels_of([("t", "a", "10"), ("t", "b", "9x")])).answers == ["10"]


def test_minorities_and_disagreement_are_kept() -> None:
    """Goal: disagreement is data. Method: a task with 3 against 2, one where all agree."""
    rows = [("t", f"w{who}", "yes" if who < 3 else "no") for who in range(5)]
    rows += [("u", f"w{who}", "yes") for who in range(4)]
    found = dawid_skene(labels_of(rows), prior=SMOOTHED)
    assert found.minority() == [("t", "no", 2)]
    assert found.minority(3) == []
    bits = found.disagreement()
    assert bits[0] == pytest.approx(-(0.6 * math.log2(0.6) + 0.4 * math.log2(0.4)))
    assert bits[1] == 0


# --- Dawid and Skene ---------------------------------------------------------------------------


def slow_dawid_skene(rows: list[Row], prior: Prior, rounds: int) -> dict[str, dict[str, float]]:
    """The paper's two steps with dictionaries, so many times."""
    tasks, classes = sorted({row[0] for row in rows}), sorted({row[2] for row in rows})
    beliefs = {}
    for task in tasks:
        heads = Counter(said for name, _, said in rows if name == task)
        beliefs[task] = {one: heads[one] / heads.total() for one in classes}
    for _ in range(rounds):
        weights = {one: prior.tasks + sum(beliefs[t][one] for t in tasks) for one in classes}
        counts = {
            (who, said, true): prior.right if said == true else prior.wrong
            for who, said, true in product({row[1] for row in rows}, classes, classes)
        }
        for (task, who, said), true in product(rows, classes):
            counts[who, said, true] += beliefs[task][true]
        rates = {}
        for (who, said, true), count in counts.items():
            total = sum(counts[who, one, true] for one in classes)
            rates[who, said, true] = count / total if total > 0 else 1 / len(classes)
        for task in tasks:
            logs = {
                true: math.log(weights[true] / sum(weights.values()) + TINY)
                + sum(math.log(rates[who, said, true] + SMALL)
                      for name, who, said in rows if name == task)
                for true in classes
            }  # fmt: skip
            parts = {true: math.exp(log - max(logs.values())) for true, log in logs.items()}
            beliefs[task] = {true: part / sum(parts.values()) for true, part in parts.items()}
    return beliefs


@pytest.mark.parametrize("prior", [NOTHING, SMOOTHED])
@given(rows=tables())
def test_the_fast_estimate_is_that_of_the_paper(prior: Prior, rows: list[Row]) -> None:
    """Goal: no slip in the kernels. Method: three rounds beside a twin in plain Python."""
    found = dawid_skene(labels_of(rows), prior=prior, rounds_max=3, tolerance=0)
    slow = slow_dawid_skene(rows, prior, found.rounds)
    for task, row in zip(found.labels.tasks, found.beliefs.tolist(), strict=True):
        assert row == pytest.approx(list(slow[task].values()), abs=1e-6)


def test_the_likelihood_never_falls() -> None:
    """Goal: it is a maximisation. Method: stop after 1, 2, ... rounds and compare."""
    rows, _ = made_up(5, tasks=80, per_task=4, workers=9)
    labels = labels_of(rows)
    for method in (dawid_skene, one_coin):
        heights = [
            method(labels, rounds_max=rounds, tolerance=0).log_likelihood for rounds in range(1, 15)
        ]
        assert all(after >= before - 1e-6 for before, after in pairwise(heights))


def test_a_worker_who_always_says_the_opposite_is_understood() -> None:
    """Goal: tables, not trust. Method: four liars of nine are worth as much as four honest."""
    chance = np.random.default_rng(11)
    rows, truth = [], {}
    for task in range(300):
        right = int(chance.integers(2))
        truth[f"t{task}"] = str(right)
        for who in range(9):
            said = right if chance.random() < 0.9 else 1 - right
            rows.append((f"t{task}", f"w{who}", str(1 - said if who < 4 else said)))
    labels = labels_of(rows)
    assert right_part(majority(labels), truth) < 0.75
    assert right_part(dawid_skene(labels), truth) > 0.98


def test_expected_tables_count_every_label_once() -> None:
    """Goal: sufficient statistics are whole. Method: sums of tables against the labels."""
    rows, _ = made_up(7, tasks=60, per_task=4, workers=8)
    found = dawid_skene(labels_of(rows))
    given_by = np.bincount(found.labels.worker)
    assert np.allclose(found.counts.sum(axis=(1, 2)), given_by)
    said = [Counter(row[2] for row in rows if row[1] == who) for who in found.labels.workers]
    classes = found.labels.classes
    assert np.allclose(found.counts.sum(axis=2), [[one[name] for name in classes] for one in said])


# --- a model beside the workers ----------------------------------------------------------------


def _model(truth: dict[str, str], labels: Labels, *, is_right: bool, seed: int) -> np.ndarray:
    chance = np.random.default_rng(seed)
    view = np.full((len(labels.tasks), len(labels.classes)), 0.1)
    for place, task in enumerate(labels.tasks):
        right = labels.classes.index(truth[task])
        told = right if is_right and chance.random() < 0.9 else int(chance.integers(3))
        view[place, told] = 0.8
    return view


def test_a_good_model_helps_and_a_guessing_one_does_no_harm() -> None:
    """Goal: believed as far as it agrees. Method: two labels a task, with both kinds of model."""
    rows, truth = made_up(13, tasks=600, per_task=2, workers=10)
    labels = labels_of(rows)
    alone = right_part(dawid_skene(labels, prior=SMOOTHED), truth)
    good = with_model(labels, _model(truth, labels, is_right=True, seed=1))
    blind = with_model(labels, _model(truth, labels, is_right=False, seed=2))
    assert right_part(good, truth) > alone + 0.05
    assert right_part(blind, truth) > alone - 0.03


@pytest.mark.parametrize(
    "view", [np.zeros((2, 2)), np.full((2, 3), 0.5), np.array([[np.nan] * 2] * 2)]
)
def test_a_model_must_give_probabilities(view: np.ndarray) -> None:
    """Goal: no silent nonsense. Method: wrong sums, wrong shape, no numbers."""
    labels = labels_of([("t", "a", "x"), ("u", "a", "y")])
    with pytest.raises(ValueError, match="probabilities"):
        with_model(labels, view)


# --- those who do not try, or who agree beforehand ---------------------------------------------


@pytest.mark.parametrize("part", [1, 2, 3, 4])
def test_labels_given_at_random_cost_little(part: int) -> None:
    """Goal: noise is found. Method: 10 to 40 % of 20 workers draw lots; the others are able."""
    rows, truth = made_up(part, tasks=400, per_task=7, workers=20, low=0.8)
    chance = np.random.default_rng(part)
    lots = {f"w{who}" for who in range(2 * part)}
    rows = [
        (task, who, str(chance.integers(3)) if who in lots else said) for task, who, said in rows
    ]
    labels = labels_of(rows)
    assert right_part(dawid_skene(labels, prior=SMOOTHED), truth) > 0.93
    assert right_part(mace(labels).consensus, truth) > 0.93


def test_a_clique_that_agrees_beforehand_can_win_and_nobody_is_thrown_out() -> None:
    """Goal: the limit is known. Method: of 9 workers 5 give one false answer to each third task."""
    rows, truth = made_up(23, tasks=300, per_task=9, workers=9, low=0.8)
    aims = {f"t{task}": str((int(truth[f"t{task}"]) + 1) % 3) for task in range(0, 300, 3)}
    clique = {f"w{who}" for who in range(5)}
    rows = [(task, who, aims[task] if who in clique and task in aims else said)
            for task, who, said in rows]  # fmt: skip
    labels = labels_of(rows)
    for method in METHODS.values():
        found = method(labels)
        lost = [
            aims.get(task) == answer
            for task, answer in zip(labels.tasks, found.answers, strict=True)
        ]
        assert sum(lost) > 80
        # What the honest said is still there to be seen, and all their labels count.
        assert sum(task in aims for task, _, _ in found.minority()) > 80
        assert len(found.labels.workers) == 9


# --- what is refused ---------------------------------------------------------------------------


def test_two_labels_of_one_worker_on_one_task_are_refused_with_their_rows() -> None:
    """Goal: no vote counts twice. Method: the first repeated row, and the one it repeats."""
    rows = [("t", "a", "x"), ("u", "b", "y"), ("u", "a", "x"), ("t", "a", "x"), ("u", "b", "x")]
    with pytest.raises(RepeatedLabel) as found:
        labels_of(rows)
    assert found.value.rows == (0, 3)


@pytest.mark.parametrize(
    ("task", "worker", "label"), [([], [], []), (["t"], ["a"], []), (["t"], ["a", "b"], ["x"])]
)
def test_columns_must_have_rows_and_one_length(
    task: list[str], worker: list[str], label: list[str]
) -> None:
    """Goal: malformed input is no answer. Method: no rows, and columns that do not match."""
    with pytest.raises(ValueError, match=r"one row at least|a row; got"):
        from_columns(task, worker, label)


def test_codes_need_names_and_tasks_need_labels() -> None:
    """Goal: no index runs out of its table. Method: codes outside, and a task with no label."""
    one = np.zeros(1, dtype=np.int32)
    with pytest.raises(ValueError, match="outside 0 to 0"):
        from_codes(one, one + 1, one, tasks=["t"], workers=["a"], classes=["x"])
    with pytest.raises(ValueError, match="task u has no label"):
        from_codes(one, one, one, tasks=["t", "u"], workers=["a"], classes=["x"])


def test_texts_as_labels_are_refused_before_memory_ends() -> None:
    """Goal: a bound on every table. Method: 20,000 tasks with as many different labels."""
    rows = [(f"t{row}", f"w{row % 30}", f"said {row}") for row in range(20_000)]
    for method in METHODS.values():
        with pytest.raises(ValueError, match="are these texts"):
            method(labels_of(rows))


@pytest.mark.parametrize("method", [dawid_skene, one_coin, glad, mace])
@pytest.mark.parametrize("wrong", [{"rounds_max": 0}, {"tolerance": -1.0}, {"tolerance": math.nan}])
def test_steps_must_be_in_range(method: object, wrong: dict[str, float]) -> None:
    """Goal: no endless or empty estimate. Method: each argument outside its range."""
    with pytest.raises(ValueError, match="1 round or more"):
        method(labels_of([("t", "a", "x")]), **wrong)  # type: ignore[operator]


def test_negative_priors_are_refused() -> None:
    """Goal: no negative label. Method: each part below 0."""
    labels = labels_of([("t", "a", "x")])
    for part in ("right", "wrong", "tasks"):
        with pytest.raises(ValueError, match="0 or more"):
            dawid_skene(labels, prior=replace(NOTHING, **{part: -1.0}))


# --- skill -------------------------------------------------------------------------------------


def test_below_the_minimum_there_is_no_number() -> None:
    """Goal: too few labels say nothing of a person. Method: 49 and 50 labels."""
    rows = [(f"t{task}", who, "x") for task in range(49) for who in ("ana", "ben")]
    few, _ = skills(majority(labels_of(rows)))
    assert (few.labels, few.low, few.high) == (49, None, None)
    enough, _ = skills(majority(labels_of([*rows, ("more", "ana", "x")])))
    assert enough.labels == 50
    assert enough.low is not None
    assert 0.9 < enough.low < enough.high == 1
    with pytest.raises(ValueError, match="1 or more"):
        skills(majority(labels_of(rows)), least=0)


def test_intervals_hold_how_able_a_worker_is_about_as_often_as_they_say() -> None:
    """Goal: 95 % means something. Method: made-up workers of known ability; count what holds."""
    held = total = 0
    for seed in range(10):
        rows, _ = made_up(seed, tasks=300, per_task=7, workers=20)
        able = np.random.default_rng(seed).uniform(0.55, 0.95, 20)  # as `made_up` drew them
        for one in skills(dawid_skene(labels_of(rows), prior=SMOOTHED)):
            assert one.low is not None
            assert one.high is not None
            held += one.low <= able[int(one.worker[1:])] <= one.high
            total += 1
    assert 0.9 < held / total < 1


def test_skills_stand_in_order_of_name_and_not_of_skill() -> None:
    """Goal: no rank. Method: the best comes last by name."""
    rows, _ = made_up(2, tasks=300, per_task=5, workers=8)
    assert [one.worker for one in skills(majority(labels_of(rows)))] == [f"w{n}" for n in range(8)]


# --- without the compiler ----------------------------------------------------------------------

_PLAIN = """
import sys
sys.modules["numba"] = None
from auzolan.labour.consensus.compiled import HAS_NUMBA
from auzolan.labour.consensus.labels import from_columns
from auzolan.labour.consensus.methods import METHODS
assert not HAS_NUMBA
rows = eval(sys.stdin.read())
labels = from_columns(*map(list, zip(*rows)))
print({name: method(labels).beliefs.tolist() for name, method in METHODS.items()})
"""


def test_without_the_compiler_the_same_is_found() -> None:
    """Goal: the base install weighs labels too. Method: numba hidden, in a process of its own."""
    rows, _ = made_up(17, tasks=30, per_task=4, workers=6)
    done = subprocess.run(
        [sys.executable, "-c", _PLAIN], input=repr(rows), capture_output=True, text=True,
        timeout=60, check=True, env=os.environ,
    )  # fmt: skip
    plain = eval(done.stdout)  # what the lines above have printed
    labels = labels_of(rows)
    for name, method in METHODS.items():
        assert np.allclose(method(labels).beliefs, plain[name], atol=1e-9)
