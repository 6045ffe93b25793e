"""The rule of releases about groups: what of a table may be told, given all that was told before.

The arithmetic stands in `groups`. Nothing here looks at one person for another, and no answer says
which cell was small: a refused release and a cell kept back give one reason for all.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import day_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.labour.groups.dominance import Limits
from auzolan.labour.groups.lines import ALL, GroupLine, groups_from_annex, table_of_lines
from auzolan.labour.groups.noise import EPSILON_CENTI_MAX, Noise, noised, spent_after
from auzolan.labour.groups.partition import OUTSIDE, View, refine
from auzolan.labour.groups.suppression import Figure, Release, suppress
from auzolan.labour.groups.tables import MAGNITUDE_MAX, Places, Table
from auzolan.labour.state import GroupAtom, GroupRelease, WorkOfMember
from auzolan.labour.watching.acts import GroupsReleased, ReleasedCell, ReleaseGroups
from auzolan.members.state import Member
from auzolan.record.case import Case
from auzolan.record.entries import Fact

ARTICLE = "house, labour"
PUBLIC, INSIDE, PEOPLE = "public", "inside", "people"
LINES_MAX = 100_000
KEPT_BACK = -1
CELLS_EACH = 2
"""A person stands in her cell and among all."""
CUT_AT = {PEOPLE: 1, "seconds": 720_000, "items": 10_000, "pay_cents": 1_000_000}
"""Where noise cuts one person's part: 200 hours, 10,000 items, 10,000.00 of the currency. Fixed for
everybody, since a cut that was chosen by the data would tell of them."""
_CHANCE = re.compile(r"[0-9a-f]{64}\Z")


def decide_release_groups(
    books: Books, act: ReleaseGroups, case: Case
) -> tuple[Fact, ...] | Refusal:
    """What of a table about groups is told: every figure that shows nobody, or a refusal."""
    refused = _act_refused(books, act)
    if refused is not None:
        return refused
    spent_centi = _spent(books, act, case)
    if isinstance(spent_centi, Refusal):
        return spent_centi
    try:
        lines = groups_from_annex(case.annexes.read(act.lines))
    except ValueError as fault:
        return Refusal(
            "labour.group_lines_malformed", ARTICLE, f"The lines cannot be read: {fault}.",
            "Lay them down again, with the columns cell, member and amount.",
        )  # fmt: skip
    return _line_refused(books, act, lines) or _told(books, act, lines, spent_centi)


def _act_refused(books: Books, act: ReleaseGroups) -> Refusal | None:
    known = books.get(GroupRelease, act.release)
    if known is not None:
        return Refusal(
            "labour.release_repeated", ARTICLE,
            f"Entry {known.entry} made the release {act.release} already.",
            "Give each release an id of its own.",
        )  # fmt: skip
    if (act.measure == PEOPLE) != (act.period == ""):
        return Refusal(
            "labour.measure_and_period", ARTICLE,
            "People are counted without a period; everything else is summed over one.",
            "Name the period of the sum, or leave it out where people are counted.",
        )  # fmt: skip
    if act.noise_centi > EPSILON_CENTI_MAX:
        return Refusal(
            "labour.noise_out_of_range", ARTICLE,
            f"An epsilon of {act.noise_centi} hundredths hides nobody; "
            f"the most is {EPSILON_CENTI_MAX}.",
            "Choose a smaller epsilon, or 0 for no noise.",
        )  # fmt: skip
    if act.noise_centi and _CHANCE.match(act.chance) is None:
        return Refusal(
            "labour.chance_malformed", ARTICLE, "The chance of the noise is no 64 digits.",
            "Draw 32 random bytes, and give them in hexadecimal.",
        )  # fmt: skip
    if not 1 <= act.lines.rows <= LINES_MAX:
        return Refusal(
            "labour.group_lines_out_of_range", ARTICLE,
            f"A release has between 1 and {LINES_MAX} lines; this one has {act.lines.rows}.",
            "Give one line for each person.",
        )  # fmt: skip
    return None


def _spent(books: Books, act: ReleaseGroups, case: Case) -> int | Refusal:
    """What is spent of the year's noise after this release; 0 where it has none."""
    if act.noise_centi == 0:
        return 0
    labour, year = charter_of(books).labour, _year(case)
    before = books.total(GroupRelease, "noise_centi", year=year)
    after = spent_after(
        spent_centi=before, epsilon_centi=act.noise_centi, budget_centi=labour.noise_centi
    )
    if after is not None:
        return after
    return Refusal(
        "labour.noise_budget_spent", f"Art. {labour.number}",
        f"{before} of {labour.noise_centi} hundredths of epsilon are spent in {year}; "
        f"this release would take {act.noise_centi}.",
        "Ask for less, or wait for the next calendar year.",
    )  # fmt: skip


