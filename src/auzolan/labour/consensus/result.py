"""What labels say together: beliefs, the likeliest answer, ties, and the views of the minority.

The same for every method. A belief is an estimate and no verdict: nothing follows from it here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auzolan.labour.consensus.em_kernels import shares
from auzolan.labour.consensus.labels import CELLS_MAX, Codes, Labels, Reals

NEAR = 1e-9
"""Beliefs that differ by no more are equal: less is the rounding of sums."""


@dataclass(frozen=True, slots=True)
class Consensus:
    """What the labels say together.

    Attributes:
        labels: what it was made from.
        beliefs: (tasks, classes) how likely each class is; every row makes 1.
        counts: (workers, labels, classes) expected labels of each worker by true class; empty
            where the method has no such tables.
        rounds: how often workers and answers were estimated in turn; 0 for a count of heads.
        log_likelihood: of all labels at the end, 0 for a count of heads; for methods with a prior
            on workers or tasks, that of the labels alone.
    """

    labels: Labels
    beliefs: Reals
    counts: Reals
    rounds: int
    log_likelihood: float

    @property
    def codes(self) -> Codes:
        """(tasks,) the likeliest class of each task; of equally likely ones the smallest."""
        most = self.beliefs.max(axis=1, keepdims=True)
        found: Codes = (self.beliefs >= most - NEAR).argmax(axis=1).astype(np.int32)
        return found

    @property
    def answers(self) -> list[str]:
        """The name of the likeliest class of each task."""
        return [self.labels.classes[code] for code in self.codes.tolist()]

    @property
    def tied(self) -> NDArray[np.bool_]:
        """(tasks,) whether two classes or more are equally the likeliest."""
        most = self.beliefs.max(axis=1, keepdims=True)
        found: NDArray[np.bool_] = (self.beliefs >= most - NEAR).sum(axis=1) > 1
        return found

    def minority(self, least: int = 2) -> list[tuple[str, str, int]]:
        """Answers that are not the consensus and that several workers gave all the same.

        Args:
            least: workers who must have given it, >= 1.
        Returns:
            Task, answer and how many gave it, in order of task and class.
        """
        heads = self.labels.heads()
        heads[np.arange(len(heads)), self.codes] = 0
        tasks, classes = np.nonzero(heads >= least)
        names, answers = self.labels.tasks, self.labels.classes
        return [
            (names[task], answers[one], int(heads[task, one]))
            for task, one in zip(tasks.tolist(), classes.tolist(), strict=True)
        ]

    def disagreement(self) -> Reals:
        """(tasks,) the entropy of each task's labels in bits: 0 where all said the same."""
        heads = self.labels.heads()
        parts = heads / heads.sum(axis=1, keepdims=True)
        logs = np.log2(parts, out=np.zeros_like(parts), where=parts > 0)
        bits: Reals = np.abs((parts * logs).sum(axis=1))
        return bits


def first_beliefs(labels: Labels) -> Reals:
    """(tasks, classes): which part of a task's labels each class has, to begin with.

    Raises:
        ValueError: more tasks times classes than CELLS_MAX.
    """
    n_tasks, n_classes = len(labels.tasks), len(labels.classes)
    if n_tasks * n_classes > CELLS_MAX:
        raise ValueError(
            f"{n_tasks:,} tasks with {n_classes:,} different labels need a table of more than "
            f"{CELLS_MAX:,} numbers; are these texts, or several questions in one file?"
        )
    return shares(labels.starts, labels.label, n_classes)


def no_tables() -> Reals:
    """The tables of a method that has none."""
    return np.empty((0, 0, 0))
