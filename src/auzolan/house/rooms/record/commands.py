"""`auzolan record`: entries, proofs, publishing, erasing what a sealed field said."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auzolan.house.doors.groups import room_app
from auzolan.house.doors.options import HERE, AsOption, FolderOption, JsonOption

app = room_app(
    """Entries, proofs, publishing, redaction.

    Examples:
        auzolan record show 17
        auzolan record prove 17 --output 17.tlog-proof
    """
)
SeqArgument = Annotated[int, typer.Argument(min=0, help="The number of the entry.")]


@app.command("show")
def show_entry(seq: SeqArgument, folder: FolderOption = HERE, as_json: JsonOption = False) -> None:
    """Show one entry as it was published, and what this folder can open of it.

    Examples:
        auzolan record show 17
        auzolan record show 17 --json
    """
    import json

    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import write, write_json
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.record.queries import entry_page
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        try:
            found = entry_page(reader, seq)
        except LookupError as fault:
            raise Misused(f"There is no entry {seq}.") from fault
    if as_json:
        write_json(found)
        return
    write(f"entry {found.entry}, {found.act}, {found.at}, by {found.actor}")
    write(f"leaf {found.leaf}")
    write(json.dumps(json.loads(bytes(found.text)), indent=2, ensure_ascii=False))
    if found.opened:
        write("opened, not published")
    for name, value in found.opened.items():
        write(f"  {name}: {value}")


@app.command("prove")
def prove_entry(
    seq: SeqArgument,
    output: Annotated[Path | None, typer.Option(help="Where the receipt is written.")] = None,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Make the receipt that proves an entry to anybody, with the published record alone.

    Examples:
        auzolan record prove 17 --output 17.tlog-proof
        auzolan record prove 17 --json
    """
    import sys

    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import say, write_json
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.record.queries import proof_of
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        try:
            found = proof_of(reader, seq)
        except LookupError as fault:
            raise Misused(str(fault.args[0])) from fault
    if output is not None:
        output.write_text(found.receipt, encoding="utf-8", newline="\n")
        say(f"{output} proves entry {seq} in the record of {found.size} entries.")
    if as_json:
        write_json(found)
    elif output is None:
        sys.stdout.write(found.receipt)


@app.command("publish")
def publish_record(folder: FolderOption = HERE, as_json: JsonOption = False) -> None:
    """Bring the published record up to the last entry.

    Examples:
        auzolan record publish
        auzolan record publish --json
    """
    from auzolan.house.desk import Desk
    from auzolan.house.doors.output import write, write_json
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.record.flows import publish

    desk = Desk(folder_at(folder))
    try:
        checkpoint = publish(desk)
    finally:
        desk.close()
    found = {
        "origin": checkpoint.origin, "size": checkpoint.size, "root": checkpoint.root.hex(),
    }  # fmt: skip
    if as_json:
        write_json(found)
    else:
        write(f"{checkpoint.origin}: {checkpoint.size} entries, root {checkpoint.root.hex()}")


@app.command("rebuild")
def rebuild_tables(folder: FolderOption = HERE, as_json: JsonOption = False) -> None:
    """Make damaged tables again from the record, in a new file; the old file is kept.

    Examples:
        auzolan record rebuild
        auzolan record rebuild --json

    Every entry is replayed and the root compared with the signed one. It refuses while another
    program has the database open, and where the record itself is damaged.
    """
    from auzolan.house.doors.output import write, write_json
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rebuilding import rebuild

    made = rebuild(folder_at(folder))
    found = {"entries": made.entries, "root": made.root.hex(), "kept": str(made.kept)}
    if as_json:
        write_json(found)
    else:
        write(f"rebuilt from {made.entries} entries, root {made.root.hex()}")
        write(f"the old file is kept: {made.kept}")


@app.command("redact")
def redact_field(
    seq: SeqArgument,
    field: Annotated[str, typer.Argument(help="The sealed field, as name or reasons.")],
    actor: AsOption,
    reason: Annotated[str, typer.Option(help="Why; it is sealed.")] = "asked for",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Erase for good what a sealed field of an entry said; its commitment stays.

    Examples:
        auzolan record redact 17 name --as m001
        auzolan record redact 17 reasons --as m001 --reason "it named somebody"
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.record.flows import redact

    enter(
        folder,
        lambda desk: redact(desk, actor=actor, entry=seq, field=field, reason=reason),
        as_json=as_json,
    )


@app.command("member-file")
def write_member_file(
    member: Annotated[str, typer.Argument(help="The member whose file it is.")],
    output: Annotated[Path, typer.Option(help="Where it is written; only she should get it.")],
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Write the file with which a member checks her own lines against the published record.

    Examples:
        auzolan record member-file m017 --output m017.json
        auzolan verify public --member-file m017.json
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import say, write_json
    from auzolan.house.doors.session import desk_at, folder_at
    from auzolan.house.rooms.record.member_file import export_member_file
    from auzolan.house.storage.files import write_durably
    from auzolan.house.storage.reader import reader_of
    from auzolan.members.state import Member

    with reader_of(folder_at(folder)) as reader:
        if reader.get(Member, member) is None:
            raise Misused(f"There is no member {member}. List them with: auzolan members list")
    with desk_at(folder) as desk:
        content = export_member_file(desk, member=member)
    write_durably(output, content, mode=0o600)
    say(f"{output} lets {member} check her lines: auzolan verify DIR --member-file {output}")
    if as_json:
        write_json({"member": member, "file": str(output), "bytes": len(content)})
