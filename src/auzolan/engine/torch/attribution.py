"""Projected-gradient attribution: which training rows a trained model's answers rest on.

The TRAK family: gradients of every row are projected to a few numbers by seeded chance, and a
linear model in those numbers stands in for training. It looks at finished models only; what rows
did during a training is the business of `in_run.py`. It pays nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.func import functional_call, grad, vmap
from torch.nn.attention import SDPBackend, sdpa_kernel

from auzolan.engine.torch.watching import at_rest

METHOD = "projected-gradients/1"
PROJECTION_BLOCK = 4_096
ROWS_A_BLOCK = 64

FloatArray = npt.NDArray[np.float64]
Output = Callable[[Tensor, Tensor], Tensor]


@dataclass(frozen=True, slots=True, eq=False)
class GradientAttribution:
    """How much each training row counts for each query.

    Attributes:
        method: name and version, with dimension, seed and number of models.
        scores: float64 of shape (m queries, n rows); above zero pulls the query's output up.
    """

    method: str
    scores: FloatArray

    def members(self, owner_of_row: Sequence[str]) -> tuple[tuple[str, ...], FloatArray]:
        """Add the scores up by owner.

        Args:
            owner_of_row: owner's id of each of the n rows.
        Returns:
            Ids in order, and float64 of shape (m queries, members).
        """
        names = tuple(sorted(set(owner_of_row)))
        of = np.array(owner_of_row)
        return names, np.stack([self.scores[:, of == name].sum(axis=1) for name in names], axis=1)


def correct_log_odds(outputs: Tensor, target: Tensor) -> Tensor:
    """Log-odds of the right answer for one row: what is linearised for classifiers.

    Args:
        outputs: logits of one row, shape (..., classes); the odds are averaged over positions.
        target: right classes, shape (...).
    Returns:
        One number, log(p / (1 - p)).
    Source: Park et al. 2023 (arXiv 2303.14186), equation 3.
    """
    logits = outputs.reshape(-1, outputs.shape[-1])
    at = target.reshape(-1, 1)
    right = logits.gather(1, at)
    # The others alone, so that no 1 - p is rounded to zero.
    others = logits.masked_fill(
        torch.zeros_like(logits).scatter(1, at, 1.0).bool(), float("-inf")
    ).logsumexp(dim=1, keepdim=True)
    return (right - others).mean()


def projected_attribution(
    models: Sequence[nn.Module],
    rows: tuple[Tensor, Tensor],
    queries: tuple[Tensor, Tensor],
    *,
    output: Output = correct_log_odds,
    dimension: int = 256,
    seed: int = 0,
    ridge: float = 1e-3,
) -> GradientAttribution:
    """Score training rows by what a linear stand-in of the training makes of them.

    With p(x) the projected gradient of the output at x, P all rows' stacked, and r_i how far row i
    is from being fitted (1 less the probability of its right answer), the score of row i for the
    query z is p(z) (P'P + ridge * mean diagonal)^-1 p(x_i) r_i. Factors are averaged over models.

    Args:
        models: models of one shape, trained on (parts of) the rows; more models, less chance.
        rows: inputs (n, ...) and targets (n, ...).
        queries: inputs (m, ...) and targets (m, ...).
        output: (outputs of one row, its target) to the number that is explained; a log-odds.
        dimension: numbers kept of each gradient, >= 1.
        seed: seed of the projection; equal seeds give equal scores.
        ridge: >= 0, relative to the mean of the diagonal.
    Returns:
        Scores of shape (m, n).
    Raises:
        ValueError: no model, or a number out of range.
    Source: Park et al. 2023 (arXiv 2303.14186), section 3, TRAK.
    """
    if not models or dimension < 1 or ridge < 0:
        raise ValueError(
            f"needs a model, dimension >= 1 and ridge >= 0; "
            f"got {len(models)} models, dimension {dimension}, ridge {ridge}"
        )
    linear, unfitted = [], []
    for number, model in enumerate(models):
        made = _Projection(model, dimension, seed + number)
        kept, values = made.of(rows, output)
        asked, _ = made.of(queries, output)
        inner = kept.T @ kept
        inner += torch.eye(dimension, dtype=inner.dtype) * (ridge * inner.diagonal().mean())
        linear.append(asked @ torch.linalg.solve(inner, kept.T))
        unfitted.append(torch.sigmoid(-values))
    scores = torch.stack(linear).mean(0) * torch.stack(unfitted).mean(0)
    method = f"{METHOD} dimension {dimension} seed {seed} models {len(models)}"
    return GradientAttribution(method, scores.numpy())


class _Projection:
    """Gradients of one model's output, row by row, each projected to `dimension` numbers."""

    def __init__(self, model: nn.Module, dimension: int, seed: int) -> None:
        self._model = model
        self._dimension = dimension
        self._seed = seed
        self._trained = {
            name: one.detach() for name, one in model.named_parameters() if one.requires_grad
        }
        self._rest = {
            **{name: one.detach() for name, one in model.named_parameters()},
            **dict(model.named_buffers()),
        }

    def of(self, rows: tuple[Tensor, Tensor], output: Output) -> tuple[Tensor, Tensor]:
        """Give float64 projections (n, dimension) and the outputs themselves (n,)."""

        def one(trained: dict[str, Tensor], given: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
            answer = functional_call(self._model, {**self._rest, **trained}, (given[None],))
            value = output(answer[0], target)
            return value, value

        sloped = vmap(grad(one, has_aux=True), in_dims=(None, 0, 0))
        projected, values = [], []
        # The plain way of attention is the one that can be taken row by row in one go.
        with at_rest(self._model), sdpa_kernel(SDPBackend.MATH):
            for given, target in zip(*(part.split(ROWS_A_BLOCK) for part in rows), strict=True):
                slopes, value = sloped(self._trained, given, target)
                flat = torch.cat([slope.flatten(1) for slope in slopes.values()], dim=1)
                projected.append(self._project(flat))
                values.append(value.double().cpu())
        return torch.cat(projected), torch.cat(values)

    def _project(self, flat: Tensor) -> Tensor:
        found = torch.zeros(len(flat), self._dimension)
        for start, signs in self._signs(flat.shape[1]):
            found += flat[:, start : start + len(signs)].cpu().float() @ signs
        return found.double() / self._dimension**0.5

    def _signs(self, length: int) -> Iterator[tuple[int, Tensor]]:
        """Signs, block by block from the seed: the whole matrix is never held."""
        made = torch.Generator().manual_seed(self._seed)
        for start in range(0, length, PROJECTION_BLOCK):
            shape = (min(PROJECTION_BLOCK, length - start), self._dimension)
            yield start, torch.randint(0, 2, shape, generator=made, dtype=torch.float32) * 2 - 1


def leave_subset_out_correlation(
    scores: FloatArray, kept: npt.NDArray[np.bool_], outputs: FloatArray
) -> float:
    """Say how well scores foretell what models trained on parts of the rows answer.

    Args:
        scores: shape (m queries, n players), players being rows or members.
        kept: shape (s subsets, n): who was in each training.
        outputs: shape (s, m): what the model of each subset answered, in the unit explained.
    Returns:
        Rank correlation over subsets between the sum of the kept players' scores and the real
        output, averaged over queries: 1 is perfect, 0 is chance.
    Raises:
        ValueError: shapes that do not fit, or fewer than three subsets.
    Source: Park et al. 2023 (arXiv 2303.14186), definition 2.2, linear datamodeling score.
    """
    m, n = scores.shape
    if len(kept) < 3 or kept.shape[1] != n or outputs.shape != (len(kept), m):
        raise ValueError(
            f"needs kept (s >= 3, {n}) and outputs (s, {m}); got {kept.shape} and {outputs.shape}"
        )
    foretold = kept.astype(np.float64) @ scores.T
    pairs = [
        np.corrcoef(_ranks(foretold[:, query]), _ranks(outputs[:, query]))[0, 1]
        for query in range(m)
    ]
    return float(np.mean(pairs))


def _ranks(values: FloatArray) -> FloatArray:
    """Ranks from 0, equal values sharing their mean rank."""
    _, group, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    mean: FloatArray = (last - (counts + 1) / 2)[group]
    return mean
