"""Projected-gradient attribution: it foretells what models trained on parts of the rows answer."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is in an environment of its own: `make test-torch`")

import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.optim import AdamW

from auzolan.engine.torch import (
    GradientAttribution,
    correct_log_odds,
    leave_subset_out_correlation,
    projected_attribution,
)
from with_torch.small_models import cross_entropy, perceptron, sentences, transformer, vectors

ROWS = 96
QUERIES = 16
SUBSETS = 32
OWNERS = [f"m{row % 24:02d}" for row in range(ROWS)]


def small_transformer(seed: int) -> nn.Module:
    model = transformer(blocks=1)
    made = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for one in model.parameters():
            if one.dim() > 1:
                one.copy_(torch.randn(one.shape, generator=made) / one.shape[1] ** 0.5)
    return model


def trained_on(rows: Tensor, table: tuple[Tensor, Tensor], seed: int) -> nn.Module:
    model = small_transformer(seed)
    optimizer = AdamW(model.parameters(), lr=0.01, foreach=True)
    for _ in range(40):
        optimizer.zero_grad()
        cross_entropy(model(table[0][rows]), table[1][rows]).backward()
        optimizer.step()
    return model


def answers(model: nn.Module, table: tuple[Tensor, Tensor]) -> np.ndarray:
    with torch.no_grad():
        logits = model(table[0])
        pairs = zip(logits, table[1], strict=True)
        return np.array([float(correct_log_odds(one, target)) for one, target in pairs])


@pytest.mark.slow
def test_scores_of_a_transformer_foretell_trainings_without_some_rows() -> None:
    """Goal: better than chance by a stated number. Method: 32 trainings on half the members."""
    table, queries = sentences(ROWS, seed=21), sentences(QUERIES, seed=22)
    made = torch.Generator().manual_seed(23)
    names = sorted(set(OWNERS))
    kept, outputs = [], []
    for number in range(SUBSETS):
        chosen = {names[at] for at in torch.randperm(24, generator=made)[:12].tolist()}
        rows = torch.tensor([row for row, owner in enumerate(OWNERS) if owner in chosen])
        kept.append([name in chosen for name in names])
        outputs.append(answers(trained_on(rows, table, number % 4), queries))
    models = [trained_on(torch.arange(ROWS), table, seed) for seed in range(4)]
    found = projected_attribution(models, table, queries, dimension=256, seed=24)
    members, scores = found.members(OWNERS)
    assert members == tuple(names)
    truth = np.array(kept), np.array(outputs)
    reached = leave_subset_out_correlation(scores, *truth)
    shuffled = scores[:, np.random.default_rng(25).permutation(len(names))]
    by_chance = leave_subset_out_correlation(shuffled, *truth)
    print(f"leave-subset-out correlation {reached:.3f}, shuffled members {by_chance:.3f}")
    assert reached > 0.45
    assert abs(by_chance) < 0.15


def test_projected_products_are_near_the_true_ones_and_the_seed_decides_them() -> None:
    """Goal: projection keeps angles. Method: Gram matrices of gradients made row by row."""
    from auzolan.engine.torch.attribution import _Projection

    model, table = perceptron(), vectors(12)
    own = []
    for x, y in zip(*table, strict=True):
        value = correct_log_odds(model(x[None])[0], y)
        parts = torch.autograd.grad(value, list(model.parameters()))
        own.append(torch.cat([part.flatten() for part in parts]).double())
    true = torch.stack(own) @ torch.stack(own).T
    projected, values = _Projection(model, 20_000, seed=1).of(table, correct_log_odds)
    gap = (projected @ projected.T - true).abs().max() / true.diagonal().max()
    assert float(gap) < 0.05
    np.testing.assert_allclose(values.numpy(), answers(model, table), rtol=1e-5, atol=1e-6)
    again, _ = _Projection(model, 20_000, seed=1).of(table, correct_log_odds)
    other, _ = _Projection(model, 20_000, seed=2).of(table, correct_log_odds)
    assert torch.equal(projected, again)
    assert not torch.equal(projected, other)


def test_with_enough_numbers_scores_equal_the_formula_on_whole_gradients() -> None:
    """Goal: the solve is right. Method: one more row's influence in a linear model by hand."""
    torch.manual_seed(3)
    model, table, queries = nn.Linear(8, 4), vectors(60), vectors(3, seed=9)
    found = projected_attribution([model], table, queries, dimension=4_000, seed=0, ridge=0.1)
    gradients = []
    for part in (table, queries):
        rows = []
        for x, y in zip(*part, strict=True):
            value = correct_log_odds(model(x[None])[0], y)
            parts = torch.autograd.grad(value, list(model.parameters()))
            rows.append(torch.cat([one.flatten() for one in parts]).double())
        gradients.append(torch.stack(rows))
    rows, asked = gradients
    # (P'P + r)^-1 P' equals P' (PP' + r)^-1, which needs products of gradients alone.
    ridge = 0.1 * rows.square().sum() / 4_000 * torch.eye(60, dtype=torch.float64)
    linear = asked @ rows.T @ torch.linalg.inv(rows @ rows.T + ridge)
    exact = (linear * torch.sigmoid(torch.tensor(-answers(model, table)))).numpy()
    assert np.corrcoef(found.scores.ravel(), exact.ravel())[0, 1] > 0.95


