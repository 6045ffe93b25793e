"""Who may ask for what, and which offices there are, as plain tables written from the charter's text."""

from __future__ import annotations

from dataclasses import dataclass

from simulation.small_days import NEVER

RIGHTS = {
    "consent.set_guardian": "admissions", "consent.note_third_persons": "data",
    "consent.strike": "treasury", "consent.end_strike": "treasury",
    "consent.decide_for_group": "data", "consent.answer": "data",
    "learning.note_rows": "data", "learning.evaluate_groups": "data",
    "learning.release": "data", "learning.extend": "data",
    "labour.publish_statement": "data", "labour.answer_comment": "data",
    "labour.open_task": "work", "labour.close_task": "work", "labour.log_work": "work",
    "labour.accept": "work", "labour.reject": "work", "labour.revise": "work",
    "labour.seat_panel": "appeals", "labour.set_reference": "treasury",
    "labour.settle": "treasury", "labour.forget_pages": "data", "labour.release_groups": "data",
    "labour.open_pulse": "secretary",
    "licensing.offer": "treasury", "licensing.accept": "treasury",
    "licensing.issue_key": "treasury", "licensing.revoke_key": "treasury",
    "licensing.invoice": "treasury", "licensing.report_use": "treasury",
    "licensing.revoke": "treasury", "licensing.notify": "data", "licensing.certify": "data",
    "licensing.record_segment": "data",
    "members.admit": "admissions", "contributions.erase": "data", "learning.seal": "data",
    "learning.use": "data", "learning.train": "data", "learning.evaluate": "data",
    "valuation.value": "data", "valuation.recheck": "audit", "labour.assign_index": "treasury",
    "labour.record_work": "treasury", "licensing.grant": "treasury", "licensing.meter": "data",
    "licensing.receive": "treasury", "treasury.begin_closing": "treasury",
    "treasury.close_period": "treasury", "treasury.book": "treasury",
    "treasury.reverse": "treasury", "treasury.hold": "treasury",
    "treasury.post_hold": "treasury", "treasury.void_hold": "treasury",
    "treasury.draft_payout": "treasury", "treasury.approve_payout": "signatory",
    "treasury.cancel_payout": "treasury", "treasury.export_payout": "treasury",
    "treasury.report_payout": "treasury", "treasury.settle_payout": "treasury",
    "treasury.return_payments": "treasury", "treasury.clear_suspense": "treasury",
    "treasury.close_payout": "treasury", "treasury.accrue": "data",
    "treasury.settle_royalties": "treasury", "treasury.plan": "treasury",
    "treasury.contribute": "treasury", "treasury.withhold": "treasury",
    "treasury.remit_withholding": "treasury", "treasury.plan_winding_up": "treasury",
    "treasury.wind_up": "treasury",
    "treasury.distribute": "treasury", "treasury.open_exit": "treasury",
    "treasury.pay_exit": "treasury", "treasury.lapse": "treasury",
    "assembly.admit": "secretary", "assembly.call": "secretary",
    "assembly.open_poll": "secretary", "assembly.close": "secretary",
    "assembly.certify": "audit", "assembly.pause": "council", "assembly.agree_to_pause": "audit",
    "assembly.decide_challenge": "appeals", "assembly.keep_pause": "secretary",
    "members.set_class": "admissions", "charter.amend": "secretary", "charter.appoint": "secretary",
    "charter.recall": "secretary", "contributions.settle": "audit", "record.redact": "secretary", "record.rotate_key": "operator",
}  # fmt: skip
"""Acts that need an office; the others are one's own affair or open to all."""
OWN = (
    "members.register_key", "members.register_passkey", "members.revoke_passkey", "members.leave",
    "contributions.offer", "consent.grant",
    "consent.withdraw", "consent.permit", "consent.prohibit", "consent.lift", "consent.entrust",
    "consent.end_trust", "contributions.share", "treasury.set_payee", "consent.form_group",
    "consent.invite_to_group", "consent.join_group", "consent.leave_group", "consent.place_batch",
    "consent.take_batch_out", "consent.request", "labour.comment",
    "labour.claim_time", "labour.set_place",
)  # fmt: skip
POWERS = (
    "consent.strike", "consent.end_strike", "consent.decide_for_group",
    "licensing.grant", "treasury.distribute", "charter.amend", "charter.appoint", "charter.recall",
    "treasury.open_exit", "treasury.wind_up", "assembly.keep_pause",
)  # fmt: skip
OFFICES = frozenset(RIGHTS.values())
ORGANS = {"council": (3, 1_460), "appeals": (3, 1_460)}
"""Offices that are seats in an organ: how many seats, and the days of a term."""
APART = (
    {"council", "audit"}, {"council", "appeals"}, {"audit", "treasury"}, {"audit", "secretary"},
    {"appeals", "work"},
)  # fmt: skip
"""Offices that nobody holds together."""
PAUSABLE = (
    "contributions.offer", "learning.seal", "learning.train", "learning.use", "licensing.grant",
    "members.admit", "treasury.approve_payout", "treasury.draft_payout", "treasury.export_payout",
)  # fmt: skip
"""What an emergency can stop."""


@dataclass(slots=True)
class Term:
    """Somebody in an office, from and until when; `is_cut` where it ended before its time."""

    holder: str
    from_at: int
    until_at: int = NEVER
    is_cut: bool = False
