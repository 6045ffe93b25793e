"""What people type about money, read in the one way it can be read."""

from __future__ import annotations

import re
from pathlib import Path

from auzolan.foundation.ids import checked_id
from auzolan.foundation.money import CENTS_MAX
from auzolan.house.doors.errors import Misused
from auzolan.house.doors.session import folder_at
from auzolan.house.storage.reader import reader_of
from auzolan.treasury.capital.winding_up_acts import Creditor
from auzolan.treasury.state import OPEN, Period

_AMOUNT = re.compile(r"([0-9]{1,14})(?:\.([0-9]{2}))?\Z", re.ASCII)


def cents_from_text(text: str) -> int:
    """Cents from an amount as people type it: `1000` or `1000.00`.

    Raises:
        Misused: it is written in another way, so that it could be read in two.
    """
    found = _AMOUNT.match(text)
    cents = int(found[1]) * 100 + int(found[2] or 0) if found else CENTS_MAX + 1
    if cents > CENTS_MAX:
        raise Misused(f"An amount is written as 1000 or 1000.00, without commas; got {text!r}")
    return cents


def signed_cents_from_text(text: str) -> int:
    """Cents from an amount that may be below zero: `-1000.00`.

    Raises:
        Misused: it is written in another way.
    """
    return -cents_from_text(text[1:]) if text.startswith("-") else cents_from_text(text)


def creditor_from_text(text: str) -> Creditor:
    """A creditor and what is owed, as `power-ltd=120.50`.

    Raises:
        Misused: it is written in another way.
    """
    name, _, amount = text.partition("=")
    try:
        owed = Creditor(checked_id(name), cents_from_text(amount))
    except ValueError as fault:
        raise Misused(f"A creditor is written as power-ltd=120.50: {fault}") from fault
    if not owed.cents:
        raise Misused(f"A creditor is owed something; got {text!r}")
    return owed


def period_or_open(path: Path, period: str) -> str:
    """The period that was named, or the one that is open."""
    if period:
        return period
    with reader_of(folder_at(path)) as reader:
        found = reader.rows(Period, state=OPEN)
    if len(found) != 1:
        raise Misused("There is no open period to book into; name one with --period")
    return found[0].period
