"""The rule of metered use: a segment of answered calls, once, as it may be and to the last unit.

Each call is charged what the licence says, and the members' part of it is shared whole. Whether its
people objected at that moment was asked before it was answered (`serving_rights`); who made an answer
was found by the valuation. It charges nobody for what no annex shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.learning.state import Model
from auzolan.licensing.granting import not_serving, serves
from auzolan.licensing.rules import held, licence_unknown
from auzolan.licensing.serving_rights import used_by_day
from auzolan.licensing.standing import ARTICLE
from auzolan.licensing.state import Licence, Segment
from auzolan.licensing.use_acts import SEGMENT_ROWS_MAX, RecordSegment, SegmentRecorded
from auzolan.licensing.use_shares import (
    SHARES_AMOUNT,
    SHARES_KIND,
    SHARES_NAMES,
    USES_AMOUNT,
    USES_KIND,
    USES_NAMES,
    members_part,
)
from auzolan.members.state import Member
from auzolan.record.annex_columns import numbers, texts
from auzolan.record.annexes import Annex, ref_text
from auzolan.record.case import Case
from auzolan.record.entries import Fact

_CALL = re.compile(r"[0-9a-f]{32}\Z")
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class Uses:
    """The calls of a segment as columns, in the order in which they came.

    Attributes:
        calls: their random names, 32 hexadecimal digits.
        moments: when each was answered.
        fee_micro: what each is charged.
        members_micro: the members' part of each fee.
        answers: the salted digest of question and answer.
        shares: the salted digest of its shares.
    """

    calls: list[str]
    moments: list[int]
    fee_micro: list[int]
    members_micro: list[int]
    answers: list[str]
    shares: list[str]


@dataclass(frozen=True, slots=True)
class Shares:
    """Who earned how much by which call: columns of one length."""

    calls: list[str]
    members: list[str]
    amount_micro: list[int]


def uses_from(annex: Annex) -> Uses:
    """Read an annex `uses/1`.

    Raises:
        ValueError: another kind or other columns, or a name that is none.
    """
    _require_shape(annex, (USES_KIND, USES_AMOUNT, USES_NAMES))
    uses = Uses(
        texts(annex, "call"), numbers(annex, "at"), numbers(annex, "fee_micro"),
        numbers(annex, "members_micro"), texts(annex, "answer"), texts(annex, "shares"),
    )  # fmt: skip
    if not all(map(_CALL.match, uses.calls)) or len(set(uses.calls)) != len(uses.calls):
        raise ValueError("each call has a name of 32 hexadecimal digits of its own")
    if not all(map(_DIGEST.match, [*uses.answers, *uses.shares])):
        raise ValueError("the digests of answer and shares have 64 hexadecimal digits")
    return uses


def shares_from(annex: Annex) -> Shares:
    """Read an annex `use_shares/1`.

    Raises:
        ValueError: another kind or other columns, a member twice in a call, or an amount that is
            not above zero.
    """
    _require_shape(annex, (SHARES_KIND, SHARES_AMOUNT, SHARES_NAMES))
    shares = Shares(texts(annex, "call"), texts(annex, "member"), numbers(annex, "amount_micro"))
    if len(set(zip(shares.calls, shares.members, strict=True))) != len(shares.calls):
        raise ValueError("a member stands once in each call")
    if min(shares.amount_micro, default=1) <= 0:
        raise ValueError("each share is more than zero")
    return shares


def decide_record_segment(
    books: Books, act: RecordSegment, case: Case
) -> tuple[Fact, ...] | Refusal:
    """Whether answered calls can be written down: next in line, in the term, charged as agreed.

    The model is judged by the moment of the last call, not of the entry: what was answered before a
    replacement or a deadline is owed. So is what was answered before the licence ended.

    Args:
        books: the state before the act.
        act: the licence, the number, and two annexes.
        case: reads the annexes.
    Returns:
        `SegmentRecorded`, or the first refusal: licence, number, lines, moments, model, number of
        predictions left, fees, the members' part, shares.
    Raises:
        NotDisclosed: at the public level, since the shares are restricted.
    Source: charter, articles on consent and on royalties; the terms of the licence.
    """
    licence = books.get(Licence, act.licence)
    if licence is None:
        return licence_unknown(act.licence)
    refused = _number_refused(licence, act)
    if refused is not None:
        return refused
    try:
        uses = uses_from(case.annexes.read(act.uses))
    except ValueError as fault:
        return _malformed(fault, USES_KIND, USES_NAMES)
    part_bp = charter_of(books).royalties.part_bp
    refused = (
        _moments_refused(licence, act, uses, case)
        or _model_refused(books, licence, act.until_at)
        or _calls_refused(licence, uses, part_bp)
    )
    if refused is not None:
        return refused
    try:
        shares = shares_from(case.annexes.read(act.shares))
    except ValueError as fault:
        return _malformed(fault, SHARES_KIND, SHARES_NAMES)
    refused = _shares_refused(books, uses, shares)
    return refused or (
        SegmentRecorded(
            act.licence, act.number, len(uses.calls), sum(uses.fee_micro), sum(uses.members_micro)
        ),
    )


def apply_segment_recorded(
    books: Books, case: Case, act: RecordSegment, fact: SegmentRecorded
) -> None:
    """Add the calls to the licence, and keep where their lines are."""
    licence = held(books, fact.licence)
    predictions = licence.predictions + fact.calls
    assert predictions <= licence.predictions_max, "no more is used than was licensed"
    books.add(
        Segment(
            fact.licence, fact.number, act.from_at, act.until_at, fact.calls, fact.fee_micro,
            fact.members_micro, ref_text(act.uses), case.seq,
        )
    )  # fmt: skip
    books.put(
        msgspec.structs.replace(
            licence,
            predictions=predictions,
            accrued_micro=licence.accrued_micro + fact.fee_micro,
            segments=fact.number,
            last_use_at=act.until_at,
            members_micro=licence.members_micro + fact.members_micro,
        )
    )


def _require_shape(annex: Annex, expected: tuple[str, str, tuple[str, ...]]) -> None:
    if (annex.kind, annex.amount, annex.names) != expected:
        raise ValueError(
            f"{expected[0]} has the columns {', '.join(expected[2])} and sums {expected[1]}; "
            f"got {annex.kind} with {', '.join(annex.names)} and {annex.amount or 'no sum'}"
        )


def _malformed(fault: ValueError, kind: str, names: tuple[str, ...]) -> Refusal:
    return Refusal(
        "licensing.segment_malformed", ARTICLE, f"The calls cannot be read: {fault}.",
        f"Lay them down again as {kind} with the columns {', '.join(names)}.",
    )  # fmt: skip


def _number_refused(licence: Licence, act: RecordSegment) -> Refusal | None:
    if licence.predictions and not licence.segments:
        return used_by_day(licence)
    if act.number != licence.segments + 1:
        return Refusal(
            "licensing.segment_out_of_turn", ARTICLE,
            f"{licence.licence} has {licence.segments} segments; the next is "
            f"{licence.segments + 1}, not {act.number}.",
            "Record segments in their order, each once.",
        )  # fmt: skip
    lines = act.uses.rows
    if not 1 <= lines <= SEGMENT_ROWS_MAX:
        return Refusal(
            "licensing.segment_size", ARTICLE,
            f"A segment holds 1 to {SEGMENT_ROWS_MAX} calls; this one has {lines}.",
            "Cut the calls into segments of that size.",
        )  # fmt: skip
    return None


def _moments_refused(
    licence: Licence, act: RecordSegment, uses: Uses, case: Case
) -> Refusal | None:
    at = uses.moments
    if at != sorted(at) or (at[0], at[-1]) != (act.from_at, act.until_at):
        return Refusal(
            "licensing.moments_disordered", ARTICLE,
            "The moments of the calls do not rise from the segment's first to its last.",
            "Write the calls in the order in which they were answered.",
        )  # fmt: skip
    if at[0] < licence.last_use_at or at[-1] > case.at:
        return Refusal(
            "unknown.clock", ARTICLE,
            f"The calls run from {iso_from_moment(at[0])} to {iso_from_moment(at[-1])}; the last "
            f"recorded one was on {iso_from_moment(licence.last_use_at)}, and it is "
            f"{iso_from_moment(case.at)}.",
            "Set the clock of the house right; a call can be neither earlier nor yet to come.",
        )  # fmt: skip
    if at[0] < licence.from_at or at[-1] >= licence.until_at:
        return Refusal(
            "licensing.use_outside_term", ARTICLE,
            f"{licence.licence} runs from {iso_from_moment(licence.from_at)} to before "
            f"{iso_from_moment(licence.until_at)}; a call lies outside.",
            "Leave those calls out: they are not charged.",
        )  # fmt: skip
    return None


def _model_refused(books: Books, licence: Licence, at: int) -> Refusal | None:
    model = books.get(Model, licence.model)
    assert model is not None, "a licence is granted for a model that exists"
    return None if serves(model, at) else not_serving(books, model, at)


def _calls_refused(licence: Licence, uses: Uses, part_bp: int) -> Refusal | None:
    left = licence.predictions_max - licence.predictions
    if len(uses.calls) > left:
        return Refusal(
            "licensing.predictions_used_up", ARTICLE,
            f"{len(uses.calls)} calls were answered and {left} are left "
            f"of {licence.predictions_max}.",
            "Stop serving this licence, and put larger terms to the vote.",
        )  # fmt: skip
    part = members_part(licence.price_micro, part_bp)
    for call, fee, members in zip(uses.calls, uses.fee_micro, uses.members_micro, strict=True):
        if fee != licence.price_micro:
            return Refusal(
                "licensing.fee_differs", ARTICLE,
                f"The call {call} is charged {fee} millionths; the licence says "
                f"{licence.price_micro}.",
                "Charge each call what the licence says.",
            )  # fmt: skip
        if members != part:
            return Refusal(
                "licensing.part_differs", ARTICLE,
                f"The members' part of the call {call} is {members} millionths; by the charter "
                f"it is {part}.",
                "Share the charter's part of each fee, rounded down.",
            )  # fmt: skip
    return None


def _shares_refused(books: Books, uses: Uses, shares: Shares) -> Refusal | None:
    shared = dict.fromkeys(uses.calls, 0)
    for call, micro in zip(shares.calls, shares.amount_micro, strict=True):
        if call not in shared:
            return Refusal(
                "licensing.share_of_no_call", ARTICLE,
                f"Somebody shares in the call {call}, which is not in the segment.",
                "Share out the calls of the segment, and no others.",
            )  # fmt: skip
        shared[call] += micro
    for call, members in zip(uses.calls, uses.members_micro, strict=True):
        if shared[call] != members:
            return Refusal(
                "licensing.shares_differ", ARTICLE,
                f"The shares of the call {call} make {shared[call]} millionths; the members' part "
                f"is {members}.",
                "Share each call's part to the last millionth.",
            )  # fmt: skip
    for member in sorted(set(shares.members)):
        if books.get(Member, member) is None:
            return Refusal(
                "licensing.no_such_member", ARTICLE, f"There is no member {member}.",
                "Only members earn by a use.",
            )  # fmt: skip
    return None
