"""`near=` and `cap=`: what is held twice counts once, and one person's mass of rows is bounded."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba", reason="these values need the extra `valuation`")

from auzolan.valuation.members.member_games import cap_shapley
from auzolan.valuation.payable.canonical_rows import Merging, canonical_rows, sole
from auzolan.valuation.payable.canonical_values import canonical_member_values
from auzolan.valuation.payable.near import Vectors
from auzolan.valuation.rows.capped import Gate
from auzolan.valuation.rows.knn_shapley import KNNShapley
from auzolan.valuation.rows.merging import leaders
from auzolan.valuation.rows.neighbours import ready
from auzolan.valuation.rows.standing import Holders
from rooms.valuation.checks import small_game
from rooms.valuation.enumeration import nearest_worth, shapley

pytestmark = pytest.mark.slow  # the first run compiles; `make check` leaves it to `make test`


def made_rows(seed: int, n: int, *, spread: int = 3, members: int = 4, moments: int = 6):
    """Rows on a coarse grid, so that many are equal, near, equally far, or of one moment."""
    made = np.random.default_rng(seed)
    X = made.integers(-spread, spread + 1, (n, 2))
    y = made.integers(0, 2, n)
    owner = np.array([f"m{i}" for i in made.integers(0, members, n)])
    registered = made.integers(0, moments, n)
    query, asked = made.integers(-spread, spread + 1, (5, 2)), made.integers(0, 3, 5)
    return X, y, owner, registered, query, asked


@settings(max_examples=80, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    n=st.integers(1, 40),
    k=st.integers(1, 50),
    near=st.sampled_from([0.0, 1.0, 1.5, 3.0]),
    cap=st.sampled_from([None, 1, 2, 5]),
)
def test_payment_values_with_near_and_cap_are_the_rule_to_pay_by(
    seed: int, n: int, k: int, near: float, cap: int | None
) -> None:
    """Goal: one figure for money, whichever code computes it. Method: integers of `payable`."""
    X, y, owner, registered, query, asked = made_rows(seed, n)
    claims = [sole(who, int(at)) for who, at in zip(owner, registered, strict=True)]
    content = Vectors(X, int(near * near))
    rows = canonical_rows(content, y, claims, merging=Merging.WORK)
    expected = canonical_member_values((X, y), (query, asked), rows, k=k, cap=cap)
    model = KNNShapley(k=k, mode="payment", scale=1, near=near, cap=cap)
    found = model.fit(X, y, owner, registered).value(query, asked)
    assert found.members is not None
    assert tuple(found.members.ids.tolist()) == expected.members
    unit = Fraction(found.members.unit).limit_denominator(2**60)
    e9 = [int(s * unit * 10**9 // 5) for s in found.members.sums.tolist()]
    assert tuple(e9) == expected.value_e9
    assert tuple(found.members.rows.tolist()) == expected.rows
    assert found.total * 1e9 == pytest.approx(expected.total_e9, abs=2)
    band = found.members.stderr * 1.959964
    low = found.members.values - band
    assert low * 1e9 == pytest.approx(np.array(expected.low_e9), abs=3)


def led(X, y, registered, near):
    """The rule of `payable.near`, slowly: the earliest leader of one label within the distance."""
    order = sorted(range(len(X)), key=lambda i: (registered[i], X[i].astype(">f8").tobytes()))
    leader, standing = {}, []
    for row in order:
        fits = [s for s in standing if y[s] == y[row] and ((X[s] - X[row]) ** 2).sum() <= near**2]
        leader[row] = fits[0] if fits else row
        if not fits:
            standing.append(row)
    return [leader[row] for row in range(len(X))]


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    n=st.integers(1, 120),
    d=st.integers(1, 5),
    near=st.sampled_from([0.0, 0.25, 0.5, 1.0, 10.0]),
)
def test_leaders_are_those_of_the_rule(seed: int, n: int, d: int, near: float) -> None:
    """Goal: tables of hashes find all that is near. Method: every pair compared, exact steps."""
    made = np.random.default_rng(seed)
    X = made.integers(-8, 9, (n, d)) / 4.0 * 10.0 ** int(made.integers(0, 2))
    y, registered = made.integers(0, 2, n).astype(np.int64), made.integers(0, n, n)
    points = ready("rows", X, metric="l2", dtype="float64")
    found = leaders(points, y, registered, near_squared=near * near, are_whole=False)
    expected = led(X, y, registered, near)
    # Rows equal in everything may stand for one another.
    assert [(X[i].tolist(), registered[i]) for i in found] == [
        (X[i].tolist(), registered[i]) for i in expected
    ]


def test_zero_and_minus_zero_are_one_row() -> None:
    """Goal: what compares equal is merged. Method: both zeros, at both kinds of distance."""
    X, y = np.array([[0.0, 1.0], [-0.0, 1.0]]), [0, 0]
    for near in (0.0, 1e-3):
        found = KNNShapley(k=1, near=near).fit(X, y, ["ana", "ben"], [1, 0]).value(X[:1], [0])
        assert found.members.values.tolist() == [0.0, 1.0]


def entering(distances, y, owner, label, cap):
    """The rule in its words: for each row how many of those like it there are and enter.

    Rows alike: of one owner, at one distance, with or without the query's label.
    """
    found = {}
    for i in range(len(y)):
        mine = [j for j in range(len(y)) if owner[j] == owner[i]]
        room = max(0, cap - sum(distances[j] < distances[i] for j in mine))
        tied = [j for j in mine if distances[j] == distances[i]]
        wrong = [j for j in tied if y[j] != label]
        right = [j for j in tied if y[j] == label]
        alike, left = (right, room - len(wrong)) if y[i] == label else (wrong, room)
        found[i] = (alike, min(len(alike), max(0, left)))
    return found


def capped_value(X, y, owner, query, label, *, k, cap):
    """Shapley values by enumeration of the game on the rows that the cap lets in.

    Of rows alike the first play, and what they are worth is shared equally by all of them.
    """
    distances = [int(d) for d in ((X - query) ** 2).sum(axis=1)]
    found = entering(distances, y, owner, label, cap)
    enters = [i for i, (alike, count) in found.items() if i in alike[:count]]
    rows = [(float(distances[i]), bool(y[i] == label)) for i in enters]
    values = shapley(len(rows), lambda who: nearest_worth([rows[i] for i in sorted(who)], k))
    value_of = dict(zip(enters, values, strict=True))
    placed = [
        sum(value_of.get(j, Fraction(0)) for j in alike) / len(alike) for alike, _ in found.values()
    ]
    return placed, nearest_worth(rows, k)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    n=st.integers(1, 8),
    k=st.integers(1, 6),
    cap=st.integers(1, 4),
)
def test_the_cap_is_the_game_of_the_rows_that_enter(seed: int, n: int, k: int, cap: int) -> None:
    """Goal: the cap by its definition. Method: 2^n enumeration in fractions, each query alone."""
    X, y, owner, _, query, asked = made_rows(seed, n, spread=2, members=3)
    model = KNNShapley(k=k, cap=cap).fit(X.astype(np.float64), y, owner)
    for q in range(len(query)):
        found = model.value(query[q : q + 1].astype(np.float64), asked[q : q + 1])
        expected, whole = capped_value(X, y, owner, query[q], asked[q], k=k, cap=cap)
        assert found.rows.values == pytest.approx([float(v) for v in expected], abs=1e-12)
        assert found.total == pytest.approx(float(whole), abs=1e-12)


@pytest.mark.parametrize("utility", ["hard", "soft", "threshold", "regression"])
def test_a_cap_that_lets_all_in_changes_nothing(utility: str) -> None:
    """Goal: no cap is the widest cap. Method: every utility with a cap above all counts."""
    game = small_game(3, n=30)
    radius = 2.0 if utility == "threshold" else None
    results = [
        KNNShapley(k=3, utility=utility, radius=radius, cap=cap)
        .fit(game.X, game.y, game.owner)
        .value(game.X_query, game.y_query)
        for cap in (None, 6)
    ]
    assert results[0].rows.sums.tolist() == results[1].rows.sums.tolist()
    assert results[0].members.sums.tolist() == results[1].members.sums.tolist()
    assert results[0].members.stderr.tolist() == results[1].members.stderr.tolist()
    assert results[0].total == results[1].total
    assert results[0].digest() != results[1].digest()


@pytest.mark.parametrize("utility", ["soft", "threshold", "regression"])
def test_the_cap_in_every_utility_is_that_utilitys_game_of_fewer_rows(utility: str) -> None:
    """Goal: one meaning of cap. Method: pick the rows that enter by hand and value them alone."""
    X, y, owner, _, query, asked = made_rows(7, 20, spread=6, members=3)
    y[:2] = 0, 1
    radius = 4.0 if utility == "threshold" else None
    options = {"k": 3, "utility": utility, "radius": radius}
    capped = KNNShapley(cap=2, **options).fit(X.astype(np.float64), y, owner)
    for q in range(len(query)):
        distances = ((X - query[q]) ** 2).sum(axis=1)
        gap = -np.abs(y - asked[q]) if utility == "regression" else (y == asked[q]).astype(int)
        enters = []
        for who in sorted(set(owner)):
            mine = np.flatnonzero(owner == who)
            # Nearest first, then the worst answer, then the smaller one.
            enters += mine[np.lexsort((y[mine], gap[mine], distances[mine]))][:2].tolist()
        at = np.array(sorted(enters))
        if len(set(y[at].tolist())) < 2 and utility != "regression":
            continue  # the guess among classes is one of all labels, not of those that entered
        point, label = query[q : q + 1].astype(np.float64), asked[q : q + 1]
        alone = KNNShapley(**options).fit(X[at].astype(np.float64), y[at]).value(point, label)
        found = capped.value(point, label)
        assert found.total == pytest.approx(alone.total, abs=1e-11)
        for who in sorted(set(owner)):
            of_hers = alone.rows.values[owner[at] == who].sum()
            assert found.rows.values[owner == who].sum() == pytest.approx(of_hers, abs=1e-11)
            assert found.members.values[found.members.ids == who] == pytest.approx(
                of_hers, abs=1e-11
            )


@pytest.mark.parametrize("mode", ["exact", "payment"])
@pytest.mark.parametrize("cap", [1, 2, 5])
def test_copies_of_one_row_do_not_defeat_the_cap(mode: str, cap: int) -> None:
    """Goal: a cap is a cap. Method: 400 copies of one row are worth what `cap` copies are."""
    scale = 1 if mode == "payment" else None
    X = np.concatenate([np.full((400, 1), 1.0), [[2.0], [3.0]]])
    owner = ["eve"] * 400 + ["ana", "ben"]
    model = KNNShapley(k=5, cap=cap, mode=mode, scale=scale)
    many = model.fit(X, [1] * 402, owner).value([[0.0]], [1])
    few = model.fit(X[400 - cap :], [1] * (cap + 2), owner[400 - cap :]).value([[0.0]], [1])
    assert many.members.values == pytest.approx(few.members.values, abs=1e-9)
    assert many.total == few.total
    assert len(set(many.rows.sums[:400].tolist())) == 1
    assert many.rows.sums[:400].sum() == many.members.sums[2]


def test_of_tied_rows_those_that_do_not_match_enter_first() -> None:
    """Goal: a tie never pays. Method: one row of each label at one place, both asked for."""
    model = KNNShapley(k=2, cap=1).fit([[1.0], [1.0], [2.0]], [0, 1, 1], ["eve", "eve", "ana"])
    for label, of_eve in ((0, 0.0), (1, 0.0)):
        found = model.value([[0.0]], [label])
        right = found.members.values[found.members.ids == "eve"][0]
        assert right == pytest.approx(of_eve, abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32), k=st.integers(1, 6), cap=st.integers(1, 3))
def test_the_cap_is_that_of_the_game_of_members_where_no_tie_mixes_answers(
    seed: int, k: int, cap: int
) -> None:
    """Goal: two codes, one rule. Method: labels by owner and place, against `cap_shapley`."""
    made = np.random.default_rng(seed)
    places, owner = made.integers(0, 6, 25), made.integers(0, 3, 25)
    y = (places + owner) % 2
    X = places[:, None].astype(np.float64)
    found = KNNShapley(k=k, cap=cap).fit(X, y, owner).value([[0.0], [6.0]], [1, 0])
    other = cap_shapley(X, y, owner, [[0.0], [6.0]], [1, 0], k=k, cap=cap)
    assert found.members.values == pytest.approx(other.values, abs=1e-10)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    cap=st.integers(1, 4),
    targets=st.booleans(),
)
def test_nobody_brings_more_rows_than_the_cap(seed: int, cap: int, targets: bool) -> None:
    """Goal: the gate's own promise. Method: rows of one to three holders, counted one by one."""
    made = np.random.default_rng(seed)
    n, members = 30, 4
    held = [sorted(set(made.integers(0, members, made.integers(1, 4)).tolist())) for _ in range(n)]
    pairs = [[row for row in range(n) if who in held[row]] for who in range(members)]
    starts = np.cumsum([0, *map(len, pairs)]).astype(np.int64)
    holders = Holders(np.array([row for one in pairs for row in one], dtype=np.int64), starts)
    keys = made.integers(0, 4, n).astype(np.int32)
    kinds = made.integers(0, 5 if targets else 2, n)
    at, tied = Gate(holders, n, cap).let_in(keys, kinds)
    for who in range(members):
        mine = np.array(pairs[who], dtype=np.int64)
        inside = np.isin(mine, at)
        assert inside.sum() <= cap
        alone = np.array([len(held[row]) == 1 for row in mine], dtype=bool)
        for row in mine[alone & inside]:
            nearer = (keys[mine] < keys[row]) | (
                (keys[mine] == keys[row]) & (kinds[mine] < kinds[row])
            )
            assert nearer.sum() < cap
        # Only rows held with others may leave room unused.
        if alone.all():
            assert inside.sum() == min(cap, len(mine))
    for one in tied:
        assert 0 < one.entered == np.isin(one.rows, at).sum() < len(one.rows)
        assert len({(keys[r], kinds[r], *held[r]) for r in one.rows.tolist()}) == 1


