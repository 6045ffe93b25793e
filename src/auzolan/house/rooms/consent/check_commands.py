"""`auzolan consent check`: which rows a request may use, today or as of any moment before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from auzolan.house.doors.options import HERE, FolderOption, JsonOption

if TYPE_CHECKING:
    from auzolan.foundation.refusals import Refusal
    from auzolan.house.rooms.consent.checking import Checked
    from auzolan.house.storage.reader import Reader
    from auzolan.learning.state import Snapshot


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command was given.

    Attributes:
        snapshot: or empty.
        kind: or empty.
        purpose: an end use, or operation and end use with a slash between.
        as_of: a day or a moment, empty for now.
        limits: party, territory and class of models; None as the snapshot was sealed.
        engine: which program decides.
    """

    snapshot: str
    kind: str
    purpose: str
    as_of: str
    limits: tuple[str | None, str | None, str | None]
    engine: str


def check_consent(
    purpose: Annotated[
        str, typer.Option(help="OPERATION/END-USE, as train.finetune/commercial; or an end use.")
    ],
    snapshot: Annotated[str, typer.Option(help="The snapshot whose rows are asked about.")] = "",
    kind: Annotated[str, typer.Option(help="Without a snapshot: all rows of this kind.")] = "",
    as_of: Annotated[
        str,
        typer.Option(help="A day (its first moment) or a moment, with its zone; now if missing."),
    ] = "",
    party: Annotated[
        str | None, typer.Option(help="For whom; as the snapshot was sealed if missing.")
    ] = None,
    territory: Annotated[str | None, typer.Option(help="Where, as ES; likewise.")] = None,
    model_class: Annotated[str | None, typer.Option(help="For which models; likewise.")] = None,
    engine: Annotated[
        str, typer.Option(help="numpy, duckdb or python; all give the same answer.")
    ] = "numpy",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Decide again, row by row: how many rows may be used, and how many not for which reason.

    Examples:
        auzolan consent check --snapshot spring --purpose commercial
        auzolan consent check --snapshot spring --purpose train/commercial --as-of 2026-03-01 --json

    The statements and the house rules of that moment count. Nothing is recorded, and no use is
    allowed by it. The exit code is 0 once every row was decided, 1 for a term that nobody knows.
    """
    from auzolan.house.doors.output import write_fields
    from auzolan.house.doors.session import folder_at
    from auzolan.house.storage.reader import reader_of

    wanted = Wanted(snapshot, kind, purpose, as_of, (party, territory, model_class), engine)
    with reader_of(folder_at(folder)) as reader:
        found = _checked(reader, wanted)
    write_fields(found, as_json=as_json)


def _checked(reader: Reader, wanted: Wanted) -> Checked:
    from auzolan.house.asking import reading
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.session import accepted
    from auzolan.house.rooms.consent import check_reading as read
    from auzolan.house.rooms.consent.checking import Engine, Question, check, request_as_of
    from auzolan.learning.state import Snapshot

    if bool(wanted.snapshot) == bool(wanted.kind):
        raise Misused("Name a snapshot with --snapshot, or a kind of rows with --kind.")
    if wanted.engine not in list(Engine):
        raise Misused(f"An engine is one of {', '.join(Engine)}; got {wanted.engine}")
    snapshot = reader.get(Snapshot, wanted.snapshot) if wanted.snapshot else None
    if wanted.snapshot and snapshot is None:
        raise Misused(
            f"There is no snapshot {wanted.snapshot}. List them with: auzolan learning show"
        )
    kind = snapshot.kind if snapshot is not None else wanted.kind
    operation, end_use = _purpose(wanted.purpose, snapshot.operation if snapshot else "train")
    at = _moment(reader, wanted.as_of)
    _stop(read.refused_words(operation, end_use))
    size = read.entries_by(reader, at)
    charter = accepted(read.charter_at(reader, size))
    _stop(read.refused_kind(charter, kind))
    if snapshot is not None:
        parts, root = (
            read.parts_of_snapshot(reader, snapshot, size),
            read.sealed_root(reader, snapshot),
        )
    else:
        parts, root = read.parts_of_kind(reader, kind, size), ""
    party, territory, model_class = _limits(wanted, snapshot)
    request = request_as_of(
        kind, operation, end_use, at, party=party, territory=territory, model_class=model_class
    )
    with reading(reader.folder) as now:
        question = Question(wanted.snapshot, root, request, parts)
        return check(now.books, charter, question, Engine(wanted.engine))


def _purpose(text: str, operation: str) -> tuple[str, str]:
    """Operation and end use; the snapshot's operation where the text names none."""
    named, slash, end_use = text.rpartition("/")
    return (named if slash else operation), end_use


def _limits(wanted: Wanted, snapshot: Snapshot | None) -> tuple[str, str, str]:
    sealed = ("", "", "")
    if snapshot is not None:
        sealed = (snapshot.party, snapshot.territory, snapshot.model_class)
    party, territory, model_class = (
        given if given is not None else as_sealed
        for given, as_sealed in zip(wanted.limits, sealed, strict=True)
    )
    return party, territory, model_class


def _moment(reader: Reader, text: str) -> int:
    from auzolan.foundation.moments import moment_from_iso
    from auzolan.house.doors.errors import Misused
    from auzolan.house.ports import system_ports
    from auzolan.house.rooms.consent.check_reading import refused_clock

    now = max(system_ports().clock(), reader.log.head().at)
    if not text:
        return now
    try:
        at = int(moment_from_iso(text))
    except ValueError as fault:
        raise Misused(f"--as-of takes 2026-03-01 or 2026-03-01T12:30:00Z; got {text}") from fault
    _stop(refused_clock(reader, at, now))
    return at


def _stop(refusal: Refusal | None) -> None:
    """End the command where something is refused."""
    from auzolan.house.doors.errors import Refused

    if refusal is not None:
        raise Refused(refusal)
