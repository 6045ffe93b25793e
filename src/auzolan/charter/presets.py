"""Legal presets, and the charter that `auzolan init` proposes to a founding assembly.

A preset holds the bounds that a law sets; `bounds` checks a charter against them. Nothing here is
legal advice, and nothing here reads a law: the numbers were put in by hand, each with its article.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from auzolan.charter.article import Tier
from auzolan.charter.articles import (
    Charter,
    Consent,
    Labour,
    Membership,
    Payouts,
    Right,
    Royalties,
    Surplus,
    Worth,
    held_by,
)
from auzolan.charter.deciding import Decisions, Meetings, Organs
from auzolan.charter.distribution import Distribution
from auzolan.charter.distribution_clauses import Value, with_clauses
from auzolan.charter.laws import LAWS
from auzolan.charter.laws.bound import Law
from auzolan.charter.laws.house import DECISIONS, MEETINGS, ORGANS
from auzolan.charter.texts import release_texts
from auzolan.foundation.refusals import Refusal


class Preset(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is demanded of a charter beside its distribution, which `laws` bounds.

    Attributes:
        law: its name, as a refusal cites it.
        erasure_articles: where the time to erase what a person asks to erase is set.
        erase_days_max: most days for that.
    """

    law: str
    erasure_articles: str
    erase_days_max: int


ES_PV_2019 = "es-pv-2019"
_IN_EUROPE = "Regulation (EU) 2016/679, art. 12(3)"
_BY_THE_HOUSE = "house: a month, as in Europe; no law of this preset sets a time"
_ERASURE = {ES_PV_2019: _IN_EUROPE, "es-1999": _IN_EUROPE, "it": _IN_EUROPE}

PRESETS = MappingProxyType(
    {
        name: Preset(
            law=law.title,
            erasure_articles=_ERASURE.get(name, _BY_THE_HOUSE),
            erase_days_max=30,
        )
        for name, law in LAWS.items()
    }
)
"""The presets by name; a charter may not leave the bounds of its own."""

OPERATIONS = (
    "store", "analyse", "index", "embed", "evaluate", "train", "distil", "synthesise",
    "share.enclave",
)  # fmt: skip
"""What a new co-operative does with rows; copies, replicas and open sharing need a vote."""

COMPENSABLE = (
    "work", "qualification", "training", "search", "waiting", "communication", "admin",
    "rejected", "returned", "appeal", "content-recovery",
)  # fmt: skip
"""The classes of work that the floor of a new co-operative covers: all but governance."""

