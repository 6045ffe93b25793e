"""A consensus that grows: new labels change the tasks they touch, at the cost of these alone.

What is kept of all other tasks are sufficient statistics: workers' expected tables, and how many
tasks each class has. Beliefs in tasks that no new label touches stay as they are until `settle`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from auzolan.labour.consensus.dawid_skene import (
    Prior,
    estimated,
    imagined,
    log_rates,
    prior_of_all,
)
from auzolan.labour.consensus.em_kernels import count_all, one_round
from auzolan.labour.consensus.labels import Codes, Labels, Places, Reals, coded, from_codes
from auzolan.labour.consensus.result import Consensus

Label = tuple[int, int]
"""Codes of a worker and of what she said."""


class RunningConsensus:
    """Dawid and Skene's consensus, brought up to date as labels come in.

    Args:
        consensus: from `dawid_skene`, with its tables.
        prior: the one that it was made with.
        rounds_max: rounds over the touched tasks at each call, >= 1.
        tolerance: stop when the log-likelihood of a touched label moves by no more, >= 0.
    Raises:
        ValueError: a consensus without tables, or a number outside its range.
    Source: Neal and Hinton, Learning in Graphical Models, 1998, for estimates of a part at a time.
    """

    def __init__(
        self, consensus: Consensus, *, prior: Prior, rounds_max: int = 20, tolerance: float = 1e-5
    ) -> None:
        if not consensus.counts.size:
            raise ValueError("only a consensus with workers' tables can grow")
        if rounds_max < 1 or not tolerance >= 0:
            raise ValueError(f"1 round or more, tolerance >= 0; got {rounds_max} and {tolerance}")
        self._prior, self._rounds_max, self._tolerance = prior, rounds_max, tolerance
        self._take(consensus)

    def _take(self, consensus: Consensus) -> None:
        labels = consensus.labels
        self._base = labels
        self._more: dict[int, list[Label]] = {}
        self._tasks = {name: code for code, name in enumerate(labels.tasks)}
        self._workers = {name: code for code, name in enumerate(labels.workers)}
        self._classes = {name: code for code, name in enumerate(labels.classes)}
        self._beliefs = consensus.beliefs.copy()
        self._counts = consensus.counts.reshape(-1, len(labels.classes)).copy()
        self._weights = consensus.beliefs.sum(axis=0) + self._prior.tasks

    def add(
        self, task: Sequence[str], worker: Sequence[str], label: Sequence[str]
    ) -> dict[str, str]:
        """Take new labels in, all of them or none.

        Args:
            task: one name a row, known or new.
            worker: who answered, known or new.
            label: one of the classes there are; a new class needs a new consensus.
        Returns:
            The answers of the tasks that were touched, in order of name.
        Raises:
            RepeatedLabel: two of these rows are of one worker for one task.
            ValueError: columns of different lengths, none, an unknown class, or a worker who has
                labelled a task before.
        """
        new = self._coded(task, worker, label)
        self._refuse_known(new)
        self._widen(new)
        touched = [self._tasks[name] for name in new.tasks]
        before = self._labels_of(touched, new.tasks)
        workers = [self._workers[name] for name in new.workers]
        for place, code in enumerate(touched):
            rows = slice(*new.starts[place : place + 2].tolist())
            found = zip(new.worker[rows].tolist(), new.label[rows].tolist(), strict=True)
            self._more.setdefault(code, []).extend((workers[one], said) for one, said in found)
        after = self._labels_of(touched, new.tasks)
        beliefs = self._estimate(np.array(touched), before, after)
        answers = Consensus(after, beliefs, self._counts, 0, 0.0).answers
        return dict(zip(new.tasks, answers, strict=True))

    @property
    def statistics(self) -> tuple[Reals, Reals]:
        """Expected labels (workers, labels, classes), and expected tasks of each class."""
        n_classes = len(self._classes)
        return self._counts.reshape(-1, n_classes, n_classes).copy(), self._weights.copy()

    def settle(self, *, rounds_max: int = 100, tolerance: float = 1e-5) -> Consensus:
        """Estimate everything anew from where it stands, and go on from there.

        Args:
            rounds_max: rounds at most, >= 1.
            tolerance: as for `dawid_skene`.
        Returns:
            The consensus of all labels so far; tasks and workers that came in stand last.
        """
        more = [(code, *one) for code, found in self._more.items() for one in found]
        added = np.array(more, dtype=np.int32).reshape(-1, 3)
        whole = from_codes(
            np.concatenate([self._base.task_of_labels(), added[:, 0]]),
            np.concatenate([self._base.worker, added[:, 1]]),
            np.concatenate([self._base.label, added[:, 2]]),
            tasks=list(self._tasks), workers=list(self._workers), classes=self._base.classes,
        )  # fmt: skip
        found = estimated(
            whole, self._beliefs.copy(), prior_of_all, self._prior, rounds_max, tolerance
        )
        self._take(found)
        return found

    def _coded(self, task: Sequence[str], worker: Sequence[str], label: Sequence[str]) -> Labels:
        unknown = sorted(set(label) - self._classes.keys())
        if unknown:
            raise ValueError(f"{unknown[0]!r} is a new label; estimate the consensus anew")
        tasks, task_codes = coded(task)
        workers, worker_codes = coded(worker)
        said = np.array([self._classes[name] for name in label], dtype=np.int32)
        return from_codes(
            task_codes, worker_codes, said,
            tasks=tasks, workers=workers, classes=self._base.classes,
        )  # fmt: skip

    def _refuse_known(self, new: Labels) -> None:
        for place, name in enumerate(new.tasks):
            if name not in self._tasks:
                continue
            known = {worker for worker, _ in self._labels_of_task(self._tasks[name])}
            for one in new.worker[new.starts[place] : new.starts[place + 1]].tolist():
                if self._workers.get(new.workers[one], -1) in known:
                    raise ValueError(f"a worker has labelled the task {name!r} before")

    def _widen(self, new: Labels) -> None:
        """Make room for new tasks and workers."""
        n_classes = len(self._classes)
        for known, names in ((self._tasks, new.tasks), (self._workers, new.workers)):
            for name in names:
                known.setdefault(name, len(known))
        added = len(self._tasks) - len(self._beliefs)
        if added:
            # A new task begins without a belief, and so without a part in any count.
            self._beliefs = np.vstack([self._beliefs, np.zeros((added, n_classes))])
        hired = len(self._workers) - len(self._counts) // n_classes
        if hired:
            self._counts = np.vstack([self._counts, imagined(hired, n_classes, self._prior)])

    def _labels_of_task(self, code: int) -> list[Label]:
        base: list[Label] = []
        if code < len(self._base.tasks):
            rows = slice(*self._base.starts[code : code + 2].tolist())
            found = (self._base.worker[rows].tolist(), self._base.label[rows].tolist())
            base = list(zip(*found, strict=True))
        return sorted(base + self._more.get(code, []))

    def _labels_of(self, codes: Sequence[int], names: Sequence[str]) -> Labels:
        """The labels of some tasks as they stand, with the codes of all workers."""
        lists = [self._labels_of_task(code) for code in codes]
        flat = np.array([pair for one in lists for pair in one], dtype=np.int32).reshape(-1, 2)
        starts = np.concatenate([[0], np.cumsum([len(one) for one in lists])]).astype(np.int64)
        worker, label = np.ascontiguousarray(flat[:, 0]), np.ascontiguousarray(flat[:, 1])
        return Labels(names, (), self._base.classes, starts, worker, label)

    def _estimate(self, touched: Places, before: Labels, after: Labels) -> Reals:
        """Take the touched tasks out of the statistics, estimate them, and put them back."""
        n_classes = len(self._classes)
        involved: Codes = np.unique(after.worker)
        rows = (involved[:, None].astype(np.int64) * n_classes + np.arange(n_classes)).ravel()
        said = [
            np.searchsorted(involved, part.worker) * n_classes + part.label
            for part in (before, after)
        ]
        beliefs = self._beliefs[touched]
        gone, gone_weights = np.zeros((len(rows), n_classes)), np.zeros(n_classes)
        count_all(before.starts, said[0], gone, gone_weights, beliefs)
        counts, weights = self._counts[rows], self._weights
        # What is taken out was put in before; below 0 is the rounding of sums.
        rest, rest_weights = np.maximum(counts - gone, 0), np.maximum(weights - gone_weights, 0)
        last = -np.inf
        for _ in range(self._rounds_max):
            known, rates = prior_of_all(weights, beliefs), log_rates(counts)
            counts, weights = rest.copy(), rest_weights.copy()
            now = one_round(after.starts, said[1], known, rates, counts, weights, beliefs)
            if abs(now - last) <= self._tolerance * after.size:
                break
            last = now
        self._counts[rows], self._weights, self._beliefs[touched] = counts, weights, beliefs
        return beliefs
