"""Segments of metered calls: each refusal in its order, sums to the last millionth, nothing mixed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.foundation.moments import DAY_MS, day_from_moment
from auzolan.learning.state import REPLACED
from auzolan.licensing.acts import Meter, Receive
from auzolan.licensing.life_acts import Revoke
from auzolan.licensing.state import Licence, Segment
from auzolan.licensing.use_acts import SEGMENT_ROWS_MAX, RecordSegment, SegmentRecorded
from auzolan.licensing.use_shares import (
    SHARES_AMOUNT,
    SHARES_KIND,
    USES_AMOUNT,
    USES_KIND,
    members_part,
    share_use,
    shares_digest,
)
from auzolan.treasury.accounts import deferred_account, receivable_account
from auzolan.treasury.royalties.acts import Accrue
from auzolan.treasury.state import Account
from support.small_coop import AT, SEALED, SmallCoop

FEE = 12_300
PART = members_part(FEE, 2_000)
WHO = ("m001", "m002", "m003")
Column = list[int | str]


class Coop(SmallCoop):
    """A licence whose calls are counted; what a test changes of a segment is given by name."""

    def __init__(self) -> None:
        super().__init__()
        self.admit(*WHO)
        self.model(card="d" * 64)
        self.license()
        self.at = AT + DAY_MS
        self.calls = 0

    def row(self) -> Licence:
        """The licence."""
        found = self.books.get(Licence, "dairy")
        assert found is not None
        return found

    def uses(self, moments: list[int], **columns: Column) -> dict[str, Column]:
        """Calls at these moments, charged as they should be."""
        first, self.calls = self.calls, self.calls + len(moments)
        made: dict[str, Column] = {
            "answer": [SEALED] * len(moments),
            "at": list(moments),
            "call": [f"{first + place:032x}" for place in range(len(moments))],
            "fee_micro": [FEE] * len(moments),
            "members_micro": [PART] * len(moments),
            "shares": [SEALED] * len(moments),
        }
        return made | columns

    def shares(self, calls: Column, **columns: Column) -> dict[str, Column]:
        """Every call's part, shared by two."""
        made: dict[str, Column] = {"amount_micro": [], "call": [], "member": []}
        for call in calls:
            made["amount_micro"] += [PART - 460, 460]
            made["call"] += [call, call]
            made["member"] += [WHO[0], WHO[1]]
        return made | columns

    def segment(
        self, number: int = 1, moments: list[int] | None = None, *,
        uses: dict[str, Column] | None = None, shares: dict[str, Column] | None = None,
        kinds: tuple[str, str] = (USES_KIND, SHARES_KIND), **act: object,
    ) -> RecordSegment:  # fmt: skip
        """The act that records these calls."""
        lines = uses or self.uses(moments or [AT, AT, AT + 5])
        shared = shares or self.shares(lines["call"])
        fields = {
            "licence": "dairy", "number": number, "from_at": min(lines["at"], default=0),
            "until_at": max(lines["at"], default=0),
            "uses": self.annexes.make(kinds[0], lines, amount=USES_AMOUNT),
            "shares": self.annexes.make(kinds[1], shared, amount=SHARES_AMOUNT),
        }  # fmt: skip
        return RecordSegment(**(fields | act))  # type: ignore[arg-type]


@pytest.fixture
def coop() -> Coop:
    return Coop()


# --- what is written ---------------------------------------------------------------------------------


def test_a_segment_counts_calls_and_books_what_is_owed(coop: Coop) -> None:
    """Goal: licence, row and ledger agree. Method: three calls; look at all of them."""
    act = coop.segment()
    assert coop.done(act) == SegmentRecorded("dairy", 1, 3, 3 * FEE, 3 * PART)
    row, seg = coop.row(), coop.books.get(Segment, ("dairy", 1))
    assert (row.predictions, row.segments, row.last_use_at) == (3, 1, AT + 5)
    assert row.accrued_micro == 10_000 * 10_000 + 3 * FEE
    assert row.members_micro == 3 * PART
    assert seg is not None
    assert (seg.from_at, seg.until_at, seg.calls, seg.fee_micro) == (AT, AT + 5, 3, 3 * FEE)
    for account, sign in ((receivable_account, 1), (deferred_account, -1)):
        found = coop.books.get(Account, account("milk-ltd"))
        assert found is not None
        assert found.balance == sign * row.accrued_micro


