"""Legal presets, and the charter that `auzolan init` proposes to a founding assembly.

A preset holds the bounds that a law sets; `bounds` checks a charter against them. Nothing here is
legal advice, and nothing here reads a law: the numbers were put in by hand, each with its article.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from auzolan.charter.articles import (
    Charter,
    Consent,
    Decisions,
    Labour,
    Membership,
    Payouts,
    Right,
    Royalties,
    Surplus,
    Tier,
    Worth,
)
from auzolan.charter.distribution import Distribution
from auzolan.charter.distribution_clauses import Value, with_clauses
from auzolan.charter.laws import LAWS
from auzolan.foundation.refusals import Refusal


class Preset(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is demanded of a charter beside its distribution, which `laws` bounds.

    Attributes:
        law: its name, as a refusal cites it.
        erasure_articles: where the time to erase what a person asks to erase is set.
        erase_days_max: most days for that.
        quorum_bp_min: least part of the roll that must take part in a poll. A bound of the house,
            which the laws leave to the charter: with a tenth, two must take part in the smallest
            group that this is made for, of twenty, so that nobody ever decides alone there.
    """

    law: str
    erasure_articles: str
    erase_days_max: int
    quorum_bp_min: int


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
            quorum_bp_min=1_000,
        )
        for name, law in LAWS.items()
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
    "What a period leaves after interest on capital, past losses and tax goes to the lines named "
    "here, one after the other. The rest is the members' part. It is shared by the pools named "
    "here; the cash part is paid out, and the remainder becomes each member's capital. Losses are "
    "borne in the order named here. Sharing and licensing need a decision of the members."
)
_PAYOUTS = (
    "What is owed to members is paid to the bank accounts that they have named. Whoever gathers a "
    "payout does not approve it; as many others as named here do. A new account waits for the "
    "hours named here. What is less than the smallest amount stays owed."
)
_ROYALTIES = (
    "Of what a licensee has paid, members may earn the part named here by each use of their data. "
    "It is counted in millionths and paid in whole cents; the remainder is kept for them."
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


def founding_charter(  # noqa: PLR0913 - as many as founders settle
    *,
    preset: str = ES_PV_2019,
    clauses: Mapping[str, Value] = MappingProxyType({}),
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
        preset: the legal preset whose distribution it begins with, one of `PRESETS`.
        clauses: clauses of the distribution that differ from the preset's, by flat name.
        purposes: what members may allow, in the order of their bits, 1 to 30.
        kinds: the kinds of rows that members bring, 1 to 50.
        currency: ISO 4217 code of the books' one currency.
        contribution_cents: what each member pays on joining.
        floor_cents_hour: least pay for an hour of work.
        works: those of the kinds that are works.
        vouched: those of the kinds that are vouched observations.
    Returns:
        Version 1; within the bounds of its preset, unless `clauses` leave them.
    Raises:
        ValueError: no such preset, no such clause, or a value that does not fit.
    """
    return Charter(
        preset=preset,
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
            number=4, tier=Tier.BYLAW, text=_SURPLUS, distribution=_distribution(preset, clauses)
        ),
        payouts=Payouts(
            number=7, tier=Tier.BYLAW, text=_PAYOUTS,
            approvals=2, cooling_hours=72, smallest_cents=100,
        ),
        royalties=Royalties(number=8, tier=Tier.BYLAW, text=_ROYALTIES, part_bp=2_000),
        decisions=Decisions(number=5, tier=Tier.ENTRENCHED, **_DECISIONS_DEFAULT),
        meetings=Meetings(number=9, tier=Tier.BYLAW, **_MEETINGS_DEFAULT),
        organs=Organs(number=10, tier=Tier.BYLAW, **_ORGANS_DEFAULT),
        worth=Worth(
            number=6, tier=Tier.BYLAW, text=_WORTH, works=works, vouched=vouched, cap_rows=0,
            near_squared_max=0, recipe="",
        ),
        rights=tuple(Right(*right) for right in _RIGHTS),
    )  # fmt: skip


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
