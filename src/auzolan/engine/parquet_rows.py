"""Parquet files from outside as stored rows, by way of a reading process with hard limits.

The process gets so much memory, computing and disk and no more, and what the file says about
itself is checked against what came out. Features become floats of one type, labels and owners
codes. A missing value, a number that is not finite, or a column of another kind is refused, with
the row or the column named: leaving rows out would change what the others are worth.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from auzolan.engine import parquet_child
from auzolan.engine.stored_rows import (
    FEATURES,
    LABELS,
    OWNERS,
    Name,
    StoredRows,
    fresh_folder,
    sealed,
)

MIB = 2**20
_SAID_BYTES_MAX = 4096
_WAIT = 2  # times the seconds of computing, in seconds of waiting


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may take.

    Attributes:
        rows: rows, 1 to 2^31 - 1.
        columns: columns.
        memory_bytes: address space of the process that reads.
        disk_bytes: size of the largest array.
        seconds: seconds of computing.
    """

    rows: int = 20_000_000
    columns: int = 4_096
    memory_bytes: int = 3072 * MIB
    disk_bytes: int = 16_384 * MIB
    seconds: int = 600


_DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a file is what.

    Attributes:
        label: the column of labels.
        owner: the column of owners; empty without owners.
        features: the columns that are features, in this order; empty takes all other columns.
        targets: labels are numbers to be met, not classes.
    """

    label: str
    owner: str = ""
    features: tuple[str, ...] = ()
    targets: bool = False


class FileRefused(ValueError):
    """A file cannot be taken; the text says why."""


def store_parquet(
    folder: Path,
    stream: BinaryIO,
    columns: Columns,
    *,
    dtype: str = "float32",
    limits: Limits = _DEFAULT,
) -> StoredRows:
    """Store the rows of a Parquet file.

    Args:
        folder: made if missing; must hold no rows yet.
        stream: the file, opened by the caller, who knows whether it may be opened.
        columns: which column is what.
        dtype: "float32" or "float64", the type in which features are kept.
        limits: how much it may take.
    Returns:
        The rows as they are stored.
    Raises:
        FileRefused: the file is damaged, too large, or a column is not what is asked.
        FileExistsError: the folder holds rows already.
        ImportError: pyarrow is not installed.
    """
    if dtype not in ("float32", "float64"):
        raise ValueError(f"expected float32 or float64; got {dtype!r}")
    folder = fresh_folder(folder)
    ask = {
        "folder": str(folder), "label": columns.label, "owner": columns.owner, "dtype": dtype,
        "features": columns.features, "targets": columns.targets, "rows": limits.rows,
        "columns": limits.columns, "memory": limits.memory_bytes, "disk": limits.disk_bytes,
        "seconds": limits.seconds,
    }  # fmt: skip
    try:
        said = _read(stream, json.dumps(ask), limits.seconds * _WAIT)
    except BaseException:
        for name in (FEATURES, LABELS, OWNERS):
            (folder / name).unlink(missing_ok=True)
        raise
    label_names = () if columns.targets else _sorted_codes(folder / LABELS, said["labels"])
    owner_names = _sorted_codes(folder / OWNERS, said["owners"]) if columns.owner else ()
    return sealed(folder, label_names, owner_names, tuple(str(name) for name in said["features"]))


def _read(stream: BinaryIO, ask: str, wait_s: int) -> dict[str, list[Name]]:
    environment = dict(os.environ) | {
        "ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "1",
        "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
    }  # fmt: skip
    command = [sys.executable, "-I", parquet_child.__file__, ask]
    stream.seek(0)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as said:
        try:
            done = subprocess.run(  # noqa: S603 - our own program, no shell
                command, stdin=stream, stdout=out, stderr=said, env=environment,
                timeout=wait_s, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as fault:
            raise FileRefused(f"reading it took longer than {wait_s} seconds") from fault
        if done.returncode != 0:
            said.seek(0)
            raise _fault(done.returncode, said.read(_SAID_BYTES_MAX).decode("utf-8", "replace"))
        out.seek(0)
        names: dict[str, list[Name]] = json.load(out)
    return names


def _fault(code: int, said: str) -> Exception:
    if code != parquet_child.EXIT_REFUSED:
        return FileRefused("its reader ran out of memory, time or disk, or it is damaged")
    what, why = json.loads(said.strip().splitlines()[-1])
    if what == "missing":
        return ImportError(f"No module named {why!r}", name=why)
    return FileRefused(why)


def _sorted_codes(path: Path, met: list[Name]) -> tuple[Name, ...]:
    """Turn places of first sight into places among sorted names, in the file itself."""
    names = tuple(sorted(met))
    place_of = {name: place for place, name in enumerate(names)}
    rank = np.array([place_of[name] for name in met], dtype=np.int32)
    codes = np.load(path, mmap_mode="r+", allow_pickle=False)
    for start in range(0, len(codes), MIB):
        codes[start : start + MIB] = rank[codes[start : start + MIB]]
    codes.flush()
    return names