def test_segments_of_a_licence_follow_each_other(coop: Coop) -> None:
    """Goal: no gap, no repeat. Method: numbers 2, then 1, then 1 again, then 2."""
    assert coop.refused(coop.segment(2)) == "licensing.segment_out_of_turn"
    coop.done(coop.segment(1))
    assert coop.refused(coop.segment(1)) == "licensing.segment_out_of_turn"
    coop.done(coop.segment(2, [AT + 5, AT + 9]))
    assert coop.row().predictions == 5


# --- refusals, in their order ----------------------------------------------------------------------


def test_a_licence_that_nobody_granted_has_no_segments(coop: Coop) -> None:
    """Goal: nothing unknown is charged. Method: another licence."""
    assert coop.refused(coop.segment(licence="other")) == "licensing.licence_unknown"


def test_days_and_segments_exclude_each_other(coop: Coop) -> None:
    """Goal: nothing is counted twice. Method: a day then a segment; a segment then a day."""
    day = Meter("dairy", day_from_moment(AT), 10)
    coop.done(coop.segment())
    assert coop.refused(day) == "licensing.metered_by_call"
    other = Coop()
    other.done(day)
    assert other.refused(other.segment()) == "licensing.reported_by_day"


def test_a_segment_has_a_line_and_at_most_ten_thousand(coop: Coop) -> None:
    """Goal: segments stay readable. Method: one line too many, as the entry names it."""
    act = coop.segment()
    many = coop.uses([AT] * (SEGMENT_ROWS_MAX + 1))
    assert coop.refused(coop.segment(uses=many)) == "licensing.segment_size"
    coop.done(act)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("call", ["1" * 32] * 3),
        ("call", ["ana", "ben", "eve"]),
        ("shares", ["x"] * 3),
        ("at", ["noon"] * 3),
    ],
)
def test_lines_that_are_none_are_refused(coop: Coop, column: str, values: Column) -> None:
    """Goal: the open annex says what it should. Method: repeated and misspelt columns."""
    uses = coop.uses([AT] * 3) | {column: values}
    act = (
        coop.segment(uses=uses, shares=coop.shares(["0" * 32]), from_at=AT, until_at=AT)
        if (column == "at")
        else coop.segment(uses=uses, shares=coop.shares(["0" * 32]))
    )
    assert coop.refused(act) == "licensing.segment_malformed"


def test_annexes_of_another_kind_are_refused(coop: Coop) -> None:
    """Goal: nothing else is taken for calls. Method: another kind for each of both annexes."""
    assert coop.refused(coop.segment(kinds=("royalties/1", SHARES_KIND))) == (
        "licensing.segment_malformed"
    )
    assert coop.refused(coop.segment(kinds=(USES_KIND, "royalties/1"))) == (
        "licensing.segment_malformed"
    )


def test_moments_rise_from_the_first_to_the_last(coop: Coop) -> None:
    """Goal: the order of calls is true. Method: a fall, and other ends than the lines have."""
    assert coop.refused(coop.segment(moments=[AT + 1, AT])) == "licensing.moments_disordered"
    assert coop.refused(coop.segment(from_at=AT - 1)) == "licensing.moments_disordered"
    assert coop.refused(coop.segment(until_at=AT + 9)) == "licensing.moments_disordered"


def test_a_clock_set_back_or_ahead_is_seen(coop: Coop) -> None:
    """Goal: no call before the last recorded one, none yet to come. Method: one of each."""
    coop.done(coop.segment())
    assert coop.refused(coop.segment(2, [AT + 4])) == "unknown.clock"
    assert coop.refused(coop.segment(2, [AT + 5, coop.at + 1])) == "unknown.clock"
    coop.done(coop.segment(2, [AT + 5, coop.at]))


