"""What valuing rows while a model trains costs, beside the bare training step.

    .venv-torch/bin/python bench/in_run.py      some minutes; `make test-torch` makes it

A bare step is zero_grad, forward, loss, backward and optimizer.step on 256 rows, outside any run.
A valued step is `run.batch` and the same five, inside a run: the validation rows' forward and
backward at every step, all products, sums by row and the step's report are part of its cost.

One thread, every row of another member (the dearest case). Bare and valued steps take turns;
processor time, the median over rounds of the ratio of neighbours. A busy machine adds to the
ratio, so the load is printed. Rows are made by a seed, since time does not depend on what they
say. It measures no quality of values; `tests/with_torch` does.
"""

from __future__ import annotations

import importlib.util
import itertools
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

if importlib.util.find_spec("torch") is None:
    print("PyTorch is not in this environment, so nothing is measured; see `make test-torch`.")
    sys.exit(0)

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import torch
from torch import Tensor, nn

from auzolan.engine.torch import InRunShapley, add_lora
from with_torch.small_models import Transformer, cross_entropy

BATCH = 256
GOAL = 0.25
ROUNDS = 25
SEED = 20_250_306
Maker = Callable[[], nn.Module]
Table = tuple[Tensor, Tensor]


@dataclass(frozen=True)
class Case:
    """One line of the table."""

    name: str
    model: Maker
    rows: Table
    optimizer: Callable[[list[nn.Parameter]], torch.optim.Optimizer]
    n_validation: int
    is_goal: bool


def perceptron(*, width: int) -> nn.Module:
    return nn.Sequential(
        nn.Linear(784, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU(), nn.Linear(width, 10)
    )


def transformer(*, dropout: float) -> nn.Module:
    return Transformer(words=256, length=64, width=128, heads=4, blocks=2, dropout=dropout)


def adapted() -> nn.Module:
    model = transformer(dropout=0.0)
    add_lora(model, ("qkv", "out"), rank=8, alpha=16, seed=SEED)
    return model


def sgd(parameters: list[nn.Parameter]) -> torch.optim.Optimizer:
    return torch.optim.SGD(parameters, lr=0.01)


def adamw(parameters: list[nn.Parameter]) -> torch.optim.Optimizer:
    return torch.optim.AdamW(parameters, lr=1e-4)


def images(n: int) -> Table:
    made = torch.Generator().manual_seed(SEED)
    return torch.randn(n, 784, generator=made), torch.randint(0, 10, (n,), generator=made)


def texts(n: int) -> Table:
    made = torch.Generator().manual_seed(SEED)
    words = torch.randint(0, 256, (n, 65), generator=made)
    return words[:, :-1], words[:, 1:]


def step(model: nn.Module, optimizer: torch.optim.Optimizer, rows: Table) -> None:
    optimizer.zero_grad()
    cross_entropy(model(rows[0]), rows[1]).backward()
    optimizer.step()


def measured(case: Case, *, rounds: int) -> tuple[float, float, float]:
    """CPU ms of a bare and a valued step, and the median of the ratios less one."""
    x, y = case.rows
    rows = x[:BATCH], y[:BATCH]
    bare, valued = (case.model() for _ in range(2))
    optimizers = [
        case.optimizer([one for one in model.parameters() if one.requires_grad])
        for model in (bare, valued)
    ]
    numbers = list(range(BATCH))
    validation = x[BATCH : BATCH + case.n_validation], y[BATCH : BATCH + case.n_validation]
    owners = [f"m{number:03d}" for number in numbers]
    times: list[tuple[float, float]] = []
    with InRunShapley(
        valued, optimizers[1], owners, validation=validation, loss=cross_entropy
    ) as run:
        for number in range(rounds + 3):
            begun = time.process_time()
            step(bare, optimizers[0], rows)
            between = time.process_time()
            run.batch(numbers)
            step(valued, optimizers[1], rows)
            ended = time.process_time()
            if number >= 3:
                times.append((between - begun, ended - between))
    extra = statistics.median(after / before for before, after in times) - 1
    return (
        statistics.median(before for before, _ in times) * 1000,
        statistics.median(after for _, after in times) * 1000,
        extra,
    )


def cases() -> list[Case]:
    pictures, words = images(BATCH + 64), texts(BATCH + 64)
    found = []
    for width, n in itertools.product((512, 1024, 2048), (8, 16, 32)):
        name = f"MLP 784-{width}-{width}-10, SGD"
        make = partial(perceptron, width=width)
        found.append(Case(name, make, pictures, sgd, n, n == 16))
    name = "MLP 784-1024-1024-10, AdamW"
    found.append(Case(name, partial(perceptron, width=1024), pictures, adamw, 16, False))
    for n in (8, 16, 32):
        for dropout in (0.1, 0.0):
            name = f"transformer, dropout {dropout}, AdamW"
            found.append(
                Case(
                    name,
                    partial(transformer, dropout=dropout),
                    words,
                    adamw,
                    n,
                    n == 16,
                )
            )
    found.append(Case("transformer, adapters of rank 8, AdamW", adapted, words, adamw, 16, False))
    return found


def main() -> None:
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    print(
        f"machine: {os.cpu_count()} cores, {platform.machine()}, PyTorch {torch.__version__}, "
        f"one thread, load {os.getloadavg()[0]:.1f}"
    )
    print("transformer: 2 blocks of width 128, 4 heads, 64 positions, 256 words\n")
    heads = ("batch 256", "validation rows", "bare ms", "valued ms", "extra", "goal", "met")
    print("{:<40} {:>15} {:>9} {:>9} {:>7} {:>5} {:>4}".format(*heads))
    for case in cases():
        is_large = "transformer" in case.name
        bare, valued, extra = measured(case, rounds=ROUNDS // 2 if is_large else ROUNDS * 4)
        goal = f"{GOAL:.0%}" if case.is_goal else ""
        met = ("yes" if extra <= GOAL else "NO") if case.is_goal else ""
        print(
            f"{case.name:<40} {case.n_validation:>15} {bare:>9.1f} {valued:>9.1f} "
            f"{extra:>7.1%} {goal:>5} {met:>4}",
            flush=True,
        )


if __name__ == "__main__":
    main()
