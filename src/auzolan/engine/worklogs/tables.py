"""Work logs that are tables: Mechanical Turk, Toloka, CrowdFlower, Label Studio, crowd-kit, any.

Only the columns that mean something are ever decoded; the rest, the personal ones before all, stay
in the file. A row with too many or too few cells is refused, and the others are read on.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from auzolan.engine.worklogs.judging import Draft, Rules
from auzolan.engine.worklogs.log import Mapped, Options, RowRefused, refused
from auzolan.engine.worklogs.opening import LINE_BYTES_MAX, Looked
from auzolan.engine.worklogs.personal import describes, identifies, is_personal
from auzolan.engine.worklogs.recognise import wrong_tool

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.csv as pa_csv

COLUMNS_MAX = 4_096
ROWS_MAX = 50_000_000
FIELDS = (
    "worker", "task", "task_type", "page", "label", "started", "submitted", "seconds", "pay",
    "state", "rejected", "own_id", "clip_seconds",
)  # fmt: skip
MEANINGS = {
    "worker": "who worked", "task": "what was worked on", "task_type": "kind of task",
    "page": "page, assignment or suite", "label": "what was answered",
    "started": "when the page came up", "submitted": "when it was handed in",
    "seconds": "seconds, by the tool's measure", "pay": "pay", "state": "accepted or rejected",
    "rejected": "when it was rejected", "own_id": "id of the row, once each",
    "clip_seconds": "longest time that a page may take",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """How a tool writes its table.

    Attributes:
        tool: as `--from` names it.
        columns: field to the names its column may have, the first that is there is meant.
        needed: fields without which it is no export of the tool.
        rules: what else is known of the tool.
        separator: between cells.
        label: finds the column of labels among the names, or empty.
    """

    tool: str
    columns: Mapping[str, Sequence[str]]
    needed: Sequence[str] = ("worker", "task")
    rules: Rules = field(default_factory=Rules)
    separator: str = ","
    label: Callable[[Sequence[str]], str] = lambda _: ""


def draft_of(looked: Looked, layout: Layout, options: Options) -> Draft:
    """Read the columns of a table that mean something.

    Raises:
        BadLog: another tool's table, a column that is missing, personal or there twice, or no rows.
    """
    header = _header(looked, layout)
    chosen = _chosen(looked, header, layout, options)
    if looked.has_open_quote:
        raise refused(
            "labour.work_log_quote_open",
            f"{looked.path.name} has a quote that is never closed: it may have been cut off.",
            "Export it again, or close the quote.",
        )
    table, unseen = _read(looked, layout, sorted(set(chosen.values())))
    total = table.num_rows + len(unseen)
    if not total:
        raise refused(
            "labour.work_log_empty", f"{looked.path.name} has no rows.", "Export it again."
        )
    return Draft(
        numbers=_numbers(total, unseen),
        columns={name: _texts(table, column) for name, column in chosen.items()},
        named=chosen,
        unseen=unseen,
        mapping=_mapping(header, chosen),
        dropped=tuple(name for name in header if is_personal(name) and name not in chosen.values()),
    )


def _header(looked: Looked, layout: Layout) -> list[str]:
    first = looked.start.decode(looked.encoding, errors="ignore").removeprefix("\ufeff")
    if looked.is_zip or first.lstrip()[:1] in {"{", "[", "<"}:
        raise wrong_tool(looked, layout.tool, "a table with columns")
    try:
        header = next(csv.reader(io.StringIO(first), delimiter=layout.separator), [])
    except csv.Error as fault:
        raise _no_table(looked, str(fault)) from fault
    if len(header) > COLUMNS_MAX:
        raise _no_table(looked, f"it has more than {COLUMNS_MAX:,} columns")
    return header


def _chosen(looked: Looked, header: list[str], layout: Layout, options: Options) -> dict[str, str]:
    """Which column each field is read from."""
    unknown = sorted(set(options.columns) - set(FIELDS))
    if unknown:
        raise refused(
            "labour.work_log_field_unknown", f"There is no field {unknown[0][:60]} to map.",
            f"The fields are {', '.join(FIELDS)}.",
        )  # fmt: skip
    found: dict[str, str] = {}
    for name in FIELDS:
        if name in options.columns:
            found[name] = options.columns[name]
            continue
        column = next((one for one in layout.columns.get(name, ()) if one in header), "")
        if not column and name == "label":
            column = layout.label(header)
        if column:
            found[name] = column
    missing = [name for name in layout.needed if name not in found]
    if missing:
        wanted = [(layout.columns.get(name) or (f"a column for {name}",))[0] for name in missing]
        raise wrong_tool(looked, layout.tool, ", ".join(wanted))
    for name, column in found.items():
        _check_column(looked.path.name, header, name, column)
    return found


def _check_column(file: str, header: list[str], name: str, column: str) -> None:
    if header.count(column) != 1:
        because = "no column" if column not in header else "more than one column"
        raise refused(
            "labour.work_log_column", f"{file} has {because} {column[:60]}.",
            "Name a column that stands in its first line once.",
        )  # fmt: skip
    # A worker's address becomes a code; nothing else about a person has a place in a work log. A
    # column that is called as the field, as `state`, is that: of it only known words are kept.
    is_barred = identifies(column) and name not in {"worker", column}
    if is_barred or (describes(column) and name not in {"label", "worker"}):
        raise refused(
            "labour.work_log_column_personal",
            f"{column[:60]} is about a person and is never read as {name}.",
            "Map another column.",
        )


def _mapping(header: list[str], chosen: dict[str, str]) -> tuple[Mapped, ...]:
    fields: dict[str, list[str]] = {}
    for name, column in chosen.items():
        fields.setdefault(column, []).append(MEANINGS[name])
    return tuple(
        Mapped(
            name,
            "; ".join(fields.get(name, ())) or ("dropped: personal" if is_personal(name) else ""),
        )
        for name in header
    )


def _read(looked: Looked, layout: Layout, wanted: list[str]) -> tuple[pa.Table, list[RowRefused]]:
    import pyarrow as pa
    import pyarrow.csv as pa_csv

    unseen: list[RowRefused] = []

    def skip(row: pa_csv.InvalidRow) -> str:
        unseen.append(
            RowRefused(
                row.number - 1,
                f"it has {row.actual_columns} cells instead of {row.expected_columns}",
            )
        )
        return "skip"

    try:
        table = pa_csv.read_csv(
            looked.path,
            # One thread: only then does Arrow say which row is broken.
            read_options=pa_csv.ReadOptions(
                use_threads=False, block_size=2 * LINE_BYTES_MAX, encoding=looked.encoding
            ),
            parse_options=pa_csv.ParseOptions(
                delimiter=layout.separator, newlines_in_values=True, invalid_row_handler=skip
            ),
            convert_options=pa_csv.ConvertOptions(
                include_columns=wanted,
                column_types={name: pa.string() for name in wanted},
                strings_can_be_null=False,
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError) as fault:
        raise _no_table(looked, str(fault)[:200]) from fault
    if table.num_rows + len(unseen) > ROWS_MAX:
        raise _no_table(looked, f"it has more than {ROWS_MAX:,} rows")
    return table, unseen


def _no_table(looked: Looked, why: str) -> Exception:
    return refused(
        "labour.work_log_no_table", f"{looked.path.name} is no table that can be read: {why}.",
        "Export it again.",
    )  # fmt: skip


def _texts(table: pa.Table, column: str) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    chunks = table.column(column).combine_chunks()
    whole = pa.concat_arrays(chunks.chunks) if isinstance(chunks, pa.ChunkedArray) else chunks
    return pc.utf8_trim_whitespace(whole)


def _numbers(total: int, unseen: list[RowRefused]) -> np.ndarray:
    """The numbers of the rows that were read: all but those that were skipped."""
    is_read = np.ones(total, dtype=np.bool_)
    is_read[[one.row - 1 for one in unseen]] = False
    return np.flatnonzero(is_read) + 1


def separator_of(looked: Looked) -> str:
    """A tab where the first line has one, else a comma."""
    first = looked.start.decode(looked.encoding, errors="ignore").partition("\n")[0]
    return "\t" if "\t" in first else ","
