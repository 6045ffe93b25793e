"""From an export to the co-operative: its rows go to the same flow as any others, or nothing does.

Whether the member may bring rows of the kind is the rules' business; that nobody brings a row twice
is the vault's.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from auzolan.foundation.ids import checked_id
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.rooms.contributions.limits import ARTICLE
from auzolan.house.rooms.contributions.shapes import SHAPES
from auzolan.house.rooms.contributions.traces.choices import Choice
from auzolan.house.rooms.contributions.traces.previewing import Preview, preview_of
from auzolan.house.rooms.contributions.traces.reading import Trace, read_trace

_BATCH_BYTES = 6


class TraceReport(msgspec.Struct, frozen=True):
    """What became of an export.

    Attributes:
        found: what was in it.
        imported: rows that are new.
        repeated: rows that she had brought before.
        batch: the batch that holds the new rows, empty where there are none.
        entry: the entry that offers them, None where there is none.
    """

    found: Preview
    imported: int
    repeated: int
    batch: str = ""
    entry: int | None = None


def inspected(path: Path, *, member: str, kind: str, choice: Choice) -> TraceReport | Refusal:
    """What an import would find; `imported` counts all rows, those brought before among them."""
    trace = _unfit_words(member, kind) or _with_rows(path, choice)
    if isinstance(trace, Refusal):
        return trace
    return TraceReport(preview_of(trace, 0), trace.rows, 0)


def import_trace(
    desk: Desk, path: Path, *, member: str, kind: str, batch: str = "", choice: Choice
) -> TraceReport | Refusal:
    """Offer the rows of an export as one batch of a member.

    Args:
        desk: the desk of the co-operative.
        path: the file as the platform wrote it.
        member: whose traces they are; she asks herself.
        kind: what kind of rows, as the charter names it.
        batch: the id of the batch; made up by chance where empty.
        choice: how she wants it to be read.
    Returns:
        The report, or why nothing was offered.
    """
    from auzolan.house.rooms.contributions.flows import offer_rows

    batch = batch or f"batch-{desk.ports.chance(_BATCH_BYTES).hex()}"
    trace = _unfit_words(member, kind, batch) or _with_rows(path, choice)
    if isinstance(trace, Refusal):
        return trace
    offered = offer_rows(desk, member=member, kind=kind, columns=trace.found.columns, batch=batch)
    if isinstance(offered, Refusal):
        return offered
    receipt = offered.receipt
    return TraceReport(
        preview_of(trace, 0),
        offered.rows_new,
        offered.rows_repeated,
        batch if offered.rows_new else "",
        receipt.seq if receipt is not None else None,
    )


def _unfit_words(*names: str) -> Refusal | None:
    """Ids become names of files; and a kind with a shape of its own takes no traces."""
    for name in names:
        try:
            checked_id(name)
        except ValueError as fault:
            return Refusal(
                "contributions.bad_id", ARTICLE, f"{name[:60]!r} cannot be an id: {fault}.",
                "Ids have up to 48 small letters, digits, dots, hyphens and underscores.",
            )  # fmt: skip
    kind = names[1]
    if kind in SHAPES:
        return Refusal(
            "contributions.trace_kind_shaped",
            ARTICLE,
            f"Rows of the kind {kind} have columns of their own, which no export has.",
            "Bring the traces as another kind that the charter lists, or propose one.",
        )
    return None


def _with_rows(path: Path, choice: Choice) -> Trace | Refusal:
    trace = read_trace(path, choice)
    if isinstance(trace, Refusal) or trace.rows:
        return trace
    first = trace.found.left_out[0] if trace.found.left_out else None
    why = f"{first.entries} of {trace.found.read}: {first.reason}" if first else "it has no entry"
    return Refusal(
        "contributions.file_no_good_rows",
        ARTICLE,
        f"{path.name} has nothing to offer; {why}.",
        "The preview lists every reason; a field that cannot be read may be dropped.",
    )
