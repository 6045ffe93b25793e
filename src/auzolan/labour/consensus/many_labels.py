"""Tasks with any number of right labels at once: one question, yes or no, for each label.

Labels are taken as independent of one another; where they exclude each other, use one label a task.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from auzolan.labour.consensus.labels import CELLS_MAX, Labels, Reals, from_columns, in_order
from auzolan.labour.consensus.result import Consensus


@dataclass(frozen=True, slots=True)
class ManyLabels:
    """Which labels each task has.

    Attributes:
        tasks: names.
        classes: labels that occur.
        beliefs: (tasks, classes) how likely each label is right; rows need not sum to 1.
    """

    tasks: Sequence[str]
    classes: Sequence[str]
    beliefs: Reals

    @property
    def answers(self) -> list[tuple[str, ...]]:
        """The labels of each task that are likelier than not, in order."""
        return [
            tuple(self.classes[place] for place in np.flatnonzero(row > 0.5).tolist())
            for row in self.beliefs
        ]


def binary_relevance(
    task: Sequence[str], worker: Sequence[str], labels: Sequence[frozenset[str]], *,
    method: Callable[[Labels], Consensus],
) -> ManyLabels:  # fmt: skip
    """Ask of every label whether the task has it, each time by the same method.

    Args:
        task: one name a row.
        worker: who answered.
        labels: all that she gave, perhaps none.
        method: for one question, such as `dawid_skene`.
    Returns:
        Beliefs for each task and label.
    Raises:
        ValueError: as `from_columns`, or no row has a label, or too many different ones.
    Source: Tsoumakas, Katakis and Vlahavas, Mining Multi-label Data, 2010.
    """
    classes = in_order(sorted(set().union(*labels)))
    if not classes:
        raise ValueError("no row has a label; give one at least")
    # Who answered what stays the same; only yes and no change from question to question.
    base = from_columns(task, worker, [str(row) for row in range(len(task))])
    if len(base.tasks) * len(classes) > CELLS_MAX:
        raise ValueError(f"{len(classes):,} labels for {len(base.tasks):,} tasks are too many")
    beliefs = np.zeros((len(base.tasks), len(classes)))
    for place, name in enumerate(classes):
        given = np.fromiter((name in row for row in labels), dtype=np.int32, count=len(labels))
        question = replace(base, classes=("no", "yes"), label=given[base.label])
        beliefs[:, place] = method(question).beliefs[:, 1]
    return ManyLabels(base.tasks, classes, beliefs)
