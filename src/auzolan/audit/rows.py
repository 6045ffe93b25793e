"""Reading the vault's rows: Parquet, one file a batch, each row with the salt of its digest.

Reading is the auditor's and the engine's; only the house writes and erases.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from auzolan.audit.folder import Folder
from auzolan.contributions.digests import batch_root, row_digest

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


def rows_of(columns: Mapping[str, list[int | str]]) -> list[dict[str, int | str]]:
    """Columns as rows."""
    names = list(columns)
    lines = zip(*columns.values(), strict=True)
    return [dict(zip(names, values, strict=True)) for values in lines]


def root_of_batch(columns: Columns, salts: list[bytes]) -> str:
    """The root that an offer of these rows carries."""
    rows = rows_of(columns)
    return batch_root([row_digest(s, row) for s, row in zip(salts, rows, strict=True)]).hex()
