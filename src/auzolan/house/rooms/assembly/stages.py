"""Reading the table of stages of a ranked count, for doors: votes of each candidate, stage by stage.

Votes are hundred-thousandths of a whole vote, rounded down. Nothing is counted here.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from auzolan.assembly.ballots import STAGES_KIND, STAGES_NAMES
from auzolan.assembly.ranked import VOTE_E5
from auzolan.record.annexes import Annex

Line = tuple[int, int, int, str]


class Votes(msgspec.Struct, frozen=True):
    """What one candidate or option has at a stage; `is_elected` says that this stage elected it."""

    number: int
    name: str
    votes_e5: int
    is_elected: bool


class Stage(msgspec.Struct, frozen=True):
    """One stage of a count.

    Attributes:
        stage: its number, from 1.
        what: `surplus` or `exclusion`, or an empty text where nobody's papers moved.
        moved: whose papers moved; empty for nobody. In a choice, the option of the comparison.
        votes: of each who stands, by number.
        non_transferable: papers without a next preference, since the count began.
        loss: what cutting at five decimals cost, since the count began.
        lots: names in the order in which a lot put them; empty where none was drawn.
    """

    stage: int
    what: str
    moved: str
    votes: tuple[Votes, ...]
    non_transferable: int
    loss: int
    lots: tuple[str, ...]


class StageTable(msgspec.Struct, frozen=True):
    """A whole count; `quota` and `valid` are 0 in a choice between options."""

    valid: int
    quota: int
    stages: tuple[Stage, ...]

    @property
    def most(self) -> int:
        """The most votes that anyone had, for the length of bars."""
        return max((one.votes_e5 for stage in self.stages for one in stage.votes), default=0)


def stage_table(annex: Annex, names: Sequence[str]) -> StageTable | None:
    """The table that a poll's close laid down.

    Args:
        annex: of the kind `stages/1`.
        names: of candidates or options in order of number, empty for one who stood down.
    Returns:
        The table; None where the annex is another one.
    """
    if (annex.kind, annex.names) != (STAGES_KIND, STAGES_NAMES):
        return None
    columns = [annex.column(name) for name in STAGES_NAMES]
    lines = [(int(a), int(b), int(c), str(d)) for a, b, c, d in zip(*columns, strict=True)]
    heads = {what: votes for _, stage, votes, what in lines if stage == 0}
    unit = heads.get("unit", VOTE_E5)
    numbers = sorted({stage for _, stage, _, _ in lines if stage})
    stages = tuple(
        _stage(number, [line for line in lines if line[1] == number], names, unit)
        for number in numbers
    )
    return StageTable(
        heads.get("valid", 0) * VOTE_E5 // unit, heads.get("quota", 0) * VOTE_E5 // unit, stages
    )


def _stage(number: int, lines: Sequence[Line], names: Sequence[str], unit: int) -> Stage:
    elected = {candidate for candidate, _, _, what in lines if what == "elected"}
    moved = next((line for line in lines if line[3] in {"surplus", "exclusion"}), None)
    held = {what: votes for candidate, _, votes, what in lines if candidate == 0}
    is_choice = any(what == "preferred" for *_, what in lines)
    lots = sorted((votes, candidate) for candidate, _, votes, what in lines if what == "lot")
    return Stage(
        stage=number,
        what=moved[3] if moved is not None else "",
        moved=names[(moved[0] if moved else number) - 1] if moved or is_choice else "",
        votes=tuple(
            Votes(candidate, names[candidate - 1], votes * VOTE_E5 // unit, candidate in elected)
            for candidate, _, votes, what in sorted(lines)
            if what in {"votes", "preferred"}
        ),
        non_transferable=held.get("non_transferable", 0) * VOTE_E5 // unit,
        loss=held.get("loss", 0) * VOTE_E5 // unit,
        lots=tuple(names[candidate - 1] for _, candidate in lots),
    )
