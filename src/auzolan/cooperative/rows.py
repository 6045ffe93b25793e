"""Every type of row that the books hold."""

from __future__ import annotations

from auzolan.assembly import state as assembly_state
from auzolan.charter import state as charter_state
from auzolan.consent import state as consent_state
from auzolan.contributions import state as contributions_state
from auzolan.foundation.books import Row
from auzolan.labour import state as labour_state
from auzolan.learning import state as learning_state
from auzolan.licensing import state as licensing_state
from auzolan.members import state as members_state
from auzolan.record import state as record_state
from auzolan.treasury import state as treasury_state
from auzolan.valuation import state as valuation_state

ROWS: tuple[type[Row], ...] = (
    record_state.SealedField,
    record_state.LogKey,
    charter_state.CharterInForce,
    charter_state.CharterVersion,
    charter_state.Mandate,
    charter_state.PowerPause,
    members_state.Member,
    members_state.ClassChange,
    members_state.MemberKey,
    contributions_state.Batch,
    contributions_state.BatchShare,
    contributions_state.SettledRow,
    consent_state.Consent,
    consent_state.ConsentStatement,
    consent_state.Trust,
    consent_state.Guardian,
    consent_state.OfAge,
    consent_state.ThirdPersons,
    consent_state.StrikeRow,
    consent_state.Group,
    consent_state.GroupInvitation,
    consent_state.GroupMember,
    consent_state.GroupBatch,
    consent_state.RightsRequest,
    learning_state.Snapshot,
    learning_state.SnapshotPart,
    learning_state.UseOfRows,
    learning_state.Model,
    learning_state.ModelDuty,
    learning_state.GroupEvaluation,
    learning_state.Evaluation,
    valuation_state.Valuation,
    labour_state.JobIndex,
    labour_state.WorkSheet,
    labour_state.WorkOfMember,
    licensing_state.Licence,
    licensing_state.MeteredDay,
    licensing_state.LicenceOffer,
    licensing_state.ApiKey,
    licensing_state.InvoiceRow,
    licensing_state.UseReport,
    licensing_state.Segment,
    licensing_state.LicenseeDuty,
    treasury_state.Account,
    treasury_state.Posting,
    treasury_state.MemberAccount,
    treasury_state.MemberPosting,
    treasury_state.Period,
    treasury_state.Booking,
    treasury_state.Hold,
    treasury_state.FundLot,
    treasury_state.Payee,
    treasury_state.Payout,
    treasury_state.PayoutApproval,
    treasury_state.PayoutLine,
    treasury_state.Accrual,
    treasury_state.RoyaltySettlement,
    treasury_state.Plan,
    treasury_state.Subscription,
    treasury_state.Contribution,
    treasury_state.Withholding,
    treasury_state.Remittance,
    treasury_state.WindingUp,
    treasury_state.Leaver,
    treasury_state.Claim,
    treasury_state.Exit,
    assembly_state.Proposal,
    assembly_state.Endorsement,
    assembly_state.RemarkRow,
    assembly_state.Meeting,
    assembly_state.Poll,
    assembly_state.RollTag,
    assembly_state.Ballot,
    assembly_state.Candidate,
    assembly_state.Interest,
    assembly_state.Proxy,
    assembly_state.PetitionRow,
    assembly_state.Signature,
    assembly_state.ChallengeRow,
)
"""Every type of row that the books hold."""
