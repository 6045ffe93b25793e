"""Who may be seated: what nobody holds together, how many sit in an organ, and for how long.

It looks at offices alone. Whether somebody belongs is asked by the members' room, what the members
decided by `authorize`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from auzolan.charter.acts import Appoint, Seat
from auzolan.charter.articles import Charter
from auzolan.charter.authorize import KERNEL
from auzolan.charter.offices import offices_held, sitting_in
from auzolan.charter.organs import clash_of, has_organs, organ_of, seats_of, term_days_of
from auzolan.charter.presets import offices_of
from auzolan.charter.state import FOREVER
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal

COUNTING = ("assembly.close", "assembly.certify")
"""What no one person does to the same poll."""


def founders_refusal(charter: Charter, seats: tuple[Seat, ...]) -> Refusal | None:
    """Why these people cannot hold these offices from the beginning, or None.

    Args:
        charter: the first charter; one without organs lets one person hold most offices.
        seats: who would hold what.
    Returns:
        The first refusal: a seat named twice, an office that nobody holds, one person alone,
        offices that nobody holds together, more seats than an organ has, nobody else to certify
        what one has closed.
    Source: charter, article on organs; house, kernel: four eyes.
    """
    named = Counter((seat.office, seat.holder) for seat in seats)
    for (office, holder), times in sorted(named.items()):
        if times > 1:
            return Refusal(
                "charter.seat_twice", KERNEL,
                f"{holder} is named {times} times for the office {office}.",
                "Name each holder of an office once.",
            )  # fmt: skip
    offices = Counter(office for office, _ in named)
    for office in offices_of(charter):
        if office not in offices:
            return Refusal(
                "charter.office_empty", KERNEL,
                f"Rights need the office {office}, and nobody holds it.",
                f"Name a holder of the office {office}.",
            )  # fmt: skip
    return _organs_refusal(charter, seats, offices) or _count_refusal(charter, seats)


def _count_refusal(charter: Charter, seats: tuple[Seat, ...]) -> Refusal | None:
    """Nobody certifies a poll that she closed: with one person for both no vote would ever end."""
    named = {right.office for right in charter.rights if right.act in COUNTING}
    holders = sorted({seat.holder for seat in seats if seat.office in named})
    if len(holders) > 1:
        return None
    return Refusal(
        "charter.one_counts_alone", KERNEL,
        f"{holders[0]} alone could close polls and certify them, and nobody may do both.",
        "Give one of the two offices to somebody else as well: " + ", ".join(sorted(named)) + ".",
    )  # fmt: skip


def _organs_refusal(
    charter: Charter, seats: tuple[Seat, ...], offices: Mapping[str, int]
) -> Refusal | None:
    article = f"Art. {charter.organs.number}"
    if not has_organs(charter):
        return None
    holders = sorted({seat.holder for seat in seats})
    if len(holders) == 1:
        return Refusal(
            "charter.one_holds_all", article,
            f"{holders[0]} would hold every office, and nobody would look at what {holders[0]} does.",
            "Name at least two people: whoever audits neither leads nor keeps the books.",
        )  # fmt: skip
    for holder in holders:
        held = {seat.office for seat in seats if seat.holder == holder}
        for office in sorted(held):
            other = clash_of(charter, held, office)
            if other:
                return _clash(article, holder, office, other)
    for office, times in sorted(offices.items()):
        organ = organ_of(office)
        if organ is not None and 0 < seats_of(charter, organ.name) < times:
            return _seats_full(article, organ.name, seats_of(charter, organ.name))
    return None


def first_term_end(charter: Charter, office: str, at: int) -> int:
    """When the first term in an office ends: in an organ after its term, else never."""
    organ = organ_of(office)
    if organ is None or not seats_of(charter, organ.name):
        return FOREVER
    return min(at + term_days_of(charter, organ.name) * DAY_MS, FOREVER)


def term_refusal(books: Books, charter: Charter, act: Appoint, at: int) -> Refusal | None:
    """Why this member cannot have this term in this office, or None.

    Args:
        books: the state before the act.
        charter: the charter in force.
        act: the office, its holder, the days of the term.
        at: the moment from which on she would hold it.
    Returns:
        The first refusal: an office that clashes, a term too long, an organ that is full.
    Source: charter, article on organs.
    """
    article = f"Art. {charter.organs.number}"
    other = clash_of(charter, offices_held(books, act.holder, at), act.office)
    if other:
        return _clash(article, act.holder, act.office, other)
    organ = organ_of(act.office)
    if organ is None or not seats_of(charter, organ.name):
        return None
    term_days = term_days_of(charter, organ.name)
    if act.days > term_days:
        return Refusal(
            "charter.term_too_long", article,
            f"The term would be {act.days} days; in the {organ.name} it is {term_days} at most.",
            f"Choose {term_days} days or fewer.",
        )  # fmt: skip
    others = sitting_in(books, act.office, at) - {act.holder}
    if len(others) >= seats_of(charter, organ.name):
        return _seats_full(article, organ.name, seats_of(charter, organ.name))
    return None


def _clash(article: str, holder: str, office: str, other: str) -> Refusal:
    return Refusal(
        "charter.offices_incompatible", article,
        f"{holder} would hold the offices {other} and {office}, which nobody holds together.",
        "Give one of the two to somebody else.",
    )  # fmt: skip


def _seats_full(article: str, organ: str, seats: int) -> Refusal:
    return Refusal(
        "charter.seats_full", article,
        f"All {seats} seats of the {organ} are taken.",
        "Wait until a seat is free, or recall somebody first.",
    )  # fmt: skip
