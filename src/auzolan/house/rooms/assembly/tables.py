"""The tables of the assembly, made from its rows. What a row means stands in `assembly/state.py`."""

from __future__ import annotations

from auzolan.assembly.state import (
    Ballot,
    Candidate,
    ChallengeRow,
    Endorsement,
    Interest,
    Meeting,
    PetitionRow,
    Poll,
    Proposal,
    Proxy,
    RemarkRow,
    RollTag,
    Signature,
)
from auzolan.house.storage.models import table_of

ProposalTable = table_of(Proposal)
EndorsementTable = table_of(Endorsement)
RemarkTable = table_of(RemarkRow)
MeetingTable = table_of(Meeting)
PollTable = table_of(Poll)
RollTagTable = table_of(RollTag)
BallotTable = table_of(Ballot)
CandidateTable = table_of(Candidate)
InterestTable = table_of(Interest)
ProxyTable = table_of(Proxy)
PetitionTable = table_of(PetitionRow)
SignatureTable = table_of(Signature)
ChallengeTable = table_of(ChallengeRow)
