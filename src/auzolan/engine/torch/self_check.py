"""A check of the first batch: do the watched layers explain every gradient that training sees?

They do not where a weight is used outside its layer, or where a layer is not linear in its own
parameters. Then values would be wrong without a sign, so the run stops and names the parameter.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from auzolan.engine.torch.layers import Capture, row_dots

_SEED = 20_240_617
_TOLERANCE = 1e-3
_ROUNDING = 1e-5


class FirstBatch:
    """Compares, along one random direction, gradients as training sees them with what layers say."""

    def __init__(self, parameters: list[nn.Parameter], is_looking: Callable[[], bool]) -> None:
        made = torch.Generator().manual_seed(_SEED)
        self._directions = {
            one: torch.randn(one.shape, generator=made).to(one) for one in parameters
        }
        self._seen = dict.fromkeys(parameters, 0.0)
        self._norms = dict.fromkeys(parameters, 0.0)
        self._is_looking = is_looking
        self._handles = [one.register_hook(self._noting(one)) for one in parameters]

    def _noting(self, one: nn.Parameter) -> Callable[[Tensor], None]:
        def note(slope: Tensor) -> None:
            if self._is_looking():
                return
            self._seen[one] += float((slope * self._directions[one]).sum())
            self._norms[one] += float(slope.norm())

        return note

    def stop(self) -> None:
        """Look no longer."""
        for handle in self._handles:
            handle.remove()
        self._handles = []

    @torch.no_grad()
    def compare(self, captures: list[Capture]) -> None:
        """Stop the run where a gradient is not explained.

        Args:
            captures: all calls of all layers since the last step.
        Raises:
            ValueError: names the parameter.
        """
        self.stop()
        largest = max(self._norms.values(), default=0.0)
        for one, seen in self._seen.items():
            told, spread, name = 0.0, 0.0, ""
            for capture in captures:
                for key, own in capture.layer.named_parameters(recurse=False):
                    if own is one:
                        dots = row_dots(capture, {one: self._without_padding(capture, one)})
                        told += float(dots.sum())
                        spread += float(dots.abs().sum())
                        name = f"{capture.name}.{key}"
            allowed = _TOLERANCE * self._norms[one] + _ROUNDING * spread + 1e-6 * largest
            if abs(seen - told) > allowed:
                raise ValueError(_because(name, one, is_known=bool(name)))

    def _without_padding(self, capture: Capture, one: nn.Parameter) -> Tensor:
        direction = self._directions[one]
        if isinstance(capture.layer, nn.Embedding) and capture.layer.padding_idx is not None:
            direction = direction.clone()
            direction[capture.layer.padding_idx] = 0
        return direction


def _because(name: str, one: nn.Parameter, *, is_known: bool) -> str:
    called = f"{name!r}" if is_known else f"of shape {tuple(one.shape)}"
    return (
        f"the gradient of parameter {called} is not what its layer explains: the weight is used "
        "outside its layer, or the layer is not linear in it. Values would be wrong; call the "
        "layer itself, or freeze the parameter"
    )
