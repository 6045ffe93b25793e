"""Ghost dot-products: each row's gradient times a direction, without making any row's gradient.

A supported layer is *linear in its own parameters*: out = f(given; P), linear in P. The gradient
of row i, g_i, is then known from what the layer was given and the slope of the loss at its output:

    <g_i, D> = sum over row i of slope * f(given; D)

for any direction D of the shape of P. For `Linear` this is the ghost dot-product of Wang et al.
2024. It knows no member, no optimiser and no loss.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

# Each is linear in its own parameters and treats the first dimension as independent rows.
SUPPORTED: tuple[type[nn.Module], ...] = (
    nn.Linear,
    nn.Embedding,
    nn.LayerNorm,
    nn.RMSNorm,
    nn.GroupNorm,
    nn.Conv1d,
    nn.Conv2d,
)
MIXING: tuple[type[nn.Module], ...] = (
    nn.BatchNorm1d,
    nn.BatchNorm2d,
    nn.BatchNorm3d,
    nn.SyncBatchNorm,
)
_NAMES = ", ".join(kind.__name__ for kind in SUPPORTED)
# Rows are taken in blocks, so that what is made in between stays in the processor's cache.
_BLOCK_NUMBERS = 1 << 18

# Making a direction costs calls, so that so few numbers are paired in any case.
_PAIRED_NUMBERS = 1 << 14

Directions = Mapping[nn.Parameter, Tensor]
_Own = Mapping[str, Tensor]


@dataclass(frozen=True, slots=True, eq=False)
class Capture:
    """One call of one layer, seen from both sides.

    Attributes:
        name: the layer's name in the model.
        layer: the layer.
        given: what it was given; first dimension is rows.
        slope: gradient of the loss at what it gave; first dimension is rows.
    """

    name: str
    layer: nn.Module
    given: Tensor
    slope: Tensor


def trained_layers(model: nn.Module) -> dict[str, nn.Module]:
    """Find the layers that own parameters which train, and refuse what cannot be valued.

    Args:
        model: any module; frozen parameters (`requires_grad` false) are left alone.
    Returns:
        Layers by name, in the model's order.
    Raises:
        ValueError: nothing trains, a layer is not supported (it is named), or rows of a batch
            meet in one (batch normalisation).
    """
    found: dict[str, nn.Module] = {}
    for name, layer in model.named_modules():
        if isinstance(layer, MIXING):
            raise ValueError(
                f"layer {_named(name)} is {type(layer).__name__}, which mixes the rows of a batch, "
                "so that no row has a gradient of its own; use GroupNorm or LayerNorm"
            )
        own = [key for key, one in layer.named_parameters(recurse=False) if one.requires_grad]
        if own:
            _refuse_unsupported(name, layer, own)
            found[name] = layer
    if not found:
        raise ValueError("no parameter of the model trains, so no row can be valued")
    return found


def _refuse_unsupported(name: str, layer: nn.Module, own: list[str]) -> None:
    if not isinstance(layer, SUPPORTED):
        raise ValueError(
            f"layer {_named(name)} is {type(layer).__name__} and trains {', '.join(own)} of its "
            f"own, which is not supported; supported are {_NAMES}, and modules made of them. "
            "Rewrite it with these or freeze it (requires_grad_(False))"
        )
    if isinstance(layer, nn.Embedding) and (
        layer.sparse or layer.scale_grad_by_freq or layer.max_norm is not None
    ):
        raise ValueError(
            f"layer {_named(name)} is an Embedding with sparse, scale_grad_by_freq or max_norm, "
            "which is not supported; leave them off"
        )


def _named(name: str) -> str:
    return f"{name!r}" if name else "'' (the model itself)"


def row_dots(capture: Capture, directions: Directions) -> Tensor:
    """Multiply each row's gradient in one layer with a direction.

    Args:
        capture: one call of the layer, n rows.
        directions: for parameters of the layer, a direction of the parameter's shape; one that
            is missing counts as zero.
    Returns:
        Shape (n,): for each row the sum over the layer's own parameters.
    Source: Wang et al. 2024 (arXiv 2406.11011), section 4.1, with the validation rows summed
        into `directions` first.
    """
    layer = capture.layer
    own = _own(layer, directions)
    if type(layer) is nn.Linear and _is_small(capture, own["weight"]):
        return _small_linear(capture, own["weight"], own.get("bias"))
    dtype = next(iter(own.values())).dtype
    given, slope = capture.given, capture.slope.to(dtype)
    if given.is_floating_point():
        given = given.to(dtype)
    is_wide = isinstance(layer, nn.Linear) and layer.out_features > layer.in_features
    widest = given if is_wide else slope
    step = max(1, _BLOCK_NUMBERS * len(widest) // max(1, widest.numel()))
    dots = [
        _wide_linear(one, slope_of, own) if is_wide else _any_layer(layer, one, slope_of, own)
        for one, slope_of in zip(given.split(step), slope.split(step), strict=True)
    ]
    return dots[0] if len(dots) == 1 else torch.cat(dots)


def _is_small(capture: Capture, weight: Tensor) -> bool:
    """Tell whether rows are vectors of the weight's kind and fit one block."""
    given, slope = capture.given, capture.slope
    is_alike = given.dtype == slope.dtype == weight.dtype
    return is_alike and given.dim() == 2 and min(given.numel(), slope.numel()) <= _BLOCK_NUMBERS


