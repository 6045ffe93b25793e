"""`auzolan treasury payout`: gather, approve, and book what the bank has answered.

What a file of the bank says can be typed in by hand as well; its digest goes into the record,
sealed. The files themselves are written and read by `bank_commands`.
"""

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
from auzolan.house.rooms.treasury import bank_commands

app = room_app(
    """Money on its way to members' banks.

    Examples:
        auzolan treasury payout draft may --pay-on 2026-06-01 --as m001
        auzolan treasury payout approve may --as m002
    """
)
PayoutArgument = Annotated[str, typer.Argument(help="The id of the payout.")]
PeriodOption = Annotated[str, typer.Option(help="The period; the open one where missing.")]
FileOption = Annotated[
    Path, typer.Option("--file", help="The bank's file; its SHA-256 is kept, sealed.")
]


@app.command("draft")
def draft_payout(
    payout: PayoutArgument,
    pay_on: Annotated[str, typer.Option(metavar="DAY", help="When the bank shall pay.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Gather what is payable to members who have an account and are owed enough.

    Examples:
        auzolan treasury payout draft may --pay-on 2026-06-01 --as m001 --dry-run
        auzolan treasury payout draft may --pay-on 2026-06-01 --as m001 --yes
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.treasury.flows_payouts import draft

    enter_after_showing(
        folder,
        lambda desk: draft(desk, actor=actor, payout=payout, pay_on=pay_on),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


@app.command("approve")
def approve_payout(
    payout: PayoutArgument,
    actor: AsOption,
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say that a payout may go to the bank; never one that you have gathered.

    Examples:
        auzolan treasury payout approve may --as m002 --dry-run
        auzolan treasury payout approve may --as m002 --yes
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.treasury.flows_payouts import approve

    enter_after_showing(
        folder,
        lambda desk: approve(desk, actor=actor, payout=payout),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


@app.command("cancel")
def cancel_payout(
    payout: PayoutArgument,
    actor: AsOption,
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Give up a payout that has not gone to the bank; its money is payable again.

    Examples:
        auzolan treasury payout cancel may --as m002 --dry-run
        auzolan treasury payout cancel may --as m002 --yes
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.treasury.flows_payouts import cancel

    enter_after_showing(
        folder,
        lambda desk: cancel(desk, actor=actor, payout=payout),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


@app.command("report")
def report_payout(
    payout: PayoutArgument,
    file: FileOption,
    actor: AsOption,
    rejected: Annotated[
        list[str] | None, typer.Option(help="MEMBER=AMOUNT that the bank refused; once each.")
    ] = None,
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Book what the bank has said of the file; what it refused is payable again.

    Examples:
        auzolan treasury payout report may --file answer.xml --as m001 --yes
        auzolan treasury payout report may --file answer.xml --rejected m017=25.00 --as m001 --dry-run
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.treasury.amounts import amounts_from_texts, digest_of_file
    from auzolan.house.rooms.treasury.flows_payouts import BankAnswer, report

    answer = BankAnswer(payout, amounts_from_texts(rejected or []), digest_of_file(file))
    enter_after_showing(
        folder,
        lambda desk: report(desk, actor=actor, answer=answer),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


@app.command("settle")
def settle_payout(
    payout: PayoutArgument,
    amount: Annotated[str, typer.Option(help="What the bank took, as 1000.00")],
    file: FileOption,
    actor: AsOption,
    period: PeriodOption = "",
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Book that the bank has sent the money, by its statement.

    Examples:
        auzolan treasury payout settle may --amount 6500.00 --file june.xml --as m001 --dry-run
        auzolan treasury payout settle may --amount 6500.00 --file june.xml --as m001 --yes
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.treasury.amounts import digest_of_file
    from auzolan.house.rooms.treasury.arguments import cents_from_text, period_or_open
    from auzolan.house.rooms.treasury.flows_payouts import settle

    amount_cents, digest = cents_from_text(amount), digest_of_file(file)
    chosen = period_or_open(folder, period)
    enter_after_showing(
        folder,
        lambda desk: settle(
            desk,
            actor=actor,
            payout=payout,
            period=chosen,
            amount_cents=amount_cents,
            file_digest=digest,
        ),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


@app.command("return")
def book_returns(
    payout: PayoutArgument,
    payment: Annotated[list[str], typer.Option(help="MEMBER=AMOUNT that came back; once each.")],
    file: FileOption,
    actor: AsOption,
    period: PeriodOption = "",
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Book payments that came back; they wait in suspense.

    Examples:
        auzolan treasury payout return may --payment m017=25.00 --file june.xml --as m001 --dry-run
        auzolan treasury payout return may --payment m017=25.00 --file june.xml --as m001 --yes
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.treasury.amounts import amounts_from_texts, digest_of_file
    from auzolan.house.rooms.treasury.arguments import period_or_open
    from auzolan.house.rooms.treasury.flows_payouts import BankAnswer, return_payments

    answer = BankAnswer(payout, amounts_from_texts(payment), digest_of_file(file))
    chosen = period_or_open(folder, period)
    enter_after_showing(
        folder,
        lambda desk: return_payments(desk, actor=actor, period=chosen, answer=answer),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


@app.command("clear")
def clear_suspense(
    payout: PayoutArgument,
    actor: AsOption,
    period: PeriodOption = "",
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make payments that came back payable to their members again.

    Examples:
        auzolan treasury payout clear may --as m001 --dry-run
        auzolan treasury payout clear may --as m001 --yes
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.treasury.arguments import period_or_open
    from auzolan.house.rooms.treasury.flows_payouts import clear

    chosen = period_or_open(folder, period)
    enter_after_showing(
        folder,
        lambda desk: clear(desk, actor=actor, payout=payout, period=chosen),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


@app.command("close")
def end_payout(
    payout: PayoutArgument,
    actor: AsOption,
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """End a payout of which nothing is on its way or in suspense any more.

    Examples:
        auzolan treasury payout close may --as m001 --dry-run
        auzolan treasury payout close may --as m001 --yes
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.treasury.flows_payouts import close_payout

    enter_after_showing(
        folder,
        lambda desk: close_payout(desk, actor=actor, payout=payout),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


bank_commands.add_to(app)
