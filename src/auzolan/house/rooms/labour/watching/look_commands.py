"""`auzolan labour look`, `looks` and `matrix`: look at a person's figures, see who looked, who may."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auzolan.house.doors.options import HERE, AsOption, DryRunOption, FolderOption, JsonOption

if TYPE_CHECKING:
    from auzolan.audit.folder import Folder
    from auzolan.house.rooms.labour.watching.look_flows import Asked
    from auzolan.house.rooms.labour.watching.looking import Figure


def look(
    member: Annotated[str, typer.Argument(help="About whom.")],
    actor: AsOption,
    metric: Annotated[str, typer.Option(help="Which figure; see: auzolan labour matrix.")],
    role: Annotated[str, typer.Option(help="As what; its office must be yours.")] = "self",
    purpose: Annotated[str, typer.Option(help="What for, from the list of the matrix.")] = "",
    labels: Annotated[
        Path | None, typer.Option(help="For skill: CSV with task, worker, label.")
    ] = None,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Look at one person's figures; the look is an entry that she sees, before you see anything.

    Examples:
        auzolan labour look m017 --metric hours --as m017
        auzolan labour look m017 --metric pay --role treasury --purpose payroll --as m002

    Your own figures need no role and no purpose, and leave no entry. A look that cannot be recorded
    shows nothing; --dry-run shows the entry and no figure.
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import write_fields
    from auzolan.house.doors.session import (
        accepted,
        desk_at,
        enter_after_showing,
        folder_at,
    )
    from auzolan.house.rooms.labour.watching.look_flows import Asked, ask_to_look, look_at

    asked = Asked(actor, role, member, metric, purpose or "none")
    if (metric == "skill") != (labels is not None):
        raise Misused(
            "Skill follows from labels: --labels FILE.csv goes with it, and with no other."
        )
    if dry_run and actor != member:
        enter_after_showing(
            folder,
            lambda desk: ask_to_look(desk, asked, figures=1),
            as_json=as_json,
            dry_run=True,
            yes=True,
        )
        return
    brought = _brought(folder_at(folder), asked, labels)
    with desk_at(folder) as desk:
        seen = accepted(look_at(desk, asked, brought=brought))
    write_fields(seen, as_json=as_json)


def _brought(folder: Folder, asked: Asked, labels: Path | None) -> tuple[Figure, ...]:
    from auzolan.house.doors.output import patience
    from auzolan.house.doors.session import accepted
    from auzolan.house.rooms.labour.watching.skill_looking import skill_figures

    if labels is None:
        return ()
    with patience("weighing labels"):
        return accepted(skill_figures(folder, labels, asked.member))


def show_looks(
    actor: Annotated[
        str, typer.Option("--as", metavar="MEMBER", help="Show who looked at her figures.")
    ] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show who looked at your figures; without --as how often anybody looked at anybody's.

    Examples:
        auzolan labour looks --as m017
        auzolan labour looks --json
    """
    from auzolan.house.doors.output import write_rows
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.labour.watching.look_flows import look_counts, looks_at
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        if actor:
            write_rows(looks_at(reader, actor), as_json=as_json)
        else:
            write_rows(look_counts(reader), as_json=as_json)


def show_matrix(as_json: JsonOption = False) -> None:
    """Show who may see what about one person; what does not stand there is denied.

    Examples:
        auzolan labour matrix
        auzolan labour matrix --json
    """
    from auzolan.house.doors.output import say, write_json, write_table
    from auzolan.labour.watching.matrix import GRANTS, NEVER_KEPT, OFFICE_OF

    if as_json:
        write_json(
            {
                "grants": [
                    {
                        "role": one.role,
                        "office": OFFICE_OF.get(one.role, ""),
                        "metric": one.metric,
                        "states": one.states,
                        "purposes": one.purposes,
                    }
                    for one in GRANTS
                ],
                "never_kept": NEVER_KEPT,
            }
        )
        return
    write_table(
        ("role", "figure", "about work that is", "for"),
        [
            (one.role, one.metric, ", ".join(one.states), ", ".join(one.purposes) or "herself")
            for one in GRANTS
        ],
    )
    say(f"Nobody keeps: {', '.join(NEVER_KEPT)}.")
