"""Offices: who holds one at a moment, and how a mandate for one ends before its time.

Who ought to hold one is decided by the members; nothing here knows who is a member.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.presets import offices_of
from auzolan.charter.state import Mandate, charter_of
from auzolan.foundation.books import Books


def holders_of(books: Books, office: str, at: int) -> frozenset[str]:
    """Everybody who holds an office at a moment.

    Where every term has run out, those whose term ended last stay until somebody is appointed:
    without a secretary and an auditor no poll could ever fill an office again.

    Args:
        books: the state.
        office: the office.
        at: the moment.
    Returns:
        Ids of the holders; empty where the office was never filled.
    Source: house, kernel: an office that a right needs is never empty.
    """
    held = [
        mandate
        for mandate in books.find(Mandate, power=office)
        if mandate.holder and not mandate.spent and mandate.from_at <= at
    ]
    last = max((mandate.until_at for mandate in held), default=0)
    return frozenset(mandate.holder for mandate in held if mandate.until_at >= min(last, at + 1))


def holds(books: Books, holder: str, office: str, at: int) -> bool:
    """Whether somebody is among those who hold an office at a moment; see `holders_of`.

    Her own terms are looked at first: they stay few when those of an office have become many.
    """
    for mandate in books.find(Mandate, holder=holder):
        runs = mandate.from_at <= at < mandate.until_at
        if runs and mandate.power == office and not mandate.spent:
            return True
    return holder in holders_of(books, office, at)


def sitting_in(books: Books, office: str, at: int) -> frozenset[str]:
    """Everybody whose term in an office runs at a moment; who only stays on is not counted."""
    return frozenset(
        mandate.holder
        for mandate in books.find(Mandate, power=office)
        if mandate.holder and not mandate.spent and mandate.from_at <= at < mandate.until_at
    )


def offices_held(books: Books, holder: str, at: int) -> frozenset[str]:
    """Every office that somebody holds at a moment."""
    named = {mandate.power for mandate in books.find(Mandate, holder=holder)}
    return frozenset(office for office in named if holder in holders_of(books, office, at))


def only_holds(books: Books, holder: str, at: int) -> tuple[str, ...]:
    """The offices that rights need and that nobody else holds at this moment, by name."""
    return tuple(
        office
        for office in offices_of(charter_of(books))
        if holders_of(books, office, at) == {holder}
    )


def end_terms(books: Books, office: str, holder: str, at: int) -> None:
    """Write that somebody's terms in an office are over; unlike a recall it spends no mandate.

    Where her successors fall away, because their election is annulled, she stays until others are
    elected.
    """
    for mandate in books.find(Mandate, power=office):
        if mandate.holder == holder and not mandate.spent and mandate.until_at > at:
            books.put(msgspec.structs.replace(mandate, until_at=at))


def end_mandate(books: Books, mandate: Mandate, at: int) -> None:
    """Write that a mandate ended at this moment, and not by its time."""
    until_at = min(mandate.until_at, at)
    books.put(msgspec.structs.replace(mandate, until_at=until_at, spent=1))
