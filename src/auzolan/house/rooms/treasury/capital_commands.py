"""`auzolan treasury contribute`, `withhold`, `remit` and `wind-up`: capital, tax, and the end."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auzolan.house.doors.groups import RoomApp, room_app
from auzolan.house.doors.options import (
    HERE,
    AsOption,
    DryRunOption,
    FolderOption,
    JsonOption,
    YesOption,
)

wind_up_app = room_app(
    """The end of the co-operative: its plan, and the booking of what was voted.

    Examples:
        auzolan treasury wind-up plan end --as m001
        auzolan treasury wind-up do end --proposal p9 --as m001
    """
)
EndArgument = Annotated[str, typer.Argument(metavar="PLAN", help="The id of the plan for the end.")]


def contribute_capital(
    file: Annotated[Path, typer.Argument(help="CSV with member, amount_cents.")],
    contribution: Annotated[str, typer.Option(help="The id of this payment; used once.")],
    actor: AsOption,
    voluntary: Annotated[
        bool, typer.Option("--voluntary", help="Beyond the contribution that is due.")
    ] = False,
    reference: Annotated[str, typer.Option(help="What the bank's statement says; sealed.")] = "",
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Note capital that reached the bank: instalments that are due, or more of members' own will.

    Examples:
        auzolan treasury contribute may.csv --contribution may --as m001 --dry-run
        auzolan treasury contribute more.csv --contribution more-1 --voluntary --as m001 --yes

    The ledger is open and shows the sum of the file: name several members in it where you can, so
    that nobody's amount stands alone.
    """
    from auzolan.house.doors.session import accepted, enter_after_showing
    from auzolan.house.rooms.treasury.amounts import read_amounts
    from auzolan.house.rooms.treasury.flows_capital import contribute
    from auzolan.treasury.capital.contribution_acts import ContributionKind

    paid = accepted(read_amounts(file, "amount_cents"))
    kind = ContributionKind.VOLUNTARY if voluntary else ContributionKind.COMPULSORY
    enter_after_showing(
        folder,
        lambda desk: contribute(
            desk, actor=actor, contribution=contribution, kind=kind, paid=paid, reference=reference
        ),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


def withhold_tax(
    plan: Annotated[str, typer.Argument(help="The plan whose cash is taxed.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Keep back the charter's part of each member's cash of a shared surplus, once, for tax.

    Examples:
        auzolan treasury withhold share-2024 --as m001 --dry-run
        auzolan treasury withhold share-2024 --as m001 --yes
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.treasury.flows_capital import withhold

    enter_after_showing(
        folder,
        lambda desk: withhold(desk, actor=actor, plan=plan),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


def remit_tax(
    remittance: Annotated[str, typer.Argument(help="The id of this transfer; used once.")],
    actor: AsOption,
    reference: Annotated[str, typer.Option(help="What the bank's statement says; sealed.")] = "",
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Note that all tax kept back so far has left the bank for the tax office.

    Examples:
        auzolan treasury remit tax-2025-q1 --as m001 --dry-run
        auzolan treasury remit tax-2025-q1 --reference "form 123" --as m001 --yes
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.treasury.flows_capital import remit_withholding

    enter_after_showing(
        folder,
        lambda desk: remit_withholding(
            desk, actor=actor, remittance=remittance, reference=reference
        ),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


@wind_up_app.command("plan")
def plan_the_end(
    plan: EndArgument,
    actor: AsOption,
    creditor: Annotated[
        list[str] | None,
        typer.Option(help="Who is owed what no account shows, as power-ltd=120.50; repeat it."),
    ] = None,
    give_up: Annotated[
        list[str] | None,
        typer.Option(help="A licensee whose debt nobody will collect; repeat it."),
    ] = None,
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Work out from the books who gets what at the end, for the members to vote on.

    Examples:
        auzolan treasury wind-up plan end --as m001 --dry-run
        auzolan treasury wind-up plan end --creditor power-ltd=120.50 --as m001 --yes

    Then: auzolan assembly propose ID --wind-up PLAN.
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.treasury.arguments import creditor_from_text
    from auzolan.house.rooms.treasury.flows_capital import plan_winding_up

    creditors = [creditor_from_text(text) for text in creditor or ()]
    enter_after_showing(
        folder,
        lambda desk: plan_winding_up(
            desk, actor=actor, winding_up=plan, creditors=creditors, given_up=give_up or ()
        ),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


@wind_up_app.command("do")
def book_the_end(
    plan: EndArgument,
    proposal: Annotated[str, typer.Option(help="The proposal by which they voted it.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Book exactly the end that the members voted; hardly anything can be done after it.

    Examples:
        auzolan treasury wind-up do end --proposal p9 --as m001 --dry-run
        auzolan treasury wind-up do end --proposal p9 --as m001 --yes
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.assembly.execution import mandate_in
    from auzolan.house.rooms.treasury.flows_capital import wind_up

    enter_after_showing(
        folder,
        lambda desk: wind_up(
            desk, actor=actor, mandate=mandate_in(desk.folder, proposal), winding_up=plan
        ),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


def add_to(app: RoomApp) -> None:
    """Put these commands among those of the treasury."""
    app.command("contribute")(contribute_capital)
    app.command("withhold")(withhold_tax)
    app.command("remit")(remit_tax)
    app.add_typer(wind_up_app, name="wind-up")
