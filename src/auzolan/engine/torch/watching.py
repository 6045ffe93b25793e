"""Watches the layers of a model: what each was given, and the slope of the loss at its output.

Hooks only: the model, its numbers and the chance it uses stay as they are. It multiplies nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TypeAlias

import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from auzolan.engine.torch.layers import Capture

# Asked when a layer is called; answers who wants the capture once the loss is known, or nobody.
Taker = Callable[[Capture], None]
Asked = Callable[[str], Taker | None]


def watch(layers: Mapping[str, nn.Module], asked: Asked) -> list[RemovableHandle]:
    """Hang a hook on each layer.

    Args:
        layers: by name.
        asked: called with a layer's name at each call that a gradient may pass.
    Returns:
        Handles; `remove()` each when done.
    """
    return [layer.register_forward_hook(_hook(name, asked)) for name, layer in layers.items()]


def _hook(name: str, asked: Asked) -> Callable[[nn.Module, tuple[Tensor, ...], Tensor], None]:
    def called(layer: nn.Module, given: tuple[Tensor, ...], output: Tensor) -> None:
        taker = asked(name) if output.requires_grad else None
        if taker is None:
            return
        kept = _only(name, given).detach()

        def sloped(slope: Tensor) -> None:
            taker(Capture(name, layer, kept, slope.detach()))

        output.register_hook(sloped)

    return called


def _only(name: str, given: tuple[Tensor, ...]) -> Tensor:
    if len(given) != 1:
        raise ValueError(
            f"layer {name!r} was called with {len(given)} positional arguments; "
            "a layer is watched when it is given one tensor by position"
        )
    return given[0]


@contextmanager
def calls_of(layers: Mapping[str, nn.Module]) -> Iterator[list[tuple[str, Tensor, Tensor]]]:
    """Collect (name, given, output) of each call of the layers, in order."""
    seen: list[tuple[str, Tensor, Tensor]] = []

    def hook(name: str) -> Callable[[nn.Module, tuple[Tensor, ...], Tensor], None]:
        def called(_: nn.Module, given: tuple[Tensor, ...], output: Tensor) -> None:
            seen.append((name, _only(name, given).detach(), output))

        return called

    handles = [layer.register_forward_hook(hook(name)) for name, layer in layers.items()]
    try:
        yield seen
    finally:
        for handle in handles:
            handle.remove()


def at_rest(model: nn.Module) -> AbstractContextManager[None]:
    """Put a model into evaluation, so that it draws no chance, and back as it was."""
    return all_at_rest(list(model.modules()))


@contextmanager
def all_at_rest(modules: Sequence[nn.Module]) -> Iterator[None]:
    """Do the same where a model's modules were listed before."""
    # Written past Module.__setattr__, whose search for parameters costs more than a small layer.
    before = [vars(layer) for layer in modules if layer.training]
    for own in before:
        own["training"] = False
    try:
        yield
    finally:
        for own in before:
            own["training"] = True


Inputs: TypeAlias = "Tensor | tuple[Tensor, ...]"


def answer(model: nn.Module, inputs: Inputs) -> Tensor:
    """Call a model with one tensor or with several."""
    given: Tensor = model(*inputs) if isinstance(inputs, tuple) else model(inputs)
    return given


def refuse_shared_positions(
    model: nn.Module, layers: Mapping[str, nn.Module], inputs: Inputs
) -> None:
    """Stop where a layer does not keep rows apart, such as positions looked up once a batch.

    A batch of one row and a batch of two are tried, so that no count can agree by accident.

    Args:
        model: the model.
        layers: its trained layers by name.
        inputs: validation rows, at least two.
    Raises:
        ValueError: a layer's first dimension is not the number of rows; it is named.
    """
    for n in (1, 2):
        some = tuple(one[:n] for one in inputs) if isinstance(inputs, tuple) else inputs[:n]
        with at_rest(model), torch.no_grad(), calls_of(layers) as seen:
            answer(model, some)
        for name, _, output in seen:
            if output.shape[0] != n:
                raise ValueError(
                    f"layer {name!r} gave shape {tuple(output.shape)} for {n} row(s); each trained "
                    "layer must keep rows as its first dimension (look positions up for every row: "
                    "positions.expand(n_rows, -1))"
                )