def _year(case: Case) -> int:
    return int(day_from_moment(case.at)[:4])


def _line_refused(books: Books, act: ReleaseGroups, lines: Sequence[GroupLine]) -> Refusal | None:
    """The first line that cannot stand, check by check over all of them."""
    members = [line.member for line in lines]
    for member, row in zip(members, books.get_many(Member, members), strict=True):
        if row is None:
            return Refusal(
                "labour.member_unknown", ARTICLE,
                f"{member} is not and never was a member.",
                "Release figures about members, and members who have left.",
            )  # fmt: skip
    for member, count in Counter(members).items():
        if count > 1:
            return Refusal(
                "labour.member_twice", ARTICLE,
                f"{member} stands on {count} lines of one release.",
                "Put each person into one cell.",
            )  # fmt: skip
    for line, expected in zip(lines, _booked(books, act, members), strict=True):
        if line.amount != expected or not 0 <= expected <= MAGNITUDE_MAX:
            return Refusal(
                "labour.amount_differs", ARTICLE,
                f"The amount of {line.member} is not the one in the books.",
                "Take the amounts from the books, with 0 for who has none and 1 for counting.",
            )  # fmt: skip
    return None


def _booked(books: Books, act: ReleaseGroups, members: Sequence[str]) -> list[int]:
    """What each person adds to the measure, by the books."""
    if act.measure == PEOPLE:
        return [1] * len(members)
    rows = books.get_many(WorkOfMember, [(act.period, member) for member in members])
    return [0 if row is None else int(getattr(row, act.measure)) for row in rows]


def _told(
    books: Books, act: ReleaseGroups, lines: Sequence[GroupLine], spent_centi: int
) -> tuple[Fact, ...] | Refusal:
    labour = charter_of(books).labour
    people, before = _atoms(books, act, lines)
    whole = _whole(books, act, people)
    least = {PUBLIC: labour.group_public_min, INSIDE: labour.group_inside_min}
    views = [
        View(
            refine(atoms, whole) if _is_of_sums(name) else atoms,
            least[_audience(name)],
            _is_of_sums(name),
        )
        for name, atoms in before.items()
    ]
    table = table_of_lines(lines, people, counted=act.measure == PEOPLE)
    if table.magnitudes is not None:
        # Those whom the lines leave out add to the rest, which must not be one person's.
        amounts = np.array(_booked(books, act, people), dtype=np.int64)
        table = Table(table.roll, table.cells, amounts)
    release = suppress(table, views, limits=Limits(dominance_bp=labour.dominance_bp))
    if not release.figures:
        return Refusal(
            "labour.group_too_small", f"Art. {labour.number}",
            f"Nothing can be told of these people. Either they, or those by whom they differ from "
            f"an earlier release, are fewer than {least[act.audience]}, or a few of them make up "
            "most of the sum.",
            "Take the people of an earlier release, or wait until there are more.",
        )  # fmt: skip
    figures = _with_noise(act, table, release)
    cells = tuple(ReleasedCell(figure.label or ALL, figure.total) for figure in figures)
    cells += tuple(ReleasedCell(label, KEPT_BACK) for label in release.suppressed)
    ordered = tuple(sorted(cells, key=lambda cell: (cell.label != ALL, cell.label)))
    return (GroupsReleased(act.release, ordered, len(release.suppressed), spent_centi),)


