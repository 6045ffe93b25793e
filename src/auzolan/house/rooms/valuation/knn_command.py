"""`auzolan valuation knn`: values of rows and owners from two files, without a co-operative.

For who wants to know what rows are worth before anything else: nothing is recorded, nobody is
paid, and no consent is asked, since the files are the reader's own. Files are opened and read with
the same care as those that members bring.
"""

from __future__ import annotations

import math
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from auzolan.house.doors.options import JsonOption

if TYPE_CHECKING:
    from auzolan.engine.parquet_rows import Columns
    from auzolan.engine.stored_rows import StoredRows
    from auzolan.valuation.rows.knn_shapley import KNNShapley
    from auzolan.valuation.rows.result import Ids, Real, Valuation, Values

FILE_BYTES_MAX = 16 * 2**30
LEVEL = 0.95
SHOWN = 20


class Worth(msgspec.Struct, frozen=True):
    """What one owner's rows, or one row, are worth to the model; nothing where it is unknown.

    Attributes:
        id: the owner, or the number of the row from 0.
        value: mean over the queries.
        stderr: its standard error.
        low: lower end of its likely range.
        high: upper end.
        rows: rows behind it.
        n_negative: how many of these have a value below 0.
    """

    id: str | int | float | bool
    value: float
    stderr: float | None
    low: float | None
    high: float | None
    rows: int
    n_negative: int


class KnnReport(msgspec.Struct, frozen=True):
    """A valuation, with what is needed to doubt it and to make it again.

    Attributes:
        method: name and version of the method.
        version: of this program.
        recipe: what steered it, by name.
        train: SHA-256 of the training rows as they were read.
        queries: SHA-256 of the queries.
        digest: SHA-256 of method, recipe, ids and exact values.
        n_rows: training rows.
        n_queries: queries.
        total: what all rows together are worth, less what none are worth.
        residual: total less the sum of the rows' values.
        error_bound: how far a row's value may be off, besides rounding.
        level: probability of the likely ranges.
        interval: how these were made.
        of: whether `values` are of owners or of rows.
        values: largest first.
    """

    method: str
    version: str
    recipe: dict[str, str]
    train: str
    queries: str
    digest: str
    n_rows: int
    n_queries: int
    total: float
    residual: float
    error_bound: float
    level: float
    interval: str
    of: str
    values: tuple[Worth, ...]