def test_log_odds_are_those_of_the_right_answer() -> None:
    """Goal: the explained number is the cited one. Method: softmax by hand, mean over positions."""
    logits = torch.tensor([[1.0, 2.0, 4.0], [0.0, 0.0, 0.0]])
    target = torch.tensor([2, 0])
    chance = logits.softmax(1).gather(1, target[:, None])
    expected = (chance / (1 - chance)).log().mean()
    assert float(correct_log_odds(logits, target)) == pytest.approx(float(expected), rel=1e-5)
    sure = torch.tensor([0.0, 200.0])
    assert float(correct_log_odds(sure, torch.tensor(1))) == pytest.approx(200.0)


def test_members_scores_are_sums_over_their_rows() -> None:
    """Goal: nothing is lost between rows and people. Method: sums by hand."""
    found = GradientAttribution("made", np.arange(12.0).reshape(2, 6))
    members, scores = found.members(["ben", "ana", "ben", "ana", "ana", "eve"])
    assert members == ("ana", "ben", "eve")
    assert scores.tolist() == [[8.0, 2.0, 5.0], [26.0, 14.0, 11.0]]


@given(st.integers(0, 2**32 - 1), st.integers(4, 9))
def test_the_correlation_is_one_for_the_truth_and_keeps_its_sign(seed: int, subsets: int) -> None:
    """Goal: the yardstick is straight. Method: outputs that are sums of the scores, and minus."""
    made = np.random.default_rng(seed)
    scores = made.normal(size=(3, 12))
    kept = made.random((subsets, 12)) < 0.5
    kept[0], kept[1] = True, False
    outputs = kept @ scores.T
    assert leave_subset_out_correlation(scores, kept, outputs * 7 + 1) == pytest.approx(1)
    assert leave_subset_out_correlation(scores, kept, -outputs) == pytest.approx(-1)


@pytest.mark.parametrize(
    ("models", "options"),
    [(0, {}), (1, {"dimension": 0}), (1, {"ridge": -1.0})],
)
def test_impossible_attributions_are_refused(models: int, options: dict[str, float]) -> None:
    """Goal: errors say what is wrong. Method: each number out of range."""
    with pytest.raises(ValueError, match="needs a model, dimension >= 1 and ridge >= 0"):
        projected_attribution([perceptron()] * models, vectors(4), vectors(2), **options)


def test_a_correlation_of_too_few_or_other_subsets_is_refused() -> None:
    """Goal: no figure from nothing. Method: two subsets, then a wrong shape."""
    for kept, outputs in (((2, 5), (2, 3)), ((4, 6), (4, 3)), ((4, 5), (4, 2))):
        with pytest.raises(ValueError, match="needs kept"):
            leave_subset_out_correlation(
                np.ones((3, 5)), np.ones(kept, dtype=bool), np.ones(outputs)
            )
