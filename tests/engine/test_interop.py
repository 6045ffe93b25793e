"""Other libraries' data sets and scores, taken as they are: real ones where they are installed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("numba", reason="needs the extra valuation")

from auzolan.engine.interop import rows_of_dataset, value_dataset, values_of_scores
from auzolan.valuation.rows.knn_shapley import KNNShapley

X = np.arange(12.0).reshape(6, 2) % 5
Y = np.array([0, 1, 0, 1, 1, 0])
GROUPS = ["b", "a", "b", "c", "a", "b"]


@dataclass
class Held:
    """What a data set of pyDVL 0.10 hands out."""

    x: NDArray[np.float64]
    y: NDArray[np.int64]


class Plain:
    """A stand-in for pyDVL's `Dataset`, with the same names and meanings."""

    def __init__(self, x: NDArray[np.float64], y: NDArray[np.int64]) -> None:
        self._x, self._y = x, y

    def data(self, indices: object = None) -> Held:
        return Held(self._x[self.data_indices()], self._y[self.data_indices()])

    def data_indices(self, indices: object = None) -> NDArray[np.int_]:
        return np.arange(len(self._x))

    def logical_indices(self, indices: object = None) -> NDArray[np.int_]:
        return np.arange(len(self._x))


class Grouped(Plain):
    """A stand-in for pyDVL's `GroupedDataset`: rows come group by group."""

    def __init__(self, x: NDArray[np.float64], y: NDArray[np.int64], groups: list[str]) -> None:
        super().__init__(x, y)
        self.names = np.array(sorted(set(groups)))
        self.data_to_group = np.array([self.names.tolist().index(one) for one in groups])

    def data_indices(self, indices: object = None) -> NDArray[np.int_]:
        return np.argsort(self.data_to_group, kind="stable")

    def logical_indices(self, indices: object = None) -> NDArray[np.int_]:
        return self.data_to_group


def test_groups_become_owners_each_with_her_own_rows() -> None:
    """Goal: no row changes hands, though rows come group by group. Method: put places back."""
    rows = rows_of_dataset(Grouped(X, Y, GROUPS))
    assert rows.owner is not None
    order = np.argsort(rows.places)
    np.testing.assert_array_equal(rows.X[order], X)
    np.testing.assert_array_equal(rows.y[order], Y)
    assert rows.owner[order].tolist() == GROUPS


def test_a_data_set_is_valued_as_its_arrays_are() -> None:
    """Goal: the same values whatever holds the rows. Method: members' values of both."""
    model = KNNShapley(k=2, dtype="float64")
    found = value_dataset(model, Grouped(X, Y, GROUPS), Plain(X[:3] + 0.4, Y[:3])).members
    expected = model.fit(X, Y, GROUPS).value(X[:3] + 0.4, Y[:3]).members
    assert found is not None
    assert expected is not None
    assert found.ids.tolist() == expected.ids.tolist() == ["a", "b", "c"]
    np.testing.assert_array_equal(found.sums, expected.sums)
    alone = value_dataset(model, Plain(X, Y), Plain(X[:3], Y[:3]))
    assert alone.members is None


def test_groups_of_queries_become_clusters() -> None:
    """Goal: queries of one user are no independent draws. Method: grouped queries; the band."""
    model = KNNShapley(k=2)
    found = value_dataset(model, Grouped(X, Y, GROUPS), Grouped(X + 0.1, Y, GROUPS)).members
    assert found is not None
    assert found.interval(method="cluster").draws == 3


def test_what_is_no_data_set_is_refused() -> None:
    """Goal: an error in words. Method: an array, several targets, and shapes that do not fit."""
    for wrong, why in (
        (X, "expected a pyDVL Dataset"),
        (Plain(X, np.stack([Y, Y], axis=1)), "one y a row"),
        (Plain(Y.astype(float), Y), "x \\(n, d\\)"),
    ):
        with pytest.raises(ValueError, match=why):
            rows_of_dataset(wrong)  # type: ignore[arg-type]
    column = Plain(X, Y[:, None])
    assert rows_of_dataset(column).y.tolist() == Y.tolist()


