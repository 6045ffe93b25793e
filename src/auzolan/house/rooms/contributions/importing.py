"""Bringing a file of rows: read it whole, leave out bad rows with a reason, offer the rest.

A file is refused whole or read to its end before anything is offered, so nothing is ever half
imported. Whether the member may bring the rows is the rules' business; that the same row is not
brought twice is the vault's.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import msgspec

from auzolan.audit.rows import SALT, Columns
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.jobs.progress import tell
from auzolan.house.rooms.contributions import parsing
from auzolan.house.rooms.contributions.limits import (
    ARTICLE,
    LIMITS,
    BadFile,
    Limits,
    RowRefused,
    too_large,
)
from auzolan.house.rooms.contributions.parquet_rows import parquet_lines
from auzolan.house.rooms.contributions.parsing import Cells, Lines, bad_header
from auzolan.house.rooms.contributions.shapes import (
    OPTIONAL,
    SHAPES,
    Check,
    Shape,
    Value,
    whole,
)
from auzolan.house.rooms.contributions.sources import Source, open_source

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}\Z")
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,47}\Z")
TOLD_EVERY = 2_000
"""After how many rows an import says how far it is, and hears whether it shall stop."""
_BATCH_BYTES = 6
_PART_BYTES = 2**20
_SURELY_SMALL_CHARS = 8_000


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds: good rows as columns, bad ones with their reasons."""

    columns: Columns
    read: int
    refused: tuple[RowRefused, ...]

    @property
    def rows(self) -> int:
        """Number of good rows."""
        return self.read - len(self.refused)


