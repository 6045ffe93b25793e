"""In-Run values against gradients made row by row, and against the games they stand for."""

from __future__ import annotations

import itertools
import math
from copy import deepcopy

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is in an environment of its own: `make test-torch`")

import torch
from torch import nn
from torch.optim import SGD, AdamW

from auzolan.engine.torch import InRunShapley
from with_torch.in_run_trainings import (
    BATCHES,
    MODELS,
    N,
    Table,
    dot,
    slopes,
    step,
    take,
    trained,
    valued,
)
from with_torch.small_models import cross_entropy, perceptron, sentences, transformer, vectors


@pytest.mark.parametrize("name", MODELS)
def test_a_rows_value_is_its_own_gradient_times_the_validation_gradient(name: str) -> None:
    """Goal: no ghost lies. Method: every row's gradient made by itself, in two SGD steps."""
    make, table = MODELS[name]
    rate = 0.05
    model = make()
    twin = deepcopy(model)
    found, _ = valued(model, SGD(trained(model), lr=rate), table, BATCHES)
    expected = np.zeros(len(found.rows))
    optimizer = SGD(trained(twin), lr=rate)
    for rows in BATCHES:
        ahead = slopes(twin, (table[0][-8:], table[1][-8:]))
        for row in rows:
            expected[row] = rate * dot(slopes(twin, take(table, [row])), ahead) / N
        step(twin, optimizer, take(table, rows))
    scale = np.abs(expected).max()
    assert np.abs(expected[: 2 * N]).min() > 0
    np.testing.assert_allclose(found.rows / scale, expected / scale, atol=1e-5)


def test_values_are_the_shapley_values_of_a_step_as_steps_get_small() -> None:
    """Goal: it is the game it claims to be. Method: all 2^5 coalitions of a batch's rows."""
    table, rows = vectors(40), [0, 1, 2, 3, 4]
    gaps = []
    for rate in (0.02, 0.002):
        model = perceptron()
        exact = shapley_of_a_step(model, table, rows, rate)
        found, _ = valued(model, SGD(trained(model), lr=rate), table, [rows])
        gaps.append(np.abs(found.rows[rows] - exact).max() / np.abs(exact).max())
    assert gaps[0] < 0.05
    assert gaps[1] < 0.2 * gaps[0]


def shapley_of_a_step(model: nn.Module, table: Table, rows: list[int], rate: float) -> np.ndarray:
    """A coalition steps by its own rows' gradients, each divided by the size of the batch."""
    model = deepcopy(model).double()
    data = (table[0].double(), table[1])
    own = [slopes(model, take(data, [row])) for row in rows]
    worth = {}
    for bits in itertools.product((0, 1), repeat=len(rows)):
        moved = deepcopy(model)
        with torch.no_grad():
            for slope, is_in in zip(own, bits, strict=True):
                for one, part in zip(trained(moved), slope, strict=True):
                    one.sub_(is_in * rate * part / len(rows))
            worth[bits] = -float(cross_entropy(moved(data[0][-8:]), data[1][-8:]))
    n, values = len(rows), np.zeros(len(rows))
    for bits, at in itertools.product(worth, range(n)):
        if not bits[at]:
            joined = (*bits[:at], 1, *bits[at + 1 :])
            size = sum(bits)
            weight = math.factorial(size) * math.factorial(n - 1 - size) / math.factorial(n)
            values[at] += weight * (worth[joined] - worth[bits])
    return values


def test_what_first_order_leaves_over_falls_with_the_square_of_the_rate() -> None:
    """Goal: the residual means what it says. Method: ten times smaller steps, hundredth residual."""
    residuals = []
    for rate in (0.1, 0.01):
        model = perceptron().double()
        table = (vectors(40)[0].double(), vectors(40)[1])
        _, (report,) = valued(model, SGD(trained(model), lr=rate), table, BATCHES[:1])
        assert report.residual == report.loss_before - report.loss_after - report.rows
        residuals.append(abs(report.residual))
    assert 60 < residuals[0] / residuals[1] < 160


def test_a_member_is_worth_what_her_rows_are_and_two_runs_agree_to_the_bit() -> None:
    """Goal: figures that add up and can be named. Method: sums by hand, a second run, a digest."""
    table = sentences(40)
    runs = []
    for _ in range(2):
        model = transformer()
        runs.append(valued(model, AdamW(trained(model), lr=0.003), table, BATCHES * 3)[0])
    first, second = runs
    assert first.members == ("m0", "m1", "m2")
    for number, member in enumerate(first.members):
        assert first.of(member) == math.fsum(first.rows[number::3])
    assert first.of("nobody") == 0.0
    assert first.digest() == second.digest()
    assert first.residual == first.fall_actual - first.total
    assert not first.rows[2 * N :].any()  # never in a batch


def test_rows_with_wrong_labels_are_worth_less() -> None:
    """Goal: values find what hurts. Method: one row in four gets a wrong label; rank them."""
    x, y = vectors(328)
    is_wrong = torch.arange(128) % 4 == 0
    y[:128][is_wrong] = (y[:128][is_wrong] + 1) % 4
    made = torch.Generator().manual_seed(8)
    model = perceptron()
    optimizer = SGD(trained(model), lr=0.3)
    validation = x[128:], y[128:]
    with InRunShapley(
        model, optimizer, ["ana"] * 128, validation=validation, loss=cross_entropy
    ) as run:
        for _ in range(10):
            for rows in torch.randperm(128, generator=made).split(32):
                run.batch(rows)
                step(model, optimizer, (x[rows], y[rows]))
    found = run.values().rows
    good, bad = found[~is_wrong.numpy()], found[is_wrong.numpy()]
    assert (good[:, None] > bad[None]).mean() > 0.85
