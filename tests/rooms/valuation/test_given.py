"""What people hand in: columns of any library, gaps refused by name, numbers that are numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba", reason="these values need the extra `valuation`")

from auzolan.valuation import Beta, KNNShapley, Semivalue, curator_shapley
from auzolan.valuation.given import features_of, names_of, whole_number
from rooms.valuation.checks import small_game

pytestmark = pytest.mark.slow  # the first run compiles; `make check` leaves it to `make test`


def digest_of(X, y, owner, query, asked) -> str:
    """The digest of one small valuation."""
    return KNNShapley(k=3).fit(X, y, owner).value(query, asked).digest()


def test_columns_of_data_frames_are_columns() -> None:
    """Goal: no conversion by hand. Method: each kind of column against plain arrays."""
    pandas = pytest.importorskip("pandas", reason="needs the extra `tables`")
    game = small_game(1)
    texts = np.array([f"c{one}" for one in game.y]), np.array([f"c{one}" for one in game.y_query])
    plain = digest_of(game.X, *[texts[0]], game.owner, game.X_query, texts[1])
    for turn in (
        lambda column: pandas.Series(column).astype(object),
        lambda column: pandas.Series(column, index=np.arange(len(column))[::-1]),
        lambda column: pandas.Series(column).astype("string"),
        pandas.Categorical,
        lambda column: column.astype(object),
        lambda column: column.tolist(),
        lambda column: tuple(column.tolist()),
    ):
        found = digest_of(game.X, turn(texts[0]), turn(game.owner), game.X_query, turn(texts[1]))
        assert found == plain
    whole = digest_of(game.X, game.y, game.owner, game.X_query, game.y_query)
    nullable = pandas.Series(game.y).astype("Int64")
    frame = pandas.DataFrame(game.X).astype("Float64")
    asked = pandas.Series(game.y_query).astype("category")
    assert digest_of(frame, nullable, game.owner, game.X_query.tolist(), asked) == whole


def test_a_missing_cell_is_refused_and_its_row_named() -> None:
    """Goal: no row is guessed or left out. Method: every way to say missing, in every column."""
    pandas = pytest.importorskip("pandas", reason="needs the extra `tables`")
    game = small_game(1)
    hole = np.arange(24) == 3
    for missing in (
        pandas.Series(game.owner).mask(hole),
        pandas.Series(game.owner).astype("string").mask(hole),
        pandas.Categorical(pandas.Series(game.owner).mask(hole)),
        [None if one else "ana" for one in hole],
        np.where(hole, None, game.owner),
    ):
        with pytest.raises(ValueError, match="owners: row 3 is missing"):
            KNNShapley().fit(game.X, game.y, missing)
        with pytest.raises(ValueError, match="labels: row 3 is missing"):
            KNNShapley().fit(game.X, missing, game.owner)
    for missing in (
        pandas.DataFrame(game.X).astype("Float64").mask(pandas.DataFrame({0: hole, 1: hole})),
        np.ma.masked_array(game.X, mask=np.stack([hole, hole], axis=1)),
        np.where(hole[:, None], None, game.X),
    ):
        with pytest.raises(ValueError, match="row 3"):
            KNNShapley().fit(missing, game.y, game.owner)
    with pytest.raises(ValueError, match="targets: row 3 is missing"):
        KNNShapley(utility="regression").fit(
            game.X, pandas.Series(game.y).astype("Int64").mask(hole)
        )


@pytest.mark.parametrize(
    ("owner", "why"),
    [
        ([1, "1"] * 12, "texts and whole numbers are mixed"),
        ([1.0] * 24, "all texts or all whole numbers"),
        ([True, False] * 12, "all texts or all whole numbers"),
        ([2**70] * 24, "passes 64 bits"),
        ([b"ana"] * 24, "no number or text"),
        (np.full((24, 1), "ana"), "expected n numbers or texts"),
    ],
)
def test_owners_are_all_texts_or_all_whole_numbers(owner: object, why: str) -> None:
    """Goal: 1 and "1" never become one person. Method: every entry that takes owners."""
    game = small_game(1)
    with pytest.raises(ValueError, match=why):
        KNNShapley().fit(game.X, game.y, owner)
    with pytest.raises(ValueError, match=why):
        curator_shapley(game.X, game.y, owner, game.X_query, game.y_query, k=3)
    with pytest.raises(ValueError, match=why):
        Semivalue(lambda rows: float(len(rows))).fit(owner)


def test_texts_never_answer_numbers() -> None:
    """Goal: no silent zero. Method: labels and owners of the other kind later on."""
    game = small_game(1)
    model = KNNShapley(k=3).fit(game.X, game.y, game.owner)
    before = model.value(game.X_query, game.y_query).digest()
    with pytest.raises(ValueError, match="labels: whole numbers as"):
        model.value(game.X_query, game.y_query.astype(str))
    with pytest.raises(ValueError, match="owners: texts as"):
        model.partial_fit(game.X, game.y + 70, np.arange(24))
    with pytest.raises(ValueError, match="labels: whole numbers as"):
        model.partial_fit(game.X, game.y.astype(str), np.full(24, "zoe"))
    assert model.value(game.X_query, game.y_query).digest() == before
    with pytest.raises(ValueError, match="labels: texts as"):
        curator_shapley(game.X, game.y.astype(str), game.owner, game.X_query, game.y_query, k=3)


def test_one_query_has_two_dimensions_or_an_error_that_helps() -> None:
    """Goal: a remedy. Method: one query of shape (d,), and shapes that are no rows."""
    game = small_game(1)
    model = KNNShapley(k=3).fit(game.X, game.y, game.owner)
    with pytest.raises(ValueError, match=r"x\[None, :\]"):
        model.value(game.X_query[0], game.y_query[:1])
    with pytest.raises(ValueError, match="shape"):
        features_of(np.zeros((2, 2, 2)), "rows")
    with pytest.raises(ValueError, match="shape"):
        features_of([["a", "b"]], "rows")
    assert features_of([[True, False]], "rows").tolist() == [[1, 0]]


@given(st.lists(st.one_of(st.integers(-(2**63), 2**63 - 1), st.text(max_size=3))))
@settings(max_examples=60, deadline=None)
def test_a_list_keeps_every_name_or_is_refused(cells: list[int | str]) -> None:
    """Goal: no name changes on the way in. Method: any list of texts and numbers."""
    is_mixed = len({type(one) for one in cells}) > 1
    if is_mixed:
        with pytest.raises(ValueError, match="mixed"):
            names_of(cells, "owners")
    elif cells and not any(str(one).endswith("\0") for one in cells):
        assert names_of(cells, "owners").tolist() == cells


@pytest.mark.parametrize("wrong", [2.0, 2.5, True, np.True_, "5", None, np.float64(3)])
def test_what_counts_is_a_whole_number(wrong: object) -> None:
    """Goal: no rounding of a count. Method: every parameter that counts, in every estimator."""
    game = small_game(1)
    rows = (game.X, game.y, game.owner, game.X_query, game.y_query)
    for name in ("k", "threads") + (("cap", "top", "scale") if wrong is not None else ()):
        with pytest.raises(ValueError, match="whole number"):
            KNNShapley(**{name: wrong})
    with pytest.raises(ValueError, match="whole number"):
        curator_shapley(*rows, k=wrong)
    with pytest.raises(ValueError, match="fee_micro is a whole number"):
        KNNShapley(k=3).fit(*rows[:3]).attribute(game.X_query[0], 1, fee_micro=wrong)
    assert whole_number("k", np.uint8(200), 0, 255) + 100 == 300


@pytest.mark.parametrize("fee", [np.int64(10**7), np.int32(2 * 10**9), np.uint8(255), 2**53])
def test_a_fee_of_any_whole_type_is_shared_to_the_last_micro(fee: object) -> None:
    """Goal: no product overflows. Method: numpy's small types against Python's own."""
    game = small_game(1)
    model = KNNShapley(k=3).fit(game.X, game.y, game.owner)
    found = model.attribute(game.X_query[0], int(game.y[0]), fee_micro=fee)
    plain = model.attribute(game.X_query[0], int(game.y[0]), fee_micro=int(fee))
    assert found.digest() == plain.digest()
    assert sum(found.member_micro.values()) + found.remainder_micro == int(fee)


def test_only_known_coefficients_make_semivalues() -> None:
    """Goal: nothing is drawn for a misspelt name. Method: bad names and numbers, and a good one."""
    for alpha, beta in ((0, -1), (1, float("nan")), (True, 1), (1, float("inf")), ("a", 1)):
        with pytest.raises(ValueError, match=r"alpha|beta"):
            Beta(alpha, beta)
    for wrong in ("shaply", None, 3, Beta):
        with pytest.raises(ValueError, match="a coefficient is"):
            Semivalue(lambda rows: float(len(rows)), wrong)
    by_name = Semivalue(lambda rows: float(len(rows)), "shapley").fit(["ana", "ben"])
    assert by_name.digest() == Semivalue(lambda rows: float(len(rows))).fit(["ana", "ben"]).digest()
