"""`auzolan treasury payout export` and `import`: files to the bank, and what the bank sends back.

A file for the bank appears under its name only when the record knows of it; until then it lies
beside it as a hidden part. So a machine that stops in between leaves nothing that could be handed
in by mistake, and the same command again completes the work.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auzolan.house.doors.options import (
    HERE,
    AsOption,
    DryRunOption,
    FolderOption,
    JsonOption,
    YesOption,
)

if TYPE_CHECKING:
    from auzolan.house.rooms.treasury.bank_answers import Step
    from auzolan.house.rooms.treasury.flows_bank import Take
    from auzolan.house.submission import Receipt

BYTES_MAX = 128 * 2**20
_PRIVATE = 0o600


def add_to(app: typer.Typer) -> None:
    """Put both commands among those of payouts."""
    app.command("export")(export_payout)
    app.command("import")(import_answer)


def export_payout(
    payout: Annotated[str, typer.Argument(help="The id of the payout.")],
    out: Annotated[Path, typer.Option("--out", help="The file for the bank, pain.001 in XML.")],
    actor: AsOption,
    csv: Annotated[
        Path | None, typer.Option(help="A table with the same payments, for a bank that takes one.")
    ] = None,
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Write the bank's file of an approved payout, and its SHA-256 into the record, sealed.

    The account that is debited stands in settings.toml under [bank]. Written again, the file is the
    same to the last byte. It holds names and accounts, so only its owner can read it.

    Examples:
        auzolan treasury payout export may --out may.xml --as m001 --dry-run
        auzolan treasury payout export may --out may.xml --csv may.csv --as m001 --yes
    """
    from auzolan.house.doors.session import accepted, enter_after_showing, folder_at
    from auzolan.house.rooms.treasury.bank.pain001 import pain001_bytes
    from auzolan.house.rooms.treasury.bank.payee_csv import payment_table
    from auzolan.house.rooms.treasury.flows_bank import digest_of, order_of
    from auzolan.house.rooms.treasury.flows_payouts import export

    order = accepted(order_of(folder_at(folder), payout))
    content = pain001_bytes(order)
    files = {out: content} | ({csv: payment_table(order)} if csv is not None else {})
    digest = digest_of(content)
    with _waiting(files, dry_run=dry_run):
        enter_after_showing(
            folder,
            lambda desk: export(desk, actor=actor, payout=payout, file_digest=digest),
            as_json=as_json,
            dry_run=dry_run,
            yes=yes,
        )


@contextmanager
def _waiting(files: dict[Path, bytes], *, dry_run: bool) -> Iterator[None]:
    """Lay files down as hidden parts, durable, and give them their names when all went well."""
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import say
    from auzolan.house.storage.files import sync_folder

    for path, content in files.items():
        if path.exists() and path.read_bytes() != content:
            raise Misused(f"{path} is there already and holds something else; name another file.")
    if dry_run:
        yield
        return
    parts = {path.with_name(f".{path.name}.part"): path for path in files}
    try:
        for part, path in parts.items():
            _write_part(part, files[path])
        yield
        for part, path in parts.items():
            part.rename(path)
            sync_folder(path.parent)
            say(f"{path} is written: {len(files[path]):,} bytes. Hand it in at your bank.")
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


def _write_part(part: Path, content: bytes) -> None:
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _PRIVATE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def import_answer(
    file: Annotated[Path, typer.Argument(help="pain.002 or camt.053, as the bank gave it.")],
    actor: AsOption,
    period: Annotated[str, typer.Option(help="The period; the open one where missing.")] = "",
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Take in what the bank sends: which payments it refused, took, or sent back.

    The payout is found by the ids in the file. All that a file leads to is booked, or nothing; a
    file that was taken in before changes nothing.

    Examples:
        auzolan treasury payout import answer.xml --as m001 --dry-run
        auzolan treasury payout import statement.xml --as m001 --yes
    """
    from auzolan.house.doors.output import say

    take = _read(file, actor=actor, period=period, folder=folder)
    if not take.missing:
        entries = ", ".join(str(step.entry) for step in take.steps)
        say(f"{file.name} was taken in already, by entry {entries}. Nothing was changed.")
        _show(take, (), as_json=as_json)
        return
    for step in take.missing:
        say(_words(step))
    # Always rehearsed: the desk goes on after a refused act, and half a file must not be booked.
    foreseen = _entered(take, folder, is_rehearsal=True)
    if dry_run:
        say("This would be entered; nothing has been written.")
        _show(take, foreseen, as_json=as_json)
        return
    if not yes:
        _ask()
    _show(take, _entered(take, folder, is_rehearsal=False), as_json=as_json)


def _read(file: Path, *, actor: str, period: str, folder: Path) -> Take:
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import patience
    from auzolan.house.doors.session import accepted, folder_at
    from auzolan.house.rooms.treasury.arguments import period_or_open
    from auzolan.house.rooms.treasury.bank_answers import steps_of
    from auzolan.house.rooms.treasury.flows_bank import Take, digest_of, payer_of

    where = folder_at(folder)
    if not file.is_file():
        raise Misused(f"There is no file {file}. Name one that the bank gave you.")
    with file.open("rb") as stream:
        raw = stream.read(BYTES_MAX + 1)
    payer = accepted(payer_of(where))
    with patience("reading"):
        steps = accepted(steps_of(where, raw, iban=payer.iban))
    return Take(actor, period_or_open(folder, period), digest_of(raw), steps)


def _entered(take: Take, folder: Path, *, is_rehearsal: bool) -> tuple[Receipt, ...]:
    from auzolan.house.doors.session import accepted, desk_at, folder_at
    from auzolan.house.rehearsal import RehearsalDesk
    from auzolan.house.rooms.treasury.flows_bank import take_in

    if not is_rehearsal:
        with desk_at(folder) as desk:
            return accepted(take_in(desk, take))
    rehearsal = RehearsalDesk(folder_at(folder))
    try:
        return accepted(take_in(rehearsal, take))
    finally:
        rehearsal.close()


def _words(step: Step) -> str:
    from auzolan.house.rooms.treasury.bank.pain001 import amount_text

    count = len(step.payments)
    if step.kind == "settle":
        return f"The bank has sent {amount_text(step.cents)} EUR of the payout {step.payout}."
    what = "came back" if step.kind == "return" else "were refused"
    lines = [f"Of the payout {step.payout} {count} payments {what}."]
    lines += [
        f"  {member}: {amount_text(cents)} EUR. {step.reasons.get(member, '')}"
        for member, cents in sorted(step.payments.items())
    ]
    return "\n".join(lines)


def _ask() -> None:
    from auzolan.house.doors.errors import Misused

    if not sys.stdin.isatty():
        raise Misused("This moves money: add --yes to enter it, or --dry-run to look first.")
    typer.confirm("Enter this?", abort=True, err=True)


def _show(take: Take, receipts: tuple[Receipt, ...], *, as_json: bool) -> None:
    from auzolan.house.doors.output import write_json, write_receipt

    if not as_json:
        for receipt in receipts:
            write_receipt(receipt, as_json=False)
        return
    new = iter(receipts)
    entries = [step.entry if step.entry is not None else next(new).seq for step in take.steps]
    write_json(
        [
            {
                "step": step.kind, "payout": step.payout, "payments": step.payments,
                "cents": step.cents, "reasons": step.reasons, "entry": entry,
                "taken_in_before": step.entry is not None,
            }
            for step, entry in zip(take.steps, entries, strict=True)
        ]
    )  # fmt: skip
