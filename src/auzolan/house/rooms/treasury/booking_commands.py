"""`auzolan treasury book`, `reverse`, the holds and `begin-closing`: what a treasurer books by hand."""

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

BookingArgument = Annotated[str, typer.Argument(help="The id of the booking.")]
HoldArgument = Annotated[str, typer.Argument(help="The id of the hold.")]
PeriodOption = Annotated[str, typer.Option(help="The period; the open one where missing.")]


def book_legs(
    booking: BookingArgument,
    leg: Annotated[list[str], typer.Option(help="ACCOUNT=AMOUNT, debits above zero; once a leg.")],
    why: Annotated[str, typer.Option(help="What it is for; sealed.")],
    actor: AsOption,
    owed: Annotated[
        Path | None,
        typer.Option(help="CSV with member, amount_cents: what is owed to members besides."),
    ] = None,
    period: PeriodOption = "",
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Book a transaction: bank, expenses, other income, funds, and what is owed to members.

    Examples:
        auzolan treasury book b7 --leg expense:fees=12.50 --leg bank=-12.50 --why "May" --as m001 --yes
        auzolan treasury book b8 --leg expense:other=80.00 --owed trips.csv --why "Trips" --as m001

    Accounts are bank, income:other, expense:fees, expense:other, expense:royalties, expense:topups,
    expense:wages, and the funds, as fund:education. Legs and what is owed must sum to zero.
    """
    from auzolan.house.doors.session import accepted, enter_after_showing
    from auzolan.house.rooms.treasury.amounts import legs_from_texts, read_amounts
    from auzolan.house.rooms.treasury.arguments import period_or_open
    from auzolan.house.rooms.treasury.flows_bookings import book

    legs = legs_from_texts(leg)
    amounts = accepted(read_amounts(owed, "amount_cents")) if owed else {}
    chosen = period_or_open(folder, period)
    enter_after_showing(
        folder,
        lambda desk: book(
            desk, actor=actor, booking=booking, period=chosen, legs=legs, owed=amounts, why=why
        ),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


def reverse_booking(
    booking: BookingArgument,
    actor: AsOption,
    period: PeriodOption = "",
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Undo a booking by its opposite; in its own period as long as that is not closed.

    Examples:
        auzolan treasury reverse b7 --as m001 --dry-run
        auzolan treasury reverse b7 --period 2024 --as m001 --yes
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.treasury.arguments import period_or_open
    from auzolan.house.rooms.treasury.flows_bookings import reverse

    chosen = period_or_open(folder, period)
    enter_after_showing(
        folder,
        lambda desk: reverse(desk, actor=actor, booking=booking, period=chosen),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


def hold_money(
    hold: HoldArgument,
    account: Annotated[str, typer.Option(help="bank, or a fund as fund:education.")],
    amount: Annotated[str, typer.Option(help="What to keep, as 1000.00")],
    until: Annotated[str, typer.Option(metavar="DAY", help="When it ends, as 2026-03-01.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Keep money of the bank or a fund for one use, until a day at most.

    Examples:
        auzolan treasury hold rent --account bank --amount 900.00 --until 2026-03-01 --as m001 --yes
        auzolan treasury hold camp --account fund:education --amount 50.00 --until 2026-08-01 --as m001
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.treasury.amounts import moment_from_text
    from auzolan.house.rooms.treasury.arguments import cents_from_text
    from auzolan.house.rooms.treasury.flows_bookings import place_hold

    amount_cents, until_at = cents_from_text(amount), moment_from_text(until)
    enter_after_showing(
        folder,
        lambda desk: place_hold(
            desk,
            actor=actor,
            hold=hold,
            account=account,
            amount_cents=amount_cents,
            until_at=until_at,
        ),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


def spend_hold(
    hold: HoldArgument,
    to: Annotated[
        str, typer.Option(help="An expense for a hold of the bank; bank for one of a fund.")
    ],
    amount: Annotated[str, typer.Option(help="What was spent, as 1000.00")],
    actor: AsOption,
    period: PeriodOption = "",
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Spend what a hold keeps, or less of it; the rest is free again.

    Examples:
        auzolan treasury post-hold rent --to expense:other --amount 900.00 --as m001 --yes
        auzolan treasury post-hold camp --to bank --amount 48.20 --as m001 --dry-run
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.treasury.arguments import cents_from_text, period_or_open
    from auzolan.house.rooms.treasury.flows_bookings import post_hold

    amount_cents, chosen = cents_from_text(amount), period_or_open(folder, period)
    enter_after_showing(
        folder,
        lambda desk: post_hold(
            desk, actor=actor, hold=hold, period=chosen, to=to, amount_cents=amount_cents
        ),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


def let_go_of_hold(
    hold: HoldArgument,
    actor: AsOption,
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Let go of what a hold keeps.

    Examples:
        auzolan treasury void-hold rent --as m001 --dry-run
        auzolan treasury void-hold rent --as m001 --yes
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.treasury.flows_bookings import void_hold

    enter_after_showing(
        folder,
        lambda desk: void_hold(desk, actor=actor, hold=hold),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


def begin_to_close(
    period: Annotated[str, typer.Argument(help="The period.")],
    next_period: Annotated[str, typer.Option("--next", help="The period that opens.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Let only corrections into a period from now on, and open the next.

    Examples:
        auzolan treasury begin-closing 2024 --next 2025 --as m001 --dry-run
        auzolan treasury begin-closing 2024 --next 2025 --as m001 --yes
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.treasury.flows_bookings import begin_closing

    enter_after_showing(
        folder,
        lambda desk: begin_closing(desk, actor=actor, period=period, next_period=next_period),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


def add_to(app: RoomApp) -> None:
    """Put these commands among those of the treasury."""
    app.command("book")(book_legs)
    app.command("reverse")(reverse_booking)
    app.command("hold")(hold_money)
    app.command("post-hold")(spend_hold)
    app.command("void-hold")(let_go_of_hold)
    app.command("begin-closing")(begin_to_close)
