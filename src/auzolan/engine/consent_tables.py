"""Consent in DuckDB: the question that `consent.columns` answers, asked once more in SQL.

A second engine with code of its own, so that a fault in one of both is seen. It says the same
reasons for every unit and counts the rows of a Parquet file by them. It decides nothing that the
other does not, and keeps nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from auzolan.consent.columns import (
    BIT,
    COLUMN_TYPES,
    PERMIT,
    REASONS,
    WITHDRAW,
    Bits,
    StatementColumns,
    check_question,
    reasons_of,
    request_bits,
)
from auzolan.consent.interned import Interned
from auzolan.consent.policies import Request
from auzolan.consent.row_checks import Check
from auzolan.consent.taxonomy import TAXONOMY, Taxonomy, end_use_bit, operation_bit
from auzolan.engine.consent_scan import UNIT, RowsRefused, opened_rows

MEMORY = "512MB"
_LIMITS = ("party", "territory", "model_class")

_DECIDED = f"""
with known as (
    select *, operations & $operation <> 0 and end_uses & $end_use <> 0 as about
    from statement
    where stated_at <= $as_of and lifted_at > $as_of
), looked_at as (
    select unit, effect, about, unknown,
        begins > $at as not_yet,
        ends <= $at as expired,
        party <> 0 and party not in (select id from met where kind = 'party') as party,
        territory <> 0 and territory not in (select id from met where kind = 'territory')
            as territory,
        model_class <> 0 and model_class not in (select id from met where kind = 'model_class')
            as model_class,
        $price is not null and price_floor_micro > coalesce($price, 0) as price,
        credit and not $credit as credit
    from known
), weighed as (
    select *, not_yet or expired or party or territory or model_class as elsewhere
    from looked_at
), told as (
    select unit, bit_or(unknown) | $unknown as unknown,
        bool_or(about and effect = {WITHDRAW} and not elsewhere) as withdrawn,
        bool_or(about and effect not in ({PERMIT}, {WITHDRAW}) and not elsewhere) as prohibited,
        bool_or(about and effect = {PERMIT} and not (elsewhere or price or credit)) as permitted,
        {
    ", ".join(
        f"bool_or(about and effect = {PERMIT} and {name}) as {name}"
        for name in REASONS[: REASONS.index("not_permitted")]
    )
}
    from weighed group by unit
), decided as (
    select unit, case
        when unknown <> 0 then unknown
        when withdrawn then {BIT["withdrawn"]}
        when prohibited then {BIT["prohibited"]}
        when permitted then 0
        when {" or ".join(REASONS[: REASONS.index("not_permitted")])} then {
    " + ".join(
        f"{BIT[name]} * {name}::integer" for name in REASONS[: REASONS.index("not_permitted")]
    )
}
        else {BIT["not_permitted"]} end as bits
    from told
), answered as (
    select number::integer as unit, coalesce(bits,
        case when $unknown <> 0 then $unknown else {BIT["not_permitted"]} end)::usmallint as bits
    from range($units) as every(number) left join decided on unit = number
)
"""  # noqa: S608 - names and numbers of our own


_UNITS = f"{_DECIDED} select bits from answered order by unit"  # noqa: S608
_ROWS = f"""{_DECIDED} select bits, count(*) from (select unit from read_parquet($rows)) as row
    left join answered using (unit) group by bits"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Tables:
    """Statements in a database in memory; close `database` when done.

    Attributes:
        database: holds them as `statement`.
        columns: the same statements, for the names behind the numbers.
        n_units: how many units there are.
    """

    database: duckdb.DuckDBPyConnection
    columns: StatementColumns
    n_units: int


def opened(columns: StatementColumns, n_units: int) -> Tables:
    """A database in memory that holds these statements.

    Args:
        columns: from `compile_statements`, already checked.
        n_units: how many units there are.
    Raises:
        ValueError: a statement is of a unit beyond them.
    """
    if len(columns.unit) and columns.unit[-1] >= n_units:
        raise ValueError(f"a statement is of unit {columns.unit[-1]} of {n_units}")
    database = duckdb.connect(config={"memory_limit": MEMORY})
    arrays = {name: pa.array(getattr(columns, name)) for name in COLUMN_TYPES}
    database.register("statement", pa.table(arrays))
    return Tables(database, columns, n_units)


def decide_units(
    tables: Tables, request: Request, *, as_of: int, taxonomy: Taxonomy = TAXONOMY
) -> Bits:
    """Decide one request for every unit, in SQL.

    Args:
        tables: from `opened`.
        request: with terms of `taxonomy`.
        as_of: statements known at this moment count, milliseconds since 1970, UTC.
        taxonomy: the version in which the request is written.
    Returns:
        Reason bits of shape `(n_units,)`, as `columns.decide_units` gives them.
    Raises:
        ValueError: a number is too large.
    """
    asked = _asked(tables, request, as_of, taxonomy)
    found = tables.database.execute(_UNITS, asked)
    bits: Bits = found.fetchnumpy()["bits"].astype(np.uint16)
    return bits


def count_rows(
    tables: Tables, rows: Path, request: Request, *, as_of: int, taxonomy: Taxonomy = TAXONOMY
) -> Check:
    """Count the rows of a Parquet file that a request may use, and the others by reason.

    Args:
        tables: from `opened`.
        rows: a Parquet file with an int32 column `unit`.
        request: with terms of `taxonomy`.
        as_of: as for `decide_units`.
        taxonomy: likewise.
    Returns:
        Counts; the mask is empty.
    Raises:
        RowsRefused: the file is damaged, has no such column, or a row is of no unit.
        ValueError: a number is too large.
    """
    asked = _asked(tables, request, as_of, taxonomy) | {"rows": str(rows)}
    with opened_rows(rows, (UNIT,)):
        try:
            found = tables.database.execute(_ROWS, asked).fetchall()
        except duckdb.Error as fault:
            raise RowsRefused(f"the file of rows cannot be read: {rows.name}") from fault
    return _counted(found, tables.n_units)


def _counted(found: list[tuple[int | None, int]], n_units: int) -> Check:
    refused: dict[str, int] = {}
    for bits, rows in found:
        if bits is None:
            raise RowsRefused(f"{rows} rows are of no unit; there are {n_units}")
        for reason in reasons_of(bits):
            refused[reason] = refused.get(reason, 0) + rows
    allowed = sum(rows for bits, rows in found if bits == 0)
    total = sum(rows for _, rows in found)
    return Check(total, allowed, dict(sorted(refused.items())), np.empty(0, dtype=np.bool_))


def _asked(
    tables: Tables, request: Request, as_of: int, taxonomy: Taxonomy
) -> dict[str, int | str | None]:
    """What the SQL is given; the sets of names that the request meets become a table."""
    check_question(request, as_of)
    columns = tables.columns
    among = (columns.parties, columns.territories, columns.model_classes)
    met = [
        (kind, number)
        for kind, sets in zip(_LIMITS, among, strict=True)
        for number in _numbers(sets, getattr(request, kind))
    ]
    kinds = pa.array([kind for kind, _ in met], pa.string())
    numbers = pa.array([number for _, number in met], pa.int32())
    tables.database.register("met", pa.table({"kind": kinds, "id": numbers}))
    return {
        "operation": operation_bit(request.operation), "end_use": end_use_bit(request.end_use),
        "as_of": as_of, "at": request.at, "price": request.price_micro, "credit": request.credit,
        "unknown": request_bits(request, taxonomy), "units": tables.n_units,
    }  # fmt: skip


def _numbers(sets: Interned, name: str) -> list[int]:
    return [place for place, names in enumerate(sets.sets, start=1) if name in names]
