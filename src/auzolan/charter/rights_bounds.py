"""Which acts a charter must leave to whom: the kernel's, and those that need an office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from auzolan.charter.articles import Charter
from auzolan.charter.authorize import KERNEL
from auzolan.foundation.refusals import Refusal

KERNEL_RIGHTS = (
    ("assembly.add_item", "member"),
    ("assembly.admit", "office"),
    ("assembly.agree_to_pause", "office"),
    ("assembly.answer", "member"),
    ("assembly.call", "office"),
    ("assembly.cast", "tag"),
    ("assembly.certify", "office"),
    ("assembly.challenge", "member"),
    ("assembly.close", "office"),
    ("assembly.comment", "member"),
    ("assembly.convene", "member"),
    ("assembly.decide_challenge", "office"),
    ("assembly.declare_interest", "member"),
    ("assembly.endorse", "member"),
    ("assembly.give_proxy", "member"),
    ("assembly.keep_pause", "resolution"),
    ("assembly.nominate", "member"),
    ("assembly.open_poll", "office"),
    ("assembly.pause", "office"),
    ("assembly.petition", "member"),
    ("assembly.propose", "member"),
    ("assembly.revise", "member"),
    ("assembly.revoke_proxy", "member"),
    ("assembly.sign", "member"),
    ("assembly.stand_down", "member"),
    ("assembly.withdraw", "member"),
    ("charter.amend", "resolution"),
    ("charter.appoint", "resolution"),
    ("charter.recall", "resolution"),
    ("consent.decide_for_group", "resolution"),
    ("consent.end_strike", "resolution"),
    ("consent.end_trust", "self"),
    ("consent.entrust", "self"),
    ("consent.form_group", "self"),
    ("consent.grant", "self"),
    ("consent.invite_to_group", "self"),
    ("consent.join_group", "self"),
    ("consent.leave_group", "self"),
    ("consent.lift", "self"),
    ("consent.permit", "self"),
    ("consent.place_batch", "self"),
    ("consent.prohibit", "self"),
    ("consent.request", "self"),
    ("consent.strike", "resolution"),
    ("consent.take_batch_out", "self"),
    ("consent.withdraw", "self"),
    ("contributions.erase", "office"),
    ("contributions.offer", "self"),
    ("contributions.share", "self"),
    ("labour.answer_pulse", "tag"),
    ("labour.appeal", "tag"),
    ("labour.claim_time", "self"),
    ("labour.comment", "self"),
    ("labour.hand_in_again", "tag"),
    ("labour.judge_appeal", "tag"),
    ("labour.look", "member"),
    ("labour.rate", "tag"),
    ("labour.set_place", "self"),
    ("licensing.grant", "resolution"),
    ("members.leave", "self"),
    ("members.register_key", "self"),
    ("members.register_passkey", "self"),
    ("members.revoke_passkey", "self"),
    ("members.set_class", "member"),
    ("record.redact", "office"),
    ("record.rotate_key", "office"),
    ("treasury.distribute", "resolution"),
    ("treasury.open_exit", "resolution"),
    ("treasury.set_payee", "self"),
    ("treasury.wind_up", "resolution"),
)
"""Tier 0: who may ask for these acts in every charter. No resolution can change it."""

OFFICE_RIGHTS = (
    "consent.answer",
    "consent.note_third_persons",
    "consent.set_guardian",
    "contributions.settle",
    "labour.accept",
    "labour.answer_comment",
    "labour.assign_index",
    "labour.close_task",
    "labour.forget_pages",
    "labour.log_work",
    "labour.open_pulse",
    "labour.open_task",
    "labour.publish_statement",
    "labour.record_work",
    "labour.reject",
    "labour.release_groups",
    "labour.revise",
    "labour.seat_panel",
    "labour.set_reference",
    "labour.settle",
    "learning.evaluate",
    "learning.evaluate_groups",
    "learning.extend",
    "learning.note_rows",
    "learning.release",
    "learning.seal",
    "learning.train",
    "learning.use",
    "licensing.accept",
    "licensing.certify",
    "licensing.invoice",
    "licensing.issue_key",
    "licensing.meter",
    "licensing.notify",
    "licensing.offer",
    "licensing.receive",
    "licensing.record_segment",
    "licensing.report_use",
    "licensing.revoke",
    "licensing.revoke_key",
    "members.admit",
    "treasury.accrue",
    "treasury.approve_payout",
    "treasury.begin_closing",
    "treasury.book",
    "treasury.cancel_payout",
    "treasury.clear_suspense",
    "treasury.close_payout",
    "treasury.close_period",
    "treasury.contribute",
    "treasury.draft_payout",
    "treasury.export_payout",
    "treasury.hold",
    "treasury.lapse",
    "treasury.pay_exit",
    "treasury.plan",
    "treasury.plan_winding_up",
    "treasury.post_hold",
    "treasury.remit_withholding",
    "treasury.report_payout",
    "treasury.return_payments",
    "treasury.reverse",
    "treasury.settle_payout",
    "treasury.settle_royalties",
    "treasury.void_hold",
    "treasury.withhold",
    "valuation.recheck",
    "valuation.value",
)
"""Acts that move money, rows or standing: a charter gives them to an office of its choice, or to
nobody. Nobody does them without answering for an office."""


def breaches_of_rights(charter: Charter) -> Iterator[Refusal]:
    """Which of a charter's rights stand in the wrong hands, in none that answer, or twice.

    Args:
        charter: a charter of the right shape.
    Source: house, kernel: one person one vote, consent one's own.
    """
    by_act = {right.act: right for right in charter.rights}
    for act, by in KERNEL_RIGHTS:
        right = by_act.get(act)
        found = right.by if right else "nobody"
        if found != by:
            yield Refusal(
                "charter.kernel_right", KERNEL,
                f"{act} would be open to {found}; the kernel gives it to {by}.",
                f"Give {act} to {by}.",
            )  # fmt: skip
    for act in OFFICE_RIGHTS:
        right = by_act.get(act)
        if right is not None and right.by != "office":
            yield Refusal(
                "charter.right_without_office", f"Art. {right.article}",
                f"{act} is open to {right.by}; nobody would answer for it.",
                "Give it to an office, or leave the right out.",
            )  # fmt: skip
    for act in sorted(by_act.keys() - dict(KERNEL_RIGHTS).keys() - {*OFFICE_RIGHTS}):
        yield Refusal(
            "charter.right_unknown", f"Art. {by_act[act].article}",
            f"A right names {act}, and there is no such act that a right could open.",
            "Leave it out, or write the name of an act without its version.",
        )  # fmt: skip
    for act, times in sorted(Counter(right.act for right in charter.rights).items()):
        if times > 1:
            yield Refusal(
                "charter.right_twice", KERNEL,
                f"{times} rights name {act}; the last would silently win.",
                "Keep one right for each act.",
            )  # fmt: skip
    for right in charter.rights:
        if (right.by in ("office", "resolution")) != bool(right.office):
            yield Refusal(
                "charter.right_without_office", f"Art. {right.article}",
                f"{right.act} is open to {right.by} and names the office {right.office or '(none)'}.",
                "Name an office for `office` and `resolution`, and none for the others.",
            )  # fmt: skip
