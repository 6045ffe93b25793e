"""`auzolan valuation why`: a member's line, worked out again, and what it is made of."""

from __future__ import annotations

from typing import Annotated

import typer

from auzolan.house.doors.options import HERE, FolderOption, JsonOption


def why(
    member: Annotated[str, typer.Argument(help="The member.")],
    valuation: Annotated[str, typer.Option(help="The valuation.")],
    asker: Annotated[
        str,
        typer.Option("--as", metavar="MEMBER", help="Who looks; the member herself where missing."),
    ] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,  # noqa: FBT002 - an option of a command
) -> None:
    """Show a member why her rows are worth what they are; values are scaled by 10^9 in JSON.

    Examples:
        auzolan valuation why m007 --valuation worth-2025
        auzolan valuation why m007 --valuation worth-2025 --as m020 --json

    It works her line out again from rows and recipe, compares it with the record, and names the
    questions and the rows that made it. Only she, and who computes or checks valuations, may look.
    Where rows were erased, the line stays attested.
    """
    from auzolan.house.doors.errors import Exit
    from auzolan.house.doors.output import patience, write, write_json
    from auzolan.house.doors.session import accepted, folder_at
    from auzolan.house.rooms.valuation import why as reasons
    from auzolan.house.rooms.valuation.taking_apart import DIFFERS
    from auzolan.house.rooms.valuation.why_words import why_lines

    place = folder_at(folder)
    with patience(f"working out what the rows of {member} are worth"):
        found = accepted(
            reasons.why(place, asker=asker or member, member=member, valuation=valuation)
        )
    if as_json:
        write_json(found)
    else:
        write("\n".join(why_lines(found)))
    if found.state == DIFFERS:
        raise typer.Exit(Exit.DIFFERENT)
