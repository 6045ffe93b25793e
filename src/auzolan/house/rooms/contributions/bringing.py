"""Bringing rows at a door: a file that came before, looked at first, offered once she has said yes.

The batch is named after the request, so that one which is asked twice, or begun again after a crash,
brings its rows once. What a file holds and what is left out of it, the readers of files say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, Protocol

import msgspec
from msgspec.structs import replace

from auzolan.audit.folder import Folder
from auzolan.contributions.state import Batch
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import drawn
from auzolan.house.desk import Desk
from auzolan.house.doing import Answer, Effect, Name, UploadId, Who
from auzolan.house.jobs.progress import tell
from auzolan.house.rooms.contributions.importing import Reading, import_file, inspected
from auzolan.house.rooms.contributions.limits import ARTICLE, RowRefused
from auzolan.house.rooms.contributions.traces import offering
from auzolan.house.rooms.contributions.traces.choices import Choice as HowRead
from auzolan.house.rooms.contributions.traces.choices import DateOrder, TimesKept, UrlKept
from auzolan.house.storage.reader import Reader, reader_of
from auzolan.house.submission import Receipt
from auzolan.record.frontier import leaf_hash

LINES_SHOWN = 10
_PROBE_BYTES = 64


class _Reported(Protocol):
    """What the readers of files say of rows that were offered, as far as it matters here."""

    @property
    def repeated(self) -> int:
        """Rows that had been brought before."""


class ImportAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file of rows, and of which kind they are."""

    file: UploadId
    kind: Name
    delimiter: Literal[",", ";", "tab"] = ","


class TracesAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file as a platform gave it out, of which kind its rows are, and how much is kept of it."""

    file: UploadId
    kind: Name
    drop: str = ""
    addresses: Literal["host", "path", "full"] = "host"
    times: Literal["day", "full"] = "day"
    dates: Literal["ymd", "dmy", "mdy"] = "ymd"


def bring(desk: Desk, who: Who, asked: ImportAsked) -> Answer:
    """Offer the rows of a file as one batch of hers."""
    return _brought(
        desk, who, asked.file, lambda path, batch: import_file(
            desk, path, member=who.member, kind=asked.kind, batch=batch, reading=_reading(path, asked)
        ),
    )  # fmt: skip


def bringing(reader: Reader, who: Who, asked: ImportAsked) -> Sequence[Effect] | Refusal:
    """What of a file would be taken, and which lines would be left out, and why; or why nothing is."""
    path = _path(reader.folder, who, asked.file)
    report = (
        path if isinstance(path, Refusal)
        else inspected(path, kind=asked.kind, reading=_reading(path, asked))
    )  # fmt: skip
    if isinstance(report, Refusal):
        return _plain(report, asked.file)
    if not report.imported:
        return _nothing_good(report.refused)
    return [*_taken(report.imported, asked.kind), *_left_out(report.refused)]


def bring_traces(desk: Desk, who: Who, asked: TracesAsked) -> Answer:
    """Offer the rows of an export as one batch of hers."""
    return _brought(
        desk, who, asked.file, lambda path, batch: offering.import_trace(
            desk, path, member=who.member, kind=asked.kind, batch=batch, choice=_how(asked)
        ),
    )  # fmt: skip


def bringing_traces(reader: Reader, who: Who, asked: TracesAsked) -> Sequence[Effect] | Refusal:
    """What of an export would be taken, what was taken out of it, and what would be left out; or why nothing is."""
    path = _path(reader.folder, who, asked.file)
    report = (
        path if isinstance(path, Refusal)
        else offering.inspected(path, member=who.member, kind=asked.kind, choice=_how(asked))
    )  # fmt: skip
    if isinstance(report, Refusal):
        return _plain(report, asked.file)
    found = report.found
    left_out = [
        Effect("contributions.entries_left_out", {"entries": one.entries, "why": one.reason})
        for one in found.left_out[:LINES_SHOWN]
    ]
    people = Effect("contributions.people_replaced", {"people": found.people_replaced})
    return [*_taken(report.imported, asked.kind), people, *left_out]


def receipt_of(reader: Reader, seq: int) -> Receipt:
    """The receipt of an entry that stands on the record."""
    body, entry = reader.log.body(seq), reader.entry(seq)
    return Receipt(seq, entry.id, entry.at, leaf_hash(body), entry.facts)


def _brought(
    desk: Desk, who: Who, file: str, offer: Callable[[Path, str], _Reported | Refusal]
) -> Answer:
    """Offer a file once, as a batch that is named after the request.

    Args:
        desk: where it is offered.
        who: whose file it is.
        file: its number among what she has sent.
        offer: reads the file at a path and offers its rows under a batch's name.
    """
    batch = drawn(desk, "batch")
    before = _known(desk.folder, batch)
    if before is not None:
        return before
    tell("reading", 0)
    path = _path(desk.folder, who, file)
    report = path if isinstance(path, Refusal) else offer(path, batch)
    if isinstance(report, Refusal):
        return _plain(report, file)
    return _offered(desk.folder, batch, report.repeated)


def _known(folder: Folder, batch: str) -> Receipt | None:
    """The receipt of a batch that was brought by this very request before."""
    with reader_of(folder) as reader:
        row = reader.get(Batch, batch)
        return receipt_of(reader, row.entry) if row is not None else None


def _offered(folder: Folder, batch: str, repeated: int) -> Receipt | Refusal:
    found = _known(folder, batch)
    return found if found is not None else Refusal(
        "contributions.nothing_new", ARTICLE,
        f"All {repeated} rows of the file had been brought before.",
        "Nothing is left to do: your rows are here already.",
    )  # fmt: skip


def _path(folder: Folder, who: Who, file: str) -> Path | Refusal:
    from auzolan.house.jobs.uploads import UploadGone, upload_path

    try:
        return upload_path(folder, who, file)
    except UploadGone as gone:
        return gone.refusal


def _plain(refusal: Refusal, file: str) -> Refusal:
    """A refusal that names the file as people do: here it has a number for a name."""
    because = refusal.because.replace(file, "the file", 1)
    return replace(refusal, because=because[:1].upper() + because[1:])


def format_of(path: Path) -> str:
    """What a file is that lies here under a number: its content alone says it."""
    with path.open("rb") as file:
        start = file.read(_PROBE_BYTES).lstrip()
    known = ((b"PAR1", "parquet"), (b"PK", "zip"), (b"{", "jsonl"))
    return next((name for sign, name in known if start.startswith(sign)), "csv")


def _reading(path: Path, asked: ImportAsked) -> Reading:
    return Reading(format_of(path), "\t" if asked.delimiter == "tab" else asked.delimiter)


def _how(asked: TracesAsked) -> HowRead:
    drop = tuple(one.strip() for one in asked.drop.split(",") if one.strip())
    return HowRead(
        drop=drop, url=UrlKept(asked.addresses), times=TimesKept(asked.times),
        dates=DateOrder(asked.dates),
    )  # fmt: skip


def _taken(rows: int, kind: str) -> list[Effect]:
    return [
        Effect("contributions.rows_taken", {"rows": rows, "kind": kind}),
        Effect("contributions.not_used_yet"),
    ]


def _nothing_good(refused: Sequence[RowRefused]) -> Refusal:
    """Why a file that could be read has nothing to bring."""
    if not refused:
        return Refusal(
            "contributions.file_no_good_rows", ARTICLE, "The file has no rows below its header.",
            "Correct the rows, and send the file again.",
        )  # fmt: skip
    lines = "; ".join(f"line {one.line}: {one.reason}" for one in refused[:LINES_SHOWN])
    return Refusal(
        "contributions.file_no_good_rows", ARTICLE, f"None of the rows can be taken; {lines}.",
        "Correct the rows, and send the file again.",
    )  # fmt: skip


def _left_out(refused: Sequence[RowRefused]) -> list[Effect]:
    shown = [
        Effect("contributions.line_left_out", {"line": one.line, "why": one.reason})
        for one in refused[:LINES_SHOWN]
    ]
    more = len(refused) - len(shown)
    return [*shown, *([Effect("contributions.more_left_out", {"lines": more})] if more else [])]