class ImportReport(msgspec.Struct, frozen=True):
    """What became of a file's rows; `read` is the sum of the other three counts.

    Attributes:
        read: rows in the file.
        imported: rows that are new.
        repeated: rows that the member had brought before, or that stand twice in the file.
        refused: rows that were left out, each with its line and the reason.
        batch: the batch that holds the new rows, empty where there are none.
        entry: the entry that offers them, None where there is none.
    """

    read: int
    imported: int
    repeated: int
    refused: tuple[RowRefused, ...]
    batch: str = ""
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read.

    Attributes:
        format: `csv`, `jsonl`, `parquet` or `zip`, where the file's name does not tell.
        delimiter: what stands between the values of a CSV file.
        limits: how much is taken in.
        lines: about how many lines it has, to say how far one is; None where that is not known.
    """

    format: str = ""
    delimiter: str = ","
    limits: Limits = LIMITS
    lines: int | None = None


_PLAIN = Reading()


def import_file(
    desk: Desk, path: Path, *, member: str, kind: str, batch: str = "", reading: Reading = _PLAIN
) -> ImportReport | Refusal:
    """Offer the rows of a file as one batch of a member.

    Args:
        desk: the desk of the co-operative.
        path: CSV, JSON lines, Parquet, or a zip of one such file.
        member: whose rows they are.
        kind: what kind of rows.
        batch: the id of the batch; made up by chance where empty.
        reading: how the file is to be read.
    Returns:
        The report, or why the file as a whole is refused.
    """
    from auzolan.house.rooms.contributions.flows import offer_rows

    batch = batch or f"batch-{desk.ports.chance(_BATCH_BYTES).hex()}"
    counted = replace(reading, lines=_lines_in(path, reading.format))
    table = read_table(path, SHAPES.get(kind), reading=counted)
    if isinstance(table, Refusal):
        return table
    refused = _bad_id(member, kind, batch) or _nothing_good(path, table)
    if refused is not None:
        return refused
    tell("offering", 0)
    offered = offer_rows(desk, member=member, kind=kind, columns=table.columns, batch=batch)
    if isinstance(offered, Refusal):
        return offered
    receipt = offered.receipt
    return ImportReport(
        read=table.read,
        imported=offered.rows_new,
        repeated=offered.rows_repeated,
        refused=table.refused,
        batch=batch if offered.rows_new else "",
        entry=receipt.seq if receipt is not None else None,
    )


def read_table(
    path: Path, shape: Shape | None = None, *, reading: Reading = _PLAIN
) -> Table | Refusal:
    """Read a file to its end without offering anything; `shape` says what its rows look like."""
    try:
        source = open_source(path, reading.limits, format=reading.format)
        with source.stream:
            return _read(source, shape, reading)
    except BadFile as bad:
        return bad.refusal


def inspected(path: Path, *, kind: str, reading: Reading = _PLAIN) -> ImportReport | Refusal:
    """What an import would find in a file; `imported` counts all good rows, repeats among them."""
    table = read_table(path, SHAPES.get(kind), reading=reading)
    if isinstance(table, Refusal):
        return table
    return ImportReport(table.read, table.rows, 0, table.refused)


def _lines_in(path: Path, named: str) -> int | None:
    """How many lines a plain file has; None for what is packed, and is counted as it is unpacked."""
    if (named or path.suffix.lstrip(".")) not in {"csv", "jsonl"} or not path.is_file():
        return None
    with path.open("rb") as file:
        return sum(part.count(b"\n") for part in iter(partial(file.read, _PART_BYTES), b""))


def _bad_id(member: str, kind: str, batch: str) -> Refusal | None:
    """Ids become names of files, so none that could lead elsewhere goes on from here."""
    bad = [name for name in (member, kind, batch) if not _ID.match(name)]
    if not bad:
        return None
    return Refusal(
        "contributions.bad_id", ARTICLE, f"{bad[0][:60]!r} is no id.",
        "Ids have up to 48 small letters, digits, dots, hyphens and underscores.",
    )  # fmt: skip


def _nothing_good(path: Path, table: Table) -> Refusal | None:
    if table.rows:
        return None
    first = table.refused[0] if table.refused else None
    because = f"{path.name} has no rows below its header."
    if first is not None:
        because = (
            f"None of the {table.read} rows of {path.name} can be taken; "
            f"line {first.line}: {first.reason}."
        )
    return Refusal(
        "contributions.file_no_good_rows", ARTICLE, because,
        "Correct the rows. A look beforehand tells of each line what is wrong with it.",
    )  # fmt: skip


def _read(source: Source, shape: Shape | None, how: Reading) -> Table:
    limits = how.limits
    if source.format == "parquet":
        with parquet_lines(source.stream, limits) as lines:
            return _read_parquet(lines, shape, how)
    lines = Lines(source.stream, limits)
    if source.format == "csv":
        names = parsing.csv_header(lines, how.delimiter)
        found = parsing.csv_rows(lines, len(names), limits, how.delimiter)
        columns = _column_names(names, shape, limits)
        return _gathered(columns, found, shape, how, are_texts=True)
    names = []
    found = parsing.object_rows(parsing.json_rows(lines, limits), names)
    early: list[Cells | RowRefused] = []
    while not names and len(early) <= limits.rows and (one := next(found, None)) is not None:
        early.append(one)
    columns = _column_names(names, shape, limits) if names else []
    return _gathered(columns, itertools.chain(early, found), shape, how)


def _read_parquet(lines: Lines, shape: Shape | None, how: Reading) -> Table:
    limits = how.limits
    if not lines.has(0):
        return Table({}, 0, ())  # the reader refused; its reason is raised on leaving the block
    header = lines.peek(0)
    if header is None:
        raise bad_header("The names of the columns are too long.")
    lines.drop(1)
    names: list[str] = json.loads(header)
    found = parsing.array_rows(parsing.json_rows(lines, limits), names, limits)
    return _gathered(_column_names(names, shape, limits), found, shape, how)


def _column_names(names: list[str], shape: Shape | None, limits: Limits) -> list[str]:
    """Names in small letters, digits and underscores, as the record's row digests need them."""
    if not names:
        raise bad_header("The first line is empty.")
    if len(names) > limits.columns:
        raise too_large(f"It has {len(names)} columns; {limits.columns} are taken.")
    known = [_NOT_IN_NAMES.sub("_", name.strip().lower()).strip("_") for name in names]
    for name, tidy in zip(names, known, strict=True):
        if not _NAME.match(tidy):
            raise bad_header(
                f"{name[:60]!r} is no name of a column; it needs to begin with a letter."
            )
    doubled = sorted({name for name in known if known.count(name) > 1})
    if doubled:
        raise bad_header(f"The column {doubled[0]} stands twice.")
    if SALT in known:
        raise bad_header(f"The name {SALT} is kept for the vault's own column.")
    if shape is not None and set(known) - set(OPTIONAL) != set(shape):
        missing = [name for name in shape if name not in known]
        extra = [name for name in known if name not in shape and name not in OPTIONAL]
        raise bad_header(
            f"Rows of this kind have the columns {', '.join(shape)}, and may have "
            f"{', '.join(OPTIONAL)}; "
            f"missing: {', '.join(missing) or 'none'}; not known: {', '.join(extra) or 'none'}."
        )
    return known


