"""`auzolan licensing segment|accrue|uses|sample`: metered calls, and what members earn by them."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from auzolan.house.doors.groups import RoomApp
from auzolan.house.doors.options import (
    HERE,
    AsOption,
    DryRunOption,
    FolderOption,
    JsonOption,
    YesOption,
)

LicenceArgument = Annotated[str, typer.Argument(help="The licence.")]
COUNT_MAX = 10_000


def record_segments(
    licence: LicenceArgument,
    actor: AsOption,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Record the answered calls of a licence that no segment holds yet, however few.

    Examples:
        auzolan licensing segment dairy-2024 --as m002 --dry-run
        auzolan licensing segment dairy-2024 --as m002

    A server that runs records full segments of 10,000 calls by itself.
    """
    from auzolan.house.doors.output import say, write_fields, write_receipt
    from auzolan.house.doors.session import accepted, desk_at, folder_at
    from auzolan.house.rooms.licensing.use_flows import segment
    from auzolan.house.rooms.licensing.use_queries import waiting

    if dry_run:
        say("These calls would be recorded; nothing has been written.")
        write_fields(waiting(folder_at(folder), licence), as_json=as_json)
        return
    with desk_at(folder) as desk:
        done = accepted(segment(desk, actor=actor, licence=licence))
    if done.set_aside:
        say(f"{done.set_aside} calls came as the licence or its model ended; nobody is charged.")
    if not done.receipts:
        say(f"No call of {licence} waits to be recorded.")
    for receipt in done.receipts:
        write_receipt(receipt, as_json=as_json)


def accrue_uses(
    licence: LicenceArgument,
    actor: AsOption,
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Write down what members have earned by recorded calls, each segment once.

    Examples:
        auzolan licensing accrue dairy-2024 --as m001 --dry-run
        auzolan licensing accrue dairy-2024 --as m001 --yes

    It ends at the first segment that the licensee has not paid for yet.
    """
    from auzolan.house.doors.output import say
    from auzolan.house.doors.session import enter_after_showing, folder_at
    from auzolan.house.rooms.licensing.use_flows import accrue_segment, to_accrue

    numbers = to_accrue(folder_at(folder), licence)
    if not numbers:
        say(f"Members have earned by every recorded segment of {licence}.")
    for number in numbers:
        enter_after_showing(
            folder,
            partial(accrue_segment, actor=actor, licence=licence, number=number),
            as_json=as_json,
            dry_run=dry_run,
            yes=yes,
        )


def show_uses(
    member: Annotated[str, typer.Option("--member", help="Whose earnings.")],
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show which recorded uses made a member her money, in millionths of the currency unit.

    Examples:
        auzolan licensing uses --member m017
        auzolan licensing uses --member m017 --json
    """
    from auzolan.house.doors.output import write_rows
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.licensing.use_queries import uses_of

    write_rows(uses_of(folder_at(folder), member), as_json=as_json)


def sample_uses(
    licence: LicenceArgument,
    seed: Annotated[str, typer.Option(help="Chooses the calls; the same seed, the same calls.")],
    count: Annotated[int, typer.Option(min=1, max=COUNT_MAX, help="How many calls.")] = 20,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Compute a random sample of recorded calls again: fee, members' part, shares, attribution.

    Examples:
        auzolan licensing sample dairy-2024 --count 20 --seed 7
        auzolan licensing sample dairy-2024 --count 500 --seed audit-2024 --json

    Exit code 3 where one differs.
    """
    from auzolan.house.doors.errors import Exit
    from auzolan.house.doors.output import say, write_json, write_rows
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.licensing.use_queries import sample

    found = sample(folder_at(folder), licence, count=count, seed=seed)
    if as_json:
        write_json(found)
    else:
        write_rows(found.calls, as_json=False)
        verdict = "different" if found.differences else "equal"
        say(
            f"{found.sampled} of {found.recorded} recorded calls computed again: {verdict} "
            f"({found.differences} differ; attribution computed again for {found.again})."
        )
    if found.differences:
        raise typer.Exit(Exit.DIFFERENT)


def add_to(app: RoomApp) -> None:
    """Add the commands of metered use to the room's."""
    app.command("segment")(record_segments)
    app.command("accrue")(accrue_uses)
    app.command("uses")(show_uses)
    app.command("sample")(sample_uses)
