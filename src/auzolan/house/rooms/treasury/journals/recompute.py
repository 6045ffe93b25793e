"""Every balance anew, from an exported journal alone, in Parquet or CSV, by DuckDB.

It reads one file and neither the books nor the record, so whoever has the file can do the same.
Amounts are summed as whole units; no floating point comes near them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from auzolan.house.rooms.treasury.journals.columns import NAMES

if TYPE_CHECKING:
    import pyarrow as pa

SHOWN_MAX = 10
_PATTERN_SIGNS = "*?["
_CSV_KINDS = ", ".join(f"'{name}': 'VARCHAR'" for name in NAMES)
_PARQUET = "SELECT entry, account, member, asset, amount FROM read_parquet($path)"
_CSV = (
    "SELECT entry::BIGINT AS entry, account, member, asset, "  # noqa: S608
    "replace(amount, '.', '')::BIGINT AS amount FROM read_csv($path, header = true, "
    f"delim = ',', quote = '\"', escape = '\"', columns = {{{_CSV_KINDS}}})"
)
_BALANCES = "SELECT account, coalesce(member, '') AS member, asset, sum(amount)::BIGINT AS balance"
_ENTRY_SUMS = "SELECT entry, asset, sum(amount)::BIGINT AS rest"


class UnreadableJournal(Exception):
    """The file is none that was exported as a journal; the text says what was expected."""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What a journal file says.

    Attributes:
        balances: account, member (or empty), asset and balance in units, in order.
        unbalanced: entry, asset and sum of the first entries that do not sum to zero.
    """

    balances: tuple[tuple[str, str, str, int], ...]
    unbalanced: tuple[tuple[int, str, int], ...]


def recomputed(path: Path) -> Recomputed:
    """Add up every account of a journal file, and see that each entry sums to zero per asset.

    Args:
        path: a file of `treasury export` in Parquet or CSV, by its ending.
    Raises:
        UnreadableJournal: it is neither, or has other columns.
    """
    with duckdb.connect() as database:
        rows = rows_of(path)
        try:
            balances = database.execute(balances_query(rows), {"path": str(path)}).fetchall()
            wrong = database.execute(unbalanced_query(rows), {"path": str(path)}).fetchall()
        except duckdb.Error as fault:
            raise UnreadableJournal(f"{path} is no exported journal: {fault}") from fault
    return Recomputed(tuple(sorted(balances)), tuple(wrong))


def rows_of(path: Path) -> str:
    """The query that reads a journal file, with the path as its parameter.

    Raises:
        UnreadableJournal: another ending, or a path that DuckDB would take for a pattern.
    """
    if any(sign in str(path) for sign in _PATTERN_SIGNS):
        raise UnreadableJournal(f"A path with one of {_PATTERN_SIGNS} is not read: {path}")
    queries = {".parquet": _PARQUET, ".csv": _CSV}
    if path.suffix not in queries:
        raise UnreadableJournal(f"A journal in .parquet or .csv is needed; got {path.name}")
    return queries[path.suffix]


def balances_query(rows: str) -> str:
    """The query that gives every balance of the journal's rows, in no order."""
    return f"{_BALANCES} FROM ({rows}) GROUP BY ALL"


def unbalanced_query(rows: str) -> str:
    """The query that gives the first entries that do not sum to zero per asset."""
    return (
        f"{_ENTRY_SUMS} FROM ({rows}) GROUP BY ALL HAVING rest <> 0 ORDER BY ALL LIMIT {SHOWN_MAX}"
    )


def balance_columns(path: Path) -> pa.Table:
    """Every balance of a journal file as columns, for journals with millions of accounts.

    Returns:
        Columns account, member (or empty), asset, balance, in no order.
    Raises:
        UnreadableJournal: as `recomputed`.
    """
    rows = rows_of(path)
    with duckdb.connect() as database:
        try:
            return database.sql(balances_query(rows), params={"path": str(path)}).to_arrow_table()
        except duckdb.Error as fault:
            raise UnreadableJournal(f"{path} is no exported journal: {fault}") from fault