def test_calls_outside_the_term_are_not_charged(coop: Coop) -> None:
    """Goal: an ended licence owes nothing more. Method: before its beginning, and its end itself."""
    assert coop.refused(coop.segment(moments=[AT - 1, AT])) == "licensing.use_outside_term"
    coop.done(Revoke("dairy", SEALED))
    assert coop.refused(coop.segment(moments=[coop.at])) == "licensing.use_outside_term"
    coop.at += 1
    coop.done(coop.segment(moments=[AT, coop.at - 2]))


def test_the_model_is_judged_by_the_last_call(coop: Coop) -> None:
    """Goal: what was answered before a replacement is owed. Method: both sides of it."""
    coop.model(card="d" * 64, state=REPLACED, replaced_at=AT + 5)
    assert coop.refused(coop.segment(moments=[AT, AT + 5])) == "licensing.model_not_serving"
    coop.done(coop.segment(moments=[AT, AT + 4]))


def test_no_more_is_used_than_was_licensed() -> None:
    """Goal: the agreed number holds. Method: one call more than is left."""
    coop = Coop()
    coop.license(licence="small", predictions_max=2, licensee="oats-ltd")
    lines = coop.uses([coop.at] * 3)
    assert coop.refused(coop.segment(uses=lines, licence="small")) == (
        "licensing.predictions_used_up"
    )
    coop.done(coop.segment(moments=[coop.at] * 2, licence="small"))


def test_each_call_costs_what_the_licence_says(coop: Coop) -> None:
    """Goal: no other price. Method: one call a millionth dearer, one part a millionth larger."""
    dear = coop.uses([AT] * 2) | {"fee_micro": [FEE, FEE + 1]}
    assert coop.refused(coop.segment(uses=dear)) == "licensing.fee_differs"
    large = coop.uses([AT] * 2) | {"members_micro": [PART, PART + 1]}
    assert coop.refused(coop.segment(uses=large)) == "licensing.part_differs"


def test_shares_make_each_part_exactly(coop: Coop) -> None:
    """Goal: no millionth is lost or moved between calls. Method: too little, moved, too few calls."""
    uses = coop.uses([AT, AT])
    one, other = uses["call"]

    def refused(amounts: Column, calls: Column) -> str:
        shares: dict[str, Column] = {
            "amount_micro": amounts, "call": calls, "member": [WHO[0]] * len(calls)
        }  # fmt: skip
        return coop.refused(coop.segment(uses=uses, shares=shares))

    assert refused([PART, PART - 1], [one, other]) == "licensing.shares_differ"
    assert refused([PART + 1, PART - 1], [one, other]) == "licensing.shares_differ"
    assert refused([PART], [one]) == "licensing.shares_differ"
    assert refused([PART, PART, 1], [one, other, "f" * 32]) == "licensing.share_of_no_call"
    assert refused([PART, 1, PART - 1], [one, other, other]) == "licensing.segment_malformed"
    assert refused([PART, PART, 0], [one, other, "f" * 32]) == "licensing.segment_malformed"


def test_only_members_share(coop: Coop) -> None:
    """Goal: nobody invented earns. Method: a share of a stranger."""
    uses = coop.uses([AT])
    shares = coop.shares(uses["call"], member=["m001", "ghost"])
    assert coop.refused(coop.segment(uses=uses, shares=shares)) == "licensing.no_such_member"


