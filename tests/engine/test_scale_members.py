"""Member games over many workers: the figures of the library, to the last bit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("numba", reason="needs the extra valuation")

from auzolan.engine.scale_members import Cap, Curator, members_at_scale
from auzolan.engine.stored_rows import StoredRows, store_rows
from auzolan.valuation.members.curator import Quadrature, Sampled, curator_shapley
from auzolan.valuation.members.member_games import cap_shapley

N_ROWS, N_QUERIES = 400, 12


class Data:
    """Rows on a coarse grid, so that many are equally far; one member has a single row."""

    def __init__(self, folder: Path) -> None:
        draw = np.random.default_rng(11)
        self.X = draw.integers(-2, 3, size=(N_ROWS, 3)).astype(np.float64)
        self.y = draw.choice(["cat", "dog"], N_ROWS)
        self.owner = [f"m{i:02}" for i in draw.integers(0, 9, N_ROWS)]
        self.owner[200] = "zoe"
        self.Xq = draw.integers(-2, 3, size=(N_QUERIES, 3)) + draw.choice([0.0, 0.3], (12, 1))
        self.yq = draw.choice(["cat", "dog", "elk"], N_QUERIES)
        self.rows: StoredRows = store_rows(folder / "rows", self.X, self.y, self.owner)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    return Data(tmp_path_factory.mktemp("rows"))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    k=st.integers(1, 6), cap=st.sampled_from([1, 2, 5, 60, 500]),
    queries=st.integers(1, 13), rows=st.integers(30, 500),
)  # fmt: skip
def test_caps_are_those_of_one_process(
    data: Data, k: int, cap: int, queries: int, rows: int
) -> None:
    """Goal: cutting changes no bit, ties included. Method: draw game and cut; compare digests."""
    whole = cap_shapley(data.X, data.y, data.owner, data.Xq, data.yq, k=k, cap=cap)
    cut = members_at_scale(
        Cap(k, cap), data.rows, data.Xq, data.yq, workers=1,
        queries_in_unit=queries, rows_in_unit=rows,
    )  # fmt: skip
    assert cut.digest() == whole.digest()
    assert (cut.total, cut.error) == (whole.total, whole.error)


@pytest.mark.parametrize("game", [Curator(3), Curator(3, Quadrature(1e-4))])
def test_the_curator_game_is_that_of_one_process(data: Data, game: Curator) -> None:
    """Goal: the same for the union game, by two workers. Method: compare digests."""
    whole = curator_shapley(data.X, data.y, data.owner, data.Xq, data.yq, k=game.k, method=game.way)
    cut = members_at_scale(
        game, data.rows, data.Xq, data.yq, workers=2, queries_in_unit=5, rows_in_unit=90
    )
    assert cut.digest() == whole.digest()
    assert (cut.total, cut.error) == (whole.total, whole.error)


def test_what_cannot_be_cut_is_refused(data: Data, tmp_path: Path) -> None:
    """Goal: no silent other result. Method: chance, no cap, no owners, bad queries."""
    with pytest.raises(ValueError, match="draws chance"):
        members_at_scale(Curator(3, Sampled()), data.rows, data.Xq, data.yq)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="cap is 1 to"):
        members_at_scale(Cap(3, 0), data.rows, data.Xq, data.yq)
    nobody = store_rows(tmp_path / "nobody", data.X, data.y)
    with pytest.raises(ValueError, match="with owners"):
        members_at_scale(Cap(3), nobody, data.Xq, data.yq)
    with pytest.raises(ValueError, match="3 features and queries 2"):
        members_at_scale(Cap(3), data.rows, data.Xq[:, :2], data.yq)
    bad = data.Xq.copy()
    bad[2, 1] = np.inf
    with pytest.raises(ValueError, match="query 2 has"):
        members_at_scale(Cap(3), data.rows, bad, data.yq)
    hole = data.X.copy()
    hole[77, 0] = np.nan
    rows = store_rows(tmp_path / "hole", hole, data.y, data.owner)
    with pytest.raises(ValueError, match="row 77 has"):
        members_at_scale(Cap(3), rows, data.Xq, data.yq, rows_in_unit=50)
