"""What a door does about licences: grant what was voted, report use, book payments.

It serves no model and asks no bank.
"""

from __future__ import annotations

from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, drawn, named
from auzolan.house.desk import Desk
from auzolan.house.rooms.members.flows import UNSEALED
from auzolan.house.submission import Receipt
from auzolan.licensing.acts import LicenceTerms, License, Meter, Receive


def grant(desk: Desk, *, actor: str, mandate: str, terms: LicenceTerms) -> Receipt | Refusal:
    """Grant the licence that the members voted."""
    return ask(desk, named("licence", terms.licence), actor, License(mandate, terms))


def meter(desk: Desk, *, actor: str, licence: str, day: str, predictions: int) -> Receipt | Refusal:
    """Report a day's use; `day` as 2026-03-01."""
    act = Meter(licence, day, predictions)
    return ask(desk, named("meter", licence, day), actor, act)


def receive(
    desk: Desk, *, actor: str, licence: str, period: str, amount_cents: int, reference: str,
    id: str | None = None,
) -> Receipt | Refusal:  # fmt: skip
    """Book a payment that reached the bank; `reference` is the bank's text, sealed."""
    act = Receive(licence, period, amount_cents, UNSEALED)
    return ask(desk, id or drawn(desk, "receive"), actor, act, {"reference": reference})
