"""What an In-Run valuation says: values of rows and members, and step by step what is left over.

Holds figures only. It knows no tensor and pays nobody.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

METHOD = "in-run-shapley/1 first-order"

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class StepReport:
    """One step of the training, in units of the validation loss.

    Attributes:
        number: counted from 1.
        n_rows: rows in its batch.
        rows: sum of the rows' values of this step.
        update: first-order fall of the loss by the whole step, with momentum of earlier steps and
            decay of weights; equal to `rows` for plain SGD.
        loss_before: validation loss before the step.
        loss_after: validation loss after it.
    """

    number: int
    n_rows: int
    rows: float
    update: float
    loss_before: float
    loss_after: float

    @property
    def fall(self) -> float:
        """How far the validation loss really fell."""
        return self.loss_before - self.loss_after

    @property
    def residual(self) -> float:
        """The real fall less what the rows are credited with: the efficiency residual."""
        return self.fall - self.rows

    def closed(self, loss_after: float) -> StepReport:
        """The same report with the loss after the step."""
        return replace(self, loss_after=loss_after)


@dataclass(frozen=True, slots=True, eq=False)
class InRunValues:
    """Values of one training run, in units of the validation loss; above zero is good.

    Attributes:
        method: name and version.
        members: ids in order, n of them.
        values: float64 of shape (n,): sum over a member's rows; may be negative.
        rows: float64 of shape (N,): value of each training row, over all steps.
        n_steps: steps taken.
        fall_update: first-order fall of the loss, summed over steps.
        fall_actual: how far the validation loss fell from the first step to the last.
    """

    method: str
    members: tuple[str, ...]
    values: FloatArray
    rows: FloatArray
    n_steps: int
    fall_update: float
    fall_actual: float

    @property
    def total(self) -> float:
        """Sum of all values."""
        return math.fsum(self.rows)

    @property
    def residual(self) -> float:
        """The real fall of the loss less the sum of values: what first order leaves over."""
        return self.fall_actual - self.total

    def of(self, member: str) -> float:
        """Look up one member's value; 0.0 for one who owns no row."""
        return float(self.values[self.members.index(member)]) if member in self.members else 0.0

    def digest(self) -> str:
        """Name these figures to the last bit: SHA-256 over method, ids, steps and values."""
        text = "\n".join([self.method, str(self.n_steps), *self.members])
        parts = (
            text.encode(),
            self.values.astype("<f8").tobytes(),
            self.rows.astype("<f8").tobytes(),
        )
        return hashlib.sha256(b"".join(len(part).to_bytes(8) + part for part in parts)).hexdigest()


def gathered(
    owner_of_row: Sequence[str],
    rows: FloatArray,
    *,
    n_steps: int,
    fall_update: float,
    fall_actual: float,
) -> InRunValues:
    """Add the rows' values up by owner.

    Args:
        owner_of_row: owner's id of each of N rows.
        rows: values, shape (N,).
        n_steps: steps taken.
        fall_update: first-order fall, summed over steps.
        fall_actual: real fall.
    Returns:
        Members in order of id; each sum is exact up to one rounding, whatever the order of rows.
    """
    members = tuple(sorted(set(owner_of_row)))
    parts: dict[str, list[float]] = {member: [] for member in members}
    for owner, value in zip(owner_of_row, rows.tolist(), strict=True):
        parts[owner].append(value)
    values = np.array([math.fsum(parts[member]) for member in members])
    return InRunValues(METHOD, members, values, rows.copy(), n_steps, fall_update, fall_actual)
