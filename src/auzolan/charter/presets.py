"""Legal presets, and the charter that `auzolan init` proposes to a founding assembly.

A preset holds the bounds that a law sets; `bounds` checks a charter against them. Nothing here is
legal advice, and nothing here reads a law: the numbers were put in by hand, each with its article.
"""

from __future__ import annotations

from types import MappingProxyType

import msgspec

from auzolan.charter.articles import (
    Charter,
    Consent,
    Decisions,
    Labour,
    Membership,
    Right,
    Surplus,
    Tier,
    Worth,
)


class Preset(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a law demands of a charter, in basis points and days.

    Attributes:
        law: its name, as a refusal cites it.
        surplus_articles: where it divides the surplus.
        reserve_bp_min: least part of the surplus for the obligatory reserve.
        education_bp_min: least part for education and promotion.
        funds_bp_min: least part for both together.
        erasure_articles: where it sets the time to erase what a person asks to erase.
        erase_days_max: most days for that.
        quorum_bp_min: least part of the roll that must take part in a poll. A bound of the house,
            which the law leaves to the charter: with a tenth, two must take part in the smallest
            group that this is made for, of twenty, so that nobody ever decides alone there.
    """

    law: str
    surplus_articles: str
    reserve_bp_min: int
    education_bp_min: int
    funds_bp_min: int
    erasure_articles: str
    erase_days_max: int
    quorum_bp_min: int


ES_PV_2019 = "es-pv-2019"

PRESETS = MappingProxyType(
    {
        ES_PV_2019: Preset(
            law="Basque Co-operatives Act 11/2019",
            surplus_articles="Act 11/2019, art. 70 ff.",
            reserve_bp_min=2_000,
            education_bp_min=1_000,
            funds_bp_min=3_000,
            erasure_articles="Regulation (EU) 2016/679, art. 12(3)",
            erase_days_max=30,
            quorum_bp_min=1_000,
        )
    }
)
"""The presets by name; a charter may not leave the bounds of its own."""

# The texts name no number: a number is changed by vote, and the text beside it must stay true.
_MEMBERSHIP = (
    "Membership is open to whoever brings data or work. Each member pays the contribution named "
    "here on joining. It is her capital and stays hers when she leaves. Each member has one vote."
)
_CONSENT = (
    "A member's rows are used only for the purposes that she has allowed, and only while she "
    "allows them. She may withdraw at any time. Use then stops at once. Models are retrained and "
    "rows erased within the days named here."
)
_LABOUR = (
    "Work is paid at no less than the floor named here for each hour. "
    "The highest job index may exceed the lowest by no more than the ratio named here."
)
_SURPLUS = (
    "The surplus of a period goes to the reserve, to education and to the members, in the parts "
    "named here. The members' part follows the worth of their data, their work, and their number. "
    "The cash part is paid out; the rest becomes each member's capital. "
    "Sharing it and licensing a model need a decision of the members."
)
_DECISIONS = (
    "Members decide by secret ballot, one vote each. A poll is valid when the quorum takes part. "
    "A measure passes when yes is strictly more than the majority named here of yes and no "
    "together. Entrenched articles need the greater majority. A decision takes effect after the "
    "cooling-off and lapses when its mandate ends."
)
_WORTH = (
    "The worth of data is the sum over a member's rows of what each adds to the answers of a model. "
    "What is one thing counts once. A work belongs to whoever registered it first, to its "
    "co-creators by their shares, or to whom a settled dispute gave it. What two people observed "
    "stays two observations. Of one member no more rows than the cap named here enter one answer; "
    "a cap of none lets all of them in. Rows are near up to the distance named here, and no farther. "
    "Once the members have voted on a recipe, only its valuations share a surplus."
)

_RIGHTS = (
    ("members.admit", "office", "admissions", 1),
    ("members.register_key", "self", "", 1),
    ("members.leave", "self", "", 1),
    ("contributions.offer", "self", "", 2),
    ("contributions.erase", "office", "data", 2),
    ("contributions.share", "self", "", 6),
    ("contributions.settle", "office", "audit", 6),
    ("consent.grant", "self", "", 2),
    ("consent.withdraw", "self", "", 2),
    ("learning.seal", "office", "data", 2),
    ("learning.use", "office", "data", 2),
    ("learning.train", "office", "data", 2),
    ("learning.evaluate", "office", "data", 2),
    ("valuation.value", "office", "data", 2),
    ("valuation.recheck", "office", "audit", 2),
    ("labour.assign_index", "office", "treasury", 3),
    ("labour.record_work", "office", "treasury", 3),
    ("licensing.grant", "resolution", "treasury", 4),
    ("licensing.meter", "office", "data", 4),
    ("licensing.receive", "office", "treasury", 4),
    ("treasury.close_period", "office", "treasury", 4),
    ("treasury.plan", "office", "treasury", 4),
    ("treasury.distribute", "resolution", "treasury", 4),
    ("assembly.propose", "member", "", 5),
    ("assembly.open_poll", "office", "secretary", 5),
    ("assembly.cast", "tag", "", 5),
    ("assembly.close", "office", "secretary", 5),
    ("assembly.certify", "office", "audit", 5),
    ("charter.amend", "resolution", "secretary", 5),
    ("charter.appoint", "resolution", "secretary", 5),
    ("charter.recall", "resolution", "secretary", 5),
    ("record.redact", "office", "secretary", 5),
    ("record.rotate_key", "office", "operator", 5),
)


def founding_charter(
    *,
    purposes: tuple[str, ...] = ("research", "commercial"),
    kinds: tuple[str, ...] = ("purchases",),
    currency: str = "EUR",
    contribution_cents: int = 10_000,
    floor_cents_hour: int = 1_500,
    works: tuple[str, ...] = (),
    vouched: tuple[str, ...] = (),
) -> Charter:
    """The charter that a new co-operative begins with, unless its founders change it.

    Args:
        purposes: what members may allow, in the order of their bits, 1 to 30.
        kinds: the kinds of rows that members bring, 1 to 50.
        currency: ISO 4217 code of the books' one currency.
        contribution_cents: what each member pays on joining.
        floor_cents_hour: least pay for an hour of work.
        works: those of the kinds that are works.
        vouched: those of the kinds that are vouched observations.
    Returns:
        Version 1, within the bounds of `es-pv-2019`.
    """
    return Charter(
        preset=ES_PV_2019,
        currency=currency,
        version=1,
        membership=Membership(
            number=1, tier=Tier.BYLAW, text=_MEMBERSHIP, contribution_cents=contribution_cents
        ),
        consent=Consent(
            number=2, tier=Tier.ENTRENCHED, text=_CONSENT,
            purposes=purposes, kinds=kinds, retrain_days=30, erase_days=30,
        ),
        labour=Labour(
            number=3, tier=Tier.POLICY, text=_LABOUR,
            floor_cents_hour=floor_cents_hour, index_ratio_max=6,
        ),
        surplus=Surplus(
            number=4, tier=Tier.BYLAW, text=_SURPLUS,
            reserve_bp=6_000, education_bp=1_000, patronage_bp=3_000,
            by_data_bp=6_000, by_labour_bp=3_000, by_head_bp=1_000, cash_bp=2_000,
        ),
        decisions=Decisions(
            number=5, tier=Tier.ENTRENCHED, text=_DECISIONS,
            quorum_bp=2_000, majority_bp=5_000, entrenched_majority_bp=6_667,
            poll_days=7, cooling_days=7, mandate_days=90,
        ),
        worth=Worth(
            number=6, tier=Tier.BYLAW, text=_WORTH, works=works, vouched=vouched, cap_rows=0,
            near_squared_max=0, recipe="",
        ),
        rights=tuple(Right(*right) for right in _RIGHTS),
    )  # fmt: skip


def offices_of(charter: Charter) -> tuple[str, ...]:
    """The offices that the charter's rights need, each once, in order of name."""
    return tuple(sorted({right.office for right in charter.rights if right.office}))
