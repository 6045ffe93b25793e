"""The organs of a co-operative: their offices, seats and terms, and what nobody may hold together.

Their seats and terms are clauses of the charter. Who holds an office, `offices` says; how a seat is
filled is the business of the assembly.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from auzolan.charter.articles import Charter


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ: its name and the office of those who sit in it."""

    name: str
    office: str


ORGANS = (
    Organ("council", "council"),
    Organ("monitoring", "audit"),
    Organ("social", "social"),
    Organ("appeals", "appeals"),
    Organ("delegates", "delegate"),
)
"""Every organ whose members hold an office; the assembly is all members."""


@dataclass(frozen=True, slots=True)
class Incompatible:
    """Two offices that nobody holds together, while these organs sit."""

    one: str
    other: str
    organs: tuple[str, ...]


INCOMPATIBLE = (
    Incompatible("council", "audit", ("council",)),
    Incompatible("council", "appeals", ("council", "appeals")),
    Incompatible("audit", "treasury", ("council",)),
    # Who turned work down does not choose who judges it again.
    Incompatible("appeals", "work", ("council", "appeals")),
    # Who alone closes polls and alone certifies them may do neither, and nobody could change it.
    Incompatible("audit", "secretary", ("council",)),
    # Two founders share all offices; a commission is due where there are many to choose from.
    Incompatible("audit", "signatory", ("monitoring",)),
)
"""Who watches or judges is not who acts.

Source: house, kernel: four eyes; Basque Act 11/2019, on who cannot sit in which organ.
"""


def office_of(organ: str) -> str:
    """The office of those who sit in an organ."""
    return next(one.office for one in ORGANS if one.name == organ)


def organ_of(office: str) -> Organ | None:
    """The organ whose members hold this office, or None."""
    return next((one for one in ORGANS if one.office == office), None)


def seats_of(charter: Charter, organ: str) -> int:
    """How many sit in an organ; 0 where the charter has none."""
    seats: int = getattr(charter.organs, f"{organ}_seats")
    return seats


def term_days_of(charter: Charter, organ: str) -> int:
    """The term of a seat in an organ, in days."""
    days: int = getattr(charter.organs, f"{organ}_term_days")
    return days


def has_organs(charter: Charter) -> bool:
    """Whether the charter has any organ beside the assembly."""
    return any(seats_of(charter, one.name) for one in ORGANS)


def organs_due(charter: Charter, members: int) -> tuple[str, ...]:
    """The organs that a co-operative of this size needs, and that its charter gives no seats.

    Args:
        charter: the charter in force.
        members: how many are active, >= 0.
    Returns:
        Their names, in the order of `ORGANS`.
    Source: charter, article on organs; Basque Act 11/2019, on the monitoring commission and on
        assemblies of delegates.
    """
    organs = charter.organs
    is_due = {
        "monitoring": members >= organs.monitoring_from > 0,
        "delegates": members > organs.delegates_from > 0,
    }
    return tuple(
        one.name for one in ORGANS if is_due.get(one.name) and not seats_of(charter, one.name)
    )


def clash_of(charter: Charter, held: Collection[str], office: str) -> str:
    """An office among those held that nobody may hold together with this one.

    Args:
        charter: the charter in force; an organ without seats excludes nobody.
        held: offices that somebody holds.
        office: another.
    Returns:
        The first that clashes, in the order of `INCOMPATIBLE`; empty where none does.
    """
    for pair in INCOMPATIBLE:
        if office in (pair.one, pair.other) and all(seats_of(charter, one) for one in pair.organs):
            other = pair.other if office == pair.one else pair.one
            if other in held:
                return other
    return ""
