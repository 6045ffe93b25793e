"""What each act needs of the members: a decision of some tier, or none.

Every act that there is stands here, so that a new one is thought about before it can be asked for;
`authorize` denies what does not stand here. Who may ask is said by the rights of the charter, how a
decision of a tier is reached by its article on decisions.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from auzolan.charter.article import Tier

BY_RESOLUTION: Mapping[str, Tier] = MappingProxyType(
    {
        # A change of the charter needs the tier of what it changes, and never less than this.
        "charter.amend": Tier.POLICY,
        # Offices that are no organ may be filled by a council, within its mandate.
        "charter.appoint": Tier.ORDER,
        "charter.recall": Tier.ORDER,
        "consent.decide_for_group": Tier.POLICY,
        "consent.strike": Tier.POLICY,
        "consent.end_strike": Tier.POLICY,
        "licensing.grant": Tier.POLICY,
        "treasury.distribute": Tier.POLICY,
        "treasury.open_exit": Tier.POLICY,
        "treasury.wind_up": Tier.POLICY,
        "assembly.keep_pause": Tier.POLICY,
    }
)
"""Acts that need a live mandate, with the easiest tier of a resolution that can give one."""

WITHOUT_RESOLUTION = frozenset(
    {
        "assembly.add_item", "assembly.admit", "assembly.agree_to_pause", "assembly.answer",
        "assembly.call", "assembly.cast", "assembly.certify", "assembly.challenge",
        "assembly.close", "assembly.comment", "assembly.convene", "assembly.decide_challenge",
        "assembly.declare_interest", "assembly.endorse", "assembly.give_proxy",
        "assembly.nominate", "assembly.open_poll", "assembly.pause", "assembly.petition",
        "assembly.propose", "assembly.revise", "assembly.revoke_proxy", "assembly.sign",
        "assembly.stand_down", "assembly.withdraw",
        "charter.found",
        "consent.answer", "consent.end_trust", "consent.entrust", "consent.form_group",
        "consent.grant", "consent.invite_to_group", "consent.join_group", "consent.leave_group",
        "consent.lift", "consent.place_batch", "consent.take_batch_out",
        "consent.note_third_persons", "consent.permit", "consent.prohibit", "consent.request",
        "consent.set_guardian", "consent.withdraw",
        "contributions.erase", "contributions.offer", "contributions.settle",
        "contributions.share",
        "labour.accept", "labour.answer_comment", "labour.answer_pulse", "labour.appeal",
        "labour.assign_index", "labour.claim_time", "labour.close_task", "labour.comment",
        "labour.forget_pages", "labour.hand_in_again", "labour.judge_appeal", "labour.log_work",
        "labour.look", "labour.open_pulse", "labour.open_task", "labour.publish_statement",
        "labour.rate", "labour.record_work", "labour.reject", "labour.release_groups",
        "labour.revise", "labour.seat_panel", "labour.set_place", "labour.set_reference",
        "labour.settle",
        "learning.evaluate", "learning.evaluate_groups", "learning.extend", "learning.note_rows",
        "learning.release", "learning.seal", "learning.train", "learning.use",
        "licensing.accept", "licensing.certify", "licensing.invoice", "licensing.issue_key",
        "licensing.meter", "licensing.notify", "licensing.offer", "licensing.receive",
        "licensing.record_segment", "licensing.report_use", "licensing.revoke",
        "licensing.revoke_key",
        "members.admit", "members.leave", "members.register_key", "members.register_passkey",
        "members.revoke_passkey", "members.set_class",
        "record.redact", "record.rotate_key",
        "treasury.accrue", "treasury.approve_payout", "treasury.begin_closing", "treasury.book",
        "treasury.cancel_payout", "treasury.clear_suspense", "treasury.close_payout",
        "treasury.close_period", "treasury.contribute", "treasury.draft_payout", "treasury.export_payout",
        "treasury.hold", "treasury.lapse", "treasury.pay_exit", "treasury.plan",
        "treasury.plan_winding_up", "treasury.post_hold", "treasury.remit_withholding",
        "treasury.report_payout",
        "treasury.return_payments", "treasury.reverse", "treasury.set_payee",
        "treasury.settle_payout", "treasury.settle_royalties", "treasury.void_hold", "treasury.withhold",
        "valuation.recheck", "valuation.value",
    }
)  # fmt: skip
"""Acts that need no decision of the members beyond the right that the charter gives."""


def tier_needed(act: str) -> Tier | None:
    """The easiest tier of a resolution that an act needs, None where it needs none.

    Raises:
        LookupError: nobody has said what this act needs.
    """
    if act in WITHOUT_RESOLUTION:
        return None
    if act not in BY_RESOLUTION:
        raise LookupError(f"{act} stands neither among acts that need a resolution nor the others")
    return BY_RESOLUTION[act]
