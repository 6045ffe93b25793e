"""What the tests of In-Run values share: models, rows, a valued training, plain gradients."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from auzolan.engine.torch import InRunShapley, InRunValues, StepReport, add_lora
from with_torch.small_models import (
    convolution,
    cross_entropy,
    perceptron,
    sentences,
    transformer,
    vectors,
)

N = 12
BATCHES = [list(range(start, start + N)) for start in (0, N)]
Table = tuple[Tensor, Tensor]
Maker = Callable[[], nn.Module]


def adapted() -> nn.Module:
    model = transformer()
    names = add_lora(model, ("qkv", "out"), rank=2, alpha=4, seed=7)
    assert len(names) == 4
    for name in names:  # as after some training: an adapter at its start passes no slope down
        nn.init.normal_(model.get_submodule(name).up.weight, std=0.1)
    return model


def deep() -> nn.Module:
    """Its middle layer is large enough that pairing rows is cheaper than a direction."""
    return nn.Sequential(
        nn.Linear(8, 32), nn.Tanh(), nn.Linear(32, 48), nn.Tanh(), nn.Linear(48, 4)
    )


class Repeated(nn.Module):
    """Calls its middle layer twice for each row, so that each row has two parts in its weight."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.middle, self.last = nn.Linear(8, 64), nn.Linear(64, 64), nn.Linear(64, 4)

    def forward(self, x: Tensor) -> Tensor:
        x = torch.tanh(self.first(x))
        for _ in range(2):
            x = torch.tanh(self.middle(x))
        return self.last(x)


def partly_frozen() -> nn.Module:
    model = perceptron()
    model[0].weight.requires_grad_(False)
    model[2].bias.requires_grad_(False)
    return model


MODELS: dict[str, tuple[Maker, Table]] = {
    "perceptron": (perceptron, vectors(40)),
    "deep perceptron, rows paired": (deep, vectors(40)),
    "a paired layer called twice": (Repeated, vectors(40)),
    "partly frozen perceptron": (partly_frozen, vectors(40)),
    "transformer": (transformer, sentences(40)),
    "transformer over 30 positions": (
        lambda: transformer(length=30),
        sentences(40, length=30),
    ),
    "transformer with tied words": (lambda: transformer(is_tied=True), sentences(40)),
    "adapters": (adapted, sentences(40)),
    "convolution": (convolution, vectors(40)),
}


def trained(model: nn.Module) -> list[nn.Parameter]:
    return [one for one in model.parameters() if one.requires_grad]


def slopes(model: nn.Module, table: Table) -> list[Tensor]:
    """The plain gradient of the loss on some rows."""
    loss = cross_entropy(model(table[0]), table[1])
    found = torch.autograd.grad(loss, trained(model), allow_unused=True)
    return [
        torch.zeros_like(one) if slope is None else slope
        for one, slope in zip(trained(model), found, strict=True)
    ]


def take(table: Table, rows: list[int]) -> Table:
    return table[0][rows], table[1][rows]


def dot(left: list[Tensor], right: list[Tensor]) -> float:
    return sum(float((a.double() * b.double()).sum()) for a, b in zip(left, right, strict=True))


def step(model: nn.Module, optimizer: Optimizer, table: Table) -> None:
    optimizer.zero_grad()
    cross_entropy(model(table[0]), table[1]).backward()
    optimizer.step()


def valued(
    model: nn.Module,
    optimizer: Optimizer,
    table: Table,
    batches: list[list[int]],
    *,
    between: Callable[[], object] = lambda: None,
) -> tuple[InRunValues, tuple[StepReport, ...]]:
    """Train on batches of rows; the last eight rows of the table are the validation."""
    owners = [f"m{row % 3}" for row in range(len(table[0]) - 8)]
    validation = table[0][-8:], table[1][-8:]
    with InRunShapley(model, optimizer, owners, validation=validation, loss=cross_entropy) as run:
        for rows in batches:
            run.batch(rows)
            optimizer.zero_grad()
            cross_entropy(model(table[0][rows]), table[1][rows]).backward()
            between()
            optimizer.step()
    return run.values(), run.steps
