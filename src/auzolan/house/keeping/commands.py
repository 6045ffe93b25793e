"""`auzolan backup`, `restore`, `upgrade` and `rotate-key`: keeping a co-operative running."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auzolan.audit.deployment import SCHEMA, PostgresPlace, SettingsRefused
from auzolan.house.doors.groups import room_app
from auzolan.house.doors.options import (
    HERE,
    AsOption,
    DryRunOption,
    FolderOption,
    JsonOption,
    YesOption,
)

if TYPE_CHECKING:
    from auzolan.audit.report import Report
    from auzolan.house.keeping.backups import Backup

app = room_app(
    """Backups, restoring, upgrades, the key of the record.

    Examples:
        auzolan backup --to /mnt/backups
        auzolan restore /mnt/backups/2026-11-22-412-1f0c2a77b9d3 coop
    """
)


@app.command("backup")
def back_up(
    to: Annotated[Path, typer.Option("--to", help="The folder of backups, on another disk.")],
    with_keys: Annotated[
        bool, typer.Option("--with-keys", help="Write the private keys beside it, in one file.")
    ] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Then destroy backups that the charter lets live no longer.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show which backups there are, and do nothing.")
    ] = False,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Copy a co-operative while it is in use; the copy belongs to one head of the record.

    Examples:
        auzolan backup --to /mnt/backups --prune
        auzolan backup --to /mnt/backups --with-keys --json

    Files that an earlier backup in the same place holds are linked, not copied again. Backups hold
    erased rows, so the charter says how many days they may live.
    """
    from auzolan.foundation.moments import iso_from_moment
    from auzolan.house.doors.output import patience, say, write, write_json
    from auzolan.house.doors.session import folder_at
    from auzolan.house.keeping import backups
    from auzolan.house.ports import system_ports

    coop, now = folder_at(folder), system_ports().clock()
    made = None
    if not dry_run:
        with patience(f"copying {coop.path}"):
            made = backups.take(coop, to, now=now, with_keys=with_keys)
    late = backups.overdue(coop, backups.backups_in(to), now=now)
    gone = late if prune and not dry_run else []
    for one in gone:
        backups.destroy(one)
    if as_json:
        write_json(
            {
                "backup": _backup_json(made), "destroyed": [one.path.name for one in gone],
                "overdue": [one.path.name for one in late if one not in gone],
                "kept": [one.path.name for one in backups.backups_in(to)],
            }
        )  # fmt: skip
        return
    if made is not None:
        _tell_backup(made, with_keys=with_keys)
    for one in backups.backups_in(to) if dry_run else ():
        made_at = iso_from_moment(one.manifest.created_at)
        write(f"{one.path.name}  {made_at}  {one.manifest.size} entries")
    for one in gone:
        say(f"{one.path.name} was older than the charter allows and is destroyed.")
    if len(late) > len(gone):
        say(
            f"{len(late) - len(gone)} backups are older than the charter allows. "
            "Destroy them with --prune."
        )


