"""The tables of consent, made from its rows. What a row means stands in `consent/state.py`."""

from __future__ import annotations

from auzolan.consent.state import (
    Consent,
    ConsentStatement,
    Group,
    GroupBatch,
    GroupInvitation,
    GroupMember,
    Guardian,
    OfAge,
    PayDue,
    RightsRequest,
    StrikeRow,
    ThirdPersons,
    Trust,
)
from auzolan.house.storage.models import table_of

ConsentTable = table_of(Consent)
ConsentStatementTable = table_of(ConsentStatement)
TrustTable = table_of(Trust)
GuardianTable = table_of(Guardian)
OfAgeTable = table_of(OfAge)
ThirdPersonsTable = table_of(ThirdPersons)
StrikeRowTable = table_of(StrikeRow)
GroupTable = table_of(Group)
GroupInvitationTable = table_of(GroupInvitation)
GroupMemberTable = table_of(GroupMember)
GroupBatchTable = table_of(GroupBatch)
RightsRequestTable = table_of(RightsRequest)
PayDueTable = table_of(PayDue)
