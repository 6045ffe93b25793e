"""The look ahead at each step: the validation loss, its slope, and what rows are multiplied with.

Looking draws no chance and leaves the training's gradients alone. It decides, layer by layer, which
way of multiplying is cheaper; both give the same sums up to rounding.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from auzolan.engine.torch import directions
from auzolan.engine.torch.layers import Capture, PairedRows, row_dots
from auzolan.engine.torch.watching import Inputs, answer, at_rest, calls_of

Loss = Callable[[Tensor, Tensor], Tensor]
Rates = Mapping[nn.Parameter, float]
Pairing = dict[str, tuple[Tensor, Tensor]]  # what a layer was given and gave, by its name
Calls = list[tuple[str, Tensor, Tensor]]


@dataclass(slots=True, eq=False)
class Outlook:
    """What is known before a step.

    Attributes:
        optimizer: what takes the step.
        loss: validation loss before it.
        rates: learning rates when it was looked at.
        scales: what each parameter's gradient is scaled by in the step.
        is_plain: the step is the batch's gradient times a number.
        slopes: gradient of the validation loss, for parameters that need a direction.
        pairs: layers whose rows are multiplied with kept rows instead, by name, with their scale.
        directions: what gradients are multiplied with; filled when Adam's division is known.
    """

    optimizer: Optimizer
    loss: float
    rates: tuple[float, ...]
    scales: dict[nn.Parameter, float]
    is_plain: bool
    slopes: dict[nn.Parameter, Tensor]
    pairs: dict[str, tuple[PairedRows, float]]
    directions: dict[nn.Parameter, Tensor]

    def dots(self, capture: Capture) -> Tensor:
        """Value the rows of one call of one layer: shape (n,)."""
        if capture.name in self.pairs:
            kept, scale = self.pairs[capture.name]
            return kept.dots(capture).mul_(scale)
        return row_dots(capture, self.directions)

    def wanted(self, layer: nn.Module) -> tuple[Tensor, Tensor | None] | None:
        """The directions of a `Linear`, where its weight has one: (weight, bias)."""
        assert isinstance(layer, nn.Linear), "only Linear layers are fused"
        weight = self.directions.get(layer.weight)
        if weight is None:
            return None
        return weight, None if layer.bias is None else self.directions.get(layer.bias)

    def settle(self) -> None:
        """Fix the directions, by the optimiser as it stands now."""
        self.directions = directions.bent(self.optimizer, self.slopes, self.scales)

    def fall_from(self, before: list[Tensor]) -> float:
        """First-order fall of the loss by the whole step; `before` is used up."""
        falls = [
            float(torch.dot(then.sub_(one).flatten(), slope.flatten()))
            for then, (one, slope) in zip(before, self.slopes.items(), strict=True)
        ]
        return math.fsum(falls)


class Validation:
    """The rows that decide what is worth something, and the loss on them."""

    def __init__(
        self,
        model: nn.Module,
        optimizer: Optimizer,
        layers: Mapping[str, nn.Module],
        rows: tuple[Inputs, Tensor],
        loss: Loss,
    ) -> None:
        self._model = model
        self._optimizer = optimizer
        self._layers = layers
        self.inputs, self._targets = rows
        self._loss = loss
        uses = Counter(id(one) for layer in layers.values() for one in layer.parameters())
        self._shared = {one for one, count in uses.items() if count > 1}
        self.is_looking = False

    def loss_now(self) -> float:
        """The validation loss of the model as it stands."""
        with torch.no_grad(), self._looking():
            return float(self._computed())

    @contextmanager
    def _looking(self) -> Iterator[None]:
        self.is_looking = True
        try:
            with at_rest(self._model):
                yield
        finally:
            self.is_looking = False

    def _computed(self) -> Tensor:
        found = self._loss(answer(self._model, self.inputs), self._targets)
        if found.dim() or not torch.isfinite(found):
            raise ValueError(f"the validation loss must be one finite number; got {found.detach()}")
        return found

    def look(self, *, is_deferred: bool) -> Outlook:
        """Compute loss and slopes at the parameters as they stand.

        Args:
            is_deferred: leave the directions open until `settle`, and pair no rows.
        Returns:
            The outlook of the coming step.
        """
        with torch.enable_grad(), self._looking():
            outlook = self._looked(is_deferred=is_deferred)
        if not is_deferred:
            outlook.settle()
        return outlook

    def _looked(self, *, is_deferred: bool) -> Outlook:
        is_plain = directions.is_plain(self._optimizer)
        scales = directions.scales(self._optimizer)
        with calls_of(self._layers) as calls:
            loss = self._computed()
        pairing = {} if is_deferred else self._pairing(calls, scales)
        skipped = {
            id(one)
            for name in (pairing if is_plain else {})
            for one in self._layers[name].parameters()
        }
        wanted = [
            one for one in directions.trained_parameters(self._optimizer) if id(one) not in skipped
        ]
        outputs = [output for _, output in pairing.values()]
        found = torch.autograd.grad(loss, [*outputs, *wanted], allow_unused=True)
        slopes = {
            one: slope
            for one, slope in zip(wanted, found[len(outputs) :], strict=True)
            if slope is not None
        }
        return Outlook(
            self._optimizer,
            float(loss.detach()),
            directions.learning_rates(self._optimizer),
            scales,
            is_plain,
            slopes,
            self._paired(pairing, found, scales),
            {},
        )

    def _pairing(self, calls: Calls, rates: Rates) -> Pairing:
        """Choose layers whose rows are paired: (given, output) by name."""
        if not directions.is_uniform(self._optimizer):
            return {}
        times = Counter(name for name, _, _ in calls)
        return {
            name: (given, output)
            for name, given, output in calls
            if times[name] == 1 and self._is_paired(self._layers[name], given, rates)
        }

    def _is_paired(self, layer: nn.Module, given: Tensor, rates: Rates) -> bool:
        if not isinstance(layer, nn.Linear) or given.dim() != 2:
            return False
        own = [one for one in layer.parameters() if one.requires_grad]
        return (
            PairedRows.is_cheaper(layer, len(given))
            and layer.weight.requires_grad
            and all(one in rates and id(one) not in self._shared for one in own)
            and len({rates[one] for one in own}) == 1
        )

    def _paired(
        self, pairing: Pairing, slopes: tuple[Tensor | None, ...], rates: Rates
    ) -> dict[str, tuple[PairedRows, float]]:
        found = {}
        # Slopes of the layers' outputs come first, those of parameters after them.
        for (name, (given, output)), slope in zip(pairing.items(), slopes, strict=False):
            layer = self._layers[name]
            assert isinstance(layer, nn.Linear), "only Linear layers are paired"
            has_bias = layer.bias is not None and layer.bias.requires_grad
            kept = torch.zeros_like(output) if slope is None else slope
            found[name] = (PairedRows(given, kept, has_bias), rates[layer.weight])
        return found
