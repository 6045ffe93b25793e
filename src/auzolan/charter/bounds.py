"""The bounds of a charter: what the law of its preset, arithmetic and the kernel demand.

Every charter is checked here before it is in force, the first one and each amended one. What a
member may prefer within the bounds is not judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from types import MappingProxyType

from auzolan.charter.article import Article, Tier
from auzolan.charter.articles import Charter
from auzolan.charter.authorize import KERNEL
from auzolan.charter.labour_bounds import breaches_of_labour
from auzolan.charter.laws import LAWS, breaches_of
from auzolan.charter.laws.house import HOUSE
from auzolan.charter.laws.limits import breaches_of_differ, breaches_of_limits
from auzolan.charter.presets import PRESETS, Preset
from auzolan.charter.rights_bounds import breaches_of_rights
from auzolan.charter.thresholds import is_at_least, is_part
from auzolan.foundation.refusals import Refusal

TIERS_MAX = MappingProxyType(
    {
        "consent": Tier.ENTRENCHED, "decisions": Tier.ENTRENCHED,
        "meetings": Tier.BYLAW, "organs": Tier.BYLAW,
    }
)  # fmt: skip
"""The easiest tier of each article; the others are policies at most, since orders are a council's."""

DAY_MINUTES = 1_440

WITHHOLDING_BP_MAX = 5_000
"""A bound of the house: no law of a preset sets a rate here, and half is above all of them."""

OBEYED_WITHIN = (
    ("retrain_days", 30), ("exact_hours", 24), ("downdate_hours", 72), ("shard_days", 14),
    ("extended_days", 90), ("notice_hours", 72), ("certificate_days", 30), ("backup_days", 30),
    ("answer_days", 30),
)  # fmt: skip
"""The longest that a charter may take to obey a withdrawal, or to answer a member about her data.

The last is the month of Regulation (EU) 2016/679, art. 12(3); the others are the house's."""


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
        *_of_deciding(charter),
        *_of_worth(charter),
        *breaches_of_labour(charter),
        *_of_withholding(charter),
        *_of_tiers(charter),
        *breaches_of_rights(charter),
    )


def _of_erasure(charter: Charter, preset: Preset) -> Iterator[Refusal]:
    days = charter.consent.erase_days
    if days > preset.erase_days_max:
        yield Refusal(
            "charter.outside_law", preset.erasure_articles,
            f"erase_days would be {days}; the law allows at most {preset.erase_days_max}.",
            f"Choose {preset.erase_days_max} or less.",
        )  # fmt: skip
    for name, most in OBEYED_WITHIN:
        value = getattr(charter.consent, name)
        if value > most:
            yield Refusal(
                "charter.beyond_house", "house: a no is obeyed in time",
                f"consent.{name} would be {value}; more than {most} is too long.",
                f"Choose {most} or less.",
            )  # fmt: skip
    if charter.consent.extended_days < charter.consent.retrain_days:
        yield Refusal(
            "charter.beyond_house", "house: a no is obeyed in time",
            f"consent.extended_days would be {charter.consent.extended_days}, less than retrain_days.",
            "Let the longer time be the longer one.",
        )  # fmt: skip


def _of_deciding(charter: Charter) -> Iterator[Refusal]:
    """Parts that can be read, then the orders among clauses, then the house, then the law."""
    unread = tuple(_of_parts(charter))
    if unread:
        yield from unread
        return
    articles = (charter.decisions, charter.meetings, charter.organs)
    law = LAWS[charter.preset]
    yield from _of_orders(charter)
    yield from breaches_of_limits(articles, HOUSE, "charter.beyond_house")
    yield from breaches_of_limits(articles, law.limits, "charter.beyond_law")
    yield from breaches_of_differ(articles, law.differ)


def _of_parts(charter: Charter) -> Iterator[Refusal]:
    for root in ("decisions", "meetings", "organs"):
        article = getattr(charter, root)
        for name in article.__struct_fields__:
            value = getattr(article, name)
            if isinstance(value, str) and value and not is_part(value):
                yield Refusal(
                    "charter.part_unfit", f"Art. {article.number}",
                    f"{root}.{name} would be {value}, and nothing is more than all.",
                    "Write a part between 0 and 1, as >1/2, >=2/3 or <=1/5.",
                )  # fmt: skip


def _of_orders(charter: Charter) -> Iterator[Refusal]:
    decisions, meetings = charter.decisions, charter.meetings
    article = f"Art. {decisions.number}"
    majorities = (
        decisions.policy_majority, decisions.bylaw_majority, decisions.entrenched_majority,
    )  # fmt: skip
    if not all(is_at_least(b, a) for a, b in pairwise(majorities)) or not is_at_least(
        decisions.structural_majority, decisions.policy_majority
    ):
        yield Refusal(
            "charter.majorities_out_of_order", article,
            f"Policies would need {majorities[0]}, bylaws {majorities[1]}, entrenched articles "
            f"{majorities[2]}, structure {decisions.structural_majority}.",
            "Let what is harder to change need as great a majority, or a greater one.",
        )  # fmt: skip
    cooling = (
        decisions.policy_cooling_days, decisions.bylaw_cooling_days,
        decisions.entrenched_cooling_days,
    )  # fmt: skip
    if list(cooling) != sorted(cooling):
        yield Refusal(
            "charter.cooling_out_of_order", article,
            f"Policies would cool off {cooling[0]} days, bylaws {cooling[1]}, entrenched articles "
            f"{cooling[2]}.",
            "Let what is harder to change cool off as long, or longer.",
        )  # fmt: skip
    sizes = (decisions.suspension_middle_from, decisions.suspension_large_from)
    if sizes[0] > sizes[1]:
        yield Refusal(
            "charter.sizes_out_of_order", article,
            f"A middle size would begin above {sizes[0]} members, a large one above {sizes[1]}.",
            "Let the large size begin no earlier than the middle one.",
        )  # fmt: skip
    if meetings.notice_days > meetings.notice_days_max:
        yield Refusal(
            "charter.notice_out_of_order", f"Art. {meetings.number}",
            f"Notice would be given at least {meetings.notice_days} and at most "
            f"{meetings.notice_days_max} days before.",
            "Choose a most that is not below the least.",
        )  # fmt: skip
    poll_minutes = decisions.poll_days * DAY_MINUTES
    if meetings.call_gap_minutes >= poll_minutes:
        yield Refusal(
            "charter.gap_beyond_poll", f"Art. {meetings.number}",
            f"The second call would come at least {meetings.call_gap_minutes} minutes after the "
            f"first, and a poll ends after {poll_minutes}; no meeting could be called.",
            "Let the second call come before a poll ends, or let polls run longer.",
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
    for name in charter.__struct_fields__:
        article = getattr(charter, name)
        easiest = TIERS_MAX.get(name, Tier.POLICY)
        if isinstance(article, Article) and article.tier > easiest:
            yield Refusal(
                "charter.tier_too_easy", KERNEL,
                f"The article on {name} would have tier {article.tier}; "
                "what it protects could be taken away too easily.",
                f"Give it tier {int(easiest)} or a lower number.",
            )  # fmt: skip
