"""Values at scale: any workers, any cut, one result; and a real cluster of two workers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import joblib
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("numba", reason="needs the extra valuation")

from auzolan.engine.scale import fitted, value_at_scale
from auzolan.engine.stored_rows import StoredRows, store_rows
from auzolan.valuation.rows.knn_shapley import KNNShapley
from auzolan.valuation.rows.result import Valuation

N_ROWS, N_QUERIES, WIDTH = 3000, 50, 12
MODELS = {
    "hard": KNNShapley(k=3),
    "float64": KNNShapley(k=3, dtype="float64"),
    "soft": KNNShapley(k=3, utility="soft"),
    "threshold": KNNShapley(utility="threshold", radius=4.5),
    "cosine": KNNShapley(k=3, metric="cosine"),
    "payment": KNNShapley(k=3, mode="payment", scale=16),
    "cap": KNNShapley(k=3, cap=2),
    "near and cap, payment": KNNShapley(k=3, mode="payment", scale=16, near=0.5, cap=3),
    "near": KNNShapley(k=3, near=0.0),
    "top": KNNShapley(k=3, top=40),
    "top of all": KNNShapley(k=3, top=N_ROWS),
    "top, float64": KNNShapley(k=3, top=40, dtype="float64"),
}


class Data:
    """Rows with ties and copies, queries with an unseen label, in memory and stored."""

    def __init__(self, folder: Path) -> None:
        draw = np.random.default_rng(7)
        self.X = draw.normal(size=(N_ROWS, WIDTH)).astype(np.float32)
        self.X[100:400] = np.round(self.X[100:400])
        self.X[2000:2050] = self.X[0]
        self.y = draw.choice(["cat", "dog", "owl"], N_ROWS)
        self.owner = np.array([f"m{i:03}" for i in draw.integers(0, 23, N_ROWS)])
        self.Xq = draw.normal(size=(N_QUERIES, WIDTH)).astype(np.float32)
        self.Xq[3] = self.X[0]
        self.yq = draw.choice(["cat", "dog", "owl", "elk"], N_QUERIES)
        self.groups = draw.integers(0, 9, N_QUERIES)
        self.targets = draw.normal(size=N_ROWS)
        self.asked_targets = draw.normal(size=N_QUERIES)
        self.rows = store_rows(folder / "classes", self.X, self.y, self.owner)
        self.to_meet = store_rows(
            folder / "targets", self.X, self.targets, self.owner, targets=True
        )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    return Data(tmp_path_factory.mktemp("rows"))


def bits(valuation: Valuation) -> tuple[object, ...]:
    """All that a valuation says, to the last bit."""
    members = valuation.members
    assert members is not None
    return (
        valuation.digest(), valuation.total, valuation.residual, valuation.error_bound,
        valuation.rows.squares.tobytes(), members.squares.tobytes(), tuple(members.ids.tolist()),
        members.interval(method="bootstrap", seed=3).low.tobytes(),
    )  # fmt: skip


@pytest.mark.parametrize("name", MODELS)
def test_many_units_give_the_digest_of_one_process(data: Data, name: str) -> None:
    """Goal: cutting changes nothing. Method: values in one piece against cuts of odd sizes."""
    model = MODELS[name]
    whole = model.fit(data.X, data.y, data.owner).value(data.Xq, data.yq, data.groups)
    cut = value_at_scale(
        model, data.rows, data.Xq, data.yq, groups=data.groups, queries_in_unit=7, rows_in_unit=999
    )
    assert cut.digest() == whole.digest()
    assert cut.members is not None
    assert whole.members is not None
    np.testing.assert_array_equal(cut.rows.sums, whole.rows.sums)
    np.testing.assert_array_equal(cut.members.sums, whole.members.sums)
    np.testing.assert_allclose(cut.rows.stderr, whole.rows.stderr, rtol=1e-12, atol=1e-18)
    assert (cut.total, cut.residual) == (whole.total, whole.residual)
    band, expected = (
        cut.members.interval(method="cluster"),
        whole.members.interval(method="cluster"),
    )
    np.testing.assert_array_equal(band.low, expected.low)


def test_whole_number_labels_are_targets_of_a_regression(tmp_path: Path) -> None:
    """Goal: ratings stored as classes can be met. Method: several types against one process."""
    draw = np.random.default_rng(3)
    X, y = draw.normal(size=(90, 4)), draw.integers(-2, 9, 90)
    model, asked = KNNShapley(k=4, utility="regression", cap=3), draw.integers(0, 9, 20)
    owner = draw.integers(0, 5, 90)
    whole = model.fit(X, y, owner).value(X[:20] + 0.1, asked)
    for number, labels in enumerate((y, y.tolist(), y.astype(np.int8), y.astype(np.float32))):
        rows = store_rows(tmp_path / str(number), X, labels, owner)
        cut = value_at_scale(model, rows, X[:20] + 0.1, asked.tolist(), queries_in_unit=7)
        assert cut.digest() == whole.digest()
        assert cut.total == whole.total
    named = store_rows(tmp_path / "texts", X, y.astype(str), owner)
    with pytest.raises(ValueError, match="meets numbers"):
        value_at_scale(model, named, X[:20], asked)


def test_targets_are_valued_alike(data: Data) -> None:
    """Goal: regression scales by all queries' targets, not a unit's own. Method: as above."""
    model = KNNShapley(k=4, utility="regression")
    whole = model.fit(data.X, data.targets, data.owner).value(data.Xq, data.asked_targets)
    cut = value_at_scale(model, data.to_meet, data.Xq, data.asked_targets, queries_in_unit=3)
    assert cut.digest() == whole.digest()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(queries=st.integers(1, 60), rows=st.integers(50, 4000), top=st.sampled_from([5, 40, 700]))
def test_any_cut_gives_the_same_values(data: Data, queries: int, rows: int, top: int) -> None:
    """Goal: no size of a unit matters, also below `top`. Method: draw the sizes."""
    model = KNNShapley(k=5, top=top)
    whole = model.fit(data.X, data.y, data.owner).value(data.Xq, data.yq)
    cut = value_at_scale(
        model, data.rows, data.Xq, data.yq, queries_in_unit=queries, rows_in_unit=rows
    )
    assert cut.digest() == whole.digest()


@pytest.mark.parametrize("name", ["hard", "top"])
@pytest.mark.parametrize("workers", [2, 3])
def test_any_number_of_processes_gives_the_same_bits(data: Data, name: str, workers: int) -> None:
    """Goal: results are bit-equal, standard errors too. Method: one process against more."""
    model = MODELS[name]
    alone = value_at_scale(model, data.rows, data.Xq, data.yq, workers=1, queries_in_unit=9)
    crew = value_at_scale(model, data.rows, data.Xq, data.yq, workers=workers, queries_in_unit=9)
    assert bits(crew) == bits(alone)


@pytest.mark.parametrize("backend", ["threading", "multiprocessing"])
def test_other_local_workers_give_the_same_bits(data: Data, backend: str) -> None:
    """Goal: one call for every backend. Method: threads, and a pool that hands over in waves."""
    model = MODELS["hard"]
    alone = value_at_scale(model, data.rows, data.Xq, data.yq, workers=1, queries_in_unit=9)
    with joblib.parallel_config(backend=backend, n_jobs=2):
        crew = value_at_scale(model, data.rows, data.Xq, data.yq, queries_in_unit=9)
    assert bits(crew) == bits(alone)


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    """Two worker processes of Dask, each with one thread, reached over the loopback."""
    distributed = pytest.importorskip("distributed", reason="needs the extra cluster")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
            host="127.0.0.1",
        ) as made,
        distributed.Client(made) as client,
    ):  # fmt: skip
        yield client


@pytest.mark.slow
@pytest.mark.parametrize("name", ["hard", "top", "payment"])
def test_a_dask_cluster_of_two_workers_gives_the_same_bits(
    data: Data, cluster: object, name: str
) -> None:
    """Goal: the same call runs on Dask. Method: two real workers against this process."""
    model = MODELS[name]
    alone = value_at_scale(model, data.rows, data.Xq, data.yq, workers=1, queries_in_unit=5)
    with joblib.parallel_config(backend="dask"):
        crew = value_at_scale(
            model, data.rows, data.Xq, data.yq, queries_in_unit=5, rows_in_unit=300
        )
    assert bits(crew) == bits(alone)

    def fits_here() -> tuple[int, int]:
        return os.getpid(), fitted.cache_info().misses

    fits = cluster.run(fits_here)  # type: ignore[attr-defined]
    assert {process for process, _ in fits.values()}.isdisjoint({os.getpid()})
    assert all(count > 0 for _, count in fits.values()), "both workers have worked"


@pytest.mark.slow
def test_a_ray_cluster_gives_the_same_bits(data: Data) -> None:
    """Goal: the same call runs on Ray. Method: two local workers; skipped without Ray."""
    ray = pytest.importorskip("ray", reason="Ray is not installed; it is no extra of ours")
    from ray.util.joblib import register_ray

    model = MODELS["hard"]
    alone = value_at_scale(model, data.rows, data.Xq, data.yq, workers=1, queries_in_unit=9)
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    try:
        register_ray()
        with joblib.parallel_config(backend="ray", n_jobs=2):
            crew = value_at_scale(model, data.rows, data.Xq, data.yq, queries_in_unit=9)
    finally:
        ray.shutdown()
    assert bits(crew) == bits(alone)


def test_a_fault_in_a_query_is_named_before_any_work(data: Data) -> None:
    """Goal: no half-done run. Method: a query that is no number, and other wrong asks."""
    bad = data.Xq.copy()
    bad[4, 2] = np.nan
    with pytest.raises(ValueError, match="queries: row 4 is not finite"):
        value_at_scale(MODELS["hard"], data.rows, bad, data.yq)
    with pytest.raises(ValueError, match="queries have \\[1"):
        value_at_scale(MODELS["hard"], data.rows, data.Xq, np.ones(N_QUERIES, dtype=np.int64))
    with pytest.raises(ValueError, match="value them by utility regression"):
        value_at_scale(MODELS["hard"], data.to_meet, data.Xq, data.asked_targets)
    with pytest.raises(ValueError, match="a unit is at least 1"):
        value_at_scale(MODELS["hard"], data.rows, data.Xq, data.yq, queries_in_unit=0)


def test_the_estimator_itself_stays_as_it_was(data: Data) -> None:
    """Goal: a call leaves no trace. Method: fit on other rows, value at scale, value again."""
    model = KNNShapley(k=2).fit(data.X[:50], data.y[:50], data.owner[:50])
    before = model.value(data.Xq, data.yq).digest()
    value_at_scale(model, data.rows, data.Xq, data.yq)
    assert model.value(data.Xq, data.yq).digest() == before


def test_rows_without_owners_have_no_members(data: Data, tmp_path: Path) -> None:
    """Goal: owners are not needed. Method: store none."""
    rows = store_rows(tmp_path / "rows", data.X, data.y)
    cut = value_at_scale(MODELS["top"], rows, data.Xq, data.yq)
    whole = MODELS["top"].fit(data.X, data.y).value(data.Xq, data.yq)
    assert cut.members is None
    assert cut.digest() == whole.digest()


def test_a_handle_is_small_enough_to_send_anywhere(data: Data) -> None:
    """Goal: rows are mapped by workers, never sent. Method: size of what a unit is given."""
    import pickle

    assert len(pickle.dumps(data.rows)) < 1_000
    assert isinstance(data.rows, StoredRows)
    assert isinstance(data.rows.features(), np.memmap)
