"""Low-rank adapters: a frozen `Linear` beside two small trained ones.

They are made of plain `Linear` layers, so that values and attributions see them like any other
layer. It loads and saves nothing, and merges nothing.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


class LoraLinear(nn.Module):
    """A frozen `Linear` plus a trained product of rank `rank`.

    Args:
        base: the layer to adapt; it is frozen.
        rank: rank of what is learned, >= 1.
        alpha: strength; what is learned is scaled by alpha / rank.
        generator: where the first weights come from.
    Source: Hu et al. 2021 (arXiv 2106.09685), section 4.1.
    """

    def __init__(
        self, base: nn.Linear, *, rank: int, alpha: float, generator: torch.Generator
    ) -> None:
        super().__init__()
        if rank < 1:
            raise ValueError(f"a rank is at least 1; got {rank}")
        self.base = base.requires_grad_(False)
        like = {"device": base.weight.device, "dtype": base.weight.dtype}
        self.down = nn.Linear(base.in_features, rank, bias=False, **like)
        self.up = nn.Linear(rank, base.out_features, bias=False, **like)
        self.scale = alpha / rank
        first = torch.randn(self.down.weight.shape, generator=generator) / base.in_features**0.5
        with torch.no_grad():
            self.down.weight.copy_(first)
            self.up.weight.zero_()

    def forward(self, given: Tensor) -> Tensor:
        """Give the frozen layer's answer with what was learned added."""
        answer: Tensor = self.base(given) + self.up(self.down(given)) * self.scale
        return answer


def add_lora(
    model: nn.Module, names: tuple[str, ...], *, rank: int, alpha: float, seed: int
) -> tuple[str, ...]:
    """Freeze a model and put an adapter beside each `Linear` whose name ends in one of `names`.

    Args:
        model: changed in place.
        names: last parts of layer names, such as ("qkv", "out").
        rank: rank of each adapter, >= 1.
        alpha: strength of each adapter.
        seed: seed of the first weights.
    Returns:
        Full names of the adapted layers, in the model's order.
    Raises:
        ValueError: no layer has such a name, or the rank is below 1.
    """
    found = tuple(
        name
        for name, layer in model.named_modules()
        if isinstance(layer, nn.Linear) and name.rpartition(".")[2] in names
    )
    if not found:
        raise ValueError(f"no Linear of the model is called {' or '.join(names)}")
    model.requires_grad_(False)
    generator = torch.Generator().manual_seed(seed)
    for name in found:
        above, _, last = name.rpartition(".")
        base = model.get_submodule(name)
        assert isinstance(base, nn.Linear)
        adapted = LoraLinear(base, rank=rank, alpha=alpha, generator=generator)
        setattr(model.get_submodule(above), last, adapted)
    return found
