"""The bounds of a charter: what the law of its preset, arithmetic and the kernel demand.

Every charter is checked here before it is in force, the first one and each amended one. What a
member may prefer within the bounds is not judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from auzolan.charter.articles import Charter, Tier
from auzolan.charter.authorize import KERNEL
from auzolan.charter.laws import LAWS, breaches_of
from auzolan.charter.presets import PRESETS, Preset
from auzolan.foundation.money import BASIS_POINTS
from auzolan.foundation.refusals import Refusal

MAJORITY_BP_MIN = 5_000
"""Half: with "strictly more" as the measure, no smaller group than a majority can decide."""

WITHHOLDING_BP_MAX = 5_000
"""A bound of the house: no law of a preset sets a rate here, and half is above all of them."""

KERNEL_RIGHTS = (
    ("assembly.cast", "tag"),
    ("assembly.certify", "office"),
    ("assembly.close", "office"),
    ("assembly.open_poll", "office"),
    ("assembly.propose", "member"),
    ("charter.amend", "resolution"),
    ("charter.appoint", "resolution"),
    ("charter.recall", "resolution"),
    ("consent.grant", "self"),
    ("consent.withdraw", "self"),
    ("contributions.erase", "office"),
    ("contributions.offer", "self"),
    ("contributions.share", "self"),
    ("licensing.grant", "resolution"),
    ("members.leave", "self"),
    ("members.register_key", "self"),
    ("record.redact", "office"),
    ("record.rotate_key", "office"),
    ("treasury.distribute", "resolution"),
    ("treasury.open_exit", "resolution"),
    ("treasury.set_payee", "self"),
    ("treasury.wind_up", "resolution"),
)
"""Tier 0: who may ask for these acts in every charter. No resolution can change it."""

OFFICE_RIGHTS = (
    "contributions.settle",
    "labour.assign_index",
    "labour.record_work",
    "learning.evaluate",
    "learning.seal",
    "learning.train",
    "learning.use",
    "licensing.meter",
    "licensing.receive",
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


def breaches(charter: Charter) -> tuple[Refusal, ...]:
    """All faults that keep a charter from being in force, in a fixed order.

    Args:
        charter: a charter of the right shape.
    Returns:
        One refusal a fault; empty where the charter is sound.
    Source: the law of the preset; house, kernel: one person one vote, consent one's own.
    """
    preset = PRESETS.get(charter.preset)
    if preset is None:
        known = ", ".join(sorted(PRESETS))
        return (
            Refusal(
                "charter.preset_unknown", KERNEL,
                f"There is no legal preset named {charter.preset}.",
                f"Choose one of: {known}.",
            ),
        )  # fmt: skip
    return (
        *breaches_of(charter.surplus.distribution, LAWS[charter.preset]),
        *_of_erasure(charter, preset),
        *_of_decisions(charter, preset),
        *_of_worth(charter),
        *_of_withholding(charter),
        *_of_tiers(charter),
        *_of_rights(charter),
    )


def _of_erasure(charter: Charter, preset: Preset) -> Iterator[Refusal]:
    days = charter.consent.erase_days
    if days > preset.erase_days_max:
        yield Refusal(
            "charter.outside_law", preset.erasure_articles,
            f"erase_days would be {days}; the law allows at most {preset.erase_days_max}.",
            f"Choose {preset.erase_days_max} or less.",
        )  # fmt: skip


def _of_decisions(charter: Charter, preset: Preset) -> Iterator[Refusal]:
    decisions = charter.decisions
    article = f"Art. {decisions.number}"
    if decisions.quorum_bp < preset.quorum_bp_min:
        yield Refusal(
            "charter.quorum_too_small", article,
            f"quorum_bp would be {decisions.quorum_bp}; a few could decide for all.",
            f"Choose {preset.quorum_bp_min} or more.",
        )  # fmt: skip
    simple, entrenched = decisions.majority_bp, decisions.entrenched_majority_bp
    if simple < MAJORITY_BP_MIN:
        yield Refusal(
            "charter.majority_too_small", article,
            f"majority_bp would be {simple}; a minority could decide.",
            f"Choose {MAJORITY_BP_MIN} or more.",
        )  # fmt: skip
    if entrenched < simple:
        yield Refusal(
            "charter.entrenched_too_easy", article,
            f"entrenched_majority_bp would be {entrenched}, below majority_bp with {simple}.",
            f"Choose {simple} or more.",
        )  # fmt: skip
    if max(simple, entrenched) >= BASIS_POINTS:
        yield Refusal(
            "charter.majority_out_of_reach", article,
            "Yes would have to be strictly more than all votes; nothing could ever pass.",
            f"Choose majorities below {BASIS_POINTS}.",
        )  # fmt: skip
    for name, days in (
        ("poll_days", decisions.poll_days), ("mandate_days", decisions.mandate_days)
    ):  # fmt: skip
        if days < 1:
            yield Refusal(
                "charter.no_time", article,
                f"{name} would be {days}; nobody could vote or carry out a decision in time.",
                "Choose one day or more.",
            )  # fmt: skip


def _of_worth(charter: Charter) -> Iterator[Refusal]:
    worth = charter.worth
    article = f"Art. {worth.number}"
    named = (*worth.works, *worth.vouched)
    for kind in sorted(set(named) - set(charter.consent.kinds)):
        yield Refusal(
            "charter.worth_kind_unknown", article,
            f"The article on worth names {kind}, which is no kind of rows of this charter.",
            f"Name only these: {', '.join(charter.consent.kinds)}.",
        )  # fmt: skip
    for kind, times in sorted(Counter(named).items()):
        if times > 1:
            yield Refusal(
                "charter.worth_kind_twice", article,
                f"The article on worth names {kind} {times} times.",
                "Name each kind once: as a work, or as vouched, or not at all.",
            )  # fmt: skip


def _of_withholding(charter: Charter) -> Iterator[Refusal]:
    kept_bp = charter.payouts.withholding_bp
    if kept_bp > WITHHOLDING_BP_MAX:
        yield Refusal(
            "charter.withholding_too_high", f"Art. {charter.payouts.number}",
            f"withholding_bp would be {kept_bp}; members would not see most of their own money.",
            f"Choose {WITHHOLDING_BP_MAX} or less.",
        )  # fmt: skip


def _of_tiers(charter: Charter) -> Iterator[Refusal]:
    for name, article in (("consent", charter.consent), ("decisions", charter.decisions)):
        if article.tier > Tier.ENTRENCHED:
            yield Refusal(
                "charter.tier_too_easy", KERNEL,
                f"The article on {name} would have tier {article.tier}; "
                "a simple majority could take away what it protects.",
                f"Give it tier {int(Tier.ENTRENCHED)} or {int(Tier.KERNEL)}.",
            )  # fmt: skip


def _of_rights(charter: Charter) -> Iterator[Refusal]:
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
