"""Merging by kind, owners with shares, and values that copies do not move."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.valuation.payable.canonical_rows import Claim, Merging, canonical_rows, sole
from auzolan.valuation.payable.canonical_values import canonical_member_values
from auzolan.valuation.payable.knn import member_values, residual_bound_e9, row_values
from auzolan.valuation.payable.near import Vectors
from auzolan.valuation.payable.reasons import reasons_of

E9 = 10**9
SEED = st.integers(0, 2**32)
WORK, OBSERVATION, VOUCHED = Merging.WORK, Merging.OBSERVATION, Merging.VOUCHED


def merged(features, labels, claims, *, merging=WORK, far: int = 0):
    content = Vectors(np.array(features, dtype=np.int64).reshape(len(claims), -1), far)
    return canonical_rows(content, np.array(labels), claims, merging=merging)


def owners_of(rows) -> list[dict[str, Fraction]]:
    return [dict(owners) for owners in rows.owners]


def table(seed: int, *, n: int, m: int = 8, people: int = 5, spread: int = 4):
    """Rows on a coarse grid, many equal; each with a sole claim at a place of its own."""
    made = np.random.default_rng(seed)
    train = made.integers(-spread, spread + 1, (n, 2)), made.integers(0, 3, n)
    query = made.integers(-spread, spread + 1, (m, 2)), made.integers(0, 3, m)
    claims = [
        sole(f"m{owner}", int(place))
        for owner, place in zip(made.integers(0, people, n), made.permutation(n), strict=True)
    ]
    return train, query, claims


def values(train, query, claims, *, merging=WORK, far: int = 0, k: int = 3, cap=None):
    rows = canonical_rows(Vectors(train[0], far), train[1], claims, merging=merging)
    return canonical_member_values(train, query, rows, k=k, cap=cap)


def joined(train, features, labels):
    return np.concatenate([train[0], features]), np.concatenate([train[1], labels])


# --- what is one thing ----------------------------------------------------------------------------


def test_equal_works_are_one_and_belong_to_the_earliest() -> None:
    """Goal: a stolen copy earns nothing. Method: three rows, two alike, the thief later."""
    rows = merged([[1], [1], [2]], [0, 0, 0], [sole("thief", 9), sole("ana", 3), sole("ben", 5)])
    assert rows.row_of.tolist() == [0, 0, 1]
    assert rows.standing.tolist() == [1, 2]
    assert owners_of(rows) == [{"ana": 1}, {"ben": 1}]
    assert rows.members == ("ana", "ben", "thief")


def test_an_equal_work_with_another_label_is_another_work() -> None:
    """Goal: the label is part of the row. Method: equal features, two labels."""
    assert merged([[1], [1]], [0, 1], [sole("ana", 0), sole("ben", 1)]).row_of.tolist() == [0, 1]


def test_near_works_merge_up_to_the_distance_and_no_farther() -> None:
    """Goal: the recipe's distance is the border. Method: squared distances 25 and 26."""
    claims = [sole("ana", 0), sole("ben", 1), sole("eve", 2)]
    rows = merged([[0, 0], [3, 4], [5, -1]], [0, 0, 0], claims, far=25)
    assert rows.row_of.tolist() == [0, 0, 1]


def test_equal_observations_of_two_people_are_two_facts() -> None:
    """Goal: honest people who did the same are both heard. Method: equal rows, within and across."""
    claims = [sole("ana", 0), sole("ben", 1), sole("ana", 2)]
    rows = merged([[1]] * 3, [0] * 3, claims, merging=OBSERVATION)
    assert rows.row_of.tolist() == [0, 1, 0]
    assert owners_of(rows) == [{"ana": 1}, {"ben": 1}]


def test_observations_of_one_source_event_are_one_whoever_brings_them() -> None:
    """Goal: provenance defeats a copy.

    Method: one event, two people; of a vouched kind also with another label on the copy.
    """
    claims = [sole("thief", 4, event="till-7"), sole("ana", 1, event="till-7"), sole("ana", 2)]
    for label, merging in ((0, OBSERVATION), (0, VOUCHED), (1, VOUCHED)):
        rows = merged([[1], [1], [5]], [label, 0, 0], claims, merging=merging)
        assert rows.row_of.tolist() == [0, 0, 1]
        assert rows.standing.tolist() == [1, 2]
        assert owners_of(rows) == [{"ana": 1}, {"ana": 1}]