def _small_linear(capture: Capture, weight: Tensor, bias: Tensor | None) -> Tensor:
    given, slope = capture.given, capture.slope
    if slope.shape[1] <= given.shape[1]:
        return (
            (given @ weight.t() if bias is None else torch.addmm(bias, given, weight.t()))
            .mul_(slope)
            .sum(1)
        )
    dots = (slope @ weight).mul_(given).sum(1)
    return dots if bias is None else dots.addmv_(slope, bias)


def _own(layer: nn.Module, directions: Directions) -> _Own:
    if type(layer) is nn.Linear:  # asked by name, since a search costs more than a small layer
        parameters = [("weight", layer.weight)]
        if layer.bias is not None:
            parameters.append(("bias", layer.bias))
    else:
        parameters = list(layer.named_parameters(recurse=False))
    return {
        name: directions[one] if one in directions else torch.zeros_like(one)
        for name, one in parameters
    }


def _any_layer(layer: nn.Module, given: Tensor, slope: Tensor, own: _Own) -> Tensor:
    if type(layer) is nn.Linear:  # named alone, since a general call costs more than a small layer
        moved = functional.linear(given, own["weight"], own.get("bias"))
    elif type(layer) is nn.Embedding:
        moved = functional.embedding(given, own["weight"])
    elif type(layer) is nn.LayerNorm:
        moved = functional.layer_norm(
            given, layer.normalized_shape, own["weight"], own.get("bias"), layer.eps
        )
    else:
        moved = torch.func.functional_call(layer, own, (given,))
    return moved.mul_(slope).flatten(1).sum(1)


def _wide_linear(given: Tensor, slope: Tensor, own: _Own) -> Tensor:
    """The same sum in the other order, which makes fewer numbers where the output is wider."""
    dots = (slope @ own["weight"]).mul_(given).flatten(1).sum(1)
    if own.get("bias") is None:
        return dots
    return dots + (slope @ own["bias"]).view(len(slope), -1).sum(1)


@dataclass(frozen=True, slots=True, eq=False)
class PairedRows:
    """What is kept of some rows in one `Linear`, so that other rows can be multiplied with theirs.

    For vectors (no positions within a row) this is cheaper than a direction: two gradients of
    ranks one multiply as (given . given + 1) * (slope . slope), the one being the bias.

    Attributes:
        given: shape (m, in_features).
        slope: shape (m, out_features), times what the step scales the layer's gradient by.
        has_bias: whether the layer's bias trains.
    """

    given: Tensor
    slope: Tensor
    has_bias: bool

    def dots(self, capture: Capture) -> Tensor:
        """Multiply each row's gradient with the sum of the kept rows' gradients.

        Args:
            capture: one call of the same layer, n rows that are vectors.
        Returns:
            Shape (n,).
        Raises:
            ValueError: the rows are not vectors.
        Source: Wang et al. 2024 (arXiv 2406.11011), section 4.1.
        """
        if capture.given.dim() != 2:
            raise ValueError(
                f"layer {_named(capture.name)} was given vectors in validation, and shape "
                f"{tuple(capture.given.shape)} in training; give both the same number of dimensions"
            )
        if self.has_bias:
            alike = torch.addmm(self.slope.new_ones(()), capture.given, self.given.t())
        else:
            alike = capture.given @ self.given.t()
        return alike.mul_(capture.slope @ self.slope.t()).sum(1)

    @staticmethod
    def is_cheaper(layer: nn.Linear, m: int) -> bool:
        """Tell whether m kept rows cost less than a direction of the layer's shape."""
        cost = m * (layer.in_features + layer.out_features)
        return cost < max(layer.in_features * layer.out_features, _PAIRED_NUMBERS)
