"""What the small model knows of labour-impact statements: whether, and until when, one is talked about."""

from __future__ import annotations

from dataclasses import dataclass, field

TALK_MAX = 10
"""How often one member may speak about one statement."""


@dataclass(slots=True)
class Stated:
    """One statement: about what, since which entry, until when it is open, who said how much."""

    about: str
    name: str
    entry: int
    until: int
    talk: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Stating:
    """All statements, and of each remark its statement and whether it was answered."""

    said: dict[str, Stated] = field(default_factory=dict)
    remarks: dict[str, tuple[str, bool]] = field(default_factory=dict)

    def waiting(self, statement: str) -> int:
        """How many remarks on a statement have no answer."""
        return sum(one == statement and not done for one, done in self.remarks.values())

    def frees(self, model: str, at: int) -> bool:
        """Whether a model's labour was stated, its days are over, and everybody was answered."""
        mine = {
            name: one
            for name, one in self.said.items()
            if (one.about, one.name) == ("model", model)
        }
        if not mine or any(map(self.waiting, mine)):
            return False
        return at >= max(mine.values(), key=lambda one: one.entry).until
