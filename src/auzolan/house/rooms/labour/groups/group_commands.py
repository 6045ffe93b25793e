"""`auzolan labour groups`: release figures about groups, and see those that were released."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auzolan.house.doors.groups import room_app
from auzolan.house.doors.options import HERE, AsOption, DryRunOption, FolderOption, JsonOption

app = room_app(
    """Figures about groups that show nobody.

    Examples:
        auzolan labour groups release countries.csv --release countries-2026 --as m001
        auzolan labour groups show countries-2026
    """
)


@app.command("release")
def release(
    file: Annotated[Path, typer.Argument(help="CSV with member, and a column for each heading.")],
    release: Annotated[str, typer.Option(help="The id of the release.")],
    actor: AsOption,
    by: Annotated[
        list[str] | None, typer.Option(help="A heading that makes the groups; all where missing.")
    ] = None,
    population: Annotated[str, typer.Option(help="The name of these people.")] = "members",
    audience: Annotated[str, typer.Option(help="public, or inside for members.")] = "inside",
    measure: Annotated[str, typer.Option(help="people, seconds, items or pay_cents.")] = "people",
    period: Annotated[str, typer.Option(help="The closed period that is summed.")] = "",
    noise_centi: Annotated[
        int, typer.Option(min=0, help="Epsilon of the noise in hundredths; 0 for none.")
    ] = 0,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Release how many people, or how much of a period, stand in each group.

    Examples:
        auzolan labour groups release countries.csv --release countries-2026 --as m001 --dry-run
        auzolan labour groups release hours.csv --release q1 --measure seconds --period q1 --as m001

    A group that would show somebody, alone or by subtraction from anything released before, is
    kept back, and another with it where needed. What was released cannot be taken back.
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.session import accepted, enter_after_showing
    from auzolan.house.rooms.labour.groups.group_flows import Wish, read_groups, release_groups
    from auzolan.labour.groups.rules import CUT_AT, INSIDE, PUBLIC

    if audience not in {PUBLIC, INSIDE}:
        raise Misused(f"--audience is {PUBLIC} or {INSIDE}, not {audience}.")
    if measure not in CUT_AT:
        raise Misused(f"--measure is one of {', '.join(CUT_AT)}, not {measure}.")
    cells = accepted(read_groups(file, by or ()))
    wish = Wish(release, population, audience, measure, period, noise_centi)
    enter_after_showing(
        folder, lambda desk: release_groups(desk, wish, actor=actor, cells=cells),
        as_json=as_json, dry_run=dry_run, yes=True,
    )  # fmt: skip


@app.command("show")
def show(
    release: Annotated[str, typer.Argument(help="One release; all where missing.")] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show the releases, or the figures of one.

    Examples:
        auzolan labour groups show
        auzolan labour groups show countries-2026 --json
    """
    from auzolan.house.doors.output import write_rows
    from auzolan.house.doors.session import accepted, folder_at
    from auzolan.house.rooms.labour.groups.group_queries import figure_lines, release_lines
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        if release:
            write_rows(accepted(figure_lines(reader, release)), as_json=as_json)
        else:
            write_rows(release_lines(reader), as_json=as_json)
