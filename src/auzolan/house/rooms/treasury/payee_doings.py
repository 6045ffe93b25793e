"""What a member does about the account that she is paid on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from auzolan.house.desk import Desk
from auzolan.house.doing import Answer, Doing, Effect, Who
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.rooms.treasury.bank.accounts import Address
from auzolan.house.rooms.treasury.bank.countries import countries_to_choose
from auzolan.house.rooms.treasury.flows_payees import set_payee
from auzolan.house.storage.reader import Reader

HolderName = Annotated[str, Meta(max_length=70)]


class PayeeAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The account, its holder, and where she lives."""

    name: HolderName
    iban: Annotated[str, Meta(max_length=64)]
    country: Annotated[str, Meta(max_length=2)]
    town: Annotated[str, Meta(max_length=35)]
    postcode: Annotated[str, Meta(max_length=16)] = ""
    street: HolderName = ""
    building: Annotated[str, Meta(max_length=16)] = ""
    bic: Annotated[str, Meta(max_length=11)] = ""


def _set_payee(desk: Desk, who: Who, asked: PayeeAsked) -> Answer:
    address = Address(
        asked.country.strip().upper(), asked.town, asked.postcode, asked.street, asked.building
    )
    return set_payee(
        desk, member=who.member, name=asked.name, iban=asked.iban, address=address, bic=asked.bic
    )


def _waits(reader: Reader, who: Who, asked: PayeeAsked) -> Sequence[Effect]:
    hours = charter_in_force(reader).payouts.cooling_hours
    return [
        Effect("treasury.account_waits", {"hours": hours}),
        Effect("treasury.account_sealed"),
    ]


DOINGS: tuple[Doing[Any], ...] = (
    Doing(
        "treasury.set_payee",
        PayeeAsked,
        _set_payee,
        choices={"country": countries_to_choose},
        effects=_waits,
        leads_to="statement",
    ),
)
