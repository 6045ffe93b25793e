"""What each fact changes, in every room that it concerns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from auzolan.assembly import acts as assembly
from auzolan.assembly import (
    challenge_rules,
    count_rules,
    election_rules,
    interest_rules,
    meeting_rules,
    pause_rules,
    petition_rules,
    petition_uses,
    poll_rules,
    proposal_rules,
    proxy_rules,
)
from auzolan.assembly import petition_acts as petitions
from auzolan.charter import acts as charter
from auzolan.charter import rules as charter_rules
from auzolan.consent import acts as consent
from auzolan.consent import (
    group_acts,
    group_decisions,
    group_rules,
    request_acts,
    request_rules,
    statement_rules,
    strike_acts,
    strike_rules,
)
from auzolan.consent import rules as consent_rules
from auzolan.contributions import acts as contributions
from auzolan.contributions import ownership
from auzolan.contributions import rules as contributions_rules
from auzolan.labour import acts as labour
from auzolan.labour import rules as labour_rules
from auzolan.labour.groups import rules as labour_groups
from auzolan.labour.paying import rules as labour_settling
from auzolan.labour.statements import acts as labour_statements
from auzolan.labour.statements import rules as labour_statement_rules
from auzolan.labour.tasks import acts as task_acts
from auzolan.labour.tasks import rules as task_rules
from auzolan.labour.voice import acts as voice_acts
from auzolan.labour.voice import rules as voice_rules
from auzolan.labour.watching import acts as watch_acts
from auzolan.labour.watching import look_rules, page_rules
from auzolan.labour.work import acts as work_acts
from auzolan.labour.work import appeal_rules, judging_rules, log_rules
from auzolan.labour.work import pay_due as labour_pay_due
from auzolan.learning import acts as learning
from auzolan.learning import group_retirement, release_rules, retirement
from auzolan.learning import rules as learning_rules
from auzolan.licensing import acts as licensing
from auzolan.licensing import (
    claim_rules,
    life_acts,
    life_rules,
    notice_acts,
    notice_rules,
    segment_rules,
    use_acts,
)
from auzolan.licensing import rules as licensing_rules
from auzolan.members import acts as members
from auzolan.members import passkeys
from auzolan.members import rules as members_rules
from auzolan.record import acts as record
from auzolan.record import rules as record_rules
from auzolan.record.case import Case
from auzolan.record.entries import Fact
from auzolan.treasury.capital import contribution_acts as contribution
from auzolan.treasury.capital import (
    contribution_rules,
    exit_payment_rules,
    exit_rules,
    winding_up_rules,
    withholding_rules,
)
from auzolan.treasury.capital import exit_acts as exits
from auzolan.treasury.capital import winding_up_acts as winding_up
from auzolan.treasury.capital import withholding_acts as withholding
from auzolan.treasury.ledger import acts as ledger
from auzolan.treasury.ledger import booking_rules, bookings, hold_rules, period_rules
from auzolan.treasury.payouts import acts as payouts
from auzolan.treasury.payouts import payout_rules, return_rules
from auzolan.treasury.royalties import acts as royalties
from auzolan.treasury.royalties import rules as royalty_rules
from auzolan.treasury.surplus import acts as surplus
from auzolan.treasury.surplus import sharing_rules
from auzolan.valuation import acts as valuation
from auzolan.valuation import rules as valuation_rules

Apply: TypeAlias = Callable[[Any, Case, Any, Any], None]

APPLY: dict[type[Fact], tuple[Apply, ...]] = {
    record.Redacted: (record_rules.apply_redacted,),
    record.KeyRotated: (record_rules.apply_key_rotated,),
    charter.Founded: (
        charter_rules.apply_founded,
        charter_rules.apply_founded_log,
        bookings.apply_founded_books,
    ),
    charter.MandateGiven: (charter_rules.apply_mandate_given,),
    charter.MandateUsed: (charter_rules.apply_mandate_used, count_rules.apply_mandate_used),
    charter.Amended: (charter_rules.apply_amended,),
    charter.Recalled: (charter_rules.apply_recalled,),
    charter.TermEnded: (charter_rules.apply_term_ended,),
    members.Admitted: (
        members_rules.apply_admitted,
        bookings.apply_admitted_books,
        bookings.apply_admitted_to_members,
    ),
    members.ClassSet: (members_rules.apply_class_set,),
    members.KeyRegistered: (members_rules.apply_key_registered,),
    members.PasskeyRegistered: (passkeys.apply_passkey_registered,),
    members.PasskeyRevoked: (passkeys.apply_passkey_revoked,),
    members.Left: (
        members_rules.apply_left,
        members_rules.apply_left_mandates,
        passkeys.apply_left_passkeys,
        election_rules.apply_left_candidates,
        consent_rules.apply_left,
        group_rules.apply_left_groups,
        retirement.apply_left_models,
        notice_rules.apply_licensees_told,
        exit_rules.apply_left_accounts,
        petition_rules.apply_left_petitions,
        proxy_rules.apply_left_proxies,
    ),
    contributions.Offered: (contributions_rules.apply_offered,),
    contributions.Erased: (contributions_rules.apply_erased,),
    contributions.Shared: (ownership.apply_shared,),
    contributions.Settled: (ownership.apply_settled,),
    consent.Granted: (
        consent_rules.apply_granted,
        retirement.apply_granted_models,
        notice_rules.apply_licensees_told,
    ),
    consent.Withdrawn: (
        consent_rules.apply_withdrawn,
        retirement.apply_withdrawn_models,
        notice_rules.apply_licensees_told,
    ),
    consent.Permitted: (statement_rules.apply_permitted,),
    consent.Prohibited: (
        statement_rules.apply_prohibited,
        retirement.apply_prohibited_models,
        notice_rules.apply_licensees_told,
    ),
    consent.Lifted: (
        statement_rules.apply_lifted,
        retirement.apply_lifted_models,
        notice_rules.apply_licensees_told,
    ),
    consent.Entrusted: (statement_rules.apply_entrusted,),
    consent.TrustEnded: (statement_rules.apply_trust_ended,),
    consent.GuardianSet: (
        statement_rules.apply_guardian_set,
        statement_rules.apply_guardian_set_to_members,
        group_rules.apply_guardian_set_groups,
        group_retirement.apply_guardian_set_models,
        notice_rules.apply_licensees_told,
    ),
    consent.ThirdPersonsNoted: (statement_rules.apply_third_persons_noted,),
    group_acts.GroupFormed: (group_rules.apply_group_formed,),
    group_acts.InvitedToGroup: (group_rules.apply_invited_to_group,),
    group_acts.JoinedGroup: (group_rules.apply_joined_group,),
    group_acts.LeftGroup: (
        group_rules.apply_left_group,
        group_retirement.apply_left_group_models,
        notice_rules.apply_licensees_told,
    ),
    group_acts.BatchPlaced: (
        group_rules.apply_batch_placed,
        group_retirement.apply_batch_placed_models,
        notice_rules.apply_licensees_told,
    ),
    group_acts.BatchTakenOut: (
        group_rules.apply_batch_taken_out,
        group_retirement.apply_batch_taken_out_models,
        notice_rules.apply_licensees_told,
    ),
    group_acts.GroupPermitted: (group_decisions.apply_group_permitted,),
    group_acts.GroupProhibited: (
        group_decisions.apply_group_prohibited,
        group_retirement.apply_group_prohibited_models,
        notice_rules.apply_licensees_told,
    ),
    group_acts.GroupLifted: (
        group_decisions.apply_group_lifted,
        group_retirement.apply_group_lifted_models,
        notice_rules.apply_licensees_told,
    ),
    strike_acts.Struck: (strike_rules.apply_struck,),
    strike_acts.StrikeEnded: (strike_rules.apply_strike_ended,),
    request_acts.Requested: (request_rules.apply_requested,),
    request_acts.RequestAnswered: (request_rules.apply_answered,),
    learning.SnapshotSealed: (learning_rules.apply_snapshot_sealed,),
    learning.Used: (learning_rules.apply_used,),
    learning.Trained: (learning_rules.apply_trained,),
    learning.Evaluated: (learning_rules.apply_evaluated,),
    learning.GroupsEvaluated: (release_rules.apply_groups_evaluated,),
    learning.RowsNoted: (release_rules.apply_rows_noted,),
    learning.Released: (release_rules.apply_released,),
    learning.Extended: (release_rules.apply_extended,),
    valuation.Valued: (valuation_rules.apply_valued,),
    valuation.Rechecked: (valuation_rules.apply_rechecked,),
    labour.IndexAssigned: (labour_rules.apply_index_assigned,),
    labour_statements.StatementPublished: (labour_statement_rules.apply_statement_published,),
    labour_statements.Commented: (labour_statement_rules.apply_commented,),
    labour_statements.CommentAnswered: (labour_statement_rules.apply_comment_answered,),
    watch_acts.Looked: (look_rules.apply_looked, look_rules.apply_looked_to_member),
    work_acts.PagesForgotten: (page_rules.apply_pages_forgotten,),
    voice_acts.IssuerRated: (voice_rules.apply_issuer_rated,),
    voice_acts.PulseOpened: (voice_rules.apply_pulse_opened,),
    voice_acts.PulseAnswered: (
        voice_rules.apply_pulse_answered,
        voice_rules.apply_pulse_answered_to_tags,
    ),
    watch_acts.GroupsReleased: (
        labour_groups.apply_groups_released,
        labour_groups.apply_groups_released_to_atoms,
    ),
    task_acts.TaskOpened: (task_rules.apply_task_opened,),
    task_acts.TaskClosed: (task_rules.apply_task_closed,),
    task_acts.ReferenceSet: (task_rules.apply_reference_set,),
    task_acts.PlaceSet: (task_rules.apply_place_set,),
    work_acts.WorkLogged: (
        log_rules.apply_work_logged,
        log_rules.apply_work_logged_to_members,
        labour_pay_due.apply_work_logged_pay_due,
    ),
    work_acts.TimeClaimed: (
        log_rules.apply_time_claimed,
        labour_pay_due.apply_time_claimed_pay_due,
    ),
    work_acts.WorkAccepted: (judging_rules.apply_accepted,),
    work_acts.WorkRejected: (
        judging_rules.apply_rejected,
        judging_rules.apply_rejected_to_members,
    ),
    work_acts.WorkHandedBack: (
        judging_rules.apply_handed_back,
        judging_rules.apply_handed_back_to_members,
    ),
    work_acts.HandedInAgain: (judging_rules.apply_handed_in_again,),
    work_acts.Appealed: (appeal_rules.apply_appealed, appeal_rules.apply_appealed_to_members),
    work_acts.PanelSeated: (appeal_rules.apply_panel_seated,),
    work_acts.AppealJudged: (
        appeal_rules.apply_appeal_judged,
        appeal_rules.apply_appeal_judged_to_members,
    ),
    labour.WorkRecorded: (
        labour_rules.apply_work_recorded,
        labour_rules.apply_work_recorded_to_members,
        bookings.apply_work_recorded_books,
        bookings.apply_work_recorded_to_accounts,
    ),
    work_acts.WorkSettled: (
        labour_settling.apply_work_settled,
        labour_pay_due.apply_work_settled_pay_due,
        labour_settling.apply_work_settled_to_members,
        labour_settling.apply_work_settled_to_submissions,
        bookings.apply_work_settled_books,
        bookings.apply_work_settled_to_accounts,
    ),
    licensing.LicenceGranted: (
        licensing_rules.apply_licence_granted,
        bookings.apply_licence_granted_books,
    ),
    licensing.Metered: (licensing_rules.apply_metered, bookings.apply_metered_books),
    licensing.Received: (licensing_rules.apply_received, bookings.apply_received_books),
    use_acts.SegmentRecorded: (
        segment_rules.apply_segment_recorded,
        bookings.apply_segment_recorded_books,
    ),
    life_acts.Offered: (life_rules.apply_offered,),
    life_acts.Accepted: (life_rules.apply_accepted,),
    life_acts.KeyIssued: (life_rules.apply_key_issued,),
    life_acts.KeyRevoked: (life_rules.apply_key_revoked,),
    life_acts.Invoiced: (claim_rules.apply_invoiced,),
    life_acts.UseReported: (claim_rules.apply_use_reported,),
    life_acts.Revoked: (life_rules.apply_revoked,),
    notice_acts.Notified: (notice_rules.apply_notified,),
    notice_acts.Certified: (notice_rules.apply_certified,),
    ledger.ClosingBegun: (period_rules.apply_closing_begun,),
    ledger.PeriodClosed: (period_rules.apply_period_closed,),
    ledger.Booked: (booking_rules.apply_booked, booking_rules.apply_booked_to_members),
    ledger.Reversed: (booking_rules.apply_reversed, booking_rules.apply_reversed_to_members),
    ledger.HoldPlaced: (hold_rules.apply_hold_placed,),
    ledger.HoldPosted: (hold_rules.apply_hold_posted,),
    ledger.HoldVoided: (hold_rules.apply_hold_voided,),
    payouts.PayeeSet: (payout_rules.apply_payee_set,),
    payouts.PayoutDrafted: (
        payout_rules.apply_payout_drafted,
        payout_rules.apply_payout_drafted_to_members,
    ),
    payouts.PayoutApproved: (payout_rules.apply_payout_approved,),
    payouts.PayoutCancelled: (
        payout_rules.apply_payout_cancelled,
        payout_rules.apply_payout_cancelled_to_members,
    ),
    payouts.PayoutExported: (payout_rules.apply_payout_exported,),
    payouts.PayoutReported: (
        return_rules.apply_payout_reported,
        return_rules.apply_payout_reported_to_members,
    ),
    payouts.PayoutSettled: (
        return_rules.apply_payout_settled,
        return_rules.apply_payout_settled_to_members,
    ),
    payouts.PaymentsReturned: (
        return_rules.apply_payments_returned,
        return_rules.apply_payments_returned_to_members,
    ),
    payouts.SuspenseCleared: (
        return_rules.apply_suspense_cleared,
        return_rules.apply_suspense_cleared_to_members,
    ),
    payouts.PayoutClosed: (return_rules.apply_payout_closed,),
    royalties.Accrued: (royalty_rules.apply_accrued, royalty_rules.apply_accrued_to_members),
    royalties.RoyaltiesSettled: (
        royalty_rules.apply_royalties_settled,
        royalty_rules.apply_royalties_settled_to_members,
    ),
    contribution.Contributed: (
        contribution_rules.apply_contributed,
        contribution_rules.apply_contributed_to_members,
    ),
    withholding.Withheld: (
        withholding_rules.apply_withheld,
        withholding_rules.apply_withheld_to_members,
    ),
    withholding.WithholdingRemitted: (
        withholding_rules.apply_withholding_remitted,
        withholding_rules.apply_withholding_remitted_to_members,
    ),
    winding_up.WindingUpPlanned: (winding_up_rules.apply_winding_up_planned,),
    winding_up.WoundUp: (
        charter_rules.apply_ended,
        winding_up_rules.apply_wound_up,
        winding_up_rules.apply_wound_up_to_members,
    ),
    surplus.DistributionPlanned: (sharing_rules.apply_distribution_planned,),
    surplus.Distributed: (
        sharing_rules.apply_distributed,
        sharing_rules.apply_distributed_to_members,
    ),
    exits.ExitOpened: (exit_rules.apply_exit_opened, exit_rules.apply_exit_opened_to_members),
    exits.CapitalTakenOver: (exit_rules.apply_capital_taken_over,),
    exits.ExitPaid: (
        exit_payment_rules.apply_exit_paid,
        exit_payment_rules.apply_exit_paid_to_members,
    ),
    exits.Lapsed: (
        exit_payment_rules.apply_lapsed,
        exit_payment_rules.apply_lapsed_to_members,
    ),
    assembly.Proposed: (proposal_rules.apply_proposed,),
    assembly.Revised: (proposal_rules.apply_revised,),
    assembly.Endorsed: (proposal_rules.apply_endorsed,),
    assembly.Admitted: (proposal_rules.apply_admitted,),
    assembly.FoundInadmissible: (proposal_rules.apply_found_inadmissible,),
    assembly.Withdrawn: (proposal_rules.apply_withdrawn,),
    assembly.Commented: (proposal_rules.apply_commented,),
    assembly.Answered: (proposal_rules.apply_answered,),
    assembly.Called: (meeting_rules.apply_called, petition_uses.apply_convened),
    assembly.ItemAdded: (meeting_rules.apply_item_added, petition_uses.apply_petition_added),
    assembly.Nominated: (election_rules.apply_nominated,),
    assembly.StoodDown: (election_rules.apply_stood_down,),
    assembly.InterestDeclared: (interest_rules.apply_interest_declared,),
    assembly.ProxyGiven: (proxy_rules.apply_proxy_given,),
    assembly.ProxyRevoked: (proxy_rules.apply_proxy_revoked,),
    assembly.PollOpened: (poll_rules.apply_poll_opened,),
    assembly.BallotCast: (poll_rules.apply_ballot_cast, poll_rules.apply_ballot_cast_to_tags),
    assembly.PollClosed: (count_rules.apply_poll_closed,),
    assembly.Certified: (count_rules.apply_certified,),
    petitions.PetitionSigned: (petition_rules.apply_petition_signed,),
    petitions.Confirming: (petition_rules.apply_confirming,),
    petitions.Suspended: (challenge_rules.apply_suspended,),
    petitions.Challenged: (challenge_rules.apply_challenged,),
    petitions.ChallengeDecided: (challenge_rules.apply_challenge_decided,),
    petitions.PauseAsked: (pause_rules.apply_pause_asked,),
    petitions.Paused: (pause_rules.apply_paused,),
}
"""What each fact changes, room by room; restricted rows have functions of their own."""
