"""`auzolan contributions`: bring rows from files, list them, erase them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auzolan.house.doors.groups import room_app
from auzolan.house.doors.options import HERE, AsOption, DryRunOption, FolderOption, JsonOption
from auzolan.house.rooms.contributions import trace_commands

app = room_app(
    """The rows that members bring.

    Examples:
        auzolan contributions import rows.csv --member m017 --kind purchases
        auzolan contributions list --member m017
    """
)
app.add_typer(trace_commands.app, name="traces")


@app.command("import")
def import_rows(
    file: Annotated[Path, typer.Argument(help="CSV, JSON lines, Parquet, or a zip of one.")],
    member: Annotated[str, typer.Option(help="Whose rows they are; she asks herself.")],
    kind: Annotated[str, typer.Option(help="What kind of rows, as the charter names it.")],
    format_: Annotated[
        str, typer.Option("--format", help="csv, jsonl, parquet or zip, if the name does not say.")
    ] = "",
    delimiter: Annotated[str, typer.Option(help="What separates the values of a CSV.")] = ",",
    batch: Annotated[str, typer.Option(help="Id of the batch; drawn by chance if missing.")] = "",
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Bring the rows of a file; bad ones are left out and named, repeated ones counted.

    Examples:
        auzolan contributions import rows.csv --member m017 --kind purchases
        auzolan contributions import rows.parquet --member m017 --kind purchases --dry-run

    Values are whole numbers and text. Decimals stay text as they are written; those of Parquet
    and JSON become the shortest text that means the same number. Yes and no become 1 and 0, and a
    missing value an empty text. A file is refused whole or read to its end before a row is kept.

    Limits: a file of 128 MiB, 256 MiB unpacked, 500,000 rows, 256 columns, 4,000,000 values; a
    value of 16,384 characters, a row of 60,000 bytes, a line of 1 MiB.
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import patience
    from auzolan.house.doors.session import accepted, desk_at, folder_at
    from auzolan.house.rooms.contributions.importing import Reading, import_file, inspected

    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise Misused("A delimiter is one character, as --delimiter ';'")
    reading = Reading(format_, delimiter)
    folder_at(folder)
    with patience(f"reading {file.name}"):
        if dry_run:
            report = accepted(inspected(file, kind=kind, reading=reading))
        else:
            with desk_at(folder) as desk:
                report = accepted(
                    import_file(desk, file, member=member, kind=kind, batch=batch, reading=reading)
                )
    _say_report(report, dry_run=dry_run, as_json=as_json)


def _say_report(report, *, dry_run: bool, as_json: bool) -> None:  # type: ignore[no-untyped-def]
    from auzolan.house.doors.output import say, write, write_json
    from auzolan.house.rooms.contributions.limits import REFUSED_SHOWN

    if dry_run:
        say("Nothing has been kept; repeated rows are found only when rows are brought.")
    if as_json:
        write_json(report)
        return
    write(f"read      {report.read:,}")
    write(f"imported  {report.imported:,}")
    write(f"repeated  {report.repeated:,}")
    write(f"refused   {len(report.refused):,}")
    for row in report.refused[:REFUSED_SHOWN]:
        write(f"  line {row.line}: {row.reason}")
    if len(report.refused) > REFUSED_SHOWN:
        write(f"  and {len(report.refused) - REFUSED_SHOWN:,} more; --json lists them all")
    if report.entry is not None:
        write(f"batch     {report.batch}, entry {report.entry}")


@app.command("list")
def list_batches(
    member: Annotated[str, typer.Option(help="Only what this member brought.")] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """List the batches of rows.

    Examples:
        auzolan contributions list
        auzolan contributions list --member m017 --json
    """
    from auzolan.house.doors.output import write_rows
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.contributions.queries import batch_lines
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        found = batch_lines(reader, member)
    write_rows(found, as_json=as_json)


@app.command("erase")
def erase_batch(
    batch: Annotated[str, typer.Argument(help="The batch whose rows are destroyed.")],
    actor: AsOption,
    reason: Annotated[str, typer.Option(help="Why; it is sealed.")] = "withdrawn",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Destroy the rows of a batch that was withdrawn, for good.

    Examples:
        auzolan contributions erase rows-m017 --as m001
        auzolan contributions erase rows-m017 --as m001 --reason "she withdrew"
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.contributions.flows import erase_rows

    enter(
        folder,
        lambda desk: erase_rows(desk, actor=actor, batch=batch, reason=reason),
        as_json=as_json,
    )


@app.command("reapply-erasures")
def reapply_erasures(folder: FolderOption = HERE, as_json: JsonOption = False) -> None:
    """Destroy once more whatever the record says is erased: run it after restoring a backup.

    Examples:
        auzolan contributions reapply-erasures
        auzolan contributions reapply-erasures --json

    Every command that writes does it by itself where the vault is behind the record.
    """
    from auzolan.house.doors.output import write, write_json
    from auzolan.house.doors.session import desk_at
    from auzolan.house.rooms.record.flows import erase_again

    with desk_at(folder) as desk:
        erased = erase_again(desk)
    if as_json:
        write_json({"erased": erased})
    else:
        write(
            f"{erased:,} batches and sealed fields are erased on the record; none is in the vault."
        )


PartOption = Annotated[
    list[str],
    typer.Option("--part", help="Member and share in basis points, as m001=6000; repeat."),
]


@app.command("share")
def share_batch(
    batch: Annotated[str, typer.Argument(help="A batch of works that is in no snapshot yet.")],
    member: Annotated[str, typer.Option(help="Who brought it; she asks herself.")],
    part: PartOption,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Register who made the works of a batch together; worth is shared as they hold it.

    Examples:
        auzolan contributions share songs-1 --member m017 --part m017=6000 --part m018=4000
        auzolan contributions share songs-1 --member m017 --part m018=10000

    The parts make 10,000 basis points and take the place of those registered before. What may be
    done with the rows stays with her who brought them.
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.contributions import flows
    from auzolan.house.rooms.contributions.arguments import parts_from_texts

    shares = parts_from_texts(part)
    enter(
        folder,
        lambda desk: flows.share_batch(desk, member=member, batch=batch, shares=shares),
        as_json=as_json,
    )


@app.command("settle")
def settle_rows(
    batch: Annotated[str, typer.Argument(help="A batch of works.")],
    rows: Annotated[str, typer.Option(help="Rows of it from 0, as 0-11,40; at most 300.")],
    part: PartOption,
    actor: AsOption,
    reason: Annotated[str, typer.Option(help="Why; it is sealed.")],
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Give rows to others, as a dispute about who made them was settled.

    Examples:
        auzolan contributions settle songs-1 --rows 0-11 --part m018=10000 --as m002 --reason "..."
        auzolan contributions settle songs-1 --rows 3,5 --part m017=5000 --part m018=5000 --as m002 --reason "..."

    Whoever asks held none of these rows and gets none. Valuations from now on go by it; earlier
    ones stay as they are.
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.contributions import flows
    from auzolan.house.rooms.contributions.arguments import parts_from_texts, rows_from_text

    shares, numbers = parts_from_texts(part), rows_from_text(rows)
    enter(
        folder,
        lambda desk: flows.settle_rows(
            desk, actor=actor, batch=batch, rows=numbers, shares=shares, reason=reason
        ),
        as_json=as_json,
    )


@app.command("certificate")
def write_certificate(
    batch: Annotated[str, typer.Argument(help="The batch.")],
    out: Annotated[Path, typer.Option(help="The file to write; only its owner can read it.")],
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Write the certificate of a batch: its rows, its entry, and the proof that it is on the record.

    Examples:
        auzolan contributions certificate rows-m017 --out rows-m017.certificate.json
        auzolan contributions certificate rows-m017 --out rows-m017.certificate.json --json

    It holds the rows themselves, so it goes to her who brought them and to nobody else.
    """
    from auzolan.contributions.state import Batch
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import say, write_json
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.contributions.certificates import certificate_of
    from auzolan.house.storage.files import write_durably
    from auzolan.house.storage.reader import reader_of

    if out.exists():
        raise Misused(f"{out} is there already; name another file")
    with reader_of(folder_at(folder)) as reader:
        row = reader.get(Batch, batch)
        if row is None:
            raise Misused(f"There is no batch {batch}; auzolan contributions list lists them")
        try:
            content = certificate_of(reader, row)
        except LookupError as fault:
            raise Misused(f"{fault}") from fault
    write_durably(out, content, mode=0o600)
    if as_json:
        write_json({"batch": batch, "file": str(out), "bytes": len(content)})
    else:
        say(f"{out} is the certificate of {batch}.")


@app.command("verify-certificate")
def verify_certificate(
    file: Annotated[Path, typer.Argument(help="The certificate.")],
    key: Annotated[str, typer.Option(help="The verifier key that you trust.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Check the certificate of a batch; no co-operative and no network is needed.

    Examples:
        auzolan contributions verify-certificate rows-m017.certificate.json
        auzolan contributions verify-certificate rows-m017.certificate.json --key "$(cat vkey)" --json

    Without --key the key is the one in the file, which then vouches for itself. The exit code is 3
    where something does not hold.
    """
    from auzolan.house.doors.errors import Exit, Misused
    from auzolan.house.doors.output import write_fields
    from auzolan.house.rooms.contributions.certificates import check_certificate

    try:
        found = check_certificate(file.read_bytes(), vkey=key)
    except (ValueError, OSError) as fault:
        raise Misused(f"{file} cannot be read as a certificate: {str(fault)[:200]}") from fault
    write_fields(found, as_json=as_json)
    if found.broken:
        raise typer.Exit(Exit.DIFFERENT)