def test_a_query_that_lets_no_row_in_is_worth_nothing() -> None:
    """Goal: no crash and no value. Method: rows of two holders tied where the cap has room for one."""
    X, y = np.array([[1.0], [1.0], [-1.0], [-1.0]]), [1, 1, 1, 1]
    model = KNNShapley(k=1, cap=1, near=0.0).fit(X, y, ["ana", "ben", "ana", "ben"])
    found = model.value([[0.0], [0.9]], [1, 1])
    assert found.total == 0.5
    assert found.members.values == pytest.approx([0.25, 0.25], abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), cap=st.sampled_from([None, 1, 3]))
def test_rows_that_come_and_go_leave_what_a_fit_would_make(seed: int, cap: int | None) -> None:
    """Goal: withdrawing the first holder passes a row on. Method: against a refit, to the bit."""
    made = np.random.default_rng(seed)
    X, y, owner, registered, query, asked = made_rows(seed, 30)
    X, query = X.astype(np.float64), query.astype(np.float64)
    cut = int(made.integers(1, 29))
    options = {"k": 3, "near": float(made.choice([0.0, 1.0])), "cap": cap}
    model = KNNShapley(**options).fit(X[:cut], y[:cut], owner[:cut], registered[:cut])
    model.value(query, asked)
    model.partial_fit(X[cut:], y[cut:], owner[cut:], registered[cut:])
    model.value(query, asked)
    gone = made.choice(30, size=int(made.integers(1, 10)), replace=False)
    model.withdraw(gone)
    here = np.setdiff1d(np.arange(30), gone)
    if (owner[here] == "m2").any() and (owner[here] != "m2").any():
        model.withdraw(member="m2")
        here = here[owner[here] != "m2"]
    after = model.value(query, asked)
    fresh = KNNShapley(**options).fit(X[here], y[here], owner[here], registered[here])
    fresh = fresh.value(query, asked)
    assert after.rows.ids.tolist() == here.tolist()
    assert after.rows.sums.tolist() == fresh.rows.sums.tolist()
    assert after.members.ids.tolist() == fresh.members.ids.tolist()
    assert after.members.sums.tolist() == fresh.members.sums.tolist()
    assert after.members.rows.tolist() == fresh.members.rows.tolist()
    assert after.residual == fresh.residual


