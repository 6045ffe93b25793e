"""`auzolan treasury accrue` and `settle-royalties`: what members earn by use, and cents of it."""

from __future__ import annotations

from pathlib import Path
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


def accrue_royalties(
    file: Annotated[Path, typer.Argument(help="CSV with member, amount_micro.")],
    accrual: Annotated[str, typer.Option(help="The id of this accrual; used once.")],
    licence: Annotated[str, typer.Option(help="The licence by which it was earned.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Write down what members have earned by the use of a licence, in millionths.

    Examples:
        auzolan treasury accrue day.csv --accrual dairy-0603 --licence dairy-2024 --as m001 --dry-run
        auzolan treasury accrue day.csv --accrual dairy-0603 --licence dairy-2024 --as m001 --yes
    """
    from auzolan.house.doors.session import accepted, enter_after_showing
    from auzolan.house.rooms.treasury.amounts import read_amounts
    from auzolan.house.rooms.treasury.flows_royalties import accrue

    earned = accepted(read_amounts(file, "amount_micro"))
    enter_after_showing(
        folder,
        lambda desk: accrue(desk, actor=actor, accrual=accrual, licence=licence, earned=earned),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


def settle_whole_cents(
    settlement: Annotated[str, typer.Argument(help="The id of this settlement; used once.")],
    actor: AsOption,
    period: Annotated[str, typer.Option(help="The period; the open one where missing.")] = "",
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make the whole cents of what has accrued payable; what is left accrues on.

    Examples:
        auzolan treasury settle-royalties r-june --as m001 --dry-run
        auzolan treasury settle-royalties r-june --period 2024 --as m001 --yes
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.treasury.arguments import period_or_open
    from auzolan.house.rooms.treasury.flows_royalties import settle_royalties

    chosen = period_or_open(folder, period)
    enter_after_showing(
        folder,
        lambda desk: settle_royalties(desk, actor=actor, settlement=settlement, period=chosen),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


def add_to(app: RoomApp) -> None:
    """Put these commands among those of the treasury."""
    app.command("accrue")(accrue_royalties)
    app.command("settle-royalties")(settle_whole_cents)