_RIGHTS = (
    ("members.admit", "office", "admissions", 1),
    ("members.register_key", "self", "", 1),
    ("members.register_passkey", "self", "", 1),
    ("members.revoke_passkey", "self", "", 1),
    ("members.leave", "self", "", 1),
    ("members.set_class", "member", "", 1),
    ("contributions.offer", "self", "", 2),
    ("contributions.erase", "office", "data", 2),
    ("contributions.share", "self", "", 6),
    ("contributions.settle", "office", "audit", 6),
    ("consent.grant", "self", "", 2),
    ("consent.withdraw", "self", "", 2),
    ("consent.permit", "self", "", 2),
    ("consent.prohibit", "self", "", 2),
    ("consent.lift", "self", "", 2),
    ("consent.entrust", "self", "", 2),
    ("consent.end_trust", "self", "", 2),
    ("consent.set_guardian", "office", "admissions", 2),
    ("consent.note_third_persons", "office", "data", 2),
    ("consent.request", "self", "", 2),
    ("consent.answer", "office", "data", 2),
    ("consent.form_group", "self", "", 2),
    ("consent.invite_to_group", "self", "", 2),
    ("consent.join_group", "self", "", 2),
    ("consent.leave_group", "self", "", 2),
    ("consent.place_batch", "self", "", 2),
    ("consent.take_batch_out", "self", "", 2),
    ("consent.decide_for_group", "resolution", "data", 2),
    ("consent.strike", "resolution", "treasury", 2),
    ("consent.end_strike", "resolution", "treasury", 2),
    ("learning.seal", "office", "data", 2),
    ("learning.use", "office", "data", 2),
    ("learning.train", "office", "data", 2),
    ("learning.evaluate", "office", "data", 2),
    ("learning.evaluate_groups", "office", "data", 2),
    ("learning.note_rows", "office", "data", 2),
    ("learning.release", "office", "data", 2),
    ("learning.extend", "office", "data", 2),
    ("valuation.value", "office", "data", 2),
    ("valuation.recheck", "office", "audit", 2),
    ("labour.assign_index", "office", "treasury", 3),
    ("labour.record_work", "office", "treasury", 3),
    ("labour.settle", "office", "treasury", 3),
    ("labour.set_reference", "office", "treasury", 3),
    ("labour.open_task", "office", "work", 3),
    ("labour.close_task", "office", "work", 3),
    ("labour.log_work", "office", "work", 3),
    ("labour.accept", "office", "work", 3),
    ("labour.reject", "office", "work", 3),
    ("labour.revise", "office", "work", 3),
    ("labour.claim_time", "self", "", 3),
    ("labour.set_place", "self", "", 3),
    ("labour.comment", "self", "", 3),
    ("labour.hand_in_again", "tag", "", 3),
    ("labour.appeal", "tag", "", 3),
    ("labour.judge_appeal", "tag", "", 3),
    ("labour.rate", "tag", "", 3),
    ("labour.answer_pulse", "tag", "", 3),
    ("labour.look", "member", "", 3),
    ("labour.seat_panel", "office", "appeals", 3),
    ("labour.open_pulse", "office", "secretary", 3),
    ("labour.release_groups", "office", "data", 3),
    ("labour.forget_pages", "office", "data", 3),
    ("labour.publish_statement", "office", "data", 3),
    ("labour.answer_comment", "office", "data", 3),
    ("licensing.grant", "resolution", "treasury", 4),
    ("licensing.offer", "office", "treasury", 4),
    ("licensing.accept", "office", "treasury", 4),
    ("licensing.issue_key", "office", "treasury", 4),
    ("licensing.revoke_key", "office", "treasury", 4),
    ("licensing.invoice", "office", "treasury", 4),
    ("licensing.report_use", "office", "treasury", 4),
    ("licensing.revoke", "office", "treasury", 4),
    ("licensing.notify", "office", "data", 2),
    ("licensing.certify", "office", "data", 2),
    ("licensing.record_segment", "office", "data", 4),
    ("licensing.meter", "office", "data", 4),
    ("licensing.receive", "office", "treasury", 4),
    ("treasury.begin_closing", "office", "treasury", 4),
    ("treasury.book", "office", "treasury", 4),
    ("treasury.reverse", "office", "treasury", 4),
    ("treasury.hold", "office", "treasury", 4),
    ("treasury.post_hold", "office", "treasury", 4),
    ("treasury.void_hold", "office", "treasury", 4),
    ("treasury.set_payee", "self", "", 7),
    ("treasury.draft_payout", "office", "treasury", 7),
    ("treasury.approve_payout", "office", "signatory", 7),
    ("treasury.cancel_payout", "office", "treasury", 7),
    ("treasury.export_payout", "office", "treasury", 7),
    ("treasury.report_payout", "office", "treasury", 7),
    ("treasury.settle_payout", "office", "treasury", 7),
    ("treasury.return_payments", "office", "treasury", 7),
    ("treasury.clear_suspense", "office", "treasury", 7),
    ("treasury.close_payout", "office", "treasury", 7),
    ("treasury.accrue", "office", "data", 8),
    ("treasury.settle_royalties", "office", "treasury", 8),
    ("treasury.close_period", "office", "treasury", 4),
    ("treasury.plan", "office", "treasury", 4),
    ("treasury.distribute", "resolution", "treasury", 4),
    ("treasury.contribute", "office", "treasury", 4),
    ("treasury.withhold", "office", "treasury", 7),
    ("treasury.remit_withholding", "office", "treasury", 7),
    ("treasury.plan_winding_up", "office", "treasury", 4),
    ("treasury.wind_up", "resolution", "treasury", 4),
    ("treasury.open_exit", "resolution", "treasury", 4),
    ("treasury.pay_exit", "office", "treasury", 4),
    ("treasury.lapse", "office", "treasury", 4),
    ("assembly.propose", "member", "", 5),
    ("assembly.revise", "member", "", 5),
    ("assembly.endorse", "member", "", 5),
    ("assembly.withdraw", "member", "", 5),
    ("assembly.comment", "member", "", 5),
    ("assembly.answer", "member", "", 5),
    ("assembly.admit", "office", "secretary", 5),
    ("assembly.call", "office", "secretary", 9),
    ("assembly.convene", "member", "", 9),
    ("assembly.add_item", "member", "", 9),
    ("assembly.nominate", "member", "", 10),
    ("assembly.stand_down", "member", "", 10),
    ("assembly.declare_interest", "member", "", 9),
    ("assembly.give_proxy", "member", "", 9),
    ("assembly.revoke_proxy", "member", "", 9),
    ("assembly.open_poll", "office", "secretary", 5),
    ("assembly.cast", "tag", "", 5),
    ("assembly.close", "office", "secretary", 5),
    ("assembly.certify", "office", "audit", 5),
    ("assembly.petition", "member", "", 9),
    ("assembly.sign", "member", "", 9),
    ("assembly.challenge", "member", "", 5),
    ("assembly.decide_challenge", "office", "appeals", 5),
    ("assembly.pause", "office", "council", 10),
    ("assembly.agree_to_pause", "office", "audit", 10),
    ("assembly.keep_pause", "resolution", "secretary", 10),
    ("charter.amend", "resolution", "secretary", 5),
    ("charter.appoint", "resolution", "secretary", 5),
    ("charter.recall", "resolution", "secretary", 5),
    ("record.redact", "office", "secretary", 5),
    ("record.rotate_key", "office", "operator", 5),
)


