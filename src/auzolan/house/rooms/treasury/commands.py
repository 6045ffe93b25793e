"""`auzolan treasury`: close, plan, share out, and read what belongs to whom."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auzolan.house.doors.groups import room_app
from auzolan.house.doors.options import (
    HERE,
    AsOption,
    DryRunOption,
    FolderOption,
    JsonOption,
    YesOption,
)
from auzolan.house.rooms.treasury import (
    booking_commands,
    capital_commands,
    exit_commands,
    export_commands,
    payee_commands,
    payout_commands,
    royalty_commands,
    simulate_commands,
    statement_commands,
)

app = room_app(
    """Money: periods, surplus, statements.

    Examples:
        auzolan treasury statement m017
        auzolan treasury balance
    """
)
booking_commands.add_to(app)
capital_commands.add_to(app)
app.command("export")(export_commands.export_books)
app.command("recompute")(export_commands.recompute_books)
app.command("statement")(statement_commands.show_statement)
app.command("simulate")(simulate_commands.simulate_charter)
royalty_commands.add_to(app)
app.add_typer(payout_commands.app, name="payout")
app.add_typer(payee_commands.app, name="payee")
app.add_typer(exit_commands.app, name="exit")
PeriodArgument = Annotated[str, typer.Argument(help="The period.")]


@app.command("close")
def close_books(
    period: PeriodArgument,
    next_period: Annotated[str, typer.Option("--next", help="The period that opens.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Close a period for good and open the next.

    Examples:
        auzolan treasury close 2024 --next 2025 --as m001 --dry-run
        auzolan treasury close 2024 --next 2025 --as m001 --yes
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.treasury.flows import close_period

    enter_after_showing(
        folder,
        lambda desk: close_period(desk, actor=actor, period=period, next_period=next_period),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


@app.command("plan")
def plan_surplus(
    plan: Annotated[str, typer.Argument(help="The id of the new plan.")] = "",
    period: Annotated[str, typer.Option(help="The closed period whose surplus it shares.")] = "",
    valuation: Annotated[
        str, typer.Option(help="The valuation that says what data is worth.")
    ] = "",
    tax: Annotated[str, typer.Option(help="Tax on the result.")] = "0.00",
    third_parties: Annotated[
        str, typer.Option(help="What of the result comes from work with others than members.")
    ] = "0.00",
    extraordinary: Annotated[
        str, typer.Option(help="What of the result is out of the ordinary.")
    ] = "0.00",
    rule: Annotated[
        str, typer.Option(help="A named rule; unless it is the charter's, for --dry-run only.")
    ] = "",
    worksheet: Annotated[
        Path | None, typer.Option(help="A worksheet in JSON: no co-operative, nothing is recorded.")
    ] = None,
    actor: AsOption = "",
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Work out how a closed period's result would be divided, for the members to vote on.

    Examples:
        auzolan treasury plan share-2024 --period 2024 --valuation worth-2024 --as m001 --dry-run
        auzolan treasury plan --worksheet year.json --json

    With --worksheet it computes the plan of one JSON file; docs/reference/worksheet.md lists its
    keys. Without it the id, --period and --as are needed, and --valuation where the charter shares
    a pool by data or value. With --rule and --dry-run it shows what a named rule would make of the
    period; only the charter's own rule is ever entered.
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.rooms.treasury.worksheet_command import show_worksheet

    named = (plan, period, valuation, actor, rule)
    if worksheet is not None:
        if any(named) or yes or dry_run:
            raise Misused("--worksheet stands alone: it enters nothing; only --json goes with it")
        show_worksheet(worksheet, as_json=as_json)
        return
    if not (plan and period and actor):
        raise Misused("Name the new plan, --period and --as; or give --worksheet FILE")

    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.treasury.arguments import signed_cents_from_text
    from auzolan.house.rooms.treasury.flows import NotFromMembers, plan_act
    from auzolan.house.rooms.treasury.flows import plan as make_plan
    from auzolan.house.rooms.treasury.rules_table import is_another_rule, show_by_rule

    result = NotFromMembers(*map(signed_cents_from_text, (tax, third_parties, extraordinary)))
    if rule and is_another_rule(folder, rule, dry_run=dry_run):
        asked = plan_act(plan=plan, period=period, valuation=valuation, result=result)
        show_by_rule(folder, rule, asked, actor, as_json=as_json)
        return
    enter_after_showing(
        folder,
        lambda desk: make_plan(
            desk, actor=actor, plan=plan, period=period, valuation=valuation, result=result
        ),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


@app.command("distribute")
def distribute_surplus(
    plan: Annotated[str, typer.Argument(help="The plan that the members voted.")],
    proposal: Annotated[str, typer.Option(help="The proposal by which they voted it.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Book exactly the plan that the members voted, once its cooling-off has passed.

    Examples:
        auzolan treasury distribute share-2024 --proposal p3 --as m001 --dry-run
        auzolan treasury distribute share-2024 --proposal p3 --as m001 --yes
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.assembly.execution import mandate_in
    from auzolan.house.rooms.treasury.flows import distribute

    enter_after_showing(
        folder,
        lambda desk: distribute(
            desk, actor=actor, mandate=mandate_in(desk.folder, proposal), plan=plan
        ),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


@app.command("balance")
def show_balance(
    is_all: Annotated[bool, typer.Option("--all", help="Show accounts at zero as well.")] = False,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show the general ledger; debits are above zero, credits below; each asset sums to zero.

    Accounts in a currency with `/2` are kept in cents, those with `/6` in millionths.

    Examples:
        auzolan treasury balance
        auzolan treasury balance --json
    """
    from auzolan.foundation.money import amount_text
    from auzolan.house.doors.output import say, write, write_json
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.treasury.queries import balance
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        found = balance(reader)
    if as_json:
        write_json(found)
        return
    shown = [line for line in found.accounts if is_all or line.balance]
    for line in shown:
        write(f"{line.account:<36}  {amount_text(line.balance, line.asset):>20}")
    for one in found.sums:
        write(f"{'all accounts in ' + one.asset:<36}  {amount_text(one.balance, one.asset):>20}")
    if len(shown) < len(found.accounts):
        left = len(found.accounts) - len(shown)
        say(f"{left} accounts at zero are left out; --all shows them.")
