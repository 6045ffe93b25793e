"""`auzolan consent`: what is owed to withdrawals, telling licensees, and the proof for a member."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auzolan.house.doors.groups import RoomApp
from auzolan.house.doors.options import HERE, AsOption, DryRunOption, FolderOption, JsonOption

LicenceArgument = Annotated[str, typer.Argument(help="The licence.")]
WithdrawalOption = Annotated[int, typer.Option(min=0, help="The entry of the withdrawal.")]


def duties(
    member: Annotated[str, typer.Argument(help="Owed to this member; to all where missing.")] = "",
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is overdue.")] = False,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show what is owed to every withdrawal: models, rows, backups, licensees; by when, and done or not.

    Examples:
        auzolan consent duties
        auzolan consent duties m017 --overdue --json
    """
    from auzolan.house.doors.output import write_rows
    from auzolan.house.doors.session import folder_at
    from auzolan.house.ports import system_ports
    from auzolan.house.rooms.consent.duty_queries import OVERDUE, duty_lines
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        found = duty_lines(reader, system_ports().clock(), member=member)
    write_rows([line for line in found if not overdue or line.state == OVERDUE], as_json=as_json)


def notify(
    licence: LicenceArgument,
    withdrawal: WithdrawalOption,
    actor: AsOption,
    dry_run: DryRunOption = False,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Note that a licensee was told of a withdrawal; the certificate is owed from now on.

    Examples:
        auzolan consent notify dairy --withdrawal 57 --as m001
        auzolan consent notify dairy --withdrawal 57 --dry-run --as m001
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.consent import duty_flows

    enter_after_showing(
        folder,
        lambda desk: duty_flows.notify(desk, actor=actor, licence=licence, withdrawal=withdrawal),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip


def certify(
    licence: LicenceArgument,
    withdrawal: WithdrawalOption,
    certificate: Annotated[Path, typer.Option(help="What the licensee sent.")],
    actor: AsOption,
    dry_run: DryRunOption = False,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Note a licensee's certificate that what a withdrawal concerns is deleted.

    Examples:
        auzolan consent certify dairy --withdrawal 57 --certificate letter.pdf --as m001
        auzolan consent certify dairy --withdrawal 57 --certificate letter.pdf --dry-run --as m001
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.consent import duty_flows

    if not certificate.is_file():
        raise Misused(f"There is no file {certificate}. Name what the licensee sent.")
    enter_after_showing(
        folder,
        lambda desk: duty_flows.certify(
            desk, actor=actor, licence=licence, withdrawal=withdrawal, certificate=certificate
        ),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip


def prove(
    member: Annotated[str, typer.Argument(help="The member whose proof it is.")],
    kind: Annotated[str, typer.Option(help="The kind of rows that she withdrew.")],
    out: Annotated[Path, typer.Option(help="A new file, ending in .zip.")],
    actor: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="MEMBER",
            help="Who holds the office of data: models are run again and attacked too.",
        ),
    ] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Write the proof that a withdrawal was obeyed, as one file that anybody can check.

    Examples:
        auzolan consent proof m017 --kind purchases --out m017-proof.zip
        auzolan consent proof m017 --kind purchases --out m017-proof.zip --as m001

    It holds receipts, proofs that none of her rows is in later data sets, the models made since,
    and what licensees certified; README.txt in it says what each shows and what none can show.
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import write, write_json
    from auzolan.house.doors.session import accepted, desk_at
    from auzolan.house.rooms.consent import proofs

    if out.exists():
        raise Misused(f"{out} is there already. Name a new file.")
    with desk_at(folder) as desk:
        found = accepted(proofs.write_proof(desk, member=member, kind=kind, out=out, actor=actor))
    if as_json:
        write_json(found)
        return
    write(f"{out}: {found.digests:,} rows, not in {found.snapshots_clear} later data sets")
    for line in found.cannot_show:
        write(f"  cannot be shown: {line}")


def check_proof(
    file: Annotated[Path, typer.Argument(help="A proof that `auzolan consent proof` wrote.")],
    key: Annotated[
        str, typer.Option(help="The log's key as you know it; else the one in the file.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Check a proof of withdrawal without the co-operative: receipts, roots, absences.

    Examples:
        auzolan consent check-proof m017-proof.zip
        auzolan consent check-proof m017-proof.zip --key "coop.example+1a2b3c4d+..." --json

    Exits 3 where something in it does not hold.
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import write, write_json
    from auzolan.house.rooms.consent import proof_checking

    if not file.is_file():
        raise Misused(f"There is no file {file}.")
    found = proof_checking.check(file.read_bytes(), vkey=key)
    if as_json:
        write_json(found)
    else:
        for line in found.held:
            write(f"holds      {line}")
        for line in found.broken:
            write(f"does not   {line}")
    if found.broken:
        raise typer.Exit(3)


def add_to(app: RoomApp) -> None:
    """Register these commands."""
    app.command("duties")(duties)
    app.command("notify")(notify)
    app.command("certify")(certify)
    app.command("proof")(prove)
    app.command("check-proof")(check_proof)
