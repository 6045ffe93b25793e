"""In-Run values under the loops and optimisers that people write."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is in an environment of its own: `make test-torch`")

import torch
from torch import nn
from torch.optim import SGD, Adam, AdamW, Optimizer

from auzolan.engine.torch import InRunShapley
from auzolan.engine.torch.directions import adam_gain
from with_torch.in_run_trainings import (
    BATCHES,
    MODELS,
    N,
    dot,
    slopes,
    step,
    take,
    trained,
    valued,
)
from with_torch.small_models import (
    LENGTH,
    cross_entropy,
    perceptron,
    sentences,
    transformer,
    vectors,
)


@pytest.mark.parametrize("kind", [Adam, AdamW])
def test_adam_values_a_row_by_what_its_division_leaves_of_it(kind: type[Adam]) -> None:
    """Goal: values in the optimiser's own measure. Method: the formula, in float64, three steps."""
    model, table, rate = perceptron(), vectors(40), 0.01
    batches = [[row] * 4 for row in (0, 1, 2)]
    twin = deepcopy(model)
    options = {"lr": rate, "weight_decay": 0.1, "betas": (0.8, 0.99)}
    found, _ = valued(model, kind(trained(model), **options), table, batches)
    optimizer = kind(trained(twin), **options)
    for number, rows in enumerate(batches, 1):
        ahead = slopes(twin, (table[0][-8:], table[1][-8:]))
        own = slopes(twin, take(table, rows))
        squares = [optimizer.state[one]["exp_avg_sq"].clone() for one in optimizer.state]
        step(twin, optimizer, take(table, rows))
        if number == 1:  # before its first step Adam has no squares
            squares = [optimizer.state[one]["exp_avg_sq"] for one in trained(twin)]
        corrected = 1 - 0.99 ** max(1, number - 1)
        bent = [
            slope / ((square / corrected).sqrt() + 1e-8)
            for slope, square in zip(ahead, squares, strict=True)
        ]
        expected = rate * adam_gain(0.8, number) * dot(own, bent)
        assert found.rows[rows[0]] == pytest.approx(expected, rel=1e-4)


def test_adams_gain_is_the_weight_of_a_gradient_in_all_later_steps() -> None:
    """Goal: momentum's credit is right. Method: Adam's own means, fed one gradient and zeros."""
    for first in (1, 2, 7):
        mean, total = 0.0, 0.0
        for number in range(1, 400):
            mean = 0.9 * mean + 0.1 * (number == first)
            total += mean / (1 - 0.9**number)
        assert adam_gain(0.9, first) == pytest.approx(total, rel=1e-9)
    assert adam_gain(0.9, 10**6) == pytest.approx(1.0)


@pytest.mark.parametrize("name", ["transformer", "deep perceptron, rows paired"])
@pytest.mark.parametrize(
    "make",
    [
        lambda own: SGD(own, lr=0.02),
        lambda own: SGD(own, lr=0.02, momentum=0.9, nesterov=True, weight_decay=0.1),
        lambda own: AdamW(own, lr=0.003),
    ],
)
def test_the_update_of_a_report_is_the_whole_step(
    make: Callable[..., Optimizer], name: str
) -> None:
    """Goal: nothing of a step is hidden. Method: parameters before and after, by hand."""
    build, table = MODELS[name]
    model = build()
    optimizer = make(trained(model))
    twin = deepcopy(model)
    other = make(trained(twin))
    found, reports = valued(model, optimizer, table, BATCHES)
    for rows, report in zip(BATCHES, reports, strict=True):
        ahead = slopes(twin, (table[0][-8:], table[1][-8:]))
        before = [one.detach().clone() for one in trained(twin)]
        step(twin, other, take(table, rows))
        moved = [then - one.detach() for then, one in zip(before, trained(twin), strict=True)]
        assert report.update == pytest.approx(dot(moved, ahead), rel=1e-4)
        assert (report.n_rows, report.loss_after) == (N, pytest.approx(report.loss_before, abs=0.5))
    if not other.defaults.get("momentum") and isinstance(other, SGD):
        assert found.total == pytest.approx(found.fall_update, rel=1e-12)
    assert found.fall_actual == pytest.approx(reports[0].loss_before - reports[-1].loss_after)


@pytest.mark.parametrize(
    ("name", "tolerance"),
    [("perceptron", 0.0), ("transformer", 0.0), ("transformer over 30 positions", 1e-6)],
)
def test_training_is_the_same_with_and_without_values(name: str, tolerance: float) -> None:
    """Goal: measuring moves nothing. Method: weights after training, dropout's chance included."""
    make, table = MODELS[name]
    options = {"length": 30 if "30" in name else LENGTH, "dropout": 0.2}
    model = make() if name == "perceptron" else transformer(**options)
    twin = deepcopy(model)
    torch.manual_seed(11)
    valued(model, SGD(trained(model), lr=0.05), table, BATCHES * 2)
    assert model.training
    torch.manual_seed(11)
    optimizer = SGD(trained(twin), lr=0.05)
    for rows in BATCHES * 2:
        step(twin, optimizer, take(table, rows))
    for one, other in zip(trained(model), trained(twin), strict=True):
        torch.testing.assert_close(one, other, rtol=0, atol=tolerance)
    assert all("forward" not in vars(layer) for layer in model.modules())


def test_gradients_clipped_by_norm_are_followed() -> None:
    """Goal: an ordinary loop may clip. Method: two SGD steps; values shrink by the factor."""
    table, model = vectors(40), perceptron()
    twin = deepcopy(model)
    first = dot(*[slopes(model, take(table, BATCHES[0]))] * 2) ** 0.5
    plain, _ = valued(model, SGD(trained(model), lr=0.1), table, BATCHES[:1])
    clipped, reports = valued(
        twin,
        SGD(trained(twin), lr=0.1),
        table,
        BATCHES[:1],
        between=lambda: nn.utils.clip_grad_norm_(twin.parameters(), first / 4),
    )
    np.testing.assert_allclose(clipped.rows, plain.rows / 4, rtol=1e-4)
    assert reports[0].rows == pytest.approx(reports[0].loss_before - reports[0].loss_after, rel=0.1)


def test_gradients_may_gather_over_several_batches_before_a_step() -> None:
    """Goal: accumulation is an ordinary loop too. Method: one batch against the same in halves."""
    table = sentences(40, length=30)
    model = transformer(length=30)
    twin = deepcopy(model)
    whole, _ = valued(model, SGD(trained(model), lr=0.1), table, [BATCHES[0], BATCHES[1]])
    optimizer = SGD(trained(twin), lr=0.1)
    owners = ["ana"] * 32
    validation = table[0][-8:], table[1][-8:]
    with InRunShapley(twin, optimizer, owners, validation=validation, loss=cross_entropy) as run:
        for rows in BATCHES:
            optimizer.zero_grad()
            for half in (rows[:6], rows[6:]):
                run.batch(half)
                (cross_entropy(twin(table[0][half]), table[1][half]) / 2).backward()
            optimizer.step()
    np.testing.assert_allclose(run.values().rows, whole.rows, atol=1e-6)
    assert run.values().of("ana") == pytest.approx(whole.total)
    assert [report.n_rows for report in run.steps] == [N, N]