def knn(  # noqa: PLR0913 - options of a command
    train: Annotated[Path, typer.Argument(help="Training rows in Parquet.")],
    query: Annotated[Path, typer.Argument(help="Queries in Parquet, with the same columns.")],
    *,
    label: Annotated[str, typer.Option(help="The column of labels, in both files.")],
    owner: Annotated[str, typer.Option(help="The column of owners; rows alone if missing.")] = "",
    group: Annotated[
        str, typer.Option(help="A column of the queries: their user or day, for likely ranges.")
    ] = "",
    k: Annotated[int, typer.Option(help="Neighbours that vote.")] = 5,
    utility: Annotated[
        str, typer.Option(help="hard, soft, threshold or regression (labels are then numbers).")
    ] = "hard",
    metric: Annotated[str, typer.Option(help="l2 or cosine.")] = "l2",
    mode: Annotated[str, typer.Option(help="exact, or payment: equal on every machine.")] = "exact",
    top: Annotated[int, typer.Option(help="Value only so many nearest rows; 0 is all.")] = 0,
    radius: Annotated[float, typer.Option(help="For utility threshold: what is near.")] = -1.0,
    scale: Annotated[
        int, typer.Option(help="For mode payment: steps in a unit; 0 for whole-number features.")
    ] = 0,
    cap: Annotated[
        int, typer.Option(help="Rows of one owner that enter a query, her nearest; 0 is all.")
    ] = 0,
    near: Annotated[
        float, typer.Option(help="Rows of one label this near are one row; 0 merges equal ones.")
    ] = -1.0,
    dtype: Annotated[str, typer.Option(help="float32 or float64, for distances.")] = "float32",
    threads: Annotated[int, typer.Option(help="Threads; they change no result.")] = 1,
    out: Annotated[
        Path | None, typer.Option(help="Also write every row's value, as Parquet.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Value the rows of a file, and their owners, for a nearest-neighbour model.

    Examples:
        auzolan valuation knn train.parquet query.parquet --label y --owner who --k 5
        auzolan valuation knn train.parquet query.parquet --label y --json --out rows.parquet

    Needs no co-operative, records nothing and pays nobody. Every column but label and owner is a
    feature and holds numbers; a missing value is refused, since leaving its row out would change
    what the others are worth. Values are exact Shapley values, means over the queries.

    Limits: 16 GiB a file, 20,000,000 rows, 4,096 columns, 131,072 queries; the reading process
    gets 3 GiB of memory and 10 minutes.
    """
    from auzolan.engine.parquet_rows import Columns
    from auzolan.house.doors.output import patience, say
    from auzolan.valuation.rows.knn_shapley import KNNShapley

    _refuse_other_than_parquet(out)
    try:
        model = KNNShapley(
            k, utility, metric, mode, top or None, dtype, cap or None, None if near < 0 else near,
            radius=None if radius < 0 else radius, scale=scale or None, threads=threads,
        )  # fmt: skip
    except ValueError as fault:
        raise _misused(str(fault)) from fault
    with tempfile.TemporaryDirectory(prefix="auzolan-knn-") as scratch, patience("valuing"):
        asked = Columns(label, owner, (), utility == "regression")
        rows = _stored(Path(scratch) / "train", train, asked, model)
        asked = Columns(label, group, rows.feature_names(), utility == "regression")
        queries = _stored(Path(scratch) / "query", query, asked, model)
        valuation = _valued(model, rows, queries)
        report = _report(valuation, rows, queries)
        if out is not None:
            _write_rows(out, valuation, rows)
    if out is not None:
        say(f"The values of all rows are in {out}.")
    _give_out(report, as_json=as_json)


def _refuse_other_than_parquet(out: Path | None) -> None:
    if out is not None and out.suffix != ".parquet":
        raise _misused("--out is written as Parquet; name it FILE.parquet")


def _stored(folder: Path, path: Path, columns: Columns, model: KNNShapley) -> StoredRows:
    """Read one file through the gate and the reading process that hold for members' files."""
    from auzolan.engine.parquet_rows import FileRefused, store_parquet
    from auzolan.house.doors.errors import Refused
    from auzolan.house.rooms.contributions.limits import BadFile, Limits
    from auzolan.house.rooms.contributions.sources import open_source

    try:
        source = open_source(path, Limits(file_bytes=FILE_BYTES_MAX))
    except BadFile as bad:
        raise Refused(bad.refusal) from bad
    with source.stream:
        if source.format != "parquet":
            raise _misused(f"{path.name} is {source.format}; this command reads Parquet.")
        dtype = "float64" if model.mode == "payment" else model.dtype
        try:
            return store_parquet(folder, source.stream, columns, dtype=dtype)
        except FileRefused as refused:
            raise _misused(f"{path.name} cannot be valued: {refused}.") from refused


def _valued(model: KNNShapley, rows: StoredRows, queries: StoredRows) -> Valuation:
    import numpy as np

    from auzolan.engine.scale import value_here

    labels = queries.labels()
    if not queries.has_targets:
        labels = np.array(queries.label_names())[labels]
    groups = queries.owners() if queries.has_owners else None
    try:
        return value_here(model, rows, queries.features(), labels, groups=groups)
    except ValueError as fault:
        raise _misused(f"{fault}.") from fault


def _report(valuation: Valuation, rows: StoredRows, queries: StoredRows) -> KnnReport:
    from auzolan import __version__

    shown = valuation.members or valuation.rows
    interval = "cluster" if valuation.members is not None and queries.has_owners else "clt"
    return KnnReport(
        valuation.method, __version__, dict(valuation.recipe), rows.digest, queries.digest,
        valuation.digest(), rows.n_rows, queries.n_rows, valuation.total, valuation.residual,
        valuation.error_bound, LEVEL, interval, "owners" if valuation.members else "rows",
        tuple(_worths(shown, interval)),
    )  # fmt: skip


def _worths(shown: Values, interval: str) -> list[Worth]:
    import numpy as np

    low, high = _band(shown, interval)
    values, errors = shown.values, shown.stderr
    order = np.lexsort((np.arange(len(values)), -values)).tolist()
    ids = shown.ids.tolist()
    return [
        Worth(
            ids[at], float(values[at]), _known(errors[at]), _known(low[at]), _known(high[at]),
            int(shown.rows[at]), int(shown.n_negative[at]),
        )
        for at in order
    ]  # fmt: skip


def _band(shown: Values, interval: str) -> tuple[Real, Real]:
    import numpy as np

    try:
        band = shown.interval(LEVEL, interval)
    except ValueError:  # one query or one group says nothing of the spread
        unknown = np.full(len(shown.ids), np.nan)
        return unknown, unknown
    return band.low, band.high


def _known(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _write_rows(out: Path, valuation: Valuation, rows: StoredRows) -> None:
    """Write every row's value beside its owner: whole, or not at all."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import parquet

    low, high = _band(valuation.rows, "clt")
    columns: dict[str, Ids | Real] = {"row": valuation.rows.ids}
    if rows.has_owners:
        columns["owner"] = np.array(rows.owner_names())[rows.owners()]
    columns |= {"value": valuation.rows.values, "stderr": valuation.rows.stderr}
    columns |= {"low": low, "high": high}
    begun = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        parquet.write_table(pa.table(columns), begun)
        begun.replace(out)
    finally:
        begun.unlink(missing_ok=True)


def _give_out(report: KnnReport, *, as_json: bool) -> None:
    from auzolan.house.doors.output import say, write, write_json, write_table

    if as_json:
        write_json(report)
        return
    write(f"method     {report.method}, {report.n_rows:,} rows, {report.n_queries:,} queries")
    write(f"total      {report.total:.6f}, residual {report.residual:.2e}")
    write(f"error      at most {report.error_bound:.2e} a row")
    write(f"digest     {report.digest}")
    lines = [
        (str(one.id), f"{one.value:.6f}", _range(one), one.rows, one.n_negative)
        for one in report.values[:SHOWN]
    ]
    write_table((report.of, "value", "likely range (95 %)", "rows", "below 0"), lines)
    if len(report.values) > SHOWN:
        say(f"{len(report.values) - SHOWN:,} more; --json gives them all.")


def _range(one: Worth) -> str:
    if one.low is None or one.high is None:
        return "not known"
    return f"{one.low:.6f} to {one.high:.6f}"


def _misused(text: str) -> Exception:
    from auzolan.house.doors.errors import Misused

    return Misused(text)
