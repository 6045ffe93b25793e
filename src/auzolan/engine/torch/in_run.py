"""In-Run Data Shapley: what each training row did for the validation loss, while a model trains.

At each step a row's value is the fall of the validation loss that its gradient causes, to first
order: its gradient times the gradient of the validation loss, times what the optimiser scales it
by. In that linear game this is the Shapley value of the row. One run, one model: it says what rows
did in *this* training, in *this* order. It retrains nothing, changes no number of the training, and
pays nobody.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.utils.hooks import RemovableHandle

from auzolan.engine.torch import directions
from auzolan.engine.torch.fused import Wanted, can_fuse, fuse, unfuse
from auzolan.engine.torch.in_run_values import InRunValues, StepReport, gathered
from auzolan.engine.torch.layers import Capture, row_dots, trained_layers
from auzolan.engine.torch.self_check import FirstBatch
from auzolan.engine.torch.validation import Loss, Outlook, Validation
from auzolan.engine.torch.watching import Inputs, Taker, refuse_shared_positions, watch

STEPS_KEPT_MAX = 100_000


@dataclass(slots=True, eq=False)
class _Part:
    """Rows of one call of `batch`, and what their gradients add up to so far."""

    rows: np.ndarray
    dots: Tensor | None = None
    is_seen: bool = False


class InRunShapley:
    """Values training rows, and their owners, around an ordinary training loop.

    Example:
        with InRunShapley(model, optimizer, owners, validation=(X, y), loss=loss) as run:
            for rows in batches:
                run.batch(rows)
                optimizer.zero_grad()
                loss(model(inputs[rows]), labels[rows]).backward()
                optimizer.step()
        run.values().members

    Args:
        model: made of supported layers (`layers.SUPPORTED`); frozen parameters are left alone.
        optimizer: SGD, Adam or AdamW over parameters of this model.
        owner_of_row: the owner's id of each training row; row numbers count from 0.
        validation: inputs (a tensor, or a tuple of them) and targets, at least two rows.
        loss: (outputs, targets) to a scalar; in training a sum or mean over rows, each row's part
            from that row alone.
    Raises:
        ValueError: a layer or optimiser that is not supported (it is named), or wrong shapes.
    Source: Wang et al. 2024 (arXiv 2406.11011), first-order In-Run Data Shapley.
    """

    def __init__(
        self,
        model: nn.Module,
        optimizer: Optimizer,
        owner_of_row: Sequence[str],
        *,
        validation: tuple[Inputs, Tensor],
        loss: Loss,
    ) -> None:
        directions.refuse_unsupported_optimizer(optimizer, model)
        self._layers = trained_layers(model)
        if len(validation[1]) < 2:
            raise ValueError(f"validation needs at least two rows; got {len(validation[1])}")
        self._model = model
        self._optimizer = optimizer
        self._owners = tuple(owner_of_row)
        self._validation = Validation(model, optimizer, self._layers, validation, loss)
        self._row_values = np.zeros(len(self._owners))
        self._steps: deque[StepReport] = deque(maxlen=STEPS_KEPT_MAX)
        self._n_steps = 0
        self._falls = {"rows": 0.0, "update": 0.0}
        self._first_loss = math.nan
        self._handles: list[RemovableHandle] = []
        self._fusible = {name: one for name, one in self._layers.items() if can_fuse(one)}
        self._fused_now: set[str] = set()
        self._outlook: Outlook | None = None
        self._open: StepReport | None = None
        self._parts: list[_Part] = []
        self._captures: list[tuple[_Part, Capture]] = []
        self._check: FirstBatch | None = None
        self._witness = _Witness(directions.trained_parameters(optimizer))

    # --- around the loop -------------------------------------------------------------------------

    def __enter__(self) -> InRunShapley:
        if self._handles or self._n_steps:
            raise ValueError("a run is entered once; make another InRunShapley for another run")
        refuse_shared_positions(self._model, self._layers, self._validation.inputs)
        self._check = FirstBatch(
            directions.trained_parameters(self._optimizer), lambda: self._validation.is_looking
        )
        fuse(self._fusible, self._wanted, self._validation.looked)
        self._handles = [
            *watch(self._layers, self._taker),
            self._witness.watch(),
            self._optimizer.register_step_pre_hook(self._before_step),
            self._optimizer.register_step_post_hook(self._after_step),
        ]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for handle in self._handles:
            handle.remove()
        self._handles = []
        unfuse(self._fusible)
        if self._check is not None:
            self._check.stop()
        if kind is None and self._open is not None:
            self._close(self._validation.loss_now())

    def batch(self, rows: Sequence[int] | np.ndarray | Tensor) -> None:
        """Say which training rows come next, in their order, before the model is called with them.

        Args:
            rows: row numbers, shape (n,), each within `owner_of_row`; one may come twice. Call it
                once for each forward pass, so several times a step when gradients accumulate.
        Raises:
            ValueError: outside the `with` block, no rows, or a number out of range.
        """
        if not self._handles:
            raise ValueError("batch() is called inside the `with` block of the run")
        taken = np.asarray(rows, dtype=np.int64)
        if taken.ndim != 1 or not len(taken):
            raise ValueError(f"rows are a list of at least one number; got shape {taken.shape}")
        if taken.min() < 0 or taken.max() >= len(self._owners):
            raise ValueError(
                f"rows run from 0 to {len(self._owners) - 1}; "
                f"got {int(taken.min())} to {int(taken.max())}"
            )
        if self._outlook is None:
            self._outlook = self._validation.look(is_deferred=self._check is not None)
            if self._open is None:
                self._first_loss = self._outlook.loss
            else:
                self._close(self._outlook.loss)
        self._parts.append(_Part(taken))

    # --- what is seen of a step ------------------------------------------------------------------

    def _wanted(self, name: str) -> Wanted | None:
        """What a `Linear` over positions is multiplied with inside backward, from step two on."""
        if self._check is not None or not self._parts:
            return None
        assert self._outlook is not None, "batch() looks ahead before any layer is called"
        wanted = self._outlook.wanted(self._layers[name])
        if wanted is None:
            return None
        part = self._parts[-1]
        self._fused_now.add(name)
        weight, bias = wanted
        return Wanted(weight, bias, lambda dots: self._add(name, part, dots))

    def _taker(self, name: str) -> Taker | None:
        if self._validation.is_looking:
            return None
        if name in self._fused_now:  # this very call is valued inside backward
            self._fused_now.remove(name)
            return None
        if not self._parts:
            return _refuse_unnamed
        part = self._parts[-1]
        return lambda capture: self._take(part, capture)

    def _take(self, part: _Part, capture: Capture) -> None:
        if self._check is not None:
            _refuse_other_rows(capture.name, part, len(capture.slope))
            part.is_seen = True
            self._captures.append((part, capture))
            return
        assert self._outlook is not None, "batch() looks ahead before any layer is called"
        with torch.no_grad():
            self._add(capture.name, part, self._outlook.dots(capture))

    def _add(self, name: str, part: _Part, dots: Tensor) -> None:
        _refuse_other_rows(name, part, len(dots))
        part.is_seen = True
        part.dots = dots if part.dots is None else part.dots + dots

    def _before_step(
        self, _: Optimizer, args: tuple[object, ...], options: dict[str, object]
    ) -> None:
        closures = [*args[1:], *options.values()]  # the first is the optimiser itself
        if any(one is not None for one in closures):
            raise ValueError(
                "optimizer.step() with a closure is not supported; call backward first"
            )
        if self._outlook is None or not all(part.is_seen for part in self._parts):
            raise ValueError(
                "optimizer.step() without rows: call run.batch(rows) before the model, "
                "and loss.backward() before the step"
            )
        if self._outlook.rates != directions.learning_rates(self._optimizer):
            raise ValueError(
                "the learning rate changed between run.batch(rows) and optimizer.step(); "
                "set it before the batch"
            )
        if self._check is not None:
            self._check.compare([capture for _, capture in self._captures])
        if not self._outlook.is_plain:
            self._validation.remember(self._outlook)

    @torch.no_grad()
    def _after_step(self, *_: object) -> None:
        assert self._outlook is not None, "the step began with an outlook"
        if self._check is not None:
            self._value_first_step(self._outlook)
        factor = self._witness.factor()
        total, n_rows = 0.0, 0
        for part in self._parts:
            assert part.dots is not None, "every part was seen before the step"
            values = part.dots.double().cpu().numpy() * factor
            np.add.at(self._row_values, part.rows, values)
            total += math.fsum(values.tolist())
            n_rows += len(part.rows)
        update = total if self._outlook.is_plain else self._validation.fall(self._outlook)
        self._n_steps += 1
        self._falls["rows"] += total
        self._falls["update"] += update
        self._open = StepReport(self._n_steps, n_rows, total, update, self._outlook.loss, math.nan)
        self._outlook, self._parts = None, []

    def _value_first_step(self, outlook: Outlook) -> None:
        """Adam's division is known only after its first step, so the first one is valued last."""
        self._validation.settle(outlook)
        for part, capture in self._captures:
            dots = row_dots(capture, outlook.directions)
            part.dots = dots if part.dots is None else part.dots + dots
        self._captures = []
        self._check = None

    def _close(self, loss_after: float) -> None:
        assert self._open is not None, "a step is closed once"
        self._steps.append(self._open.closed(loss_after))
        self._open = None

    # --- what comes out --------------------------------------------------------------------------

    @property
    def steps(self) -> tuple[StepReport, ...]:
        """The reports of the last 100,000 finished steps; the loss after the newest comes late."""
        return tuple(self._steps)

    def values(self) -> InRunValues:
        """Add up what rows and members did, once the `with` block has ended.

        Returns:
            Values of rows and members, and what they leave over.
        Raises:
            ValueError: the block has not ended, it ended by an error, or no step was taken.
        """
        if self._handles or self._open is not None or not self._n_steps:
            raise ValueError(
                "values() is called after the `with` block, of at least one whole step"
            )
        return gathered(
            self._owners,
            self._row_values,
            n_steps=self._n_steps,
            fall_update=self._falls["update"],
            fall_actual=self._first_loss - self._steps[-1].loss_after,
        )


