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
from torch.nn import functional
from torch.optim import Optimizer

from auzolan.engine.torch import directions
from auzolan.engine.torch.fused import can_fuse
from auzolan.engine.torch.layers import Capture, PairedRows, row_dots
from auzolan.engine.torch.watching import Inputs, all_at_rest, answer, calls_of

Loss = Callable[[Tensor, Tensor], Tensor]
Calls = list[tuple[str, Tensor, Tensor]]  # a layer's name, what it was given and gave


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
        pairs: layers whose rows are multiplied with kept rows instead, by name.
        directions: what gradients are multiplied with; filled when Adam's division is known.
    """

    optimizer: Optimizer
    loss: float
    rates: tuple[float, ...]
    scales: dict[nn.Parameter, float]
    is_plain: bool
    slopes: dict[nn.Parameter, Tensor]
    pairs: dict[str, PairedRows]
    directions: dict[nn.Parameter, Tensor]

    def dots(self, capture: Capture) -> Tensor:
        """Value the rows of one call of one layer: shape (n,)."""
        kept = self.pairs.get(capture.name)
        return row_dots(capture, self.directions) if kept is None else kept.dots(capture)

    def wanted(self, layer: nn.Module) -> tuple[Tensor, Tensor | None] | None:
        """The directions of a `Linear`, where its weight has one: (weight, bias)."""
        assert isinstance(layer, nn.Linear), "only Linear layers are fused"
        weight = self.directions.get(layer.weight)
        if weight is None:
            return None
        return weight, None if layer.bias is None else self.directions.get(layer.bias)

    def settle(self, *, into: dict[nn.Parameter, Tensor]) -> None:
        """Fix the directions, by the optimiser as it stands now; `into` as in `bent`."""
        self.directions = directions.bent(self.optimizer, self.slopes, self.scales, into=into)


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
        self._modules = list(model.modules())
        self._optimizer = optimizer
        self._layers = layers
        self.inputs, self._targets = rows
        self._loss = loss
        self._pairable = _pairable(layers, optimizer)
        self._paired: set[str] | None = None  # chosen when the layers' first calls are seen
        self._calls: Calls = []
        self._slopes: dict[nn.Parameter, Tensor] = {}
        self._directions: dict[nn.Parameter, Tensor] = {}
        self._before: dict[nn.Parameter, Tensor] = {}
        self.is_looking = False

    def loss_now(self) -> float:
        """The validation loss of the model as it stands."""
        with torch.no_grad(), self._looking():
            return self._computed()[1]

    @contextmanager
    def _looking(self) -> Iterator[None]:
        self.is_looking = True
        try:
            with all_at_rest(self._modules):
                yield
        finally:
            self.is_looking = False

    def _computed(self) -> tuple[Tensor, float]:
        found = self._loss(answer(self._model, self.inputs), self._targets)
        number = math.nan if found.dim() else float(found.detach())
        if not math.isfinite(number):
            raise ValueError(f"the validation loss must be one finite number; got {found.detach()}")
        return found, number

    def looked(self, name: str, layer: nn.Linear, given: Tensor) -> Tensor | None:
        """Answer a layer's call while validation rows are looked at, and note it for pairing.

        Args:
            name: the layer's name.
            layer: the layer.
            given: what it was given.
        Returns:
            What it gives; nothing while training rows pass.
        """
        if not self.is_looking:
            return None
        weight, bias = layer.weight, layer.bias
        if not (self._paired and name in self._paired and torch.is_grad_enabled()):
            return functional.linear(given, weight, bias)
        if directions.is_plain(self._optimizer):
            # No slope of these weights is asked for; autograd would make it all the same.
            weight, bias = weight.detach(), None if bias is None else bias.detach()
        output = functional.linear(given, weight, bias).requires_grad_()
        self._calls.append((name, given.detach(), output))
        return output

    def look(self, *, is_deferred: bool) -> Outlook:
        """Compute loss and slopes at the parameters as they stand.

        Args:
            is_deferred: leave the directions open until `settle`, and pair no rows.
        Returns:
            The outlook of the coming step.
        """
        self._calls = []
        with torch.enable_grad(), self._looking():
            if is_deferred:
                with calls_of(self._pairable) as calls:
                    loss, number = self._computed()
                outlook = self._sloped(loss, number)
                self._paired = self._chosen(calls)
            else:
                outlook = self._sloped(*self._computed())
        self._calls = []
        if not is_deferred:
            self.settle(outlook)
        return outlook

    def settle(self, outlook: Outlook) -> None:
        """Fix what rows are multiplied with, by the optimiser as it stands now."""
        outlook.settle(into=self._directions)
        self._directions = outlook.directions

    def _sloped(self, loss: Tensor, number: float) -> Outlook:
        is_plain = directions.is_plain(self._optimizer)
        scales = directions.scales(self._optimizer)
        skipped = {
            id(one)
            for name, _, _ in (self._calls if is_plain else [])
            for one in self._pairable[name].parameters()
        }
        wanted = [one for one in scales if id(one) not in skipped]
        outputs = [output for _, _, output in self._calls]
        found = torch.autograd.grad(loss, [*outputs, *wanted], allow_unused=True)
        slopes = {
            one: slope
            for one, slope in zip(wanted, found[len(outputs) :], strict=True)
            if slope is not None
        }
        # Held for a step longer: given back at once, the memory would have to be had anew.
        self._slopes = slopes
        return Outlook(
            self._optimizer,
            number,
            directions.learning_rates(self._optimizer),
            scales,
            is_plain,
            slopes,
            self._pairs(found, scales),
            {},
        )

    def _chosen(self, calls: Calls) -> set[str]:
        """Choose layers whose rows are paired: those that look at few enough vectors."""
        n_rows = Counter[str]()
        for name, given, _ in calls:
            n_rows[name] += len(given)
        positions = {name for name, given, _ in calls if given.dim() != 2}
        return {
            name
            for name, m in n_rows.items()
            if name not in positions and PairedRows.is_cheaper(self._pairable[name], m)
        }

    def _pairs(
        self, slopes: tuple[Tensor | None, ...], scales: Mapping[nn.Parameter, float]
    ) -> dict[str, PairedRows]:
        kept: dict[str, list[tuple[Tensor, Tensor]]] = {}
        # Slopes of the layers' outputs come first, those of parameters after them.
        for (name, given, output), slope in zip(self._calls, slopes, strict=False):
            by = scales[self._pairable[name].weight]
            scaled = torch.zeros_like(output) if slope is None else slope * by
            kept.setdefault(name, []).append((given, scaled))
        return {name: _joined(self._pairable[name], calls) for name, calls in kept.items()}

    @torch.no_grad()
    def remember(self, outlook: Outlook) -> None:
        """Keep the parameters as they stand, until `fall`."""
        for one in outlook.slopes:
            if one not in self._before:
                self._before[one] = torch.empty_like(one)
            self._before[one].copy_(one)

    @torch.no_grad()
    def fall(self, outlook: Outlook) -> float:
        """First-order fall of the loss by all that parameters moved since `remember`."""
        falls = [
            float(torch.dot(self._before[one].sub_(one).flatten(), slope.flatten()))
            for one, slope in outlook.slopes.items()
        ]
        return math.fsum(falls)


def _pairable(layers: Mapping[str, nn.Module], optimizer: Optimizer) -> dict[str, nn.Linear]:
    """Find layers whose rows may be paired: all of a gradient scaled alike, no weight shared."""
    if not directions.is_uniform(optimizer):
        return {}
    uses = Counter(id(one) for layer in layers.values() for one in layer.parameters())
    found = {}
    for name, layer in layers.items():
        own = {id(one) for one in layer.parameters() if one.requires_grad}
        is_alone = all(uses[one] == 1 for one in own)
        is_alike = any(
            own <= {id(one) for one in group["params"]} for group in optimizer.param_groups
        )
        if isinstance(layer, nn.Linear) and can_fuse(layer) and is_alone and is_alike:
            found[name] = layer
    return found


def _joined(layer: nn.Linear, calls: list[tuple[Tensor, Tensor]]) -> PairedRows:
    """Rows of all calls of a layer: their gradients add up, so they are kept as one."""
    has_bias = layer.bias is not None and layer.bias.requires_grad
    if len(calls) == 1:
        return PairedRows(*calls[0], has_bias)
    given, slope = (torch.cat(parts) for parts in zip(*calls, strict=True))
    return PairedRows(given, slope, has_bias)