def test_a_copy_is_worth_nothing_and_takes_nothing_away() -> None:
    """Goal: the promise of canonical rows. Method: five later copies of everything by another."""
    game = small_game(4)
    X, y = np.tile(game.X, (6, 1)), np.tile(game.y, 6)
    owner = np.concatenate([game.owner, np.repeat("thief", 24 * 5)])
    registered = np.repeat(np.arange(6), 24)
    with_copies = KNNShapley(k=3, near=0.0).fit(X, y, owner, registered)
    alone = KNNShapley(k=3, near=0.0).fit(game.X, game.y, game.owner, np.zeros(24, np.int64))
    found = with_copies.value(game.X_query, game.y_query)
    plain = alone.value(game.X_query, game.y_query)
    of = dict(zip(found.members.ids.tolist(), found.members.sums.tolist(), strict=True))
    assert of.pop("thief") == 0
    assert list(of.values()) == plain.members.sums.tolist()
    assert (found.rows.sums[24:] == 0).all()
    assert found.total == plain.total


def test_holders_of_one_moment_share_equally_and_exactly() -> None:
    """Goal: a tie for first has no winner. Method: one row of three people, one row of two."""
    X, y = np.zeros((5, 1)), np.array([1, 1, 1, 0, 0])
    owner = ["ana", "ben", "eve", "ana", "ben"]
    found = KNNShapley(k=2, near=0.0).fit(X, y, owner).value(np.zeros((4, 1)), [1, 1, 0, 1])
    members, rows = found.members, found.rows
    assert members.sums[0] == members.sums[1]
    of_first, of_second = rows.values[:3].sum(), rows.values[3:].sum()
    assert members.values == pytest.approx(
        [of_first / 3 + of_second / 2] * 2 + [of_first / 3], abs=1e-12
    )
    assert int(members.sums.sum()) * members.unit == pytest.approx(found.total * 4, abs=1e-15)
    assert members.rows.tolist() == [2, 2, 1]
    per_query = members.per_query * members.unit
    assert members.stderr == pytest.approx(per_query.std(axis=0, ddof=1) / 2, abs=1e-12)


