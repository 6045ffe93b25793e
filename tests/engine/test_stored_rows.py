"""Rows in folders and from Parquet: what goes in comes out, and what is unsound stays out."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from auzolan.engine.parquet_rows import Columns, FileRefused, Limits, store_parquet
from auzolan.engine.stored_rows import StoredRows, store_rows, stored_rows

MIB = 2**20


def table(**other: object) -> dict[str, object]:
    """Three good rows, with some columns changed or added; a column of None is left out."""
    columns: dict[str, object] = {
        "a": [1.5, -2.0, 0.25], "b": [3, 4, 5], "c": [True, False, True],
        "y": ["owl", "cat", "owl"], "who": ["mia", "ben", "mia"],
    }  # fmt: skip
    return {name: values for name, values in (columns | other).items() if values is not None}


def stored(
    folder: Path,
    columns: dict[str, object],
    *,
    dtype: str = "float32",
    limits: Limits | None = None,
    **how: object,
) -> StoredRows:
    """Columns written as Parquet and read back by the reading process."""
    path = folder / "rows.parquet"
    pq.write_table(pa.table(columns), path)
    with path.open("rb") as file:
        return store_parquet(
            folder / "rows", file, Columns(**({"label": "y"} | how)),  # type: ignore[arg-type]
            dtype=dtype, limits=limits or Limits(),
        )  # fmt: skip


def test_rows_come_back_as_they_went_in(tmp_path: Path) -> None:
    """Goal: nothing is lost or reordered. Method: store, open anew, compare; codes are sorted."""
    X = np.arange(8, dtype=np.float32).reshape(4, 2)
    made = store_rows(tmp_path / "rows", X, [3, 1, 3, 2], ["b", "a", "b", "c"])
    again = stored_rows(tmp_path / "rows")
    assert again == made
    np.testing.assert_array_equal(again.features(), X)
    assert again.label_names() == (1, 2, 3)
    assert again.labels().tolist() == [2, 0, 2, 1]
    assert again.owner_names() == ("a", "b", "c")
    assert again.owners().tolist() == [1, 0, 1, 2]
    assert again.codes_of([2, 9]).tolist() == [1, -1]
    assert (again.n_rows, again.n_features, again.has_targets) == (4, 2, False)


def test_a_parquet_file_and_arrays_give_the_same_rows(tmp_path: Path) -> None:
    """Goal: the way in does not matter. Method: digests of both, in two types."""
    for dtype in ("float32", "float64"):
        folder = tmp_path / dtype
        folder.mkdir()
        read = stored(folder, table(), owner="who", dtype=dtype)
        X = np.array([[1.5, 3, 1], [-2, 4, 0], [0.25, 5, 1]], dtype=dtype)
        given = store_rows(folder / "arrays", X, ["owl", "cat", "owl"], ["mia", "ben", "mia"])
        assert read.digest == given.digest


def test_many_batches_keep_the_order_of_the_rows(tmp_path: Path) -> None:
    """Goal: codes of first sight are put right across batches. Method: names met late."""
    n = 300_000
    names = np.char.add("m", (np.arange(n)[::-1] // 7).astype(str))
    columns = {f"x{i}": np.arange(n, dtype=np.float32) + i for i in range(6)}
    read = stored(tmp_path, {**columns, "y": np.arange(n) % 5, "who": names}, owner="who")
    assert np.array(read.owner_names())[read.owners()].tolist() == names.tolist()
    np.testing.assert_array_equal(read.features()[:, 2], np.arange(n) + 2)
    np.testing.assert_array_equal(read.labels(), np.arange(n) % 5)


def test_features_are_taken_by_name(tmp_path: Path) -> None:
    """Goal: a file of queries may have its columns in another order. Method: name two of four."""
    read = stored(tmp_path, table(), features=("c", "a"))
    assert read.feature_names() == ("c", "a")
    assert read.features().tolist() == [[1, 1.5], [0, -2], [1, 0.25]]


def test_targets_are_kept_as_numbers(tmp_path: Path) -> None:
    """Goal: regression rows need no classes. Method: numbers in, numbers out."""
    read = stored(tmp_path, table(y=[0.5, -1.0, 2.0]), owner="who", targets=True)
    assert read.has_targets
    assert read.labels().tolist() == [0.5, -1.0, 2.0]


@pytest.mark.parametrize(
    ("columns", "how", "why"),
    [
        (table(a=[1.0, None, 2.0]), {}, "row 1 has no 'a'"),
        (table(a=[1.0, 2.0, float("nan")]), {}, "row 2: 'a' is not finite"),
        (table(a=[1.0, float("inf"), 2.0]), {}, "row 1: 'a' is not finite"),
        (table(y=["owl", None, "cat"]), {}, "row 1 has no 'y'"),
        (table(who=["mia", "ben", None]), {"owner": "who"}, "row 2 has no 'who'"),
        (table(a=["x", "y", "z"]), {}, "'a' holds string, no numbers"),
        (table(), {}, "'who' holds string"),
        (table(), {"owner": "nobody"}, "no column 'nobody'"),
        (table(), {"label": "z"}, "no column 'z'"),
        (table(), {"features": ("a", "z")}, "no column 'z'"),
        (table(a=None, b=None, c=None), {"owner": "who"}, "no column is left"),
        (table(), {"owner": "who", "targets": True}, "'y' holds"),
        (table(y=["x" * 1025, "a", "b"]), {"owner": "who"}, "no text of up to 1024"),
        (table(y=[[1], [2], [3]]), {"owner": "who"}, "'y' holds list"),
        ({"a": [], "y": []}, {}, "says 0 rows"),
    ],
)  # fmt: skip
def test_what_cannot_be_valued_is_refused_with_its_place(
    tmp_path: Path, columns: dict[str, object], how: dict[str, str], why: str
) -> None:
    """Goal: no row is left out in silence. Method: one fault a file; nothing is left behind."""
    with pytest.raises(FileRefused, match=why):
        stored(tmp_path, columns, **({"owner": "who"} | how if "who" not in why else how))
    assert list((tmp_path / "rows").iterdir()) == []


def test_limits_hold_against_what_a_file_says(tmp_path: Path) -> None:
    """Goal: rows, columns, memory and disk are bounded. Method: one limit at a time too small."""
    good = table(who=None)
    for name, limits in (
        ("rows", Limits(rows=2)),
        ("columns", Limits(columns=3)),
        ("memory", Limits(memory_bytes=64 * MIB)),
        ("disk", Limits(disk_bytes=64)),
    ):
        folder = tmp_path / name
        folder.mkdir()
        with pytest.raises(FileRefused):
            stored(folder, good, limits=limits)


def test_a_text_repeated_into_gigabytes_costs_nothing(tmp_path: Path) -> None:
    """Goal: a label cannot fill the memory. Method: 4 GB from one text of 16 MB."""
    places = pa.array([0] * 256, pa.int32())
    texts = pa.DictionaryArray.from_arrays(places, pa.array(["x" * (16 * MIB)]))
    columns = {"a": [1.0] * 256, "y": texts}
    pq.write_table(
        pa.table(columns), tmp_path / "a.parquet", compression="zstd", store_schema=False
    )
    assert (tmp_path / "a.parquet").stat().st_size < MIB
    with (tmp_path / "a.parquet").open("rb") as file, pytest.raises(FileRefused):
        store_parquet(tmp_path / "rows", file, Columns("y"), limits=Limits(memory_bytes=1024 * MIB))


def test_a_damaged_file_and_a_pickle_are_refused(tmp_path: Path) -> None:
    """Goal: only Parquet is read. Method: cut a file short; give a pickle in its place."""
    pq.write_table(pa.table(table(who=None)), tmp_path / "a.parquet")
    cut = (tmp_path / "a.parquet").read_bytes()[:-40]
    for name, content in (("cut", cut), ("pickle", pickle.dumps([1, 2]))):
        (tmp_path / name).write_bytes(content)
        with (tmp_path / name).open("rb") as file, pytest.raises(FileRefused):
            store_parquet(tmp_path / f"{name}-rows", file, Columns("y"))


def test_a_folder_is_written_once_and_must_be_whole(tmp_path: Path) -> None:
    """Goal: no rows under a foreign digest. Method: write twice; open what was not finished."""
    X = np.ones((2, 1))
    store_rows(tmp_path / "rows", X, [0, 1])
    with pytest.raises(FileExistsError, match="holds rows already"):
        store_rows(tmp_path / "rows", X, [0, 1])
    (tmp_path / "half").mkdir()
    np.save(tmp_path / "half" / "features.npy", X)
    with pytest.raises(ValueError, match="holds no rows"):
        stored_rows(tmp_path / "half")
    for given in ((X, [0]), (X, [0, 1], ["a"]), (np.ones(3), [0, 1, 2]), (X, [[0], [1]])):
        with pytest.raises(ValueError, match="expected"):
            store_rows(tmp_path / "bad", *given)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="expected numbers"):
        store_rows(tmp_path / "bad", np.array([["a"]]), [0])  # type: ignore[arg-type]