def founding_charter(  # noqa: PLR0913 - as many as founders settle
    *,
    preset: str = ES_PV_2019,
    clauses: Mapping[str, Value] = MappingProxyType({}),
    purposes: tuple[str, ...] = ("research", "commercial"),
    kinds: tuple[str, ...] = ("purchases",),
    currency: str = "EUR",
    contribution_cents: int = 10_000,
    open_record: int = 0,
    floor_cents_hour: int = 1_500,
    works: tuple[str, ...] = (),
    vouched: tuple[str, ...] = (),
) -> Charter:
    """The charter that a new co-operative begins with, unless its founders change it.

    Args:
        preset: the legal preset whose distribution it begins with, one of `PRESETS`.
        clauses: clauses of the distribution that differ from the preset's, by flat name.
        purposes: what members may allow, in the order of their bits, 1 to 30.
        kinds: the kinds of rows that members bring, 1 to 50.
        currency: ISO 4217 code of the books' one currency.
        contribution_cents: what each member pays on joining.
        open_record: 1 where the world may read the entries from the beginning, else 0.
        floor_cents_hour: least pay for an hour of work.
        works: those of the kinds that are works.
        vouched: those of the kinds that are vouched observations.
    Returns:
        Version 1; within the bounds of its preset, unless `clauses` leave them.
    Raises:
        ValueError: no such preset, no such clause, or a value that does not fit.
    """
    distribution = _distribution(preset, clauses)
    decisions, meetings, organs = deciding_of(LAWS[preset])
    return Charter(
        preset=preset,
        currency=currency,
        version=1,
        membership=Membership(
            number=1, tier=Tier.BYLAW,
            contribution_cents=contribution_cents, open_record=open_record,
        ),
        consent=Consent(
            number=2, tier=Tier.ENTRENCHED,
            purposes=purposes, kinds=kinds, operations=OPERATIONS,
            retrain_days=30, erase_days=30, exact_hours=24, downdate_hours=72, shard_days=14,
            extended_days=90, notice_hours=72, certificate_days=30, backup_days=30, answer_days=30,
        ),
        labour=Labour(
            number=3, tier=Tier.POLICY,
            floor_cents_hour=floor_cents_hour, index_ratio_max=6, living_wage=0,
            compensable=COMPENSABLE, accept_days=7, appeal_days=14, panel_size=3,
            late_interest_bp=400, comment_days=7, page_days=90, group_public_min=10,
            group_inside_min=5, dominance_bp=5_000, noise_centi=100, skill_judgments_min=50,
        ),
        surplus=Surplus(number=4, tier=Tier.BYLAW, distribution=distribution),
        payouts=Payouts(
            number=7, tier=Tier.BYLAW,
            approvals=2, cooling_hours=72, smallest_cents=100, withholding_bp=0,
        ),
        royalties=Royalties(number=8, tier=Tier.BYLAW, part_bp=2_000),
        decisions=decisions,
        meetings=meetings,
        organs=organs,
        worth=Worth(
            number=6, tier=Tier.BYLAW, works=works, vouched=vouched, cap_rows=0,
            near_squared_max=0, recipe="",
        ),
        texts=release_texts().digest,
        holders=held_by(Right(*right) for right in _RIGHTS),
    )  # fmt: skip


def deciding_of(law: Law) -> tuple[Decisions, Meetings, Organs]:
    """How members decide when a co-operative begins under this law."""
    articles: dict[str, Decisions | Meetings | Organs] = {
        "decisions": DECISIONS, "meetings": MEETINGS, "organs": ORGANS
    }  # fmt: skip
    for clause, value in law.deciding:
        root, _, field = clause.partition(".")
        articles[root] = msgspec.structs.replace(articles[root], **{field: value})
    decisions, meetings, organs = articles.values()
    assert isinstance(decisions, Decisions)
    assert isinstance(meetings, Meetings)
    assert isinstance(organs, Organs)
    return decisions, meetings, organs


def _distribution(preset: str, clauses: Mapping[str, Value]) -> Distribution:
    if preset not in LAWS:
        raise ValueError(f"the presets are {', '.join(sorted(LAWS))}; got {preset}")
    found = with_clauses(LAWS[preset].distribution, clauses)
    if isinstance(found, Refusal):
        raise ValueError(str(found))
    return found


def offices_of(charter: Charter) -> tuple[str, ...]:
    """The offices that the charter's rights need, each once, in order of name."""
    return tuple(sorted({right.office for right in charter.rights if right.office}))