def test_crowds_at_one_moment_lose_less_than_they_could_see() -> None:
    """Goal: no refusal where shares pass 64 bits. Method: rows held by 1 to 40 people at once."""
    owner = [f"m{who:02}" for size in range(1, 41) for who in range(size)]
    X = np.array([[float(size)] for size in range(1, 41) for _ in range(size)])
    found = KNNShapley(k=3, near=0.0).fit(X, [0] * len(X), owner).value(X[::40], [0] * len(X[::40]))
    assert found.members.values.sum() == pytest.approx(found.total, abs=1e-9)
    assert abs(found.residual) < 1e-9
    assert np.isfinite(found.members.stderr).all()


def test_a_row_of_two_labels_is_two_rows_and_regression_takes_targets() -> None:
    """Goal: label included. Method: equal features with equal and with other labels, and targets."""
    X = np.zeros((3, 1))
    by_label = KNNShapley(k=1, near=1.0).fit(X, [0, 1, 0], ["a", "b", "c"], [0, 1, 2])
    assert by_label.value(X[:1], [0]).members.rows.tolist() == [1, 1, 0]
    by_target = KNNShapley(k=1, utility="regression", near=0.0)
    by_target.fit(X, [0.5, 0.7, 0.5], ["a", "b", "c"], [0, 1, 2])
    assert by_target.value(X[:1], [0.5]).members.rows.tolist() == [1, 1, 0]


