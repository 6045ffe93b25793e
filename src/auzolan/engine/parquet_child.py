"""Turns one Parquet file into plain arrays, in a process of its own, so that a bomb hurts nobody.

Runs as a program: the file is its standard input, a folder of arrays is what it makes, and one
line of JSON is what it says. The limits on memory, computing and disk are set before the first
byte is read, because the sizes that a Parquet file states about itself may be lies. It imports
nothing of ours, and computes no value.
"""

from __future__ import annotations

import json
import math
import os
import resource
import sys
from pathlib import Path
from typing import Any

EXIT_REFUSED = 10
_CELLS_AT_ONCE = 2**20
_NAME_CHARS_MAX = 1024
_NAMES_MAX = 2**20


def main() -> int:
    """Read standard input as the one argument, a JSON object, says."""
    ask = json.loads(sys.argv[1])
    _limit(resource.RLIMIT_AS, ask["memory"])
    _limit(resource.RLIMIT_CPU, ask["seconds"])
    _limit(resource.RLIMIT_FSIZE, ask["disk"])
    _limit(resource.RLIMIT_CORE, 0)
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError:
        return _refuse("missing", "pyarrow")
    except ImportError:
        return _refuse("large", "its reader does not fit into the memory that it gets")
    named = [name for name in (ask["label"], ask["owner"]) if name]
    try:
        stream = pyarrow.PythonFile(sys.stdin.buffer, mode="r")
        features = _features(parquet.ParquetFile(stream), ask, pyarrow.types)
        stream.seek(0)
        # As a dictionary a text that stands in a million rows is held once.
        file = parquet.ParquetFile(stream, read_dictionary=named)
        sys.stdout.write(json.dumps(_write(file, features, ask)) + "\n")
    except _Refused as refused:
        return _refuse(*refused.args)
    except MemoryError:
        return _refuse("large", "it needs more memory than its reader gets")
    except (OSError, ValueError, pyarrow.ArrowException) as fault:
        return _refuse("damaged", " ".join(str(fault).split())[:200])
    return 0


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (least, least))


class _Refused(Exception):
    """What is wrong, and why, in words."""


def _refuse(what: str, why: str) -> int:
    sys.stderr.write(json.dumps([what, why]) + "\n")
    return EXIT_REFUSED


def _features(file: Any, ask: Any, types: Any) -> list[str]:
    """Check the columns and name those that are features, in their order."""
    rows, schema = file.metadata.num_rows, file.schema_arrow
    names = list(schema.names)
    if not 1 <= rows <= ask["rows"] or len(names) > ask["columns"]:
        raise _Refused(
            "large", f"it says {rows} rows and {len(names)} columns; "
            f"1 to {ask['rows']} rows and {ask['columns']} columns are taken",
        )  # fmt: skip
    if len(set(names)) != len(names):
        raise _Refused("column", "two columns have one name")
    for name in (ask["label"], ask["owner"], *ask["features"]):
        if name and name not in names:
            shown = ", ".join(names[:20])
            raise _Refused("column", f"there is no column {name!r}; it has {shown}")
    for name in (ask["label"], ask["owner"]):
        if name and not _is_name(schema.field(name).type, types):
            raise _Refused("column", f"{name!r} holds {str(schema.field(name).type)[:60]}")
    features = ask["features"] or [
        name for name in names if name not in (ask["label"], ask["owner"])
    ]
    for name in [*features, ask["label"]] if ask["targets"] else features:
        kind = schema.field(name).type
        if not (types.is_integer(kind) or types.is_floating(kind) or types.is_boolean(kind)):
            raise _Refused("column", f"the column {name[:60]!r} holds {str(kind)[:60]}, no numbers")
    if not features:
        raise _Refused("column", "no column is left to be a feature")
    return features


def _is_name(kind: Any, types: Any) -> bool:
    """Whether a column can hold labels or owners: whole numbers, other numbers, or texts."""
    if types.is_dictionary(kind):
        return _is_name(kind.value_type, types)
    known = ("is_integer", "is_floating", "is_boolean", "is_string", "is_large_string")
    return any(getattr(types, name)(kind) for name in known)


