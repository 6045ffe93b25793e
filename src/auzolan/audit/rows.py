"""Reading the vault's rows: Parquet, one file a batch, each row with the salt of its digest.

Reading is the auditor's and the engine's; only the house writes and erases.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from auzolan.audit.folder import Folder
from auzolan.contributions.digests import batch_root, row_digest
from auzolan.learning.ranges import places_of
from auzolan.valuation.payable.terms import EVENT

SALT = "salt"

Columns: TypeAlias = dict[str, list[int | str]]


def read_batch(folder: Folder, batch: str) -> tuple[Columns, list[bytes]]:
    """The rows of a batch as columns, and their salts.

    Raises:
        FileNotFoundError: the rows are not there, or were erased.
        ImportError: pyarrow is not installed (extra `house`).
    """
    from pyarrow import parquet  # noqa: PLC0415  late: the base install has no pyarrow

    path = folder.batch_rows(batch)
    if not path.is_file():
        raise FileNotFoundError(f"the rows of batch {batch} are not in the vault")
    table = parquet.read_table(path).to_pydict()
    salts: list[bytes] = table.pop(SALT)
    return table, salts


def join_batch(table: Columns, rows: Columns, *, batch: str) -> None:
    """Add the rows of a batch to those of the batches before it.

    Only the id of a source event may be missing in some batches; it is empty there. Else one
    person who names events would keep everybody's rows from being used.

    Args:
        table: the rows so far; changed, and empty before the first batch.
        rows: the batch's.
        batch: its id, for the text of a fault.
    Raises:
        ValueError: other columns than those before.
    """
    size, count = (len(next(iter(one.values()), [])) for one in (table, rows))
    if size and (set(table) ^ set(rows)) - {EVENT}:
        raise ValueError(f"{batch} has other columns than the batches before it")
    for name in {**table, **rows}:
        empty: list[int | str] = [""]
        table.setdefault(name, empty * size).extend(rows.get(name, empty * count))


def columns_without(columns: Columns, without: str) -> Columns:
    """The rows of a batch that a snapshot holds.

    Args:
        columns: the batch's rows.
        without: the rows that are left out, as ranges from 0.
    """
    if not without:
        return columns
    left_out = set(places_of(without))
    return {
        name: [value for place, value in enumerate(values) if place not in left_out]
        for name, values in columns.items()
    }


def rows_of(columns: Mapping[str, list[int | str]]) -> list[dict[str, int | str]]:
    """Columns as rows."""
    names = list(columns)
    lines = zip(*columns.values(), strict=True)
    return [dict(zip(names, values, strict=True)) for values in lines]


def digests_of_batch(columns: Columns, salts: list[bytes]) -> list[bytes]:
    """The salted digests of a batch's rows, in their order."""
    rows = rows_of(columns)
    return [row_digest(salt, row) for salt, row in zip(salts, rows, strict=True)]


def root_of_batch(columns: Columns, salts: list[bytes]) -> str:
    """The root that an offer of these rows carries."""
    return batch_root(digests_of_batch(columns, salts)).hex()


def read_manifest(path: Path) -> list[tuple[str, int, bytes]]:
    """The rows of a snapshot as its manifest names them: batch, place, digest.

    Raises:
        ImportError: pyarrow is not installed (extra `house`).
        ValueError: it is no Parquet file.
        KeyError: it lacks a column.
    """
    from pyarrow import parquet  # noqa: PLC0415  late: the base install has no pyarrow

    table = parquet.read_table(path).to_pydict()
    return list(zip(table["batch"], table["place"], table["digest"], strict=True))
