"""The journal as Parquet: columns for programs, read back by `recompute` in one sweep.

Amounts are whole units of their asset, in 64 bits. The same postings give the same bytes with the
same release of the library that writes them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from auzolan.house.rooms.treasury.journals.columns import NAMES, Columns

_WHOLE = ("entry", "amount")
_SCHEMA = pa.schema([(name, pa.int64() if name in _WHOLE else pa.string()) for name in NAMES])


def write_parquet(path: Path, batches: Iterable[Columns]) -> None:
    """Write batches of postings into a file, each as a row group.

    Raises:
        ArrowInvalid: an amount outside 64 bits.
        OSError: the file cannot be written.
    """
    with pq.ParquetWriter(path, _SCHEMA, compression="zstd", compression_level=1) as writer:
        for batch in batches:
            columns = [_column(batch, name) for name in NAMES]
            writer.write_table(pa.Table.from_arrays(columns, schema=_SCHEMA))


def _column(batch: Columns, name: str) -> pa.Array:
    values = getattr(batch, name)
    kind = _SCHEMA.field(name).type
    return values.cast(kind) if isinstance(values, pa.Array) else pa.array(values, kind)
