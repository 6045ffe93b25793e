"""`auzolan licensing`: what companies may use, have used and have paid."""

from __future__ import annotations

from typing import Annotated

import typer

from auzolan.house.accounts.commands import invite_company
from auzolan.house.doors.groups import room_app
from auzolan.house.doors.options import (
    HERE,
    AsOption,
    DryRunOption,
    FolderOption,
    JsonOption,
    YesOption,
)
from auzolan.house.rooms.licensing import life_commands, use_commands

app = room_app(
    """Companies that use a model. A licence is granted by: auzolan assembly execute

    Examples:
        auzolan licensing show
        auzolan licensing meter dairy-2024 --day 2024-06-03 --predictions 1200 --as m001
    """
)
life_commands.add_to(app)
use_commands.add_to(app)
app.command("invite")(invite_company)
LicenceArgument = Annotated[str, typer.Argument(help="The licence.")]


@app.command("show")
def show_licences(
    licence: Annotated[str, typer.Argument(help="One licence; all where missing.")] = "",
    invoice: Annotated[str, typer.Option(help="Print one of its invoices again.")] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show how licences stand: offered, accepted, overdue, ended; what was used, asked for, paid.

    Examples:
        auzolan licensing show
        auzolan licensing show dairy-2024 --json
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import write_fields, write_rows
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.licensing.queries import licence_lines, licence_page

    if not licence:
        write_rows(licence_lines(folder_at(folder)), as_json=as_json)
        return
    found = licence_page(folder_at(folder), licence)
    if found is None:
        raise Misused(f"There is no licence {licence}. List them with: auzolan licensing show")
    if not invoice:
        write_fields(found, as_json=as_json)
        return
    if invoice not in {one.invoice for one in found.invoices}:
        raise Misused(f"{licence} has no invoice {invoice}")
    life_commands.print_invoice(folder, invoice, as_json=as_json)


@app.command("meter")
def meter_use(
    licence: LicenceArgument,
    day: Annotated[str, typer.Option(help="The day, as 2024-06-03.")],
    predictions: Annotated[int, typer.Option(help="How many predictions were used that day.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Report a day's use; each day is reported once.

    Examples:
        auzolan licensing meter dairy-2024 --day 2024-06-03 --predictions 1200 --as m001 --yes
        auzolan licensing meter dairy-2024 --day 2024-06-03 --predictions 1200 --as m001 --dry-run
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.licensing.flows import meter

    enter_after_showing(
        folder,
        lambda desk: meter(desk, actor=actor, licence=licence, day=day, predictions=predictions),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


@app.command("receive")
def receive_payment(
    licence: LicenceArgument,
    amount: Annotated[str, typer.Option(help="What reached the bank, as 1000.00")],
    reference: Annotated[str, typer.Option(help="The bank's text; it is sealed.")],
    actor: AsOption,
    period: Annotated[str, typer.Option(help="The period; the open one where missing.")] = "",
    identity: Annotated[
        str, typer.Option("--id", help="A name for this payment, so that it is booked once.")
    ] = "",
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Book a licensee's payment.

    Examples:
        auzolan licensing receive dairy-2024 --amount 5000.00 --reference INV-7 --as m001 --dry-run
        auzolan licensing receive dairy-2024 --amount 5000.00 --reference INV-7 --as m001 --yes
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.licensing.flows import receive
    from auzolan.house.rooms.treasury.arguments import cents_from_text, period_or_open

    amount_cents = cents_from_text(amount)
    chosen = period_or_open(folder, period)
    enter_after_showing(
        folder,
        lambda desk: receive(
            desk, actor=actor, licence=licence, period=chosen, amount_cents=amount_cents,
            reference=reference, id=identity or None,
        ),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )  # fmt: skip