def test_by_cosine_two_lengths_are_one_row() -> None:
    """Goal: near by the metric that is asked for. Method: a row and its double."""
    X = np.array([[1.0, 2.0], [2.0, 4.0], [2.0, 1.0]])
    found = KNNShapley(k=1, metric="cosine", near=0.0).fit(X, [0, 0, 0], ["a", "b", "c"], [0, 1, 2])
    assert found.value(X, [0, 0, 0]).members.rows.tolist() == [1, 0, 1]


@pytest.mark.parametrize("dtype", ["<M8[s]", "<M8[ns]", "<M8[10ms]", ">M8[D]", "u1", "i8"])
def test_moments_may_be_times_or_numbers(dtype: str) -> None:
    """Goal: the earlier one holds. Method: the same order in several types."""
    registered = np.array([9, 3, 5])
    registered = registered.astype(dtype)
    found = KNNShapley(k=1, near=0.0).fit(np.zeros((3, 1)), [0] * 3, ["a", "b", "c"], registered)
    assert found.value(np.zeros((1, 1)), [0]).members.values.tolist() == [0.0, 1.0, 0.0]


def test_a_nanosecond_earlier_is_earlier() -> None:
    """Goal: no moment is rounded. Method: two times in one microsecond, and a day before both."""
    times = np.array([1_700_000_000_000_000_002, 1_700_000_000_000_000_001], "M8[ns]")
    model = KNNShapley(k=1, near=0.0).fit(np.zeros((2, 1)), [0, 0], ["a", "b"], times)
    assert model.value([[0.0]], [0]).members.values.tolist() == [0.0, 1.0]
    model.partial_fit(np.zeros((1, 1)), [0], ["c"], np.array(["1999-01-01"], "M8[D]"))
    assert model.value([[0.0]], [0]).members.values.tolist() == [0.0, 0.0, 1.0]


