"""`auzolan members everything`: all that is held about a member, as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auzolan.house.doors.options import HERE, DryRunOption, FolderOption, JsonOption


def write_everything(
    member: Annotated[str, typer.Argument(help="The member whose data it is.")],
    out: Annotated[Path, typer.Option(help="The zip that is written; it may not exist yet.")],
    actor: Annotated[
        str, typer.Option("--as", metavar="MEMBER", help="Who asks; she herself if missing.")
    ] = "",
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Write everything about a member into one documented zip: rows, consent, uses, money, texts.

    Examples:
        auzolan members everything m017 --out m017.zip
        auzolan members everything m017 --out m017.zip --as m002

    She gets it herself, or from the office of data; then an open request of hers to see or to move
    her data is answered by it. Ballots are not in it: nobody knows which are hers.
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import say, write_fields, write_json, write_table
    from auzolan.house.doors.session import accepted, desk_at
    from auzolan.house.rooms.consent.everything import (
        all_of_hers,
        everything,
        hand_over,
        refused_reader,
    )

    if out.exists():
        raise Misused(f"{out} is there already, and is not overwritten. Name another file.")
    with desk_at(folder) as desk:
        if dry_run:
            accepted(refused_reader(desk, actor or member, member))
            gather = all_of_hers if actor in ("", member) else everything
            found = [(name, len(content)) for name, content in gather(desk, member)]
        else:
            done = accepted(hand_over(desk, actor=actor or member, member=member, out=out))
    if not dry_run:
        write_fields(done, as_json=as_json)
        return
    say("This would be written; nothing has been.")
    if as_json:
        write_json([{"name": name, "bytes": size} for name, size in found])
    else:
        write_table(("name", "bytes"), found)
