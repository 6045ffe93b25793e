"""The charter as typed data, beside the human text of each article.

Every number that moves money or rights stands here and is voted on. Bounds that the law sets are
in `presets`; how a change comes about is in `rules`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.charter.article import Article, Bp, Cents, Days, Hours
from auzolan.charter.deciding import Decisions, Meetings, Organs
from auzolan.charter.distribution import Distribution
from auzolan.foundation import canonical
from auzolan.foundation.canonical import INTEGER_MAX, Whole
from auzolan.foundation.ids import Digest, Id, NoneOrDigest, NoneOrId


class Membership(Article, frozen=True, kw_only=True, omit_defaults=True):
    """Who belongs, what each brings in, and who may read what was done.

    A charter that says nothing of the record keeps it among the members; 0 is not written.

    Attributes:
        contribution_cents: what each member pays on joining; it is her capital.
        open_record: 1 where the whole world may read the entries, 0 where members alone may and
            the world sees the checkpoint.
    """

    contribution_cents: Cents
    open_record: Annotated[int, Meta(ge=0, le=1)] = 0


class Consent(Article, frozen=True, kw_only=True):
    """What may be done with rows at all, and how fast a withdrawal is obeyed.

    Attributes:
        purposes: end uses that a member may allow, in the order of their bits.
        kinds: the kinds of rows.
        operations: what this co-operative does with rows, terms of the taxonomy; what lies below
            one of them is meant too.
        retrain_days: for models that are trained whole.
        erase_days: for rows and their salts.
        exact_hours: for indexes and counts, from which rows are deleted exactly.
        downdate_hours: for models of closed form, from which rows are computed out.
        shard_days: for ensembles of which only shards are trained again.
        extended_days: for models trained whole, where more time was taken once.
        notice_hours: in which licensees are told.
        certificate_days: in which they certify, from then on.
        backup_days: how long a backup may hold erased rows.
        answer_days: in which a member gets an answer about her data.
    """

    purposes: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=30)]
    kinds: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=50)]
    operations: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=50)]
    retrain_days: Days
    erase_days: Days
    exact_hours: Hours
    downdate_hours: Hours
    shard_days: Days
    extended_days: Days
    notice_hours: Hours
    certificate_days: Days
    backup_days: Days
    answer_days: Days


class Labour(Article, frozen=True, kw_only=True):
    """What work is owed: the floor under an hour, how work is judged, and who may see what of it.

    Attributes:
        floor_cents_hour: the least that an hour earns, cents.
        index_ratio_max: the widest ratio between two job indexes.
        living_wage: 1 where a living wage of the place of work lifts the floor too, else 0.
        compensable: classes of work that the floor covers.
        accept_days: after so many days without a decision work is accepted.
        appeal_days: how long a rejection can be appealed.
        panel_size: how many peers judge an appeal; an odd number.
        late_interest_bp: interest a year on pay that a wrong rejection held back.
        comment_days: how long members can comment on a labour-impact statement.
        page_days: how long raw page times are kept.
        group_public_min: fewest people in a group of which a figure is published.
        group_inside_min: the same for a figure that members alone see.
        dominance_bp: most that one person may make up of a group's sum.
        noise_centi: epsilon of the noise that a calendar year's releases may spend, hundredths.
        skill_judgments_min: fewest judgments before anybody's skill is shown to another.
    """

    floor_cents_hour: Cents
    index_ratio_max: Annotated[int, Meta(ge=1, le=100)]
    living_wage: Annotated[int, Meta(ge=0, le=1)]
    compensable: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=20)]
    accept_days: Days
    appeal_days: Days
    panel_size: Annotated[int, Meta(ge=1, le=15)]
    late_interest_bp: Bp
    comment_days: Days
    page_days: Days
    group_public_min: Annotated[int, Meta(ge=1, le=10_000)]
    group_inside_min: Annotated[int, Meta(ge=1, le=10_000)]
    dominance_bp: Bp
    noise_centi: Annotated[int, Meta(ge=0, le=100_000)]
    skill_judgments_min: Annotated[int, Meta(ge=1, le=1_000_000)]


class Surplus(Article, frozen=True, kw_only=True):
    """How the result of a period is divided, and how capital comes and goes.

    Attributes:
        distribution: lines, pools, interest, losses, entry and exit; its clauses have flat names,
            as `surplus.education_bp`.
    """

    distribution: Distribution


class Payouts(Article, frozen=True, kw_only=True):
    """How money leaves: who says yes, how long a new bank account waits, what is too little.

    Attributes:
        approvals: how many people besides the one who drafted a payout must approve it.
        cooling_hours: how long a member's new bank account waits before it is paid on.
        smallest_cents: what is payable below this stays as a balance.
        withholding_bp: what is kept back for tax of the cash of a surplus.
    """

    approvals: Annotated[int, Meta(ge=1, le=5)]
    cooling_hours: Hours
    smallest_cents: Cents
    withholding_bp: Bp


class Royalties(Article, frozen=True, kw_only=True):
    """How much of what a licensee has paid may go to members by use, before any surplus."""

    part_bp: Bp


class Worth(Article, frozen=True, kw_only=True):
    """What is one thing when the worth of data is computed, and how much one person may enter.

    A kind of `works` (texts, images, recordings) is made once: equal and near rows are one,
    whoever brings them. A kind of `vouched` records events whose ids their source vouches for.
    Every other kind is a plain observation: equal rows of two people stay two.

    Attributes:
        works: kinds of the consent article that are works.
        vouched: kinds of it that are vouched observations; none is in both lists.
        cap_rows: rows of one member that enter the answer to one test question, her nearest; 0
            for all.
        near_squared_max: the greatest squared distance, in a recipe's squared steps, at which a
            valuation may take two rows of one label for one thing; 0 for equal rows only.
        recipe: digest of the one recipe by whose valuations a surplus may be shared; empty until
            the members vote on one, and then any rechecked valuation serves.
    """

    works: Annotated[tuple[Id, ...], Meta(max_length=50)]
    vouched: Annotated[tuple[Id, ...], Meta(max_length=50)]
    cap_rows: Annotated[int, Meta(ge=0, le=1_000_000)]
    near_squared_max: Annotated[int, Meta(ge=0, le=2**53 - 1)]
    recipe: NoneOrDigest


class Right(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who may ask for an act.

    Attributes:
        act: the act's name without its version, as `members.admit`.
        by: `self` (the person it concerns), `member` (any in good standing), `office` (the
            holder of a mandate for `office`), `tag` (a one-time ballot tag), `resolution` (the
            holder of `office`, with a mandate for this very subject that the members voted).
        office: the office that `office` and `resolution` need, else an empty text.
        article: the number of the article that says so.
    """

    act: Id
    by: Annotated[str, Meta(pattern=r"\A(self|member|office|tag|resolution)\Z")]
    office: NoneOrId
    article: Whole


class RightsOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """All acts that one kind of person may ask for by one article, each as `Right` tells.

    Rights are kept so, and as lists, since all of them stand in the one entry of the founding.
    """

    by: Annotated[str, Meta(pattern=r"\A(self|member|office|tag|resolution)\Z")]
    office: NoneOrId
    article: Whole
    acts: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=200)]


class Charter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole charter in force.

    Attributes:
        preset: the legal preset whose bounds it may not leave.
        currency: ISO 4217 code of the one currency of its books.
        version: counts from 1.
        texts: digest of the open annex `charter_texts/1` with the human text of each article in
            each language.
        holders: who may ask for what; see `rights`.
    """

    preset: Id
    currency: Annotated[str, Meta(pattern=r"\A[A-Z]{3}\Z")]
    version: Annotated[int, Meta(ge=1, le=INTEGER_MAX)]
    membership: Membership
    consent: Consent
    labour: Labour
    surplus: Surplus
    payouts: Payouts
    royalties: Royalties
    decisions: Decisions
    meetings: Meetings
    organs: Organs
    worth: Worth
    texts: Digest
    holders: Annotated[tuple[RightsOf, ...], Meta(max_length=200)]

    @property
    def rights(self) -> tuple[Right, ...]:
        """Who may ask for which act, one right an act."""
        return tuple(
            Right(act, held.by, held.office, held.article)
            for held in self.holders
            for act in held.acts
        )


def held_by(rights: Iterable[Right]) -> tuple[RightsOf, ...]:
    """Rights as a charter keeps them: by holder and article in order of their first act."""
    found: dict[tuple[str, str, int], list[str]] = {}
    for right in rights:
        found.setdefault((right.by, right.office, right.article), []).append(right.act)
    return tuple(RightsOf(*who, tuple(acts)) for who, acts in found.items())


_ID, _TERM = r"[a-z0-9][a-z0-9._-]{0,47}", r"[1-9][0-9]{0,3}"
Number = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Name = Annotated[
    str,
    Meta(
        max_length=2_500,
        pattern=rf"\A({_ID}(,{_ID}){{0,49}}|[<>]=?{_TERM}/{_TERM}|[0-9a-f]{{64}}|)\Z",
    ),
]
"""A name, or several in their order with commas; or a threshold, a digest, or nothing.

Nobody can write a sentence."""


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One clause with its new value: `surplus.education_bp` becomes 1500.

    Attributes:
        clause: an article and its clause.
        value: a whole number; or, for a clause that chooses, a name of its list, and for one that
            orders, all names with commas between; for the recipe that money may use its
            digest, or nothing.
    """

    clause: Annotated[str, Meta(pattern=r"\A[a-z]+\.[a-z_]+\Z")]
    value: Number | Name


_DECODER = msgspec.json.Decoder(Charter)


def charter_text(charter: Charter) -> str:
    """The charter's canonical text, as the books keep it."""
    return canonical.encode(charter).decode()


@lru_cache(maxsize=64)
def charter_from_text(text: str) -> Charter:
    """Read a charter from its canonical text; remembered, since every rule asks for it.

    Raises:
        ValueError: not a charter, or not in canonical spelling.
    """
    return canonical.decode(text.encode(), _DECODER)


@lru_cache(maxsize=64)
def rights_by_act(text: str) -> dict[str, Right]:
    """The rights of a charter by the name of the act; remembered like the charter itself."""
    return {right.act: right for right in charter_from_text(text).rights}