def test_what_cannot_be_merged_or_capped_is_refused() -> None:
    """Goal: no silent default. Method: one fault at a time."""
    X, y = np.zeros((3, 1)), [0, 0, 0]
    for options, why in (
        ({"cap": 0}, "cap, or None, is 1 to"),
        ({"cap": 1.5}, "whole number"),
        ({"cap": True}, "whole number"),
        ({"near": -1.0}, "near, a distance or None, is at least 0"),
        ({"near": float("nan")}, "near, a distance or None, is at least 0"),
        ({"near": 0.0, "top": 9}, "leave top out"),
        ({"cap": 1, "top": 9}, "leave top out"),
    ):
        with pytest.raises(ValueError, match=why):
            KNNShapley(**options)
    with pytest.raises(ValueError, match="owner="):
        KNNShapley(cap=1).fit(X, y).value(X, y)
    for registered, why in (
        ([0, 1], "each of 3 rows"),
        ([0.5, 1.0, 2.0], "whole number"),
        (np.array(["2026-01-01", "NaT", "2026-01-01"], "M8[D]"), "row 1 is not a time"),
        (np.array([0, 2**63, 1], np.uint64), "row 1 passes"),
        (np.array(["2020", "300000", "2020"], "M8[Y]"), "row 1, 300000, is not within"),
        (np.array([1, 2**60, 3], "M8[W]"), "row 1"),
        (np.array([1, 2, 3], "M8[ps]"), "finer than a nanosecond"),
        ([None, 1, 2], "row 0 is missing"),
    ):
        with pytest.raises(ValueError, match=why):
            KNNShapley(near=0.0).fit(X, y, ["a"] * 3, registered)
    model = KNNShapley(near=0.0).fit(X, y, ["a"] * 3, [0, 1, 2])
    with pytest.raises(ValueError, match="all rows have a moment"):
        model.partial_fit(X, y, ["a"] * 3)
    with pytest.raises(ValueError, match="whole numbers came first, now times"):
        model.partial_fit(X, y, ["a"] * 3, np.array([1, 2, 3], "M8[s]"))
    assert len(model.value(X, y).rows.ids) == 3


