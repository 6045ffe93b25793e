"""`auzolan consent receipts` and `verify-receipt`: what a member holds against the co-operative."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auzolan.house.doors.options import HERE, FolderOption, JsonOption

if TYPE_CHECKING:
    from auzolan.consent.receipt_shapes import SignedReceipt
    from auzolan.record.notes import VerifierKey


def add_to(app: typer.Typer) -> None:
    """Add both commands to those of the room."""
    app.command("receipts")(list_receipts)
    app.command("verify-receipt")(verify_receipt)


def list_receipts(
    member: Annotated[str, typer.Argument(help="The member whose receipts they are.")],
    out: Annotated[
        Path | None, typer.Option(help="Write each as a file of its own into this new folder.")
    ] = None,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """List a member's receipts: each word of hers, each use of her rows, each answered call.

    Examples:
        auzolan consent receipts m017
        auzolan consent receipts m017 --out receipts-of-m017

    They are made from the record, so that one that was lost comes back with the same content.
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import say, write_rows
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.consent.receipt_files import receipts_of
    from auzolan.house.rooms.consent.receipt_lines import line_of
    from auzolan.house.storage.reader import reader_of
    from auzolan.members.state import Member

    if out is not None and out.exists():
        raise Misused(f"{out} is there already; name a new folder.")
    with reader_of(folder_at(folder)) as reader:
        if reader.get(Member, member) is None:
            raise Misused(f"There is no member {member}. List them with: auzolan members list")
        found = list(receipts_of(reader, member))
    write_rows([line_of(one) for one in found], as_json=as_json)
    if out is not None:
        _write_all(out, found)
        say(f"{out} holds {len(found)} receipts.")


def verify_receipt(
    receipt: Annotated[Path, typer.Argument(help="The receipt, a .jsonld file.")],
    key: Annotated[
        str, typer.Option(help="The verifier key that you trust, or the file that holds it.")
    ] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Check a receipt with nothing but itself and the record's key; no server is asked.

    Examples:
        auzolan consent verify-receipt 17.jsonld --key public/vkey
        auzolan consent verify-receipt members/m017/receipts/17.jsonld --json

    Without --key the key is that of the folder. The exit code is 3 where the receipt is wrong.
    """
    from auzolan.consent.receipts import RECEIPT_BYTES_MAX, read_signed, verify_signed
    from auzolan.house.doors.errors import Exit, Misused
    from auzolan.house.doors.output import write, write_json

    if not receipt.is_file():
        raise Misused(f"There is no file {receipt}.")
    trusted = _key(key, folder)
    with receipt.open("rb") as file:
        text = file.read(RECEIPT_BYTES_MAX + 1)
    try:
        found = read_signed(text)
        verify_signed(found, [trusted])
    except ValueError as fault:
        if as_json:
            write_json({"receipt": str(receipt), "holds": False, "why": str(fault)})
        else:
            write(f"{receipt} does not hold: {fault}")
        raise typer.Exit(Exit.DIFFERENT) from fault
    if as_json:
        write_json({"receipt": str(receipt), "holds": True, **_said(found)})
    else:
        told = ", ".join(f"{name} {value}" for name, value in _said(found).items())
        write(f"{receipt} holds: {told}")


def _said(found: SignedReceipt) -> dict[str, str | int]:
    return {
        "entry": found.entry, "act": found.act, "at": found.created,
        "for": found.record.data_subject.identifier, "record": found.publisher.identifier,
    }  # fmt: skip


def _key(given: str, folder: Path) -> VerifierKey:
    from auzolan.audit.folder import Folder
    from auzolan.house.doors.errors import Misused
    from auzolan.record.notes import parse_vkey

    path = Path(given) if given else Folder(folder).verifier_key
    try:
        text = path.read_text("ascii").strip() if path.is_file() else given
        if not text:
            raise Misused("Name the record's key with --key: its text, or the file public/vkey.")
        return parse_vkey(text)
    except (OSError, ValueError) as fault:
        raise Misused(f"That is no verifier key: {fault}") from fault


def _write_all(out: Path, found: list[SignedReceipt]) -> None:
    from auzolan.consent.receipts import encode_signed
    from auzolan.house.rooms.consent.receipt_files import SUFFIX
    from auzolan.house.storage.files import write_durably

    for one in found:
        write_durably(out / f"{one.entry}{SUFFIX}", encode_signed(one), mode=0o600)
