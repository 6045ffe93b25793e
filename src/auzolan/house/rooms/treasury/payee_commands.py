"""`auzolan treasury payee`: the account that a member is paid on."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from auzolan.house.doors.groups import room_app
from auzolan.house.doors.options import HERE, FolderOption, JsonOption

app = room_app(
    """The accounts that members are paid on; sealed.

    Examples:
        auzolan treasury payee set m017 --name "Ana Agirre" --country ES --town Bilbao
        auzolan treasury payee set m017 --name "Ana Agirre" --country ES --town Bilbao --iban ES...
    """
)


@app.command("set")
def set_account(
    member: Annotated[str, typer.Argument(help="The member; only she herself can.")],
    name: Annotated[str, typer.Option(help="The holder, as her bank knows it.")],
    country: Annotated[str, typer.Option(help="Of her address, two letters, as ES.")],
    town: Annotated[str, typer.Option(help="Of her address.")],
    iban: Annotated[str, typer.Option(help="Read from standard input where missing.")] = "",
    bic: Annotated[str, typer.Option(help="Needed outside the European Economic Area.")] = "",
    postcode: Annotated[str, typer.Option(help="Of her address.")] = "",
    street: Annotated[str, typer.Option(help="Of her address.")] = "",
    building: Annotated[str, typer.Option(help="The number of the house.")] = "",
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Name the account that a member is paid on; a new one waits for the charter's cooling-off.

    Examples:
        auzolan treasury payee set m017 --name "Ana Agirre" --country ES --town Bilbao < iban.txt
        auzolan treasury payee set m017 --name "Ana Agirre" --country ES --town Bilbao --iban ES...

    Without --iban the number is read from standard input, so that it stays out of the shell's
    history and the machine's list of processes.
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.treasury.bank.accounts import Address
    from auzolan.house.rooms.treasury.flows_payees import set_payee

    number = iban or sys.stdin.readline()
    address = Address(country, town, postcode, street, building)
    enter(
        folder,
        lambda desk: set_payee(
            desk, member=member, name=name, iban=number, address=address, bic=bic
        ),
        as_json=as_json,
    )