def test_an_id_that_anybody_can_write_takes_no_place_from_who_says_otherwise() -> None:
    """Goal: nobody is silenced by a plain id.

    Method: a thief names ana's event first, with another label, then copies ana's row too: ana's
    row stands, and of the thief's two, of one event, one does.
    """
    claims = [
        sole("thief", 0, event="till-7"), sole("ana", 1, event="till-7"),
        sole("thief", 2, event="till-7"),
    ]  # fmt: skip
    rows = merged([[1], [1], [1]], [1, 0, 0], claims, merging=OBSERVATION)
    assert rows.row_of.tolist() == [0, 1, 0]
    assert owners_of(rows) == [{"thief": 1}, {"ana": 1}]


def test_a_vouched_event_told_in_two_ways_is_the_earliests_until_it_is_settled() -> None:
    """Goal: nobody who comes later blocks or robs; a dispute can mend who came first.

    Method: a squatter before ana; then the same with ana's row settled as hers, which stands with
    its own content.
    """
    claims = [sole("thief", 0, event="till-7"), sole("ana", 1, event="till-7")]
    rows = merged([[9], [1]], [1, 0], claims, merging=VOUCHED)
    assert (rows.standing.tolist(), owners_of(rows)) == ([0], [{"thief": 1}])
    mended = [claims[0], replace(claims[1], settled=claims[1].shares)]
    rows = merged([[9], [1]], [1, 0], mended, merging=VOUCHED)
    assert (rows.standing.tolist(), owners_of(rows)) == ([1], [{"ana": 1}])


def test_of_equal_rows_of_one_moment_the_smallest_position_stands() -> None:
    """Goal: the order in the file is nothing. Method: three equal rows, two orders of positions."""
    claims = [sole("ana", 0)] * 3
    for position, standing in (([7, 2, 5], 1), ([0, 2, 5], 0)):
        rows = canonical_rows(
            Vectors(np.ones((3, 1), dtype=np.int64)), np.zeros(3, dtype=np.int64), claims,
            merging=OBSERVATION, position=np.array(position),
        )  # fmt: skip
        assert rows.standing.tolist() == [standing]


def test_an_event_follows_its_row_where_that_merged() -> None:
    """Goal: no way around by a second event id. Method: ana's repeat bears what ben then brings."""
    claims = [sole("ana", 0, event="a"), sole("ana", 1, event="b"), sole("ben", 2, event="b")]
    rows = merged([[1], [1], [1]], [0] * 3, claims, merging=OBSERVATION)
    assert rows.row_of.tolist() == [0, 0, 0]


def test_vouched_events_keep_a_persons_habits_apart() -> None:
    """Goal: who buys the same each week is paid for each. Method: equal rows with and without ids."""
    claims = [
        sole("ana", 0, event="a"), sole("ana", 1, event="b"), sole("ana", 2), sole("ana", 3),
        sole("thief", 4, event="a"),
    ]  # fmt: skip
    rows = merged([[1]] * 5, [0] * 5, claims, merging=Merging.VOUCHED)
    assert rows.row_of.tolist() == [0, 1, 2, 2, 0]
    assert {owner for owners in rows.owners for owner, _ in owners} == {"ana"}


def test_co_creators_hold_what_they_registered_and_a_dispute_gives_it_to_another() -> None:
    """Goal: shares and rulings hold. Method: a work by two, and the same with a settled copy."""
    work = Claim((("ben", 2_500), ("ana", 7_500)), 1)
    assert owners_of(merged([[1]], [0], [work])) == [{"ana": Fraction(3, 4), "ben": Fraction(1, 4)}]
    copy = Claim((("eve", 10_000),), 8, settled=(("eve", 6_000), ("ana", 4_000)))
    rows = merged([[1], [1]], [0, 0], [work, copy])
    assert owners_of(rows) == [{"ana": Fraction(2, 5), "eve": Fraction(3, 5)}]
    assert rows.members == ("ana", "ben", "eve")


def test_holders_of_one_moment_share_equally() -> None:
    """Goal: a tie is nobody's gain. Method: three copies registered at the same place."""
    claims = [sole("ana", 0), sole("ben", 0), Claim((("ana", 5_000), ("eve", 5_000)), 0)]
    rows = merged([[1]] * 3, [0] * 3, claims)
    assert owners_of(rows) == [
        {"ana": Fraction(1, 2), "ben": Fraction(1, 3), "eve": Fraction(1, 6)}
    ]


