"""The tables of the treasury, made from its rows. What a row means stands in `treasury/state.py`."""

from __future__ import annotations

from auzolan.house.storage.models import table_of
from auzolan.treasury.state import (
    Account,
    Accrual,
    Booking,
    Claim,
    Contribution,
    Exit,
    FundLot,
    Hold,
    Leaver,
    MemberAccount,
    MemberPosting,
    Payee,
    Payout,
    PayoutApproval,
    PayoutLine,
    Period,
    Plan,
    Posting,
    Remittance,
    RoyaltyOfMember,
    RoyaltySettlement,
    Subscription,
    WindingUp,
    Withholding,
)

AccountTable = table_of(Account)
PostingTable = table_of(Posting)
MemberAccountTable = table_of(MemberAccount)
MemberPostingTable = table_of(MemberPosting)
PeriodTable = table_of(Period)
PlanTable = table_of(Plan)
BookingTable = table_of(Booking)
HoldTable = table_of(Hold)
FundLotTable = table_of(FundLot)
PayeeTable = table_of(Payee)
PayoutTable = table_of(Payout)
PayoutApprovalTable = table_of(PayoutApproval)
PayoutLineTable = table_of(PayoutLine)
AccrualTable = table_of(Accrual)
RoyaltyOfMemberTable = table_of(RoyaltyOfMember)
RoyaltySettlementTable = table_of(RoyaltySettlement)
LeaverTable = table_of(Leaver)
ClaimTable = table_of(Claim)
ExitTable = table_of(Exit)
SubscriptionTable = table_of(Subscription)
ContributionTable = table_of(Contribution)
WithholdingTable = table_of(Withholding)
RemittanceTable = table_of(Remittance)
WindingUpTable = table_of(WindingUp)
