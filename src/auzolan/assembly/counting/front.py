"""The names of the counting library, all in one place; `auzolan.assembly` hands them on.

It counts nothing, and loads everything: the rules of the room import the module they need.
"""

from __future__ import annotations

from auzolan.assembly.counting.apportionment import (
    Apportioned,
    TiedSeats,
    dhondt,
    largest_remainder,
    sainte_lague,
)
from auzolan.assembly.counting.approval import Approvals, approval
from auzolan.assembly.counting.ballot_files import BadBallotFile, BallotFile
from auzolan.assembly.counting.borda import borda
from auzolan.assembly.counting.capped import capped, votes_held
from auzolan.assembly.counting.irv import irv
from auzolan.assembly.counting.lots import Lot, lot
from auzolan.assembly.counting.majority_judgement import majority_judgement
from auzolan.assembly.counting.meek_stv import meek_stv
from auzolan.assembly.counting.pairwise import Pairwise, Strength, condorcet, pairwise
from auzolan.assembly.counting.plurality import plurality, run_off
from auzolan.assembly.counting.points import PointsCount
from auzolan.assembly.counting.preferences import Preferences
from auzolan.assembly.counting.ranked_pairs import ranked_pairs
from auzolan.assembly.counting.rankings import BadBallot, Rankings
from auzolan.assembly.counting.readers import read_ballots
from auzolan.assembly.counting.schulze import schulze
from auzolan.assembly.counting.scores import Grades, mean_score, score
from auzolan.assembly.counting.scottish_stv import scottish_stv
from auzolan.assembly.counting.yes_no import (
    Base,
    Call,
    Calls,
    Part,
    Quorum,
    Whichever,
    YesNo,
    at_least,
    more_than,
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
