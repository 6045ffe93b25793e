"""A file of rows under a decision: how many may be used, and a file of those that may.

Rows stream through in batches, so that memory depends on the size of a batch and not of the file.
Fail closed: a file that lacks a column, has it in another type, holds an empty value or a row of no
unit is refused, and then no file of allowed rows is left behind. Decides nothing; the decision of
each unit is given. For files that the house wrote itself: what somebody else wrote is read by
`parquet_rows`, in a process with limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from auzolan.consent.columns import Bits, Int32
from auzolan.consent.row_checks import Check, Kinds, check_of, kinds_of, sort_rows

ROW, UNIT = "row", "unit"
TYPES = {ROW: pa.int64(), UNIT: pa.int32()}
BATCH_ROWS = 1 << 20
BUFFER_BYTES = 1 << 20
_ALLOWED = pa.schema([pa.field(ROW, TYPES[ROW], nullable=False)])
_NO_MASK = np.empty(0, dtype=np.bool_)


class RowsRefused(ValueError):
    """A file of rows cannot be checked; the text says why."""


def count_rows(path: Path, decided: Bits) -> Check:
    """Count the rows of a file that may be used, and the others by reason.

    Args:
        path: a Parquet file with an int32 column `unit`.
        decided: reason bits of each unit, from `columns.decide_units`.
    Returns:
        Counts; the mask is empty.
    Raises:
        RowsRefused: the file is damaged, a column is not what is asked, or a row is of no unit.
    """
    kinds = kinds_of(decided)
    rows_of_kind = np.zeros(len(kinds.bits), dtype=np.int64)
    with opened_rows(path, (UNIT,)) as file:
        for batch in _batches(file, (UNIT,)):
            rows_of_kind += _sorted(batch, kinds)[1]
    return check_of(kinds, rows_of_kind, _NO_MASK)


def write_allowed(path: Path, to: Path, decided: Bits) -> Check:
    """Write the ids of the rows that may be used.

    Args:
        path: a Parquet file with columns `row`, int64, and `unit`, int32.
        to: the file of allowed rows, one int64 column `row` in the order of `path`; there is none
            yet, and none after a refusal.
        decided: reason bits of each unit, from `columns.decide_units`.
    Returns:
        Counts; the mask is empty.
    Raises:
        RowsRefused: as for `count_rows`.
        FileExistsError: there is a file at `to`.
    """
    if to.exists():
        raise FileExistsError(f"there is a file at {to}")
    kinds = kinds_of(decided)
    rows_of_kind = np.zeros(len(kinds.bits), dtype=np.int64)
    part = to.with_name(to.name + ".part")
    try:
        with opened_rows(path, (ROW, UNIT)) as file, _writer(part) as out:
            for batch in _batches(file, (ROW, UNIT)):
                mask, counts = _sorted(batch, kinds)
                rows_of_kind += counts
                kept = batch.column(ROW).to_numpy()[mask]
                out.write_batch(pa.record_batch([pa.array(kept)], schema=_ALLOWED))
        part.rename(to)
    finally:
        part.unlink(missing_ok=True)
    return check_of(kinds, rows_of_kind, _NO_MASK)


@contextmanager
def opened_rows(path: Path, names: tuple[str, ...]) -> Iterator[pq.ParquetFile]:
    """Open a file of rows that has these columns, each in its type.

    Raises:
        RowsRefused: it has not, or it turns out to be damaged while it is read.
    """
    try:
        # Checksums of pages are looked at where the file has them.
        with pq.ParquetFile(
            path, buffer_size=BUFFER_BYTES, pre_buffer=False, page_checksum_verification=True
        ) as file:
            schema = file.schema_arrow
            for name in names:
                places = schema.get_all_field_indices(name)
                if len(places) != 1 or schema.field(places[0]).type != TYPES[name]:
                    raise RowsRefused(f"there must be one column {name} of type {TYPES[name]}")
            yield file
    except (pa.ArrowException, OSError) as fault:
        raise RowsRefused(f"the file of rows cannot be read: {path.name}") from fault


def _batches(file: pq.ParquetFile, names: tuple[str, ...]) -> Iterator[pa.RecordBatch]:
    for batch in file.iter_batches(BATCH_ROWS, columns=list(names)):
        for name in names:
            if batch.column(name).null_count:
                raise RowsRefused(f"a value of {name} is empty")
        yield batch


def _sorted(batch: pa.RecordBatch, kinds: Kinds) -> tuple[np.ndarray, np.ndarray]:
    units: Int32 = batch.column(UNIT).to_numpy()
    try:
        return sort_rows(units, kinds)
    except ValueError as fault:
        raise RowsRefused(str(fault)) from fault


def _writer(path: Path) -> pq.ParquetWriter:
    # Row ids mostly rise, so that their differences are small; a dictionary of them would not be.
    return pq.ParquetWriter(
        path, _ALLOWED, compression="NONE",
        use_dictionary=False, column_encoding={ROW: "DELTA_BINARY_PACKED"}, write_statistics=False,
        write_page_checksum=True,
    )  # fmt: skip