def _write(file: Any, features: list[str], ask: Any) -> Any:
    """Write the arrays batch by batch; says how many rows there are, and the names met."""
    import numpy as np

    folder, claimed = Path(ask["folder"]), file.metadata.num_rows
    label, owner = ask["label"], ask["owner"]
    label_type = "<f8" if ask["targets"] else "<i4"
    label_names: dict[Any, int] = {}
    owner_names: dict[Any, int] = {}
    written = 0
    with (
        (folder / "features.npy").open("wb") as feature_file,
        (folder / "labels.npy").open("wb") as label_file,
        (folder / "owners.npy" if owner else Path(os.devnull)).open("wb") as owner_file,
    ):
        _head(feature_file, np.dtype(ask["dtype"]).str, (claimed, len(features)))
        _head(label_file, label_type, (claimed,))
        _head(owner_file, "<i4", (claimed,))
        wanted = [*features, label, *([owner] if owner else [])]
        size = max(1, _CELLS_AT_ONCE // (len(features) + 2))
        for batch in file.iter_batches(batch_size=size, columns=wanted, use_threads=False):
            table = np.empty((batch.num_rows, len(features)), dtype=ask["dtype"])
            for place, name in enumerate(features):
                table[:, place] = _numbers(batch, name, written)
            table.tofile(feature_file)
            if ask["targets"]:
                _numbers(batch, label, written).astype(label_type).tofile(label_file)
            else:
                _codes(batch, label, written, label_names).tofile(label_file)
            if owner:
                _codes(batch, owner, written, owner_names).tofile(owner_file)
            written += batch.num_rows
            if written > claimed:
                break
    if written != claimed:
        raise _Refused("damaged", f"it says {claimed} rows and holds {written} or more")
    return {"labels": list(label_names), "owners": list(owner_names), "features": features}


def _head(file: Any, kind: str, shape: tuple[int, ...]) -> None:
    from numpy.lib import format as npy

    npy.write_array_header_1_0(file, {"descr": kind, "fortran_order": False, "shape": shape})


def _numbers(batch: Any, name: str, before: int) -> Any:
    """A column as floats, each finite."""
    import numpy as np

    column = batch.column(name)
    if column.null_count:
        missing = int(np.argmax(np.asarray(column.is_null())))
        raise _Refused("column", f"row {before + missing} has no {name!r}")
    numbers = np.asarray(column).astype(np.float64)
    if not np.isfinite(numbers).all():
        wrong = int(np.argmin(np.isfinite(numbers)))
        raise _Refused("column", f"row {before + wrong}: {name!r} is not finite")
    return numbers


def _codes(batch: Any, name: str, before: int, names: dict[Any, int]) -> Any:
    """A column of names as the places of their first sight."""
    import numpy as np

    column = batch.column(name)
    if column.null_count:
        missing = int(np.argmax(np.asarray(column.is_null())))
        raise _Refused("column", f"row {before + missing} has no {name!r}")
    if not hasattr(column, "dictionary"):
        column = column.dictionary_encode()
    met = column.dictionary.to_pylist()
    for one in met:
        is_known = type(one) in {str, int, bool} or (type(one) is float and math.isfinite(one))
        if not is_known or (type(one) is str and len(one) > _NAME_CHARS_MAX):
            raise _Refused(
                "column", f"{name!r} holds {str(one)[:60]!r}, which is no number and no text "
                f"of up to {_NAME_CHARS_MAX} characters",
            )  # fmt: skip
        if names and type(one) is not type(next(iter(names))):
            raise _Refused("column", f"{name!r} holds values of two types")
        names.setdefault(one, len(names))
    if len(names) > _NAMES_MAX:
        raise _Refused("large", f"{name!r} holds more than {_NAMES_MAX} different values")
    code_of = np.array([names[one] for one in met] or [0], dtype="<i4")
    return code_of[np.asarray(column.indices)]


if __name__ == "__main__":
    sys.exit(main())
