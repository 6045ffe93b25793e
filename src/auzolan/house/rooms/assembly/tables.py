"""The tables of the assembly, made from its rows. What a row means stands in `assembly/state.py`."""

from __future__ import annotations

from auzolan.assembly.state import Ballot, Proposal, RollTag
from auzolan.house.storage.models import table_of

ProposalTable = table_of(Proposal)
RollTagTable = table_of(RollTag)
BallotTable = table_of(Ballot)