def test_members_earn_by_a_segment_within_what_was_paid(coop: Coop) -> None:
    """Goal: segments and accruals fit together. Method: pay the use, accrue it, then once more."""
    coop.done(coop.segment(moments=[AT + step for step in range(100)]))
    earned = {"member": list(WHO[:2]), "amount_micro": [100 * (PART - 460), 46_000]}
    first = Accrue(
        "uses-dairy-1", "dairy", coop.annexes.make("royalties/1", earned, amount="amount_micro")
    )
    assert coop.refused(first) == "treasury.more_than_royalties"
    coop.done(Receive("dairy", "2026-q1", 10_000 + 100 * FEE // 10_000, SEALED))
    coop.done(first)
    assert coop.refused(first) == "treasury.accrual_taken"


# --- sharing ----------------------------------------------------------------------------------------

WEIGHTS = st.dictionaries(st.sampled_from([f"m{n:03}" for n in range(9)]), st.integers(-50, 2**45))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**12), WEIGHTS, st.permutations(["m000", "m004", "m007"]))
def test_a_part_is_shared_to_the_last_millionth(
    part: int, weights: dict[str, int], everyone: list[str]
) -> None:
    """Any weights: shares sum exactly, lie within one of the exact share, and fear no order."""
    shares = share_use(part, weights, everyone)
    assert sum(shares.values()) == part
    positive = {who: w for who, w in weights.items() if w > 0} or dict.fromkeys(everyone, 1)
    total = sum(positive.values())
    for who, weight in positive.items():
        exact = Fraction(part * weight, total)
        assert abs(shares.get(who, 0) - exact) < 1
    assert set(shares) <= set(positive)
    assert shares == share_use(part, dict(reversed(weights.items())), sorted(everyone))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 60), st.dictionaries(st.sampled_from("abcd"), st.integers(1, 9), min_size=1))
def test_what_is_left_goes_to_the_largest_remainders(part: int, weights: dict[str, int]) -> None:
    """Brute force: give each millionth left to the largest remainder, the smallest id at ties."""
    total = sum(weights.values())
    given_out = {who: part * weights[who] // total for who in weights}
    queue = sorted(weights, key=lambda who: (-(part * weights[who] % total), who))
    for who in queue[: part - sum(given_out.values())]:
        given_out[who] += 1
    assert share_use(part, weights, ()) == {
        w: given_out[w] for w in sorted(weights) if given_out[w]
    }


def test_the_digest_of_shares_tells_nobody_and_binds_all() -> None:
    """Goal: a share cannot be changed unseen. Method: another call, salt, member and amount."""
    base = shares_digest("c" * 32, {"ana": 3, "ben": 4}, b"s" * 16)
    assert base == shares_digest("c" * 32, {"ben": 4, "ana": 3}, b"s" * 16)
    others = {
        shares_digest("d" * 32, {"ana": 3, "ben": 4}, b"s" * 16),
        shares_digest("c" * 32, {"ana": 3, "ben": 4}, b"t" * 16),
        shares_digest("c" * 32, {"ana": 4, "ben": 3}, b"s" * 16),
        shares_digest("c" * 32, {"ana": 7}, b"s" * 16),
    }
    assert len(others | {base}) == 5


def test_nobody_to_share_with_is_an_error() -> None:
    """Goal: no part vanishes. Method: no weights and nobody in the snapshot; less than nothing."""
    with pytest.raises(ValueError, match="among somebody"):
        share_use(5, {}, ())
    with pytest.raises(ValueError, match="among somebody"):
        share_use(-1, {"ana": 1}, ())


def test_a_fully_paid_use_is_earned_whatever_rounding_left() -> None:
    """Goal: half a cent holds nobody's share back. Method: a use whose cents round down, all paid."""
    coop = Coop()
    coop.license(licence="small", licensee="oats-ltd", fee_cents=0)
    coop.done(coop.segment(moments=[coop.at] * 6, licence="small"))
    assert 6 * FEE == 73_800
    lines = {"member": ["m001"], "amount_micro": [6 * PART]}
    ref = coop.annexes.make("royalties/1", lines, amount="amount_micro")
    coop.done(Receive("small", "2026-q1", 6, SEALED))
    assert coop.refused(Accrue("a", "small", ref)) == "treasury.more_than_royalties"
    coop.done(Receive("small", "2026-q1", 1, SEALED))
    assert 6 * PART > 7 * 10_000 * 2_000 // 10_000
    coop.done(Accrue("a", "small", ref))
