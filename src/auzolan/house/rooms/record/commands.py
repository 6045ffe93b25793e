"""`auzolan record`: entries, proofs, publishing, erasing what a sealed field said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auzolan.house.doors.groups import room_app
from auzolan.house.doors.options import HERE, AsOption, FolderOption, JsonOption

if TYPE_CHECKING:
    from auzolan.audit.one_entry import Again

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


@app.command("recompute")
def recompute_entry(
    seq: SeqArgument,
    key: Annotated[str, typer.Option(help="The verifier key that you trust.")] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Work out again what one entry led to: its rule, on the books as they stood before it.

    Examples:
        auzolan record recompute 17 --folder demo
        auzolan record recompute 17 --folder my-copy/public --json

    It needs the folder, or a copy of the published files. The entries before it are taken as they
    are; auzolan verify checks those too. Exit code 3 where the record says something else.
    """
    from auzolan.audit.database import NothingToVerify
    from auzolan.audit.one_entry import work_out_again
    from auzolan.house.doors.errors import Exit, Misused
    from auzolan.house.doors.output import patience, write, write_json

    with patience(f"working out entry {seq} again"):
        try:
            found = work_out_again(folder, seq, key=key or None)
        except LookupError as fault:
            raise Misused(f"There is no entry {seq}.") from fault
        except NothingToVerify as why:
            raise Misused(f"There is nothing to work out: {why}.") from why
    if as_json:
        write_json(found)
    else:
        write("\n".join(again_lines(found)))
    if found.differences:
        raise typer.Exit(Exit.DIFFERENT)


def again_lines(found: Again) -> list[str]:
    """An entry worked out again, as lines for people; whether it agrees comes last."""
    ran = "its rule ran again" if found.decided else f"not decided again: {found.why_not}"
    lines = [f"entry {found.entry}, {found.act}, {found.level} level", ran]
    for place, one in enumerate(found.fields):
        if place == 0 or found.fields[place - 1].fact != one.fact:
            lines.append(one.fact)
        lines.append(f"  {one.field}  {one.value}")
    lines += [f"checked  {count:,} {what}" for what, count in found.checked.items()]
    lines += [f"not checkable  {one}" for one in found.left]
    lines += [
        f"differs  {one.account}, {one.field}: expected {one.expected}, found {one.found}"
        for one in found.differences
    ]
    if found.differences:
        count = len(found.differences)
        return [*lines, f"{count} difference{'s' if count != 1 else ''}"]
    return [*lines, "the same as on the record" if found.decided else "as the record says"]


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