def test_real_data_sets_of_pydvl_are_taken() -> None:
    """Goal: the stand-ins tell the truth. Method: the real classes, where they are installed."""
    pydvl = pytest.importorskip("pydvl.valuation.dataset", reason="pyDVL is a peer of bench/ only")
    plain = pydvl.Dataset(X, Y)
    grouped = pydvl.GroupedDataset.from_dataset(
        plain, [["a", "b", "c"].index(one) for one in GROUPS], group_names=["a", "b", "c"]
    )
    rows = rows_of_dataset(grouped)
    expected = rows_of_dataset(Grouped(X, Y, GROUPS))
    assert rows.owner is not None
    assert expected.owner is not None
    np.testing.assert_array_equal(rows.places, expected.places)
    assert rows.owner.tolist() == expected.owner.tolist()
    np.testing.assert_array_equal(rows.X, expected.X)
    np.testing.assert_array_equal(rows_of_dataset(plain).X, X)
    assert rows_of_dataset(plain).owner is None


class Tensor:
    """A stand-in for a tensor that has to be detached and moved before it is an array."""

    def __init__(self, held: NDArray[np.float64], *, is_free: bool = False) -> None:
        self.held, self.is_free = held, is_free

    def detach(self) -> Tensor:
        return Tensor(self.held, is_free=True)

    def cpu(self) -> Tensor:
        assert self.is_free
        return self

    def __array__(self, dtype: object = None, copy: object = None) -> NDArray[np.float64]:
        assert self.is_free
        return self.held


SCORES = np.array([[1.0, 2.0, 0.5], [3.0, -2.0, 0.0], [2.0, 0.0, 1.0], [2.0, 4.0, 0.5]])


@pytest.mark.parametrize("given", [SCORES, SCORES.T, Tensor(SCORES), Tensor(SCORES.T)])
def test_scores_are_taken_whichever_way_they_lie(given: object) -> None:
    """Goal: dattri's two layouts mean the same. Method: 3 rows and 4 queries, both ways."""
    found = values_of_scores(given, 3, method="trak", owner=["ben", "ana", "ben"])
    np.testing.assert_allclose(found.rows.values, [2.0, 1.0, 0.5])
    assert found.rows.players == ("0", "1", "2")
    np.testing.assert_allclose(
        found.rows.stderr, SCORES.std(axis=0, ddof=1) / math.sqrt(4), rtol=1e-12
    )
    assert found.members is not None
    assert found.members.players == ("ana", "ben")
    np.testing.assert_allclose(found.members.values, [1.0, 2.5])
    joined = np.stack([SCORES[:, 1], SCORES[:, 0] + SCORES[:, 2]], axis=1)
    np.testing.assert_allclose(
        found.members.stderr, joined.std(axis=0, ddof=1) / math.sqrt(4), rtol=1e-12
    )
    assert math.isnan(found.rows.total)


def test_a_square_of_scores_must_be_named() -> None:
    """Goal: rows and queries are never mixed up. Method: as many of one as of the other."""
    square = np.arange(9.0).reshape(3, 3)
    with pytest.raises(ValueError, match="fits both ways"):
        values_of_scores(square, 3, method="trak")
    one = values_of_scores(square, 3, method="trak", layout="queries x rows").rows
    other = values_of_scores(square, 3, method="trak", layout="rows x queries").rows
    assert one.values.tolist() == [3.0, 4.0, 5.0]
    assert other.values.tolist() == [1.0, 4.0, 7.0]


def test_scores_that_do_not_fit_are_refused() -> None:
    """Goal: nothing is cut to fit. Method: one fault at a time."""
    bad = SCORES.copy()
    bad[2, 1] = np.nan
    for scores, n_rows, more, why in (
        (SCORES, 5, {}, "no axis fits 5 rows"),
        (SCORES, 3, {"layout": "rows x queries"}, "no axis fits 3 rows"),
        (SCORES, 3, {"layout": "sideways"}, "layout is one of"),
        (SCORES, 3, {"owner": ["ana"]}, "an owner for each of 3"),
        (bad, 3, {}, "row 1 for query 2 is not finite"),
        (SCORES[0], 3, {}, "a matrix of scores"),
    ):
        with pytest.raises(ValueError, match=why):
            values_of_scores(scores, n_rows, method="trak", **more)  # type: ignore[arg-type]
