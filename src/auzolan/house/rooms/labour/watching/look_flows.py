"""Looking at one person's figures: first the look on the record, then the figure, or neither.

This is the only way by which anybody but herself gets such a figure out of the house. Whoever holds
the folder's files can read them without it; no program can see that.
"""

from __future__ import annotations

import msgspec

from auzolan.audit.folder import Folder
from auzolan.foundation.moments import iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, drawn, reading
from auzolan.house.desk import Desk
from auzolan.house.rooms.labour.watching.looking import Figure, Shown, figures_of, states_for
from auzolan.house.storage.reader import Reader, reader_of
from auzolan.house.submission import Receipt
from auzolan.labour.state import LookCount, LookRow
from auzolan.labour.watching import matrix
from auzolan.labour.watching.acts import Look
from auzolan.labour.watching.look_rules import ARTICLE

_ID_BYTES = 12


class Asked(msgspec.Struct, frozen=True):
    """Who wants to see which figure about whom, as what and what for."""

    actor: str
    role: str
    member: str
    metric: str
    purpose: str


class Seen(msgspec.Struct, frozen=True):
    """What was shown; `entry` is the look on the record, None for oneself.

    `covers` are the states of the work that the figures are about.
    """

    member: str
    role: str
    metric: str
    entry: int | None
    covers: Shown
    figures: tuple[Figure, ...]


class LookLine(msgspec.Struct, frozen=True):
    """A look at a person's figures, as she sees it."""

    at: str
    viewer: str
    role: str
    metric: str
    purpose: str
    figures: int
    entry: int


class LookCountLine(msgspec.Struct, frozen=True):
    """How often a figure about persons was looked at in a role; about nobody."""

    metric: str
    role: str
    looks: int
    figures: int


def look_at(desk: Desk, asked: Asked, *, brought: tuple[Figure, ...] = ()) -> Seen | Refusal:
    """Show one person's figures to somebody, once the look is on the record.

    The figures are counted before, since the act says how many they are, and handed out only after
    the look has been read back from the books: a desk that writes nothing shows nothing.

    Args:
        desk: the desk.
        asked: who, as what, about whom, which figure, what for.
        brought: figures that follow from labels and not from the books, as those of skill.
    Returns:
        The figures, or why nothing is shown.
    """
    if asked.actor == asked.member:
        return _own(desk.folder, asked, brought)
    with reader_of(desk.folder) as reader:
        covers = states_for(reader, asked.role, asked.metric, asked.member)
        found = (*figures_of(reader, asked.member, asked.metric, covers), *brought)
    receipt = ask_to_look(desk, asked, figures=len(found))
    if isinstance(receipt, Refusal):
        return receipt
    return _recorded(desk.folder, receipt) or Seen(
        asked.member, asked.role, asked.metric, receipt.seq, covers, found
    )


def ask_to_look(desk: Desk, asked: Asked, *, figures: int) -> Receipt | Refusal:
    """Put a look on the record and show nothing; a look at no figure counts as one."""
    act = Look(
        look=f"look-{desk.ports.chance(_ID_BYTES).hex()}",
        member=asked.member,
        role=asked.role,
        metric=asked.metric,
        purpose=asked.purpose,
        count=max(1, figures),
    )
    return ask(desk, drawn(desk, "look"), asked.actor, act)


def looks_at(reader: Reader, member: str) -> list[LookLine]:
    """Every look at a person's figures, the newest first. For herself alone."""
    return [
        LookLine(
            at=iso_from_moment(row.at),
            viewer=row.viewer,
            role=row.role,
            metric=row.metric,
            purpose=row.purpose,
            figures=row.count,
            entry=row.entry,
        )
        for row in sorted(reader.rows(LookRow, member=member), key=lambda one: -one.entry)
    ]


def look_counts(reader: Reader) -> list[LookCountLine]:
    """How often each figure about persons was looked at, in which role: open to all."""
    return [
        LookCountLine(row.metric, row.role, row.looks, row.figures)
        for row in reader.rows(LookCount)
    ]


def _own(folder: Folder, asked: Asked, brought: tuple[Figure, ...]) -> Seen | Refusal:
    with reader_of(folder) as reader:
        covers = states_for(reader, matrix.SELF, asked.metric, asked.member)
        found = (*figures_of(reader, asked.member, asked.metric, covers), *brought)
    if not covers:
        return Refusal(
            "labour.figure_unknown", ARTICLE,
            f"There is no figure {asked.metric} about {asked.member}.",
            "See which there are: auzolan labour matrix",
        )  # fmt: skip
    return Seen(asked.member, matrix.SELF, asked.metric, None, covers, found)


def _recorded(folder: Folder, receipt: Receipt) -> Refusal | None:
    """None where the look stands in the books that everybody reads, else why nothing is shown."""
    with reading(folder) as now:
        if now.log.head().size > receipt.seq and now.log.known([receipt.id]):
            return None
    return Refusal(
        "labour.look_not_recorded", ARTICLE,
        "The look was allowed and does not stand on the record, so that nothing is shown.",
        "Ask at a desk that writes.",
    )  # fmt: skip
