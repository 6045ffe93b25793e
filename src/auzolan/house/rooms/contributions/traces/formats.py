"""What a format of exports is: its fields, what makes each of them, and which entries are no rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from auzolan.house.rooms.contributions.traces.choices import NTH, Entry, Gate
from auzolan.house.rooms.contributions.traces.making import Making

Maker = Callable[[Entry, Making], str]

NO_PAGE = "no page of the web, as one of her own machine"
OTHERS_WORDS = "somebody else's words"
PRIVATE = "a private message, or one for followers only"
TWICE = "its id stands twice"


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of export.

    Attributes:
        name: what `--format` calls it.
        about: what it is, in words.
        makers: each field with what makes it; a field that is dropped is not made.
        reads: the names that an entry may have and that are looked at at all.
        gate: makes the check that says which entries are left out; one a reading.
    """

    name: str
    about: str
    makers: Mapping[str, Maker]
    reads: frozenset[str]
    gate: Callable[[], Gate]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of its rows, in order."""
        return (*self.makers, NTH)


def open_gate() -> Gate:
    """A check that leaves nothing out."""
    return lambda _: ""
