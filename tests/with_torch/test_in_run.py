"""In-Run values against gradients made row by row, and against the games they stand for."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from copy import deepcopy

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is in an environment of its own: `make test-torch`")

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim import SGD, Adam, AdamW, Optimizer, RMSprop

from auzolan.engine.torch import InRunShapley, InRunValues, StepReport, add_lora
from auzolan.engine.torch.directions import adam_gain
from with_torch.small_models import (
    LENGTH,
    convolution,
    cross_entropy,
    perceptron,
    sentences,
    transformer,
    vectors,
)

N = 12
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


def partly_frozen() -> nn.Module:
    model = perceptron()
    model[0].weight.requires_grad_(False)
    model[2].bias.requires_grad_(False)
    return model


MODELS: dict[str, tuple[Maker, Table]] = {
    "perceptron": (perceptron, vectors(40)),
    "deep perceptron, rows paired": (deep, vectors(40)),
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


BATCHES = [list(range(start, start + N)) for start in (0, N)]


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


@pytest.mark.parametrize(
    "make",
    [
        lambda own: SGD(own, lr=0.02),
        lambda own: SGD(own, lr=0.02, momentum=0.9, nesterov=True, weight_decay=0.1),
        lambda own: AdamW(own, lr=0.003),
    ],
)
def test_the_update_of_a_report_is_the_whole_step(make: Callable[..., Optimizer]) -> None:
    """Goal: nothing of a step is hidden. Method: parameters before and after, by hand."""
    model, table = transformer(), sentences(40)
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


# --- what is refused -----------------------------------------------------------------------------


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