@app.command("restore")
def restore_backup(
    backup: Annotated[Path, typer.Argument(metavar="BACKUP", help="The folder of one backup.")],
    to: Annotated[Path, typer.Argument(metavar="DIR", help="Where it shall be; empty, or not there.")],
    published: Annotated[
        str,
        typer.Option(metavar="PLACE", help="Where the record is published: a folder or an address."),
    ] = "",
    keys: Annotated[
        Path | None, typer.Option("--keys", help="The file that backup --with-keys wrote.")
    ] = None,
    database: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="Put record and books on this PostgreSQL server."),
    ] = "",
    schema: Annotated[
        str, typer.Option(help="The schema to make there, one that is not there yet.")
    ] = SCHEMA,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Restore a backup into an empty folder, erase what was erased, and verify it.

    Examples:
        auzolan restore /mnt/backups/2026-11-22-412-1f0c2a77b9d3 coop --published old/public
        auzolan restore backup coop --published old/public --database postgresql://auzolan@db/coop

    Each file is compared with its digest. Where more is published than the backup holds, nothing is
    restored: writing on would fork the record. Without --database record and books lie in a file of
    the folder, also those that were backed up from a server.
    """
    from auzolan.audit.report import closing_line
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import patience, say, write, write_json
    from auzolan.house.keeping.restoring import restore

    try:
        place = PostgresPlace(database, schema) if database else None
    except SettingsRefused as fault:
        raise Misused(str(fault)) from fault
    with patience(f"restoring {backup}"):
        made = restore(backup, to, published=published, keys=keys, place=place)
    if as_json:
        write_json(
            {
                "folder": str(to), "size": made.manifest.size, "root": made.manifest.root,
                "erased_again": made.erased, "page_files_destroyed": made.pages,
                "links_destroyed": made.links,
                "published_compared": made.compared if made.compared >= 0 else None,
                "differences": made.report.differences,
            }
        )  # fmt: skip
    else:
        write(f"{to}: {made.manifest.size} entries, root {made.manifest.root}")
        write(f"{made.erased} erasures of the record applied again")
        write(f"{made.pages} files of page times and {made.links} links to tags destroyed")
        write(closing_line(made.report))
    if made.compared < 0:
        say("No published record was compared. If any entry after this head was ever published,")
        say("writing here forks the record: see the page on backups before anybody writes.")
    if made.left is not None:
        say(f"Record and books lie in {to}/auzolan.db now, no longer at {made.left.shown}.")
    if keys is None:
        say(f"The private keys are not there. Copy them into {to}/keys before anybody writes.")
    _end_with(made.report)


@app.command("upgrade")
def upgrade_folder(
    to: Annotated[
        Path | None, typer.Option("--to", help="The folder of backups: one is made first.")
    ] = None,
    without_backup: Annotated[
        bool, typer.Option("--without-backup", help="Make no backup first.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be made anew, and change nothing.")
    ] = False,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Bring the tables of an older release to this one, by replaying the record.

    Examples:
        auzolan upgrade --to /mnt/backups
        auzolan upgrade --dry-run --json

    Stop the portal first. The record stays as it is, and a folder of a newer release is refused.
    """
    from auzolan.audit.report import closing_line
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import patience, say, write, write_json
    from auzolan.house.doors.session import folder_at
    from auzolan.house.keeping.upgrading import plan_of, upgrade
    from auzolan.house.ports import system_ports

    coop = folder_at(folder)
    plan = plan_of(coop)
    changed = {"books": plan.books, "logins": plan.plain}
    if not dry_run and any(changed.values()) and to is None and not without_backup:
        raise Misused("Name a folder for the backup with --to, or say --without-backup.")
    if dry_run:
        if as_json:
            write_json(changed)
        for name, things in changed.items() if not as_json else ():
            write(f"{name}: {', '.join(things) or 'as in this release'}")
        return
    with patience(f"upgrading {coop.path}"):
        done = upgrade(coop, backups=to, now=system_ports().clock())
    if as_json:
        write_json(
            {
                **changed, "backup": _backup_json(done.backup), "kept": done.kept,
                "differences": done.report.differences,
            }
        )  # fmt: skip
    else:
        write("made anew" if any(changed.values()) else "nothing to do: it is of this release")
        write(closing_line(done.report))
    if done.kept:
        say(f"The old database is kept: {done.kept}. Delete it when all is well.")
    _end_with(done.report)


@app.command("rotate-key")
def rotate_key(
    actor: AsOption,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Let a new key sign the record; the old key signs the change, and its file is destroyed.

    Examples:
        auzolan rotate-key --as m001 --yes
        auzolan rotate-key --as m001 --dry-run

    Whoever has pinned the old key must be told the new one. Broken off, run it again: it finishes.
    """
    import sys
    from contextlib import closing

    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import fact_lines, say, write, write_json, write_receipt
    from auzolan.house.doors.session import accepted, desk_at, folder_at
    from auzolan.house.keeping.rotating import rehearse, rotate
    from auzolan.house.rehearsal import RehearsalDesk

    if dry_run:
        with closing(RehearsalDesk(folder_at(folder))) as rehearsal:
            foreseen = accepted(rehearse(rehearsal, actor=actor))
        say("This would be entered, with another key; nothing has been written.")
        write_receipt(foreseen, as_json=as_json)
        return
    if not yes:
        if not sys.stdin.isatty():
            raise Misused("This changes the key of the record: add --yes, or look with --dry-run.")
        typer.confirm("Change the key that signs the record?", abort=True, err=True)
    with desk_at(folder) as desk:
        done = accepted(rotate(desk, actor=actor))
    entry = done.receipt.seq if done.receipt is not None else None
    if as_json:
        write_json({"entry": entry, "vkey": done.vkey})
        return
    if done.receipt is None:
        write("an earlier change was broken off after its entry; it is finished now")
    else:
        write(f"entry {entry}")
        write("\n".join(fact_lines(done.receipt)))
    write(f"key in use: {done.vkey}")
    say("Tell whoever pinned the old key, and keep a copy of the keys folder in a safe place.")


def _tell_backup(made: Backup, *, with_keys: bool) -> None:
    from auzolan.house.doors.output import say, write

    write(f"{made.path}")
    write(f"{made.manifest.size} entries, root {made.manifest.root}")
    write(f"{len(made.manifest.files)} files; left out: {', '.join(made.manifest.left_out)}")
    if with_keys:
        say(f"The private keys are in {made.keys}. Move it to another place than the backup.")


def _backup_json(made: Backup | None) -> dict[str, str | int | list[str]] | None:
    """A backup as programs read it."""
    if made is None:
        return None
    return {
        "path": str(made.path), "size": made.manifest.size, "root": made.manifest.root,
        "files": len(made.manifest.files), "bytes": sum(one.bytes for one in made.manifest.files),
        "left_out": list(made.manifest.left_out),
    }  # fmt: skip


def _end_with(report: Report) -> None:
    from auzolan.house.doors.errors import Exit

    if report.differences:
        raise typer.Exit(Exit.DIFFERENT)
