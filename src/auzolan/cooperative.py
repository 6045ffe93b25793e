"""The co-operative in two tables: which rule answers which act, what each fact changes.

It also holds the one type of all acts, of all facts and of all rows, and the step that live
writing and replay have in common. It seals nothing and stores nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias, Union

import msgspec

from auzolan.assembly import acts as assembly
from auzolan.assembly import rules as assembly_rules
from auzolan.assembly import state as assembly_state
from auzolan.charter import acts as charter
from auzolan.charter import rules as charter_rules
from auzolan.charter import state as charter_state
from auzolan.charter.authorize import authorize
from auzolan.consent import acts as consent
from auzolan.consent import rules as consent_rules
from auzolan.consent import state as consent_state
from auzolan.contributions import acts as contributions
from auzolan.contributions import ownership
from auzolan.contributions import rules as contributions_rules
from auzolan.contributions import state as contributions_state
from auzolan.foundation import canonical
from auzolan.foundation.books import Books, NotDisclosed, Row
from auzolan.foundation.refusals import Refusal
from auzolan.labour import acts as labour
from auzolan.labour import rules as labour_rules
from auzolan.labour import state as labour_state
from auzolan.learning import acts as learning
from auzolan.learning import retirement
from auzolan.learning import rules as learning_rules
from auzolan.learning import state as learning_state
from auzolan.learning.refusals import guard_share
from auzolan.licensing import acts as licensing
from auzolan.licensing import rules as licensing_rules
from auzolan.licensing import state as licensing_state
from auzolan.members import acts as members
from auzolan.members import rules as members_rules
from auzolan.members import state as members_state
from auzolan.record import acts as record
from auzolan.record import rules as record_rules
from auzolan.record import state as record_state
from auzolan.record.case import Case
from auzolan.record.entries import Act, Entry, Fact
from auzolan.record.fields import field_classes
from auzolan.treasury import acts as treasury
from auzolan.treasury import (
    booking_rules,
    bookings,
    hold_rules,
    payout_acts,
    payout_rules,
    period_rules,
    return_rules,
    royalty_acts,
    royalty_rules,
    sharing_rules,
)
from auzolan.treasury import state as treasury_state
from auzolan.valuation import acts as valuation
from auzolan.valuation import rules as valuation_rules
from auzolan.valuation import state as valuation_state

RELEASES = ("0.1.0",)
"""The releases whose rules have ever decided, oldest first."""

RELEASE = RELEASES[-1]
"""The release whose rules decide; written into every entry."""

Decide: TypeAlias = Callable[[Any, Any, Case], tuple[Fact, ...] | Refusal]
Guard: TypeAlias = Callable[[Any, Any, Case], Refusal | None]
Apply: TypeAlias = Callable[[Any, Case, Any, Any], None]

_guard_period = period_rules.guard_open_period

RULES: dict[type[Act], tuple[Decide, tuple[Guard, ...]]] = {
    record.Redact: (record_rules.decide_redact, ()),
    record.RotateKey: (record_rules.decide_rotate_key, ()),
    charter.Found: (charter_rules.decide_found, ()),
    charter.Amend: (charter_rules.decide_amend, ()),
    charter.Appoint: (charter_rules.decide_appoint, (members_rules.guard_appointee,)),
    charter.Recall: (charter_rules.decide_recall, ()),
    members.Admit: (members_rules.decide_admit, ()),
    members.RegisterKey: (members_rules.decide_register_key, ()),
    members.Leave: (members_rules.decide_leave, ()),
    contributions.Offer: (contributions_rules.decide_offer, ()),
    contributions.Erase: (contributions_rules.decide_erase, (consent_rules.guard_erase,)),
    contributions.Share: (ownership.decide_share, (guard_share,)),
    contributions.Settle: (ownership.decide_settle, ()),
    consent.Grant: (consent_rules.decide_grant, ()),
    consent.Withdraw: (consent_rules.decide_withdraw, ()),
    learning.Seal: (learning_rules.decide_seal, ()),
    learning.Use: (learning_rules.decide_use, ()),
    learning.Train: (learning_rules.decide_train, ()),
    learning.Evaluate: (learning_rules.decide_evaluate, ()),
    valuation.Value: (valuation_rules.decide_value, ()),
    valuation.Recheck: (valuation_rules.decide_recheck, ()),
    labour.AssignIndex: (labour_rules.decide_assign_index, ()),
    labour.RecordWork: (labour_rules.decide_record_work, (_guard_period,)),
    licensing.License: (licensing_rules.decide_license, ()),
    licensing.Meter: (licensing_rules.decide_meter, ()),
    licensing.Receive: (licensing_rules.decide_receive, (_guard_period,)),
    treasury.BeginClosing: (period_rules.decide_begin_closing, ()),
    treasury.ClosePeriod: (period_rules.decide_close_period, ()),
    treasury.Book: (booking_rules.decide_book, ()),
    treasury.Reverse: (booking_rules.decide_reverse, ()),
    treasury.PlaceHold: (hold_rules.decide_place_hold, ()),
    treasury.PostHold: (hold_rules.decide_post_hold, ()),
    treasury.VoidHold: (hold_rules.decide_void_hold, ()),
    payout_acts.SetPayee: (payout_rules.decide_set_payee, ()),
    payout_acts.DraftPayout: (payout_rules.decide_draft_payout, ()),
    payout_acts.ApprovePayout: (payout_rules.decide_approve_payout, ()),
    payout_acts.CancelPayout: (payout_rules.decide_cancel_payout, ()),
    payout_acts.ExportPayout: (payout_rules.decide_export_payout, ()),
    payout_acts.ReportPayout: (return_rules.decide_report_payout, ()),
    payout_acts.SettlePayout: (return_rules.decide_settle_payout, ()),
    payout_acts.ReturnPayments: (return_rules.decide_return_payments, ()),
    payout_acts.ClearSuspense: (return_rules.decide_clear_suspense, ()),
    payout_acts.ClosePayout: (return_rules.decide_close_payout, ()),
    royalty_acts.Accrue: (royalty_rules.decide_accrue, ()),
    royalty_acts.SettleRoyalties: (royalty_rules.decide_settle_royalties, ()),
    treasury.PlanDistribution: (sharing_rules.decide_plan_distribution, ()),
    treasury.Distribute: (sharing_rules.decide_distribute, ()),
    assembly.Propose: (assembly_rules.decide_propose, ()),
    assembly.OpenPoll: (assembly_rules.decide_open_poll, ()),
    assembly.CastBallot: (assembly_rules.decide_cast_ballot, ()),
    assembly.ClosePoll: (assembly_rules.decide_close_poll, ()),
    assembly.Certify: (assembly_rules.decide_certify, ()),
}
"""Which rule answers which act, and what other rooms check before it."""

APPLY: dict[type[Fact], tuple[Apply, ...]] = {
    record.Redacted: (record_rules.apply_redacted,),
    record.KeyRotated: (record_rules.apply_key_rotated,),
    charter.Founded: (
        charter_rules.apply_founded,
        charter_rules.apply_founded_log,
        bookings.apply_founded_books,
    ),
    charter.MandateGiven: (charter_rules.apply_mandate_given,),
    charter.MandateUsed: (charter_rules.apply_mandate_used,),
    charter.Amended: (charter_rules.apply_amended,),
    charter.Recalled: (charter_rules.apply_recalled,),
    members.Admitted: (
        members_rules.apply_admitted,
        bookings.apply_admitted_books,
        bookings.apply_admitted_to_members,
    ),
    members.KeyRegistered: (members_rules.apply_key_registered,),
    members.Left: (
        members_rules.apply_left,
        members_rules.apply_left_mandates,
        consent_rules.apply_left,
        retirement.apply_left_models,
    ),
    contributions.Offered: (contributions_rules.apply_offered,),
    contributions.Erased: (contributions_rules.apply_erased,),
    contributions.Shared: (ownership.apply_shared,),
    contributions.Settled: (ownership.apply_settled,),
    consent.Granted: (consent_rules.apply_granted, retirement.apply_granted_models),
    consent.Withdrawn: (consent_rules.apply_withdrawn, retirement.apply_withdrawn_models),
    learning.SnapshotSealed: (learning_rules.apply_snapshot_sealed,),
    learning.Used: (learning_rules.apply_used,),
    learning.Trained: (learning_rules.apply_trained,),
    learning.Evaluated: (learning_rules.apply_evaluated,),
    valuation.Valued: (valuation_rules.apply_valued,),
    valuation.Rechecked: (valuation_rules.apply_rechecked,),
    labour.IndexAssigned: (labour_rules.apply_index_assigned,),
    labour.WorkRecorded: (
        labour_rules.apply_work_recorded,
        labour_rules.apply_work_recorded_to_members,
        bookings.apply_work_recorded_books,
        bookings.apply_work_recorded_to_accounts,
    ),
    licensing.LicenceGranted: (
        licensing_rules.apply_licence_granted,
        bookings.apply_licence_granted_books,
    ),
    licensing.Metered: (licensing_rules.apply_metered, bookings.apply_metered_books),
    licensing.Received: (licensing_rules.apply_received, bookings.apply_received_books),
    treasury.ClosingBegun: (period_rules.apply_closing_begun,),
    treasury.PeriodClosed: (period_rules.apply_period_closed,),
    treasury.Booked: (booking_rules.apply_booked, booking_rules.apply_booked_to_members),
    treasury.Reversed: (booking_rules.apply_reversed, booking_rules.apply_reversed_to_members),
    treasury.HoldPlaced: (hold_rules.apply_hold_placed,),
    treasury.HoldPosted: (hold_rules.apply_hold_posted,),
    treasury.HoldVoided: (hold_rules.apply_hold_voided,),
    payout_acts.PayeeSet: (payout_rules.apply_payee_set,),
    payout_acts.PayoutDrafted: (
        payout_rules.apply_payout_drafted,
        payout_rules.apply_payout_drafted_to_members,
    ),
    payout_acts.PayoutApproved: (payout_rules.apply_payout_approved,),
    payout_acts.PayoutCancelled: (
        payout_rules.apply_payout_cancelled,
        payout_rules.apply_payout_cancelled_to_members,
    ),
    payout_acts.PayoutExported: (payout_rules.apply_payout_exported,),
    payout_acts.PayoutReported: (
        return_rules.apply_payout_reported,
        return_rules.apply_payout_reported_to_members,
    ),
    payout_acts.PayoutSettled: (
        return_rules.apply_payout_settled,
        return_rules.apply_payout_settled_to_members,
    ),
    payout_acts.PaymentsReturned: (
        return_rules.apply_payments_returned,
        return_rules.apply_payments_returned_to_members,
    ),
    payout_acts.SuspenseCleared: (
        return_rules.apply_suspense_cleared,
        return_rules.apply_suspense_cleared_to_members,
    ),
    payout_acts.PayoutClosed: (return_rules.apply_payout_closed,),
    royalty_acts.Accrued: (royalty_rules.apply_accrued, royalty_rules.apply_accrued_to_members),
    royalty_acts.RoyaltiesSettled: (
        royalty_rules.apply_royalties_settled,
        royalty_rules.apply_royalties_settled_to_members,
    ),
    treasury.DistributionPlanned: (sharing_rules.apply_distribution_planned,),
    treasury.Distributed: (
        sharing_rules.apply_distributed,
        sharing_rules.apply_distributed_to_members,
    ),
    assembly.Proposed: (assembly_rules.apply_proposed,),
    assembly.PollOpened: (assembly_rules.apply_poll_opened,),
    assembly.BallotCast: (assembly_rules.apply_ballot_cast,),
    assembly.PollClosed: (assembly_rules.apply_poll_closed,),
    assembly.Certified: (assembly_rules.apply_certified,),
}
"""What each fact changes, room by room; restricted rows have functions of their own."""

ROWS: tuple[type[Row], ...] = (
    record_state.SealedField,
    record_state.LogKey,
    charter_state.CharterInForce,
    charter_state.CharterVersion,
    charter_state.Mandate,
    members_state.Member,
    members_state.MemberKey,
    contributions_state.Batch,
    contributions_state.BatchShare,
    contributions_state.SettledRow,
    consent_state.Consent,
    learning_state.Snapshot,
    learning_state.SnapshotPart,
    learning_state.UseOfRows,
    learning_state.Model,
    learning_state.Evaluation,
    valuation_state.Valuation,
    labour_state.JobIndex,
    labour_state.WorkSheet,
    labour_state.WorkOfMember,
    licensing_state.Licence,
    licensing_state.MeteredDay,
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
    assembly_state.Proposal,
    assembly_state.RollTag,
    assembly_state.Ballot,
)
"""Every type of row that the books hold."""

if TYPE_CHECKING:
    AnyEntry: TypeAlias = Entry[Act, Fact]
else:
    AnyEntry = Entry[Union[tuple(RULES)], Union[tuple(APPLY)]]  # noqa: UP007

ENTRY_DECODER: msgspec.json.Decoder[AnyEntry] = msgspec.json.Decoder(AnyEntry)
ACT_DECODER: msgspec.json.Decoder[Act] = msgspec.json.Decoder(Union[tuple(RULES)])  # noqa: UP007


def read_entry(text: bytes) -> AnyEntry:
    """Read an entry strictly.

    Raises:
        ValueError: not an entry of this record, or not in canonical spelling.
    """
    return canonical.decode(text, ENTRY_DECODER)


def answer(books: Books, act: Act, case: Case) -> tuple[Fact, ...] | Refusal:
    """Answer an act: the right to ask, what other rooms say, then its own rule.

    Args:
        books: the state before the act.
        act: the act with restricted fields opened and sealed ones as commitments.
        case: place, time, actor and annexes.
    Returns:
        The facts, or the first refusal.
    Raises:
        NotDisclosed: at the public level, a rule needs what is restricted.
    """
    spent = authorize(books, act, case)
    if isinstance(spent, Refusal):
        return spent
    decide, guards = RULES[type(act)]
    for guard in guards:
        refusal = guard(books, act, case)
        if refusal is not None:
            return refusal
    facts = decide(books, act, case)
    return facts if isinstance(facts, Refusal) else facts + spent


def apply_entry(books: Books, case: Case, act: Act, facts: tuple[Fact, ...]) -> int:
    """Write what an accepted act changed; live writing and replay both come through here.

    Args:
        books: the state before the act; changed.
        case: place, time, actor and annexes.
        act: the act with restricted fields opened where they can be.
        facts: the facts of its entry.
    Returns:
        How many changes could not be made because this level sees no restricted annex.
    """
    hidden = 0
    for name in field_classes(type(act)).sealed:
        books.put(record_state.SealedField(case.seq, name, -1))
    for fact in facts:
        for apply in APPLY[type(fact)]:
            try:
                apply(books, case, act, fact)
            except NotDisclosed:
                hidden += 1
    return hidden


def charter_digest(books: Books) -> str:
    """The digest of the charter in force, or an empty text before the founding."""
    row = books.get(charter_state.CharterInForce, charter_state.IN_FORCE)
    return row.digest if row is not None else ""
