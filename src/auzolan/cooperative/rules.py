"""Which rule answers which act, and which other rooms are asked first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from auzolan.assembly import acts as assembly
from auzolan.assembly import (
    challenge_rules,
    count_rules,
    election_rules,
    execution_rules,
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
    chartering,
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
from auzolan.foundation.refusals import Refusal
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
from auzolan.learning import acts as learning
from auzolan.learning import release_rules
from auzolan.learning import rules as learning_rules
from auzolan.learning.refusals import guard_share
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
from auzolan.record.entries import Act, Fact
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
from auzolan.treasury.ledger import booking_rules, hold_rules, period_rules
from auzolan.treasury.payouts import acts as payouts
from auzolan.treasury.payouts import payout_rules, return_rules
from auzolan.treasury.royalties import acts as royalties
from auzolan.treasury.royalties import rules as royalty_rules
from auzolan.treasury.surplus import acts as surplus
from auzolan.treasury.surplus import sharing_rules
from auzolan.valuation import acts as valuation
from auzolan.valuation import rules as valuation_rules

Decide: TypeAlias = Callable[[Any, Any, Case], tuple[Fact, ...] | Refusal]
Guard: TypeAlias = Callable[[Any, Any, Case], Refusal | None]

_guard_period = period_rules.guard_open_period

RULES: dict[type[Act], tuple[Decide, tuple[Guard, ...]]] = {
    record.Redact: (record_rules.decide_redact, ()),
    record.RotateKey: (record_rules.decide_rotate_key, ()),
    charter.Found: (charter_rules.decide_found, (chartering.guard_found,)),
    charter.Amend: (
        charter_rules.decide_amend,
        (execution_rules.guard_amend, chartering.guard_amend),
    ),
    charter.Appoint: (charter_rules.decide_appoint, (members_rules.guard_appointee,)),
    charter.Recall: (charter_rules.decide_recall, ()),
    members.Admit: (members_rules.decide_admit, ()),
    members.SetClass: (members_rules.decide_set_class, ()),
    members.RegisterKey: (members_rules.decide_register_key, ()),
    members.RegisterPasskey: (passkeys.decide_register_passkey, ()),
    members.RevokePasskey: (passkeys.decide_revoke_passkey, ()),
    members.Leave: (members_rules.decide_leave, ()),
    contributions.Offer: (contributions_rules.decide_offer, ()),
    contributions.Erase: (contributions_rules.decide_erase, (consent_rules.guard_erase,)),
    contributions.Share: (ownership.decide_share, (guard_share,)),
    contributions.Settle: (ownership.decide_settle, ()),
    consent.Grant: (consent_rules.decide_grant, ()),
    consent.Withdraw: (consent_rules.decide_withdraw, ()),
    consent.Permit: (statement_rules.decide_permit, ()),
    consent.Prohibit: (statement_rules.decide_prohibit, ()),
    consent.Lift: (statement_rules.decide_lift, ()),
    consent.Entrust: (statement_rules.decide_entrust, ()),
    consent.EndTrust: (statement_rules.decide_end_trust, ()),
    consent.SetGuardian: (statement_rules.decide_set_guardian, ()),
    consent.NoteThirdPersons: (statement_rules.decide_note_third_persons, ()),
    group_acts.FormGroup: (group_rules.decide_form_group, ()),
    group_acts.InviteToGroup: (group_rules.decide_invite_to_group, ()),
    group_acts.JoinGroup: (group_rules.decide_join_group, ()),
    group_acts.LeaveGroup: (group_rules.decide_leave_group, ()),
    group_acts.PlaceBatch: (group_rules.decide_place_batch, ()),
    group_acts.TakeBatchOut: (group_rules.decide_take_batch_out, ()),
    group_acts.DecideForGroup: (group_decisions.decide_for_group, ()),
    strike_acts.Strike: (strike_rules.decide_strike, ()),
    strike_acts.EndStrike: (strike_rules.decide_end_strike, ()),
    request_acts.RequestRight: (request_rules.decide_request, ()),
    request_acts.AnswerRequest: (request_rules.decide_answer, ()),
    learning.Seal: (learning_rules.decide_seal, ()),
    learning.Use: (learning_rules.decide_use, ()),
    learning.Train: (learning_rules.decide_train, ()),
    learning.Evaluate: (learning_rules.decide_evaluate, ()),
    learning.EvaluateGroups: (release_rules.decide_evaluate_groups, ()),
    learning.NoteRows: (release_rules.decide_note_rows, ()),
    learning.Release: (release_rules.decide_release, (labour_statement_rules.guard_release,)),
    learning.Extend: (release_rules.decide_extend, ()),
    valuation.Value: (valuation_rules.decide_value, ()),
    valuation.Recheck: (valuation_rules.decide_recheck, ()),
    labour.AssignIndex: (labour_rules.decide_assign_index, ()),
    labour_statements.PublishStatement: (labour_statement_rules.decide_publish_statement, ()),
    labour_statements.CommentOnStatement: (labour_statement_rules.decide_comment, ()),
    labour_statements.AnswerComment: (labour_statement_rules.decide_answer_comment, ()),
    watch_acts.Look: (look_rules.decide_look, ()),
    work_acts.ForgetPages: (page_rules.decide_forget_pages, ()),
    voice_acts.RateIssuer: (voice_rules.decide_rate_issuer, ()),
    voice_acts.OpenPulse: (voice_rules.decide_open_pulse, ()),
    voice_acts.AnswerPulse: (voice_rules.decide_answer_pulse, ()),
    watch_acts.ReleaseGroups: (
        labour_groups.decide_release_groups,
        (period_rules.guard_closed_period,),
    ),
    labour.RecordWork: (labour_rules.decide_record_work, (_guard_period,)),
    task_acts.OpenTask: (task_rules.decide_open_task, ()),
    task_acts.CloseTask: (task_rules.decide_close_task, ()),
    task_acts.SetReference: (task_rules.decide_set_reference, ()),
    task_acts.SetPlace: (task_rules.decide_set_place, ()),
    work_acts.LogWork: (log_rules.decide_log_work, (_guard_period,)),
    work_acts.ClaimTime: (log_rules.decide_claim_time, (_guard_period,)),
    work_acts.AcceptWork: (judging_rules.decide_accept, ()),
    work_acts.RejectWork: (judging_rules.decide_reject, ()),
    work_acts.ReviseWork: (judging_rules.decide_revise, ()),
    work_acts.HandInAgain: (judging_rules.decide_hand_in_again, ()),
    work_acts.Appeal: (appeal_rules.decide_appeal, ()),
    work_acts.SeatPanel: (appeal_rules.decide_seat_panel, ()),
    work_acts.JudgeAppeal: (appeal_rules.decide_judge_appeal, ()),
    work_acts.SettleWork: (labour_settling.decide_settle, (_guard_period,)),
    licensing.License: (licensing_rules.decide_license, ()),
    licensing.Meter: (licensing_rules.decide_meter, ()),
    licensing.Receive: (licensing_rules.decide_receive, (_guard_period,)),
    use_acts.RecordSegment: (segment_rules.decide_record_segment, ()),
    life_acts.Offer: (life_rules.decide_offer, ()),
    life_acts.Accept: (life_rules.decide_accept, ()),
    life_acts.IssueKey: (life_rules.decide_issue_key, ()),
    life_acts.RevokeKey: (life_rules.decide_revoke_key, ()),
    life_acts.Invoice: (claim_rules.decide_invoice, ()),
    life_acts.ReportUse: (claim_rules.decide_report_use, ()),
    life_acts.Revoke: (life_rules.decide_revoke, ()),
    notice_acts.Notify: (notice_rules.decide_notify, ()),
    notice_acts.Certify: (notice_rules.decide_certify, ()),
    ledger.BeginClosing: (period_rules.decide_begin_closing, ()),
    ledger.ClosePeriod: (period_rules.decide_close_period, ()),
    ledger.Book: (booking_rules.decide_book, (winding_up_rules.guard_spending,)),
    ledger.Reverse: (booking_rules.decide_reverse, ()),
    ledger.PlaceHold: (hold_rules.decide_place_hold, ()),
    ledger.PostHold: (hold_rules.decide_post_hold, ()),
    ledger.VoidHold: (hold_rules.decide_void_hold, ()),
    payouts.SetPayee: (payout_rules.decide_set_payee, ()),
    payouts.DraftPayout: (payout_rules.decide_draft_payout, ()),
    payouts.ApprovePayout: (payout_rules.decide_approve_payout, ()),
    payouts.CancelPayout: (payout_rules.decide_cancel_payout, ()),
    payouts.ExportPayout: (payout_rules.decide_export_payout, ()),
    payouts.ReportPayout: (return_rules.decide_report_payout, ()),
    payouts.SettlePayout: (return_rules.decide_settle_payout, ()),
    payouts.ReturnPayments: (return_rules.decide_return_payments, ()),
    payouts.ClearSuspense: (return_rules.decide_clear_suspense, ()),
    payouts.ClosePayout: (return_rules.decide_close_payout, ()),
    royalties.Accrue: (royalty_rules.decide_accrue, ()),
    royalties.SettleRoyalties: (royalty_rules.decide_settle_royalties, ()),
    contribution.Contribute: (contribution_rules.decide_contribute, ()),
    withholding.Withhold: (withholding_rules.decide_withhold, ()),
    withholding.RemitWithholding: (withholding_rules.decide_remit_withholding, ()),
    winding_up.PlanWindingUp: (winding_up_rules.decide_plan_winding_up, ()),
    winding_up.WindUp: (winding_up_rules.decide_wind_up, ()),
    surplus.PlanDistribution: (sharing_rules.decide_plan_distribution, ()),
    surplus.Distribute: (sharing_rules.decide_distribute, ()),
    exits.OpenExit: (exit_rules.decide_open_exit, ()),
    exits.PayExit: (exit_payment_rules.decide_pay_exit, ()),
    exits.Lapse: (exit_payment_rules.decide_lapse, ()),
    assembly.Propose: (proposal_rules.decide_propose, ()),
    assembly.Revise: (proposal_rules.decide_revise, ()),
    assembly.Endorse: (proposal_rules.decide_endorse, ()),
    assembly.Admit: (proposal_rules.decide_admit, ()),
    assembly.Withdraw: (proposal_rules.decide_withdraw, ()),
    assembly.Comment: (proposal_rules.decide_comment, ()),
    assembly.Answer: (proposal_rules.decide_answer, ()),
    assembly.Call: (meeting_rules.decide_call, ()),
    assembly.Convene: (petition_uses.decide_convene, ()),
    assembly.AddItem: (petition_uses.decide_add_item, ()),
    assembly.Nominate: (election_rules.decide_nominate, ()),
    assembly.StandDown: (election_rules.decide_stand_down, ()),
    assembly.DeclareInterest: (interest_rules.decide_declare_interest, ()),
    assembly.GiveProxy: (proxy_rules.decide_give_proxy, ()),
    assembly.RevokeProxy: (proxy_rules.decide_revoke_proxy, ()),
    assembly.OpenPoll: (poll_rules.decide_open_poll, ()),
    assembly.CastBallot: (poll_rules.decide_cast_ballot, ()),
    assembly.ClosePoll: (count_rules.decide_close_poll, ()),
    assembly.Certify: (count_rules.decide_certify, ()),
    petitions.Petition: (petition_rules.decide_petition, ()),
    petitions.Sign: (petition_rules.decide_sign, ()),
    petitions.Challenge: (challenge_rules.decide_challenge, ()),
    petitions.DecideChallenge: (challenge_rules.decide_decide_challenge, ()),
    petitions.Pause: (pause_rules.decide_pause, ()),
    petitions.AgreeToPause: (pause_rules.decide_agree_to_pause, ()),
    petitions.KeepPause: (pause_rules.decide_keep_pause, ()),
}
"""Which rule answers which act, and what other rooms check before it."""
