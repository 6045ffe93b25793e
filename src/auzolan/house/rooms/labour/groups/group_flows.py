"""Releasing about groups: from a file of who belongs where to the act. The rule says what is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from auzolan.foundation.books import Scalar
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, lay_down_once, named, reading
from auzolan.house.desk import Desk
from auzolan.house.rooms.contributions.importing import read_table
from auzolan.house.submission import Receipt
from auzolan.labour.groups.lines import GROUPS_KIND
from auzolan.labour.groups.noise import SEED_BYTES
from auzolan.labour.groups.rules import PEOPLE
from auzolan.labour.state import WorkOfMember
from auzolan.labour.watching.acts import ReleaseGroups

MEMBER, UNKNOWN = "member", "unknown"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to release.

    Attributes:
        release: its id.
        population: the name of the people, for readers.
        audience: `public` or `inside`.
        measure: what is counted or summed.
        period: whose figures are summed; empty for people.
        noise_centi: epsilon in hundredths; 0 for exact figures.
    """

    release: str
    population: str
    audience: str
    measure: str
    period: str
    noise_centi: int


def read_groups(path: Path, by: Sequence[str]) -> dict[str, str] | Refusal:
    """Who belongs to which cell, from a file with a column `member` and one for each heading.

    A value that is missing makes the cell `unknown`: nobody is guessed into a group.

    Args:
        path: CSV, JSON lines, Parquet, or a zip of one such file.
        by: the headings that make the cells, in this order; all others where empty.
    Returns:
        Cells by member, their values joined by a bar; or why the file is refused.
    """
    table = read_table(path)
    if isinstance(table, Refusal):
        return table
    headings = list(by) or [name for name in table.columns if name != MEMBER]
    missing = [name for name in (MEMBER, *headings) if name not in table.columns]
    members = [str(member) for member in table.columns.get(MEMBER, ())]
    if table.refused:
        because = f"line {table.refused[0].line}: {table.refused[0].reason}"
    elif missing or not headings:
        because = f"it has no column {missing[0] if missing else 'beside member'}"
    elif len(set(members)) < len(members):
        because = "a member stands in it twice"
    elif not members:
        because = "it has no lines"
    else:
        values = zip(*(table.columns[name] for name in headings), strict=True)
        cells = ("|".join(str(value) or UNKNOWN for value in one) for one in values)
        return dict(zip(members, cells, strict=True))
    return Refusal(
        "labour.groups_not_sound", "house, import", f"{path.name}: {because}.",
        "Correct it: one line a member, with the columns that make the groups.",
    )  # fmt: skip


def release_groups(
    desk: Desk, wish: Wish, *, actor: str, cells: Mapping[str, str]
) -> Receipt | Refusal:
    """Release figures about groups; the amounts come from the books.

    Args:
        desk: the desk.
        wish: what is released, and to whom.
        actor: who holds the office of data.
        cells: everybody's cell, by member.
    """
    members = sorted(cells)
    columns: dict[str, Sequence[Scalar]] = {
        "member": members,
        "cell": [cells[member] for member in members],
        "amount": _amounts(desk, wish, members),
    }
    identity = named("groups", wish.release)
    act = ReleaseGroups(
        release=wish.release,
        population=wish.population,
        audience=wish.audience,
        measure=wish.measure,
        lines=lay_down_once(desk, identity, GROUPS_KIND, columns, amount="amount"),
        period=wish.period,
        noise_centi=wish.noise_centi,
        chance=desk.ports.chance(SEED_BYTES).hex() if wish.noise_centi else "",
    )
    return ask(desk, identity, actor, act)


def _amounts(desk: Desk, wish: Wish, members: Sequence[str]) -> list[int]:
    if wish.measure == PEOPLE:
        return [1] * len(members)
    with reading(desk.folder) as now:
        keys = [(wish.period, member) for member in members]
        rows = now.books.get_many(WorkOfMember, keys)
    return [0 if row is None else int(getattr(row, wish.measure)) for row in rows]