def test_parts_of_the_queries_merge_with_both_rules() -> None:
    """Goal: workers may share the queries. Method: three parts, merged backwards, same digest."""
    X, y, owner, registered, _, _ = made_rows(2, 60)
    game = small_game(13, n=60, m=30)
    model = KNNShapley(k=3, near=1.0, cap=2).fit(X.astype(np.float64), y, owner, registered)
    whole = model.value(game.X_query, game.y_query)
    parts = []
    for at in (np.arange(0, 11), np.arange(11, 12), np.arange(12, 30)):
        asked = model.asked(game.X_query[at], game.y_query[at])
        parts.append(model.part(asked, places=at))
    assert model.finish(parts[::-1]).digest() == whole.digest()


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    near=st.sampled_from([None, 0.0, 1.0]),
    cap=st.sampled_from([None, 1, 2]),
    fee=st.integers(0, 10**9),
    mode=st.sampled_from(["exact", "payment"]),
)
def test_a_served_query_pays_what_its_valuation_says(
    seed: int, near: float | None, cap: int | None, fee: int, mode: str
) -> None:
    """Goal: one answer, one game, with both rules. Method: against `value` of that query."""
    X, y, owner, registered, query, asked = made_rows(seed, 25)
    scale = 1 if mode == "payment" else None
    model = KNNShapley(k=3, near=near, cap=cap, mode=mode, scale=scale)
    model.fit(X.astype(np.float64), y, owner, registered).withdraw(np.array([3, 7]))
    found = model.attribute(query[0].astype(np.float64), int(asked[0]), fee_micro=fee, top=25)
    exact = model.value(query[:1].astype(np.float64), asked[:1])
    assert found.remainder_micro + sum(found.member_micro.values()) == fee
    sums = exact.members.sums.tolist()
    weights = {who: s for who, s in zip(exact.members.ids.tolist(), sums, strict=True) if s > 0}
    total = sum(weights.values())
    # Both count in whole numbers of one unit, so shares are those of the fee rounded down.
    assert found.member_micro == {
        who: fee * weight // total for who, weight in weights.items() if fee * weight // total
    }
    assert set(found.rows.tolist()) <= set(exact.rows.ids.tolist())
    assert found.values.sum() == pytest.approx(exact.total, abs=1e-9)
    again = model.attribute(query[0].astype(np.float64), int(asked[0]), fee_micro=fee, top=25)
    assert again.digest() == found.digest()


def test_an_index_is_refused_where_rows_are_merged() -> None:
    """Goal: no share from rows that do not play. Method: any finder with either rule."""
    X = np.zeros((3, 1))
    for options in ({"near": 0.0}, {"cap": 1}):
        model = KNNShapley(k=1, **options).fit(X, [0] * 3, ["a", "b", "c"])
        with pytest.raises(ValueError, match="no finder"):
            model.attribute(X[0], 0, fee_micro=10, top=2, finder=model)
