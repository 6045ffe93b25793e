"""Who is paid: a name, an account and an address, checked before anything is written.

A `Payee` comes from `checked_payee` alone. It holds what goes to the bank and nothing else about
a person; where it is kept, and how long it waits after a change, is decided elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from pycountry import countries

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.treasury.bank.ibans import ARTICLE, checked_bic, checked_iban
from auzolan.house.rooms.treasury.bank.latin import first_strange, latin_text

NAME_MAX = 70
LINES_MAX = 2
TYPED_MAX = 500
_LENGTHS = {
    "name": NAME_MAX, "town": 35, "postcode": 16, "street": 70, "building": 16, "line": 70,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Address:
    """Where a payee lives: structured, or hybrid with at most two free lines.

    Attributes:
        country: two capital letters, ISO 3166-1.
        town: at most 35 characters.
        postcode, street, building: at most 16, 70 and 16; may be empty.
        lines: what fits no field, at most two of 70; makes the address hybrid.
    """

    country: str
    town: str
    postcode: str = ""
    street: str = ""
    building: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Payee:
    """Someone who can be paid, or the one who pays.

    Attributes:
        name: in the Latin set of banks, at most 70 characters.
        iban: without blanks, checked.
        address: at least country and town.
        bic: needed only outside the European Economic Area.
    """

    name: str
    iban: str
    address: Address
    bic: str = ""


def checked_payee(*, name: str, iban: str, address: Address, bic: str = "") -> Payee | Refusal:
    """Check everything that can be known to be wrong, and write it as banks carry it.

    Args:
        name: of the holder, as the bank knows it; letters outside the Latin set are rewritten.
        iban: as typed.
        address: as typed; see `Address`.
        bic: as typed, or empty.
    Returns:
        The payee, or the first thing that is wrong.
    Source: European Payments Council, SEPA credit transfer customer-to-bank guidelines, AT-P001
        to AT-E001; structured or hybrid addresses since 15 November 2026.
    """
    number = checked_iban(iban)
    if isinstance(number, Refusal):
        return number
    code = checked_bic(bic, number)
    if isinstance(code, Refusal):
        return code
    written = _written("name", name)
    if isinstance(written, Refusal):
        return written
    place = checked_address(address)
    if isinstance(place, Refusal):
        return place
    return Payee(written, number, place, code)


def checked_address(address: Address) -> Address | Refusal:
    """Check an address and write it in the Latin set.

    Source: ISO 20022 PostalAddress24; hybrid: town and country in their own fields, at most two
        lines of 70, and a line repeats no field.
    """
    country = address.country.strip().upper()
    if len(country) != 2 or countries.get(alpha_2=country) is None:
        return Refusal(
            "treasury.address_country",
            ARTICLE,
            f"{address.country[:40]!r} is no country in two letters.",
            "Write the country by its two letters, as ES, FR or DE.",
        )
    if len(address.lines) > LINES_MAX:
        return Refusal(
            "treasury.address_lines",
            ARTICLE,
            f"The address has {len(address.lines)} free lines; banks take {LINES_MAX}.",
            "Put street, number, postcode and town into their own fields.",
        )
    fields = {}
    for kind in ("town", "postcode", "street", "building"):
        text = getattr(address, kind)
        field = _written(kind, text) if text.strip() or kind == "town" else ""
        if isinstance(field, Refusal):
            return field
        fields[kind] = field
    lines = _written_lines(address.lines, {*fields.values(), country})
    if isinstance(lines, Refusal):
        return lines
    return Address(country, **fields, lines=lines)


def _written_lines(lines: tuple[str, ...], fields: set[str]) -> tuple[str, ...] | Refusal:
    known = {field.casefold() for field in fields}
    written = []
    for line in lines:
        text = _written("line", line)
        if isinstance(text, Refusal):
            return text
        if text.casefold() in known:
            return Refusal(
                "treasury.address_repeats",
                ARTICLE,
                f"The free line {text!r} repeats what stands in a field of its own.",
                "Leave the line out.",
            )
        written.append(text)
    return tuple(written)


def _written(kind: str, text: str) -> str | Refusal:
    latin = latin_text(text[: TYPED_MAX + 1])
    if latin is None:
        return Refusal(
            "treasury.text_not_latin",
            ARTICLE,
            f"The {kind} holds {first_strange(text)!r}, which banks of the area do not carry.",
            "Write it in Latin letters, as it stands on the card or statement of the account.",
        )
    if not any(sign.isalnum() for sign in latin):
        return Refusal(
            "treasury.text_empty",
            ARTICLE,
            f"The {kind} is empty.",
            "Fill it in; since 15 November 2026 banks ask for country and town with every name.",
        )
    if len(latin) > _LENGTHS[kind]:
        return Refusal(
            "treasury.text_too_long",
            ARTICLE,
            f"The {kind} has {len(latin)} characters; banks take {_LENGTHS[kind]}.",
            "Shorten it, and keep the part that the bank knows.",
        )
    return latin
