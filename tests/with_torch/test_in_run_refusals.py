"""What stops an In-Run valuation: models, optimisers and loops it would value wrongly."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytest.importorskip("torch", reason="PyTorch is in an environment of its own: `make test-torch`")

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim import SGD, Adam, Optimizer, RMSprop

from auzolan.engine.torch import InRunShapley
from with_torch.in_run_trainings import Maker, Table, step, trained
from with_torch.small_models import LENGTH, cross_entropy, perceptron, sentences, vectors


def run_of(model: nn.Module, table: Table, optimizer: Optimizer | None = None) -> InRunShapley:
    return InRunShapley(
        model,
        optimizer or SGD(trained(model), lr=0.1),
        ["ana"] * len(table[0]),
        validation=(table[0][:4], table[1][:4]),
        loss=cross_entropy,
    )


class Scaled(nn.Module):
    """A weight of its own, and a layer used behind its back."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = nn.Linear(8, 8)
        self.head = nn.Linear(8, 4)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(functional.linear(self.inner(x), self.inner.weight))


class Bare(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.gain = nn.Parameter(torch.ones(4))
        self.head = nn.Linear(8, 4)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(x) * self.gain


class SharedPositions(nn.Module):
    """Looks positions up once for the whole batch, as many small transformers do."""

    def __init__(self) -> None:
        super().__init__()
        self.word, self.position = nn.Embedding(11, 4), nn.Embedding(LENGTH, 4)
        self.head = nn.Linear(4, 11)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.word(x) + self.position(torch.arange(LENGTH)))


@pytest.mark.parametrize(
    ("model", "because"),
    [
        (lambda: nn.Sequential(nn.Linear(8, 4), nn.BatchNorm1d(4)), "layer '1' is BatchNorm1d"),
        (lambda: nn.MultiheadAttention(8, 2), "is MultiheadAttention and trains in_proj_weight"),
        (lambda: nn.LSTM(8, 4), "is LSTM and trains"),
        (Bare, "is Bare and trains gain"),
        (lambda: nn.Embedding(9, 2, max_norm=1.0), "max_norm"),
        (lambda: perceptron().requires_grad_(False), "no parameter of the model trains"),
    ],
)
def test_a_layer_that_is_not_supported_is_named(model: Maker, because: str) -> None:
    """Goal: no silent gap. Method: one model for each reason."""
    made = model()
    with pytest.raises(ValueError, match=because):
        run_of(made, vectors(8), SGD(made.parameters(), lr=0.1))


def test_a_weight_used_outside_its_layer_stops_the_run() -> None:
    """Goal: no value from half a gradient. Method: a layer whose weight is used once more."""
    model, table = Scaled(), vectors(8)
    optimizer = SGD(trained(model), lr=0.1)
    run = run_of(model, table, optimizer)

    def train() -> None:
        with run:
            run.batch(range(8))
            step(model, optimizer, table)

    with pytest.raises(ValueError, match=r"'inner\.weight' is not what its layer explains"):
        train()


def test_positions_looked_up_once_a_batch_stop_the_run_even_when_counts_agree() -> None:
    """Goal: no chance agreement. Method: as many rows as positions."""
    model = SharedPositions()
    with (
        pytest.raises(ValueError, match="layer 'position' gave shape"),
        run_of(model, sentences(LENGTH)),
    ):
        raise AssertionError("the run began")


@pytest.mark.parametrize(
    ("make", "because"),
    [
        (RMSprop, "the optimiser is RMSprop"),
        (lambda own: SGD(own, lr=1, maximize=True), "SGD with maximize"),
        (lambda own: SGD(own, lr=1, momentum=0.5, dampening=0.5), "SGD with dampening"),
        (lambda own: Adam(own, amsgrad=True), "Adam with amsgrad"),
        (lambda own: SGD([*own, torch.zeros(3, requires_grad=True)], lr=1), r"not own.*\(3,\)"),
    ],
)
def test_an_optimiser_that_is_not_supported_is_named(
    make: Callable[..., Optimizer], because: str
) -> None:
    """Goal: no value by a wrong formula. Method: one optimiser for each reason."""
    model = perceptron()
    with pytest.raises(ValueError, match=because):
        run_of(model, vectors(8), make(trained(model)))


def unnamed(run: InRunShapley, model: nn.Module, optimizer: Optimizer, table: Table) -> None:
    step(model, optimizer, table)


def too_few(run: InRunShapley, model: nn.Module, optimizer: Optimizer, table: Table) -> None:
    run.batch([0, 1])
    step(model, optimizer, table)


def out_of_range(run: InRunShapley, model: nn.Module, optimizer: Optimizer, table: Table) -> None:
    run.batch([8])


def nothing(run: InRunShapley, model: nn.Module, optimizer: Optimizer, table: Table) -> None:
    run.batch([])


def no_backward(run: InRunShapley, model: nn.Module, optimizer: Optimizer, table: Table) -> None:
    run.batch(range(8))
    optimizer.step()


def other_rate(run: InRunShapley, model: nn.Module, optimizer: Optimizer, table: Table) -> None:
    run.batch(range(8))
    cross_entropy(model(table[0]), table[1]).backward()
    optimizer.param_groups[0]["lr"] = 0.5
    optimizer.step()


def closure(run: InRunShapley, model: nn.Module, optimizer: Optimizer, table: Table) -> None:
    run.batch(range(8))
    optimizer.step(lambda: 0.0)


def early(run: InRunShapley, model: nn.Module, optimizer: Optimizer, table: Table) -> None:
    run.values()


def twice(run: InRunShapley, model: nn.Module, optimizer: Optimizer, table: Table) -> None:
    with run:
        pass


@pytest.mark.parametrize(
    ("wrong", "because"),
    [
        (unnamed, "rows that nobody named"),
        (too_few, "saw 8 rows where batch.. named 2"),
        (out_of_range, "rows run from 0 to 7; got 8 to 8"),
        (nothing, "at least one number"),
        (no_backward, r"loss.backward\(\) before the step"),
        (other_rate, "the learning rate changed"),
        (closure, "closure is not supported"),
        (early, "after the `with` block"),
        (twice, "entered once"),
    ],
)
def test_a_loop_that_is_not_ordinary_is_stopped(wrong: Callable[..., None], because: str) -> None:
    """Goal: mistakes speak at once. Method: each mistake once; afterwards no hook is left."""
    model, table = perceptron(), vectors(8)
    optimizer = SGD(trained(model), lr=0.1)
    with pytest.raises(ValueError, match=because), run_of(model, table, optimizer) as run:
        wrong(run, model, optimizer, table)
    step(model, optimizer, table)
    assert not any(layer._forward_hooks for layer in model.modules())


def test_a_batch_outside_the_block_and_a_run_without_steps_have_no_values() -> None:
    """Goal: no empty figures. Method: ask before and after an empty run."""
    run = run_of(perceptron(), vectors(8))
    with pytest.raises(ValueError, match="inside the `with` block"):
        run.batch([0])
    with run:
        pass
    with pytest.raises(ValueError, match="at least one whole step"):
        run.values()
