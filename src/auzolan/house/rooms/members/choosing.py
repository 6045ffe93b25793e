"""Members as choices of a form, by name, so that nobody types an id.

Lists come only where a co-operative is small enough for one. Whether something may be done with whoever is
chosen, the rules say.
"""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.house.doing import LISTED_MAX, Choice, Who
from auzolan.house.storage.reader import Reader
from auzolan.members.state import ACTIVE, Member


def people(reader: Reader, who: Who) -> Sequence[Choice] | None:
    """Everybody who belongs, by name; None where there are too many for a list."""
    from auzolan.house.rooms.members.page_queries import members_total

    if members_total().members > LISTED_MAX:
        return None
    names = _names(reader, reader.rows(Member, standing=ACTIVE))
    return sorted((Choice(*one) for one in names.items()), key=lambda one: one.name)


def others(reader: Reader, who: Who) -> Sequence[Choice] | None:
    """The same without oneself."""
    found = people(reader, who)
    return None if found is None else [one for one in found if one.value != who.member]


def named(reader: Reader, members: Sequence[str]) -> dict[str, str]:
    """The names of members, or their ids where those were erased."""
    found = reader.some(Member, [(one,) for one in sorted(set(members))])
    names = _names(reader, list(found.values()))
    return {one: names.get(one, one) for one in members}


def _names(reader: Reader, rows: Sequence[Member]) -> dict[str, str]:
    from auzolan.house.rooms.record.page_queries import words_of

    words = words_of(reader.folder, [row.entry for row in rows])
    return {row.member: words.get((row.entry, "name"), row.member) for row in rows}