def _with_noise(act: ReleaseGroups, table: Table, release: Release) -> list[Figure]:
    if act.noise_centi == 0:
        return list(release.figures)
    noise = Noise(act.noise_centi, CELLS_EACH, CUT_AT[act.measure])
    # A chance that came with another release too would give both the same noise.
    seed = hashlib.sha256(bytes.fromhex(act.chance) + act.release.encode()).digest()
    found = noised(table, release, noise, seed)
    # Below 0 a figure would read as kept back. What is made of noised figures alone tells no more.
    return [Figure(one.label, 0, max(0, one.total)) for one in found]


def _whole(books: Books, act: ReleaseGroups, people: Sequence[str]) -> list[Places]:
    """All who worked in the period, as one cell: sheets say openly what they have together."""
    worked = _worked(books, act)
    return [np.array([at for at, one in enumerate(people) if one in worked], dtype=np.int64)]


def _worked(books: Books, act: ReleaseGroups) -> set[str]:
    if act.measure == PEOPLE:
        return set()
    return {row.member for row in books.find(WorkOfMember, period=act.period)}


def _is_of_sums(view: str) -> bool:
    return "/" in view


def _audience(view: str) -> str:
    return view.partition("/")[0]


def _views(act: ReleaseGroups) -> list[str]:
    """Whose knowledge a release adds to: what is public is read inside too."""
    audiences = [PUBLIC, INSIDE] if act.audience == PUBLIC else [INSIDE]
    if act.measure == PEOPLE:
        return audiences
    return audiences + [f"{audience}/{act.measure}/{act.period}" for audience in audiences]


def _atoms(
    books: Books, act: ReleaseGroups, lines: Sequence[GroupLine]
) -> tuple[list[str], dict[str, Places]]:
    """All who are or were on a roll or add to the sums, in order, and their atoms in each view."""
    rows = {name: books.find(GroupAtom, view=name) for name in _views(act)}
    found = {line.member for line in lines}
    found.update(row.member for kept in rows.values() for row in kept)
    found |= _worked(books, act)
    people = sorted(found)
    place = {member: number for number, member in enumerate(people)}
    before = {}
    for name, kept in rows.items():
        atoms = np.full(len(people), OUTSIDE, dtype=np.int64)
        atoms[[place[row.member] for row in kept]] = [row.atom for row in kept]
        before[name] = atoms
    return people, before


def apply_groups_released(
    books: Books, case: Case, act: ReleaseGroups, fact: GroupsReleased
) -> None:
    """Remember the release, and what it spent."""
    books.add(
        GroupRelease(
            release=fact.release,
            population=act.population,
            audience=act.audience,
            measure=act.measure,
            period=act.period,
            year=_year(case),
            noise_centi=act.noise_centi,
            cells=len(fact.cells),
            kept_back=fact.kept_back,
            entry=case.seq,
        )
    )


def apply_groups_released_to_atoms(
    books: Books, case: Case, act: ReleaseGroups, fact: GroupsReleased
) -> None:
    """Tell people apart by the period's work, by all on the lines, by each cell told.

    Restricted rows only.
    """
    lines = groups_from_annex(case.annexes.read(act.lines))
    people, before = _atoms(books, act, lines)
    table = table_of_lines(lines, people, counted=True)
    told = {cell.label for cell in fact.cells if cell.value != KEPT_BACK}
    whole = _whole(books, act, people)
    cells = [table.roll, *(cell.people for cell in table.cells if cell.label in told)]
    for name, atoms in before.items():
        after = refine(atoms, [*whole, *cells] if _is_of_sums(name) else cells)
        for place in np.flatnonzero(after != atoms).tolist():
            books.put(GroupAtom(name, people[place], int(after[place])))