@settings(max_examples=50, deadline=None)
@given(SEED, st.integers(2, 40), st.integers(0, 12), st.sampled_from(Merging))
def test_a_later_row_never_changes_what_stood_before(seed, n: int, far: int, merging) -> None:
    """Goal: nobody loses a row to who comes later. Method: merge a table, then all but its last."""
    train, _, claims = table(seed, n=n)
    last = max(range(n), key=lambda row: claims[row].registered)
    kept = [row for row in range(n) if row != last]
    all_rows = canonical_rows(Vectors(train[0], far), train[1], claims, merging=merging)
    before = canonical_rows(
        Vectors(train[0][kept], far), train[1][kept], [claims[row] for row in kept], merging=merging
    )
    assert all_rows.row_of[kept].tolist() == before.row_of.tolist()
    assert all_rows.owners[: len(before.owners)] == before.owners


@settings(max_examples=40, deadline=None)
@given(SEED, st.integers(2, 40), st.integers(0, 12), st.sampled_from(Merging))
def test_the_order_of_rows_does_not_matter(seed: int, n: int, far: int, merging) -> None:
    """Goal: no gain by a place in the file. Method: shuffle; equal mapping and equal values."""
    train, query, claims = table(seed, n=n)
    order = np.random.default_rng(seed + 1).permutation(n)
    moved = train[0][order], train[1][order]
    moved_claims = [claims[row] for row in order]
    one = canonical_rows(Vectors(train[0], far), train[1], claims, merging=merging)
    two = canonical_rows(Vectors(moved[0], far), moved[1], moved_claims, merging=merging)
    assert two.row_of.tolist() == one.row_of[order].tolist()
    assert two.owners == one.owners
    assert canonical_member_values(moved, query, two, k=3) == canonical_member_values(
        train, query, one, k=3
    )


# --- what it is worth -----------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(SEED, st.integers(1, 40), st.integers(1, 12), st.integers(0, 9))
def test_without_merging_a_member_is_worth_what_the_plain_rule_says(seed, n, k, people) -> None:
    """Goal: one arithmetic. Method: distinct rows; equal to `knn.member_values` to the digit."""
    train, query, claims = table(seed, n=n, people=people + 1, spread=500)
    train = np.column_stack([train[0], np.arange(n)]), train[1]
    query = np.column_stack([query[0], np.zeros(len(query[0]), dtype=np.int64)]), query[1]
    owners = [claim.shares[0][0] for claim in claims]
    plain = member_values(*train, owners, *query, k=k)
    found = values(train, query, claims, k=k)
    for name in ("members", "rows", "value_e9", "low_e9", "high_e9", "total_e9", "residual_e9"):
        assert getattr(found, name) == getattr(plain, name)


@settings(max_examples=40, deadline=None)
@given(SEED, st.integers(2, 30), st.integers(0, 8), st.sampled_from([None, 1, 2]))
def test_nothing_is_lost_between_holders(seed: int, n: int, far: int, cap) -> None:
    """Goal: values and residual make the whole. Method: co-owned rows in odd parts."""
    train, query, claims = table(seed, n=n)
    made = np.random.default_rng(seed)
    claims = [
        Claim((("zoe", part), (claim.shares[0][0], 10_000 - part)), claim.registered)
        for claim, part in zip(claims, made.integers(1, 9_999, n).tolist(), strict=True)
    ]
    rows = canonical_rows(Vectors(train[0], far), train[1], claims, merging=WORK)
    found = canonical_member_values(train, query, rows, k=3, cap=cap)
    assert sum(found.value_e9) + found.residual_e9 == found.total_e9
    assert abs(found.residual_e9) <= residual_bound_e9(len(rows.standing), len(rows.members))
    if cap is None:
        whole = row_values(train[0][rows.standing], train[1][rows.standing], *query, k=3)
        assert found.total_e9 == whole.total_e9
        for place, member in enumerate(found.members):
            exact = sum(
                dict(owners).get(member, 0) * int(whole.value_e9[row])
                for row, owners in enumerate(rows.owners)
            )
            assert -1 <= found.value_e9[place] - exact <= len(rows.standing)