def _gathered(
    names: list[str], rows: Iterable[Cells | RowRefused], shape: Shape | None, how: Reading,
    *, are_texts: bool = False,
) -> Table:  # fmt: skip
    """Gather good rows as columns; `are_texts` where the file knows no numbers, as CSV."""
    limits = how.limits
    kept: list[list[Value]] = [[] for _ in names]
    refused: list[RowRefused] = []
    read = 0
    for row in _checked(names, rows, shape, limits):
        if not read % TOLD_EVERY:
            tell("reading", read, how.lines)
        read += 1
        if read > limits.rows or read * len(names) > limits.cells:
            raise too_large(
                f"It has {read} rows or more; an import takes {limits.rows} rows "
                f"and {limits.cells} values in all."
            )
        if isinstance(row, RowRefused):
            refused.append(row)
            continue
        for column, value in zip(kept, row[1], strict=True):
            column.append(value)
    columns = dict(zip(names, kept, strict=True))
    if shape is None:
        columns = {name: _of_one_type(column, are_texts) for name, column in columns.items()}
    return Table(columns, read, tuple(refused))


def _checked(
    names: list[str], rows: Iterable[Cells | RowRefused], shape: Shape | None, limits: Limits
) -> Iterator[Cells | RowRefused]:
    for row in rows:
        if isinstance(row, RowRefused):
            yield row
            continue
        line, values = row
        try:
            _refuse_large(names, values, limits)
            yield line, _shaped(names, values, shape) if shape else values
        except ValueError as fault:
            yield RowRefused(line, str(fault))


def _refuse_large(names: list[str], values: list[Value], limits: Limits) -> None:
    texts = [
        (name, value) for name, value in zip(names, values, strict=True) if value.__class__ is str
    ]
    if sum(len(str(value)) for _, value in texts) <= _SURELY_SMALL_CHARS:
        return
    for name, value in texts:
        if len(str(value)) > limits.cell_chars:
            raise ValueError(f"{name}: a value has at most {limits.cell_chars} characters")
    if len(msgspec.json.encode(dict(zip(names, values, strict=True)))) > limits.row_bytes:
        raise ValueError(f"the row is longer than {limits.row_bytes} bytes")


def _shaped(names: list[str], values: list[Value], shape: Mapping[str, Check]) -> list[Value]:
    made: list[Value] = []
    for name, value in zip(names, values, strict=True):
        try:
            made.append((shape.get(name) or OPTIONAL[name])(value))
        except ValueError as fault:
            raise ValueError(f"{name}: {fault}") from fault
    return made


def _of_one_type(column: list[Value], are_texts: bool) -> list[Value]:  # noqa: FBT001
    """A column as whole numbers where all its values are such, else as texts."""
    if are_texts:
        numbers = [whole(value) for value in column]
        return column if None in numbers else [number for number in numbers if number is not None]
    if len({value.__class__ for value in column}) <= 1:
        return column
    return [str(value) for value in column]
