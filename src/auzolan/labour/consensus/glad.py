"""GLAD: tasks differ in how hard they are, workers in how able; both are one number each.

A worker names the truth with the probability s(a e^b), where a is her ability, below 0 for who
answers against better knowledge, and e^b the ease of the task. Abilities serve the estimate of the
answers; `skill` says what may be shown of a person.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from auzolan.labour.consensus.compiled import compiled
from auzolan.labour.consensus.em_kernels import normalised
from auzolan.labour.consensus.labels import Codes, Labels, Places, Reals
from auzolan.labour.consensus.result import Consensus, first_beliefs, no_tables

STEP_MAX = 1.0
EASE_MAX = 5.0


@dataclass(frozen=True, slots=True)
class Glad:
    """What GLAD estimates.

    Attributes:
        consensus: the answers.
        ability: (workers,).
        ease: (tasks,) logarithms.
    """

    consensus: Consensus
    ability: Reals
    ease: Reals


def glad(labels: Labels, *, rounds_max: int = 50, tolerance: float = 1e-5) -> Glad:
    """Estimate answers, abilities and eases in turn.

    Abilities and eases have normal priors with mean 1 and deviation 1; each round makes one
    scoring step for all of them instead of a search, which is where the speed is from.

    Args:
        labels: from `from_columns` or `from_codes`.
        rounds_max: rounds at most, >= 1.
        tolerance: stop when the log-likelihood of a label moves by no more, >= 0.
    Returns:
        Beliefs, abilities and eases.
    Raises:
        ValueError: a number outside its range.
    Source: Whitehill et al., NeurIPS 22, 2009, eq. 1 and its estimate.
    """
    if rounds_max < 1 or not tolerance >= 0:
        raise ValueError(f"1 round or more, tolerance >= 0; got {rounds_max} and {tolerance}")
    beliefs = first_beliefs(labels)
    ability, ease = np.ones(len(labels.workers)), np.ones(len(labels.tasks))
    before, now, rounds = -np.inf, -np.inf, 0
    for rounds in range(1, rounds_max + 1):  # noqa: B007 - how many it took
        _step(labels.starts, labels.worker, labels.label, beliefs, ability, ease)
        now = _believe(labels.starts, labels.worker, labels.label, beliefs, ability, ease)
        if abs(now - before) <= tolerance * labels.size:
            break
        before = now
    return Glad(Consensus(labels, beliefs, no_tables(), rounds, now), ability, ease)


@compiled
def _sure(value: float) -> float:
    """The logistic function, for any size of its argument."""
    if value >= 0:
        return float(1.0 / (1.0 + np.exp(-value)))
    part = np.exp(value)
    return float(part / (1.0 + part))


@compiled
def _step(  # noqa: PLR0917 - arrays of one model
    starts: Places, worker: Codes, label: Codes, beliefs: Reals, ability: Reals, ease: Reals
) -> None:  # fmt: skip
    """One scoring step for each ease, then one for each ability, in place."""
    slope = 1.0 - ability  # of the prior
    curve = np.ones(len(ability))
    for task in range(len(starts) - 1):
        scale = np.exp(ease[task])
        down, bend = 1.0 - ease[task], 1.0
        for at in range(starts[task], starts[task + 1]):
            score = ability[worker[at]] * scale
            chance = _sure(score)
            down += (beliefs[task, label[at]] - chance) * score
            bend += chance * (1.0 - chance) * score * score
        ease[task] += min(STEP_MAX, max(-STEP_MAX, down / bend))
        ease[task] = min(EASE_MAX, max(-EASE_MAX, ease[task]))
        scale = np.exp(ease[task])
        for at in range(starts[task], starts[task + 1]):
            chance = _sure(ability[worker[at]] * scale)
            slope[worker[at]] += (beliefs[task, label[at]] - chance) * scale
            curve[worker[at]] += chance * (1.0 - chance) * scale * scale
    for one in range(len(ability)):
        ability[one] += min(STEP_MAX, max(-STEP_MAX, slope[one] / curve[one]))


@compiled
def _believe(  # noqa: PLR0917 - arrays of one model
    starts: Places, worker: Codes, label: Codes, beliefs: Reals, ability: Reals, ease: Reals
) -> float:  # fmt: skip
    """Say what each task is; the log-likelihood of all labels."""
    n_classes = beliefs.shape[1]
    spread = np.log(max(1, n_classes - 1))
    even = -np.log(n_classes)
    likelihood = 0.0
    for task in range(len(starts) - 1):
        scale = np.exp(ease[task])
        for name in range(n_classes):
            beliefs[task, name] = even
        for at in range(starts[task], starts[task + 1]):
            score = ability[worker[at]] * scale
            # log s(x) - log(1 - s(x)) is x itself.
            beliefs[task, label[at]] += score + spread
            likelihood -= spread + max(score, 0.0) + np.log1p(np.exp(-abs(score)))
        likelihood += normalised(beliefs, task)
    return likelihood