@settings(max_examples=40, deadline=None)
@given(SEED, st.integers(2, 25), st.integers(0, 8))
def test_copying_stealing_and_copying_to_other_names_gain_nothing(seed, n: int, far: int) -> None:
    """Goal: the promise, to the digit. Method: the same values before and after each attack."""
    train, query, claims = table(seed, n=n)
    before = values(train, query, claims, far=far)
    honest = dict(zip(before.members, before.value_e9, strict=True))
    mine = [row for row in range(n) if claims[row].shares[0][0] == claims[0].shares[0][0]]
    for rows, names in (
        (mine, ["m0"]), (mine, ["x1", "x2"]), (list(range(n)), ["thief"]),
    ):  # fmt: skip
        copies = rows * (2 * len(names))
        late = [sole(names[i % len(names)], n + i) for i in range(len(copies))]
        after = values(
            joined(train, train[0][copies], train[1][copies]), query, claims + late, far=far
        )
        found = dict(zip(after.members, after.value_e9, strict=True))
        assert {member: found[member] for member in honest} == honest
        assert all(found[member] == 0 for member in found if member not in honest)
        assert after.total_e9 == before.total_e9


def test_a_change_below_the_merge_distance_gains_nothing() -> None:
    """Goal: small noise is still a copy. Method: rows far apart, copies moved by less than 5."""
    made = np.random.default_rng(2)
    spots = np.array([[40 * i, 40 * j] for i in range(6) for j in range(6)])
    train, query = (spots, made.integers(0, 2, 36)), (spots + 9, made.integers(0, 2, 36))
    claims = [sole(f"m{i % 4}", i) for i in range(36)]
    moved = spots + made.integers(-3, 4, spots.shape)
    late = [sole("thief", 36 + i) for i in range(36)]
    before = values(train, query, claims, far=25)
    after = values(joined(train, moved, train[1]), query, claims + late, far=25)
    assert after.value_e9 == (*before.value_e9, 0)


def test_observations_copied_within_one_person_gain_nothing_and_across_people_they_do() -> None:
    """Goal: the limit is as it is written. Method: one table, copies under own and other name."""
    train, query, claims = table(11, n=20, people=3, spread=50)
    doubled = joined(train, train[0], train[1])
    before = values(train, query, claims, merging=OBSERVATION)
    own = [sole(claim.shares[0][0], 20 + i) for i, claim in enumerate(claims)]
    same = values(doubled, query, claims + own, merging=OBSERVATION)
    assert (same.members, same.value_e9) == (before.members, before.value_e9)
    thief = [sole("thief", 20 + i) for i in range(20)]
    stolen = values(doubled, query, claims + thief, merging=OBSERVATION)
    assert stolen.value_e9[stolen.members.index("thief")] != 0


# --- the cap --------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(SEED, st.integers(1, 14), st.integers(1, 4), st.integers(1, 5))
def test_a_cap_lets_in_each_members_nearest_rows(seed, n: int, cap: int, k: int) -> None:
    """Goal: the cap as it is written. Method: for each query choose rows by hand, then value them."""
    train, query, claims = table(seed, n=n, m=4)
    rows = canonical_rows(Vectors(train[0]), train[1], claims, merging=WORK)
    features, labels = train[0][rows.standing].tolist(), train[1][rows.standing]
    expected = dict.fromkeys(rows.members, 0)
    for point, label in zip(*query, strict=True):
        far = [sum((a - b) ** 2 for a, b in zip(f, point.tolist(), strict=True)) for f in features]
        holder = [owners[0][0] for owners in rows.owners]
        # One by one, nearest first; what does not match goes first among equals.
        order = sorted(range(len(far)), key=lambda row: (far[row], labels[row] == label))
        enters: list[int] = []
        for row in order:
            if sum(holder[one] == holder[row] for one in enters) < cap:
                enters.append(row)
        found = row_values(
            np.array(features)[enters], labels[enters], point[None], label[None], k=k
        )
        for row, value in zip(enters, found.value_e9.tolist(), strict=True):
            expected[holder[row]] += value
    capped = canonical_member_values(train, query, rows, k=k, cap=cap)
    for member, value in zip(capped.members, capped.value_e9, strict=True):
        assert abs(value - expected[member] / 4) <= n + 1


