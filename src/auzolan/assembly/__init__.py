"""Where members decide: proposals, one-time ballot tags, ballots, tallies, mandates.

One member, one vote. A ballot cannot be tied to a voter by anything this room holds.

The names below are those of the counting library: `from auzolan.assembly import scottish_stv`. They
are loaded when one of them is first asked for, so that the acts and rules wait for no compiler.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auzolan.assembly.counting.front import (
        Apportioned,
        Approvals,
        BadBallot,
        BadBallotFile,
        BallotFile,
        Base,
        Call,
        Calls,
        Grades,
        Lot,
        Pairwise,
        Part,
        PointsCount,
        Preferences,
        Quorum,
        Rankings,
        Strength,
        TiedSeats,
        Whichever,
        YesNo,
        approval,
        at_least,
        borda,
        capped,
        condorcet,
        dhondt,
        irv,
        largest_remainder,
        lot,
        majority_judgement,
        mean_score,
        meek_stv,
        more_than,
        pairwise,
        plurality,
        ranked_pairs,
        read_ballots,
        run_off,
        sainte_lague,
        schulze,
        score,
        scottish_stv,
        votes_held,
    )

__all__ = [
    "Apportioned",
    "Approvals",
    "BadBallot",
    "BadBallotFile",
    "BallotFile",
    "Base",
    "Call",
    "Calls",
    "Grades",
    "Lot",
    "Pairwise",
    "Part",
    "PointsCount",
    "Preferences",
    "Quorum",
    "Rankings",
    "Strength",
    "TiedSeats",
    "Whichever",
    "YesNo",
    "approval",
    "at_least",
    "borda",
    "capped",
    "condorcet",
    "dhondt",
    "irv",
    "largest_remainder",
    "lot",
    "majority_judgement",
    "mean_score",
    "meek_stv",
    "more_than",
    "pairwise",
    "plurality",
    "ranked_pairs",
    "read_ballots",
    "run_off",
    "sainte_lague",
    "schulze",
    "score",
    "scottish_stv",
    "votes_held",
]


def __dir__() -> list[str]:
    """List the front's names."""
    return __all__


if not TYPE_CHECKING:  # a type checker sees the imports above, and so finds a name misspelt

    def __getattr__(name: str) -> object:
        """Load one of the front's names."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from auzolan.assembly.counting import front  # noqa: PLC0415

        return getattr(front, name)
