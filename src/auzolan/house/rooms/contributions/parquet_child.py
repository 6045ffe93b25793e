"""Reads one Parquet file in a process of its own, so that a bomb can hurt nobody else.

Runs as a program: the file is its standard input, JSON lines are its output: the names first, then
an array for each row. The limits on memory and computing are set before the first byte is read,
because the sizes that a Parquet file states about itself may be lies. It imports nothing of ours.
"""

from __future__ import annotations

import datetime
import decimal
import json
import math
import resource
import sys
from collections.abc import Callable
from typing import Any

EXIT_REFUSED = 10
_ROWS_AT_ONCE = 256


def main() -> int:
    """Read standard input under the limits named by the arguments: bytes, seconds, rows, columns."""
    memory, seconds, rows_max, columns_max = (int(text) for text in sys.argv[1:5])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError:
        return _refuse("missing", "pyarrow")
    except ImportError:
        return _refuse("bomb", "its reader does not fit into the memory that an import gets")
    try:
        file = parquet.ParquetFile(pyarrow.PythonFile(sys.stdin.buffer, mode="r"))
        refusal = _refusal(file, pyarrow, rows_max, columns_max)
        if refusal:
            return _refuse(*refusal)
        return _write(file, rows_max)
    except MemoryError:
        return _refuse("bomb", "it needs more memory than an import gets")
    except (OSError, ValueError, pyarrow.ArrowException) as fault:
        return _refuse("damaged", " ".join(str(fault).split())[:200])


def _refuse(what: str, why: str) -> int:
    sys.stderr.write(json.dumps([what, why]) + "\n")
    return EXIT_REFUSED


def _refusal(file: Any, pyarrow: Any, rows_max: int, columns_max: int) -> tuple[str, str] | None:
    if file.metadata.num_rows > rows_max:
        return "large", f"it says that it has {file.metadata.num_rows} rows; {rows_max} are taken"
    schema = file.schema_arrow
    if len(schema) > columns_max:
        return "large", f"it has {len(schema)} columns; {columns_max} are taken"
    for field in schema:
        if not _is_plain(field.type, pyarrow.types):
            return "column", f"the column {field.name[:60]!r} holds {str(field.type)[:60]}"
    return None


def _is_plain(kind: Any, types: Any) -> bool:
    if types.is_dictionary(kind):
        return _is_plain(kind.value_type, types)
    known = (
        "is_integer", "is_floating", "is_boolean", "is_string", "is_large_string", "is_decimal",
        "is_date", "is_timestamp", "is_null",
    )  # fmt: skip
    return any(getattr(types, name)(kind) for name in known)


def _write(file: Any, rows_max: int) -> int:
    schema = file.schema_arrow
    sys.stdout.write(json.dumps(list(schema.names)) + "\n")
    writers = [_writer(field.type) for field in schema]
    written = 0
    for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE, use_threads=False):
        written += batch.num_rows
        if written > rows_max:
            return _refuse("bomb", f"it holds more rows than it says, and more than {rows_max}")
        columns = [column.to_pylist() for column in batch.columns]
        for row in zip(*columns, strict=True):
            values = [write(value) for write, value in zip(writers, row, strict=True)]
            sys.stdout.write(json.dumps(values, ensure_ascii=True) + "\n")
    sys.stdout.flush()
    return 0


def _writer(kind: Any) -> Callable[[object], object]:
    """How values of a column are written: narrow floats as the shortest text that means them."""
    if str(kind) in {"float", "halffloat"}:
        import numpy

        narrow = numpy.float32 if str(kind) == "float" else numpy.float16

        def shortest(value: object) -> object:
            if not isinstance(value, float) or not math.isfinite(value):
                return _plain(value)
            return repr(float(str(narrow(value))))

        return shortest
    return _plain


def _plain(value: object) -> object:
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return repr(value)
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    return value


if __name__ == "__main__":
    sys.exit(main())
