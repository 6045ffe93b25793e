"""`Linear` layers over positions: rows are valued inside the backward pass, almost for free.

Backward makes the weight's gradient as one sum over all rows. Made row by row, in blocks that stay
in the processor's cache, it is the same sum up to the order of additions, and on the way each row's
own part is multiplied with the direction. That saves one matrix product of three. It keeps no row's
gradient, and leaves layers over single vectors alone: there a row's part is too thin to gain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.autograd.function import FunctionCtx, once_differentiable
from torch.nn import functional

# A row's part needs a full weight; with fewer positions the plain way is as fast.
POSITIONS_MIN = 24
_BLOCK_NUMBERS = 1 << 18


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """What one call of a layer shall be multiplied with, and who takes the result.

    Attributes:
        weight: direction of the weight.
        bias: direction of the bias, if it trains.
        take: gets the rows' sums, shape (n,).
    """

    weight: Tensor
    bias: Tensor | None
    take: Callable[[Tensor], None]


def can_fuse(layer: nn.Module) -> bool:
    """Tell whether a layer is a plain `Linear` whose weight trains."""
    return type(layer) is nn.Linear and layer.weight.requires_grad


def fuse(
    layers: Mapping[str, nn.Module],
    wanted: Callable[[str], Wanted | None],
    looked: Callable[[str, nn.Linear, Tensor], Tensor | None],
) -> None:
    """Let layers ask, at each call, whether their rows are to be valued inside backward.

    Args:
        layers: those that `can_fuse`, by name; changed until `unfuse`.
        wanted: asked with the layer's name when a gradient may pass; nothing for the plain way.
        looked: asked first: the answer to validation rows, or nothing for rows of the training.
    """
    for name, layer in layers.items():
        assert isinstance(layer, nn.Linear), "only Linear layers are fused"
        layer.forward = _forward(name, layer, wanted, looked)


def unfuse(layers: Mapping[str, nn.Module]) -> None:
    """Give the layers their own forward back."""
    for layer in layers.values():
        layer.__dict__.pop("forward", None)


def _is_worth(given: Tensor) -> bool:
    is_long = given.dim() > 2 and given[0, ..., 0].numel() >= POSITIONS_MIN
    return is_long and torch.is_grad_enabled() and not torch.is_autocast_enabled(given.device.type)


def _forward(
    name: str,
    layer: nn.Linear,
    wanted: Callable[[str], Wanted | None],
    looked: Callable[[str, nn.Linear, Tensor], Tensor | None],
) -> Callable[[Tensor], Tensor]:
    def forward(given: Tensor) -> Tensor:
        answer = looked(name, layer, given)
        if answer is not None:
            return answer
        asked = wanted(name) if _is_worth(given) else None
        if asked is None:
            return functional.linear(given, layer.weight, layer.bias)
        found: Tensor = _Valued.apply(given, layer.weight, layer.bias, asked)
        return found

    return forward


class _Valued(torch.autograd.Function):
    """A linear map whose backward also multiplies each row's gradient with a direction."""

    @staticmethod
    def forward(
        ctx: FunctionCtx, given: Tensor, weight: Tensor, bias: Tensor | None, asked: Wanted
    ) -> Tensor:
        ctx.save_for_backward(given, weight)
        ctx.asked = asked
        ctx.has_bias = bias is not None
        return functional.linear(given, weight, bias)

    @staticmethod
    @once_differentiable
    def backward(ctx: FunctionCtx, slope: Tensor) -> tuple[Tensor | None, ...]:
        given, weight = ctx.saved_tensors
        needs = ctx.needs_input_grad
        asked: Wanted = ctx.asked
        n = len(given)
        flat = slope.reshape(n, -1, slope.shape[-1])
        total, dots = _weight_part(given.reshape(n, -1, given.shape[-1]), flat, asked.weight)
        bias = None
        if ctx.has_bias and needs[2]:
            rows = flat.sum(1)
            bias = rows.sum(0)
            if asked.bias is not None:
                dots += rows @ asked.bias
        asked.take(dots)
        return slope @ weight if needs[0] else None, total.view_as(weight), bias, None


def _weight_part(given: Tensor, slope: Tensor, direction: Tensor) -> tuple[Tensor, Tensor]:
    """Sum the rows' gradients of the weight, and multiply each with the direction.

    Shapes (n, positions, in) and (n, positions, out); gives (out * in,) and (n,).
    """
    n, size = len(given), direction.numel()
    step = max(1, min(n, _BLOCK_NUMBERS // size))
    along = direction.reshape(-1)
    total, dots = torch.zeros_like(along), along.new_empty(n)
    parts = along.new_empty(step, *direction.shape)
    ones = along.new_ones(step)
    for start in range(0, n, step):
        block = slice(start, min(n, start + step))
        part = parts[: block.stop - start]
        torch.bmm(slope[block].transpose(1, 2), given[block], out=part)
        rows = part.view(len(part), size)
        torch.mv(rows, along, out=dots[block])
        total.addmv_(rows.t(), ones[: len(part)])
    return total, dots
