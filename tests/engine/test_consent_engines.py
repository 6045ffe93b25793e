"""Three engines decide alike, and alike to the words of the rules; files of rows are read safely."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from random import Random

import msgspec
import numpy as np
import pytest

pytest.importorskip("duckdb", reason="needs the extra tables")
pytest.importorskip("pyarrow", reason="needs the extra tables")

import pyarrow as pa
import pyarrow.parquet as pq

from auzolan.consent.columns import (
    REASONS,
    StatementColumns,
    compile_statements,
    decide_units,
    reasons_of,
)
from auzolan.consent.policies import Request, Stated, Statement, decide, known, policy
from auzolan.consent.row_checks import check_rows
from auzolan.engine import consent_tables
from auzolan.engine.consent_scan import BATCH_ROWS, RowsRefused, count_rows, write_allowed
from engine.consent_rounds import SHOWN, Round, drawn, told

CASES = int(os.environ.get("AUZOLAN_CONSENT_CASES", "20000"))
POLICIES = 200
COUNTERS = (count_rows, lambda rows, decided: write_allowed(rows, rows.with_name("to"), decided))


def in_python(asked: Round) -> list[tuple[str, ...]]:
    """What the plain engine says of each policy."""
    written = SHOWN[asked.written_in]
    return [
        decide(
            policy(known(said, asked.as_of), taxonomy=written, shown=SHOWN), asked.request
        ).reasons
        for said in asked.policies
    ]


def in_numpy(asked: Round) -> list[tuple[str, ...]]:
    """What the columns say."""
    bits = decide_units(
        columns_of(asked), asked.request, len(asked.policies),
        as_of=asked.as_of, taxonomy=SHOWN[asked.written_in],
    )  # fmt: skip
    return [reasons_of(one) for one in bits.tolist()]


def in_duckdb(asked: Round) -> list[tuple[str, ...]]:
    """What the SQL says."""
    tables = consent_tables.opened(columns_of(asked), len(asked.policies))
    with tables.database:
        bits = consent_tables.decide_units(
            tables, asked.request, as_of=asked.as_of, taxonomy=SHOWN[asked.written_in]
        )
    return [reasons_of(one) for one in bits.tolist()]


def columns_of(asked: Round) -> StatementColumns:
    """The policies of a round as columns, in mixed order."""
    pairs = [(unit, one) for unit, said in enumerate(asked.policies) for one in said]
    Random(1).shuffle(pairs)
    return compile_statements(pairs, shown=SHOWN)


@pytest.mark.slow
def test_three_engines_and_the_words_of_the_rules_agree() -> None:
    """Goal: no false yes, no different reason. Method: random rounds; each answer equals `told`."""
    seen: Counter[tuple[str, ...]] = Counter()
    for seed in range(-(-CASES // POLICIES)):
        asked = drawn(Random(seed), POLICIES)
        expected = [told(said, asked) for said in asked.policies]
        for engine in (in_python, in_numpy, in_duckdb):
            assert engine(asked) == expected, (
                f"{engine.__name__}, drawn(Random({seed}), {POLICIES})"
            )
        seen.update(expected)
    assert set(REASONS) <= {reason for reasons in seen for reason in reasons}
    assert min(seen[()], sum(seen.values()) - seen[()]) > sum(seen.values()) // 20


@pytest.fixture
def decided() -> np.ndarray:
    """Decisions of four units: allowed, prohibited, late and elsewhere, allowed."""
    asked = [
        [], [{"effect": "prohibit"}], [{"to": 5, "party": ["b"]}], [],
    ]  # fmt: skip
    plain = {
        "effect": "permit", "operation": "train", "end_use": "research", "from": 0, "to": None,
        "party": None, "territory": None, "model_class": None,
    }  # fmt: skip
    said = [
        (unit, Stated(statement(plain | change), 0))
        for unit, changes in enumerate(asked)
        for change in (changes if unit == 2 else [{}, *changes])
    ]
    return decide_units(compile_statements(said), request(), 4, as_of=5)


def statement(fields: dict[str, object]) -> Statement:
    """A statement from its names on the wire."""
    return msgspec.convert(fields, Statement)


def request() -> Request:
    """Training for research by a, at 5."""
    return Request("train", "research", "a", "a", "a", 5)


def written(path: Path, **columns: pa.Array) -> Path:
    """A file of rows with these columns."""
    pq.write_table(
        pa.table(columns), path,
        compression="NONE", use_dictionary=False, write_page_checksum=True,
    )  # fmt: skip
    return path


def test_a_file_is_counted_and_sorted_as_in_memory(tmp_path: Path, decided: np.ndarray) -> None:
    """Goal: no row is lost between batches. Method: a batch and a piece, beside one array."""
    n_rows = BATCH_ROWS + 5000
    units = np.random.default_rng(3).integers(0, 4, n_rows).astype(np.int32)
    ids = np.random.default_rng(4).permutation(n_rows).astype(np.int64)
    rows = written(tmp_path / "rows", unit=pa.array(units), row=pa.array(ids))
    expected = check_rows(units, decided)
    for found in (count_rows(rows, decided), write_allowed(rows, tmp_path / "allowed", decided)):
        assert (found.rows, found.allowed) == (n_rows, expected.allowed)
        assert found.refused == expected.refused
    kept = pq.read_table(tmp_path / "allowed")["row"].to_numpy()
    assert np.array_equal(kept, ids[expected.mask])
    assert not (tmp_path / "allowed.part").exists()


def test_sql_counts_a_file_as_the_scan_does(tmp_path: Path, decided: np.ndarray) -> None:
    """Goal: the counts too are said by two engines. Method: one file, both."""
    units = np.random.default_rng(5).integers(0, 3, 1000).astype(np.int32)
    rows = written(tmp_path / "rows", unit=pa.array(units))
    permit = statement(
        {"effect": "permit", "operation": "train", "end_use": "research", "from": 0, "to": None,
         "party": None, "territory": None, "model_class": None}
    )  # fmt: skip
    columns = compile_statements([(0, Stated(permit, 0)), (2, Stated(permit, 0, 5))])
    tables = consent_tables.opened(columns, 3)
    with tables.database:
        counted = consent_tables.count_rows(tables, rows, request(), as_of=5)
    expected = count_rows(rows, decide_units(columns, request(), 3, as_of=5))
    assert (counted.rows, counted.allowed, counted.refused) == (
        expected.rows, expected.allowed, expected.refused,
    )  # fmt: skip
    assert counted.refused == {"not_permitted": int((units != 0).sum())}


@pytest.mark.parametrize(
    "columns",
    [
        {"row": pa.array([1, 2])},
        {"row": pa.array([1, 2]), "unit": pa.array([0, 1])},
        {"row": pa.array([1, 2]), "unit": pa.array(["0", "1"])},
        {"row": pa.array([1, 2]), "unit": pa.array([0.0, 1.0])},
        {"row": pa.array([1, 2]), "unit": pa.array([0, None], pa.int32())},
        {"row": pa.array([1, 2]), "unit": pa.array([0, 4], pa.int32())},
        {"row": pa.array([1, 2]), "unit": pa.array([0, -1], pa.int32())},
        {"row": pa.array([1, 2]), "unit": pa.array([0, -(2**31)], pa.int32())},
    ],
)
def test_a_file_with_wrong_units_is_refused_by_all(
    tmp_path: Path, decided: np.ndarray, columns: dict[str, pa.Array]
) -> None:
    """Goal: fail closed, leave nothing behind. Method: a fault of each kind in the last row."""
    rows = written(tmp_path / "rows", **columns)
    for counter in COUNTERS:
        with pytest.raises(RowsRefused):
            counter(rows, decided)
    tables = consent_tables.opened(compile_statements([]), 4)
    with tables.database, pytest.raises(RowsRefused):
        consent_tables.count_rows(tables, rows, request(), as_of=5)
    assert [path.name for path in tmp_path.iterdir()] == ["rows"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (None, "one column row"),
        (pa.array([1, 2], pa.int32()), "of type int64"),
        (pa.array([1, None], pa.int64()), "row is empty"),
    ],
)
def test_rows_without_good_ids_are_not_written(
    tmp_path: Path, decided: np.ndarray, row: pa.Array | None, why: str
) -> None:
    """Goal: an allowed row has a name. Method: no ids, ids of another type, an empty one."""
    columns = {"unit": pa.array([0, 1], pa.int32())} | ({} if row is None else {"row": row})
    rows = written(tmp_path / "rows", **columns)
    assert count_rows(rows, decided).allowed == 1
    with pytest.raises(RowsRefused, match=why):
        write_allowed(rows, tmp_path / "to", decided)
    assert [path.name for path in tmp_path.iterdir()] == ["rows"]


def test_damaged_files_and_files_in_the_way_are_refused(
    tmp_path: Path, decided: np.ndarray
) -> None:
    """Goal: nothing is guessed or overwritten. Method: cut, changed, no file; a file in the way."""
    units = pa.array(np.random.default_rng(6).integers(0, 4, 100_000).astype(np.int32))
    rows = written(tmp_path / "rows", unit=units, row=pa.array(np.arange(100_000)))
    whole = rows.read_bytes()
    for broken in (whole[:-9], whole[:400] + bytes(400) + whole[800:], b"", b"PAR1" * 9):
        (tmp_path / "broken").write_bytes(broken)
        for counter in COUNTERS:
            with pytest.raises(RowsRefused):
                counter(tmp_path / "broken", decided)
    with pytest.raises(RowsRefused):
        count_rows(tmp_path / "none", decided)
    (tmp_path / "to").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        write_allowed(rows, tmp_path / "to", decided)
    assert (tmp_path / "to").read_bytes() == b"mine"
