"""What the small model knows of rows and of what learned from them: values with little sense.

Who may do what with them is said by the judges.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulation.small_saying import Wanted

HOUR = 3_600 * 1_000
DAY = 24 * HOUR
NEVER = 2**53 - 1
HOURS = {0: 24, 1: 72, 2: 14 * 24}
"""In how many hours a model of a tier must forget; of any other when a whole one must."""


@dataclass(slots=True)
class Batch:
    """Rows that somebody brought."""

    member: str
    kind: str
    rows: int
    is_erased: bool = False


@dataclass(slots=True)
class Snapshot:
    """Batches sealed for a purpose, each with the rows that are left out."""

    kind: str
    purpose: str
    batches: dict[str, frozenset[int]]
    operation: str = "train"
    party: str = ""
    territory: str = ""
    model_class: str = ""
    root: str = ""

    def wanted(self, operation: str = "") -> Wanted:
        """What a use of it asks of everyone; to value is to analyse."""
        done = "analyse" if operation == "value" else operation or self.operation
        return Wanted(done, self.purpose, self.party, self.territory, self.model_class)


@dataclass(slots=True)
class Model:
    """A trained model; `retrain_by` is 0 while nobody took anything back."""

    snapshot: str
    use: str
    purpose: str
    artefact: str
    retrain_by: int = 0
    is_replaced: bool = False
    replaced_at: int = NEVER
    tier: int = 3
    is_stop_gap: bool = False
    has_more_time: bool = False
    card: str = ""
    groups: dict[str, tuple[int, int]] = field(default_factory=dict)

    def is_late(self, at: int) -> bool:
        """Whether it should have been made again by now."""
        return 0 < self.retrain_by < at

    def due(self, at: int, by: int) -> int:
        """By when it must forget what is taken back now: the sooner, the more exactly it can."""
        hours = HOURS.get(self.tier)
        return by if hours is None else min(by, at + hours * HOUR)


@dataclass(slots=True)
class Remaking:
    """That a model must be made again: since when, by when, and when and by what it was."""

    since: int
    due: int
    done_at: int = -1
    done_by: str = ""


@dataclass(slots=True)
class Valuation:
    """Who computed, who recomputed, and what came out."""

    by: str
    snapshot: str
    digest: str
    lines: Mapping[str, int]
    rechecked_by: str = ""