class _Witness:
    """Notices when gradients are scaled between backward and step, as clipping by norm does."""

    def __init__(self, parameters: list[nn.Parameter]) -> None:
        wide = [one for one in parameters if one.dim() > 1]
        self._one = (wide or parameters)[-1]
        self._then: Tensor | None = None

    def watch(self) -> RemovableHandle:
        def note(one: Tensor) -> None:
            assert one.grad is not None, "the hook runs after the gradient is there"
            self._then = torch.linalg.vector_norm(one.grad)

        return self._one.register_post_accumulate_grad_hook(note)

    def factor(self) -> float:
        """How much longer the witness's gradient is now than it was after backward."""
        if self._then is None or self._one.grad is None or not float(self._then):
            return 1.0
        return float(torch.linalg.vector_norm(self._one.grad) / self._then)


def _refuse_other_rows(name: str, part: _Part, n_rows: int) -> None:
    if n_rows != len(part.rows):
        raise ValueError(
            f"layer {name!r} saw {n_rows} rows where batch() named {len(part.rows)}; "
            "rows are the first dimension of every layer"
        )


def _refuse_unnamed(capture: Capture) -> None:
    raise ValueError(
        f"a gradient passed layer {capture.name!r} of rows that nobody named; "
        "call run.batch(rows) before the model is called with them"
    )