def test_many_copies_do_not_defeat_a_cap_and_a_tie_never_pays() -> None:
    """Goal: a cap is a cap.

    Method: ana's 400 rows at one distance, half of them right: with room for 3 the wrong ones go
    first; with room for 202 two right ones enter, and all 200 share equally what these earn.
    """
    train = np.array([[1]] * 401), np.array([0] * 200 + [1] * 201)
    claims = [sole("ana", row, event=f"e{row}") for row in range(400)] + [sole("ben", 400)]
    query = np.array([[0], [0]]), np.array([1, 1])
    rows = canonical_rows(Vectors(train[0]), train[1], claims, merging=VOUCHED)
    few = canonical_member_values(train, query, rows, k=1, cap=3)
    assert few.value_e9[0] < 0 < few.value_e9[1]
    kept = np.array([*range(202), 400])
    by_hand = row_values(train[0][kept], train[1][kept], *query, k=1).value_e9
    more = reasons_of(train, query, rows, member="ana", k=1, cap=202)
    found = [one.value_e9 for one in more.rows]
    assert len(set(found[200:])) == 1
    assert abs(sum(found[200:]) - by_hand[200:202].sum()) <= 200
    assert abs(sum(found[:200]) - by_hand[:200].sum()) <= 200


def test_rows_of_two_that_find_no_room_may_leave_a_question_unanswered() -> None:
    """Goal: the rule's end is defined. Method: two shared rows at one distance, a cap of 1."""
    both = Claim((("ana", 5_000), ("ben", 5_000)), 0)
    train = np.array([[1], [-1]]), np.array([1, 1])
    query = np.array([[0], [0]]), np.array([1, 1])
    found = values(train, query, [both, both], k=1, cap=1)
    assert (found.value_e9, found.total_e9) == ((0, 0), 0)


def test_a_row_of_two_enters_while_neither_is_beyond_the_cap() -> None:
    """Goal: co-ownership is no way around a cap. Method: ana's second row is shared with ben."""
    claims = [sole("ana", 0), Claim((("ana", 1), ("ben", 9_999)), 1), sole("ben", 2)]
    train = np.array([[1], [2], [3]]), np.array([1, 1, 1])
    query = np.array([[0], [0]]), np.array([1, 1])
    found = values(train, query, claims, k=1, cap=1)
    assert found.members == ("ana", "ben")
    # Ben's nearest row is the shared one, which ana's cap keeps out; his own is his second.
    assert found.value_e9 == (E9, 0)


def test_a_wide_cap_is_no_cap() -> None:
    """Goal: the cap's end is the plain sum. Method: a cap of all rows, equal to the digit."""
    train, query, claims = table(4, n=30)
    assert values(train, query, claims, cap=30) == values(train, query, claims)


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shares", "registered", "settled"),
    [
        ((("ana", 9_999),), 0, ()),
        ((("ana", 10_000), ("ben", 0)), 0, ()),
        ((("ana", 5_000), ("ana", 5_000)), 0, ()),
        ((), 0, ()),
        ((("ana", 10_000),), -1, ()),
        ((("ana", 10_000),), 0, (("ben", 1),)),
    ],
)
def test_a_claim_refuses_shares_that_do_not_make_the_whole(shares, registered, settled) -> None:
    """Goal: no part is lost or given twice. Method: one wrong claim each."""
    with pytest.raises(ValueError, match="shares|twice|at least 0"):
        Claim(shares, registered, settled=settled)


def test_merging_refuses_what_has_no_answer() -> None:
    """Goal: doubt stops. Method: two rulings, an observation of two, a claim too few."""
    one = Claim((("ana", 10_000),), 0, settled=(("ana", 10_000),))
    two = Claim((("ben", 10_000),), 1, settled=(("ben", 10_000),))
    with pytest.raises(ValueError, match="in two ways"):
        merged([[1], [1]], [0, 0], [one, two])
    both = Claim((("ana", 5_000), ("ben", 5_000)), 0)
    with pytest.raises(ValueError, match="row 0: an observation has one holder"):
        merged([[1]], [0], [both], merging=OBSERVATION)
    with pytest.raises(ValueError, match="a label and a claim"):
        merged([[1]], [0, 1], [both])


def test_values_refuse_other_rows_a_single_query_and_no_cap() -> None:
    """Goal: nothing is valued by halves. Method: one wrong input each."""
    train, query, claims = table(1, n=5)
    rows = canonical_rows(Vectors(train[0]), train[1], claims, merging=WORK)
    short = train[0][:4], train[1][:4]
    single = query[0][:1], query[1][:1]
    for bad in ((short, query, None), (train, single, None), (train, query, 0)):
        with pytest.raises(ValueError, match="expected canonical rows"):
            canonical_member_values(bad[0], bad[1], rows, k=3, cap=bad[2])
