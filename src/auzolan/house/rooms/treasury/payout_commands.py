"""`auzolan treasury payout`: gather, approve, and book what the bank has answered.

What a file of the bank says can be typed in by hand as well; its digest goes into the record,
sealed. The files themselves are written and read by `bank_commands`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from auzolan.foundation.refusals import Refusal
    from auzolan.house.desk import Desk
    from auzolan.house.rooms.treasury.payout_reading import PayoutPage
    from auzolan.house.submission import Receipt

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


def _add_step(name: str, about: str, flow: Callable[[Desk, str, str], Receipt | Refusal]) -> None:
    """Add a step that needs nothing but the payout and who takes it."""

    def step(
        payout: PayoutArgument,
        actor: AsOption,
        folder: FolderOption = HERE,
        yes: YesOption = False,
        dry_run: DryRunOption = False,
        as_json: JsonOption = False,
    ) -> None:
        from auzolan.house.doors.session import enter_after_showing

        enter_after_showing(
            folder,
            lambda desk: flow(desk, actor, payout),
            as_json=as_json,
            dry_run=dry_run,
            yes=yes,
        )

    step.__doc__ = f"""{about}

    Examples:
        auzolan treasury payout {name} may --as m002 --dry-run
        auzolan treasury payout {name} may --as m002 --yes
    """
    app.command(name)(step)


def _approve(desk: Desk, actor: str, payout: str) -> Receipt | Refusal:
    from auzolan.house.rooms.treasury.flows_payouts import approve

    return approve(desk, actor=actor, payout=payout)


def _cancel(desk: Desk, actor: str, payout: str) -> Receipt | Refusal:
    from auzolan.house.rooms.treasury.flows_payouts import cancel

    return cancel(desk, actor=actor, payout=payout)


def _close(desk: Desk, actor: str, payout: str) -> Receipt | Refusal:
    from auzolan.house.rooms.treasury.flows_payouts import close_payout

    return close_payout(desk, actor=actor, payout=payout)


_add_step(
    "approve", "Say that a payout may go to the bank; never one that you have gathered.", _approve
)
_add_step(
    "cancel", "Give up a payout that has not gone to the bank; its money is payable again.", _cancel
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


_add_step("close", "End a payout of which nothing is on its way or in suspense any more.", _close)


@app.command("show")
def show_payout(
    payout: PayoutArgument, folder: FolderOption = HERE, as_json: JsonOption = False
) -> None:
    """Show how far a payout has come, step by step, and add up its payments anew.

    It names nobody who is paid. Exit code 3 where the payments are not what the record says.

    Examples:
        auzolan treasury payout show may
        auzolan treasury payout show may --json
    """
    from auzolan.house.doors.errors import Exit, Misused
    from auzolan.house.doors.output import say, write_json
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.treasury.payout_reading import lines_cents, payout_page
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        found, again_cents = payout_page(reader, payout), lines_cents(reader, payout)
    if found is None:
        raise Misused(
            f"There is no payout {payout}. Gather one with: auzolan treasury payout draft --help"
        )
    if as_json:
        write_json(found)
    else:
        _write_page(found)
    if again_cents != found.total_cents:
        say(f"Its payments sum to {again_cents} cents; the record says {found.total_cents}.")
        raise typer.Exit(Exit.DIFFERENT)


def _write_page(found: PayoutPage) -> None:
    from auzolan.foundation.moments import day_from_moment
    from auzolan.foundation.money import money_text
    from auzolan.house.doors.output import write, write_table

    write(
        f"{found.payout}: {found.state}, {money_text(found.total_cents, found.currency)} in "
        f"{found.count} payments for {found.pay_on}; {found.approvals} of {found.approvals_needed} approvals"
    )
    rows = [
        (
            step.entry, day_from_moment(step.at), step.act.partition(".")[2], step.actor,
            "" if step.cents is None else money_text(step.cents, found.currency),
        )
        for step in found.steps
    ]  # fmt: skip
    write_table(("entry", "day", "step", "by", "amount"), rows)


bank_commands.add_to(app)
